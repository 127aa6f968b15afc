//! Scores the candidates for each part of the digest: sentences of an abstract by the table of points (`weights`), and those of the
//! body by what readers chose of other papers (`body`).

use super::body::Body;
use super::candidate::{Candidate, Genre};
use super::context::Dependence;
use super::cues::Sign;
use super::facts::{Facts, is_voiced};
use super::slot::{Points, Slot};
use super::weights;
use papers_paper::SectionRole;

/// The minimum score of a sentence to be chosen for a part.
pub(super) const LEAST: f64 = 1.0;

/// The score of a sentence that no part may have.
const UNSUITABLE: f64 = -10.0;

/// Returns the score of each sentence for each part; 0 if it could not be understood there.
pub(super) fn points(candidates: &[Candidate<'_>]) -> Vec<Points> {
    let body = Body::of(candidates);
    (0..).zip(candidates).map(|(index, c)| one(&body, index, c)).collect()
}

fn one(body: &Body<'_>, index: usize, c: &Candidate<'_>) -> Points {
    let mut points = Points::default();
    if c.dependence == Dependence::Never {
        return points;
    }
    let facts = Facts::of(c);
    let learned = (!c.is_in(SectionRole::Abstract)).then(|| body.points(index, c, &facts));
    for slot in Slot::ALL.into_iter().filter(|slot| slot.understands(c.dependence)) {
        let by_table = match slot {
            Slot::Goal => true,
            Slot::Limitations | Slot::Conclusion => false,
            // Without an abstract the introduction takes its place, which the readers of the body did not have in mind.
            _ => !body.follows_abstract() || slot == Slot::Results && c.theorem,
        };
        let learned = learned.filter(|_| !by_table).and_then(|points| points.get(slot as usize).copied());
        if let Some(place) = points.get_mut(slot as usize) {
            *place = match learned {
                _ if is_unsuitable(slot, c) => UNSUITABLE,
                Some(points) => points,
                None => weights::points(slot, &facts),
            };
        }
    }
    points
}

/// Returns true for a sentence of the body that must not be in the part, whatever its points: in method and results the work of others,
/// which a survey tells of without naming them, and in the limitations what is said to be no limit.
fn is_unsuitable(slot: Slot, c: &Candidate<'_>) -> bool {
    let of_others = (c.genre == Genre::Survey || c.has(Sign::Others)) && !is_voiced(c);
    let unsuitable = match slot {
        Slot::Method | Slot::Results => of_others,
        Slot::Limitations => c.has(Sign::Denial),
        _ => false,
    };
    unsuitable && !c.is_in(SectionRole::Abstract)
}
