//! The writers of digests: a trait and two engines. Later stages are independent of the engine.

use std::fmt::Debug;
use std::pin::Pin;
use std::sync::Arc;

use tokio::task::{self, JoinError};

use crate::Limits;
use crate::llm::{Estimate, LlmError, Model, Receipt, Spent};
use papers_paper::{Digest, Document, Evidence, Finding, Paper, Usage, Writer};

/// The number of papers that the built-in engine digests at a time; more would only wait for the processor.
const EXTRACTIVE_CONCURRENCY: usize = 2;

/// A paper and its text.
#[derive(Debug)]
pub struct Text {
    /// The paper's record.
    pub paper: Paper,
    /// The text that was read.
    pub document: Document,
}

/// The digest of a paper as written by an engine.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Written {
    /// The digest.
    pub digest: Digest,
    /// The evidence for its sentences; `None` if the engine does not know it.
    pub evidence: Option<Vec<Evidence>>,
    /// Tokens and cost.
    pub usage: Usage,
    /// Headings of the sections that the engine did not get completely.
    pub omitted: Vec<String>,
    /// The share of the text that it got, from 0 to 1; `None` if it was all.
    pub read_share: Option<f64>,
    /// Identifies the answers of a model.
    receipt: Option<Receipt>,
}

/// A function that finds what is wrong with a digest.
pub type Inspect<'a> = dyn Fn(&Digest) -> Vec<Finding> + 'a;

/// A digest that is being written.
pub type Digesting<'a> = Pin<Box<dyn Future<Output = Result<Written, EngineError>> + 'a>>;

/// The reasons why an engine wrote no digest.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The model's reason.
    #[error(transparent)]
    Model(#[from] LlmError),
    /// The built-in engine stopped unexpectedly.
    #[error("the built-in engine stopped in the middle of its work")]
    Stopped(#[from] JoinError),
}

/// A writer of digests.
pub trait Engine: Debug {
    /// Returns the author of the digests.
    fn writer(&self) -> Writer;

    /// The number of papers that it digests at a time.
    fn concurrency(&self) -> usize;

    /// Writes the digest of a paper. An engine that can correct it receives the findings of `inspect` once.
    fn digest<'a>(&'a self, text: &'a Arc<Text>, inspect: &'a Inspect<'a>) -> Digesting<'a>;

    /// Records whether a digest could be published, or why not.
    fn settle(&self, _written: &Written, _error: Option<String>) {}

    /// Returns an error that would also occur for all other papers, if there was one.
    fn stopped(&self) -> Option<Arc<LlmError>> {
        None
    }

    /// Begins nothing that costs money any more, because the run is ending.
    fn close(&self) {}

    /// Returns the tokens and cost of the run so far.
    fn spent(&self) -> Spent {
        Spent::default()
    }

    /// Estimates the usage for a digest of this text, or its maximum if the text is unknown; `None` for an engine without a model.
    fn estimate(&self, _text: Option<&Text>) -> Result<Option<Estimate>, LlmError> {
        Ok(None)
    }
}

/// The built-in engine.
#[derive(Debug, Clone, Default)]
pub struct Extractive {
    limits: Limits,
}

impl Extractive {
    /// Creates the engine with these lengths of sections.
    pub fn new(limits: Limits) -> Self {
        Self { limits }
    }
}

impl Engine for Extractive {
    fn writer(&self) -> Writer {
        Writer::Extractive
    }

    fn concurrency(&self) -> usize {
        EXTRACTIVE_CONCURRENCY
    }

    /// Digests take some milliseconds of processor time, and so they do not run on the network thread.
    fn digest<'a>(&'a self, text: &'a Arc<Text>, _: &'a Inspect<'a>) -> Digesting<'a> {
        let (text, limits) = (Arc::clone(text), self.limits.clone());
        Box::pin(async move {
            let choose = move || crate::quotation(&text.paper, &text.document, &limits);
            let summary = task::spawn_blocking(choose).await?;
            Ok(Written { digest: summary.digest, evidence: Some(summary.evidence), ..Written::default() })
        })
    }
}

impl Engine for Model {
    fn writer(&self) -> Writer {
        Writer::model(self.name(), self.lang())
    }

    fn concurrency(&self) -> usize {
        self.concurrency()
    }

    fn digest<'a>(&'a self, text: &'a Arc<Text>, inspect: &'a Inspect<'a>) -> Digesting<'a> {
        Box::pin(async move {
            let answer = self.digest(&text.paper, &text.document, inspect).await?;
            Ok(Written {
                digest: answer.digest,
                evidence: None,
                usage: answer.usage,
                omitted: answer.omitted,
                read_share: Some(answer.read_share).filter(|share| *share < 1.0),
                receipt: Some(answer.receipt),
            })
        })
    }

    fn settle(&self, written: &Written, error: Option<String>) {
        if let Some(receipt) = &written.receipt {
            self.settle(receipt, error);
        }
    }

    fn stopped(&self) -> Option<Arc<LlmError>> {
        self.stopped()
    }

    fn close(&self) {
        self.close();
    }

    fn spent(&self) -> Spent {
        self.spent()
    }

    fn estimate(&self, text: Option<&Text>) -> Result<Option<Estimate>, LlmError> {
        match text {
            Some(text) => self.estimate(&text.paper, &text.document).map(Some),
            None => Ok(Some(self.most())),
        }
    }
}
