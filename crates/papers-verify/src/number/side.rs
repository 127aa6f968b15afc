//! Determines the side of a bound: `at least`, `<`, `이하`.

use crate::number::Number;
use crate::number::precision::{Precision, precision};
use crate::text::token::Token;

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
    exact(tokens, number).or_else(|| match precision(tokens, &number.tokens) {
        Precision::Above | Precision::Odd => Some(Side::Least),
        Precision::Below => Some(Side::Most),
        Precision::Exact | Precision::Around => None,
    })
}

/// Reads words of a bound that must be quoted to the digit.
fn exact(tokens: &[Token<'_>], number: &Number) -> Option<Side> {
    let word = |by: usize| {
        number.tokens.start.checked_sub(by).and_then(|at| tokens.get(at)).map_or("", |token| token.text)
    };
    // The bound may precede what changes: `至少提高5%`.
    let tells = |words: &[&str]| words.iter().any(|bound| word(1).contains(bound));
    match (word(2), word(1)) {
        ("at", "most")
        | ("up", "to")
        | ("bis", "zu")
        | (_, "최대" | "höchstens" | "maximal" | "máximo")
        | ("au" | "al", "plus" | "più") => Some(Side::Most),
        ("at", "least")
        | (_, "최소" | "적어도" | "mindestens" | "minimum")
        | ("au" | "al" | "tout", "moins" | "menos" | "meno") => Some(Side::Least),
        _ if tells(&["至多", "最多", "最大", "高达"]) => Some(Side::Most),
        _ if tells(&["至少", "最少", "少なくとも"]) => Some(Side::Least),
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
    #[case("5개 미만", Some(Side::Most))]
    #[case("over 1,300", Some(Side::Least))]
    #[case("最多5个", Some(Side::Most))]
    #[case("至少提高 5%", Some(Side::Least))]
    #[case("少なくとも5%", Some(Side::Least))]
    #[case("적어도 5%", Some(Side::Least))]
    #[case("bis zu 5 %", Some(Side::Most))]
    #[case("不到1,300个", Some(Side::Most))]
    #[case("moins de 5", Some(Side::Most))]
    #[case("au moins 5", Some(Side::Least))]
    #[case("1,300여 개", Some(Side::Least))]
    #[case("5개", None)]
    fn tells_on_which_side_a_number_stands(#[case] text: &str, #[case] expected: Option<Side>) {
        let tokens: Vec<Token<'_>> = tokens(text).collect();
        assert_eq!(side(&tokens, numbers(&tokens).last().unwrap()), expected);
    }
}
