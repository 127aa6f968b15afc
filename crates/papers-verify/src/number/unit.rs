//! Recognizes units of measurement in Latin and other scripts: `ms`, `hours`, `밀리초`, `個月`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::number::decimal::Decimal;
use crate::number::korean;
use crate::number::stems::Stems;

/// A unit: its dimension, and its size in base units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unit {
    /// The dimension.
    pub(crate) dimension: Dimension,
    times: u64,
    power: i32,
}

impl Unit {
    /// Converts a value to base units; `None` if it has too many digits.
    pub(crate) fn base(self, value: Decimal) -> Option<Decimal> {
        Some(value.times(Decimal::whole(self.times))?.shifted(self.power))
    }

    /// Returns the unit of the speed of this length per time; `None` if it is no length, or a fraction of an hour that is not whole.
    pub(crate) fn per(self, time: Self) -> Option<Self> {
        const HOUR: u64 = 3_600;
        /// The thousandth of a meter in a mile.
        const MILE: u64 = 1_609_344;
        let (times, power) = match self.dimension {
            length if length == dimension("Length") => (self.times, self.power),
            miles if miles == dimension("Miles") => (MILE, -3),
            _ => return None,
        };
        let is_part = time.dimension == dimension("Time") && HOUR.is_multiple_of(time.times);
        let unit = || Self {
            dimension: dimension("Speed"),
            times: times * (HOUR / time.times),
            power: power - time.power,
        };
        is_part.then(unit)
    }

    /// Returns true for a unit of speed.
    pub(crate) fn is_speed(self) -> bool {
        self.dimension == dimension("Speed")
    }

    /// Converts a temperature to kelvin; `None` for units of other dimensions.
    pub(crate) fn kelvin(self, value: f64) -> Option<f64> {
        const ZERO: f64 = 273.15;
        match self.dimension {
            celsius if celsius == dimension("Celsius") => Some(value + ZERO),
            fahrenheit if fahrenheit == dimension("Fahrenheit") => Some((value - 32.0) / 1.8 + ZERO),
            kelvin if kelvin == dimension("Kelvin") => {
                Some(value * f64::from(u32::try_from(self.times).ok()?) * 10_f64.powi(self.power))
            }
            _ => None,
        }
    }
}

/// The dimension that a unit measures, such as time, as a number for the name in `units.txt`. Units of one dimension are converted exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Dimension(u8);

impl Dimension {
    /// Returns this dimension and those in which the same amount may be written: `¥5` is 5 yen or 5 yuan.
    pub(crate) fn told_as(self) -> impl Iterator<Item = Self> {
        let [yen, yuan, either] = *YEN_OR_YUAN;
        let others = match self {
            one if one == yen || one == yuan => vec![either],
            one if one == either => vec![yen, yuan],
            _ => Vec::new(),
        };
        std::iter::once(self).chain(others)
    }
}

/// Returns the unit of a word.
pub(crate) fn unit(word: &str) -> Option<Unit> {
    LISTED.get(word).or_else(|| raised(word))
}

/// Returns units of area and volume: `mm^2`, `mm2`, `cm^3`.
fn raised(word: &str) -> Option<Unit> {
    let (base, exponent) =
        word.strip_suffix('2').map(|base| (base, 2)).or(word.strip_suffix('3').map(|base| (base, 3)))?;
    let power = match base.strip_suffix('^').unwrap_or(base) {
        "nm" => -9,
        "um" | "μm" => -6,
        "mm" => -3,
        "cm" => -2,
        "dm" => -1,
        "m" => 0,
        "km" => 3,
        _ => return None,
    };
    let dimension = if exponent == 2 { *AREA } else { *VOLUME };
    Some(Unit { dimension, times: 1, power: exponent * power })
}

/// Returns true for a unit of area or volume in symbols.
pub(crate) fn is_raised(word: &str) -> bool {
    raised(word).is_some()
}

/// The units in words and symbols.
const UNITS: &str = include_str!("units.txt");

/// The units of `units.txt`.
static LISTED: LazyLock<Stems<Unit>> = LazyLock::new(|| {
    Stems::new(UNITS, |key| match key.split(' ').collect::<Vec<_>>().as_slice() {
        &[name, times, power] => {
            Some(Unit { dimension: dimension(name), times: times.parse().ok()?, power: power.parse().ok()? })
        }
        _ => None,
    })
});

/// Yen, yuan, and what `¥` stands for.
static YEN_OR_YUAN: LazyLock<[Dimension; 3]> = LazyLock::new(|| ["Yen", "Yuan", "YenOrYuan"].map(dimension));

static AREA: LazyLock<Dimension> = LazyLock::new(|| dimension("Area"));
static VOLUME: LazyLock<Dimension> = LazyLock::new(|| dimension("Volume"));

/// The dimensions of `units.txt` by their names: the number of the first line with a name.
static DIMENSIONS: LazyLock<HashMap<&str, Dimension>> = LazyLock::new(|| {
    let mut dimensions = HashMap::new();
    for (number, line) in (0..u8::MAX).zip(UNITS.lines()) {
        let name = line.split(' ').next().unwrap_or_default();
        dimensions.entry(name).or_insert(Dimension(number));
    }
    dimensions
});

/// Returns the dimension that has this name.
fn dimension(name: &str) -> Dimension {
    DIMENSIONS.get(name).copied().unwrap_or(Dimension(u8::MAX))
}

/// The maximum length of a unit in other scripts, in characters: `平方センチメートル`.
const LONGEST_UNIT: usize = 9;

/// Returns the longest unit at the beginning of a run, if only particles are attached to it.
pub(crate) fn glued(run: &str) -> Option<Unit> {
    let ends = run.char_indices().map(|(at, c)| at + c.len_utf8()).take(LONGEST_UNIT);
    let splits = ends.filter_map(|end| run.split_at_checked(end)).collect::<Vec<_>>();
    splits
        .into_iter()
        .rev()
        .find_map(|(word, rest)| unit(word).filter(|_| ends_unit(word, rest)))
        .or_else(|| minutes(run))
}

/// Returns the unit of `30分で`: minutes if kana follow, because 分 alone is also a score in Chinese, and `分の` a fraction.
fn minutes(run: &str) -> Option<Unit> {
    let rest = run.strip_prefix('分').filter(|rest| rest.starts_with(is_hiragana) && !rest.starts_with('の'));
    rest.and_then(|_| unit("分間"))
}

/// Endings and words that are attached to units in Korean, besides particles.
const ATTACHED: [&str; 12] =
    ["였", "쯤", "마다", "동안", "짜리", "정도", "가량", "미만", "초과", "보다", "밖", "입니"];

/// The same for units of two syllables or more, because shorter ones begin other words: `원인`, `초전도`.
const ATTACHED_TO_LONG: [&str; 7] = ["인", "임", "전", "후", "내", "간", "라"];

/// Returns true for text that may be attached to a unit; `초기`, `분석` and `ビットマップ` are other words.
fn ends_unit(word: &str, rest: &str) -> bool {
    // `三元组` is a triple.
    if word == "元" {
        return rest.is_empty() || rest.starts_with("人民币");
    }
    let han = rest.starts_with(|c: char| ('一'..='鿿').contains(&c));
    let is_kana = word.starts_with(|c: char| ('ァ'..='ヿ').contains(&c));
    // In Japanese, 周 is a round, and 天 and 米 are not units.
    let japanese = !matches!(word, "周" | "天" | "米");
    let kana =
        rest.starts_with(is_hiragana) || !is_kana && rest.starts_with(|c: char| ('ァ'..='ヿ').contains(&c));
    let of_date = matches!(word, "年" | "天" | "日" | "周");
    (han && !rest.starts_with(['代', '级', '間', '度']) && !(of_date && rest.starts_with('的')))
        || japanese && kana
        || korean::is_particle(rest)
        || ATTACHED.iter().any(|ending| rest.starts_with(ending))
        || word.chars().count() > 1 && ATTACHED_TO_LONG.iter().any(|ending| rest.starts_with(ending))
}

fn is_hiragana(c: char) -> bool {
    ('ぁ'..='ゟ').contains(&c)
}

#[cfg(test)]
pub(super) mod tests {
    use rstest::rstest;

    use super::{Dimension, UNITS, unit};
    use crate::number::decimal::Decimal;
    use crate::number::numbers;
    use crate::number::quantity::{Quantity, quantity};
    use crate::text::token::{Token, tokens};

    /// Returns the dimension of the first number of a text, and its value in the base unit.
    pub(in crate::number) fn base(text: &str) -> (Dimension, Option<Decimal>) {
        let tokens: Vec<Token<'_>> = tokens(text).collect();
        let number = numbers(&tokens).remove(0);
        let Quantity::Measure(unit) = quantity(&tokens, &number) else { panic!("{text}") };
        (unit.dimension, unit.base(number.value))
    }

    #[rstest]
    #[case("30 ms", "0.03초")]
    #[case("2 hours", "120분")]
    #[case("2 hours", "120分钟")]
    #[case("80GB", "0.08 TB")]
    #[case("$5", "5달러")]
    #[case("$50,000", "5만달러의")]
    #[case("₩50,000", "5만원을")]
    #[case("£5", "5英镑")]
    #[case("300 yuan", "300元")]
    #[case("1.5 years", "18개월")]
    #[case("12.4 s", "12400ミリ秒から")]
    #[case("12 hours", "12時間で")]
    #[case("2 hours", "120分で")]
    #[case("1.5 years", "18カ月の")]
    #[case("80 GB", "80ギガバイトの")]
    #[case("5 bits", "5ビットに")]
    #[case("30 seconds", "30秒ビデオ")]
    #[case("5 kilograms", "5킬로그램")]
    #[case("5 nanometers", "5纳米")]
    #[case("2 kilometers", "2000メートルの")]
    #[case("707 mm^2", "707mm^2이다")]
    #[case("707 mm2", "7.07 cm^2")]
    #[case("2 m^3", "2m3")]
    #[case("30 mm-diameter", "30 mm")]
    #[case("12 fps", "12 frames per second")]
    #[case("6.49 mL", "0.00649 L")]
    #[case("6.49 mL", "6.49밀리리터를")]
    #[case("3 Mpc", "3000킬로파섹")]
    #[case("398 nm", "0.398マイクロメートルの")]
    #[case("5 mg", "5000 μg")]
    #[case("10 weeks", "10주 동안")]
    #[case("2.5 hours", "2,5 Stunden")]
    #[case("2.5 hours", "2,5 часа")]
    #[case("2.5 hours", "2,5 heures")]
    #[case("150 minutes", "2.5 giờ")]
    #[case("2.5 hours", "2.5 घंटे")]
    #[case("2.5 hours", "2.5 ชั่วโมง")]
    #[case("2000 kg", "2톤의")]
    #[case("24 hours", "1440분이었다")]
    #[case("24 hours", "86400초였다")]
    #[case("1 kcal", "4184 J")]
    #[case("10 nmol", "0.01 μM")]
    #[case("14 pg", "0.014 ng")]
    #[case("24 days", "24일 동안")]
    #[case("24 days", "24일이었다")]
    #[case("24 days", "24 दिनों")]
    #[case("24 months", "24か月間")]
    #[case("24 months", "24 tháng")]
    #[case("24 months", "24 شهرًا")]
    #[case("$500", "500 Dollar")]
    #[case("€500", "500 €")]
    #[case("€500", "500 евро")]
    #[case("€500", "500유로였다")]
    #[case("500 reais", "R$ 500")]
    #[case("EUR 500", "500 euros")]
    #[case("500 zł", "PLN 500")]
    #[case("300 kelvin", "300켈빈")]
    #[case("37 °C", "섭씨 37도")]
    fn units_convert(#[case] one: &str, #[case] other: &str) {
        assert_eq!(base(one), base(other));
    }

    #[test]
    fn every_line_of_the_list_is_read() {
        let lines = UNITS.lines().filter(|line| !line.starts_with('#'));
        for line in lines {
            let (_, words) = line.split_once(": ").unwrap();
            let word = words.split_whitespace().next().unwrap().trim_end_matches('*');
            assert!(unit(word).is_some(), "{line}");
        }
    }

    #[rstest]
    #[case("5 metrics")]
    #[case("5 ore types")]
    #[case("3 jam sessions")]
    #[case("12 time steps")]
    #[case("3 Go players")]
    #[case("8월 7일에")]
    #[case("ngày 19 tháng 5")]
    #[case("주요 3 원인")]
    #[case("3 초전도체")]
    fn other_words_are_no_units(#[case] text: &str) {
        let tokens: Vec<Token<'_>> = tokens(text).collect();
        let quantity = quantity(&tokens, &numbers(&tokens).remove(0));
        assert!(!matches!(quantity, Quantity::Measure(_)), "{text}");
    }
}
