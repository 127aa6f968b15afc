//! The options of the stages.

use std::collections::HashSet;
use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::render::{PostOptions, Renderer, Uses};
use papers_arxiv::Urls;
use papers_digest::Limits;
use papers_verify::Policy;

/// The choice of the engine that writes digests.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Writing {
    /// A configured model, else the built-in engine.
    #[default]
    Auto,
    /// The built-in engine, which chooses sentences of the paper.
    Extractive,
    /// The configured model.
    Llm,
    /// No engine: records only, nothing is read.
    None,
}

/// The sources from which a paper may be read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Reading {
    /// The HTML page, else the PDF, else the abstract.
    #[default]
    Auto,
    /// The HTML page, else the abstract.
    Html,
    /// The PDF, else the abstract.
    Pdf,
    /// The abstract only; nothing is fetched.
    Abstract,
}

/// The fate of a paper whose page the site refuses.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WhenRefused {
    /// It is left for a later run.
    #[default]
    Later,
    /// It is digested from its abstract, with a warning.
    Abstract,
}

/// The fate of a paper for which the model fails.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Fallback {
    /// It is left out, and tried again next time.
    #[default]
    Skip,
    /// The built-in engine writes its digest.
    Extractive,
}

/// The use of a paper's first figure.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Figures {
    /// Nothing.
    #[default]
    None,
    /// Templates get its address.
    Link,
    /// Templates get the path of a copy next to the post, or the URL if there is no post or no copy.
    Copy,
}

/// The options of the stages.
#[derive(Debug, Clone)]
pub struct Options {
    /// The reader's language.
    pub lang: String,
    /// The least time between two pages of arxiv.org.
    pub page_interval: Duration,
    /// The addresses of the services.
    pub urls: Urls,
    /// The source from which a paper is read.
    pub read: Reading,
    /// The fate of a paper whose page the site refuses.
    pub when_refused: WhenRefused,
    /// The engine that writes the digest.
    pub engine: Writing,
    /// The fate of a paper for which the model fails.
    pub fallback: Fallback,
    /// The number of sentences of each section.
    pub digest: Limits,
    /// The actions for sentences that the checks object to.
    pub verify: Policy,
    /// The use of a paper's first figure.
    pub figures: Figures,
    /// The folder of the copies, below the root of the site.
    pub figures_dir: String,
    /// The folder with the ledger of each post.
    pub state_dir: PathBuf,
    /// Keys of papers that come into no post.
    pub skip: HashSet<String>,
    /// Front matter and form of the post.
    pub post: PostOptions,
}

/// The depths to which papers are taken before they are rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// Their records are fetched.
    Record,
    /// Their texts are read too.
    Text,
    /// They are digested and checked.
    Digest,
}

impl Depth {
    /// Returns how far papers have to be taken for a post by these templates, or for their record.
    pub fn of_post(options: &Options, renderer: &Renderer, record: bool) -> Self {
        let uses = if record { Uses::ALL } else { renderer.uses(options.post.format) };
        Self::of(options, uses)
    }

    fn of(options: &Options, uses: Uses) -> Self {
        let text = uses.text || (uses.figure && options.figures != Figures::None);
        match options.engine {
            Writing::None => Self::Record,
            _ if uses.digest => Self::Digest,
            _ if text => Self::Text,
            _ => Self::Record,
        }
    }
}
