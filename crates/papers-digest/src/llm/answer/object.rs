//! Finds the object with the sections of a digest in an answer, and the sections under their many names.

use serde_json::{Map, Value};

use crate::llm::lenient;
use papers_paper::{Names, STATEMENTS, SectionName};

/// The maximum number of braces that are tried as the beginning of the object; the first ones may be in prose.
const TRIES: usize = 40;

/// Finds the object with the most sections of a digest in a text, or in the string that it is, and whether it is truncated. Of
/// several, it is the last one that is not truncated and says something: models write a draft first, and some an empty form last.
pub(super) fn object(text: &str) -> Option<(Map<String, Value>, bool)> {
    let mut best: Option<(Map<String, Value>, bool)> = None;
    let rank = |(map, cut): &(Map<String, Value>, bool)| (missing(map).len(), *cut, !says_something(map));
    let mut rest = text;
    for _ in 0..TRIES {
        let Some(at) = rest.find('{').map(|at| text_of_object(rest, at).unwrap_or(at)) else { break };
        let Some(at) = rest.get(at..) else { break };
        let parsed = lenient::parse(at);
        let length = parsed.as_ref().map_or(0, |parsed| parsed.length);
        let found = parsed.and_then(|parsed| Some((sections(parsed.value, 0)?, parsed.cut)));
        let is_whole = found.as_ref().is_some_and(|(map, cut)| missing(map).is_empty() && !cut);
        // What a whole digest has inside is not another one.
        rest = at.get(if is_whole { length.max(1) } else { 1 }..).unwrap_or_default();
        if let Some(found) = found
            && best.as_ref().is_none_or(|best| rank(&found) <= rank(best))
        {
            best = Some(found);
        }
    }
    best
}

/// Returns the beginning of the string whose text is the object at this brace: `"{\"goal\": …`.
fn text_of_object(text: &str, brace: usize) -> Option<usize> {
    let before = text.get(..brace)?.trim_end();
    let is_escaped = text.get(brace + 1..)?.trim_start().starts_with('\\');
    before.strip_suffix('"').filter(|_| is_escaped).map(str::len)
}

/// Finds the object with the sections, which may be wrapped in a list, in `{"digest": …}`, or in a tool call whose arguments are
/// an object or the text of one.
pub(super) fn sections(value: Value, depth: usize) -> Option<Map<String, Value>> {
    const DEEPEST: usize = 4;
    if depth > DEEPEST {
        return None;
    }
    match value {
        Value::Object(map) if missing(&map).len() < SectionName::ALL.len() => Some(opened(map)),
        Value::Object(map) => map.into_iter().find_map(|(_, value)| sections(value, depth + 1)),
        Value::Array(items) => items.into_iter().find_map(|value| sections(value, depth + 1)),
        Value::String(text) if text.trim_start().starts_with('{') => {
            sections(lenient::parse(text.trim_start())?.value, depth + 1)
        }
        _ => None,
    }
}

/// Reads an introduction that is the text of an object, a list of objects, or a list of its statements.
fn opened(mut map: Map<String, Value>) -> Map<String, Value> {
    let names = SectionName::Introduction.names();
    for (_, value) in
        map.iter_mut().take(MOST_KEYS).filter(|(key, _)| names.all().any(|name| name == bare(key)))
    {
        let object = match value {
            Value::String(text) if text.trim_start().starts_with('{') => {
                lenient::parse(text.trim_start()).map(|parsed| parsed.value)
            }
            Value::Array(items) if !items.is_empty() && items.iter().all(Value::is_object) => {
                let maps = items.iter().filter_map(Value::as_object).cloned();
                Some(Value::Object(maps.flatten().collect()))
            }
            Value::Array(items) if items.len() == STATEMENTS.len() && items.iter().all(Value::is_string) => {
                let keys = STATEMENTS.iter().map(|one| one.key.to_owned());
                Some(Value::Object(keys.zip(items.iter().cloned()).collect()))
            }
            _ => None,
        };
        *value = object.unwrap_or_else(|| value.take());
    }
    map
}

/// Returns the value under the first of some names of a key.
pub(super) fn field(map: &Map<String, Value>, names: Names) -> Option<&Value> {
    let fields = map.iter().take(MOST_KEYS).filter_map(|(key, value)| {
        let key = bare(key);
        Some((names.all().position(|name| name == key)?, value))
    });
    fields.min_by_key(|(rank, _)| *rank).map(|(_, value)| value)
}

/// The number of keys of an object that are read; a digest has a few.
pub(super) const MOST_KEYS: usize = 200;

/// Returns the words of a key in lower case, without the numbers, marks and adjectives around its name.
pub(super) fn bare(key: &str) -> String {
    const ADJECTIVES: [&str; 4] = ["key", "main", "our", "the"];
    let lower = key.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    words.skip_while(|word| word.len() == 1 || ADJECTIVES.contains(word)).collect::<Vec<_>>().join(" ")
}

/// Returns the missing keys. Goal, motivation and contribution may be outside of `introduction`.
pub(super) fn missing(map: &Map<String, Value>) -> Vec<&'static str> {
    let mut missing: Vec<&str> = SectionName::ALL
        .into_iter()
        .map(SectionName::names)
        .filter(|&names| field(map, names).is_none())
        .map(|names| names.key)
        .collect();
    if let Some(statements) = introduction(map) {
        missing.retain(|&name| name != "introduction");
        missing.extend(
            STATEMENTS.into_iter().filter(|&one| field(statements, one).is_none()).map(|one| one.key),
        );
    } else if !missing.contains(&"introduction") {
        missing.push("introduction");
    }
    missing
}

/// Returns true unless all texts are placeholders: `...`, `string`, `<goal>`.
pub(super) fn says_something(map: &Map<String, Value>) -> bool {
    fn has_words(value: &Value) -> bool {
        match value {
            Value::String(text) => {
                let words = text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic));
                words.count() > 1 || text.chars().filter(|c| c.is_alphabetic()).count() > LONGEST_PLACEHOLDER
            }
            Value::Array(items) => items.iter().any(has_words),
            Value::Object(map) => map.values().any(has_words),
            _ => false,
        }
    }
    map.values().any(has_words)
}

/// The maximum number of letters of a placeholder of one word.
const LONGEST_PLACEHOLDER: usize = 12;

/// Finds the object with the three statements.
pub(super) fn introduction(map: &Map<String, Value>) -> Option<&Map<String, Value>> {
    let has_goal = |map: &&Map<String, Value>| STATEMENTS.into_iter().any(|one| field(map, one).is_some());
    let inside = field(map, SectionName::Introduction.names()).and_then(Value::as_object);
    inside.filter(has_goal).or_else(|| Some(map).filter(has_goal))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use crate::llm::answer::tests::{expected, good, of, with};

    #[rstest]
    #[case("{}")]
    #[case("```json\n{}\n```")]
    #[case("물론입니다! 아래는 요약입니다.\n\n{}\n\n도움이 되었길 바랍니다.")]
    #[case("<|channel|>analysis<|message|>A draft {\"method\": 1}<|end|><|channel|>final<|message|>{}")]
    #[case("In the form {like this}: {}")]
    #[case("{\"digest\": {}}")]
    #[case("[{}]")]
    #[case("<tool_call>{\"name\": \"digest\", \"arguments\": {}}</tool_call>")]
    fn the_digest_is_found_in_whatever_stands_around_it(#[case] around: &str) {
        let (before, after) = around.rsplit_once("{}").unwrap();
        assert_eq!(of(format!("{before}{}{after}", good())), Ok(expected()));
        assert_eq!(of(format!("{}</think>{}", with("method", json!(["A draft."])), good())), Ok(expected()));
    }

    #[test]
    fn the_object_and_the_arguments_of_a_tool_call_may_be_text() {
        let call = json!({"name": "digest", "arguments": good().to_string()});
        assert_eq!(of(call.to_string()), Ok(expected()));
        let text = json!(good().to_string()).to_string();
        for around in ["{}", "```json\n{}\n```", "The digest:\n{}", "{\"digest\": {}}"] {
            assert_eq!(of(around.replacen("{}", &text, 1)), Ok(expected()), "{around}");
        }
    }

    #[test]
    fn an_introduction_may_be_a_list_or_a_text() {
        let statements = good()["introduction"].clone();
        let (keys, texts): (Vec<_>, Vec<_>) = statements.as_object().unwrap().clone().into_iter().unzip();
        let objects: Vec<_> = keys.iter().zip(&texts).map(|(key, text)| json!({key: text})).collect();
        let order = ["goal", "motivation", "contribution"].map(|key| statements[key].clone());
        for value in [json!(statements.to_string()), json!(objects), json!([statements]), json!(order)] {
            assert_eq!(of(with("introduction", value.clone())), Ok(expected()), "{value}");
        }
        assert!(of(with("introduction", json!(["We ask why.", "Nobody knows."]))).is_err());
    }

    #[test]
    fn other_names_of_the_keys_are_understood() {
        let text =
            good().to_string().replace("\"method\"", "\"Methods\"").replace("\"results\"", "\"findings\"");
        assert_eq!(of(text), Ok(expected()));
    }

    /// Without a schema, models translate the keys, number them or add words to them.
    #[rstest]
    #[case::ko(["서론", "목표", "동기", "기여", "방법", "결과", "한계", "결론"])]
    #[case::zh(["引言", "目标", "动机", "贡献", "方法", "结果", "局限性", "结论"])]
    #[case::ja(["はじめに", "目的", "背景", "貢献", "手法", "結果", "限界", "結論"])]
    #[case::de(["Einleitung", "Ziel", "Motivation", "Beitrag", "Methode", "Ergebnisse", "Einschränkungen", "Fazit"])]
    #[case::fr(["Introduction", "Objectif", "Motivation", "Contribution", "Méthode", "Résultats", "Limites", "Conclusion"])]
    #[case::ru(["Введение", "Цель", "Мотивация", "Вклад", "Метод", "Результаты", "Ограничения", "Заключение"])]
    #[case::words(["Introduction", "Main goal", "Background", "Key contribution", "Methodology", "Key findings", "Weaknesses", "Conclusions"])]
    #[case::marks(["1. Introduction", "(a) Goal", "motivation:", "contribution_", "2) Method", "**Results**", "4. Limitations", "Conclusion:"])]
    fn keys_may_be_in_the_language_of_the_digest(#[case] keys: [&str; 8]) {
        let [introduction, goal, motivation, contribution, method, results, limitations, conclusion] = keys;
        let mut good = good();
        let mut take = |name: &str| good.pointer_mut(name).unwrap().take();
        let text = json!({
            introduction: {goal: take("/introduction/goal"), motivation: take("/introduction/motivation"),
                contribution: take("/introduction/contribution")},
            method: take("/method"), results: take("/results"), limitations: take("/limitations"),
            conclusion: take("/conclusion"),
        });
        assert_eq!(of(text.to_string()), Ok(expected()));
    }

    #[test]
    fn the_last_whole_digest_of_an_answer_counts() {
        let draft = with("method", json!(["A draft."]));
        let good = good().to_string();
        assert_eq!(of(format!("{draft}\n\nFinal:\n{good}")), Ok(expected()));
        assert_eq!(of(format!("{good}\n{}", draft.split_at(draft.len() / 2).0)), Ok(expected()));
        assert_eq!(of(format!("{good}\n{{\"method\": [\"A draft.\"]}}")), Ok(expected()));
        let inside = with("translation", serde_json::from_str(&draft).unwrap());
        assert_eq!(of(inside), Ok(expected()), "what it has inside is not another one");
    }
}
