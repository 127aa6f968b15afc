//! Record → text, from arXiv's pages: the HTML, else the PDF, else the abstract of the record.

use std::sync::atomic::Ordering;

use super::Pipeline;
use crate::config::Reading;
use crate::isolate;
use papers_arxiv as arxiv;
use papers_fulltext::{self as fulltext, FulltextError};
use papers_http::{HttpError, Lifetime, Request, Unusable};
use papers_paper::{Document, Paper, PaperId, ReadFrom};

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
            Ok(Ok(document)) => {
                if let Some(words) = document.hidden_words() {
                    tracing::warn!("`{id}` {words}");
                }
                Some(document)
            }
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
