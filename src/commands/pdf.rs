//! The hidden command that `isolate` starts: reads a PDF from standard input and prints the document, or the error, as JSON.

use crate::outcome::Exit;
use crate::{isolate, report};
use papers_fulltext as fulltext;
use papers_system::disk;

/// Runs the command.
pub(super) fn run() -> anyhow::Result<Exit> {
    isolate::apply_limits()?;
    let read = fulltext::pdf(&disk::read_stdin()?);
    report::print(&serde_json::to_string(&read)?)?;
    Ok(Exit::Done)
}
