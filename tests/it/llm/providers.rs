//! Tests that each provider gets requests in its own format, and nothing that it must not get.

use predicates::prelude::*;
use predicates::str::contains;
use serde_json::{Value, json};

use super::fake::{self, KEY, PROVIDERS, Say, body, digest, questions, record};
use crate::support::{Bench, Reply, project};

fn fetch(bench: &Bench) -> assert_cmd::assert::Assert {
    bench.papers(&["fetch", "--json", "2510.06590"]).assert()
}

#[test]
fn every_provider_gives_the_digest_and_counts_its_tokens() {
    for provider in PROVIDERS {
        let server = fake::good();
        let run = fetch(&fake::bench(&server, provider)).success();
        let record = record(&run);
        let entry = &record["papers"][0];
        assert_eq!(entry["digest"], digest("arXiv:2510.06590"), "{provider}");
        assert_eq!(entry["engine"], format!("{provider}:gpt-4o-mini"));
        assert_eq!(entry["read"], "html");
        assert_eq!(
            (&entry["usage"]["input_tokens"], &entry["usage"]["output_tokens"]),
            (&json!(1000), &json!(200))
        );
        let cost = entry["usage"]["cost_usd"].as_f64().unwrap();
        // Anthropic had a tenth of the input in its cache, at half the price.
        let sent = if provider == "anthropic" { 950.0 } else { 1000.0 };
        assert!((cost - (sent * 0.15 + 200.0 * 0.60) / 1e6).abs() < 1e-12, "{provider}: {cost}");
        run.stderr(contains("1 answer, 1000 tokens in, 200 out, $0.0003"));
    }
}

#[test]
fn the_schema_goes_where_each_provider_takes_it() {
    let places = [
        ("openai", "/response_format/json_schema/schema"),
        ("anthropic", "/output_config/format/schema"),
        ("gemini", "/generationConfig/responseJsonSchema"),
        ("ollama", "/format"),
    ];
    for (provider, place) in places {
        let server = fake::good();
        fetch(&fake::bench(&server, provider)).success();
        let schema = body(&questions(&server)[0]).pointer(place).cloned().unwrap_or_default();
        assert_eq!(schema["required"][0], "introduction", "{provider}");
        assert_eq!(schema["properties"]["method"]["items"]["type"], "string", "{provider}");
    }
}

#[test]
fn the_key_goes_into_one_header_field_and_is_never_printed() {
    let fields = [
        ("openai", "authorization", format!("Bearer {KEY}")),
        ("anthropic", "x-api-key", KEY.to_owned()),
        ("gemini", "x-goog-api-key", KEY.to_owned()),
        ("ollama", "authorization", format!("Bearer {KEY}")),
    ];
    for (provider, field, expected) in fields {
        // A server that quotes the key in its errors, as some proxies do.
        let server = fake::server(|n, question| match n {
            0 => Say::json(&digest(question)),
            1 => {
                let busy = json!({"error": {"message": format!("too many requests for {KEY}")}});
                Say::Http(Reply { status: 429, ..Reply::ok(busy.to_string()) }.header("Retry-After", "3600"))
            }
            _ => Say::status(401, &json!({"error": {"message": format!("no such key: {KEY}")}})),
        });
        let bench = fake::bench(&server, provider);
        let good = bench.papers(&["fetch", "--json", "-vv", "2510.06590"]).assert().success();
        let busy = bench.papers(&["fetch", "-vv", "2510.06917"]).assert().code(5);
        busy.stderr(
            contains("too many requests for ***").and(contains("come back at")).and(contains(KEY).not()),
        );
        let bad = bench.papers(&["fetch", "-vv", "2510.06917"]).assert().code(3);
        let [asked, ..] = &questions(&server)[..] else { panic!("nobody was asked") };
        assert_eq!(asked.header(field), expected, "{provider}");
        let carrying = asked.headers.iter().filter(|(_, value)| value.contains(KEY)).count();
        assert_eq!(carrying, 1, "{provider}");
        assert!(!format!("{} {}", asked.path, asked.query).contains(KEY), "{provider}");
        bad.stderr(contains("no such key: ***").and(contains(KEY).not()));
        let output = good.get_output();
        assert!(
            ![&output.stdout, &output.stderr].iter().any(|text| String::from_utf8_lossy(text).contains(KEY))
        );
    }
}

#[test]
fn a_question_has_the_text_in_fences_and_the_task_in_the_readers_language() {
    let server = fake::good();
    fetch(&fake::bench(&server, "openai")).success();
    let question = body(&questions(&server)[0]);
    let system = question["messages"][0]["content"].as_str().unwrap();
    let user = question["messages"][1]["content"].as_str().unwrap();
    assert!(system.contains("Write in Korean.") && system.contains("ends in -다"), "{system}");
    assert!(system.contains("up to 3 sentences") && system.contains("up to 2 sentences"), "{system}");
    let fence = user.lines().find(|line| line.starts_with("=====")).unwrap();
    assert_eq!(user.matches(fence).count(), 2);
    assert!(!system.contains(fence), "the system prompt is the same for every paper");
    let between = user.split(fence).nth(1).unwrap();
    assert!(between.contains("Ming-UniVision:") && between.contains("MingTok has three stages"), "{between}");
    assert_eq!(question["temperature"], json!(0.0));
}

#[test]
fn a_server_that_refuses_a_field_is_asked_without_it_and_once_a_run() {
    let server = fake::server(|_, question| {
        let question: Value = serde_json::from_str(question).unwrap();
        if question.get("max_completion_tokens").is_none() {
            let message = "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.";
            return Say::status(400, &json!({"error": {"message": message, "param": "max_tokens"}}));
        }
        if question.get("temperature").is_some() {
            return Say::status(400, &json!({"error": {"message": "'temperature' does not support 0"}}));
        }
        match question["response_format"]["type"].as_str() {
            Some("json_schema") => {
                Say::status(422, &json!({"detail": [{"msg": "unknown type json_schema"}]}))
            }
            Some(_) => Say::status(400, &json!({"error": "response_format is not supported"})),
            None => Say::json(&digest(&question.to_string())),
        }
    });
    let mut bench = fake::bench(&server, "openai");
    bench.set("PAPERS_LLM_CONCURRENCY", "1");
    bench.papers(&["fetch", "2510.06590", "2510.06917"]).assert().success();
    assert_eq!(questions(&server).len(), 6, "four lessons and two answers");
}

#[test]
fn an_older_anthropic_model_gives_its_digest_as_a_tool_call() {
    let server = fake::server(|_, question| {
        let asked: Value = serde_json::from_str(question).unwrap();
        if asked.get("output_config").is_some() {
            return Say::status(
                400,
                &json!({"type": "error", "error": {"message": "output_config: Extra inputs are not permitted"}}),
            );
        }
        assert_eq!(asked["tool_choice"]["name"], "digest");
        Say::status(
            200,
            &json!({
                "content": [{"type": "tool_use", "id": "toolu_1", "name": "digest", "input": digest(question)}],
                "stop_reason": "tool_use", "usage": {"input_tokens": 10, "output_tokens": 20},
            }),
        )
    });
    let run = fetch(&fake::bench(&server, "anthropic")).success();
    assert_eq!(record(&run)["papers"][0]["digest"], digest("arXiv:2510.06590"));
}

#[test]
fn a_tool_call_of_an_openai_server_is_read_too() {
    let server = fake::server(|_, question| {
        let call = json!({"function": {"name": "digest", "arguments": digest(question).to_string()}});
        Say::status(
            200,
            &json!({"choices": [{"message": {"content": null, "tool_calls": [call]}, "finish_reason": "tool_calls"}]}),
        )
    });
    let run = fetch(&fake::bench(&server, "openai")).success();
    assert_eq!(record(&run)["papers"][0]["digest"], digest("arXiv:2510.06590"));
}

#[test]
fn extra_fields_and_prompts_of_ones_own_are_sent() {
    let server = fake::good();
    let bench = fake::bench(&server, "openai");
    std::fs::create_dir_all(bench.path("own/prompt")).unwrap();
    bench.write(
        "own/prompt/system.hbs",
        "Write {{limits.method}} lines in {{language}}; {{longest}} is the most.",
    );
    bench.write("papers.toml", "templates_dir = 'own'\n[llm.extra]\nreasoning_effort = 'low'");
    fetch(&bench).success();
    let question = body(&questions(&server)[0]);
    assert_eq!(question["reasoning_effort"], "low");
    assert!(question["messages"][0]["content"].as_str().unwrap().starts_with("Write 3 lines in Korean; 240"));
}

#[test]
fn a_prompt_that_cannot_work_stops_the_run_before_anything_is_asked() {
    let server = fake::good();
    let bench = fake::bench(&server, "openai");
    std::fs::create_dir_all(bench.path("own/prompt")).unwrap();
    bench.write("own/prompt/paper.hbs", "{{nonsense}}");
    bench.write("papers.toml", "templates_dir = 'own'");
    fetch(&bench)
        .code(3)
        .stderr(contains("own/prompt/paper.hbs").and(contains("there is no field `nonsense`")));
    assert!(server.log().is_empty());
}

/// Examples in the documentation work unchanged.
#[test]
fn every_block_of_the_documentation_configures_a_model() {
    let text = std::fs::read_to_string(project().join("docs/MODELS.md")).unwrap();
    let blocks: Vec<&str> =
        text.split("```toml\n").skip(1).map(|block| block.split("```").next().unwrap()).collect();
    assert!(blocks.len() > 7, "{}", blocks.len());
    for block in blocks {
        let mut bench = Bench::offline();
        for key in ["OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GEMINI_API_KEY"] {
            bench.set(key, "sk-1");
        }
        bench.write("papers.toml", block);
        let run = bench.papers(&["fetch", "--dry-run", "2510.06590"]).assert().success();
        run.stdout(contains("tokens and cost: at most about"));
    }
}

#[test]
fn with_nothing_configured_three_lines_say_how_to_configure_each_provider() {
    let run = Bench::offline().papers(&["fetch", "--engine", "llm", "2510.06590"]).assert().code(3);
    let said = String::from_utf8(run.get_output().stderr.clone()).unwrap();
    let hint: Vec<&str> = said.split("hint: ").nth(1).unwrap().lines().collect();
    assert_eq!(hint.len(), 3, "{said}");
    for name in ["OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GEMINI_API_KEY", "ollama", "PAPERS_LLM_BASE_URL"] {
        assert!(said.contains(name), "{said}");
    }
}

#[test]
fn a_hosted_model_without_a_key_is_refused_before_anything_is_asked() {
    let mut bench = Bench::offline();
    bench.set("PAPERS_LLM_MODEL", "gpt-4o-mini");
    bench.papers(&["fetch", "2510.06590"]).assert().code(3).stderr(contains("set `OPENAI_API_KEY`"));
    let plan = bench.papers(&["fetch", "--dry-run", "2510.06590"]).assert().success();
    plan.stdout(contains("of `openai:gpt-4o-mini`"));
}

#[test]
fn auto_means_the_model_where_one_is_named_and_never_for_a_key_alone() {
    let server = fake::good();
    let mut bench = Bench::new(&server);
    bench.set("OPENAI_API_KEY", KEY);
    let run = fetch(&bench).success();
    assert_eq!(record(&run)["papers"][0]["engine"], "extractive");
    assert!(questions(&server).is_empty());
}

#[test]
fn a_file_with_a_key_that_the_site_publishes_or_git_adds_is_reported() {
    let server = fake::good();
    let mut bench = Bench::new(&server);
    bench.set("PAPERS_LLM_MODEL", "gpt-4o-mini");
    bench.set("PAPERS_LLM_API_KEY_FILE", "llm.key");
    bench.set("PAPERS_LLM_BASE_URL", &server.url("/v1"));
    bench.write("llm.key", KEY);
    let shell = |script: &str| assert!(bench.shell(script).output().unwrap().status.success(), "{script}");
    shell("chmod 600 llm.key");
    let said = || String::from_utf8(fetch(&bench).success().get_output().stderr.clone()).unwrap();
    assert!(!said().contains("llm.key"));
    shell("git init -q");
    assert!(said().contains("git does not ignore `llm.key`"));
    shell("git add llm.key");
    assert!(said().contains("git has `llm.key`"));
    shell("git rm -q --cached llm.key; echo '*.key' > .gitignore");
    assert!(!said().contains("llm.key"));
    bench.write("_config.yml", "title: x\n");
    assert!(said().contains("`llm.key` becomes part of the built site"));
    bench.write("_config.yml", "exclude: [llm.key]\n");
    assert!(!said().contains("llm.key"));
}
