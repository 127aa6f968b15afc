//! Simulates thirty days with one run per day and a fault on every third: no paper may be lost or repeated, and all states must be
//! right.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::world::{World, ids};

/// The fault of a day.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Wrong {
    Nothing,
    /// Hugging Face does not answer.
    List,
    /// No source has records.
    Records,
    /// arXiv lacks one paper until the next day.
    Paper,
    /// There is no run.
    NoRun,
}

fn wrong(day: usize) -> Wrong {
    match day {
        n if n % 3 != 1 => Wrong::Nothing,
        n if n % 12 == 1 => Wrong::List,
        n if n % 12 == 4 => Wrong::Records,
        n if n % 12 == 7 => Wrong::Paper,
        _ => Wrong::NoRun,
    }
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// Returns four papers for a working day, of which the first was also in the list of the day before.
fn listed(day: NaiveDate, number: usize) -> Vec<String> {
    if is_weekend(day) {
        return Vec::new();
    }
    (0..4).map(|k| format!("2510.{:05}", number * 3 + k)).collect()
}

fn set_wrong(world: &World, wrong: Wrong, papers: &[String]) {
    let mut services = world.services();
    services.down.clear();
    services.missing.clear();
    match wrong {
        Wrong::List => drop(services.down.insert("/api/daily_papers")),
        Wrong::Records => services.down.extend(["/api/query", "/abs/", "/oai", "/api/papers/"]),
        Wrong::Paper => services.missing.extend(papers.last().cloned()),
        Wrong::Nothing | Wrong::NoRun => {}
    }
}

#[test]
fn thirty_days_with_faults_lose_no_paper_and_double_none() {
    let mut world = World::new();
    let first = NaiveDate::from_ymd_opt(2025, 10, 1).unwrap();
    let mut all: BTreeMap<String, usize> = BTreeMap::new();
    for number in 0..30usize {
        let day = first + Days::new(number as u64);
        let papers = listed(day, number);
        all.extend(papers.iter().map(|id| (id.clone(), 0)));
        world.lists(&day.to_string(), &papers.iter().map(String::as_str).collect::<Vec<_>>());
        set_wrong(&world, wrong(number), &papers);
        world.at(&format!("{day}T22:00:00+09:00"));
        if wrong(number) == Wrong::NoRun {
            println!("{day} | no run");
            continue;
        }
        let said = world.daily(&[]);
        println!(
            "{day} | {:?} | exit {} | {}",
            wrong(number),
            said.code,
            said.out.trim().replace('\n', " / ")
        );
        check_day(day, wrong(number), &said.out, said.code);
    }
    world.at("2025-10-31T22:00:00+09:00");
    set_wrong(&world, Wrong::Nothing, &[]);
    world.daily(&[]);
    for entry in std::fs::read_dir(world.bench.path("_posts")).unwrap() {
        for id in ids(&std::fs::read_to_string(entry.unwrap().path()).unwrap()) {
            *all.get_mut(&id).unwrap() += 1;
        }
    }
    assert!(all.values().all(|&times| times == 1), "{all:?}");
    check_calendar(&world, first);
}

fn check_day(day: NaiveDate, wrong: Wrong, out: &str, code: i32) {
    let line = out.lines().find(|line| line.starts_with(&day.to_string()));
    let (state, exit) = match (wrong, is_weekend(day)) {
        (Wrong::List, _) | (Wrong::Records, false) => ("failed", 5),
        (_, true) => ("quiet", 0),
        (Wrong::Paper, false) => ("fresh", 4),
        (Wrong::Nothing | Wrong::NoRun, false) => ("fresh", 0),
    };
    assert!(line.is_some_and(|line| line.starts_with(&format!("{day} {state}: "))), "{wrong:?}: {out}");
    assert_eq!(code, exit, "{wrong:?}: {out}");
}

/// Checks that after the month all working days are fresh and all weekends quiet, also those without a run.
fn check_calendar(world: &World, first: NaiveDate) {
    let run = world.bench.papers(&["status", "--json", "--days", "31"]).output().unwrap();
    let status: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
    for (number, day) in status["days"].as_array().unwrap().iter().take(30).enumerate() {
        let expected = if is_weekend(first + Days::new(number as u64)) { "quiet" } else { "fresh" };
        assert_eq!(day["state"], expected, "{day}");
    }
    assert_eq!(status["failures"].as_array().unwrap().len(), 0, "{status}");
}
