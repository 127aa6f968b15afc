//! OAI-PMH's `GetRecord` with `metadataPrefix=arXiv` → record
//! (<https://info.arxiv.org/help/oa/index.html>).

use chrono::{DateTime, Days, Months, NaiveDate, NaiveTime, Utc};

use super::cursor::{Cursor, XmlError};
use super::page::PageError;
use super::withdrawn::is_withdrawn;
use papers_paper::text::clean;
use papers_paper::{Author, MetadataSource, Paper, PaperId};

const OAI: &str = "http://www.openarchives.org/OAI/2.0/";
const ARXIV: &str = "http://arxiv.org/OAI/arXiv/";

impl From<XmlError> for PageError {
    fn from(error: XmlError) -> Self {
        Self::Unreadable(error.to_string())
    }
}

/// Reads the one record of an answer.
pub(super) fn parse_record(bytes: &[u8]) -> Result<Paper, PageError> {
    parse_records(bytes)?.pop().ok_or_else(|| PageError::Unreadable("the answer holds no record".to_owned()))
}

/// Reads all records of an answer; `ListRecords` has many.
pub(super) fn parse_records(bytes: &[u8]) -> Result<Vec<Paper>, PageError> {
    let mut cursor = Cursor::new(bytes);
    let root = cursor.root()?;
    if root.key() != (OAI, "OAI-PMH") {
        return Err(PageError::Unreadable(format!("the answer is no OAI-PMH but `{}`", root.name)));
    }
    let mut papers = Vec::new();
    let mut open = 1;
    while open > 0 {
        match cursor.child()? {
            None => open -= 1,
            Some(element) => match element.key() {
                (OAI, "error") if element.attribute("code") == Some("idDoesNotExist") => {
                    return Err(PageError::NotFound);
                }
                (OAI, "error") => return Err(PageError::Unreadable(cursor.text()?)),
                (OAI, "GetRecord" | "ListRecords" | "record" | "metadata") => open += 1,
                (ARXIV, "arXiv") => papers.push(record(&mut cursor)?),
                _ => cursor.skip()?,
            },
        }
    }
    Ok(papers)
}

fn record(cursor: &mut Cursor<'_>) -> Result<Paper, PageError> {
    let (mut id, mut title, mut summary) = (String::new(), String::new(), String::new());
    let mut paper = blank();
    while let Some(element) = cursor.child()? {
        match element.name.as_str() {
            "id" => id = cursor.text()?,
            "title" => title = cursor.text()?,
            "abstract" => summary = cursor.text()?,
            "created" => paper.published = day(&cursor.text()?),
            "updated" => paper.updated = day(&cursor.text()?),
            "authors" => paper.authors = authors(cursor)?,
            "categories" => paper.categories = cursor.text()?.split_whitespace().map(str::to_owned).collect(),
            "comments" => paper.comment = filled(&cursor.text()?),
            "doi" => paper.doi = filled(&cursor.text()?),
            "license" => paper.license = address(&cursor.text()?),
            "journal-ref" => paper.journal_ref = filled(&cursor.text()?),
            _ => cursor.skip()?,
        }
    }
    let parsed: PaperId =
        id.parse().map_err(|_| PageError::Unreadable(format!("no paper has the id `{id}`")))?;
    parsed.base().clone_into(&mut paper.id);
    paper.title = clean::line(&title);
    paper.summary = clean::summary(&summary);
    paper.primary_category = paper.categories.first().cloned();
    paper.withdrawn = is_withdrawn(paper.comment.as_deref(), &paper.summary);
    paper.updated = paper.updated.or(paper.published);
    if paper.published.is_some_and(|created| !is_of_month(created, &parsed)) {
        // Since 2026 `created` is the date of the last version, and `updated` the record's own stamp.
        paper.updated = paper.published.take();
    }
    Ok(paper)
}

/// True for a day on which the first version of this paper can have been submitted: in the month that its identifier
/// names, or in the days before, because papers of a month's end are numbered in the next.
fn is_of_month(created: DateTime<Utc>, id: &PaperId) -> bool {
    const EARLIER: Days = Days::new(7);
    let Some(first) = id.month() else { return true };
    let created = created.date_naive();
    created + EARLIER >= first && first.checked_add_months(Months::new(1)).is_none_or(|next| created < next)
}

fn authors(cursor: &mut Cursor<'_>) -> Result<Vec<Author>, XmlError> {
    let mut authors = Vec::new();
    while let Some(element) = cursor.child()? {
        if element.name == "author" { authors.push(author(cursor)?) } else { cursor.skip()? }
    }
    Ok(authors)
}

fn author(cursor: &mut Cursor<'_>) -> Result<Author, XmlError> {
    let (mut family, mut given, mut suffix) = (String::new(), String::new(), String::new());
    let mut affiliations = Vec::new();
    while let Some(element) = cursor.child()? {
        match element.name.as_str() {
            "keyname" => family = cursor.text()?,
            "forenames" => given = cursor.text()?,
            "suffix" => suffix = cursor.text()?,
            "affiliation" => affiliations.extend(filled(&cursor.text()?)),
            _ => cursor.skip()?,
        }
    }
    Ok(Author { name: clean::name(&format!("{given} {family} {suffix}")), affiliations })
}

fn blank() -> Paper {
    Paper {
        id: String::new(),
        version: None,
        title: String::new(),
        authors: Vec::new(),
        summary: String::new(),
        primary_category: None,
        categories: Vec::new(),
        published: None,
        updated: None,
        comment: None,
        doi: None,
        journal_ref: None,
        withdrawn: false,
        license: None,
        upvotes: None,
        code: None,
        project: None,
        metadata_from: MetadataSource::ArxivOai,
    }
}

fn day(text: &str) -> Option<DateTime<Utc>> {
    let day: NaiveDate = text.trim().parse().ok()?;
    Some(day.and_time(NaiveTime::MIN).and_utc())
}

/// The address that a text is.
fn address(text: &str) -> Option<String> {
    filled(text).filter(|text| text.starts_with("http://") || text.starts_with("https://"))
}

fn filled(text: &str) -> Option<String> {
    Some(clean::line(text)).filter(|text| !text.is_empty())
}
