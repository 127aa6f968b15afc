//! Reads the sentences of a digest from the values of its object: texts, lists, objects that say more about a sentence.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::object::{MOST_KEYS, bare, field, introduction};
use crate::llm::plain::plain;
use crate::llm::schema::{Bounds, SHORTEST_SENTENCE};
use papers_paper::text::sentence;
use papers_paper::{Digest, Introduction, STATEMENTS, SectionName};

/// Reads the digest that an object is.
pub(super) fn digest(map: &Map<String, Value>, bounds: &Bounds) -> Digest {
    let longest = bounds.sentence;
    let list = |section: SectionName| {
        let most = bounds.limits.of(section);
        field(map, section.names()).map_or_else(Vec::new, |value| list(value, most, longest))
    };
    let [goal, motivation, contribution] = STATEMENTS;
    let of = |one| introduction(map).and_then(|map| field(map, one));
    let statement = |one| of(one).map(|value| statement(value, longest)).unwrap_or_default();
    let mut digest = Digest {
        tldr: tldr(map, longest),
        introduction: Introduction {
            goal: statement(goal),
            motivation: statement(motivation),
            contribution: statement(contribution),
        },
        ..Digest::default()
    };
    for section in SectionName::LISTS {
        digest.list_mut(section).into_iter().for_each(|sentences| *sentences = list(section));
    }
    digest
}

/// Reads the one-line summary, which an answer may lack.
fn tldr(map: &Map<String, Value>, longest: usize) -> Option<String> {
    let text = statement(field(map, SectionName::Tldr.names())?, longest);
    let line = sentence::sentences(&text).into_iter().next()?;
    (line.chars().count() >= SHORTEST_SENTENCE).then_some(line)
}

/// Reads a statement, which may be a list of sentences.
fn statement(value: &Value, longest: usize) -> String {
    whole(&list(value, usize::MAX, longest).join(" "), longest)
}

/// Reads the sentences of a section, each once and at most `most` of them. Items of a list are kept, even if they have several
/// sentences; a string is split.
fn list(value: &Value, most: usize, longest: usize) -> Vec<String> {
    let mut seen = HashSet::new();
    let sentences = texts(value).into_iter().map(|text| plain(&whole(&text, longest)));
    sentences.filter(|text| !text.is_empty() && seen.insert(text.clone())).take(most).collect()
}

/// The length of an item, in sentences of the maximum length, beyond which its last sentences are left out.
const ROOM: usize = 2;

/// The characters at the end of a sentence.
const ENDS: [char; 9] = ['.', '!', '?', '。', '！', '？', '”', '"', ')'];

/// Removes the end of a text that is longer than a sentence may be: an incomplete sentence, because the server truncated it at the
/// schema's limit, and sentences for which an item has no room.
fn whole(text: &str, longest: usize) -> String {
    if text.chars().count() < longest {
        return text.to_owned();
    }
    let mut sentences = sentence::sentences(text);
    if !text.trim_end().ends_with(ENDS) {
        sentences.pop();
    }
    let mut length = 0;
    let fits = |sentence: &&String| {
        let is_first = length == 0;
        length += sentence.chars().count() + 1;
        is_first || length <= longest * ROOM
    };
    sentences.iter().take_while(fits).map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// Returns the texts of a value: sentences of a string, items of a list.
pub(super) fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => match list_in(text) {
            Some(list) => texts(&list),
            None => text.lines().flat_map(sentence::sentences).collect(),
        },
        Value::Array(items) => items.iter().flat_map(item).collect(),
        Value::Object(map) => told(map).map_or_else(|| map.values().flat_map(item).collect(), item),
        Value::Null | Value::Bool(_) | Value::Number(_) => Vec::new(),
    }
}

/// Returns the text of an object that says more about it, such as its source.
fn told(map: &Map<String, Value>) -> Option<&Value> {
    const KEYS: [&str; 8] =
        ["sentence", "text", "statement", "description", "content", "claim", "point", "value"];
    let has_text = |value: &&Value| value.is_string() || value.is_array() || value.is_object();
    let of = |name: &&str| map.iter().take(MOST_KEYS).find(|(key, _)| bare(key) == **name);
    KEYS.iter().filter_map(of).map(|(_, value)| value).find(has_text)
}

/// Returns the list whose JSON a string is: `"[\"…\", \"…\"]"`.
fn list_in(text: &str) -> Option<Value> {
    let text = text.trim();
    let opens = text.strip_prefix('[')?.trim_start().starts_with('"') && text.ends_with(']');
    serde_json::from_str(text).ok().filter(|_| opens)
}

fn item(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) if list_in(text).is_none() => vec![text.clone()],
        Value::Object(map) if told(map).is_none() => sentences(map),
        value => texts(value),
    }
}

/// Returns the texts of an item with unknown keys: its sentences, without names of sources, methods or sections, or else the
/// longest.
fn sentences(map: &Map<String, Value>) -> Vec<String> {
    let texts: Vec<String> = map.values().flat_map(item).collect();
    let ends = |text: &&String| text.trim_end().ends_with(ENDS);
    let sentences: Vec<String> = texts.iter().filter(ends).cloned().collect();
    match sentences.is_empty() {
        true => texts.into_iter().max_by_key(|text| text.chars().count()).into_iter().collect(),
        false => sentences,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::{Value, json};

    use crate::llm::answer::tests::{bounds, expected, good, of, with};

    #[rstest]
    #[case("method", json!("We count. We count again."))]
    #[case("method", json!("- We count.\n- We count again."))]
    #[case("method", json!({"1": "We count.", "2": "We count again."}))]
    #[case("method", json!("[\"We count.\", \"We count again.\"]"))]
    #[case("method", json!(["[\"We count.\", \"We count again.\"]"]))]
    #[case("method", json!(["method: We count.", "We count again【4†source】."]))]
    #[case("method", json!([{"sentence": "We count."}, {"sentence": "We count again."}]))]
    #[case("method", json!([{"step": "Count", "how": "We count."}, {"step": "Again", "how": "We count again."}]))]
    #[case("method", json!([{"Text": "We count.", "evidence": "It is done."}, {"Text": "We count again.", "evidence": "It is done."}]))]
    #[case("method", json!({"text": ["We count.", "We count again."], "source": "abstract"}))]
    #[case("method", json!(["* We **count**.", "2. We count again.", "We count again."]))]
    #[case("limitations", json!(null))]
    #[case("limitations", json!("N/A"))]
    #[case("limitations", json!(["", "not stated"]))]
    #[case("tldr", json!("요약"))]
    #[case("tldr", json!(null))]
    #[case("introduction", json!({"goal": ["We ask why."], "motivation": "Nobody knows.", "contribution": "We say why."}))]
    fn other_types_and_marks_are_read_as_meant(#[case] key: &str, #[case] value: Value) {
        assert_eq!(of(with(key, value)), Ok(expected()));
    }

    #[test]
    fn the_one_line_summary_is_one_sentence() {
        let tldr = |key: &str, value: Value| of(with(key, value)).unwrap().tldr;
        let line = "We count and reach 42 %.".to_owned();
        assert_eq!(tldr("tldr", json!("**We count and reach 42 %.** Then we stop.")), Some(line.clone()));
        assert_eq!(tldr("TL;DR", json!([line.clone()])), Some(line));
    }

    #[test]
    fn a_source_named_in_each_item_is_no_loop() {
        let items = ["It is 1 %.", "It is 2 %.", "It is 3 %."]
            .map(|text| json!({"sentence": text, "source": "abstract", "section": "Experiments"}));
        assert_eq!(
            of(with("results", json!(items))).unwrap().results,
            ["It is 1 %.", "It is 2 %.", "It is 3 %."]
        );
    }

    #[test]
    fn an_item_of_several_sentences_stays_one() {
        let digest = of(with("method", json!(["We count. We count again."]))).unwrap();
        assert_eq!(digest.method, ["We count. We count again."]);
    }

    #[test]
    fn text_that_the_schema_cut_within_a_sentence_ends_before_it() {
        let start = "We count the first of them. We count the second of them, and ";
        let cut: String = start.chars().chain("x".repeat(240).chars()).take(240).collect();
        let method = |text: &str| of(with("method", json!([text, "It ends."]))).unwrap().method;
        assert_eq!(method(&cut), ["We count the first of them.", "It ends."]);
        assert_eq!(method(&"x".repeat(240)), ["It ends."], "nothing of it is whole");
        let long = format!("We count {}.", "all of them ".repeat(30).trim());
        assert_eq!(method(&long), [long.clone(), "It ends.".to_owned()], "longer, but whole");
    }

    #[test]
    fn tex_in_a_sentence_survives_unescaped() {
        let text = good().to_string().replace("We know.", r"We know $\beta_1 < \frac{1}{2}$.");
        assert_eq!(of(text).unwrap().conclusion, [r"We know $\beta_1 < \frac{1}{2}$."]);
    }

    #[test]
    fn more_sentences_than_allowed_are_left_out() {
        let many: Vec<String> = (0..60).map(|n| format!("Sentence {n}.")).collect();
        assert_eq!(of(with("method", json!(many))).unwrap().method.len(), bounds().limits.method);
    }

    #[test]
    fn an_item_is_as_long_as_two_sentences_may_be() {
        let sentences: Vec<String> = (0..60).map(|n| format!("We count pair {n} of them.")).collect();
        let long = sentences.join(" ");
        let method = of(with("method", json!([long]))).unwrap().method;
        assert!(method.len() == 1 && long.starts_with(&method[0]), "{method:?}");
        assert!((400..=480).contains(&method[0].chars().count()), "{method:?}");
        let statements = json!({"goal": long, "motivation": "", "contribution": ""});
        assert_eq!(of(with("introduction", statements)).unwrap().introduction.goal, method[0]);
    }

    #[test]
    fn an_answer_of_very_many_sentences_is_read_in_one_pass() {
        let many: Vec<String> = (0..100_000).map(|n| format!("We count pair {n}.")).collect();
        assert_eq!(of(with("method", json!(many))).unwrap().method.len(), bounds().limits.method);
    }
}
