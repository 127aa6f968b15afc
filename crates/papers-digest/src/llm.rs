//! Paper and text → a digest that a language model wrote, in the reader's language. What it is told is cut to its
//! window, what it answers is read with patience and checked, and every answer is kept: it is paid for once. A digest
//! that cannot be had is an error and never a text.

mod answer;
mod ask;
mod dialect;
mod error;
mod excerpt;
mod judge;
mod ledger;
mod lenient;
mod plain;
mod prices;
mod prompt;
mod prompts;
mod provider;
mod schema;
mod settings;
mod talk;
mod tokens;

use std::sync::{Arc, Mutex, OnceLock};

use crate::Limits;
use papers_http::{Client, Poster, Secret};
use papers_paper::{Digest, Document, Finding, Paper, Usage};

pub use answer::Fault;
pub use error::LlmError;
pub use judge::RefusalKind;
pub use ledger::Spent;
pub use prices::{AS_OF as PRICES_AS_OF, Price, Prices};
pub use prompts::{PromptError, PromptName, Prompts};
pub use settings::{Llm, LlmFile, Provider, SettingsError};

use dialect::Dialect;
use ledger::Ledger;
use prompt::Prompter;
use talk::Talk;

/// Tokens that a digest in Korean has, for estimates before anything is asked.
const USUAL_OUTPUT_TOKENS: usize = 1_200;

/// A language model that writes digests.
#[derive(Debug)]
pub struct Model {
    llm: Llm,
    prompter: Prompter,
    limits: Limits,
    access: Access,
    refresh: bool,
    dialect: Mutex<Dialect>,
    ledger: Ledger,
    stopped: OnceLock<Arc<LlmError>>,
}

/// What a model wrote.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Written {
    /// The digest.
    pub digest: Digest,
    /// Tokens and cost.
    pub usage: Usage,
    /// Headings of the sections that were not sent, whole or in part.
    pub omitted: Vec<String>,
    /// Under which names the answers are kept.
    answers: Vec<String>,
}

/// What asking about a paper would take.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Estimate {
    /// Tokens sent.
    pub input_tokens: usize,
    /// Tokens received.
    pub output_tokens: usize,
    /// US dollars, where the price is known; 0 where the answer is kept.
    pub cost_usd: Option<f64>,
    /// True when the answer is kept.
    pub kept: bool,
}

/// How a model is reached, and where its answers are kept.
#[derive(Debug)]
pub struct Access {
    /// Asks the server.
    pub poster: Poster,
    /// Goes with every question, where the server wants one.
    pub key: Option<Secret>,
    /// Keeps the answers in its cache; where it is offline, nobody is asked.
    pub client: Client,
}

/// What a digest is to be like.
#[derive(Debug)]
pub struct Task<'a> {
    /// The language.
    pub lang: &'a str,
    /// How many sentences a section has.
    pub limits: &'a Limits,
    /// What the model is told.
    pub prompts: Box<dyn Prompts>,
    /// Asks again although an answer is kept.
    pub refresh: bool,
}

impl Model {
    /// A model that has tried its prompts.
    pub fn new(llm: &Llm, access: Access, task: Task<'_>) -> Result<Self, PromptError> {
        Ok(Self {
            prompter: Prompter::new(task.prompts, task.lang, task.limits, llm)?,
            limits: task.limits.clone(),
            access,
            refresh: task.refresh,
            dialect: Mutex::new(Dialect::full()),
            ledger: Ledger::new(llm.price(), llm.max_cost),
            stopped: OnceLock::new(),
            llm: llm.clone(),
        })
    }

    /// The name in records: `openai:gpt-4o-mini`.
    pub fn name(&self) -> String {
        self.llm.name()
    }

    /// How many papers are asked about at a time.
    pub fn concurrency(&self) -> usize {
        self.llm.concurrency.get()
    }

    /// The digest of a paper, from the text that was read. `inspect` finds fault with a digest; the model is told once.
    pub async fn digest(
        &self,
        paper: &Paper,
        document: &Document,
        inspect: impl Fn(&Digest) -> Vec<Finding>,
    ) -> Result<Written, LlmError> {
        let told = self.prompter.tell(paper, document)?;
        let mut talk = Talk::new(self, paper, &told);
        match talk.digest(document, inspect).await {
            Ok(digest) => Ok(talk.written(digest)),
            Err(error) => {
                talk.forget_if_useless(&error);
                Err(error)
            }
        }
    }

    /// What asking about a paper with this text would take.
    pub fn estimate(&self, paper: &Paper, document: &Document) -> Result<Estimate, LlmError> {
        let told = self.prompter.tell(paper, document)?;
        let sent = tokens::estimate(&told.prompt.system) + tokens::estimate(&told.prompt.user);
        let kept = !self.refresh && self.kept(&self.answer_name(paper, &told.prompt)).is_some();
        Ok(if kept {
            Estimate { cost_usd: Some(0.0), kept, ..Estimate::default() }
        } else {
            self.priced(sent)
        })
    }

    /// What asking about a paper whose text is not known would take at most: a whole window.
    pub fn most(&self) -> Estimate {
        self.priced(self.llm.context_tokens - self.llm.max_output_tokens)
    }

    fn priced(&self, input_tokens: usize) -> Estimate {
        let output_tokens = USUAL_OUTPUT_TOKENS.min(self.llm.max_output_tokens);
        let price = self.llm.price().map(|price| price.cost(input_tokens as u64, output_tokens as u64));
        Estimate { input_tokens, output_tokens, cost_usd: price, kept: false }
    }

    /// Answers that turned out not to make a post are asked for again next time.
    pub fn forget(&self, written: &Written) {
        self.forget_answers(&written.answers);
    }

    /// The error that stopped the run, if one did: the next paper would meet it too.
    pub fn stopped(&self) -> Option<Arc<LlmError>> {
        self.stopped.get().cloned()
    }

    /// What the run has used so far.
    pub fn spent(&self) -> Spent {
        self.ledger.spent()
    }
}
