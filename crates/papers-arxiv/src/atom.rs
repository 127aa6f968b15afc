//! Parses answers of arXiv's API into records. Elements are matched by namespace and local name, never by order, prefix or
//! link, so that the forms before and after November 2025 are both read.

use std::borrow::Cow;

use chrono::{DateTime, Utc};

use super::cursor::{Cursor, XmlError};
use super::withdrawn::is_withdrawn;
use papers_paper::text::clean;
use papers_paper::{Author, MetadataSource, Paper, PaperId};

const ATOM: &str = "http://www.w3.org/2005/Atom";
const ARXIV: &str = "http://arxiv.org/schemas/atom";
const SEARCH: &str = "http://a9.com/-/spec/opensearch/1.1/";

/// One page of the API.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Feed {
    /// The total number of papers, not only those on this page.
    pub total: Option<u64>,
    /// The papers of this page.
    pub entries: Vec<Paper>,
    /// The ids of the entries that are not of papers, which were left out.
    pub strange: Vec<String>,
}

/// The reasons why an answer gives no papers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FeedError {
    /// The API describes what is wrong with the request, with status 400 or 200.
    #[error("arXiv's API says: {message}")]
    Api {
        /// The API's message.
        message: String,
    },
    /// The answer is not XML.
    #[error(transparent)]
    Xml(#[from] XmlError),
    /// The answer is XML, but no feed, such as a proxy's page.
    #[error("the answer is no Atom feed but `{root}`")]
    NoFeed {
        /// Its root element.
        root: String,
    },
}

/// Reads one page of the API.
pub fn parse_feed(bytes: &[u8]) -> Result<Feed, FeedError> {
    let mut cursor = Cursor::new(bytes, &[ATOM, ARXIV, SEARCH]);
    let root = cursor.root()?;
    if root.key() != (ATOM, "feed") {
        return Err(FeedError::NoFeed { root: root.name().to_owned() });
    }
    let mut feed = Feed::default();
    while let Some(element) = cursor.child()? {
        match element.key() {
            (ATOM, "entry") => match entry(&mut cursor)? {
                Entry::Paper(paper) => feed.entries.push(*paper),
                Entry::Strange(id) => feed.strange.push(id),
            },
            (SEARCH, "totalResults") => feed.total = cursor.text()?.trim().parse().ok(),
            _ => cursor.skip()?,
        }
    }
    Ok(feed)
}

/// The fields of an entry before they are cleaned.
#[derive(Default)]
struct Raw<'a> {
    id: String,
    title: Cow<'a, str>,
    summary: Cow<'a, str>,
    authors: Vec<Author>,
    published: Option<DateTime<Utc>>,
    updated: Option<DateTime<Utc>>,
    primary: Option<String>,
    categories: Vec<String>,
    comment: Option<String>,
    doi: Option<String>,
    journal: Option<String>,
}

/// An entry of a feed.
enum Entry {
    Paper(Box<Paper>),
    /// Its id is not that of a paper.
    Strange(String),
}

fn entry(cursor: &mut Cursor<'_>) -> Result<Entry, FeedError> {
    let mut raw = Raw::default();
    while let Some(element) = cursor.child()? {
        match element.key() {
            (ATOM, "id") => raw.id = clean::line(&cursor.text()?),
            (ATOM, "title") => raw.title = cursor.text()?,
            (ATOM, "summary") => raw.summary = cursor.text()?,
            (ATOM, "published") => raw.published = date(&cursor.text()?),
            (ATOM, "updated") => raw.updated = date(&cursor.text()?),
            (ATOM, "author") => raw.authors.extend(author(cursor)?),
            (ATOM, "category") => {
                raw.categories.extend(element.attribute("term"));
                cursor.skip()?;
            }
            (ARXIV, "primary_category") => {
                raw.primary = element.attribute("term");
                cursor.skip()?;
            }
            (ARXIV, "comment") => raw.comment = cursor.line()?,
            (ARXIV, "doi") => raw.doi = cursor.line()?,
            (ARXIV, "journal_ref") => raw.journal = cursor.line()?,
            _ => cursor.skip()?,
        }
    }
    paper(raw)
}

fn author(cursor: &mut Cursor<'_>) -> Result<Option<Author>, XmlError> {
    let mut author = Author::named("");
    while let Some(element) = cursor.child()? {
        match element.key() {
            (ATOM, "name") => author.name = clean::name(&cursor.text()?),
            (ARXIV, "affiliation") => author.affiliations.extend(cursor.line()?),
            _ => cursor.skip()?,
        }
    }
    Ok(Some(author).filter(|author| !author.name.is_empty()))
}

fn paper(raw: Raw<'_>) -> Result<Entry, FeedError> {
    if raw.id.contains("/api/errors") {
        return Err(FeedError::Api { message: clean::line(&raw.summary) });
    }
    let Ok(id) = raw.id.parse::<PaperId>() else { return Ok(Entry::Strange(raw.id)) };
    let abstract_text = clean::abstract_text(&raw.summary);
    Ok(Entry::Paper(Box::new(Paper {
        id: id.base().to_owned(),
        version: id.version(),
        title: clean::line(&raw.title),
        withdrawn: is_withdrawn(raw.comment.as_deref(), &abstract_text),
        abstract_text,
        authors: raw.authors,
        primary_category: raw.primary.or_else(|| raw.categories.first().cloned()),
        categories: raw.categories,
        published: raw.published,
        updated: raw.updated,
        comment: raw.comment,
        doi: raw.doi,
        journal_ref: raw.journal,
        metadata_from: MetadataSource::ArxivApi,
        ..Paper::default()
    })))
}

/// Parses a date with its offset. A date that cannot be parsed causes a warning and counts as missing.
fn date(text: &str) -> Option<DateTime<Utc>> {
    let parsed = DateTime::parse_from_rfc3339(text.trim());
    if parsed.is_err() {
        tracing::warn!("arXiv's feed has a date that cannot be read: `{}`", text.trim());
    }
    parsed.ok().map(|date| date.to_utc())
}
