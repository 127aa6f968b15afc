//! Finds the unit of a number that stands once after several: `62 ± 9 years`, `398-1002 nm`, `from 0.4 to 1 µm`, `5, 10 and 20 ms`.

use crate::number::Number;
use crate::number::quantity::{Quantity, quantity};
use crate::text::token::Token;

/// A quantity that a number has from a later one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shared {
    /// The quantity.
    pub(crate) quantity: Quantity,
    /// True for a deviation or range, whose two numbers cannot be different things; those of a list can.
    pub(crate) certain: bool,
}

/// Signs and words of a deviation or range.
const RANGES: [&str; 19] = [
    "±", "+", "/", "-", "–", "—", "~", "∼", "〜", "to", "bis", "à", "a", "до", "đến", "から", "에서", "到",
    "至",
];

/// Signs and words of a list.
const LISTS: [&str; 18] = [
    ",", "and", "or", "vs", ".", "versus", "und", "et", "y", "e", "и", "và", "와", "과", "と", "和", "、",
    "및",
];

/// Returns the measure of a number without a unit, if the next number has one and only a sign or word of a range or list is between
/// them. `at` is the place of the number among all.
pub(crate) fn shared(tokens: &[Token<'_>], numbers: &[Number], at: usize) -> Option<Shared> {
    /// The maximum number of items after it.
    const MOST: usize = 6;
    /// The maximum number of signs or words between two items: `+/-`, `, and`.
    const BETWEEN: usize = 3;
    let mut certain = true;
    if let Some(quantity) = numbers.get(at).and_then(|number| behind_interval(tokens, number)) {
        return Some(Shared { quantity, certain });
    }
    for pair in numbers.get(at..)?.windows(2).take(MOST) {
        let [one, next] = pair else { return None };
        let between =
            tokens.get(one.tokens.end..next.tokens.start).filter(|between| between.len() <= BETWEEN)?;
        let all = |words: &[&str]| between.iter().all(|token| words.contains(&token.text));
        let ranges = all(&RANGES);
        if between.is_empty() && one.tokens != next.tokens || !ranges && !all(&LISTS) {
            return None;
        }
        certain &= ranges;
        match quantity(tokens, next) {
            found @ Quantity::Measure(_) => return Some(Shared { quantity: found, certain }),
            Quantity::Bare => {}
            _ => return None,
        }
    }
    None
}

/// Returns the measure behind the interval of a number: `0.9 [0.7, 1.1] kcal/mol`, `5 (95% CI 4 to 6) mg`.
fn behind_interval(tokens: &[Token<'_>], number: &Number) -> Option<Quantity> {
    /// The maximum number of tokens in brackets.
    const LONGEST: usize = 12;
    const WORDS: [&str; 14] = [",", ";", ":", "-", "–", "—", "~", "±", "%", "to", "CI", "IQR", "range", "SD"];
    let open = tokens.get(number.tokens.end).filter(|sign| matches!(sign.text, "(" | "["))?;
    let inside = tokens.get(number.tokens.end + 1..)?;
    let close = if open.is("(") { ")" } else { "]" };
    let length = inside.iter().take(LONGEST + 1).position(|sign| sign.is(close))?;
    let inside = inside.get(..length)?;
    let is_number = |token: &Token<'_>| token.text.starts_with(|c: char| c.is_ascii_digit());
    let ends: usize =
        inside.iter().filter(|token| is_number(token)).map(|token| token.text.split('-').count()).sum();
    let fits = inside.iter().all(|token| is_number(token) || WORDS.contains(&token.text));
    let whole = Number { tokens: number.tokens.start..number.tokens.end + length + 2, ..number.clone() };
    let found = quantity(tokens, &whole);
    (fits && ends > 1 && matches!(found, Quantity::Measure(_))).then_some(found)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::number::numbers;
    use crate::text::token::tokens;

    #[rstest]
    #[case("an RMSE of 0.9 [0.7, 1.1] kcal/mol", true)]
    #[case("62 [55, 70] years", true)]
    #[case("5 (4-6) mg", true)]
    #[case("5 (95% CI 4 to 6) mg", true)]
    #[case("5 (4 of 6) mg", false)]
    #[case("5 (4-6) trials", false)]
    #[case("5 (4) mg", false)]
    fn a_unit_may_stand_behind_the_interval(#[case] text: &str, #[case] expected: bool) {
        let tokens: Vec<Token<'_>> = tokens(text).collect();
        let numbers = numbers(&tokens);
        assert_eq!(behind_interval(&tokens, &numbers[0]).is_some(), expected);
    }
}
