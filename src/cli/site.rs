//! The command lines of commands that digest nothing: those for a site, its settings and the cache.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};

use super::value::contact;
use crate::lint::Rule;
use papers_paper::PaperId;

/// `papers lint`
#[derive(Debug, Args)]
pub struct LintArgs {
    /// Posts to check, and folders with posts in them
    #[arg(required = true, value_name = "POST", value_hint = ValueHint::AnyPath)]
    pub posts: Vec<PathBuf>,
    /// Ignore violations of RULE, such as `liquid-tag` or `math`; may be given several times
    #[arg(long, value_name = "RULE", hide_possible_values = true)]
    pub allow: Vec<Rule>,
    /// Print the findings as JSON
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
    /// Print the findings for people, or as annotations of GitHub Actions
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: LintFormat,
}

/// The output formats of `papers lint`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum LintFormat {
    /// `FILE:LINE: RULE: MESSAGE`
    Text,
    /// `::error file=FILE,line=LINE::MESSAGE`
    Github,
}

/// `papers skip`
#[derive(Debug, Args)]
pub struct SkipArgs {
    /// arXiv ids in any form
    #[arg(value_name = "PAPER", required = true)]
    pub papers: Vec<String>,
}

/// `papers init`
#[derive(Debug, Args)]
pub struct InitArgs {
    /// The site's folder; an empty one gets a small site that Jekyll builds
    #[arg(default_value = ".", hide_default_value = true, value_hint = ValueHint::DirPath)]
    pub dir: PathBuf,
    /// Write the templates too, into `_templates`, to be edited
    #[arg(long)]
    pub templates: bool,
    /// A mail address or URL at which arXiv can reach you, for the settings [default: asked for on a terminal]
    #[arg(long, value_name = "CONTACT", value_parser = contact)]
    pub contact: Option<String>,
    /// Write a short workflow that uses the papers action, or one with all steps
    #[arg(long, value_name = "FORM", default_value = "short")]
    pub workflow: Workflow,
    /// Write a workflow that puts the site on GitHub Pages too
    #[arg(long)]
    pub pages: bool,
    /// Write a systemd service and timer too, into `.papers`
    #[arg(long)]
    pub systemd: bool,
}

/// The forms of the workflow that `papers init` writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Workflow {
    /// Uses the action of papers, which installs a release and runs the steps
    Short,
    /// Builds the program from its source, with every step in the file
    Long,
}

/// `papers config`
#[derive(Debug, Args)]
pub struct ConfigArgs {
    /// Settings to show, such as `lang` or `daily.top`, or whole tables, such as `llm` [default: all]
    #[arg(value_name = "KEY")]
    pub keys: Vec<String>,
    /// The settings as JSON
    #[arg(long, help_heading = "Output")]
    pub json: bool,
}

/// `papers cache`
#[derive(Debug, Clone, Subcommand)]
pub enum CacheCommand {
    /// Show where the cache is and what it holds
    Info,
    /// Remove what was fetched, and the answers of models; with PAPER only its record and pages
    Clear {
        /// The paper whose record and pages are removed
        paper: Option<PaperId>,
    },
    /// Remove records and pages that no run uses any more: damaged ones, and those older than a day that may have changed
    Prune,
}
