//! Classifies the sentences of an abstract by their moves: a linear chain over signs, role probabilities, place and words. The
//! weights of signs and places are in `moves.txt`, those of words in `moves.bin`.

use std::sync::LazyLock;

use super::candidate::Candidate;
use super::facts;
use super::slot::Slot;
use super::table;
use crate::roles::chain::{self, Pairs};
use crate::roles::features::{Group, features as word_features};
use crate::roles::model::{damping, row as row_of};
use crate::roles::words::Sentence;
use papers_paper::SectionRole;

/// The moves of an abstract, in the order of their weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Move {
    /// States what is known and what is missing.
    Background,
    /// States the aim or the question.
    Goal,
    /// States the proposal or the novelty.
    Contribution,
    /// States how it was done.
    Method,
    /// States the outcome.
    Result,
    /// States the meaning or uses.
    Conclusion,
}

/// The number of moves.
pub const MOVES: usize = 6;

/// One number per move.
pub type Scores = chain::Scores<MOVES>;

/// The features besides signs and facts, in the order of their rows.
const PLACES: [&str; 10] = [
    "always", "p-background", "p-objective", "p-method", "p-result", "p-other", "position",
    "position-squared", "first", "last",
];

/// The rows of the transition weights.
const CHAIN: [&str; 1 + MOVES] = [
    "starts", "follows-background", "follows-goal", "follows-contribution", "follows-method",
    "follows-result", "follows-conclusion",
];

/// The weight of a label: "Methods: …" gives the move of the sentence.
const LABELED: f32 = 10.0;

/// The number of rows in the table of words, some of which share a row.
pub const WORD_ROWS: usize = 1 << 13;

/// The size of `moves.bin`: the step between weights, and a byte for each weight.
pub const SIZE: usize = 4 + WORD_ROWS * MOVES;

impl Move {
    /// Returns the part of the digest for sentences that make this move.
    pub(super) const fn slot(self) -> Slot {
        match self {
            Self::Background => Slot::Motivation,
            Self::Goal => Slot::Goal,
            Self::Contribution => Slot::Contribution,
            Self::Method => Slot::Method,
            Self::Result => Slot::Results,
            Self::Conclusion => Slot::Conclusion,
        }
    }

    /// All moves, in the order of their weights.
    pub(super) const ALL: [Self; MOVES] =
        [Self::Background, Self::Goal, Self::Contribution, Self::Method, Self::Result, Self::Conclusion];

    /// Returns the move that the label of a structured abstract names.
    const fn labeled(role: SectionRole) -> Option<Self> {
        match role {
            SectionRole::Background => Some(Self::Background),
            SectionRole::Introduction => Some(Self::Goal),
            SectionRole::Method => Some(Self::Method),
            SectionRole::Results => Some(Self::Result),
            SectionRole::Conclusion | SectionRole::Discussion => Some(Self::Conclusion),
            _ => None,
        }
    }
}

/// The weights.
struct Model {
    /// One row for each feature, in the order of [`names`].
    features: Vec<Scores>,
    starts: Scores,
    follows: Pairs<MOVES>,
    step: f32,
    words: &'static [[u8; MOVES]],
}

static WORDS: &[u8; SIZE] = include_bytes!("moves.bin");

static MODEL: LazyLock<Model> = LazyLock::new(|| Model::read(include_str!("moves.txt"), WORDS));

/// The features of a sentence of an abstract.
pub struct MoveFeatures {
    /// The indices of signs, facts and places, with their values.
    pub signs: Vec<(usize, f32)>,
    /// The rows of its words in the table of words.
    pub words: Vec<usize>,
}

impl Model {
    fn read(text: &str, words: &'static [u8; SIZE]) -> Self {
        let mut chain = table::rows(text, &CHAIN).into_iter();
        let [starts, follows @ ..] = CHAIN.map(|_| chain.next().unwrap_or_default());
        let (step, words) = words
            .split_first_chunk()
            .map_or((0.0, &[][..]), |(step, words)| (f32::from_le_bytes(*step), words.as_chunks().0));
        Self { features: table::rows(text, &names()), starts, follows, step, words }
    }

    /// Returns the score of each move of one sentence, independent of its neighbors.
    fn score(&self, features: &MoveFeatures) -> Scores {
        let mut sums = [0_i32; MOVES];
        for weights in features.words.iter().filter_map(|&row| self.words.get(row)) {
            sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += i32::from(weight.cast_signed()));
        }
        let factor = self.step * damping(features.words.len());
        let mut scores = sums.map(|sum| sum as f32 * factor);
        for &(feature, value) in &features.signs {
            let row = self.features.get(feature).into_iter().flatten();
            scores.iter_mut().zip(row).for_each(|(score, weight)| *score += weight * value);
        }
        scores
    }
}

/// Returns the names of the features, in the order of their rows.
pub(super) fn names() -> Vec<&'static str> {
    PLACES.into_iter().chain(facts::names()).collect()
}

/// Returns the features of the sentences of an abstract.
pub(super) fn features(candidates: &[&Candidate<'_>]) -> Vec<MoveFeatures> {
    let wanted =
        |group| matches!(group, Group::Words | Group::Edges | Group::Affixes | Group::Form | Group::Cues);
    let read = |c: &&Candidate<'_>| c.hashes.clone().unwrap_or_else(|| Sentence::read(c.text));
    let sentences: Vec<Sentence> = candidates.iter().map(read).collect();
    let words = word_features(&sentences, wanted);
    let rows = |words: Vec<u64>| words.into_iter().map(|word| row_of(word) % WORD_ROWS).collect();
    (0..)
        .zip(candidates)
        .zip(words)
        .map(|((index, c), words)| MoveFeatures {
            signs: signs(c, index, candidates.len()),
            words: rows(words),
        })
        .collect()
}

fn signs(candidate: &Candidate<'_>, index: usize, count: usize) -> Vec<(usize, f32)> {
    let held = candidate.facts().held().map(|bit| (PLACES.len() + bit, 1.0));
    places(candidate, index, count).into_iter().enumerate().chain(held).collect()
}

/// Returns the values of [`PLACES`].
fn places(candidate: &Candidate<'_>, index: usize, count: usize) -> [f32; PLACES.len()] {
    let [background, objective, method, result, other] = candidate.log_beliefs();
    let last = count.saturating_sub(1);
    let position = index as f32 / last.max(1) as f32;
    let (is_first, is_last) = (f32::from(index == 0), f32::from(index == last));
    [1.0, background, objective, method, result, other, position, position * position, is_first, is_last]
}

/// Returns the probability of each move for each sentence of an abstract.
pub(super) fn moves(candidates: &[&Candidate<'_>]) -> Vec<Scores> {
    let mut scores: Vec<Scores> = features(candidates).iter().map(|one| MODEL.score(one)).collect();
    if let Some(first) = scores.first_mut() {
        *first = chain::plus(first, &MODEL.starts);
    }
    for (scores, candidate) in scores.iter_mut().zip(candidates) {
        let label = candidate.given_role.filter(|_| candidate.is_labeled()).and_then(Move::labeled);
        if let Some(score) = label.and_then(|label| scores.get_mut(label as usize)) {
            *score += LABELED;
        }
    }
    chain::roles(&scores, &MODEL.follows)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::candidate::candidates;
    use super::super::sample::abstract_of;
    use super::*;

    fn first_moves(sentences: &[&str]) -> Vec<Move> {
        let document = abstract_of(sentences);
        let candidates = candidates("", &document);
        let scores = moves(&candidates.iter().collect::<Vec<_>>());
        scores.iter().map(|scores| Move::ALL[chain::likeliest(scores)]).collect()
    }

    #[test]
    fn every_row_of_the_table_is_a_feature_or_of_the_chain() {
        let known: Vec<&str> = names().into_iter().chain(CHAIN).collect();
        let rows: Vec<&str> = include_str!("moves.txt")
            .lines()
            .filter_map(table::row::<f32, MOVES>)
            .map(|(name, _)| name)
            .collect();
        assert!(rows.len() > 60 && CHAIN.iter().all(|name| rows.contains(name)));
        assert!(rows.iter().all(|name| known.contains(name)), "{rows:?}");
        // A second row of the same name would never be read.
        let distinct: HashSet<&str> = known.iter().copied().collect();
        assert_eq!(distinct.len(), known.len(), "{known:?}");
    }

    #[test]
    fn an_abstract_makes_its_moves_in_order() {
        let told = first_moves(&[
            "Solar panels on farms lose output when dust settles on them.",
            "However, existing robots need rails that few farms can afford.",
            "In this paper, we propose DryBrush, a robot that cleans panels without water.",
            "It crawls along the frame on two belts that one motor drives.",
            "Experiments on forty farms show that DryBrush restores 93.5% of the lost output, more than washing.",
        ]);
        let expected = [Move::Background, Move::Background, Move::Goal, Move::Method, Move::Result];
        assert_eq!(told, expected);
    }

    #[test]
    fn a_label_says_what_its_sentences_do() {
        let told = first_moves(&[
            "Results: We propose a robot that cleans panels without water.",
            "Methods: Falls went down from 41 to 17 in the year with mats.",
        ]);
        assert_eq!(told, [Move::Result, Move::Method]);
    }
}
