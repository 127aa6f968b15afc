//! Selects the sentences of each part of the digest from the candidates, without repetition.
//!
//! The abstract is arranged as a whole (`arrange`). A sentence of the body belongs to the part for which it scores highest, and each
//! part takes the best of its own.
//! A part that is still empty takes a sentence that no part took, or one from a part that has several.

use super::arrange::arrange;
use super::candidate::Candidate;
use super::choice::{Choice, SAME};
use super::cues::Sign;
use super::foreign;
use super::one_line::one_line;
use super::score::{self, LEAST};
use super::slot::Slot;
use super::wording::{Selected, add, evidence, quoted};
use crate::{Limits, Summary};
use papers_paper::{SectionName, SectionRole};

/// The points that a sentence would lose for complete overlap with one that is already chosen.
const REPETITION: f64 = 1.5;

/// The minimum score of a detail to become a method or a result in a text without an abstract.
const TELLING: f64 = 2.0;

/// The minimum score of a further limitation of the body; below it, readers chose one in five.
const FURTHER_LIMIT: f64 = 1.5;

/// The maximum number of sentences that method and results each take from the body if there is an abstract.
const MOST_DETAILS: usize = 1;

/// Selects a digest from the candidates.
pub(super) fn summary<'a>(candidates: &'a [Candidate<'a>], limits: &'a Limits) -> Summary {
    let summed_up = candidates.iter().any(|c| c.is_in(SectionRole::Abstract));
    let mut choice =
        Choice { candidates, summed_up, limits, points: Vec::new(), chosen: Vec::new(), told: Vec::new() };
    if foreign::is_foreign(candidates) {
        choice.chosen = foreign::choose(candidates, limits);
        return choice.summary();
    }
    choice.points = score::points(candidates);
    let [goal, admitted, others @ ..] = Slot::ALL;
    for slot in [goal, admitted] {
        choice.fill(slot, slot.limit(limits), Source::Abstract);
    }
    if summed_up {
        arrange(&mut choice, limits);
    } else {
        for slot in others {
            choice.fill(slot, slot.limit(limits), Source::Abstract);
        }
    }
    for slot in DETAILED {
        let most = if slot == Slot::Method { MOST_DETAILS } else { slot.limit(limits).saturating_sub(1) };
        if !summed_up || choice.count(slot) <= most {
            choice.fill(slot, slot.limit(limits), Source::Paper);
        }
    }
    choice.headline(Slot::Results.limit(limits));
    // What is left to do is a limit rather than a conclusion.
    if admitted.limit(limits) > 0 && choice.count(admitted) == 0 {
        choice.borrow(admitted);
    }
    for slot in others {
        if choice.count(slot) == 0 {
            let most = if slot == Slot::Conclusion { slot.limit(limits) } else { MOST_DETAILS };
            choice.fill(slot, slot.limit(limits).min(most), Source::Paper);
        }
    }
    for slot in Slot::ALL {
        if slot.limit(limits) > 0 && choice.count(slot) == 0 {
            choice.borrow(slot);
        }
    }
    choice.summary()
}

/// The parts to which the body adds only after all sentences of the abstract.
const DETAILED: [Slot; 2] = [Slot::Results, Slot::Method];

/// The sentences from which a part selects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    /// The whole paper, except that method and results use only the abstract.
    Abstract,
    /// The whole paper.
    Paper,
}

impl Choice<'_> {
    /// Returns true if no other part scores higher. Goal and limitations may take any sentence, because few are suitable.
    fn belongs(&self, slot: Slot, index: usize, points: f64) -> bool {
        let mut rivals = Slot::ALL.into_iter().filter(|rival| *rival != Slot::Goal);
        matches!(slot, Slot::Goal | Slot::Limitations)
            || rivals.all(|rival| self.points(rival, index) <= points)
    }

    /// Selects the best of a part's own sentences one by one, with a penalty for repetition.
    fn fill(&mut self, slot: Slot, count: usize, source: Source) {
        let mut own = self.ranked(slot, LEAST);
        let clear = |index: usize| slot == Slot::Goal || self.is_clear(index);
        own.retain(|&(index, score)| {
            self.belongs(slot, index, score) && clear(index) && self.is_announced(slot, index)
        });
        if source == Source::Abstract && DETAILED.contains(&slot) {
            own.retain(|&(index, _)| !self.is_detail(index));
        } else if self.summed_up && DETAILED.contains(&slot) {
            // The rest of the abstract was left out on purpose.
            own.retain(|&(index, _)| !self.is_in_abstract(index));
        }
        if DETAILED.contains(&slot) && !self.summed_up {
            own.retain(|&(index, points)| !self.is_detail(index) || points >= TELLING);
        }
        while self.count(slot) < count {
            let room = self.has_room(slot);
            let best = own
                .iter()
                .filter(|(index, _)| !self.is_taken(*index) && self.can_stand(slot, *index))
                .filter(|(index, _)| room || !self.is_detail(*index))
                .filter(|&&(index, score)| score >= self.least_further(slot, index))
                .filter_map(|&(index, score)| Some((index, score - REPETITION * self.overlap(slot, index)?)))
                .filter(|(_, value)| *value >= LEAST - REPETITION * SAME)
                .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
            let Some((index, _)) = best else { break };
            self.chosen.push((slot, index));
        }
    }

    /// Returns the minimum score at which a sentence may join those that the part already has.
    fn least_further(&self, slot: Slot, index: usize) -> f64 {
        let further = slot == Slot::Limitations && self.count(slot) > 0 && !self.is_in_abstract(index);
        if further { FURTHER_LIMIT } else { LEAST }
    }

    /// Returns true for a sentence of the body, except theorems. Without an abstract, sentences of the introduction and without a
    /// heading are exempt.
    pub(super) fn is_detail(&self, index: usize) -> bool {
        let tells = |c: &Candidate<'_>| {
            self.summed_up || !c.section.heading.is_empty() && !c.is_in(SectionRole::Introduction)
        };
        let body = |c: &Candidate<'_>| !c.theorem && !c.is_in(SectionRole::Abstract) && tells(c);
        self.is(index, body)
    }

    /// Returns true if the part may take another sentence of the body.
    fn has_room(&self, slot: Slot) -> bool {
        let details = self.chosen.iter().filter(|&&(of, index)| of == slot && self.is_detail(index));
        let spare = !self.summed_up || !DETAILED.contains(&slot);
        spare || details.count() < MOST_DETAILS
    }

    /// If the digest has no number, adds the best result with one, replacing the weakest result if there is no room.
    fn headline(&mut self, most: usize) {
        let has = |index: usize, sign| self.is(index, |c| c.has(sign));
        if most == 0 || self.chosen.iter().any(|&(_, index)| has(index, Sign::Number)) {
            return;
        }
        let ranked = self.ranked(Slot::Results, LEAST);
        let found = ranked.into_iter().map(|(index, _)| index).find(|&index| {
            has(index, Sign::Number)
                && (!self.is_detail(index) || self.tells(index))
                && self.is_clear(index)
                && self.can_stand(Slot::Results, index)
                && self.overlap(Slot::Results, index).is_some()
        });
        let Some(index) = found else { return };
        if self.count(Slot::Results) >= most {
            let weakest = self.chosen.iter().filter(|(of, _)| *of == Slot::Results);
            let weakest =
                weakest.min_by(|a, b| self.points(a.0, a.1).total_cmp(&self.points(b.0, b.1))).copied();
            self.chosen.retain(|chosen| Some(*chosen) != weakest);
        }
        self.chosen.push((Slot::Results, index));
    }

    /// Returns true for a sentence of the body with a relevant number: on what experiments show, or on how the authors' work
    /// compares.
    fn tells(&self, index: usize) -> bool {
        let is_relevant = |c: &Candidate<'_>| {
            let ours = c.is_ours() || c.named.is_some();
            ours && c.signs.any(&[Sign::Compare, Sign::Reports])
                || c.has(Sign::Reports) && !c.is_in(SectionRole::Results)
        };
        self.points(Slot::Results, index) >= LEAST && self.is(index, is_relevant)
    }

    fn summary(mut self) -> Summary {
        self.chosen.sort_by_key(|&(slot, index)| (slot.place(), index));
        let mut summary = Summary::default();
        if let Some(candidate) = one_line(&self).and_then(|index| self.candidates.get(index)) {
            summary.digest.tldr = Some(quoted(candidate));
            summary.evidence.push(evidence((SectionName::Tldr, 0), candidate));
        }
        let joined: Vec<usize> =
            Slot::ALL.into_iter().flat_map(|slot| self.joined(slot, slot.limit(self.limits))).collect();
        let mut before = None;
        for (slot, index) in self.chosen {
            if let Some(candidate) = self.candidates.get(index) {
                let continued = index.checked_sub(1).is_some_and(|index| before == Some((slot, index)));
                let joined = joined.contains(&index);
                add(&mut summary, slot, &Selected { candidate, continued, joined });
            }
            before = Some((slot, index));
        }
        summary
    }
}
