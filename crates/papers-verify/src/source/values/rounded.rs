//! Finds the numbers with more digits that a number of a claim rounds.

use super::Values;
use crate::number::Number;
use crate::number::decimal::Decimal;
use crate::number::form::Form;
use crate::number::months;
use crate::number::precision::written_grain;
use crate::number::quantity::Quantity;
use crate::source::occurrence::Occurrence;
use crate::text::token::Token;

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
        let own = tokens.get(number.tokens.start).map_or("", |token| token.text);
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
}
