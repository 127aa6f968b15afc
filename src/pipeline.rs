//! The spine: identifiers → entries of a record, a line a stage. arXiv is asked for one thing at a time; digests are
//! written beside that, several at a time. One paper's failure never stops the others.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use futures_util::{StreamExt, future, stream};

use crate::arxiv::{self, FetchError};
use crate::config::{Fallback, Figures, Reading, Settings};
use crate::fulltext::{self, FulltextError};
use crate::http::{Client, HttpError, Lifetime, Request, Unusable};
use crate::outcome::{Cause, Failed};
use crate::paper::{Document, Entry, Finding, FindingKind, Paper, PaperId, ReadFrom, Stage, Treatment};
use crate::progress::{Line, Progress};
use crate::summarize::llm::{LlmError, Model, Spent, Written};
use crate::summarize::{self, Summary};
use crate::{flow, isolate, verify};

/// Digests under way at a time where the built-in engine writes them: more than that only wait for the processor.
const EXTRACTIVE_CONCURRENCY: usize = 2;

/// What the stages share.
#[derive(Debug)]
pub struct Pipeline {
    client: Client,
    settings: Settings,
    progress: Progress,
    model: Option<Model>,
    pages_refused: AtomicBool,
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
        Self { client, settings, progress, model: None, pages_refused: AtomicBool::new(false) }
    }

    /// The same pipeline with digests by a model, where there is one.
    #[must_use]
    pub fn with_model(self, model: Option<Model>) -> Self {
        Self { model, ..self }
    }

    /// Takes every paper the whole way, or as far as it gets before `interrupted` comes true. Finished papers are
    /// kept.
    pub async fn run(&self, ids: &[PaperId], interrupted: impl Future<Output = ()>) -> Run {
        self.progress.papers(ids.len());
        let mut outcomes = HashMap::new();
        tokio::select! {
            () = self.papers(ids, &mut outcomes) => {}
            () = interrupted => {}
        }
        self.progress.finish();
        self.tell_spent();
        self.in_order(ids, outcomes)
    }

    /// Reads papers in their order, one request after the other, and digests those that are read, several at a time.
    async fn papers(&self, ids: &[PaperId], outcomes: &mut HashMap<PaperId, Outcome>) {
        self.progress.stage("asking arXiv for the records");
        let records = arxiv::records(&self.client, &self.settings.urls, ids).await;
        let texts = stream::iter(records)
            .then(async |(id, fetched)| (self.text(&id, fetched).await, id))
            .take_while(|_| future::ready(self.stop().is_none()));
        let digest = async |(text, id): (Result<Arc<Text>, Failed>, PaperId)| match text {
            Ok(text) => (id, self.entry(text).await),
            Err(failed) => (id, Err(failed)),
        };
        let concurrency = self.model.as_ref().map_or(EXTRACTIVE_CONCURRENCY, Model::concurrency);
        flow::overlap(texts, concurrency, digest, |(id, outcome)| {
            self.progress.paper_done();
            outcomes.insert(id, outcome);
        })
        .await;
    }

    /// Record → text.
    async fn text(&self, id: &PaperId, fetched: Result<Paper, FetchError>) -> Result<Arc<Text>, Failed> {
        let paper = fetched.map_err(|error| failed_fetch(id, &error))?;
        let line = self.progress.line(id);
        line.stage("reading");
        let document = self.read(&paper).await;
        Ok(Arc::new(Text { paper, document, line }))
    }

    /// Text → digest → checked digest. A model that fails for a paper is replaced only where the settings say so.
    async fn entry(&self, text: Arc<Text>) -> Outcome {
        let Some(model) = &self.model else { return self.checked(text, None).await };
        text.line.stage(&format!("asking {}", model.name()));
        let asked = self.ask(model, &text).await;
        let outcome = match asked {
            Ok(written) => {
                text.line.stage("checking");
                let checked = self.checked(Arc::clone(&text), Some((model.name(), written.clone()))).await;
                checked.inspect_err(|_| model.forget(&written))
            }
            Err(error) => Err(Failed::new(text.paper.id.clone(), Stage::Summarize, error.cause(), &error)),
        };
        match outcome {
            Err(failed)
                if self.settings.fallback == Fallback::Extractive && failed.cause != Cause::Settings =>
            {
                tracing::warn!(
                    "`{}`: {}; the built-in engine digests it",
                    text.paper.id,
                    failed.messages.join(": ")
                );
                self.checked(text, None).await
            }
            outcome => outcome,
        }
    }

    async fn ask(&self, model: &Model, text: &Text) -> Result<Written, LlmError> {
        let (lang, policy) = (Some(self.settings.lang.as_str()), &self.settings.verify);
        let inspect = |digest: &_| verify::inspect(&text.paper, &text.document, digest, lang, policy);
        model.digest(&text.paper, &text.document, inspect).await
    }

    /// Chooses sentences where no model wrote any, and checks. That takes the processor for some milliseconds: not on
    /// the thread that answers the network.
    async fn checked(&self, text: Arc<Text>, written: Option<(String, Written)>) -> Outcome {
        let settings = self.settings.clone();
        let id = text.paper.id.clone();
        let work = tokio::task::spawn_blocking(move || check(&text, written, &settings));
        work.await.map_err(|error| Failed::new(id, Stage::Summarize, Cause::Input, &error))?
    }

    /// The model's error that stops the run: no paper is read for a model that will not digest it.
    fn stop(&self) -> Option<Arc<LlmError>> {
        let error = self.model.as_ref()?.stopped()?;
        let replaced = self.settings.fallback == Fallback::Extractive && error.cause() != Cause::Settings;
        (!replaced).then_some(error)
    }

    fn tell_spent(&self) {
        if let Some(model) = &self.model
            && model.spent() != Spent::default()
        {
            tracing::info!("`{}`: {}", model.name(), model.spent());
        }
    }

    /// The outcomes in the order asked for; what was not reached failed.
    fn in_order(&self, ids: &[PaperId], mut outcomes: HashMap<PaperId, Outcome>) -> Run {
        let mut run = Run::default();
        let stop = self.stop();
        for id in ids {
            let not_reached = || match &stop {
                Some(error) => Failed::new(id.to_string(), Stage::Summarize, error.cause(), error),
                None => Failed::new(id.to_string(), Stage::Fetch, Cause::Interrupted, &Interrupted),
            };
            match outcomes.remove(id).unwrap_or_else(|| Err(not_reached())) {
                Ok(entry) => run.entries.push(entry),
                Err(failed) => run.failed.push(failed),
            }
        }
        run
    }
}

/// Reading: the full text where it can be had.
impl Pipeline {
    /// The paper's text, from the best source that the settings allow and that answers.
    pub async fn read(&self, paper: &Paper) -> Document {
        let wanted = self.settings.read;
        if let (Some(id), true) = (paper.paper_id(), wanted != Reading::Abstract) {
            if wanted != Reading::Pdf
                && let Some(document) = self.page(&id, arxiv::html(&self.settings.urls, &id), read_html).await
            {
                return document;
            }
            if wanted != Reading::Html
                && let Some(document) = self.page(&id, arxiv::pdf(&self.settings.urls, &id), read_pdf).await
            {
                return document;
            }
        }
        fulltext::abstract_only(&paper.summary)
    }

    /// A paper's record and text as far as the cache has what a run would read; for a client that is offline.
    pub async fn kept_text(&self, id: &PaperId) -> Option<(Paper, Document)> {
        let fetched = arxiv::records(&self.client, &self.settings.urls, std::slice::from_ref(id)).await;
        let paper = fetched.into_iter().find_map(|(_, paper)| paper.ok())?;
        let document = self.read(&paper).await;
        let whole = document.read != ReadFrom::Abstract || self.settings.read == Reading::Abstract;
        whole.then_some((paper, document))
    }

    /// One form of the full text; `None` when there is none or it cannot be read, with a word about why.
    async fn page(
        &self,
        id: &PaperId,
        request: Request,
        read: fn(&[u8], &str) -> Result<Document, FulltextError>,
    ) -> Option<Document> {
        if self.pages_refused.load(Ordering::Relaxed) {
            return None;
        }
        let lifetime = if id.version().is_some() { Lifetime::Forever } else { Lifetime::Day };
        let url = request.url.to_string();
        let bytes =
            match self.client.fetch(&request, lifetime, |bytes| Ok::<_, Unusable>(bytes.to_vec())).await {
                Ok(bytes) => bytes,
                Err(error) => return self.without_page(&error),
            };
        let parsed = tokio::task::spawn_blocking(move || read(&bytes, &url)).await;
        match parsed {
            Ok(Ok(document)) => Some(document),
            Ok(Err(error)) => {
                tracing::debug!("`{}`: {error}", request.url);
                None
            }
            Err(error) => {
                tracing::warn!("`{}` cannot be read: {error}", request.url);
                None
            }
        }
    }

    /// A page that does not exist is nothing to speak of; a service that refuses is told once and left alone.
    fn without_page(&self, error: &HttpError) -> Option<Document> {
        match error {
            HttpError::Unavailable { .. } | HttpError::Refused { .. } => {
                self.pages_refused.store(true, Ordering::Relaxed);
                tracing::warn!(
                    "arXiv's pages cannot be read ({error}); the rest is digested from what there is"
                );
            }
            HttpError::NotFound { .. } | HttpError::Offline { .. } => tracing::debug!("{error}"),
            _ => tracing::warn!("{error}"),
        }
        None
    }
}

fn read_html(bytes: &[u8], url: &str) -> Result<Document, FulltextError> {
    fulltext::html(bytes, Some(url))
}

fn read_pdf(bytes: &[u8], _: &str) -> Result<Document, FulltextError> {
    isolate::pdf(bytes)
}

/// Text, and what a model wrote about it → checked entry.
fn check(text: &Text, written: Option<(String, Written)>, settings: &Settings) -> Outcome {
    let Text { paper, document, .. } = text;
    let by_model = written.is_some();
    let (engine, Written { digest, usage, omitted, .. }) =
        written.unwrap_or_else(|| (summarize::EXTRACTIVE.to_owned(), Written::default()));
    let summary = match by_model {
        true => Summary { digest, evidence: Vec::new() },
        false => summarize::digest(document, &settings.digest),
    };
    // The built-in engine keeps the paper's language, whatever the reader's.
    let lang = by_model.then_some(settings.lang.as_str());
    let checked = verify::check(paper, document, summary, lang, &settings.verify)
        .map_err(|error| Failed::new(paper.id.clone(), Stage::Verify, Cause::Rejected, &error))?;
    let mut findings = checked.findings;
    findings.extend(document.hidden.iter().map(|text| hidden_text(text)));
    Ok(Entry {
        paper: paper.clone(),
        read: document.read,
        engine,
        digest: checked.digest,
        evidence: checked.evidence,
        findings,
        usage,
        omitted,
        figure: document.figure.clone().filter(|_| settings.figures == Figures::Link),
        text: None,
    })
}

/// Hidden text never reaches a digest; that there is some is told.
fn hidden_text(text: &str) -> Finding {
    Finding {
        section: None,
        sentence: None,
        kind: FindingKind::HiddenText,
        detail: text.to_owned(),
        action: Treatment::Dropped,
    }
}

/// A paper whose record could not be had.
pub fn failed_fetch(id: &PaperId, error: &FetchError) -> Failed {
    let cause = match error {
        FetchError::Unreachable { source, .. } if source.is_outage() => Cause::Service,
        FetchError::NotCached(_) => Cause::Missing,
        _ => Cause::Input,
    };
    Failed::new(id.to_string(), Stage::Fetch, cause, error)
}

/// The run was stopped before the paper's turn.
#[derive(Debug, thiserror::Error)]
#[error("interrupted before its turn")]
struct Interrupted;
