//! Writes the owner's `[front_matter]` as lines of YAML or TOML, which follow those that every post has.

use chrono::NaiveDate;
use toml::{Table, Value};

use super::options::DATE;
use super::yaml;

/// Keys that are not allowed in `[front_matter]`, because they have a setting of their own.
pub const TAKEN: [&str; 5] = ["layout", "title", "date", "tags", "categories"];

/// Replaces `{date}` in all texts by the day.
pub(super) fn on(own: &Table, date: NaiveDate) -> Table {
    fn filled(value: &Value, date: &str) -> Value {
        match value {
            Value::String(text) => Value::String(text.replace(DATE, date)),
            Value::Array(values) => Value::Array(values.iter().map(|value| filled(value, date)).collect()),
            Value::Table(table) => {
                Value::Table(table.iter().map(|(key, value)| (key.clone(), filled(value, date))).collect())
            }
            other => other.clone(),
        }
    }
    let date = date.to_string();
    own.iter().map(|(key, value)| (key.clone(), filled(value, &date))).collect()
}

/// Writes the fields in YAML, one `key: value` per line.
pub(super) fn in_yaml(own: &Table) -> Vec<String> {
    own.iter().map(|(key, value)| format!("{}: {}", yaml::word(key), flow(value))).collect()
}

/// Writes the fields in TOML, one `key = value` per line.
pub(super) fn in_toml(own: &Table) -> Vec<String> {
    own.iter().map(|(key, value)| format!("{} = {}", key_of(key), inline(value))).collect()
}

/// Writes a YAML value on one line.
fn flow(value: &Value) -> String {
    match value {
        Value::String(text) => yaml::word(text),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) if number.is_nan() => ".nan".to_owned(),
        Value::Float(number) if number.is_infinite() => {
            if *number > 0.0 { ".inf" } else { "-.inf" }.to_owned()
        }
        Value::Float(number) => format!("{number:?}"),
        Value::Boolean(truth) => truth.to_string(),
        Value::Datetime(moment) => moment.to_string(),
        Value::Array(values) => format!("[{}]", joined(values.iter().map(flow))),
        Value::Table(table) => {
            let fields = table.iter().map(|(key, value)| format!("{}: {}", yaml::word(key), flow(value)));
            format!("{{ {} }}", joined(fields))
        }
    }
}

/// Writes a TOML value on one line.
fn inline(value: &Value) -> String {
    match value {
        Value::String(text) => yaml::quoted(text),
        Value::Array(values) => format!("[{}]", joined(values.iter().map(inline))),
        Value::Table(table) => {
            let fields = table.iter().map(|(key, value)| format!("{} = {}", key_of(key), inline(value)));
            format!("{{ {} }}", joined(fields))
        }
        plain => plain.to_string(),
    }
}

/// Writes a TOML key, in quotes only if they are needed.
fn key_of(key: &str) -> String {
    let bare = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    if bare { key.to_owned() } else { yaml::quoted(key) }
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = r#"
        math = true
        toc = 2
        author = "Ada: L."
        image = { path = "/a.png", alt = "a {{ b }}" }
        "odd key" = [1.0, "no", 2025-10-09]
    "#;

    #[test]
    fn yaml_reads_back_what_the_settings_say() {
        let own: Table = OWN.parse().unwrap();
        let text = in_yaml(&own).join("\n");
        let read: serde_json::Value = serde_saphyr::from_str(&text).unwrap();
        assert_eq!(read["math"], true);
        assert_eq!(read["toc"], 2);
        assert_eq!(read["author"], "Ada: L.");
        assert_eq!(read["image"]["alt"], "a {{ b }}");
        assert_eq!(read["odd key"][1], "no");
    }

    #[test]
    fn the_day_replaces_its_name_at_every_depth() {
        let own: Table = "pubDate = '{date}'\nx = { y = ['a {date}', 1] }".parse().unwrap();
        let filled = on(&own, NaiveDate::from_ymd_opt(2025, 10, 9).unwrap());
        assert_eq!(filled, "pubDate = '2025-10-09'\nx = { y = ['a 2025-10-09', 1] }".parse().unwrap());
    }

    #[test]
    fn toml_reads_back_what_the_settings_say() {
        let own: Table = OWN.parse().unwrap();
        let text = in_toml(&own).join("\n");
        assert_eq!(text.parse::<Table>().unwrap(), own, "{text}");
    }
}
