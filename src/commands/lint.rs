//! `papers lint`: posts → faults with line numbers.

use std::fmt::Write as _;

use crate::cli::LintArgs;
use crate::outcome::Exit;
use crate::{disk, lint, report};

/// Runs the command.
pub(super) fn run(args: &LintArgs) -> anyhow::Result<Exit> {
    let mut text = String::new();
    for path in &args.posts {
        let post = disk::read_post(path)?;
        for fault in lint::lint(&post) {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{}:{fault}", path.display());
        }
    }
    report::print(&text)?;
    Ok(if text.is_empty() { Exit::Done } else { Exit::Rejected })
}
