//! Digests by a language model, in the reader's language. The prompt is cut to the model's window, its answer is parsed leniently
//! and checked, and every answer is cached, so that it is paid for only once. Without a usable answer there is an error, never a
//! text.

// The question.
mod example;
mod excerpt;
mod floats;
mod nearest;
mod prompt;
mod prompts;
mod schema;
mod tokens;

// The conversation with a server.
mod ask;
mod batch;
mod dialect;
mod facts;
mod filter;
mod hear;
mod judge;
mod lanes;
mod opinion;
mod provider;
mod said;
mod talk;
mod watch;

// The answer.
mod answer;
mod lenient;
mod plain;
mod thoughts;

// Cost, settings, errors, and what later runs need.
mod error;
mod ledger;
mod limit;
mod memory;
mod prices;
mod settings;

use std::sync::{Arc, Mutex, OnceLock};

use serde_json::Value;
use tokio::sync::OnceCell;

use crate::Limits;
use papers_http::{Client, Poster, Secret};
use papers_paper::{Digest, Document, Finding, Paper, Usage};

pub use answer::Fault;
pub use batch::{Frame, Lost, Open, Returned};
pub use error::LlmError;
pub use judge::RefusalKind;
pub use ledger::Spent;
pub use memory::{Fruitless, Memory};
pub use opinion::{Claim, Opinion};
pub use prices::{AS_OF as PRICES_AS_OF, Price, Prices};
pub use prompts::{PromptError, PromptName, Prompts};
pub use settings::{Effort, Llm, LlmFile, Provider, Room, SettingsError};

use dialect::Dialect;
use facts::Facts;
use lanes::Lanes;
use ledger::Ledger;
use prompt::{Prepared, Prompter};
use schema::Bounds;
use talk::Talk;

/// The number of tokens of a digest in Korean, for estimates.
const USUAL_OUTPUT_TOKENS: usize = 1_200;

/// A language model that writes digests, or judges whether a passage supports a sentence of one.
#[derive(Debug)]
pub struct Model {
    llm: Llm,
    lang: String,
    prompter: Prompter,
    bounds: Bounds,
    access: Access,
    /// True if cached answers are requested again.
    refresh: bool,
    /// True if only cached answers are used.
    silent: bool,
    /// The fields that the server accepts, as far as is known.
    dialect: Mutex<Dialect>,
    ledger: Ledger,
    lanes: Lanes,
    facts: OnceCell<Facts>,
    /// The error that stopped the run.
    stopped: OnceLock<Arc<LlmError>>,
}

/// The answer of a model.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The digest.
    pub digest: Digest,
    /// Tokens and cost.
    pub usage: Usage,
    /// Headings of the sections that were not sent completely.
    pub omitted: Vec<String>,
    /// The share of the text that was sent.
    pub read_share: f64,
    /// Identifies the answers, for the model's memory.
    pub receipt: Receipt,
}

/// The answers from which a digest was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Their names in the cache.
    answers: Vec<String>,
    /// The name of the first one, by which the question is remembered.
    question: String,
    paper: String,
}

/// An estimate of the tokens and cost of asking about a paper.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Estimate {
    /// Input tokens.
    pub input_tokens: usize,
    /// Tokens received.
    pub output_tokens: usize,
    /// The cost in US dollars, if the price is known; 0 if the answer is cached.
    pub cost_usd: Option<f64>,
    /// The cost in US dollars if the answer is as long as allowed, as with reasoning.
    pub most_usd: Option<f64>,
    /// True if the answer is cached.
    pub kept: bool,
    /// True if the limits on the cost exclude it, even as the first request of a run.
    pub excluded: bool,
}

/// Access to a model and to the cache of its answers.
#[derive(Debug)]
pub struct Access {
    /// The client for the server.
    pub poster: Poster,
    /// The API key, if the server requires one.
    pub key: Option<Secret>,
    /// The client whose cache stores the answers. If it is offline, no requests are sent.
    pub client: Client,
    /// The memory of earlier runs.
    pub memory: Memory,
}

/// The digest that is requested.
#[derive(Debug)]
pub struct Task<'a> {
    /// The language.
    pub lang: &'a str,
    /// The maximum number of sentences of each section.
    pub limits: &'a Limits,
    /// The wording of the prompts.
    pub prompts: Box<dyn Prompts>,
    /// True if cached answers are requested again.
    pub refresh: bool,
}

impl Model {
    /// Creates a model, and tests its prompts.
    pub fn new(llm: &Llm, access: Access, task: Task<'_>) -> Result<Self, PromptError> {
        Ok(Self {
            prompter: Prompter::new(task.prompts, task.lang, task.limits, llm.longest_sentence(task.lang))?,
            bounds: Bounds { limits: task.limits.clone(), sentence: llm.longest_sentence(task.lang) },
            lang: task.lang.to_owned(),
            refresh: task.refresh,
            silent: false,
            dialect: Mutex::new(Dialect {
                effort: llm.effort.is_some(),
                stream: llm.extra.get("stream").and_then(Value::as_bool) != Some(false),
                ..Dialect::full()
            }),
            ledger: Ledger::new(llm.price(), llm.max_cost).with_month(llm.max_cost_month, &access.memory),
            access,
            lanes: Lanes::new(llm.concurrency.get()),
            facts: OnceCell::new(),
            stopped: OnceLock::new(),
            llm: llm.clone(),
        })
    }

    /// The same model, using only cached answers.
    #[must_use]
    pub fn silent(self) -> Self {
        Self { silent: true, ..self }
    }

    /// The same model, sharing the budget of another.
    #[must_use]
    pub fn sharing(self, other: &Self) -> Self {
        Self { ledger: self.ledger.sharing(&other.ledger), ..self }
    }

    /// The name in records: `openai:gpt-4o-mini`.
    pub fn name(&self) -> String {
        self.llm.name()
    }

    /// The requested language.
    pub fn lang(&self) -> &str {
        &self.lang
    }

    /// The number of concurrent requests.
    pub fn concurrency(&self) -> usize {
        self.llm.concurrency.get()
    }

    /// Digests a paper from its text. `inspect` finds faults in a digest, which the model may correct once.
    pub async fn digest(
        &self,
        paper: &Paper,
        document: &Document,
        inspect: impl Fn(&Digest) -> Vec<Finding>,
    ) -> Result<Answer, LlmError> {
        let prepared = self.prepare(paper, document).await?;
        let question = self.first_answer_name(paper, &prepared)?;
        let mut talk = Talk::new(self, paper, &prepared, question);
        match talk.digest(document, inspect).await {
            Ok(digest) => Ok(talk.written(digest)),
            Err(error) => {
                talk.forget_if_useless(&error);
                Err(error)
            }
        }
    }

    async fn prepare(&self, paper: &Paper, document: &Document) -> Result<Prepared, LlmError> {
        let room = self.llm.room(self.facts().await.window);
        self.prompter.prepare(paper, document, room)
    }

    /// Returns the name of the first answer; an error if the question led to no digest on several days.
    fn first_answer_name(&self, paper: &Paper, prepared: &Prepared) -> Result<String, LlmError> {
        let question = self.answer_name(paper, &prepared.prompt);
        match self.access.memory.fruitless(&question).filter(|_| !self.refresh) {
            Some(fruitless) => Err(LlmError::Fruitless {
                model: self.name(),
                days: fruitless.days.len(),
                error: fruitless.error,
            }),
            None => Ok(question),
        }
    }

    /// Estimates tokens and cost for a paper with this text.
    pub fn estimate(&self, paper: &Paper, document: &Document) -> Result<Estimate, LlmError> {
        let prepared = self.prompter.prepare(paper, document, self.usual_room())?;
        let sent = prepared.prompt.tokens();
        let kept = !self.refresh && self.kept(&self.answer_name(paper, &prepared.prompt)).is_some();
        Ok(if kept {
            Estimate { cost_usd: Some(0.0), most_usd: Some(0.0), kept, ..Estimate::default() }
        } else {
            self.priced(sent)
        })
    }

    /// Estimates the maximum tokens and cost for a paper with unknown text: a whole window.
    pub fn most(&self) -> Estimate {
        let Room { window, output } = self.usual_room();
        self.priced(window.saturating_sub(output))
    }

    /// Returns the model's room as far as it is known without a request.
    fn usual_room(&self) -> Room {
        self.llm.room(self.remembered().unwrap_or_default().window)
    }

    fn priced(&self, input_tokens: usize) -> Estimate {
        let most = self.usual_room().output;
        let output_tokens = USUAL_OUTPUT_TOKENS.min(most);
        let cost = |output: usize| Some(self.llm.price()?.cost(input_tokens as u64, output as u64));
        Estimate {
            input_tokens,
            output_tokens,
            cost_usd: cost(output_tokens),
            most_usd: cost(most),
            kept: false,
            excluded: self.ledger.excludes(input_tokens, most),
        }
    }

    /// Notes whether the digest was accepted. Answers that led to no digest are requested again, but not on many days.
    pub fn settle(&self, receipt: &Receipt, error: Option<String>) {
        match error {
            Some(error) => {
                self.forget_answers(&receipt.answers);
                self.access.memory.failed(&receipt.question, &receipt.paper, &self.name(), error);
            }
            None => self.access.memory.succeeded(&receipt.question),
        }
    }

    /// Returns the error that stopped the run, if there was one that would affect other papers too.
    pub fn stopped(&self) -> Option<Arc<LlmError>> {
        self.stopped.get().cloned()
    }

    /// Sends no more requests; answers that arrive are still used.
    pub fn close(&self) {
        self.access.poster.close();
    }

    /// Returns the tokens and money that the run has used so far.
    pub fn spent(&self) -> Spent {
        self.ledger.spent()
    }
}
