//! Tests the results of a day: its state, its status line, its exit code, and what a later run makes up for.

use std::process::Stdio;
use std::time::{Duration, Instant};

use super::world::World;
use crate::support::{Bench, Manner, Reply, Server};

const POST: &str = "2025-10-09-daily-papers.md";

#[test]
fn an_empty_list_is_waited_for_and_stalls_when_the_day_is_long_over() {
    let mut world = World::new();
    world.at("2025-10-09T08:15:00Z");
    let said = world.daily(&[]);
    assert_eq!((said.code, said.out.as_str()), (0, "2025-10-09 waiting: nothing is listed yet\n"));
    world.at("2025-10-10T13:00:00Z").lists("2025-10-10", &["2510.00001"]);
    let said = world.daily(&[]);
    assert_eq!(
        said.out,
        "2025-10-09 stalled: a working day, and still nothing is listed\n\
         2025-10-10 fresh: 1 paper in _posts/2025-10-10-daily-papers.md\n"
    );
    assert_eq!(world.daily(&[]).out, "", "an old day that is as it was is not told again");
}

#[test]
fn too_few_papers_are_waited_for_until_the_list_is_complete() {
    let mut world = World::new();
    world.at("2025-10-09T08:15:00Z").bench.write("papers.toml", "[daily]\nmin_papers = 3\n");
    world.lists("2025-10-09", &["2510.00001", "2510.00002"]);
    let said = world.daily(&[]);
    assert_eq!(said.out, "2025-10-09 waiting: 2 papers so far, at least 3 are asked for\n");
    assert!(!world.bench.path("_posts").exists());
    world.at("2025-10-10T13:00:00Z");
    let said = world.daily(&[]);
    assert!(said.out.starts_with("2025-10-09 fresh: 2 papers in"), "{said:?}");
}

#[test]
fn weekends_and_holidays_are_quiet() {
    let mut world = World::new();
    world.at("2025-10-12T13:00:00Z").bench.write("papers.toml", "[daily]\nholidays = ['2025-10-03']\n");
    for day in ["2025-10-11", "2025-10-12", "2025-10-03"] {
        let said = world.daily(&["--date", day]);
        assert!(said.code == 0 && said.out.starts_with(&format!("{day} quiet: ")), "{said:?}");
    }
    let asked = world.server.log().len();
    let said = world.daily(&["--date", "2025-10-11", "--source", "cs.CL"]);
    assert!(said.out.starts_with("2025-10-11 quiet: "), "{said:?}");
    assert_eq!(world.server.log().len(), asked, "nobody is asked about a weekend of arXiv");
}

#[test]
fn a_day_of_papers_that_are_published_already_is_quiet_when_it_is_over() {
    let mut world = World::new();
    world.at("2025-10-10T13:00:00Z").lists("2025-10-08", &["2510.00001"]);
    world.lists("2025-10-09", &["2510.00001"]);
    world.daily(&["--date", "2025-10-08"]);
    let said = world.daily(&["--date", "2025-10-09"]);
    assert_eq!(said.out, "2025-10-09 quiet: nothing new among 1 paper\n");
}

#[test]
fn a_service_that_is_down_is_a_failed_day_which_the_next_run_makes_good() {
    let mut world = World::new();
    world.at("2025-10-09T08:15:00Z").lists("2025-10-09", &["2510.00001"]);
    world.services().down.insert("/api/daily_papers");
    let said = world.daily(&[]);
    assert_eq!(said.code, 5, "{said:?}");
    assert!(
        said.out.starts_with("2025-10-09 failed: ") && said.err.contains("run the same command again"),
        "{said:?}"
    );
    world.services().down.clear();
    world.at("2025-10-10T08:15:00Z").lists("2025-10-10", &["2510.00002"]);
    let said = world.daily(&[]);
    assert_eq!(
        said.out,
        "2025-10-09 fresh: 1 paper in _posts/2025-10-09-daily-papers.md\n\
         2025-10-10 fresh: 1 paper in _posts/2025-10-10-daily-papers.md\n"
    );
}

#[test]
fn a_service_that_refuses_is_left_alone_for_the_rest_of_the_run() {
    let mut world = World::new();
    world.at("2025-10-08T13:00:00Z");
    world.daily(&[]);
    world.at("2025-10-09T13:00:00Z");
    world.services().down.insert("/api/daily_papers");
    let asked = world.asked("/api/daily_papers");
    let said = world.daily(&[]);
    assert_eq!(world.asked("/api/daily_papers"), asked + 1);
    assert!(said.out.lines().count() == 1 && said.out.starts_with("2025-10-09 failed: "), "{said:?}");
    let status = world.bench.papers(&["status", "--json", "--days", "2"]).output().unwrap().stdout;
    let status: serde_json::Value = serde_json::from_slice(&status).unwrap();
    assert_eq!(status["days"][0]["state"], "waiting", "what could not be learned changes nothing: {status}");
    let said = world.daily(&["--from", "2025-10-06"]);
    assert_eq!(said.out.matches(" failed: ").count(), 4, "{said:?}");
    assert_eq!(said.err.matches("error: ").count(), 1, "{said:?}");
    assert_eq!(world.asked("/api/daily_papers"), asked + 2);
}

#[test]
fn a_failed_paper_is_tried_again_in_its_own_post_until_it_is_given_up() {
    let mut world = World::new();
    world.at("2025-10-09T08:15:00Z").bench.write("papers.toml", "[daily]\ngive_up_after = 2\n");
    world.lists("2025-10-09", &["2510.00001", "2510.00002", "2510.00003"]);
    world.services().missing.extend(["2510.00002".to_owned(), "2510.00003".to_owned()]);
    let said = world.daily(&[]);
    assert_eq!(said.code, 4, "{said:?}");
    assert!(said.out.contains("1 paper in") && said.out.contains("2 papers failed"), "{said:?}");
    world.services().missing.remove("2510.00002");
    world.at("2025-10-10T08:15:00Z");
    let said = world.daily(&[]);
    assert!(said.code == 4 && said.out.starts_with("2025-10-09 fresh: 1 paper added to"), "{said:?}");
    assert_eq!(world.post(POST), ["2510.00001", "2510.00002"]);
    world.at("2025-10-11T08:15:00Z");
    let said = world.daily(&[]);
    assert!(
        said.err.contains("`2510.00003` of 2025-10-09 failed 3 times") && said.err.contains("given up"),
        "{said:?}"
    );
    world.at("2025-10-11T09:15:00Z");
    let said = world.daily(&[]);
    assert!(said.code == 0 && !said.err.contains("2510.00003"), "told once: {said:?}");
    world.services().missing.clear();
    world.at("2025-10-11T10:15:00Z").daily(&[]);
    assert_eq!(world.post(POST).len(), 2, "and not tried again");
    let said = world.daily(&["--date", "2025-10-09"]);
    assert_eq!((said.code, world.post(POST).len()), (0, 3), "unless it is asked for: {said:?}");
}

#[test]
fn a_day_whose_papers_are_given_up_is_not_quiet_and_a_new_listing_tries_them_again() {
    let mut world = World::new();
    world.at("2025-10-09T13:00:00Z").bench.write("papers.toml", "[daily]\ngive_up_after = 1\n");
    world.lists("2025-10-09", &["2510.00001"]);
    world.services().missing.insert("2510.00001".to_owned());
    world.daily(&[]);
    let said = world.at("2025-10-10T13:00:00Z").daily(&[]);
    assert!(said.err.contains("`papers daily --date 2025-10-09` tries it again"), "{said:?}");
    world.services().missing.clear();
    let said = world.daily(&[]);
    assert_eq!(said.code, 0, "{said:?}");
    let status = String::from_utf8(world.bench.papers(&["status"]).output().unwrap().stdout).unwrap();
    assert!(status.contains("2025-10-09 failed: 1 paper failed for too long"), "{status}");
    world.lists("2025-10-11", &["2510.00001"]);
    world.at("2025-10-11T13:00:00Z").daily(&[]);
    assert_eq!(world.post("2025-10-11-daily-papers.md"), ["2510.00001"]);
}

#[test]
fn a_post_that_cannot_be_read_costs_only_its_own_day() {
    let mut world = World::new();
    let post = format!("_posts/{POST}");
    for (day, id) in
        [("2025-10-09", "2510.00001"), ("2025-10-10", "2510.00002"), ("2025-10-11", "2510.00003")]
    {
        world.lists(day, &[id]);
    }
    world.at("2025-10-09T13:00:00Z").daily(&[]);
    let whole = world.bench.read(&post);
    world.bench.write(&post, &format!("{whole}\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n"));
    let said = world.at("2025-10-10T13:00:00Z").daily(&[]);
    assert_eq!((said.code, world.post("2025-10-10-daily-papers.md").len()), (2, 1), "{said:?}");
    assert!(said.out.contains("2025-10-09 failed: ") && said.out.contains("conflict marks"), "{said:?}");
    assert_eq!(said.err.matches("error: ").count(), 1, "{said:?}");
    let said = world.at("2025-10-11T13:00:00Z").daily(&["--from", "2025-10-09"]);
    assert_eq!((said.code, world.post("2025-10-11-daily-papers.md").len()), (2, 1), "{said:?}");
    world.bench.write(&post, &whole);
    world.lists("2025-10-09", &["2510.00001", "2510.00004"]);
    let said = world.daily(&["--refresh", "page"]);
    assert!(said.code == 0 && said.out.starts_with("2025-10-09 fresh: 1 paper added"), "{said:?}");
}

#[test]
fn a_day_whose_post_could_not_be_written_is_made_by_the_next_run() {
    let mut world = World::new();
    world.lists("2025-10-09", &["2510.00001"]);
    std::fs::create_dir_all(world.bench.path("_posts")).unwrap();
    world.bench.write(&format!("_posts/{POST}"), "---\ntitle: half sa");
    assert_eq!(world.at("2025-10-09T13:00:00Z").daily(&[]).code, 2);
    std::fs::remove_file(world.bench.path(&format!("_posts/{POST}"))).unwrap();
    let said = world.at("2025-10-10T13:00:00Z").daily(&[]);
    assert!(said.code == 0 && said.out.starts_with("2025-10-09 fresh: 1 paper in"), "{said:?}");
    assert!(!said.err.contains("no run was made"), "{said:?}");
}

#[test]
fn a_day_is_remembered_even_if_its_line_cannot_be_printed() {
    let mut world = World::new();
    world.lists("2025-10-09", &["2510.00001"]);
    world.lists("2025-10-10", &["2510.00002"]);
    world.at("2025-10-10T13:00:00Z");
    let run = |arguments: &[&str]| {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut command = world.bench.std_command();
        command.args(["daily", "--read", "abstract"]).args(arguments).stdout(full);
        command.output().unwrap()
    };
    let output = run(&["--from", "2025-10-09"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.code() == Some(1) && said.contains("standard output"), "{said}");
    assert_eq!(world.post("2025-10-10-daily-papers.md"), ["2510.00002"], "the other days go on");
    let status = world.bench.papers(&["status", "--json", "--days", "2"]).output().unwrap().stdout;
    let status: serde_json::Value = serde_json::from_slice(&status).unwrap();
    assert!(status["days"][0]["note"].is_string() && status["days"][1]["note"].is_string(), "{status}");
}

#[test]
fn a_range_is_filled_oldest_first_and_costs_nothing_when_it_is_done() {
    let mut world = World::new();
    world.at("2025-10-20T08:15:00Z");
    for (n, day) in ["2025-10-07", "2025-10-08", "2025-10-09"].iter().enumerate() {
        world.lists(day, &[&format!("2510.0000{n}"), "2510.00009"]);
    }
    let range = ["--from", "2025-10-07", "--to", "2025-10-09"];
    let said = world.daily(&range);
    let days: Vec<&str> = said.out.lines().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(days, ["2025-10-07", "2025-10-08", "2025-10-09"]);
    assert_eq!(world.post("2025-10-08-daily-papers.md"), ["2510.00001"], "a paper stands once in the range");
    let asked = world.server.log().len();
    assert_eq!(world.daily(&range).out, "");
    assert_eq!(world.server.log().len(), asked, "lists of days that are over are kept");
    let offline = world.daily(&["--from", "2025-10-07", "--to", "2025-10-09", "--offline"]);
    assert_eq!((offline.code, offline.out.as_str()), (0, ""), "{offline:?}");
    assert_eq!(world.daily(&["--from", "2025-10-09", "--to", "2025-10-07"]).code, 2);
}

#[test]
fn a_fresh_checkout_sees_the_gap_in_its_posts() {
    let mut world = World::new();
    for day in ["2025-10-06", "2025-10-09"] {
        world.lists(day, &[&format!("2510.000{}", &day[8..])]);
    }
    world.at("2025-10-06T13:00:00Z").daily(&[]);
    std::fs::remove_dir_all(world.bench.path("state")).unwrap();
    let said = world.at("2025-10-09T13:00:00Z").daily(&[]);
    assert!(said.err.contains("`papers daily --from 2025-10-07 --to 2025-10-08`"), "{said:?}");
    std::fs::remove_dir_all(world.bench.path("state")).unwrap();
    assert_eq!(world.daily(&[]).err, "");
}

#[test]
fn a_list_that_was_empty_is_asked_for_again_even_when_its_day_is_over() {
    let mut world = World::new();
    world.at("2025-10-20T13:00:00Z");
    assert!(world.daily(&["--date", "2025-10-09"]).out.starts_with("2025-10-09 stalled: "));
    world.lists("2025-10-09", &["2510.00001"]);
    assert!(world.daily(&["--date", "2025-10-09"]).out.starts_with("2025-10-09 fresh: 1 paper in"));
}

#[test]
fn the_day_is_that_of_the_time_zone_in_the_settings() {
    let mut world = World::new();
    world.bench.write("papers.toml", "timezone = 'America/New_York'\n");
    for (now, day) in [
        ("2025-10-09T03:59:59Z", "2025-10-08"),
        ("2025-11-02T05:30:00Z", "2025-11-02"),
        ("2025-11-02T06:30:00Z", "2025-11-02"),
        ("2025-03-09T06:59:59Z", "2025-03-09"),
        ("2024-02-29T23:00:00-05:00", "2024-02-29"),
        ("2026-01-01T04:59:59Z", "2025-12-31"),
    ] {
        let said = world.at(now).daily(&["--source", "hf"]);
        assert!(said.out.lines().any(|line| line.starts_with(day)), "{now}: {said:?}");
    }
    world.bench.write("papers.toml", "timezone = 'Mars/Olympus'\n");
    assert_eq!(world.daily(&[]).code, 3);
}

#[test]
fn a_clock_set_back_repeats_nothing() {
    let mut world = World::new();
    world.at("2025-10-09T13:00:00Z").lists("2025-10-09", &["2510.00001"]);
    world.daily(&[]);
    world.at("2025-10-08T13:00:00Z").lists("2025-10-08", &["2510.00001", "2510.00002"]);
    let said = world.daily(&[]);
    assert_eq!(said.out, "2025-10-08 fresh: 1 paper in _posts/2025-10-08-daily-papers.md\n");
    world.at("2025-10-09T14:00:00Z");
    assert_eq!(world.daily(&[]).out, "");
    assert_eq!(world.post(POST), ["2510.00001"]);
}

#[test]
fn quiet_prints_no_states() {
    let world = World::new();
    world.lists("2025-10-09", &["2510.00001"]);
    let said = world.daily(&["-q"]);
    assert_eq!((said.code, said.out.as_str(), said.err.as_str()), (0, "", ""));
    assert_eq!(world.post(POST), ["2510.00001"]);
}

#[test]
fn a_damaged_state_file_is_told_and_begun_anew() {
    let world = World::new();
    world.lists("2025-10-09", &["2510.00001"]);
    world.daily(&[]);
    let mut files = std::fs::read_dir(world.bench.path("state")).unwrap().map(|entry| entry.unwrap().path());
    let file = files.find(|path| path.extension().is_some_and(|end| end == "json")).unwrap();
    std::fs::write(&file, "{\"version\": 1, \"jour").unwrap();
    let said = world.daily(&[]);
    assert!(said.code == 0 && said.out.is_empty(), "{said:?}");
    assert_eq!(said.err.matches("damaged").count(), 1, "{said:?}");
    assert_eq!(world.daily(&[]).err, "");
}

#[test]
fn a_post_that_jekyll_would_leave_out_or_put_under_another_day_is_told() {
    let world = World::new();
    world.lists("2025-10-09", &["2510.00001"]);
    world.bench.write("_config.yml", "title: my site\n");
    world.bench.write("papers.toml", "timezone = 'Asia/Seoul'\n");
    let said = world.daily(&[]);
    assert!(said.err.contains("add `timezone: Asia/Seoul` to"), "{said:?}");
    world.lists("2025-10-09", &["2510.00001", "2510.00002"]);
    let said = world.daily(&[]);
    assert!(said.out.contains("added to") && !said.err.contains("timezone"), "once a post: {said:?}");
    std::fs::remove_dir_all(world.bench.path("_posts")).unwrap();
    world.bench.write("papers.toml", "timezone = 'Asia/Seoul'\ntime = '08:15:00 +0900'\n");
    let said = world.daily(&[]);
    assert!(said.err.contains("under 2025-10-08 in its address"), "{said:?}");
    assert!(world.bench.read(&format!("_posts/{POST}")).contains("date: 2025-10-09 08:15:00 +0900"));
    std::fs::remove_dir_all(world.bench.path("_posts")).unwrap();
    world.bench.write("_config.yml", "timezone: Asia/Seoul\n");
    assert!(!world.daily(&[]).err.contains("warning"));
}

#[test]
fn sigterm_keeps_what_is_finished_and_the_next_run_goes_on() {
    let list = r#"[{"paper": {"id": "2510.06590", "title": "A", "summary": "B", "upvotes": 9}},
                   {"paper": {"id": "2510.06917", "title": "C", "summary": "D", "upvotes": 8}}]"#;
    let hang = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(true));
    let hanging = std::sync::Arc::clone(&hang);
    let server = Server::new(move |asked, _| match asked.path.as_str() {
        "/api/daily_papers" => Reply::ok(list),
        path if path.contains("2510.06917") && hanging.load(std::sync::atomic::Ordering::Relaxed) => {
            crate::support::arxiv(asked).manner(Manner::Late(Duration::from_secs(60)))
        }
        _ => crate::support::arxiv(asked),
    });
    let bench = Bench::new(&server);
    let mut command = bench.std_command();
    let run = command.arg("daily").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let begin = Instant::now();
    let hangs = || server.paths().iter().any(|path| path.contains("2510.06917"));
    while !hangs() && begin.elapsed() < Duration::from_secs(30) {
        std::thread::sleep(Duration::from_millis(20));
    }
    std::process::Command::new("kill").args(["-TERM", &run.id().to_string()]).status().unwrap();
    let output = run.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(super::world::ids(&bench.read(&format!("_posts/{POST}"))), ["2510.06590"]);
    hang.store(false, std::sync::atomic::Ordering::Relaxed);
    bench.papers(&["daily"]).assert().success();
    assert_eq!(super::world::ids(&bench.read(&format!("_posts/{POST}"))), ["2510.06590", "2510.06917"]);
}

#[test]
fn a_replacement_names_what_it_removes_and_is_not_made_from_a_short_list() {
    let mut world = World::new();
    let ids = ["2510.00001", "2510.00002", "2510.00003"];
    world.lists("2025-10-09", &ids);
    world.at("2025-10-09T13:00:00Z").daily(&[]);
    world.lists("2025-10-09", &ids[..1]);
    let said = world.daily(&["--replace"]);
    assert_eq!((said.code, world.post(POST).len()), (5, 3), "{said:?}");
    assert!(said.err.contains("it has `2510.00002`, `2510.00003`, and not all lists"), "{said:?}");
    world.lists("2025-10-09", &ids);
    let said = world.daily(&["--replace", "--top", "2"]);
    assert_eq!((said.code, world.post(POST).len()), (0, 2), "{said:?}");
    assert!(said.err.contains("`--replace` removes `2510.00003` from"), "{said:?}");
    assert!(said.out.contains("fresh: 2 papers in "), "{said:?}");
}

/// As on a laptop that travels: the runs take place, but no service can be reached.
#[test]
fn no_day_is_lost_by_an_outage_that_is_longer_than_days_are_retried() {
    let mut world = World::new();
    world.bench.write("papers.toml", "[daily]\ngive_up_after = 3\n");
    let days = 1..=20;
    for day in days.clone() {
        world.lists(&format!("2025-10-{day:02}"), &[&format!("2510.000{day:02}")]);
        let is_down = (2..=15).contains(&day);
        world.services().down = if is_down { ["/api/daily_papers"].into() } else { [].into() };
        let asked = world.asked("/api/daily_papers");
        let said = world.at(&format!("2025-10-{day:02}T13:00:00Z")).daily(&[]);
        assert_eq!(said.code, if is_down { 5 } else { 0 }, "{said:?}");
        assert!(
            !is_down || world.asked("/api/daily_papers") == asked + 1,
            "a service that is down is left alone"
        );
    }
    for day in days {
        let post = world.post(&format!("2025-10-{day:02}-daily-papers.md"));
        assert_eq!(post, [format!("2510.000{day:02}")]);
    }
}

#[test]
fn days_without_a_run_are_made_up_for_and_older_ones_are_named() {
    let mut world = World::new();
    for day in 1..=30 {
        world.lists(&format!("2025-10-{day:02}"), &[&format!("2510.000{day:02}")]);
    }
    let posts = |world: &World| std::fs::read_dir(world.bench.path("_posts")).unwrap().count();
    world.at("2025-10-10T13:00:00Z").daily(&[]);
    let said = world.at("2025-10-13T13:00:00Z").daily(&[]);
    assert!(
        (said.code, posts(&world)) == (0, 4) && !said.err.contains("no run"),
        "the weekend, too: {said:?}"
    );
    let said = world.at("2025-10-30T13:00:00Z").daily(&["-q"]);
    let told = "warning: no run was made from 2025-10-14 to 2025-10-22: `papers daily --from 2025-10-14 --to 2025-10-22` fills";
    assert!(said.err.contains(told), "{said:?}");
    assert_eq!(posts(&world), 4 + 8);
    let said = world.at("2025-10-31T13:00:00Z").daily(&[]);
    assert!(!said.err.contains("no run"), "it is told once: {said:?}");
}

/// Two lines of a crontab, of which one finds its service down.
#[test]
fn sources_of_several_runs_are_each_asked_until_they_answer() {
    let mut world = World::new();
    let query = ["--query", "abs:sheep"];
    world.lists("2025-10-09", &["2510.00001"]);
    world.services().found = vec!["2510.00002".to_owned()];
    world.services().down.insert("/api/daily_papers");
    assert_eq!(world.at("2025-10-09T13:00:00Z").daily(&[]).code, 5);
    assert_eq!(world.daily(&query).code, 0);
    world.services().down.clear();
    world.at("2025-10-10T13:00:00Z").daily(&[&query[..], &["--date", "2025-10-09"]].concat());
    assert_eq!(world.post(POST), ["2510.00002"]);
    world.daily(&[]);
    assert_eq!(world.post(POST), ["2510.00002", "2510.00001"]);
}
