//! Tests arXiv's rate limit across processes that only share the cache folder.

use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::support::{Asked, Bench, Manner, Server, arxiv};

/// The interval: short enough for a test, long enough to be measured.
const INTERVAL: Duration = Duration::from_millis(700);

fn start(bench: &Bench, id: &str) -> Child {
    let mut command = bench.std_command();
    command.args(["fetch", "--json", "--read", "abstract", id]).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().unwrap()
}

/// Checks that requests never overlap, and that each starts an interval after the one before.
fn assert_paced(log: &[Asked]) {
    for pair in log.windows(2) {
        assert!(pair[1].start >= pair[0].end, "two requests were under way at once");
        let gap = pair[1].start - pair[0].start;
        // The interval is measured where the request leaves, the gap where it arrives, with a difference of some milliseconds.
        assert!(gap + Duration::from_millis(50) >= INTERVAL, "a gap of {gap:?}");
    }
}

#[test]
fn two_processes_share_the_interval_and_the_connection() {
    let server = Server::new(|asked, _| arxiv(asked).manner(Manner::Late(Duration::from_millis(300))));
    let mut bench = Bench::new(&server);
    bench.set("PAPERS_ARXIV_INTERVAL", &INTERVAL.as_secs_f64().to_string());
    let mut runs: Vec<Child> =
        ["2510.06590", "2510.06917", "2510.04212"].iter().map(|id| start(&bench, id)).collect();
    for run in &mut runs {
        assert!(run.wait().unwrap().success());
    }
    let log = server.log();
    assert_eq!(log.len(), 3);
    assert_paced(&log);
}

#[test]
fn a_process_that_dies_with_the_lock_does_not_block_the_next() {
    let server = Server::new(|asked, number| match number {
        0 => arxiv(asked).manner(Manner::Late(Duration::from_secs(30))),
        _ => arxiv(asked),
    });
    let bench = Bench::new(&server);
    let mut first = start(&bench, "2510.06590");
    let begin = Instant::now();
    while server.log().is_empty() && begin.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(20));
    }
    first.kill().unwrap();
    first.wait().unwrap();
    assert!(start(&bench, "2510.06917").wait().unwrap().success());
}
