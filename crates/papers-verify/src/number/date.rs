//! Reads dates with their day: `17 February 2024`, `February 5–26`, `2024-10-01`, `2024년 2월 17일`, `17 de febrero de 2024`.

use std::ops::Range;

use super::months::{is_year, named};
use crate::text::token::{Around, Token};

/// A day of a month, with the year if it stands beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Date {
    pub(crate) year: Option<u64>,
    pub(crate) month: u64,
    pub(crate) day: u64,
    /// The range of its tokens.
    pub(crate) tokens: Range<usize>,
}

/// Words and signs between the days of a list or range.
const JOINS: [&str; 14] =
    ["-", "–", "—", "~", "to", "and", "&", "until", "through", "bis", "y", "et", "und", "a"];

/// Words and signs between the parts of one date.
const PARTS: [&str; 8] = [".", ",", "de", "del", "di", "of", "the", "'"];

/// Returns the dates of a text; with `lists`, also those of the earlier numbers of a list before a month, which may count something else.
pub(crate) fn dates(tokens: &[Token<'_>], lists: bool) -> Vec<Date> {
    let mut dates = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let first = token.text.bytes().next().unwrap_or_default();
        if first.is_ascii_digit() {
            numeric(token.text, at, &mut dates);
            in_digits(tokens, at, &mut dates);
        } else if (first.is_ascii_uppercase() || !first.is_ascii() || is_day_before(tokens, at))
            && let Some(month) = named(token.text)
        {
            in_words(tokens, at, month, lists, &mut dates);
        }
    }
    dates
}

fn is_day_before(tokens: &[Token<'_>], at: usize) -> bool {
    let before = tokens.word_back(at, 1);
    PARTS.contains(&before) || !days(before).is_empty()
}

/// Returns the days of a token: `17`, `3rd`, `5-26`.
fn days(text: &str) -> Vec<u64> {
    let day = |part: &str| {
        let digits = part.trim_end_matches(['s', 't', 'n', 'd', 'r', 'h', 'e', 'º']);
        let fits = digits.len() + 2 >= part.len() && (1..=2).contains(&digits.len());
        digits.parse().ok().filter(|day| fits && (1..=31).contains(day))
    };
    text.split('-').map(day).collect::<Option<Vec<u64>>>().unwrap_or_default()
}

/// Reads `2024-10-01` and `17.02.2024`, in which the day may be the month if it is small.
fn numeric(text: &str, at: usize, dates: &mut Vec<Date>) {
    let parts: Vec<&str> = text.split(['-', '.']).collect();
    let [first, second, third] = parts.as_slice() else { return };
    let (year, month, day) = if is_year(first) { (first, second, third) } else { (third, second, first) };
    let (Ok(year), Ok(month), Ok(day)) = (year.parse(), month.parse(), day.parse()) else { return };
    if !parts.iter().any(|part| is_year(part)) {
        return;
    }
    let mut push = |month: u64, day: u64| {
        if (1..=12).contains(&month) && (1..=31).contains(&day) {
            dates.push(Date { year: Some(year), month, day, tokens: at..at + 1 });
        }
    };
    push(month, day);
    if !is_year(first) && month != day {
        push(day, month);
    }
}

/// Reads `2월 17일`, `2月17日` and `17 tháng 2`, at the first of the two numbers.
fn in_digits(tokens: &[Token<'_>], at: usize, dates: &mut Vec<Date>) {
    let ahead = |by: usize| tokens.word(at + by);
    let back = |by: usize| tokens.word_back(at, by);
    let number = |text: &str, most: u64| text.parse().ok().filter(|number| (1..=most).contains(number));
    let year = |text: &str| if is_year(text) { text.parse().ok() } else { None };
    if matches!(ahead(1), "월" | "月") && ahead(3).starts_with(['일', '日']) && !ahead(3).starts_with("日間")
    {
        if let (Some(month), Some(day)) = (number(ahead(0), 12), number(ahead(2), 31)) {
            let year = if matches!(back(1), "년" | "年") { year(back(2)) } else { None };
            let start = if year.is_some() { at - 2 } else { at };
            dates.push(Date { year, month, day, tokens: start..at + 4 });
        }
    } else if ahead(1) == "tháng"
        && let (Some(day), Some(month)) = (number(ahead(0), 31), number(ahead(2), 12))
    {
        let year = if ahead(3) == "năm" { year(ahead(4)) } else { None };
        let end = if year.is_some() { at + 5 } else { at + 3 };
        dates.push(Date { year, month, day, tokens: at..end });
    }
}

/// Reads the days before or behind the name of a month.
fn in_words(tokens: &[Token<'_>], at: usize, month: u64, lists: bool, dates: &mut Vec<Date>) {
    /// The maximum number of tokens with days on one side.
    const MOST: usize = 10;
    let text = |at: usize| tokens.word(at);
    let skips = |at: usize| PARTS.contains(&text(at));
    // Before the month, from the last day to the first.
    let mut before: Vec<(usize, u64)> = Vec::new();
    let mut start = at;
    for back in (at.saturating_sub(MOST)..at).rev() {
        if !lists && !before.is_empty() {
            break;
        }
        let own = days(text(back));
        let joins = skips(back) || !before.is_empty() && JOINS.contains(&text(back));
        if own.is_empty() && !joins {
            break;
        }
        if !own.is_empty() {
            start = back;
        }
        before.extend(own.into_iter().map(|day| (back, day)));
    }
    // Behind the month, and the year behind both.
    let mut behind: Vec<(usize, u64)> = Vec::new();
    let mut end = at + 1;
    let mut year = None;
    for ahead in at + 1..at + 1 + MOST {
        if is_year(text(ahead)) {
            year = text(ahead).parse().ok();
            end = ahead + 1;
            break;
        }
        let own = days(text(ahead));
        let is_apart = ahead > at + 1 && behind.is_empty() && !skips(ahead - 1);
        let joins = skips(ahead) || !behind.is_empty() && JOINS.contains(&text(ahead));
        let is_next = !lists && !behind.is_empty() && !own.is_empty();
        if own.is_empty() && !joins || is_apart || is_next || !own.is_empty() && !before.is_empty() {
            break;
        }
        if !own.is_empty() {
            end = ahead + 1;
        }
        behind.extend(own.into_iter().map(|day| (ahead, day)));
    }
    let of = |(_, day): (usize, u64)| Date { year, month, day, tokens: start..end };
    dates.extend(before.into_iter().chain(behind).map(of));
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::text::token::tokens;

    #[rstest]
    #[case("on 17 February 2024", &[(Some(2024), 2, 17)])]
    #[case("on February 17, 2024, with 5 models", &[(Some(2024), 2, 17)])]
    #[case("between 7th August and 3rd September 2023", &[(None, 8, 7), (Some(2023), 9, 3)])]
    #[case("February 5–26, 2024", &[(Some(2024), 2, 5), (Some(2024), 2, 26)])]
    #[case("5-26 February 2024", &[(Some(2024), 2, 5), (Some(2024), 2, 26)])]
    #[case("3, 5 and 7 May", &[(None, 5, 7), (None, 5, 5), (None, 5, 3)])]
    #[case("the query date is 2024-10-01", &[(Some(2024), 10, 1)])]
    #[case("2024년 2월 17일에", &[(Some(2024), 2, 17)])]
    #[case("2월 17일부터 3월 2일까지", &[(None, 2, 17), (None, 3, 2)])]
    #[case("2024年2月17日", &[(Some(2024), 2, 17)])]
    #[case("el 17 de febrero de 2024", &[(Some(2024), 2, 17)])]
    #[case("am 17. Februar 2024", &[(Some(2024), 2, 17)])]
    #[case("17 февраля 2024 года", &[(Some(2024), 2, 17)])]
    #[case("ngày 17 tháng 2 năm 2024", &[(Some(2024), 2, 17)])]
    #[case("in May 2024", &[])]
    #[case("It may 5 times", &[])]
    #[case("3 to 5 models", &[])]
    fn reads_days(#[case] text: &str, #[case] expected: &[(Option<u64>, u64, u64)]) {
        let tokens: Vec<Token<'_>> = tokens(text).collect();
        let found: Vec<_> =
            dates(&tokens, true).into_iter().map(|date| (date.year, date.month, date.day)).collect();
        assert_eq!(found, expected);
    }
}
