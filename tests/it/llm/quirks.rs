//! Tests servers that are compatible with a provider's interface, but not in everything.

use std::sync::Arc;

use predicates::prelude::*;
use predicates::str::contains;
use rstest::rstest;
use serde_json::{Value, json};

use super::fake::{self, PROVIDERS, Say, body, digest, path, questions, record};
use crate::support::{Bench, Manner, Reply, Server};

const ID: &str = "2510.06590";

fn fetch(bench: &Bench) -> assert_cmd::assert::Assert {
    bench.papers(&["fetch", "--json", ID]).assert()
}

/// Creates a server that answers with this error as long as `is_wrong` is true for the question.
fn strict(
    status: u16,
    error: impl Fn(&Value) -> Value + Send + Sync + 'static,
    is_wrong: impl Fn(&Value) -> bool + Send + Sync + 'static,
) -> Server {
    fake::server(move |_, question| {
        let asked: Value = serde_json::from_str(question).unwrap();
        if is_wrong(&asked) { Say::status(status, &error(&asked)) } else { Say::json(&digest(question)) }
    })
}

fn streams_with_options(asked: &Value) -> bool {
    asked.get("stream_options").is_some()
}

#[rstest]
#[case::in_an_object(
    json!({"object": "error", "message": {"detail": [{"type": "extra_forbidden", "loc": ["body", "stream_options", "include_usage"],
        "msg": "Extra inputs are not permitted", "input": true}]}, "type": "invalid_request_error", "code": null})
)]
#[case::in_two_lists(
    json!({"object": "Error", "detail": [{"loc": ["body", "stream_options"], "msg": "Extra inputs are not permitted"}],
        "message": [{"loc": ["body", "stream_options"], "msg": "Extra inputs are not permitted"}], "code": 3001})
)]
#[case::as_a_parameter(json!({"error": {"message": "Unknown parameter.", "param": "stream_options.include_usage"}}))]
#[case::behind_a_router(
    json!({"error": {"message": "Provider returned error", "metadata": {
        "raw": "{\"detail\": [{\"loc\": [\"body\", \"stream_options\"], \"msg\": \"No\"}]}"}}})
)]
fn a_field_that_is_named_anywhere_is_omitted_and_nothing_else(#[case] error: Value) {
    let server = strict(422, move |_| error.clone(), streams_with_options);
    fetch(&fake::bench(&server, "openai")).success();
    let [_, second] = &questions(&server)[..] else { panic!("two were asked") };
    assert_eq!(body(second)["response_format"]["type"], "json_schema");
    assert_eq!(body(second)["stream"], true);
}

#[test]
fn a_field_that_is_not_named_is_found_before_the_server_is_given_up() {
    let server = strict(400, |_| json!({"detail": "Bad Request"}), streams_with_options);
    fetch(&fake::bench(&server, "openai")).success();
    assert_eq!(questions(&server).len(), 4, "with a schema, as JSON, without either, without options");
}

#[test]
fn a_gateway_that_allows_only_a_few_fields_is_asked_with_those() {
    let others = |asked: &Value| -> Vec<String> {
        let known = ["model", "messages", "max_tokens", "stream"];
        asked.as_object().unwrap().keys().filter(|key| !known.contains(&key.as_str())).cloned().collect()
    };
    let error = move |asked: &Value| {
        let detail = |key: &String| json!({"type": "extra_forbidden", "loc": ["body", key], "msg": "Extra inputs are not permitted"});
        json!({"detail": others(asked).iter().map(detail).collect::<Vec<_>>()})
    };
    let server = strict(422, error, move |asked| !others(asked).is_empty());
    fetch(&fake::bench(&server, "openai")).success();
}

#[test]
fn a_field_of_ones_own_that_is_rejected_is_named_after_one_more_try_for_each_other_field() {
    let error = json!({"detail": [{"loc": ["body", "top_k"], "msg": "Extra inputs are not permitted"}]});
    let server = strict(422, move |_| error.clone(), |asked| asked.get("top_k").is_some());
    let bench = fake::bench(&server, "openai");
    bench.write("papers.toml", "[llm.extra]\ntop_k = 5");
    fetch(&bench).code(3).stderr(contains("Extra inputs are not permitted (`top_k`)"));
    assert_eq!(questions(&server).len(), 4);
}

#[rstest]
#[case("openai", 400, "System role not supported")]
#[case("openai", 500, "Jinja Exception: System role not supported")]
#[case("openai", 400, "Conversation roles must alternate user/assistant/user/assistant/...")]
#[case("ollama", 400, "role 'system' is not supported by this model")]
#[case("gemini", 400, "Developer instruction is not enabled for models/gemma-3-27b-it")]
#[case("anthropic", 400, "system instructions are not supported by this model")]
fn a_model_without_system_messages_gets_the_task_before_the_paper(
    #[case] provider: &str,
    #[case] status: u16,
    #[case] message: &'static str,
) {
    let has_system = |asked: &Value| {
        let first = asked.pointer("/messages/0/role");
        first == Some(&json!("system")) || asked.get("system").or(asked.get("systemInstruction")).is_some()
    };
    let server = strict(status, move |_| json!({"error": {"message": message, "code": status}}), has_system);
    let mut bench = fake::bench(&server, provider);
    bench.set("PAPERS_LLM_CONCURRENCY", "1");
    bench.papers(&["fetch", ID, "2510.06917"]).assert().success();
    let asked: Vec<Value> = questions(&server).iter().map(body).collect();
    assert_eq!(asked.len(), 3, "it is learned once");
    let places = ["/messages/0/content/0/text", "/messages/0/content", "/contents/0/parts/0/text"];
    let user =
        |asked: &Value| places.iter().find_map(|place| Some(asked.pointer(place)?.as_str()?.to_owned()));
    let user = user(&asked[2]).unwrap();
    let (task, paper) = (user.find("Write in Korean.").unwrap(), user.find("arXiv:2510.06917").unwrap());
    assert!(task < paper, "{user}");
}

#[rstest]
fn a_whole_answer_counts_however_the_connection_ends(
    #[values("openai", "anthropic", "gemini", "ollama")] provider: &'static str,
    #[values(true, false)] streams: bool,
) {
    let server = fake::server(move |_, question| {
        let answer = digest(question).to_string();
        let mut reply = match streams {
            true => fake::stream(path(provider), &answer),
            false => fake::speak(path(provider), false, Say::Text(answer)),
        };
        let end = reply.body.windows(12).position(|part| part == b"data: [DONE]").unwrap_or(reply.body.len());
        reply.body.truncate(end);
        reply.body.extend([b' '; 50]);
        Say::Http(reply.manner(Manner::Truncated(end)))
    });
    let run = fetch(&fake::bench(&server, provider)).success();
    assert_eq!(record(&run)["papers"][0]["digest"], digest("arXiv:2510.06590"));
    assert_eq!(questions(&server).len(), 1);
    run.stderr(contains("1 answer, 1000 tokens in, 200 out"));
}

#[test]
fn an_answer_under_two_names_is_one_answer() {
    let server = fake::server(|_, question| {
        let answer = digest(question).to_string();
        let letters: Vec<char> = answer.chars().collect();
        let event = |piece: &[char]| {
            let piece: String = piece.iter().collect();
            let delta = json!({"reasoning": piece, "reasoning_content": piece});
            format!("data: {}\n\n", json!({"choices": [{"delta": delta}]}))
        };
        let events: String = letters.chunks(20).map(event).collect();
        let end = json!({"choices": [{"delta": {}, "finish_reason": "stop"}]});
        Say::Http(Reply::ok(format!("{events}data: {end}\n\ndata: [DONE]\n\n")))
    });
    let run = fetch(&fake::bench(&server, "openai")).success();
    assert_eq!(record(&run)["papers"][0]["digest"], digest("arXiv:2510.06590"));
    assert_eq!(questions(&server).len(), 1);
}

#[test]
fn the_text_with_which_a_block_begins_is_part_of_the_answer() {
    let server = fake::server(|_, question| {
        let answer = digest(question).to_string();
        let (start, rest) = answer.split_at(answer.find("goal").unwrap());
        let begin = json!({"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": start}});
        let mut reply = fake::stream("/v1/messages", rest);
        let mut events = format!("data: {begin}\n\n").into_bytes();
        events.append(&mut reply.body);
        Say::Http(Reply { body: events, ..reply })
    });
    let run = fetch(&fake::bench(&server, "anthropic")).success();
    assert_eq!(record(&run)["papers"][0]["digest"], digest("arXiv:2510.06590"));
}

#[test]
fn a_redirect_names_the_address_to_be_set() {
    for provider in PROVIDERS {
        let server = fake::server(move |_, _| {
            let target = format!("http://new.example/api{}?key=hunter2", path(provider));
            Say::Http(Reply::status(308).header("Location", &target))
        });
        let base = path(provider).split("/chat/completions").next().unwrap();
        let base = match provider {
            "anthropic" | "ollama" => "",
            "gemini" => "/v1beta",
            _ => base,
        };
        let run = fetch(&fake::bench(&server, provider)).code(3);
        run.stderr(
            contains(format!("set `base_url` to `http://new.example/api{base}`"))
                .and(contains("hunter2").not())
                .and(contains("later").not()),
        );
        assert_eq!(questions(&server).len(), 1, "{provider}");
    }
    let login = fake::server(|_, _| Say::Http(Reply::status(302).header("Location", "/login?next=v1")));
    let run = fetch(&fake::bench(&login, "openai")).code(3);
    run.stderr(contains("/login?next=***`; correct `base_url`"));
}

#[test]
fn a_web_page_in_place_of_a_server_is_not_asked_again() {
    let page = "<!doctype html><html><head><title>Sign in</title></head><body></body></html>";
    let server = fake::server(move |_, _| Say::Http(Reply::ok(page)));
    let run = fetch(&fake::bench(&server, "openai")).code(3);
    run.stderr(contains("correct `base_url`, or log in").and(contains("“Sign in”")));
    assert_eq!(questions(&server).len(), 1);
    // A server that answered before is at the right address.
    let server = fake::library(move |n, question| match n {
        1 => Say::Http(Reply::ok(page)),
        _ => Say::json(&digest(question)),
    });
    let mut bench = fake::bench(&server, "openai");
    bench.set("PAPERS_LLM_CONCURRENCY", "1");
    bench.papers(&["fetch", "--read", "abstract", "2510.00001", "2510.00002"]).assert().success();
    assert_eq!(questions(&server).len(), 3);
}

#[test]
fn whoever_switches_streaming_off_gets_no_options_of_streams() {
    for provider in ["openai", "anthropic", "gemini", "ollama"] {
        let server = fake::good();
        let bench = fake::bench(&server, provider);
        bench.write("papers.toml", "[llm.extra]\nstream = false");
        fetch(&bench).success();
        let asked = &questions(&server)[0];
        assert!(
            body(asked).get("stream_options").is_none() && body(asked)["stream"] != json!(true),
            "{provider}"
        );
        assert!(!asked.path.contains(":stream"), "{provider}");
    }
}

/// Creates a server like llama.cpp, which has one model, in this file.
fn llama(file: &'static str) -> Server {
    let speak = fake::speaker(|_, question| Say::json(&digest(question)));
    let props = Arc::new(
        json!({"model_path": file, "total_slots": 1, "default_generation_settings": {"n_ctx": 32768}}),
    );
    Server::new(move |asked, n| match asked.path.as_str() {
        "/props" => Reply::ok(props.to_string()),
        _ => speak(asked, n),
    })
}

#[test]
fn another_model_behind_the_same_name_is_asked_and_a_server_that_moved_is_not() {
    let (first, moved, other) = (llama("/a/qwen3.gguf"), llama("/b/qwen3.gguf"), llama("/a/gemma.gguf"));
    let mut bench = fake::bench(&first, "openai");
    bench.set("PAPERS_LLM_MODEL", "local");
    for (server, asked) in [(&first, 1), (&moved, 0), (&other, 1)] {
        bench.set("PAPERS_LLM_BASE_URL", &server.url("/v1"));
        fetch(&bench).success();
        assert_eq!(questions(server).len(), asked);
    }
    bench.papers(&["fetch", "--offline", ID]).assert().success();
}

#[test]
fn a_post_tells_how_much_of_a_paper_was_read() {
    let speak = fake::speaker(|_, question| Say::json(&digest(question)));
    let paragraph = "<p class=\"ltx_p\">The tokenizer is trained on pictures of many kinds, and we look at each of them in turn.</p>";
    let section = format!(
        "<section class=\"ltx_appendix\"><h2 class=\"ltx_title ltx_title_appendix\">Appendix A More pictures</h2>{}</section>",
        paragraph.repeat(900)
    );
    let server = Server::new(move |asked, n| {
        let reply = speak(asked, n);
        match asked.path.starts_with("/html/") {
            true => {
                let page = String::from_utf8_lossy(&reply.body)
                    .replace("</article>", &format!("{section}</article>"));
                Reply { body: page.into_bytes(), ..reply }
            }
            false => reply,
        }
    });
    let bench = fake::bench(&server, "openai");
    bench.write("papers.toml", "[llm]\ncontext_tokens = 8000\n[post]\ndisclosure = true");
    let run = bench.papers(&["fetch", ID]).assert();
    let stderr = String::from_utf8(run.get_output().stderr.clone()).unwrap();
    assert!(stderr.contains("% of the text; a larger `context_tokens`"), "{stderr}");
    run.stdout(contains("%를 읽음"));
}
