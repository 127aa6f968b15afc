//! Separates the reasoning of a model from its answer, where a server sends both as one text.

use serde_json::Value;

use super::lenient;
use super::provider::Reply;

/// The marks at the end of reasoning. The comments name the models whose servers leave them in the text.
#[rustfmt::skip]
const ENDS: [&str; 11] = [
    "</think>",
    "</thinking>",
    "</thought>",
    "</reasoning>",
    "</seed:think>",    // Seed
    "[/THINK]",         // Mistral
    "◁/think▷",         // Kimi
    "<|END_THINKING|>", // Cohere
    "<channel|>",       // Gemma
    "final<|message|>", // gpt-oss
    "assistantfinal",   // gpt-oss, where a server removes its marks
];

/// The maximum number of braces on each side of a mark that are tried as the beginning of an answer.
const TRIES: usize = 40;

/// Returns the text after the last closing mark of reasoning, which some servers send without the opening one. If the answer,
/// which `is_answer` recognizes, is not there but around the mark, the mark is part of a sentence: papers about reasoning quote it.
pub(super) fn without_thoughts(text: &str, is_answer: impl Fn(&Value) -> bool) -> &str {
    let after = after(text);
    let end = text.len() - after.len();
    if end == 0 {
        return text;
    }
    let before = text.get(..end).unwrap_or_default();
    let parsed = |rest: &str| lenient::parse(rest).filter(|parsed| is_answer(&parsed.value));
    let starts = |text: &str| text.match_indices('{').map(|(at, _)| at).take(TRIES).collect::<Vec<_>>();
    if starts(after).into_iter().any(|at| after.get(at..).and_then(parsed).is_some()) {
        return after;
    }
    let around = |at: usize| {
        let rest = text.get(at..)?;
        parsed(rest).filter(|parsed| !parsed.cut && at + parsed.length > end).map(|_| rest)
    };
    starts(before).into_iter().find_map(around).unwrap_or(after)
}

/// Returns the text after the last mark that ends reasoning; all of it if there is none.
pub(super) fn after(text: &str) -> &str {
    let end = ENDS.iter().filter_map(|end| Some(text.rfind(end)? + end.len())).max();
    text.get(end.unwrap_or_default()..).unwrap_or(text)
}

/// Returns true for an answer that has only reasoning.
pub(super) fn is_thinking(text: &str, reply: &Reply) -> bool {
    text.starts_with("<think") || text.is_empty() && reply.output_tokens > 0
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("{\"a\": 1}", "{\"a\": 1}")]
    #[case("<think>Hm, {\"a\": 0}?</think>{\"a\": 1}", "{\"a\": 1}")]
    #[case("Hm, {\"a\": 0}?</think>{\"a\": 1}", "{\"a\": 1}")]
    #[case("Hm, {\"a\": \"x</think>{\"a\": 1}", "{\"a\": 1}")]
    #[case(
        "{\"a\": \"It ends with </think>, then acts.\"}",
        "{\"a\": \"It ends with </think>, then acts.\"}"
    )]
    #[case("<think>Hm, {b}</think>{\"a\": \"</think>\"} Done.", "{\"a\": \"</think>\"} Done.")]
    #[case("<think>Hm.</think> yes", " yes")]
    #[case("[THINK]Hm, {\"a\": 0}?[/THINK]{\"a\": 1}", "{\"a\": 1}")]
    #[case("analysisHm, $\\frac{1}{2}$.assistantfinal{\"a\": 1}", "{\"a\": 1}")]
    #[case(
        "<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final<|message|>{\"a\": 1}",
        "{\"a\": 1}"
    )]
    fn a_mark_ends_reasoning_unless_the_answer_quotes_it(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(without_thoughts(text, |value| value.get("a").is_some()), expected);
    }
}
