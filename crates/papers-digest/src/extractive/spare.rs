//! Fills empty parts with a sentence that no part took, or one from a part with several.

use super::body::concedes_only;
use super::candidate::Candidate;
use super::choice::{Choice, Chosen};
use super::context::Dependence;
use super::cues::Sign;
use super::facts::is_undone;
use super::score::{LEAST, LEAST_LIMIT, is_on_whole, names_limit};
use super::slot::Slot;
use papers_paper::{SectionName, SectionRole};

/// The maximum loss of points at which a sentence may move to an empty part.
const MOVED: f64 = 1.0;

/// The maximum overlap with the goal if nothing else is new.
const RESTATED_AT_LEAST: f64 = 0.75;

/// The minimum score to fill an empty part.
const CONTENT: f64 = 0.4;

/// The minimum score of a contribution in a text without an abstract.
const SOMETHING: f64 = 0.2;

/// The minimum score where the words of a sentence decide, whatever its points. Parts for which it is unsuitable have fewer.
const ANY: f64 = -4.0;

/// Returns the minimum score of a sentence of the body to fill an empty part. Below it, readers would rather have none.
const fn least_of_body(slot: Slot) -> f64 {
    match slot {
        Slot::Motivation | Slot::Contribution => LEAST,
        Slot::Method => 0.75,
        Slot::Limitations => LEAST_LIMIT,
        Slot::Results | Slot::Conclusion => 0.0,
        Slot::Goal => CONTENT,
    }
}

/// Returns the minimum score in a text without an abstract, where a wrong motivation or a detail is worse than none.
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
            let is_theirs = c.signs.any(&[Sign::We, Sign::Paper]);
            let admits = c.has(Sign::Admission) || is_theirs && (restricts(c) || is_undone(c));
            // Elsewhere it is a limit of a step, unless it is called the paper's.
            let is_late = c.is_in(SectionRole::Discussion) || c.is_in(SectionRole::Conclusion);
            let finds = c.has(Sign::Show) && !c.text.contains(" based on ");
            let is_own = (is_late || c.has(Sign::Paper) || names_limit(c)) && !c.has(Sign::Denial) && !finds;
            c.section.is(SectionRole::Limitations) || admits && is_own && !concedes_only(c)
        }
        Slot::Conclusion => c.section.is(SectionRole::Conclusion),
        Slot::Results => shows(c),
        _ => false,
    }
}

/// Returns true for a simplification, not for what was assumed to come out.
fn restricts(c: &Candidate<'_>) -> bool {
    c.has(Sign::Restricts) && !c.has(Sign::Outcome)
}

/// Returns true for what the authors say that they show.
fn shows(c: &Candidate<'_>) -> bool {
    c.has(Sign::Show) && c.has(Sign::We)
}

/// Returns true for what the authors call new in their own work ("To our knowledge, this is the first study …"), or announce in the
/// introduction that they show, not others.
fn claims(c: &Candidate<'_>) -> bool {
    let text = c.text.to_lowercase();
    // Elsewhere, what is new may be new in a step only.
    let is_on_work = c.is_in(SectionRole::Abstract)
        || is_on_whole(c)
        || ["contribution", "innovation", "insight", "knowledge", "first work"]
            .iter()
            .any(|word| text.contains(word));
    let finds = ["we observe", "we find", "we found"].iter().any(|words| text.contains(words));
    c.has(Sign::Novel) && c.signs.any(&[Sign::We, Sign::Ours, Sign::Paper]) && is_on_work
        || c.is_in(SectionRole::Introduction) && shows(c) && !finds && !c.has(Sign::Others)
}

/// Returns true for what the authors do, rather than a fact that they use.
fn is_action(c: &Candidate<'_>) -> bool {
    c.signs.any(&[Sign::We, Sign::Paper, Sign::Ours]) || c.named.is_some()
}

impl Choice<'_> {
    /// Fills a part that is empty and may have sentences with one: one that no part took, else one from a part with several.
    pub(super) fn fill_from_spare(&mut self, slot: Slot) {
        if self.limit(slot) == 0 || self.count(slot) > 0 {
            return;
        }
        let allowed =
            |index: usize, score: f64| self.is_enough(slot, index, score) && self.is_announced(slot, index);
        let preferred = |index: usize, score: f64| {
            allowed(index, score) && (slot != Slot::Method || self.is(index, is_action))
        };
        let free = self.free(slot, ANY, preferred).or_else(|| self.free(slot, ANY, allowed));
        if let Some(index) = free {
            self.add(slot, index);
        } else if slot == Slot::Contribution {
            let found = self.other_announcement().or_else(|| self.claim());
            self.chosen.extend(found.map(|index| Chosen { slot, index }));
        } else {
            self.move_from_list(slot);
        }
    }

    /// Returns the minimum score of a sentence of the body to fill an empty part.
    fn least_to_fill(&self, slot: Slot) -> f64 {
        if self.has_abstract { least_of_body(slot) } else { least_without_abstract(slot) }
    }

    /// Returns true if the score of a sentence suffices to fill an empty part.
    fn is_enough(&self, slot: Slot, index: usize, score: f64) -> bool {
        if self.is_in_abstract(index) {
            score >= CONTENT
        } else {
            score >= self.least_to_fill(slot) || self.is(index, |c| is_declared(slot, c))
        }
    }

    /// Returns the best sentence that no part has, of those with at least these points that the test allows.
    fn free(&self, slot: Slot, least: f64, allowed: impl Fn(usize, f64) -> bool) -> Option<usize> {
        let stands = |&(index, score): &(usize, f64)| {
            allowed(index, score)
                && self.is_clear(slot, index)
                && self.can_stand(slot, index)
                && self.overlap(slot, index).is_some()
        };
        self.ranked(slot, least).into_iter().find(stands).map(|(index, _)| index)
    }

    /// Returns another announcement for the contribution that does not only repeat the goal: one of the abstract, else one of the
    /// body.
    fn other_announcement(&self) -> Option<usize> {
        let is_other = |index: &usize| {
            self.is_announced(Slot::Contribution, *index)
                && self.is_clear(Slot::Contribution, *index)
                && self.can_stand(Slot::Contribution, *index)
                && self.restates(*index) <= RESTATED_AT_LEAST
                && !self.announces_same(*index)
                && self.overlap(Slot::Results, *index).is_some()
        };
        let is_likely = |index: usize| !self.has_abstract || self.points(Slot::Contribution, index) >= LEAST;
        let ranked = self.ranked(Slot::Contribution, CONTENT).into_iter().map(|(index, _)| index);
        let others: Vec<usize> = ranked.filter(is_other).collect();
        let in_abstract = others.iter().find(|&&index| self.is_in_abstract(index));
        in_abstract.or_else(|| others.iter().find(|&&index| is_likely(index))).copied()
    }

    /// Returns what the authors claim as new, for the contribution; in a text without an abstract, the best sentence.
    fn claim(&self) -> Option<usize> {
        if self.has_abstract {
            self.free(Slot::Contribution, ANY, |index, _| self.is(index, claims))
        } else {
            self.free(Slot::Contribution, SOMETHING, |_, _| true)
        }
    }

    /// Moves a sentence of the body to an empty part from a list with several.
    fn move_from_list(&mut self, slot: Slot) {
        let least = self.least_to_fill(slot);
        let finds = |c: &Candidate<'_>| c.signs.any(&[Sign::Show, Sign::Reports, Sign::Meaning]);
        let may_move = |of: Slot, index: usize, score: f64| {
            of.place().0 != SectionName::Introduction
                && self.count(of) > 1
                && !self.is_in_abstract(index)
                && score >= least
                && score >= self.points(of, index) - MOVED
                && !(slot == Slot::Method && self.is(index, finds))
                && self.can_move(of, index)
        };
        let spare = self.chosen.iter().enumerate().filter_map(|(at, chosen)| {
            let score = self.points(slot, chosen.index);
            may_move(chosen.slot, chosen.index, score).then_some((at, score))
        });
        let best = spare.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        if let Some(chosen) = best.and_then(|(at, _)| self.chosen.get_mut(at)) {
            chosen.slot = slot;
        }
    }

    /// Returns true if the sentence does not depend on the one before it, and no selected sentence depends on it.
    fn can_move(&self, slot: Slot, index: usize) -> bool {
        self.is(index, |c| c.dependence == Dependence::Alone) && !self.is_needed_by_next(slot, index)
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::document;
    use super::*;
    use crate::Limits;

    /// Returns the contribution of a paper whose abstract has none.
    fn contribution(discussion: &[&str]) -> String {
        let summary = [
            "Solar panels on farms lose output when dust settles on them.",
            "This study asks how often panels should be washed where water is scarce.",
            "Washing once a month restored 93.5% of the lost output.",
        ];
        let sections = [(SectionRole::Abstract, summary.as_slice()), (SectionRole::Discussion, discussion)];
        let summary = super::super::digest("Washing panels", &document(&sections), &Limits::default());
        summary.digest.introduction.contribution
    }

    #[test]
    fn a_limit_that_is_only_conceded_does_not_fill_the_limitations() {
        let limitations = |own: &str| {
            let proposal = ["We propose a robot that cleans solar panels without water."];
            let sections: [(SectionRole, &[&str]); 2] =
                [(SectionRole::Abstract, &proposal), (SectionRole::Conclusion, &[own])];
            super::super::digest("Panels", &document(&sections), &Limits::default()).digest.limitations
        };
        let conceded = "While in this work we have focused only on dry farms, all of our findings also extend to coasts.";
        assert!(limitations(conceded).is_empty());
        assert_eq!(limitations("In this work we have focused only on dry farms in the south.").len(), 1);
    }

    #[test]
    fn the_novelty_of_a_step_is_no_contribution() {
        let summary = [
            "This study asks how often panels should be washed.",
            "Washing restored 93.5% of the lost output.",
        ];
        let step = "We built a new brush after the first two of our farms, because the old one had worn out.";
        let sections = [(SectionRole::Abstract, summary.as_slice()), (SectionRole::Method, &[step])];
        let digest = super::super::digest("Washing panels", &document(&sections), &Limits::default()).digest;
        assert_eq!(digest.introduction.contribution, "");
    }

    #[test]
    fn a_contribution_of_the_body_needs_no_text_before_it() {
        let announced = "To our knowledge, we propose the first brush for panels that needs no water.";
        assert_eq!(contribution(&[announced]), announced);
        let unclear = "To our knowledge, we propose the first brush for Panel (d) that needs no water.";
        assert_eq!(contribution(&[unclear]), "");
    }

    #[test]
    fn a_contribution_of_the_body_does_not_name_again_what_the_goal_announces() {
        let contribution = |own: &str| {
            let summary =
                ["We introduce DryBrush, a robot for panels.", "DryBrush restores 93.5% of the output."];
            let sections: [(SectionRole, &[&str]); 2] =
                [(SectionRole::Abstract, &summary), (SectionRole::Conclusion, &[own])];
            let document = document(&sections);
            super::super::digest("DryBrush", &document, &Limits::default()).digest.introduction.contribution
        };
        assert_eq!(contribution("In this paper, we introduce DryBrush, a novel device for dry farms."), "");
        let first = "We introduce DryBrush, which is the first novel device for farms without water.";
        assert_eq!(contribution(first), first);
    }

    #[test]
    fn a_finding_of_the_body_is_no_contribution_but_a_claim_to_be_first_is() {
        let finding = "We observed that panels near roads gathered dust twice as fast as panels in fields.";
        assert_eq!(contribution(&[finding]), "");
        let first = "To our knowledge, this is the first study of washing that weighs water against output.";
        assert_eq!(contribution(&[finding, first]), first);
    }
}
