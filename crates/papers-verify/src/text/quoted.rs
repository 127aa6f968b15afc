//! Leaves out what a text quotes, because the words are not its own.

use std::borrow::Cow;
use std::sync::LazyLock;

use papers_paper::text::pattern;
use regex::Regex;

/// Text in quotation marks.
static QUOTED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#""[^"]*"|“[^”]*”|‘[^’]*’|`[^`]*`|「[^」]*」|『[^』]*』|(?:^|[\s(])'[^']*'"#));

/// Returns a text without what it quotes.
pub(crate) fn unquoted(text: &str) -> Cow<'_, str> {
    if may_quote(text) { QUOTED.replace_all(text, " … ") } else { Cow::Borrowed(text) }
}

/// Returns true for a text in which a quotation may begin. Most have none, so that the pattern is not compiled.
fn may_quote(text: &str) -> bool {
    let begins = |before: &str| before.chars().next_back().is_none_or(|c| c.is_whitespace() || c == '(');
    let begins_at = |at: usize| text.get(..at).is_some_and(begins);
    let has_mark = memchr::memchr3(b'"', b'\'', b'`', text.as_bytes()).is_some();
    has_mark && (text.contains(['"', '`']) || text.match_indices('\'').any(|(at, _)| begins_at(at)))
        || !text.is_ascii() && text.contains(['“', '‘', '「', '『'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn quotations_are_left_out_and_apostrophes_stay() {
        let text = "It says \"stop\", “go”, 'no' and 「はい」, and the model's users don't.";
        assert_eq!(unquoted(text), "It says  … ,  … , …  and  … , and the model's users don't.");
    }

    proptest! {
        #[test]
        fn the_pattern_is_only_left_out_where_it_finds_nothing(text in "[a (\\u{a0}\"'`“”‘’「」『』]{0,12}") {
            prop_assert!(may_quote(&text) || !QUOTED.is_match(&text));
        }
    }
}
