//! Tells the numbers of a sentence that state an amount from list markers, references and words that count nothing.

use crate::checks::list::is_marker;
use crate::number::Number;
use crate::number::form::Form;
use crate::number::mark;
use crate::sentence::Sentence;
use crate::text::token::{Around, Kind, Token};

/// Returns false for list markers, references and numbers that are not an amount.
pub(crate) fn says_amount(sentence: &Sentence<'_>, number: &Number) -> bool {
    !is_marker(sentence, number)
        && !is_pointer(sentence, number)
        && !counts_nothing(number)
        && !is_one_each(sentence, number)
        && !is_numerator(sentence, number)
        && !is_step(sentence, number)
}

/// Returns true for the one of `per 1-unit increase` and `1 단위`, for which the source may have *each unit*.
fn is_step(sentence: &Sentence<'_>, number: &Number) -> bool {
    const UNITS: [&str; 8] = ["unit", "단위", "单位", "単位", "Einheit", "unité", "unidad", "unità"];
    let unit = sentence.unit(number);
    number.value.small() == Some(1)
        && UNITS
            .iter()
            .any(|word| unit.strip_prefix(word).is_some_and(|rest| unit.is_ascii() || !rest.starts_with('s')))
        && unit != "units"
}

/// Returns true for a reference, also for the 7 of `Tables 6, 7`.
fn is_pointer(sentence: &Sentence<'_>, number: &Number) -> bool {
    /// The maximum number of references in a list.
    const MOST: usize = 30;
    let listed = std::iter::successors(Some(number), |number| listed_before(sentence, number));
    listed.take(MOST).any(|number| mark::is_pointer(&sentence.tokens, number))
}

/// Returns the number before another one in a list: the 6 of `Tables 6, 7`.
fn listed_before<'a>(sentence: &'a Sentence<'_>, number: &Number) -> Option<&'a Number> {
    let count = sentence.numbers.partition_point(|before| before.tokens.end < number.tokens.start);
    let before = sentence.numbers.get(..count)?.last()?;
    let between = sentence.tokens.get(before.tokens.end..number.tokens.start).unwrap_or_default();
    let joins =
        |sign: &Token<'_>| matches!(sign.text, "," | "、" | "-" | "–" | "~" | "and" | "和" | "与" | "및");
    matches!(between, [sign] if joins(sign)).then_some(before)
}

/// Returns true for the one of `1인당`, `1回あたり` and `1 GPU당`, which is *per*.
fn is_one_each(sentence: &Sentence<'_>, number: &Number) -> bool {
    const EACH: [&str; 8] = ["당", "마다", "씩", "あたり", "当たり", "当り", "ごと", "毎"];
    /// The maximum number of characters of a counter: `1か月あたり`.
    const LONGEST: usize = 4;
    let next = |by: usize| sentence.tokens.get(number.tokens.end + by);
    let each = |token: &Token<'_>, least: usize| {
        let places = EACH.iter().filter_map(|each| token.text.find(each));
        let counter = |at: usize| token.text.get(..at).unwrap_or_default().chars().count();
        token.kind == Kind::Other && places.map(counter).any(|length| (least..=LONGEST).contains(&length))
    };
    let counted = next(0).is_some_and(|token| each(token, 1));
    let measured = next(0).is_some_and(|unit| unit.kind == Kind::Latin)
        && next(1).is_some_and(|token| !token.spaced && each(token, 0));
    number.value.small() == Some(1) && (counted || measured)
}

/// Returns true for the one in `1/11` and `1/|S|`, for which the source may have `a third`, `11 times less` or a formula.
fn is_numerator(sentence: &Sentence<'_>, number: &Number) -> bool {
    let parts = sentence.tokens.word(number.tokens.end + 1);
    let digits = parts.len() < 4 && parts.starts_with(|c: char| c.is_ascii_digit());
    let is_fraction = sentence.tokens.word(number.tokens.end) == "/" && (digits || parts == "|");
    number.value.small() == Some(1) && is_fraction
}

/// Returns true for words such as `one`, `a single`, `the first` and `두 번째`, which do not state an amount.
fn counts_nothing(number: &Number) -> bool {
    match number.form {
        Form::Implied => true,
        Form::Word => number.value.small().is_some_and(|number| number <= 1),
        Form::Ordinal => number.value.small().is_some_and(|number| number <= 2),
        Form::Digits | Form::Percent | Form::Fraction => false,
    }
}
