//! The formats of requests and answers of each provider, one file each, behind one trait. They build and parse bodies; requests
//! are sent by [`super::Model`].

mod anthropic;
mod gemini;
mod ollama;
mod openai;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::dialect::{Dialect, Shape};
use super::schema::Form;
use super::settings::{Effort, Llm, Provider};
use super::tokens;

/// The text for a model, in an order that lets servers cache prefixes: the system prompt is the same for all papers of a run, the
/// paper the same for all requests about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    /// The task and its rules.
    pub system: String,
    /// The paper.
    pub user: String,
    /// The faults of an earlier answer; empty in a first request.
    pub more: String,
    /// The maximum number of tokens of the answer.
    pub output_tokens: usize,
    /// The form of the answer.
    pub form: Form,
}

impl Prompt {
    /// Returns the paper, with the faults of an earlier answer.
    pub fn whole_user(&self) -> String {
        if self.more.is_empty() { self.user.clone() } else { format!("{}\n\n{}", self.user, self.more) }
    }

    /// Returns the same text without a system prompt: the task comes first in the message of the user.
    pub fn without_system(&self) -> Self {
        let parts = [self.system.as_str(), self.user.as_str()];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        Self { system: String::new(), user: parts.join("\n\n"), ..self.clone() }
    }

    /// Estimates its number of tokens.
    pub fn tokens(&self) -> usize {
        [&self.system, &self.user, &self.more].into_iter().map(|text| tokens::estimate(text)).sum()
    }
}

/// A model's answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// The text, or the arguments of a tool call.
    pub text: String,
    /// The way it ended.
    pub ending: Ending,
    /// Input tokens, as counted by the server.
    pub input_tokens: u64,
    /// Output tokens, including reasoning.
    pub output_tokens: u64,
    /// Input tokens from the server's cache, which cost less.
    #[serde(default)]
    pub cached_tokens: u64,
    /// Input tokens written to the server's cache, which cost more (Anthropic).
    #[serde(default)]
    pub stored_tokens: u64,
    /// Output tokens of reasoning, if the server reports them.
    #[serde(default)]
    pub thought_tokens: u64,
}

/// The way an answer ended.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ending {
    /// Normally.
    #[default]
    Complete,
    /// At the maximum number of tokens.
    CutOff,
    /// At the end of the model's context window.
    Full,
    /// It was aborted by us, because the rest could not help.
    Stopped,
    /// With a refusal by the model or provider, with this message.
    Refused(String),
}

/// The state of an answer while it arrives.
#[derive(Debug, Clone, Default)]
pub struct Heard {
    /// Its text so far.
    pub text: String,
    /// The arguments of a tool call.
    pub call: String,
    /// The reasoning, if the server sends it.
    pub thoughts: String,
    /// The way it ended, and its tokens so far.
    pub reply: Reply,
    /// True if it is complete.
    pub ended: bool,
    /// True if the server gave up in its middle.
    pub aborted: bool,
}

impl Heard {
    /// Returns the number of bytes of text, calls and reasoning so far.
    pub fn length(&self) -> usize {
        self.text.len() + self.call.len() + self.thoughts.len()
    }

    /// Returns the tokens so far, without a text: those that the server reports, or else an estimate.
    pub fn tokens(&self) -> Reply {
        let mut reply = self.reply.clone();
        if reply.thought_tokens == 0 {
            reply.thought_tokens = tokens::estimate(&self.thoughts) as u64;
        }
        if reply.output_tokens == 0 {
            let spoken = tokens::estimate(&self.text) + tokens::estimate(&self.call);
            reply.output_tokens = spoken as u64 + reply.thought_tokens;
        }
        reply
    }

    /// Returns the reply.
    pub fn into_reply(self) -> Reply {
        let reply = self.tokens();
        let Self { text, call, thoughts, .. } = self;
        // vLLM and SGLang take the answer of a model that was told not to reason for its reasoning, and that of one that does not
        // mark the end of its reasoning for a part of it.
        let is_misplaced = reply.ending == Ending::Complete && holds_an_object(&thoughts);
        let text = match (text.trim().is_empty(), call.is_empty()) {
            (true, true) if is_misplaced => thoughts,
            (_, true) => text,
            (true, false) => call,
            // Models announce what they call.
            (false, false) => format!("{text}\n{call}"),
        };
        Reply { text, ..reply }
    }

    fn end(&mut self, ending: Ending) {
        self.reply.ending = ending;
        self.ended = true;
    }
}

/// Returns true if reasoning is an object or ends with one, which then is the answer.
fn holds_an_object(thoughts: &str) -> bool {
    thoughts.trim_start().starts_with('{')
        || thoughts.trim_end().trim_end_matches('`').trim_end().ends_with('}')
}

/// A request to a server.
#[derive(Debug, Clone, Copy)]
pub struct Asking<'a> {
    /// The settings.
    pub llm: &'a Llm,
    /// The text for the model.
    pub prompt: &'a Prompt,
    /// The fields that the server accepts.
    pub dialect: Dialect,
}

impl Asking<'_> {
    fn schema(&self) -> Value {
        self.prompt.form.schema(self.dialect).unwrap_or_default()
    }

    /// Returns how the format of the answer is specified. For a single word, only in the prompt.
    fn shape(&self) -> Shape {
        if self.prompt.form == Form::Word { Shape::Plain } else { self.dialect.shape }
    }

    /// Returns the maximum number of output tokens.
    fn output_tokens(&self) -> usize {
        self.dialect.output.map_or(self.prompt.output_tokens, |most| most.min(self.prompt.output_tokens))
    }

    /// Returns the reasoning effort, if it is set and accepted.
    fn effort(&self) -> Option<Effort> {
        self.llm.effort.filter(|_| self.dialect.effort)
    }

    /// Returns the messages in OpenAI's format. Without a task there is no system message: an empty one would replace the model's
    /// own.
    fn messages(&self) -> Value {
        let user = json!({"role": "user", "content": self.prompt.whole_user()});
        match self.prompt.system.is_empty() {
            true => json!([user]),
            false => json!([{"role": "system", "content": self.prompt.system}, user]),
        }
    }
}

/// The format of a provider.
pub trait Speech: Sync {
    /// Returns path and query of the request, relative to the base URL, for a streamed or whole answer.
    fn path(&self, model: &str, stream: bool) -> (String, Option<&'static str>);

    /// Returns the header fields of every request.
    fn headers(&self) -> &'static [(&'static str, &'static str)] {
        &[]
    }

    /// Returns the header field of the key, and the prefix of its value.
    fn key(&self) -> (&'static str, &'static str) {
        ("authorization", "Bearer ")
    }

    /// Builds the body of a request.
    fn body(&self, asking: &Asking<'_>) -> Value;

    /// Parses the answer in a whole body; `None` if there is none.
    fn reply(&self, body: &Value) -> Option<Reply>;

    /// Adds an event of a stream to the answer so far.
    fn hear(&self, event: &Value, heard: &mut Heard);

    /// Returns true if the events of a stream are lines of JSON.
    fn speaks_in_lines(&self) -> bool {
        false
    }
}

/// Returns the format of a provider.
pub fn speech(provider: Provider) -> &'static dyn Speech {
    match provider {
        Provider::Openai => &openai::Openai,
        Provider::Anthropic => &anthropic::Anthropic,
        Provider::Gemini => &gemini::Gemini,
        Provider::Ollama => &ollama::Ollama,
    }
}

/// Sets a field of an object.
fn set(object: &mut Value, name: &str, value: Value) {
    if let Value::Object(fields) = object {
        fields.insert(name.to_owned(), value);
    }
}

/// Returns the string at a path, such as `/message/content`.
fn text<'a>(body: &'a Value, pointer: &str) -> Option<&'a str> {
    body.pointer(pointer)?.as_str()
}

/// Returns the count at a path; 0 if it is missing or impossible.
fn count(body: &Value, pointer: &str) -> u64 {
    const MOST: u64 = 100_000_000;
    body.pointer(pointer).and_then(Value::as_u64).filter(|&count| count <= MOST).unwrap_or_default()
}

/// Returns the arguments of a tool call as text; they are an object or the text of one.
fn arguments(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Replaces a count by a new one unless that is 0. Streams report some counts twice.
fn recount(total: &mut u64, counted: u64) {
    if counted > 0 {
        *total = counted;
    }
}
