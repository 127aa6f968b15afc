//! Whether the words around a figure say that it is rounded, or passed: `약 6만`, `about 60k`, `90% 이상`.

use std::ops::Range;

use super::token::{Kind, Token};

/// Words that stand up to two words before such a figure: `more than`, `close to`. `up to` and `at least` are not among
/// them: a bound is quoted to the digit.
const BEFORE: [&str; 15] = [
    "about",
    "above",
    "almost",
    "approximately",
    "around",
    "below",
    "circa",
    "close",
    "exceeding",
    "nearly",
    "over",
    "roughly",
    "some",
    "than",
    "under",
];

/// The same in Korean, Chinese and Japanese.
const BEFORE_OTHER: [&str; 7] = ["약", "대략", "거의", "约", "大约", "約", "近"];

/// Words behind such a figure or behind what it counts.
const AFTER: [&str; 10] = ["이상", "이하", "가량", "정도", "남짓", "내외", "미만", "안팎", "以上", "左右"];

/// True when the figure that is made of these tokens is not meant to the last digit.
pub(super) fn is_about(tokens: &[Token<'_>], figure: &Range<usize>) -> bool {
    let token = |at: Option<usize>| at.and_then(|at| tokens.get(at));
    let back = |by: usize| token(figure.start.checked_sub(by));
    let word_before = [back(1), back(2)].into_iter().flatten().any(|token| match token.kind {
        Kind::Latin => BEFORE.contains(&token.text.to_lowercase().as_str()),
        Kind::Other => BEFORE_OTHER.contains(&token.text),
        Kind::Sign => false,
    });
    let digits = |token: &Token<'_>| token.text.ends_with(|c: char| c.is_ascii_digit() || c == '%');
    let sign_before = back(1).is_some_and(|sign| matches!(sign.text, "~" | "≈" | "∼" | "≃"))
        // Between two figures it is a range.
        && !back(2).is_some_and(digits);
    let runs = [Some(figure.end), figure.end.checked_add(1)].map(token).into_iter().flatten();
    let word_behind = runs.filter(|token| token.kind == Kind::Other).any(|run| is_bound(run.text));
    word_before || sign_before || word_behind || is_and_more(tokens, figure)
}

/// `이상`, also behind a counter: `점이상`.
fn is_bound(run: &str) -> bool {
    let counted = run.char_indices().nth(1).and_then(|(at, _)| run.get(at..)).unwrap_or_default();
    AFTER.iter().any(|word| run.starts_with(word) || counted.starts_with(word))
}

/// `10여 개` and `1만여`: the syllable is glued to the figure.
fn is_and_more(tokens: &[Token<'_>], figure: &Range<usize>) -> bool {
    let more = |run: &str| run.starts_with(['여', '余']);
    let behind = tokens.get(figure.end).is_some_and(|run| !run.spaced && more(run.text));
    let last = figure.end.checked_sub(1).and_then(|at| tokens.get(at)).filter(|run| run.kind == Kind::Other);
    behind
        || last.is_some_and(|run| {
            more(run.text.trim_start_matches(['십', '백', '천', '만', '억', '조', '万', '亿']))
        })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use crate::verify::figure::figures;
    use crate::verify::token::{Token, tokens};

    fn last_is_about(text: &str) -> bool {
        let tokens: Vec<Token<'_>> = tokens(text).collect();
        figures(&tokens).last().is_some_and(|figure| figure.about)
    }

    #[rstest]
    #[case("약 6만 개")]
    #[case("about 60k")]
    #[case("more than 20")]
    #[case("~60k")]
    #[case("90% 이상의 정확도")]
    #[case("약 2점이상")]
    #[case("12개 이상")]
    #[case("10여 개")]
    #[case("1만여 개")]
    fn words_and_signs_make_a_figure_rough(#[case] text: &str) {
        assert!(last_is_about(text));
    }

    #[rstest]
    #[case("6만 개")]
    #[case("20~40%")]
    #[case("37% 향상하여 여러 모델")]
    #[case("37%를 여전히")]
    #[case("3 to 4")]
    #[case("up to 5x")]
    #[case("최대 5배")]
    #[case("이상 탐지에서 37%를 보였다")]
    fn other_figures_are_meant_to_the_digit(#[case] text: &str) {
        assert!(!last_is_about(text));
    }
}
