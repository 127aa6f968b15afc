//! The record: everything a run made, as `--json` prints it and `papers render` reads it.

use serde::{Deserialize, Serialize};

use super::{Digest, Evidence, Figure, Finding, Paper, ReadFrom, Writer};

/// The version of the record's form.
pub const SCHEMA: u32 = 1;

/// The result of one run.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Always [`SCHEMA`].
    #[serde(default = "schema")]
    pub schema: u32,
    /// The post's day, `YYYY-MM-DD`; the first day of 1970 in a record of others that does not say.
    #[serde(default)]
    pub date: chrono::NaiveDate,
    /// The language asked for, such as `ko`.
    #[serde(default)]
    pub lang: String,
    /// Papers in the order of the post.
    pub papers: Vec<Entry>,
    /// Papers that are not in the post, and why.
    #[serde(default)]
    pub failed: Vec<Failure>,
}

fn schema() -> u32 {
    SCHEMA
}

/// One paper with its digest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The paper's record.
    pub paper: Paper,
    /// The source of the digest.
    #[serde(default)]
    pub read: ReadFrom,
    /// `extractive`, provider and model such as `openai:gpt-4o-mini`, or `none` for a paper without a digest.
    #[serde(default)]
    pub engine: String,
    /// The version whose text was read, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_version: Option<u32>,
    /// Address of the paper's license, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub license: Option<String>,
    /// The digest.
    #[serde(default)]
    pub digest: Digest,
    /// The evidence for each sentence of the digest.
    #[serde(default)]
    pub evidence: Vec<Evidence>,
    /// The findings of the checks.
    #[serde(default)]
    pub findings: Vec<Finding>,
    /// Tokens and cost.
    #[serde(default)]
    pub usage: Usage,
    /// Headings of sections that did not fit into the model's window, whole or in part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub omitted: Vec<String>,
    /// The share of the text that the model was given, from 0 to 1; absent where it was all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_share: Option<f64>,
    /// The paper's first figure, where the settings ask for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figure: Option<Figure>,
    /// The paper's text, where whoever saved the record put it in; `verify` and `render` then need no other source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

impl Entry {
    /// Returns true unless the record says that nobody wrote a digest.
    pub fn is_digested(&self) -> bool {
        self.engine != Writer::NOBODY
    }

    /// Returns the author of the digest, in a record in this language, which may be empty. `None` where nobody wrote one.
    pub fn writer(&self, lang: &str) -> Option<Writer> {
        match self.engine.as_str() {
            Writer::NOBODY => None,
            Writer::EXTRACTIVE => Some(Writer::Extractive),
            model => Some(Writer::model(model, lang)),
        }
    }
}

/// The tokens and calls of a model; all zero for the extractive engine.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Usage {
    /// Tokens sent.
    pub input_tokens: u64,
    /// Tokens received.
    pub output_tokens: u64,
    /// Cost in US dollars, where the price is known.
    pub cost_usd: Option<f64>,
    /// True when the answer was paid for in an earlier run.
    pub cached: bool,
}

impl Usage {
    /// Adds up what two pieces of work took. One that took nothing changes nothing.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        if other == Self::default() {
            return self;
        }
        if self == Self::default() {
            return other;
        }
        Self {
            input_tokens: self.input_tokens + other.input_tokens,
            output_tokens: self.output_tokens + other.output_tokens,
            cost_usd: self.cost_usd.zip(other.cost_usd).map(|(one, two)| one + two),
            cached: self.cached && other.cached,
        }
    }
}

/// A paper that did not make it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The text that the user gave.
    pub input: String,
    /// The stage at which it failed.
    pub stage: Stage,
    /// The reason.
    pub error: String,
}

/// The stages of a paper's way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// Text to identifier.
    Resolve,
    /// Identifier to record.
    Fetch,
    /// Record to document.
    Read,
    /// Document to digest.
    Summarize,
    /// Digest against document.
    Verify,
    /// Digest to Markdown.
    Render,
}
