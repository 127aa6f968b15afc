//! Google's Gemini (<https://ai.google.dev/api/generate-content>).

use serde_json::{Value, json};

use super::{Ending, Prompt, Reply, Speech, count, set, text};
use crate::llm::Llm;
use crate::llm::dialect::{Dialect, Shape};
use crate::llm::schema;

pub(super) struct Gemini;

impl Speech for Gemini {
    fn path(&self, model: &str) -> String {
        format!("/models/{}:generateContent", model.trim_start_matches("models/"))
    }

    /// In a field, although the documentation shows it in the URL: URLs end up in logs.
    fn key(&self) -> (&'static str, &'static str) {
        ("x-goog-api-key", "")
    }

    fn body(&self, llm: &Llm, prompt: &Prompt, dialect: Dialect) -> Value {
        let mut config = json!({"maxOutputTokens": prompt.output_tokens});
        if dialect.temperature {
            set(&mut config, "temperature", json!(llm.temperature));
        }
        if dialect.shape != Shape::Plain {
            set(&mut config, "responseMimeType", json!("application/json"));
        }
        if dialect.shape == Shape::Schema {
            set(&mut config, "responseJsonSchema", schema::digest());
        }
        json!({
            "systemInstruction": {"parts": [{"text": prompt.system}]},
            "contents": [{"role": "user", "parts": [{"text": prompt.user}]}],
            "generationConfig": config,
        })
    }

    fn reply(&self, body: &Value) -> Option<Reply> {
        let usage = |name: &str| count(body, &format!("/usageMetadata/{name}"));
        let reply = Reply {
            input_tokens: usage("promptTokenCount"),
            output_tokens: usage("candidatesTokenCount") + usage("thoughtsTokenCount"),
            ..Reply::default()
        };
        if let Some(reason) = text(body, "/promptFeedback/blockReason") {
            return Some(Reply { ending: Ending::Refused(reason.to_owned()), ..reply });
        }
        let candidate = body.pointer("/candidates/0")?;
        let ending = match text(candidate, "/finishReason") {
            None | Some("STOP" | "FINISH_REASON_UNSPECIFIED") => Ending::Complete,
            Some("MAX_TOKENS") => Ending::CutOff,
            Some(reason) => Ending::Refused(reason.to_owned()),
        };
        let parts = candidate.pointer("/content/parts").and_then(Value::as_array);
        let thought = |part: &&Value| part.get("thought").and_then(Value::as_bool) != Some(true);
        let spoken = parts.into_iter().flatten().filter(thought);
        Some(Reply { text: spoken.filter_map(|part| text(part, "/text")).collect(), ending, ..reply })
    }
}
