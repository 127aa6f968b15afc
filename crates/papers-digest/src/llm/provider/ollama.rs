//! Ollama's own chat (<https://docs.ollama.com/api/chat>): unlike its OpenAI-compatible one it takes the size of the
//! window, without which it silently forgets the beginning of a long text.

use serde_json::{Value, json};

use super::{Ending, Prompt, Reply, Speech, arguments, count, set, text};
use crate::llm::Llm;
use crate::llm::dialect::{Dialect, Shape};
use crate::llm::schema;

pub(super) struct Ollama;

impl Speech for Ollama {
    fn path(&self, _: &str) -> String {
        "/api/chat".to_owned()
    }

    fn body(&self, llm: &Llm, prompt: &Prompt, dialect: Dialect) -> Value {
        let mut options = json!({"num_ctx": llm.context_tokens, "num_predict": prompt.output_tokens});
        if dialect.temperature {
            set(&mut options, "temperature", json!(llm.temperature));
        }
        let mut body = json!({
            "model": llm.model,
            "messages": [
                {"role": "system", "content": prompt.system},
                {"role": "user", "content": prompt.user},
            ],
            "stream": false,
            "options": options,
        });
        match dialect.shape {
            Shape::Schema => set(&mut body, "format", schema::digest()),
            Shape::Json => set(&mut body, "format", json!("json")),
            Shape::Plain => {}
        }
        body
    }

    fn reply(&self, body: &Value) -> Option<Reply> {
        let message = body.get("message")?;
        let call = message.pointer("/tool_calls/0/function/arguments").map(arguments);
        let content = text(message, "/content").filter(|content| !content.is_empty()).map(str::to_owned);
        let cut = text(body, "/done_reason") == Some("length");
        Some(Reply {
            text: content.or(call).unwrap_or_default(),
            ending: if cut { Ending::CutOff } else { Ending::Complete },
            input_tokens: count(body, "/prompt_eval_count"),
            output_tokens: count(body, "/eval_count"),
        })
    }
}
