//! Reads shares that two numbers express: `one in six`, `2 out of 5`, `einer von sechs`, `6명 중 1명`, `6人に1人`.

use crate::number::Number;
use crate::number::decimal::Decimal;
use crate::text::token::Token;

/// Words between the part and the whole.
const PART_FIRST: [&str; 16] = [
    "in", "in every", "out of", "out of every", "von", "von je", "sur", "de cada", "em cada", "a cada", "su",
    "op de", "из", "trên", "trong", "trong số",
];

/// The endings of what stands between the whole and the part.
const WHOLE_FIRST: [&str; 8] = ["중", "중에", "중에서", "가운데", "に", "中", "中有", "のうち"];

/// Returns the fraction that two consecutive numbers express.
pub(crate) fn share(tokens: &[Token<'_>], one: &Number, next: &Number) -> Option<Decimal> {
    /// The maximum number of words between them.
    const MOST: usize = 3;
    let between = tokens.get(one.tokens.end..next.tokens.start).filter(|between| between.len() <= MOST)?;
    let words = between.iter().map(|token| token.text);
    let (one, next) = (one.value.small()?, next.value.small()?);
    let whole_first =
        || words.clone().next_back().is_some_and(|last| WHOLE_FIRST.iter().any(|word| last.ends_with(word)));
    let (part, whole) = if PART_FIRST.contains(&words.clone().collect::<Vec<_>>().join(" ").as_str()) {
        (one, next)
    } else if whole_first() {
        (next, one)
    } else {
        return None;
    };
    (1..whole).contains(&part).then(|| Decimal::ratio(part, whole)).flatten()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::number::numbers;
    use crate::text::token::tokens;

    #[rstest]
    #[case("one in six", Some((1, 6)))]
    #[case("two out of 5", Some((2, 5)))]
    #[case("6명 중 1명", Some((1, 6)))]
    #[case("6人に1人", Some((1, 6)))]
    #[case("6人中有1人", Some((1, 6)))]
    #[case("1 sur 6", Some((1, 6)))]
    #[case("1 de cada 6", Some((1, 6)))]
    #[case("6 in 1", None)]
    #[case("2 models, 5 tasks", None)]
    fn reads_a_part_and_its_whole(#[case] text: &str, #[case] expected: Option<(u64, u64)>) {
        let tokens: Vec<Token<'_>> = tokens(text).collect();
        let numbers = numbers(&tokens);
        let expected = expected.and_then(|(part, whole)| Decimal::ratio(part, whole));
        assert_eq!(share(&tokens, &numbers[0], &numbers[1]), expected);
    }
}
