//! Finds the codes, messages and names of fields in an error of a server. The rest of an error may quote the request, and with it a
//! paper about context windows, quotas or filters. Called by `judge` and `filter`.

use serde_json::Value;

/// The places of codes and messages in errors. Some servers send a list of errors.
const PLACES: [&str; 18] = [
    "/error/code",
    "/error/type",
    "/error/status",
    "/error/message",
    "/error/innererror/code",
    "/error/metadata/reasons",
    "/error/metadata/raw",
    "/error",
    "/error_type",
    "/choices/0/error/code",
    "/choices/0/error/message",
    "/code",
    "/type",
    "/message",
    "/message/detail",
    "/detail",
    "/base_resp/status_msg",
    "",
];

/// The marks behind which a message quotes the request, as Python's Pydantic does.
const QUOTES: [&str; 4] = ["'input':", "\"input\":", "\\\"input\\\":", "input_value="];

/// Returns the codes and messages of an error in lower case.
pub(super) fn said(error: &Value) -> Vec<String> {
    let errors = error.as_array().map_or(std::slice::from_ref(error), Vec::as_slice);
    let mut said = Vec::new();
    for error in errors {
        PLACES.iter().filter_map(|place| error.pointer(place)).for_each(|value| add(value, &mut said));
        error.pointer("/error/details").into_iter().for_each(|details| reasons(details, &mut said));
    }
    said
}

fn add(value: &Value, said: &mut Vec<String>) {
    match value {
        Value::String(text) => said.push(unquoted(text).to_lowercase()),
        Value::Number(number) => said.push(number.to_string()),
        Value::Array(parts) => {
            let texts = parts.iter().filter_map(|part| part.as_str().or_else(|| part.get("msg")?.as_str()));
            said.extend(texts.map(|text| unquoted(text).to_lowercase()));
        }
        _ => {}
    }
}

/// Adds the facts in Gemini's details, such as the names of exhausted quotas.
fn reasons(details: &Value, said: &mut Vec<String>) {
    match details {
        Value::Array(parts) => parts.iter().for_each(|part| reasons(part, said)),
        Value::Object(map) => {
            for (key, value) in map {
                match value {
                    Value::String(text) if matches!(key.as_str(), "reason" | "quotaId") => {
                        said.push(text.to_lowercase());
                    }
                    value => reasons(value, said),
                }
            }
        }
        _ => {}
    }
}

/// Returns the first message of an error, wherever a server puts it; some put it into objects and lists.
pub(super) fn message(error: &Value) -> Option<&str> {
    const KEYS: [&str; 6] = ["error", "message", "detail", "msg", "errors", "choices"];
    match error {
        Value::String(text) => Some(text.as_str()).filter(|text| !text.is_empty()),
        Value::Array(parts) => parts.iter().find_map(message),
        Value::Object(map) => KEYS.iter().find_map(|key| message(map.get(*key)?)),
        _ => None,
    }
}

/// Returns the names of the fields that an error is about, wherever they are: in Pydantic's `loc`, OpenAI's `param`, Gemini's
/// `field`, or Zod's `path` and `keys`.
pub(super) fn fields(error: &Value) -> Vec<String> {
    let mut names = Vec::new();
    add_fields(error, &mut names);
    names
}

fn add_fields(error: &Value, names: &mut Vec<String>) {
    match error {
        Value::Array(parts) => parts.iter().for_each(|part| add_fields(part, names)),
        Value::Object(map) => {
            for (key, value) in map {
                match key.as_str() {
                    "loc" | "path" | "keys" if value.is_array() => names.extend(name(value)),
                    "param" | "field" => names.extend(name(value)),
                    // The request.
                    "input" | "ctx" | "body" | "request" => {}
                    _ => add_fields(value, names),
                }
            }
        }
        // Routers pass on the error of another server as text.
        Value::String(text) if text.trim_start().starts_with(['{', '[']) => {
            if let Ok(error) = serde_json::from_str::<Value>(text) {
                add_fields(&error, names);
            }
        }
        _ => {}
    }
}

/// Returns the name of a field, or the path to it in one string; `None` for any other text.
fn name(value: &Value) -> Option<String> {
    const LONGEST: usize = 100;
    let name = match value {
        Value::String(name) => name.clone(),
        Value::Array(steps) => {
            let steps = steps.iter().filter_map(Value::as_str).filter(|step| *step != "body");
            steps.collect::<Vec<_>>().join(".")
        }
        _ => return None,
    };
    let is_name = |c: char| c.is_ascii_alphanumeric() || "_-.[]'/$".contains(c);
    (!name.is_empty() && name.len() <= LONGEST && name.chars().all(is_name)).then_some(name)
}

/// Returns the beginning of a message, up to where it quotes the request.
pub(super) fn unquoted(message: &str) -> &str {
    let end = QUOTES.iter().filter_map(|mark| message.find(mark)).min().unwrap_or(message.len());
    message.get(..end).unwrap_or(message)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    const REQUEST: &str = "The context window is 8, and the quota exceeded.";

    #[rstest]
    #[case(json!({"message": {"detail": [{"loc": ["body", "stream_options", "include_usage"], "msg": "No", "input": true}]}}), "No", &["stream_options.include_usage"])]
    #[case(json!({"detail": [{"loc": ["body", "top_k"], "msg": "No"}, {"loc": ["body", "seed"], "msg": "Nor"}]}), "No", &["top_k", "seed"])]
    #[case(json!({"error": {"message": "Unknown parameter", "param": "seed", "code": null}}), "Unknown parameter", &["seed"])]
    #[case(json!([{"error": {"message": "Bad", "details": [{"fieldViolations": [{"field": "generation_config.seed"}]}]}}]), "Bad", &["generation_config.seed"])]
    #[case(json!({"errors": [{"message": "No", "path": [], "keys": ["stream_options"]}], "path": "/v1/chat"}), "No", &["stream_options"])]
    #[case(json!({"error": {"message": "Provider returned error", "metadata": {"raw": "{\"detail\": [{\"loc\": [\"body\", \"seed\"]}]}"}}}), "Provider returned error", &["seed"])]
    #[case(json!({"choices": [{"error": {"message": "No"}}]}), "No", &[])]
    #[case(json!({"detail": "No", "input": {"param": "seed"}, "param": REQUEST}), "No", &[])]
    fn fields_are_named_wherever_the_error_has_them(
        #[case] error: Value,
        #[case] expected: &str,
        #[case] names: &[&str],
    ) {
        assert_eq!(
            (message(&error), fields(&error)),
            (Some(expected), names.iter().map(|name| (*name).to_owned()).collect())
        );
    }

    #[rstest]
    #[case(json!({"error": {"code": 400, "message": "No", "param": REQUEST}}), &["400", "no"])]
    #[case(json!({"detail": [{"type": "value_error", "msg": "Not supported", "input": {"messages": [REQUEST]}}]}), &["not supported"])]
    #[case(json!({"message": format!("[{{'msg': 'Not permitted', 'input': '{REQUEST}'}}]")}), &["[{'msg': 'not permitted', "])]
    #[case(json!({"error": {"metadata": {"raw": format!("{{\"detail\": \"no\", \"input\": \"{REQUEST}\"}}")}}}), &["{\"detail\": \"no\", "])]
    #[case(json!([{"error": {"details": [{"violations": [{"quotaId": "PerDay"}]}, {"reason": "BAD"}]}}]), &["perday", "bad"])]
    #[case(json!("Bad gateway"), &["bad gateway"])]
    fn codes_and_messages_are_found_and_the_request_is_not(#[case] error: Value, #[case] expected: &[&str]) {
        assert_eq!(said(&error), expected);
    }
}
