//! Scores how well the sentences of the body fit each part, with a linear model learned from sentences that readers chose for a digest.
//! Its weights are in `body.txt`.

use std::sync::LazyLock;

use super::candidate::{After, Candidate};
use super::context::Dependence;
use super::cues::{Sign, Signs};
use super::facts::{self, is_voiced, lacks};
use super::held::MEASURES;
use super::slot::{Points, Slot};
use super::table;
use papers_paper::SectionRole;

/// The features besides measures, signs and facts, in the order of their rows.
#[rustfmt::skip]
const OWN: [&str; 17] = [
    "always",
    "p-background",
    "p-objective",
    "p-method",
    "p-result",
    "p-other",
    "words",
    // The place in the paper, from 0 to 1, and its square.
    "at",
    "at-squared",
    // The share of its stems that the abstract has.
    "known",
    "after-results",
    "after-previous",
    // The sentence before it has the sign.
    "then-ahead",
    "then-admission",
    "then-conclude",
    "then-show",
    // It is not where the paper admits its limits, although there is such a place.
    "elsewhere",
];

/// The length in words above which a sentence is not considered longer.
const LONG: usize = 60;

/// The unit of length in words.
const UNIT: f32 = 20.0;

/// The points that a limitation gains in a section on limitations only.
const SECTION: f64 = 2.5;

/// The points that it gains after a sentence that announces limitations.
const LISTED: f64 = 1.5;

/// The points that it loses if it says what is left to do and admits nothing.
const LEFT: f64 = 1.0;

/// The points that it gains if it names a lack of the authors' own work, not of their field.
const THEIRS: f64 = 0.6;

/// The points that it loses if it concedes a limit only to say something else.
const CONCEDED: f64 = 1.5;

/// The points that a sentence gains where the paper gives an overview of its method or results, of which a digest has only a sentence
/// or two. Readers picked up to eight, most of them details.
const OVERVIEW: f64 = 1.5;

/// The weights: a row for each feature, in the order of [`names`].
static WEIGHTS: LazyLock<Vec<Points>> = LazyLock::new(|| {
    let points = |[motivation, contribution, method, results, limitations, conclusion]: [f64; 6]| {
        Points::by(|slot| match slot {
            Slot::Goal => 0.0,
            Slot::Motivation => motivation,
            Slot::Contribution => contribution,
            Slot::Method => method,
            Slot::Results => results,
            Slot::Limitations => limitations,
            Slot::Conclusion => conclusion,
        })
    };
    table::rows(include_str!("body.txt"), &names()).into_iter().map(points).collect()
});

/// Returns the names of the features, in the order of their rows.
pub(super) fn names() -> Vec<&'static str> {
    OWN.into_iter().chain(MEASURES).chain(facts::names()).collect()
}

/// The context of the sentences of a body, on which their features depend.
pub(super) struct Body<'a> {
    candidates: &'a [Candidate<'a>],
    /// The stems of the abstract.
    abstract_stems: Vec<bool>,
    /// True if the paper has a section on its limitations, or announces them.
    admits: bool,
}

impl<'a> Body<'a> {
    pub(super) fn of(candidates: &'a [Candidate<'a>]) -> Self {
        let mut abstract_stems = Vec::new();
        for stem in candidates.iter().filter(|c| c.is_in(SectionRole::Abstract)).flat_map(|c| c.bag.iter()) {
            if abstract_stems.len() <= stem {
                abstract_stems.resize(stem + 1, false);
            }
            if let Some(known) = abstract_stems.get_mut(stem) {
                *known = true;
            }
        }
        Self { candidates, abstract_stems, admits: candidates.iter().any(is_on_limits) }
    }

    /// Returns the share of a sentence's stems that the abstract has.
    fn known(&self, c: &Candidate<'_>) -> f32 {
        let known = c.bag.iter().filter(|&stem| self.abstract_stems.get(stem) == Some(&true)).count();
        known as f32 / c.bag.len().max(1) as f32
    }

    /// Returns the values of [`OWN`].
    fn own(&self, index: usize, c: &Candidate<'_>) -> [f32; OWN.len()] {
        let [background, objective, method, result, other] = c.log_beliefs();
        let at = index as f32 / self.candidates.len().saturating_sub(1).max(1) as f32;
        let before = index.checked_sub(1).and_then(|before| self.candidates.get(before));
        let then = |sign| f32::from(before.is_some_and(|before| before.has(sign)));
        [
            1.0,
            background,
            objective,
            method,
            result,
            other,
            c.words.min(LONG) as f32 / UNIT,
            at,
            at * at,
            self.known(c),
            f32::from(c.dependence == Dependence::AfterResults),
            f32::from(c.dependence == Dependence::AfterPrevious),
            then(Sign::Ahead),
            then(Sign::Admission),
            then(Sign::Conclude),
            then(Sign::Show),
            f32::from(self.admits && !is_on_limits(c)),
        ]
    }

    /// Returns the features of a sentence, as indices into [`names`] with their values.
    #[expect(clippy::cast_possible_truncation, reason = "measures are shares and small counts")]
    pub(super) fn features(&self, index: usize, c: &Candidate<'_>) -> impl Iterator<Item = (usize, f32)> {
        let facts = c.facts();
        let measures: [f32; MEASURES.len()] = std::array::from_fn(|measure| facts.measure(measure) as f32);
        let held = facts.held().map(|bit| (OWN.len() + MEASURES.len() + bit, 1.0));
        self.own(index, c).into_iter().chain(measures).enumerate().chain(held)
    }

    /// Returns true if the paper has an abstract.
    pub(super) const fn has_abstract(&self) -> bool {
        !self.abstract_stems.is_empty()
    }

    /// Returns the points of a sentence for each part; below 0 for most.
    pub(super) fn points(&self, index: usize, c: &Candidate<'_>) -> Points {
        let mut points = Points::default();
        for (feature, value) in self.features(index, c) {
            if let Some(weights) = WEIGHTS.get(feature) {
                points.add(weights, f64::from(value));
            }
        }
        Points::by(|slot| match slot {
            Slot::Limitations => points.of(slot) + points_of_limit(c, self.admits),
            _ if is_overview(slot, c) => points.of(slot) + OVERVIEW,
            _ => points.of(slot),
        })
    }
}

/// Returns the points that a sentence gains where the paper says that limitations follow. Few of the papers from which the weights were
/// learned have such a section.
fn points_of_limit(c: &Candidate<'_>, has_place: bool) -> f64 {
    let has_no_other_role = c.section.roles.iter().all(|role| *role == SectionRole::Limitations);
    let conceded = if concedes_only(c) { CONCEDED } else { 0.0 };
    let place = if c.is_in(SectionRole::Limitations) && has_no_other_role {
        SECTION
    } else if c.after == Some(After::Limits) {
        LISTED
    } else if c.has(Sign::Future) && !c.has(Sign::Admission) {
        -LEFT
    } else {
        0.0
    };
    let admits = c.signs.any(&[Sign::Admission, Sign::Few, Sign::Biased]);
    let is_placed = !has_place || is_on_limits(c);
    let is_theirs = admits && is_placed && (is_voiced(c) || c.named.is_some());
    place - conceded + if is_theirs { THEIRS } else { 0.0 }
}

/// Returns true for a sentence such as "While our sample is small, the effect is large", whose main clause has no limit.
pub(super) fn concedes_only(c: &Candidate<'_>) -> bool {
    let main = || c.quote.split_once(", ").map(|(_, main)| main);
    c.has(Sign::Concessive) && lacks(c.signs) && main().is_some_and(|main| !lacks(Signs::of(main, main)))
}

/// Returns true for a sentence of the introduction that says how the authors work, as method, and for one of introduction or conclusion
/// that says what they found, as result.
pub(super) fn is_overview(slot: Slot, c: &Candidate<'_>) -> bool {
    let fits = match slot {
        Slot::Method => {
            let does = c.signs.any(&[Sign::How, Sign::Announce, Sign::Study, Sign::Trial]);
            does && c.is_in(SectionRole::Introduction)
        }
        Slot::Results => {
            let is_framing = c.is_in(SectionRole::Introduction) || c.is_in(SectionRole::Conclusion);
            is_framing && c.signs.any(&[Sign::Show, Sign::Reports])
        }
        _ => false,
    };
    fits && is_own(c)
}

/// Returns true for what the authors do or did, not for what they will do.
fn is_own(c: &Candidate<'_>) -> bool {
    (c.signs.any(&[Sign::We, Sign::Paper]) || c.is_ours()) && !c.has(Sign::Future)
}

/// Returns true for a sentence of a section on limitations, or after one that announces them.
fn is_on_limits(c: &Candidate<'_>) -> bool {
    c.is_in(SectionRole::Limitations) || c.after == Some(After::Limits)
}

#[cfg(test)]
mod tests {
    use super::super::candidate::candidates;
    use super::super::sample::document;
    use super::*;

    /// Returns the points of the last sentence of a discussion after a section with this role.
    fn last_points(first: SectionRole, discussion: &[&str]) -> Points {
        let proposal = ["We propose a robot that cleans solar panels without water."];
        let document = document(&[(first, &proposal), (SectionRole::Discussion, discussion)]);
        super::super::score::points(&candidates("Cleaning panels", &document)).pop().unwrap()
    }

    #[test]
    fn every_row_of_the_table_is_a_feature() {
        let known = names();
        let rows: Vec<&str> =
            include_str!("body.txt").lines().filter_map(table::row::<f64, 6>).map(|(name, _)| name).collect();
        assert!(rows.len() > 90 && rows.iter().all(|name| known.contains(name)), "{rows:?}");
        assert_eq!(known.iter().collect::<std::collections::HashSet<_>>().len(), known.len());
    }

    #[test]
    fn a_sentence_fits_the_part_that_readers_chose_such_sentences_for() {
        let best = |sentence: &str| {
            let points = last_points(SectionRole::Abstract, &["The robot climbs.", sentence]);
            let slots = Slot::ALL.into_iter().filter(|slot| *slot != Slot::Goal);
            slots.max_by(|a, b| points.of(*a).total_cmp(&points.of(*b))).unwrap()
        };
        assert_eq!(
            best("However, our study is limited to dry panels, and we could not test wet ones."),
            Slot::Limitations
        );
        assert_eq!(
            best("In conclusion, our findings suggest that farms should clean panels at night."),
            Slot::Conclusion
        );
    }

    #[test]
    fn a_limit_that_is_only_conceded_has_fewer_points() {
        let points = |sentence: &str| last_points(SectionRole::Abstract, &[sentence]).of(Slot::Limitations);
        let [admitted, conceded] = [
            "Although the panels are many, our study is limited to dry farms.",
            "Although our study is limited to dry farms, the panels are many.",
        ]
        .map(points);
        assert!(admitted - conceded > 1.0, "{admitted} {conceded}");
    }

    #[test]
    fn without_an_abstract_only_limitations_and_conclusions_are_learned() {
        let change = |slot: Slot, sentence: &str| {
            let [after, without] = [SectionRole::Abstract, SectionRole::Introduction]
                .map(|first| last_points(first, &[sentence]).of(slot));
            (after - without).abs()
        };
        let result = "We show that the robot restores 93.5% of the output, 12% more than washing.";
        assert!(change(Slot::Results, result) > 0.3);
        let limit = "However, our study is limited to dry panels, and we could not test wet ones.";
        assert!(change(Slot::Limitations, limit) < 0.3);
    }
}
