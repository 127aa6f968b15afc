//! Google's Gemini API (<https://ai.google.dev/api/generate-content>).

use serde_json::{Value, json};

use super::{Asking, Ending, Heard, Reply, Speech, arguments, count, recount, set, text};
use crate::llm::dialect::Shape;
use crate::llm::settings::Effort;

pub(super) struct Gemini;

impl Speech for Gemini {
    fn path(&self, model: &str, stream: bool) -> (String, Option<&'static str>) {
        let model = model.trim_start_matches("models/");
        match stream {
            true => (format!("/models/{model}:streamGenerateContent"), Some("alt=sse")),
            false => (format!("/models/{model}:generateContent"), None),
        }
    }

    /// Sends the key in a header field, although the documentation has it in the URL, because URLs end up in logs.
    fn key(&self) -> (&'static str, &'static str) {
        ("x-goog-api-key", "")
    }

    fn body(&self, asking: &Asking<'_>) -> Value {
        let Asking { llm, prompt, dialect, .. } = *asking;
        let mut config = json!({"maxOutputTokens": asking.output_tokens()});
        if dialect.temperature {
            set(&mut config, "temperature", json!(llm.temperature));
        }
        if asking.shape() != Shape::Plain {
            set(&mut config, "responseMimeType", json!("application/json"));
        }
        if asking.shape() == Shape::Schema {
            set(&mut config, "responseJsonSchema", asking.schema());
        }
        if let Some(effort) = asking.effort() {
            set(&mut config, "thinkingConfig", thinking(&llm.model, effort));
        }
        let mut body = json!({
            "contents": [{"role": "user", "parts": [{"text": prompt.whole_user()}]}],
            "generationConfig": config,
        });
        if !prompt.system.is_empty() {
            set(&mut body, "systemInstruction", json!({"parts": [{"text": prompt.system}]}));
        }
        body
    }

    fn reply(&self, body: &Value) -> Option<Reply> {
        // Some proxies return the events of a stream as one list.
        if let Some(events) = body.as_array().filter(|events| !events.is_empty()) {
            let mut heard = Heard::default();
            for event in events {
                self.hear(event, &mut heard);
            }
            return heard.ended.then(|| heard.into_reply());
        }
        if body.get("candidates").is_none() && body.pointer("/promptFeedback/blockReason").is_none() {
            return None;
        }
        let mut heard = Heard::default();
        self.hear(body, &mut heard);
        Some(heard.into_reply())
    }

    /// Each event is an answer with only the new text.
    fn hear(&self, event: &Value, heard: &mut Heard) {
        let usage = |name: &str| count(event, &format!("/usageMetadata/{name}"));
        let thoughts = usage("thoughtsTokenCount");
        recount(&mut heard.reply.input_tokens, usage("promptTokenCount"));
        recount(&mut heard.reply.output_tokens, usage("candidatesTokenCount") + thoughts);
        recount(&mut heard.reply.thought_tokens, thoughts);
        recount(&mut heard.reply.cached_tokens, usage("cachedContentTokenCount"));
        if let Some(reason) = text(event, "/promptFeedback/blockReason") {
            return heard.end(Ending::Refused(reason.to_owned()));
        }
        let Some(candidate) = event.pointer("/candidates/0") else { return };
        let parts = candidate.pointer("/content/parts").and_then(Value::as_array);
        for part in parts.into_iter().flatten() {
            let thought = part.get("thought").and_then(Value::as_bool) == Some(true);
            let place = if thought { &mut heard.thoughts } else { &mut heard.text };
            *place += text(part, "/text").unwrap_or_default();
            if let Some(call) = part.pointer("/functionCall/args") {
                heard.call += &arguments(call);
            }
        }
        match text(candidate, "/finishReason") {
            None => {}
            Some("STOP" | "FINISH_REASON_UNSPECIFIED") => heard.end(Ending::Complete),
            Some("MAX_TOKENS") => heard.end(Ending::CutOff),
            Some(reason) => heard.end(Ending::Refused(reason.to_owned())),
        }
    }
}

/// Returns the settings for reasoning: a number of tokens for Gemini 2, for later models a level, of which `minimal` is the lowest.
fn thinking(model: &str, effort: Effort) -> Value {
    if model.contains("gemini-2") {
        let tokens = match effort {
            Effort::None => 0,
            Effort::Low => 1_024,
            Effort::Medium => 8_192,
            Effort::High => 24_576,
        };
        return json!({"thinkingBudget": tokens});
    }
    json!({"thinkingLevel": if effort == Effort::None { "minimal" } else { effort.name() }})
}
