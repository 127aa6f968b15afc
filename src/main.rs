//! Parses the command line, runs the command, and turns its result into an exit code.

use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use papers::cli::{self, Cli};
use papers::outcome::Exit;
use papers::{commands, report};

/// The allocator of the statically linked program. That of musl asks the system for each larger piece of memory.
#[cfg(target_env = "musl")]
#[global_allocator]
static MEMORY: dlmalloc::GlobalDlmalloc = dlmalloc::GlobalDlmalloc;

/// The time for which an idle thread is kept: longer than any run, because another may not be had.
const THREADS_KEPT: Duration = Duration::from_secs(30 * 24 * 60 * 60);

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return invalid_command_line(&error),
    };
    report::start(cli.global.verbosity(), cli.global.color);
    let outcome = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .thread_keep_alive(THREADS_KEPT)
        .build()
        .map_err(anyhow::Error::from)
        .and_then(|runtime| {
            let outcome = runtime.block_on(commands::run(cli));
            // Does not wait for a page that is still being read.
            runtime.shutdown_background();
            outcome
        });
    match outcome {
        Ok(exit) => exit.into(),
        Err(error) => failed(&error),
    }
}

/// Prints an error that ended a command, and what to do about it.
fn failed(error: &anyhow::Error) -> ExitCode {
    report::error(error.as_ref(), commands::hint(error).as_deref());
    commands::exit(error).into()
}

/// Prints help, version, or an error in the command line with what was probably meant.
fn invalid_command_line(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        return match report::print_colored(&error.render().ansi().to_string()) {
            Ok(()) => Exit::Done.into(),
            Err(error) => failed(&error.into()),
        };
    }
    match cli::message_with_controls(error) {
        Some(message) => report::aside(message.trim_end()),
        // Nobody is left to tell when the streams are closed.
        None => drop(error.print()),
    }
    if let Some(hint) = cli::suggestion(error) {
        report::failure(&[], Some(&hint));
    }
    Exit::Usage.into()
}
