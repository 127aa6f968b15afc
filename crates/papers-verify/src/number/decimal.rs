//! Exact decimal numbers, so that `1,500만`, `15M` and `15 million` are one value and 2.70 is 2.7.

/// `digits × 10^exponent`, without zeros at the end of `digits`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Decimal {
    digits: u64,
    exponent: i32,
}

impl Decimal {
    /// Returns an integer as a decimal.
    pub(crate) fn whole(number: u64) -> Self {
        Self { digits: number, exponent: 0 }.normal()
    }

    /// Parses `1,234.50`: digits with commas and one decimal point. Digits beyond the first nineteen or twenty are lost.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let (mut digits, mut lost) = (0_u64, 0_usize);
        for c in whole.chars().filter(|&c| c != ',').chain(fraction.chars()) {
            let digit = u64::from(c.to_digit(10)?);
            let more = digits.checked_mul(10).and_then(|tens| tens.checked_add(digit)).filter(|_| lost == 0);
            match more {
                Some(more) => digits = more,
                None => lost += 1,
            }
        }
        let exponent = i32::try_from(lost).ok()?.checked_sub(i32::try_from(fraction.len()).ok()?)?;
        Some(Self { digits, exponent }.normal())
    }

    /// Returns this number times `10^power`.
    pub(crate) fn shifted(self, power: i32) -> Self {
        Self { exponent: self.exponent.saturating_add(power), ..self }.normal()
    }

    /// Returns the sum of two numbers; `None` if it has too many digits.
    pub(crate) fn plus(self, other: Self) -> Option<Self> {
        let exponent = self.exponent.min(other.exponent);
        let lift = |number: Self| {
            let power = u32::try_from(number.exponent.checked_sub(exponent)?).ok()?;
            number.digits.checked_mul(10_u64.checked_pow(power)?)
        };
        Some(Self { digits: lift(self)?.checked_add(lift(other)?)?, exponent }.normal())
    }

    /// Returns `top / bottom` to six places, so that all notations of two thirds are equal; `None` for a zero denominator.
    pub(crate) fn ratio(top: u64, bottom: u64) -> Option<Self> {
        const PLACES: i32 = 6;
        let scaled = top.checked_mul(10_u64.pow(PLACES.unsigned_abs()))?;
        let digits = scaled.checked_add(bottom / 2)?.checked_div(bottom)?;
        Some(Self { digits, exponent: -PLACES }.normal())
    }

    /// Returns the product of two numbers; `None` if it has too many digits.
    pub(crate) fn times(self, other: Self) -> Option<Self> {
        let digits = self.digits.checked_mul(other.digits)?;
        Some(Self { digits, exponent: self.exponent.saturating_add(other.exponent) }.normal())
    }

    /// Returns the nearest floating-point number.
    pub(crate) fn value(self) -> f64 {
        if self.exponent < 0 {
            self.digits as f64 / 10_f64.powi(self.exponent.saturating_neg())
        } else {
            self.digits as f64 * 10_f64.powi(self.exponent)
        }
    }

    /// Returns the value of one unit in the last non-zero digit: 10,000 for 60,000, and 0.1 for 37.1.
    pub(crate) fn grain(self) -> f64 {
        10_f64.powi(self.exponent)
    }

    /// Returns true for a number of at least four significant digits.
    pub(crate) const fn is_long(self) -> bool {
        self.digits >= 1000
    }

    /// Returns the exponent, if it is a power of ten.
    pub(crate) fn power_of_ten(self) -> Option<i32> {
        (self.digits == 1).then_some(self.exponent)
    }

    /// Returns the integer, if it is a small one.
    pub(crate) fn small(self) -> Option<u64> {
        let number = if self.exponent == 0 { self.digits } else { self.digits.checked_mul(10)? };
        matches!(self.exponent, 0 | 1).then_some(number)
    }

    fn normal(mut self) -> Self {
        if self.digits == 0 {
            return Self { digits: 0, exponent: 0 };
        }
        while self.digits.is_multiple_of(10) {
            self.digits /= 10;
            self.exponent = self.exponent.saturating_add(1);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("2.70", "2.7")]
    #[case("1,500", "1500")]
    #[case("007", "7")]
    #[case("0.0", "0")]
    fn the_same_number_has_one_form(#[case] a: &str, #[case] b: &str) {
        assert_eq!(Decimal::parse(a), Decimal::parse(b));
    }

    #[test]
    fn scales_are_exact() {
        let man = Decimal::parse("1,500").unwrap().shifted(4);
        assert_eq!(man, Decimal::parse("15").unwrap().shifted(6));
        assert_eq!(Decimal::parse("0.37").unwrap().shifted(2), Decimal::whole(37));
        assert_eq!(
            Decimal::whole(3).shifted(4).plus(Decimal::whole(5).shifted(3)),
            Some(Decimal::whole(35_000))
        );
        assert_eq!(Decimal::whole(3).times(Decimal::whole(100_000)), Some(Decimal::whole(300_000)));
    }

    #[test]
    fn ratios_are_the_same_however_they_are_written() {
        assert_eq!(Decimal::ratio(2, 3), Decimal::ratio(4, 6));
        assert_eq!(Decimal::ratio(3, 4), Decimal::parse("0.75"));
        assert_eq!(Decimal::ratio(1, 0), None);
    }

    #[test]
    fn digits_that_do_not_fit_are_lost() {
        let number = |text: &str| Decimal::parse(text).unwrap();
        assert_eq!(number("123456789012345678901"), number("123456789012345678909"));
        assert_ne!(number("123456789012345678901"), number("12345678901234567890"));
        assert_eq!(number("0.1234567890123456789012"), number("0.12345678901234567890"));
    }

    #[test]
    fn a_value_that_does_not_fit_is_no_number() {
        assert_eq!(Decimal::parse("12a"), None);
        assert_eq!(Decimal::whole(1).shifted(i32::MAX).plus(Decimal::whole(1)), None);
    }
}
