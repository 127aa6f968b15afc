//! Fetches Hugging Face's list of a day, page by page.

use std::collections::HashSet;

use papers_arxiv::{self as arxiv, DailyList};
use papers_http::{Bucket, Client, HttpError, Unusable, redacted};
use papers_paper::Candidate;

use super::Source;
use super::scope::{Scope, SourceError};

/// The maximum number of pages of one day. The longest recorded day fills half of one.
const MAX_PAGES: usize = 20;

/// Fetches the day's list, in Hugging Face's order, with the number of items that could not be read. After a full page the next one
/// is requested, until one has nothing new.
pub(super) async fn list(client: &Client, scope: &Scope<'_>) -> Result<(Vec<Candidate>, usize), SourceError> {
    let (mut papers, mut unreadable) = (Vec::new(), 0);
    let mut seen = HashSet::new();
    for number in 0..MAX_PAGES {
        let listed = page(client, scope, number).await;
        let listed = listed.map_err(|source| SourceError::Http {
            from: Source::Huggingface,
            day: scope.day,
            source,
        })?;
        let before = papers.len();
        unreadable += listed.unreadable;
        papers.extend(listed.papers.into_iter().filter(|paper| seen.insert(paper.id.key())));
        if listed.items < arxiv::HUGGINGFACE_PAGE || papers.len() == before {
            return Ok((papers, unreadable));
        }
    }
    tracing::warn!("Hugging Face lists more than {} papers on {}; those are taken", papers.len(), scope.day);
    Ok((papers, unreadable))
}

/// Fetches one page. It is cached only if the day is over and all its items could be read, and the first page only if it has
/// papers: a list that may grow, or is empty or unreadable for a temporary reason, must be requested again. A 404 is a fault of the
/// service, not an empty day.
async fn page(client: &Client, scope: &Scope<'_>, number: usize) -> Result<DailyList, HttpError> {
    let request = arxiv::daily(scope.urls, scope.day, number);
    let url = redacted(&request.url);
    if !client.refreshes()
        && let Some(body) = client.cache().load(Bucket::Pages, &url, scope.now, None)
        && let Ok(list) = arxiv::parse_daily(&body)
        && (list.unreadable == 0 || client.is_offline())
    {
        return Ok(list);
    }
    let read = |bytes: &[u8]| match arxiv::parse_daily(bytes) {
        Ok(list) => Ok((list, bytes.to_vec())),
        Err(error) => Err(Unusable::Again(error.to_string())),
    };
    let (list, body) = client.ask(&request, read).await?;
    if scope.is_settled() && list.unreadable == 0 && (number > 0 || list.items > 0) {
        client.keep(Bucket::Pages, &url, &body);
    }
    Ok(list)
}
