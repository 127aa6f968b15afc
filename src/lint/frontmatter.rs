//! Checks the front matter: it exists, is YAML, and means what it seems to mean.

use serde_json::Value;

use super::{Fault, Rule, fault};

/// Checks the front matter, and returns the index of the first line of the body.
pub(super) fn check(text: &str, faults: &mut Vec<Fault>) -> usize {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = text.lines();
    if lines.next().map(str::trim_end) != Some("---") {
        faults.push(absent(text));
        return 0;
    }
    let Some(length) = lines.position(|line| matches!(line.trim_end(), "---" | "...")) else {
        faults.push(fault(1, Rule::FrontMatter, "no `---` ends the front matter"));
        return 0;
    };
    let yaml: String = text.lines().skip(1).take(length).flat_map(|line| [line, "\n"]).collect();
    match serde_saphyr::from_str::<Value>(&yaml) {
        Ok(Value::Object(fields)) => {
            for (key, value) in &fields {
                faults.extend(
                    field(key, value).map(|message| fault(line_of(&yaml, key), Rule::FrontMatter, message)),
                );
            }
        }
        Ok(_) => faults.push(fault(2, Rule::FrontMatter, "the front matter is no list of `key: value`")),
        Err(error) => {
            let line = error.location().map_or(1, |at| usize::try_from(at.line()).unwrap_or(1));
            let message = "this is no YAML: Jekyll drops the layout and dates the post today, without an error; quote the value";
            faults.push(fault(line + 1, Rule::FrontMatter, message));
        }
    }
    length + 2
}

/// Reports a file that does not begin with front matter: it has none, or there is something above it.
fn absent(text: &str) -> Fault {
    let first = text.lines().find(|line| !line.trim().is_empty()).map(str::trim_end);
    match first {
        Some("---") => {
            fault(1, Rule::FrontMatter, "a blank line stands above `---`: the front matter is shown as text")
        }
        _ => fault(1, Rule::NoFrontMatter, "there is no front matter: the page is built without a layout"),
    }
}

/// Checks one field.
fn field(key: &str, value: &Value) -> Option<String> {
    match (key, value) {
        ("title", Value::String(title)) if title.trim().is_empty() => Some("the title is empty".to_owned()),
        ("title" | "layout", Value::String(_)) | ("date", Value::Null) => None,
        ("title", other) => Some(format!("the title is read as {}, not as text: quote it", kind(other))),
        ("date", Value::String(date)) if is_date(date) => None,
        ("date", other) => {
            Some(format!("`{}` is no date: Jekyll stops here", other.as_str().unwrap_or("this")))
        }
        _ => None,
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Number(_) => "a number",
        Value::Bool(_) => "true or false",
        Value::Null => "nothing",
        _ => "a list",
    }
}

/// `2025-10-09`, with or without a time and an offset.
fn is_date(text: &str) -> bool {
    let day = text.get(..10).unwrap_or_default();
    let rest = text.get(10..).unwrap_or_default().trim_start_matches(['T', ' ']);
    let clock = |c: char| c.is_ascii_digit() || matches!(c, ':' | '.' | '+' | '-' | ' ' | 'Z');
    day.parse::<chrono::NaiveDate>().is_ok() && rest.chars().all(clock)
}

fn line_of(yaml: &str, key: &str) -> usize {
    let found = yaml.lines().position(|line| line.trim_start_matches(['"', '\'']).starts_with(key));
    found.map_or(1, |index| index + 2)
}
