//! The ways of asking and answering of each provider: one file each, behind one trait. They make bodies and read them; asking is
//! done by the one caller, [`super::Model`].

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

/// The text for a model, in an order in which servers can reuse what they have read: the system prompt is the same for every
/// paper of a run, the paper the same for every question about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    /// The task and its rules.
    pub system: String,
    /// The paper.
    pub user: String,
    /// The faults of an earlier answer; empty in a first question.
    pub more: String,
    /// The most tokens of the answer.
    pub output_tokens: usize,
    /// The form of the answer.
    pub form: Form,
}

impl Prompt {
    /// The paper, and what was wrong with an answer before.
    pub fn whole_user(&self) -> String {
        if self.more.is_empty() { self.user.clone() } else { format!("{}\n\n{}", self.user, self.more) }
    }

    /// About how many tokens it has.
    pub fn tokens(&self) -> usize {
        [&self.system, &self.user, &self.more].into_iter().map(|text| tokens::estimate(text)).sum()
    }
}

/// A model's answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// The text, or the arguments of a tool call.
    pub text: String,
    /// The way in which it ends.
    pub ending: Ending,
    /// Tokens sent, as the server counted them.
    pub input_tokens: u64,
    /// Tokens received, thoughts included.
    pub output_tokens: u64,
    /// Tokens of those sent that the server had read before, which cost less.
    #[serde(default)]
    pub cached_tokens: u64,
    /// Tokens of those sent that the server keeps for later, which cost more (Anthropic).
    #[serde(default)]
    pub stored_tokens: u64,
    /// Tokens of those received that were thoughts, where the server tells.
    #[serde(default)]
    pub thought_tokens: u64,
}

/// The ways in which an answer ends.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ending {
    /// The model ended it.
    #[default]
    Complete,
    /// At the most tokens allowed.
    CutOff,
    /// We stopped listening, because the rest could not help.
    Stopped,
    /// The model or its provider refuses, in these words.
    Refused(String),
}

/// The state of an answer as it comes.
#[derive(Debug, Clone, Default)]
pub struct Heard {
    /// Its words.
    pub text: String,
    /// The arguments of a tool call.
    pub call: String,
    /// Thoughts, where the server shows them.
    pub thoughts: String,
    /// Its ending and its tokens so far.
    pub reply: Reply,
    /// True when it is over.
    pub ended: bool,
}

impl Heard {
    /// True when it is over and says nothing, in none of its forms.
    pub fn is_silent(&self) -> bool {
        let words = [&self.text, &self.call, &self.thoughts].into_iter().any(|text| !text.is_empty());
        !words && self.reply.ending == Ending::Complete && self.reply.output_tokens == 0
    }

    /// The reply as if it had come whole.
    pub fn into_reply(self) -> Reply {
        let Self { text, call, thoughts, mut reply, .. } = self;
        if reply.thought_tokens == 0 {
            reply.thought_tokens = tokens::estimate(&thoughts) as u64;
        }
        if reply.output_tokens == 0 {
            let spoken = tokens::estimate(&text) + tokens::estimate(&call);
            reply.output_tokens = spoken as u64 + reply.thought_tokens;
        }
        Reply { text: if text.is_empty() { call } else { text }, ..reply }
    }

    fn end(&mut self, ending: Ending) {
        self.reply.ending = ending;
        self.ended = true;
    }
}

/// One question to a server.
#[derive(Debug, Clone, Copy)]
pub struct Asking<'a> {
    /// The settings.
    pub llm: &'a Llm,
    /// The text for the model.
    pub prompt: &'a Prompt,
    /// The fields that the server takes.
    pub dialect: Dialect,
}

impl Asking<'_> {
    fn schema(&self) -> Value {
        self.prompt.form.schema(self.dialect).unwrap_or_default()
    }

    /// The way to ask for the form: a word is asked for in words.
    fn shape(&self) -> Shape {
        if self.prompt.form == Form::Word { Shape::Plain } else { self.dialect.shape }
    }

    /// The effort, where it is set and taken.
    fn effort(&self) -> Option<Effort> {
        self.llm.effort.filter(|_| self.dialect.effort)
    }

    /// The messages of all who speak as OpenAI does. Without a task there is no message of the system: an empty one would
    /// replace the model's own.
    fn messages(&self) -> Value {
        let user = json!({"role": "user", "content": self.prompt.whole_user()});
        match self.prompt.system.is_empty() {
            true => json!([user]),
            false => json!([{"role": "system", "content": self.prompt.system}, user]),
        }
    }
}

/// One provider's way of speaking.
pub trait Speech: Sync {
    /// The path of the question below the base URL, and what follows its question mark; for an answer in pieces or whole.
    fn path(&self, model: &str, stream: bool) -> (String, Option<&'static str>);

    /// Header fields that every question has.
    fn headers(&self) -> &'static [(&'static str, &'static str)] {
        &[]
    }

    /// The header field of the key, and what stands before the key in it.
    fn key(&self) -> (&'static str, &'static str) {
        ("authorization", "Bearer ")
    }

    /// The body of a question.
    fn body(&self, asking: &Asking<'_>) -> Value;

    /// The answer in a whole body; `None` when there is none in it.
    fn reply(&self, body: &Value) -> Option<Reply>;

    /// Adds one event of a stream to what was heard before.
    fn hear(&self, event: &Value, heard: &mut Heard);

    /// True where the events of a stream are lines of JSON.
    fn speaks_in_lines(&self) -> bool {
        false
    }
}

/// The way of speaking of a provider.
pub fn speech(provider: Provider) -> &'static dyn Speech {
    match provider {
        Provider::Openai => &openai::Openai,
        Provider::Anthropic => &anthropic::Anthropic,
        Provider::Gemini => &gemini::Gemini,
        Provider::Ollama => &ollama::Ollama,
    }
}

/// Puts a field into an object.
fn set(object: &mut Value, name: &str, value: Value) {
    if let Value::Object(fields) = object {
        fields.insert(name.to_owned(), value);
    }
}

/// The string at a path, such as `/message/content`.
fn text<'a>(body: &'a Value, pointer: &str) -> Option<&'a str> {
    body.pointer(pointer)?.as_str()
}

/// The count at a path; a server that does not count says nothing, which is zero, and so is what no answer can have.
fn count(body: &Value, pointer: &str) -> u64 {
    const MOST: u64 = 100_000_000;
    body.pointer(pointer).and_then(Value::as_u64).filter(|&count| count <= MOST).unwrap_or_default()
}

/// The arguments of a tool call, which are an object or the text of one.
fn arguments(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Puts a count in place of another where there is one: streams tell some of theirs twice.
fn recount(total: &mut u64, counted: u64) {
    if counted > 0 {
        *total = counted;
    }
}
