//! Bytes of a page or a PDF → [`Document`](papers_paper::Document): sections, paragraphs, sentences.
//!
//! Each reader is a pure function of its bytes. What it cannot read it refuses with a [`FulltextError`] that says why,
//! so that the caller can turn to the next source: HTML, then PDF, then the abstract.
//!
//! ```text
//! html(bytes, url) ─┐
//! pdf(bytes) ───────┼─▶ drafts of sections ──assemble──▶ Document ──markdown──▶ what `papers read` prints
//! plain(text) ──────┘
//! ```

mod assemble;
mod clean;
mod front;
pub mod headings;
mod html;
mod license;
mod markdown;
mod pdf;
mod phrases;
mod plain;
mod stamp;
mod table;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

pub use html::html;
pub use markdown::{markdown, table as table_markdown};
pub use pdf::pdf;
pub use plain::{abstract_only, plain, with_abstract};

/// Reasons why a page or a PDF was not read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum FulltextError {
    /// More bytes than any paper needs.
    #[error("{bytes} bytes are more than the {limit} that are read")]
    TooLarge {
        /// Size of the input.
        bytes: usize,
        /// The most that is read.
        limit: usize,
    },
    /// Elements nested beyond what LaTeXML writes.
    #[error("elements are nested more than {limit} deep")]
    TooDeep {
        /// The deepest nesting that is read.
        limit: usize,
    },
    /// More sections than any paper has.
    #[error("more than {limit} sections")]
    TooManySections {
        /// The most that are read.
        limit: usize,
    },
    /// More pages than any paper has.
    #[error("{pages} pages are more than the {limit} that are read")]
    TooManyPages {
        /// Pages of the PDF.
        pages: usize,
        /// The most that are read.
        limit: usize,
    },
    /// The page says that arXiv has no HTML for this paper.
    #[error("arXiv has no HTML for this paper")]
    NoHtml,
    /// Something else than a page that LaTeXML made: an abs page, an error page, a PDF.
    #[error("not a full-text page: {what}")]
    NotFulltext {
        /// The kind of document that it looks like.
        what: Cow<'static, str>,
    },
    /// LaTeXML gave up in the middle of the paper, and the page says so.
    #[error("the conversion to HTML failed midway, the page is not whole")]
    Damaged,
    /// A page with too little text to be a paper.
    #[error("only {chars} characters of text beyond the abstract")]
    TooShort {
        /// Characters that were found.
        chars: usize,
    },
    /// Not a PDF: an HTML page, an empty answer.
    #[error("not a PDF: {what}")]
    NotPdf {
        /// The kind of document that it looks like.
        what: Cow<'static, str>,
    },
    /// A PDF that asks for a password.
    #[error("the PDF is encrypted")]
    Encrypted,
    /// Pages without text, as a scanner makes them.
    #[error("no text on {pages} pages: the PDF is a scan or draws its letters")]
    Scanned {
        /// Pages of the PDF.
        pages: usize,
    },
    /// A PDF that cannot be parsed.
    #[error("the PDF is damaged: {reason}")]
    Broken {
        /// The parser's own words.
        reason: String,
    },
    /// A PDF that takes more than any paper does: a bomb, an endless loop.
    #[error("reading the PDF takes more than {limit}")]
    TooCostly {
        /// The limit that was reached.
        limit: Cow<'static, str>,
    },
    /// The process that reads PDFs could not be run.
    #[error("the reader of PDFs cannot be run: {reason}")]
    NoReader {
        /// The system's own words.
        reason: String,
    },
}
