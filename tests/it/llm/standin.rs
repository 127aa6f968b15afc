//! Tests the stand-in's model, which answers with the reference post's own digests or in various bad ways. The stand-in is not part
//! of the project; skipped without it.

use rstest::rstest;
use serde_json::{Value, json};

use super::fake::PROVIDERS;
use crate::reference::IDS;
use crate::standin::Standin;
use crate::support::{Bench, shared};

fn bench(standin: &Standin, provider: &str) -> Bench {
    let mut bench = standin.bench();
    let base = match provider {
        "openai" => "/v1",
        "gemini" => "/v1beta",
        _ => "",
    };
    bench.set("PAPERS_LLM_PROVIDER", provider);
    bench.set("PAPERS_LLM_BASE_URL", &format!("{}{base}", standin.url()));
    bench.set("PAPERS_LLM_MODEL", "gpt-4o-mini");
    bench.set("PAPERS_LLM_API_KEY", "sk-1");
    bench
}

/// Returns a post without the irregularities of the reference: bullets and their labels, whitespace, and forms of line breaks.
fn even(post: &str) -> Vec<String> {
    let labels = ["- Goal: ", "- Motivation: ", "- Contribution: ", "- "];
    let bare = |line: &str| {
        let line = line.trim_end_matches(r"\\").split_whitespace().collect::<Vec<_>>().join(" ");
        let label = labels.iter().find_map(|label| line.strip_prefix(label));
        label.map_or_else(|| line.clone(), str::to_owned)
    };
    post.lines().map(bare).filter(|line| !line.is_empty()).collect()
}

#[test]
fn the_ten_ids_give_the_reference_post() {
    let Some(seed) = shared("seed/2025-10-09-daily-papers.md") else { return };
    let Some(standin) = Standin::start(&[]) else { return };
    for provider in PROVIDERS {
        let bench = bench(&standin, provider);
        let options = ["--engine", "llm", "--unsupported", "keep", "--tag", "papers", "--tag", "hugginface"];
        let run = bench.papers(&["fetch"]).args(options).args(IDS).assert().success();
        let post = String::from_utf8(run.get_output().stdout.clone()).unwrap();
        // The reference has this title from Hugging Face, which has no TeX in it.
        let post = post.replace(r"$$\bf{D^3}$$QE", "D^3QE").replace("&#126;", "~");
        let reference = std::fs::read_to_string(&seed).unwrap();
        let differences: Vec<(String, String)> =
            even(&post).into_iter().zip(even(&reference)).filter(|(ours, theirs)| ours != theirs).collect();
        assert_eq!(differences, [], "{provider}");
        assert_eq!(even(&post).len(), even(&reference).len());
    }
}

/// A paper that is not one of the ten; the stand-in's model writes about it without numbers and names.
const PLAIN: &str = "2411.05993";

/// What was published, the exit code, and the number of answers.
type Outcome = (Option<Value>, i32, usize);

/// Runs with this many faults before good answers.
fn faulty(standin: &Standin, provider: &str, fault: &Value, times: usize) -> Outcome {
    standin.control("POST", "/_reset", &json!({}).to_string());
    let path = match provider {
        "openai" => "/v1/chat",
        "anthropic" => "/v1/messages",
        // The stand-in does not stream for Gemini, which the program learns from an error that does not count as an answer.
        "gemini" => "/v1beta/models/gpt-4o-mini:generateContent",
        _ => "/api/chat",
    };
    standin.control("POST", "/_fault", &json!({"on": path, "do": vec![fault.clone(); times]}).to_string());
    let run = bench(standin, provider).papers(&["fetch", "--json", PLAIN]).assert();
    let output = run.get_output();
    let record: Value = serde_json::from_slice(&output.stdout).unwrap();
    let log = standin.control("GET", "/_log", "");
    let is_answer = |row: &&Value| {
        let streams = row["path"].as_str().unwrap().contains(":stream");
        row["service"] == "llm" && row["method"] == "POST" && !streams
    };
    let calls = log.as_array().unwrap().iter().filter(is_answer).count();
    (record.pointer("/papers/0/digest").cloned(), output.status.code().unwrap(), calls)
}

/// What is published after a fault: the whole digest, one without a sentence, or nothing.
#[derive(Debug, PartialEq)]
enum Published {
    Digest,
    Less(&'static str),
    Nothing(i32),
}
use Published::{Digest, Less, Nothing};

/// What is published, and the number of answers.
type Expected = (Published, usize);

/// A kind of bad answer, with the results if it occurs once and if it persists.
const MODES: [(&str, Expected, Expected); 11] = [
    ("refusal", (Digest, 2), (Nothing(6), 2)),
    ("prose", (Digest, 1), (Digest, 1)),
    ("fenced", (Digest, 1), (Digest, 1)),
    ("think", (Digest, 1), (Digest, 1)),
    ("truncated", (Digest, 2), (Nothing(6), 2)),
    ("wrong_numbers", (Digest, 2), (Digest, 2)),
    ("empty_section", (Less("results"), 1), (Less("results"), 1)),
    ("english", (Digest, 2), (Nothing(6), 2)),
    ("extra_keys", (Digest, 1), (Digest, 1)),
    ("injection", (Digest, 2), (Less("conclusion"), 2)),
    ("repeat", (Digest, 2), (Nothing(6), 2)),
];

/// Returns faults of the connection and the server, all but one of which are temporary.
fn faults() -> [(Value, Expected); 7] {
    [
        (json!({"status": 429, "headers": {"Retry-After": "1"}}), (Digest, 2)),
        (json!({"status": 500}), (Digest, 2)),
        (json!({"status": 401}), (Nothing(3), 1)),
        (json!({"delay": 1.0}), (Digest, 1)),
        (json!({"close": true}), (Digest, 2)),
        (json!({"garbage": true}), (Digest, 2)),
        (json!({"truncate": 300}), (Digest, 2)),
    ]
}

#[rstest]
fn each_fault_of_the_standin_gives_a_good_digest_or_none(
    #[values("openai", "anthropic", "gemini", "ollama")] provider: &str,
) {
    let Some(standin) = Standin::start(&[]) else { return };
    let good = faulty(&standin, provider, &json!({}), 0).0.unwrap();
    let check = |fault: &Value, times: usize, (published, answers): &Expected| {
        let (digest, exit, calls) = faulty(&standin, provider, fault, times);
        let mut expected = Some(good.clone());
        match published {
            Digest => {}
            Nothing(_) => expected = None,
            Less(section) => expected.as_mut().unwrap()[*section] = json!([]),
        }
        let code = if let Nothing(code) = published { *code } else { 0 };
        assert_eq!((digest, exit, calls), (expected, code, *answers), "{provider}: {times} times {fault}");
    };
    for (mode, passing, lasting) in &MODES {
        check(&json!({"llm": mode}), 1, passing);
        check(&json!({"llm": mode}), 9, lasting);
    }
    for (fault, expected) in faults() {
        check(&fault, 1, &expected);
    }
}
