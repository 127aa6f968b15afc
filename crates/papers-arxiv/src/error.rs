//! The reasons why a record could not be fetched.

use std::sync::Arc;

use papers_http::HttpError;
use papers_paper::PaperId;

/// The reasons why a record could not be fetched.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// No source has it.
    #[error("arXiv has no paper `{0}`")]
    NotFound(PaperId),
    /// The paper exists, this version does not.
    #[error("arXiv has no `{id}`; the latest version is v{latest}")]
    NoSuchVersion {
        /// The identifier that was asked for.
        id: PaperId,
        /// The latest version that exists.
        latest: u32,
    },
    /// The API rejects the identifier.
    #[error("arXiv's API refuses `{id}`: {message}")]
    Refused {
        /// The identifier that was asked for.
        id: PaperId,
        /// The API's own message.
        message: String,
    },
    /// Offline, and the record is not in the cache.
    #[error("the cache has no record of `{0}`")]
    NotCached(PaperId),
    /// Neither the API nor another source is available.
    #[error("no source gives a record")]
    Unreachable {
        /// The identifier that was asked for.
        id: PaperId,
        /// The API's failure.
        #[source]
        source: Arc<HttpError>,
    },
}
