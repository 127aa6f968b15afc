//! Results of papers → exit code: pure, so that every combination can be tested.

use std::error::Error;

use crate::paper::{Failure, Stage};
use crate::report;

/// The exit codes of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Done, or nothing new.
    Done = 0,
    /// Something that nobody foresaw.
    Unexpected = 1,
    /// The command line cannot be understood; also clap's own code.
    Usage = 2,
    /// Settings or a template cannot be used.
    Settings = 3,
    /// Some papers failed; the rest is written.
    SomeFailed = 4,
    /// A service is unreachable or refuses: run again later.
    Unreachable = 5,
    /// Rejected by verification or lint.
    Rejected = 6,
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why a paper did not make it, as far as the exit code cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// What was given is no identifier, or names no paper.
    Input,
    /// A service is unreachable or refuses.
    Service,
    /// `--offline`, and the cache does not have it.
    Missing,
    /// The checks left nothing to publish.
    Rejected,
    /// The run was interrupted before the paper's turn.
    Interrupted,
}

/// A paper that did not make it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failed {
    /// What the user gave.
    pub input: String,
    /// Where it failed.
    pub stage: Stage,
    /// Why, as far as the exit code cares.
    pub cause: Cause,
    /// What happened; each message was caused by the next.
    pub messages: Vec<String>,
}

impl Failed {
    /// A failure with its error and that error's causes.
    pub fn new(input: impl Into<String>, stage: Stage, cause: Cause, error: &dyn Error) -> Self {
        Self { input: input.into(), stage, cause, messages: report::causes(error) }
    }

    /// As it stands in the record.
    pub fn failure(&self) -> Failure {
        Failure { input: self.input.clone(), stage: self.stage, error: self.messages.join(": ") }
    }
}

/// The exit code of a run that published this many papers and lost these. When some are published the rest is "some
/// papers failed", whatever the cause; when none is, the cause that a later run may cure comes first.
pub fn exit(published: usize, failed: &[Failed]) -> Exit {
    let any = |cause| failed.iter().any(|one| one.cause == cause);
    if failed.is_empty() {
        Exit::Done
    } else if published > 0 {
        Exit::SomeFailed
    } else if any(Cause::Service) {
        Exit::Unreachable
    } else if any(Cause::Rejected) {
        Exit::Rejected
    } else {
        Exit::SomeFailed
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(0, &[], Exit::Done)]
    #[case(3, &[], Exit::Done)]
    #[case(3, &[Cause::Input], Exit::SomeFailed)]
    #[case(3, &[Cause::Service], Exit::SomeFailed)]
    #[case(3, &[Cause::Rejected], Exit::SomeFailed)]
    #[case(0, &[Cause::Input], Exit::SomeFailed)]
    #[case(0, &[Cause::Interrupted], Exit::SomeFailed)]
    #[case(0, &[Cause::Input, Cause::Service], Exit::Unreachable)]
    #[case(0, &[Cause::Rejected, Cause::Service], Exit::Unreachable)]
    #[case(0, &[Cause::Input, Cause::Rejected], Exit::Rejected)]
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
