//! Finds the numbers that a number of a claim rounds or approximates.

use std::collections::HashSet;

use super::Values;
use crate::number::Number;
use crate::number::decimal::Decimal;
use crate::number::form::Form;
use crate::number::months;
use crate::number::precision::{Precision, written_grain};
use crate::number::quantity::Quantity;
use crate::source::occurrence::Occurrence;
use crate::text::token::{Around, Token};

/// The minimum number of digits that a rounded number keeps.
const DIGITS: f64 = 100.0;

impl Values {
    /// Returns the occurrences of numbers of this quantity that a number rounds to three digits or more: 85.6 for 85.63, and 33,500 for
    /// 33,511.
    pub(crate) fn roundings(
        &self,
        tokens: &[Token<'_>],
        number: &Number,
        quantity: Quantity,
    ) -> Vec<Occurrence> {
        let claim = number.value.value();
        let written = written_grain(tokens, number);
        let own = tokens.word(number.tokens.start);
        if quantity == Quantity::Year || months::is_year(own) {
            return Vec::new();
        }
        let coarse = if written >= 1.0 { number.value.grain() } else { written };
        let rounds = |source: f64, finest: f64, times: f64| {
            let off = (source * times - claim).abs();
            [written, coarse].iter().any(|&grain| {
                claim / grain >= DIGITS * (1.0 - 1e-9)
                    && finest * times < grain * (1.0 - 1e-9)
                    && off <= grain / 2.0 * (1.0 + 1e-9)
            })
        };
        if !claim.is_finite() || claim < DIGITS * written.min(coarse) * (1.0 - 1e-9) {
            return Vec::new();
        }
        let is_share = number.form == Form::Percent;
        let fits = |value: &Decimal| {
            rounds(value.value(), value.grain(), 1.0) && self.has_as(*value, quantity)
                || is_share && rounds(value.value(), value.grain(), 100.0)
        };
        let kin = |value: f64| if is_share && value < 1.0 { u16::MAX } else { quantity.kin() };
        let fitting = self.seen.iter().filter(|(value, _)| fits(value));
        fitting.flat_map(|(value, seen)| seen.spots(kin(value.value()))).collect()
    }

    /// Returns true if the source has a number that this one approximates with this precision.
    pub(crate) fn has_about(&self, value: Decimal, form: Form, precision: Precision) -> bool {
        /// The relative precision of a fraction: half is from 0.475 to 0.525, and about half from 0.45 to 0.55.
        const PART: f64 = 0.1;
        const ABOUT_PART: f64 = 0.2;
        /// The maximum ratio of what is called more than a fraction: more than half is up to two thirds.
        const MORE: f64 = 4.0 / 3.0;
        let claim = value.value();
        if precision == Precision::Exact || !claim.is_finite() {
            return false;
        }
        let more_than_part = |number: &Decimal, times: f64| {
            let share = number.value() * times / claim;
            precision == Precision::Above && form == Form::Fraction && share > 1.0 && share <= MORE
        };
        let grain = match (form, precision) {
            (Form::Fraction, Precision::Around) => ABOUT_PART * claim,
            (Form::Fraction, _) => PART * claim,
            _ => value.grain(),
        };
        let of = |numbers: &HashSet<Decimal>, times: f64| {
            let fits = |number: &Decimal| precision.fits(claim, grain, number.value() * times);
            let mut numbers = numbers.iter().filter(|number| times <= 1.0 || is_share(**number));
            numbers.any(|number| fits(number) || more_than_part(number, times))
        };
        match form {
            Form::Percent => {
                of(&self.percents, 1.0)
                    || claim < 100.0 && (of(&self.parts, 100.0) || of(&self.counts, 100.0))
            }
            _ => of(&self.counts, 1.0) || claim < 1.0 && of(&self.percents, 0.01),
        }
    }

    /// Returns true if the source has a measurement that this one approximates, in any unit: 436 s for about 7 minutes.
    pub(crate) fn has_measure_about(&self, value: Decimal, quantity: Quantity, precision: Precision) -> bool {
        let Quantity::Measure(unit) = quantity else { return false };
        let Some(base) = unit.base(value).map(Decimal::value).filter(|base| base.is_finite()) else {
            return false;
        };
        let grain = value.grain() * base / value.value();
        precision != Precision::Exact
            && self.measures.keys().any(|(dimension, source)| {
                *dimension == unit.dimension && precision.fits(base, grain, source.value())
            })
    }

    /// Returns true if the source has a number that this one rounds silently: 28,150,449 for `28M`.
    pub(crate) fn has_rounded(&self, value: Decimal) -> bool {
        /// The minimum unit of the last digit of a number that may be rounded, and the maximum relative difference.
        const GRAIN: f64 = 1_000.0;
        const WITHIN: f64 = 0.02;
        /// The minimum ratio of both units: 28,150,449 is exact, 28.2 million is another number.
        const FINER: f64 = 100.0;
        let (claim, grain) = (value.value(), value.grain());
        let fits = |number: &Decimal| {
            let more = (number.value() - claim).abs();
            number.grain() * FINER < grain && more <= grain / 2.0 && more <= WITHIN * claim
        };
        grain >= GRAIN && claim.is_finite() && self.counts.iter().any(fits)
    }

    /// Returns true if the source has a number with more decimals that rounds to this one, which must keep four digits or more: 89.17
    /// for 89.166.
    pub(crate) fn has_with_more_decimals(&self, value: Decimal, form: Form) -> bool {
        let (claim, grain) = (value.value(), value.grain());
        let rounds = |number: &Decimal| {
            number.grain() < grain && (number.value() - claim).abs() <= grain / 2.0 * (1.0 + 1e-9)
        };
        let numbers = if form == Form::Percent { &self.percents } else { &self.counts };
        grain <= 1.0 && value.is_long() && numbers.iter().any(rounds)
    }
}

/// Returns true for a decimal that a digest may write as a percentage.
pub(super) fn is_share(value: Decimal) -> bool {
    (0.0..1.0).contains(&value.value())
}
