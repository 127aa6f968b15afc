//! Finds identifiers in pasted text: a line of a reference list, a URL of another site, a file name.
//!
//! Digits within a longer number are not an identifier. If the text contains an invalid identifier, nothing is found, so that the
//! mistake is reported.

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

/// The text between listed identifiers: URLs, and no words but conjunctions.
static BETWEEN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)^(?:[^\p{L}\p{N}]|\band\b|\barxiv\b|https?://\S*)*$"));

impl PaperId {
    /// Returns the first identifier in a text, and those that are listed directly after it; none if the text has none, an
    /// invalid one, or a range. `2510.06590 Comment on arXiv:2401.00001` names one paper.
    pub fn pasted(text: &str) -> Vec<Self> {
        let text = plain(text);
        if is_range(&text) {
            return Vec::new();
        }
        let mut ids = Vec::new();
        let mut last = None;
        for found in IDENTIFIER.captures_iter(&text) {
            let Some(whole) = found.get(0).filter(|whole| stands_apart(&text, whole)) else { continue };
            let between = last.and_then(|end| text.get(end..whole.start()));
            if between.is_some_and(|between| !BETWEEN.is_match(between)) {
                break;
            }
            let base = found.name("base").map_or("", |base| base.as_str());
            let base: String = base.split_whitespace().collect();
            let version = found.name("version").map_or_else(String::new, |v| format!("v{}", v.as_str()));
            match format!("{base}{version}").parse() {
                Ok(id) => ids.push(id),
                Err(_) if ids.is_empty() => return ids,
                Err(_) => break,
            }
            last = Some(whole.end());
        }
        ids
    }
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
        PaperId::pasted(text).iter().map(ToString::to_string).collect()
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
    fn what_cannot_be_read_is_left_to_be_told() {
        for text in ["see 2513.06590", "x 9912.00001 y", "hep-xx/0307015 2510.06590", "2510.06590v0 is none"]
        {
            assert!(pasted(text).is_empty(), "{text}");
        }
    }
}
