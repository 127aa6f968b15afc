//! Finds URLs and mail addresses in a digest that the paper does not have.
//!
//! Site generators and mail programs turn bare addresses into links, so an address counts with and without `https://`.

use std::cell::OnceCell;
use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::checks::Fault;
use crate::source::lines::Line;
use papers_paper::text::pattern;
use papers_paper::{FindingKind, Paper};

/// The forms that some program turns into a link: a scheme, `www.`, a mail address, a host with a path, or a host under one of the
/// top-level domains that mail programs link.
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)(?:\b(?:https?|ftp)://|\bwww\.|\b(?:mailto|javascript|vbscript):)[^\s<>()\[\]{}“”「」『』\p{Hangul}\p{Han}\p{Hiragana}\p{Katakana}]+",
        r"|\b[a-z0-9][a-z0-9._%+-]*@(?:[a-z0-9-]+\.)+[a-z]{2,}",
        r"|\b(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}/[^\s<>()\[\]{}“”「」『』\p{Hangul}\p{Han}\p{Hiragana}\p{Katakana}]+",
        r"|\b(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:com|net|org|io|ai|ly|gl|me|co|dev|app|info|biz|xyz|site|online|shop|link|click|top|edu|gov|kr|cn|jp|ru|de|uk|eu|example)\b",
    ))
});

/// The texts of a paper and its record, with their addresses. These are read on first use, because most digests have none.
#[derive(Debug)]
pub(crate) struct Texts<'a> {
    paper: &'a Paper,
    lines: &'a [Line<'a>],
    addresses: OnceCell<HashSet<String>>,
}

impl<'a> Texts<'a> {
    /// Collects the texts of a paper and its record.
    pub(crate) const fn new(paper: &'a Paper, lines: &'a [Line<'a>]) -> Self {
        Self { paper, lines, addresses: OnceCell::new() }
    }

    /// Returns all texts.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        let Paper { comment, journal_ref, .. } = self.paper;
        self.lines.iter().flat_map(Line::texts).chain(comment.as_deref()).chain(journal_ref.as_deref())
    }

    fn addresses(&self) -> &HashSet<String> {
        self.addresses.get_or_init(|| {
            let Paper { id, doi, .. } = self.paper;
            let own = doi.iter().map(|doi| format!("doi.org/{}", doi.to_lowercase()));
            let own = own.chain([format!("arxiv.org/abs/{}", id.to_lowercase())]);
            self.iter().flat_map(written).chain(own).collect()
        })
    }

    /// Returns the addresses in a sentence that the paper does not have.
    pub(super) fn foreign_addresses(&self, sentence: &str) -> Vec<Fault> {
        if !may_link(sentence) {
            return Vec::new();
        }
        let found = ADDRESS.find_iter(sentence).map(|found| found.as_str());
        let foreign = found.filter(|address| !self.has(&plain(address)));
        foreign.map(|address| Fault::new(FindingKind::UnsupportedAddress, address.to_owned())).collect()
    }

    /// Returns true for an address of the paper, and for the beginning of one up to a `/`.
    fn has(&self, address: &str) -> bool {
        let above = |own: &String| own.strip_prefix(address).is_some_and(|rest| rest.starts_with('/'));
        self.addresses().contains(address) || self.addresses().iter().any(above)
    }
}

/// Returns the addresses in a line of the paper. As a PDF may split one at a space, each is also returned with the next word
/// appended.
fn written(line: &str) -> impl Iterator<Item = String> {
    let found = may_link(line).then(|| ADDRESS.find_iter(line));
    found.into_iter().flatten().flat_map(|found| {
        let rest = line.get(found.end()..).unwrap_or_default();
        let next = rest.strip_prefix(' ').and_then(|rest| rest.split(' ').next());
        let joined = next.map(|next| plain(&format!("{}{next}", found.as_str())));
        std::iter::once(plain(found.as_str())).chain(joined)
    })
}

/// Returns true for a text with a feature that all addresses have: an `@`, a scheme, `www.`, or a dot between letters.
fn may_link(text: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphabetic() || !byte.is_ascii();
    let bytes = text.as_bytes();
    let joint = |window: &[u8]| match window {
        [b'.', first, second] => is_letter(*first) && is_letter(*second),
        [b'w' | b'W', b'w' | b'W', b'.'] => true,
        [b':', next, _] => !next.is_ascii_whitespace(),
        _ => false,
    };
    bytes.contains(&b'@') || bytes.windows(3).any(joint) || matches!(bytes, [.., b':', _])
}

/// Returns an address in lower case, without scheme, `www.` and trailing punctuation.
fn plain(address: &str) -> String {
    let address = address.to_lowercase();
    let address = ["https://", "http://", "ftp://", "mailto:"]
        .iter()
        .find_map(|scheme| address.strip_prefix(scheme))
        .unwrap_or(&address);
    let address = address.strip_prefix("www.").unwrap_or(address);
    address.trim_end_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    proptest::proptest! {
        #[test]
        fn every_address_passes_the_quick_test(text in "([a-z0-9.@:/wW-]|https?://|www[.]|mailto:|[.]com| |[.]ſt|é|,){0,12}") {
            proptest::prop_assert!(may_link(&text) || !ADDRESS.is_match(&text), "{}", text);
        }
    }

    fn foreign_addresses(text: &str) -> Vec<String> {
        let paper = serde_json::from_str(
            r#"{"id": "2510.05491", "title": "T", "comment": "Code: https://github.com/ada/engine.",
                "abstract": "See www.example.org/data/ or mail ada@example.org."}"#,
        )
        .unwrap();
        let document = papers_fulltext::plain("The tool is at https://gitlab.com/ada/ tool and on Node.js.");
        let lines = crate::source::lines::lines(&paper, &document);
        let faults = Texts::new(&paper, &lines).foreign_addresses(text).into_iter();
        faults.map(|fault| fault.detail).collect()
    }

    #[rstest]
    #[case("Visit https://evil.example/?q=1 now.", &["https://evil.example/?q=1"])]
    #[case("See www.evil.net, bit.ly/x1 and x@evil.example.", &["www.evil.net,", "bit.ly/x1", "x@evil.example"])]
    #[case("It is at github.com/ada/evil.", &["github.com/ada/evil."])]
    #[case("More at evil.com.", &["evil.com"])]
    #[case("코드는 https://evil.example에 있다.", &["https://evil.example"])]
    #[case("javascript:alert", &["javascript:alert"])]
    fn addresses_that_the_paper_does_not_have_are_found(#[case] text: &str, #[case] expected: &[&str]) {
        assert_eq!(foreign_addresses(text), expected);
    }

    #[rstest]
    #[case("Code is at https://github.com/ada/engine.")]
    #[case("Code is at github.com/ada/engine, data at example.org/data.")]
    #[case("Mail goes to ada@example.org and Example.org.")]
    #[case("The tool is at gitlab.com/ada/tool.")]
    #[case("See https://arxiv.org/abs/2510.05491.")]
    #[case("It runs on Node.js and A/B tests, e.g. in U.S. data vs. others, F1.5/2.")]
    fn addresses_of_the_paper_pass(#[case] text: &str) {
        assert_eq!(foreign_addresses(text), Vec::<String>::new());
    }
}
