//! Selects the sentences of each part of the digest from the candidates, without repetition.
//!
//! The abstract is arranged as a whole (`arrange`). A sentence of the body belongs to the part for which it scores highest, and each
//! part takes the best of its own.
//! A part that is still empty takes a sentence that no part took, or one from a part that has several.

use std::collections::HashSet;

use super::arrange::arrange;
use super::back::takes_up;
use super::candidate::{After, Candidate};
use super::context::Dependence;
use super::cues::Sign;
use super::foreign;
use super::score::{self, LEAST};
use super::slot::Slot;
use super::wording::{add, evidence, quoted};
use crate::{Limits, Summary};
use papers_paper::{SectionName, SectionRole};

/// Two sentences with a higher overlap count as the same.
const SAME: f64 = 0.7;

/// A contribution with a higher overlap with the goal repeats it, if both announce something.
const RESTATED: f64 = 0.4;

/// The weight of an overlap with a sentence of another section.
const ELSEWHERE: f64 = 0.8;

/// The points that a sentence would lose for complete overlap with one that is already chosen.
const REPETITION: f64 = 1.5;

/// The maximum number of candidates that are considered for a part: far more than it needs.
const COMPARED: usize = 60;

/// The minimum score of a sentence of the body to become a method or a result if the abstract states none.
const TELLING: f64 = 2.0;

/// The same for a method if the abstract states one; a further step is seldom missed.
const TELLING_METHOD: f64 = 3.2;

/// The same for a result if the abstract states one. It takes a number with a comparison, or an ablation.
const TELLING_RESULT: f64 = 2.7;

/// The same if the abstract gives figures.
const TELLING_FIGURE: f64 = 2.9;

/// The maximum number of sentences that method and results each take from the body if there is an abstract.
const MOST_DETAILS: usize = 1;

/// The parts from which the one-line summary is chosen.
const TOLD: [Slot; 3] = [Slot::Goal, Slot::Contribution, Slot::Results];

/// The points of the one-line summary for each sign that it announces, finds, measures or compares.
const SAYS: f64 = 0.25;

/// The points that the goal loses against another sentence, because it would be read twice in a row.
const GOAL: f64 = -0.6;

/// The length of the one-line summary in words, above which each word costs `LENGTH` points.
const ONE_LINE: usize = 30;
const LENGTH: f64 = 0.02;

/// Selects a digest from the candidates.
pub(super) fn summary<'a>(candidates: &'a [Candidate<'a>], limits: &'a Limits) -> Summary {
    let summed_up = candidates.iter().any(|c| c.is_in(SectionRole::Abstract));
    let mut choice = Choice { candidates, summed_up, limits, points: Vec::new(), chosen: Vec::new() };
    if foreign::is_foreign(candidates) {
        choice.chosen = foreign::choose(candidates, limits);
        return choice.summary();
    }
    choice.points = candidates.iter().map(score::points).collect();
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
        let told = if slot == Slot::Method { MOST_DETAILS } else { 0 };
        if !summed_up || choice.count(slot) <= told {
            choice.fill(slot, slot.limit(limits), Source::Paper);
        }
    }
    choice.headline(Slot::Results.limit(limits));
    for slot in others {
        if choice.count(slot) == 0 {
            choice.fill(slot, slot.limit(limits).min(MOST_DETAILS), Source::Paper);
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

pub(super) struct Choice<'a> {
    pub(super) candidates: &'a [Candidate<'a>],
    limits: &'a Limits,
    /// True if the paper has an abstract.
    summed_up: bool,
    /// The points of each candidate for each part.
    points: Vec<[f64; Slot::ALL.len()]>,
    /// The selected sentences: part and index of the candidate.
    pub(super) chosen: Vec<(Slot, usize)>,
}

impl Choice<'_> {
    pub(super) fn points(&self, slot: Slot, index: usize) -> f64 {
        self.points.get(index).and_then(|points| points.get(slot as usize)).copied().unwrap_or_default()
    }

    /// Returns true if no other part scores higher. Goal and limitations may take any sentence, because few are suitable.
    fn belongs(&self, slot: Slot, index: usize, points: f64) -> bool {
        let mut rivals = Slot::ALL.into_iter().filter(|rival| *rival != Slot::Goal);
        matches!(slot, Slot::Goal | Slot::Limitations)
            || rivals.all(|rival| self.points(rival, index) <= points)
    }

    pub(super) fn count(&self, slot: Slot) -> usize {
        self.chosen.iter().filter(|(of, _)| *of == slot).count()
    }

    pub(super) fn is_taken(&self, index: usize) -> bool {
        self.chosen.iter().any(|(_, taken)| *taken == index)
    }

    /// Selects the best of a part's own sentences one by one, with a penalty for repetition.
    fn fill(&mut self, slot: Slot, count: usize, source: Source) {
        let mut own = self.ranked(slot, LEAST);
        let clear = |index: usize| slot == Slot::Goal || self.is_clear(index);
        own.retain(|&(index, score)| self.belongs(slot, index, score) && clear(index));
        if source == Source::Abstract && DETAILED.contains(&slot) {
            own.retain(|&(index, _)| !self.is_detail(index));
        } else if self.summed_up && DETAILED.contains(&slot) {
            // The rest of the abstract was left out on purpose.
            own.retain(|&(index, _)| !self.is_in_abstract(index));
        }
        if slot == Slot::Limitations {
            self.prefer_section(&mut own);
        }
        if DETAILED.contains(&slot) {
            self.leave_details(slot, &mut own);
        }
        while self.count(slot) < count {
            let room = self.has_room(slot);
            let best = own
                .iter()
                .filter(|(index, _)| !self.is_taken(*index) && self.can_stand(slot, *index))
                .filter(|(index, _)| room || !self.is_detail(*index))
                .filter_map(|&(index, score)| Some((index, score - REPETITION * self.said(slot, index)?)))
                .filter(|(_, value)| *value >= LEAST - REPETITION * SAME)
                .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
            let Some((index, _)) = best else { break };
            self.chosen.push((slot, index));
        }
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

    /// Returns false for a sentence of the body that refers to something outside of the digest.
    pub(super) fn is_clear(&self, index: usize) -> bool {
        let alone = |c: &Candidate<'_>| c.dependence == Dependence::Alone;
        let asked = !self.is_in_abstract(index) && self.candidates.get(index).is_some_and(alone);
        !asked || self.candidates.get(index).is_some_and(|c| !takes_up(c.quote))
    }

    /// Keeps only candidates from a section on limitations, after an announcement of limitations, or with an admission in the
    /// abstract, if there are any.
    fn prefer_section(&self, own: &mut Vec<(usize, f64)>) {
        let told = |c: &Candidate<'_>| {
            let admits = c.is_in(SectionRole::Abstract) && c.has(Sign::Admission);
            c.after == Some(After::Limits) || c.is_in(SectionRole::Limitations) || admits
        };
        let in_section = |index: usize| self.candidates.get(index).is_some_and(told);
        if own.iter().any(|&(index, _)| in_section(index)) {
            own.retain(|&(index, _)| in_section(index));
        }
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
            slot == Slot::Results || slot == Slot::Goal && self.candidates.get(index).is_some_and(says)
        };
        self.chosen.iter().any(shows)
    }

    /// Drops sentences of the body that are not clearly worth adding to those of the abstract.
    fn leave_details(&self, slot: Slot, own: &mut Vec<(usize, f64)>) {
        let chosen = self.chosen.iter().filter(|(of, _)| *of == slot).map(|&(_, index)| index);
        let told: Vec<usize> = chosen.filter(|&index| !self.is_detail(index)).collect();
        let measures =
            told.iter().any(|&index| self.candidates.get(index).is_some_and(|c| c.has(Sign::Number)));
        let least = match slot {
            _ if told.is_empty() => TELLING,
            Slot::Method => TELLING_METHOD,
            _ if measures => TELLING_FIGURE,
            _ => TELLING_RESULT,
        };
        own.retain(|&(index, points)| !self.is_detail(index) || points >= least);
    }

    /// Returns true for a sentence of the body, except theorems. Without an abstract, sentences of the introduction and without a
    /// heading are exempt.
    fn is_detail(&self, index: usize) -> bool {
        let tells = |c: &Candidate<'_>| {
            self.summed_up || !c.section.heading.is_empty() && !c.is_in(SectionRole::Introduction)
        };
        let body = |c: &Candidate<'_>| !c.theorem && !c.is_in(SectionRole::Abstract) && tells(c);
        self.candidates.get(index).is_some_and(body)
    }

    /// Returns true if the part may take another sentence of the body.
    fn has_room(&self, slot: Slot) -> bool {
        let details = self.chosen.iter().filter(|&&(of, index)| of == slot && self.is_detail(index));
        let spare = !self.summed_up || !DETAILED.contains(&slot);
        spare || details.count() < MOST_DETAILS
    }

    /// Returns true for a sentence of the body whose numbers are all in the digest already.
    fn is_retold(&self, index: usize) -> bool {
        let text = |index: usize| self.candidates.get(index).map_or("", |candidate| candidate.text);
        let said: HashSet<&str> = self.chosen.iter().flat_map(|&(_, taken)| numbers(text(taken))).collect();
        let mut own = numbers(text(index)).peekable();
        let measures = self.candidates.get(index).is_some_and(|c| c.has(Sign::Number));
        measures
            && !self.is_in_abstract(index)
            && own.peek().is_some()
            && own.all(|number| said.contains(number))
    }

    /// If the digest has no number, adds the best result with one, replacing the weakest result if there is no room.
    fn headline(&mut self, most: usize) {
        let has = |index: usize, sign| self.candidates.get(index).is_some_and(|c| c.has(sign));
        if most == 0 || self.chosen.iter().any(|&(_, index)| has(index, Sign::Number)) {
            return;
        }
        let ranked = self.ranked(Slot::Results, LEAST);
        let found = ranked.into_iter().map(|(index, _)| index).find(|&index| {
            has(index, Sign::Number)
                && (!self.is_detail(index) || self.tells(index))
                && self.is_clear(index)
                && self.can_stand(Slot::Results, index)
                && self.said(Slot::Results, index).is_some()
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
        let told = |c: &Candidate<'_>| {
            let ours = c.is_ours() || c.named.is_some();
            ours && c.signs.any(&[Sign::Compare, Sign::Reports])
                || c.has(Sign::Reports) && !c.is_in(SectionRole::Results)
        };
        self.points(Slot::Results, index) >= TELLING_RESULT && self.candidates.get(index).is_some_and(told)
    }

    /// Returns the one-line summary: the sentence that best says what the paper does and finds.
    fn tldr(&self) -> Option<usize> {
        let told = self
            .chosen
            .iter()
            .filter(|&&(slot, index)| TOLD.contains(&slot) && (slot == Slot::Goal || !self.is_detail(index)));
        let worth = |&(slot, index): &(Slot, usize)| {
            let c = self.candidates.get(index)?;
            let signs = [Sign::Announce, Sign::Show, Sign::Number, Sign::Outcome, Sign::Compare];
            let says = signs.into_iter().filter(|&sign| c.has(sign)).count() + usize::from(c.named.is_some());
            let says = says as f64;
            let long = c.words.saturating_sub(ONE_LINE) as f64;
            let goal = if slot == Slot::Goal { GOAL } else { 0.0 };
            let alone = c.dependence == Dependence::Alone && !c.has(Sign::Leans);
            alone.then_some((index, c.title + c.centrality + SAYS * says + goal - LENGTH * long))
        };
        let worths = told.filter_map(worth);
        worths.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))).map(|(index, _)| index)
    }

    /// Returns the overlap of a sentence with those selected, or `None` if it is a repetition. Overlap within the same section
    /// counts more.
    pub(super) fn said(&self, slot: Slot, index: usize) -> Option<f64> {
        let candidate = self.candidates.get(index)?;
        let repeated = |&(of, taken): &(Slot, usize)| {
            let weight = if of.place().0 == slot.place().0 { 1.0 } else { ELSEWHERE };
            Some(weight * candidate.bag.overlap(&self.candidates.get(taken)?.bag))
        };
        let most = self.chosen.iter().filter_map(repeated).fold(0.0, f64::max);
        let restated = slot == Slot::Contribution && self.restates(index) > RESTATED;
        (most <= SAME && !self.is_retold(index) && !restated).then_some(most)
    }

    /// Returns the overlap of an announcement with the goal, if that is one too.
    pub(super) fn restates(&self, index: usize) -> f64 {
        let announcing = |index: usize| self.candidates.get(index).filter(|c| c.has(Sign::Announce));
        let goal = self.chosen.iter().find(|(of, _)| *of == Slot::Goal);
        let both = goal.and_then(|&(_, goal)| Some((announcing(goal)?, announcing(index)?)));
        both.map_or(0.0, |(goal, own)| goal.bag.overlap(&own.bag))
    }

    fn summary(mut self) -> Summary {
        self.chosen.sort_by_key(|&(slot, index)| (slot.place(), index));
        let mut summary = Summary::default();
        if let Some(candidate) = self.tldr().and_then(|index| self.candidates.get(index)) {
            summary.digest.tldr = Some(quoted(candidate));
            summary.evidence.push(evidence((SectionName::Tldr, 0), candidate));
        }
        let joined: Vec<usize> =
            Slot::ALL.into_iter().flat_map(|slot| self.joined(slot, slot.limit(self.limits))).collect();
        let mut before = None;
        for (slot, index) in self.chosen {
            if let Some(candidate) = self.candidates.get(index) {
                let continued = index.checked_sub(1).is_some_and(|index| before == Some((slot, index)));
                add(&mut summary, slot, (candidate, continued, joined.contains(&index)));
            }
            before = Some((slot, index));
        }
        summary
    }
}

/// Returns the numbers in a text.
fn numbers(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '.').map(|word| word.trim_matches('.'));
    words.filter(|word| word.starts_with(|c: char| c.is_ascii_digit()))
}
