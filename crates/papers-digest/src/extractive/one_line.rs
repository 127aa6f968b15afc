//! Chooses the one-line summary (`tldr`): the selected sentence that best says, alone, what the paper does and finds.

use super::candidate::Candidate;
use super::choice::{Choice, Chosen};
use super::context::Dependence;
use super::cues::Sign;
use super::moves::Move;
use super::slot::Slot;
use papers_paper::SectionRole;

/// The points for what a sentence says. These and the other numbers are from a conditional logit of the sentences that readers chose
/// for 439 abstracts (docs/DIGEST.md), rounded; a result had 0.9 points before the moves became surer of results.
const SIGNS: [(Sign, f64); 5] = [
    (Sign::Reports, 0.9),
    (Sign::Show, 0.8),
    (Sign::Number, 0.6),
    (Sign::Compare, 0.5),
    (Sign::Outcome, 0.4),
];

/// The points for the probability of each move.
const MOVES: [(Move, f64); 5] = [
    (Move::Contribution, 1.0),
    (Move::Conclusion, 1.0),
    (Move::Result, 0.6),
    (Move::Method, -0.6),
    (Move::Background, -2.2),
];

/// The points for closeness to the title.
const TITLE: f64 = 0.8;

/// The points for closeness to the topic.
const TOPIC: f64 = 2.2;

/// The points lost from the first sentence of the abstract to its last.
const LATE: f64 = -1.05;

/// The points for a result that names what was made.
const NAMED: f64 = 0.7;

/// The points lost for an acronym that only another sentence explains.
const UNEXPLAINED: f64 = -0.3;

/// The points lost for one point of several: "Furthermore, …", "In particular, …".
const CONTINUES: f64 = -0.8;

/// The length in words above which each word loses points, and the points.
const LONG: usize = 40;
const PER_WORD_OVER: f64 = -0.056;

/// The length in words below which each missing word loses points, and the points.
const SHORT: usize = 12;
const PER_WORD_UNDER: f64 = -0.17;

/// Returns the candidate that is the one-line summary.
pub(super) fn one_line(choice: &Choice<'_>) -> Option<usize> {
    let suitable = choice.chosen.iter().filter(|chosen| is_suitable(choice, chosen));
    let worths = suitable.filter_map(|chosen| Some((chosen.index, worth(choice, *chosen)?)));
    worths.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))).map(|(index, _)| index)
}

/// Returns true for a sentence that can stand alone and is neither a limitation nor, unless it is the goal, a detail.
fn is_suitable(choice: &Choice<'_>, chosen: &Chosen) -> bool {
    let is_main = match chosen.slot {
        Slot::Goal => true,
        Slot::Limitations => false,
        _ => !choice.is_detail(chosen.index),
    };
    is_main && choice.is(chosen.index, |c| c.dependence == Dependence::Alone && !c.has(Sign::Leans))
}

/// Returns the points of a selected sentence.
fn worth(choice: &Choice<'_>, Chosen { slot, index }: Chosen) -> Option<f64> {
    let c = choice.candidates.get(index)?;
    let last = choice.moves.iter().map(|(index, _)| *index).max().unwrap_or_default();
    // Without an English abstract, the part of a sentence says what it does.
    let by_part = |of: Move| f64::from(of.slot() == slot);
    let probability = |of| if choice.moves.is_empty() { by_part(of) } else { choice.probability(index, of) };
    let says: f64 = SIGNS.iter().filter(|(sign, _)| c.has(*sign)).map(|(_, points)| points).sum();
    let does: f64 = MOVES.iter().map(|(of, points)| points * probability(*of)).sum();
    let named = if c.named.is_some() { NAMED * probability(Move::Result) } else { 0.0 };
    let late = if last == 0 { 0.0 } else { LATE * index.min(last) as f64 / last as f64 };
    let long = PER_WORD_OVER * c.words.saturating_sub(LONG) as f64;
    let short = PER_WORD_UNDER * SHORT.saturating_sub(c.words) as f64;
    let unexplained = if has_unexplained_acronym(choice, c) { UNEXPLAINED } else { 0.0 };
    let continues = if c.is_tied() && c.has(Sign::Continues) { CONTINUES } else { 0.0 };
    let topic = TITLE * c.title + TOPIC * c.centrality;
    Some(says + does + named + late + long + short + unexplained + continues + topic)
}

/// Returns true for a sentence with an acronym that another sentence of the abstract explains: "the zone of confinement (CZ)".
fn has_unexplained_acronym(choice: &Choice<'_>, c: &Candidate<'_>) -> bool {
    let explained = |word: &str| {
        let mark = format!("({word})");
        let other = |other: &Candidate<'_>| {
            other.is_in(SectionRole::Abstract) && other.text != c.text && other.text.contains(&mark)
        };
        !c.text.contains(&mark) && choice.candidates.iter().any(other)
    };
    let words = c.quote.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| word.chars().filter(|c| c.is_uppercase()).count() > 1).any(explained)
}

#[cfg(test)]
mod tests {
    use super::super::sample::abstract_of;
    use crate::Limits;

    /// Returns the one-line summary of an abstract.
    fn one_line(title: &str, sentences: &[&str]) -> Option<String> {
        super::super::digest(title, &abstract_of(sentences), &Limits::default()).digest.tldr
    }

    #[test]
    fn the_sentence_with_proposal_and_outcome_is_the_one_line_summary() {
        let told = one_line(
            "DryBrush: cleaning solar panels without water",
            &[
                "Solar panels on farms lose output when dust settles on them.",
                "We study how panels can be cleaned where water is scarce.",
                "It crawls along the frame on two belts that one motor drives.",
                "We show that DryBrush, a robot that cleans solar panels without water, restores 93.5% of the lost output.",
            ],
        );
        assert!(told.as_deref().is_some_and(|told| told.contains("93.5%")), "{told:?}");
    }

    #[test]
    fn without_an_outcome_it_is_what_the_paper_proposes() {
        let told = one_line(
            "DryBrush: cleaning solar panels without water",
            &[
                "Solar panels on farms lose output when dust settles on them.",
                "We propose DryBrush, a robot that cleans solar panels without water.",
                "Two belts that one motor drives carry it along the frame of a panel.",
            ],
        );
        assert!(told.as_deref().is_some_and(|told| told.contains("We propose DryBrush")), "{told:?}");
    }

    #[test]
    fn one_point_of_several_is_not_the_one_line_summary() {
        let told = |opening: &str| {
            let last = format!("{opening}we show that DryBrush saves 31% of the water.");
            let sentences = ["We propose DryBrush, a robot that cleans solar panels.", last.as_str()];
            one_line("DryBrush: cleaning solar panels", &sentences).unwrap_or_default()
        };
        assert!(told("").contains("31%") && !told("Furthermore, ").contains("31%"));
    }
}
