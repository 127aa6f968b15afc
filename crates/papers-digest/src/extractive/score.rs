//! How well a sentence fits each part of the digest, in points: 1 is the least that carries a part.
//!
//! Each part adds what speaks for a sentence: where it stands, what the classifier says it does, the signs it shows,
//! how central it is. A sentence without one of the part's own marks gets nothing, however central it is.

use super::candidate::{Candidate, Turn};
use super::cues::Sign;
use super::gist;
use super::stand::{Standing, lost};
use crate::roles::Role;
use papers_paper::SectionRole as Part;

/// Points by which a sentence must fit a part to stand there.
pub(super) const LEAST: f64 = 1.0;

/// Longer sentences are read with effort, shorter ones say little.
const EASY: std::ops::RangeInclusive<usize> = 10..=34;

pub(super) fn when(condition: bool, points: f64) -> f64 {
    if condition { points } else { 0.0 }
}

/// What every part prefers: central sentences that are easily read and lean on nothing.
fn common(c: &Candidate<'_>) -> f64 {
    let in_abstract = c.is_in(Part::Abstract);
    // Among hundreds of sentences it matters more which speaks of what all speak of.
    let central = if in_abstract { c.centrality } else { 2.0 * c.centrality - 0.8 };
    let long = c.words.saturating_sub(*EASY.end()).min(30);
    let formulas = c.text.matches('$').count() / 2;
    let argues = !in_abstract && c.signs.any(&[Sign::Step, Sign::Credit]);
    central
        - 0.03 * long as f64
        - 0.15 * formulas as f64
        - 0.25 * (symbols(c.text) + lost(c.text)).min(4) as f64
        - when(argues, 1.2)
        - when(c.words < *EASY.start(), 0.3)
        - when(c.text.contains('\\') && formulas == 0, 0.5)
        - when(c.has(Sign::Cites), 0.7)
        - when(c.has(Sign::Leans), if in_abstract { 0.35 } else { 0.6 })
}

/// Words that are formulas without being marked as such, as in the text of a PDF.
fn symbols(text: &str) -> usize {
    let is_symbol = |c: char| matches!(c, '^' | '_' | '\u{391}'..='\u{3c9}' | '\u{2200}'..='\u{22ff}' | '→' | '\u{2080}'..='\u{209c}');
    let prose = text.split('$').step_by(2);
    prose.flat_map(str::split_whitespace).filter(|word| word.contains(is_symbol)).count()
}

/// True when the authors speak, or what they made is spoken of.
fn is_voiced(c: &Candidate<'_>) -> bool {
    c.ours || c.has(Sign::We) || is_own(c)
}

/// True for a sentence with the authors or their paper as its subject.
fn is_own(c: &Candidate<'_>) -> bool {
    c.signs.any(&[Sign::Aim, Sign::Study, Sign::Announce, Sign::Paper, Sign::Show, Sign::Trial])
}

/// What the paper sets out to do: where nothing says so, what the paper is about.
pub(super) fn goal(c: &Candidate<'_>) -> f64 {
    let aim = c.has(Sign::Aim);
    let own = is_own(c);
    let labeled_otherwise = c.is_labeled() && c.part != Some(Part::Introduction);
    let place = if labeled_otherwise && !own {
        return 0.0;
    } else if c.is_in(Part::Abstract) {
        1.0 + when(aim, 0.3) - when(c.role == Role::Background && !own, 0.3)
    } else if c.is_in(Part::Introduction) && own {
        0.4 + when(aim, 1.4) - when(c.has(Sign::Leans), 0.3) - when(c.has(Sign::Cites), 0.4)
    } else {
        return 0.0;
    };
    place + gist::score(c)
}

/// What is wrong or missing, and why it matters.
pub(super) fn motivation(c: &Candidate<'_>) -> f64 {
    let in_abstract = c.is_in(Part::Abstract);
    let place = if in_abstract { 1.0 } else { when(c.is_in(Part::Introduction), 0.6) };
    // What an introduction only tells is not yet a motive.
    let given = c.role == Role::Background && (in_abstract || c.has(Sign::Gap) && !c.has(Sign::Cites));
    let says = when(c.has(Sign::Gap), 0.7) + when(given, 0.6);
    // After the announcement the paper speaks of itself, unless it names a lack.
    let of_itself = c.ours
        || c.signs.any(&[Sign::We, Sign::Meaning, Sign::Outlook])
        || c.turn == Turn::After && !c.has(Sign::Gap);
    let own = is_own(c) || c.is_announced() && of_itself;
    if place == 0.0 || says == 0.0 || own {
        return 0.0;
    }
    common(c) + place + says + when(c.has(Sign::Others), 0.2) + when(c.part == Some(Part::Background), 0.6)
        - when(c.is_announced(), 1.2)
        - when(c.has(Sign::We), 0.5)
        - when(c.has(Sign::Figure), 0.3)
        - when(c.role == Role::Result, 0.3)
}

/// What is new.
pub(super) fn contribution(c: &Candidate<'_>) -> f64 {
    let place = c.is_announced() && (c.is_in(Part::Abstract) || c.is_in(Part::Introduction) && is_voiced(c));
    let says = when(c.has(Sign::Novel), 0.9) + when(c.has(Sign::Announce), 0.7);
    let tells = c.has(Sign::Show) || c.ours || c.role != Role::Background && c.has(Sign::How);
    let could = tells && !c.signs.any(&[Sign::Figure, Sign::Compare, Sign::Others]);
    if !place || says == 0.0 && !could {
        return 0.0;
    }
    // What the authors show or made is new too, but other sentences say it better.
    let says = if says > 0.0 { says } else { -0.6 };
    common(c) + 0.8 + says + when(c.has(Sign::Novel) && c.text.contains("contribution"), 0.8)
        - when(c.has(Sign::Figure), 0.8)
        - when(c.has(Sign::Trial), 0.5)
        - when(c.has(Sign::Compare), 0.5)
        - when(c.has(Sign::Conclude) || c.has(Sign::Future), 0.8)
        - when(closes(c), 0.8)
        - when(c.has(Sign::Reports), 0.8)
        - when(c.has(Sign::Leans), 0.4)
        - when(c.role == Role::Result, 0.4)
        - when(c.role == Role::Background, 0.3)
}

/// How it works, or how it was done.
pub(super) fn method(c: &Candidate<'_>) -> f64 {
    let told = c.is_in(Part::Abstract) || c.is_in(Part::Introduction);
    let considers = told && c.has(Sign::Study) && c.has(Sign::We) && !c.has(Sign::Outcome);
    let says = when(c.role == Role::Method, 0.7) + when(c.has(Sign::How), 0.7).max(when(considers, 0.5));
    let place = if c.is_in(Part::Method) {
        // Outside the abstract, without the authors' voice, it is a fact that they use, or a step.
        let detail = when(!c.is_labeled(), 0.5 + when(!is_voiced(c), 0.6));
        0.5 + 0.4 * (1.0 - c.position) - when(says == 0.0 && !c.ours, 0.4) - detail
    } else if !c.is_announced() || says == 0.0 {
        return 0.0;
    } else if c.is_in(Part::Abstract) {
        1.2 - when(c.role == Role::Background, 0.9)
    } else if c.is_in(Part::Introduction) && (c.ours || c.has(Sign::We)) {
        0.6
    } else {
        return 0.0;
    };
    common(c) + place + says + when(c.ours, 0.2)
        - when(c.has(Sign::Figure) && c.has(Sign::Outcome), 0.8)
        - when(c.has(Sign::Compare), 0.5)
        - when(!c.has(Sign::How) && c.signs.any(&[Sign::Novel, Sign::Announce]), 0.5)
        - when(!c.has(Sign::How) && c.has(Sign::Show) && !c.is_in(Part::Abstract), 0.5)
        - when(c.role == Role::Result, 0.4)
        - when(c.has(Sign::Others), 0.6)
        - when(c.has(Sign::Trial), if c.has(Sign::Outcome) { 0.8 } else { 0.3 })
        - when(c.has(Sign::Aim), 1.0)
        - when(c.has(Sign::Reports), 1.2)
        - when(closes(c), 0.8)
}

/// What came out: best with figures, and with what they are compared to.
pub(super) fn results(c: &Candidate<'_>) -> f64 {
    let says =
        when(c.role == Role::Result, 0.6) + when(c.has(Sign::Outcome), 0.6) + when(c.has(Sign::Show), 0.4);
    let found = c.has(Sign::Figure) || is_voiced(c);
    let shows = c.has(Sign::Show) && c.has(Sign::We);
    let place = if c.theorem {
        1.5
    } else if c.is_in(Part::Results) && (says > 0.0 || found) {
        0.8
    } else if !c.is_announced() || says == 0.0 {
        return 0.0;
    } else if c.is_in(Part::Abstract) {
        1.5 - when(c.role == Role::Background, 0.9)
    } else if c.is_in(Part::Discussion) && !c.is_in(Part::Method) && found {
        0.4
    } else if c.is_in(Part::Conclusion) && (c.has(Sign::Figure) || shows) {
        0.2
    } else if c.is_in(Part::Introduction) && shows {
        0.3
    } else {
        return 0.0;
    };
    let points = when(c.has(Sign::Figure), 1.0) + when(c.has(Sign::Compare), 0.4) + when(c.ours, 0.2);
    common(c) + place + says + points
        - when(c.has(Sign::Others) && !c.has(Sign::Compare), 0.6)
        - when(c.has(Sign::Limit) && !c.has(Sign::Figure), 0.4)
        - when(c.has(Sign::Trial) && !c.has(Sign::Figure) && !c.has(Sign::Outcome), 0.6)
        - when(c.has(Sign::Admission), 1.5)
        - when(c.has(Sign::Conclude), 0.8)
        - when(c.has(Sign::Future), 0.6)
        - when(closes(c), 1.2)
}

/// True for the end of an abstract that says what follows, without figures and comparisons, which are results.
fn closes(c: &Candidate<'_>) -> bool {
    let late = c.is_in(Part::Abstract) && c.position >= 0.6 && c.is_announced();
    late && c.has(Sign::Outlook) && !c.signs.any(&[Sign::Figure, Sign::Compare])
}

/// True for a sentence that sums up in so many words.
fn sums_up(c: &Candidate<'_>) -> bool {
    const OPENINGS: [&str; 7] =
        ["In conclusion", "In summary", "In short", "Overall", "Taken together", "Together, ", "To conclude"];
    OPENINGS.iter().any(|opening| c.text.starts_with(opening))
}

/// What the authors say it does not do. Outside a section on it they must speak of themselves.
pub(super) fn limitations(c: &Candidate<'_>) -> f64 {
    let admits =
        when(c.has(Sign::Admission), 1.0) + when(c.has(Sign::Limit), 0.4) + when(c.has(Sign::Future), 0.2);
    if c.has(Sign::Denial) {
        return 0.0;
    }
    if c.is_in(Part::Limitations) {
        let shared = c.is_in(Part::Conclusion) || c.is_in(Part::Discussion);
        let base = if shared { 0.3 } else { 1.5 };
        return common(c) + base + admits - when(c.has(Sign::Outcome) && !c.has(Sign::Admission), 0.5);
    }
    let place =
        c.is_in(Part::Discussion) || c.is_in(Part::Conclusion) || c.is_in(Part::Abstract) && c.is_announced();
    let of_others = c.role == Role::Background && !c.has(Sign::We) || c.has(Sign::Others);
    when(place && (c.has(Sign::Admission) || concedes(c)) && !of_others, common(c) + admits)
}

/// True for a late "However, our method …" of an abstract that speaks of a limit.
fn concedes(c: &Candidate<'_>) -> bool {
    const TURNS: [&str; 5] = ["However,", "While ", "Although ", "Nevertheless,", "Nonetheless,"];
    let turns = TURNS.iter().any(|turn| c.text.starts_with(turn));
    let shows = c.signs.any(&[Sign::Announce, Sign::Show, Sign::Meaning]);
    turns && c.ours && c.position >= 0.6 && c.has(Sign::Limit) && !shows
}

/// What the authors conclude: what it means, not the figures again.
pub(super) fn conclusion(c: &Candidate<'_>) -> f64 {
    let says = when(c.has(Sign::Conclude) || sums_up(c), 0.9)
        + when(c.has(Sign::Meaning), 0.7)
        + when(c.has(Sign::Outlook), 0.4);
    let limits = c.has(Sign::Admission) || c.has(Sign::Limit) && c.is_in(Part::Limitations);
    let other = when(limits, 0.8)
        + when(c.has(Sign::Figure), 0.6)
        + when(c.has(Sign::Future), 0.5)
        + when(c.has(Sign::Aim), 0.5);
    if c.is_in(Part::Conclusion) {
        let repeats = c.has(Sign::Compare) && c.has(Sign::Outcome);
        let how = c.has(Sign::How) && c.role == Role::Method;
        let retells = (how || c.has(Sign::Announce)) && !c.has(Sign::Meaning);
        return common(c) + 1.0 + says
            - other
            - when(repeats, 1.4)
            - when(retells, 0.5)
            - when(!is_voiced(c) && says == 0.0, 0.6);
    }
    let last = c.is_in(Part::Abstract) && c.position >= 0.5 && c.is_announced();
    let shows = c.has(Sign::Announce) || c.has(Sign::Show) && c.has(Sign::We);
    let looks_back = c.standing == Standing::AfterResults;
    let general =
        c.role == Role::Result && is_voiced(c) && !shows && !c.signs.any(&[Sign::Figure, Sign::Compare]);
    if !last || says == 0.0 && !general && !looks_back {
        return 0.0;
    }
    let says = says + when(looks_back, 0.5);
    let result = when(c.has(Sign::Compare), 0.4) + when(c.has(Sign::Announce), 0.5);
    common(c) + 0.2 + when(closes(c), 0.8) + says + 0.7 * c.position - other - result
}
