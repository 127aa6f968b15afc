//! Runs the commands: parsed command line → settings → call → exit code.

mod batch;
mod cache;
mod commit;
mod config;
mod daily;
mod fetch;
mod init;
mod lint;
mod pdf;
mod plan;
mod read;
mod recheck;
mod render;
mod roles;
mod roundup;
mod setup;
mod shell;
mod skip;
mod status;
mod stop;
mod usage;
mod verify;

use std::io::{self, ErrorKind};

use crate::cli::{Cli, Command};
use crate::config::ConfigError;
use crate::outcome::{self, Exit};
use crate::pipeline::EditionError;
use crate::publish::{GitError, NoPlace, WrongEnding};
use crate::render::{RenderError, TemplateError};
use crate::resolve::NoFile;
use papers_http::HttpError;
use papers_paper::InvalidPaperId;
use papers_system::disk::DiskError;
use stop::Stopped;
use usage::UsageError;

/// Runs a command.
pub async fn run(cli: Cli) -> anyhow::Result<Exit> {
    let global = cli.global;
    if !matches!(cli.command, Command::Pdf) {
        start_thread().await?;
    }
    match cli.command {
        Command::Fetch(args) => fetch::run(&global, args).await,
        Command::Daily(args) => Box::pin(daily::run(&global, &args)).await,
        Command::Status(args) => status::run(&global, &args).await,
        Command::Render(args) => render::run(&global, &args),
        Command::Read(args) => read::run(&global, &args).await,
        Command::Verify(args) => verify::run(&global, &args).await,
        Command::Recheck(args) => Box::pin(recheck::run(&global, &args)).await,
        Command::Lint(args) => lint::run(&global, &args),
        Command::Roundup(args) => roundup::run(&global, &args),
        Command::Skip(args) => skip::run(&global, &args),
        Command::Init(args) => init::run(&args),
        Command::Batch(command) => Box::pin(batch::run(&global, command)).await,
        Command::Cache(command) => cache::run(&global, command),
        Command::Config(args) => config::run(&global, &args),
        Command::Completions { shell } => shell::completions(shell),
        Command::Man { name } => shell::man(name.as_deref()),
        Command::Roles => roles::run(),
        Command::Pdf => pdf::run(),
    }
}

/// The system grants this user or container no more threads.
#[derive(Debug, thiserror::Error)]
#[error("no thread can be started")]
struct NoThread(#[source] io::Error);

/// Starts the thread on which long computations run. With one, all work goes on when the system grants no more; without any, tokio
/// would panic.
async fn start_thread() -> anyhow::Result<()> {
    let thread = std::thread::Builder::new().spawn(|| ()).map_err(NoThread)?;
    drop(thread.join());
    Ok(tokio::task::spawn_blocking(|| ()).await?)
}

/// Returns the error of this type among the causes, if there is one.
fn found<T: std::error::Error + Send + Sync + 'static>(error: &anyhow::Error) -> Option<&T> {
    let passed_on = error.downcast_ref::<EditionError>().and_then(|error| error.inner().downcast_ref());
    passed_on.or_else(|| error.downcast_ref())
}

/// Returns the exit code for an error that ended a command.
pub fn exit(error: &anyhow::Error) -> Exit {
    if is_usage(error) {
        Exit::Usage
    } else if let Some(stopped) = error.downcast_ref::<Stopped>() {
        stopped.why.exit()
    } else if error.downcast_ref().is_some_and(HttpError::is_outage)
        || matches!(error.downcast_ref(), Some(EditionError::Unlisted { .. }))
    {
        Exit::Unreachable
    } else if is_settings(error) {
        Exit::Settings
    } else if matches!(error.downcast_ref(), Some(EditionError::Failed { .. })) {
        Exit::SomeFailed
    } else {
        Exit::Unexpected
    }
}

/// Returns true if the command line asks for something that does not exist or is impossible.
fn is_usage(error: &anyhow::Error) -> bool {
    error.is::<UsageError>()
        || error.is::<NoFile>()
        || error.is::<InvalidPaperId>()
        || error.is::<NoPlace>()
        || error.is::<WrongEnding>()
        || error.downcast_ref().is_some_and(DiskError::is_read)
        || error.downcast_ref().is_some_and(EditionError::is_about_file)
}

/// Returns true if the settings, the templates or the repository must be changed before the command can succeed.
fn is_settings(error: &anyhow::Error) -> bool {
    error.is::<ConfigError>()
        || is_of_templates(error)
        || error.downcast_ref().is_some_and(HttpError::is_of_machine)
        || error.downcast_ref().is_some_and(GitError::is_lasting)
}

fn is_of_templates(error: &anyhow::Error) -> bool {
    error.is::<TemplateError>() || found::<RenderError>(error).is_some()
}

/// Returns advice for an error that ended a command.
pub fn hint(error: &anyhow::Error) -> Option<String> {
    if let Some(error) = error.downcast_ref::<GitError>() {
        return Some(error.hint());
    }
    if let Some(error) = error.downcast_ref() {
        return outcome::hint_of_request(error).map(str::to_owned);
    }
    if error.is::<NoThread>() {
        return Some(
            "end other processes, or raise their limit: `ulimit -u`, `TasksMax`, `--pids-limit`".to_owned(),
        );
    }
    let cause = || error.chain().find_map(|cause| cause.downcast_ref::<io::Error>());
    let of_disk = found::<io::Error>(error).or_else(cause).and_then(|error| of_disk(error.kind()));
    let of_templates =
        || is_of_templates(error).then_some("`docs/TEMPLATES.md` describes every field and helper");
    let hint = of_disk
        .or_else(of_templates)
        .or_else(|| error.downcast_ref().and_then(UsageError::hint))
        .or_else(|| error.downcast_ref().and_then(ConfigError::hint));
    hint.map(str::to_owned)
}

/// Returns advice for an error of the file system.
fn of_disk(kind: ErrorKind) -> Option<&'static str> {
    match kind {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Some(
            "make room, and run the same command again; what was fetched is kept, and no file is half written",
        ),
        ErrorKind::ReadOnlyFilesystem => Some("name a folder on a disk that can be written to"),
        ErrorKind::PermissionDenied => Some("run as the user who owns it, or change its permissions"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_that_grants_no_thread_is_told_with_what_to_raise() {
        let error = anyhow::Error::from(NoThread(ErrorKind::WouldBlock.into()));
        assert_eq!(exit(&error), Exit::Unexpected);
        assert!(hint(&error).is_some_and(|hint| hint.contains("ulimit -u")));
    }

    #[test]
    fn a_refusal_of_the_disk_is_reported_with_a_hint() {
        let of = |kind: ErrorKind| {
            let source = io::Error::from(kind);
            let error = DiskError { action: "write", path: "x".into(), source };
            hint(&anyhow::Error::from(error)).unwrap_or_default()
        };
        assert!(of(ErrorKind::StorageFull).starts_with("make room"));
        assert!(of(ErrorKind::ReadOnlyFilesystem).contains("can be written"));
        assert!(of(ErrorKind::PermissionDenied).contains("permissions"));
        assert_eq!(of(ErrorKind::Other), "");
    }
}
