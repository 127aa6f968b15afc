//! Parses a model's answer into a digest, or says what is wrong with it. Tolerates what can be recovered safely: fences, prose
//! around the object, reasoning, small errors in JSON, a list in place of a string and vice versa, other keys. Nothing is
//! invented for what is missing.

mod object;
mod text;

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::provider::{Ending, Reply};
use super::schema::Bounds;
use super::thoughts::{is_thinking, without_thoughts};
use super::watch;
use object::{field, missing, object, says_something, sections};
use papers_paper::text::{failure, quote};
use papers_paper::{Digest, SectionName};
use text::{digest, texts};

/// The reasons why an answer is not a digest. The messages are also sent to the model, so that it can correct the answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It is empty.
    #[error("the answer is empty")]
    Empty,
    /// It is a refusal, according to a field or its text.
    #[error("the answer is a refusal, not a digest: {0}")]
    Refusal(String),
    /// There is none, because the provider's content filter rejects the text.
    #[error("the provider's content filter rejects the text: {0}")]
    Filtered(String),
    /// It has no JSON object.
    #[error("the answer holds no JSON object with the sections of a digest")]
    NoJson,
    /// It is truncated.
    #[error("the answer was cut off before its end; write shorter sentences")]
    CutOff,
    /// It breaks off, although the server says that it is complete.
    #[error("the answer breaks off in its middle, although the model ended it; write the whole object")]
    BrokenOff,
    /// It is truncated, because the model's context window is full.
    #[error("the context window was full before the end of the answer")]
    Full,
    /// It has only reasoning, which left no room for the answer.
    #[error("the thoughts took all the room, and none was left for the answer; think less")]
    Thoughts,
    /// It lacks sections.
    #[error("the answer lacks {}", .0.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", "))]
    Missing(Vec<&'static str>),
    /// It repeats one sentence over and over.
    #[error("the answer repeats one sentence over and over: {0}")]
    Loop(String),
    /// It copies a sentence of the prompt's example.
    #[error("the answer repeats the example of the task instead of describing the paper: {0}")]
    Example(String),
    /// All its sections are empty.
    #[error("every section of the digest is empty")]
    Silent,
    /// It repeats the line around the paper's text, which may mean that the model took the text for instructions.
    #[error("the answer repeats the line that marks the paper's text")]
    Echo,
    /// It follows an instruction in the paper's text.
    #[error("the digest carries out an instruction instead of describing the paper: {0}")]
    Instruction(String),
}

/// Parses an answer. `fence` is the line around the paper's text, which no answer has a reason to repeat.
pub fn read(reply: &Reply, bounds: &Bounds, fence: &str) -> Result<Digest, Fault> {
    if let Ending::Refused(words) = &reply.ending {
        return Err(Fault::Refusal(quote(words)));
    }
    let cut_off = matches!(reply.ending, Ending::CutOff | Ending::Full | Ending::Stopped);
    let is_whole = |value: &Value| sections(value.clone(), 0).is_some_and(|map| missing(&map).is_empty());
    let text = without_thoughts(&reply.text, is_whole).trim();
    if text.contains(fence) {
        return Err(Fault::Echo);
    }
    if cut_off && let Some(passage) = watch::repeated(text) {
        return Err(Fault::Loop(quote(&passage)));
    }
    let Some((map, cut)) = object(text) else {
        return Err(match failure::words(text) {
            Some(_) => Fault::Refusal(quote(text)),
            None if reply.ending == Ending::Full => Fault::Full,
            None if cut_off && is_thinking(text, reply) => Fault::Thoughts,
            None if reply.ending == Ending::CutOff => Fault::CutOff,
            None if text.is_empty() => Fault::Empty,
            None => Fault::NoJson,
        });
    };
    let missing = missing(&map);
    if missing.is_empty() && !cut && !says_something(&map) {
        return Err(Fault::Silent);
    }
    if let Some(sentence) = looped(&map) {
        return Err(Fault::Loop(quote(&sentence)));
    }
    if cut || cut_off && !missing.is_empty() {
        return Err(match reply.ending {
            Ending::Full => Fault::Full,
            Ending::Complete => Fault::BrokenOff,
            _ => Fault::CutOff,
        });
    }
    if !missing.is_empty() {
        return Err(Fault::Missing(missing));
    }
    let digest = digest(&map, bounds);
    let refusal = digest.sentences().find(|(_, _, sentence)| failure::words(sentence).is_some());
    match refusal {
        Some((_, _, sentence)) => Err(Fault::Refusal(quote(sentence))),
        None if digest.is_empty() => Err(Fault::Silent),
        None => Ok(digest),
    }
}

/// Finds a sentence that a section has three times or more.
fn looped(map: &Map<String, Value>) -> Option<String> {
    const COPIES: usize = 3;
    SectionName::ALL.into_iter().filter_map(|section| field(map, section.names())).find_map(|value| {
        let mut copies: HashMap<String, usize> = HashMap::new();
        texts(value).into_iter().filter(|text| !text.is_empty()).find(|text| {
            let copies = copies.entry(text.clone()).or_default();
            *copies += 1;
            *copies >= COPIES
        })
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;
    use crate::Limits;

    const FENCE: &str = "=====f00d=====";

    pub(super) fn good() -> Value {
        json!({
            "introduction": {"goal": "We ask why.", "motivation": "Nobody knows.", "contribution": "We say why."},
            "method": ["We count.", "We count again."],
            "results": ["It is 42 %."],
            "limitations": [],
            "conclusion": ["We know."],
        })
    }

    pub(super) fn bounds() -> Bounds {
        Bounds { limits: Limits::default(), sentence: 240 }
    }

    pub(super) fn reply(text: impl Into<String>) -> Reply {
        Reply { text: text.into(), ..Reply::default() }
    }

    pub(super) fn of(text: impl Into<String>) -> Result<Digest, Fault> {
        read(&reply(text), &bounds(), FENCE)
    }

    pub(super) fn expected() -> Digest {
        serde_json::from_value(good()).unwrap()
    }

    /// The good answer with one of its keys changed.
    pub(super) fn with(key: &str, value: Value) -> String {
        let mut answer = good();
        answer[key] = value;
        answer.to_string()
    }

    #[test]
    fn a_sentence_may_quote_the_mark_that_ends_reasoning() {
        let text = with("method", json!(["It writes </think> first."]));
        assert_eq!(of(text).unwrap().method, ["It writes </think> first."]);
    }

    #[test]
    fn a_form_that_nobody_filled_in_is_no_digest() {
        let form = |text: &str| {
            json!({"introduction": {"goal": text, "motivation": text, "contribution": text},
                "method": [text], "results": [text], "limitations": [text], "conclusion": [text], "tldr": text})
        };
        for text in ["...", "string", "<goal>", "…", ""] {
            assert_eq!(of(format!("{}\n\nThe form: {}", good(), form(text))), Ok(expected()), "{text}");
            assert_eq!(of(form(text).to_string()), Err(Fault::Silent), "{text}");
        }
    }

    #[test]
    fn an_answer_that_breaks_off_is_not_said_to_lack_room() {
        let whole = good().to_string();
        for length in [whole.len() * 6 / 10, whole.len() - 6] {
            assert_eq!(of(whole.get(..length).unwrap()), Err(Fault::BrokenOff));
        }
    }

    #[test]
    fn a_model_in_a_loop_has_written_no_digest() {
        assert_eq!(of(with("method", json!(["The same.", "The same."]))).unwrap().method, ["The same."]);
        let looped = of(with("method", json!(vec!["The same."; 60])));
        assert_eq!(looped, Err(Fault::Loop("The same.".to_owned())));
    }

    #[test]
    fn a_loop_is_seen_before_the_end_that_it_has_lost() {
        let sentence = "We train the model on the data set and then we train it on the data set again.";
        let looping = format!("{{\"introduction\": {{\"goal\": \"{}", format!("{sentence} ").repeat(9));
        let cut = Reply { ending: Ending::CutOff, output_tokens: 900, ..reply(looping) };
        let fault = read(&cut, &bounds(), FENCE);
        assert!(matches!(&fault, Err(Fault::Loop(words)) if words.contains("We train")), "{fault:?}");
    }

    #[test]
    fn thoughts_that_left_no_room_are_told_from_a_cut_answer() {
        for text in ["", "<think>Let me see what the paper says about"] {
            let cut = Reply { ending: Ending::CutOff, output_tokens: 900, ..reply(text) };
            assert_eq!(read(&cut, &bounds(), FENCE), Err(Fault::Thoughts), "{text}");
        }
    }

    #[rstest]
    #[case("죄송하지만 본문을 가져올 수 없습니다.")]
    #[case("I'm sorry, but I can't help with that.")]
    fn a_refusal_in_words_is_told_apart_from_prose(#[case] words: &str) {
        assert_eq!(of(words), Err(Fault::Refusal(words.to_owned())));
        assert_eq!(of(with("results", json!([words]))), Err(Fault::Refusal(words.to_owned())));
        assert_eq!(of("The paper is about counting."), Err(Fault::NoJson));
    }

    #[test]
    fn a_refusal_field_counts_whatever_the_text() {
        let refused = Reply { ending: Ending::Refused("policy".to_owned()), ..reply(good().to_string()) };
        assert_eq!(read(&refused, &bounds(), FENCE), Err(Fault::Refusal("policy".to_owned())));
    }

    #[test]
    fn a_cut_answer_is_taken_only_when_no_word_is_missing() {
        let whole = good().to_string();
        let cut = |end: usize| {
            let text: String = whole.chars().take(whole.chars().count() - end).collect();
            read(&Reply { ending: Ending::CutOff, ..reply(text) }, &bounds(), FENCE)
        };
        assert_eq!(cut(1), Ok(expected()), "only the last brace is missing");
        assert_eq!(cut(2), Ok(expected()), "only brackets are missing");
        assert_eq!(cut(6), Err(Fault::CutOff), "a word is missing");
        assert_eq!(cut(whole.len() / 2), Err(Fault::CutOff));
        assert_eq!(cut(whole.len()), Err(Fault::CutOff));
        let full = Reply { ending: Ending::Full, ..reply(whole.get(..whole.len() / 2).unwrap()) };
        assert_eq!(read(&full, &bounds(), FENCE), Err(Fault::Full));
    }

    #[test]
    fn missing_fields_are_named_and_never_invented() {
        let mut answer = good();
        answer.as_object_mut().unwrap().remove("results");
        answer["introduction"].as_object_mut().unwrap().remove("goal");
        assert_eq!(of(answer.to_string()), Err(Fault::Missing(vec!["results", "goal"])));
        assert_eq!(of(with("introduction", json!("We ask."))), Err(Fault::Missing(vec!["introduction"])));
        assert_eq!(of(""), Err(Fault::Empty));
        let empty = json!({"introduction": {"goal": "", "motivation": "", "contribution": ""},
            "method": [], "results": [], "limitations": [], "conclusion": []});
        assert_eq!(of(empty.to_string()), Err(Fault::Silent));
    }

    #[test]
    fn an_answer_with_the_fence_in_it_is_refused() {
        assert_eq!(of(with("results", json!([format!("{FENCE} is here.")]))), Err(Fault::Echo));
    }
}
