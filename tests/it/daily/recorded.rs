//! Tests five recorded days of Hugging Face, early and late, with the stand-in; skipped without it.

use std::collections::BTreeMap;
use std::path::Path;

use super::world::ids;
use crate::standin::Standin;
use crate::support::{Bench, shared};

const DAYS: [&str; 5] = ["2025-10-06", "2025-10-07", "2025-10-08", "2025-10-09", "2025-10-10"];

fn listed(when: &str, day: &str) -> Vec<String> {
    let path = shared(&format!("data/hf/{when}/{day}.json")).unwrap();
    let list: serde_json::Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let id = |item: &serde_json::Value| item["paper"]["id"].as_str().unwrap().to_owned();
    list.as_array().unwrap().iter().map(id).collect()
}

fn daily(bench: &mut Bench, day: &str, hour: &str, arguments: &[&str]) -> (i32, String) {
    bench.set("PAPERS_NOW", &format!("{day}T{hour}:00Z"));
    let output = bench.papers(&["daily", "--read", "abstract"]).args(arguments).output().unwrap();
    println!("{day} {hour}: {}", String::from_utf8_lossy(&output.stdout).trim());
    (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
}

/// Returns how often each paper is in the posts, and the posts.
fn published(folder: &Path) -> (BTreeMap<String, usize>, Vec<(String, String)>) {
    let (mut papers, mut posts) = (BTreeMap::new(), Vec::new());
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        for id in ids(&text) {
            *papers.entry(id).or_insert(0) += 1;
        }
        posts.push((path.display().to_string(), text));
    }
    posts.sort();
    (papers, posts)
}

#[test]
fn five_recorded_days_stand_once_with_their_late_comers_and_so_in_a_fresh_clone() {
    let (Some(early), Some(late)) = (Standin::start(&["--hf", "early"]), Standin::start(&["--hf", "late"]))
    else {
        return;
    };
    let mut bench = early.bench();
    for day in DAYS {
        early.serve(&mut bench);
        let (code, out) = daily(&mut bench, day, "06:30", &[]);
        assert!(code == 0 && out.starts_with(&format!("{day} fresh: ")), "{day}: {code} {out}");
        let name = format!("_posts/{day}-daily-papers.md");
        let before = bench.read(&name);
        late.serve(&mut bench);
        let (code, out) = daily(&mut bench, day, "22:30", &[]);
        assert!(code == 0 && out.contains("added to"), "{day}: {code} {out}");
        assert!(bench.read(&name).starts_with(&before), "{day}: what stood did not stay");
        assert_eq!(daily(&mut bench, day, "23:30", &[]), (0, String::new()), "{day}");
    }
    let (papers, posts) = published(&bench.path("_posts"));
    assert!(papers.values().all(|&times| times == 1), "{papers:?}");
    for id in DAYS.iter().flat_map(|day| listed("early", day).into_iter().chain(listed("late", day))) {
        assert!(papers.contains_key(&id), "{id} is lost");
    }
    for folder in ["state", "cache"] {
        std::fs::remove_dir_all(bench.path(folder)).unwrap();
    }
    for day in DAYS {
        assert_eq!(daily(&mut bench, day, "23:45", &["--date", day]), (0, String::new()), "{day}");
    }
    assert_eq!(published(&bench.path("_posts")), (papers, posts));
}

#[test]
fn thirty_days_around_the_recorded_ones_with_faults_on_a_third() {
    let Some(standin) = Standin::start(&["--hf", "late"]) else { return };
    let mut bench = standin.bench();
    let first = chrono::NaiveDate::from_ymd_opt(2025, 9, 24).unwrap();
    let hour = r#"{"status": 503, "headers": {"Retry-After": "3600"}}"#;
    for number in 0..30u64 {
        let day = (first + chrono::Days::new(number)).to_string();
        standin.reset();
        match number % 12 {
            1 => standin.fault("/api/daily_papers", hour),
            4 => standin.fault("/api/daily_papers", r#"{"garbage": true}"#),
            7 => standin.fault("/api/query", r#"{"truncate": 1000}, {"close": true}, {"empty_feed": true}"#),
            10 => standin.fault("/api/query", &[hour; 3].join(",")),
            _ => {}
        }
        let (code, out) = daily(&mut bench, &day, "22:30", &["--top", "6"]);
        let expected = if number % 12 == 1 { 5 } else { 0 };
        assert_eq!(code, expected, "{day}: {out}");
    }
    let (papers, posts) = published(&bench.path("_posts"));
    assert_eq!(posts.len(), 5, "one post for each day that has a list");
    assert_eq!(papers.len(), 30);
    assert!(papers.values().all(|&times| times == 1), "{papers:?}");
}

#[test]
fn every_recorded_list_is_read_whole() {
    for when in ["early", "late"] {
        for day in DAYS {
            let Some(path) = shared(&format!("data/hf/{when}/{day}.json")) else { return };
            let papers = papers_arxiv::parse_daily(&std::fs::read(path).unwrap()).unwrap().papers;
            let ids: Vec<String> = papers.iter().map(|paper| paper.id.to_string()).collect();
            assert_eq!(ids, listed(when, day));
            assert!(
                papers.iter().all(|paper| !paper.title.contains('\n') && !paper.abstract_text.is_empty())
            );
            assert!(papers.iter().all(|paper| paper.extras.upvotes.is_some() && !paper.authors.is_empty()));
        }
    }
}

#[test]
fn a_recorded_feed_of_announcements_reads_as_an_independent_reader_reads_it() {
    let Some(path) = shared("data/rss/TideDra_arxiv_rss_example.xml") else { return };
    let bytes = std::fs::read(path).unwrap();
    let feed = papers_arxiv::parse_announcements(&bytes).unwrap();
    let document = roxmltree::Document::parse(std::str::from_utf8(&bytes).unwrap()).unwrap();
    let text = |node: roxmltree::Node<'_, '_>, name: &str| {
        let found = node.children().find(|child| child.tag_name().name() == name);
        found.and_then(|child| child.text()).unwrap_or_default().to_owned()
    };
    let entries = document.root_element().children().filter(|node| node.tag_name().name() == "entry");
    let expected: Vec<(String, bool)> = entries
        .filter(|entry| !text(*entry, "announce_type").starts_with("replace"))
        .map(|entry| {
            let id = text(entry, "id").trim_start_matches("oai:arXiv.org:").to_owned();
            (id[..10].to_owned(), text(entry, "announce_type") == "cross")
        })
        .collect();
    let seen: Vec<(String, bool)> =
        feed.papers.iter().map(|one| (one.candidate.id.to_string(), one.cross)).collect();
    assert_eq!(seen, expected);
    assert_eq!(feed.day.map(|day| day.to_string()).as_deref(), Some("2025-08-20"));
    assert!(feed.papers.iter().all(|one| !one.candidate.abstract_text.contains("Announce Type")));
}

#[test]
fn a_recorded_feed_that_is_cut_off_is_no_feed() {
    let Some(path) = shared("data/rss/rss.arxiv.org_cs.CV_2025-09-18_head_truncated.xml.txt") else { return };
    assert!(papers_arxiv::parse_announcements(&std::fs::read(path).unwrap()).is_err());
}
