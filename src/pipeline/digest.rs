//! The digest stage: digests a text with the engine of the run, or with the built-in one as its fallback.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::{Outcome, Pipeline};
use crate::outcome::{Cause, Failed};
use crate::progress::Line;
use papers_digest::llm::LlmError;
use papers_digest::{Engine, Text, Written};
use papers_paper::{Entry, Stage, Writer};
use papers_verify as verify;

impl Pipeline {
    /// Digests and checks a text. An engine that fails for a paper is replaced only if the options say so.
    pub(super) async fn entry(&self, text: Arc<Text>, line: &Line) -> Outcome {
        let failed = match self.written_by(&*self.engine, &text, line).await {
            Err(failed) => failed,
            entry => return entry,
        };
        let Some(own) = self.stand_in(failed.cause) else { return Err(failed) };
        self.report_fallback(&failed);
        self.written_by(own, &text, line).await
    }

    /// Digests and checks a text with an engine, which is told whether its digest was accepted.
    async fn written_by(&self, engine: &dyn Engine, text: &Arc<Text>, line: &Line) -> Outcome {
        let writer = engine.writer();
        line.stage(&doing(&writer));
        let written = self.digest(engine, &writer, text).await?;
        line.stage("checking");
        let checked = self.checked(Arc::clone(text), writer, written.clone()).await;
        checked.iter().for_each(note_share);
        engine.settle(&written, checked.as_ref().err().map(|failed| failed.messages.join(": ")));
        checked
    }

    async fn digest(
        &self,
        engine: &dyn Engine,
        writer: &Writer,
        text: &Arc<Text>,
    ) -> Result<Written, Failed> {
        let Text { paper, document } = &**text;
        let inspect = |digest: &_| verify::inspect(paper, document, digest, writer, &self.options.verify);
        engine
            .digest(text, &inspect)
            .await
            .map_err(|error| Failed::new(paper.id.clone(), Stage::Summarize, Cause::from(&error), &error))
    }

    /// Returns the error of the engine that stops the run, so that no papers are read in vain.
    pub(super) fn engine_failure(&self) -> Option<Arc<LlmError>> {
        self.engine.stopped().filter(|error| self.stand_in(Cause::from(error.as_ref())).is_none())
    }

    /// Returns the fallback for a paper for which the engine failed. There is none for wrong settings, which the user must
    /// correct, and after an interruption.
    fn stand_in(&self, cause: Cause) -> Option<&dyn Engine> {
        let own =
            self.fallback.as_ref().filter(|_| !matches!(cause, Cause::Settings | Cause::Interrupted))?;
        Some(own)
    }

    /// Reports the fallback for each paper; an error that affects all papers only once.
    fn report_fallback(&self, failed: &Failed) {
        let error = failed.messages.join(": ");
        match self.engine.stopped() {
            Some(_) if self.outage_reported.swap(true, Ordering::Relaxed) => {}
            Some(_) => tracing::warn!("{error}; the built-in engine digests what is left"),
            None => tracing::warn!("`{}`: {error}; the built-in engine digests it", failed.input),
        }
    }
}

/// Notes that the text of a paper did not fit into the model's window.
fn note_share(entry: &Entry) {
    if let Some(percent) = entry.read_percent() {
        let Entry { paper, engine, .. } = entry;
        tracing::info!(
            "`{}`: `{engine}` was given {percent}% of the text; a larger `context_tokens` has room for more",
            paper.id
        );
    }
}

/// Warns of papers for which a model wrote the same digest, word for word. They are published, because checks found no fault and
/// short digests in general words may be alike.
pub(super) fn warn_of_same(entries: &[Entry]) {
    let mut groups: BTreeMap<(&str, Vec<&str>), Vec<String>> = BTreeMap::new();
    let by_model = |entry: &&Entry| entry.engine != Writer::EXTRACTIVE && !entry.digest.is_empty();
    for entry in entries.iter().filter(by_model) {
        let sentences = entry.digest.sentences().map(|(_, _, sentence)| sentence).collect();
        groups.entry((entry.engine.as_str(), sentences)).or_default().push(format!("`{}`", entry.paper.id));
    }
    for ((engine, _), papers) in groups.into_iter().filter(|(_, papers)| papers.len() > 1) {
        let papers = papers.join(", ");
        tracing::warn!(
            "`{engine}` wrote the same digest for {papers}: the server, or a proxy before it, may answer every question alike; \
             `--refresh digest` asks again"
        );
    }
}

/// Updates the progress line of a paper.
fn doing(writer: &Writer) -> String {
    match writer {
        Writer::Extractive => "choosing sentences".to_owned(),
        Writer::Model { name, .. } => format!("asking {name}"),
    }
}
