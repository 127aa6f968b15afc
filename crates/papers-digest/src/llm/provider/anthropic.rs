//! Anthropic's Messages API (<https://docs.anthropic.com/en/api/messages>). The schema is sent in `output_config`, which models
//! since Claude 4.5 support; for older ones it is the input schema of a tool that the model must call.

use serde_json::{Value, json};

use super::{Asking, Ending, Heard, Reply, Speech, arguments, count, recount, set, text};
use crate::llm::dialect::Shape;
use crate::llm::settings::Effort;

pub(super) struct Anthropic;

impl Speech for Anthropic {
    fn path(&self, _: &str, _: bool) -> (String, Option<&'static str>) {
        ("/v1/messages".to_owned(), None)
    }

    fn headers(&self) -> &'static [(&'static str, &'static str)] {
        &[("anthropic-version", "2023-06-01")]
    }

    fn key(&self) -> (&'static str, &'static str) {
        ("x-api-key", "")
    }

    fn body(&self, asking: &Asking<'_>) -> Value {
        let Asking { llm, prompt, dialect, .. } = *asking;
        let mut user = vec![block(&prompt.user, dialect.cache)];
        if !prompt.more.is_empty() {
            user.push(block(&prompt.more, false));
        }
        let mut body = json!({
            "model": llm.model,
            "max_tokens": asking.output_tokens(),
            "messages": [{"role": "user", "content": user}],
        });
        if !prompt.system.is_empty() {
            set(&mut body, "system", json!([block(&prompt.system, dialect.cache)]));
        }
        if dialect.stream {
            set(&mut body, "stream", json!(true));
        }
        if dialect.temperature {
            set(&mut body, "temperature", json!(llm.temperature));
        }
        let mut output = json!({});
        match asking.effort() {
            Some(Effort::None) => set(&mut body, "thinking", json!({"type": "disabled"})),
            Some(effort) => set(&mut output, "effort", json!(effort.name())),
            None => {}
        }
        match asking.shape() {
            Shape::Schema => {
                set(&mut output, "format", json!({"type": "json_schema", "schema": asking.schema()}));
            }
            Shape::Json => {
                let description = prompt.form.description();
                let tool = json!({"name": prompt.form.name(), "description": description, "input_schema": asking.schema()});
                set(&mut body, "tools", json!([tool]));
                set(&mut body, "tool_choice", json!({"type": "tool", "name": prompt.form.name()}));
            }
            Shape::Plain => {}
        }
        if output != json!({}) {
            set(&mut body, "output_config", output);
        }
        body
    }

    fn reply(&self, body: &Value) -> Option<Reply> {
        let blocks = body.get("content")?.as_array()?;
        let mut heard = Heard::default();
        for block in blocks {
            heard.text += text(block, "/text").unwrap_or_default();
            heard.thoughts += text(block, "/thinking").unwrap_or_default();
            heard.call += &block.get("input").map(arguments).unwrap_or_default();
        }
        counts(body, &mut heard.reply);
        stop(text(body, "/stop_reason").unwrap_or("end_turn"), &mut heard);
        Some(heard.into_reply())
    }

    fn hear(&self, event: &Value, heard: &mut Heard) {
        counts(event, &mut heard.reply);
        if let Some(message) = event.get("message") {
            counts(message, &mut heard.reply);
        }
        // A block usually begins empty.
        for piece in [event.get("content_block"), event.get("delta")].into_iter().flatten() {
            heard.text += text(piece, "/text").unwrap_or_default();
            heard.call += text(piece, "/partial_json").unwrap_or_default();
            heard.thoughts += text(piece, "/thinking").unwrap_or_default();
        }
        if let Some(reason) = text(event, "/delta/stop_reason") {
            stop(reason, heard);
        }
    }
}

/// Returns a block of text; with `keep`, the server may cache the prompt up to its end.
fn block(text: &str, keep: bool) -> Value {
    let mut block = json!({"type": "text", "text": text});
    if keep {
        set(&mut block, "cache_control", json!({"type": "ephemeral"}));
    }
    block
}

fn counts(body: &Value, reply: &mut Reply) {
    let of = |name: &str| count(body, &format!("/usage/{name}"));
    let (stored, cached) = (of("cache_creation_input_tokens"), of("cache_read_input_tokens"));
    recount(&mut reply.input_tokens, of("input_tokens") + stored + cached);
    recount(&mut reply.stored_tokens, stored);
    recount(&mut reply.cached_tokens, cached);
    recount(&mut reply.output_tokens, of("output_tokens"));
}

fn stop(reason: &str, heard: &mut Heard) {
    let ending = match reason {
        "refusal" if heard.text.is_empty() => Ending::Refused("no reason is given".to_owned()),
        "refusal" => Ending::Refused(heard.text.clone()),
        "max_tokens" => Ending::CutOff,
        "model_context_window_exceeded" => Ending::Full,
        _ => Ending::Complete,
    };
    heard.end(ending);
}
