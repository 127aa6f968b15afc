//! Asks the sources of a day for their lists. A source that cannot be asked is reported and does not stop the others.

use super::scope::{Listed, Scope, SourceError};
use super::{Source, announced, huggingface, search};
use crate::calendar::{self, Shown};
use papers_http::Client;
use papers_paper::Candidate;

/// The papers that the sources announce.
#[derive(Debug, Default)]
pub struct Listing {
    /// One list for each source that could be asked, in the order of the sources.
    pub lists: Vec<Vec<Candidate>>,
    /// The sources that could not be asked.
    pub failed: Vec<SourceError>,
    /// The sources that answered, but whose lists of the day may still be missing or lack papers. Whatever the others have, a later
    /// run must ask them again.
    pub pending: Vec<Pending>,
    /// The length of Hugging Face's list; `None` if it was not asked or did not answer.
    pub huggingface: Option<usize>,
    /// The papers that arXiv's lists show, by their queries.
    pub shown: Shown,
}

/// A source whose list of the day is not complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// Its name. All categories of arXiv are searched together, so that an item that cannot be read may be of any of them.
    pub source: String,
    /// The missing part.
    pub lack: Lack,
}

/// The reasons why a list is not complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// Nothing is listed yet.
    Everything,
    /// This number of items could not be read.
    Unreadable(usize),
    /// It has fewer papers than an earlier list had.
    Fewer {
        /// The number of its papers.
        now: usize,
        /// The number of papers before.
        before: usize,
    },
}

/// Asks all sources for a day's papers. All categories of arXiv are requested together.
pub async fn list_day(client: &Client, scope: &Scope<'_>, sources: &[Source]) -> Listing {
    let mut listing = Listing::default();
    for request in requests(sources) {
        match request.send(client, scope).await {
            Ok((list, pending)) => {
                if matches!(request, Request::Huggingface) {
                    listing.huggingface = Some(list.papers.len());
                }
                if let Some((query, papers)) = list.shown {
                    listing.shown.add(query, papers);
                }
                listing.lists.push(list.papers);
                listing.pending.extend(pending);
            }
            Err(error) => listing.failed.push(error),
        }
    }
    listing
}

/// A request for a list.
enum Request<'a> {
    Huggingface,
    Categories(Vec<String>),
    Query(&'a str),
}

/// Returns the requests, in the order of the sources. The categories are in the place of the first of them.
fn requests(sources: &[Source]) -> Vec<Request<'_>> {
    let mut requests = Vec::new();
    for source in sources {
        match source {
            Source::Huggingface => requests.push(Request::Huggingface),
            Source::Query(query) => requests.push(Request::Query(query)),
            Source::Category(category) => {
                let joined = requests.iter_mut().find_map(|request| match request {
                    Request::Categories(categories) => Some(categories),
                    _ => None,
                });
                match joined {
                    Some(categories) => categories.push(category.clone()),
                    None => requests.push(Request::Categories(vec![category.clone()])),
                }
            }
        }
    }
    requests
}

impl Request<'_> {
    /// Asks for the list of a day. Also returns which lists are not complete.
    async fn send(&self, client: &Client, scope: &Scope<'_>) -> Result<(Listed, Vec<Pending>), SourceError> {
        let (list, lacks) = match self {
            Self::Huggingface => {
                let list = huggingface::list(client, scope).await?;
                let lack = lack(scope, list.papers.len()).map(|lack| Pending { source: self.name(), lack });
                (list, Vec::from_iter(lack))
            }
            Self::Query(query) => {
                let list = search::list(client, scope, query).await?;
                let is_open =
                    list.papers.is_empty() && !scope.is_settled() && !calendar::is_weekend(scope.day);
                let lack = is_open.then(|| Pending { source: self.name(), lack: Lack::Everything });
                (list, Vec::from_iter(lack))
            }
            Self::Categories(categories) => {
                let day = announced::list(client, scope, categories).await?;
                let lack = |source| Pending { source, lack: Lack::Everything };
                (day.list, day.open.into_iter().map(lack).collect())
            }
        };
        let pending = match list.unreadable {
            0 => lacks,
            // The unreadable entries may be the missing ones.
            unreadable => vec![Pending { source: self.name(), lack: Lack::Unreadable(unreadable) }],
        };
        Ok((list, pending))
    }

    fn name(&self) -> String {
        match self {
            Self::Huggingface => Source::Huggingface.to_string(),
            Self::Query(query) => Source::Query((*query).to_owned()).to_string(),
            Self::Categories(categories) => categories.join(" and "),
        }
    }
}

/// Returns what a list of Hugging Face of this length lacks.
fn lack(scope: &Scope<'_>, length: usize) -> Option<Lack> {
    let before = scope.looks.most;
    if scope.is_settled() && scope.looks.complete(length) {
        None
    } else if length < before {
        Some(Lack::Fewer { now: length, before })
    } else {
        (length == 0).then_some(Lack::Everything)
    }
}
