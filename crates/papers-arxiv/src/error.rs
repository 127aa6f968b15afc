//! Why there is no record of a paper.

use std::sync::Arc;

use papers_http::HttpError;
use papers_paper::PaperId;

/// A paper whose record could not be had.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// No source has it.
    #[error("arXiv has no paper `{0}`")]
    NotFound(PaperId),
    /// The paper exists, this version does not.
    #[error("arXiv has no `{id}`; the latest version is v{latest}")]
    NoSuchVersion {
        /// What was asked for.
        id: PaperId,
        /// What there is.
        latest: u32,
    },
    /// The API objects to the identifier itself.
    #[error("arXiv's API refuses `{id}`: {message}")]
    Refused {
        /// What was asked for.
        id: PaperId,
        /// What the API says.
        message: String,
    },
    /// `--offline`, and nobody asked for it before.
    #[error("the cache has no record of `{0}`")]
    NotCached(PaperId),
    /// Neither the API nor another source could be had.
    #[error("no source gives a record")]
    Unreachable {
        /// What was asked for.
        id: PaperId,
        /// What the API did.
        #[source]
        source: Arc<HttpError>,
    },
}
