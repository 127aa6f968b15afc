//! Recognizes years and days among the numbers of a source.

use crate::number::Number;
use crate::number::decimal::Decimal;
use crate::number::months;
use crate::number::spelled::{self, Spelled};
use crate::text::token::{Around, Token};

/// Returns true for four digits that are a recent year and not a count as in `2000 user personas`.
pub(super) fn is_year(tokens: &[Token<'_>], number: &Number) -> bool {
    const DATED: &str = " in since until by from during of the and before after between early late mid ";
    const JOINED: &str = " and to or we the by in on at is was were has with for as ";
    let counted = tokens.get(number.tokens.end).is_some_and(|next| {
        next.text.starts_with(|c: char| c.is_ascii_lowercase())
            && !JOINED.contains(&format!(" {} ", next.text))
    });
    let before = tokens.back(number.tokens.start, 1);
    let dated = before.is_some_and(|before| DATED.contains(&format!(" {} ", before.text.to_lowercase())));
    let plural = tokens
        .get(number.tokens.end)
        .is_some_and(|next| next.text.ends_with('s') && !JOINED.contains(next.text));
    let loose = before.is_some_and(|before| matches!(before.text, "of" | "and" | "the"));
    if counted && (!dated || plural && loose) || is_beside_other(tokens, number) {
        return false;
    }
    let digits = tokens.word(number.tokens.start);
    // 2048 is a power of two.
    number.tokens.len() == 1
        && digits != "2048"
        && digits.len() == 4
        && digits.starts_with("19") | digits.starts_with("20")
        && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Returns true for one of several consecutive numbers that are not years: `9500, 1900, and 7600 images`.
fn is_beside_other(tokens: &[Token<'_>], number: &Number) -> bool {
    let parts = |token: &&Token<'_>| !matches!(token.text, "," | "and" | "&");
    let before = tokens.get(..number.tokens.start).unwrap_or_default().iter().rev().take(3).find(parts);
    let behind = tokens.get(number.tokens.end..).unwrap_or_default().iter().take(3).find(parts);
    let beside = [before, behind].into_iter().flatten();
    let whole = |token: &&Token<'_>| token.text.len() > 2 && token.text.bytes().all(|b| b.is_ascii_digit());
    beside.filter(whole).any(|token| !(token.text.starts_with("19") || token.text.starts_with("20")))
}

/// Returns the number of years in decades: 20 for `two decades`, 10 for `a decade`.
pub(super) fn decades(words: &[Token<'_>]) -> Option<Decimal> {
    let [before, word] = words else { return None };
    let decades = match spelled::english(before.text) {
        Some(Spelled::Count(count)) => count,
        _ => before.text.parse().unwrap_or(1),
    };
    matches!(word.text, "decade" | "decades" | "decade-long").then(|| Decimal::whole(decades).shifted(1))
}

/// Returns true for the day of a month: `May 1st, 2014`, `the 1st of May`.
pub(super) fn is_day(tokens: &[Token<'_>], number: &Number) -> bool {
    /// The maximum number of days in a month.
    const DAYS: u64 = 31;
    let back = |by: usize| tokens.back(number.tokens.start, by);
    let ahead = |by: usize| tokens.get(number.tokens.end + by);
    let month = |token: Option<&Token<'_>>| token.is_some_and(|token| months::named(token.text).is_some());
    let of = ahead(0).is_some_and(|token| matches!(token.text, "of" | ","));
    let the = back(1).is_some_and(|token| matches!(token.text, "the" | ","));
    number.value.small().is_some_and(|day| (1..=DAYS).contains(&day))
        && (month(back(1)) || month(ahead(0)) || of && month(ahead(1)) || the && month(back(2)))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::number::numbers;
    use crate::text::token::tokens;

    #[rstest]
    #[case("in 2024", true)]
    #[case("between 2019 and 2024", true)]
    #[case("with 1900 images", false)]
    #[case("a total of 2000 samples", false)]
    #[case("They have 9500, 7600, and 1900", false)]
    fn years_are_told_from_counts(#[case] text: &str, #[case] expected: bool) {
        let tokens: Vec<Token<'_>> = tokens(text).collect();
        assert_eq!(is_year(&tokens, numbers(&tokens).last().unwrap()), expected);
    }
}
