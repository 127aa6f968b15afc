//! `papers lint`: posts → faults with line numbers.

use std::fmt::Write as _;

use crate::cli::LintArgs;
use crate::outcome::Exit;
use crate::{lint, report};
use papers_system::disk;

/// Runs the command. A post that cannot be read is told, and the others are checked all the same.
pub(super) fn run(args: &LintArgs) -> anyhow::Result<Exit> {
    let mut text = String::new();
    let mut unread = false;
    for path in &args.posts {
        match disk::read_post(path) {
            // Writing to a string cannot fail.
            Ok(post) => lint::lint(&post).iter().for_each(|fault| {
                let _ = writeln!(text, "{}:{fault}", path.display());
            }),
            Err(error) => {
                report::error(&error, None);
                unread = true;
            }
        }
    }
    report::print(&text)?;
    Ok(match (text.is_empty(), unread) {
        (false, _) => Exit::Rejected,
        (true, true) => Exit::SomeFailed,
        (true, false) => Exit::Done,
    })
}
