//! Errors of a command line that is well-formed, but asks for something that does not exist or is impossible.

use chrono::NaiveDate;

use papers_fulltext::FulltextError;
use papers_paper::{PaperId, SCHEMA};

/// The reasons why a command cannot do what it is asked for.
#[derive(Debug, thiserror::Error)]
pub(super) enum UsageError {
    /// `--from` and `--to` contradict each other.
    #[error("`--from {from}` is after `--to {to}`")]
    BackwardRange { from: NaiveDate, to: NaiveDate },
    /// Pages cannot be requested again without requests.
    #[error("`--offline` and `--refresh page` contradict each other")]
    OfflineRefresh,
    /// The argument of `papers man` is not a command.
    #[error("there is no command `{0}`; `papers help` lists them")]
    NoCommand(String),
    /// A requested setting does not exist.
    #[error("there is no setting `{key}`; {instead}")]
    NoSetting { key: String, instead: String },
    /// There is a file in place of the site's folder.
    #[error("`{0}` is a file; `papers init` takes the folder of a site")]
    NoFolder(String),
    /// The file is not a paper.
    #[error("`{name}` cannot be read")]
    Unreadable { name: String, source: FulltextError },
    /// The post or record has no evidence.
    #[error(
        "there is no evidence for the sentences of `{name}`: it is not a record with evidence, and `{state}` has none for a post at this path"
    )]
    NoLedger { name: String, state: String },
    /// The input is not a record.
    #[error("`{name}` is not a record that `papers fetch --json` made")]
    NoRecord { name: String, source: serde_json::Error },
    /// The record is of another version.
    #[error(
        "`{name}` has the schema {schema}, and this `papers` reads {SCHEMA}: update `papers`, or fetch the record anew"
    )]
    Schema { name: String, schema: u32 },
    /// A paper was given in place of a record.
    #[error("`{0}` is a paper, and a record is expected; `papers fetch --json {0} > record.json` makes one")]
    PaperForRecord(PaperId),
    /// The format of the settings has no posts.
    #[error("a roundup is a post: `format` has to be `jekyll`, `hugo`, `zola` or `markdown`")]
    NoPosts,
    /// The file exists already, with other content.
    #[error("`{0}` exists with other content; `--replace` overwrites it")]
    Exists(String),
}

impl UsageError {
    /// Returns advice, if the message does not say everything.
    pub(super) fn hint(&self) -> Option<&'static str> {
        match self {
            Self::NoSetting { .. } => Some("this command shows settings; they are changed in `papers.toml`"),
            Self::NoLedger { .. } => Some(
                "give the record that `papers fetch --json` printed, or run it where `papers fetch -o` or `papers daily` wrote the post",
            ),
            _ => None,
        }
    }
}
