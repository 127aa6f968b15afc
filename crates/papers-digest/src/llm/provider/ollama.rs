//! Ollama's own chat API (<https://docs.ollama.com/api/chat>). Unlike its OpenAI-compatible one, it accepts the size of the context
//! window, without which it silently drops the beginning of a long text.

use serde_json::{Value, json};

use super::{Asking, Ending, Heard, Reply, Speech, arguments, count, recount, set, text};
use crate::llm::dialect::Shape;
use crate::llm::settings::Effort;

pub(super) struct Ollama;

impl Speech for Ollama {
    fn path(&self, _: &str, _: bool) -> (String, Option<&'static str>) {
        ("/api/chat".to_owned(), None)
    }

    fn speaks_in_lines(&self) -> bool {
        true
    }

    fn body(&self, asking: &Asking<'_>) -> Value {
        let Asking { llm, dialect, .. } = *asking;
        let window = llm.room(None).window;
        let mut options = json!({"num_ctx": window, "num_predict": asking.output_tokens()});
        if dialect.temperature {
            set(&mut options, "temperature", json!(llm.temperature));
        }
        let mut body = json!({
            "model": llm.model,
            "messages": asking.messages(),
            "stream": dialect.stream,
            "options": options,
        });
        match asking.effort() {
            Some(Effort::None) => set(&mut body, "think", json!(false)),
            Some(effort) => set(&mut body, "think", json!(effort.name())),
            None => {}
        }
        match asking.shape() {
            Shape::Schema => set(&mut body, "format", asking.schema()),
            Shape::Json => set(&mut body, "format", json!("json")),
            Shape::Plain => {}
        }
        body
    }

    fn reply(&self, body: &Value) -> Option<Reply> {
        body.get("message")?;
        let mut heard = Heard::default();
        self.hear(body, &mut heard);
        (!heard.aborted).then(|| heard.into_reply())
    }

    /// Parses a line of a stream; a whole answer is a stream of one line.
    fn hear(&self, event: &Value, heard: &mut Heard) {
        recount(&mut heard.reply.input_tokens, count(event, "/prompt_eval_count"));
        recount(&mut heard.reply.output_tokens, count(event, "/eval_count"));
        heard.text += text(event, "/message/content").unwrap_or_default();
        heard.thoughts += text(event, "/message/thinking").unwrap_or_default();
        if let Some(call) = event.pointer("/message/tool_calls/0/function/arguments") {
            heard.call += &arguments(call);
        }
        let reason = text(event, "/done_reason");
        // The model was loaded or unloaded, and not asked.
        heard.aborted |= matches!(reason, Some("load" | "unload"));
        if heard.aborted {
            return;
        }
        if reason.is_some() || event.get("done").and_then(Value::as_bool) == Some(true) {
            heard.end(if reason == Some("length") { Ending::CutOff } else { Ending::Complete });
        }
    }
}
