//! Tests `papers batch`: questions are written, and answers read in any order, repeated or missing.

use std::time::Instant;

use predicates::prelude::*;
use predicates::str::contains;
use rstest::rstest;
use serde_json::{Value, json};

use super::fake::{self, Say, digest, questions, record};
use crate::support::{Bench, Server, arxiv};

const IDS: [&str; 3] = ["2510.00001", "2510.00002", "2510.00003"];

/// Serves an arXiv with a paper for every identifier, and a good model.
fn library() -> Server {
    fake::library(|_, question| Say::json(&digest(question)))
}

fn lines(assert: &assert_cmd::assert::Assert) -> Vec<Value> {
    let text = String::from_utf8(assert.get_output().stdout.clone()).unwrap();
    match serde_json::from_str::<Value>(&text) {
        Ok(whole) if whole.get("requests").is_some() => whole["requests"].as_array().unwrap().clone(),
        _ => text.lines().map(|line| serde_json::from_str(line).unwrap()).collect(),
    }
}

fn export(bench: &Bench, ids: &[&str]) -> Vec<Value> {
    lines(&bench.papers(&["batch", "export", "--read", "abstract"]).args(ids).assert().success())
}

/// Returns the line of an answer, in the format of the provider.
fn answered(provider: &str, line: &Value, say: Say) -> String {
    let (path, id) = match provider {
        "anthropic" => ("/v1/messages", &line["custom_id"]),
        "gemini" => ("/v1beta/models/m:generateContent", &line["key"]),
        _ => ("/v1/chat/completions", &line["custom_id"]),
    };
    let body: Value = serde_json::from_slice(&fake::speak(path, false, say).body).unwrap();
    let answer = match provider {
        "anthropic" => json!({"custom_id": id, "result": {"type": "succeeded", "message": body}}),
        "gemini" => json!({"key": id, "response": body}),
        _ => json!({"id": "batch_req_1", "custom_id": id, "error": null,
            "response": {"status_code": 200, "request_id": "r", "body": body}}),
    };
    answer.to_string()
}

fn good(provider: &str, line: &Value) -> String {
    answered(provider, line, Say::json(&digest(&line.to_string())))
}

/// Answers in another order, some questions twice and every seventh not at all.
fn run(provider: &str, lines: &[Value]) -> String {
    let kept = lines.iter().enumerate().filter(|(n, _)| n % 7 != 3).map(|(_, line)| good(provider, line));
    let mut answers: Vec<String> = kept.collect();
    let doubles: Vec<String> = answers.iter().step_by(3).cloned().collect();
    answers.extend(doubles);
    let mut at = 0;
    for n in (1..answers.len()).rev() {
        at = (at * 31 + 17) % (n + 1);
        answers.swap(n, at);
    }
    answers.join("\n") + "\n"
}

fn round_trip(provider: &str, count: usize) {
    let begin = Instant::now();
    let server = library();
    let bench = fake::bench(&server, provider);
    let ids: String = (0..count).map(|n| format!("2511.{n:05}\n")).collect();
    bench.write("ids.txt", &ids);
    let export = || {
        let time = if count > 1_000 { "/usr/bin/time -f 'export: %M KB, %e s' " } else { "" };
        let script = format!("{time}papers batch export --read abstract ids.txt > questions");
        let run = bench.shell(&script).output().unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        print!("{}", String::from_utf8_lossy(&run.stderr));
        let text = bench.read("questions");
        match provider {
            "anthropic" => {
                serde_json::from_str::<Value>(&text).unwrap()["requests"].as_array().unwrap().clone()
            }
            _ => text.lines().map(|line| serde_json::from_str(line).unwrap()).collect(),
        }
    };
    let lines: Vec<Value> = export();
    assert_eq!((lines.len(), questions(&server).len()), (count, 0), "{provider}");
    bench.write("answers.jsonl", &run(provider, &lines));
    let time = if count > 1_000 { "/usr/bin/time -f 'import: %M KB, %e s' " } else { "" };
    let import = bench.shell(&format!("{time}papers batch import answers.jsonl")).output().unwrap();
    let said = String::from_utf8_lossy(&import.stderr).into_owned();
    let dropped = (count + 3) / 7;
    assert!(import.status.success() && said.contains(&format!("{} new answers", count - dropped)), "{said}");
    assert!(said.contains("were there before"), "{said}");
    print!("{said}");
    let open = export();
    let mut missing: Vec<&Value> = lines.iter().skip(3).step_by(7).collect();
    missing.retain(|line| !open.contains(line));
    assert_eq!((open.len(), missing.len()), (dropped, 0), "{provider}: what was dropped is offered again");
    let script = "papers fetch --read abstract --json ids.txt > record.json";
    let fetch = bench.shell(script).output().unwrap();
    assert!(fetch.status.success(), "{}", String::from_utf8_lossy(&fetch.stderr));
    let record: Value = serde_json::from_str(&bench.read("record.json")).unwrap();
    assert_eq!(record["papers"].as_array().unwrap().len(), count);
    assert_eq!(questions(&server).len(), dropped, "{provider}: only what was dropped is asked");
    println!("{count} questions of {provider}: {:.0} s in all", begin.elapsed().as_secs_f64());
}

#[rstest]
fn a_run_after_a_batch_asks_only_what_was_dropped(#[values("openai", "anthropic", "gemini")] provider: &str) {
    round_trip(provider, 24);
}

/// Run with `cargo test --test it ten_thousand -- --ignored --nocapture`.
#[test]
#[ignore = "takes minutes"]
fn ten_thousand_questions_go_round() {
    round_trip("openai", 10_000);
}

#[test]
fn lines_have_the_form_of_each_provider_and_do_not_stream() {
    let server = library();
    for provider in ["openai", "anthropic", "gemini"] {
        let bench = fake::bench(&server, provider);
        let line = &export(&bench, &IDS[..1])[0];
        let body = match provider {
            "anthropic" => &line["params"],
            "gemini" => &line["request"],
            _ => &line["body"],
        };
        let id = line.get("custom_id").or(line.get("key")).and_then(Value::as_str).unwrap();
        let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        assert!(id.starts_with("2510_00001") && id.len() <= 64 && id.chars().all(is_plain), "{id}");
        assert!(body.is_object() && body.get("stream").is_none(), "{body}");
        assert!(body.to_string().contains("additionalProperties"), "the schema is in it: {body}");
    }
    let line = &export(&fake::bench(&server, "openai"), &IDS[..1])[0];
    assert_eq!((&line["method"], &line["url"]), (&json!("POST"), &json!("/v1/chat/completions")));
}

#[test]
fn a_repair_and_a_correction_are_rounds_that_export_offers() {
    let server = library();
    let bench = fake::bench(&server, "openai");
    let first = export(&bench, &IDS[..1]);
    let import = |answer: &str| {
        bench.write("answers.jsonl", answer);
        bench.papers(&["batch", "import", "answers.jsonl"]).assert().success();
    };
    import(&answered("openai", &first[0], Say::Text("죄송하지만 할 수 없습니다.".to_owned())));
    let repair = export(&bench, &IDS[..1]);
    assert!(repair[0].to_string().contains("could not be used"), "{}", repair[0]);
    let mut invented = digest("");
    invented["results"] = json!(["지연을 41.3배 줄인다."]);
    import(&answered("openai", &repair[0], Say::json(&invented)));
    let correction = export(&bench, &IDS[..1]);
    assert!(correction[0].to_string().contains("the text does not have this figure"), "{}", correction[0]);
    import(&good("openai", &correction[0]));
    assert!(export(&bench, &IDS[..1]).is_empty());
    let run = bench.papers(&["fetch", "--read", "abstract", "--json", IDS[0]]).assert().success();
    assert_eq!(record(&run)["papers"][0]["digest"], digest(""));
    assert!(questions(&server).is_empty());
}

#[test]
fn two_answers_that_are_no_good_are_forgotten_as_in_any_run() {
    let server = library();
    let bench = fake::bench(&server, "openai");
    let first = export(&bench, &IDS[..1]);
    for _ in 0..2 {
        let open = export(&bench, &IDS[..1]);
        bench.write("a", &answered("openai", &open[0], Say::Text("죄송하지만 할 수 없습니다.".to_owned())));
        bench.papers(&["batch", "import", "a"]).assert().success();
    }
    let failed = bench.papers(&["batch", "export", "--read", "abstract", IDS[0]]).assert().code(6);
    failed.stdout("").stderr(contains("gave no digest").and(contains("refusal")));
    assert_eq!(export(&bench, &IDS[..1]), first);
}

#[rstest]
#[case::openai("openai", json!({"response": {"status_code": 400, "body": {"error": {"message": "'temperature' does not support 0"}}}}))]
#[case::anthropic("anthropic", json!({"result": {"type": "errored", "error": {"type": "error", "error": {
    "type": "invalid_request_error", "message": "`temperature` is deprecated for this model."}}}}))]
fn a_field_that_the_lines_were_refused_for_is_left_out_of_the_next(
    #[case] provider: &str,
    #[case] refusal: Value,
) {
    let server = library();
    let bench = fake::bench(&server, provider);
    let lines = export(&bench, &IDS);
    assert!(lines[0].to_string().contains("\"temperature\""));
    let refuse = |line: &Value| {
        let mut answer = refusal.clone();
        answer["custom_id"] = line["custom_id"].clone();
        format!("{answer}\n")
    };
    bench.write("answers", &lines.iter().map(refuse).collect::<String>());
    let import = bench.papers(&["batch", "import", "answers"]).assert().code(4);
    import.stderr(contains("3 lines without an answer (`2510_00001v1-").and(contains("temperature")));
    let again = export(&bench, &IDS);
    assert_eq!(again.len(), 3);
    let text = again[0].to_string();
    assert!(!text.contains("\"temperature\"") && text.contains("additionalProperties"), "{text}");
}

#[test]
fn lines_that_are_no_answers_are_told_and_the_others_kept() {
    let server = library();
    let bench = fake::bench(&server, "anthropic");
    let lines = export(&bench, &IDS);
    let expired = json!({"custom_id": lines[1]["custom_id"], "result": {"type": "expired"}});
    let question = lines[2].to_string();
    let stranger = json!({"custom_id": "../../etc/passwd", "result": {"type": "succeeded", "message": {}}});
    let text = format!(
        "\u{feff}{}\r\n\r\nno json\r\n{expired}\r\n{question}\r\n{stranger}\r\n",
        good("anthropic", &lines[0])
    );
    bench.write("answers", &text);
    let import = bench.shell("papers batch import - < answers").output().unwrap();
    assert_eq!(import.status.code(), Some(4));
    let said = String::from_utf8(import.stderr).unwrap();
    for words in
        ["1 new answer", "is not JSON", "is expired", "a question and no answer", "no `custom_id` of"]
    {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert_eq!(export(&bench, &IDS).len(), 2, "the others are still open");
}

#[test]
fn the_cost_of_a_batch_counts_half_and_for_the_month() {
    let server = library();
    let mut bench = fake::bench(&server, "openai");
    bench.set("PAPERS_LLM_BASE_URL", "https://api.openai.com/v1");
    let prices = "[llm.prices]\ngpt-4o-mini = { input = 2000.0, output = 2000.0 }";
    bench.write("papers.toml", &format!("[llm]\nmax_output_tokens = 2048\nmax_cost_month = 1.3\n{prices}"));
    let line = &export(&bench, &IDS[..1])[0];
    bench.write("answers", &good("openai", line));
    let import = || bench.papers(&["batch", "import", "answers"]).assert().success();
    import().stderr(contains("1 new answer, 1000 tokens in, 200 out, $1.2000"));
    import().stderr(contains("0 new answers").and(contains("1 were there before")));
    bench.set("PAPERS_LLM_BASE_URL", &server.url("/v1"));
    let run = bench.papers(&["fetch", "--read", "abstract", IDS[1]]).assert().code(4);
    run.stderr(contains("$1.2000 of the limit of $1.3 a month is already spent"));
}

#[test]
fn export_needs_no_key_and_a_provider_with_batches() {
    let server = Server::new(|asked, _| arxiv(asked));
    let mut bench = Bench::new(&server);
    bench.set("PAPERS_LLM_MODEL", "gpt-4o-mini");
    let id = "2510.06590";
    let run = bench.papers(&["batch", "export", id]).assert().success();
    assert_eq!(lines(&run).len(), 1);
    run.stderr(contains("1 question, about "));
    bench.set("PAPERS_LLM_PROVIDER", "ollama");
    let run = bench.papers(&["batch", "export", id]).assert().code(3);
    run.stderr(contains("`ollama:gpt-4o-mini` has no batches").and(contains("vLLM")));
    let without = Bench::new(&server);
    without.papers(&["batch", "export", id]).assert().code(3).stderr(contains("PAPERS_LLM_MODEL"));
}
