//! Fills empty parts with a sentence that no part took, or one from a part with several.

use super::candidate::Candidate;
use super::choice::Choice;
use super::context::Dependence;
use super::cues::Sign;
use super::facts::is_undone;
use super::score::LEAST;
use super::slot::Slot;
use papers_paper::{SectionName, SectionRole};

/// The maximum loss of points at which a sentence may move to an empty part.
const MOVED: f64 = 1.0;

/// The maximum overlap with the goal if nothing else is new.
const RESTATED_AT_LEAST: f64 = 0.75;

/// The minimum score to fill an empty part.
const CONTENT: f64 = 0.4;

/// The same for a sentence that a heading or its own words declare to be of the part.
const DECLARED: f64 = -4.0;

/// The same for a contribution in a text without an abstract.
const SOMETHING: f64 = 0.2;

/// Returns the minimum score of a sentence of the body to fill an empty part. Below it, readers would rather have none.
const fn least_of_body(slot: Slot) -> f64 {
    match slot {
        Slot::Motivation | Slot::Contribution => LEAST,
        Slot::Limitations => 0.6,
        Slot::Method | Slot::Results | Slot::Conclusion => 0.0,
        Slot::Goal => CONTENT,
    }
}

/// The same in a text without an abstract, where a wrong motivation or a detail is worse than none.
const fn least_without_abstract(slot: Slot) -> f64 {
    match slot {
        Slot::Motivation | Slot::Results => LEAST,
        Slot::Method => 1.4,
        Slot::Contribution | Slot::Goal => CONTENT,
        Slot::Limitations | Slot::Conclusion => least_of_body(slot),
    }
}

/// Returns true for a sentence that belongs to the part by its heading, or by its own words: a conclusion under that heading, a limit
/// that the authors admit, what they show.
fn is_declared(slot: Slot, c: &Candidate<'_>) -> bool {
    match slot {
        Slot::Limitations => {
            let admits = c.signs.any(&[Sign::Admission, Sign::Restricts]) || is_undone(c);
            // Elsewhere it is a limit of a step, unless it is called the paper's.
            let late = c.is_in(SectionRole::Discussion) || c.is_in(SectionRole::Conclusion);
            let own = (late || c.has(Sign::Paper)) && !c.signs.any(&[Sign::Denial, Sign::Show]);
            c.section.is(SectionRole::Limitations) || admits && own
        }
        Slot::Conclusion => c.section.is(SectionRole::Conclusion),
        Slot::Results => shows(c),
        _ => false,
    }
}

/// Returns true for what the authors say that they show.
fn shows(c: &Candidate<'_>) -> bool {
    c.has(Sign::Show) && c.has(Sign::We)
}

/// Returns true for what the authors call new in their own work ("To our knowledge, this is the first study …"), or announce in the
/// introduction that they show.
fn claims(c: &Candidate<'_>) -> bool {
    c.has(Sign::Novel) && c.signs.any(&[Sign::We, Sign::Ours, Sign::Paper])
        || c.is_in(SectionRole::Introduction) && shows(c)
}

impl Choice<'_> {
    /// Fills an empty part with one sentence: one that no part took, else one from a part with several.
    pub(super) fn borrow(&mut self, slot: Slot) {
        let least = if self.summed_up { least_of_body(slot) } else { least_without_abstract(slot) };
        let enough = |index: usize, score: f64| match () {
            () if self.is_in_abstract(index) => score >= CONTENT,
            () if self.is(index, |c| is_declared(slot, c)) => score >= DECLARED,
            () => score >= least,
        };
        let allowed = |index: usize, score: f64| enough(index, score) && self.is_announced(slot, index);
        // What the authors do, rather than a fact that they use.
        let voiced = |index: usize| {
            let told =
                |c: &Candidate<'_>| c.signs.any(&[Sign::We, Sign::Paper, Sign::Ours]) || c.named.is_some();
            slot != Slot::Method || self.candidates.get(index).is_some_and(told)
        };
        let found = self.free(slot, DECLARED, |index, score| allowed(index, score) && voiced(index));
        if let Some(index) = found.or_else(|| self.free(slot, DECLARED, allowed)) {
            self.chosen.push((slot, index));
            return;
        }
        if slot == Slot::Contribution {
            let in_abstract = |choice: &Self, index: usize| choice.is_in_abstract(index);
            let found = self.announce_again(in_abstract)
                || self.announce_again(|choice, index| {
                    !choice.summed_up || choice.points(Slot::Contribution, index) >= LEAST
                });
            if !found {
                let least = if self.summed_up { DECLARED } else { SOMETHING };
                let found = self.free(slot, least, |index, _| !self.summed_up || self.is(index, claims));
                self.chosen.extend(found.map(|index| (slot, index)));
            }
            return;
        }
        let spare = (0..self.chosen.len())
            .filter_map(|at| {
                let &(of, index) = self.chosen.get(at)?;
                let score = self.points(slot, index);
                let ends = slot == Slot::Results && of == Slot::Conclusion && self.is_in_abstract(index);
                let finds = [Sign::Show, Sign::Reports, Sign::Meaning];
                let found = slot == Slot::Method && self.is(index, |c| c.signs.any(&finds));
                let fits = score >= least && score >= self.points(of, index) - MOVED && !found;
                let list = of.place().0 != SectionName::Introduction;
                let free = !self.summed_up || !self.is_in_abstract(index);
                (free && (list && self.count(of) > 1 || ends) && fits && self.can_move(of, index))
                    .then_some((at, score))
            })
            .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        if let Some((slot_of, _)) = spare.and_then(|(at, _)| self.chosen.get_mut(at)) {
            *slot_of = slot;
        }
    }

    /// Returns the best sentence that no part has, of those with at least these points that the test allows.
    fn free(&self, slot: Slot, least: f64, allowed: impl Fn(usize, f64) -> bool) -> Option<usize> {
        let stands = |&(index, score): &(usize, f64)| {
            allowed(index, score)
                && self.is_clear(index)
                && self.can_stand(slot, index)
                && self.overlap(slot, index).is_some()
        };
        self.ranked(slot, least).into_iter().find(stands).map(|(index, _)| index)
    }

    /// Fills the contribution with another announcement that does not only repeat the goal.
    fn announce_again(&mut self, allowed: impl Fn(&Self, usize) -> bool) -> bool {
        let again = |&(index, _): &(usize, f64)| {
            allowed(self, index)
                && self.is_announced(Slot::Contribution, index)
                && self.can_stand(Slot::Contribution, index)
                && self.restates(index) <= RESTATED_AT_LEAST
                && self.overlap(Slot::Results, index).is_some()
        };
        let found = self.ranked(Slot::Contribution, CONTENT).into_iter().find(again);
        self.chosen.extend(found.map(|(index, _)| (Slot::Contribution, index)));
        found.is_some()
    }

    /// Returns true if the sentence does not depend on the one before it, and no selected sentence depends on it.
    fn can_move(&self, slot: Slot, index: usize) -> bool {
        let dependence = |index: usize| self.candidates.get(index).map(|candidate| candidate.dependence);
        let carries = self.chosen.contains(&(slot, index + 1))
            && dependence(index + 1) == Some(Dependence::AfterPrevious);
        dependence(index) == Some(Dependence::Alone) && !carries
    }
}

#[cfg(test)]
mod tests {
    use papers_paper::{Document, Paragraph, Section};

    use super::*;
    use crate::Limits;

    /// Returns the contribution of a paper whose abstract has none.
    fn contribution(discussion: &[&str]) -> String {
        let section = |role, sentences: &[&str]| {
            let sentences = sentences.iter().map(|&text| text.to_owned()).collect();
            let paragraphs = vec![Paragraph { sentences, ..Paragraph::default() }];
            Section { roles: vec![role], paragraphs, ..Section::default() }
        };
        let summed_up = [
            "Solar panels on farms lose output when dust settles on them.",
            "This study asks how often panels should be washed where water is scarce.",
            "Washing once a month restored 93.5% of the lost output.",
        ];
        let sections =
            vec![section(SectionRole::Abstract, &summed_up), section(SectionRole::Discussion, discussion)];
        let document = Document { sections, ..Document::default() };
        super::super::digest("Washing panels", &document, &Limits::default()).digest.introduction.contribution
    }

    #[test]
    fn a_finding_of_the_body_is_no_contribution_but_a_claim_to_be_first_is() {
        let finding = "We observed that panels near roads gathered dust twice as fast as panels in fields.";
        assert_eq!(contribution(&[finding]), "");
        let first = "To our knowledge, this is the first study of washing that weighs water against output.";
        assert_eq!(contribution(&[finding, first]), first);
    }
}
