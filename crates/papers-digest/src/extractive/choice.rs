//! The sentences selected so far, and whether another one fits them: whether it is free, understandable and new.

use std::collections::HashSet;

use super::back::takes_up;
use super::candidate::Candidate;
use super::context::Dependence;
use super::cues::Sign;
use super::moves::{Move, Scores};
use super::slot::Slot;
use crate::Limits;
use papers_paper::SectionRole;

/// Two sentences with a higher overlap count as the same.
pub(super) const SAME: f64 = 0.7;

/// A contribution with a higher overlap with the goal repeats it, if both announce something.
const RESTATED: f64 = 0.4;

/// The weight of an overlap with a sentence of another section.
const ELSEWHERE: f64 = 0.8;

/// The maximum number of candidates that are considered for a part: far more than it needs.
const COMPARED: usize = 60;

/// The sentences selected so far, and those from which they are selected.
pub(super) struct Choice<'a> {
    pub(super) candidates: &'a [Candidate<'a>],
    pub(super) limits: &'a Limits,
    /// True if the paper has an abstract.
    pub(super) summed_up: bool,
    /// The points of each candidate for each part.
    pub(super) points: Vec<[f64; Slot::ALL.len()]>,
    /// The selected sentences: part and index of the candidate.
    pub(super) chosen: Vec<(Slot, usize)>,
    /// The sentences of an English abstract, and the probabilities of their moves.
    pub(super) told: Vec<(usize, Scores)>,
}

impl Choice<'_> {
    /// Returns the points of a candidate for a part.
    pub(super) fn points(&self, slot: Slot, index: usize) -> f64 {
        self.points.get(index).and_then(|points| points.get(slot as usize)).copied().unwrap_or_default()
    }

    /// Returns the probability that a sentence of the abstract makes a move.
    pub(super) fn probability(&self, index: usize, of: Move) -> f64 {
        let scores = self.told.iter().find(|told| told.0 == index).map(|told| told.1);
        scores.and_then(|scores| scores.get(of as usize).copied()).map_or(0.0, f64::from)
    }

    /// Returns the number of sentences in a part.
    pub(super) fn count(&self, slot: Slot) -> usize {
        self.chosen.iter().filter(|(of, _)| *of == slot).count()
    }

    /// Returns true if the candidate is already selected.
    pub(super) fn is_taken(&self, index: usize) -> bool {
        self.chosen.iter().any(|(_, taken)| *taken == index)
    }

    /// Returns true if the property holds of a candidate.
    pub(super) fn is(&self, index: usize, holds: impl Fn(&Candidate<'_>) -> bool) -> bool {
        self.candidates.get(index).is_some_and(holds)
    }

    /// Returns true for a sentence of the abstract.
    pub(super) fn is_in_abstract(&self, index: usize) -> bool {
        self.is(index, |c| c.is_in(SectionRole::Abstract))
    }

    /// Returns the best candidates for a part with their scores.
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

    /// Returns false for a contribution from the body that is neither announced nor called new: a finding, which the abstract tells
    /// better.
    pub(super) fn is_announced(&self, slot: Slot, index: usize) -> bool {
        let told = |c: &Candidate<'_>| {
            c.is_in(SectionRole::Abstract) || c.signs.any(&[Sign::Announce, Sign::Novel, Sign::Conclude])
        };
        slot != Slot::Contribution || self.candidates.get(index).is_some_and(told)
    }

    /// Returns false for a sentence of the body that refers to something outside of the digest.
    pub(super) fn is_clear(&self, index: usize) -> bool {
        let alone = |c: &Candidate<'_>| c.dependence == Dependence::Alone;
        let asked = !self.is_in_abstract(index) && self.is(index, alone);
        !asked || self.is(index, |c| !takes_up(c.quote))
    }

    /// Returns true if the sentence can be understood in this part, given the sentences selected so far.
    pub(super) fn can_stand(&self, slot: Slot, index: usize) -> bool {
        match self.candidates.get(index).map(|candidate| candidate.dependence) {
            Some(Dependence::Alone) => true,
            Some(Dependence::AfterResults) => slot == Slot::Conclusion && self.is_shown(),
            Some(Dependence::AfterAim) => {
                let follows = |of| index > 0 && self.chosen.contains(&(of, index - 1));
                slot == Slot::Method && [Slot::Goal, Slot::Contribution, slot].into_iter().any(follows)
            }
            Some(Dependence::AfterPrevious) => index > 0 && self.chosen.contains(&(slot, index - 1)),
            Some(Dependence::Never) | None => false,
        }
    }

    /// Returns true if the digest has results, or a goal that states one: "We present a proof that …".
    fn is_shown(&self) -> bool {
        let shows = |&(slot, index): &(Slot, usize)| {
            let says = |c: &Candidate<'_>| c.signs.any(&[Sign::Show, Sign::Announce]);
            slot == Slot::Results || slot == Slot::Goal && self.is(index, says)
        };
        self.chosen.iter().any(shows)
    }

    /// Returns true for a sentence of the body whose numbers are all in the digest already.
    fn is_retold(&self, index: usize) -> bool {
        let text = |index: usize| self.candidates.get(index).map_or("", |candidate| candidate.text);
        let known: HashSet<&str> = self.chosen.iter().flat_map(|&(_, taken)| numbers(text(taken))).collect();
        let mut own = numbers(text(index)).peekable();
        let measures = self.is(index, |c| c.has(Sign::Number));
        measures
            && !self.is_in_abstract(index)
            && own.peek().is_some()
            && own.all(|number| known.contains(number))
    }

    /// Returns the overlap of a sentence with those selected, or `None` if it is a repetition. Overlap within the same section
    /// counts more.
    pub(super) fn overlap(&self, slot: Slot, index: usize) -> Option<f64> {
        let candidate = self.candidates.get(index)?;
        let repeated = |&(of, taken): &(Slot, usize)| {
            let weight = if of.place().0 == slot.place().0 { 1.0 } else { ELSEWHERE };
            Some(weight * candidate.bag.overlap(&self.candidates.get(taken)?.bag))
        };
        let most = self.chosen.iter().filter_map(repeated).fold(0.0, f64::max);
        let same = matches!(slot, Slot::Contribution | Slot::Conclusion) && self.announces_same(index);
        let restated = same || slot == Slot::Contribution && self.restates(index) > RESTATED;
        (most <= SAME && !self.is_retold(index) && !restated).then_some(most)
    }

    /// Returns the overlap of an announcement with the goal, if that is one too.
    pub(super) fn restates(&self, index: usize) -> f64 {
        let announcing = |index: usize| self.candidates.get(index).filter(|c| c.has(Sign::Announce));
        let goal = self.chosen.iter().find(|(of, _)| *of == Slot::Goal);
        let both = goal.and_then(|&(_, goal)| Some((announcing(goal)?, announcing(index)?)));
        both.map_or(0.0, |(goal, own)| goal.bag.overlap(&own.bag))
    }

    /// Returns true for a sentence of the body that announces what the goal already names.
    fn announces_same(&self, index: usize) -> bool {
        let names = |c: &Candidate<'_>| c.has(Sign::Announce) && c.named.is_some() && !c.has(Sign::Novel);
        let is = |index: usize| self.candidates.get(index).is_some_and(names);
        let goal = self.chosen.iter().find(|(of, _)| *of == Slot::Goal);
        !self.is_in_abstract(index) && is(index) && goal.is_some_and(|&(_, goal)| is(goal))
    }
}

/// Returns the numbers in a text.
fn numbers(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '.').map(|word| word.trim_matches('.'));
    words.filter(|word| word.starts_with(|c: char| c.is_ascii_digit()))
}
