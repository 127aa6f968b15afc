//! Tests a website that refuses requests, pages that are not the requested ones, and unreachable hosts.

use std::time::{Duration, Instant};

use predicates::prelude::*;
use predicates::str::contains;

use crate::support::{Asked, Bench, Manner, Reply, Server, arxiv};

const IDS: [&str; 3] = ["2510.06590", "2510.06917", "2510.04212"];

/// Creates an arXiv with another answer for some requests; `None` is the usual one.
fn but(answer: impl Fn(&Asked, usize) -> Option<Reply> + Send + Sync + 'static) -> Server {
    Server::new(move |asked, number| answer(asked, number).unwrap_or_else(|| arxiv(asked)))
}

fn is_page(asked: &Asked, id: &str) -> bool {
    (asked.path.starts_with("/html/") || asked.path.starts_with("/pdf/")) && asked.path.contains(id)
}

fn read_from(json: &[u8]) -> Vec<String> {
    let record: serde_json::Value = serde_json::from_slice(json).unwrap();
    record["papers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["read"].as_str().unwrap().to_owned())
        .collect()
}

fn fetch(bench: &Bench) -> assert_cmd::assert::Assert {
    bench.papers(&["fetch", "--json"]).args(IDS).assert()
}

/// Returns the record of a run without faults.
fn undisturbed() -> Vec<u8> {
    fetch(&Bench::new(&Server::arxiv())).success().get_output().stdout.clone()
}

#[test]
fn a_refused_page_is_waited_for_and_read() {
    let server =
        but(|asked, number| (asked.path.starts_with("/html/") && number < 3).then(|| Reply::status(429)));
    let begin = Instant::now();
    let run = fetch(&Bench::new(&server)).success();
    assert_eq!(read_from(&run.get_output().stdout), ["html"; 3]);
    assert_eq!(run.get_output().stdout, undisturbed());
    assert!(begin.elapsed() >= Duration::from_secs(2), "two refusals cost a rest each");
}

#[test]
fn one_paper_that_is_denied_is_unfinished_and_the_others_are_read() {
    for status in [401, 403, 413, 421] {
        let server = but(move |asked, _| {
            is_page(asked, IDS[0]).then(|| Reply { body: b"no".to_vec(), ..Reply::status(status) })
        });
        let mut bench = Bench::new(&server);
        let run = fetch(&bench).code(5).stderr(contains(IDS[0]).and(contains("left for a later run")));
        assert_eq!(read_from(&run.get_output().stdout), ["html"; 2], "{status}");
        // The next run without faults succeeds.
        bench.ask(&Server::arxiv().url(""));
        fetch(&bench).success();
    }
}

#[test]
fn the_abstract_instead_of_waiting_comes_with_a_warning() {
    let server =
        but(|asked, _| is_page(asked, IDS[0]).then(|| Reply { body: b"no".to_vec(), ..Reply::status(403) }));
    let mut bench = Bench::new(&server);
    bench.set("PAPERS_WHEN_REFUSED", "abstract");
    let run = fetch(&bench).success().stderr(contains("is read from its abstract alone"));
    assert_eq!(read_from(&run.get_output().stdout), ["abstract", "html", "html"]);
}

#[test]
fn a_text_missing_in_page_and_pdf_is_reported_once() {
    let server = but(|asked, _| is_page(asked, IDS[0]).then(|| Reply::status(404)));
    let run = fetch(&Bench::new(&server)).success();
    let said = String::from_utf8(run.get_output().stderr.clone()).unwrap();
    let told: Vec<&str> =
        said.lines().filter(|line| line.contains("is read from its abstract alone")).collect();
    let [line] = told.as_slice() else { panic!("{said}") };
    assert!(line.contains(IDS[0]) && line.contains("/html/") && line.contains("/pdf/"), "{line}");
    assert_eq!(read_from(&run.get_output().stdout), ["abstract", "html", "html"]);
}

/// Each bad body comes with status 200, first once, then always.
#[test]
fn a_body_that_is_no_page_is_never_kept_and_the_next_run_heals() {
    let challenge =
        "<html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>";
    let page =
        std::fs::read(crate::support::project().join("fixtures/arxiv/html/2510.06590v1.html")).unwrap();
    let other = String::from_utf8(page.clone()).unwrap().replacen(
        "<title>",
        "<div id=\"watermark-tr\">arXiv:2401.00001v1 [cs.CV]</div><title>",
        1,
    );
    let bodies: Vec<Vec<u8>> = vec![
        challenge.into(),
        Vec::new(),
        b"{\"error\": \"busy\"}".to_vec(),
        b"Rate exceeded.".to_vec(),
        other.into_bytes(),
        page[..page.len() / 3].to_vec(),
    ];
    let whole = undisturbed();
    for (n, body) in bodies.into_iter().enumerate() {
        let once = body.clone();
        let hit = std::sync::atomic::AtomicBool::new(false);
        let server = but(move |asked, _| {
            let first = is_page(asked, IDS[0]) && !hit.swap(true, std::sync::atomic::Ordering::SeqCst);
            first.then(|| Reply::ok(once.clone()))
        });
        let run = fetch(&Bench::new(&server)).success();
        assert_eq!(run.get_output().stdout, whole, "body {n}");
        assert!(
            server.paths().iter().filter(|path| path.contains(IDS[0])).count() >= 2,
            "body {n} was not met"
        );
    }
}

#[test]
fn a_challenge_that_stays_leaves_the_paper_for_the_next_run() {
    let challenge =
        "<html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>";
    let server = but(move |asked, _| is_page(asked, IDS[0]).then(|| Reply::ok(challenge)));
    let mut bench = Bench::new(&server);
    bench.set("PAPERS_ARXIV_PATIENCE", "0");
    let run = fetch(&bench).code(5).stderr(contains("left for a later run"));
    assert_eq!(read_from(&run.get_output().stdout), ["html"; 2]);
    let kept: Vec<_> = std::fs::read_dir(bench.path("cache/pages-v1")).unwrap().flatten().collect();
    assert!(kept.iter().all(|entry| !entry.file_name().to_string_lossy().contains(IDS[0])), "{kept:?}");
}

#[test]
fn two_processes_share_a_rest() {
    let server = but(|asked, number| {
        (asked.path == "/api/query" && number == 0).then(|| Reply::status(429).header("Retry-After", "2"))
    });
    let bench = Bench::new(&server);
    let start = |id: &str| {
        let mut command = bench.std_command();
        command.args(["fetch", "--json", "--read", "abstract", id]);
        command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).spawn().unwrap()
    };
    let mut first = start(IDS[0]);
    while server.log().is_empty() {
        std::thread::sleep(Duration::from_millis(20));
    }
    std::thread::sleep(Duration::from_millis(200));
    let mut second = start(IDS[1]);
    assert!(first.wait().unwrap().success() && second.wait().unwrap().success());
    let log = server.log();
    assert!(log[1].start - log[0].start >= Duration::from_millis(1900), "the rest was not shared");
}

/// Simulates arXiv's website on a smaller scale: a page requested within `PACE` of the last one is refused, and then everything for
/// `STALL`.
#[test]
fn two_processes_share_the_rest_of_the_website_and_read_every_page() {
    const STALL: Duration = Duration::from_millis(800);
    let refused_until = std::sync::Mutex::new(None::<Instant>);
    let refusals = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let count = std::sync::Arc::clone(&refusals);
    let server = but(move |asked, _| {
        if !asked.path.starts_with("/html/") {
            return None;
        }
        let mut until = refused_until.lock().unwrap();
        // The first requested page comes too soon after that of somebody else.
        let end = *until.get_or_insert_with(|| Instant::now() + STALL);
        let refuses = Instant::now() < end;
        count.fetch_add(usize::from(refuses), std::sync::atomic::Ordering::SeqCst);
        refuses.then(|| Reply { body: b"Rate exceeded.".to_vec(), ..Reply::status(429) })
    });
    let bench = Bench::new(&server);
    let start = |id: &str| {
        let mut command = bench.std_command();
        command.args(["fetch", "--json", id]).stdout(std::process::Stdio::piped());
        command.stderr(std::process::Stdio::null()).spawn().unwrap()
    };
    let runs: Vec<_> = IDS.iter().map(|id| start(id)).collect();
    for run in runs {
        let output = run.wait_with_output().unwrap();
        assert!(output.status.success());
        assert_eq!(read_from(&output.stdout), ["html"]);
    }
    let refused = refusals.load(std::sync::atomic::Ordering::SeqCst);
    assert_eq!(refused, 1, "who finds the rest in the lock file does not ask into it");
}

#[test]
fn a_network_that_is_down_is_told_once_and_at_once() {
    for ids in [&IDS[..1], &IDS[..]] {
        let mut bench = Bench::offline();
        // There is no listener.
        bench.ask("http://127.0.0.1:1");
        let begin = Instant::now();
        let run = bench.papers(&["fetch"]).args(ids).assert().code(5).stdout("");
        assert!(begin.elapsed() < Duration::from_secs(10), "{:?}", begin.elapsed());
        let said = String::from_utf8(run.get_output().stderr.clone()).unwrap();
        assert_eq!(said.matches("error:").count(), 1, "{said}");
        assert_eq!(said.matches("hint:").count(), 1, "{said}");
        assert!(said.contains("it takes no connection") && said.contains("SSL_CERT_FILE"), "{said}");
        assert!(said.lines().count() <= 6, "{said}");
    }
}

#[test]
fn the_time_of_a_run_can_be_bounded_and_what_is_finished_is_kept() {
    let server = but(|asked, _| {
        is_page(asked, IDS[1]).then(|| arxiv(asked).manner(Manner::Late(Duration::from_secs(60))))
    });
    let bench = Bench::new(&server);
    let begin = Instant::now();
    let run = bench.papers(&["fetch", "--json", "--max-time", "12s"]).args(IDS).assert().code(5);
    assert!(begin.elapsed() < Duration::from_secs(25), "{:?}", begin.elapsed());
    assert_eq!(read_from(&run.get_output().stdout), ["html"]);
}

/// Messages about figures are only for users who have them copied.
#[test]
fn a_run_that_is_over_says_nothing_of_figures_that_nobody_asked_for() {
    let server = but(|asked, _| {
        is_page(asked, IDS[0]).then(|| arxiv(asked).manner(Manner::Late(Duration::from_secs(60))))
    });
    let bench = Bench::new(&server);
    for _ in 0..4 {
        let run = bench.papers(&["fetch", "-o", "_posts", "--max-time", "1s", IDS[0]]).assert().code(5);
        run.stderr(contains("`--max-time` is over").and(contains("figures").not()));
    }
}

#[test]
fn a_wait_is_told_within_five_seconds() {
    let server = but(|asked, _| {
        (asked.path == "/api/query").then(|| arxiv(asked).manner(Manner::Late(Duration::from_secs(6))))
    });
    let run = Bench::new(&server).papers(&["fetch", "--read", "abstract", IDS[0]]).assert().success();
    run.stderr(contains("has not answered for 4 s"));
}

#[test]
fn credentials_of_a_base_address_are_shown_and_kept_nowhere() {
    let server = Server::new(|asked, _| match asked.header("authorization").is_empty() {
        true => Reply::status(401),
        false => arxiv(asked),
    });
    let mut bench = Bench::new(&server);
    let base = server.url("").replace("http://", "http://ada:geheim@");
    bench.set("PAPERS_ARXIV_API_URL", &format!("{base}/api/query?token=verborgen"));
    bench.set("PAPERS_ARXIV_URL", &base);
    let run = bench.papers(&["fetch", "-vv", IDS[0]]).assert().success();
    let output = run.get_output();
    let mut seen = [output.stdout.clone(), output.stderr.clone()].concat();
    for bucket in ["records-v1", "pages-v1"] {
        for entry in std::fs::read_dir(bench.path("cache").join(bucket)).unwrap().flatten() {
            seen.extend(entry.file_name().to_string_lossy().bytes());
            seen.extend(std::fs::read(entry.path()).unwrap());
        }
    }
    let seen = String::from_utf8_lossy(&seen);
    assert!(!seen.contains("geheim") && !seen.contains("verborgen"), "a secret is told");
}

#[test]
fn an_unusable_cache_folder_is_one_error_of_settings() {
    let mut bench = Bench::new(&Server::arxiv());
    bench.write("file", "");
    bench.set("PAPERS_CACHE_DIR", &bench.path("file/cache").display().to_string());
    let run = bench.papers(&["fetch"]).args(IDS).assert().code(3);
    let said = String::from_utf8(run.get_output().stderr.clone()).unwrap();
    assert_eq!(said.matches("error:").count(), 1, "{said}");
}

#[test]
fn the_cache_of_one_paper_can_be_cleared_and_read_anew() {
    let server = Server::arxiv();
    let bench = Bench::new(&server);
    fetch(&bench).success();
    let before = server.log().len();
    bench.papers(&["cache", "clear", IDS[0]]).assert().success();
    fetch(&bench).success();
    let paths = server.paths();
    assert_eq!(paths[before..], ["/api/query", "/html/2510.06590v1"]);
    bench.papers(&["fetch", "--json", "--refresh", "page"]).args(IDS).assert().success();
    assert_eq!(server.log().len(), paths.len() + 3);
    bench.papers(&["cache", "prune"]).assert().success();
}
