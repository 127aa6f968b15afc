//! Checks the front matter: it exists, is YAML, and means what it seems to mean.

use std::sync::LazyLock;

use regex::{Captures, Regex};
use serde_json::Value;
use serde_saphyr::DuplicateKeyPolicy;

use papers_paper::text::pattern;

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
    // Ruby's parser takes the last value of a key that is given twice.
    let options = serde_saphyr::options! { duplicate_keys: DuplicateKeyPolicy::LastWins };
    match serde_saphyr::from_str_with_options::<Value>(&yaml, options) {
        Ok(Value::Object(fields)) => {
            for (key, value) in &fields {
                let line = line_of(&yaml, key);
                let source = yaml.lines().nth(line - 2).unwrap_or_default();
                let message = field(key, value).or_else(|| misread(key, source));
                faults.extend(message.map(|message| fault(line, Rule::FrontMatter, message)));
            }
        }
        Ok(Value::Null) => {} // the site's defaults apply
        Ok(_) => faults.push(fault(2, Rule::FrontMatter, "the front matter is not a list of `key: value`")),
        Err(error) => {
            let line = error.location().map_or(1, |at| usize::try_from(at.line()).unwrap_or(1));
            let message = "this is not valid YAML: Jekyll drops the layout and dates the post today, without an error; put the value in quotes";
            faults.push(fault(line + 1, Rule::FrontMatter, message));
        }
    }
    length + 2
}

/// Reports a file that does not begin with front matter: it has none, or there is something above it.
fn absent(text: &str) -> Fault {
    let first = text.lines().find(|line| !line.trim().is_empty()).map(str::trim_end);
    match first {
        Some("---") => fault(
            1,
            Rule::FrontMatter,
            "there is a blank line above `---`, so that the front matter is shown as text",
        ),
        _ => fault(1, Rule::NoFrontMatter, "there is no front matter: the page is built without a layout"),
    }
}

/// Checks one field.
fn field(key: &str, value: &Value) -> Option<String> {
    match (key, value) {
        ("title", Value::String(title)) if title.trim().is_empty() => Some("the title is empty".to_owned()),
        ("title" | "layout", Value::String(_)) | ("date", Value::Null) => None,
        ("title", other) => Some(format!("the title is read as {}, not as text: quote it", kind(other))),
        ("date", Value::String(date)) => wrong_date(date),
        ("date", other) => wrong_date(&other.to_string()),
        ("tags" | "tag" | "categories" | "category", Value::Array(names)) => names.iter().find_map(changed),
        ("tags" | "tag" | "categories" | "category", name) => changed(name),
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

/// Reports a tag or category that is not shown as it is written.
fn changed(name: &Value) -> Option<String> {
    let changes = name.is_boolean() || name.as_number().is_some_and(serde_json::Number::is_f64);
    changes.then(|| {
        format!("`{name}` is not what is written here: YAML reads it as {}; put it in quotes", kind(name))
    })
}

/// Reports a title of which Ruby's YAML parser, unlike others, makes something else, or drops a part.
fn misread(key: &str, source: &str) -> Option<String> {
    let value = source.split_once(':').map(|(_, value)| value.trim())?;
    if key != "title" || value.starts_with(['"', '\'', '|', '>']) {
        return None;
    }
    if SEXAGESIMAL.is_match(value) {
        return Some("the title is read as a number, not as text: quote it".to_owned());
    }
    let (kept, _) = value.split_once(" #")?;
    Some(format!(
        "YAML takes what follows ` #` for a comment: the title is `{}`; put it in quotes",
        kept.trim()
    ))
}

/// Numbers in base 60, such as `1:30`.
static SEXAGESIMAL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$"));

/// The days that Ruby understands, with their numbers in order: year first, or with the name of the month.
static DAY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?P<y>\d{4})[-/.]?(?P<m>\d{1,2})[-/.]?(?P<d>\d{1,2})|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b",
    )
});
static TIME: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?P<h>\d{1,2}):(?P<min>\d{1,2})(?::(?P<s>\d{1,2}))?"));

/// Reports a date at which Jekyll stops, or which it takes for another.
fn wrong_date(text: &str) -> Option<String> {
    let part =
        |found: &Captures<'_>, name| found.name(name).and_then(|part| part.as_str().parse::<u32>().ok());
    let clock = TIME.captures(text);
    let late = |found: &Captures<'_>| {
        [("h", 24), ("min", 59), ("s", 60)].iter().any(|(name, most)| part(found, name) > Some(*most))
    };
    let day = DAY.captures(text);
    if day.is_none() || clock.as_ref().is_some_and(late) {
        return Some(format!(
            "`{text}` is not a date: Jekyll stops here; write it like `2025-10-09 08:15:00`"
        ));
    }
    let day = day?;
    let year = day.name("y")?.as_str().parse().ok()?;
    let exists = chrono::NaiveDate::from_ymd_opt(year, part(&day, "m")?, part(&day, "d")?).is_some();
    (!exists).then(|| format!("there is no day `{text}`: Jekyll stops here, or takes another one"))
}

fn line_of(yaml: &str, key: &str) -> usize {
    let found = yaml.lines().position(|line| line.trim_start_matches(['"', '\'']).starts_with(key));
    found.map_or(1, |index| index + 2)
}
