//! Reads the scale after a number: `15 million`, `1만 2,000`, `3 × 10^5`.

use super::decimal::Decimal;
use super::digits::{self, Literal};
use super::numeral::{self, Numeral};
use super::{Reader, spelled};
use crate::text::token::{Kind, Token};

/// A number with its scale.
pub(super) struct Scaled {
    pub(super) value: Decimal,
    pub(super) also: Option<Decimal>,
    /// The power of ten of its scale, which also applies to the beginning of a range.
    pub(super) power: i32,
    pub(super) end: usize,
}

impl Reader<'_> {
    /// Returns a number with the scale after it.
    pub(super) fn scaled(&self, number: Literal, at: usize) -> Option<Scaled> {
        let value = number.value;
        // `760多万`
        let more = self.run(at).is_some_and(|run| matches!(run, "多" | "余" | "餘" | "여"));
        let at = at + usize::from(more && self.run(at + 1).is_some_and(|run| numeral::myriad(run).is_some()));
        if let Some((value, end)) = self.numeral(value, at) {
            let power = self.run(at).and_then(numeral::myriad).unwrap_or_default();
            return Some(Scaled { value, also: None, power, end });
        }
        if let Some((power, end)) = self.scales(at) {
            let also = number.also.filter(|_| !self.is_english_scale(at)).map(|other| other.shifted(power));
            // `3 T` and `4 K` are also measures, and `7 M and 18 F` are people.
            let letter = match self.word(at) {
                Some("T" | "K") => true,
                Some("M") => self.token(at).is_some_and(|token| token.spaced) && self.ends_item(end),
                _ => false,
            };
            let also = also.or(letter.then_some(value));
            return Some(Scaled { value: value.shifted(power), also, power, end });
        }
        if self.word(at) == Some("bin") {
            // A thousand in Turkish.
            return Some(Scaled { value, also: Some(value.shifted(3)), power: 0, end: at });
        }
        if let Some(power) = self.lost_exponent(at).filter(|_| value == Decimal::whole(10)) {
            return Some(Scaled { value, also: Some(Decimal::whole(1).shifted(power)), power: 0, end: at });
        }
        let (power, end) = self.times_power(at)?;
        Some(Scaled { value: value.shifted(power), also: None, power: 0, end })
    }

    /// Returns true for a scale before which a point is one of decimals: `5.576 billion`.
    fn is_english_scale(&self, at: usize) -> bool {
        const SCALES: [&str; 8] = ["K", "M", "B", "T", "thousand", "million", "billion", "trillion"];
        self.word(at).is_some_and(|word| SCALES.contains(&word))
    }

    /// Returns true where nothing follows but a sign or `and`.
    fn ends_item(&self, at: usize) -> bool {
        self.token(at).is_none_or(|next| next.kind == Kind::Sign || matches!(next.text, "and" | "or" | "vs"))
    }

    /// Returns the exponent of `10 −4`, as the text of a PDF has it.
    fn lost_exponent(&self, at: usize) -> Option<i32> {
        let minus = self.token(at).is_some_and(|sign| sign.is("-"));
        let digits = self.token(at + 1).filter(|digits| minus && !digits.spaced)?;
        negative_power(digits.text)
    }

    /// Reads the powers of ten after a number, and returns their sum: `3만 5천`, `1천5백만`, `1만 2,000`.
    fn numeral(&self, first: Decimal, at: usize) -> Option<(Decimal, usize)> {
        let (mut numeral, mut rest) = Numeral::new().number(first)?.powers(self.run(at)?)?;
        let mut end = at + 1;
        while rest.is_empty()
            && let Some(number) = self.whole(end)
        {
            let more = numeral.number(number).zip(self.run(end + 1));
            if let Some((next, after)) = more.and_then(|(numeral, run)| numeral.powers(run)) {
                (numeral, rest, end) = (next, after, end + 2);
                continue;
            }
            if let Some(next) = numeral.number(number).filter(|_| numeral.holds(number) && self.is_long(end))
            {
                (numeral, end) = (next, end + 1);
            }
            break;
        }
        Some((numeral.value()?, end))
    }

    /// Returns the only plain number of a token.
    fn whole(&self, at: usize) -> Option<Decimal> {
        let [number] = digits::literals(self.word(at)?)?.as_slice().try_into().ok()?;
        let Literal { value, scale, ordinal, .. } = number;
        (scale == 0 && !ordinal).then_some(value)
    }

    /// Returns true for a number of three digits, or one that is attached to the token before.
    fn is_long(&self, at: usize) -> bool {
        let long = |token: &Token<'_>| token.text.bytes().filter(u8::is_ascii_digit).count() >= 3;
        self.token(at).is_some_and(|token| !token.spaced || long(token))
    }

    /// Returns the power of ten of one or several scale words, and the index after them: `mil millones` is a billion.
    fn scales(&self, at: usize) -> Option<(i32, usize)> {
        let mut power = self.scale(at)?;
        let mut end = at + 1;
        while let Some(more) = self.word(end).and_then(spelled::scale).filter(|_| end < at + 3) {
            (power, end) = (power + more, end + 1);
        }
        Some((power, end))
    }

    /// Returns the power of ten of a Latin scale word.
    pub(super) fn scale(&self, at: usize) -> Option<i32> {
        Some(match self.word(at)? {
            "K" => 3,
            "M" => 6,
            "B" => 9,
            "T" => 12,
            word => spelled::scale(word.split('-').next()?)?,
        })
    }

    /// Reads a power after a number: `3 × 10^5`.
    pub(super) fn times_power(&self, at: usize) -> Option<(i32, usize)> {
        let sign = self.token(at)?;
        let times = sign.is("×") || sign.is("·") || sign.text == "x";
        let word = self.word(at + 1).filter(|_| times)?;
        if let Some(power) = word.strip_prefix("10^") {
            return Some((power.parse().ok()?, at + 2));
        }
        // The text of a PDF has no superscripts: `3 × 10−4`.
        if let Some(power) = word.strip_prefix("10-") {
            return Some((negative_power(power)?, at + 2));
        }
        (word == "10").then(|| self.lost_exponent(at + 2)).flatten().map(|power| (power, at + 4))
    }
}

/// Returns the exponent whose digits follow a minus sign, if it is a plausible one.
fn negative_power(digits: &str) -> Option<i32> {
    Some(-digits.parse::<i32>().ok().filter(|power| *power < 100)?)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use crate::number::tests::read;

    #[rstest]
    #[case("약 1,500만 QA 쌍", &["15000000"])]
    #[case("15 million images, 15M images", &["15000000", "15000000"])]
    #[case("1.1 B pretraining", &["1100000000"])]
    #[case("3만 5천 개, 1만 2,000장, (두 가지)", &["35000", "12000", "2w"])]
    #[case("1,5 Millionen Bilder, 3 milliards", &["1500000", "3000000000"])]
    #[case("36 Mio. Bilder, 4,5 millions, 12 mil, 3 mil millones", &["36000000", "4500000", "12000", "3000000000"])]
    #[case("12 тыс. и 4,5 миллиона, 36 tys., 1,5 miliardów, 2 triệu", &["12000", "4500000", "36000", "1500000000", "2000000"])]
    #[case("3 × 10^5 steps", &["300000"])]
    #[case("1천5백만, 1천 5백만, 3만5천, 2천3백, 1억5천만", &["15000000", "15000000", "35000", "2300", "150000000"])]
    #[case("1,1 milliard, 1.100 millones, 1,1 mil millones, 8 миллиардов", &["1100000000", "1100000", "1100000000", "8000000000"])]
    #[case("1,1 tỷ, 2 nghìn tỷ, 1.1 مليار, 1.1 अरब, 3 करोड़", &["1100000000", "2000000000000", "1100000000", "1100000000", "30000000"])]
    #[case("ใช้ 1.1 พันล้านพารามิเตอร์ และ 3ล้าน", &["1100000000", "3000000"])]
    #[case("a field of 3 T and 2 hundred thousand", &["3000000000000", "200000"])]
    fn the_scale_belongs_to_its_number(#[case] text: &str, #[case] expected: &[&str]) {
        assert_eq!(read(text), expected);
    }
}
