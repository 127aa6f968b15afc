//! Asks the sources of a day for their lists. A source that cannot be asked is reported and does not stop the others.

use super::scope::{Scope, SourceError};
use super::{Source, announced, huggingface, search};
use crate::calendar;
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
}

/// A source whose list of the day is not complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// Its name. All categories of arXiv are searched together, so that an item that cannot be read may be of any of them.
    pub source: String,
    /// The number of items that could not be read; 0 if nothing is listed yet.
    pub unreadable: usize,
}

impl Pending {
    fn empty(source: String) -> Self {
        Self { source, unreadable: 0 }
    }
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
        let name = match source {
            Source::Huggingface | Source::Query(_) => source.to_string(),
            Source::Category(_) => categories.as_ref().map(|all| all.join(" and ")).unwrap_or_default(),
        };
        let silent = |list: &[Candidate]| {
            let open = list.is_empty()
                && !scope.is_settled()
                && !(source.is_arxiv() && calendar::is_weekend(scope.day));
            if open { vec![Pending::empty(name.clone())] } else { Vec::new() }
        };
        let listed = match source {
            Source::Huggingface => huggingface::list(client, scope)
                .await
                .map(|(list, unreadable)| (silent(&list), list, unreadable)),
            Source::Query(query) => search::list(client, scope, query)
                .await
                .map(|(list, unreadable)| (silent(&list), list, unreadable)),
            Source::Category(_) => match categories.take() {
                Some(categories) => announced::list(client, scope, &categories).await.map(|day| {
                    (day.open.into_iter().map(Pending::empty).collect(), day.papers, day.unreadable)
                }),
                None => continue,
            },
        };
        match listed {
            Ok((empty, list, unreadable)) => {
                // What cannot be read may be what is missing.
                let lacking = || vec![Pending { source: name, unreadable }];
                listing.pending.extend(if unreadable > 0 { lacking() } else { empty });
                listing.lists.push(list);
            }
            Err(error) => listing.failed.push(error),
        }
    }
    listing
}
