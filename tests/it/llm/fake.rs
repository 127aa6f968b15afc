//! Serves a model in the format of each provider, and arXiv with the papers of `fixtures/arxiv`.

use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use crate::support::{Asked, Bench, Reply, Server, arxiv};

pub const PROVIDERS: [&str; 4] = ["openai", "anthropic", "gemini", "ollama"];

pub const KEY: &str = "sk-never-to-be-seen";

/// The answer of a model.
pub enum Say {
    /// This text.
    Text(String),
    /// This text, truncated at the limit of tokens.
    Cut(String),
    /// A refusal, in the provider's field for it if there is one.
    No(&'static str),
    /// Any HTTP response.
    Http(Reply),
}

impl Say {
    pub fn json(value: &Value) -> Self {
        Self::Text(value.to_string())
    }

    pub fn status(status: u16, body: &Value) -> Self {
        Self::Http(Reply { status, ..Reply::ok(body.to_string()) })
    }
}

/// Creates a server whose model answers with `script`, given the number of the call and the question.
pub fn server(script: impl Fn(usize, &str) -> Say + Send + Sync + 'static) -> Server {
    Server::new(speaker(script))
}

/// Returns the behavior of such a server, for servers that do more.
pub fn speaker(
    script: impl Fn(usize, &str) -> Say + Send + Sync + 'static,
) -> impl Fn(&Asked, usize) -> Reply + Send + Sync + 'static {
    let calls = AtomicUsize::new(0);
    move |asked, _| {
        if asked.body.is_empty() {
            return arxiv(asked);
        }
        let question = String::from_utf8_lossy(&asked.body);
        let streams = asked.path.contains(":stream") || question.contains("\"stream\":true");
        speak(&asked.path, streams, script(calls.fetch_add(1, Ordering::SeqCst), &question))
    }
}

/// Creates such a server with an arXiv that has a short abstract for every identifier.
pub fn library(script: impl Fn(usize, &str) -> Say + Send + Sync + 'static) -> Server {
    let speak = speaker(script);
    Server::new(move |asked, n| match asked.path.as_str() {
        "/api/query" => feed(asked),
        _ => speak(asked, n),
    })
}

fn feed(asked: &Asked) -> Reply {
    let ids = asked.query.split('&').find_map(|pair| pair.strip_prefix("id_list=")).unwrap();
    let ids: Vec<String> = ids.split("%2C").map(str::to_owned).collect();
    let entry = |id: &String| {
        format!(
            "<entry><id>http://arxiv.org/abs/{id}v1</id><title>On problem {id}</title><updated>2025-10-08T02:50:14Z</updated>\
            <summary>We study problem {id} and find that it is hard. A simple method helps.</summary>\
            <published>2025-10-08T02:50:14Z</published><author><name>A. Author</name></author>\
            <category term='cs.CL'/><arxiv:primary_category term='cs.CL'/></entry>"
        )
    };
    let entries: String = ids.iter().map(entry).collect();
    Reply::ok(format!(
        "<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom' xmlns:arxiv='http://arxiv.org/schemas/atom' \
        xmlns:opensearch='http://a9.com/-/spec/opensearch/1.1/'><opensearch:totalResults>{}</opensearch:totalResults>{entries}</feed>",
        ids.len()
    ))
}

/// Returns the path for streamed answers of each provider.
pub fn path(provider: &str) -> &'static str {
    match provider {
        "openai" => "/v1/chat/completions",
        "anthropic" => "/v1/messages",
        "ollama" => "/api/chat",
        _ => "/v1beta/models/gpt-4o-mini:streamGenerateContent",
    }
}

/// Creates a model that returns the good digest of any paper.
pub fn good() -> Server {
    server(|_, question| Say::json(&digest(question)))
}

pub fn speak(path: &str, streams: bool, say: Say) -> Reply {
    if let (true, Say::Text(text)) = (streams, &say) {
        return stream(path, text);
    }
    let (text, cut, refusal) = match say {
        Say::Http(reply) => return reply,
        Say::Text(text) => (text, false, None),
        Say::Cut(text) => (text, true, None),
        Say::No(words) => (String::new(), false, Some(words)),
    };
    let body = match path {
        "/v1/chat/completions" => json!({
            "choices": [{
                "message": {"role": "assistant", "content": text, "refusal": refusal},
                "finish_reason": if cut { "length" } else { "stop" },
            }],
            "usage": {"prompt_tokens": 1000, "completion_tokens": 200},
        }),
        "/v1/messages" => json!({
            "content": [{"type": "text", "text": refusal.unwrap_or(&text)}],
            "stop_reason": if cut { "max_tokens" } else if refusal.is_some() { "refusal" } else { "end_turn" },
            "usage": {"input_tokens": 900, "cache_read_input_tokens": 100, "output_tokens": 200},
        }),
        "/api/chat" => json!({
            "message": {"role": "assistant", "content": refusal.unwrap_or(&text)},
            "done_reason": if cut { "length" } else { "stop" },
            "prompt_eval_count": 1000, "eval_count": 200,
        }),
        path if path.starts_with("/v1beta/models/") => json!({
            "candidates": [{
                "content": {"parts": [{"text": "thinking", "thought": true}, {"text": text}]},
                "finishReason": if cut { "MAX_TOKENS" } else if refusal.is_some() { "SAFETY" } else { "STOP" },
            }],
            "usageMetadata": {"promptTokenCount": 1000, "candidatesTokenCount": 150, "thoughtsTokenCount": 50},
        }),
        _ => return Reply::status(404),
    };
    Reply::ok(body.to_string()).header("Content-Type", "application/json")
}

/// Returns an answer streamed in pieces of forty characters, in the format of each provider.
pub fn stream(path: &str, text: &str) -> Reply {
    let letters: Vec<char> = text.chars().collect();
    let pieces: Vec<String> = letters.chunks(40).map(|piece| piece.iter().collect()).collect();
    let events: Vec<Value> = match path {
        "/v1/chat/completions" => {
            let chunk =
                |text: &String| json!({"choices": [{"delta": {"content": text}, "finish_reason": null}]});
            let role =
                json!({"choices": [{"delta": {"role": "assistant", "content": ""}, "finish_reason": null}]});
            let end = json!({"choices": [{"delta": {}, "finish_reason": "stop"}]});
            let usage = json!({"choices": [], "usage": {"prompt_tokens": 1000, "completion_tokens": 200}});
            [role].into_iter().chain(pieces.iter().map(chunk)).chain([end, usage]).collect()
        }
        "/v1/messages" => {
            let start = json!({"type": "message_start", "message": {"usage": {
                "input_tokens": 900, "cache_read_input_tokens": 100, "output_tokens": 1}}});
            let delta = |text: &String| json!({"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": text}});
            let end = json!({"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": 200}});
            let ping = json!({"type": "ping"});
            let stop = json!({"type": "message_stop"});
            [start, ping].into_iter().chain(pieces.iter().map(delta)).chain([end, stop]).collect()
        }
        "/api/chat" => {
            let line =
                |text: &String| json!({"message": {"role": "assistant", "content": text}, "done": false});
            let end = json!({"message": {"role": "assistant", "content": ""}, "done": true, "done_reason": "stop",
                "prompt_eval_count": 1000, "eval_count": 200});
            pieces.iter().map(line).chain([end]).collect()
        }
        _ => {
            let part = |parts: Value| json!({"candidates": [{"content": {"parts": parts}}]});
            let thought = part(json!([{"text": "thinking", "thought": true}]));
            let mut end = part(json!([{"text": ""}]));
            end["candidates"][0]["finishReason"] = json!("STOP");
            end["usageMetadata"] =
                json!({"promptTokenCount": 1000, "candidatesTokenCount": 150, "thoughtsTokenCount": 50});
            let said = pieces.iter().map(|text| part(json!([{"text": text}])));
            [thought].into_iter().chain(said).chain([end]).collect()
        }
    };
    if path == "/api/chat" {
        return Reply::ok(events.iter().map(|event| format!("{event}\n")).collect::<String>());
    }
    let done = if path == "/v1/chat/completions" { "data: [DONE]\n\n" } else { "" };
    let events: String = events.iter().map(|event| format!("data: {event}\n\n")).collect();
    Reply::ok(format!(": a comment\n\n{events}{done}")).header("Content-Type", "text/event-stream")
}

/// Creates an environment with the model of a provider configured, and a key.
pub fn bench(server: &Server, provider: &str) -> Bench {
    let mut bench = Bench::new(server);
    let base = match provider {
        "openai" => "/v1",
        "gemini" => "/v1beta",
        _ => "",
    };
    bench.set("PAPERS_LLM_PROVIDER", provider);
    bench.set("PAPERS_LLM_BASE_URL", &server.url(base));
    bench.set("PAPERS_LLM_MODEL", "gpt-4o-mini");
    bench.set("PAPERS_LLM_API_KEY", KEY);
    bench
}

/// Returns the questions sent to the model.
pub fn questions(server: &Server) -> Vec<Asked> {
    server.log().into_iter().filter(|asked| !asked.body.is_empty()).collect()
}

pub fn body(asked: &Asked) -> Value {
    serde_json::from_slice(&asked.body).unwrap()
}

/// Returns the record that a run printed.
pub fn record(assert: &assert_cmd::assert::Assert) -> Value {
    serde_json::from_slice(&assert.get_output().stdout).unwrap()
}

/// Returns a Korean digest of the paper in a question.
pub fn digest(question: &str) -> Value {
    let is = |id: &str| question.contains(&format!("arXiv:{id}"));
    if is("2510.06590") {
        json!({
            "introduction": {
                "goal": "이해와 생성에 함께 쓰이는 연속 잠재 공간(continuous latent space)의 토크나이저 MingTok을 만드는 것을 목표로 한다.",
                "motivation": "이산 토큰은 양자화 오류 때문에 표현할 수 있는 것이 제한된다.",
                "contribution": "하나의 연속 토큰열이 이해와 생성과 편집을 모두 뒷받침함을 보인다.",
            },
            "method": ["MingTok은 세 단계로 이루어진다.", "토크나이저는 마스킹 이미지 모델링으로 학습된다."],
            "results": ["Ming-UniVision은 GenEval과 MMBench에서 최고 수준의 성능에 이른다."],
            "limitations": ["OCRBench와 MMMU에서는 전용 모델과의 격차가 남아 있다."],
            "conclusion": ["연속 표현을 공유하면 두 작업의 요구를 조화시킬 수 있음을 시사한다."],
        })
    } else if is("2510.06917") {
        json!({
            "introduction": {
                "goal": "음성 언어 모델이 사용자가 말하는 동안 추론하게 하는 것을 목표로 한다.",
                "motivation": "기존 모델은 발화가 끝나기를 기다리므로 지연이 크다.",
                "contribution": "듣는 동안 생각하는 방식을 두 상황에서 처음으로 평가한다.",
            },
            "method": ["SHANKS는 음성을 고정된 길이의 조각으로 나누고 조각마다 말하지 않는 생각을 쓴다."],
            "results": ["SHANKS는 생각하지 않는 기준 모델보다 37.1% 높은 정확도로 끼어든다.", "도구 호출의 56.9%를 발화가 끝나기 전에 마친다."],
            "limitations": ["생각은 음성보다 적어도 한 조각만큼 늦다."],
            "conclusion": ["발화 뒤의 사고를 대화 내내 이어지는 사고로 옮긴다."],
        })
    } else {
        json!({
            "introduction": {
                "goal": "낮은 정밀도의 학습이 실패하는 까닭을 밝히는 것을 목표로 한다.",
                "motivation": "손실이 갑자기 폭발하는 현상은 설명되지 않은 채 남아 있었다.",
                "contribution": "실패의 원인을 찾고 간단한 수정을 제안한다.",
            },
            "method": ["실패하는 학습을 재현하고 원인을 좁혀 간다."],
            "results": ["수정한 학습은 안정된다."],
            "limitations": [],
            "conclusion": ["반올림 오차의 편향이 실패를 설명한다."],
        })
    }
}
