//! `papers roles`: answers JSON lines `{"sentences": [...]}` with `{"roles": [...]}`, for evaluation. Each line is answered
//! before the next is read. An invalid line ends the run with an error that has its number.

use anyhow::Context;
use serde::{Deserialize, Serialize};

use crate::outcome::Exit;
use crate::report;
use papers_digest::{self as summarize, Role};
use papers_system::disk;

/// A byte order mark, which some editors put before the first line.
const MARK: &[u8] = "\u{feff}".as_bytes();

#[derive(Deserialize)]
struct Question {
    sentences: Vec<String>,
}

#[derive(Serialize)]
struct Answer {
    roles: Vec<Role>,
}

/// Runs the command.
pub(super) fn run() -> anyhow::Result<Exit> {
    for (number, line) in (1..).zip(disk::stdin_lines()) {
        let line = line?;
        let line = line.strip_prefix(MARK).unwrap_or(&line).trim_ascii();
        if !line.is_empty() && !report::stream(&answer(line, number)?)? {
            break;
        }
    }
    Ok(Exit::Done)
}

/// Answers one line.
fn answer(line: &[u8], number: usize) -> anyhow::Result<String> {
    let question: Question = serde_json::from_str(&String::from_utf8_lossy(line))
        .with_context(|| format!("line {number} is not of the form {{\"sentences\": [\"…\"]}}"))?;
    let sentences: Vec<&str> = question.sentences.iter().map(String::as_str).collect();
    Ok(serde_json::to_string(&Answer { roles: summarize::roles(&sentences) })? + "\n")
}
