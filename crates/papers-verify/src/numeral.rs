//! Numerals as Korean, Chinese and Japanese build them, from digits and powers of ten: `1천5백만`, `십이만`, `1億5千万`.

use super::decimal::Decimal;

/// The meanings of one character in a numeral.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// `삼`, `三`.
    Digit(u64),
    /// A power of ten below a myriad: 1 for `십`, 2 for `백`, 3 for `천`.
    Small(i32),
    /// A power of a myriad: 4 for `만`, 8 for `억`, 12 for `조`.
    Myriad(i32),
}

/// Reads one character.
pub(super) fn sign(c: char) -> Option<Sign> {
    Some(match c {
        '일' | '一' => Sign::Digit(1),
        '이' | '二' | '两' | '兩' => Sign::Digit(2),
        '삼' | '三' => Sign::Digit(3),
        '사' | '四' => Sign::Digit(4),
        '오' | '五' => Sign::Digit(5),
        '육' | '六' => Sign::Digit(6),
        '칠' | '七' => Sign::Digit(7),
        '팔' | '八' => Sign::Digit(8),
        '구' | '九' => Sign::Digit(9),
        '십' | '十' => Sign::Small(1),
        '백' | '百' => Sign::Small(2),
        '천' | '千' => Sign::Small(3),
        '만' | '万' | '萬' => Sign::Myriad(4),
        '억' | '亿' | '億' => Sign::Myriad(8),
        '조' | '兆' => Sign::Myriad(12),
        _ => return None,
    })
}

/// True for the characters of Chinese numerals.
pub(super) fn is_han(c: char) -> bool {
    !('가'..='힣').contains(&c) && sign(c).is_some()
}

/// A numeral as far as it is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Numeral {
    /// Closed by powers of a myriad.
    total: Decimal,
    /// Below the next power of a myriad.
    section: Decimal,
    /// A digit, or a number in Arabic digits, that waits for its power.
    digit: Option<Decimal>,
    /// The last power within the section; the next is smaller.
    small: i32,
    /// The last power of a myriad; the next is smaller.
    myriad: i32,
}

impl Numeral {
    /// Nothing yet.
    pub(super) fn new() -> Self {
        let zero = Decimal::whole(0);
        Self { total: zero, section: zero, digit: None, small: 4, myriad: 16 }
    }

    /// Adds a number in Arabic digits; `None` where none can stand.
    pub(super) fn number(mut self, number: Decimal) -> Option<Self> {
        self.digit.replace(number).is_none().then_some(self)
    }

    /// Adds a character; `None` where it cannot stand.
    pub(super) fn sign(mut self, sign: Sign) -> Option<Self> {
        match sign {
            Sign::Digit(digit) => return self.number(Decimal::whole(digit)),
            Sign::Small(power) if power < self.small => {
                self.section =
                    self.section.plus(self.digit.take().unwrap_or(Decimal::whole(1)).shifted(power))?;
                self.small = power;
            }
            Sign::Myriad(power) if power < self.myriad => {
                let empty = self.digit.is_none() && self.section == Decimal::whole(0);
                let section = if empty { Decimal::whole(1) } else { self.open()? };
                self = Self { total: self.total.plus(section.shifted(power))?, myriad: power, ..Self::new() };
            }
            // `万亿`: a power of a myriad that multiplies the one before it.
            Sign::Myriad(8) if self.myriad == 4 && self.closed() => {
                self = Self { total: self.total.shifted(8), myriad: 8, ..Self::new() };
            }
            Sign::Small(_) | Sign::Myriad(_) => return None,
        }
        Some(self)
    }

    /// Adds the powers that a run begins with, and spelled digits that have a power behind them; returns the rest of the
    /// run. `None` when it begins with no power, or with a word that is none.
    pub(super) fn powers(mut self, run: &str) -> Option<(Self, &str)> {
        if OTHER.iter().any(|word| run.starts_with(word)) {
            return None;
        }
        let mut rest = run;
        while let Some((next, after)) = self.power(rest) {
            (self, rest) = (next, after);
        }
        (rest.len() < run.len()).then_some((self, rest))
    }

    /// Adds one power, with the spelled digit before it.
    fn power(self, run: &str) -> Option<(Self, &str)> {
        let mut chars = run.chars();
        match sign(chars.next()?)? {
            digit @ Sign::Digit(_) => {
                let next = sign(chars.next()?).filter(|next| !matches!(next, Sign::Digit(_)))?;
                Some((self.sign(digit)?.sign(next)?, chars.as_str()))
            }
            power => Some((self.sign(power)?, chars.as_str())),
        }
    }

    /// True when nothing stands behind the last power of a myriad.
    fn closed(&self) -> bool {
        self.digit.is_none() && self.section == Decimal::whole(0)
    }

    /// The number behind the last power of a myriad.
    fn open(&self) -> Option<Decimal> {
        self.section.plus(self.digit.unwrap_or(Decimal::whole(0)))
    }

    /// True when a number of this value may follow as it stands, as in `1만 2,000`.
    pub(super) fn holds(&self, value: Decimal) -> bool {
        self.myriad < 16
            && self.digit.is_none()
            && self.small == 4
            && value.value() < 10_f64.powi(self.myriad)
    }

    /// Its value; `None` when it has too many digits.
    pub(super) fn value(&self) -> Option<Decimal> {
        self.total.plus(self.open()?)
    }
}

/// Words that begin with a power and are no number.
const OTHER: [&str; 16] = [
    "조각",
    "조건",
    "조합",
    "조직",
    "조정",
    "조작",
    "조화",
    "백본",
    "백엔드",
    "백분",
    "만큼",
    "만족",
    "만점",
    "만에",
    "천장",
    "억제",
];

/// The power of ten that a run behind digits begins with: 7 for `천만`.
pub(super) fn myriad(run: &str) -> Option<i32> {
    let (numeral, _) = Numeral::new().number(Decimal::whole(1))?.powers(run)?;
    numeral.value()?.power_of_ten()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn spelled(text: &str) -> Option<Decimal> {
        text.chars().try_fold(Numeral::new(), |numeral, c| numeral.sign(sign(c)?))?.value()
    }

    #[rstest]
    #[case("십이만", Some(120_000))]
    #[case("천오백", Some(1500))]
    #[case("만이천삼백사십오", Some(12_345))]
    #[case("백만", Some(1_000_000))]
    #[case("五千三百亿", Some(530_000_000_000))]
    #[case("십백", None)]
    #[case("삼사", None)]
    #[case("万亿", Some(1_000_000_000_000))]
    #[case("三万亿", Some(3_000_000_000_000))]
    #[case("억만", Some(100_010_000))]
    fn powers_descend(#[case] text: &str, #[case] expected: Option<u64>) {
        assert_eq!(spelled(text), expected.map(Decimal::whole));
    }

    #[rstest]
    #[case("만", Some(4))]
    #[case("억개의", Some(8))]
    #[case("천만이", Some(7))]
    #[case("백만", Some(6))]
    #[case("万张", Some(4))]
    #[case("조건", None)]
    #[case("만큼", None)]
    #[case("배", None)]
    fn reads_powers(#[case] run: &str, #[case] expected: Option<i32>) {
        assert_eq!(myriad(run), expected);
    }
}
