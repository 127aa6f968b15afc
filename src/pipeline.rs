//! The spine: identifiers → entries of a record, a line a stage. arXiv is asked for one thing at a time; digests are
//! written beside that, several at a time. One paper's failure never stops the others.

mod order;
mod pages;
mod refill;
mod write;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use futures_util::{StreamExt, future};
use tokio::time::timeout;

use crate::config::{Reading, Settings};
use crate::flow;
use crate::outcome::{Cause, Failed};
use crate::progress::{Line, Progress};
use papers_arxiv::{self as arxiv, FetchError};
use papers_digest::llm::{Model, Spent};
use papers_http::Client;
use papers_paper::{Document, Entry, Paper, PaperId, Stage};

pub use pages::Unread;

use order::Order;

/// Digests under way at a time where the built-in engine writes them: more than that only wait for the processor.
const EXTRACTIVE_CONCURRENCY: usize = 2;

/// After an interruption, what only has to be checked is finished; nobody waits longer than this for a program to stop.
const GRACE: Duration = Duration::from_secs(2);

/// What the stages share.
#[derive(Debug)]
pub struct Pipeline {
    client: Client,
    settings: Settings,
    progress: Progress,
    model: Option<Model>,
    outage_told: AtomicBool,
}

/// What became of the papers, each list in the order asked for.
#[derive(Debug, Default)]
pub struct Run {
    /// Papers with their checked digests.
    pub entries: Vec<Entry>,
    /// Papers that failed.
    pub failed: Vec<Failed>,
}

/// A paper that was read.
#[derive(Debug)]
struct Text {
    paper: Paper,
    document: Document,
    line: Line,
}

type Outcome = Result<Entry, Failed>;

impl Pipeline {
    /// A pipeline with these settings; its digests come from the built-in engine.
    pub fn new(client: Client, settings: Settings, progress: Progress) -> Self {
        Self { client, settings, progress, model: None, outage_told: AtomicBool::new(false) }
    }

    /// The same pipeline with digests by a model, where there is one.
    #[must_use]
    pub fn with_model(self, model: Option<Model>) -> Self {
        Self { model, ..self }
    }

    /// The model that writes the digests; `None` for the built-in engine.
    pub fn model(&self) -> Option<&Model> {
        self.model.as_ref()
    }

    /// Takes every paper the whole way, or as far as it gets before `interrupted` comes true. Finished papers are
    /// kept.
    pub async fn run(&self, ids: &[PaperId], interrupted: impl Future<Output = Interruption>) -> Run {
        let mut entries = Vec::new();
        let failed = Box::pin(self.run_each(ids, interrupted, |entry| entries.push(entry))).await;
        Run { entries, failed }
    }

    /// As [`run()`](Self::run), for runs of any length: `finished` gets each entry as soon as it and all before it are
    /// there, and nothing of it is held any more. What comes back are the papers that failed.
    pub async fn run_each(
        &self,
        ids: &[PaperId],
        interrupted: impl Future<Output = Interruption>,
        finished: impl FnMut(Entry),
    ) -> Vec<Failed> {
        if ids.is_empty() {
            return Vec::new();
        }
        self.progress.papers(ids.len(), self.expected(ids.len()));
        let mut order = Order::new(ids, finished);
        let mut interruption = Interruption::Signal;
        {
            let mut work = Box::pin(self.papers(ids, &mut order));
            tokio::select! {
                () = &mut work => {}
                why = interrupted => {
                    interruption = why;
                    drop(timeout(GRACE, work).await);
                }
            }
        }
        self.progress.finish();
        self.tell_spent();
        let stop = self.stop();
        order.finish(|id| match &stop {
            Some(error) => Failed::new(id.to_string(), Stage::Summarize, Cause::from(error.as_ref()), error),
            None => Failed::new(id.to_string(), Stage::Fetch, interruption.cause(), &interruption),
        })
    }

    /// Reads papers in their order, one request after the other, and digests those that are read, several at a time.
    async fn papers(&self, ids: &[PaperId], order: &mut Order<'_, impl FnMut(Entry)>) {
        self.progress.stage("asking arXiv for the records");
        let texts = arxiv::stream(&self.client, &self.settings.urls, ids)
            .then(async |(id, fetched)| (self.text(&id, fetched).await, id))
            .take_while(|_| future::ready(self.stop().is_none()));
        let digest = async |(text, id): (Result<Arc<Text>, Failed>, PaperId)| match text {
            Ok(text) => (id, self.entry(text).await),
            Err(failed) => (id, Err(failed)),
        };
        let concurrency = self.model.as_ref().map_or(EXTRACTIVE_CONCURRENCY, Model::concurrency);
        let finished = |(id, outcome)| {
            self.progress.paper_done();
            order.put(id, outcome);
        };
        Box::pin(flow::overlap(texts, concurrency, digest, finished)).await;
    }

    /// Record → text.
    async fn text(&self, id: &PaperId, fetched: Result<Paper, FetchError>) -> Result<Arc<Text>, Failed> {
        let paper = fetched.map_err(|error| failed_fetch(id, &error))?;
        let line = self.progress.line(id);
        self.progress.stage("reading and digesting");
        line.stage("reading");
        let document = self.read(&paper).await.map_err(|error| failed_read(id, &error))?;
        Ok(Arc::new(Text { paper, document, line }))
    }

    /// How long so many papers take at arXiv's pace: a page each.
    fn expected(&self, papers: usize) -> Duration {
        let asks = !self.client.is_offline() && self.settings.read != Reading::Abstract;
        let waits = u32::try_from(papers.saturating_sub(1)).unwrap_or(u32::MAX);
        if asks { self.settings.page_interval.saturating_mul(waits) } else { Duration::ZERO }
    }

    fn tell_spent(&self) {
        if let Some(model) = &self.model
            && model.spent() != Spent::default()
        {
            tracing::info!("`{}`: {}", model.name(), model.spent());
        }
    }
}

/// A paper whose record could not be had.
pub fn failed_fetch(id: &PaperId, error: &FetchError) -> Failed {
    let cause = match error {
        FetchError::Unreachable { source, .. } if source.is_unreached() => Cause::Unreached,
        FetchError::Unreachable { source, .. } if source.is_outage() => Cause::Service,
        FetchError::NotCached(_) => Cause::Missing,
        _ => Cause::Input,
    };
    Failed::new(id.to_string(), Stage::Fetch, cause, error)
}

/// A paper whose text is left for a later run.
pub fn failed_read(id: &PaperId, error: &Unread) -> Failed {
    Failed::new(id.to_string(), Stage::Read, Cause::Unfinished, error)
}

/// Why a run was stopped before a paper's turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Interruption {
    /// Ctrl-C or SIGTERM.
    #[error("interrupted before its turn")]
    Signal,
    /// `--max-time`.
    #[error("the time of `--max-time` was over before its turn")]
    Time,
}

impl Interruption {
    fn cause(self) -> Cause {
        match self {
            Self::Signal => Cause::Interrupted,
            Self::Time => Cause::Unfinished,
        }
    }
}
