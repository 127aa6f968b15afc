//! Selects the sentences of each part of the digest from the candidates, without repetition.
//!
//! The abstract is arranged as a whole (`arrange`). A sentence of the body belongs to the part for which it scores highest, and each
//! part takes the best of its own.
//! A part that is still empty takes a sentence that no part took, or one from a part that has several.

use super::acronym::Explainer;
use super::body::is_overview;
use super::candidate::Candidate;
use super::choice::{Choice, Chosen, SAME};
use super::cues::Sign;
use super::facts::lacks;
use super::foreign;
use super::one_line::one_line;
use super::score::{self, LEAST, LEAST_LIMIT};
use super::slot::Slot;
use super::wording::{Selected, add, evidence, quoted};
use crate::{Limits, Summary};
use papers_paper::{SectionName, SectionRole};

/// The points that a sentence would lose for complete overlap with one that is already chosen.
const REPETITION: f64 = 1.5;

/// The minimum score of a detail to become a method or a result in a text without an abstract.
const TELLING: f64 = 2.0;

/// The maximum number of sentences that method and results each take from the body if there is an abstract.
const MOST_DETAILS: usize = 1;

/// The parts to which the body adds only after all sentences of the abstract.
const DETAILED: [Slot; 2] = [Slot::Results, Slot::Method];

/// Selects a digest from the candidates.
pub(super) fn summary<'a>(title: &str, candidates: &'a [Candidate<'a>], limits: &'a Limits) -> Summary {
    let mut choice = Choice::new(candidates, limits);
    if foreign::is_foreign(candidates) {
        choice.choose_by_position();
    } else {
        choice.points = score::points(candidates);
        choice.choose_main();
        choice.choose_details();
        choice.fill_empty_parts();
    }
    choice.summary(title)
}

/// The sentences from which a part selects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    /// The whole paper, but no details for method and results.
    WithoutDetails,
    /// The whole paper, but for method and results nothing that was left out of the abstract.
    WithDetails,
}

impl Choice<'_> {
    /// Selects goal and limitations from the whole paper, and the other parts from the abstract or, without one, from the paper.
    fn choose_main(&mut self) {
        for slot in [Slot::Goal, Slot::Limitations] {
            self.fill(slot, self.limit(slot), Source::WithoutDetails);
        }
        if self.has_abstract {
            self.arrange_abstract();
        } else {
            for slot in Slot::LATER {
                self.fill(slot, self.limit(slot), Source::WithoutDetails);
            }
        }
    }

    /// Adds details of the body to method and results, if the abstract has few of them.
    fn choose_details(&mut self) {
        for slot in DETAILED {
            let most = if slot == Slot::Method { MOST_DETAILS } else { self.limit(slot).saturating_sub(1) };
            if !self.has_abstract || self.count(slot) <= most {
                self.fill(slot, self.limit(slot), Source::WithDetails);
            }
        }
        self.headline();
    }

    /// Fills the parts that are still empty: with the best sentences of the body, else with what is left over.
    fn fill_empty_parts(&mut self) {
        // What is left to do is a limit rather than a conclusion.
        self.fill_from_spare(Slot::Limitations);
        for slot in Slot::LATER {
            if self.count(slot) == 0 {
                let most = if slot == Slot::Conclusion { self.limit(slot) } else { MOST_DETAILS };
                self.fill(slot, self.limit(slot).min(most), Source::WithDetails);
            }
        }
        for slot in Slot::ALL {
            self.fill_from_spare(slot);
        }
    }

    /// Selects the best of a part's own sentences one by one, with a penalty for repetition.
    fn fill(&mut self, slot: Slot, count: usize, source: Source) {
        let mut own = self.ranked(slot, LEAST);
        own.retain(|&(index, score)| {
            self.belongs(slot, index, score)
                && (slot == Slot::Goal || self.is_clear(slot, index))
                && self.is_announced(slot, index)
                && self.is_from(source, slot, index, score)
        });
        while self.count(slot) < count {
            let has_room = self.has_room_for_detail(slot);
            let best = own
                .iter()
                .filter(|(index, _)| !self.is_taken(*index) && self.can_stand(slot, *index))
                .filter(|(index, _)| has_room || !self.is_detail(*index))
                .filter(|&&(index, score)| score >= self.least(slot, index))
                .filter(|(index, _)| slot != Slot::Limitations || self.adds_limit(*index))
                .filter_map(|&(index, score)| Some((index, score - REPETITION * self.overlap(slot, index)?)))
                .filter(|(_, value)| *value >= LEAST - REPETITION * SAME)
                .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
            let Some((index, _)) = best else { break };
            self.add(slot, index);
        }
    }

    /// Returns true if no other part scores higher. Goal and limitations may take any sentence, because few are suitable.
    fn belongs(&self, slot: Slot, index: usize, score: f64) -> bool {
        let mut rivals = Slot::ALL.into_iter().filter(|rival| *rival != Slot::Goal);
        matches!(slot, Slot::Goal | Slot::Limitations)
            || rivals.all(|rival| self.points(rival, index) <= score)
    }

    /// Returns true if the source has this sentence.
    fn is_from(&self, source: Source, slot: Slot, index: usize, score: f64) -> bool {
        match source {
            _ if !DETAILED.contains(&slot) => true,
            Source::WithoutDetails => !self.is_detail(index),
            // The rest of the abstract was left out on purpose, and a detail is better only than nothing.
            Source::WithDetails if self.has_abstract => {
                let fits = self.count(slot) == 0 || self.is(index, |c| is_overview(slot, c));
                fits && !self.is_in_abstract(index)
            }
            Source::WithDetails => !self.is_detail(index) || score >= TELLING,
        }
    }

    /// Returns the minimum score of a sentence for a part.
    fn least(&self, slot: Slot, index: usize) -> f64 {
        if slot == Slot::Limitations && !self.is_in_abstract(index) { LEAST_LIMIT } else { LEAST }
    }

    /// Returns true for the first limitation, and for a further one that names a lack, or is listed with others, and is
    /// not about what was done against it.
    fn adds_limit(&self, index: usize) -> bool {
        let counters = |c: &Candidate<'_>| {
            let words = [" sufficient", "mitigat", "alleviat", "minimiz", "minimis", "ensur", "we decided"];
            let acts = c.has(Sign::We) && c.signs.any(&[Sign::How, Sign::Trial]) && !lacks(c.signs);
            let turns = ["However, ", "Nevertheless, ", "Nonetheless, ", "But ", "Still, "];
            let turns = !lacks(c.signs) && turns.iter().any(|word| c.text.starts_with(word));
            acts || turns || words.iter().any(|word| c.text.contains(word))
        };
        let is_listed = |c: &Candidate<'_>| c.is_in(SectionRole::Limitations) || c.has(Sign::Ordinal);
        let is_vague = |c: &Candidate<'_>| !is_listed(c) && !lacks(c.signs);
        self.count(Slot::Limitations) == 0
            || self.is_in_abstract(index)
            || !self.is(index, |c| counters(c) || is_vague(c))
    }

    /// Returns true for a sentence of the body, except theorems. Without an abstract, sentences of the introduction and without a
    /// heading are exempt.
    pub(super) fn is_detail(&self, index: usize) -> bool {
        self.is(index, |c| {
            let is_opening = c.section.heading.is_empty() || c.is_in(SectionRole::Introduction);
            !c.theorem && !c.is_in(SectionRole::Abstract) && (self.has_abstract || !is_opening)
        })
    }

    /// Returns true if the part may take another sentence of the body.
    fn has_room_for_detail(&self, slot: Slot) -> bool {
        let details = self.sentences(slot).into_iter().filter(|&index| self.is_detail(index));
        !self.has_abstract || !DETAILED.contains(&slot) || details.count() < MOST_DETAILS
    }

    /// If the digest has no number, adds the best result with one, replacing the weakest result if there is no room.
    fn headline(&mut self) {
        let most = self.limit(Slot::Results);
        let has_number = |index: usize| self.is(index, |c| c.has(Sign::Number));
        if most == 0 || self.chosen.iter().any(|chosen| has_number(chosen.index)) {
            return;
        }
        let ranked = self.ranked(Slot::Results, LEAST);
        let found = ranked.into_iter().map(|(index, _)| index).find(|&index| {
            has_number(index)
                && (!self.is_detail(index) || self.is_relevant_result(index))
                && self.is_clear(Slot::Results, index)
                && self.can_stand(Slot::Results, index)
                && self.overlap(Slot::Results, index).is_some()
        });
        let Some(index) = found else { return };
        if self.count(Slot::Results) >= most {
            let points = |chosen: &Chosen| self.points(chosen.slot, chosen.index);
            let results = self.chosen.iter().filter(|chosen| chosen.slot == Slot::Results);
            let weakest = results.min_by(|a, b| points(a).total_cmp(&points(b))).copied();
            self.chosen.retain(|chosen| Some(*chosen) != weakest);
        }
        self.add(Slot::Results, index);
    }

    /// Returns true for a sentence of the body with a relevant number: on what experiments show, or on how the authors' work
    /// compares.
    fn is_relevant_result(&self, index: usize) -> bool {
        let is_relevant = |c: &Candidate<'_>| {
            let ours = c.is_ours() || c.named.is_some();
            ours && c.signs.any(&[Sign::Compare, Sign::Reports])
                || c.has(Sign::Reports) && !c.is_in(SectionRole::Results)
        };
        self.points(Slot::Results, index) >= LEAST && self.is(index, is_relevant)
    }

    /// Writes the digest with the selected sentences, and its evidence.
    fn summary(mut self, title: &str) -> Summary {
        self.chosen.sort_by_key(|chosen| (chosen.slot.place(), chosen.index));
        let mut summary = Summary::default();
        let explainer = || Explainer::new(title, &self.acronyms);
        if let Some(candidate) = one_line(&self).and_then(|index| self.candidates.get(index)) {
            summary.digest.tldr = Some(explainer().explain(&quoted(candidate)));
            summary.evidence.push(evidence(SectionName::Tldr, 0, candidate));
        }
        let joined: Vec<usize> = Slot::ALL.into_iter().flat_map(|slot| self.joined(slot)).collect();
        let (mut previous, mut explainer) = (None, explainer());
        for chosen in self.chosen {
            let Chosen { slot, index } = chosen;
            if let Some(candidate) = self.candidates.get(index) {
                let continued = previous
                    .is_some_and(|previous: Chosen| previous.slot == slot && previous.index + 1 == index);
                let joined = joined.contains(&index);
                add(&mut summary, slot, &Selected { candidate, continued, joined }, &mut explainer);
            }
            previous = Some(chosen);
        }
        summary
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::document;
    use crate::Limits;
    use papers_paper::SectionRole;

    #[test]
    fn a_sentence_that_a_paper_repeats_is_selected_once() {
        let own: [&str; 4] = [
            "We propose a robot that cleans solar panels without water.",
            "Solar panels lose a third of their output to dust in a few weeks.",
            "The robot sweeps the panels with two belts.",
            "Experiments show that clean panels have a third more output.",
        ];
        let twice = [own, own].concat();
        let sections = [(SectionRole::Abstract, twice.as_slice()), (SectionRole::Conclusion, own.as_slice())];
        let summary = super::super::digest("Cleaning panels", &document(&sections), &Limits::default());
        let text = format!("{:?}", papers_paper::Digest { tldr: None, ..summary.digest });
        for sentence in own {
            assert!(text.matches(sentence).count() <= 1, "{sentence} {text}");
        }
    }

    #[test]
    fn a_further_limitation_is_not_what_was_done_against_one() {
        let limitations = |further: &str| {
            let own: [&str; 2] = ["The farms were few and all of them lie in one dry region.", further];
            let sections = [
                (
                    SectionRole::Abstract,
                    ["We propose a robot that cleans solar panels without water."].as_slice(),
                ),
                (SectionRole::Limitations, own.as_slice()),
            ];
            super::super::digest("Cleaning panels", &document(&sections), &Limits::default())
                .digest
                .limitations
                .len()
        };
        assert_eq!(limitations("The brush wears out after 300 runs and has to be replaced by hand."), 2);
        assert_eq!(limitations("We used brushes of three makes, ensuring that no brush is worn."), 1);
    }

    #[test]
    fn outside_of_its_section_a_further_limitation_names_a_lack() {
        let limitations = |further: &str| {
            let own: [&str; 3] =
                ["However, our method comes with limitations.", "We could not test wet panels.", further];
            let proposal = ["We propose a robot that cleans solar panels without water."];
            let sections =
                [(SectionRole::Abstract, proposal.as_slice()), (SectionRole::Discussion, own.as_slice())];
            let document = document(&sections);
            super::super::digest("Cleaning panels", &document, &Limits::default()).digest.limitations
        };
        let lack = "The sample of farms was too small to compare brushes.";
        assert_eq!(limitations(lack), ["We could not test wet panels.", lack]);
        let praise = "The robot has the capacity to clean the mirrors of large telescopes.";
        assert_eq!(limitations(praise), ["We could not test wet panels."]);
    }

    #[test]
    fn an_overview_joins_the_results_of_the_abstract_but_no_detail() {
        let results = |role, found: &str| {
            let sections: [(SectionRole, &[&str]); 3] = [
                (
                    SectionRole::Abstract,
                    &[
                        "We propose a robot that cleans solar panels without water.",
                        "The robot sweeps the panels with two belts.",
                        "Experiments show that clean panels have a third more output.",
                    ],
                ),
                (role, &[found]),
                (SectionRole::Conclusion, &["Farms should clean their panels at night."]),
            ];
            super::super::digest("Cleaning panels", &document(&sections), &Limits::default())
                .digest
                .results
                .len()
        };
        let found = "We find that the robot restores 93.5% of the output, 12% more than washing by hand.";
        assert_eq!(results(SectionRole::Results, found), 1);
        assert_eq!(results(SectionRole::Introduction, found), 2);
    }
}
