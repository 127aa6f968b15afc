//! Recognizes numbers that the source has in another form: as a share, a name, a decade or a place in a row.

use crate::number::Number;
use crate::number::decimal::Decimal;
use crate::number::foreign;
use crate::number::form::Form;
use crate::number::precision;
use crate::number::share::share;
use crate::number::spelled;
use crate::sentence::Sentence;
use crate::source::Source;
use crate::text::token::{Around, Token, tokens};

/// Returns the number of orders of magnitude that a number counts, in any language.
pub(super) fn orders(sentence: &Sentence<'_>, number: &Number) -> Option<u64> {
    const WORDS: [&str; 25] = [
        "orders of magnitude", "order of magnitude", "größenordnung", "ordre de grandeur",
        "ordres de grandeur", "órdenes de magnitud", "ordens de magnitude", "ordens de grandeza",
        "ordini di grandezza", "ordes van grootte", "rzędy wielkości", "порядк", "bậc độ lớn", "مراتب",
        "رتب", "परिमाण", "자릿수", "자리 수", "오더", "个数量级", "個數量級", "数量级", "桁", "オーダー",
        "個數級",
    ];
    let (_, behind) = sentence.around(number);
    let behind = behind.trim_start().chars().take(24).flat_map(char::to_lowercase).collect::<String>();
    number.value.small().filter(|_| WORDS.iter().any(|word| behind.starts_with(word)))
}

/// Returns true for a number word of another language that a source in that language has, too.
pub(super) fn is_told_alike(sentence: &Sentence<'_>, number: &Number, source: &Source) -> bool {
    let word = sentence.tokens.word(number.tokens.start);
    foreign::is_word(word) && source.writes(word)
}

/// Returns true for both numbers of `one in six` and `6명 중 1명` if the source has that share: 16.7 %.
pub(super) fn is_share(sentence: &Sentence<'_>, number: &Number, source: &Source) -> bool {
    let has = |(one, next): (&Number, &Number)| {
        let share = share(&sentence.tokens, one, next)?;
        let precision = precision::precision(&sentence.tokens, &one.tokens);
        let has = source.has(share, Form::Fraction) || source.has_about(share, Form::Fraction, precision);
        has.then_some(())
    };
    let mut pairs = sentence.numbers.iter().zip(sentence.numbers.iter().skip(1));
    pairs.any(|(one, next)| (one == number || next == number) && has((one, next)).is_some())
}

/// Returns true for a version such as `Gemini 2.0` that the source has not, although it may count two of something.
pub(super) fn is_other_version(sentence: &Sentence<'_>, number: &Number, source: &Source) -> bool {
    let version = sentence.tokens.word(number.tokens.start);
    let name = sentence.tokens.word_back(number.tokens.start, 1);
    let Some(whole) = version.strip_suffix(".0").filter(|whole| whole.len() == 1) else { return false };
    let has_whole = || {
        source.plain_lines().any(|line| {
            let tokens: Vec<Token<'_>> = tokens(line).collect();
            tokens
                .windows(2)
                .any(|pair| matches!(pair, [one, next] if one.text == name && next.text == whole))
                || tokens.iter().any(|token| {
                    token.text == format!("{name}-{whole}") || token.text == format!("{name}{whole}")
                })
        })
    };
    name.starts_with(char::is_uppercase) && source.names(name) && !source.has_text(version) && !has_whole()
}

/// Returns true for a number that the source has in a name: `2차원` as `2D`, `4비트` as `FP4`.
pub(super) fn is_in_name(sentence: &Sentence<'_>, number: &Number, source: &Source) -> bool {
    let Some(count) = number.value.small() else { return false };
    if is_next_in_name(sentence, number, source) {
        return true;
    }
    let unit = sentence.unit(number).to_lowercase();
    let named = |prefixes: &[&str], suffix: &str| {
        prefixes.iter().any(|prefix| source.names(&format!("{prefix}{count}{suffix}")))
    };
    if ["차원", "dimension", "d", "次元", "维"].iter().any(|dimension| unit.starts_with(dimension)) {
        return named(&[""], "d");
    }
    (unit.starts_with("비트") || unit.starts_with("bit"))
        && named(&["fp", "int", "mxfp", "nvfp", "w", "a"], "")
}

/// Returns true for the 25 of `AIME24/25` if the source has AIME25, and for the 12 of `YOLOv8/11/12`.
fn is_next_in_name(sentence: &Sentence<'_>, number: &Number, source: &Source) -> bool {
    let token = |by: usize| sentence.tokens.back(number.tokens.start, by);
    let digits = |by: usize| token(by).is_some_and(|token| token.text.bytes().all(|b| b.is_ascii_digit()));
    let first = (1..).step_by(2).find(|&by| !digits(by + 1)).unwrap_or(1);
    let (Some(sign), Some(name)) = (token(first), token(first + 1)) else { return false };
    let stem = name.text.trim_end_matches(|c: char| c.is_ascii_digit());
    let own = sentence.tokens.word(number.tokens.start);
    matches!(sign.text, "/" | "·" | "&")
        && !sign.spaced
        && stem.len() < name.text.len()
        && stem.ends_with(char::is_alphabetic)
        && source.names(&format!("{stem}{own}"))
}

/// Returns true for an ordinal such as `1단계`, `2위`, `type 2` or the first of `1·2차`, which the source may have as a word. The first needs no
/// support.
pub(crate) fn is_place(sentence: &Sentence<'_>, number: &Number, source: &Source) -> bool {
    const ROWS: [&str; 24] = [
        "단계", "차", "상", "기", "형", "등급", "분기", "학년", "위", "회", "번", "등", "세대", "세기", "장",
        "대", "段階", "阶", "階", "년째", "월", "月", "百分位", "백분위",
    ];
    let joined = sentence.tokens.get(number.tokens.end).is_some_and(|sign| sign.is("·"));
    let next = sentence.numbers.iter().find(|next| joined && next.tokens.start == number.tokens.end + 1);
    let unit = sentence.unit(next.unwrap_or(number));
    let before = sentence.tokens.word_back(number.tokens.start, 1);
    let in_row = ROWS.iter().any(|row| unit.starts_with(row)) && !unit.starts_with("차원")
        || spelled::is_row(before)
        || matches!(before, "그룹" | "유형");
    in_row && (number.value.small() == Some(1) || source.has_place(number.value))
}

/// Returns true for both numbers of `20世纪70年代` if the source has 1970.
pub(super) fn is_decade(sentence: &Sentence<'_>, number: &Number, source: &Source) -> bool {
    let starts =
        |number: &Number, words: &[&str]| words.iter().any(|word| sentence.unit(number).starts_with(word));
    let is_pair = |pair: &&[Number]| matches!(pair, [one, other] if one == number || other == number);
    let year = |pair: &[Number]| {
        let [century, decade] = pair else { return None };
        let counts_both = starts(century, &["世纪", "世紀", "세기"]) && starts(decade, &["年代", "년대"]);
        let years = century.value.small()?.checked_sub(1)?.checked_mul(100)?;
        counts_both.then_some(Decimal::whole(years.checked_add(decade.value.small()?)?))
    };
    let mut pairs = sentence.numbers.windows(2).filter(is_pair);
    pairs.any(|pair| year(pair).is_some_and(|year| source.has(year, Form::Digits)))
}
