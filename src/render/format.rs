//! The output formats. Each has a built-in template, a markup for its texts, and a file name.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::markup::Markup;

/// The formats of the output.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// A post for Jekyll: YAML front matter, kramdown.
    #[default]
    Jekyll,
    /// A post for Hugo: TOML front matter, Goldmark.
    Hugo,
    /// A post for Zola: TOML front matter, pulldown-cmark.
    Zola,
    /// Markdown for GitHub, GitLab, Obsidian or pandoc, with no front matter.
    Markdown,
    /// The HTML body of a mail.
    Mail,
    /// A JSON Feed 1.1 with one item per paper.
    Jsonfeed,
    /// An Atom feed with one entry per paper.
    Atom,
    /// BibTeX with one entry per paper.
    Bibtex,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 8] = [
        Self::Jekyll,
        Self::Hugo,
        Self::Zola,
        Self::Markdown,
        Self::Mail,
        Self::Jsonfeed,
        Self::Atom,
        Self::Bibtex,
    ];

    /// Returns the name of the template of the whole output.
    pub const fn template(self) -> &'static str {
        match self {
            Self::Jekyll => super::POST,
            Self::Hugo => "hugo",
            Self::Zola => "zola",
            Self::Markdown => "markdown",
            Self::Mail => "mail",
            Self::Jsonfeed => "jsonfeed",
            Self::Atom => "atom",
            Self::Bibtex => "bibtex",
        }
    }

    /// Returns the name of the file in a folder: one per day, or one to which papers are added.
    pub fn file_name(self, date: NaiveDate) -> String {
        match self {
            Self::Jekyll | Self::Hugo | Self::Zola | Self::Markdown => format!("{date}-daily-papers.md"),
            Self::Mail => format!("{date}-daily-papers.html"),
            Self::Jsonfeed => "feed.json".to_owned(),
            Self::Atom => "feed.xml".to_owned(),
            Self::Bibtex => "papers.bib".to_owned(),
        }
    }

    /// Returns the extensions of its files, without the dot; the first is that of [`file_name()`](Self::file_name).
    pub const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Jekyll | Self::Hugo | Self::Zola | Self::Markdown => &["md", "markdown", "mkd", "qmd"],
            Self::Mail => &["html", "htm"],
            Self::Jsonfeed => &["json"],
            Self::Atom => &["xml", "atom", "rss"],
            Self::Bibtex => &["bib"],
        }
    }

    /// Returns true if the file contains more than one day.
    pub const fn grows(self) -> bool {
        matches!(self, Self::Jsonfeed | Self::Atom | Self::Bibtex)
    }

    /// Returns the markup of its texts.
    pub(super) const fn markup(self) -> Markup {
        match self {
            Self::Jekyll => Markup::KRAMDOWN,
            Self::Hugo | Self::Zola => Markup::COMMONMARK,
            Self::Markdown => Markup::GITHUB,
            Self::Mail | Self::Jsonfeed | Self::Atom => Markup::Html,
            Self::Bibtex => Markup::Bibtex,
        }
    }
}
