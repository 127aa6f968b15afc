//! The unchecked settings from `papers.toml`, the environment, or the flags.

use std::path::PathBuf;

use papers_system::zone::Zone;
use serde::{Deserialize, Serialize};

use super::table::table;
use super::zone::timezone;
use super::{Checks, Interests, Profiles};
use crate::lint::Rule;
use crate::pipeline::{Fallback, Figures, Reading, WhenRefused, Writing};
use crate::render::{EvidenceStyle, Feed, Format, Shape};
use papers_digest::Limits;
use papers_digest::llm::LlmFile;
use papers_paper::Action;

table! {
    /// The keys of `papers.toml`, all optional. The environment and the flags are read into the same form, so that a later
    /// source overrides an earlier one key by key.
    #[derive(Debug, Clone, Default, Deserialize)]
    #[serde(deny_unknown_fields, default)]
    #[expect(
        missing_docs,
        reason = "each key is the field of `Settings` of the same name, and is explained there"
    )]
    pub struct File {
        pub lang: Option<String>,
        pub tags: Option<Vec<String>>,
        pub categories: Option<Vec<String>>,
        pub format: Option<Format>,
        pub layout: Option<String>,
        pub title: Option<String>,
        pub time: Option<String>,
        pub contact: Option<String>,
        pub templates_dir: Option<PathBuf>,
        pub template: Option<PathBuf>,
        pub cache_dir: Option<PathBuf>,
        pub posts_dir: Option<PathBuf>,
        pub state_dir: Option<PathBuf>,
        #[serde(deserialize_with = "timezone")]
        pub timezone: Option<Zone>,
        pub engine: Option<Writing>,
        pub fallback: Option<Fallback>,
        pub read: Option<Reading>,
        pub when_refused: Option<WhenRefused>,
        pub unsupported: Option<Action>,
        pub evidence: Option<EvidenceStyle>,
        pub figures: Option<Figures>,
        pub figures_dir: Option<String>,
        pub post: Option<Shape>,
        pub front_matter: Option<toml::Table>,
        pub feed: Option<Feed>,
        pub digest: Option<Limits>,
        pub verify: Checks,
        pub lint: Option<Lint>,
        pub llm: LlmFile,
        pub arxiv: Arxiv,
        pub huggingface: Huggingface,
        pub daily: Option<Profiles>,
        pub interests: Option<Interests>,
        pub skip: Option<Skip>,
    }
}

table! {
    /// `[arxiv]`
    #[derive(Debug, Clone, Default, Deserialize)]
    #[serde(deny_unknown_fields, default)]
    pub struct Arxiv {
        pub api_url: Option<String>,
        pub url: Option<String>,
        pub oai_url: Option<String>,
        pub rss_url: Option<String>,
        pub interval: Option<f64>,
        pub page_interval: Option<f64>,
        pub patience: Option<f64>,
    }
}

table! {
    /// `[huggingface]`
    #[derive(Debug, Clone, Default, Deserialize)]
    #[serde(deny_unknown_fields, default)]
    pub struct Huggingface {
        pub url: Option<String>,
    }
}

/// `[lint]`
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Lint {
    /// Rules that posts may break.
    pub allow: Vec<Rule>,
}

/// `[skip]`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Skip {
    /// arXiv ids of papers that are never posted.
    pub ids: Vec<String>,
}

impl File {
    /// The paths that are set, with their keys.
    pub(super) fn paths(&mut self) -> impl Iterator<Item = (&'static str, &mut PathBuf)> {
        let bib = self.interests.as_mut().and_then(|interests| interests.bib.as_mut());
        let own = [
            ("templates_dir", self.templates_dir.as_mut()),
            ("template", self.template.as_mut()),
            ("cache_dir", self.cache_dir.as_mut()),
            ("posts_dir", self.posts_dir.as_mut()),
            ("state_dir", self.state_dir.as_mut()),
            ("llm.api_key_file", self.llm.api_key_file.as_mut()),
            ("interests.bib", bib),
        ];
        own.into_iter().filter_map(|(key, path)| Some((key, path?)))
    }
}
