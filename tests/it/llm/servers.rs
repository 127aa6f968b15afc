//! Tests servers that are busy, broken, unreachable or deny access: what is requested again, and what ends the run with one error.

use std::time::Duration;

use predicates::prelude::*;
use predicates::str::contains;
use rstest::rstest;
use serde_json::{Value, json};

use super::fake::{self, Say, digest, questions, record};
use crate::support::{Manner, Reply, Server};

const IDS: [&str; 3] = ["2510.06590", "2510.06917", "2510.04212"];

/// Creates a model whose first answer is a fault.
fn once(fault: Reply) -> Server {
    fake::server(move |n, question| match n {
        0 => Say::Http(fault.clone()),
        _ => Say::json(&digest(question)),
    })
}

fn error(status: u16, message: &str) -> Say {
    Say::status(status, &json!({"error": {"message": message}}))
}

#[rstest]
fn temporary_errors_are_tried_again(#[values("openai", "anthropic", "gemini", "ollama")] provider: &str) {
    let faults = [
        Reply::status(429).header("Retry-After", "1"),
        Reply::status(429).header("retry-after-ms", "20"),
        Reply::status(500),
        Reply::status(529),
        Reply::ok("x").manner(Manner::Closed),
        Reply::ok("x".repeat(5000)).manner(Manner::Truncated(1000)),
        Reply::ok([0xff, 0x00, 0x9f]),
        Reply::ok("{\"choices\": []}"),
    ];
    for fault in &faults {
        let server = once(fault.clone());
        let run = fake::bench(&server, provider).papers(&["fetch", "--json", IDS[0]]).assert().success();
        assert_eq!(record(&run)["papers"][0]["digest"], digest("arXiv:2510.06590"), "{provider}");
        assert_eq!(questions(&server).len(), 2, "{provider} after {}", fault.status);
    }
}

#[test]
fn the_wait_that_a_server_asks_for_is_waited() {
    let exhausted = Reply::status(429)
        .header("x-ratelimit-remaining-tokens", "0")
        .header("x-ratelimit-reset-tokens", "2s")
        .header("x-ratelimit-remaining-requests", "9")
        .header("x-ratelimit-reset-requests", "60s");
    let server = once(exhausted);
    fake::bench(&server, "openai").papers(&["fetch", IDS[0]]).assert().success();
    let [first, second] = &questions(&server)[..] else { panic!("two were asked") };
    assert!(second.start - first.end >= Duration::from_millis(1900));
}

#[rstest]
fn an_error_that_every_paper_would_meet_stops_the_run(
    #[values("openai", "anthropic", "gemini", "ollama")] provider: &str,
) {
    let refusals: [(u16, Value, i32, &str); 7] = [
        (401, json!({"error": {"message": "Incorrect API key provided"}}), 3, "the key for `"),
        (403, json!({"error": {"message": "not allowed"}}), 3, "the key for `"),
        (404, json!({"error": {"message": "The model does not exist"}}), 3, "there is no `"),
        (429, json!({"error": {"message": "no money", "code": "insufficient_quota"}}), 5, "is exhausted"),
        (402, json!({"error": {"message": "Insufficient Balance"}}), 5, "is exhausted"),
        (
            400,
            json!({"error": {"message": "You have reached your specified API usage limits."}}),
            5,
            "is exhausted",
        ),
        (
            400,
            json!({"error": {"message": "User location is not supported", "status": "FAILED_PRECONDITION"}}),
            3,
            "the key for `",
        ),
    ];
    for (status, body, exit, words) in &refusals {
        let (status, body) = (*status, body.clone());
        let server = fake::server(move |_, _| Say::status(status, &body));
        let mut bench = fake::bench(&server, provider);
        bench.set("PAPERS_LLM_CONCURRENCY", "1");
        let run = bench.papers(&["fetch"]).args(IDS).assert().code(*exit).stdout("");
        let said = String::from_utf8(run.get_output().stderr.clone()).unwrap();
        assert_eq!(said.matches("error:").count(), 1, "{provider} {status}: {said}");
        assert!(said.contains(words) && said.contains("and 2 more"), "{provider} {status}: {said}");
        assert_eq!(questions(&server).len(), 1, "{provider} {status}");
    }
}

#[test]
fn an_address_without_its_usual_end_is_told() {
    let server = fake::server(|_, _| error(404, "Not Found"));
    let mut bench = fake::bench(&server, "openai");
    let said = |bench: &crate::support::Bench| {
        let run = bench.papers(&["fetch", IDS[0]]).assert().code(3);
        String::from_utf8(run.get_output().stderr.clone()).unwrap()
    };
    let whole = said(&bench);
    assert!(!whole.contains("usually ends") && whole.contains("correct `base_url`"), "{whole}");
    bench.set("PAPERS_LLM_BASE_URL", &server.url(""));
    assert!(said(&bench).contains("usually ends in `/v1`"));
}

#[test]
fn a_query_in_the_address_is_sent_and_its_values_are_not_shown() {
    for (provider, base, sent) in [
        ("openai", "/v1?api-version=hunter2", "api-version=hunter2"),
        ("gemini", "/v1beta?key=hunter2", "key=hunter2&alt=sse"),
    ] {
        let server = fake::good();
        let mut bench = fake::bench(&server, provider);
        bench.set("PAPERS_LLM_BASE_URL", &server.url(base));
        bench.papers(&["fetch", IDS[0]]).assert().success();
        let asked = &questions(&server)[0];
        assert_eq!((asked.path.as_str(), asked.query.as_str()), (fake::path(provider), sent));
        for status in [404, 429] {
            let server =
                fake::server(move |_, _| Say::Http(Reply::status(status).header("Retry-After", "3600")));
            bench.set("PAPERS_LLM_BASE_URL", &server.url(base));
            let run = bench.papers(&["fetch", "--json", "--refresh", "digest", IDS[0]]).assert().failure();
            let output = run.get_output();
            let said =
                format!("{:?}", [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text)));
            assert!(
                !said.contains("hunter2") && !said.contains("usually ends"),
                "{provider} {status}: {said}"
            );
        }
    }
}

#[test]
fn a_refused_field_is_left_out_whatever_the_error_quotes() {
    let refused = |question: &str| question.contains("\"response_format\"");
    let errors = [
        (
            422,
            json!({"detail": [{"msg": "json_schema is not supported", "input": {"messages": "a context window"}}]}),
        ),
        (
            404,
            json!({"error": {"code": 404, "message": "No endpoints found that can handle the requested parameters."}}),
        ),
    ];
    for (status, body) in errors {
        let server = fake::server(move |_, question| match refused(question) {
            true => Say::status(status, &body),
            false => Say::json(&digest(question)),
        });
        fake::bench(&server, "openai").papers(&["fetch", IDS[0]]).assert().success();
        assert_eq!(questions(&server).len(), 3, "{status}: with a schema, as JSON, without either");
    }
}

#[test]
fn papers_finished_before_the_run_stops_are_published() {
    let server = fake::server(|n, question| match n {
        0 => Say::json(&digest(question)),
        _ => error(401, "revoked"),
    });
    let mut bench = fake::bench(&server, "openai");
    bench.set("PAPERS_LLM_CONCURRENCY", "1");
    let run = bench.papers(&["fetch", "--json"]).args(IDS).assert().code(4);
    let record = record(&run);
    assert_eq!(record["papers"].as_array().unwrap().len(), 1);
    assert_eq!(record["failed"].as_array().unwrap().len(), 2);
    run.stderr(contains("revoked").and(contains("hint: `docs/MODELS.md`")));
}

#[test]
fn a_server_that_is_not_there_stops_the_run_soon() {
    let server = fake::good();
    let mut bench = fake::bench(&server, "ollama");
    // A port without a listener: bound and released.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    bench.set("PAPERS_LLM_BASE_URL", &format!("http://127.0.0.1:{port}"));
    let begin = std::time::Instant::now();
    let run = bench.papers(&["fetch"]).args(IDS).assert().code(5);
    assert!(begin.elapsed() < Duration::from_secs(20), "{:?}", begin.elapsed());
    run.stderr(
        contains("cannot be asked; is Ollama running? `ollama serve` starts it")
            .and(contains("takes no connection"))
            .and(contains("and 2 more"))
            .and(contains("hint: start the model's server")),
    );
}

#[test]
fn a_server_that_takes_too_long_for_one_paper_loses_that_paper_only() {
    let server = fake::server(|_, question| match question.contains("arXiv:2510.06917") {
        true => Say::Http(Reply::ok("{}").manner(Manner::Late(Duration::from_secs(8)))),
        false => Say::json(&digest(question)),
    });
    let bench = fake::bench(&server, "openai");
    bench.write("papers.toml", "[llm]\nfirst_word_timeout = 3");
    let run = bench.papers(&["fetch", "--json"]).args(IDS).assert().code(4);
    let record = record(&run);
    assert_eq!(record["papers"].as_array().unwrap().len(), 2);
    assert!(record["failed"][0]["error"].as_str().unwrap().contains("silent for 3 s"), "{record}");
    run.stderr(contains("raise `first_word_timeout`"));
    assert_eq!(questions(&server).len(), 3, "what took too long is not paid for twice");
    // Fewer requests at a time do not help one paper.
    let run = bench.papers(&["fetch", IDS[1]]).assert().code(5);
    run.stderr(contains("raise `first_word_timeout`").and(contains("concurrency").not()));
}

#[rstest]
#[case(400, "This model's maximum context length is 4096 tokens.")]
#[case(400, "input length and `max_tokens` exceed context limit: 190000 + 16384 > 200000")]
#[case(429, "Request too large for m on tokens per min (TPM): Limit 30000, Requested 40125.")]
fn a_text_too_long_for_the_model_fails_that_paper_and_names_the_setting(
    #[case] status: u16,
    #[case] message: &'static str,
) {
    let server = fake::server(move |_, question| match question.contains("arXiv:2510.06917") {
        true => error(status, message),
        false => Say::json(&digest(question)),
    });
    let bench = fake::bench(&server, "openai");
    bench.papers(&["fetch"]).args(IDS).assert().code(4).stderr(contains("lower `context_tokens`"));
    assert_eq!(questions(&server).len(), 3);
}

#[test]
fn a_redirect_is_not_followed_with_the_key() {
    let server = fake::server(|_, _| {
        Say::Http(Reply::status(307).header("Location", "http://evil.example/v1/chat/completions"))
    });
    let bench = fake::bench(&server, "openai");
    let run = bench.papers(&["fetch", IDS[0]]).assert().code(3);
    run.stderr(contains("set `base_url` to `http://evil.example/v1`"));
    assert_eq!(questions(&server).len(), 1);
}

#[test]
fn questions_under_way_are_bounded() {
    let under_way = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let most = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let (now, seen) = (under_way.clone(), most.clone());
    let server = fake::server(move |_, question| {
        use std::sync::atomic::Ordering::SeqCst;
        seen.fetch_max(now.fetch_add(1, SeqCst) + 1, SeqCst);
        std::thread::sleep(Duration::from_millis(300));
        now.fetch_sub(1, SeqCst);
        Say::json(&digest(question))
    });
    let mut bench = fake::bench(&server, "openai");
    bench.set("PAPERS_LLM_CONCURRENCY", "2");
    bench.papers(&["fetch"]).args(IDS).assert().success();
    assert_eq!(most.load(std::sync::atomic::Ordering::SeqCst), 2);
}

#[test]
fn an_outage_is_told_once_where_the_built_in_engine_takes_over() {
    let broke = fake::server(|_, _| error(402, "Insufficient Balance"));
    let bench = fake::bench(&broke, "openai");
    bench.write("papers.toml", "fallback = 'extractive'");
    let run = bench.papers(&["fetch", "--json"]).args(IDS).assert().success();
    for entry in record(&run)["papers"].as_array().unwrap() {
        assert_eq!(entry["engine"], "extractive");
    }
    let said = String::from_utf8(run.get_output().stderr.clone()).unwrap();
    assert_eq!(said.matches("Insufficient Balance").count(), 1, "{said}");
    let denied = fake::server(|_, _| error(401, "wrong key"));
    let bench = fake::bench(&denied, "openai");
    bench.write("papers.toml", "fallback = 'extractive'");
    bench.papers(&["fetch"]).args(IDS).assert().code(3).stdout("");
}

/// The errors by which some providers' content filters reject a text, with their status.
fn filters() -> [(&'static str, u16, Value); 5] {
    [
        ("openai", 400, json!({"error": {"code": "content_filter", "message": "content management policy"}})),
        (
            "openai",
            400,
            json!({"error": {"message": "Content Exists Risk", "code": "invalid_request_error"}}),
        ),
        ("openai", 200, json!({"error": {"code": "data_inspection_failed", "message": "Input data may …"}})),
        ("openai", 400, json!({"error": {"code": "1301", "message": "…"}})),
        (
            "anthropic",
            400,
            json!({"type": "error", "error": {"message": "blocked by content filtering policy"}}),
        ),
    ]
}

#[test]
fn a_content_filter_costs_one_paper_and_is_not_asked_on_a_third_day() {
    for (provider, status, body) in filters() {
        let server = fake::library(move |_, question| match question.contains("arXiv:2510.06590") {
            true => Say::status(status, &body),
            false => Say::json(&digest(question)),
        });
        let mut bench = fake::bench(&server, provider);
        bench.set("PAPERS_LLM_CONCURRENCY", "1");
        let run = |bench: &crate::support::Bench| {
            bench.papers(&["fetch", "--read", "abstract", "--json"]).args(IDS).assert().code(4)
        };
        let first =
            run(&bench).stderr(contains("content filter rejects the text").and(contains("hint").not()));
        assert_eq!(record(&first)["failed"][0]["input"], IDS[0], "{status}");
        let about = |server: &Server| {
            let is_it = |body: &Value| body.to_string().contains("arXiv:2510.06590");
            questions(server).iter().map(fake::body).filter(is_it).count()
        };
        assert_eq!(about(&server), 1, "{provider} {status}: the paper is asked about once");
        let asked: Vec<Value> = questions(&server).iter().map(fake::body).collect();
        let schema = |body: &Value| {
            body.pointer("/response_format/json_schema").or(body.get("output_config")).is_some()
        };
        assert!(asked.iter().all(schema), "{provider} {status}: the schema is asked for as before");
        for (day, requests) in [("2025-10-10", 1), ("2025-10-11", 0)] {
            let before = about(&server);
            bench.set("PAPERS_NOW", &format!("{day}T20:00:00Z"));
            run(&bench);
            assert_eq!(about(&server) - before, requests, "{provider} {status} {day}");
        }
    }
}

#[test]
fn papers_that_are_refused_in_any_form_cost_the_others_no_field() {
    let ids: Vec<String> = (1..=7).map(|n| format!("2510.0000{n}")).collect();
    let is_refused =
        |question: &str| ["00002", "00003"].iter().any(|n| question.contains(&format!("arXiv:2510.{n}")));
    for concurrency in ["1", "2", "4"] {
        // With two at a time, the second of the refused papers begins between two refusals of the first.
        let server = fake::library(move |_, question| {
            let refused = is_refused(question);
            std::thread::sleep(Duration::from_millis(if refused { 100 } else { 150 }));
            if refused { error(400, "a reason that nobody knows") } else { Say::json(&digest(question)) }
        });
        let mut bench = fake::bench(&server, "openai");
        bench.set("PAPERS_LLM_CONCURRENCY", concurrency);
        bench.papers(&["fetch", "--read", "abstract", "--json"]).args(&ids).assert().code(4);
        let asked: Vec<Value> = questions(&server).iter().map(fake::body).collect();
        let (lost, others): (Vec<_>, Vec<_>) = asked.iter().partition(|body| is_refused(&body.to_string()));
        assert_eq!((lost.len(), others.len()), (8, 5), "{concurrency}");
        for body in others {
            assert_eq!(body["response_format"]["type"], "json_schema", "{concurrency}");
        }
    }
}
