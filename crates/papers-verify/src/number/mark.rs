//! Recognizes numbers that only enumerate or refer: `(1)`, `2)`, `Table 3`, `Section 4`. They are not quantities.

use crate::number::Number;
use crate::number::form::Form;
use crate::number::quantity::COUNTERS;
use crate::text::token::Token;

/// The maximum number of items in lists, and of tables or sections in papers.
const MOST: u64 = 30;

/// Returns true for the number of a list item, or of a table, section or equation.
pub(crate) fn is_mark(tokens: &[Token<'_>], number: &Number) -> bool {
    let small = number.value.small().is_some_and(|number| number <= MOST);
    number.form == Form::Digits
        && small
        && (is_bracketed(tokens, number) && is_counted_off(tokens, number) || is_pointer(tokens, number))
}

/// Returns true for one, two, and a number whose predecessor is a marker too: in `doctors of India (14) and Britain (3)`, they are
/// amounts.
fn is_counted_off(tokens: &[Token<'_>], number: &Number) -> bool {
    let Some(own) = number.value.small() else { return false };
    let before = own.saturating_sub(1).to_string();
    own < 3 || tokens.windows(2).any(|pair| matches!(pair, [one, sign] if one.text == before && sign.is(")")))
}

/// Returns true for `(1)` and `2)`, also as one of several items within a bracket.
pub(crate) fn is_bracketed(tokens: &[Token<'_>], number: &Number) -> bool {
    let closed = tokens.get(number.tokens.end).is_some_and(|sign| sign.is(")"));
    let before = tokens.get(..number.tokens.start).unwrap_or_default();
    let plain =
        tokens.get(number.tokens.start).is_some_and(|token| token.text.bytes().all(|b| b.is_ascii_digit()));
    if !closed || number.tokens.len() != 1 || !plain {
        return false;
    }
    // The closing bracket after the number belongs to it, or was never opened.
    let depth = before.iter().fold(0_usize, |depth, token| match token.text {
        "(" => depth + 1,
        ")" => depth.saturating_sub(1),
        _ => depth,
    });
    before.last().is_none_or(|sign| sign.is("("))
        || depth == 0
        || before.last().is_some_and(|sign| sign.is(":"))
}

/// Returns true for the number after `Table`, `Fig.`, `그림` and the like, or before `절`.
pub(crate) fn is_pointer(tokens: &[Token<'_>], number: &Number) -> bool {
    const POINTERS: [&str; 26] = [
        "Table", "Tables", "Tab", "Figure", "Figures", "Fig", "Figs", "Section", "Sections", "Sec", "Sect",
        "Equation", "Eq", "Eqs", "Appendix", "Algorithm", "Theorem", "Lemma", "Corollary", "Proposition",
        "Definition", "Chapter", "Stage", "Step", "Phase", "§",
    ];
    /// Words that refer only at the end of a run: `代表3个` is an amount.
    const WHOLE: [&str; 6] = ["图", "表", "如图", "如表", "见图", "见表"];
    const OTHER: [&str; 16] = [
        "그림", "표", "섹션", "부록", "알고리즘", "수식", "방정식", "정리", "附录", "算法", "公式", "定理",
        "アルゴリズム", "付録", "阶段", "步骤",
    ];
    let mut before = tokens.get(..number.tokens.start).unwrap_or_default().iter().rev();
    let word = before.find(|token| !matches!(token.text, "." | "~" | "("));
    let next = tokens.get(number.tokens.end).filter(|next| !next.spaced).map_or("", |next| next.text);
    let counted = COUNTERS.iter().any(|counter| next.starts_with(counter));
    let pointed = word.is_some_and(|token| {
        let other = WHOLE.contains(&token.text) || OTHER.iter().any(|other| token.text.ends_with(other));
        POINTERS.contains(&token.text) || other && !counted
    });
    pointed || next.starts_with('절')
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::number::numbers;
    use crate::text::token::tokens;

    #[rstest]
    #[case("(1) data, (2) models", 2)]
    #[case("it helps: 1) data, 2) model, 3) training", 3)]
    #[case("(it has: 1) voting)", 1)]
    #[case("see Table 3 and Fig. 4 and Eq. (5)", 3)]
    #[case("a test (n = 3) of 5 models", 0)]
    #[case("departments (20-80) and doctors of India (14)", 0)]
    #[case("scores 85 (from 80)", 0)]
    #[case("如图 3、见表4，阶段 2：训练", 3)]
    #[case("每个阶段3个，代表5个", 0)]
    fn tells_marks_from_amounts(#[case] text: &str, #[case] marks: usize) {
        let tokens: Vec<Token<'_>> = tokens(text).collect();
        assert_eq!(numbers(&tokens).iter().filter(|number| is_mark(&tokens, number)).count(), marks);
    }
}
