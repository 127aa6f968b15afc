//! What is typed as the value of an option → the value, or what is wrong with it.

use std::path::PathBuf;
use std::time::Duration;

use clap::builder::{OsStringValueParser, PossibleValue, PossibleValuesParser, TypedValueParser};

use papers_paper::Action;

/// Reads what is to be done about a sentence.
pub(super) fn action() -> impl TypedValueParser<Value = Action> {
    const WORDS: [(&str, &str, Action); 3] = [
        ("drop", "It is left out", Action::Drop),
        ("mark", "It stands, marked", Action::Mark),
        ("keep", "It stands", Action::Keep),
    ];
    let values = WORDS.map(|(word, help, _)| PossibleValue::new(word).help(help));
    PossibleValuesParser::new(values).map(|typed| {
        WORDS.iter().find(|(word, ..)| *word == typed).map_or(Action::Drop, |&(.., action)| action)
    })
}

/// `90s`, `20m`, `1h30m`, or a number of seconds.
pub(super) fn duration(text: &str) -> Result<Duration, String> {
    let bad = || format!("`{text}` is no duration: expected one like `90s`, `20m` or `1h30m`");
    let mut total = 0_u64;
    let mut rest = text.trim();
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (number, unit) = rest.split_at_checked(digits).ok_or_else(bad)?;
        let (seconds, after) = match unit.chars().next() {
            None | Some('s') => (1, unit.strip_prefix('s').unwrap_or(unit)),
            Some('m') => (60, unit.strip_prefix('m').unwrap_or(unit)),
            Some('h') => (3600, unit.strip_prefix('h').unwrap_or(unit)),
            Some(_) => return Err(bad()),
        };
        let number: u64 = number.parse().map_err(|_| bad())?;
        total = number.checked_mul(seconds).and_then(|time| total.checked_add(time)).ok_or_else(bad)?;
        rest = after;
    }
    // As long as a year, so that it can be added to any time.
    Some(total).filter(|total| (1..=31_536_000).contains(total)).map(Duration::from_secs).ok_or_else(bad)
}

/// The name of a profile; a day in its place is a mistake that is easily made.
pub(super) fn profile(value: &str) -> Result<String, String> {
    match value.parse::<chrono::NaiveDate>() {
        Ok(day) => Err(format!("it is a day, and days are given with `--date {day}`")),
        Err(_) => Ok(value.to_owned()),
    }
}

/// A value that says something.
pub(super) fn text(value: &str) -> Result<String, &'static str> {
    if value.trim().is_empty() { Err("it is empty") } else { Ok(value.to_owned()) }
}

/// A file or folder; `-` would become a folder of that name.
pub(super) fn place() -> impl TypedValueParser<Value = PathBuf> {
    OsStringValueParser::new().try_map(|value| match value.to_str() {
        Some("-") => Err("to print, leave the option out; a folder of that name is `./-`"),
        Some("") => Err("it is empty"),
        _ => Ok(PathBuf::from(value)),
    })
}
