//! Records one by one from the abs page, OAI-PMH and Hugging Face, for when the API refuses.

use std::collections::HashSet;
use std::sync::Arc;

use super::error::FetchError;
use super::{PageError, huggingface, oai, page, request};
use crate::Urls;
use papers_http::{Client, HttpError, Unusable};
use papers_paper::{MetadataSource, Paper, PaperId};

/// Which services a record can be asked from, in order; see [`MetadataSource`].
const FALLBACKS: [MetadataSource; 3] =
    [MetadataSource::ArxivAbs, MetadataSource::ArxivOai, MetadataSource::Huggingface];

/// What is known of the other sources in this run.
#[derive(Debug, Default)]
pub(super) struct Fallback {
    /// Those that refused once: asking each of them for each paper would take half a minute a time.
    down: HashSet<MetadataSource>,
    warned: HashSet<MetadataSource>,
}

impl Fallback {
    /// The record from the first source that has it. `api` is why the API is not asked.
    pub(super) async fn record(
        &mut self,
        client: &Client,
        urls: &Urls,
        id: &PaperId,
        api: &Arc<HttpError>,
    ) -> Result<Paper, FetchError> {
        // The API has a feed for every list of ids: when there is none at its address, it is the API that is missing.
        if api.is_outage() || matches!(**api, HttpError::NotFound { .. }) {
            for source in FALLBACKS {
                let Some(request) =
                    request::record(urls, source, id).filter(|_| !self.down.contains(&source))
                else {
                    continue;
                };
                match client.ask(&request, |bytes| read(source, bytes)).await {
                    Ok(Some(paper)) => {
                        self.warn_once(source, api);
                        return Ok(Paper { version: paper.version.or(id.version()), ..paper });
                    }
                    Ok(None) | Err(HttpError::NotFound { .. }) => {
                        return Err(FetchError::NotFound(id.clone()));
                    }
                    Err(error) => self.lose(source, &error),
                }
            }
        }
        Err(FetchError::Unreachable { id: id.clone(), source: Arc::clone(api) })
    }

    fn lose(&mut self, source: MetadataSource, error: &HttpError) {
        tracing::warn!("{source} cannot be used either: {error}");
        self.down.insert(source);
    }

    fn warn_once(&mut self, source: MetadataSource, api: &HttpError) {
        if self.warned.insert(source) {
            tracing::warn!("arXiv's API refuses ({api}); records come from {source}");
        }
    }
}

/// The record in an answer; `None` when the answer says that there is no such paper.
fn read(source: MetadataSource, bytes: &[u8]) -> Result<Option<Paper>, Unusable> {
    let parsed = match source {
        MetadataSource::ArxivApi | MetadataSource::ArxivAbs => page::parse_page(bytes),
        MetadataSource::ArxivOai => oai::parse_record(bytes),
        MetadataSource::Huggingface => huggingface::parse_paper(bytes),
    };
    match parsed {
        Ok(paper) => Ok(Some(paper)),
        Err(PageError::NotFound) => Ok(None),
        Err(error) => Err(Unusable(error.to_string())),
    }
}
