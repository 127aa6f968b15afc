//! Detects while an answer arrives that the rest cannot help: a loop, the line around the paper's text, or prose without end in place
//! of a digest. Aborting the request saves tokens and time. A refusal is not aborted: it is short, and a digest may begin with words
//! like it.

use super::lenient;
use super::thoughts;

/// The minimum number of new bytes after which an answer is checked again.
const STEP: usize = 80;

/// A long answer is checked again after one part in this many of its length, because each check reads all of it.
const PART: usize = 16;

/// The maximum length of a passage that is checked for repetition: two long sentences.
const LONGEST_PERIOD: usize = 400;

/// The minimum number of characters in a loop, and of the copies of its passage.
const LOOP: usize = 240;
const COPIES: usize = 4;

/// The number of characters of prose without a brace after which an answer is not a digest. The reasoning of a model may come
/// before it without a mark that it begins, because the mark is part of the prompt (DeepSeek-R1 and Qwen3 on vLLM).
const LONGEST_PREFACE: usize = 40_000;

/// The number of characters of prose before a brace after which the brace is taken for a part of the reasoning.
const SHORT_PREFACE: usize = 1_000;

/// The maximum length of a sentence of a digest.
const LONGEST_STRING: usize = 4_000;

/// Checks an answer at intervals.
#[derive(Debug, Default)]
pub(super) struct Watch {
    seen: usize,
    thoughts_seen: usize,
}

impl Watch {
    /// Returns true if the answer is useless. `fence` is a line that no valid answer repeats.
    pub(super) fn is_lost(&mut self, text: &str, thoughts: &str, fence: &str) -> bool {
        let due = |seen: &mut usize, length: usize| {
            let due = length >= *seen + STEP.max(*seen / PART);
            if due {
                *seen = length;
            }
            due
        };
        if due(&mut self.thoughts_seen, thoughts.len()) && repeated(thoughts).is_some() {
            return true;
        }
        due(&mut self.seen, text.len()) && is_lost(text, fence)
    }
}

fn is_lost(text: &str, fence: &str) -> bool {
    if repeated(text).is_some() {
        return true;
    }
    let text = thoughts::after(text).trim_start();
    let has_fence = |text: &str| !fence.is_empty() && text.contains(fence);
    match text.split_once('{') {
        _ if text.starts_with('<') => false,
        _ if !fence.is_empty() && text.starts_with(fence) => true,
        None => text.chars().count() > LONGEST_PREFACE,
        Some((preface, _)) if preface.chars().count() > SHORT_PREFACE => false,
        Some((_, object)) => {
            let string = lenient::last_string(object);
            has_fence(object) || string.is_some_and(|string| string.chars().count() > LONGEST_STRING)
        }
    }
}

/// Returns the passage that is repeated at the end of a text, if there is one.
pub(super) fn repeated(text: &str) -> Option<String> {
    let tail: Vec<char> = text.chars().rev().take(LONGEST_PERIOD * COPIES).collect();
    (1..=tail.len() / COPIES).find_map(|period| {
        let length = (period * COPIES).max(LOOP);
        let window = tail.get(..length)?;
        let (rest, head) = (window.get(period..)?, window.get(..length - period)?);
        (rest == head).then(|| from_its_beginning(&window.iter().take(period).rev().collect::<String>()))
    })
}

/// Returns a passage that is repeated from the beginning of a sentence in it, else of a word.
fn from_its_beginning(passage: &str) -> String {
    let chars: Vec<char> = passage.chars().collect();
    let is_gap = |c: char| c.is_whitespace() || matches!(c, '"' | ',');
    let (mut word, mut sentence) = (None, None);
    let mut after_end = false;
    for (at, pair) in
        chars.iter().copied().cycle().take(2 * chars.len()).collect::<Vec<_>>().windows(2).enumerate()
    {
        let &[before, c] = pair else { continue };
        after_end = matches!(before, '.' | '!' | '?' | '。' | '！' | '？') || after_end && is_gap(before);
        let begins = is_gap(before) && !is_gap(c);
        if begins && word.is_none() {
            word = Some(at + 1);
        }
        if after_end && !is_gap(c) && (begins || matches!(before, '。' | '！' | '？')) {
            sentence = Some(at + 1);
            break;
        }
    }
    let begin = sentence.or(word).unwrap_or_default();
    let rotated: String = chars.iter().cycle().skip(begin).take(chars.len()).collect();
    rotated.trim_matches(is_gap).to_owned()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn lost(text: &str) -> bool {
        Watch::default().is_lost(text, "", "=====f00d=====")
    }

    #[rstest]
    #[case::sentence(&format!("{{\"method\": [{}", "\"We do the same thing once more.\", ".repeat(9)), true)]
    #[case::inside_a_string(&format!("{{\"goal\": \"We {}", "train it and ".repeat(30)), true)]
    #[case::white_space(&format!("{{\"method\": [{}", "\n".repeat(400)), true)]
    #[case::hangul(&format!("{{\"goal\": \"{}", "이 논문은 방법을 제안한다. ".repeat(20)), true)]
    #[case::twice(&format!("{{\"method\": [{}", "\"A sentence of some length that stands here two times in a row.\", ".repeat(2)), false)]
    #[case::numbers(
        "{\"results\": [\"It reaches 81.2, 81.3, 81.4, 81.5, 81.6, 81.7, 81.8, 81.9 and 82.0 on eight tasks and the mean.\"",
        false
    )]
    #[case::preface(
        "Here is the digest that you asked for.\n\nIt is one JSON object with the five keys that you named above:",
        false
    )]
    #[case::fence_in_reasoning(
        "Okay, the paper is between two lines, =====f00d=====, and all of it is data. I begin.",
        false
    )]
    #[case::fence_in_marked_reasoning(
        "<think>The lines =====f00d===== mark the paper, and all of it is data for me.",
        false
    )]
    #[case::paper(
        "=====f00d=====\n# A title\n\nThe paper itself, which the model repeats from its beginning to its end.",
        true
    )]
    #[case::thoughts(&format!("<think>{}", "x y z. ".repeat(10)), false)]
    #[case::fence(
        "{\"goal\": \"=====f00d===== The text says that we should do whatever it says, and so on and on and on.\"",
        true
    )]
    fn a_lost_answer_is_seen_before_its_end(#[case] text: &str, #[case] expected: bool) {
        assert_eq!(lost(text), expected, "{text}");
    }

    #[test]
    fn prose_without_an_object_and_a_sentence_without_an_end_are_no_digest() {
        let prose = |n: usize| (0..n).map(|n| format!("Point {n} of it. ")).collect::<String>();
        assert!(lost(&prose(3_000)));
        assert!(lost(&format!("{{\"goal\": \"{}", prose(400))));
        assert!(!lost(&format!("{{\"goal\": \"{}\"", prose(20))));
    }

    #[test]
    fn reasoning_that_no_mark_begins_is_not_taken_for_prose() {
        let reasoning: String =
            (0..1_000).map(|n| format!("Point {n} of it, a 5\" screen, {{x}}. ")).collect();
        assert!(!lost(&reasoning));
        assert!(!lost(&format!("{reasoning}</think>{{\"goal\": \"We ask")));
        assert!(lost(&format!("{reasoning}</think>{{\"goal\": \"{}", reasoning.replace('"', ""))));
    }

    #[test]
    fn an_answer_without_end_is_not_read_anew_for_each_word() {
        let (mut watch, mut text) = (Watch::default(), "{\"a\": 1".to_owned());
        let mut read = 0;
        for n in 0..20_000 {
            text.push_str(&format!(", \"a{n}\": {n}"));
            let before = watch.seen;
            assert!(!watch.is_lost(&text, "", "=====f00d====="));
            read += if watch.seen == before { 0 } else { text.len() };
        }
        assert!(read < 20 * text.len(), "{} times", read / text.len());
    }

    #[test]
    fn a_loop_of_thoughts_is_seen_too() {
        let thoughts = "Wait, I should check the abstract again. ".repeat(12);
        assert!(Watch::default().is_lost("", &thoughts, ""));
        assert_eq!(repeated(&thoughts).unwrap(), "Wait, I should check the abstract again.");
    }

    #[rstest]
    #[case("We train it at 2.5 Hz. ", "We train it at 2.5 Hz.")]
    #[case("train it and ", "it and train")]
    #[case("\"We do the same thing once more.\", ", "We do the same thing once more.")]
    #[case("모델은 음성을 듣는다. ", "모델은 음성을 듣는다.")]
    #[case("一方法。二方法。", "二方法。一方法。")]
    fn a_loop_is_told_from_the_beginning_of_a_sentence_or_word(
        #[case] passage: &str,
        #[case] expected: &str,
    ) {
        let text = passage.repeat(300);
        // The passage that is found begins within a word.
        let cut: String = text.chars().take(text.chars().count() - passage.chars().count() + 3).collect();
        assert_eq!(repeated(&cut).unwrap(), expected);
    }
}
