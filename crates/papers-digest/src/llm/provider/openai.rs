//! OpenAI's chat completions, which vLLM, SGLang, llama.cpp, LM Studio, OpenRouter, DeepSeek and LiteLLM also support
//! (<https://platform.openai.com/docs/api-reference/chat>).

use serde_json::{Value, json};

use super::{Asking, Ending, Heard, Reply, Speech, arguments, count, recount, set, text};
use crate::llm::dialect::Shape;
use crate::llm::filter;
use crate::llm::settings::Effort;

pub(super) struct Openai;

impl Speech for Openai {
    fn path(&self, _: &str, _: bool) -> (String, Option<&'static str>) {
        ("/chat/completions".to_owned(), None)
    }

    fn body(&self, asking: &Asking<'_>) -> Value {
        let Asking { llm, prompt, dialect, .. } = *asking;
        let mut body = json!({"model": llm.model, "messages": asking.messages()});
        let limit = if dialect.completion_tokens { "max_completion_tokens" } else { "max_tokens" };
        set(&mut body, limit, json!(asking.output_tokens()));
        if dialect.stream {
            set(&mut body, "stream", json!(true));
            if dialect.usage {
                set(&mut body, "stream_options", json!({"include_usage": true}));
            }
        }
        if dialect.temperature {
            set(&mut body, "temperature", json!(llm.temperature));
        }
        if let Some(effort) = asking.effort() {
            set(&mut body, "reasoning_effort", json!(effort.name()));
            if effort == Effort::None && !llm.is_hosted() {
                // For models whose chat template can switch off reasoning: Qwen and others on vLLM, SGLang and llama.cpp.
                set(&mut body, "chat_template_kwargs", json!({"enable_thinking": false}));
            }
        }
        match asking.shape() {
            Shape::Schema => {
                let schema = json!({"name": prompt.form.name(), "strict": true, "schema": asking.schema()});
                set(&mut body, "response_format", json!({"type": "json_schema", "json_schema": schema}));
            }
            Shape::Json => set(&mut body, "response_format", json!({"type": "json_object"})),
            Shape::Plain => {}
        }
        body
    }

    fn reply(&self, body: &Value) -> Option<Reply> {
        let mut heard = Heard::default();
        body.pointer("/choices/0/message")?;
        self.hear(body, &mut heard);
        (!heard.aborted).then(|| heard.into_reply())
    }

    /// Reads a chunk of a stream or a whole answer, which differ in the name of one field.
    fn hear(&self, event: &Value, heard: &mut Heard) {
        let reply = &mut heard.reply;
        recount(&mut reply.input_tokens, count(event, "/usage/prompt_tokens"));
        recount(&mut reply.output_tokens, count(event, "/usage/completion_tokens"));
        let thoughts = count(event, "/usage/completion_tokens_details/reasoning_tokens");
        recount(&mut reply.thought_tokens, thoughts);
        for place in ["/usage/prompt_tokens_details/cached_tokens", "/usage/prompt_cache_hit_tokens"] {
            recount(&mut reply.cached_tokens, count(event, place));
        }
        let Some(choice) = event.pointer("/choices/0") else { return };
        if let Some(message) = choice.get("delta").or_else(|| choice.get("message")) {
            heard.text += &message.get("content").map(content).unwrap_or_default();
            // Some servers send the same under both names.
            let thoughts =
                ["/reasoning_content", "/reasoning"].into_iter().filter_map(|name| text(message, name));
            heard.thoughts += thoughts.max_by_key(|thoughts| thoughts.len()).unwrap_or_default();
            let calls = message.get("tool_calls").and_then(Value::as_array).into_iter().flatten();
            let calls = calls.filter_map(|call| call.pointer("/function/arguments"));
            for call in calls.chain(message.pointer("/function_call/arguments")) {
                heard.call += &arguments(call);
            }
            if let Some(words) = text(message, "/refusal").filter(|words| !words.is_empty()) {
                let before = if let Ending::Refused(before) = &heard.reply.ending { before } else { "" };
                heard.reply.ending = Ending::Refused(format!("{before}{words}"));
            }
        }
        let ending = match (text(choice, "/finish_reason"), &heard.reply.ending) {
            (None, _) => return,
            // An aborted answer is requested again.
            (Some("error" | "abort" | "network_error" | "insufficient_system_resource"), _) => {
                heard.aborted = true;
                return;
            }
            (_, refused @ Ending::Refused(_)) => refused.clone(),
            (Some(reason), _) if filter::ends(reason) => {
                Ending::Refused("the provider's content filter".to_owned())
            }
            (Some("length" | "max_tokens"), _) => Ending::CutOff,
            (Some("model_length" | "model_context_window_exceeded"), _) => Ending::Full,
            _ => Ending::Complete,
        };
        heard.end(ending);
    }
}

/// Returns a content, which is a string or a list of parts, as text.
fn content(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().filter_map(|part| text(part, "/text")).collect(),
        _ => String::new(),
    }
}
