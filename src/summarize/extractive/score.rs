//! How well a sentence fits each part of the digest, in points: 1 is the least that carries a part.
//!
//! Each part adds what speaks for a sentence: where it stands, what the classifier says it does, the signs it shows,
//! how central it is. A sentence without one of the part's own marks gets nothing, however central it is.

use super::candidate::Candidate;
use super::cues::Sign;
use super::gist;
use crate::paper::SectionRole as Part;
use crate::summarize::roles::Role;

/// Points by which a sentence must fit a part to stand there.
pub(super) const LEAST: f64 = 1.0;

/// Longer sentences are read with effort, shorter ones say little.
const EASY: std::ops::RangeInclusive<usize> = 10..=34;

pub(super) fn when(condition: bool, points: f64) -> f64 {
    if condition { points } else { 0.0 }
}

/// What every part prefers: central sentences that are easily read and lean on nothing.
fn common(c: &Candidate<'_>) -> f64 {
    let long = c.words.saturating_sub(*EASY.end()).min(20) as f64;
    c.centrality
        - 0.03 * long
        - when(c.words < *EASY.start(), 0.3)
        - when(c.text.contains('$'), 0.15)
        - when(c.text.contains('\\') && !c.text.contains('$'), 0.5)
        - when(c.has(Sign::Cites), 0.4)
        - when(c.has(Sign::Leans), 0.2)
}

/// True for a sentence with the authors or their paper as its subject.
fn is_own(c: &Candidate<'_>) -> bool {
    c.signs.any(&[Sign::Aim, Sign::Study, Sign::Announce, Sign::Paper, Sign::Show, Sign::Trial])
}

pub(super) fn goal(c: &Candidate<'_>) -> f64 {
    let aim = c.has(Sign::Aim);
    let place =
        when(c.is_in(Part::Abstract), 1.0) + when(c.is_in(Part::Introduction), if aim { 1.0 } else { 0.5 });
    if place == 0.0 || !is_own(c) && c.role != Role::Objective {
        return 0.0;
    }
    place - when(!is_own(c), 0.6) + gist::score(c) + when(aim, 1.5)
        - when(c.has(Sign::Figure), 0.3)
        - when(c.has(Sign::Cites), 0.4)
}

pub(super) fn motivation(c: &Candidate<'_>) -> f64 {
    let place = when(c.is_in(Part::Abstract), 1.0)
        + when(c.is_in(Part::Introduction), 0.6)
        + when(c.part == Some(Part::Background), 0.6);
    let says = when(c.has(Sign::Gap), 0.7) + when(c.role == Role::Background, 0.6);
    if place == 0.0 || says == 0.0 || is_own(c) {
        return 0.0;
    }
    common(c) + place + says + when(c.has(Sign::Others), 0.2)
        - when(c.announced, 1.2)
        - when(c.has(Sign::Figure), 0.3)
        - when(c.role == Role::Result, 0.3)
}

pub(super) fn contribution(c: &Candidate<'_>) -> f64 {
    let place = when(c.is_in(Part::Abstract), 0.8) + when(c.is_in(Part::Introduction), 0.8);
    let says = when(c.has(Sign::Novel), 0.9)
        + when(c.has(Sign::Announce), 0.7)
        + when(c.has(Sign::Show), 0.3)
        + when(c.ours, 0.2);
    if place == 0.0 || says == 0.0 || !c.announced {
        return 0.0;
    }
    common(c) + place + says + when(c.text.contains("contribution"), 0.4)
        - when(c.has(Sign::Figure), 0.8)
        - when(c.has(Sign::Trial), 0.5)
        - when(c.has(Sign::Compare), 0.5)
        - when(c.role == Role::Result, 0.4)
        - when(c.role == Role::Background, 0.3)
}

pub(super) fn method(c: &Candidate<'_>) -> f64 {
    let says = when(c.role == Role::Method, 0.7) + when(c.has(Sign::How), 0.7);
    let place = if c.is_in(Part::Method) {
        0.9 + 0.4 * (1.0 - c.position)
    } else if !c.announced || says == 0.0 {
        0.0
    } else if c.is_in(Part::Abstract) {
        1.2 - when(c.role == Role::Background, 0.4)
    } else {
        when(c.is_in(Part::Introduction), 0.4)
    };
    if place == 0.0 {
        return 0.0;
    }
    common(c) + place + says + when(c.ours, 0.2)
        - when(c.has(Sign::Figure) && c.has(Sign::Outcome), 0.8)
        - when(c.has(Sign::Compare), 0.5)
        - when(c.role == Role::Result, 0.4)
        - when(c.has(Sign::Others), 0.4)
        - when(c.has(Sign::Trial), 0.3)
        - when(c.has(Sign::Aim), 1.0)
}

pub(super) fn results(c: &Candidate<'_>) -> f64 {
    let says =
        when(c.role == Role::Result, 0.6) + when(c.has(Sign::Outcome), 0.6) + when(c.has(Sign::Show), 0.4);
    let place = if c.is_in(Part::Results) {
        0.8
    } else if !c.announced || says == 0.0 {
        0.0
    } else if c.is_in(Part::Abstract) {
        1.2 - when(c.role == Role::Background, 0.4)
    } else {
        when(c.is_in(Part::Discussion), 0.4) + when(c.is_in(Part::Conclusion), 0.2)
    };
    if place == 0.0 {
        return 0.0;
    }
    common(c)
        + place
        + says
        + when(c.has(Sign::Figure), 0.8)
        + when(c.has(Sign::Compare), 0.4)
        + when(c.ours, 0.2)
        - when(c.has(Sign::Limit) && !c.has(Sign::Figure), 0.4)
        - when(c.has(Sign::Admission), 1.5)
        - when(c.has(Sign::Trial) && !c.has(Sign::Figure), 0.6)
}

pub(super) fn limitations(c: &Candidate<'_>) -> f64 {
    let admits =
        when(c.has(Sign::Admission), 1.0) + when(c.has(Sign::Limit), 0.4) + when(c.has(Sign::Future), 0.2);
    if c.is_in(Part::Limitations) {
        let alone = !c.is_in(Part::Conclusion) && !c.is_in(Part::Discussion);
        let base = if alone { 1.0 } else { 0.3 };
        return common(c) + base + admits - when(c.has(Sign::Outcome) && !c.has(Sign::Admission), 0.5);
    }
    let place =
        c.is_in(Part::Discussion) || c.is_in(Part::Conclusion) || (c.is_in(Part::Abstract) && c.announced);
    let of_others = c.role == Role::Background || c.has(Sign::Others);
    if place && c.has(Sign::Admission) && !of_others { common(c) + admits } else { 0.0 }
}

pub(super) fn conclusion(c: &Candidate<'_>) -> f64 {
    let says = when(c.has(Sign::Conclude), 0.6) + when(c.has(Sign::Meaning), 0.7);
    let other =
        when(c.has(Sign::Figure), 0.6) + when(c.has(Sign::Future), 0.5) + when(c.has(Sign::Admission), 0.7);
    if c.is_in(Part::Conclusion) {
        return common(c) + 0.9 + says - other;
    }
    let last =
        c.is_in(Part::Abstract) && c.position >= 0.5 && c.announced && (says > 0.0 || c.role == Role::Result);
    if !last {
        return 0.0;
    }
    common(c) + says + 0.7 * c.position
        - other
        - when(c.has(Sign::Announce), 0.5)
        - when(c.has(Sign::Compare), 0.4)
}
