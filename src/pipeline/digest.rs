//! Digesting: text → digest by the run's engine, or by the built-in one where the options let it stand in.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::{Outcome, Pipeline};
use crate::outcome::{Cause, Failed};
use crate::progress::Line;
use papers_digest::llm::LlmError;
use papers_digest::{Engine, Text, Written};
use papers_paper::{Stage, Writer};
use papers_verify as verify;

impl Pipeline {
    /// Text → checked entry. An engine that fails for a paper is replaced only where the options say so.
    pub(super) async fn entry(&self, text: Arc<Text>, line: &Line) -> Outcome {
        let failed = match self.written_by(&*self.engine, &text, line).await {
            Err(failed) => failed,
            entry => return entry,
        };
        let Some(own) = self.stand_in(failed.cause) else { return Err(failed) };
        self.tell_replaced(&failed);
        self.written_by(own, &text, line).await
    }

    /// Digests and verifies. An engine hears whether its digest was worth publishing.
    async fn written_by(&self, engine: &dyn Engine, text: &Arc<Text>, line: &Line) -> Outcome {
        let writer = engine.writer();
        line.stage(&doing(&writer));
        let written = self.digest(engine, &writer, text).await?;
        line.stage("checking");
        let doubts = self.doubts_about(text, &written.digest, &writer).await;
        let checked = self.checked(Arc::clone(text), writer, written.clone(), doubts).await;
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

    /// The engine's error that stops the run: no paper is read for an engine that will not digest it.
    pub(super) fn engine_failure(&self) -> Option<Arc<LlmError>> {
        self.engine.stopped().filter(|error| self.stand_in(Cause::from(error.as_ref())).is_none())
    }

    /// The engine that digests a paper for which the run's failed. Wrong settings are the user's to mend.
    fn stand_in(&self, cause: Cause) -> Option<&dyn Engine> {
        let own = self.fallback.as_ref().filter(|_| cause != Cause::Settings)?;
        Some(own)
    }

    /// Told for each paper; an error that meets all of them, once.
    fn tell_replaced(&self, failed: &Failed) {
        let error = failed.messages.join(": ");
        match self.engine.stopped() {
            Some(_) if self.outage_reported.swap(true, Ordering::Relaxed) => {}
            Some(_) => tracing::warn!("{error}; the built-in engine digests what is left"),
            None => tracing::warn!("`{}`: {error}; the built-in engine digests it", failed.input),
        }
    }
}

/// Says what is being done, for whoever watches.
fn doing(writer: &Writer) -> String {
    match writer {
        Writer::Extractive => "choosing sentences".to_owned(),
        Writer::Model { name, .. } => format!("asking {name}"),
    }
}
