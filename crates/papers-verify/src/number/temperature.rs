//! Reads temperatures, and compares them across scales: 77 K is -196 °C, and 37 °C is 98.6 °F.

use crate::number::Number;
use crate::number::minus::{Sign, sign};
use crate::number::precision::{Precision, precision};
use crate::number::quantity::Quantity;
use crate::number::unit::Unit;
use crate::text::token::{Around, Token};

/// A temperature.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Temperature {
    unit: Unit,
    /// The value as written, with its sign.
    value: f64,
    kelvin: f64,
    /// The size of its last digit, in kelvin.
    grain: f64,
}

impl Temperature {
    /// Returns the temperature that a number with this quantity is.
    pub(crate) fn new(tokens: &[Token<'_>], number: &Number, quantity: Quantity) -> Option<Self> {
        /// The coarsest rounding, in degrees.
        const ROUGH: f64 = 100.0;
        let Quantity::Measure(unit) = quantity else { return None };
        // `300 K` may also be 300,000.
        let readings = [Some(number.value), number.also].into_iter().flatten();
        let mut measured = readings.filter(|&value| quantity.of(value, number, tokens) == quantity);
        let written = measured.next()?;
        let value = written.value();
        let value = if is_below_zero(tokens, number) { -value } else { value };
        let kelvin = unit.kelvin(value)?;
        let rough = precision(tokens, &number.tokens) == Precision::Around;
        let token = tokens.word(number.tokens.start);
        let decimals = token.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let last = 10_f64.powi(-i32::try_from(decimals).unwrap_or_default());
        let digit = if rough { written.grain().min(ROUGH) } else { last };
        Some(Self { unit, value, kelvin, grain: (unit.kelvin(value + digit)? - kelvin).abs() })
    }

    /// Returns true if another one in another scale is the same, as exactly as the coarser of both is written; or if both are the same
    /// small difference: `2 K` for *2 °C warmer*.
    pub(crate) fn is(&self, other: &Self) -> bool {
        /// The maximum number of degrees by which something is told to be warmer.
        const DEGREES: f64 = 10.0;
        let same = (self.kelvin - other.kelvin).abs() <= self.grain.max(other.grain) / 2.0 + 1e-6;
        let steps = |one: &Self| one.unit.kelvin(1.0).zip(one.unit.kelvin(0.0)).map(|(one, zero)| one - zero);
        let alike = steps(self).zip(steps(other)).is_some_and(|(one, other)| (one - other).abs() < 1e-6);
        let is_difference =
            alike && (self.value - other.value).abs() < 1e-9 && (0.0..=DEGREES).contains(&self.value);
        self.unit.dimension != other.unit.dimension && (same || is_difference)
    }
}

fn is_below_zero(tokens: &[Token<'_>], number: &Number) -> bool {
    let word = tokens.word_back(number.tokens.start, 1);
    sign(tokens, number) == Sign::Negative
        || ["영하", "零下", "氷点下", "マイナス", "minus", "moins", "menos"]
            .iter()
            .any(|below| word.ends_with(below))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::number::numbers;
    use crate::number::quantity::quantity;
    use crate::text::token::tokens;

    fn temperature(text: &str) -> Temperature {
        let tokens: Vec<Token<'_>> = tokens(text).collect();
        let number = numbers(&tokens).remove(0);
        Temperature::new(&tokens, &number, quantity(&tokens, &number)).unwrap()
    }

    #[rstest]
    #[case("at 77 K", "at -196 °C", true)]
    #[case("at 77 K", "영하 196도로", true)]
    #[case("at 300 K", "27 degrees Celsius", true)]
    #[case("at 300 K", "auf 30 Grad Celsius", false)]
    #[case("at 300 K", "at 300 °C", false)]
    #[case("by 2 °C", "at 300 K", false)]
    #[case("at 37 °C", "98.6 degrees Fahrenheit", true)]
    #[case("by 2 °C", "by 2 K", true)]
    #[case("about 5500 °C", "5800 K", true)]
    #[case("约5500摄氏度", "5,780 K", true)]
    fn temperatures_compare_across_scales(#[case] one: &str, #[case] other: &str, #[case] same: bool) {
        assert_eq!(temperature(one).is(&temperature(other)), same);
    }
}
