//! Searches a day's submissions with a query, page by page; also those of earlier days that are announced late.

use super::Source;
use super::scope::{Listed, Scope, SourceError};
use crate::calendar::Window;
use papers_arxiv::{self as arxiv, Feed, FeedError, parse_feed};
use papers_http::{Bucket, Client, HttpError, Unusable, redacted};
use papers_paper::{Candidate, Extras, Paper};

/// The number of papers per page. Large pages are slow and sometimes empty; two hundred papers take a second.
const PAGE: usize = 200;

/// The maximum number of papers of one day. arXiv has about 2,000 a day; a query with more has lost its dates.
const MAX_PAPERS: usize = 10_000;

/// Finds the day's papers that match. Their records are cached, so that they are not requested again. No request is made for
/// weekends, on which arXiv announces nothing.
pub(super) async fn list(client: &Client, scope: &Scope<'_>, query: &str) -> Result<Listed, SourceError> {
    let Some(window) = Window::new(scope.day, query, scope.history) else { return Ok(Listed::default()) };
    let minute = "%Y%m%d%H%M";
    let dated = format!(
        "({query}) AND submittedDate:[{} TO {}]",
        window.from.format(minute),
        window.to.format(minute)
    );
    let (mut papers, mut unreadable) = (Vec::new(), 0);
    let mut start = 0;
    loop {
        let feed = match page(client, scope, &dated, start).await {
            Ok(Page::Feed(feed)) => feed,
            Ok(Page::Refused(message)) => {
                return Err(SourceError::Query { query: query.to_owned(), message });
            }
            Err(source) => {
                let from = Source::Query(query.to_owned());
                return Err(SourceError::Http { from, day: scope.day, source });
            }
        };
        let total = feed.total.unwrap_or_default();
        start += feed.entries.len() + feed.strange.len();
        unreadable += feed.strange.len();
        // Pages shift while papers arrive. Papers on two pages are joined later, like those of several sources.
        papers.extend(feed.entries);
        if start >= MAX_PAPERS {
            tracing::warn!(
                "`{query}` matches {total} papers of {}; the newest {start} are looked at",
                scope.day
            );
        }
        if start as u64 >= total || start >= MAX_PAPERS {
            break;
        }
    }
    for paper in &papers {
        arxiv::remember(client, scope.urls, paper);
    }
    let admitted =
        |paper: &Paper| paper.paper_id().is_some_and(|id| window.admits(&id.key(), paper.published));
    let papers: Vec<Candidate> = papers.into_iter().filter(admitted).filter_map(candidate).collect();
    let shown = Some((query.to_owned(), papers.iter().map(|paper| paper.id.key()).collect()));
    Ok(Listed { papers, unreadable, shown })
}

enum Page {
    Feed(Feed),
    Refused(String),
}

async fn page(client: &Client, scope: &Scope<'_>, query: &str, start: usize) -> Result<Page, HttpError> {
    let request = arxiv::search(scope.urls, query, start, PAGE);
    scope.forget_untimely(client, &redacted(&request.url));
    let read = move |bytes: &[u8]| read(bytes, start);
    // A page of a day that is over does not change; errors are never kept.
    let answer = if scope.is_settled() {
        client.fetch(&request, papers_http::Lifetime::Forever, move |bytes, _| read(bytes)).await
    } else {
        client.ask(&request, read).await
    };
    match answer {
        // Nor are pages that are empty or have entries that are not papers: another time there may be papers.
        Ok(Page::Feed(feed))
            if (feed.entries.is_empty() || !feed.strange.is_empty()) && !client.is_offline() =>
        {
            client.cache().forget(Bucket::Pages, &redacted(&request.url));
            Ok(Page::Feed(feed))
        }
        Err(HttpError::Rejected { status: 400, body, url }) => match parse_feed(&body) {
            Err(FeedError::Api { message }) => Ok(Page::Refused(message)),
            _ => Err(HttpError::Rejected { status: 400, body, url }),
        },
        other => other,
    }
}

/// Rejects empty pages in the middle of a result, which arXiv sends occasionally; they are requested again.
fn read(bytes: &[u8], start: usize) -> Result<Page, Unusable> {
    match parse_feed(bytes) {
        Ok(feed) => match feed.total {
            // There may be more behind this page.
            None => Err(Unusable::Again("a page that does not tell how many papers there are".to_owned())),
            Some(total) if feed.entries.is_empty() && feed.strange.is_empty() && (start as u64) < total => {
                Err(Unusable::Again(format!("an empty page at {start}, though it announces {total} papers")))
            }
            _ => Ok(Page::Feed(feed)),
        },
        Err(FeedError::Api { message }) => Ok(Page::Refused(message)),
        Err(error) => Err(Unusable::Again(error.to_string())),
    }
}

fn candidate(paper: Paper) -> Option<Candidate> {
    Some(Candidate {
        id: paper.paper_id()?.with_version(None),
        title: paper.title,
        abstract_text: paper.abstract_text,
        authors: paper.authors.into_iter().map(|author| author.name).collect(),
        categories: paper.categories,
        extras: Extras::default(),
    })
}
