//! A page as arxiv.org serves it, made by LaTeXML 0.8.0 to 0.8.8 → [`Document`].
//!
//! A reader of our own, in one pass and without a tree: pages are 60 to 90 % MathML, which is stepped over, and a tree
//! builder's time can grow with the square of the nesting. Refuses pages that are too large or too deep, stubs, error
//! pages, and papers that LaTeXML gave up on.
//!
//! ```text
//! bytes ──token──▶ tags, text ──tree──▶ open elements ──reader──▶ parts of a paper ──page──▶ drafts ──assemble──▶ Document
//!                   entity                class, style, rules       math
//! ```

mod class;
mod color;
mod math;
mod page;
mod reader;
mod rules;
mod style;
mod table;
mod tree;

use super::FulltextError;
use super::assemble::{assemble, check_length};
use super::license;
use super::stamp;
use memchr::memmem;
use papers_paper::{Document, Figure, ReadFrom};
use url::Url;

/// The largest pages on arXiv are some 15 MB.
const LARGEST: usize = 20 * 1024 * 1024;
/// How far into a page its kind is looked for.
const HEAD: usize = 64 * 1024;

/// What LaTeXML prints into a page when it gave up.
const FATAL: &[&str] = &["Fatal error and exited abruptly", "may be truncated or damaged"];
/// What arXiv says where there is no HTML.
const NO_HTML: &[&str] = &[
    "No HTML for",
    "does not have an HTML version",
    "HTML is not available for the source",
    "No HTML version",
];

/// Reads a page; `url` is its address, against which the first figure's is made absolute.
pub fn html(bytes: &[u8], url: Option<&str>) -> Result<Document, FulltextError> {
    if bytes.len() > LARGEST {
        return Err(FulltextError::TooLarge { bytes: bytes.len(), limit: LARGEST });
    }
    if bytes.starts_with(b"%PDF-") {
        return Err(FulltextError::NotFulltext { what: "a PDF".into() });
    }
    let page = String::from_utf8_lossy(bytes);
    let reading = reader::read(&page)?;
    if !reading.found {
        return Err(refusal(&page));
    }
    if FATAL.iter().any(|mark| memmem::find(bytes, mark.as_bytes()).is_some()) {
        return Err(FulltextError::Damaged);
    }
    let base = base(url, reading.base.as_deref());
    let contents = reading.contents;
    let document = Document {
        read: ReadFrom::Html,
        sections: assemble(contents.drafts),
        captions: contents.captions,
        figure: contents.figure.and_then(|figure| absolute(figure, base.as_ref())),
        stamp: stamp::of_page(&page),
        license: license::of_page(&page),
        hidden: contents.hidden,
    };
    check_length(&document)?;
    Ok(document)
}

/// Says what a page without a paper is.
fn refusal(page: &str) -> FulltextError {
    let holds =
        |marks: &[&str]| marks.iter().any(|mark| memmem::find(page.as_bytes(), mark.as_bytes()).is_some());
    let head = page.get(..HEAD).unwrap_or(page);
    if holds(NO_HTML) {
        return FulltextError::NoHtml;
    }
    let what = if page.trim().is_empty() {
        "an empty page"
    } else if head.contains("citation_title") || head.contains("citation_arxiv_id") {
        "an abstract page"
    } else if ["not recognized", "Page not found", "404 Not Found", "not found"]
        .iter()
        .any(|mark| head.contains(mark))
    {
        "a not-found page"
    } else if head.contains('<') {
        "a page that LaTeXML did not make"
    } else {
        "no HTML at all"
    };
    FulltextError::NotFulltext { what: what.into() }
}

/// The address that the page's relative ones start from; a `<base>` elsewhere on the web is not followed.
fn base(url: Option<&str>, stated: Option<&str>) -> Option<Url> {
    let page = Url::parse(url?).ok()?;
    let stated = stated.and_then(|stated| page.join(stated).ok()).filter(|base| base.host() == page.host());
    Some(stated.unwrap_or(page))
}

fn absolute(figure: Figure, base: Option<&Url>) -> Option<Figure> {
    let url = match base {
        Some(base) => base.join(&figure.url).ok()?,
        None => Url::parse(&figure.url).ok()?,
    };
    matches!(url.scheme(), "http" | "https").then(|| Figure { url: url.into(), caption: figure.caption })
}
