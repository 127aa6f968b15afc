//! Recognizes negative numbers: `-0.31`, but not `3-5`, `GPT-4` and `3 - 5`.

use crate::number::Number;
use crate::text::token::{Around, Kind, Token};

/// The sign of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sign {
    Positive,
    Negative,
    /// There is a dash before it that may also join it to something.
    Unclear,
}

/// Returns the sign of a number.
pub(crate) fn sign(tokens: &[Token<'_>], number: &Number) -> Sign {
    let back = |by: usize| tokens.back(number.tokens.start, by);
    let Some(dash) = back(1).filter(|sign| matches!(sign.text, "-" | "–" | "—" | "±")) else {
        return Sign::Positive;
    };
    let own = back(0);
    let attached = own.is_some_and(|token| !token.spaced);
    // `3-5` and `3 – 5` are ranges, and so is `3 -5` in the text of some PDFs, but in a table it may be two numbers.
    let after_number =
        back(2).is_some_and(|first| first.text.ends_with(|c: char| c.is_ascii_digit() || c == '%'));
    if after_number {
        let joins = dash.spaced != attached && !dash.is("±");
        return if joins { Sign::Positive } else { Sign::Unclear };
    }
    // `系数为-0.85`; neither `图-3` nor `Llama -8B` is below zero.
    let decimal = own.is_some_and(|token| token.text.contains('.'));
    let size = own.is_some_and(|token| token.text.ends_with(|c: char| c.is_ascii_uppercase()));
    let opened = back(2).is_none_or(|before| match before.kind {
        Kind::Sign => matches!(before.text, "(" | "[" | "=" | "<" | ">" | "|" | "~"),
        Kind::Other => decimal || before.text.ends_with(['为', '是', '至', '到', '从', '達', '达']),
        Kind::Latin => false,
    });
    let is_minus = dash.is("-") && attached && (dash.spaced || opened) && !size;
    if is_minus { Sign::Negative } else { Sign::Unclear }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::number::numbers;
    use crate::text::token::tokens;

    #[rstest]
    #[case("a correlation of -0.31", Sign::Negative)]
    #[case("(r=-0.31)", Sign::Negative)]
    #[case("a correlation of 0.31", Sign::Positive)]
    #[case("from 3 - 5", Sign::Positive)]
    #[case("from 0.3–0.85", Sign::Positive)]
    #[case("about 0.61 -0.62", Sign::Unclear)]
    #[case("系数为-0.85", Sign::Negative)]
    #[case("상관계수는 -0.85이다", Sign::Negative)]
    #[case("如图-3", Sign::Unclear)]
    #[case("by Llama -8B", Sign::Unclear)]
    #[case("0.2 ± 0.31", Sign::Unclear)]
    fn tells_a_minus_from_other_dashes(#[case] text: &str, #[case] expected: Sign) {
        let tokens: Vec<Token<'_>> = tokens(text).collect();
        assert_eq!(sign(&tokens, numbers(&tokens).last().unwrap()), expected);
    }
}
