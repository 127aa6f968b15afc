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
mod verify;

use std::io::{self, ErrorKind};

use crate::cli::{Cli, Command};
use crate::config::ConfigError;
use crate::outcome::{CACHE_HINT, Exit, NETWORK_HINT};
use crate::pipeline::EditionError;
use crate::publish::{GitError, NoPlace, WrongEnding};
use crate::render::{RenderError, TemplateError};
use crate::resolve::NoFile;
use papers_digest::llm::SettingsError;
use papers_http::HttpError;
use papers_paper::InvalidPaperId;
use papers_system::disk::DiskError;

/// Runs a command.
pub async fn run(cli: Cli) -> anyhow::Result<Exit> {
    let global = cli.global;
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

/// Returns the error of this type among the causes, if there is one.
fn found<T: std::error::Error + Send + Sync + 'static>(error: &anyhow::Error) -> Option<&T> {
    let passed_on = error.downcast_ref::<EditionError>().and_then(|error| error.inner().downcast_ref());
    passed_on.or_else(|| error.downcast_ref())
}

/// Returns the exit code for an error that ended a command.
pub fn exit(error: &anyhow::Error) -> Exit {
    if is_usage(error) {
        Exit::Usage
    } else if error.is::<daily::Interrupted>() {
        Exit::Interrupted
    } else if error.downcast_ref::<HttpError>().is_some_and(HttpError::is_outage) {
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
    error.is::<daily::BackwardRange>()
        || error.is::<shell::NoCommand>()
        || error.is::<config::NoSetting>()
        || error.is::<init::NoFolder>()
        || error.is::<read::Unreadable>()
        || error.is::<recheck::NoLedger>()
        || error.is::<render::NoRecord>()
        || error.is::<roundup::NoPosts>()
        || error.is::<NoFile>()
        || error.downcast_ref::<DiskError>().is_some_and(DiskError::is_read)
        || error.is::<InvalidPaperId>()
        || error.is::<NoPlace>()
        || error.is::<WrongEnding>()
        || error.is::<roundup::Exists>()
        || error.downcast_ref::<EditionError>().is_some_and(EditionError::is_about_file)
}

/// Returns true if the settings, the templates or the repository must be changed before the command can succeed.
fn is_settings(error: &anyhow::Error) -> bool {
    error.is::<ConfigError>()
        || error.is::<batch::NoBatches>()
        || is_of_templates(error)
        || error.downcast_ref::<HttpError>().is_some_and(HttpError::is_of_cache_folder)
        || error.downcast_ref::<GitError>().is_some_and(GitError::is_lasting)
}

fn is_of_templates(error: &anyhow::Error) -> bool {
    error.is::<TemplateError>() || found::<RenderError>(error).is_some()
}

/// Returns advice for an error that ended a command.
pub fn hint(error: &anyhow::Error) -> Option<String> {
    let fixed = |text: &str| Some(text.to_owned());
    if let Some(error) = error.downcast_ref::<HttpError>() {
        return match error {
            HttpError::Client(_) => {
                fixed("are there certificates on this machine? on Debian: `apt-get install ca-certificates`")
            }
            error if error.is_of_cache_folder() => fixed(CACHE_HINT),
            HttpError::Offline { .. } => fixed("run once without `--offline`"),
            HttpError::Unreached { .. } => fixed(NETWORK_HINT),
            error if error.is_outage() => fixed("run again later; what was fetched is kept"),
            _ => None,
        };
    }
    if let Some(error) = error.downcast_ref::<GitError>() {
        return Some(error.hint());
    }
    let refused = || error.chain().find_map(|cause| cause.downcast_ref::<io::Error>());
    if let Some(hint) = found::<io::Error>(error).or_else(refused).and_then(|error| of_disk(error.kind())) {
        return fixed(hint);
    }
    if error.is::<config::NoSetting>() {
        return fixed("this command shows settings; they are changed in `papers.toml`");
    }
    if is_of_templates(error) {
        return fixed("`docs/TEMPLATES.md` describes every field and helper");
    }
    if error.is::<recheck::NoLedger>() {
        return fixed(
            "give the record that `papers fetch --json` printed, or run it where `papers fetch -o` or `papers daily` wrote the post",
        );
    }
    if error.is::<batch::NoBatches>() {
        return fixed("use an OpenAI-compatible server, such as vLLM: `provider = \"openai\"`");
    }
    match error.downcast_ref::<ConfigError>() {
        Some(ConfigError::NoSettings { .. }) => fixed(
            "`--config` names a file that must exist; without it `papers.toml` is read where there is one",
        ),
        Some(ConfigError::NoModel) => fixed(MODELS),
        Some(ConfigError::Llm(
            SettingsError::NoKey { .. } | SettingsError::BadKey | SettingsError::Disk(_),
        )) => fixed(
            "keys come from the environment or from a file, never from the command line: docs/MODELS.md",
        ),
        Some(ConfigError::Llm(SettingsError::NoPrice { .. })) => fixed(
            "put `\"MODEL\" = { input = …, output = … }`, US dollars per million tokens, under `[llm.prices]`",
        ),
        _ => None,
    }
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

/// Example settings for the providers, in three lines.
const MODELS: &str = "\
OpenAI, or a compatible server: PAPERS_LLM_MODEL=gpt-5.6-luna OPENAI_API_KEY=… [PAPERS_LLM_BASE_URL=http://…/v1]
Anthropic, Gemini: PAPERS_LLM_PROVIDER=anthropic PAPERS_LLM_MODEL=claude-haiku-5-5 ANTHROPIC_API_KEY=… (gemini, GEMINI_API_KEY)
Ollama: PAPERS_LLM_PROVIDER=ollama PAPERS_LLM_MODEL=qwen3:8b; all of these can stand under [llm] in papers.toml: docs/MODELS.md";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_disk_refuses_is_told_with_what_to_do() {
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
