//! The spine: identifiers → entries of a record, a line a stage. One paper's failure never stops the others.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::arxiv::{self, FetchError};
use crate::config::{Figures, Reading, Settings};
use crate::fulltext::{self, FulltextError};
use crate::http::{Client, HttpError, Lifetime, Request, Unusable};
use crate::outcome::{Cause, Failed};
use crate::paper::{Document, Entry, Finding, FindingKind, Paper, PaperId, Stage, Treatment, Usage};
use crate::progress::Progress;
use crate::{isolate, summarize, verify};

/// What the stages share.
#[derive(Debug)]
pub struct Pipeline {
    client: Client,
    settings: Settings,
    progress: Progress,
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

impl Pipeline {
    /// A pipeline with these settings.
    pub fn new(client: Client, settings: Settings, progress: Progress) -> Self {
        Self { client, settings, progress, pages_refused: AtomicBool::new(false) }
    }

    /// Takes every paper the whole way, or as far as it gets before `interrupted` comes true. Finished papers are
    /// kept.
    pub async fn run(&self, ids: &[PaperId], interrupted: impl Future<Output = ()>) -> Run {
        self.progress.papers(ids.len());
        let mut run = Run::default();
        let work = async {
            self.progress.stage("asking arXiv for the records");
            for (id, fetched) in arxiv::records(&self.client, &self.settings.urls, ids).await {
                match self.paper(&id, fetched).await {
                    Ok(entry) => run.entries.push(entry),
                    Err(failed) => run.failed.push(failed),
                }
                self.progress.paper_done();
            }
        };
        tokio::select! {
            () = work => {}
            () = interrupted => {}
        }
        run.give_up_rest(ids);
        self.progress.finish();
        run
    }

    async fn paper(&self, id: &PaperId, fetched: Result<Paper, FetchError>) -> Result<Entry, Failed> {
        let paper = fetched.map_err(|error| failed_fetch(id, &error))?;
        let document = self.read(&paper).await;
        let digest = self.settings.digest.clone();
        let policy = self.settings.verify.clone();
        let figure = document.figure.clone().filter(|_| self.settings.figures != Figures::None);
        // Reading and choosing sentences takes the processor for some milliseconds: not on the thread that answers
        // the network.
        let work = tokio::task::spawn_blocking(move || {
            Ok(Entry { figure, ..digest_paper(paper, &document, &digest, &policy)? })
        });
        let unexpected = |error| Failed::new(id.to_string(), Stage::Summarize, Cause::Input, &error);
        work.await.map_err(unexpected)?
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
                return fulltext::with_abstract(document, &paper.summary);
            }
            if wanted != Reading::Html
                && let Some(document) = self.page(&id, arxiv::pdf(&self.settings.urls, &id), read_pdf).await
            {
                return fulltext::with_abstract(document, &paper.summary);
            }
        }
        fulltext::abstract_only(&paper.summary)
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
        self.progress.stage(&format!("reading {id}"));
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

/// Document → digest → checked digest.
fn digest_paper(
    paper: Paper,
    document: &Document,
    limits: &summarize::Limits,
    policy: &verify::Policy,
) -> Result<Entry, Failed> {
    let summary = summarize::digest(&paper.title, document, limits);
    let checked = verify::check(&paper, document, summary, None, policy)
        .map_err(|error| Failed::new(paper.id.clone(), Stage::Verify, Cause::Rejected, &error))?;
    let mut findings = checked.findings;
    findings.extend(document.hidden.iter().map(|text| hidden_text(text)));
    Ok(Entry {
        read: document.read,
        engine: summarize::EXTRACTIVE.to_owned(),
        digest: checked.digest,
        evidence: checked.evidence,
        findings,
        usage: Usage::default(),
        figure: None,
        text: None,
        paper,
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

impl Run {
    /// What is neither done nor failed was not reached.
    fn give_up_rest(&mut self, ids: &[PaperId]) {
        let done: std::collections::HashSet<String> = self
            .entries
            .iter()
            .filter_map(|entry| Some(entry.paper.paper_id()?.key()))
            .chain(self.failed.iter().filter_map(|failed| Some(failed.input.parse::<PaperId>().ok()?.key())))
            .collect();
        let rest = ids.iter().filter(|id| !done.contains(&id.key()));
        self.failed.extend(
            rest.map(|id| Failed::new(id.to_string(), Stage::Fetch, Cause::Interrupted, &Interrupted)),
        );
    }
}

/// The run was stopped before the paper's turn.
#[derive(Debug, thiserror::Error)]
#[error("interrupted before its turn")]
struct Interrupted;
