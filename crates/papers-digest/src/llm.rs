//! Paper and text → a digest that a language model wrote, in the reader's language. What it is told is cut to its
//! window, what it answers is read with patience and checked, and every answer is kept: it is paid for once. A digest
//! that cannot be had is an error and never a text.

mod answer;
mod ask;
mod batch;
mod dialect;
mod error;
mod excerpt;
mod facts;
mod floats;
mod hear;
mod judge;
mod lanes;
mod ledger;
mod lenient;
mod memory;
mod nearest;
mod opinion;
mod plain;
mod prices;
mod prompt;
mod prompts;
mod provider;
mod schema;
mod settings;
mod talk;
mod tokens;
mod watch;

use std::sync::{Arc, Mutex, OnceLock};

use crate::Limits;
use papers_http::{Client, Poster, Secret};
use papers_paper::{Digest, Document, Finding, Paper, Usage};

pub use answer::Fault;
pub use batch::{Frame, Open, Returned};
pub use error::LlmError;
pub use judge::RefusalKind;
pub use ledger::Spent;
pub use opinion::{Claim, Opinion};
pub use prices::{AS_OF as PRICES_AS_OF, Price, Prices};
pub use prompts::{PromptError, PromptName, Prompts};
pub use settings::{Effort, Llm, LlmFile, Provider, Room, SettingsError};

pub use memory::{Fruitless, Memory};

use dialect::Dialect;
use facts::Facts;
use lanes::Lanes;
use ledger::Ledger;
use prompt::{Prepared, Prompter};
use schema::Bounds;
use talk::Talk;
use tokio::sync::OnceCell;

/// Tokens that a digest in Korean has, for estimates before anything is asked.
const USUAL_OUTPUT_TOKENS: usize = 1_200;

/// A language model that writes digests, or says whether a passage supports a sentence of one.
#[derive(Debug)]
pub struct Model {
    llm: Llm,
    lang: String,
    prompter: Prompter,
    bounds: Bounds,
    access: Access,
    refresh: bool,
    silent: bool,
    dialect: Mutex<Dialect>,
    ledger: Ledger,
    lanes: Lanes,
    facts: OnceCell<Facts>,
    stopped: OnceLock<Arc<LlmError>>,
}

/// The answer of a model.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The digest.
    pub digest: Digest,
    /// Tokens and cost.
    pub usage: Usage,
    /// Headings of the sections that were not sent, whole or in part.
    pub omitted: Vec<String>,
    /// The share of the text that was sent.
    pub read_share: f64,
    /// Tells the model which answers these were.
    pub receipt: Receipt,
}

/// The answers that a digest was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Under which names they are kept.
    answers: Vec<String>,
    question: String,
    paper: String,
}

/// An estimate of what asking about a paper would take.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Estimate {
    /// Tokens sent.
    pub input_tokens: usize,
    /// Tokens received.
    pub output_tokens: usize,
    /// US dollars, where the price is known; 0 where the answer is kept.
    pub cost_usd: Option<f64>,
    /// US dollars if the model uses all the room that it has, as those that think may.
    pub most_usd: Option<f64>,
    /// True when the answer is kept.
    pub kept: bool,
}

/// The way to a model, and the place where its answers are kept.
#[derive(Debug)]
pub struct Access {
    /// Asks the server.
    pub poster: Poster,
    /// Goes with every question, where the server wants one.
    pub key: Option<Secret>,
    /// Keeps the answers in its cache; where it is offline, nobody is asked.
    pub client: Client,
    /// The memory that holds over runs.
    pub memory: Memory,
}

/// The form that a digest shall have.
#[derive(Debug)]
pub struct Task<'a> {
    /// The language.
    pub lang: &'a str,
    /// The number of sentences of each section.
    pub limits: &'a Limits,
    /// The wording of the prompts.
    pub prompts: Box<dyn Prompts>,
    /// Asks again although an answer is kept.
    pub refresh: bool,
}

impl Model {
    /// A model that has tried its prompts.
    pub fn new(llm: &Llm, access: Access, task: Task<'_>) -> Result<Self, PromptError> {
        Ok(Self {
            prompter: Prompter::new(task.prompts, task.lang, (task.limits, llm.longest_sentence(task.lang)))?,
            bounds: Bounds { limits: task.limits.clone(), sentence: llm.longest_sentence(task.lang) },
            lang: task.lang.to_owned(),
            refresh: task.refresh,
            silent: false,
            dialect: Mutex::new(Dialect { effort: llm.effort.is_some(), ..Dialect::full() }),
            ledger: Ledger::new(llm.price(), llm.max_cost)
                .with_month(llm.max_cost_month, || access.memory.spent()),
            access,
            lanes: Lanes::new(llm.concurrency.get()),
            facts: OnceCell::new(),
            stopped: OnceLock::new(),
            llm: llm.clone(),
        })
    }

    /// The same model, of which no answer is asked: it gives those that are kept.
    #[must_use]
    pub fn silent(self) -> Self {
        Self { silent: true, ..self }
    }

    /// The same model, paid from the budget of another.
    #[must_use]
    pub fn sharing(self, other: &Self) -> Self {
        Self { ledger: self.ledger.sharing(&other.ledger), ..self }
    }

    /// The name in records: `openai:gpt-4o-mini`.
    pub fn name(&self) -> String {
        self.llm.name()
    }

    /// The language that it is asked for.
    pub fn lang(&self) -> &str {
        &self.lang
    }

    /// The number of papers asked about at a time.
    pub fn concurrency(&self) -> usize {
        self.llm.concurrency.get()
    }

    /// The digest of a paper, from the text that was read. `inspect` finds fault with a digest; the model is told once.
    pub async fn digest(
        &self,
        paper: &Paper,
        document: &Document,
        inspect: impl Fn(&Digest) -> Vec<Finding>,
    ) -> Result<Answer, LlmError> {
        let prepared = self.tell(paper, document).await?;
        let question = self.worth_asking(paper, &prepared)?;
        let mut talk = Talk::new(self, paper, &prepared, question);
        match talk.digest(document, inspect).await {
            Ok(digest) => Ok(talk.written(digest)),
            Err(error) => {
                talk.forget_if_useless(&error);
                Err(error)
            }
        }
    }

    async fn tell(&self, paper: &Paper, document: &Document) -> Result<Prepared, LlmError> {
        let room = self.llm.room(self.facts().await.window);
        self.prompter.tell(paper, document, room)
    }

    /// The name of the first answer; an error for a question that led to nothing day after day.
    fn worth_asking(&self, paper: &Paper, prepared: &Prepared) -> Result<String, LlmError> {
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

    /// Estimates what asking about a paper with this text would take.
    pub fn estimate(&self, paper: &Paper, document: &Document) -> Result<Estimate, LlmError> {
        let prepared = self.prompter.tell(paper, document, self.usual_room())?;
        let sent = prepared.prompt.tokens();
        let kept = !self.refresh && self.kept(&self.answer_name(paper, &prepared.prompt)).is_some();
        Ok(if kept {
            Estimate { cost_usd: Some(0.0), most_usd: Some(0.0), kept, ..Estimate::default() }
        } else {
            self.priced(sent)
        })
    }

    /// Estimates the most that asking about a paper of unknown text could take: a whole window.
    pub fn most(&self) -> Estimate {
        let Room { window, output } = self.usual_room();
        self.priced(window.saturating_sub(output))
    }

    /// The room as far as it is known without asking.
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
        }
    }

    /// Notes whether the digest was worth publishing. Answers that turned out not to make a post are asked for again, but
    /// not day after day.
    pub fn settle(&self, receipt: &Receipt, error: Option<String>) {
        match error {
            Some(error) => {
                self.forget_answers(&receipt.answers);
                self.access.memory.failed(&receipt.question, &receipt.paper, &self.name(), error);
            }
            None => self.access.memory.succeeded(&receipt.question),
        }
    }

    /// The error that stopped the run, if one did: the next paper would meet it too.
    pub fn stopped(&self) -> Option<Arc<LlmError>> {
        self.stopped.get().cloned()
    }

    /// The tokens and money that the run has used so far.
    pub fn spent(&self) -> Spent {
        self.ledger.spent()
    }
}
