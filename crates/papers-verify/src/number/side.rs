//! Determines the side of a bound: `at least`, `<`, `이하`.

use crate::number::Number;
use crate::text::token::{Kind, Token};

/// The side of the actual value on which a number is a bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// `at least`, `over`, `≥`, `이상`: the value is this or more.
    Least,
    /// `at most`, `up to`, `<`, `이하`: the value is this or less.
    Most,
}

/// Returns the side according to the words and signs around a number.
pub(crate) fn side(tokens: &[Token<'_>], number: &Number) -> Option<Side> {
    before(tokens, number).or_else(|| {
        let runs = [0, 1].into_iter().filter_map(|by| tokens.get(number.tokens.end + by));
        runs.filter(|run| run.kind == Kind::Other).find_map(|run| {
            let counted =
                run.text.char_indices().nth(1).and_then(|(at, _)| run.text.get(at..)).unwrap_or_default();
            let says = |words: &[&str]| {
                words.iter().any(|word| run.text.starts_with(word) || counted.starts_with(word))
            };
            match (says(&["이상", "초과", "以上"]), says(&["이하", "미만", "以下", "未満", "未满"]))
            {
                (true, _) => Some(Side::Least),
                (_, true) => Some(Side::Most),
                _ => None,
            }
        })
    })
}

fn before(tokens: &[Token<'_>], number: &Number) -> Option<Side> {
    let word = |by: usize| {
        number.tokens.start.checked_sub(by).and_then(|at| tokens.get(at)).map_or("", |token| token.text)
    };
    let negated = matches!(word(3), "no" | "not");
    match (word(2), word(1)) {
        (_, "<" | "≤" | "⩽" | "≦" | "최대") | ("at", "most") | ("up", "to") => Some(Side::Most),
        (_, ">" | "≥" | "⩾" | "≧" | "최소") | ("at", "least") => Some(Side::Least),
        ("less" | "fewer" | "lower" | "smaller", "than") => {
            Some(if negated { Side::Least } else { Side::Most })
        }
        ("more" | "greater" | "higher" | "larger", "than") => {
            Some(if negated { Side::Most } else { Side::Least })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::number::numbers;
    use crate::text::token::tokens;

    #[rstest]
    #[case("p < 0.05", Some(Side::Most))]
    #[case("p > 0.05", Some(Side::Least))]
    #[case("at most 5", Some(Side::Most))]
    #[case("no more than 5", Some(Side::Most))]
    #[case("5개 이상", Some(Side::Least))]
    #[case("5개", None)]
    fn tells_on_which_side_a_number_stands(#[case] text: &str, #[case] expected: Option<Side>) {
        let tokens: Vec<Token<'_>> = tokens(text).collect();
        assert_eq!(side(&tokens, numbers(&tokens).last().unwrap()), expected);
    }
}
