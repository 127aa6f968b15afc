//! Recognizes months beside a day or a year, in words of many languages (`19 de mayo`, `May 2017`) and in digits (`5월`, `2017-05`).

use std::sync::LazyLock;

use crate::number::Number;
use crate::number::quantity::{Quantity, quantity};
use crate::number::stems::Stems;
use crate::text::token::{Around, Token};

/// The months of `months.txt`.
static MONTHS: LazyLock<Stems<u64>> =
    LazyLock::new(|| Stems::new(include_str!("months.txt"), |month| month.parse().ok()));

/// Returns the number of the month with this name.
pub(crate) fn named(name: &str) -> Option<u64> {
    const SHORTEST: usize = 3;
    let capital = name.starts_with(char::is_uppercase);
    if name.len() < SHORTEST || !name.starts_with(char::is_alphabetic) {
        return None;
    }
    let folded = || MONTHS.get(&name.to_lowercase());
    MONTHS.get(name).or_else(|| if capital { folded() } else { None })
}

/// Returns the months that a word names without figures beside it: 8 and 11 for `August-November`. `May` is mostly another word.
pub(crate) fn alone(word: &str) -> impl Iterator<Item = u64> {
    const SHORTEST: usize = 4;
    let capital = word.starts_with(|c: char| c.is_ascii_uppercase());
    word.split('-').filter(move |name| capital && name.len() >= SHORTEST).filter_map(|name| MONTHS.get(name))
}

/// The maximum number of words between a month and its day or year, as in `19 de mayo de 2017`.
const MOST: usize = 2;

/// Returns the months that words near a number name.
pub(crate) fn beside<'a>(tokens: &'a [Token<'_>], number: &Number) -> impl Iterator<Item = u64> + use<'a> {
    let first = number.tokens.start.saturating_sub(MOST + 1);
    let last = number.tokens.end + MOST;
    (first..=last).filter_map(|at| in_words(tokens, at))
}

/// Returns the month that a word names in a date: beside a day or a year, with `de` and the like in between.
pub(crate) fn in_words(tokens: &[Token<'_>], at: usize) -> Option<u64> {
    const JOINS: [&str; 9] = [".", ",", "de", "del", "di", "do", "of", "the", "'"];
    let month = named(tokens.get(at)?.text)?;
    let joins = |token: &&Token<'_>| JOINS.contains(&token.text);
    let dated = |token: &Token<'_>| is_day(token.text) || is_year(token.text);
    let before = tokens.get(..at)?.iter().rev();
    let behind = tokens.get(at + 1..)?.iter();
    let day = before.enumerate().find(|(by, token)| !joins(token) || *by >= MOST);
    let year = behind.enumerate().find(|(by, token)| !joins(token) || *by >= MOST);
    [day, year].into_iter().flatten().any(|(_, token)| dated(token)).then_some(month)
}

/// Returns true for a day in digits, with the ending of an ordinal in some languages: `19`, `1er`, `3rd`.
fn is_day(text: &str) -> bool {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_lowercase() || c == 'º');
    digits.len() + 2 >= text.len()
        && digits.len() <= 2
        && digits.parse().is_ok_and(|day: u8| (1..=31).contains(&day))
}

/// Returns true for four digits that may be a recent year.
pub(crate) fn is_year(text: &str) -> bool {
    text.len() == 4
        && text.bytes().all(|b| b.is_ascii_digit())
        && (text.starts_with("19") || text.starts_with("20"))
}

/// Returns the month that a number is: `5월`, `5月`, `tháng 5` before a year or behind a day.
pub(crate) fn in_digits(tokens: &[Token<'_>], number: &Number) -> Option<u64> {
    let month = number.value.small().filter(|month| (1..=12).contains(month))?;
    let is_month = tokens.word(number.tokens.end).starts_with(['월', '月']) && number.tokens.len() == 1;
    (is_month || tokens.word_back(number.tokens.start, 1) == "tháng").then_some(month)
}

/// Returns the months of numeric dates in a line: 5 for `2017-05-19`, `19.05.2017` and `05/2017`. Where the day may be the month, both
/// count.
pub(crate) fn numeric<'a>(tokens: &'a [Token<'_>]) -> impl Iterator<Item = u64> + 'a {
    const SHORTEST: usize = "5.2017".len();
    let dated =
        |token: &&Token<'_>| token.text.len() >= SHORTEST && token.text.split(['-', '.']).any(is_year);
    let joined = tokens.iter().filter(|token| token.text.starts_with(|c: char| c.is_ascii_digit()));
    let joined = joined.filter(dated).flat_map(|token| token.text.split(['-', '.']));
    let slash = |at: usize| tokens.get(at).is_some_and(|token| token.is("/") && !token.spaced);
    let apart = (0..tokens.len()).filter(move |&at| slash(at)).flat_map(move |at| {
        let near = at.saturating_sub(3)..=at + 3;
        let dated = near.filter_map(|at| tokens.get(at)).any(|token| is_year(token.text));
        let beside = [tokens.word_back(at, 1), tokens.word(at + 1)].into_iter();
        beside.filter(move |_| dated)
    });
    joined.chain(apart).filter_map(|part| part.parse().ok()).filter(|month| (1..=12).contains(month))
}

/// Returns true for a number that is a part of a date: a year, month, or day.
pub(crate) fn is_date(tokens: &[Token<'_>], number: &Number) -> bool {
    let text = tokens.word(number.tokens.end);
    let beside = |at: Option<usize>| at.is_some_and(|at| in_words(tokens, at).is_some());
    // `21일` may also be a duration; the day of a month stands behind one: `5월 7일부터 9일까지`.
    let is_month = |token: &Token<'_>| token.text.starts_with(['월', '月']);
    let follows_month =
        || tokens.get(..number.tokens.start).is_some_and(|before| before.iter().any(is_month));
    quantity(tokens, number) == Quantity::Year
        || text.starts_with(['월', '月'])
        || text.starts_with(['일', '日']) && follows_month()
        || in_digits(tokens, number).is_some()
        || tokens.get(number.tokens.start).is_some_and(|token| is_day(token.text))
            && (beside(number.tokens.start.checked_sub(1)) || beside(Some(number.tokens.end)))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::number::numbers;
    use crate::text::token::tokens;

    #[rstest]
    #[case("released on March 19, 2017", Some(3))]
    #[case("publicó el 19 de mayo de 2017", Some(5))]
    #[case("am 19. Mai 2017", Some(5))]
    #[case("du 1er mai 2014", Some(5))]
    #[case("Список опубликован 19 мая 2017 года", Some(5))]
    #[case("نُشرت في 19 مايو 2017", Some(5))]
    #[case("यह 19 मई 2017 को", Some(5))]
    #[case("it may 2 times", None)]
    #[case("what may happen", None)]
    #[case("5 steps march on", None)]
    fn months_stand_beside_a_day_or_year(#[case] text: &str, #[case] expected: Option<u64>) {
        let tokens: Vec<Token<'_>> = tokens(text).collect();
        assert_eq!((0..tokens.len()).find_map(|at| in_words(&tokens, at)), expected);
    }

    #[rstest]
    #[case("2017년 5월에", &[5])]
    #[case("ngày 19 tháng 5 năm 2017", &[5])]
    #[case("5개월, 5 tháng", &[])]
    fn months_in_digits(#[case] text: &str, #[case] expected: &[u64]) {
        let tokens: Vec<Token<'_>> = tokens(text).collect();
        let found: Vec<u64> =
            numbers(&tokens).iter().filter_map(|number| in_digits(&tokens, number)).collect();
        assert_eq!(found, expected);
    }

    #[rstest]
    #[case("on 2017-05-19", &[5])]
    #[case("on 19.05.2017 and 06/2018", &[5, 6])]
    #[case("a score of 5/6", &[])]
    fn months_of_numeric_dates(#[case] text: &str, #[case] expected: &[u64]) {
        let tokens: Vec<Token<'_>> = tokens(text).collect();
        assert_eq!(numeric(&tokens).collect::<Vec<_>>(), expected);
    }
}
