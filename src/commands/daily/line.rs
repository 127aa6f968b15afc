//! What a day came to → its line. Pure.

use crate::calendar::State;
use crate::commands::output::papers;

use super::day::Outcome;

/// `2025-10-09 fresh: 10 papers in _posts/2025-10-09-daily-papers.md`
pub(super) fn line(outcome: &Outcome) -> String {
    format!("{} {}: {}", outcome.day, outcome.state.word(), note(outcome))
}

/// What the line says after the state.
pub(super) fn note(outcome: &Outcome) -> String {
    let listed = papers(outcome.facts.listed);
    let text = match outcome.state {
        State::Fresh => fresh(outcome),
        State::Waiting if outcome.facts.listed == 0 => "nothing is listed yet".to_owned(),
        State::Waiting if outcome.selected > 0 => {
            format!("{} so far, at least {} are asked for", papers(outcome.selected), outcome.least)
        }
        State::Waiting | State::Quiet if outcome.facts.listed > 0 => format!("nothing new among {listed}"),
        State::Waiting | State::Quiet => "a weekend or holiday, nothing is listed".to_owned(),
        State::Stalled => "a working day, and still nothing is listed".to_owned(),
        State::Failed => "nothing could be published".to_owned(),
    };
    let mut parts = vec![text];
    if !outcome.failed.is_empty() {
        parts.push(format!("{} failed and will be tried again", papers(outcome.failed.len())));
    }
    if !outcome.sources.is_empty() {
        parts.push("not every source could be asked".to_owned());
    }
    parts.join("; ")
}

fn fresh(outcome: &Outcome) -> String {
    let written = outcome.written.first().map(|written| written.path.display().to_string());
    let count = papers(outcome.published);
    match (outcome.published, written) {
        (0, _) => "nothing new".to_owned(),
        (_, None) => count,
        (_, Some(path)) if outcome.stood > 0 => format!("{count} added to {path}"),
        (_, Some(path)) => format!("{count} in {path}"),
    }
}
