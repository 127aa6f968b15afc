//! Finds identifiers in pasted text: a line of a reference list, a URL of another site, a file name.
//!
//! Digits within a longer number are not an identifier. If the first one is invalid, nothing is found, so that the mistake
//! is reported.

use std::sync::LazyLock;

use regex::{Match, Regex};

use crate::id::{PaperId, is_range, plain};
use crate::text::pattern;

static IDENTIFIER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)(?P<base>[0-9]{4}\.[0-9]{4,5}",
        r"|[a-z][a-z-]*(?:\.[a-z-]{2,8})?\s?/\s?[0-9]{7})",
        r"(?:[\s,(]{0,2}v(?:ersion\s)?(?P<version>[0-9]{1,4}))?"
    ))
});

/// The text between listed identifiers: URLs, boxes of a list of tasks, and no words but conjunctions.
static BETWEEN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)^(?:[^\p{L}\p{N}]|\[x\]|\band\b|\barxiv\b|https?://\S*)*$"));

/// The identifiers in a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pasted {
    /// The papers that the text asks for.
    pub ids: Vec<PaperId>,
    /// Other parts that look like identifiers: papers that it only mentions, and invalid identifiers.
    pub others: Vec<String>,
}

impl Pasted {
    /// Finds the first identifier in a text, those that are listed directly after it, and those that are whole URLs or values of
    /// JSON; none if the text has none, begins with an invalid one, or is a range. `2510.06590 Comment on arXiv:2401.00001` asks for
    /// one paper and mentions another.
    pub fn of(text: &str) -> Self {
        let text = plain(text);
        let mut pasted = Self::default();
        if is_range(&text) {
            return pasted;
        }
        let mut is_listed = true;
        let mut end = None;
        for found in IDENTIFIER.captures_iter(&text) {
            let Some(whole) = found.get(0).filter(|whole| stands_apart(&text, whole)) else { continue };
            let between = end.and_then(|end| text.get(end..whole.start()));
            is_listed &= between.is_none_or(|between| BETWEEN.is_match(between));
            let base = found.name("base").map_or("", |base| base.as_str());
            let base: String = base.split_whitespace().collect();
            let version = found.name("version").map_or_else(String::new, |v| format!("v{}", v.as_str()));
            match format!("{base}{version}").parse::<PaperId>() {
                Ok(id) if is_listed || is_address(&text, &whole, end) || is_value(&text, &whole) => {
                    is_listed = true;
                    pasted.ids.push(id);
                }
                Ok(id) => pasted.others.push(id.to_string()),
                Err(_) if pasted.ids.is_empty() => return Self::default(),
                Err(_) => {
                    is_listed = false;
                    pasted.others.push(whole.as_str().to_owned());
                }
            }
            end = Some(whole.end());
        }
        pasted
    }
}

/// Returns true for an identifier at the end of a paper's URL that begins after `from`.
fn is_address(text: &str, found: &Match, from: Option<usize>) -> bool {
    const AROUND: &[char] = &['"', '\'', '<', '>', '(', ')', '[', ']', '{', '}', '|', ',', ';'];
    let is_around = |c: char| c.is_whitespace() || AROUND.contains(&c);
    let (before, after) = text.split_at_checked(found.start()).unwrap_or_default();
    let start = before.rfind(is_around).map_or(0, |at| at + before.get(at..).map_or(0, first_len));
    let stop = after.find(is_around).map_or(text.len(), |at| found.start() + at);
    let has_host = before.get(start..).is_some_and(|host| host.contains('/'));
    has_host
        && from.is_none_or(|from| from <= start)
        && text.get(start..stop).is_some_and(|address| address.parse::<PaperId>().is_ok())
}

/// Returns true for an identifier that is all of a quoted value of JSON, such as `"id": "2510.06590"`.
fn is_value(text: &str, found: &Match) -> bool {
    const QUOTES: [char; 2] = ['"', '\''];
    let (before, after) = text.split_at_checked(found.start()).unwrap_or_default();
    let before = before.strip_suffix("arXiv:").unwrap_or(before);
    let Some(outside) = before.strip_suffix(QUOTES) else { return false };
    outside.trim_end().ends_with([':', ',', '['])
        && after.get(found.len()..).is_some_and(|a| a.starts_with(QUOTES))
}

/// Returns the length of the first character of a text.
fn first_len(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

/// Returns true for a match that is not part of a longer word or number.
fn stands_apart(text: &str, found: &Match) -> bool {
    let (before, after) = text.split_at_checked(found.start()).unwrap_or_default();
    let after = after.get(found.len()..).unwrap_or_default();
    let is_part = |near: &mut dyn Iterator<Item = char>| match near.next() {
        Some('.') => near.next().is_some_and(|c| c.is_ascii_digit()),
        first => first.is_some_and(char::is_alphanumeric),
    };
    !is_part(&mut before.chars().rev()) && !is_part(&mut after.chars()) && !ends_in_doi(before)
}

/// Returns true if a text ends within the DOI of another publisher: `10.1145/` before `3510.06917`.
fn ends_in_doi(text: &str) -> bool {
    static DOI: LazyLock<Regex> = LazyLock::new(|| pattern(r#"\b10\.[0-9]{4,9}/[^\s,;"'{}<>]*$"#));
    DOI.find(text).is_some_and(|doi| !doi.as_str().to_ascii_lowercase().ends_with("arxiv."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pasted(text: &str) -> Vec<String> {
        Pasted::of(text).ids.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn urls_and_values_of_json_are_asked_for_wherever_they_stand() {
        let two = ["2510.06590", "2510.06917"];
        for text in [
            "https://huggingface.co/papers/2510.06590 (also https://hf.co/papers/2510.06917).",
            "{\"a\":\"https://arxiv.org/abs/2510.06590\",\"b\":\"https://arxiv.org/abs/2510.06917\"}",
            "[\"2510.06590\", {\"id\":\"2510.06917\"}]",
            "[{'id': 'arXiv:2510.06590', 'n': 1}, {'id': 'arXiv:2510.06917'}]",
            "- [ ] 2510.06590 - [x] 2510.06917",
            "[A](https://arxiv.org/abs/2510.06590) vs. [B](https://arxiv.org/abs/2510.06917)",
            "<a href=\"arxiv.org/abs/2510.06590\">A</a> <a href=\"//arxiv.org/pdf/2510.06917\">B</a>",
        ] {
            assert_eq!(pasted(text), two, "{text}");
        }
        assert_eq!(pasted("https://arxiv.org/abs/2510.06590?from=2401.00001"), ["2510.06590"]);
    }

    #[test]
    fn papers_that_a_text_only_mentions_are_named() {
        let others = |text: &str| Pasted::of(text).others;
        assert_eq!(
            others("2510.06590 Comment on arXiv:2401.00001 and 2401.00002"),
            ["2401.00001", "2401.00002"]
        );
        assert_eq!(others("see 2510.06590; then 2510.06917"), ["2510.06917"]);
        assert_eq!(others("2510.06590, 2513.06917"), ["2513.06917"]);
        assert_eq!(others("2510.06590 Comment on \"2401.00001\""), ["2401.00001"]);
        assert!(others("2510.06590, 2510.06917").is_empty());
    }

    #[test]
    fn a_paper_in_the_title_of_another_is_not_asked_for() {
        assert_eq!(pasted("2510.06590 Comment on arXiv:2401.00001"), ["2510.06590"]);
        assert_eq!(pasted("doi = {10.1145/3510.06917}, eprint = {2510.06590}"), ["2510.06590"]);
        assert_eq!(pasted("a, doi:10.48550/arXiv.2510.06590"), ["2510.06590"]);
        assert_eq!(pasted("https://doi.org/10.1109/2510.06917"), [""; 0]);
        assert_eq!(
            pasted("2510.06590, arXiv:2510.06917 and 2510.04212"),
            ["2510.06590", "2510.06917", "2510.04212"]
        );
    }

    #[test]
    fn parts_of_numbers_and_words_are_no_identifiers() {
        for text in
            ["12510.06590", "2510.065901", "1.2510.06590", "2510.06590.1", "a2510.06590", "2510.06590b"]
        {
            assert!(pasted(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_range_is_no_list_of_its_ends() {
        for text in [
            "2510.06590..2510.06599",
            "2510.06590...06599",
            "2510.06590…2510.06599",
            "{2510.06590..2510.06599}",
            "2510.06590-2510.06599",
            "2510.06590 – 06599",
            "arXiv:2510.06590~arXiv:2510.06599",
            "2510.06590v1 to 2510.06599",
            "hep-ex/0307015-0307019",
        ] {
            assert!(pasted(text).is_empty(), "{text}");
            let reason = text.parse::<PaperId>().unwrap_err().reason;
            assert!(reason.starts_with("it is a range"), "{text}: {reason}");
        }
        assert_eq!(pasted("2510.06590-2.pdf"), ["2510.06590"]);
        assert_eq!(pasted("2510.06590 - 2510.06917 - 2510.04212").len(), 3);
    }

    #[test]
    fn invalid_identifiers_in_a_text_are_not_recognized() {
        for text in ["see 2513.06590", "x 9912.00001 y", "hep-xx/0307015 2510.06590", "2510.06590v0 is none"]
        {
            assert!(pasted(text).is_empty(), "{text}");
        }
    }
}
