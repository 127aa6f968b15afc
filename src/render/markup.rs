//! Renders text with `$TeX$` as one line in the markup of a format.
//!
//! The markups differ in their notation of formulas. Those of Markdown share the escapes of `escape`, which kramdown and
//! CommonMark both know.

use super::{bibtex, clean, escape, html};

/// The markups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Markup {
    /// Jekyll's Markdown: math as `$$…$$`.
    Kramdown,
    /// Goldmark and pulldown-cmark, which have no math: it reaches the page as `\(…\)`, which MathJax and KaTeX find.
    Commonmark,
    /// Markdown with math as `$…$`.
    Github,
    /// HTML without scripts: math as its source in `<code>`.
    Html,
    /// LaTeX inside the braces of a BibTeX field.
    Bibtex,
}

impl Markup {
    /// Escapes one line of text in which `$…$` is math.
    pub(super) fn line(self, text: &str) -> String {
        match self {
            Self::Kramdown => escape::KRAMDOWN.line(text),
            Self::Commonmark => escape::COMMONMARK.line(text),
            Self::Github => escape::GITHUB.line(text),
            Self::Html => html::line(text),
            Self::Bibtex => bibtex::line(text),
        }
    }

    /// The same with web addresses as links: for sentences, never inside a link.
    pub(super) fn prose(self, text: &str) -> String {
        match self {
            Self::Kramdown => escape::KRAMDOWN.prose(text),
            Self::Commonmark => escape::COMMONMARK.prose(text),
            Self::Github => escape::GITHUB.prose(text),
            Self::Html => html::prose(text),
            Self::Bibtex => bibtex::line(text),
        }
    }

    /// Escapes one line of text without math.
    pub(super) fn plain(self, text: &str) -> String {
        match self {
            Self::Kramdown => escape::KRAMDOWN.plain(text),
            Self::Commonmark => escape::COMMONMARK.plain(text),
            Self::Github => escape::GITHUB.plain(text),
            Self::Html => html::plain(text),
            Self::Bibtex => bibtex::plain(text),
        }
    }

    /// A person's name.
    pub(super) fn name(self, name: &str) -> String {
        match self {
            Self::Bibtex => bibtex::name(name),
            _ => self.plain(name),
        }
    }

    /// An identifier that a program reads, such as a DOI.
    pub(super) fn identifier(self, text: &str) -> String {
        match self {
            Self::Bibtex => clean::one_line(text).replace(['{', '}', '\\'], ""),
            _ => self.plain(text),
        }
    }

    /// Returns true if sentences can carry Markdown's footnotes and comments.
    pub(super) const fn is_markdown(self) -> bool {
        matches!(self, Self::Kramdown | Self::Commonmark | Self::Github)
    }
}
