//! The hidden command that `isolate` starts: a PDF on standard input → its document, or why it is not read, as JSON.

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
