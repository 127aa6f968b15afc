//! Scores a candidate for each part of the digest.

use super::candidate::Candidate;
use super::context::Dependence;
use super::facts::Facts;
use super::slot::Slot;
use super::weights;

/// The minimum score of a sentence to be chosen for a part.
pub(super) const LEAST: f64 = 1.0;

/// Returns the score of a sentence for each part, indexed by `Slot as usize`; 0 if it could not be understood there.
pub(super) fn points(c: &Candidate<'_>) -> [f64; Slot::ALL.len()] {
    let mut points = [0.0; Slot::ALL.len()];
    if c.dependence == Dependence::Never {
        return points;
    }
    let facts = Facts::of(c);
    for slot in Slot::ALL.into_iter().filter(|slot| slot.understands(c.dependence)) {
        if let Some(place) = points.get_mut(slot as usize) {
            *place = weights::points(slot, &facts);
        }
    }
    points
}
