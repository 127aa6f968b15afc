//! Fetches single records from the abs page, OAI-PMH or Hugging Face when the API cannot be used.

use std::collections::HashSet;
use std::error::Error;
use std::pin::pin;
use std::sync::Arc;

use futures_util::{StreamExt, stream};

use super::error::FetchError;
use super::{PageError, huggingface, oai, page, request};
use crate::Urls;
use papers_http::{Client, HttpError, Request, Unusable};
use papers_paper::{MetadataSource, Paper, PaperId};

/// The services to ask for a record, in this order.
const FALLBACKS: [MetadataSource; 3] =
    [MetadataSource::ArxivAbs, MetadataSource::ArxivOai, MetadataSource::Huggingface];

/// The warnings and probes that this run has made already. Which services refuse is tracked by the client.
#[derive(Debug, Default)]
pub(super) struct FallbackState {
    warned_failed: HashSet<MetadataSource>,
    warned_used: HashSet<MetadataSource>,
    probed: bool,
}

/// A source and its answer about a paper; `None` if it says that there is no such paper.
type Answered = (MetadataSource, Result<Option<Paper>, HttpError>);

impl FallbackState {
    /// Fetches the record from the first source that has it. `api` is the error because of which the API is not asked.
    pub(super) async fn record(
        &mut self,
        client: &Client,
        urls: &Urls,
        id: &PaperId,
        api: &Arc<HttpError>,
    ) -> Result<Paper, FetchError> {
        // The API answers every list of ids, so that "not found" means that the API is not at this address.
        if !api.is_outage() && !matches!(**api, HttpError::NotFound { .. }) {
            return Err(FetchError::Unreachable { id: id.clone(), source: Arc::clone(api) });
        }
        // The network may be down: ask all sources at the same time, and only once, so that this is known quickly.
        let probes = api.is_unreached() && !self.probed;
        self.probed |= probes;
        let requests =
            FALLBACKS.into_iter().filter_map(|source| Some((source, request::record(urls, source, id)?)));
        let mut answers = pin!(
            stream::iter(requests)
                .map(|(source, request)| ask(client, source, request, id))
                .buffered(if probes { FALLBACKS.len() } else { 1 })
        );
        while let Some((source, answer)) = answers.next().await {
            if let Some(paper) = self.accept(source, answer, api) {
                return Ok(Paper { version: paper.version.or(id.version()), ..paper });
            }
        }
        Err(FetchError::Unreachable { id: id.clone(), source: Arc::clone(api) })
    }

    /// Takes the paper from an answer. "Not found" does not mean that there is no such paper: only the API decides that, because
    /// an outage may turn pages into "not found", and Hugging Face has only some papers.
    fn accept(
        &mut self,
        source: MetadataSource,
        answer: Result<Option<Paper>, HttpError>,
        api: &HttpError,
    ) -> Option<Paper> {
        match answer {
            Ok(Some(paper)) => {
                if self.warned_used.insert(source) {
                    let why = with_cause(api);
                    tracing::warn!("arXiv's API cannot be used ({why}); records come from {source}");
                }
                return Some(paper);
            }
            Ok(None) | Err(HttpError::NotFound { .. }) => {
                tracing::debug!("{source} has no record of the paper");
            }
            // Unreachable services are reported in one error at the end, not in a warning each.
            Err(error) if error.is_unreached() => tracing::debug!("{source}: {error}"),
            Err(error) => {
                if self.warned_failed.insert(source) {
                    tracing::warn!("{source} has no usable record either: {}", with_cause(&error));
                }
            }
        }
        None
    }
}

/// Returns the error's message and that of its cause on one line.
fn with_cause(error: &HttpError) -> String {
    error.source().map_or_else(|| error.to_string(), |cause| format!("{error}: {cause}"))
}

async fn ask(client: &Client, source: MetadataSource, request: Request, id: &PaperId) -> Answered {
    let wanted = id.clone();
    let answer = client.ask(&request, move |bytes| read(source, bytes, &wanted)).await;
    (source, answer)
}

/// Parses the record in an answer; `None` if the answer says that there
/// is no such paper. A record of another paper or version is an error.
fn read(source: MetadataSource, bytes: &[u8], id: &PaperId) -> Result<Option<Paper>, Unusable> {
    let parsed = match source {
        MetadataSource::ArxivApi | MetadataSource::ArxivAbs => page::parse_page(bytes),
        MetadataSource::ArxivOai => oai::parse_record(bytes),
        MetadataSource::Huggingface => huggingface::parse_paper(bytes),
    };
    match parsed {
        Ok(paper) => {
            let received = paper.paper_id();
            let same_paper = received.as_ref().is_some_and(|received| received.key() == id.key());
            let same_version =
                id.version().is_none_or(|asked| paper.version.is_none_or(|received| received == asked));
            if !same_paper || !same_version {
                let received = received.map_or_else(|| paper.id.clone(), |received| received.to_string());
                return Err(Unusable::Again(format!("it is about `{received}`, not about `{id}`")));
            }
            if paper.title.is_empty() || paper.abstract_text.is_empty() {
                return Err(Unusable::Again("a record without title or abstract".to_owned()));
            }
            Ok(Some(paper))
        }
        Err(PageError::NotFound) => Ok(None),
        Err(error) => Err(Unusable::Again(error.to_string())),
    }
}
