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
    if text.is_ascii() && memchr::memchr3(b'"', b'\'', b'`', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    QUOTED.replace_all(text, " … ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_are_left_out_and_apostrophes_stay() {
        let text = "It says \"stop\", “go”, 'no' and 「はい」, and the model's users don't.";
        assert_eq!(unquoted(text), "It says  … ,  … , …  and  … , and the model's users don't.");
    }
}
