//! An abs page → record: the `citation_*` fields of its head, and what only its body says (categories, comment,
//! version).

use std::sync::LazyLock;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use regex::Regex;
use scraper::{ElementRef, Html, Selector};

use super::withdrawn::is_withdrawn;
use papers_paper::text::clean;
use papers_paper::text::pattern;
use papers_paper::{Author, MetadataSource, Paper, PaperId};

/// A page or answer that gives no record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    /// It says that there is no such paper.
    #[error("there is no such paper")]
    NotFound,
    /// It is something else than expected.
    #[error("the answer cannot be read: {0}")]
    Unreadable(String),
}

static VERSION: LazyLock<Regex> = LazyLock::new(|| pattern(r"this version,?\s*v(\d+)"));
static CATEGORY: LazyLock<Regex> = LazyLock::new(|| pattern(r"\(([a-z-]+(?:\.[A-Za-z-]+)?)\)"));

/// Reads an abs page.
pub(super) fn parse_page(bytes: &[u8]) -> Result<Paper, PageError> {
    let html = Html::parse_document(&String::from_utf8_lossy(bytes));
    let page = Page { html };
    let Some(id) = page.meta("citation_arxiv_id") else {
        return Err(match page.text("title") {
            Some(title) if title.to_lowercase().contains("not found") || title.contains("not recognized") => {
                PageError::NotFound
            }
            title => PageError::Unreadable(format!("it is no abs page but `{}`", title.unwrap_or_default())),
        });
    };
    let parsed: PaperId =
        id.parse().map_err(|_| PageError::Unreadable(format!("no paper has the id `{id}`")))?;
    // A version that does not exist has the head of its paper and nothing in its body.
    let summary = page.summary().ok_or(PageError::NotFound)?;
    let title =
        page.meta("citation_title").ok_or_else(|| PageError::Unreadable("it has no title".to_owned()))?;
    Ok(page.record(&parsed, &title, summary))
}

struct Page {
    html: Html,
}

impl Page {
    fn record(&self, id: &PaperId, title: &str, summary: String) -> Paper {
        let categories = self.categories();
        let comment = self.text("td.comments").filter(|text| !text.is_empty());
        let date = |name: &str| self.meta(name).and_then(|text| day(&text));
        Paper {
            id: id.base().to_owned(),
            version: self.version().or(id.version()),
            title: clean::line(title),
            authors: self.metas("citation_author").map(|name| Author::named(first_last(&name))).collect(),
            primary_category: self.primary().or_else(|| categories.first().cloned()),
            categories,
            published: date("citation_date"),
            updated: date("citation_online_date"),
            withdrawn: is_withdrawn(comment.as_deref(), &summary),
            summary,
            comment,
            doi: self.meta("citation_doi"),
            journal_ref: self.text("td.jref"),
            license: self.license(),
            upvotes: None,
            code: None,
            project: None,
            metadata_from: MetadataSource::ArxivAbs,
        }
    }

    fn metas(&self, name: &str) -> impl Iterator<Item = String> {
        let found: Vec<String> = self
            .all(&format!("meta[name=\"{name}\"]"))
            .filter_map(|meta| meta.attr("content"))
            .map(str::to_owned)
            .collect();
        found.into_iter()
    }

    fn meta(&self, name: &str) -> Option<String> {
        self.metas(name).next().filter(|content| !content.trim().is_empty())
    }

    fn all(&self, selector: &str) -> impl Iterator<Item = ElementRef<'_>> {
        let selector = Selector::parse(selector).ok();
        let found: Vec<_> = selector.iter().flat_map(|selector| self.html.select(selector)).collect();
        found.into_iter()
    }

    fn text(&self, selector: &str) -> Option<String> {
        self.all(selector).next().map(|element| clean::line(&element.text().collect::<String>()))
    }

    /// The abstract from the body, or from the head where the body has none; without the word "Abstract:".
    fn summary(&self) -> Option<String> {
        let body = self.all("blockquote.abstract").next().map(|block| block.text().collect::<String>());
        let text = body.or_else(|| self.meta("citation_abstract"))?;
        let text = text.trim_start();
        Some(clean::summary(text.strip_prefix("Abstract:").unwrap_or(text)))
    }

    fn version(&self) -> Option<u32> {
        let dateline = self.text("div.dateline").unwrap_or_default();
        let named = VERSION.captures(&dateline).and_then(|found| found.get(1)?.as_str().parse().ok());
        named.or_else(|| self.text("td.arxividv .arxivid a")?.parse::<PaperId>().ok()?.version())
    }

    fn license(&self) -> Option<String> {
        let address = self.all("div.abs-license a").find_map(|link| link.attr("href"))?.trim();
        (address.starts_with("http://") || address.starts_with("https://")).then(|| address.to_owned())
    }

    fn primary(&self) -> Option<String> {
        last_category(&self.text("td.subjects .primary-subject")?)
    }

    fn categories(&self) -> Vec<String> {
        let subjects = self.text("td.subjects").or_else(|| self.text(".subjects")).unwrap_or_default();
        subjects.split(';').filter_map(last_category).collect()
    }
}

/// The code behind a subject's name: `Instrumentation and Methods (IM) (astro-ph.IM)` → `astro-ph.IM`.
fn last_category(subject: &str) -> Option<String> {
    Some(CATEGORY.captures_iter(subject).last()?.get(1)?.as_str().to_owned())
}

/// `Last, First` → `First Last`.
fn first_last(name: &str) -> String {
    match name.split_once(", ") {
        Some((family, given)) => clean::name(&format!("{given} {family}")),
        None => clean::name(name),
    }
}

fn day(text: &str) -> Option<DateTime<Utc>> {
    let day = NaiveDate::parse_from_str(text.trim(), "%Y/%m/%d").ok()?;
    Some(day.and_time(NaiveTime::MIN).and_utc())
}
