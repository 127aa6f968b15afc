//! Identifiers → the questions that a run would ask a model next, for `papers batch export`: texts are read as for any run,
//! and nobody is asked for an answer.

use std::collections::HashSet;
use std::pin::pin;
use std::sync::Arc;

use futures_util::StreamExt;

use super::{Interruption, Pipeline, Text};
use crate::outcome::{Cause, Failed};
use papers_arxiv as arxiv;
use papers_digest::llm::{Model, Open};
use papers_paper::{PaperId, Stage};
use papers_verify as verify;

impl Pipeline {
    /// Hands on the question of each paper that has one, in the order asked for, and holds none. What comes back are the
    /// papers that failed.
    pub async fn questions(
        &self,
        ids: &[PaperId],
        interrupted: impl Future<Output = Interruption>,
        mut found: impl FnMut(Open),
    ) -> Vec<Failed> {
        let Some(model) = &self.model else { return Vec::new() };
        self.progress.papers(ids.len());
        let (mut failed, mut reached) = (Vec::new(), HashSet::new());
        let mut texts = pin!(
            arxiv::stream(&self.client, &self.settings.urls, ids)
                .then(async |(id, fetched)| (self.text(&id, fetched).await, id))
        );
        let mut interrupted = pin!(interrupted);
        let stopped = loop {
            let (text, id) = tokio::select! {
                next = texts.next() => match next {
                    Some(next) => next,
                    None => break None,
                },
                why = &mut interrupted => break Some(why),
            };
            match self.question(model, text).await {
                Ok(Some(open)) => found(open),
                Ok(None) => {}
                Err(one) => failed.push(one),
            }
            self.progress.paper_done();
            reached.insert(id);
        };
        self.progress.finish();
        if let Some(why) = stopped {
            let left = ids.iter().filter(|id| !reached.contains(id));
            failed.extend(left.map(|id| Failed::new(id.to_string(), Stage::Fetch, why.cause(), &why)));
        }
        failed
    }
    /// The open question about a paper that was read.
    async fn question(&self, model: &Model, text: Result<Arc<Text>, Failed>) -> Result<Option<Open>, Failed> {
        let text = text?;
        let Text { paper, document, .. } = text.as_ref();
        let (lang, policy) = (Some(self.settings.lang.as_str()), &self.settings.verify);
        let inspect = |digest: &_| verify::inspect(paper, document, digest, lang, policy);
        model
            .open_question(paper, document, inspect)
            .await
            .map_err(|error| Failed::new(paper.id.clone(), Stage::Summarize, Cause::from(&error), &error))
    }
}
