//! Finds the number that a full text has in place of a claim's: a line has the rest of the claim, and 47.2 where the claim says 45.2.

use super::{Claim, FEW, Placed, Surroundings};
use crate::checks::Certainty;
use crate::number::decimal::Decimal;
use crate::number::numbers;
use crate::number::quantity;
use crate::source::occurrence::Occurrence;
use crate::text::token::{Token, tokens};

/// The minimum weight of the terms that the source contains, for a counterpart to be looked for.
const KNOWN: f32 = 3.0;

/// The minimum share of the claim near a line whose number is similar to the claim's, and near one with any number in its place.
const OF_SIMILAR: f32 = 0.6;
const OF_ANY: f32 = 0.8;

/// The maximum share near the claim's own number, relative to that near a similar counterpart, and near any. Chosen on even
/// identifiers (`docs/MEASURED.md`).
const SURE: f32 = 0.7;
const LIKELY: f32 = 0.8;
const LIKELY_OF_ANY: f32 = 0.5;

/// The largest shares near lines that have, in place of a number, one that differs from it in a digit or by a power of ten, or any.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Shares {
    similar: f32,
    any: f32,
}

impl Claim<'_> {
    /// Returns how certain it is that the source has another number in place of this one, whose own surroundings have a share of
    /// `here`. In an abstract there are too few other numbers.
    pub(super) fn replaced(
        &self,
        own: &Placed<'_>,
        around: &Surroundings<'_>,
        here: f32,
    ) -> Option<Certainty> {
        if around.all < KNOWN || self.basis.lines.len() < FEW {
            return None;
        }
        let mut shares = Shares::default();
        for line in around.nearest() {
            let share = around.share(Occurrence { line, column: None });
            if share >= OF_SIMILAR && here < share {
                self.compare(own, self.basis.source.plain_line(line), share, &mut shares);
            }
        }
        shares.certainty(here)
    }

    /// Compares a number with those of a line that the claim does not have.
    fn compare(&self, own: &Placed<'_>, line: &str, share: f32, shares: &mut Shares) {
        let tokens: Vec<Token<'_>> = tokens(line).collect();
        let claimed = |value: Decimal| self.numbers.iter().any(|placed| placed.number.value == value);
        for other in numbers(&tokens).iter().filter(|other| !claimed(other.value)) {
            if quantity::quantity(&tokens, other).bit() & own.quantity.kin() != 0 {
                shares.add(own.number.value, other.value, share);
            }
        }
    }
}

impl Shares {
    fn add(&mut self, own: Decimal, other: Decimal, share: f32) {
        self.any = self.any.max(share);
        if own.differs_in_a_digit(other) || own.differs_in_scale(other) {
            self.similar = self.similar.max(share);
        }
    }

    fn certainty(self, here: f32) -> Option<Certainty> {
        if self.similar >= OF_SIMILAR && here < SURE * self.similar {
            return Some(Certainty::High);
        }
        let likely = self.similar >= OF_SIMILAR && here < LIKELY * self.similar
            || self.any >= OF_ANY && here < LIKELY_OF_ANY * self.any;
        likely.then_some(Certainty::Low)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(0.7, 0.7, 0.4, Some(Certainty::High))]
    #[case(0.7, 0.7, 0.5, Some(Certainty::Low))]
    #[case(0.7, 0.7, 0.6, None)]
    #[case(0.7, 0.7, 0.7, None)]
    #[case(0.5, 0.5, 0.0, None)]
    #[case(0.0, 0.9, 0.4, Some(Certainty::Low))]
    #[case(0.0, 0.9, 0.5, None)]
    #[case(0.0, 0.7, 0.0, None)]
    fn the_more_similar_a_counterpart_the_more_certain(
        #[case] similar: f32,
        #[case] any: f32,
        #[case] here: f32,
        #[case] certainty: Option<Certainty>,
    ) {
        assert_eq!(Shares { similar, any }.certainty(here), certainty);
    }
}
