//! The sentences selected so far, and whether another one fits them: whether it is free, understandable and new.

use std::collections::HashSet;

use super::acronym::Acronyms;
use super::back::{Unknown, takes_up};
use super::candidate::Candidate;
use super::context::Dependence;
use super::cues::Sign;
use super::genre::Genre;
use super::moves::{Move, Scores};
use super::score::is_on_whole;
use super::slot::{Points, Slot};
use super::words::Bag;
use crate::Limits;
use papers_paper::SectionRole;

/// Two sentences with a higher overlap count as the same.
pub(super) const SAME: f64 = 0.7;

/// A sentence of the body adds nothing if the digest has a higher share of its stems.
const TOLD: f64 = 0.75;

/// A contribution with a higher overlap with the goal repeats it, if both announce something.
const RESTATED: f64 = 0.4;

/// Two sentences of a part with the same count and a higher overlap say the same.
const ALIKE: f64 = 0.3;

/// The weight of an overlap with a sentence of another section.
const ELSEWHERE: f64 = 0.8;

/// The maximum number of candidates that are considered for a part: far more than it needs.
const COMPARED: usize = 60;

/// A selected sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Chosen {
    /// The part of the digest that has it.
    pub(super) slot: Slot,
    /// Its index among the candidates.
    pub(super) index: usize,
}

/// The sentences selected so far, and those from which they are selected.
pub(super) struct Choice<'a> {
    pub(super) candidates: &'a [Candidate<'a>],
    pub(super) limits: &'a Limits,
    /// True if the paper has an abstract.
    pub(super) has_abstract: bool,
    /// The points of each candidate for each part.
    pub(super) points: Vec<Points>,
    pub(super) chosen: Vec<Chosen>,
    unknown: Unknown<'a>,
    pub(super) acronyms: Acronyms<'a>,
    /// The sentences of an English abstract by index, with the probabilities of their moves.
    pub(super) moves: Vec<(usize, Scores)>,
}

impl<'a> Choice<'a> {
    /// Creates an empty selection from these candidates.
    pub(super) fn new(candidates: &'a [Candidate<'a>], limits: &'a Limits) -> Self {
        let has_abstract = candidates.iter().any(|c| c.is_in(SectionRole::Abstract));
        let (unknown, acronyms) = (Unknown::of(candidates), Acronyms::of(candidates));
        let (points, chosen, moves) = (Vec::new(), Vec::new(), Vec::new());
        Self { candidates, limits, has_abstract, points, chosen, unknown, acronyms, moves }
    }
}

impl Choice<'_> {
    /// Returns the points of a candidate for a part.
    pub(super) fn points(&self, slot: Slot, index: usize) -> f64 {
        self.points.get(index).map_or(0.0, |points| points.of(slot))
    }

    /// Returns the probability that a sentence of the abstract makes a move.
    pub(super) fn probability(&self, index: usize, of: Move) -> f64 {
        let scores = self.moves.iter().find(|(sentence, _)| *sentence == index).map(|(_, scores)| scores);
        scores.and_then(|scores| scores.get(of as usize).copied()).map_or(0.0, f64::from)
    }

    /// Adds a sentence to a part.
    pub(super) fn add(&mut self, slot: Slot, index: usize) {
        self.chosen.push(Chosen { slot, index });
    }

    /// Returns the maximum number of lines of a part.
    pub(super) fn limit(&self, slot: Slot) -> usize {
        slot.limit(self.limits)
    }

    /// Returns the sentences of a part, in reading order.
    pub(super) fn sentences(&self, slot: Slot) -> Vec<usize> {
        let own = self.chosen.iter().filter(|chosen| chosen.slot == slot);
        let mut own: Vec<usize> = own.map(|chosen| chosen.index).collect();
        own.sort_unstable();
        own
    }

    /// Returns the number of sentences in a part.
    pub(super) fn count(&self, slot: Slot) -> usize {
        self.chosen.iter().filter(|chosen| chosen.slot == slot).count()
    }

    /// Returns the first sentence that was selected for the goal.
    pub(super) fn goal(&self) -> Option<usize> {
        self.chosen.iter().find(|chosen| chosen.slot == Slot::Goal).map(|chosen| chosen.index)
    }

    /// Returns the part that has a candidate.
    pub(super) fn slot_of(&self, index: usize) -> Option<Slot> {
        self.chosen.iter().find(|chosen| chosen.index == index).map(|chosen| chosen.slot)
    }

    /// Returns true if a part has a candidate.
    pub(super) fn has(&self, slot: Slot, index: usize) -> bool {
        self.chosen.contains(&Chosen { slot, index })
    }

    /// Returns true if a part has the sentence directly before this one in the paper.
    pub(super) fn has_previous(&self, slot: Slot, index: usize) -> bool {
        index.checked_sub(1).is_some_and(|previous| self.has(slot, previous))
    }

    /// Returns true if a part has the next sentence of the paper too, which depends on this one.
    pub(super) fn is_needed_by_next(&self, slot: Slot, index: usize) -> bool {
        self.has(slot, index + 1) && self.is(index + 1, |c| c.dependence == Dependence::AfterPrevious)
    }

    /// Returns true if the candidate is already selected, or another sentence with the same words.
    pub(super) fn is_taken(&self, index: usize) -> bool {
        let text = |index: usize| self.candidates.get(index).map(|candidate| candidate.text);
        self.chosen.iter().any(|chosen| chosen.index == index || text(chosen.index) == text(index))
    }

    /// Returns true if the property holds of a candidate.
    pub(super) fn is(&self, index: usize, holds: impl Fn(&Candidate<'_>) -> bool) -> bool {
        self.candidates.get(index).is_some_and(holds)
    }

    /// Returns true for a sentence of the abstract.
    pub(super) fn is_in_abstract(&self, index: usize) -> bool {
        self.is(index, |c| c.is_in(SectionRole::Abstract))
    }

    /// Returns the best candidates for a part, with scores of at least this.
    pub(super) fn ranked(&self, slot: Slot, least: f64) -> Vec<(usize, f64)> {
        let mut ranked: Vec<(usize, f64)> = (0..)
            .zip(self.candidates)
            .filter(|(index, candidate)| !self.is_taken(*index) && candidate.dependence != Dependence::Never)
            .map(|(index, _)| (index, self.points(slot, index)))
            .filter(|(_, score)| *score >= least)
            .collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        ranked.truncate(COMPARED);
        ranked
    }

    /// Returns false for a contribution from the body that is neither announced nor called new, which is a finding, and for one outside
    /// of the sections in which a paper speaks of itself, which is a step.
    pub(super) fn is_announced(&self, slot: Slot, index: usize) -> bool {
        let announces = |c: &Candidate<'_>| {
            let is_new = c.genre != Genre::Survey && c.signs.any(&[Sign::Novel, Sign::Conclude]);
            let announces = is_new || c.has(Sign::Announce);
            c.is_in(SectionRole::Abstract) || announces && is_on_whole(c)
        };
        slot != Slot::Contribution || self.is(index, announces)
    }

    /// Returns false for a sentence of the body that refers to something outside of the digest. Limits are few, so that their
    /// abbreviations may be explained.
    pub(super) fn is_clear(&self, slot: Slot, index: usize) -> bool {
        let refers = |c: &Candidate<'_>| c.dependence == Dependence::Alone && takes_up(c.quote);
        let explained = |short: &str| slot == Slot::Limitations && self.acronyms.explains(short);
        let is_unknown = |c: &Candidate<'_>| self.unknown.is_in(c.quote, explained);
        self.is_in_abstract(index) || !self.is(index, |c| refers(c) || is_unknown(c))
    }

    /// Returns true if the sentence can be understood in this part, given the sentences selected so far.
    pub(super) fn can_stand(&self, slot: Slot, index: usize) -> bool {
        match self.candidates.get(index).map(|candidate| candidate.dependence) {
            Some(Dependence::Alone) => true,
            Some(Dependence::AfterResults) => slot == Slot::Conclusion && self.is_shown(),
            Some(Dependence::AfterAim) => {
                let before = [Slot::Goal, Slot::Contribution, Slot::Method];
                slot == Slot::Method && before.into_iter().any(|before| self.has_previous(before, index))
            }
            Some(Dependence::AfterPrevious) => self.has_previous(slot, index),
            Some(Dependence::Never) | None => false,
        }
    }

    /// Returns true if the digest has results, or a goal that states one: "We present a proof that …".
    fn is_shown(&self) -> bool {
        let shows = |c: &Candidate<'_>| c.signs.any(&[Sign::Show, Sign::Announce]);
        self.chosen.iter().any(|chosen| match chosen.slot {
            Slot::Results => true,
            Slot::Goal => self.is(chosen.index, shows),
            _ => false,
        })
    }

    /// Returns true for a sentence of the body whose numbers are all in the digest already.
    fn is_retold(&self, index: usize) -> bool {
        if self.is_in_abstract(index) || !self.is(index, |c| c.has(Sign::Number)) {
            return false;
        }
        let text = |index: usize| self.candidates.get(index).map_or("", |candidate| candidate.text);
        let known: HashSet<&str> =
            self.chosen.iter().flat_map(|chosen| numbers(text(chosen.index))).collect();
        let mut own = numbers(text(index)).peekable();
        own.peek().is_some() && own.all(|number| known.contains(number))
    }

    /// Returns true for a sentence of the body that counts the same as one in the part and shares words with it: "from 185 participants".
    fn counts_same(&self, slot: Slot, index: usize) -> bool {
        let Some(c) = self.candidates.get(index).filter(|c| !c.is_in(SectionRole::Abstract)) else {
            return false;
        };
        let is_count = |number: &&str| number.len() > 2;
        let chosen = self.sentences(slot).into_iter().filter_map(|index| self.candidates.get(index));
        chosen.filter(|chosen| c.bag.overlap(&chosen.bag) > ALIKE).any(|chosen| {
            numbers(c.text).filter(is_count).any(|number| numbers(chosen.text).any(|other| other == number))
        })
    }

    /// Returns the overlap of a sentence with those selected, or `None` if it is a repetition. Overlap within the same section
    /// counts more.
    pub(super) fn overlap(&self, slot: Slot, index: usize) -> Option<f64> {
        let candidate = self.candidates.get(index)?;
        let repeated = |chosen: &Chosen| {
            let weight = if chosen.slot.place().0 == slot.place().0 { 1.0 } else { ELSEWHERE };
            Some(weight * candidate.bag.overlap(&self.candidates.get(chosen.index)?.bag))
        };
        let most = self.chosen.iter().filter_map(repeated).fold(0.0, f64::max);
        let is_restated = match slot {
            Slot::Contribution => self.announces_same(index) || self.restates(index) > RESTATED,
            Slot::Conclusion => self.announces_same(index),
            _ => false,
        };
        let is_told = !self.is_in_abstract(index) && self.told(&candidate.bag) > TOLD;
        (most <= SAME && !self.is_retold(index) && !self.counts_same(slot, index) && !is_restated && !is_told)
            .then_some(most)
    }

    /// Returns the share of the stems that the selected sentences have, taken together.
    fn told(&self, bag: &Bag) -> f64 {
        let bags = || self.chosen.iter().filter_map(|chosen| Some(&self.candidates.get(chosen.index)?.bag));
        let told = bag.iter().filter(|&stem| bags().any(|told| told.has(stem))).count();
        told as f64 / bag.len().max(1) as f64
    }

    /// Returns the overlap of an announcement with the goal, if that is one too; else 0.
    pub(super) fn restates(&self, index: usize) -> f64 {
        let announcing = |index: usize| self.candidates.get(index).filter(|c| c.has(Sign::Announce));
        let both = self.goal().and_then(|goal| Some((announcing(goal)?, announcing(index)?)));
        both.map_or(0.0, |(goal, own)| goal.bag.overlap(&own.bag))
    }

    /// Returns true for a sentence of the body that announces what the goal already names, and does not call it the first of its kind.
    pub(super) fn announces_same(&self, index: usize) -> bool {
        let names =
            |c: &Candidate<'_>| c.has(Sign::Announce) && c.named.is_some() && !c.text.contains("first");
        let is_named_goal = || self.goal().is_some_and(|goal| self.is(goal, names));
        !self.is_in_abstract(index) && self.is(index, names) && is_named_goal()
    }
}

/// Returns the numbers in a text.
fn numbers(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '.').map(|word| word.trim_matches('.'));
    words.filter(|word| word.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::super::candidate::candidates;
    use super::super::sample::document;
    use super::*;

    #[test]
    fn the_same_count_in_similar_words_is_a_repetition() {
        let own = [
            "To train DryBrush, we gathered months of output from 185 panels of four farms.",
            "To train DryBrush, we gathered months of output from 240 panels of four farms.",
            "A camera in the middle of the field recorded 185 foxes.",
        ];
        let document = document(&[
            (SectionRole::Abstract, &["We gathered three months of output from 185 panels."]),
            (SectionRole::Introduction, &own),
        ]);
        let (candidates, limits) = (candidates("DryBrush", &document), Limits::default());
        let mut choice = Choice::new(&candidates, &limits);
        choice.add(Slot::Method, 0);
        assert_eq!([1, 2, 3].map(|index| choice.counts_same(Slot::Method, index)), [true, false, false]);
    }
}
