//! Classifies the sentences of an abstract by their moves, with a small linear model over signs and role probabilities and the
//! usual order of moves. Its weights are in `moves.txt`.

use std::sync::LazyLock;

use super::candidate::Candidate;
use super::facts::{self, Facts};
use papers_paper::SectionRole;

/// The moves of an abstract, in the order of their weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Move {
    /// States what is known and what is missing.
    Background,
    /// States the aim, the question, the proposal or the novelty.
    Purpose,
    /// States how it was done.
    Method,
    /// States the outcome.
    Result,
    /// States the meaning or uses.
    Conclusion,
}

/// The number of moves.
pub(super) const MOVES: usize = 5;

/// One number per move.
type Scores = [f32; MOVES];

/// The features besides signs and facts, in the order of their rows.
const PLACES: [&str; 10] = [
    "always",
    "p-background",
    "p-objective",
    "p-method",
    "p-result",
    "p-other",
    "position",
    "position-squared",
    "first",
    "last",
];

/// The rows of the transition weights.
const CHAIN: [&str; 1 + MOVES] =
    ["starts", "after-background", "after-purpose", "after-method", "after-result", "after-conclusion"];

/// The minimum of role probabilities, which avoids infinite logarithms.
const UNLIKELY: f32 = 1e-4;

/// The weight of a label: "Methods: …" gives the move of the sentence.
const LABELED: f32 = 10.0;

impl Move {
    /// All moves, in the order of their weights.
    const ALL: [Self; MOVES] =
        [Self::Background, Self::Purpose, Self::Method, Self::Result, Self::Conclusion];

    /// Returns the move that the label of a structured abstract names.
    const fn labeled(role: SectionRole) -> Option<Self> {
        match role {
            SectionRole::Background => Some(Self::Background),
            SectionRole::Introduction => Some(Self::Purpose),
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
    chain: [Scores; CHAIN.len()],
}

static MODEL: LazyLock<Model> = LazyLock::new(|| Model::read(include_str!("moves.txt")));

impl Model {
    fn read(text: &str) -> Self {
        let rows: Vec<(&str, Scores)> = text.lines().filter_map(row).collect();
        let find = |name: &str| rows.iter().find(|(row, _)| *row == name).map_or([0.0; MOVES], |row| row.1);
        Self { features: names().into_iter().map(find).collect(), chain: CHAIN.map(find) }
    }

    /// Returns the score of each move of one sentence, independent of its neighbors.
    fn score(&self, candidate: &Candidate<'_>, index: usize, count: usize) -> Scores {
        let mut scores = [0.0; MOVES];
        for (feature, value) in features(candidate, index, count) {
            let row = self.features.get(feature).into_iter().flatten();
            scores.iter_mut().zip(row).for_each(|(score, weight)| *score += weight * value);
        }
        let label = candidate.part.filter(|_| candidate.is_labeled()).and_then(Move::labeled);
        if let Some(score) = label.and_then(|label| scores.get_mut(label as usize)) {
            *score += LABELED;
        }
        scores
    }
}

/// Returns the names of the features, in the order of their rows.
pub(super) fn names() -> Vec<&'static str> {
    PLACES.into_iter().chain(facts::names()).collect()
}

/// Returns the features of a sentence of an abstract, with their values.
pub(super) fn features(candidate: &Candidate<'_>, index: usize, count: usize) -> Vec<(usize, f32)> {
    let facts = Facts::of(candidate);
    let held = facts.held().map(|bit| (PLACES.len() + bit, 1.0));
    places(candidate, index, count).into_iter().enumerate().chain(held).collect()
}

fn row(line: &str) -> Option<(&str, Scores)> {
    let mut words = line.split_whitespace();
    let name = words.next().filter(|name| !name.starts_with('#'))?;
    let mut row = [0.0; MOVES];
    row.iter_mut().zip(words).for_each(|(weight, word)| *weight = word.parse().unwrap_or_default());
    Some((name, row))
}

/// Returns the values of [`PLACES`].
fn places(candidate: &Candidate<'_>, index: usize, count: usize) -> [f32; PLACES.len()] {
    let [background, objective, method, result, other] = candidate.beliefs.map(|p| p.max(UNLIKELY).ln());
    let last = count.saturating_sub(1);
    let position = index as f32 / last.max(1) as f32;
    let one = |holds| if holds { 1.0 } else { 0.0 };
    let ends = [one(index == 0), one(index == last)];
    [1.0, background, objective, method, result, other, position, position * position, ends[0], ends[1]]
}

/// Returns all moves for each sentence of an abstract: first the one in the most likely sequence, then the others by score.
pub(super) fn moves(candidates: &[&Candidate<'_>]) -> Vec<[Move; MOVES]> {
    let count = candidates.len();
    let scores: Vec<Scores> =
        (0..).zip(candidates).map(|(index, candidate)| MODEL.score(candidate, index, count)).collect();
    let sequence = likeliest(&scores, &MODEL.chain);
    sequence
        .into_iter()
        .zip(&scores)
        .map(|(best, scores)| {
            let mut ranked = Move::ALL;
            let value = |of: &Move| match *of as usize == best {
                true => f32::INFINITY,
                false => scores.get(*of as usize).copied().unwrap_or_default(),
            };
            ranked.sort_by(|a, b| value(b).total_cmp(&value(a)));
            ranked
        })
        .collect()
}

/// Returns the sequence with the highest sum of scores and transition weights (Viterbi).
fn likeliest(scores: &[Scores], chain: &[Scores; CHAIN.len()]) -> Vec<usize> {
    let [starts, follows @ ..] = chain;
    let mut sums = [0.0; MOVES];
    let mut back: Vec<[usize; MOVES]> = Vec::new();
    for (index, own) in scores.iter().enumerate() {
        let mut best = [(0, f32::NEG_INFINITY); MOVES];
        for (to, best) in best.iter_mut().enumerate() {
            for (from, (sum, follows)) in sums.iter().zip(follows).enumerate() {
                let step = if index == 0 { starts.get(to) } else { follows.get(to) };
                let value = sum + step.copied().unwrap_or_default();
                if value > best.1 {
                    *best = (from, value);
                }
            }
        }
        back.push(best.map(|(from, _)| from));
        sums = std::array::from_fn(|to| {
            best.get(to).map_or(0.0, |best| best.1) + own.get(to).copied().unwrap_or_default()
        });
    }
    let mut at = sums.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).map_or(0, |best| best.0);
    let mut sequence = Vec::with_capacity(scores.len());
    for from in back.iter().rev() {
        sequence.push(at);
        at = from.get(at).copied().unwrap_or_default();
    }
    sequence.reverse();
    sequence
}

#[cfg(test)]
mod tests {
    use papers_paper::{Document, Paragraph, Section};

    use super::super::candidate::candidates;
    use super::*;

    fn first_moves(sentences: &[&str]) -> Vec<Move> {
        let sentences = sentences.iter().map(|&text| text.to_owned()).collect();
        let paragraph = Paragraph { sentences, ..Paragraph::default() };
        let section =
            Section { roles: vec![SectionRole::Abstract], paragraphs: vec![paragraph], ..Section::default() };
        let document = Document { sections: vec![section], ..Document::default() };
        let candidates = candidates("", &document);
        moves(&candidates.iter().collect::<Vec<_>>()).iter().map(|ranked| ranked[0]).collect()
    }

    #[test]
    fn every_row_of_the_table_is_a_feature_or_of_the_chain() {
        let known: Vec<&str> = names().into_iter().chain(CHAIN).collect();
        let rows: Vec<&str> =
            include_str!("moves.txt").lines().filter_map(row).map(|(name, _)| name).collect();
        assert!(rows.len() > 60 && CHAIN.iter().all(|name| rows.contains(name)));
        assert!(rows.iter().all(|name| known.contains(name)), "{rows:?}");
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
        let expected = [Move::Background, Move::Background, Move::Purpose, Move::Method, Move::Result];
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

    #[test]
    fn the_likeliest_sequence_is_the_best_of_all() {
        let scores: Vec<Scores> = (0..4_usize)
            .map(|at| std::array::from_fn(|of| ((at * 7 + of * 5 + at * of) % 11) as f32))
            .collect();
        let chain: [Scores; CHAIN.len()] =
            std::array::from_fn(|from| std::array::from_fn(|to| ((from * 3 + to * 8) % 7) as f32));
        let value = |sequence: &[usize]| -> f32 {
            let own: f32 = sequence.iter().zip(&scores).map(|(of, scores)| scores[*of]).sum();
            let steps: f32 = sequence.windows(2).map(|pair| chain[1 + pair[0]][pair[1]]).sum();
            own + steps + chain[0][sequence[0]]
        };
        let all = (0..MOVES.pow(4)).map(|n| [n % 5, n / 5 % 5, n / 25 % 5, n / 125]);
        let best = all.map(|sequence| value(&sequence)).fold(f32::NEG_INFINITY, f32::max);
        assert!((value(&likeliest(&scores, &chain)) - best).abs() < 1e-4);
    }
}
