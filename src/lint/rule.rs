//! The rules that a post can break, by name and class.

use serde::{Deserialize, Serialize};

/// The classes of rules, by how bad it is to break one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// Jekyll fails, or readers do not see the text as it is written.
    Build,
    /// It builds, and should not be published like that.
    Publish,
    /// It may well be meant.
    Advice,
}

impl Class {
    /// The name in the output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Build => "build",
            Self::Publish => "publish",
            Self::Advice => "advice",
        }
    }
}

/// The rules that a post can break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// The front matter is no YAML, has no end, or says something else than meant.
    FrontMatter,
    /// There is no front matter: the page is built without a layout.
    NoFrontMatter,
    /// Liquid fails on it.
    Liquid,
    /// A tag that only a plugin can know: without it Liquid fails.
    LiquidTag,
    /// Liquid prints nothing for it.
    LiquidVariable,
    /// A pipe makes a table of a paragraph.
    Table,
    /// A formula that kramdown does not show as one.
    Math,
    /// A tag that no browser knows, so that readers never see it.
    Tag,
    /// HTML that runs or shows something from elsewhere.
    ActiveHtml,
    /// A link that leads nowhere or runs a script.
    Link,
    /// A link with the identifier of another paper than its heading's, or of none.
    PaperLink,
    /// A paper that is there twice.
    Duplicate,
    /// A section or post with nothing in it.
    Empty,
    /// A refusal, an error message or a placeholder in place of text.
    Failure,
    /// Marks that git left of a conflict.
    Conflict,
}

impl Rule {
    /// The name in the output and in settings.
    pub const fn name(self) -> &'static str {
        match self {
            Self::FrontMatter => "front-matter",
            Self::NoFrontMatter => "no-front-matter",
            Self::Liquid => "liquid",
            Self::LiquidTag => "liquid-tag",
            Self::LiquidVariable => "liquid-variable",
            Self::Table => "table",
            Self::Math => "math",
            Self::Tag => "tag",
            Self::ActiveHtml => "active-html",
            Self::Link => "link",
            Self::PaperLink => "paper-link",
            Self::Duplicate => "duplicate",
            Self::Empty => "empty",
            Self::Failure => "failure",
            Self::Conflict => "conflict",
        }
    }

    /// Returns how bad it is to break the rule.
    pub const fn class(self) -> Class {
        match self {
            Self::FrontMatter
            | Self::Liquid
            | Self::LiquidTag
            | Self::LiquidVariable
            | Self::Table
            | Self::Math
            | Self::Tag => Class::Build,
            Self::Link | Self::PaperLink | Self::Duplicate | Self::Empty | Self::Failure | Self::Conflict => {
                Class::Publish
            }
            Self::NoFrontMatter | Self::ActiveHtml => Class::Advice,
        }
    }
}
