//! The content and shape of a post: the settings of `[post]` and `[feed]`. Their defaults are the form of the reference post;
//! everything that goes beyond it is switched on by name.

use serde::{Deserialize, Serialize};

use super::EvidenceStyle;

/// `[post]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of the settings that is true or false")]
pub struct Shape {
    /// The form in which the sentences of a section stand below each other.
    pub sentences: Sentences,
    /// The form in which the post shows what its sentences rest on; `None` where the settings do not say.
    #[serde(skip_serializing)]
    pub evidence: Option<EvidenceStyle>,
    /// The fate of a section that the paper does not have.
    pub empty: Empty,
    /// True if one bold line says what the paper is about.
    pub tldr: bool,
    /// True if the authors are named.
    pub authors: bool,
    /// True if the day of the first version is told.
    pub date: bool,
    /// True if arXiv's categories are told.
    pub categories: bool,
    /// True if code and project page are linked, where a source gives them.
    pub links: bool,
    /// True if a line tells who wrote the digest, from what, and under which license the paper is.
    pub disclosure: bool,
    /// True if the front matter names the language.
    pub lang: bool,
    /// True if the front matter tells search engines and feeds what is inside.
    pub description: bool,
    /// True if the front matter has the text that lists of posts show.
    pub excerpt: bool,
    /// The level of a paper's heading; its sections are one deeper.
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

/// The forms in which the sentences of a section stand below each other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sentences {
    /// Each on a line of its own.
    #[default]
    Lines,
    /// Each as an item of a list.
    Bullets,
}

/// The fates of a section that the paper does not have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Empty {
    /// It says that the text read does not state it.
    #[default]
    Say,
    /// It is left out.
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

/// `[feed]`: what a feed says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Feed {
    /// Its title.
    pub title: String,
    /// The address of the site.
    pub home_page_url: Option<String>,
    /// The address of the feed itself.
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
