//! Tests that nothing is lost: many runs on one file, an edit during a run, files left by a merge or a kill.

use std::io::Write;
use std::process::{Child, Stdio};
use std::sync::{Arc, Mutex};

use predicates::prelude::*;
use predicates::str::contains;
use serde_json::Value;

use crate::support::{Bench, Reply, Server, arxiv};

/// The number of runs, such as a careless loop in a shell would start.
const RUNS: usize = 100;

fn id(n: usize) -> String {
    format!("2510.{n:05}")
}

fn entry(n: usize) -> Value {
    serde_json::json!({ "paper": { "id": id(n), "title": format!("Paper {n}") } })
}

fn record(papers: &[usize]) -> String {
    let papers: Vec<Value> = papers.iter().map(|&n| entry(n)).collect();
    serde_json::json!({ "date": "2025-10-09", "lang": "en", "papers": papers }).to_string()
}

/// Runs `papers render` a hundred times at once, each with another paper.
fn renders(bench: &Bench, arguments: &[&str]) {
    let start = |n: usize| {
        let mut command = bench.std_command();
        command.args(["render", "-"]).args(arguments).stdin(Stdio::piped());
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(record(&[n]).as_bytes()).unwrap();
        child
    };
    finish((0..RUNS).map(start).collect());
}

fn finish(children: Vec<Child>) {
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

/// Checks that every paper occurs exactly once.
#[track_caller]
fn has_all(text: &str, form: impl Fn(usize) -> String) {
    for n in 0..RUNS {
        assert_eq!(text.matches(&form(n)).count(), 1, "{}", form(n));
    }
}

#[test]
fn a_hundred_fetches_at_once_put_a_hundred_papers_into_one_post() {
    let server = Server::new(|asked, _| {
        let id =
            asked.query.split("id_list=").nth(1).unwrap_or_default().split('&').next().unwrap_or_default();
        Reply::ok(feed(id))
    });
    let bench = Bench::new(&server);
    let standing = "---\ntitle: mine\n---\n\n  My own words, \tas I like them.\n# 7. [Old](https://arxiv.org/abs/2510.99999)";
    bench.write("post.md", standing);
    let start = |n: usize| {
        let mut command = bench.std_command();
        command.args(["fetch", "-o", "post.md", "--read", "abstract", &id(n)]);
        command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
    };
    finish((0..RUNS).map(start).collect());
    let post = bench.read("post.md");
    assert!(post.starts_with(standing), "{post}");
    has_all(&post, |n| format!("](https://arxiv.org/abs/{})", id(n)));
    has_all(&post, |n| format!("\n# {}. [", 8 + n));
    assert_eq!(post.matches("\n---\n").count(), 1, "the front matter came twice");
}

fn feed(id: &str) -> String {
    format!(
        "<?xml version='1.0' encoding='UTF-8'?>\n<feed xmlns:o='http://a9.com/-/spec/opensearch/1.1/' \
         xmlns='http://www.w3.org/2005/Atom'><o:totalResults>1</o:totalResults><entry>\
         <id>http://arxiv.org/abs/{id}v1</id><title>On {id}</title><published>2025-10-08T02:50:14Z</published>\
         <summary>We propose to count the sheep of {id} with a network. It counts them on three farms.</summary>\
         <author><name>Ada</name></author><category term='cs.CL'/></entry></feed>"
    )
}

#[test]
fn a_hundred_runs_at_once_put_a_hundred_items_into_one_feed() {
    let bench = Bench::offline();
    let old = r#"{"id": "https://arxiv.org/abs/2510.99999", "weight": 1.0,   "mine": [1, 2]}"#;
    bench.write(
        "feed.json",
        &format!(
            "{{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"mine\",\n\"items\": [{old}]}}"
        ),
    );
    renders(&bench, &["--format", "jsonfeed", "-o", "feed.json"]);
    let feed = bench.read("feed.json");
    assert!(feed.starts_with(
        "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"mine\",\n\"items\": ["
    ));
    assert!(feed.ends_with(&format!("{old}]}}")), "{feed}");
    let parsed: Value = serde_json::from_str(&feed).unwrap();
    assert_eq!(parsed["items"].as_array().unwrap().len(), RUNS + 1);
    has_all(&feed, |n| format!("\"id\": \"https://arxiv.org/abs/{}\"", id(n)));
}

#[test]
fn a_hundred_runs_at_once_put_a_hundred_entries_into_one_atom_feed() {
    let bench = Bench::offline();
    let old = "<entry><id>https://arxiv.org/abs/2510.99999</id><title>Old &amp; mine</title>   <x:own xmlns:x='urn:x'/></entry>";
    let head = "<?xml version='1.0' encoding='utf-8'?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>mine</title>\n";
    bench.write("feed.xml", &format!("{head}{old}\n</feed>\n"));
    renders(&bench, &["--format", "atom", "-o", "feed.xml"]);
    let feed = bench.read("feed.xml");
    assert!(feed.starts_with(head) && feed.contains(old), "{feed}");
    let parsed = roxmltree::Document::parse(&feed).unwrap();
    let entries = parsed.root_element().children().filter(|node| node.tag_name().name() == "entry");
    assert_eq!(entries.count(), RUNS + 1);
    has_all(&feed, |n| format!("<id>https://arxiv.org/abs/{}</id>", id(n)));
}

#[test]
fn a_hundred_runs_at_once_put_a_hundred_entries_into_one_bibliography() {
    let bench = Bench::offline();
    let old = "% my own library\n@book{knuth, title = {The {\\TeX}book}}\n";
    bench.write("papers.bib", old);
    renders(&bench, &["--format", "bibtex", "-o", "papers.bib"]);
    let bib = bench.read("papers.bib");
    assert!(bib.starts_with(old), "{bib}");
    has_all(&bib, |n| format!("arxiv.org/abs/{}", id(n)));
}

/// Creates a server that edits the file, like its owner, before it answers.
fn while_asked(path: std::path::PathBuf, edit: impl Fn(String) -> String + Send + Sync + 'static) -> Server {
    Server::new(move |asked, _| {
        if asked.path == "/api/query" {
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            std::fs::write(&path, edit(text)).unwrap();
        }
        arxiv(asked)
    })
}

/// Creates a folder and a server that edits `post.md` in it during a request.
fn edited(text: &str, edit: impl Fn(String) -> String + Send + Sync + 'static) -> (Bench, Server) {
    let place = Arc::new(Mutex::new(std::path::PathBuf::new()));
    let bench = Bench::offline();
    *place.lock().unwrap() = bench.path("post.md");
    bench.write("post.md", text);
    let server = while_asked(bench.path("post.md"), edit);
    let mut bench = bench;
    bench.ask(&server.url(""));
    (bench, server)
}

const STANDING: &str = "---\ntitle: mine\n---\n\n# 1. [Old](https://arxiv.org/abs/2510.99999)\n";

#[test]
fn edits_by_the_owner_during_a_run_stay() {
    let own = "\nA line that I added meanwhile.\n\n# 2. [Mine](https://arxiv.org/abs/2510.06590)\n";
    let (bench, _server) = edited(STANDING, move |text| text + own);
    bench.papers(&["fetch", "-o", "post.md", "2510.06590", "2510.06917"]).assert().success();
    let post = bench.read("post.md");
    let added = post.strip_prefix(&format!("{STANDING}{own}")).unwrap();
    assert!(added.starts_with("\n# 3. [SHANKS"), "the paper that came meanwhile is dropped: {added}");
    assert_eq!(post.matches("abs/2510.06590)").count(), 1);
}

#[test]
fn a_post_that_is_no_longer_understood_gets_no_papers_and_is_reported() {
    for (broken, words) in [
        ("---\ntitle: half sav", "has no end"),
        ("---\n---\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> main\n", "conflict marks from line 3"),
    ] {
        let (bench, _server) = edited(STANDING, move |_| broken.to_owned());
        let run = bench.papers(&["fetch", "-o", "post.md", "2510.06590"]).assert();
        run.code(2).stderr(contains(words).and(contains("`post.md`")));
        assert_eq!(bench.read("post.md"), broken);
        let before = bench.papers(&["fetch", "--offline", "-o", "post.md", "2510.06590"]).assert();
        before.code(2).stderr(contains(words));
    }
}

#[test]
fn a_post_that_changed_meanwhile_is_not_replaced() {
    let (bench, _server) = edited(STANDING, |text| text + "mine\n");
    let replace = ["fetch", "--replace", "-o", "post.md", "2510.06590"];
    bench.papers(&replace).assert().code(1).stderr(contains("changed during this run"));
    assert_eq!(bench.read("post.md"), format!("{STANDING}mine\n"));
    bench.papers(&replace).assert().success();
    assert!(bench.read("post.md").contains("2510.06590"));
}

#[test]
fn partial_files_of_a_killed_run_are_removed_by_the_next() {
    let bench = Bench::offline();
    std::fs::create_dir(bench.path("_posts")).unwrap();
    bench.write("_posts/.papers-a1b2c3.part", "half");
    bench.papers(&["render", "-", "-o", "_posts"]).write_stdin(record(&[1])).assert().success();
    let names: Vec<_> = std::fs::read_dir(bench.path("_posts")).unwrap().collect();
    assert_eq!(names.len(), 1, "{names:?}");
}

#[test]
fn a_kept_section_survives_replace_and_costs_no_request() {
    let server = Server::arxiv();
    let bench = Bench::new(&server);
    bench.papers(&["fetch", "-o", "post.md", "2510.06590", "2510.06917"]).assert().success();
    let own = "\n## Method\n\nWhat it really does, in *my* words.\n<!-- papers: keep -->\n";
    let (head, _) =
        bench.read("post.md").split_once("\n## ").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    let rest = bench.read("post.md").split_once("# 2. ").unwrap().1.to_owned();
    bench.write("post.md", &format!("{head}{own}\n# 2. {rest}"));
    std::fs::remove_dir_all(bench.path("cache")).unwrap();
    let asked = server.log().len();
    let replace = ["fetch", "--replace", "-o", "post.md", "--title", "Anew", "2510.06917", "2510.06590"];
    bench.papers(&replace).assert().success();
    let post = bench.read("post.md");
    assert!(post.contains("Anew") && post.contains(own), "{post}");
    assert!(post.find("abs/2510.06590").unwrap() < post.find("abs/2510.06917").unwrap(), "{post}");
    assert!(server.log()[asked..].iter().all(|asked| !asked.query.contains("2510.06590")));
    bench.write("post.md", &format!("{post}\n# Notes\n\n<!-- papers: keep -->\n"));
    bench.papers(&replace).assert().code(2).stderr(contains("is not in a section"));
}

#[test]
fn a_paper_that_is_skipped_comes_into_no_post() {
    let server = Server::arxiv();
    let bench = Bench::new(&server);
    bench.write("papers.toml", "# mine\nlang = \"en\"\n");
    bench.papers(&["skip", "arXiv:2510.06590v2"]).assert().success().stdout("");
    assert_eq!(bench.read("papers.toml"), "# mine\nlang = \"en\"\n\n[skip]\nids = [\"2510.06590\"]\n");
    bench.papers(&["skip", "2510.06590"]).assert().success().stderr(contains("already"));
    let mut fetch = bench.papers(&["fetch", "-o", "post.md", "2510.06590", "2510.06917"]);
    fetch.assert().success().stderr(contains("`2510.06590` is kept out"));
    let mut render = bench.papers(&["render", "-", "-o", "post.md"]);
    let paper = serde_json::json!({ "paper": { "id": "2510.06590", "title": "T" } });
    render.write_stdin(serde_json::json!({ "papers": [paper] }).to_string()).assert().success();
    let post = bench.read("post.md");
    assert!(post.contains("2510.06917") && !post.contains("2510.06590"), "{post}");
    assert!(server.log().iter().all(|asked| !asked.query.contains("2510.06590")));
    bench.papers(&["skip", "nonsense"]).assert().failure();
    bench.write("papers.toml", "[skip]\nids = [\"nonsense\"]\n");
    bench.papers(&["status"]).assert().code(3).stderr(contains("skip.ids"));
    bench.write("papers.toml", "[skip]\nids = \"x\"\n");
    bench.papers(&["skip", "2510.06590"]).assert().code(3);
    bench.papers(&["skip", "--config", "typo.toml", "2510.06590"]).assert().code(3);
    assert!(!bench.path("typo.toml").exists());
}

#[test]
fn settings_above_the_folder_are_named() {
    let bench = Bench::offline();
    bench.write("papers.toml", "lang = \"en\"\n");
    std::fs::create_dir(bench.path("_posts")).unwrap();
    let said = |folder: &str| {
        let mut command = bench.std_command();
        let output = command.args(["status"]).current_dir(bench.path(folder)).output().unwrap();
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(said("_posts").contains("papers.toml` are not used"));
    assert!(!said(".").contains("are not used"));
}
