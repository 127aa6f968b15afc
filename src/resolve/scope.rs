//! The days and papers that the sources are asked about, and the errors of asking.

use chrono::{DateTime, NaiveDate, Utc};

use super::Source;
use crate::calendar::{self, History, Looks};
use crate::outcome::{Cause, Interruption};
use papers_arxiv::Urls;
use papers_http::{Bucket, Client, HttpError};
use papers_paper::Candidate;

/// The day and the services that are asked.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'a> {
    /// The URLs of the services.
    pub urls: &'a Urls,
    /// The day.
    pub day: NaiveDate,
    /// The current time, which decides what may be cached and whether arXiv's feed can still be that of the day.
    pub now: DateTime<Utc>,
    /// The lists of Hugging Face that earlier runs saw.
    pub looks: Looks,
    /// The papers that arXiv's lists of other days showed to earlier runs.
    pub history: &'a History<'a>,
    /// True if papers that are cross-listed from other categories are included.
    pub cross: bool,
}

impl Scope<'_> {
    /// Returns true if the day's lists will not grow any more.
    pub fn is_settled(&self) -> bool {
        calendar::is_settled(self.day, self.now)
    }

    /// Removes a list from the cache that was not fetched between the time when the day was settled and now: a clock was wrong, and
    /// the list may have grown since.
    pub(super) fn forget_untimely(&self, client: &Client, url: &str) {
        let cache = client.cache();
        let Some(at) = cache.fetched_at(Bucket::Pages, url).filter(|_| !client.is_offline()) else { return };
        if at > self.now || calendar::settled(self.day).is_none_or(|settled| at < settled) {
            cache.forget(Bucket::Pages, url);
        }
    }
}

/// The papers that a source lists on a day.
#[derive(Debug, Default)]
pub(super) struct Listed {
    /// The papers, in the order of the source.
    pub(super) papers: Vec<Candidate>,
    /// The number of items that could not be read.
    pub(super) unreadable: usize,
    /// The query of a list of arXiv's, and the keys of all papers in it; `None` if nothing was listed yet.
    pub(super) shown: Option<(String, Vec<String>)>,
}

/// A source that could not be asked.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// The service is unavailable, or the cache does not have its answer.
    #[error("the papers of {from} on {day} could not be listed")]
    Http {
        /// The source of the list.
        from: Source,
        /// The day of the list.
        day: NaiveDate,
        /// The failure.
        #[source]
        source: HttpError,
    },
    /// The service refused earlier in this run and is not asked again.
    #[error("the papers of {from} on {day} were not asked for: it refused before")]
    LeftAlone {
        /// The source of the list.
        from: Source,
        /// The day of the list.
        day: NaiveDate,
    },
    /// The run was stopped before this day.
    #[error("the papers of {day} were not asked for: {why}")]
    Interrupted {
        /// The day.
        day: NaiveDate,
        /// The reason.
        why: Interruption,
    },
    /// arXiv's API rejects the query.
    #[error("arXiv refuses the query `{query}`: {message}")]
    Query {
        /// The query.
        query: String,
        /// Its words.
        message: String,
    },
}

impl SourceError {
    /// Returns true if the source will answer no other day either in this run.
    pub fn stops(&self, other: &Source) -> bool {
        match self {
            Self::Http { from, source, .. } if source.is_outage() || source.is_of_machine() => {
                from.is_arxiv() == other.is_arxiv()
            }
            Self::Query { query, .. } => matches!(other, Source::Query(other) if other == query),
            _ => false,
        }
    }

    /// Returns true if the source answered about the day, and will not give another answer later.
    pub fn is_answer(&self) -> bool {
        matches!(self, Self::Http { source, .. } if Cause::of_request(source).is_none())
    }
}
