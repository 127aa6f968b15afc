//! A file that stands + new papers → the file with both, in each format's way; nothing that stands is lost.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use super::{Known, known};
use crate::render::Format;
use papers_paper::text::pattern;

/// The address of an entry in BibTeX.
static FIELD: LazyLock<Regex> = LazyLock::new(|| pattern(r#"(?i)\burl\s*=\s*[{"]\s*(https?://[^\s}"]+)"#));

/// What a standing file holds.
pub fn held(format: Format, text: &str) -> Known {
    match format {
        Format::Bibtex => {
            Known::of_links(FIELD.captures_iter(text).filter_map(|url| Some(url.get(1)?.as_str())))
        }
        Format::Jsonfeed => held_by_feed(&serde_json::from_str(text).unwrap_or_default()),
        Format::Jekyll | Format::Hugo | Format::Zola | Format::Markdown | Format::Mail => known(text),
    }
}

fn held_by_feed(feed: &Value) -> Known {
    let items = feed.get("items").and_then(Value::as_array);
    let addresses = items.into_iter().flatten().flat_map(|item| [item.get("url"), item.get("id")]);
    Known::of_links(addresses.flatten().filter_map(Value::as_str))
}

/// A standing file that cannot take more papers.
#[derive(Debug, thiserror::Error)]
#[error("it is no JSON Feed to add items to")]
pub struct NotAFeed(#[source] Option<serde_json::Error>);

/// The standing text with the new papers in it. `addition` is what the format's template made of them.
pub fn grown(format: Format, standing: &str, addition: &str) -> Result<String, NotAFeed> {
    match format {
        Format::Jsonfeed => merged(standing, addition),
        Format::Mail => Ok(inserted(standing, addition)),
        Format::Jekyll | Format::Hugo | Format::Zola | Format::Markdown | Format::Bibtex => {
            Ok(below(standing, addition))
        }
    }
}

/// What stands stays byte for byte, a blank line, then the addition.
fn below(standing: &str, addition: &str) -> String {
    let end = line_end(standing);
    let gap = match standing.strip_suffix(end) {
        Some(line) if line.ends_with(end) => String::new(),
        Some(_) => end.to_owned(),
        None => end.repeat(2),
    };
    format!("{standing}{gap}{}", with_ends(addition.trim_start_matches('\n'), end))
}

/// How the lines of a file end: as the last one does.
fn line_end(text: &str) -> &'static str {
    let last = text.trim_end_matches(|c| c != '\n');
    if last.ends_with("\r\n") { "\r\n" } else { "\n" }
}

fn with_ends(addition: &str, end: &str) -> String {
    if end == "\n" { addition.to_owned() } else { addition.replace('\n', end) }
}

/// Before the end of the HTML body, wherever that is; what stands around it stays byte for byte.
fn inserted(standing: &str, addition: &str) -> String {
    const END: &str = "</body>";
    match standing.to_ascii_lowercase().rfind(END).and_then(|at| standing.split_at_checked(at)) {
        Some((before, end)) => {
            let addition = with_ends(addition.trim_start_matches('\n'), line_end(before));
            format!("{before}{addition}{end}")
        }
        None => below(standing, addition),
    }
}

/// New items before those that stand, as feeds have them; all other members of the feed stay as they are.
fn merged(standing: &str, addition: &str) -> Result<String, NotAFeed> {
    let parse = |text: &str| serde_json::from_str::<Value>(text).map_err(|error| NotAFeed(Some(error)));
    let (mut feed, mut new) = (parse(standing)?, parse(addition)?);
    let items = |feed: &mut Value| feed.get_mut("items").and_then(Value::as_array_mut).map(std::mem::take);
    let (Some(old), Some(mut all)) = (items(&mut feed), items(&mut new)) else { return Err(NotAFeed(None)) };
    all.extend(old);
    if let Some(place) = feed.get_mut("items") {
        *place = Value::Array(all);
    }
    let text = serde_json::to_string_pretty(&feed).map_err(|error| NotAFeed(Some(error)))?;
    Ok(format!("{text}\n"))
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
    fn what_stands_stays_byte_for_byte(#[case] standing: &str, #[case] expected: &str) {
        assert_eq!(grown(Format::Jekyll, standing, "\nnew\n").unwrap(), expected);
    }

    #[rstest]
    #[case("<BODY>old</BODY>\n</html>", "<BODY>oldnew\n</BODY>\n</html>")]
    #[case("<p>İ</body>", "<p>İnew\n</body>")]
    #[case("<p>old", "<p>old\n\nnew\n")]
    #[case("<p>old\r\n</body>\r\n", "<p>old\r\nnew\r\n</body>\r\n")]
    fn a_mail_grows_before_its_end(#[case] standing: &str, #[case] expected: &str) {
        assert_eq!(grown(Format::Mail, standing, "new\n").unwrap(), expected);
    }

    #[test]
    fn a_feed_keeps_its_members_and_old_items_behind_the_new() {
        let standing = r#"{"title": "mine", "items": [{"id": "1", "x": 1}], "_own": {"b": 1, "a": 2}}"#;
        let grown = grown(Format::Jsonfeed, standing, r#"{"title": "t", "items": [{"id": "2"}]}"#).unwrap();
        let expected = r#"{"title":"mine","items":[{"id":"2"},{"id":"1","x":1}],"_own":{"b":1,"a":2}}"#;
        assert_eq!(serde_json::from_str::<Value>(&grown).unwrap().to_string(), expected);
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
    fn what_is_no_feed_is_left_alone(#[case] standing: &str) {
        assert!(grown(Format::Jsonfeed, standing, "{\"items\": []}").is_err());
    }
}
