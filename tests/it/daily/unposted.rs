//! Tests that papers which were selected, but not posted, are posted by a later run, also when no list shows them any more.

use std::process::Stdio;
use std::time::{Duration, Instant};

use rstest::rstest;

use super::world::{World, announcements};

const SOURCE: [&str; 2] = ["--source", "cs.CL"];
const POST: &str = "2025-10-09-daily-papers.md";
/// A new paper, and an older one that is cross-listed: no search among the day's submissions finds it.
const BOTH: [(&str, &str, &str); 2] = [("2510.00001", "new", "cs.CL"), ("2509.00001", "cross", "cs.LG")];

/// A world in which arXiv's feed of 2025-10-09 has both papers.
fn world() -> World {
    let mut world = World::new();
    world.services().feed = announcements("2025-10-09", &BOTH);
    world.services().submitted.insert("2510.00001".to_owned(), "2025-10-08T10:00:00Z");
    world.services().found = vec!["2510.00001".to_owned()];
    world.at("2025-10-09T13:00:00Z");
    world
}

/// Goes on to the next day, whose feed is another one.
fn next_day(world: &mut World) {
    world.services().feed = announcements("2025-10-10", &[]);
    world.at("2025-10-10T13:00:00Z");
}

#[test]
fn a_day_with_too_few_papers_keeps_those_that_only_the_feed_showed() {
    let mut world = world();
    world.bench.write("papers.toml", "[daily]\nmin_papers = 3\n");
    let said = world.daily(&SOURCE);
    assert!(said.out.contains("waiting: 2 papers so far, at least 3"), "{said:?}");
    next_day(&mut world);
    let said = world.daily(&["--source", "hf", "--date", "2025-10-09"]);
    assert!(!world.bench.path("_posts").join(POST).exists(), "another source: {said:?}");
    let said = world.daily(&SOURCE);
    assert!(said.out.contains("2025-10-09 fresh: 2 papers in"), "{said:?}");
    assert_eq!(world.post(POST), ["2510.00001", "2509.00001"]);
}

/// Two days show it, and each leaves it to the other.
#[test]
fn a_late_paper_is_not_lost_between_two_days_with_too_few_papers() {
    let mut world = World::new();
    world.bench.write("papers.toml", "[daily]\nmin_papers = 3\nsource = \"cs.CL\"\n");
    let announce = |world: &World, id: &str, time: &'static str| {
        world.services().submitted.insert(id.to_owned(), time);
        world.services().found.insert(0, id.to_owned());
    };
    for id in ["2510.00001", "2510.00002", "2510.00003"] {
        announce(&world, id, "2025-10-03T10:00:00Z");
    }
    world.at("2025-10-06T13:00:00Z").daily(&[]);
    announce(&world, "2510.00004", "2025-10-07T10:00:00Z");
    world.at("2025-10-08T13:00:00Z").daily(&[]);
    announce(&world, "2510.00009", "2025-10-03T12:30:00Z");
    world.services().feed = announcements("2025-10-09", &[("2510.00009", "new", "cs.CL")]);
    world.at("2025-10-09T06:00:00Z").daily(&[]);
    world.at("2025-10-09T13:00:00Z").daily(&[]);
    assert_eq!(world.post("2025-10-08-daily-papers.md"), ["2510.00004", "2510.00009"]);
    next_day(&mut world);
    let said = world.daily(&[]);
    assert!(!world.bench.path("_posts").join(POST).exists(), "each paper once: {said:?}");
}

/// Sends a signal to a run that waits for the answer of a service.
fn stop_at(world: &World, service: &'static str, signal: &str) {
    world.services().slow.insert(service);
    let mut command = world.bench.std_command();
    command.args(["daily", "--read", "abstract"]).args(SOURCE).stdout(Stdio::null()).stderr(Stdio::null());
    let mut run = command.spawn().unwrap();
    let begin = Instant::now();
    while world.asked(service) == 0 && begin.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(20));
    }
    std::process::Command::new("kill").args([signal, &run.id().to_string()]).status().unwrap();
    run.wait().unwrap();
    world.services().slow.clear();
}

#[rstest]
fn a_run_that_is_stopped_leaves_its_papers_to_the_next_day(#[values("-TERM", "-KILL")] signal: &str) {
    let mut world = world();
    stop_at(&world, "/api/query", signal);
    next_day(&mut world);
    let said = world.daily(&SOURCE);
    assert!(said.code == 0 && !said.err.contains("no run was made"), "{said:?}");
    assert_eq!(world.post(POST), ["2510.00001", "2509.00001"], "{said:?}");
}

/// The killed run has no list yet, so that the next one can only search.
#[test]
fn the_day_of_the_very_first_run_is_looked_at_again_if_it_is_killed_at_once() {
    let mut world = world();
    stop_at(&world, "/rss/", "-KILL");
    next_day(&mut world);
    let said = world.daily(&SOURCE);
    assert!(said.code == 0 && said.out.contains("2025-10-09 fresh: 1 paper in"), "{said:?}");
    assert_eq!(world.post(POST), ["2510.00001"], "{said:?}");
}

#[test]
fn a_post_that_cannot_be_read_gets_the_papers_when_it_is_repaired() {
    let mut world = world();
    std::fs::create_dir(world.bench.path("_posts")).unwrap();
    world.bench.write(&format!("_posts/{POST}"), "---\nlayout: post\n");
    assert_eq!(world.daily(&SOURCE).code, 2);
    std::fs::remove_file(world.bench.path("_posts").join(POST)).unwrap();
    next_day(&mut world);
    let said = world.daily(&SOURCE);
    assert_eq!(world.post(POST), ["2510.00001", "2509.00001"], "{said:?}");
}

#[test]
fn a_day_without_a_network_is_no_try_of_a_paper() {
    let mut world = World::new();
    world.lists("2025-10-09", &["2510.00001"]);
    world.services().missing.insert("2510.00001".to_owned());
    assert_eq!(world.at("2025-10-09T13:00:00Z").daily(&[]).code, 4);
    world.bench.ask("http://127.0.0.1:1");
    for day in 10..=18 {
        let said = world.at(&format!("2025-10-{day}T13:00:00Z")).daily(&[]);
        assert!(said.code == 5 && !said.err.contains("given up"), "{said:?}");
    }
    let base = world.server.url("");
    world.bench.ask(&base);
    world.services().missing.clear();
    let said = world.at("2025-10-19T13:00:00Z").daily(&[]);
    assert_eq!(world.post(POST), ["2510.00001"], "{said:?}");
}

#[test]
fn a_run_out_of_time_names_the_days_that_it_did_not_look_at() {
    let mut world = World::new();
    for day in ["2025-10-06", "2025-10-07", "2025-10-08"] {
        world.lists(day, &["2510.00001"]);
    }
    world.services().slow.insert("/api/query");
    let range = ["--from", "2025-10-06", "--to", "2025-10-08", "--max-time", "1s"];
    let said = world.at("2025-10-09T13:00:00Z").daily(&range);
    assert_eq!(said.code, 5, "{said:?}");
    let expected = "2025-10-07 to 2025-10-08 were not looked at: `--max-time` was over";
    assert!(said.err.contains(expected), "{said:?}");

    // Today is left to a later run.
    let mut world = World::new();
    world.services().slow.insert("/api/daily_papers");
    let said = world.at("2025-10-08T13:00:00Z").daily(&["--max-time", "1s"]);
    assert_eq!(said.code, 5, "{said:?}");
    assert!(
        said.err.contains("the papers of 2025-10-08 were not asked for: `--max-time` was over"),
        "{said:?}"
    );
    let said = world.at("2025-10-09T13:00:00Z").daily(&["--max-time", "1s"]);
    assert!(said.err.contains("2025-10-09 was not looked at: `--max-time` was over"), "{said:?}");
    world.services().slow.clear();
    world.lists("2025-10-09", &["2510.00009"]);
    world.at("2025-10-10T13:00:00Z").daily(&[]);
    assert_eq!(world.post(POST), ["2510.00009"]);
}
