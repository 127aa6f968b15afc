//! Matches phrases in text, with patterns that recognize the function of a sentence.
//!
//! Patterns are ASCII regular expressions that ignore case; `parse` describes the supported syntax. They are tried one after the
//! other at the positions where their first eight bytes match. This needs no automaton: a thousand phrases are ready in a
//! thousandth of the time that a general engine takes to compile them, and most runs read only a few papers.

mod index;
mod list;
mod look;
mod parse;
mod program;
mod run;
mod set;

pub use list::{alternatives, lists};
pub use parse::PhraseError;

use std::ops::Range;

use index::{Index, Starts};
use program::Program;
use run::Run;

/// The maximum number of lists in [`Phrases`], one bit each.
pub const MAX_LISTS: usize = 64;

/// Lists of phrases, to determine which of them have a phrase in a text.
#[derive(Debug)]
pub struct Phrases {
    program: Program,
    index: Index,
}

impl Phrases {
    /// Compiles lists of patterns.
    ///
    /// # Errors
    ///
    /// The first invalid pattern.
    pub fn new(lists: &[Vec<String>]) -> Result<Self, PhraseError> {
        let mut program = Program::default();
        let mut threads = Vec::new();
        for (list, patterns) in (0_u8..).zip(lists.iter().take(MAX_LISTS)) {
            for pattern in patterns {
                let start = parse::add_filled(&mut program, pattern)?;
                threads.extend(program.threads(list, start));
            }
        }
        Ok(Self { index: Index::new(&threads), program })
    }

    /// Returns a bit for each list that has a phrase in the text.
    pub fn shown(&self, text: &str) -> u64 {
        Run::new(&self.program, text.as_bytes()).shown(&self.index)
    }
}

/// A single pattern.
#[derive(Debug)]
pub struct Phrase {
    program: Program,
    start: usize,
    starts: Starts,
}

impl Phrase {
    /// Compiles a pattern.
    ///
    /// # Errors
    ///
    /// An invalid pattern.
    pub fn new(pattern: &str) -> Result<Self, PhraseError> {
        let mut program = Program::default();
        let start = parse::add(&mut program, pattern)?;
        Ok(Self { starts: Starts::new(&program.threads(0, start)), program, start })
    }

    /// Compiles a constant pattern.
    ///
    /// # Panics
    ///
    /// If the pattern is invalid, which tests detect.
    #[expect(clippy::expect_used, reason = "patterns are constant, and every test that meets one reads it")]
    pub fn constant(pattern: &str) -> Self {
        Self::new(pattern).expect("constant pattern")
    }

    /// Returns the first match in the text; of several at the same position, the preferred one.
    pub fn find(&self, text: &str) -> Option<Range<usize>> {
        self.find_from(text, 0)
    }

    /// Iterates over the matches that do not overlap.
    fn matches(&self, text: &str) -> impl Iterator<Item = Range<usize>> {
        let mut from = 0;
        std::iter::from_fn(move || {
            let found = self.find_from(text, from)?;
            from = found.end.max(found.start + 1);
            Some(found)
        })
    }

    /// Counts the matches that do not overlap.
    pub fn count(&self, text: &str) -> usize {
        self.matches(text).count()
    }

    /// Returns the text with these words instead of each match. Matches must begin and end between characters.
    pub fn replace_all(&self, text: &str, words: &str) -> String {
        let mut replaced = String::with_capacity(text.len());
        let mut end = 0;
        for found in self.matches(text) {
            replaced.push_str(text.get(end..found.start).unwrap_or_default());
            replaced.push_str(words);
            end = found.end;
        }
        replaced.push_str(text.get(end..).unwrap_or_default());
        replaced
    }

    fn find_from(&self, text: &str, from: usize) -> Option<Range<usize>> {
        Run::new(&self.program, text.as_bytes()).find(self.start, &self.starts, from)
    }

    /// Returns true if the text has a match.
    pub fn is_match(&self, text: &str) -> bool {
        self.find(text).is_some()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;
    use regex::bytes::{Regex, RegexBuilder};
    use rstest::rstest;

    use super::*;

    /// Compiles the same pattern with the independent crate `regex`.
    fn peer(pattern: &str) -> Regex {
        RegexBuilder::new(pattern).case_insensitive(true).unicode(false).build().unwrap()
    }

    /// Patterns that cover all of the syntax.
    const PATTERNS: [&str; 19] = [
        r"\b(?:we|i|paper) (?:\w+ly )?shows?\b",
        r"a(?:b|bc|c)?c?",
        r"(?:ab|a)(?:bc|c)?",
        r"^(?:a|b )+?c",
        r"[^a-c\s]{2,3}$",
        r"\d\s?(?:%|x\b)|[^\w.]\d+\.\d+\b",
        r"(?-i:[A-Z][a-z]) ?(?-i:B)|c",
        r"(?:^|[^t]) only\b",
        r"a.{0,3}?b.{0,2}c",
        r"\S*\d\S* to \S*\d",
        r"[\w, ]{0,4}b\b|’s|[-.]",
        r"\(\s*(?:a{2}|b{1,}),?\)",
        r"(?:(?:a|b)c?){1,3}$",
        r"\b(?:a|ab|abc)\b",
        r"c*b+a?",
        r"\Wb|\Da\\",
        r"[ab]+bc |\w+l(?-i:y)\b|[a-c]*cA",
        r"c(?:\w+ly|at|a|bc|b?x|tl|,|to)?y?",
        r"\b(?:(?:\w+ly|also|act|bat|c|b) )?(?:t|at|a|Bc|b|,|[bc]x|to)b",
    ];

    static PEERS: LazyLock<Vec<(Phrase, Regex)>> =
        LazyLock::new(|| PATTERNS.iter().map(|pattern| (Phrase::constant(pattern), peer(pattern))).collect());

    /// The patterns that can be phrases of a list, each in a list of its own.
    static LISTS: LazyLock<(Phrases, Vec<Regex>)> = LazyLock::new(|| {
        let lists: Vec<Vec<String>> = PATTERNS.iter().map(|pattern| vec![(*pattern).to_owned()]).collect();
        let filled = |list: &Vec<String>| Phrases::new(std::slice::from_ref(list)).is_ok();
        let lists: Vec<_> = lists.into_iter().filter(filled).collect();
        let peers = lists.iter().flatten().map(|pattern| peer(pattern)).collect();
        (Phrases::new(&lists).unwrap(), peers)
    });

    proptest! {
        #[test]
        fn a_pattern_finds_what_regex_finds(text in "([abcABC Btly.,019%()x’\\\\-]|we |only| shows?|to ){0,14}") {
            for (phrase, peer) in PEERS.iter() {
                let theirs = peer.find(text.as_bytes()).map(|found| found.range());
                prop_assert_eq!(phrase.find(&text), theirs, "{}", peer);
                prop_assert_eq!(phrase.count(&text), peer.find_iter(text.as_bytes()).count(), "{}", peer);
                if text.is_ascii() {
                    let replaced = peer.replace_all(text.as_bytes(), b"#".as_slice());
                    prop_assert_eq!(phrase.replace_all(&text, "#").into_bytes(), replaced.to_vec(), "{}", peer);
                }
            }
            let shown = LISTS.0.shown(&text);
            for (at, peer) in LISTS.1.iter().enumerate() {
                prop_assert_eq!(shown >> at & 1 == 1, peer.is_match(text.as_bytes()), "{}", peer);
            }
        }

        #[test]
        fn any_text_is_read(text in ".{0,80}") {
            for (phrase, peer) in PEERS.iter() {
                prop_assert_eq!(phrase.is_match(&text), peer.is_match(text.as_bytes()), "{}", peer);
            }
        }
    }

    #[rstest]
    #[case("(?P<name>a)")]
    #[case("(?:a")]
    #[case("a)")]
    #[case("[a")]
    #[case("[’]")]
    #[case("a{2")]
    #[case("a{3,2}")]
    #[case("*a")]
    #[case(r"\pL")]
    #[case("(?:a?)*")]
    #[case("a\\")]
    fn unsupported_syntax_is_refused(#[case] pattern: &str) {
        assert!(Phrase::new(pattern).is_err());
    }

    #[test]
    fn a_list_whose_phrase_may_be_nothing_is_refused() {
        assert!(Phrases::new(&[vec!["a?".to_owned()]]).is_err());
    }

    /// Each of these takes more than `n`² steps if there is no limit.
    #[rstest]
    #[case(r"\S*\d\S* to", "1")]
    #[case(r"(?:\w+,?)+!", "a")]
    #[case(r"a.*b.*c.*d", "ab")]
    fn a_text_made_to_take_for_ever_is_left(#[case] pattern: &str, #[case] piece: &str) {
        let text = piece.repeat(20_000);
        assert_eq!(Phrase::constant(pattern).find(&text), None);
        assert_eq!(Phrases::new(&[vec![pattern.to_owned()]]).unwrap().shown(&text), 0);
    }
}
