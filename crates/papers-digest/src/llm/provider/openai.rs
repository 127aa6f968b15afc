//! OpenAI's chat completions, which vLLM, SGLang, llama.cpp, LM Studio, OpenRouter, DeepSeek and LiteLLM speak too
//! (<https://platform.openai.com/docs/api-reference/chat>).

use serde_json::{Value, json};

use super::{Ending, Prompt, Reply, Speech, arguments, count, set, text};
use crate::llm::Llm;
use crate::llm::dialect::{Dialect, Shape};
use crate::llm::schema;

pub(super) struct Openai;

impl Speech for Openai {
    fn path(&self, _: &str) -> String {
        "/chat/completions".to_owned()
    }

    fn body(&self, llm: &Llm, prompt: &Prompt, dialect: Dialect) -> Value {
        let mut body = json!({
            "model": llm.model,
            "messages": [
                {"role": "system", "content": prompt.system},
                {"role": "user", "content": prompt.user},
            ],
        });
        let limit = if dialect.completion_tokens { "max_completion_tokens" } else { "max_tokens" };
        set(&mut body, limit, json!(prompt.output_tokens));
        if dialect.temperature {
            set(&mut body, "temperature", json!(llm.temperature));
        }
        match dialect.shape {
            Shape::Schema => {
                let schema = json!({"name": schema::NAME, "strict": true, "schema": schema::digest()});
                set(&mut body, "response_format", json!({"type": "json_schema", "json_schema": schema}));
            }
            Shape::Json => set(&mut body, "response_format", json!({"type": "json_object"})),
            Shape::Plain => {}
        }
        body
    }

    fn reply(&self, body: &Value) -> Option<Reply> {
        let choice = body.pointer("/choices/0")?;
        let message = choice.get("message")?;
        let ending = match (text(message, "/refusal"), text(choice, "/finish_reason")) {
            (Some(words), _) if !words.is_empty() => Ending::Refused(words.to_owned()),
            (_, Some("content_filter")) => Ending::Refused("the provider's content filter".to_owned()),
            (_, Some("length")) => Ending::CutOff,
            _ => Ending::Complete,
        };
        let call = message.pointer("/tool_calls/0/function/arguments").map(arguments);
        let content = message.get("content").map(content).filter(|content| !content.is_empty());
        Some(Reply {
            text: content.or(call).unwrap_or_default(),
            ending,
            input_tokens: count(body, "/usage/prompt_tokens"),
            output_tokens: count(body, "/usage/completion_tokens"),
        })
    }
}

/// A content is a string, or a list of parts.
fn content(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().filter_map(|part| text(part, "/text")).collect(),
        _ => String::new(),
    }
}
