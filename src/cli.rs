//! The command line; the only module that parses with clap. `commands` turns it into settings and calls.

mod batch;
mod options;
mod site;
mod suggest;
mod value;

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand, ValueHint};

use crate::pipeline::Reading;
use crate::render::Format;
use crate::report::{Color, Verbosity};
pub use batch::{BatchCommand, ExportArgs, ImportArgs};
use options::committed;
pub use options::{DigestArgs, EditionArgs, GitArgs, NetworkArgs, OutputArgs, PostArgs, Refresh};
use papers_system::clock::sunday_of;
pub use site::{CacheCommand, ConfigArgs, InitArgs, LintArgs, LintFormat, SkipArgs, Workflow};
pub use suggest::{message_with_controls, suggestion};
pub use value::{Day, contact};
use value::{count, place, profile, query, shown_profile, text, upvotes};

/// Turns arXiv ids into a checked digest post for a Jekyll blog
#[derive(Debug, Parser)]
#[command(name = "papers", version, propagate_version = true, arg_required_else_help = true)]
#[command(
    after_help = "Exit codes: 0 done or nothing new · 1 unexpected · 2 usage · 3 settings or template · 4 some or \
all papers failed, the rest is written · 5 a service is unreachable or refuses: run again later · 6 rejected by verification or lint · \
130 interrupted: run again to continue"
)]
pub struct Cli {
    /// The command to run
    #[command(subcommand)]
    pub command: Command,
    /// Options of every command
    #[command(flatten)]
    pub global: Global,
}

/// Options of every command.
#[derive(Debug, Args)]
pub struct Global {
    /// Read settings from FILE instead of `papers.toml` or `$XDG_CONFIG_HOME/papers/config.toml`
    #[arg(long, global = true, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "General")]
    pub config: Option<PathBuf>,
    /// Keep fetched records and pages in DIR
    #[arg(long, global = true, value_name = "DIR", value_hint = ValueHint::DirPath, help_heading = "General")]
    pub cache_dir: Option<PathBuf>,
    /// Print only warnings and errors
    #[arg(short, long, global = true, conflicts_with = "verbose", help_heading = "General")]
    pub quiet: bool,
    /// Also print each request and each wait; given twice, what the libraries log too
    #[arg(short, long, global = true, action = ArgAction::Count, help_heading = "General")]
    pub verbose: u8,
    /// Show no progress bar
    #[arg(long, global = true, help_heading = "General")]
    pub no_progress: bool,
    /// Color the output
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", help_heading = "General")]
    pub color: Color,
}

impl Global {
    /// Returns how much is printed.
    pub fn verbosity(&self) -> Verbosity {
        match (self.quiet, self.verbose) {
            (true, _) => Verbosity::Quiet,
            (_, 0) => Verbosity::Normal,
            (_, 1) => Verbosity::Verbose,
            _ => Verbosity::Debug,
        }
    }
}

/// The commands of `papers`.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a post from arXiv ids
    #[command(
        after_help = "Examples:\n  papers fetch 2510.06590                       the post on standard output\n  papers fetch -o _posts 2510.06590 2510.06917  into a post; run again, it adds what is new\n  papers fetch ids.txt --json > record.json     a list of ids, everything as JSON"
    )]
    Fetch(FetchArgs),
    /// Make the post of a day from Hugging Face's list, arXiv's announcements or a search
    #[command(
        after_help = "Examples:\n  papers daily --top 10                         the day's best of Hugging Face\n  papers daily --source cs.CL --date 2025-10-09  what arXiv announced\n  papers daily --from 2025-10-01 --commit       every day since, committed"
    )]
    Daily(Box<DailyArgs>),
    /// Show what was published when, and what needs attention
    #[command(
        after_help = "Examples:\n  papers status --days 7           the last week\n  papers status --check            and which papers were replaced or withdrawn"
    )]
    Status(StatusArgs),
    /// Make the post of a saved record: no network, no model
    #[command(
        after_help = "Examples:\n  papers render record.json -o _posts        the post of a saved record\n  papers render record.json --context        the context of its templates"
    )]
    Render(RenderArgs),
    /// Print a paper's text as Markdown
    #[command(
        after_help = "Examples:\n  papers read 2510.06590             its text as Markdown\n  papers read --json paper.pdf      a file's sections, roles and sentences"
    )]
    Read(ReadArgs),
    /// Check the digests of a saved record against the papers' text
    #[command(
        after_help = "Examples:\n  papers verify record.json          anybody's digests against the papers\n  papers verify --json record.json   the findings as JSON"
    )]
    Verify(VerifyArgs),
    /// Check a post or saved record again, against the newest versions of its papers
    #[command(
        after_help = "Examples:\n  papers recheck _posts/2025-10-09-daily-papers.md    which sentences still stand\n  papers recheck --json record.json                   the same of a saved record, as JSON"
    )]
    Recheck(RecheckArgs),
    /// Check posts, also hand-written ones, for what breaks a Jekyll site
    #[command(after_help = "Examples:\n  papers lint _posts/*.md")]
    Lint(LintArgs),
    /// List a week's papers in one table, from the posts
    #[command(
        after_help = "Examples:\n  papers roundup                              the last week, on standard output\n  papers roundup --week 2025-W41 -o _posts    that week, as a post"
    )]
    Roundup(RoundupArgs),
    /// Never post these papers: adds them to `[skip]` of the settings
    #[command(after_help = "Examples:\n  papers skip 2510.06590")]
    Skip(SkipArgs),
    /// Set up a site: settings, a GitHub Actions workflow, a cron line; existing files are kept
    #[command(
        after_help = "Examples:\n  papers init                    in the folder of a site\n  papers init my-digest          a new site\n  papers init --pages            with a workflow that puts the site on GitHub Pages\n  papers init --templates        with the templates, to be edited"
    )]
    Init(InitArgs),
    /// Export questions for a model's batch API or a cluster, and import the answers
    #[command(subcommand)]
    Batch(BatchCommand),
    /// Show or clear what was fetched
    #[command(subcommand)]
    Cache(CacheCommand),
    /// Show the settings in force and the origin of each
    #[command(
        after_help = "Examples:\n  papers config                  in the folder of a site\n  papers config llm daily        only these tables\n  papers config --json           for programs"
    )]
    Config(ConfigArgs),
    /// Print a completion script for a shell
    #[command(
        after_help = "Examples:\n  papers completions bash > ~/.local/share/bash-completion/completions/papers\n  papers completions zsh > ~/.zfunc/_papers           with ~/.zfunc in fpath\n  papers completions fish > ~/.config/fish/completions/papers.fish"
    )]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    #[command(
        after_help = "Examples:\n  papers man | man -l -           of the program\n  papers man fetch | man -l -     of one command"
    )]
    Man {
        /// The command [default: the whole program]
        #[arg(value_name = "COMMAND")]
        name: Option<String>,
    },
    /// Roles of sentences, for evaluation: JSON lines {"sentences": [...]} on standard input
    #[command(hide = true)]
    Roles,
    /// The document of a PDF on standard input, as JSON: the process that `isolate` starts
    #[command(name = crate::isolate::SUBCOMMAND, hide = true)]
    Pdf,
}

/// `papers fetch`
#[derive(Debug, Args)]
#[command(group = committed())]
pub struct FetchArgs {
    /// arXiv ids, URLs of arXiv, alphaXiv or Hugging Face, DOIs, files with one per line, or `-` for standard input
    #[arg(value_name = "PAPER", value_hint = ValueHint::FilePath)]
    pub papers: Vec<String>,
    /// Options of the post
    #[command(flatten)]
    pub edition: EditionArgs,
    /// Show what would be done, with requests, seconds, tokens and cost; fetches and writes nothing
    #[arg(long, help_heading = "Output")]
    pub dry_run: bool,
}

/// `papers daily`
#[derive(Debug, Args)]
pub struct DailyArgs {
    /// A profile of the settings, `[daily.PROFILE]`
    #[arg(value_name = "PROFILE", value_parser = profile)]
    pub profile: Option<String>,
    /// First of several days, which are done oldest first; finished days cost no requests
    #[arg(long, value_name = "DATE", conflicts_with = "date", help_heading = "Days")]
    pub from: Option<Day>,
    /// Last day of the range [default: today]
    #[arg(long, value_name = "DATE", requires = "from", help_heading = "Days")]
    pub to: Option<Day>,
    /// Source of papers: `hf`, or a category such as `cs.CL`; may be repeated [default: hf]
    #[arg(long = "source", value_name = "SOURCE", value_parser = text, help_heading = "Papers")]
    pub sources: Vec<String>,
    /// A search among the day's submissions, in arXiv's query language
    #[arg(long, value_name = "QUERY", value_parser = query, help_heading = "Papers")]
    pub query: Option<String>,
    /// Maximum number of papers, best first: by interests, else by upvotes, else as announced
    #[arg(long, value_name = "N", value_parser = count, help_heading = "Papers")]
    pub top: Option<NonZeroUsize>,
    /// Minimum number of upvotes of a paper on Hugging Face's list
    #[arg(long, value_name = "N", value_parser = upvotes, help_heading = "Papers")]
    pub min_upvotes: Option<u32>,
    /// Options of the post
    #[command(flatten)]
    pub edition: EditionArgs,
    /// Show what would be done, with requests, seconds, tokens and cost; asks for the lists, writes nothing
    #[arg(long, help_heading = "Output")]
    pub dry_run: bool,
}

/// `papers status`
#[derive(Debug, Args)]
pub struct StatusArgs {
    /// A profile of the settings, `[daily.PROFILE]`
    #[arg(value_name = "PROFILE", value_parser = shown_profile)]
    pub profile: Option<String>,
    /// Number of days to show, including today
    #[arg(long, value_name = "N", default_value_t = 30, value_parser = clap::value_parser!(u16).range(1..))]
    pub days: u16,
    /// Ask arXiv whether the papers of these days were replaced or withdrawn since; without it only the cache is used
    #[arg(long)]
    pub check: bool,
    /// The days as JSON
    #[arg(long, help_heading = "Output")]
    pub json: bool,
}

/// `papers render`
#[derive(Debug, Args)]
#[command(group = committed())]
pub struct RenderArgs {
    /// A record that `--json` made; `-` for standard input
    #[arg(value_hint = ValueHint::FilePath)]
    pub record: String,
    /// Print the context of templates, as JSON, instead of the post
    #[arg(long, conflicts_with_all = ["json", "output"], help_heading = "Output")]
    pub context: bool,
    /// The post
    #[command(flatten)]
    pub post: PostArgs,
    /// The destination
    #[command(flatten)]
    pub output: OutputArgs,
    /// Options for Git
    #[command(flatten)]
    pub git: GitArgs,
}

/// `papers read`
#[derive(Debug, Args)]
pub struct ReadArgs {
    /// An arXiv id in any form, or a `.html` or `.pdf` file
    #[arg(value_name = "PAPER|FILE", value_hint = ValueHint::FilePath)]
    pub paper: String,
    /// The document as JSON: sections, roles, sentences
    #[arg(long, help_heading = "Output")]
    pub json: bool,
    /// The source of the text: the HTML page, the PDF, the abstract, or the first of them that exists
    #[arg(long, value_name = "FROM")]
    pub read: Option<Reading>,
    /// Options for the network
    #[command(flatten)]
    pub network: NetworkArgs,
}

/// `papers verify`
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// A record with papers and digests; `-` for standard input
    #[arg(value_hint = ValueHint::FilePath)]
    pub record: String,
    /// The findings as JSON
    #[arg(long, help_heading = "Output")]
    pub json: bool,
    /// Options for the network
    #[command(flatten)]
    pub network: NetworkArgs,
}

/// `papers recheck`
#[derive(Debug, Args)]
pub struct RecheckArgs {
    /// A post that `papers fetch -o` or `papers daily` wrote here, or a record that `--json` made; `-` for a record on standard input
    #[arg(value_name = "POST|RECORD", value_hint = ValueHint::FilePath)]
    pub file: String,
    /// Every sentence with its state, as JSON
    #[arg(long, help_heading = "Output")]
    pub json: bool,
    /// Options for the network
    #[command(flatten)]
    pub network: NetworkArgs,
}

/// `papers roundup`
#[derive(Debug, Args)]
#[command(group = committed())]
pub struct RoundupArgs {
    /// The week, like 2025-W41, or a day in it [default: the last complete week]
    #[arg(long, value_name = "WEEK", value_parser = sunday_of)]
    pub week: Option<Option<chrono::NaiveDate>>,
    /// The folder of the posts [default: `posts_dir` of the settings]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub posts: Option<PathBuf>,
    /// The format of links and front matter: jekyll, hugo, zola or markdown [default: `format` of the settings]
    #[arg(long, value_name = "FORMAT", hide_possible_values = true)]
    pub format: Option<Format>,
    /// Language of the reader, for links to alphaXiv
    #[arg(long, value_name = "LANG")]
    pub lang: Option<String>,
    /// Write to PATH: a `.md` file, or a folder, which gets `YYYY-MM-DD-weekly-papers.md` with the week's Sunday
    #[arg(short, long, value_name = "PATH", value_parser = place(), value_hint = ValueHint::AnyPath, help_heading = "Output")]
    pub output: Option<PathBuf>,
    /// Rewrite an existing file from scratch
    #[arg(long, requires = "output", help_heading = "Output")]
    pub replace: bool,
    /// Options for Git
    #[command(flatten)]
    pub git: GitArgs,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
