//! Scores the candidates for each part of the digest: sentences of an abstract by the table of points (`weights`), and those of the
//! body by what readers chose of other papers (`body`).

use super::body::Body;
use super::candidate::{After, Candidate, Named, Turn};
use super::context::Dependence;
use super::cues::Sign;
use super::facts::{is_outlook, is_undone, is_voiced, lacks, retells};
use super::genre::Genre;
use super::slot::{Points, Slot};
use super::weights;
use papers_paper::SectionRole as Part;

/// The minimum score of a sentence to be chosen for a part.
pub(super) const LEAST: f64 = 1.0;

/// The same for a limitation of the body; below it, readers chose one in five.
pub(super) const LEAST_LIMIT: f64 = 1.5;

/// The score of a sentence that no part may have.
const UNSUITABLE: f64 = -10.0;

/// Returns the score of each sentence for each part; 0 if it could not be understood there.
pub(super) fn points(candidates: &[Candidate<'_>]) -> Vec<Points> {
    let body = Body::of(candidates);
    (0..).zip(candidates).map(|(index, c)| one(&body, index, c)).collect()
}

fn one(body: &Body<'_>, index: usize, c: &Candidate<'_>) -> Points {
    if c.dependence == Dependence::Never {
        return Points::default();
    }
    let learned = (!c.is_in(Part::Abstract)).then(|| body.points(index, c));
    Points::by(|slot| match learned {
        _ if !slot.understands(c.dependence) => 0.0,
        _ if is_unsuitable(slot, c) => UNSUITABLE,
        Some(learned) if is_learned(slot, c, body) => learned.of(slot),
        _ => weights::points(slot, c.facts()),
    })
}

/// Returns true if the points of a sentence of the body are learned, instead of those of the table.
fn is_learned(slot: Slot, c: &Candidate<'_>, body: &Body<'_>) -> bool {
    match slot {
        Slot::Goal => false,
        Slot::Limitations | Slot::Conclusion => true,
        Slot::Results if c.theorem => false,
        // Without an abstract the introduction takes its place, which the readers of the body did not have in mind.
        _ => body.has_abstract(),
    }
}

/// Returns true for a sentence of the body that must not be in the part, whatever its points.
fn is_unsuitable(slot: Slot, c: &Candidate<'_>) -> bool {
    if c.is_in(Part::Abstract) {
        return false;
    }
    let credits_others = c.has(Sign::Credit) && !c.signs.any(&[Sign::We, Sign::Paper]);
    // In a survey the work of others has no name.
    let of_others = (c.genre == Genre::Survey || c.has(Sign::Others)) && !is_voiced(c);
    let unsuitable = match slot {
        Slot::Method => of_others || c.has(Sign::Leans) || is_notation(c),
        Slot::Contribution => c.signs.any(&[Sign::Leans, Sign::Hollow]),
        Slot::Results => of_others || !c.theorem && is_no_finding(c),
        Slot::Limitations => is_no_limit(c),
        Slot::Conclusion => is_no_conclusion(c),
        Slot::Motivation => {
            let is_placed = c.is_in(Part::Introduction) || c.is_in(Part::Background);
            !is_placed || matches!(c.turn, Turn::At | Turn::After)
        }
        Slot::Goal => false,
    };
    credits_others || unsuitable
}

/// Returns true for a sentence where a paper speaks of itself as a whole.
pub(super) fn is_on_whole(c: &Candidate<'_>) -> bool {
    [Part::Introduction, Part::Discussion, Part::Conclusion].into_iter().any(|part| c.is_in(part))
}

/// Returns true for a sentence that says what a symbol stands for.
fn is_notation(c: &Candidate<'_>) -> bool {
    c.text.contains('$') && ["to represent", "denote"].iter().any(|word| c.text.contains(word))
}

/// Returns true for what was only tried, for a step of an argument, and for what is known from elsewhere.
fn is_no_finding(c: &Candidate<'_>) -> bool {
    let is_shown = c.signs.any(&[Sign::Show, Sign::Reports]);
    let is_own = c.signs.any(&[Sign::We, Sign::Paper]) || c.is_ours() || c.named.is_some();
    let is_claim = c.has(Sign::Novel) && c.text.contains("of our knowledge");
    is_claim || !is_shown && c.signs.any(&[Sign::Trial, Sign::Step]) || !is_own && !c.is_in(Part::Results)
}

/// Returns true for a sentence that only says what a kind of validity is about.
fn is_on_validity(c: &Candidate<'_>) -> bool {
    let text = c.quote.strip_prefix("Threats to ").unwrap_or(c.quote).to_lowercase();
    let kinds = ["internal", "external", "construct", "conclusion", "statistical"];
    let is_kind = |kind: &str| text.strip_prefix(kind).is_some_and(|rest| rest.starts_with(" validity "));
    kinds.into_iter().any(is_kind) && !c.has(Sign::We)
}

/// Returns true for what is said to be no limit, for steps, findings, outlooks and plans that name none, and for a limit of a step
/// rather than of the paper.
fn is_no_limit(c: &Candidate<'_>) -> bool {
    let is_of_paper = is_on_whole(c) || c.is_in(Part::Limitations) || c.after == Some(After::Limits);
    let admits = c.has(Sign::Admission) && (c.has(Sign::Paper) || c.is_ours() || names_limit(c));
    let of_others = c.has(Sign::Others) && !c.has(Sign::Admission)
        || c.genre == Genre::Survey && !c.is_in(Part::Limitations);
    let is_other = c.has(Sign::Step) || c.has(Sign::Outlook) && !is_undone(c);
    let is_plan = c.has(Sign::Future) && (c.has(Sign::Hollow) || !extends(c.text));
    let is_no_lack = (is_plan || c.signs.any(&[Sign::Show, Sign::Reports])) && !lacks(c.signs);
    c.has(Sign::Denial)
        || of_others && !is_voiced(c)
        || is_on_validity(c)
        || is_other && !c.has(Sign::Admission)
        || is_no_lack
        || !is_of_paper && !admits
}

/// Returns true for a plan that tells what the work does not cover yet.
fn extends(text: &str) -> bool {
    ["extend", "extension", "expand", "generali", "broader"].iter().any(|word| text.contains(word))
}

/// Returns true for a sentence that calls something a limitation in the authors' voice.
pub(super) fn names_limit(c: &Candidate<'_>) -> bool {
    c.text.contains("limitation") && c.has(Sign::We)
}

/// Returns true for a sentence away from where papers conclude, for a measurement, for what is left to do, for the reason of a design,
/// and for what says neither what was found nor what it means.
fn is_no_conclusion(c: &Candidate<'_>) -> bool {
    let ends = [Sign::SumsUp, Sign::Conclude];
    let is_placed = is_on_whole(c) || c.is_in_last_section || c.signs.any(&ends);
    let is_own = c.is_ours() && c.has(Sign::Compare) || c.named == Some(Named::First) && !c.has(Sign::We);
    let urges =
        ["we urge", "we encourage", "we call "].iter().any(|words| c.text.to_lowercase().contains(words));
    let finds = c.signs.any(&[Sign::Show, Sign::Reports, Sign::Meaning, Sign::Outlook, Sign::Advises]);
    // Of what the authors do, only this; under the heading also what is so.
    let states = c.is_in(Part::Conclusion) && !c.has(Sign::We);
    let says = finds || states || is_own || urges || c.signs.any(&ends);
    let is_measured = c.signs.any(&[Sign::Number, Sign::Compare]) && c.has(Sign::Cases);
    // The conclusion of a survey is an outlook.
    let is_left = c.genre != Genre::Survey && !c.has(Sign::SumsUp) && is_left(c);
    let is_step = ["We subsequently ", "We then ", "We next ", "We first "]
        .iter()
        .any(|words| c.quote.starts_with(words));
    let is_reason = c.text.contains("motivated by");
    !is_placed || !says || is_measured || is_step || is_left || is_reason || retells(c)
}

/// Returns true for what is left to do.
fn is_left(c: &Candidate<'_>) -> bool {
    let left = ["to investigate", "additional research", "one could also", "fruitful avenue"];
    let text = c.text.to_lowercase();
    let heading = c.section.heading.to_lowercase();
    let is_in_outlook = is_outlook(&heading) && !heading.contains("conclu");
    c.has(Sign::Future) || is_in_outlook && !is_shown(c) || left.iter().any(|words| text.contains(words))
}

/// Returns true for what the authors or their experiments show.
fn is_shown(c: &Candidate<'_>) -> bool {
    c.signs.any(&[Sign::Show, Sign::Reports])
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::super::candidate::candidates;
    use super::super::sample::document;
    use super::*;

    /// Returns the points of a sentence in a section with this role, which another one follows.
    fn points_in(role: Part, sentence: &str, slot: Slot) -> f64 {
        let sections: [(Part, &[&str]); 3] = [
            (Part::Abstract, &["We propose a robot that cleans solar panels without water."]),
            (role, &[sentence]),
            (Part::Results, &["Clean panels gain a third of their output."]),
        ];
        points(&candidates("Cleaning panels", &document(&sections))).get(1).unwrap().of(slot)
    }

    #[rstest]
    #[case(
        Slot::Results,
        Part::Background,
        "Smith et al. (2007) developed a brush, and their results showed that it works in rain."
    )]
    #[case(
        Slot::Limitations,
        Part::Discussion,
        "Smith et al. (2010) note that such brushes are not able to clean the panels of large farms."
    )]
    #[case(
        Slot::Results,
        Part::Discussion,
        "Research in many countries shows that farms that wash panels have a higher output."
    )]
    #[case(
        Slot::Results,
        Part::Results,
        "All brushes are compared using the mean and the spread of the dust that they leave behind."
    )]
    #[case(
        Slot::Method,
        Part::Method,
        "We then removed four panels that were no longer clean after the first day of rain."
    )]
    #[case(
        Slot::Limitations,
        Part::Method,
        "Although the wind is left out of the first equation, the dust cannot stay on the panels."
    )]
    #[case(
        Slot::Conclusion,
        Part::Method,
        "We need no guarantee for brushes because there cannot be very much dust on wet panels."
    )]
    #[case(
        Slot::Limitations,
        Part::Discussion,
        "Since the wind is weak in summer, the dust cannot leave the panels without help."
    )]
    #[case(
        Slot::Results,
        Part::Discussion,
        "To the best of our knowledge, we did not find any brush that cleans panels at night."
    )]
    #[case(Slot::Method, Part::Introduction, "For each farm, we use a matrix $W$ to represent its panels.")]
    #[case(
        Slot::Contribution,
        Part::Introduction,
        "We propose a robot that opens up a new space of ideas for farms."
    )]
    #[case(
        Slot::Conclusion,
        Part::Conclusion,
        "Our belts were motivated by a visit to farms and combine ideas of their owners."
    )]
    #[case(
        Slot::Motivation,
        Part::Method,
        "However, dust is a problem for the panels of farms in dry regions."
    )]
    #[case(
        Slot::Limitations,
        Part::Limitations,
        "In future work, we plan to clean more panels of more farms with the new robot."
    )]
    #[case(
        Slot::Limitations,
        Part::Limitations,
        "External validity refers to whether the findings hold elsewhere."
    )]
    #[case(
        Slot::Limitations,
        Part::Limitations,
        "Our experiments show that the robot is a good choice for such farms."
    )]
    #[case(
        Slot::Limitations,
        Part::Discussion,
        "Previous studies are unable to clean such panels without water."
    )]
    #[case(Slot::Conclusion, Part::Conclusion, "Future work might consider how the wind moves the dust.")]
    #[case(Slot::Conclusion, Part::Conclusion, "Our code has 8,000 lines in two languages.")]
    #[case(Slot::Conclusion, Part::Conclusion, "We then demonstrate the safety of the robot on a farm.")]
    #[case(Slot::Conclusion, Part::Conclusion, "We have presented a robot that cleans the panels of farms.")]
    fn sentences_that_belong_to_no_part_are_unsuitable(
        #[case] slot: Slot,
        #[case] role: Part,
        #[case] sentence: &str,
    ) {
        assert!(points_in(role, sentence, slot) <= UNSUITABLE, "{sentence}");
    }

    #[rstest]
    #[case(
        Slot::Limitations,
        Part::Limitations,
        "In future work, we will extend the robot to curved panels."
    )]
    #[case(
        Slot::Limitations,
        Part::Method,
        "A remaining limitation is that we need to know the wind in advance."
    )]
    #[case(Slot::Conclusion, Part::Conclusion, "Our findings suggest that farms can rely on small robots.")]
    #[case(Slot::Conclusion, Part::Conclusion, "A change of two belts keeps the panels clean.")]
    #[case(Slot::Conclusion, Part::Conclusion, "We urge farms to keep records of their brushes.")]
    fn sentences_that_belong_to_a_part_are_suitable(
        #[case] slot: Slot,
        #[case] role: Part,
        #[case] sentence: &str,
    ) {
        assert!(points_in(role, sentence, slot) > UNSUITABLE, "{sentence}");
    }

    #[test]
    fn motives_come_before_what_the_introduction_announces() {
        let motive = "However, dust is a problem for the panels of farms in dry regions.";
        let announced = "In this paper, we propose a robot with two belts.";
        let points = |own: &[&str], at: usize| {
            let proposal: &[&str] = &["We propose a robot that cleans solar panels without water."];
            let document = document(&[(Part::Abstract, proposal), (Part::Introduction, own)]);
            points(&candidates("Cleaning panels", &document)).get(at).unwrap().of(Slot::Motivation)
        };
        assert!(points(&[motive, announced], 1) > UNSUITABLE);
        assert!(points(&[announced, motive], 2) <= UNSUITABLE);
    }

    #[test]
    fn a_section_on_the_future_concludes_only_with_what_was_shown() {
        let points = |heading: &str, sentence| {
            let mut document = document(&[
                (Part::Abstract, &["We propose a robot that cleans solar panels without water."]),
                (Part::Conclusion, &[sentence]),
            ]);
            document.sections[1].heading = heading.to_owned();
            points(&candidates("Cleaning panels", &document)).pop().unwrap().of(Slot::Conclusion)
        };
        let plan = "A lighter brush could make the robot useful on small farms.";
        let shown = "Our experiments suggest that a light brush cleans small farms.";
        assert!(points("Future directions", plan) <= UNSUITABLE);
        assert!(points("Future directions", shown) > UNSUITABLE);
        assert!(points("Conclusion and future work", plan) > UNSUITABLE);
    }

    #[rstest]
    #[case(Slot::Method, Part::Method, "We clean the panels with a robot that uses two belts and a brush.")]
    #[case(
        Slot::Results,
        Part::Results,
        "We find that clean panels have a higher output than those with dust."
    )]
    fn an_overview_is_better_than_a_detail(#[case] slot: Slot, #[case] part: Part, #[case] sentence: &str) {
        let overview = points_in(Part::Introduction, sentence, slot);
        let detail = points_in(part, sentence, slot);
        assert!(overview > detail, "{overview} {detail}");
    }
}
