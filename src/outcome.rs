//! Derives the exit code, the messages and the hint from what failed. Pure, so that every combination can be tested.

use std::collections::HashMap;
use std::error::Error;

use crate::report;
use papers_digest::EngineError;
use papers_digest::llm::{LlmError, RefusalKind};
use papers_http::HttpError;
use papers_paper::{Failure, Stage};

/// The exit codes that the README documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Done, or nothing new.
    Done = 0,
    /// An unexpected error.
    Unexpected = 1,
    /// The command line is invalid; clap uses this code too.
    Usage = 2,
    /// Settings or a template cannot be used.
    Settings = 3,
    /// Some or all papers failed; the rest is written.
    SomeFailed = 4,
    /// A service is unreachable or refuses: run again later.
    Unreachable = 5,
    /// Rejected by verification or lint.
    Rejected = 6,
    /// Ctrl-C or SIGTERM: finished papers are kept, and the same command
    /// continues with the rest. 128 plus the number of SIGINT, as shells do it.
    Interrupted = 130,
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// The reason why a paper failed, as far as the exit code depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// A named file does not exist.
    FileNotFound,
    /// The input is not an identifier, or there is no such paper.
    InvalidInput,
    /// A service is unreachable or refuses.
    Service,
    /// None of the hosts that may have it can be reached.
    NetworkDown,
    /// The user's own model server is not running.
    ModelServerDown,
    /// `--offline`, and the cache does not have it.
    NotCached,
    /// The checks left nothing to publish.
    Rejected,
    /// Its text was refused or `--max-time` was over; a later run will fetch it.
    LeftForLater,
    /// The same for a reason that is not the paper's: it was not begun, or the host of its text cannot be reached.
    Untried,
    /// The run was interrupted before the paper's turn.
    Interrupted,
    /// The model's key, name or prompt cannot be used.
    Settings,
    /// The cache folder is full or cannot be written to, so that requests cannot be paced.
    CacheFolder,
    /// This machine has no certificates, so that nothing can be requested.
    Certificates,
    /// A bug in this program.
    Unexpected,
}

impl From<&LlmError> for Cause {
    fn from(error: &LlmError) -> Self {
        match error {
            LlmError::Unreachable { down: true, .. } => Self::ModelServerDown,
            LlmError::Refused { kind: RefusalKind::Page(200..300), .. } => Self::Settings,
            LlmError::Refused { kind: RefusalKind::Quota | RefusalKind::Page(_), .. }
            | LlmError::Unreachable { .. } => Self::Service,
            LlmError::Refused { kind: RefusalKind::Length, .. } | LlmError::Cost { .. } => Self::InvalidInput,
            LlmError::Refused { kind: RefusalKind::Content, .. } => Self::Rejected,
            LlmError::Refused { .. } | LlmError::Prompt(_) => Self::Settings,
            LlmError::Answer { .. } | LlmError::Undecided { .. } | LlmError::Fruitless { .. } => {
                Self::Rejected
            }
            LlmError::NotCached(_) => Self::NotCached,
            LlmError::Ending(_) => Self::Interrupted,
            LlmError::Stopped(error) => Self::from(error.as_ref()),
        }
    }
}

impl From<&EngineError> for Cause {
    fn from(error: &EngineError) -> Self {
        match error {
            EngineError::Model(error) => Self::from(error),
            EngineError::Stopped(_) => Self::Unexpected,
        }
    }
}

impl Cause {
    /// Returns the cause of a request that failed for a reason other than what was asked for.
    pub fn of_request(error: &HttpError) -> Option<Self> {
        match error {
            HttpError::Pacing(_) => Some(Self::CacheFolder),
            HttpError::Client(_) => Some(Self::Certificates),
            HttpError::Offline { .. } => Some(Self::NotCached),
            HttpError::Unreached { .. } => Some(Self::NetworkDown),
            error => error.is_outage().then_some(Self::Service),
        }
    }

    /// Returns what to do about it.
    fn hint(self) -> Option<&'static str> {
        match self {
            Self::Settings => Some("`docs/MODELS.md` describes the settings of each provider"),
            Self::CacheFolder => Some(CACHE_HINT),
            Self::Certificates => Some(CERTIFICATES_HINT),
            Self::NetworkDown => Some(NETWORK_HINT),
            Self::ModelServerDown => Some(MODEL_SERVER_HINT),
            Self::Service | Self::LeftForLater | Self::Untried => Some(LATER_HINT),
            Self::Unexpected => Some("this is a fault of `papers`: please report it with the paper's id"),
            Self::NotCached => Some(OFFLINE_HINT),
            Self::FileNotFound | Self::InvalidInput | Self::Rejected | Self::Interrupted => None,
        }
    }

    /// Returns true if the paper may be the reason, so that the failure counts as a try of it. Others say nothing about it: the
    /// run ended too early, this machine is offline, or its user must correct something.
    pub fn is_of_paper(self) -> bool {
        let is_of_run = matches!(
            self,
            Self::NetworkDown | Self::ModelServerDown | Self::NotCached | Self::Untried | Self::Interrupted
        );
        !is_of_run && !self.is_of_user()
    }

    /// Returns true for what only the user can change: settings, or this machine.
    fn is_of_user(self) -> bool {
        matches!(self, Self::Settings | Self::CacheFolder | Self::Certificates)
    }
}

/// The reason why a run was stopped early.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Interruption {
    /// Ctrl-C, SIGTERM or SIGHUP.
    #[error("interrupted")]
    Signal,
    /// `--max-time`.
    #[error("`--max-time` was over")]
    Time,
}

impl Interruption {
    /// Returns the cause for papers that were not begun.
    pub fn cause(self) -> Cause {
        match self {
            Self::Signal => Cause::Interrupted,
            Self::Time => Cause::Untried,
        }
    }

    /// Returns the exit code of a run that left something out.
    pub fn exit(self) -> Exit {
        match self {
            Self::Signal => Exit::Interrupted,
            Self::Time => Exit::Unreachable,
        }
    }
}

/// A paper that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failed {
    /// The text that the user gave.
    pub input: String,
    /// The stage at which it failed.
    pub stage: Stage,
    /// The cause, which determines the exit code.
    pub cause: Cause,
    /// The messages; each is caused by the next.
    pub messages: Vec<String>,
}

impl Failed {
    /// A failure with its error and that error's causes.
    pub fn new(input: impl Into<String>, stage: Stage, cause: Cause, error: &dyn Error) -> Self {
        Self { input: input.into(), stage, cause, messages: report::causes(error) }
    }

    /// Returns the messages. The first begins with the paper and the number of others that failed in the same way.
    fn messages_for(&self, more: usize) -> Vec<String> {
        let mut messages = self.messages.clone();
        if let Some(first) = messages.first_mut() {
            let papers = match more {
                0 if first.contains(&self.input) => return messages,
                0 => format!("`{}`", self.input),
                more => format!("`{}` and {more} more", self.input),
            };
            *first = format!("{papers}: {first}");
        }
        messages
    }

    /// Returns the failure in the form of the record.
    pub fn failure(&self) -> Failure {
        Failure { input: self.input.clone(), stage: self.stage, error: self.messages.join(": ") }
    }
}

/// The maximum number of distinct failures that are printed; the record has them all.
const MAX_REPORTED: usize = 100;

/// Formats the failures, one entry per distinct failure with the papers that it affects.
/// After the first `MAX_REPORTED` of them, only the number of remaining papers is given.
pub fn messages(failed: &[Failed]) -> Vec<Vec<String>> {
    let mut groups: Vec<(&Failed, usize)> = Vec::new();
    let mut places: HashMap<&[String], usize> = HashMap::new();
    for one in failed {
        let place = *places.entry(&one.messages).or_insert(groups.len());
        match groups.get_mut(place) {
            Some((_, more)) => *more += 1,
            None => groups.push((one, 0)),
        }
    }
    let others: usize = groups.iter().skip(MAX_REPORTED).map(|(_, more)| 1 + more).sum();
    let rest = (others > 0).then(|| vec![format!("{others} more failed; `--json` lists the reasons")]);
    groups.into_iter().take(MAX_REPORTED).map(|(first, more)| first.messages_for(more)).chain(rest).collect()
}

/// The hint when the user's own model server is not running.
const MODEL_SERVER_HINT: &str =
    "start the model's server, or correct `base_url` under `[llm]`; what was fetched is kept";

/// The hint when no host can be reached.
const NETWORK_HINT: &str = "is this machine connected? a proxy is taken from `HTTPS_PROXY`, `HTTP_PROXY` or `ALL_PROXY`; \
if the proxy has its own certificates, set `SSL_CERT_FILE`";

/// The hint when the cache folder cannot be used.
const CACHE_HINT: &str = "make room there, or name a local folder that can be written, with file locks, with `--cache-dir`; the same command then goes on";

/// The hint when this machine has no certificates.
const CERTIFICATES_HINT: &str = "install the certificates of public authorities (on Debian: `apt-get install ca-certificates`), \
or set `SSL_CERT_FILE` to a file that has them";

/// The hint when a model's key is missing, or is looked for on the command line.
pub const KEYS_HINT: &str =
    "keys come from the environment or from a file, never from the command line: docs/MODELS.md";

/// The hint when a service or a later run may have what is missing.
pub const LATER_HINT: &str =
    "run the same command again later; what was fetched is kept and not requested again";

/// The hint when the cache does not have what `--offline` needs.
const OFFLINE_HINT: &str = "run once without `--offline`, with the same cache folder";

/// Returns the hint for a request that failed.
pub fn hint_of_request(error: &HttpError) -> Option<&'static str> {
    Cause::of_request(error)?.hint()
}

/// The causes with a hint, the most useful one first.
const WITH_HINT: [Cause; 10] = [
    Cause::Settings,
    Cause::CacheFolder,
    Cause::Certificates,
    Cause::NetworkDown,
    Cause::ModelServerDown,
    Cause::Service,
    Cause::LeftForLater,
    Cause::Untried,
    Cause::Unexpected,
    Cause::NotCached,
];

/// Returns the most useful hint.
pub fn hint(failed: &[Failed]) -> Option<&'static str> {
    WITH_HINT.into_iter().find(|cause| failed.iter().any(|one| one.cause == *cause))?.hint()
}

/// The exit code of a run that published this many papers while these failed. An interruption wins. Then come papers that a later
/// run can finish, unless the settings or this machine must be changed first. If others were published, the rest is "some
/// papers failed". If none was, a cause that only the user can fix wins over one that may pass.
pub fn exit(published: usize, failed: &[Failed]) -> Exit {
    let any = |cause| failed.iter().any(|one| one.cause == cause);
    let is_of_user = failed.iter().any(|one| one.cause.is_of_user());
    if failed.is_empty() {
        Exit::Done
    } else if any(Cause::Interrupted) {
        Exit::Interrupted
    } else if (any(Cause::LeftForLater) || any(Cause::Untried)) && !is_of_user {
        Exit::Unreachable
    } else if published > 0 {
        Exit::SomeFailed
    } else if is_of_user {
        Exit::Settings
    } else if any(Cause::Service) || any(Cause::NetworkDown) || any(Cause::ModelServerDown) {
        Exit::Unreachable
    } else if any(Cause::Unexpected) {
        Exit::Unexpected
    } else if any(Cause::Rejected) {
        Exit::Rejected
    } else if failed.iter().all(|one| one.cause == Cause::FileNotFound) {
        Exit::Usage
    } else {
        Exit::SomeFailed
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[test]
    fn equal_failures_are_reported_once() {
        let of = |input: &str, message: &str| Failed {
            messages: vec![message.to_owned()],
            ..Failed::new(input, Stage::Summarize, Cause::Settings, &std::fmt::Error)
        };
        let failed = [
            of("2510.00001", "the key is refused"),
            of("2510.00002", "arXiv has no paper `2510.00002`"),
            of("2510.00003", "the key is refused"),
            of("2510.00004", "gave no digest"),
        ];
        assert_eq!(
            messages(&failed).concat(),
            [
                "`2510.00001` and 1 more: the key is refused",
                "arXiv has no paper `2510.00002`",
                "`2510.00004`: gave no digest"
            ]
        );
    }

    #[test]
    fn only_the_first_failures_are_printed_and_the_others_counted() {
        let of = |n: usize| Failed {
            messages: vec![format!("`{n}` is no id")],
            ..Failed::new(n.to_string(), Stage::Resolve, Cause::InvalidInput, &std::fmt::Error)
        };
        let failed: Vec<Failed> = (0..100_000).map(of).collect();
        assert_eq!(messages(&failed[..MAX_REPORTED]).len(), MAX_REPORTED);
        let printed = messages(&failed);
        assert_eq!(printed.len(), MAX_REPORTED + 1);
        assert_eq!(printed[0], ["`0` is no id"]);
        assert!(printed[MAX_REPORTED][0].starts_with("99900 more failed"), "{:?}", printed[MAX_REPORTED]);
    }

    #[rstest]
    #[case(0, &[], Exit::Done)]
    #[case(3, &[], Exit::Done)]
    #[case(3, &[Cause::InvalidInput], Exit::SomeFailed)]
    #[case(3, &[Cause::Service], Exit::SomeFailed)]
    #[case(3, &[Cause::Rejected], Exit::SomeFailed)]
    #[case(0, &[Cause::InvalidInput], Exit::SomeFailed)]
    #[case(0, &[Cause::Interrupted], Exit::Interrupted)]
    #[case(2, &[Cause::InvalidInput, Cause::LeftForLater, Cause::Interrupted], Exit::Interrupted)]
    #[case(0, &[Cause::FileNotFound], Exit::Usage)]
    #[case(0, &[Cause::FileNotFound, Cause::InvalidInput], Exit::SomeFailed)]
    #[case(1, &[Cause::FileNotFound], Exit::SomeFailed)]
    #[case(0, &[Cause::InvalidInput, Cause::Service], Exit::Unreachable)]
    #[case(0, &[Cause::Rejected, Cause::Service], Exit::Unreachable)]
    #[case(0, &[Cause::InvalidInput, Cause::Rejected], Exit::Rejected)]
    #[case(0, &[Cause::Settings, Cause::Service], Exit::Settings)]
    #[case(1, &[Cause::Settings], Exit::SomeFailed)]
    #[case(0, &[Cause::NetworkDown], Exit::Unreachable)]
    #[case(0, &[Cause::ModelServerDown], Exit::Unreachable)]
    #[case(3, &[Cause::LeftForLater], Exit::Unreachable)]
    #[case(3, &[Cause::InvalidInput, Cause::LeftForLater], Exit::Unreachable)]
    #[case(3, &[Cause::Untried], Exit::Unreachable)]
    #[case(0, &[Cause::Settings, Cause::LeftForLater], Exit::Settings)]
    #[case(0, &[Cause::CacheFolder, Cause::LeftForLater], Exit::Settings)]
    #[case(2, &[Cause::CacheFolder], Exit::SomeFailed)]
    #[case(0, &[Cause::Certificates, Cause::LeftForLater], Exit::Settings)]
    #[case(0, &[Cause::Unexpected, Cause::InvalidInput], Exit::Unexpected)]
    fn the_exit_code_follows_from_what_was_published_and_what_failed(
        #[case] published: usize,
        #[case] causes: &[Cause],
        #[case] expected: Exit,
    ) {
        let failed: Vec<_> =
            causes.iter().map(|&cause| Failed::new("x", Stage::Fetch, cause, &std::fmt::Error)).collect();
        assert_eq!(exit(published, &failed), expected);
    }
}
