//! Reads the full text of a paper, as HTML, PDF or plain text, into a [`Document`](papers_paper::Document) of sections, paragraphs and
//! sentences.
//!
//! Each reader is a pure function of its bytes. If it cannot read them, it returns a [`FulltextError`] with the reason, so that the
//! caller can try the next source: HTML, then PDF, then the abstract.
//!
//! ```text
//! html(bytes, url) ─┐
//! pdf(bytes) ───────┼─▶ drafts of sections ──assemble──▶ Document ──markdown──▶ output of `papers read`
//! plain(text) ──────┘
//! ```

mod assemble;
mod clean;
mod front;
pub mod headings;
mod html;
mod index;
mod license;
mod markdown;
mod other;
mod pdf;
mod plain;
mod stamp;
mod table;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

pub use html::html;
pub use markdown::{markdown, table as table_markdown};
pub use other::is_of_another;
pub use pdf::{is_pdf, pdf};
pub use plain::{abstract_only, plain, with_abstract};

/// The reasons why a page or a PDF could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum FulltextError {
    /// The input is larger than any paper.
    #[error("{bytes} bytes are more than the {limit} that are read")]
    TooLarge {
        /// The size of the input in bytes.
        bytes: usize,
        /// The maximum size in bytes.
        limit: usize,
    },
    /// Elements are nested more deeply than LaTeXML writes.
    #[error("elements are nested more than {limit} deep")]
    TooDeep {
        /// The maximum depth.
        limit: usize,
    },
    /// It has more sections than any paper.
    #[error("more than {limit} sections")]
    TooManySections {
        /// The maximum number of sections.
        limit: usize,
    },
    /// It has more pages than any paper.
    #[error("{pages} pages are more than the {limit} that are read")]
    TooManyPages {
        /// The number of pages.
        pages: usize,
        /// The maximum number of pages.
        limit: usize,
    },
    /// The page says that arXiv has no HTML for this paper.
    #[error("arXiv has no HTML for this paper")]
    NoHtml,
    /// It is not a page by LaTeXML, but for example an abs page, an error page or a PDF.
    #[error("not a full-text page: {what}")]
    NotFulltext {
        /// The kind of document that it seems to be.
        what: Cow<'static, str>,
    },
    /// LaTeXML failed in the middle of the paper, according to the page.
    #[error("the conversion to HTML failed midway, the page is not whole")]
    Damaged,
    /// The page ends in the middle of the paper.
    #[error("the page ends in the middle of the paper: it was cut off")]
    CutOff,
    /// The text is too short for a paper.
    #[error("only {chars} characters of text beyond the abstract")]
    TooShort {
        /// The number of characters found.
        chars: usize,
    },
    /// The visible text beyond the abstract is too short, because the rest counts as hidden.
    #[error("only {chars} characters of visible text beyond the abstract; the page's style hides the rest")]
    MostlyHidden {
        /// The number of characters found.
        chars: usize,
    },
    /// It is not a PDF, but for example an HTML page or an empty answer.
    #[error("not a PDF: {what}")]
    NotPdf {
        /// The kind of document that it seems to be.
        what: Cow<'static, str>,
    },
    /// The PDF requires a password.
    #[error("the PDF is encrypted and needs a password")]
    Encrypted,
    /// The pages have no text, as in a scan.
    #[error("pages without text: {pages}; the PDF is a scan, or draws its letters as pictures")]
    Scanned {
        /// The number of pages.
        pages: usize,
    },
    /// The text stands sideways or upside down on its pages.
    #[error("the text of the PDF is turned on its pages, so that it cannot be read")]
    Turned,
    /// The text is in a script that is written from right to left; its letters are placed in the reverse order.
    #[error("the text of the PDF runs from right to left, which is not read")]
    RightToLeft,
    /// The fonts of the PDF do not say which letters they draw.
    #[error("most letters of the PDF cannot be read, because its fonts do not name them")]
    Illegible,
    /// The PDF cannot be parsed.
    #[error("the PDF is damaged: {reason}")]
    Broken {
        /// The parser's message.
        reason: String,
    },
    /// The PDF takes more time or memory than any paper, such as a decompression bomb or an endless loop.
    #[error("reading the PDF takes more than {limit}")]
    TooCostly {
        /// The limit that was reached.
        limit: Cow<'static, str>,
    },
    /// The process that reads PDFs could not be started.
    #[error("the reader of PDFs cannot be run: {reason}")]
    NoReader {
        /// The system's error message.
        reason: String,
    },
}
