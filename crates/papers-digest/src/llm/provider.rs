//! Whose way of asking and answering: one file each, behind one trait. They make bodies and read them; asking is done
//! by the one caller, [`super::Model`].

mod anthropic;
mod gemini;
mod ollama;
mod openai;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::dialect::Dialect;
use crate::llm::{Llm, Provider};

/// What is told to a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    /// The task and its rules.
    pub system: String,
    /// The paper, and what was wrong with an answer before.
    pub user: String,
    /// The most tokens of the answer.
    pub output_tokens: usize,
}

/// What a model answered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// The text, or the arguments of a tool call.
    pub text: String,
    /// How it ends.
    pub ending: Ending,
    /// Tokens sent, as the server counted them.
    pub input_tokens: u64,
    /// Tokens received, thoughts included.
    pub output_tokens: u64,
}

/// How an answer ends.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ending {
    /// Where the model wanted it to.
    #[default]
    Complete,
    /// At the most tokens allowed.
    CutOff,
    /// The model or its provider refuses, in these words.
    Refused(String),
}

/// One provider's way of speaking.
pub trait Speech: Sync {
    /// The path of the question below the base URL.
    fn path(&self, model: &str) -> String;

    /// Header fields that every question has.
    fn headers(&self) -> &'static [(&'static str, &'static str)] {
        &[]
    }

    /// The header field of the key, and what stands before the key in it.
    fn key(&self) -> (&'static str, &'static str) {
        ("authorization", "Bearer ")
    }

    /// The body of a question.
    fn body(&self, llm: &Llm, prompt: &Prompt, dialect: Dialect) -> Value;

    /// The answer in a body; `None` when there is none in it.
    fn reply(&self, body: &Value) -> Option<Reply>;
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

/// The count at a path; a server that does not count says nothing, which is zero.
fn count(body: &Value, pointer: &str) -> u64 {
    body.pointer(pointer).and_then(Value::as_u64).unwrap_or_default()
}

/// The arguments of a tool call, which are an object or the text of one.
fn arguments(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
