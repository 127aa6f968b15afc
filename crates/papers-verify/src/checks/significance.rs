//! Finds sentences that call a difference significant where the source denies it, or the other way round, where their own value of p says
//! the opposite, or where the source tests nothing.

use crate::checks::direction::EASTERN_NEGATIONS;
use crate::checks::proximity::Claimed;
use crate::checks::{Certainty, Fault};
use crate::number;
use crate::number::Number;
use crate::number::decimal::Decimal;
use crate::number::precision::Precision;
use crate::number::quantity::Quantity;
use crate::text::token::{Around, Token, tokens};
use papers_paper::FindingKind;

/// Beginnings of the word for "significant".
const STEMS: [&str; 13] = [
    "significan", "유의", "显著", "顯著", "统计学意义", "统计意义", "有意", "signifikan", "significati",
    "istotn", "значим", "anlamlı", "có ý nghĩa",
];

/// Words that deny, in the languages of the stems.
const DENIALS: &str = " not no non nonsignificant insignificant n't neither nor without fail failed failing fails lack lacked lacking none \
                       nothing n.s ns nicht kein keine keinen keiner weder ohne ne pas aucun aucune sans sin ningún ninguna não nem sem \
                       nessun nessuna не нет nie değil ";
const DENIALS_WITHIN: [&str; 11] = [
    "비유의", "無", "沒", "незначим", "insignifi", "nonsignifi", "n't", "nichtsignifi", "không", "नहीं",
    "bulunmadı",
];

/// Words with which a text may say that something is significant in one case and not in another.
const HEDGES: [&str; 8] = [" only", "만 ", "뿐", "仅", "只", "のみ", "だけ", " nur "];

/// Phrases that claim the result of a statistical test.
const TESTED: [&str; 14] = [
    "statistically significan",
    "통계적으로 유의",
    "통계적 유의",
    "统计学意义",
    "统计意义",
    "统计学上显著",
    "统计上显著",
    "統計学的に有意",
    "統計的に有意",
    "statistisch signifikan",
    "statistiquement significati",
    "estadísticamente significati",
    "statisticamente significati",
    "estatisticamente significati",
];

/// Words of a source that tests something.
const TESTS: [&str; 9] =
    ["statistic", "p <", "p<", "p =", "p=", "p-val", "p val", "confidence interval", "95% ci"];

/// A statement about significance.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Says {
    Affirms,
    Denies,
}

/// Returns the value of p beside which the sentence says the opposite of the source.
pub(crate) fn reversed(claimed: &Claimed<'_>) -> Option<Fault> {
    let sentence = claimed.sentence;
    if !STEMS.iter().any(|stem| sentence.text.contains(stem)) {
        return None;
    }
    let values: Vec<&Number> =
        sentence.numbers.iter().filter(|number| is_p(&sentence.tokens, number)).collect();
    let own = says(sentence.text)?;
    // Of several values, it is not clear which one a word is about.
    let value = match values.as_slice() {
        [] => return untested(claimed, own),
        [value] => value,
        _ => return None,
    };
    let mut spots = claimed.basis.source.spots(value, Quantity::Bare, Precision::Exact);
    spots.dedup_by_key(|spot| spot.line);
    let lines = spots.iter().map(|spot| claimed.basis.source.plain_line(spot.line));
    let found: Vec<Option<Says>> = lines.flat_map(|line| beside(line, value.value)).collect();
    let is_reversed = !found.is_empty() && found.iter().all(|said| said.is_some_and(|said| said != own));
    let at_odds = || is_at_odds(&sentence.tokens, value, own) && !found.contains(&Some(own));
    let fault = || Fault::new(FindingKind::ReversedClaim, format!("p = {}", sentence.shown(value)));
    (is_reversed || at_odds()).then(fault)
}

/// Returns true for a value of p that says the opposite of the sentence: a significant difference with `p = 0.81`.
fn is_at_odds(tokens: &[Token<'_>], value: &Number, own: Says) -> bool {
    /// The bounds of the levels of significance that papers use.
    const ABOVE: f64 = 0.1;
    const BELOW: f64 = 0.01;
    let sign = tokens.word_back(value.tokens.start, 1);
    match own {
        Says::Affirms => !matches!(sign, "<" | "≤") && value.value.value() > ABOVE,
        Says::Denies => !matches!(sign, ">" | "≥") && value.value.value() < BELOW,
    }
}

/// Returns a claim of statistical significance, without a value of p, that all related lines of the source deny, or of which the
/// source says nothing.
fn untested(claimed: &Claimed<'_>, own: Says) -> Option<Fault> {
    let text = claimed.sentence.text.to_lowercase();
    let phrase = TESTED.iter().find(|phrase| own == Says::Affirms && text.contains(**phrase))?;
    let lines = || claimed.basis.source.plain_lines().map(str::to_lowercase);
    let has = |line: &str, words: &[&str]| words.iter().any(|word| line.contains(word));
    let mut related = lines().filter(|line| has(line, &STEMS)).peekable();
    let certainty = match related.peek().is_some() {
        true => related.all(|line| says(&line) == Some(Says::Denies)).then_some(Certainty::High)?,
        false => (!lines().any(|line| has(&line, &TESTS))).then_some(Certainty::Low)?,
    };
    Some(Fault { kind: FindingKind::ReversedClaim, detail: (*phrase).to_owned(), certainty })
}

/// Returns what a line says beside each occurrence of this value of p; `None` if that is unclear.
fn beside(line: &str, value: Decimal) -> Vec<Option<Says>> {
    let tokens: Vec<Token<'_>> = tokens(line).collect();
    let numbers = number::numbers(&tokens);
    let start = |number: &Number| tokens.get(number.tokens.start).map_or(0, |token| token.start);
    let mut from = 0;
    let mut said = Vec::new();
    let several = numbers.iter().filter(|number| is_p(&tokens, number)).count() > 1;
    for number in numbers.iter().filter(|number| is_p(&tokens, number)) {
        // What stands after the last of several values is about it, too, but may be about another.
        let to = if several { start(number) } else { line.len() };
        if number.value == value {
            said.push(line.get(from..to).and_then(says));
        }
        from = start(number);
    }
    said
}

/// Returns true for the number of `p = 0.19`, `P<.05` and `p-value of 0.03`.
fn is_p(tokens: &[Token<'_>], number: &Number) -> bool {
    let back = |by: usize| tokens.word_back(number.tokens.start, by);
    matches!(back(1), "=" | "<" | ">" | "≤" | "≥") && matches!(back(2), "p" | "P")
        || matches!((back(2), back(1)), ("p-value" | "P-value", "of" | "=" | "is"))
}

/// Returns what a text says with its only word of significance. A denial counts if it is near the word; if there is only a denial
/// elsewhere, the statement is unclear.
fn says(text: &str) -> Option<Says> {
    /// The maximum distance of a denial in characters.
    const NEAR: usize = 40;
    let lower = text.to_lowercase();
    let first = STEMS.iter().filter_map(|stem| lower.find(stem)).min()?;
    let last = STEMS.iter().filter_map(|stem| lower.rfind(stem)).max()?;
    let hedged = HEDGES.iter().any(|word| lower.contains(word));
    if hedged || last > first + "statystycznie".len() {
        return None;
    }
    let denies = |text: &str| {
        let word = |word: &str| {
            DENIALS.contains(&format!(" {} ", word.trim_matches(|c: char| !c.is_alphanumeric())))
        };
        let mut parts = EASTERN_NEGATIONS.iter().chain(&DENIALS_WITHIN);
        text.split_whitespace().any(word) || parts.any(|part| text.contains(part))
    };
    if !denies(&lower) {
        return Some(Says::Affirms);
    }
    let before =
        lower.get(..first).unwrap_or_default().char_indices().rev().nth(NEAR).map_or(0, |(at, _)| at);
    let behind = lower
        .get(first..)
        .unwrap_or_default()
        .char_indices()
        .nth(NEAR)
        .map_or(lower.len(), |(at, _)| first + at);
    lower.get(before..behind).is_some_and(denies).then_some(Says::Denies)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::trial::judge;

    fn found(text: &str, digest: &str) -> bool {
        judge(text, digest, reversed).is_some()
    }

    const DENIED: &str = "The regression did not reveal a significant difference (p = 0.19).";
    const NONE: &str = "No significant difference was found (p = 0.34).";
    const FOUND: &str = "The difference was significant (p = 0.03).";
    const PLAIN: &str = "Mental health did not differ (p = 0.81). Fatigue differed (p = 0.003).";
    const INSIGNIFICANT: &str = "The early effect was statistically insignificant.";
    const BOTH: &str = "Age was significant (p = 0.03), but sex was not significant (p = 0.19).";

    #[rstest]
    #[case(DENIED, "성별 비율의 차이는 유의하였다(p = 0.19).")]
    #[case(DENIED, "差异显著（p = 0.19）。")]
    #[case(DENIED, "差は有意であった（p = 0.19）。")]
    #[case(DENIED, "The regression revealed a significant difference (p = 0.19).")]
    #[case(NONE, "Der Unterschied war signifikant (p = 0,34).")]
    #[case(NONE, "유의한 차이가 있었다(p = 0.34).")]
    #[case(FOUND, "차이는 유의하지 않았다(p = 0.03).")]
    #[case(FOUND, "The difference was not significant (p = 0.03).")]
    #[case(BOTH, "나이는 유의하지 않았다(p = 0.03).")]
    #[case(BOTH, "성별은 유의하였다(p = 0.19).")]
    #[case(PLAIN, "The groups differed significantly (p = 0.81).")]
    #[case(PLAIN, "피로는 유의한 차이가 없었다(p = 0.003).")]
    #[case(INSIGNIFICANT, "The early effect was statistically significant.")]
    #[case(INSIGNIFICANT, "초기 효과는 통계적으로 유의했다.")]
    #[case("Alpha scores 85.6% and Beta 84.2%.", "两者差异具有统计学意义。")]
    fn a_denied_significance_is_found(#[case] text: &str, #[case] digest: &str) {
        assert!(found(text, digest));
    }

    #[rstest]
    #[case(DENIED, "성별 비율의 차이는 유의하지 않았다(p = 0.19).")]
    #[case(DENIED, "差异不显著（p = 0.19）。")]
    #[case(DENIED, "差は有意ではなかった（p = 0.19）。")]
    #[case(NONE, "유의한 차이가 없었다(p = 0.34).")]
    #[case(NONE, "Es gab keinen signifikanten Unterschied (p = 0,34).")]
    #[case(FOUND, "차이는 유의하였다(p = 0.03).")]
    #[case(FOUND, "差异具有统计学意义（p = 0.03）。")]
    #[case("The share was not different (p = 0.02).", "차이는 유의하였다(p = 0.02).")]
    #[case(BOTH, "나이는 유의하였고(p = 0.03) 성별은 유의하지 않았다(p = 0.19).")]
    #[case(BOTH, "나이는 유의하였다(p = 0.03).")]
    #[case("It was not significant at that level (p = 0.004).", "It was not significant (p = 0.004).")]
    #[case(PLAIN, "The groups did not differ significantly (p = 0.81).")]
    #[case(PLAIN, "The groups differed (p < 0.1), which is statistically significant.")]
    #[case(FOUND, "The difference was statistically significant.")]
    #[case("Alpha is better (95% CI 1.2 to 1.6).", "Alpha is better, which is statistically significant.")]
    #[case("Alpha scores 85.6% and Beta 84.2%.", "Alpha is significantly better than Beta.")]
    fn agreeing_and_unclear_claims_of_significance_pass(#[case] text: &str, #[case] digest: &str) {
        assert!(!found(text, digest));
    }
}
