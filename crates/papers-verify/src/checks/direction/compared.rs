//! Finds comparisons of two numbers that say the opposite of them: `94%로 90%보다 낮다`, `94%低于90%`, `at 94%, A is lower than B (90%)`.

use crate::number::Number;
use crate::sentence::Sentence;
use crate::text::token::{Kind, Token};

/// Words that say that the first of two numbers is more (true) or less (false).
const ENGLISH: [(&str, bool); 8] = [
    ("higher", true),
    ("greater", true),
    ("larger", true),
    ("more", true),
    ("lower", false),
    ("smaller", false),
    ("less", false),
    ("fewer", false),
];
const KOREAN: [(&str, bool); 5] = [("높", true), ("많", true), ("낮", false), ("적", false), ("작", false)];
const CHINESE: [(&str, bool); 4] = [("高于", true), ("多于", true), ("低于", false), ("少于", false)];
const JAPANESE: [(&str, bool); 4] =
    [("を上回", true), ("より高", true), ("を下回", false), ("より低", false)];

/// Returns the word that compares two numbers of one kind the wrong way round. The word must stand right beside the second one, because
/// others compare something else: `94 % with a false positive rate below 1 %`.
pub(super) fn contradicted(sentence: &Sentence<'_>) -> Option<&'static str> {
    let is_alike = |one: &Number, next: &Number| {
        one.form == next.form && sentence.quantity(one).bit() == sentence.quantity(next).bit()
    };
    sentence.numbers.windows(2).find_map(|pair| {
        let [one, next] = pair else { return None };
        let between = sentence.tokens.get(one.tokens.end..next.tokens.start)?;
        let behind = sentence.tokens.get(next.tokens.end..)?;
        let (word, more) = eastern(between, behind).or_else(|| english(between))?;
        let (one_value, next_value) = (one.value.value(), next.value.value());
        let is_wrong = if more { one_value < next_value } else { one_value > next_value };
        (is_wrong && is_alike(one, next)).then_some(word)
    })
}

/// Reads Korean, Chinese and Japanese.
fn eastern(between: &[Token<'_>], behind: &[Token<'_>]) -> Option<(&'static str, bool)> {
    /// The maximum number of tokens between a number and the word, and between both numbers in Chinese.
    const NEAR: usize = 5;
    let first = between.first().map_or("", |token| token.text);
    let next = behind.first().map_or("", |token| token.text);
    let of = |words: &[(&'static str, bool)], text: &str| {
        words.iter().find(|(word, _)| text.starts_with(word)).copied()
    };
    if next.ends_with("보다") && first.ends_with(['로', '는', '은']) {
        return behind.iter().take(NEAR).find_map(|token| of(&KOREAN, token.text));
    }
    if first.starts_with(['で', 'は']) {
        return of(&JAPANESE, next);
    }
    of(&CHINESE, first).filter(|_| between.len() < NEAR)
}

/// Reads `A is lower than B (`.
fn english(between: &[Token<'_>]) -> Option<(&'static str, bool)> {
    /// The maximum number of words of a name, with the bracket.
    const NAME: usize = 4;
    let than = between.iter().position(|token| token.text == "than")?;
    let word = than.checked_sub(1).and_then(|at| between.get(at))?;
    let [name @ .., bracket] = between.get(than + 1..)? else { return None };
    let is_name = |token: &Token<'_>| {
        token.kind == Kind::Latin && token.text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
    };
    let named = bracket.is("(") && (1..NAME).contains(&name.len()) && name.iter().all(is_name);
    ENGLISH.iter().find(|(listed, _)| named && *listed == word.text).copied()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("알파는 94.1%로 베타의 90.2%보다 낮았다.")]
    #[case("정확도 86%는 품질의 90%보다 4%포인트 높다.")]
    #[case("Alpha的94.1%低于Beta的90.2%。")]
    #[case("アルファは94.1%で、ベータの90.2%を下回った。")]
    #[case("At 94.1%, Alpha is lower than Beta (90.2%).")]
    fn numbers_contradict_their_comparison(#[case] text: &str) {
        assert!(contradicted(&Sentence::new(text)).is_some());
    }

    #[rstest]
    #[case("알파는 94.1%로 베타의 90.2%보다 높았다.")]
    #[case("정확도는 94%이고 오류는 5%보다 낮다.")]
    #[case("알파는 94.1%로 30초보다 낮다.")]
    #[case("Alpha的94.1%高于Beta的90.2%。")]
    #[case("准确率为94%，误报率低于1%。")]
    #[case("アルファは94.1%で、ベータの90.2%を上回った。")]
    #[case("At 90.2%, Beta is lower than Alpha (94.1%).")]
    #[case("It has 94% accuracy with a false positive rate lower than 1%.")]
    #[case("It reaches 94% with lower latency than Beta (90%).")]
    fn agreeing_and_unrelated_comparisons_pass(#[case] text: &str) {
        assert_eq!(contradicted(&Sentence::new(text)), None);
    }
}
