//! The pipeline from what the user asks for to a published post, one stage per line:
//!
//! ```text
//! resolve   names → identifiers                     crate::resolve
//! fetch     identifiers → records                   papers_arxiv
//! read      record → text                           read, papers_fulltext
//! digest    text → digest, by one of two engines    digest, papers_digest
//! verify    digest and text → checked digest        check, papers_verify; opinion, if a second model is asked
//! render    digests → post                          edition, crate::render
//! publish   post → file                             edition, crate::publish
//! ```
//!
//! `papers fetch` and `papers daily` differ only in what they resolve; both call [`Pipeline::make`] and [`Edition::publish`].
//! `papers render` begins with the latter, `papers verify` with [`Pipeline::findings`], `papers recheck` with
//! [`Pipeline::recheck`]. Requests to arXiv are sent one at a time; meanwhile several digests are written concurrently. One
//! paper's failure never stops the others. Papers are processed only as far as the post needs: see [`Depth`].

mod check;
mod digest;
mod edition;
mod figures;
mod opinion;
mod options;
mod order;
mod overlap;
mod passage;
mod question;
mod read;
mod recheck;
mod refill;
mod spool;

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::{FutureExt, StreamExt, future};
use tokio::time::timeout;

use crate::outcome::{self, Cause, Failed, Interruption};
use crate::progress::{Line, Progress};
use crate::report;
use crate::resolve::Requested;
use papers_arxiv::{self as arxiv, FetchError};
use papers_digest::llm::{Model, Spent};
use papers_digest::{Engine, Extractive, Text};
use papers_http::{Client, HttpError};
use papers_paper::{Entry, Paper, PaperId, Record, Stage, Writer};
use papers_system::disk::DiskError;

pub use edition::{Destination, Edition, EditionError, WrittenFile};
pub use options::{Depth, Fallback, Figures, Options, Reading, WhenRefused, Writing};
pub use read::Unread;
pub use recheck::RecheckedPaper;

use order::Order;
use spool::Spool;

/// The time that papers in progress get to finish after an interruption.
const GRACE: Duration = Duration::from_secs(2);

/// The state that the stages share.
#[derive(Debug)]
pub struct Pipeline {
    client: Client,
    options: Arc<Options>,
    progress: Progress,
    depth: Depth,
    engine: Box<dyn Engine>,
    /// The built-in engine, if it replaces one that fails.
    fallback: Option<Extractive>,
    /// The model that gives second opinions, if one is configured.
    second: Option<Model>,
    outage_reported: AtomicBool,
    language_noted: AtomicBool,
    opinion_reported: AtomicBool,
}

/// The outcome of a run.
#[derive(Debug, Default)]
pub struct RunResult {
    /// The papers with their checked digests, and those that failed.
    pub record: Record,
    /// Papers that failed, in the order asked for.
    pub failed: Vec<Failed>,
}

/// A paper after the reading stage.
#[derive(Debug)]
enum AfterReading {
    /// Complete, because no digest is wanted.
    Done(Box<Entry>),
    /// To be digested.
    ToDigest(Arc<Text>, Line),
}

type Outcome = Result<Entry, Failed>;

impl Pipeline {
    /// A pipeline with these options; its digests come from the built-in engine.
    pub fn new(client: Client, options: Arc<Options>, progress: Progress) -> Self {
        Self {
            engine: Box::new(Extractive::new(options.digest.clone())),
            client,
            options,
            progress,
            depth: Depth::Digest,
            fallback: None,
            second: None,
            outage_reported: AtomicBool::new(false),
            language_noted: AtomicBool::new(false),
            opinion_reported: AtomicBool::new(false),
        }
    }

    /// The same pipeline with another engine, and the built-in one as its fallback if the options say so.
    #[must_use]
    pub fn with_engine(self, engine: Box<dyn Engine>) -> Self {
        let stands_in = self.options.fallback == Fallback::Extractive;
        let fallback = stands_in.then(|| Extractive::new(self.options.digest.clone()));
        Self { engine, fallback, ..self }
    }

    /// The same pipeline, stopping at this depth.
    #[must_use]
    pub fn with_depth(self, depth: Depth) -> Self {
        Self { depth, ..self }
    }

    /// A pipeline that reads from the cache only, with the built-in engine.
    #[must_use]
    pub fn offline(&self) -> Self {
        Self::new(self.client.clone().offline(), Arc::clone(&self.options), self.progress.clone())
    }

    /// Returns the client that is asked for records and pages.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Returns the depth at which the pipeline stops.
    pub fn depth(&self) -> Depth {
        self.depth
    }

    /// Returns the engine that writes the digests.
    pub fn engine(&self) -> &dyn Engine {
        &*self.engine
    }

    /// Runs all stages up to an edition of a post for the wanted papers, or
    /// until `interrupted` completes. Papers that are finished by then are kept.
    pub async fn make(
        &self,
        edition: &mut Edition,
        wanted: Requested,
        interrupted: impl Future<Output = Interruption>,
    ) -> RunResult {
        let mut entries = Vec::new();
        let interrupted = interrupted.shared();
        let run = self.run(&wanted.ids, interrupted.clone(), |entry| entries.push(entry));
        let failed = Box::pin(run).await;
        for entry in &mut entries {
            wanted.add_extras(entry);
        }
        tokio::select! {
            // In this order, so that nothing is said about figures if none are copied.
            biased;
            () = edition.copy_figures(&self.client, &mut entries) => {}
            _ = interrupted => tracing::info!("figures that were not copied in time are linked instead"),
        }
        report_failures(&failed);
        digest::warn_of_same(&entries);
        self.note_language(entries.iter().any(|entry| entry.engine == Writer::EXTRACTIVE));
        let failed = [wanted.failed, failed].concat();
        RunResult { record: edition.record(entries, &failed), failed }
    }

    /// Like [`make()`](Self::make), for a record that is only printed: no finished paper is
    /// kept in memory. Returns the number of papers in the record, and those that failed.
    pub async fn stream(
        &self,
        edition: &Edition,
        wanted: Requested,
        interrupted: impl Future<Output = Interruption>,
    ) -> Result<(usize, Vec<Failed>), DiskError> {
        let mut spool = Spool::new();
        let failed = Box::pin(self.run(&wanted.ids, interrupted, |entry| spool.push(&entry))).await;
        report_failures(&failed);
        self.note_language(spool.extractive);
        let failed = [wanted.failed, failed].concat();
        let published = spool.count;
        spool.print(&edition.record(Vec::new(), &failed))?;
        Ok((published, failed))
    }

    /// Fetches, reads, digests and verifies. `finished` receives the entries in the order asked
    /// for, each as soon as it and all before it are done. Returns the papers that failed.
    async fn run(
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
        let begun = Mutex::new(HashSet::new());
        let mut digested = HashSet::new();
        {
            let mut work = Box::pin(self.read_and_digest(ids, &mut order, &begun));
            tokio::select! {
                () = &mut work => {}
                why = interrupted => {
                    interruption = why;
                    digested.clone_from(&begun.lock().unwrap_or_else(PoisonError::into_inner));
                    self.close();
                    drop(timeout(GRACE, work).await);
                }
            }
        }
        self.progress.finish();
        self.log_cost();
        let stop = self.engine_failure();
        order.finish(|id| {
            if let Some(error) = &stop {
                return Failed::new(id.to_string(), Stage::Summarize, Cause::from(error.as_ref()), error);
            }
            let unfinished = Unfinished { why: interruption, digested: digested.contains(id) };
            let stage = if unfinished.digested { Stage::Summarize } else { Stage::Fetch };
            Failed::new(id.to_string(), stage, unfinished.cause(), &unfinished)
        })
    }

    /// Sends no more requests to models, because the run is ending.
    fn close(&self) {
        self.engine.close();
        if let Some(second) = &self.second {
            second.close();
        }
    }

    /// Reads the papers in order, one request at a time, and digests those that are read concurrently. `begun` receives the papers
    /// whose digest has begun.
    async fn read_and_digest(
        &self,
        ids: &[PaperId],
        order: &mut Order<'_, impl FnMut(Entry)>,
        begun: &Mutex<HashSet<PaperId>>,
    ) {
        self.progress.stage("asking arXiv for the records");
        let texts = arxiv::stream(&self.client, &self.options.urls, ids)
            .then(async |(id, fetched)| (self.read_stage(&id, fetched).await, id))
            .take_while(|_| future::ready(self.engine_failure().is_none()));
        let digest = async |(read, id): (Result<AfterReading, Failed>, PaperId)| {
            let outcome = match read {
                Ok(AfterReading::ToDigest(text, line)) => {
                    begun.lock().unwrap_or_else(PoisonError::into_inner).insert(id.clone());
                    self.entry(text, &line).await
                }
                Ok(AfterReading::Done(entry)) => Ok(*entry),
                Err(failed) => Err(failed),
            };
            (id, outcome)
        };
        let finished = |(id, outcome): (PaperId, Outcome)| {
            self.progress.paper_done();
            // Papers that an interruption stopped are reported with those that were not begun.
            if outcome.as_ref().err().is_none_or(|failed| failed.cause != Cause::Interrupted) {
                order.put(id, outcome);
            }
        };
        Box::pin(overlap::overlap(texts, self.engine.concurrency(), digest, finished)).await;
    }

    /// Reads the text of a paper, if the depth requires it.
    async fn read_stage(
        &self,
        id: &PaperId,
        fetched: Result<Paper, FetchError>,
    ) -> Result<AfterReading, Failed> {
        let paper = fetched.map_err(|error| fetch_failure(id, &error))?;
        if self.depth == Depth::Record {
            return Ok(AfterReading::Done(Box::new(check::undigested(paper, None, &self.options))));
        }
        let line = self.progress.line(id);
        self.progress.stage("reading and digesting");
        line.stage("reading");
        let document = self.read(&paper).await.map_err(|error| read_failure(id, &error))?;
        Ok(match self.depth {
            Depth::Digest => AfterReading::ToDigest(Arc::new(Text { paper, document }), line),
            _ => AfterReading::Done(Box::new(check::undigested(paper, Some(&document), &self.options))),
        })
    }

    /// Estimates how long this many papers take at arXiv's rate limit: one page each.
    fn expected(&self, papers: usize) -> Duration {
        let reads = self.depth > Depth::Record && self.options.read != Reading::Abstract;
        let waits = u32::try_from(papers.saturating_sub(1)).unwrap_or(u32::MAX);
        if reads && !self.client.is_offline() {
            self.options.page_interval.saturating_mul(waits)
        } else {
            Duration::ZERO
        }
    }

    /// Notes what the models have cost.
    pub fn log_cost(&self) {
        let spent = self.engine.spent();
        if spent != Spent::default() {
            tracing::info!("`{}`: {spent}", self.engine.writer().name());
        }
        self.log_cost_of_opinions();
    }

    /// Notes once per run that the built-in engine does not translate, if the reader has another language.
    fn note_language(&self, extractive: bool) {
        let lang = &self.options.lang;
        if lang != "en" && extractive && !self.language_noted.swap(true, Ordering::Relaxed) {
            tracing::info!(
                "the built-in engine keeps each paper's own language; links and fixed phrases are in `{lang}`"
            );
        }
    }
}

/// Prints what failed, followed by one hint.
pub fn report_failures(failed: &[Failed]) {
    let reported = outcome::messages(failed);
    let last = reported.len().saturating_sub(1);
    for (n, messages) in reported.iter().enumerate() {
        report::failure(messages, outcome::hint(failed).filter(|_| n == last));
    }
}

/// The failure of a paper whose record could not be fetched.
pub fn fetch_failure(id: &PaperId, error: &FetchError) -> Failed {
    let cause = match error {
        // The API answers every list of papers, so "not found" means that it is not at this address: an outage too.
        FetchError::Unreachable { source, .. } if matches!(**source, HttpError::NotFound { .. }) => {
            Cause::Service
        }
        FetchError::Unreachable { source, .. } => Cause::of_request(source).unwrap_or(Cause::InvalidInput),
        FetchError::NotCached(_) => Cause::NotCached,
        _ => Cause::InvalidInput,
    };
    Failed::new(id.to_string(), Stage::Fetch, cause, error)
}

/// The failure of a paper whose text is left for a later run.
pub fn read_failure(id: &PaperId, error: &Unread) -> Failed {
    let cause = match Cause::of_request(&error.0) {
        Some(cause @ (Cause::CacheFolder | Cause::Certificates)) => cause,
        Some(Cause::NetworkDown) => Cause::Untried,
        _ => Cause::LeftForLater,
    };
    Failed::new(id.to_string(), Stage::Read, cause, error)
}

/// A paper that a run left unfinished because it was stopped early.
#[derive(Debug, thiserror::Error)]
#[error("{why} {}", if *digested { "while it was digested" } else { "before its turn" })]
struct Unfinished {
    why: Interruption,
    digested: bool,
}

impl Unfinished {
    fn cause(&self) -> Cause {
        match self.why {
            // Its digest may be what takes all the time.
            Interruption::Time if self.digested => Cause::LeftForLater,
            why => why.cause(),
        }
    }
}
