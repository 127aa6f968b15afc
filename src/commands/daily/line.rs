//! The outcome of a day, and the line that reports it. Pure.

use chrono::NaiveDate;

use crate::calendar::{Facts, Shown, State};
use crate::outcome::Failed;
use crate::pipeline::WrittenFile;
use crate::report::counted;
use crate::resolve::{Lack, Pending, SourceError};

/// The outcome of a day.
pub(super) struct DayOutcome {
    pub(super) day: NaiveDate,
    pub(super) state: State,
    pub(super) facts: Facts,
    /// Papers that this run added to the post.
    pub(super) added: usize,
    /// Papers that the post already had.
    pub(super) already_posted: usize,
    /// Papers selected from the lists; not published while they are fewer than `min_papers` and may still become more.
    pub(super) selected: usize,
    /// The minimum number of papers; with fewer, the day waits.
    pub(super) min_papers: usize,
    pub(super) failed: Vec<Failed>,
    /// Papers that are not tried again, because they failed for too long.
    pub(super) given_up: usize,
    pub(super) source_errors: Vec<SourceError>,
    /// Sources whose lists of the day are not complete yet.
    pub(super) pending_sources: Vec<Pending>,
    /// The length of Hugging Face's list.
    pub(super) huggingface: Option<usize>,
    /// The papers that arXiv's lists showed.
    pub(super) shown: Shown,
    pub(super) written: Vec<WrittenFile>,
    /// The reason why the day's post could not be read or written.
    pub(super) error: Option<String>,
}

impl DayOutcome {
    /// The outcome of a day whose post could not be read or written.
    pub(super) fn lost(day: NaiveDate, error: String) -> Self {
        Self {
            day,
            state: State::Failed,
            facts: Facts::default(),
            added: 0,
            already_posted: 0,
            selected: 0,
            min_papers: 0,
            failed: Vec::new(),
            given_up: 0,
            source_errors: Vec::new(),
            pending_sources: Vec::new(),
            huggingface: None,
            shown: Shown::default(),
            written: Vec::new(),
            error: Some(error),
        }
    }

    /// Returns true if the day's line is worth printing. It is not for a fresh day without new papers, nor for an earlier day that
    /// was checked automatically and whose state did not change or whose sources could not be asked.
    pub(super) fn is_worth_a_line(&self, requested: bool, previous: Option<State>) -> bool {
        let sources_failed = !self.source_errors.is_empty();
        let is_known = if requested {
            self.state == State::Fresh && !sources_failed
        } else {
            previous == Some(self.state) || sources_failed
        };
        self.added > 0 || !self.failed.is_empty() || !is_known
    }
}

/// Writes the line: `2025-10-09 fresh: 10 papers in _posts/2025-10-09-daily-papers.md`.
pub(super) fn line(outcome: &DayOutcome) -> String {
    format!("{} {}: {}", outcome.day, outcome.state.word(), reason(outcome))
}

/// Returns what the line says after the state.
pub(super) fn reason(outcome: &DayOutcome) -> String {
    let listed = counted(outcome.facts.listed, "paper");
    let text = match outcome.state {
        State::Fresh => fresh(outcome),
        State::Waiting if outcome.facts.listed == 0 => "nothing is listed yet".to_owned(),
        State::Waiting if outcome.selected > 0 => {
            format!(
                "{} so far, at least {} are asked for",
                counted(outcome.selected, "paper"),
                outcome.min_papers
            )
        }
        State::Waiting | State::Quiet if outcome.facts.listed > 0 => format!("nothing new among {listed}"),
        State::Waiting | State::Quiet => "a weekend or holiday, nothing is listed".to_owned(),
        State::Stalled => "a working day, and still nothing is listed".to_owned(),
        State::Failed => outcome.error.clone().unwrap_or_default(),
    };
    let failed = match outcome.failed.len() {
        0 => String::new(),
        count => format!("{} failed and will be tried again", counted(count, "paper")),
    };
    let given_up = match outcome.given_up {
        0 => String::new(),
        count => format!("{} failed for too long", counted(count, "paper")),
    };
    let parts = [text, failed, given_up, unasked(&outcome.source_errors), pending(outcome)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
}

/// Names the sources that gave no list.
fn unasked(errors: &[SourceError]) -> String {
    let mut names: Vec<String> = errors
        .iter()
        .map(|error| match error {
            SourceError::Http { from, .. } | SourceError::LeftAlone { from, .. } => from.to_string(),
            SourceError::Query { query, .. } => format!("`{query}`"),
            SourceError::Interrupted { .. } => "the sources".to_owned(),
        })
        .collect();
    names.dedup();
    if names.is_empty() { String::new() } else { format!("{} could not be asked", names.join(" and ")) }
}

/// Names the sources whose lists are not complete. If none has any papers, the state says so.
fn pending(outcome: &DayOutcome) -> String {
    let mut empty: Vec<&str> = Vec::new();
    let mut parts: Vec<String> = Vec::new();
    for Pending { source, lack } in &outcome.pending_sources {
        match *lack {
            Lack::Everything => empty.push(source),
            Lack::Unreadable(count) => {
                let items = counted(count, "item");
                parts.push(format!("{items} of the list for {source} could not be read"));
            }
            Lack::Fewer { now, before } => {
                parts.push(format!("{source} lists {} instead of {before}", counted(now, "paper")));
            }
        }
    }
    if outcome.state == State::Fresh && !empty.is_empty() {
        parts.push(format!("nothing of {} is listed yet", empty.join(" and ")));
    }
    if parts.is_empty() { String::new() } else { format!("{}, a later run asks again", parts.join("; ")) }
}

fn fresh(outcome: &DayOutcome) -> String {
    let written = outcome.written.first().map(|written| written.path.display().to_string());
    let count = counted(outcome.added, "paper");
    match (outcome.added, written) {
        (0, _) => "nothing new".to_owned(),
        (_, None) => count,
        (_, Some(path)) if outcome.already_posted > 0 => format!("{count} added to {path}"),
        (_, Some(path)) => format!("{count} in {path}"),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::outcome::Cause;
    use crate::resolve::Source;
    use papers_paper::Stage;

    fn outcome(state: State, listed: usize) -> DayOutcome {
        let day: NaiveDate = "2025-10-09".parse().unwrap();
        DayOutcome {
            pending_sources: Vec::new(),
            huggingface: None,
            shown: Shown::default(),
            day,
            state,
            facts: Facts { listed, ..Facts::default() },
            added: 0,
            already_posted: 0,
            selected: 0,
            min_papers: 3,
            failed: Vec::new(),
            given_up: 0,
            source_errors: Vec::new(),
            written: Vec::new(),
            error: None,
        }
    }

    #[rstest]
    #[case(State::Waiting, 0, "2025-10-09 waiting: nothing is listed yet")]
    #[case(State::Waiting, 7, "2025-10-09 waiting: nothing new among 7 papers")]
    #[case(State::Quiet, 0, "2025-10-09 quiet: a weekend or holiday, nothing is listed")]
    #[case(State::Quiet, 1, "2025-10-09 quiet: nothing new among 1 paper")]
    #[case(State::Stalled, 0, "2025-10-09 stalled: a working day, and still nothing is listed")]
    fn a_line_says_why(#[case] state: State, #[case] listed: usize, #[case] expected: &str) {
        assert_eq!(line(&outcome(state, listed)), expected);
    }

    #[test]
    fn too_few_papers_are_counted() {
        let early = DayOutcome { selected: 2, ..outcome(State::Waiting, 9) };
        assert_eq!(reason(&early), "2 papers so far, at least 3 are asked for");
    }

    #[test]
    fn lists_that_are_not_complete_are_named() {
        let pending = |source: &str, lack| Pending { source: source.to_owned(), lack };
        let of = |state, pending_sources| reason(&DayOutcome { pending_sources, ..outcome(state, 0) });
        let both = vec![pending("Hugging Face", Lack::Unreadable(2)), pending("cs.CL", Lack::Everything)];
        assert_eq!(
            of(State::Fresh, both),
            "nothing new; 2 items of the list for Hugging Face could not be read; nothing of cs.CL is listed yet, a later run asks again"
        );
        assert_eq!(of(State::Waiting, vec![pending("cs.CL", Lack::Everything)]), "nothing is listed yet");
        assert_eq!(
            of(State::Fresh, vec![pending("Hugging Face", Lack::Fewer { now: 1, before: 3 })]),
            "nothing new; Hugging Face lists 1 paper instead of 3, a later run asks again"
        );
    }

    #[test]
    fn failed_papers_are_named_beside_published_ones() {
        let failed = vec![Failed::new("2510.06590", Stage::Fetch, Cause::InvalidInput, &std::fmt::Error)];
        let day = "2025-10-09".parse().unwrap();
        let left_alone = |from: Source| SourceError::LeftAlone { from, day };
        let sources = vec![left_alone(Source::Huggingface), left_alone(Source::Category("cs.CL".to_owned()))];
        let fresh = DayOutcome { added: 4, failed, ..outcome(State::Fresh, 5) };
        assert_eq!(reason(&fresh), "4 papers; 1 paper failed and will be tried again");
        let unasked = DayOutcome { source_errors: sources, ..outcome(State::Failed, 0) };
        assert_eq!(reason(&unasked), "Hugging Face and cs.CL could not be asked");
    }
}
