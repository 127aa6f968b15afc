//! `papers completions` and `papers man`.

use clap::CommandFactory;

use crate::cli::Cli;
use crate::outcome::Exit;
use crate::report;

/// Prints a completion script.
pub(super) fn completions(shell: clap_complete::Shell) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "papers", &mut script);
    report::print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}

/// Prints the manual page.
pub(super) fn man() -> anyhow::Result<Exit> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Cli::command()).render(&mut page)?;
    report::print(&String::from_utf8_lossy(&page))?;
    Ok(Exit::Done)
}
