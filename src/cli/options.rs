//! Options that several commands have in common: those of the post, its digests, its destination and Git.

use std::path::PathBuf;

use clap::{ArgGroup, Args, ValueHint};

use super::value::{Day, action, dollars, duration, place, text};
use crate::pipeline::{Destination, Figures, Reading, Writing};
use crate::render::{EvidenceStyle, Format};
use papers_paper::Action;

/// Options of the commands that fetch papers and make a post of them.
#[derive(Debug, Args)]
pub struct EditionArgs {
    /// Options for the network
    #[command(flatten)]
    pub network: NetworkArgs,
    /// The post
    #[command(flatten)]
    pub post: PostArgs,
    /// The destination
    #[command(flatten)]
    pub output: OutputArgs,
    /// Stop after this long, such as `20m`: finished papers are written, the rest is left for the next run
    #[arg(long, value_name = "DURATION", value_parser = duration, help_heading = "General")]
    pub max_time: Option<std::time::Duration>,
    /// Options for Git
    #[command(flatten)]
    pub git: GitArgs,
    /// Options of the digest
    #[command(flatten)]
    pub digest: DigestArgs,
}

/// Options of the digest.
#[derive(Debug, Args)]
pub struct DigestArgs {
    /// The engine that writes the digest
    #[arg(long, value_name = "ENGINE", help_heading = "Digest")]
    pub engine: Option<Writing>,
    /// The source of the text: the HTML page, the PDF, the abstract, or the first of them that exists
    #[arg(long, value_name = "FROM", help_heading = "Digest")]
    pub read: Option<Reading>,
    /// Action for a sentence whose numbers or names are not in the paper
    #[arg(long, value_name = "HOW", value_parser = action(), help_heading = "Digest")]
    pub unsupported: Option<Action>,
    /// Maximum cost of the run in US dollars; papers that could exceed it are left for the next run
    #[arg(long, value_name = "USD", value_parser = dollars, help_heading = "Digest")]
    pub max_cost: Option<f64>,
    /// Repeat what is cached from earlier runs
    #[arg(long, value_name = "WHAT", help_heading = "Digest")]
    pub refresh: Option<Refresh>,
}

/// The cached work that `--refresh` can repeat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Refresh {
    /// The papers' pages
    Page,
    /// The model's answers
    Digest,
}

/// Options of commands that may ask the network.
#[derive(Debug, Args)]
pub struct NetworkArgs {
    /// Use only the cache, make no requests
    #[arg(long, help_heading = "General")]
    pub offline: bool,
}

/// Options of the post.
#[derive(Debug, Args)]
pub struct PostArgs {
    /// The format of the output [default: jekyll]
    #[arg(long, value_name = "FORMAT", help_heading = "Post")]
    pub format: Option<Format>,
    /// Day of the post: YYYY-MM-DD, `today` or `yesterday` [default: today; of `render`: the record's]
    #[arg(long, value_name = "DATE", help_heading = "Post")]
    pub date: Option<Day>,
    /// Language of the reader, for the alphaXiv link, fixed phrases and digests by a model [default: ko; of `render`: the record's]
    #[arg(long, value_name = "LANG", help_heading = "Post")]
    pub lang: Option<String>,
    /// Title of the post; `{date}` stands for the day
    #[arg(long, value_name = "TITLE", value_parser = text, help_heading = "Post")]
    pub title: Option<String>,
    /// Tag of the post, in place of those of the settings; may be repeated
    #[arg(long = "tag", value_name = "TAG", value_parser = text, help_heading = "Post")]
    pub tags: Vec<String>,
    /// Template of the whole post, in place of the built-in one
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Post")]
    pub template: Option<PathBuf>,
    /// Show the place in the paper from which each sentence comes
    #[arg(long, value_name = "HOW", help_heading = "Post")]
    pub evidence: Option<EvidenceStyle>,
    /// Show the paper's first figure
    #[arg(long, value_name = "HOW", help_heading = "Post")]
    pub figures: Option<Figures>,
}

/// The destination of a post.
#[derive(Debug, Args)]
pub struct OutputArgs {
    /// Write to PATH: a `.md` file, or a folder, which gets `YYYY-MM-DD-daily-papers.md`; an existing post keeps its content
    /// and gets the papers that it does not have [default: standard output; of `daily`: `posts_dir`]
    #[arg(short, long, value_name = "PATH", value_parser = place(), value_hint = ValueHint::AnyPath, help_heading = "Output")]
    pub output: Option<PathBuf>,
    /// Rewrite an existing post from scratch
    #[arg(long, help_heading = "Output")]
    pub replace: bool,
    /// Write the record as JSON instead of the post
    #[arg(long, help_heading = "Output")]
    pub json: bool,
}

impl OutputArgs {
    /// Returns where the edition is written.
    pub fn destination(&self) -> Destination {
        Destination { path: self.output.clone(), replace: self.replace, json: self.json }
    }

    /// Warns of an option that has no effect if the post is printed.
    pub fn warn_of_no_effect(&self) {
        if self.replace && self.output.is_none() {
            tracing::warn!("`--replace` has nothing to replace without `--output`");
        }
    }
}

/// The actions on written files in Git. Nothing is ever pushed.
#[derive(Debug, Clone, Default, Args)]
pub struct GitArgs {
    /// Stage what was written: `git add`
    #[arg(long, help_heading = "Git")]
    pub stage: bool,
    /// Print a commit message on standard output; nothing when nothing is new
    #[arg(long, help_heading = "Git")]
    pub message: bool,
    /// Commit what was written, and nothing else; never pushes
    #[arg(long, help_heading = "Git")]
    pub commit: bool,
}

/// The options that need `--output` in commands that otherwise print: only files can be staged, and standard output is either
/// the post or the message.
pub(super) fn committed() -> ArgGroup {
    ArgGroup::new("committed").args(["stage", "message", "commit"]).multiple(true).requires("output")
}
