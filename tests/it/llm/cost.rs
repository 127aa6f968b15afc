//! Tests that answers are paid for only once, and never more than allowed.

use predicates::prelude::*;
use predicates::str::contains;
use rstest::rstest;
use serde_json::json;

use super::fake::{self, Say, digest, questions, record};
use crate::support::{Manner, Reply, Server};

const IDS: [&str; 3] = ["2510.06590", "2510.06917", "2510.04212"];

/// Serves a model that gives three answers only.
fn three() -> Server {
    fake::server(|n, question| match n {
        0..3 => Say::json(&digest(question)),
        _ => Say::status(401, &json!({"error": "paid twice"})),
    })
}

#[test]
fn a_second_run_asks_nobody_and_says_so() {
    let server = three();
    let bench = fake::bench(&server, "openai");
    let first = bench.papers(&["fetch", "-o", "a.md"]).args(IDS).assert().success();
    first.stderr(contains("3 answers, 3000 tokens in, 600 out, $0.0008"));
    let run = bench.papers(&["fetch", "--json"]).args(IDS).assert().success();
    for entry in record(&run)["papers"].as_array().unwrap() {
        let expected = json!({"input_tokens": 1000, "output_tokens": 200, "cost_usd": 0.0, "cached": true});
        assert_eq!(entry["usage"], expected);
    }
    run.stderr(contains("3 answers kept from before").and(contains("$").not()));
    assert_eq!(questions(&server).len(), 3);
}

#[test]
fn a_repaired_digest_is_kept_with_both_its_answers() {
    let server = fake::server(|n, question| match n {
        0 => Say::Text("죄송하지만 할 수 없습니다.".to_owned()),
        _ => Say::json(&digest(question)),
    });
    let bench = fake::bench(&server, "openai");
    for cached in [false, true] {
        let run = bench.papers(&["fetch", "--json", IDS[0]]).assert().success();
        let entry = &record(&run)["papers"][0];
        assert_eq!(
            (&entry["usage"]["input_tokens"], &entry["usage"]["cached"]),
            (&json!(2000), &json!(cached))
        );
        assert_eq!(questions(&server).len(), 2);
    }
}

#[test]
fn another_template_costs_nothing_and_another_language_or_prompt_is_asked_anew() {
    let server = fake::good();
    let bench = fake::bench(&server, "openai");
    let ask = |arguments: &[&str]| {
        let _ = bench.papers(&["fetch", IDS[0]]).args(arguments).assert();
        questions(&server).len()
    };
    assert_eq!(ask(&[]), 1);
    bench.write("mine.hbs", "{{#each papers}}{{title}}{{/each}}");
    assert_eq!(ask(&["--template", "mine.hbs", "--tag", "x", "--unsupported", "mark"]), 1);
    assert!(ask(&["--lang", "ja"]) > 1, "another language");
    let before = questions(&server).len();
    std::fs::create_dir_all(bench.path("own/prompt")).unwrap();
    bench.write("own/prompt/system.hbs", "Write a digest.");
    bench.write("papers.toml", "templates_dir = 'own'");
    assert_eq!(ask(&[]), before + 1, "another prompt");
    bench.write("papers.toml", "[llm]\ntemperature = 0.5");
    assert_eq!(ask(&[]), before + 2, "another temperature");
}

#[test]
fn refresh_asks_again_and_keeps_the_new_answer() {
    let server = fake::good();
    let bench = fake::bench(&server, "openai");
    bench.papers(&["fetch", IDS[0]]).assert().success();
    bench.papers(&["fetch", "--refresh", "digest", IDS[0]]).assert().success();
    assert_eq!(questions(&server).len(), 2);
    bench.papers(&["fetch", IDS[0]]).assert().success();
    assert_eq!(questions(&server).len(), 2);
}

#[test]
fn offline_and_render_use_what_was_paid_for_and_ask_nobody() {
    let server = three();
    let bench = fake::bench(&server, "openai");
    let run = bench.papers(&["fetch", "--json", IDS[0]]).assert().success();
    std::fs::write(bench.path("record.json"), &run.get_output().stdout).unwrap();
    bench.papers(&["fetch", "--offline", IDS[0]]).assert().success().stdout(contains("MingTok은"));
    bench.papers(&["render", "record.json"]).assert().success().stdout(contains("MingTok은"));
    bench
        .papers(&["fetch", "--offline", "--lang", "ja", IDS[0]])
        .assert()
        .code(4)
        .stderr(contains("has no answer of"));
    assert_eq!(questions(&server).len(), 1);
}

#[test]
fn the_limit_on_the_cost_is_never_passed_and_the_rest_is_left_for_the_next_run() {
    let server = fake::good();
    let mut bench = fake::bench(&server, "openai");
    // At two dollars per thousand tokens, an answer of 1,000 input and 200 output tokens costs $2.40, and up to $30 by its limits.
    bench.write(
        "papers.toml",
        "[llm]\nmax_output_tokens = 2048\n[llm.prices]\ngpt-4o-mini = { input = 2000.0, output = 2000.0 }",
    );
    bench.set("PAPERS_LLM_CONCURRENCY", "3");
    let plan = bench.papers(&["fetch", "--dry-run", "--max-cost", "1"]).args(IDS).assert().success();
    plan.stdout(contains("the limit on the cost allows no request for 3 of the papers"));
    let run = bench.papers(&["fetch", "--json", "--max-cost", "12"]).args(IDS).assert().code(4);
    let record = record(&run);
    let published = record["papers"].as_array().unwrap();
    let spent: f64 = published.iter().map(|entry| entry["usage"]["cost_usd"].as_f64().unwrap()).sum();
    assert!(!published.is_empty() && published.len() < 3 && spent <= 12.0, "{} for {spent}", published.len());
    assert_eq!(questions(&server).len(), published.len());
    assert_eq!(record["failed"].as_array().unwrap().len(), 3 - published.len());
    run.stderr(
        contains("the request could cost up to $")
            .and(contains("of the limit of $12 a run is already spent")),
    );
}

/// Gemini and OpenAI sometimes end a stream without a word, and count its input.
#[rstest]
fn an_answer_without_words_is_paid_and_asked_about_once_more(#[values("openai", "gemini")] provider: &str) {
    let events = match provider {
        "openai" => vec![
            json!({"choices": [{"delta": {"role": "assistant", "content": ""}, "finish_reason": null}]}),
            json!({"choices": [{"delta": {}, "finish_reason": "stop"}]}),
            json!({"choices": [], "usage": {"prompt_tokens": 100_000, "completion_tokens": 0}}),
        ],
        _ => vec![json!({"candidates": [{"content": {"role": "model"}, "finishReason": "STOP"}],
            "usageMetadata": {"promptTokenCount": 100_000}})],
    };
    let stream: String = events.iter().map(|event| format!("data: {event}\n\n")).collect();
    let server = fake::server(move |_, _| Say::Http(Reply::ok(stream.clone())));
    let run = fake::bench(&server, provider).papers(&["fetch", "--max-cost", "0.3", IDS[0]]).assert().code(6);
    run.stderr(contains("the answer is empty").and(contains("2 answers, 200000 tokens in, 0 out, $0.0300")));
    assert_eq!(questions(&server).len(), 2);
}

/// Whoever counts the tokens of an answer that breaks off takes money for it.
#[rstest]
#[case::error_within("data: {\"error\": {\"message\": \"upstream\"}}\n\n", Manner::Whole)]
#[case::no_end("", Manner::Whole)]
#[case::lost_connection("data: {", Manner::Truncated(90))]
fn answers_that_break_off_count_towards_the_limit(#[case] end: &'static str, #[case] manner: Manner) {
    let start =
        "data: {\"choices\": [{\"delta\": {\"content\": \"{\"}}], \"usage\": {\"prompt_tokens\": 10000}}\n\n";
    let broken = Reply::ok(format!("{start}{end}")).manner(manner);
    let server = fake::server(move |_, _| Say::Http(broken.clone()));
    let bench = fake::bench(&server, "openai");
    bench.write(
        "papers.toml",
        "[llm]\nmax_output_tokens = 2048\n[llm.prices]\ngpt-4o-mini = { input = 2000.0, output = 2000.0 }",
    );
    let fetch = ["fetch", "--read", "abstract", "--max-cost", "40", IDS[0]];
    let run = bench.papers(&fetch).assert().code(4);
    run.stderr(
        contains("of the limit of $40 a run is already spent").and(contains("2 answers, 20000 tokens in")),
    );
    assert_eq!(questions(&server).len(), 2);
}

#[test]
fn a_limit_on_a_cost_that_nobody_knows_is_refused() {
    let server = fake::good();
    let mut bench = fake::bench(&server, "openai");
    bench.set("PAPERS_LLM_MODEL", "homegrown");
    bench
        .papers(&["fetch", "--max-cost", "1", IDS[0]])
        .assert()
        .code(3)
        .stderr(contains("the price of `homegrown` is not known").and(contains("[llm.prices]")));
    let run = bench.papers(&["fetch", "--json", IDS[0]]).assert().success();
    assert_eq!(record(&run)["papers"][0]["usage"]["cost_usd"], json!(null));
}

#[test]
fn a_dry_run_counts_tokens_and_dollars_paper_by_paper_and_writes_nothing() {
    let server = fake::good();
    let bench = fake::bench(&server, "openai");
    bench.papers(&["fetch", "--dry-run"]).args(IDS).assert().success().stdout(
        contains(
            "tokens and cost: at most about 73728 tokens in, 3600 out, for $0.0132 of `openai:gpt-4o-mini`",
        )
        .and(contains("  2510.06590: at most about 24576 tokens in, 1200 out, for $0.0044")),
    );
    assert!(!bench.path("cache").exists() && server.log().is_empty());
    bench.papers(&["fetch", IDS[0]]).assert().success();
    bench.papers(&["fetch", "--engine", "extractive", IDS[1]]).assert().success();
    let asked = questions(&server).len();
    let plan = bench.papers(&["fetch", "--dry-run"]).args(&IDS[..2]).assert().success();
    let plan = String::from_utf8(plan.get_output().stdout.clone()).unwrap();
    assert!(plan.contains("2510.06590: the answer is kept from before"), "{plan}");
    assert!(plan.contains("2510.06917: about 1"), "the text is in the cache: {plan}");
    assert_eq!(questions(&server).len(), asked);
}

#[test]
fn an_interrupted_run_keeps_what_was_answered() {
    let server = fake::server(|_, question| {
        if !question.contains("arXiv:2510.06590") {
            std::thread::sleep(std::time::Duration::from_secs(30));
        }
        Say::json(&digest(question))
    });
    let bench = fake::bench(&server, "openai");
    let mut command = bench.std_command();
    let child = command
        .args(["fetch", "-o", "post.md"])
        .args(IDS)
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let begin = std::time::Instant::now();
    while questions(&server).len() < 3 || !bench.path("cache/answers-v1").exists() {
        assert!(begin.elapsed() < std::time::Duration::from_secs(60));
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    std::process::Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    assert!(bench.read("post.md").contains("# 1. [Ming-UniVision"));
    assert_eq!(std::fs::read_dir(bench.path("cache/answers-v1")).unwrap().count(), 1);
}

#[test]
fn a_daily_run_asks_the_model_too_and_plans_its_cost() {
    let server = fake::good();
    let mut bench = fake::bench(&server, "openai");
    let paper = json!({"id": IDS[1], "title": "SHANKS", "summary": "Thinking while listening.", "upvotes": 9,
        "authors": [], "publishedAt": "2025-10-08T00:00:00.000Z"});
    let list = json!([{"paper": paper}]).to_string();
    let hub = Server::new(move |asked, _| match asked.path.as_str() {
        "/api/daily_papers" => Reply::ok(list.clone()),
        _ => Reply::status(404),
    });
    bench.set("PAPERS_HUGGINGFACE_URL", &hub.url(""));
    let daily = ["daily", "--source", "hf", "--date", "2025-10-08"];
    bench
        .papers(&daily)
        .arg("--dry-run")
        .assert()
        .success()
        .stdout(contains("tokens in, 1200 out, for $0.0"));
    assert!(questions(&server).is_empty());
    bench.papers(&daily).assert().success().stderr(contains("1 answer, 1000 tokens in"));
    assert!(bench.read("_posts/2025-10-08-daily-papers.md").contains("SHANKS는 음성을"));
}

#[test]
fn runs_at_the_same_time_stay_within_the_limit_of_a_month() {
    let server = fake::library(|_, question| {
        std::thread::sleep(std::time::Duration::from_secs(1));
        Say::json(&digest(question))
    });
    let bench = fake::bench(&server, "openai");
    // Each answer costs $2.40, and could cost more than $6.
    bench.write(
        "papers.toml",
        "[llm]\nmax_output_tokens = 1024\nmax_cost_month = 8.0\n[llm.prices]\ngpt-4o-mini = { input = 2000.0, output = 2000.0 }",
    );
    let run = |id: &str| {
        let mut command = bench.std_command();
        command.args(["fetch", "--read", "abstract", id]).stderr(std::process::Stdio::piped());
        command.stdout(std::process::Stdio::null()).spawn().unwrap()
    };
    let runs = ["2510.00001", "2510.00002", "2510.00003"].map(run);
    let outputs: Vec<_> = runs.into_iter().map(|run| run.wait_with_output().unwrap()).collect();
    let said = outputs.iter().map(|output| String::from_utf8_lossy(&output.stderr)).collect::<String>();
    assert_eq!(questions(&server).len(), 1, "{said}");
    assert_eq!(outputs.iter().filter(|output| output.status.success()).count(), 1, "{said}");
    assert_eq!(
        said.matches("$2.4000 of the limit of $8 a month is already spent; raise `max_cost_month`").count(),
        2,
        "{said}"
    );
    let state: serde_json::Value = serde_json::from_str(&bench.read("state/models.json")).unwrap();
    assert_eq!(state["months"]["2025-10"], json!(2.4));
}

#[test]
fn an_interrupted_run_asks_nothing_more_and_books_what_it_aborts() {
    let server = fake::library(|_, question| {
        let is_slow = question.contains("arXiv:2510.00001");
        std::thread::sleep(std::time::Duration::from_millis(if is_slow { 30_000 } else { 700 }));
        Say::Text("This is no digest, and has to be repaired.".to_owned())
    });
    let mut bench = fake::bench(&server, "openai");
    bench.set("PAPERS_LLM_CONCURRENCY", "2");
    let mut command = bench.std_command();
    let child = command
        .args(["fetch", "--read", "abstract", "2510.00001", "2510.00002", "2510.00003"])
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let begin = std::time::Instant::now();
    while questions(&server).len() < 2 {
        assert!(begin.elapsed() < std::time::Duration::from_secs(60));
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    std::process::Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(130), "{said}");
    assert_eq!(questions(&server).len(), 2, "{said}");
    assert!(said.contains("`2510.00001` and 1 more: interrupted while it was digested"), "{said}");
    assert!(said.contains("`2510.00003`: interrupted before its turn"), "{said}");
    assert!(said.contains("2 answers, "), "{said}");
}
