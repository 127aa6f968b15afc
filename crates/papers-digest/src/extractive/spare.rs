//! Fills empty parts with a sentence that no part took, or one from a part with several.

use super::choice::Choice;
use super::context::Dependence;
use super::cues::Sign;
use super::score::LEAST;
use super::slot::Slot;
use papers_paper::SectionName;

/// The maximum loss of points at which a sentence may move to an empty part.
const MOVED: f64 = 1.0;

/// The maximum overlap with the goal if nothing else is new.
const RESTATED_AT_LEAST: f64 = 0.6;

/// The minimum score to fill an empty part.
const CONTENT: f64 = 0.4;

/// The same for a method from the body.
const ENOUGH: f64 = 0.7;

/// The points that a sentence gains as the contribution if it states a finding.
const FINDING: f64 = 0.5;

/// The points that it loses if it has a number, which the results would miss.
const NUMBER: f64 = 0.5;

/// The points that it loses if it is from another part than the results, unless a label says what it is.
const ELSEWHERE: f64 = 0.25;

impl Choice<'_> {
    /// Fills an empty part with one sentence: one that no part took, else one from a part with several.
    pub(super) fn borrow(&mut self, slot: Slot) {
        // A wrong motivation is worse than none.
        let least = if slot == Slot::Motivation { LEAST } else { CONTENT };
        let enough =
            |index: usize, score: f64| score >= ENOUGH || slot != Slot::Method || self.is_in_abstract(index);
        let mut ranked = self.ranked(slot, least).into_iter();
        let free = ranked.find(|&(index, score)| {
            enough(index, score)
                && self.is_clear(index)
                && self.can_stand(slot, index)
                && self.overlap(slot, index).is_some()
        });
        if let Some((index, _)) = free {
            self.chosen.push((slot, index));
            return;
        }
        if slot == Slot::Contribution {
            if !self.announce_again() {
                self.tell_news();
            }
            return;
        }
        let spare = (0..self.chosen.len())
            .filter_map(|at| {
                let &(of, index) = self.chosen.get(at)?;
                let score = self.points(slot, index);
                let ends = slot == Slot::Results && of == Slot::Conclusion && self.is_in_abstract(index);
                let found = slot == Slot::Method && self.is(index, |c| c.has(Sign::Show));
                let fits = score >= least && score >= self.points(of, index) - MOVED && !found;
                let list = of.place().0 != SectionName::Introduction;
                ((list && self.count(of) > 1 || ends) && fits && self.can_move(of, index))
                    .then_some((at, score))
            })
            .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        if let Some((slot_of, _)) = spare.and_then(|(at, _)| self.chosen.get_mut(at)) {
            *slot_of = slot;
        }
    }

    /// Fills the contribution with another announcement that does not only repeat the goal.
    fn announce_again(&mut self) -> bool {
        let again = |&(index, _): &(usize, f64)| {
            self.can_stand(Slot::Contribution, index)
                && self.restates(index) <= RESTATED_AT_LEAST
                && self.overlap(Slot::Results, index).is_some()
        };
        let found = self.ranked(Slot::Contribution, LEAST).into_iter().find(again);
        self.chosen.extend(found.map(|(index, _)| (Slot::Contribution, index)));
        found.is_some()
    }

    /// Fills the contribution with a finding of the abstract from a list with several, if only the goal announces something.
    fn tell_news(&mut self) {
        let worth = |&(at, &(of, index)): &(usize, &(Slot, usize))| {
            let c = self.candidates.get(index)?;
            let finds = c.signs.any(&[Sign::Show, Sign::Reports, Sign::Meaning, Sign::Finds]);
            let suits = match of {
                Slot::Results => finds || c.is_ours(),
                Slot::Conclusion => (finds || c.is_labeled() && !c.has(Sign::Gap)) && !c.has(Sign::Outlook),
                Slot::Method => c.is_ours() && !c.has(Sign::Trial),
                _ => false,
            };
            let vague =
                [Sign::Future, Sign::Hollow, Sign::Admission, Sign::Leans, Sign::Others, Sign::Tested];
            let vague = c.signs.any(&vague) && !c.is_ours() || c.asks();
            let continuing = self.continuing(of);
            let needed = [index, index + 1].iter().any(|index| continuing.contains(index));
            let spare =
                self.is_in_abstract(index) && self.count(of) > 1 && self.can_move(of, index) && !needed;
            let gain = if finds { FINDING } else { 0.0 };
            let number = if c.has(Sign::Number) { NUMBER } else { 0.0 };
            let elsewhere = if of == Slot::Results || c.is_labeled() { 0.0 } else { ELSEWHERE };
            let worth = c.centrality + c.title + gain - number - elsewhere;
            (suits && !vague && spare).then_some((at, worth))
        };
        let worths = self.chosen.iter().enumerate().filter_map(|one| worth(&one));
        let best = worths.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        if let Some((slot, _)) = best.and_then(|(at, _)| self.chosen.get_mut(at)) {
            *slot = Slot::Contribution;
        }
    }

    /// Returns true if the sentence does not depend on the one before it, and no selected sentence depends on it.
    fn can_move(&self, slot: Slot, index: usize) -> bool {
        let dependence = |index: usize| self.candidates.get(index).map(|candidate| candidate.dependence);
        let carries = self.chosen.contains(&(slot, index + 1))
            && dependence(index + 1) == Some(Dependence::AfterPrevious);
        dependence(index) == Some(Dependence::Alone) && !carries
    }
}
