//! Adds new papers to an existing file, in each format's way; existing content is never lost.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::{Captures, Regex};
use serde_json::Value;

use super::{Known, known};
use crate::render::Format;
use papers_paper::text::pattern;

/// The `url` field of a BibTeX entry.
static BIBTEX_URL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"(?i)\burl\s*=\s*[{"]\s*(https?://[^\s}"]+)"#));

/// An id in an Atom feed that is a URL.
static ENTRY_ID: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?s)<id>\s*(https?://[^\s<]+)\s*</id>"));

/// The start of an Atom entry.
static ENTRY: LazyLock<Regex> = LazyLock::new(|| pattern(r"<entry[\s>]"));

/// XML that contains no elements, whatever it looks like.
static HIDDEN: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?s)<!--.*?-->|<!\[CDATA\[.*?\]\]>"));

/// The `<updated>` element of Atom; the first in a file is the feed's own.
static UPDATED: LazyLock<Regex> = LazyLock::new(|| pattern(r"<updated>[^<]*</updated>"));

/// Finds the papers that an existing file contains.
pub fn held(format: Format, text: &str) -> Known {
    match format {
        Format::Bibtex => {
            Known::of_links(BIBTEX_URL.captures_iter(text).filter_map(|url| Some(url.get(1)?.as_str())))
        }
        Format::Jsonfeed => held_by_feed(&serde_json::from_str(text).unwrap_or_default()),
        Format::Atom => {
            let text = without_hidden(text);
            Known::of_links(ENTRY_ID.captures_iter(&text).filter_map(|id| Some(id.get(1)?.as_str())))
        }
        Format::Jekyll | Format::Hugo | Format::Zola | Format::Markdown | Format::Mail => known(text),
    }
}

fn held_by_feed(feed: &Value) -> Known {
    let items = feed.get("items").and_then(Value::as_array);
    let addresses = items.into_iter().flatten().flat_map(|item| [item.get("url"), item.get("id")]);
    Known::of_links(addresses.flatten().filter_map(Value::as_str))
}

/// An existing file that is not a feed, so that no papers can be added.
#[derive(Debug, thiserror::Error)]
#[error("it is not a feed that items can be added to")]
pub struct NotAFeed(#[source] Option<serde_json::Error>);

/// Returns the existing text with the new papers. `addition` is what the format's template rendered for them.
pub fn grown(format: Format, existing: &str, addition: &str) -> Result<String, NotAFeed> {
    match format {
        Format::Jsonfeed => merged_json_feed(existing, addition),
        Format::Atom => merged_atom(existing, addition),
        Format::Mail => Ok(inserted_in_body(existing, addition)),
        Format::Jekyll | Format::Hugo | Format::Zola | Format::Markdown | Format::Bibtex => {
            Ok(appended(existing, addition))
        }
    }
}

/// Appends a blank line and the addition.
fn appended(existing: &str, addition: &str) -> String {
    let end = line_end(existing);
    let gap = match existing.strip_suffix('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)) {
        Some(line) if line.ends_with('\n') => String::new(),
        Some(_) => end.to_owned(),
        None => end.repeat(2),
    };
    format!("{existing}{gap}{}", with_line_ending(addition.trim_start_matches('\n'), end))
}

/// Returns the line ending of a file: that of most of its lines.
pub(super) fn line_end(text: &str) -> &'static str {
    let of_windows = text.matches("\r\n").count();
    if of_windows * 2 > text.matches('\n').count() { "\r\n" } else { "\n" }
}

pub(super) fn with_line_ending(addition: &str, end: &str) -> String {
    if end == "\n" { addition.to_owned() } else { addition.replace('\n', end) }
}

/// Inserts the addition before the end of the HTML body, or appends it if there is no such end.
fn inserted_in_body(existing: &str, addition: &str) -> String {
    const END: &str = "</body>";
    match existing.to_ascii_lowercase().rfind(END).and_then(|at| existing.split_at_checked(at)) {
        Some((before, end)) => {
            let addition = with_line_ending(addition.trim_start_matches('\n'), line_end(before));
            format!("{before}{addition}{end}")
        }
        None => appended(existing, addition),
    }
}

/// Inserts new items of a JSON Feed before the existing ones; everything else stays byte for byte.
fn merged_json_feed(existing: &str, addition: &str) -> Result<String, NotAFeed> {
    let parse = |text: &str| serde_json::from_str::<Value>(text).map_err(|error| NotAFeed(Some(error)));
    let (feed, mut new) = (parse(existing)?, parse(addition)?);
    let old = feed.get("items").and_then(Value::as_array).ok_or(NotAFeed(None))?;
    let new = new.get_mut("items").and_then(Value::as_array_mut).ok_or(NotAFeed(None))?;
    let place = items_at(existing).and_then(|at| existing.split_at_checked(at));
    let (before, after) = place.ok_or(NotAFeed(None))?;
    let mut items = Vec::new();
    for item in new {
        let item = serde_json::to_string_pretty(item).map_err(|error| NotAFeed(Some(error)))?;
        items.push(format!("\n    {}", item.replace('\n', "\n    ")));
    }
    let end = match (items.is_empty(), old.is_empty()) {
        (true, _) => "",
        (false, true) => "\n  ",
        (false, false) => ",",
    };
    let items = with_line_ending(&format!("{}{end}", items.join(",")), line_end(existing));
    Ok(format!("{before}{items}{after}"))
}

/// Finds the position after the bracket that opens the list of items of a feed, which must be valid JSON.
fn items_at(feed: &str) -> Option<usize> {
    let mut depth = 0usize;
    let mut key = "";
    let mut rest = feed.char_indices();
    while let Some((at, c)) = rest.next() {
        match c {
            '"' => {
                let mut escaped = false;
                let (end, _) = rest.find(|(_, c)| {
                    let ends = *c == '"' && !escaped;
                    escaped = *c == '\\' && !escaped;
                    ends
                })?;
                key = feed.get(at + 1..end).filter(|_| depth == 1).unwrap_or_default();
            }
            '[' if depth == 1 && key == "items" => return Some(at + 1),
            '[' | '{' => depth += 1,
            ']' | '}' => depth = depth.saturating_sub(1),
            ',' => key = "",
            _ => {}
        }
    }
    None
}

/// Inserts new entries of an Atom feed before the existing ones, and sets the
/// feed's date to that of the new ones. Everything else stays byte for byte.
fn merged_atom(existing: &str, addition: &str) -> Result<String, NotAFeed> {
    const END: &str = "</feed>";
    let line_start =
        |text: &str, at: usize| text.get(..at).map_or(0, |before| before.trim_end_matches([' ', '\t']).len());
    let entry = |text: &str| ENTRY.find(text).map(|entry| entry.start());
    let (shown, shown_new) = (without_hidden(existing), without_hidden(addition));
    let new = match (entry(&shown_new), shown_new.rfind(END)) {
        (Some(from), Some(to)) => addition.get(line_start(addition, from)..to).unwrap_or_default(),
        _ => return Err(NotAFeed(None)),
    };
    let at = entry(&shown).or_else(|| shown.rfind(END)).ok_or(NotAFeed(None))?;
    let (head, entries) = existing.split_at_checked(line_start(existing, at)).ok_or(NotAFeed(None))?;
    let mut head = head.to_owned();
    let date = UPDATED.find(&shown).map(|date| date.range()).filter(|date| date.end <= head.len());
    if let Some((date, updated)) = date.zip(UPDATED.find(&shown_new)) {
        head.replace_range(date, updated.as_str());
    }
    let end = line_end(&head);
    Ok(format!("{head}{}{entries}", with_line_ending(new, end)))
}

/// Replaces comments and sections of text by spaces of the same length.
fn without_hidden(xml: &str) -> Cow<'_, str> {
    HIDDEN
        .replace_all(xml, |hidden: &Captures<'_>| " ".repeat(hidden.get(0).map_or(0, |hidden| hidden.len())))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("old", "old\n\nnew\n")]
    #[case("old\n", "old\n\nnew\n")]
    #[case("old\r\n\n\n", "old\r\n\n\nnew\n")]
    #[case("older\r\nold", "older\r\nold\r\n\r\nnew\r\n")]
    #[case("old\r\n", "old\r\n\r\nnew\r\n")]
    #[case("old\r\n\r\n", "old\r\n\r\nnew\r\n")]
    #[case("oldest\r\nolder\r\nold\n", "oldest\r\nolder\r\nold\n\r\nnew\r\n")]
    fn existing_content_stays_byte_for_byte(#[case] existing: &str, #[case] expected: &str) {
        assert_eq!(grown(Format::Jekyll, existing, "\nnew\n").unwrap(), expected);
    }

    #[rstest]
    #[case("<BODY>old</BODY>\n</html>", "<BODY>oldnew\n</BODY>\n</html>")]
    #[case("<p>İ</body>", "<p>İnew\n</body>")]
    #[case("<p>old", "<p>old\n\nnew\n")]
    #[case("<p>old\r\n</body>\r\n", "<p>old\r\nnew\r\n</body>\r\n")]
    fn a_mail_grows_before_its_end(#[case] existing: &str, #[case] expected: &str) {
        assert_eq!(grown(Format::Mail, existing, "new\n").unwrap(), expected);
    }

    #[test]
    fn a_feed_keeps_its_members_and_old_items_behind_the_new() {
        let existing = r#"{"title": "mine", "items": [{"id": "1", "x": 1}], "_own": {"b": 1, "a": 2}}"#;
        let grown = grown(Format::Jsonfeed, existing, r#"{"title": "t", "items": [{"id": "2"}]}"#).unwrap();
        let expected = r#"{"title":"mine","items":[{"id":"2"},{"id":"1","x":1}],"_own":{"b":1,"a":2}}"#;
        assert_eq!(serde_json::from_str::<Value>(&grown).unwrap().to_string(), expected);
    }

    #[test]
    fn an_atom_feed_grows_before_its_first_entry_and_is_as_new_as_the_newest() {
        let feed = |day: &str, entries: &str| {
            format!("<feed>\n  <updated>{day}</updated>\n  <x:mine/>\n{entries}</feed>\n")
        };
        let entry = |id: &str| format!("  <entry>\n    <id>https://arxiv.org/abs/{id}</id>\n  </entry>\n");
        let existing = feed("2025-10-08", &entry("2510.00001"));
        let grown = grown(Format::Atom, &existing, &feed("2025-10-09", &entry("2510.00002"))).unwrap();
        assert_eq!(grown, feed("2025-10-09", &(entry("2510.00002") + &entry("2510.00001"))));
        let dateless = format!("<feed>\n{}</feed>\n", entry("2510.00002"));
        let grown = super::grown(Format::Atom, &existing, &dateless).unwrap();
        assert_eq!(grown, feed("2025-10-08", &(entry("2510.00002") + &entry("2510.00001"))));
        assert!(held(Format::Atom, &grown).has(&"2510.00002".parse().unwrap()));
        assert!(super::grown(Format::Atom, "my notes", &existing).is_err());
        let empty = feed("2025-10-08", "");
        assert_eq!(super::grown(Format::Atom, &empty, &existing).unwrap(), existing);
    }

    #[rstest]
    #[case("<!-- <entry> template\n<updated>never</updated> </entry> -->")]
    #[case("<subtitle><![CDATA[an <entry> here </feed>]]></subtitle>")]
    fn text_that_looks_like_an_entry_hides_none(#[case] hidden: &str) {
        let feed = |day: &str, entries: &str| {
            format!("<feed>\n  {hidden}\n  <updated>{day}</updated>\n{entries}</feed>\n")
        };
        let entry = |id: &str, lang: &str| {
            format!("  <entry{lang}>\n    <id>https://www.alphaxiv.org/overview/{id}</id>\n  </entry>\n")
        };
        let existing = feed("2025-10-08", &entry("2510.00001", " xml:lang=\"en\""));
        let addition = feed("2025-10-09", &entry("2510.00002", ""));
        let grown = grown(Format::Atom, &existing, &addition).unwrap();
        let both = entry("2510.00002", "") + &entry("2510.00001", " xml:lang=\"en\"");
        assert_eq!(grown, feed("2025-10-09", &both));
        let known = held(Format::Atom, &grown);
        assert!(known.has(&"2510.00001".parse().unwrap()) && known.has(&"2510.00002".parse().unwrap()));
        let none = feed("2025-10-08", "");
        assert_eq!(super::grown(Format::Atom, &none, &addition).unwrap(), addition);
    }

    #[rstest]
    #[case(
        r#"{"items": [{"id": "1"}]}"#,
        "{\"items\": [\n    {\n      \"id\": \"2\"\n    },{\"id\": \"1\"}]}"
    )]
    #[case(r#"{"items":[]}"#, "{\"items\":[\n    {\n      \"id\": \"2\"\n    }\n  ]}")]
    #[case(
        r#"{"a": {"items": [0]}, "b": "items\"", "c": ["items", [1.0]], "items" : [ 1.50 ] }"#,
        "{\"a\": {\"items\": [0]}, \"b\": \"items\\\"\", \"c\": [\"items\", [1.0]], \"items\" : [\n    {\n      \"id\": \"2\"\n    }, 1.50 ] }"
    )]
    fn a_feed_keeps_every_byte(#[case] existing: &str, #[case] expected: &str) {
        assert_eq!(grown(Format::Jsonfeed, existing, r#"{"items": [{"id": "2"}]}"#).unwrap(), expected);
        assert_eq!(grown(Format::Jsonfeed, existing, r#"{"items": []}"#).unwrap(), existing);
    }

    #[rstest]
    #[case(Format::Bibtex, "@misc{a,\n url = {https://arxiv.org/abs/2510.06590v1}\n}", true)]
    #[case(Format::Bibtex, "@misc{a,\n URL=\"http://arxiv.org/abs/2510.06590\"}", true)]
    #[case(Format::Bibtex, "@misc{a,\n note = {https://arxiv.org/abs/2510.06590}}", false)]
    #[case(Format::Jsonfeed, r#"{"items": [{"id": "https://arxiv.org/abs/2510.06590"}]}"#, true)]
    #[case(
        Format::Jsonfeed,
        r#"{"items": [{"id": 1, "summary": "https://arxiv.org/abs/2510.06590"}]}"#,
        false
    )]
    #[case(Format::Jsonfeed, "not json", false)]
    #[case(Format::Mail, r#"<a href="https://arxiv.org/abs/2510.06590">x</a>"#, true)]
    fn knows_what_a_file_holds(#[case] format: Format, #[case] text: &str, #[case] expected: bool) {
        assert_eq!(held(format, text).has(&"2510.06590".parse().unwrap()), expected, "{text}");
    }

    #[rstest]
    #[case("not json")]
    #[case("{\"items\": 1}")]
    #[case("[]")]
    fn a_file_that_is_no_feed_is_left_alone(#[case] existing: &str) {
        assert!(grown(Format::Jsonfeed, existing, "{\"items\": []}").is_err());
    }
}
