//! Determines from the surrounding words how exact a number is, and which numbers of a source match it: `약 6만` matches 59,873,
//! `over 90%` matches 93.4%, but `over 30%` does not match 37.1%, which careful writers would not put like this.

use std::ops::Range;

use crate::number::Number;
use crate::number::decimal::Decimal;
use crate::text::token::{Around, Kind, Token};

/// The precision of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Precision {
    /// To the last digit.
    Exact,
    /// About this much: `about`, `약`, `~`.
    Around,
    /// This and a little more: `over`, `이상`, `≥`.
    Above,
    /// Not quite this: `nearly`, `미만`, `<`.
    Below,
    /// This and less than one unit of its last digit more: `10여 개`.
    Odd,
}

/// The maximum relative difference of a rounded number from that of the source.
const ROUNDED: f64 = 0.1;

/// The maximum relative difference of a bound that is also rounded: `over 2×` for 2.4×.
const BOUND: f64 = 0.2;

/// The maximum relative difference of a number with its last digits cut off, if it is only approximate.
const CUT: f64 = 0.05;

impl Precision {
    /// Returns true if a claim with this precision matches a number of the source. `grain` is one unit in the claim's last non-zero
    /// digit: 10,000 for `약 6만`.
    pub(crate) fn fits(self, claim: f64, grain: f64, source: f64) -> bool {
        /// Excludes the next number of the same length, which is not this one with more digits.
        const WHOLE: f64 = 1.0 - 1e-6;
        let more = source - claim;
        let within = |share: f64| more.abs() <= share * source.abs();
        let rounded = more.abs() <= grain / 2.0 * (1.0 + 1e-9);
        let cut = |more: f64| (0.0..grain * WHOLE).contains(&more);
        // `over 35%` is rounded to fives.
        let five = (claim / grain % 10.0 - 5.0).abs() < 0.5;
        let step = if five { 5.0 * grain } else { grain };
        let bounded = |more: f64| (0.0..step * WHOLE).contains(&more);
        match self {
            Self::Exact => false,
            Self::Around => rounded && within(ROUNDED) || cut(more) && within(CUT),
            Self::Above => more > 0.0 && (rounded && within(BOUND) || bounded(more) && within(ROUNDED)),
            Self::Below => more < 0.0 && (rounded && within(BOUND) || bounded(-more) && within(ROUNDED)),
            Self::Odd => cut(more),
        }
    }
}

/// Words up to two words before a number. `up to` and `at least` are not among them, because bounds are quoted exactly.
const BEFORE: [(&str, Precision); 63] = [
    ("about", Precision::Around),
    ("approximately", Precision::Around),
    ("around", Precision::Around),
    ("circa", Precision::Around),
    ("close", Precision::Around),
    ("roughly", Precision::Around),
    ("some", Precision::Around),
    ("etwa", Precision::Around),
    ("rund", Precision::Around),
    ("ungefähr", Precision::Around),
    ("environ", Precision::Around),
    ("aproximadamente", Precision::Around),
    ("alrededor", Precision::Around),
    ("cerca", Precision::Around),
    ("unos", Precision::Around),
    ("unas", Precision::Around),
    ("ongeveer", Precision::Around),
    ("около", Precision::Around),
    ("примерно", Precision::Around),
    ("około", Precision::Around),
    ("yaklaşık", Precision::Around),
    ("khoảng", Precision::Around),
    ("sekitar", Precision::Around),
    ("लगभग", Precision::Around),
    ("करीब", Precision::Around),
    ("حوالي", Precision::Around),
    ("above", Precision::Above),
    ("beyond", Precision::Above),
    ("exceed", Precision::Above),
    ("exceeds", Precision::Above),
    ("exceeded", Precision::Above),
    ("exceeding", Precision::Above),
    ("dépasse", Precision::Above),
    ("dépassent", Precision::Above),
    ("dépassant", Precision::Above),
    ("dépasser", Precision::Above),
    ("excede", Precision::Above),
    ("exceden", Precision::Above),
    ("rebasa", Precision::Above),
    ("supera", Precision::Above),
    ("superan", Precision::Above),
    ("übersteigt", Precision::Above),
    ("übersteigen", Precision::Above),
    ("sopra", Precision::Above),
    ("oltre", Precision::Above),
    ("over", Precision::Above),
    ("über", Precision::Above),
    ("gut", Precision::Above),
    ("ponad", Precision::Above),
    ("almost", Precision::Below),
    ("below", Precision::Below),
    ("nearly", Precision::Below),
    ("under", Precision::Below),
    ("sous", Precision::Below),
    ("bajo", Precision::Below),
    ("fast", Precision::Below),
    ("knapp", Precision::Below),
    ("unter", Precision::Below),
    ("presque", Precision::Below),
    ("casi", Precision::Below),
    ("quasi", Precision::Below),
    ("почти", Precision::Below),
    ("prawie", Precision::Below),
];

/// Words before `than`, `als`, `de`, `di`, `dan` or `que`.
const COMPARED: [(&str, Precision); 24] = [
    ("more", Precision::Above),
    ("greater", Precision::Above),
    ("higher", Precision::Above),
    ("larger", Precision::Above),
    ("better", Precision::Above),
    ("longer", Precision::Above),
    ("mehr", Precision::Above),
    ("plus", Precision::Above),
    ("más", Precision::Above),
    ("mais", Precision::Above),
    ("più", Precision::Above),
    ("höher", Precision::Above),
    ("größer", Precision::Above),
    ("less", Precision::Below),
    ("fewer", Precision::Below),
    ("lower", Precision::Below),
    ("smaller", Precision::Below),
    ("moins", Precision::Below),
    ("menos", Precision::Below),
    ("meno", Precision::Below),
    ("weniger", Precision::Below),
    ("niedriger", Precision::Below),
    ("kleiner", Precision::Below),
    ("minder", Precision::Below),
];

/// The same in Korean, as words, and in Chinese and Japanese, directly before the number.
const BEFORE_OTHER: [(&str, Precision); 35] = [
    ("약", Precision::Around),
    ("대략", Precision::Around),
    ("거의", Precision::Below),
    ("约", Precision::Around),
    ("约为", Precision::Around),
    ("約為", Precision::Around),
    ("大约", Precision::Around),
    ("約", Precision::Around),
    ("およそ", Precision::Around),
    ("ほぼ", Precision::Around),
    ("近", Precision::Below),
    ("不到", Precision::Below),
    ("不足", Precision::Below),
    ("未达", Precision::Below),
    ("达不到", Precision::Below),
    ("未满", Precision::Below),
    ("少于", Precision::Below),
    ("少於", Precision::Below),
    ("低于", Precision::Below),
    ("低於", Precision::Below),
    ("小于", Precision::Below),
    ("小於", Precision::Below),
    ("超过了", Precision::Above),
    ("超出", Precision::Above),
    ("突破", Precision::Above),
    ("多于", Precision::Above),
    ("多於", Precision::Above),
    ("高于", Precision::Above),
    ("高於", Precision::Above),
    ("大于", Precision::Above),
    ("大於", Precision::Above),
    ("超过", Precision::Above),
    ("超過", Precision::Above),
    ("超", Precision::Above),
    ("逾", Precision::Above),
];

/// Words after such a number or its counter.
const AFTER: [(&str, Precision); 30] = [
    ("이상", Precision::Above),
    ("초과", Precision::Above),
    ("넘", Precision::Above),
    ("웃도", Precision::Above),
    ("웃돌", Precision::Above),
    ("상회", Precision::Above),
    ("남짓", Precision::Above),
    ("以上", Precision::Above),
    ("超", Precision::Above),
    ("이하", Precision::Below),
    ("미만", Precision::Below),
    ("못", Precision::Below),
    ("채", Precision::Below),
    ("미치지", Precision::Below),
    ("に届か", Precision::Below),
    ("に満た", Precision::Below),
    ("に達しな", Precision::Below),
    ("を下回", Precision::Below),
    ("を超", Precision::Above),
    ("を上回", Precision::Above),
    ("가까", Precision::Around),
    ("가량", Precision::Around),
    ("정도", Precision::Around),
    ("내외", Precision::Around),
    ("안팎", Precision::Around),
    ("左右", Precision::Around),
    ("程度", Precision::Around),
    ("以下", Precision::Below),
    ("未満", Precision::Below),
    ("未满", Precision::Below),
];

/// Returns the precision of the number with these tokens.
pub(crate) fn precision(tokens: &[Token<'_>], number: &Range<usize>) -> Precision {
    let read = [and_more, behind, before, sign, compared, in_list];
    let precision = read.into_iter().find_map(|read| read(tokens, number)).unwrap_or(Precision::Exact);
    match precision {
        Precision::Above if is_denied(tokens, number) => Precision::Below,
        Precision::Below if is_denied(tokens, number) => Precision::Above,
        precision => precision,
    }
}

/// Returns true for a bound that is denied: `no more than 20`, `does not exceed 20`, `不超过20`, `20을 넘지 않는다`.
fn is_denied(tokens: &[Token<'_>], number: &Range<usize>) -> bool {
    const WORDS: [&str; 9] = ["no", "not", "never", "without", "nicht", "kein", "sans", "non", "sin"];
    /// The maximum number of words from the negation to the number: `did not contribute much more than 20`.
    const REACH: usize = 6;
    let word = |by: usize| tokens.word_back(number.start, by);
    let denies = |by: usize| WORDS.contains(&word(by).to_lowercase().as_str()) || word(by).ends_with("n't");
    // `over` and `under` may mean something else.
    let compares = matches!(word(1), "than" | "als" | "de" | "que") || word(1).starts_with("exceed");
    let reach = if compares { REACH } else { 3 };
    let is_word = |by: usize| tokens.back(number.start, by).is_some_and(|word| word.kind != Kind::Sign);
    let mut clause = (1..=reach).take_while(|&by| is_word(by)).skip(1);
    let latin = clause.find(|&by| denies(by)).is_some_and(|by| word(by - 1) != "only");
    let eastern = tokens.back(number.start, 1).is_some_and(|token| {
        token.kind == Kind::Other
            && BEFORE_OTHER.iter().any(|(word, _)| {
                token.text.strip_suffix(word).is_some_and(|before| before.ends_with(['不', '未', '没']))
            })
    });
    let behind = tokens.get(number.end..).unwrap_or_default();
    let behind = behind.get(..behind.len().min(3)).unwrap_or_default();
    let korean = behind
        .windows(2)
        .any(|pair| matches!(pair, [verb, not] if verb.text.ends_with('지') && not.text.starts_with('않')));
    eastern || korean || latin
}

/// Returns one unit of the last digit of a number as it is written: 0.01 for 51.00 and 1 for 220, if its token has no scale.
pub(crate) fn written_grain(tokens: &[Token<'_>], number: &Number) -> f64 {
    let token = tokens.word(number.tokens.start);
    let digits = token.trim_end_matches(|c: char| !c.is_ascii_digit());
    let point = digits.rfind(['.', ',']);
    let decimals = point.and_then(|at| Some((at, digits.get(at + 1..)?)));
    let plain = |text: &str| Decimal::parse(text) == Some(number.value);
    if let Some((at, decimals)) = decimals
        && plain(&format!("{}.{decimals}", digits.get(..at).unwrap_or_default()))
        && !plain(&digits.replace(['.', ','], ""))
    {
        return 10_f64.powi(-i32::try_from(decimals.len()).unwrap_or_default());
    }
    if plain(digits) { 1.0 } else { number.value.grain() }
}

fn listed(list: &[(&str, Precision)], fits: impl Fn(&str) -> bool) -> Option<Precision> {
    list.iter().find(|(word, _)| fits(word)).map(|&(_, precision)| precision)
}

fn before(tokens: &[Token<'_>], number: &Range<usize>) -> Option<Precision> {
    let glued = tokens.get(number.start).is_some_and(|token| !token.spaced);
    let read = |token: &Token<'_>| match token.kind {
        Kind::Latin => {
            let lower = token.text.to_lowercase();
            listed(&BEFORE, |word| word == lower)
        }
        Kind::Other => {
            listed(&BEFORE_OTHER, |word| token.text == word || glued && token.text.ends_with(word))
        }
        Kind::Sign => None,
    };
    [1, 2].into_iter().filter_map(|by| tokens.back(number.start, by)).find_map(read)
}

/// Reads comparisons: `more than 20`, `fewer than the 20`.
fn compared(tokens: &[Token<'_>], number: &Range<usize>) -> Option<Precision> {
    let is_than = |token: &Token<'_>| matches!(token.text, "than" | "als" | "de" | "di" | "dan" | "que");
    let than = [1, 2].into_iter().find(|&by| tokens.back(number.start, by).is_some_and(is_than))?;
    let word = tokens.back(number.start, than + 1)?.text.to_lowercase();
    let plain = tokens.back(number.start, than)?.text == "than";
    listed(&COMPARED, |compared| compared == word).or(plain.then_some(Precision::Around))
}

fn sign(tokens: &[Token<'_>], number: &Range<usize>) -> Option<Precision> {
    let digits = |token: &Token<'_>| token.text.ends_with(|c: char| c.is_ascii_digit() || c == '%');
    match tokens.back(number.start, 1)?.text {
        // Between two numbers, it is a range.
        "~" | "≈" | "∼" | "≃" if !tokens.back(number.start, 2).is_some_and(digits) => {
            Some(Precision::Around)
        }
        ">" | "≥" | "≧" | "⩾" => Some(Precision::Above),
        "<" | "≤" | "≦" | "⩽" => Some(Precision::Below),
        _ => None,
    }
}

/// Reads a word before the whole of a list: `약 9,423달러, 6,251달러`, `about $5, $10 and $20`.
fn in_list(tokens: &[Token<'_>], number: &Range<usize>) -> Option<Precision> {
    /// The maximum number of items before the number.
    const MOST: usize = 6;
    let items =
        std::iter::successors(item_before(tokens, number.start), |item| item_before(tokens, item.start));
    let rough = |item: Range<usize>| before(tokens, &item).or_else(|| sign(tokens, &item));
    items.take(MOST).find_map(rough).filter(|precision| *precision == Precision::Around)
}

/// Returns the number in digits before a comma or `and`, with at most one word for its unit, and a currency sign before the next one.
fn item_before(tokens: &[Token<'_>], start: usize) -> Option<Range<usize>> {
    const JOINS: [&str; 12] = [",", "、", "·", "and", "or", "und", "et", "y", "e", "и", "和", "및"];
    let token = |at: usize| tokens.word(at);
    let digits = |at: usize| token(at).starts_with(|c: char| c.is_ascii_digit());
    let mut at = start.checked_sub(1)?;
    if matches!(token(at), "$" | "€" | "£" | "₩" | "¥") {
        at = at.checked_sub(1)?;
    }
    let joined = token(at);
    if JOINS.contains(&joined) {
        at = at.checked_sub(1)?;
        if joined != "," && token(at) == "," {
            at = at.checked_sub(1)?;
        }
    } else if !joined.ends_with(['와', '과', 'と', '和']) {
        return None;
    }
    if !digits(at) {
        at = at.checked_sub(1)?;
    }
    digits(at).then_some(at..at + 1)
}

/// Reads words after a number: `90% 이상`, `약 2점이상`, `30%를 넘는`.
fn behind(tokens: &[Token<'_>], number: &Range<usize>) -> Option<Precision> {
    // The last token may have more than the number: `7割に届かない`.
    let last = number.end.checked_sub(1).filter(|&last| last > number.start);
    let runs = [last, Some(number.end), number.end.checked_add(1)];
    let runs = runs.into_iter().flatten().filter_map(|at| tokens.get(at));
    let mut runs = runs.filter(|token| token.kind == Kind::Other);
    runs.find_map(|run| {
        let counted =
            run.text.char_indices().nth(1).and_then(|(at, _)| run.text.get(at..)).unwrap_or_default();
        listed(&AFTER, |word| run.text.starts_with(word) || counted.starts_with(word))
    })
}

/// Reads a syllable attached to the number: `10여 개` and `1만여`.
fn and_more(tokens: &[Token<'_>], number: &Range<usize>) -> Option<Precision> {
    let more = |run: &str| run.starts_with(['여', '余', '餘', '多']);
    let behind = tokens.get(number.end).is_some_and(|run| !run.spaced && more(run.text));
    let last = tokens.back(number.end, 1).filter(|run| run.kind == Kind::Other);
    let within = last.is_some_and(|run| {
        more(run.text.trim_start_matches(['십', '백', '천', '만', '억', '조', '万', '亿', '億']))
    });
    let between = tokens.get(number.clone()).unwrap_or_default().iter().any(|run| more(run.text));
    (behind || within || between).then_some(Precision::Odd)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::number::numbers;
    use crate::text::token::tokens;

    fn last(text: &str) -> Option<Precision> {
        let tokens: Vec<Token<'_>> = tokens(text).collect();
        numbers(&tokens).last().map(|number| precision(&tokens, &number.tokens))
    }

    #[rstest]
    #[case("약 6만 개", Precision::Around)]
    #[case("about 60k", Precision::Around)]
    #[case("~60k", Precision::Around)]
    #[case("환자의 약 2점이상", Precision::Above)]
    #[case("more than 20", Precision::Above)]
    #[case("more than the 20", Precision::Above)]
    #[case("fewer than 20", Precision::Below)]
    #[case("mehr als 20", Precision::Above)]
    #[case("nearly 20", Precision::Below)]
    #[case("≥ 20", Precision::Above)]
    #[case("< 20", Precision::Below)]
    #[case("90% 이상의 정확도", Precision::Above)]
    #[case("30%가 넘는 정확도", Precision::Above)]
    #[case("30%를 초과하는", Precision::Above)]
    #[case("10개 미만", Precision::Below)]
    #[case("12개 이상", Precision::Above)]
    #[case("10여 개", Precision::Odd)]
    #[case("1만여 개", Precision::Odd)]
    #[case("准确率约90%", Precision::Around)]
    #[case("准确率不到七成", Precision::Below)]
    #[case("정확도는 70%에 못 미친다", Precision::Below)]
    #[case("70%에 미치지 못한다", Precision::Below)]
    #[case("正答率は7割に届かない", Precision::Below)]
    #[case("正答率は70%を超える", Precision::Above)]
    #[case("gut 47.000 Knoten", Precision::Above)]
    #[case("de unos 3000 K", Precision::Around)]
    #[case("около 300", Precision::Around)]
    #[case("90%左右", Precision::Around)]
    #[case("weniger als 20", Precision::Below)]
    #[case("准确率高于90%", Precision::Above)]
    #[case("不超过20个", Precision::Below)]
    #[case("不低于20个", Precision::Above)]
    #[case("no more than 20", Precision::Below)]
    #[case("does not exceed 20", Precision::Below)]
    #[case("did not contribute much more than 20", Precision::Below)]
    #[case("not only more than 20", Precision::Above)]
    #[case("20개를 넘지 않는다", Precision::Below)]
    #[case("약 9,423달러, 6,251달러, 5,905달러였다", Precision::Around)]
    #[case("about $9,423, $6,251, and $5,905", Precision::Around)]
    #[case("약 9,423달러와 6,251달러", Precision::Around)]
    fn words_and_signs_make_a_number_rough(#[case] text: &str, #[case] expected: Precision) {
        assert_eq!(last(text), Some(expected));
    }

    #[rstest]
    #[case("6만 개")]
    #[case("20~40%")]
    #[case("37% 향상하여 여러 모델")]
    #[case("37%를 여전히")]
    #[case("3 to 4")]
    #[case("up to 5x")]
    #[case("최대 5배")]
    #[case("이상 탐지에서 37%를 보였다")]
    fn other_numbers_are_meant_to_the_digit(#[case] text: &str) {
        assert_eq!(last(text), Some(Precision::Exact));
    }

    #[rstest]
    #[case(Precision::Around, 60_000.0, 10_000.0, 59_873.0, true)]
    #[case(Precision::Around, 40.0, 10.0, 37.1, true)]
    #[case(Precision::Around, 30.0, 10.0, 37.1, false)]
    #[case(Precision::Around, 2.6, 0.1, 2.67, true)]
    #[case(Precision::Around, 1000.0, 1000.0, 1400.0, false)]
    #[case(Precision::Above, 37.0, 1.0, 37.1, true)]
    #[case(Precision::Above, 30.0, 10.0, 37.1, false)]
    #[case(Precision::Above, 40.0, 10.0, 37.1, false)]
    #[case(Precision::Above, 35.0, 1.0, 37.1, true)]
    #[case(Precision::Above, 36.0, 1.0, 37.1, false)]
    #[case(Precision::Above, 90.0, 10.0, 98.0, true)]
    #[case(Precision::Above, 2.0, 1.0, 2.4, true)]
    #[case(Precision::Above, 2.0, 1.0, 2.9, false)]
    #[case(Precision::Below, 40.0, 10.0, 37.1, true)]
    #[case(Precision::Below, 30.0, 10.0, 37.1, false)]
    #[case(Precision::Odd, 10.0, 10.0, 14.0, true)]
    #[case(Precision::Odd, 10.0, 10.0, 20.0, false)]
    #[case(Precision::Exact, 37.0, 1.0, 37.1, false)]
    fn rough_numbers_are_near_and_on_the_right_side(
        #[case] precision: Precision,
        #[case] claim: f64,
        #[case] grain: f64,
        #[case] source: f64,
        #[case] fits: bool,
    ) {
        assert_eq!(precision.fits(claim, grain, source), fits);
    }
}
