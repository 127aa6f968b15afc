//! Reads numbers written as words in English.

use std::sync::LazyLock;

use crate::number::decimal::Decimal;
use crate::number::stems::Stems;

/// A number word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spelled {
    /// A cardinal, or a word for one: `three`, `ternary`, `doubled`.
    Count(u64),
    /// A word that implies a number without stating it: `both`, `pair`, `dual`.
    Implied(u64),
    /// A power of ten that multiplies the number before it: `million` is 6.
    Scale(i32),
    /// `dozen`, which counts twelves.
    Dozen,
    /// `half`.
    Half,
    /// `quarter`.
    Quarter,
    /// `third`, which may be an ordinal or a fraction.
    Ordinal(u64),
    /// `thirds`, which is a fraction.
    Parts(u64),
}

/// Reads an English word in any case; `threefold` is three.
pub(crate) fn english(word: &str) -> Option<Spelled> {
    /// The length of the longest word in the table with its ending.
    const LONGEST: usize = 12;
    if !(2..=LONGEST).contains(&word.len()) || !word.is_ascii() {
        return None;
    }
    let lower = word.to_ascii_lowercase();
    let stem = lower.strip_suffix("fold").filter(|stem| !stem.is_empty()).unwrap_or(&lower);
    cardinal(stem).or_else(|| implied(stem)).or_else(|| part(stem)).or_else(|| ordinal(stem))
}

fn cardinal(word: &str) -> Option<Spelled> {
    Some(Spelled::Count(match word {
        "zero" => 0,
        "one" | "once" => 1,
        "two" | "double" | "doubles" | "doubled" | "doubling" | "twice" => 2,
        "three" | "ternary" | "trinary" | "triple" | "triples" | "tripled" | "tripling" | "triplet"
        | "triplets" | "thrice" | "tri" | "triad" | "trio" => 3,
        "four" | "quaternary" | "quadruple" | "quadruples" | "quadrupled" | "quadrupling" | "quad"
        | "tetra" => 4,
        "five" | "quintuple" | "penta" => 5,
        "six" | "sextuple" | "hexa" => 6,
        "seven" | "septuple" => 7,
        "eight" | "octo" => 8,
        "nine" => 9,
        "ten" => 10,
        "eleven" => 11,
        "twelve" => 12,
        "thirteen" => 13,
        "fourteen" => 14,
        "fifteen" => 15,
        "sixteen" => 16,
        "seventeen" => 17,
        "eighteen" => 18,
        "nineteen" => 19,
        "twenty" => 20,
        "thirty" => 30,
        "forty" => 40,
        "fifty" => 50,
        "sixty" => 60,
        "seventy" => 70,
        "eighty" => 80,
        "ninety" => 90,
        _ => return None,
    }))
}

fn implied(word: &str) -> Option<Spelled> {
    Some(Spelled::Implied(match word {
        "single" | "unary" => 1,
        "both" | "dual" | "binary" | "pair" | "pairs" | "paired" | "pairwise" | "couple" | "bi" | "twin" => 2,
        _ => return None,
    }))
}

fn part(word: &str) -> Option<Spelled> {
    Some(match word {
        "hundred" => Spelled::Scale(2),
        "thousand" => Spelled::Scale(3),
        "million" => Spelled::Scale(6),
        "billion" => Spelled::Scale(9),
        "trillion" => Spelled::Scale(12),
        "dozen" => Spelled::Dozen,
        "half" | "halve" | "halves" | "halved" | "halving" => Spelled::Half,
        "quarter" => Spelled::Quarter,
        "quarters" | "fourths" => Spelled::Parts(4),
        "thirds" => Spelled::Parts(3),
        "fifths" => Spelled::Parts(5),
        "sixths" => Spelled::Parts(6),
        "sevenths" => Spelled::Parts(7),
        "eighths" => Spelled::Parts(8),
        "ninths" => Spelled::Parts(9),
        "tenths" => Spelled::Parts(10),
        _ => return None,
    })
}

fn ordinal(word: &str) -> Option<Spelled> {
    Some(Spelled::Ordinal(match word {
        "first" | "firstly" => 1,
        "second" | "secondly" => 2,
        "third" | "thirdly" => 3,
        "fourth" => 4,
        "fifth" => 5,
        "sixth" => 6,
        "seventh" => 7,
        "eighth" => 8,
        "ninth" => 9,
        "tenth" => 10,
        "eleventh" => 11,
        "twelfth" => 12,
        "thirteenth" => 13,
        "fourteenth" => 14,
        "fifteenth" => 15,
        "sixteenth" => 16,
        "seventeenth" => 17,
        "eighteenth" => 18,
        "nineteenth" => 19,
        "twentieth" => 20,
        _ => return None,
    }))
}

/// The scale words of `scales.txt` with their powers of ten.
static SCALES: LazyLock<Stems<i32>> =
    LazyLock::new(|| Stems::new(include_str!("scales.txt"), |power| power.parse().ok()));

/// Returns the power of ten of a word after digits, in English and the languages of digests.
pub(crate) fn scale(word: &str) -> Option<i32> {
    match english(word) {
        Some(Spelled::Scale(power)) => Some(power),
        Some(_) => None,
        None => SCALES.get(&word.to_lowercase()),
    }
}

/// Reads a Roman numeral as an ordinal. Single letters, `II` and `VI` often have other meanings, unless they stand behind a word such
/// as `phase`.
pub(crate) fn roman(word: &str, is_behind_row: impl Fn() -> bool) -> Option<u64> {
    Some(match word {
        "I" | "II" | "V" | "VI" if !is_behind_row() => return None,
        "I" => 1,
        "II" => 2,
        "V" => 5,
        "VI" => 6,
        "III" => 3,
        "IV" => 4,
        "VII" => 7,
        "VIII" => 8,
        "IX" => 9,
        "XII" => 12,
        _ => return None,
    })
}

/// Returns true for a word before the number of a place in a row: `phase III`, `type 2`.
pub(crate) fn is_row(word: &str) -> bool {
    /// The length of the longest word in the list.
    const LONGEST: usize = 6;
    const ROWS: [&str; 9] = ["phase", "stage", "grade", "type", "typ", "class", "group", "level", "war"];
    let is = |word: &str| ROWS.iter().any(|row| row.eq_ignore_ascii_case(word));
    word.len() <= LONGEST && (is(word) || word.strip_suffix('s').is_some_and(is))
}

/// Returns the place in a row that an adjective names: `secondary`, `cubic`.
pub(crate) fn place(word: &str) -> Option<u64> {
    Some(match word {
        "secondary" | "Secondary" | "quadratic" | "Quadratic" | "quadratically" => 2,
        "tertiary" | "Tertiary" | "cubic" | "Cubic" | "cubically" => 3,
        "quaternary" | "quartic" => 4,
        _ => return None,
    })
}

/// Returns the value of consecutive number words: `two hundred`, `half a million` without its `a`, `twenty one`.
pub(crate) fn sum(words: &[Spelled]) -> Option<Decimal> {
    let (mut total, mut current) = (Decimal::whole(0), None::<Decimal>);
    for &word in words {
        match word {
            Spelled::Count(number) | Spelled::Implied(number) => {
                current = Some(current.unwrap_or(Decimal::whole(0)).plus(Decimal::whole(number))?);
            }
            Spelled::Scale(2) => current = Some(current.unwrap_or(Decimal::whole(1)).shifted(2)),
            Spelled::Scale(power) => {
                total = total.plus(current.take().unwrap_or(Decimal::whole(1)).shifted(power))?;
            }
            Spelled::Dozen => current = Some(current.unwrap_or(Decimal::whole(1)).times(Decimal::whole(12))?),
            Spelled::Half => current = Some(Decimal::whole(5).shifted(-1)),
            Spelled::Quarter => current = Some(Decimal::whole(25).shifted(-2)),
            Spelled::Ordinal(number) | Spelled::Parts(number) => current = Some(Decimal::whole(number)),
        }
    }
    total.plus(current.unwrap_or(Decimal::whole(0)))
}

/// Returns the fraction that words express: `half`, `two thirds`, `one fifth`.
pub(crate) fn part_of_whole(words: &[Spelled]) -> Option<Decimal> {
    match *words {
        [Spelled::Half] | [Spelled::Count(1), Spelled::Half] => Decimal::ratio(1, 2),
        [Spelled::Quarter] | [Spelled::Count(1), Spelled::Quarter] => Decimal::ratio(1, 4),
        [Spelled::Count(1), Spelled::Ordinal(parts)] => Decimal::ratio(1, parts),
        [Spelled::Count(count), Spelled::Parts(parts)] => Decimal::ratio(count, parts),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("three", Some(Spelled::Count(3)))]
    #[case("Ternary", Some(Spelled::Count(3)))]
    #[case("threefold", Some(Spelled::Count(3)))]
    #[case("million", Some(Spelled::Scale(6)))]
    #[case("halved", Some(Spelled::Half))]
    #[case("third", Some(Spelled::Ordinal(3)))]
    #[case("fold", None)]
    #[case("often", None)]
    fn reads_english_words(#[case] word: &str, #[case] expected: Option<Spelled>) {
        assert_eq!(english(word), expected);
    }

    #[rstest]
    #[case("milliard", Some(9))]
    #[case("Milliarden", Some(9))]
    #[case("миллиардов", Some(9))]
    #[case("тысяч", Some(3))]
    #[case("tỷ", Some(9))]
    #[case("milyarlık", Some(9))]
    #[case("مليار", Some(9))]
    #[case("अरब", Some(9))]
    #[case("करोड़", Some(7))]
    #[case("lakh", Some(5))]
    #[case("พันล้านพารามิเตอร์", Some(9))]
    #[case("ล้านล้าน", Some(12))]
    #[case("miljoonaa", Some(6))]
    #[case("biljoen", Some(12))]
    #[case("three", None)]
    #[case("milieu", None)]
    #[case("bin", None)]
    fn reads_scales_of_many_languages(#[case] word: &str, #[case] expected: Option<i32>) {
        let word: String = unicode_normalization::UnicodeNormalization::nfkc(word).collect();
        assert_eq!(scale(&word), expected);
    }

    #[test]
    fn adds_up_words_in_a_row() {
        use Spelled::{Count, Dozen, Half, Scale};
        assert_eq!(sum(&[Count(2), Scale(2), Count(20), Count(1)]), Some(Decimal::whole(221)));
        assert_eq!(sum(&[Half, Scale(6)]), Some(Decimal::whole(500_000)));
        assert_eq!(sum(&[Count(2), Dozen]), Some(Decimal::whole(24)));
        assert_eq!(sum(&[Scale(3)]), Some(Decimal::whole(1000)));
    }

    #[test]
    fn reads_parts_of_a_whole() {
        use Spelled::{Count, Half, Ordinal, Parts};
        assert_eq!(part_of_whole(&[Half]), Decimal::parse("0.5"));
        assert_eq!(part_of_whole(&[Count(3), Parts(4)]), Decimal::parse("0.75"));
        assert_eq!(part_of_whole(&[Count(1), Ordinal(5)]), Decimal::parse("0.2"));
        assert_eq!(part_of_whole(&[Ordinal(5)]), None);
    }
}
