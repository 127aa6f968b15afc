//! Numbers written as words, in English and Korean.

use super::decimal::Decimal;

/// A number word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spelled {
    /// A cardinal, or a word that says as much: `three`, `ternary`, `doubled`.
    Count(u64),
    /// A word that implies a number and claims none: `both`, `pair`, `dual`.
    Implied(u64),
    /// A power of ten that multiplies what is before it: `million` is 6.
    Scale(i32),
    /// `dozen`, which counts by twelves.
    Dozen,
    /// `half`.
    Half,
    /// `quarter`.
    Quarter,
    /// `third`: a place in a row, or a part.
    Ordinal(u64),
}

/// What an English word says, in any case; `threefold` is three.
pub(super) fn english(word: &str) -> Option<Spelled> {
    /// The longest word of the table and its ending.
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
        "four" | "quaternary" | "quadruple" | "quadruples" | "quadrupled" | "quad" | "tetra" => 4,
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
        "quarter" | "quarters" => Spelled::Quarter,
        _ => return None,
    })
}

fn ordinal(word: &str) -> Option<Spelled> {
    Some(Spelled::Ordinal(match word {
        "first" | "firstly" => 1,
        "second" | "secondly" => 2,
        "third" | "thirdly" | "thirds" => 3,
        "fourth" => 4,
        "fifth" => 5,
        "sixth" => 6,
        "seventh" => 7,
        "eighth" => 8,
        "ninth" => 9,
        "tenth" => 10,
        _ => return None,
    }))
}

/// Words that only count when they stand before what they count.
const COUNTERS: [&str; 24] = [
    "가지", "개", "종류", "단계", "배", "번", "차례", "명", "곳", "쌍", "층", "축", "편", "건", "점", "장",
    "달", "시간", "유형", "모델", "차원", "요소", "부분", "쪽",
];

/// What a run of Hangul that begins a word counts: `네 가지` (with the `next` run), `세가지`, `두`, `삼중`.
pub(super) fn korean(run: &str, next: Option<&str>) -> Option<Spelled> {
    if let Some(whole) = korean_whole(run) {
        return Some(whole);
    }
    let (number, rest) = native(run)?;
    if rest.is_empty() {
        // `첫 번째`, `두 번째`: a place in a row. Alone the word counts what follows.
        return next.map(|next| {
            if next.starts_with("번째") { Spelled::Ordinal(number) } else { Spelled::Count(number) }
        });
    }
    if rest.starts_with("번째") || rest.starts_with("째") {
        return Some(Spelled::Ordinal(number));
    }
    COUNTERS.iter().any(|counter| rest.starts_with(counter)).then_some(Spelled::Count(number))
}

/// Words that are numbers whatever follows.
fn korean_whole(run: &str) -> Option<Spelled> {
    const WHOLE: [(&str, Spelled); 16] = [
        ("절반", Spelled::Half),
        ("단일", Spelled::Implied(1)),
        ("이중", Spelled::Implied(2)),
        ("삼중", Spelled::Count(3)),
        ("사중", Spelled::Count(4)),
        ("오중", Spelled::Count(5)),
        ("이차원", Spelled::Count(2)),
        ("삼차원", Spelled::Count(3)),
        ("사차원", Spelled::Count(4)),
        ("이진", Spelled::Implied(2)),
        ("삼진", Spelled::Count(3)),
        ("십만", Spelled::Scale(5)),
        ("백만", Spelled::Scale(6)),
        ("천만", Spelled::Scale(7)),
        ("십억", Spelled::Scale(9)),
        ("백억", Spelled::Scale(10)),
    ];
    WHOLE.iter().find(|(word, _)| run.starts_with(word)).map(|&(_, spelled)| spelled)
}

/// The native numeral that a run begins with, and what follows it.
fn native(run: &str) -> Option<(u64, &str)> {
    const NATIVE: [(&str, u64); 24] = [
        ("열두", 12),
        ("열한", 11),
        ("열세", 13),
        ("열네", 14),
        ("열다섯", 15),
        ("열여섯", 16),
        ("스무", 20),
        ("열", 10),
        ("다섯", 5),
        ("여섯", 6),
        ("일곱", 7),
        ("여덟", 8),
        ("아홉", 9),
        ("하나의", 1),
        ("첫", 1),
        ("한", 1),
        ("두", 2),
        ("둘", 2),
        ("세", 3),
        ("셋", 3),
        ("네", 4),
        ("넷", 4),
        ("서너", 3),
        ("하나", 1),
    ];
    NATIVE.iter().find_map(|&(word, number)| Some((number, run.strip_prefix(word)?)))
}

/// The power of ten that a run of Korean, Chinese or Japanese begins with, after digits: `만` is 4.
pub(super) fn myriad(run: &str) -> Option<i32> {
    const POWERS: [(&str, i32); 24] = [
        ("천억", 11),
        ("백억", 10),
        ("십억", 9),
        ("천만", 7),
        ("백만", 6),
        ("십만", 5),
        ("조", 12),
        ("억", 8),
        ("만", 4),
        ("천", 3),
        ("백", 2),
        ("千亿", 11),
        ("百亿", 10),
        ("十亿", 9),
        ("千万", 7),
        ("百万", 6),
        ("十万", 5),
        ("兆", 12),
        ("亿", 8),
        ("億", 8),
        ("万", 4),
        ("萬", 4),
        ("千", 3),
        ("百", 2),
    ];
    /// Words that begin with such a syllable and are no number.
    const OTHER: [&str; 14] = [
        "조각",
        "조건",
        "조합",
        "조직",
        "조정",
        "조작",
        "조화",
        "백본",
        "백엔드",
        "만큼",
        "만족",
        "만점",
        "천장",
        "억제",
    ];
    if OTHER.iter().any(|word| run.starts_with(word)) {
        return None;
    }
    POWERS.iter().find(|(word, _)| run.starts_with(word)).map(|&(_, power)| power)
}

/// The power of ten of a word behind digits, in English and the languages that models are asked for.
pub(super) fn scale(word: &str) -> Option<i32> {
    if let Some(Spelled::Scale(power)) = english(word) {
        return Some(power);
    }
    Some(match word.to_lowercase().as_str() {
        "hundreds" => 2,
        "thousands" | "tausend" | "mille" | "mil" | "mila" => 3,
        "millions" | "mio" | "millionen" | "millones" | "millón" | "milhões" | "milhão" | "milioni"
        | "miljoen" | "миллионов" | "млн" => 6,
        "billions" | "milliarden" | "mrd" | "milliards" | "miliardi" | "miljard" | "млрд" => 9,
        "trillions" => 12,
        _ => return None,
    })
}

/// The value of number words in a row: `two hundred`, `half a million` without its `a`, `twenty one`.
pub(super) fn sum(words: &[Spelled]) -> Option<Decimal> {
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
            Spelled::Ordinal(number) => current = Some(Decimal::whole(number)),
        }
    }
    total.plus(current.unwrap_or(Decimal::whole(0)))
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
    #[case("네", Some("가지"), Some(Spelled::Count(4)))]
    #[case("세가지", None, Some(Spelled::Count(3)))]
    #[case("두", Some("모듈을"), Some(Spelled::Count(2)))]
    #[case("첫", Some("번째"), Some(Spelled::Ordinal(1)))]
    #[case("셋째", None, Some(Spelled::Ordinal(3)))]
    #[case("열두", Some("개"), Some(Spelled::Count(12)))]
    #[case("삼중", None, Some(Spelled::Count(3)))]
    #[case("절반으로", None, Some(Spelled::Half))]
    #[case("세밀한", Some("문자"), None)]
    #[case("두드러진", Some("성과"), None)]
    #[case("네트워크", None, None)]
    #[case("한계가", None, None)]
    #[case("구조", None, None)]
    fn reads_korean_words_only_where_they_count(
        #[case] run: &str,
        #[case] next: Option<&str>,
        #[case] expected: Option<Spelled>,
    ) {
        assert_eq!(korean(run, next), expected);
    }

    #[rstest]
    #[case("만", Some(4))]
    #[case("억개의", Some(8))]
    #[case("백만", Some(6))]
    #[case("万张", Some(4))]
    #[case("조건", None)]
    #[case("배", None)]
    fn reads_myriads(#[case] run: &str, #[case] expected: Option<i32>) {
        assert_eq!(myriad(run), expected);
    }

    #[test]
    fn adds_up_words_in_a_row() {
        use Spelled::{Count, Dozen, Half, Scale};
        assert_eq!(sum(&[Count(2), Scale(2), Count(20), Count(1)]), Some(Decimal::whole(221)));
        assert_eq!(sum(&[Half, Scale(6)]), Some(Decimal::whole(500_000)));
        assert_eq!(sum(&[Count(2), Dozen]), Some(Decimal::whole(24)));
        assert_eq!(sum(&[Scale(3)]), Some(Decimal::whole(1000)));
    }
}
