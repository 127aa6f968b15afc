//! Tests streamed answers: which are ended early, which may take long, and what each provider is told.

use std::time::{Duration, Instant};

use predicates::prelude::*;
use predicates::str::contains;
use rstest::rstest;
use serde_json::{Value, json};

use super::fake::{self, Say, body, digest, path, questions, record};
use crate::support::{Bench, Manner, Reply, Server};

const IDS: [&str; 3] = ["2510.06590", "2510.06917", "2510.04212"];

/// Creates a model whose first answer comes in pieces with pauses, and whose next one is good.
fn first(provider: &'static str, text: String, pause: Duration) -> Server {
    fake::server(move |n, question| match n {
        0 => Say::Http(fake::stream(path(provider), &text).manner(Manner::Dripped(pause))),
        _ => Say::json(&digest(question)),
    })
}

#[rstest]
#[case::sentence("{\"introduction\": {\"goal\": \"", "같은 문장이 끝없이 반복된다. ")]
#[case::items("{\"introduction\": {}, \"method\": [", "\"It is trained on the same data once more.\", ")]
#[case::white_space("{\"introduction\": {", "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n")]
#[case::refusal(
    "죄송하지만 도구 사용이 승인되지 않아 논문 본문을 가져올 수 없습니다. ",
    "다른 방법을 알려 주시면 돕겠습니다. "
)]
fn a_lost_answer_is_ended_early_and_asked_again_in_no_more_room(
    #[values("openai", "anthropic", "gemini", "ollama")] provider: &'static str,
    #[case] start: &str,
    #[case] rest: &str,
) {
    // All of it would take more than a minute.
    let server = first(provider, format!("{start}{}", rest.repeat(600)), Duration::from_millis(40));
    let begin = Instant::now();
    let run = fake::bench(&server, provider).papers(&["fetch", "--json", IDS[0]]).assert().success();
    assert!(begin.elapsed() < Duration::from_secs(15), "{provider}: {:?}", begin.elapsed());
    assert_eq!(record(&run)["papers"][0]["digest"], digest("arXiv:2510.06590"), "{provider}");
    let [one, two] = &questions(&server)[..] else { panic!("two were asked") };
    let room = |asked| {
        let body = body(asked);
        let places = ["/max_tokens", "/generationConfig/maxOutputTokens", "/options/num_predict"];
        places.iter().find_map(|place| body.pointer(place).cloned()).unwrap()
    };
    assert_eq!(room(one), room(two), "{provider}: a loop needs no more room");
    assert!(record(&run)["papers"][0]["usage"]["output_tokens"].as_u64().unwrap() < 1_500);
}

#[test]
fn an_answer_may_take_longer_than_the_timeout_while_it_goes_on() {
    let text = digest("arXiv:2510.06590").to_string();
    let server = first("openai", text, Duration::from_millis(150));
    let bench = fake::bench(&server, "openai");
    bench.write("papers.toml", "[llm]\ntimeout = 1");
    let begin = Instant::now();
    bench.papers(&["fetch", IDS[0]]).assert().success();
    assert!(begin.elapsed() > Duration::from_secs(2), "{:?}", begin.elapsed());
    assert_eq!(questions(&server).len(), 1);
}

#[test]
fn an_answer_that_stops_in_its_middle_is_given_up_and_the_setting_named() {
    let text = digest("arXiv:2510.06590").to_string();
    let server = first("openai", text, Duration::from_millis(2500));
    let bench = fake::bench(&server, "openai");
    bench.write("papers.toml", "[llm]\ntimeout = 1");
    bench
        .papers(&["fetch", IDS[0]])
        .assert()
        .code(5)
        .stderr(contains("raise `timeout`").and(contains("it paused for 1 s")));
}

/// Digests eight papers with default settings. Returns the number of questions.
fn all_eight(server: &Server) -> usize {
    let ids: Vec<String> = (1..=8).map(|n| format!("2510.0000{n}")).collect();
    let bench = fake::bench(server, "openai");
    let run = bench.papers(&["fetch", "--json"]).args(ids).assert().success();
    assert_eq!(record(&run)["papers"].as_array().unwrap().len(), 8);
    questions(server).len()
}

/// Creates a server that answers one question at a time while the others wait.
fn one_slot() -> Server {
    let lock = std::sync::Mutex::new(());
    fake::library(move |_, question| {
        let _slot = lock.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        std::thread::sleep(Duration::from_millis(700));
        Say::json(&digest(question))
    })
}

#[test]
fn a_server_with_one_slot_answers_all_papers() {
    assert_eq!(all_eight(&one_slot()), 8);
}

#[test]
fn a_queue_is_no_slow_answer() {
    let server = one_slot();
    let bench = fake::bench(&server, "openai");
    // Four are waiting at a time, the last of them for almost three seconds.
    bench.write("papers.toml", "[llm]\ntimeout = 1");
    let ids = (1..=4).map(|n| format!("2510.0000{n}"));
    bench.papers(&["fetch"]).args(ids).assert().success();
    assert_eq!(questions(&server).len(), 4);
}

#[test]
fn a_server_that_turns_questions_away_while_it_works_on_one_answers_all() {
    let busy = std::sync::atomic::AtomicBool::new(false);
    let server = fake::library(move |_, question| {
        use std::sync::atomic::Ordering::SeqCst;
        if busy.swap(true, SeqCst) {
            return Say::status(429, &json!({"error": {"message": "one at a time"}}));
        }
        std::thread::sleep(Duration::from_millis(500));
        busy.store(false, SeqCst);
        Say::json(&digest(question))
    });
    let turned_away = all_eight(&server) - 8;
    assert!((1..20).contains(&turned_away), "{turned_away}");
}

#[test]
fn a_server_that_is_slow_to_start_is_waited_for() {
    let begin = Instant::now();
    let server = fake::library(move |_, question| {
        if begin.elapsed() < Duration::from_secs(4) {
            return Say::status(
                503,
                &json!({"error": {"message": "Loading model", "type": "unavailable_error"}}),
            );
        }
        Say::json(&digest(question))
    });
    all_eight(&server);
}

#[test]
fn slots_and_window_are_asked_of_the_server_and_kept_for_runs_without_it() {
    let under_way = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let most = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let (now, seen) = (under_way, most.clone());
    let server = Server::new(move |asked, _| {
        use std::sync::atomic::Ordering::SeqCst;
        if asked.path == "/props" {
            let props = json!({"default_generation_settings": {"n_ctx": 4096}, "total_slots": 1});
            return Reply::ok(props.to_string());
        }
        if asked.body.is_empty() {
            return crate::support::arxiv(asked);
        }
        seen.fetch_max(now.fetch_add(1, SeqCst) + 1, SeqCst);
        std::thread::sleep(Duration::from_millis(200));
        now.fetch_sub(1, SeqCst);
        fake::stream(&asked.path, &digest(&String::from_utf8_lossy(&asked.body)).to_string())
    });
    let bench = fake::bench(&server, "openai");
    bench.papers(&["fetch"]).args(IDS).assert().success();
    assert_eq!(most.load(std::sync::atomic::Ordering::SeqCst), 1);
    assert_eq!(body(&questions(&server)[0])["max_tokens"], 1024, "a quarter of the window");
    bench.papers(&["fetch", "--offline"]).args(IDS).assert().success();
    assert_eq!(questions(&server).len(), 3);
}

fn asked(provider: &str, toml: &str) -> Value {
    let server = fake::good();
    let bench = fake::bench(&server, provider);
    bench.write("papers.toml", toml);
    bench.papers(&["fetch", IDS[0]]).assert().success();
    body(&questions(&server)[0])
}

#[test]
fn every_provider_streams_and_gets_the_bounds() {
    let places = [
        ("openai", "/response_format/json_schema/schema", "/stream"),
        ("anthropic", "/output_config/format/schema", "/stream"),
        ("gemini", "/generationConfig/responseJsonSchema", ""),
        ("ollama", "/format", "/stream"),
    ];
    for (provider, place, streams) in places {
        let asked = asked(provider, "[digest]\nmethod = 5\n[llm]\nsentence_chars = 99");
        let method = asked.pointer(&format!("{place}/properties/method")).cloned().unwrap();
        assert_eq!(
            (&method["maxItems"], &method["items"]["maxLength"]),
            (&json!(5), &json!(99)),
            "{provider}"
        );
        if !streams.is_empty() {
            assert_eq!(asked.pointer(streams), Some(&json!(true)), "{provider}");
        }
    }
    assert_eq!(asked("openai", "")["stream_options"], json!({"include_usage": true}));
}

#[test]
fn effort_is_worded_for_each_provider() {
    let expected = [
        ("openai", "/reasoning_effort", json!("low"), json!("none")),
        ("anthropic", "/output_config/effort", json!("low"), Value::Null),
        ("gemini", "/generationConfig/thinkingConfig/thinkingLevel", json!("low"), json!("minimal")),
        ("ollama", "/think", json!("low"), json!(false)),
    ];
    for (provider, place, low, none) in expected {
        let of = |toml| asked(provider, toml).pointer(place).cloned().unwrap_or_default();
        assert_eq!(of(""), Value::Null, "{provider}");
        assert_eq!(of("[llm]\neffort = 'low'"), low, "{provider}");
        assert_eq!(of("[llm]\neffort = 'none'"), none, "{provider}");
    }
    assert_eq!(asked("anthropic", "[llm]\neffort = 'none'")["thinking"], json!({"type": "disabled"}));
    let own = asked("openai", "[llm]\neffort = 'none'");
    assert_eq!(own["chat_template_kwargs"], json!({"enable_thinking": false}), "a server of one's own");
}

#[test]
fn extra_fields_leave_what_stands_beside_them() {
    let anthropic = asked("anthropic", "[llm.extra]\noutput_config = { effort = 'low' }");
    assert_eq!(anthropic["output_config"]["effort"], "low");
    assert_eq!(anthropic["output_config"]["format"]["type"], "json_schema");
    let ollama = asked("ollama", "[llm.extra]\noptions = { num_gpu = 1 }");
    assert_eq!((&ollama["options"]["num_gpu"], &ollama["options"]["num_ctx"]), (&json!(1), &json!(16_384)));
    let gemini = asked("gemini", "[llm.extra]\ngenerationConfig = { topK = 1 }");
    assert!(
        gemini["generationConfig"]["maxOutputTokens"].is_u64() && gemini["generationConfig"]["topK"] == 1
    );
    let openai = asked("openai", "[llm.extra]\nresponse_format = { json_schema = { strict = false } }");
    assert_eq!(openai["response_format"]["json_schema"]["strict"], false);
    assert!(openai["response_format"]["json_schema"]["schema"].is_object());
}

#[test]
fn anthropic_is_told_what_to_keep_and_gets_a_repair_behind_it() {
    let server = fake::server(|n, question| match n {
        0 => Say::Text("nothing".to_owned()),
        _ => Say::json(&digest(question)),
    });
    fake::bench(&server, "anthropic").papers(&["fetch", IDS[0]]).assert().success();
    let [one, two] = &questions(&server).iter().map(body).collect::<Vec<_>>()[..] else { panic!() };
    let keep = json!({"type": "ephemeral"});
    assert_eq!(one["system"][0]["cache_control"], keep);
    assert_eq!(one["messages"][0]["content"][0]["cache_control"], keep);
    assert_eq!(one["system"], two["system"]);
    assert_eq!(one["messages"][0]["content"][0], two["messages"][0]["content"][0], "the prefix is the same");
    assert!(two["messages"][0]["content"][1]["text"].as_str().unwrap().contains("could not be used"));
}

#[rstest]
fn each_refused_field_is_left_out_alone(
    #[values("openai", "anthropic", "gemini", "ollama")] provider: &'static str,
) {
    let server = fake::server(move |_, question| {
        let refuse = |words: &str| Say::status(400, &json!({"error": {"message": words}}));
        match question {
            _ if question.contains("maxItems") => {
                refuse("For 'array' type, property 'maxItems' is not supported")
            }
            _ if question.contains("maxLength") => refuse("'maxLength' is not permitted"),
            _ if question.contains("\"temperature\"") => {
                refuse("`temperature` is deprecated for this model.")
            }
            _ => Say::json(&digest(question)),
        }
    });
    let mut bench = fake::bench(&server, provider);
    bench.set("PAPERS_LLM_CONCURRENCY", "1");
    bench.papers(&["fetch"]).args(&IDS[..2]).assert().success();
    let asked = questions(&server);
    assert_eq!(asked.len(), 5, "three lessons and two answers");
    let last = String::from_utf8_lossy(&asked[4].body).into_owned();
    assert!(last.contains("additionalProperties"), "{provider}: the schema itself stays");
}

#[test]
fn a_server_that_does_not_stream_is_asked_for_whole_answers() {
    let server = fake::server(|_, question| match question.contains("\"stream\":true") {
        true => Say::status(400, &json!({"error": {"message": "stream is not supported"}})),
        false => Say::json(&digest(question)),
    });
    fake::bench(&server, "openai").papers(&["fetch", IDS[0]]).assert().success();
    assert_eq!(questions(&server).len(), 2);
}

/// Creates a model that uses all of its tokens for reasoning.
fn thinker() -> Server {
    let end = json!({"choices": [{"delta": {}, "finish_reason": "length"}], "usage": {
        "prompt_tokens": 10, "completion_tokens": 900, "completion_tokens_details": {"reasoning_tokens": 900}}});
    fake::server(move |_, _| Say::Http(Reply::ok(format!("data: {end}\n\ndata: [DONE]\n\n"))))
}

#[test]
fn thoughts_that_ate_the_room_are_told_with_the_setting_that_helps() {
    let server = thinker();
    let run = fake::bench(&server, "openai").papers(&["fetch", IDS[0]]).assert().code(6);
    run.stderr(contains("the thoughts took all the room").and(contains("set `effort = \"low\"`")));
}

fn at(bench: &mut Bench, day: &str) {
    bench.set("PAPERS_NOW", &format!("{day}T08:15:00+09:00"));
}

#[test]
fn a_question_that_leads_to_no_digest_on_two_days_is_not_paid_for_again() {
    let server = thinker();
    let mut bench = fake::bench(&server, "openai");
    let fetch = |bench: &Bench, more: &[&str]| {
        let run = bench.papers(&["fetch", IDS[0]]).args(more).assert().code(6);
        (questions(&server).len(), String::from_utf8(run.get_output().stderr.clone()).unwrap())
    };
    assert_eq!(fetch(&bench, &[]).0, 2);
    assert_eq!(fetch(&bench, &[]).0, 4, "twice on one day may be chance");
    at(&mut bench, "2025-10-10");
    assert_eq!(fetch(&bench, &[]).0, 6);
    at(&mut bench, "2025-10-11");
    let (asked, said) = fetch(&bench, &[]);
    assert_eq!(asked, 6);
    assert!(said.contains("gave no digest on 2 days") && said.contains("--refresh digest"), "{said}");
    let status = bench.papers(&["status"]).assert().success();
    status.stdout(contains("2510.06590").and(contains("openai:gpt-4o-mini")));
    assert_eq!(fetch(&bench, &["--refresh", "digest"]).0, 8);
    bench.write("papers.toml", "[llm]\neffort = 'low'");
    assert_eq!(fetch(&bench, &[]).0, 10, "another setting is another question");
}

#[test]
fn the_limit_of_a_month_holds_over_runs() {
    let server = fake::good();
    let mut bench = fake::bench(&server, "openai");
    let prices = "[llm.prices]\ngpt-4o-mini = { input = 2000.0, output = 2000.0 }";
    bench.write("papers.toml", &format!("[llm]\nmax_output_tokens = 2048\nmax_cost_month = 11\n{prices}"));
    bench.papers(&["fetch", IDS[0]]).assert().success();
    let second = bench.papers(&["fetch", IDS[1]]).assert().code(4);
    second.stderr(contains("$2.4000 of the limit of $11 a month is already spent"));
    at(&mut bench, "2025-11-01");
    bench.papers(&["fetch", IDS[1]]).assert().success();
}
