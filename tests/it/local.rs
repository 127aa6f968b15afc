//! Tests faults of the local machine: no certificates, a full or foreign cache folder, limits of the shell, a signal at any moment.

use std::process::Stdio;
use std::time::{Duration, Instant};

use predicates::prelude::*;
use predicates::str::contains;

use crate::support::{Bench, Manner, Reply, Server, arxiv, licensed, project};

const ID: &str = "2510.06590";

/// Removes all certificates.
fn without_certificates(bench: &mut Bench) {
    bench.set("SSL_CERT_FILE", &bench.path("none.pem").display().to_string());
    bench.set("SSL_CERT_DIR", &bench.path("none").display().to_string());
}

#[test]
fn commands_without_requests_work_without_certificates() {
    let server = Server::arxiv();
    let mut bench = Bench::new(&server);
    let record = bench.papers(&["fetch", "--json", ID]).assert().success().get_output().stdout.clone();
    std::fs::write(bench.path("record.json"), record).unwrap();
    let asked = server.log().len();
    without_certificates(&mut bench);
    bench.papers(&["fetch", "--offline", "-o", "post.md", ID]).assert().success();
    bench.papers(&["verify", "--offline", "record.json"]).assert().success();
    bench.papers(&["render", "record.json"]).assert().success();
    bench.papers(&["read", "--offline", ID]).assert().success();
    bench.papers(&["lint", "post.md"]).assert().success();
    bench.papers(&["status"]).assert().success();
    bench.papers(&["cache", "info"]).assert().success();
    assert_eq!(server.log().len(), asked);
    // If a request is needed, the message says what is missing. Later runs would fail too, so that no paper is counted as tried.
    for arguments in [&["fetch", "2510.06917"][..], &["daily"], &["read", "2510.06917"]] {
        let install = contains("hint: install the certificates").and(contains("again later").not());
        bench.papers(arguments).assert().code(3).stderr(install);
    }
}

#[test]
fn a_pdf_is_read_under_the_limits_of_the_shell_or_says_so() {
    let paper = project().join("fixtures/fulltext/numbered/paper.pdf");
    let bench = Bench::offline();
    let read = |limit: &str| {
        let script = format!("ulimit {limit}; papers read {}", paper.display());
        bench.shell(&script).output().unwrap()
    };
    // Lower than the program's own limits, but sufficient.
    for limit in ["-v 900000", "-t 15", "-Sv 900000", "-St 15"] {
        let output = read(limit);
        assert!(output.status.success(), "{limit}: {}", String::from_utf8_lossy(&output.stderr));
    }
    let output = read("-Sv 60000");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let names_the_limit = said.contains("MiB of memory") || said.contains("temporarily unavailable");
    assert!(output.status.success() || names_the_limit && !said.contains("panicked"), "{said}");
}

#[test]
fn a_cache_that_cannot_be_written_is_told_once_and_stops_nothing() {
    let server = Server::arxiv();
    let bench = Bench::new(&server);
    std::fs::create_dir(bench.path("cache")).unwrap();
    // Files in place of the folders for entries.
    bench.write("cache/records-v1", "");
    bench.write("cache/pages-v1", "");
    let run = bench.papers(&["fetch", "--json", ID, "2510.06917", "2510.04212"]).assert().success();
    let said = String::from_utf8(run.get_output().stderr.clone()).unwrap();
    assert_eq!(said.matches("continuing without the cache").count(), 1, "{said}");
}

#[test]
fn a_page_that_cannot_be_paced_is_left_for_a_later_run() {
    let server = Server::arxiv();
    let bench = Bench::new(&server);
    // As on a full disk, the lock of the API can be used, and that of the pages cannot.
    std::fs::create_dir_all(bench.path("cache/arxiv-pages.lock")).unwrap();
    let run = || bench.papers(&["fetch", "-o", "post.md", ID]).assert();
    let hint = contains("make room there, or name a local folder that can be written");
    run().code(3).stderr(contains("left for a later run").and(contains("arxiv-pages.lock")).and(hint));
    assert!(!bench.path("post.md").exists(), "the abstract was published");
    std::fs::remove_dir(bench.path("cache/arxiv-pages.lock")).unwrap();
    run().success();
}

/// A page that always ends after its references is accepted at the third time, and from the cache.
#[test]
fn a_page_in_place_of_a_damaged_entry_is_judged_like_any_new_page() {
    let text = "The detector counts every photon that reaches the plane of the mirror. ".repeat(40);
    let page = format!(
        "<html><article class=\"ltx_document\"><section class=\"ltx_section\"><h2>A</h2><p class=\"ltx_p\">{text}</p></section>\
         <section class=\"ltx_bibliography\"><h2>References</h2></section>"
    );
    let server = Server::new(move |asked, _| match asked.path.starts_with("/html/") {
        true => Reply::ok(page.clone()),
        false => arxiv(asked),
    });
    let bench = Bench::new(&server);
    let asked = || server.paths().iter().filter(|path| path.starts_with("/html/")).count();
    let fetch = || bench.papers(&["fetch", "--json", "--read", "html", ID]).assert().success();
    fetch();
    fetch();
    assert_eq!(asked(), 3, "the second run uses the cache");
    for entry in std::fs::read_dir(bench.path("cache/pages-v1")).unwrap().flatten() {
        std::fs::write(entry.path(), "{}").unwrap();
    }
    fetch();
    assert_eq!(asked(), 6);
}

#[test]
fn damaged_and_strange_entries_of_the_cache_are_asked_for_again() {
    let server = Server::arxiv();
    let bench = Bench::new(&server);
    let fetch = || bench.papers(&["fetch", "--json", ID]).assert().success().get_output().stdout.clone();
    let whole = fetch();
    for damage in [&b""[..], b"{}", b"\0\0\0\0", b"not an entry\nat all"] {
        for bucket in ["records-v1", "pages-v1"] {
            for entry in std::fs::read_dir(bench.path("cache").join(bucket)).unwrap().flatten() {
                std::fs::write(entry.path(), damage).unwrap();
            }
        }
        assert_eq!(fetch(), whole);
    }
    // Lock files with any content must not block requests forever.
    for lock in ["arxiv.lock", "arxiv-pages.lock"] {
        bench
            .write(&format!("cache/{lock}"), "99999999999999999999999\napi 18446744073709551615\nnonsense\n");
    }
    std::fs::remove_dir_all(bench.path("cache/records-v1")).unwrap();
    std::fs::remove_dir_all(bench.path("cache/pages-v1")).unwrap();
    assert_eq!(fetch(), whole);
}

/// A number beyond the range of the clock must not end the program.
#[test]
fn a_retry_after_without_end_is_no_more_than_a_refusal() {
    let refused = |wish: &str| {
        let wish = wish.to_owned();
        let server = Server::new(move |asked, _| match asked.path.as_str() {
            "/api/query" => Reply::status(503).header("Retry-After", &wish),
            _ => Reply::status(429).header("Retry-After", &wish),
        });
        let mut bench = Bench::new(&server);
        bench.set("PAPERS_ARXIV_PATIENCE", "0");
        let run = bench.papers(&["fetch", ID]).assert().code(5);
        let said = String::from_utf8(run.get_output().stderr.clone()).unwrap();
        assert!(!said.contains("panicked"), "{said}");
    };
    // In parallel, because each waits some seconds.
    std::thread::scope(|scope| {
        for wish in ["18446744073709551615", "-1", "1e9", "Fri, 31 Dec 9999 23:59:59 GMT", ""] {
            scope.spawn(move || refused(wish));
        }
    });
}

#[test]
fn no_secret_of_any_base_address_is_told_or_kept() {
    let secret = |base: &str| base.replace("http://", "http://ada:geheim@") + "?token=verborgen";
    let list = format!("[{{\"paper\": {{\"id\": \"{ID}\", \"title\": \"T\"}}}}]");
    let server = Server::new(move |asked, _| match asked.header("authorization").is_empty() {
        true => Reply::status(401),
        false if asked.path.ends_with("daily_papers") => Reply::ok(list.clone()),
        false if asked.path.ends_with(".png") => Reply::ok(b"\x89PNG\r\n\x1a\n IEND\xaeB`\x82".to_vec()),
        false => licensed(arxiv(asked)),
    });
    let mut bench = Bench::new(&server);
    for (name, path) in [
        ("PAPERS_ARXIV_API_URL", "/api/query"),
        ("PAPERS_ARXIV_URL", ""),
        ("PAPERS_OAI_URL", "/oai"),
        ("PAPERS_RSS_URL", "/rss"),
        ("PAPERS_HUGGINGFACE_URL", ""),
    ] {
        bench.set(name, &secret(&server.url(path)));
    }
    std::fs::create_dir(bench.path("_posts")).unwrap();
    let mut seen = Vec::new();
    let mut run = |arguments: &[&str], code: i32| {
        let output = bench.papers(arguments).output().unwrap();
        assert_eq!(
            output.status.code(),
            Some(code),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        seen.extend([output.stdout, output.stderr].concat());
    };
    run(&["fetch", "-vv", "--json", "--figures", "link", ID], 0);
    run(&["fetch", "--figures", "copy", "--evidence", "links", "-o", "_posts/x.md", ID], 0);
    run(&["daily", "-vv", "--date", "2025-10-02", "--read", "abstract"], 0);
    run(&["daily", "-vv", "--date", "2025-10-02", "--source", "cs.CL", "--json", "--read", "abstract"], 0);
    run(&["fetch", "-vv", "2510.99999"], 4);
    assert!(bench.path("assets/papers").exists(), "the image was not copied");
    for entry in walk(&bench.path("")) {
        seen.extend(entry.display().to_string().bytes());
        seen.extend(std::fs::read(&entry).unwrap());
    }
    let seen = String::from_utf8_lossy(&seen);
    let at = seen.find("geheim").or_else(|| seen.find("verborgen"));
    assert_eq!(at.map(|at| seen.get(at.saturating_sub(200)..at + 20)), None, "a secret is told");
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}

/// Sends SIGTERM while waiting for each kind of answer: the run ends at once, with the finished papers.
#[test]
fn a_signal_is_heard_whatever_is_waited_for() {
    for (path, arguments) in [
        ("/api/query", &["fetch", "-o", "_posts/x.md", ID][..]),
        ("/html/", &["fetch", "-o", "_posts/x.md", ID]),
        ("x1.png", &["fetch", "--figures", "copy", "-o", "_posts/x.md", ID]),
        ("/api/daily_papers", &["daily"]),
        ("/rss/", &["daily", "--source", "cs.CL"]),
    ] {
        let server = Server::new(move |asked, _| {
            let late = asked.path.contains(path) && !(path == "/html/" && asked.path.ends_with(".png"));
            let usual = licensed(arxiv(asked));
            if late { usual.manner(Manner::Late(Duration::from_secs(60))) } else { usual }
        });
        let bench = Bench::new(&server);
        std::fs::create_dir(bench.path("_posts")).unwrap();
        let mut command = bench.std_command();
        let mut child = command.args(arguments).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let begin = Instant::now();
        while !server.paths().iter().any(|asked| asked.contains(path)) {
            assert!(begin.elapsed() < Duration::from_secs(60), "{path} was not asked for");
            std::thread::sleep(Duration::from_millis(20));
        }
        let sent = Instant::now();
        let pid = child.id().to_string();
        assert!(std::process::Command::new("kill").arg(&pid).status().unwrap().success());
        while child.try_wait().unwrap().is_none() {
            assert!(sent.elapsed() < Duration::from_secs(10), "{path}: the signal was not heard");
            std::thread::sleep(Duration::from_millis(20));
        }
        if path == "x1.png" {
            assert!(bench.read("_posts/x.md").contains(ID), "a finished paper was lost");
        }
        let parts = std::fs::read_dir(bench.path("_posts")).unwrap().flatten();
        assert!(parts.into_iter().all(|entry| !entry.file_name().to_string_lossy().contains(".part")));
    }
}

/// In a container, root writes into a folder of another user's.
#[test]
fn a_post_that_grows_keeps_its_owner() {
    use std::os::unix::fs::{MetadataExt, chown};
    let server = Server::arxiv();
    let bench = Bench::new(&server);
    bench.papers(&["fetch", ID, "-o", "post.md"]).assert().success();
    if chown(bench.path("post.md"), Some(1234), Some(2345)).is_err() {
        return crate::support::pass_over("only root can give a file away");
    }
    bench.papers(&["fetch", "2510.06917", "-o", "post.md"]).assert().success();
    let post = std::fs::metadata(bench.path("post.md")).unwrap();
    assert!(bench.read("post.md").contains("2510.06917"));
    assert_eq!((post.uid(), post.gid()), (1234, 2345));
}
