//! `papers roles`: JSON lines `{"sentences": [...]}` → `{"roles": [...]}`, for evaluation.

use anyhow::Context;
use serde::{Deserialize, Serialize};

use crate::outcome::Exit;
use crate::summarize::{self, Role};
use crate::{disk, report};

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
    let input = disk::read_stdin()?;
    let mut output = String::new();
    for (number, line) in
        (1..).zip(String::from_utf8_lossy(&input).lines()).filter(|(_, line)| !line.trim().is_empty())
    {
        let question: Question = serde_json::from_str(line)
            .with_context(|| format!("line {number} is not of the form {{\"sentences\": [\"…\"]}}"))?;
        let sentences: Vec<&str> = question.sentences.iter().map(String::as_str).collect();
        output.push_str(&serde_json::to_string(&Answer { roles: summarize::roles(&sentences) })?);
        output.push('\n');
    }
    report::print(&output)?;
    Ok(Exit::Done)
}
