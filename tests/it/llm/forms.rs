//! Tests the formats of answers and errors: anything that HTTP and server-sent events allow, and what proxies make of it. A good
//! digest must be received completely or requested again.

use std::time::{Duration, Instant};

use predicates::prelude::*;
use predicates::str::contains;
use rstest::rstest;
use serde_json::{Value, json};

use super::fake::{self, PROVIDERS, Say, digest, path, questions, record};
use crate::support::{Asked, Manner, Reply, Server, arxiv};

const ID: &str = "2510.06590";

fn good() -> Value {
    digest(&format!("arXiv:{ID}"))
}

/// Answers first with this. Returns the published digest, the number of questions, and the messages.
fn outcome(provider: &str, first: Reply) -> (Option<Value>, usize, String) {
    let server = fake::server(move |n, question| match n {
        0 => Say::Http(first.clone()),
        _ => Say::json(&digest(question)),
    });
    let run = fake::bench(&server, provider).papers(&["fetch", "--json", ID]).assert();
    let said = String::from_utf8(run.get_output().stderr.clone()).unwrap();
    (record(&run).pointer("/papers/0/digest").cloned(), questions(&server).len(), said)
}

fn streamed(provider: &str) -> String {
    String::from_utf8(fake::stream(path(provider), &good().to_string()).body).unwrap()
}

type Twist = fn(String) -> String;

#[rstest]
#[case::crlf(|text: String| text.replace('\n', "\r\n"))]
#[case::cr(|text: String| text.replace('\n', "\r"))]
#[case::byte_order_mark(|text: String| format!("\u{feff}{text}"))]
#[case::comments(|text: String| text.replace("\n\n", "\n\n: OPENROUTER PROCESSING\n\n"))]
#[case::other_fields(|text: String| text.replace("data: ", "event: message\nid: 7\nretry: 10\ndata: "))]
#[case::no_space(|text: String| text.replace("data: ", "data:"))]
#[case::several_lines(|text: String| text.replace("data: {", "data: {\ndata: "))]
#[case::several_lines_with_crlf(|text: String| text.replace("data: {", "data: {\ndata: ").replace('\n', "\r\n"))]
#[case::no_usage(|text: String| text.replace("1000", "null").replace("200}", "null}").replace("150,", "null,"))]
#[case::huge_usage(|text: String| text.replace("1000", "18446744073709551615").replace("200", "1e300"))]
#[case::negative_usage(|text: String| text.replace("1000", "-1"))]
#[case::half_a_character(|text: String| text.replacen("data: {", "data: {\"note\": \"\\ud83d\", ", 3))]
fn an_answer_is_heard_in_any_form_that_its_protocol_allows(
    #[values("openai", "anthropic", "gemini")] provider: &str,
    #[case] twist: Twist,
) {
    let (published, calls, said) = outcome(provider, Reply::ok(twist(streamed(provider))));
    assert_eq!((published, calls), (Some(good()), 1), "{provider}: {said}");
}

/// Ollama sends lines of JSON.
#[rstest]
#[case::crlf(|text: String| text.replace('\n', "\r\n"))]
#[case::byte_order_mark(|text: String| format!("\u{feff}{text}"))]
#[case::blank_lines(|text: String| text.replace('\n', "\n\n"))]
#[case::no_usage(|text: String| text.replace("1000", "null"))]
#[case::no_last_line_end(|text: String| text.trim_end().to_owned())]
fn ollamas_lines_may_end_in_any_way(#[case] twist: Twist) {
    let (published, calls, said) = outcome("ollama", Reply::ok(twist(streamed("ollama"))));
    assert_eq!((published, calls), (Some(good()), 1), "{said}");
}

/// Returns an event of OpenAI's stream with one choice.
fn chunk(delta: &Value, reason: &Value) -> String {
    format!("data: {}\n\n", json!({"choices": [{"index": 0, "delta": delta, "finish_reason": reason}]}))
}

fn said(text: &str) -> String {
    chunk(&json!({"content": text}), &Value::Null)
}

fn stop(reason: &str) -> String {
    chunk(&json!({}), &json!(reason))
}

const DONE: &str = "data: [DONE]\n\n";

/// Returns reasoning of a usual length.
fn reasoning() -> String {
    (0..300).map(|n| format!("Point {n}: does the text say so? ")).collect()
}

/// Returns an answer whose words come one by one.
fn drops(before: &str, text: &str) -> String {
    before.split_inclusive(' ').map(said).collect::<String>() + &said(text)
}

/// Returns answers in OpenAI's format with the same text, each in the manner of some server.
fn ways(text: &str) -> [(&'static str, String); 18] {
    let (head, tail) = text.split_at(text.char_indices().nth(100).unwrap().0);
    let first = |delta: &Value| chunk(delta, &Value::Null);
    let call = |text: &str| first(&json!({"tool_calls": [{"index": 0, "function": {"arguments": text}}]}));
    let parts = json!([{"type": "thinking", "thinking": []}, {"type": "text", "text": text}]);
    let (all, end) = (said(text), stop("stop"));
    let nobody = first(&json!({"role": "assistant", "content": null}));
    let (thought, routed) = (json!({"reasoning_content": "Hm."}), json!({"reasoning": "Hm.", "content": ""}));
    let (thought, routed) = (first(&thought), first(&routed));
    let twice = said(&text.replacen("\"method\"", "\"method\": [], \"method\"", 1));
    let empty = "data: {\"choices\": []}\n\n";
    [
        ("no reason, only the end", format!("{all}{DONE}")),
        ("a reason and no end", format!("{all}{end}")),
        ("another reason", format!("{all}{}{DONE}", stop("eos_token"))),
        ("the reason with the last words", said(head) + &chunk(&json!({"content": tail}), &json!("stop"))),
        ("null content", format!("{nobody}{all}{end}")),
        ("thoughts before", format!("{thought}{all}{end}")),
        ("thoughts of a router", format!("{routed}{all}{DONE}")),
        ("all of it as thoughts", format!("{}{end}", first(&json!({"reasoning_content": text})))),
        (
            "thoughts that end with it",
            format!(
                "{}{end}",
                first(&json!({"reasoning_content": format!("Hm, {{x}}.\n```json\n{text}\n```")}))
            ),
        ),
        ("no end at all", all.clone()),
        ("thoughts that no mark begins", format!("{}{end}", said(&format!("{}</think>{text}", reasoning())))),
        (
            "words before it",
            format!(
                "{}{end}",
                drops(
                    "Sure, here is the digest.\n\nIt has all keys that you named, and says nothing else.\n\n",
                    text
                )
            ),
        ),
        ("a tool call", format!("{}{}{}{DONE}", call(head), call(tail), stop("tool_calls"))),
        (
            "a tool call after words",
            format!("{}{}{}{DONE}", said("I'll record it now."), call(text), stop("tool_calls")),
        ),
        ("no choices in between", format!("{}{empty}{}{end}", said(head), said(tail))),
        ("data that is no JSON", format!("data: ping\n\n{all}data: NaN\n\n{end}")),
        ("a list of parts", format!("{}{DONE}", first(&json!({"content": parts})))),
        ("keys twice", format!("{twice}{DONE}")),
    ]
}

#[test]
fn the_ways_in_which_openai_servers_differ_are_read_as_meant() {
    for (name, events) in ways(&good().to_string()) {
        let (published, calls, said) = outcome("openai", Reply::ok(events));
        assert_eq!((published, calls), (Some(good()), 1), "{name}: {said}");
    }
}

#[test]
fn truncated_and_unusable_answers_are_requested_again() {
    let text = good().to_string();
    let said = said(&text);
    let broken = [
        ("ends in an error", Reply::ok(said.clone() + &chunk(&json!({}), &json!("error")))),
        ("was aborted", Reply::ok(chunk(&json!({"content": "{"}), &json!("abort")))),
        (
            "ends in an error before the last event",
            Reply::ok(said.clone() + &chunk(&json!({}), &json!("error")) + DONE),
        ),
        (
            "was aborted before the last event",
            Reply::ok(chunk(&json!({"content": "{"}), &json!("abort")) + DONE),
        ),
        (
            "was aborted, not streamed",
            Reply::ok(
                json!({"choices": [{"message": {"content": text}, "finish_reason": "abort"}]}).to_string(),
            ),
        ),
        ("only a role", Reply::ok(chunk(&json!({"role": "assistant"}), &Value::Null) + DONE)),
        (
            "an error after words",
            Reply::ok(said.clone() + "data: {\"error\": {\"message\": \"upstream\"}}\n\n"),
        ),
        ("no end", Reply::ok(self::said(text.trim_end_matches('}')))),
        ("an error with success", Reply::ok("{\"error\": {\"message\": \"worker lost\"}}")),
        ("an error in a word", Reply::ok("{\"error\": \"worker lost\"}")),
        ("nothing", Reply::ok("")),
        ("only comments", Reply::ok(": ping\n\n: ping\n\n")),
        ("an end and no words", Reply::ok("data: [DONE]\n\n")),
    ];
    for (name, reply) in broken {
        let (published, calls, said) = outcome("openai", reply);
        assert_eq!((published, calls), (Some(good()), 2), "{name}: {said}");
    }
}

#[test]
fn a_call_beside_words_is_read_from_every_provider() {
    let answers = [
        (
            "openai",
            json!({"choices": [{"message": {"content": "I'll record it now.", "tool_calls": [
                {"function": {"name": "digest", "arguments": good().to_string()}}]}, "finish_reason": "tool_calls"}]}),
        ),
        (
            "anthropic",
            json!({"content": [{"type": "text", "text": "Here it is."}, {"type": "tool_use", "input": good()}],
                "stop_reason": "tool_use"}),
        ),
        (
            "gemini",
            json!({"candidates": [{"content": {"parts": [{"text": "Here it is."},
                {"functionCall": {"name": "digest", "args": good()}}]}, "finishReason": "STOP"}]}),
        ),
        (
            "ollama",
            json!({"message": {"content": "Here it is.", "tool_calls": [{"function": {"arguments": good()}}]}, "done": true}),
        ),
    ];
    for (provider, body) in answers {
        let (published, calls, said) = outcome(provider, Reply::ok(body.to_string()));
        assert_eq!((published, calls), (Some(good()), 1), "{provider}: {said}");
    }
}

/// Ollama says so when it loads a model or lets go of it.
#[test]
fn a_model_that_was_only_loaded_is_asked_again() {
    let loaded =
        json!({"message": {"role": "assistant", "content": ""}, "done": true, "done_reason": "load"});
    for text in [format!("{loaded}\n"), format!("{loaded:#}")] {
        let (published, calls, said) = outcome("ollama", Reply::ok(text));
        assert_eq!((published, calls), (Some(good()), 2), "{said}");
    }
}

#[test]
fn a_list_of_geminis_events_is_read_as_its_stream() {
    let events: Vec<Value> = streamed("gemini")
        .lines()
        .filter_map(|line| serde_json::from_str(line.strip_prefix("data: ")?).ok())
        .collect();
    let (published, calls, said) = outcome("gemini", Reply::ok(json!(events).to_string()));
    assert_eq!((published, calls), (Some(good()), 1), "{said}");
}

#[test]
fn words_that_never_come_are_not_waited_for_however_often_the_server_says_that_it_lives() {
    let pings = ": ping\n".repeat(200);
    let opening = chunk(&json!({"content": "{\"introduction\""}), &Value::Null);
    for (start, words) in [("", "silent for"), (opening.as_str(), "it paused for")] {
        let dripped =
            Reply::ok(format!("{start}{pings}")).manner(Manner::Dripped(Duration::from_millis(100)));
        let server = fake::server(move |_, _| Say::Http(dripped.clone()));
        let bench = fake::bench(&server, "openai");
        bench.write("papers.toml", "[llm]\nfirst_word_timeout = 1\ntimeout = 1");
        let begin = Instant::now();
        bench.papers(&["fetch", ID]).assert().code(5).stderr(contains(words));
        assert!(begin.elapsed() < Duration::from_secs(12), "{:?}", begin.elapsed());
    }
}

/// Creates a server that sends this many keep-alive signals, and whose model takes long for its first word.
fn slow(beats: usize, wait: Duration) -> Server {
    let felt = std::sync::atomic::AtomicUsize::new(0);
    let model = fake::speaker(move |_, question| {
        std::thread::sleep(wait);
        Say::json(&digest(question))
    });
    Server::new(move |asked, n| match asked.path.as_str() {
        "/health" if felt.fetch_add(1, std::sync::atomic::Ordering::SeqCst) < beats => Reply::ok("{}"),
        "/health" => Reply::status(500),
        _ => model(asked, n),
    })
}

#[rstest]
#[case::alive(usize::MAX, 4, 0, "")]
#[case::without_a_pulse(0, 4, 5, "silent for 1 s")]
#[case::stuck(usize::MAX, 12, 5, "raise `first_word_timeout`")]
#[case::dead(1, 12, 5, "the server died before it answered")]
fn a_server_that_lives_may_take_long_for_its_first_word_and_a_dead_one_not(
    #[case] beats: usize,
    #[case] seconds: u64,
    #[case] code: i32,
    #[case] words: &str,
) {
    let server = slow(beats, Duration::from_secs(seconds));
    let bench = fake::bench(&server, "openai");
    bench.write("papers.toml", "[llm]\nfirst_word_timeout = 1");
    let begin = Instant::now();
    bench.papers(&["fetch", ID]).assert().code(code).stderr(contains(words));
    assert!(begin.elapsed() < Duration::from_secs(10), "{:?}", begin.elapsed());
    assert_eq!(questions(&server).len(), 1);
}

#[test]
fn a_server_that_stays_busy_names_the_setting_that_helps() {
    // Both questions have been sent when the first is answered.
    let server = fake::server(|_, _| {
        std::thread::sleep(Duration::from_millis(500));
        Say::Http(Reply::status(429).header("Retry-After", "3600"))
    });
    let run = fake::bench(&server, "openai").papers(&["fetch", ID, "2510.06917"]).assert().code(5);
    run.stderr(contains("status 429").and(contains("lower `concurrency` (2 at a time)")));
}

#[test]
fn a_busy_server_at_the_lowest_setting_names_none() {
    let quota =
        json!({"error": {"message": "Rate limit reached on requests per day (RPD): Limit 200, Used 200."}});
    for (concurrency, body, words) in
        [("1", json!({}), "status 429"), ("4", quota, "the quota of the account")]
    {
        let busy =
            move || Reply { status: 429, ..Reply::ok(body.to_string()) }.header("Retry-After", "86400");
        let server = fake::server(move |_, _| Say::Http(busy()));
        let mut bench = fake::bench(&server, "openai");
        bench.set("PAPERS_LLM_CONCURRENCY", concurrency);
        let run = bench.papers(&["fetch", ID]).assert().code(5);
        run.stderr(contains(words).and(contains("lower `concurrency`").not()));
    }
}

#[test]
fn a_window_that_is_full_is_not_asked_for_a_longer_answer() {
    let body = json!({"type": "message", "role": "assistant", "content": [{"type": "text", "text": "{\"introduction\": {"}],
        "stop_reason": "model_context_window_exceeded", "usage": {"input_tokens": 9, "output_tokens": 9}});
    let server = fake::server(move |_, _| Say::Http(Reply::ok(body.to_string())));
    let run = fake::bench(&server, "anthropic").papers(&["fetch", ID]).assert().failure();
    run.stderr(contains("lower `context_tokens`").and(contains("max_output_tokens").not()));
    assert_eq!(questions(&server).len(), 1);
}

/// Special tokens of many models, in a paper's title, text, table, caption and heading.
const MARKS: [&str; 7] =
    ["<|im_end|>", "<|start_header_id|>", "[INST]", "<start_of_turn>", "</s>", "<｜User｜>", "<<SYS>>"];

fn page() -> String {
    let marks = MARKS.join(" ").replace('<', "&lt;").replace('>', "&gt;");
    // A page of a few words would be considered incomplete.
    let steps: String = (1..20)
        .map(|n| format!("<p class=\"ltx_p\">Step {n} reads a text of its own, counts what stands in it and writes that down.</p>"))
        .collect();
    format!(
        "<!DOCTYPE html><html><body><article class=\"ltx_document\"><h1 class=\"ltx_title ltx_title_document\">On {marks}</h1>\
        <div class=\"ltx_abstract\"><p class=\"ltx_p\">We study marks {marks} of turns, and how they are read.</p></div>\
        <section class=\"ltx_section\" id=\"S1\"><h2 class=\"ltx_title ltx_title_section\">1 Method {marks}</h2>\
        <div class=\"ltx_para\" id=\"S1.p1\"><p class=\"ltx_p\">Our method writes {marks} into a text and reads it again.</p>{steps}</div>\
        <figure class=\"ltx_table\" id=\"S1.T1\"><figcaption class=\"ltx_caption\">Table 1: Marks {marks}.</figcaption>\
        <table class=\"ltx_tabular\"><tr class=\"ltx_tr\"><td class=\"ltx_td\">mark</td><td class=\"ltx_td\">{marks}</td></tr>\
        <tr class=\"ltx_tr\"><td class=\"ltx_td\">count</td><td class=\"ltx_td\">7</td></tr></table></figure></section>\
        <section class=\"ltx_bibliography\"><h2>References</h2></section></article></body></html>"
    )
}

fn record_with_marks(asked: &Asked) -> Reply {
    let marks = MARKS.join(" ").replace('<', "&lt;").replace('>', "&gt;");
    let feed = String::from_utf8(arxiv(asked).body).unwrap();
    let feed = feed.replace("<title>Ming", &format!("<title>{marks} Ming"));
    Reply::ok(feed.replace("<summary>Models", &format!("<summary>{marks} Models")))
}

#[rstest]
fn no_mark_of_a_turn_reaches_a_model_from_a_paper_or_an_answer(
    #[values("openai", "anthropic", "gemini", "ollama")] provider: &str,
) {
    let marks = MARKS.join(" ");
    let refusal = format!("I'm sorry, but I can't help with {marks}.");
    let invented = {
        let mut invented = good();
        invented["results"] = json!([format!("{marks} 지연을 41.3배 줄인다.")]);
        invented
    };
    for answer in [refusal, invented.to_string(), format!("[{marks}]")] {
        let model = fake::speaker(move |n, question| match n {
            0 => Say::Text(answer.clone()),
            _ => Say::json(&digest(question)),
        });
        let server = Server::new(move |asked, n| match asked.path.as_str() {
            "/api/query" => record_with_marks(asked),
            path if path.starts_with("/html/") => Reply::ok(page()).header("Content-Type", "text/html"),
            _ => model(asked, n),
        });
        let _ = fake::bench(&server, provider).papers(&["fetch", ID]).assert();
        let asked = questions(&server);
        assert!(asked.len() > 1, "{provider}: the answer is asked about");
        for question in asked {
            let told = texts(&fake::body(&question));
            assert!(told.contains("Our method writes"), "the page was read: {told}");
            for mark in MARKS {
                assert!(!told.contains(mark), "{provider}: {mark} in {told}");
            }
        }
    }
}

/// Returns all strings of a question, as a server reads them.
fn texts(value: &Value) -> String {
    match value {
        Value::String(text) => format!("{text}\n"),
        Value::Array(items) => items.iter().map(texts).collect(),
        Value::Object(fields) => fields.values().map(texts).collect(),
        _ => String::new(),
    }
}

#[test]
fn a_model_that_copies_the_tasks_example_is_asked_again_without_it() {
    let example = "어느 행을 읽을지 먼저 고르면 입력의 길이를 늘리지 않고도 큰 표를 다룰 수 있다.";
    let mut copied = good();
    copied["conclusion"] = json!([example]);
    for provider in PROVIDERS {
        let copied = copied.clone();
        let server = fake::server(move |n, question| match n {
            0 => Say::json(&copied),
            _ => Say::json(&digest(question)),
        });
        let run = fake::bench(&server, provider).papers(&["fetch", "--json", ID]).assert().success();
        assert_eq!(record(&run)["papers"][0]["digest"], good());
        let asked: Vec<String> = questions(&server).iter().map(|asked| texts(&fake::body(asked))).collect();
        assert_eq!(asked.len(), 2, "{provider}");
        assert!(asked[0].contains(example) && !asked[1].contains("OpenTab"), "{provider}: {}", asked[1]);
    }
}

#[test]
fn the_one_line_summary_is_asked_for_and_published_where_it_holds() {
    let tldr = "MingTok은 이해와 생성에 함께 쓰이는 연속 토크나이저이다.";
    for (line, published) in [(tldr, Some(tldr)), ("MingTok은 97.3% 더 빠르다는 결과를 보인다.", None)]
    {
        let server = fake::server(move |_, _| {
            let mut digest = good();
            digest["tldr"] = json!(line);
            Say::json(&digest)
        });
        let bench = fake::bench(&server, "openai");
        let run = bench.papers(&["fetch", "--json", ID]).assert().success();
        let record = record(&run);
        assert_eq!(record["papers"][0]["digest"].get("tldr").and_then(Value::as_str), published);
        let asked = fake::body(&questions(&server)[0]);
        let schema = &asked["response_format"]["json_schema"]["schema"];
        assert_eq!(schema["properties"]["tldr"]["type"], "string");
        assert!(schema["required"].as_array().unwrap().contains(&json!("tldr")));
    }
}
