//! Asks the sources of a day for their lists. A source that cannot be asked is reported and does not stop the others.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Source, announced, huggingface, search};
use crate::calendar;
use papers_arxiv::Urls;
use papers_http::{Client, HttpError};
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
    /// True if papers that are cross-listed from other categories are included.
    pub cross: bool,
}

impl Scope<'_> {
    /// Returns true if the day's lists will not grow any more.
    pub fn is_settled(&self) -> bool {
        calendar::is_settled(self.day, self.now)
    }
}

/// A source that could not be asked.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// The service is unavailable, or the cache does not have its answer.
    #[error("the papers of {from} on {day} could not be listed")]
    Http {
        /// The source of the list.
        from: Source,
        /// Of which day.
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
        /// Of which day.
        day: NaiveDate,
    },
    /// The run was stopped before this day.
    #[error("the papers of {day} were not asked for: interrupted")]
    Interrupted {
        /// The day.
        day: NaiveDate,
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
    /// Returns the source whose service refuses or is unreachable, so that it should not be asked again in this run.
    pub fn outage(&self) -> Option<&Source> {
        match self {
            Self::Http { from, source, .. } if source.is_outage() => Some(from),
            _ => None,
        }
    }
}

/// The papers that the sources announce.
#[derive(Debug, Default)]
pub struct Listing {
    /// One list for each source that could be asked, in the order of the sources.
    pub lists: Vec<Vec<Candidate>>,
    /// The sources that could not be asked.
    pub failed: Vec<SourceError>,
    /// The names of sources that answered, but whose lists of the day may still be missing. Whatever the others have, a later run
    /// must ask them again.
    pub pending: Vec<String>,
}

/// Asks all sources for a day's papers. All categories of arXiv are requested together.
pub async fn list_day(client: &Client, scope: &Scope<'_>, sources: &[Source]) -> Listing {
    let mut listing = Listing::default();
    let categories: Vec<String> = sources
        .iter()
        .filter_map(|source| match source {
            Source::Category(category) => Some(category.clone()),
            Source::Huggingface | Source::Query(_) => None,
        })
        .collect();
    let mut categories = Some(categories).filter(|categories| !categories.is_empty());
    for source in sources {
        let silent = |list: &[Candidate]| {
            let open = list.is_empty()
                && !scope.is_settled()
                && !(source.is_arxiv() && calendar::is_weekend(scope.day));
            if open { vec![source.to_string()] } else { Vec::new() }
        };
        let listed = match source {
            Source::Huggingface => huggingface::list(client, scope).await.map(|list| (silent(&list), list)),
            Source::Query(query) => {
                search::list(client, scope, query).await.map(|list| (silent(&list), list))
            }
            Source::Category(_) => match categories.take() {
                Some(categories) => {
                    announced::list(client, scope, &categories).await.map(|day| (day.open, day.papers))
                }
                None => continue,
            },
        };
        match listed {
            Ok((pending, list)) => {
                listing.pending.extend(pending);
                listing.lists.push(list);
            }
            Err(error) => listing.failed.push(error),
        }
    }
    listing
}
