//! The command line of `papers batch`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};

use super::NetworkArgs;
use super::value::duration;
use crate::pipeline::Reading;

/// `papers batch`
#[derive(Debug, Subcommand)]
pub enum BatchCommand {
    /// Print the requests that a run would send to the model next, in its provider's batch format
    #[command(
        after_help = "Examples:\n  papers batch export ids.txt > questions.jsonl     what has no answer yet\n  vllm run-batch -i questions.jsonl -o answers.jsonl --model MODEL"
    )]
    Export(ExportArgs),
    /// Import a batch's answers into the cache, for the next run
    #[command(
        after_help = "Examples:\n  papers batch import answers.jsonl                 in any order, twice or in parts\n  papers batch export ids.txt > more.jsonl          what is open now: lost answers, and repairs"
    )]
    Import(ImportArgs),
}

/// `papers batch export`
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// arXiv ids, URLs of arXiv, alphaXiv or Hugging Face, DOIs, files with one per line, or `-` for standard input
    #[arg(value_name = "PAPER", value_hint = ValueHint::FilePath)]
    pub papers: Vec<String>,
    /// Language of the digests [default: ko]
    #[arg(long, value_name = "LANG", help_heading = "Digest")]
    pub lang: Option<String>,
    /// The source of the text: the HTML page, the PDF, the abstract, or the first of them that exists
    #[arg(long, value_name = "FROM", help_heading = "Digest")]
    pub read: Option<Reading>,
    /// Stop after this long, such as `20m`: what was read is printed, the rest is left for the next run
    #[arg(long, value_name = "DURATION", value_parser = duration, help_heading = "General")]
    pub max_time: Option<std::time::Duration>,
    /// Options for the network
    #[command(flatten)]
    pub network: NetworkArgs,
}

/// `papers batch import`
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// Files with a line for each answer, as the provider gives them; `-` for standard input
    #[arg(value_name = "ANSWERS", required = true, value_hint = ValueHint::FilePath)]
    pub answers: Vec<PathBuf>,
}
