//! Parses the command line, runs the command, and turns what came of it into an exit code.

use std::process::ExitCode;

use clap::Parser;
use papers::cli::Cli;
use papers::{commands, report};

fn main() -> ExitCode {
    let cli = Cli::parse();
    report::start(cli.global.verbosity(), cli.global.color);
    let outcome = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(anyhow::Error::from)
        .and_then(|runtime| {
            let outcome = runtime.block_on(commands::run(cli));
            // A page that is still being read holds nobody up.
            runtime.shutdown_background();
            outcome
        });
    match outcome {
        Ok(exit) => exit.into(),
        Err(error) => {
            report::error(error.as_ref(), commands::hint(&error).as_deref());
            commands::exit(&error).into()
        }
    }
}
