//! Tests `papers recheck`: posts and records with newer versions of their papers.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use predicates::prelude::*;
use predicates::str::contains;
use serde_json::Value;

use crate::support::{self, Asked, Bench, Reply, Server};

const IDS: [&str; 3] = ["2510.06917", "2510.06590", "2510.04212"];

/// An arXiv before and after one paper got a second version and another was withdrawn.
struct World {
    server: Server,
    bench: Bench,
    later: Arc<AtomicBool>,
}

impl World {
    fn new() -> Self {
        let later = Arc::new(AtomicBool::new(false));
        let is_later = Arc::clone(&later);
        let server =
            Server::new(
                move |asked, _| {
                    if is_later.load(Ordering::Relaxed) { after(asked) } else { support::arxiv(asked) }
                },
            );
        let bench = Bench::new(&server);
        Self { server, bench, later }
    }

    /// Lets months pass, after which papers without a version are requested again.
    fn passes(&mut self) {
        self.later.store(true, Ordering::Relaxed);
        self.bench.set("PAPERS_NOW", "2026-02-01T08:00:00Z");
    }

    fn fetch(&self, arguments: &[&str]) -> Vec<u8> {
        let all: Vec<&str> = ["fetch", "--lang", "en"].iter().chain(arguments).chain(&IDS).copied().collect();
        self.bench.papers(&all).assert().success().get_output().stdout.clone()
    }

    fn recheck(&self, arguments: &[&str]) -> assert_cmd::assert::Assert {
        let all: Vec<&str> = ["recheck"].iter().chain(arguments).copied().collect();
        self.bench.papers(&all).assert()
    }
}

/// Returns the later answers: the first paper's second version has another number and lacks a claim, and the second paper is
/// withdrawn.
fn after(asked: &Asked) -> Reply {
    let first = Asked { path: asked.path.replace("v2", "v1"), ..asked.clone() };
    let mut reply = support::arxiv(&first);
    let text = String::from_utf8(reply.body).unwrap();
    let text = text
        .replace("2510.06917v1", "2510.06917v2")
        .replace(
            "Code released at https://github.com/inclusionAI/Ming-UniVision",
            "This paper has been withdrawn by the authors",
        )
        .replace("37.1%", "31.4%")
        .replace("In dialogues with tools it completes 56.9% of the calls before the turn ends.", "")
        .replace(
            "In tool-augmented dialogue, 56.9% of the tool calls are complete before the user's turn ends.",
            "",
        );
    reply.body = text.into_bytes();
    reply
}

fn sentence<'a>(paper: &'a Value, words: &str) -> &'a Value {
    let all = paper["sentences"].as_array().unwrap();
    all.iter()
        .find(|one| one["text"].as_str().unwrap().contains(words))
        .unwrap_or_else(|| panic!("{words}: {paper}"))
}

#[test]
fn a_post_is_held_against_newer_versions_by_the_ledger_that_was_kept_of_it() {
    let mut world = World::new();
    world.fetch(&["-o", "post.md"]);
    let stands = world.recheck(&["post.md"]).success().get_output().stdout.clone();
    assert!(String::from_utf8(stands).unwrap().contains("2510.06917 v1: still the newest version; "));
    world.passes();
    let post = world.bench.read("post.md");
    let found = world.recheck(&["post.md"]).code(6).get_output().stdout.clone();
    let found = String::from_utf8(found).unwrap();
    assert!(found.contains("2510.06917 v1 → v2: "), "{found}");
    assert!(found.contains("changed: 37.1% → 31.4%\n"), "{found}");
    assert!(
        found.contains("now:    When users explain a math solution") && found.contains("/html/2510.06917v2"),
        "{found}"
    );
    assert!(found.contains(" gone\n") && found.contains("was:    In dialogues with tools"), "{found}");
    assert!(found.contains("2510.06590 v1: withdrawn\n"), "{found}");
    assert!(found.contains("2510.04212 v1: still the newest version; "), "{found}");
    assert_eq!(world.bench.read("post.md"), post, "nothing is written");
    let pages = world.server.paths().into_iter().filter(|path| path.ends_with("v2")).count();
    assert_eq!(pages, 1, "only what is new is read");
}

#[test]
fn a_record_carries_its_own_ledger() {
    let mut world = World::new();
    let record = String::from_utf8(world.fetch(&["--json"])).unwrap();
    world.passes();
    world.bench.write("record.json", &record);
    let output = world.recheck(&["--json", "record.json"]).code(6).get_output().stdout.clone();
    let papers: Value = serde_json::from_slice(&output).unwrap();
    assert_eq!((&papers[0]["version"], &papers[0]["newest"]), (&1.into(), &2.into()));
    assert_eq!((&papers[1]["withdrawn"], &papers[2]["withdrawn"]), (&true.into(), &false.into()));
    let changed = sentence(&papers[0], "37.1%");
    assert_eq!(changed["state"], "changed");
    assert_eq!(changed["changes"][0], serde_json::json!({"was": "37.1%", "now": "31.4%"}));
    assert!(changed["now"]["url"].as_str().unwrap().starts_with("https://arxiv.org/"));
    assert_eq!(sentence(&papers[0], "56.9%")["state"], "gone");
    let states: Vec<&Value> =
        papers[2]["sentences"].as_array().unwrap().iter().map(|one| &one["state"]).collect();
    assert!(!states.is_empty() && states.iter().all(|state| **state == "stands"), "{states:?}");
    let piped = world.bench.papers(&["recheck", "-"]).write_stdin(record).assert().code(6);
    piped.stdout(contains("2510.06590 v1: withdrawn"));
}

#[test]
fn a_post_or_record_without_a_ledger_is_an_error() {
    let world = World::new();
    world.fetch(&["-o", "post.md"]);
    std::fs::copy(world.bench.path("post.md"), world.bench.path("copy.md")).unwrap();
    let advice =
        contains("`copy.md`").and(contains("hint: give the record that `papers fetch --json` printed"));
    world.recheck(&["copy.md"]).code(2).stderr(advice);
    world.bench.write(
        "bare.json",
        r#"{"paper": {"id": "2510.06917", "title": "T"}, "digest": {"results": ["It runs."]}}"#,
    );
    world.recheck(&["bare.json"]).code(2).stderr(contains("not a record with evidence"));
    world.recheck(&["missing.md"]).code(2).stderr(contains("no such file"));
}

#[test]
fn a_paper_that_cannot_be_had_hides_no_other() {
    let mut world = World::new();
    let record = String::from_utf8(world.fetch(&["--json"])).unwrap();
    world.passes();
    let gone = record.replacen("\"2510.04212\"", "\"2510.99999\"", 1);
    world.bench.write("record.json", &gone);
    world
        .recheck(&["record.json"])
        .code(6)
        .stderr(contains("2510.99999"))
        .stdout(contains("2510.06590 v1: withdrawn"));
    let alone: Value = serde_json::from_str(&gone).unwrap();
    let alone = serde_json::json!({"papers": [alone["papers"][2]], "lang": "en"});
    world.bench.write("alone.json", &alone.to_string());
    world.recheck(&["alone.json"]).code(4).stderr(contains("2510.99999"));
}
