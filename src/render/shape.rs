//! The settings of `[post]` and `[feed]`: the optional contents of a post, and their form. By default nothing optional is enabled.

use serde::{Deserialize, Serialize};

use super::EvidenceStyle;

/// `[post]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of the settings that is true or false")]
pub struct Shape {
    /// The separation of the sentences of a section.
    pub sentences: Sentences,
    /// The form in which the post shows the evidence of each sentence; `None` if it is not set.
    #[serde(skip_serializing)]
    pub evidence: Option<EvidenceStyle>,
    /// The treatment of a section that the paper does not have.
    pub empty: Empty,
    /// True if one bold line says what the paper is about.
    pub tldr: bool,
    /// True if the authors are named.
    pub authors: bool,
    /// True if the day of the first version is shown.
    pub date: bool,
    /// True if arXiv's categories are shown.
    pub categories: bool,
    /// True if code and project page are linked, if a source gives them.
    pub links: bool,
    /// True if a line says who wrote the digest, from what, and under which license the paper is.
    pub disclosure: bool,
    /// True if the front matter has the language.
    pub lang: bool,
    /// True if the front matter has a summary for search engines and feeds.
    pub description: bool,
    /// True if the front matter has the text that lists of posts show.
    pub excerpt: bool,
    /// The level of a paper's heading. Sections are one level deeper.
    pub heading_level: HeadingLevel,
}

impl Default for Shape {
    fn default() -> Self {
        Self {
            sentences: Sentences::Lines,
            evidence: None,
            empty: Empty::Say,
            tldr: false,
            authors: false,
            date: false,
            categories: false,
            links: false,
            disclosure: false,
            lang: false,
            description: false,
            excerpt: false,
            heading_level: HeadingLevel::default(),
        }
    }
}

/// The separation of the sentences of a section.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sentences {
    /// One sentence per line.
    #[default]
    Lines,
    /// Each sentence as a list item.
    Bullets,
}

/// The treatment of a section that the paper does not have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Empty {
    /// Say that it is not stated.
    #[default]
    Say,
    /// Omit it.
    Omit,
}

/// The level of a paper's heading, 1 to 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct HeadingLevel(u8);

impl HeadingLevel {
    /// The heading of a paper in Markdown, `#`.
    pub fn paper(self) -> String {
        "#".repeat(usize::from(self.0))
    }

    /// The heading of a section in Markdown, `##`.
    pub fn section(self) -> String {
        "#".repeat(usize::from(self.0) + 1)
    }
}

impl Default for HeadingLevel {
    fn default() -> Self {
        Self(1)
    }
}

impl From<HeadingLevel> for u8 {
    fn from(level: HeadingLevel) -> Self {
        level.0
    }
}

impl TryFrom<u8> for HeadingLevel {
    type Error = String;

    fn try_from(level: u8) -> Result<Self, String> {
        match level {
            1..=5 => Ok(Self(level)),
            _ => {
                Err("expected a `heading_level` from 1 to 5: a section's heading is one level deeper"
                    .to_owned())
            }
        }
    }
}

/// `[feed]`: title and URLs of a feed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Feed {
    /// Its title.
    pub title: String,
    /// The URL of the site.
    pub home_page_url: Option<String>,
    /// The URL of the feed itself.
    pub feed_url: Option<String>,
}

impl Default for Feed {
    fn default() -> Self {
        Self { title: "Daily Papers".to_owned(), home_page_url: None, feed_url: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_has_room_for_its_sections() {
        let level = HeadingLevel::try_from(2).unwrap();
        assert_eq!((level.paper().as_str(), level.section().as_str()), ("##", "###"));
        assert!(HeadingLevel::try_from(0).is_err() && HeadingLevel::try_from(6).is_err());
    }
}
