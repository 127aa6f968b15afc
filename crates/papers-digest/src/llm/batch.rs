//! Converts the questions of a run into lines for a provider's batch API, and imports its answers into the cache, as if they had
//! been requested one by one. A line is named by the answer that it requests, so that answers may come in any order, twice or
//! not at all, and no state is needed in between. Called by `papers batch`.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::dialect::Dialect;
use super::judge::{self, Refusal, RefusalKind, Verdict, judge_line};
use super::provider::{Prompt, Reply, speech};
use super::settings::Provider;
use super::talk::Talk;
use super::{LlmError, Model};
use papers_http::Judgment;
use papers_paper::{Digest, Document, Finding, Paper};

/// The price of batches relative to single requests, which is the same for all providers.
const DISCOUNT: f64 = 0.5;

/// The maximum length of the paper's part of a name, which is for people.
const LONGEST_PAPER: usize = 30;

/// The length of the hash in a name. All providers accept a name of both parts: letters, digits, `-` and `_`.
const HASH: usize = 32;

/// A question whose answer is not in the cache.
#[derive(Debug, Clone, PartialEq)]
pub struct Open {
    /// Its line.
    pub line: Value,
    /// The estimated number of input tokens.
    pub input_tokens: usize,
    /// True if it repairs or corrects an existing answer.
    pub repairs: bool,
}

/// The text before, between and after the lines of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame {
    /// Before the first line.
    pub open: &'static str,
    /// Between two lines.
    pub between: &'static str,
    /// After the last line.
    pub close: &'static str,
}

/// The result of importing answers.
#[derive(Debug, Default)]
pub struct Returned {
    /// The number of new answers in the cache.
    pub new: u64,
    /// The number of answers that were in the cache before, or came twice.
    pub known: u64,
    /// The lines without a usable answer, by reason.
    pub failed: BTreeMap<String, Lost>,
    /// Input tokens of the new answers.
    pub input_tokens: u64,
    /// Output tokens of the new answers.
    pub output_tokens: u64,
    /// The cost of the new answers in US dollars, if the price is known.
    pub cost_usd: Option<f64>,
    learned: Option<Dialect>,
}

/// Lines without a usable answer.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Lost {
    /// The number of lines.
    pub count: u64,
    /// The names of the first ones, as far as they have one.
    pub first: Vec<String>,
}

impl Returned {
    fn fail(&mut self, reason: String, id: Option<String>) {
        /// The maximum number of lines that are named for each reason.
        const NAMED: usize = 5;
        /// The maximum number of different reasons that are listed.
        const MOST: usize = 100;
        let full = self.failed.len() >= MOST && !self.failed.contains_key(&reason);
        let reason = if full { "another reason".to_owned() } else { reason };
        let lost = self.failed.entry(reason).or_default();
        lost.count += 1;
        lost.first.extend(id.filter(|_| lost.first.len() < NAMED));
    }
}

impl Model {
    /// Returns how the lines of a file are joined; `None` for a provider without batches.
    pub fn frame(&self) -> Option<Frame> {
        match self.llm.provider {
            Provider::Openai | Provider::Gemini => Some(Frame { open: "", between: "\n", close: "\n" }),
            Provider::Anthropic => {
                Some(Frame { open: "{\"requests\": [\n", between: ",\n", close: "\n]}\n" })
            }
            Provider::Ollama => None,
        }
    }

    /// Returns the question that a run would ask next about a paper; `None` if all its answers are cached. Sends no requests.
    pub async fn open_question(
        &self,
        paper: &Paper,
        document: &Document,
        inspect: impl Fn(&Digest) -> Vec<Finding>,
    ) -> Result<Option<Open>, LlmError> {
        let prepared = self.prepare(paper, document).await?;
        let question = self.first_answer_name(paper, &prepared)?;
        let mut talk = Talk::new(self, paper, &prepared, question);
        match talk.digest(document, inspect).await {
            Ok(_) => Ok(None),
            Err(LlmError::NotCached(_)) => Ok(talk.open().map(|(name, prompt)| self.open(name, prompt))),
            Err(error) => {
                talk.forget_if_useless(&error);
                Err(error)
            }
        }
    }

    fn open(&self, name: &str, prompt: &Prompt) -> Open {
        let dialect = Dialect { stream: false, ..self.learned_before() };
        let (id, body) = (line_id(name), self.body(prompt, dialect));
        let line = match self.llm.provider {
            Provider::Anthropic => json!({"custom_id": id, "params": body}),
            Provider::Gemini => json!({"key": id, "request": body}),
            Provider::Openai | Provider::Ollama => {
                json!({"custom_id": id, "method": "POST", "url": "/v1/chat/completions", "body": body})
            }
        };
        Open { line, input_tokens: prompt.tokens(), repairs: !prompt.more.is_empty() }
    }

    /// Imports a line of answers: caches the answer, or counts the reason why it is unusable.
    pub fn take(&self, line: &[u8], returned: &mut Returned) {
        let text = String::from_utf8_lossy(line);
        let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if text.is_empty() {
            return;
        }
        let (id, verdict) = match self.answer(text) {
            Ok(answer) => answer,
            Err(reason) => return returned.fail(reason, None),
        };
        match verdict {
            Judgment::Final(Err(refusal)) => {
                self.note_refusal(&refusal, returned);
                returned.fail(refusal.message, Some(id));
            }
            Judgment::Final(Ok(_)) if self.kept_line(&id).is_some() => returned.known += 1,
            Judgment::Final(Ok(reply)) => self.book_line(&id, &reply, returned),
            Judgment::Again(why, _) | Judgment::Starting(why) => returned.fail(why, Some(id)),
        }
    }

    /// Notes the cost of all answers. Fields that a model rejected are omitted from later exports.
    pub fn settle_batch(&self, returned: &Returned) {
        self.access.memory.spend(returned.cost_usd.unwrap_or_default());
        if let Some(dialect) = returned.learned {
            self.keep_dialect(dialect);
        }
    }

    fn book_line(&self, id: &str, reply: &Reply, returned: &mut Returned) {
        self.keep(&line_url(id), reply);
        returned.new += 1;
        returned.input_tokens += reply.input_tokens;
        returned.output_tokens += reply.output_tokens;
        let share = if self.llm.is_hosted() { DISCOUNT } else { 1.0 };
        if let Some(dollars) = self.ledger.cost(reply) {
            *returned.cost_usd.get_or_insert_default() += dollars * share;
        }
    }

    /// Reads the name of a line and its result.
    fn answer(&self, text: &str) -> Result<(String, Verdict), String> {
        let line = judge::json(text).ok_or("the line is not JSON")?;
        let id = ["custom_id", "key"].iter().find_map(|name| line.get(*name)?.as_str());
        let id =
            id.filter(|id| is_line_id(id)).ok_or("the line has no `custom_id` of `papers batch export`")?;
        if ["body", "params", "request"].iter().any(|name| line.get(*name).is_some()) {
            return Err("the line is a question and no answer".to_owned());
        }
        Ok((id.to_owned(), judge_line(speech(self.llm.provider), &line)))
    }

    /// Learns from a rejected field, which is rejected in all lines.
    fn note_refusal(&self, refusal: &Refusal, returned: &mut Returned) {
        let used = self.learned_before();
        if refusal.kind == RefusalKind::Field
            && let Some(next) = used.after(&refusal.message)
        {
            returned.learned = Some(returned.learned.unwrap_or(used).and(next));
        }
    }

    pub(super) fn kept_line(&self, id: &str) -> Option<Reply> {
        self.kept_at(&line_url(id))
    }
}

/// Returns the name of the line that requests an answer.
pub(super) fn line_id(name: &str) -> String {
    let paper = name.split('/').nth_back(2).unwrap_or_default();
    let paper: String = paper.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    let paper: String = paper.chars().take(LONGEST_PAPER).collect();
    let hash: String = format!("{:x}", Sha256::digest(name)).chars().take(HASH).collect();
    format!("{paper}-{hash}")
}

/// Returns the cache entry of an answer from the name of its line.
pub(super) fn line_url(id: &str) -> String {
    format!("batch://{id}")
}

fn is_line_id(id: &str) -> bool {
    let hash = id.rsplit_once('-').map_or("", |(_, hash)| hash);
    id.len() <= LONGEST_PAPER + 1 + HASH
        && hash.len() == HASH
        && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}
