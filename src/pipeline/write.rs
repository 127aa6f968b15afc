//! Text → checked entry: a model's digest where there is a model, else that of the built-in engine.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::refill::refill;
use super::{Outcome, Pipeline, Text};
use crate::config::{Fallback, Figures, Settings};
use crate::outcome::{Cause, Failed};
use papers_digest::llm::{LlmError, Model, Written};
use papers_digest::{self as summarize, Summary};
use papers_paper::{Action, Document, Entry, Figure, Finding, FindingKind, Paper, PaperId, Stage};
use papers_verify as verify;

impl Pipeline {
    /// A model that fails for a paper is replaced only where the settings say so.
    pub(super) async fn entry(&self, text: Arc<Text>) -> Outcome {
        let Some(model) = &self.model else { return self.checked(text, None).await };
        match self.by_model(model, &text).await {
            Err(failed) if self.replaces_model(failed.cause) => {
                self.tell_replaced(model, &failed);
                self.checked(text, None).await
            }
            outcome => outcome,
        }
    }

    /// The answers of a digest that the checks reject are of no use the next time.
    async fn by_model(&self, model: &Model, text: &Arc<Text>) -> Outcome {
        text.line.stage(&format!("asking {}", model.name()));
        let written = self.ask(model, text).await.map_err(|error| {
            Failed::new(text.paper.id.clone(), Stage::Summarize, Cause::from(&error), &error)
        })?;
        text.line.stage("checking");
        let checked = self.checked(Arc::clone(text), Some((model.name(), written.clone()))).await;
        model.settle(&written, checked.as_ref().err().map(|failed| failed.messages.join(": ")));
        checked
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
    pub(super) fn stop(&self) -> Option<Arc<LlmError>> {
        self.model.as_ref()?.stopped().filter(|error| !self.replaces_model(Cause::from(error.as_ref())))
    }

    /// Whether the built-in engine digests a paper for which the model failed. Wrong settings are the user's to mend.
    fn replaces_model(&self, cause: Cause) -> bool {
        self.settings.fallback == Fallback::Extractive && cause != Cause::Settings
    }

    /// Told for each paper; an error that meets all of them, once.
    fn tell_replaced(&self, model: &Model, failed: &Failed) {
        let error = failed.messages.join(": ");
        match model.stopped() {
            Some(_) if self.outage_told.swap(true, Ordering::Relaxed) => {}
            Some(_) => tracing::warn!("{error}; the built-in engine digests what is left"),
            None => tracing::warn!("`{}`: {error}; the built-in engine digests it", failed.input),
        }
    }
}

/// Text, and what a model wrote about it → checked entry.
fn check(text: &Text, written: Option<(String, Written)>, settings: &Settings) -> Outcome {
    let Text { paper, document, .. } = text;
    let by_model = written.is_some();
    let (engine, Written { digest, usage, omitted, read_share, .. }) =
        written.unwrap_or_else(|| (summarize::EXTRACTIVE.to_owned(), Written::default()));
    let summary = match by_model {
        true => Summary { evidence: verify::ledger(paper, document, &digest), digest },
        false => summarize::digest(&paper.title, document, &settings.digest),
    };
    // The built-in engine keeps the paper's language, whatever the reader's.
    let lang = by_model.then_some(settings.lang.as_str());
    let checked = verify::check(paper, document, summary, lang, &settings.verify)
        .map_err(|error| Failed::new(paper.id.clone(), Stage::Verify, Cause::Rejected, &error))?;
    // A sentence of the paper fits only among sentences of its language, which is taken to be English.
    let checked = match lang {
        Some(lang) if lang.starts_with("en") => {
            refill(checked, || summarize::digest(&paper.title, document, &settings.digest))
        }
        _ => checked,
    };
    let mut evidence = checked.evidence;
    if let Some(id) = paper.paper_id() {
        verify::locate(&mut evidence, document, &id);
    }
    let mut findings = checked.findings;
    findings.extend(document.hidden.iter().map(|text| hidden_text(text)));
    Ok(Entry {
        paper: paper.clone(),
        read: document.read,
        engine,
        read_version: read_version(paper, document),
        license: paper.license.clone(),
        digest: checked.digest,
        evidence,
        findings,
        usage,
        omitted,
        read_share: (by_model && read_share < 1.0).then_some(read_share),
        figure: document.figure.clone().filter(|figure| is_wanted(settings, figure)),
        text: None,
    })
}

/// The version that the source itself tells, else that of the record, under which the page was asked for.
fn read_version(paper: &Paper, document: &Document) -> Option<u32> {
    let stamped = document.stamp.as_ref().and_then(|stamp| stamp.parse::<PaperId>().ok()?.version());
    stamped.or(paper.version)
}

/// Hidden text never reaches a digest; that there is some is told.
fn hidden_text(text: &str) -> Finding {
    Finding {
        section: None,
        sentence: None,
        kind: FindingKind::HiddenText,
        detail: text.to_owned(),
        action: Action::Drop,
    }
}

/// True for an image that arXiv itself serves, where images are asked for: no post shows what another host can change.
fn is_wanted(settings: &Settings, figure: &Figure) -> bool {
    settings.figures != Figures::None && papers_arxiv::image(&settings.urls, &figure.url).is_some()
}
