//! The questions of a run as lines of a provider's batch interface, and its answers into the cache, as if they had been
//! asked one by one. A line is named by the answer that it asks for, so that answers may come in any order, twice or not at
//! all, and nothing has to be remembered in between. Called by `papers batch`.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::dialect::Dialect;
use super::judge::{self, Refusal, RefusalKind, judge_line};
use super::provider::{Prompt, Reply, speech};
use super::settings::Provider;
use super::talk::Talk;
use super::{LlmError, Model};
use papers_http::Judgment;
use papers_paper::{Digest, Document, Finding, Paper};

/// Batches cost half as much with every provider that has them.
const DISCOUNT: f64 = 0.5;

/// Every provider takes names of 64 letters, digits, `-` and `_`; the paper's part of one is for people.
const LONGEST_PAPER: usize = 30;
const HASH: usize = 32;

/// A question that has no answer yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Open {
    /// Its line.
    pub line: Value,
    /// Tokens to be sent, as estimated.
    pub input_tokens: usize,
    /// True when it repairs or corrects an answer that is there.
    pub repairs: bool,
}

/// The text before, between and behind the lines of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame {
    /// Before the first.
    pub open: &'static str,
    /// Between two.
    pub between: &'static str,
    /// Behind the last.
    pub close: &'static str,
}

/// The outcome of the lines of answers.
#[derive(Debug, Default)]
pub struct Returned {
    /// Answers that are in the cache now.
    pub new: u64,
    /// Answers that were there before, or came twice.
    pub known: u64,
    /// Lines without a usable answer, by what is wrong with them.
    pub failed: BTreeMap<String, u64>,
    /// Tokens of the new answers, sent and received.
    pub tokens: (u64, u64),
    /// US dollars that the new answers cost, where the price is known.
    pub cost_usd: Option<f64>,
    learned: Option<Dialect>,
}

impl Returned {
    fn fail(&mut self, reason: String) {
        /// More different reasons than this help nobody.
        const MOST: usize = 100;
        let full = self.failed.len() >= MOST && !self.failed.contains_key(&reason);
        let reason = if full { "another reason".to_owned() } else { reason };
        *self.failed.entry(reason).or_default() += 1;
    }
}

impl Model {
    /// Returns how the lines of a file stand together; `None` for a provider without batches.
    pub fn frame(&self) -> Option<Frame> {
        match self.llm.provider {
            Provider::Openai | Provider::Gemini => Some(Frame { open: "", between: "\n", close: "\n" }),
            Provider::Anthropic => {
                Some(Frame { open: "{\"requests\": [\n", between: ",\n", close: "\n]}\n" })
            }
            Provider::Ollama => None,
        }
    }

    /// The question that a run would ask next about a paper; `None` when all its answers are kept. Asks nobody.
    pub async fn open_question(
        &self,
        paper: &Paper,
        document: &Document,
        inspect: impl Fn(&Digest) -> Vec<Finding>,
    ) -> Result<Option<Open>, LlmError> {
        let told = self.tell(paper, document).await?;
        let question = self.worth_asking(paper, &told)?;
        let mut talk = Talk::new(self, paper, &told, question);
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

    /// Takes a line of answers: keeps the answer, or counts what is wrong with it.
    pub fn take(&self, line: &[u8], returned: &mut Returned) {
        let text = String::from_utf8_lossy(line);
        let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if text.is_empty() {
            return;
        }
        match self.answer(text) {
            Err(reason) => returned.fail(reason),
            Ok((id, Err(refusal))) => {
                self.note_refusal(&refusal, returned);
                tracing::debug!("`{id}`: {}", refusal.message);
                returned.fail(refusal.message);
            }
            Ok((id, Ok(_))) if self.kept_line(&id).is_some() => returned.known += 1,
            Ok((id, Ok(reply))) => self.book_line(&id, &reply, returned),
        }
    }

    /// Notes what all the answers cost. What fields a model does not take is left out of the lines from now on.
    pub fn settle_batch(&self, returned: &Returned) {
        self.access.memory.spend(returned.cost_usd.unwrap_or_default());
        if let Some(dialect) = returned.learned {
            self.keep_dialect(dialect);
        }
    }

    fn book_line(&self, id: &str, reply: &Reply, returned: &mut Returned) {
        self.keep(&line_url(id), reply);
        returned.new += 1;
        returned.tokens.0 += reply.input_tokens;
        returned.tokens.1 += reply.output_tokens;
        let share = if self.llm.is_hosted() { DISCOUNT } else { 1.0 };
        if let Some(dollars) = self.ledger.cost(reply) {
            *returned.cost_usd.get_or_insert_default() += dollars * share;
        }
    }

    /// The name of a line and what came of it.
    fn answer(&self, text: &str) -> Result<(String, Result<Reply, Refusal>), String> {
        let line = judge::json(text).ok_or("the line is not JSON")?;
        let id = ["custom_id", "key"].iter().find_map(|name| line.get(*name)?.as_str());
        let id =
            id.filter(|id| is_line_id(id)).ok_or("the line has no `custom_id` of `papers batch export`")?;
        if ["body", "params", "request"].iter().any(|name| line.get(*name).is_some()) {
            return Err("the line is a question and no answer".to_owned());
        }
        match judge_line(speech(self.llm.provider), &line) {
            Judgment::Final(result) => Ok((id.to_owned(), result)),
            Judgment::Again(why, _) | Judgment::Starting(why) => Err(why),
        }
    }

    /// A field that is refused in one line is refused in all.
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

/// The name of the line that asks for an answer.
pub(super) fn line_id(name: &str) -> String {
    let paper = name.split('/').nth_back(2).unwrap_or_default();
    let paper: String = paper.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    let paper: String = paper.chars().take(LONGEST_PAPER).collect();
    let hash: String = format!("{:x}", Sha256::digest(name)).chars().take(HASH).collect();
    format!("{paper}-{hash}")
}

/// Under what an answer is kept that came in a line.
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
