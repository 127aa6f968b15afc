//! Tests the output of posts: complete or not at all, and never over existing text.

use std::process::Stdio;
use std::time::Duration;

use predicates::prelude::*;
use predicates::str::contains;
use rstest::rstest;

use crate::support::{Bench, Reply, Server, arxiv};

const POST: &str = "2025-10-09-daily-papers.md";

fn headings(post: &str) -> Vec<&str> {
    post.lines().filter(|line| line.starts_with("# ")).collect()
}

/// Uses the device that is always full.
#[test]
fn output_that_is_full_is_named() {
    if !std::path::Path::new("/dev/full").exists() {
        crate::support::pass_over("there is no /dev/full");
        return;
    }
    let bench = Bench::offline();
    bench.write(
        "record.json",
        r#"{"date": "2025-10-09", "papers": [{"paper": {"id": "2510.06590", "title": "A"}}]}"#,
    );
    for arguments in ["render record.json", "render record.json --json", "status", "--help", "fetch --help"] {
        let command = &format!("papers {arguments} > /dev/full");
        let run = bench.shell(command).output().unwrap();
        let said = String::from_utf8(run.stderr).unwrap();
        assert_eq!(run.status.code(), Some(1), "{said}");
        assert!(said.contains("standard output") && said.contains("hint: make room"), "{said}");
    }
}

#[test]
fn a_post_goes_to_stdout_and_nothing_else_does() {
    let server = Server::arxiv();
    let run = Bench::new(&server).papers(&["fetch", "2510.06590", "2510.06917"]).assert().success();
    let post = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    assert!(post.starts_with("---\nlayout: post\n"), "{post}");
    assert_eq!(headings(&post).len(), 2);
}

/// Nobody can create a folder in `/proc`, not even root.
#[test]
fn a_place_that_cannot_be_written_is_noticed_before_anything_is_fetched() {
    let server = Server::new(|asked, _| match asked.path.as_str() {
        "/api/daily_papers" => {
            Reply::ok(r#"[{"paper": {"id": "2510.06590", "title": "A", "summary": "B."}}]"#)
        }
        _ => arxiv(asked),
    });
    for command in [&["fetch", "2510.06590"][..], &["daily", "--date", "2025-10-09"]] {
        let bench = Bench::new(&server);
        let run = bench.papers(command).args(["-o", "/proc/papers/_posts"]).assert().code(1);
        run.stderr(contains("cannot write `/proc/papers/_posts/2025-10-09-daily-papers.md`"));
    }
    let asked = server.paths();
    assert!(asked.iter().all(|path| path == "/api/daily_papers"), "{asked:?}");
}

#[test]
fn a_folder_gets_a_dated_post() {
    let server = Server::arxiv();
    let bench = Bench::new(&server);
    bench
        .papers(&["fetch", "-o", "_posts", "2510.06590"])
        .assert()
        .success()
        .stdout("")
        .stderr(contains("wrote 1 paper"));
    assert_eq!(headings(&bench.read(&format!("_posts/{POST}"))).len(), 1);
}

/// Jekyll shows no post before the time of its date, and says nothing.
#[test]
fn a_new_post_that_jekyll_does_not_show_yet_is_named() {
    let mut bench = Bench::offline();
    bench.set("PAPERS_NOW", "2025-10-09T02:00:00Z");
    let record = |id: &str| {
        format!(r#"{{"date": "2025-10-09", "papers": [{{"paper": {{"id": "{id}", "title": "T"}}}}]}}"#)
    };
    bench.write("record.json", &record("2510.06590"));
    bench.write("more.json", &record("2510.06917"));
    bench.write("_config.yml", "title: t\n");
    let is_named = |record: &str, folder: &str| {
        let run = bench.papers(&["render", record, "-o", folder]).output().unwrap();

        assert!(run.status.success());
        String::from_utf8(run.stderr).unwrap().contains("Jekyll leaves the post of 2025-10-09 out")
    };
    assert!(!is_named("record.json", "pages"));
    assert!(is_named("record.json", "_posts"));
    assert!(!is_named("more.json", "_posts"), "it was there before");
}

/// Like Jekyll, unless its settings say otherwise.
#[test]
fn a_new_post_that_hugo_does_not_show_yet_is_named() {
    let mut bench = Bench::offline();
    bench.set("PAPERS_NOW", "2025-10-09T02:00:00Z");
    bench.write(
        "record.json",
        r#"{"date": "2025-10-09", "papers": [{"paper": {"id": "2510.06590", "title": "T"}}]}"#,
    );
    let is_named = |settings: &str, folder: &str| {
        bench.write("hugo.toml", settings);
        let run =
            bench.papers(&["render", "record.json", "--format", "hugo", "-o", folder]).output().unwrap();
        assert!(run.status.success());
        String::from_utf8(run.stderr).unwrap().contains("Hugo leaves the post of 2025-10-09 out")
    };
    assert!(is_named("title = 't'\n", "content/posts"));
    assert!(!is_named("buildFuture = true\n", "content/notes"));
}

#[test]
fn a_renamed_post_of_the_day_grows() {
    let server = Server::arxiv();
    let bench = Bench::new(&server);
    bench.papers(&["fetch", "-o", "_posts", "2510.06590"]).assert().success();
    let renamed = "_posts/2025-10-09-daily-papers.markdown";
    std::fs::rename(bench.path(&format!("_posts/{POST}")), bench.path(renamed)).unwrap();
    bench.papers(&["fetch", "-o", "_posts", "2510.06917"]).assert().success();
    assert_eq!(headings(&bench.read(renamed)).len(), 2);
    assert!(!bench.path(&format!("_posts/{POST}")).exists());
}

#[test]
fn existing_papers_stay_and_new_ones_get_the_next_number() {
    let server = Server::arxiv();
    let bench = Bench::new(&server);
    let standing = "---\ntitle: mine\n---\n\nMy own words {% include x.html %}\n\n# 7. [Old](https://arxiv.org/abs/2510.06590)\n\nno newline at the end";
    bench.write(POST, standing);
    bench
        .papers(&["fetch", "-o", ".", "2510.06590v1", "2510.06917"])
        .assert()
        .success()
        .stderr(contains("added 1 paper"));
    let post = bench.read(POST);
    assert!(post.starts_with(standing), "{post}");
    let added = &post[standing.len()..];
    assert!(added.starts_with("\n\n# 8. [SHANKS"), "{added}");
    assert!(!added.contains("---"), "the front matter came twice: {added}");
}

#[test]
fn a_record_without_papers_is_written_and_tells_why_and_a_post_is_not() {
    let server = Server::arxiv();
    let bench = Bench::new(&server);
    bench.papers(&["fetch", "--json", "-o", "record.json", "2510.99999"]).assert().code(4);
    let record: serde_json::Value = serde_json::from_str(&bench.read("record.json")).unwrap();
    assert_eq!(record["failed"][0]["input"], "2510.99999", "{record}");
    bench.papers(&["fetch", "-o", "post.md", "2510.99999"]).assert().code(4);
    assert!(!bench.path("post.md").exists());
}

#[test]
fn a_file_without_text_becomes_a_whole_post() {
    let server = Server::arxiv();
    let bench = Bench::new(&server);
    bench.write(POST, "\n");
    bench.papers(&["fetch", "-o", POST, "2510.06917"]).assert().success();
    assert!(bench.read(POST).starts_with("---\nlayout: post\n"), "{}", bench.read(POST));
}

#[test]
fn when_there_is_nothing_to_add_the_file_is_untouched_and_nobody_is_asked() {
    let server = Server::arxiv();
    let bench = Bench::new(&server);
    bench.papers(&["fetch", "-o", ".", "2510.06590"]).assert().success();
    let before = std::fs::metadata(bench.path(POST)).unwrap().modified().unwrap();
    let asked = server.log().len();
    std::thread::sleep(Duration::from_millis(20));
    bench.papers(&["fetch", "-o", ".", "2510.06590"]).assert().success().stdout("").stderr("");
    assert_eq!(std::fs::metadata(bench.path(POST)).unwrap().modified().unwrap(), before);
    assert_eq!(server.log().len(), asked);
}

#[test]
fn replace_writes_the_post_anew_but_never_loses_a_paper() {
    let server = Server::arxiv();
    let bench = Bench::new(&server);
    bench.papers(&["fetch", "-o", ".", "2510.06590"]).assert().success();
    bench.papers(&["fetch", "--replace", "-o", ".", "2510.06917", "2510.06590"]).assert().success();
    let post = bench.read(POST);
    assert!(headings(&post)[0].contains("SHANKS"), "{post}");
    let mut offline =
        bench.papers(&["fetch", "--replace", "--offline", "-o", ".", "2510.06917", "2510.06590"]);
    std::fs::remove_dir_all(bench.path("cache/records-v1")).unwrap();
    std::fs::create_dir_all(bench.path("cache")).unwrap();
    offline.assert().failure();
    assert_eq!(bench.read(POST), post);
}

#[test]
fn a_file_that_is_no_post_is_not_taken_for_a_folder() {
    let server = Server::arxiv();
    let bench = Bench::new(&server);
    bench.write("notes.csv", "mine\n");
    let run = bench.papers(&["fetch", "-o", "notes.csv", "2510.06590"]).assert().code(2);
    run.stderr(contains("`notes.csv` exists, and is neither"));
    assert_eq!(bench.read("notes.csv"), "mine\n");
    assert!(server.log().is_empty(), "nobody is asked");
}

#[test]
fn a_pipe_or_device_is_refused_before_anything_is_fetched() {
    let server = Server::arxiv();
    let bench = Bench::new(&server);
    std::process::Command::new("mkfifo").arg(bench.path("pipe.md")).status().unwrap();
    std::os::unix::fs::symlink("/dev/null", bench.path("null.md")).unwrap();
    for name in ["pipe.md", "null.md", "/dev/stdout"] {
        for command in [vec!["fetch", "2510.06590"], vec!["daily"], vec!["roundup", "--posts", "."]] {
            let run = bench.papers(&command).args(["-o", name]).assert();
            run.code(2).stderr(contains(format!("`{name}` exists, and is neither")));
        }
    }
    assert!(server.log().is_empty());
}

#[test]
fn a_link_to_a_folder_that_is_not_there_is_refused_before_anything_is_fetched() {
    let server = Server::arxiv();
    let bench = Bench::new(&server);
    std::os::unix::fs::symlink("unmounted", bench.path("_posts")).unwrap();
    for command in [vec!["fetch", "2510.06590", "-o", "_posts"], vec!["daily"]] {
        let run = bench.papers(&command).assert();
        run.code(2).stderr(contains("`_posts` is a symbolic link to a folder that does not exist"));
    }
    assert!(server.log().is_empty());
}

#[test]
fn a_link_to_a_file_that_is_not_there_yet_is_written_through() {
    let server = Server::arxiv();
    let bench = Bench::new(&server);
    std::os::unix::fs::symlink("real.md", bench.path("link.md")).unwrap();
    bench.papers(&["fetch", "-o", "link.md", "2510.06590"]).assert().success();
    assert!(std::fs::symlink_metadata(bench.path("link.md")).unwrap().is_symlink());
    assert_eq!(headings(&bench.read("real.md")).len(), 1);
}

#[test]
fn a_post_grows_with_its_own_line_ends() {
    let server = Server::arxiv();
    let bench = Bench::new(&server);
    bench.papers(&["fetch", "-o", POST, "2510.06590"]).assert().success();
    let standing = bench.read(POST).replace('\n', "\r\n");
    bench.write(POST, &standing);
    bench.papers(&["fetch", "-o", POST, "2510.06917"]).assert().success();
    let post = bench.read(POST);
    assert!(post.starts_with(&standing) && headings(&post).len() == 2);
    assert_eq!(post.matches('\n').count(), post.matches("\r\n").count());
}

#[test]
fn a_post_that_is_not_utf_8_stays_and_is_named() {
    let server = Server::arxiv();
    let bench = Bench::new(&server);
    std::fs::write(bench.path(POST), b"---\n---\ncaf\xe9\n").unwrap();
    let run = bench.papers(&["fetch", "-o", ".", "2510.06590"]).assert().code(2);
    run.stderr(contains(POST).and(contains("line 3 is not UTF-8")).and(contains("iconv")));
    assert!(server.log().is_empty());
    assert_eq!(std::fs::read(bench.path(POST)).unwrap(), b"---\n---\ncaf\xe9\n");
}

#[test]
fn a_cache_folder_that_cannot_be_used_is_named_with_its_setting() {
    let server = Server::arxiv();
    let bench = Bench::new(&server);
    bench.write("file", "");
    let mut command = bench.papers(&["fetch", "--cache-dir", "file/cache", "2510.06590"]);
    command.assert().code(3).stderr(contains("`--cache-dir`").and(contains("`file/cache`")));
}

#[test]
fn the_settings_are_no_post_even_if_they_say_so() {
    let server = Server::arxiv();
    let bench = Bench::new(&server);
    bench.write("own.hbs", "own\n");
    for template in ["", "template = \"own.hbs\"\n"] {
        for name in ["papers.toml", "other.yaml", "_config.yml"] {
            let settings = format!("engine = \"extractive\"\nposts_dir = \"{name}\"\n{template}");
            bench.write("papers.toml", &settings);
            bench.papers(&["daily"]).assert().code(3).stderr(contains("posts_dir").and(contains(name)));
            bench.papers(&["daily", "-o", name]).assert().code(2).stderr(contains(name));
            assert_eq!(bench.read("papers.toml"), settings);
        }
    }
    assert!(server.log().is_empty());
}

#[test]
fn a_run_in_which_every_paper_fails_writes_nothing() {
    let server = Server::arxiv();
    let bench = Bench::new(&server);
    bench.papers(&["fetch", "-o", ".", "2510.99999"]).assert().code(4);
    assert!(!bench.path(POST).exists());
    bench.papers(&["fetch", "2510.99999"]).assert().code(4).stdout("");
}

#[test]
fn killed_at_any_moment_leaves_a_whole_post_or_the_old_one() {
    let server = Server::arxiv();
    let bench = Bench::new(&server);
    bench.papers(&["fetch", "-o", ".", "2510.06590"]).assert().success();
    let old = bench.read(POST);
    bench.papers(&["fetch", "-o", ".", "2510.06917", "2510.04212"]).assert().success();
    let new = bench.read(POST);
    for wait in (0..30).map(|n| Duration::from_millis(n * 4)) {
        bench.write(POST, &old);
        let mut command = bench.std_command();
        command.args(["fetch", "-o", ".", "2510.06917", "2510.04212"]).stderr(Stdio::null());
        let mut run = command.spawn().unwrap();
        std::thread::sleep(wait);
        run.kill().unwrap();
        run.wait().unwrap();
        let post = bench.read(POST);
        assert!(post == old || post == new, "killed after {wait:?}: {post}");
    }
}

#[test]
fn a_saved_record_gives_the_same_post_with_no_network() {
    let server = Server::arxiv();
    let bench = Bench::new(&server);
    let post = bench.papers(&["fetch", "2510.06590", "2510.06917"]).output().unwrap().stdout;
    let record = bench.papers(&["fetch", "--json", "2510.06590", "2510.06917"]).output().unwrap().stdout;
    std::fs::write(bench.path("record.json"), &record).unwrap();
    let asked = server.log().len();
    let rendered = bench.papers(&["render", "record.json"]).output().unwrap().stdout;
    assert_eq!(String::from_utf8(rendered).unwrap(), String::from_utf8(post).unwrap());
    let piped = bench.papers(&["render", "-"]).write_stdin(record).output().unwrap().stdout;
    assert!(!piped.is_empty());
    assert_eq!(server.log().len(), asked);
}

#[test]
fn a_dry_run_asks_nobody_and_writes_nothing() {
    let server = Server::arxiv();
    let bench = Bench::new(&server);
    bench
        .papers(&["fetch", "--dry-run", "-o", "_posts", "2510.06590", "2510.06917"])
        .assert()
        .success()
        .stdout(contains("papers to digest: 2").and(contains("1 for records")).and(contains("a new file")));
    assert!(server.log().is_empty());
    assert_eq!(std::fs::read_dir(bench.folder.path()).unwrap().count(), 0);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let server = Server::arxiv();
    let bench = Bench::new(&server);
    bench.papers(&["fetch", "2510.06590"]).assert().success();
    let mut run = bench.std_command();
    run.args(["fetch", "2510.06590"]).stdout(Stdio::piped());
    let mut run = run.spawn().unwrap();
    drop(run.stdout.take());
    assert!(run.wait().unwrap().success());
}

#[rstest]
fn interrupting_keeps_finished_papers(#[values("-TERM", "-HUP")] signal: &str) {
    use crate::support::{Manner, arxiv};
    // The page of the second paper hangs when the first is finished.
    let server = Server::new(|asked, _| match asked.path.as_str() {
        path if path.contains("2510.06917") => arxiv(asked).manner(Manner::Late(Duration::from_secs(60))),
        _ => arxiv(asked),
    });
    let bench = Bench::new(&server);
    let mut command = bench.std_command();
    command.args(["fetch", "-o", ".", "2510.06590", "2510.06917"]).stderr(Stdio::piped());
    let run = command.spawn().unwrap();
    let begin = std::time::Instant::now();
    while server.log().len() < 3 && begin.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(20));
    }
    // The first paper is digested while the second is read.
    std::thread::sleep(Duration::from_secs(3));
    std::process::Command::new("kill").args([signal, &run.id().to_string()]).status().unwrap();
    let output = run.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(130), "{said}");
    assert!(said.contains("run the same command again to go on"), "{said}");
    assert_eq!(headings(&bench.read(POST)).len(), 1);
}
