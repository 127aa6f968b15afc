//! Adds the half behind or before a number: `3년 반`, `3年半`, `三个半小时`, `साढ़े तीन` and `three and a half` are 3.5.

use std::ops::Range;

use super::decimal::Decimal;
use super::form::Form;
use super::korean::is_particle;
use super::unit::unit;
use super::{Number, Reader};
use crate::text::token::{Around, Kind, Token};

/// Units that may have a half.
const UNITS: [&str; 22] = [
    "개월", "시간", "세기", "년간", "년", "달", "주", "초", "배", "个月", "個月", "小时", "小時", "時間",
    "か月", "週間", "年", "月", "天", "周", "倍", "个",
];

/// Words before a number that add a half in Hindi, in both codings of their letter.
const HINDI: [&str; 2] = ["साढ़े", "सा\u{95d}े"];

impl Reader<'_> {
    /// Adds a half to the numbers that have one.
    pub(super) fn add_halves(&mut self) {
        add(self.tokens, &mut self.numbers);
        for at in (0..self.numbers.len()).rev() {
            let is_half =
                |half: &&Number| half.form == Form::Fraction && half.value.shifted(1) == Decimal::whole(5);
            if let Some((whole, tokens)) =
                self.numbers.get(at).filter(is_half).and_then(|half| self.whole_of(at, half))
            {
                let value =
                    whole.shifted(1).plus(Decimal::whole(5)).map_or(whole, |tenths| tenths.shifted(-1));
                let counted = at
                    .checked_sub(1)
                    .filter(|&one| self.numbers.get(one).is_some_and(|one| one.tokens.start == tokens.start));
                self.numbers.remove(at);
                let number = Number { value, also: None, form: Form::Word, tokens };
                match counted.and_then(|one| self.numbers.get_mut(one)) {
                    Some(one) => *one = number,
                    None => self.numbers.insert(at, number),
                }
            }
        }
    }

    /// Returns the number to which `and a half` is added, and the tokens of the sum, behind which its unit stands: `two and a half hours`,
    /// `two hours and a half`, `an hour and a half`.
    fn whole_of(&self, at: usize, half: &Number) -> Option<(Decimal, Range<usize>)> {
        let end = half.tokens.start.checked_sub(2)?;
        let joined = self.word(end) == Some("and") && self.word(end + 1) == Some("a");
        let measured = || end.checked_sub(1).filter(|&at| self.word(at).and_then(unit).is_some());
        let one =
            at.checked_sub(1).and_then(|at| self.numbers.get(at)).filter(|one| one.value.small().is_some());
        if !joined {
            return None;
        }
        match one {
            Some(one) if one.tokens.end == end => Some((one.value, one.tokens.start..half.tokens.end)),
            Some(one) if measured() == Some(one.tokens.end) => Some((one.value, one.tokens.clone())),
            _ => {
                let article = measured()?.checked_sub(1)?;
                let is_one = matches!(self.word(article), Some("a" | "an" | "A" | "An"));
                is_one.then_some((Decimal::whole(1), article..article + 1))
            }
        }
    }
}

/// Adds a half to the numbers that have one.
pub(super) fn add(tokens: &[Token<'_>], numbers: &mut [Number]) {
    for number in numbers.iter_mut().filter(|number| matches!(number.form, Form::Digits | Form::Word)) {
        if number.value.small().is_some() && (is_behind(tokens, number) || is_before(tokens, number)) {
            number.value =
                Decimal::parse("0.5").and_then(|half| number.value.plus(half)).unwrap_or(number.value);
            number.also = None;
        }
    }
}

fn is_behind(tokens: &[Token<'_>], number: &Number) -> bool {
    let run = |at: usize| tokens.get(at).filter(|token| token.kind == Kind::Other);
    let Some(unit) = run(number.tokens.end) else { return false };
    let rest = UNITS.iter().find_map(|word| unit.text.strip_prefix(word));
    match rest {
        Some("") => run(number.tokens.end + 1).is_some_and(|half| {
            let rest = half.text.strip_prefix('반').filter(|_| half.spaced);
            rest.is_some_and(|rest| is_particle(rest) || rest.starts_with("동안") || rest.starts_with("짜리"))
        }),
        Some(rest) => {
            let half = rest.strip_prefix('半');
            rest.strip_prefix('반').is_some_and(is_particle)
                || half.is_some_and(|rest| !rest.starts_with(['分', '数', '数', '期', '径', '導', '导']))
        }
        None => false,
    }
}

fn is_before(tokens: &[Token<'_>], number: &Number) -> bool {
    HINDI.contains(&tokens.word_back(number.tokens.start, 1))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use crate::number::decimal::Decimal;
    use crate::sentence::Sentence;

    #[rstest]
    #[case("연구는 3년 반 동안 진행되었다", "3.5")]
    #[case("3년반이 걸렸다", "3.5")]
    #[case("세 시간 반", "3.5")]
    #[case("研究は3年半続いた", "3.5")]
    #[case("研究持续了三年半", "3.5")]
    #[case("训练用了三个半小时", "3.5")]
    #[case("प्रशिक्षण में साढ़े तीन दिन लगे", "3.5")]
    #[case("It took three and a half hours", "3.5")]
    #[case("It took 3 hours and a half", "3.5")]
    #[case("It took an hour and a half", "1.5")]
    #[case("3년 반복하였다", "3")]
    #[case("3주 반응", "3")]
    #[case("三个半导体", "3")]
    #[case("3年の半分", "3")]
    fn a_half_is_added(#[case] text: &str, #[case] expected: &str) {
        let values: Vec<Decimal> = Sentence::new(text).numbers.iter().map(|number| number.value).collect();
        assert_eq!(values, [Decimal::parse(expected).unwrap()]);
    }
}
