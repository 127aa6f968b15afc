//! Anthropic's messages (<https://docs.anthropic.com/en/api/messages>). The schema goes into `output_config`, which
//! models since Claude 4.5 know; for older ones it is the input of the one tool that the model must call.

use serde_json::{Value, json};

use super::{Ending, Prompt, Reply, Speech, arguments, count, set, text};
use crate::llm::Llm;
use crate::llm::dialect::{Dialect, Shape};
use crate::llm::schema;

pub(super) struct Anthropic;

impl Speech for Anthropic {
    fn path(&self, _: &str) -> String {
        "/v1/messages".to_owned()
    }

    fn headers(&self) -> &'static [(&'static str, &'static str)] {
        &[("anthropic-version", "2023-06-01")]
    }

    fn key(&self) -> (&'static str, &'static str) {
        ("x-api-key", "")
    }

    fn body(&self, llm: &Llm, prompt: &Prompt, dialect: Dialect) -> Value {
        let mut body = json!({
            "model": llm.model,
            "max_tokens": prompt.output_tokens,
            "system": prompt.system,
            "messages": [{"role": "user", "content": prompt.user}],
        });
        if dialect.temperature {
            set(&mut body, "temperature", json!(llm.temperature));
        }
        match dialect.shape {
            Shape::Schema => {
                let format = json!({"type": "json_schema", "schema": schema::digest()});
                set(&mut body, "output_config", json!({"format": format}));
            }
            Shape::Json => {
                let description = "Takes the digest of the paper.";
                let tool = json!({"name": schema::NAME, "description": description, "input_schema": schema::digest()});
                set(&mut body, "tools", json!([tool]));
                set(&mut body, "tool_choice", json!({"type": "tool", "name": schema::NAME}));
            }
            Shape::Plain => {}
        }
        body
    }

    fn reply(&self, body: &Value) -> Option<Reply> {
        let blocks = body.get("content")?.as_array()?;
        let call = blocks.iter().find_map(|block| block.get("input")).map(arguments);
        let words: String = blocks.iter().filter_map(|block| text(block, "/text")).collect();
        let ending = match text(body, "/stop_reason") {
            Some("refusal") if words.is_empty() => Ending::Refused("no reason is given".to_owned()),
            Some("refusal") => Ending::Refused(words.clone()),
            Some("max_tokens" | "model_context_window_exceeded") => Ending::CutOff,
            _ => Ending::Complete,
        };
        let sent = ["input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens"];
        Some(Reply {
            text: call.unwrap_or(words),
            ending,
            input_tokens: sent.iter().map(|name| count(body, &format!("/usage/{name}"))).sum(),
            output_tokens: count(body, "/usage/output_tokens"),
        })
    }
}
