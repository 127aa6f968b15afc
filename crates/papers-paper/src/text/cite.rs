//! Removes citations that are useless without the reference list.
//!
//! `Smith et al. (2020)` is kept. `[12, 13]` is removed, with the space before it and the brackets around it, unless the sentence
//! needs it as a noun ("as shown in `[12]`"): the sentence stays grammatical, and it remains visible that it depends on a
//! citation. In HTML, citations are marked; in other texts, [`bare`] finds them.

pub mod bare;

use std::sync::LazyLock;

use crate::text::phrase::Phrase;

/// Marks the place of a removed citation until the paragraph is tidied.
pub const DROPPED: char = '\u{1}';
/// Follows a bare number that was kept.
pub const KEPT: char = '\u{2}';
/// The smallest year; numbers of references are smaller.
const FIRST_YEAR: u32 = 1600;
/// The maximum length of a citation without words.
const MAX_STUB_CHARS: usize = 200;
/// The maximum length of a citation by keys, in bytes.
const MAX_KEYS_BYTES: usize = 10_000;
/// More bytes than the words of [`NEEDING`] have, with the punctuation after them.
const MAX_WORD_BYTES: usize = 32;

/// Words after which a citation is needed as a noun.
const NEEDING: &[&str] = &[
    "in", "by", "of", "from", "to", "see", "with", "than", "following", "follow", "follows", "ref", "refs",
    "reference", "references", "like", "e.g", "i.e", "on", "for", "at", "via", "using", "use", "used",
    "uses", "as", "cf", "both", "and", "or", "while", "whereas", "also", "that", "extends", "extend", "per",
    "work", "works", "paper", "papers", "article", "between", "against", "after", "unlike", "are", "is",
];

/// Words that a citation by number may contain: `[3, Theorem 2]`.
const POINTERS: &[&str] = &[
    "theorem", "thm", "section", "sec", "sect", "lemma", "proposition", "prop", "corollary", "cor",
    "chapter", "chap", "ch", "page", "pages", "pp", "p", "figure", "fig", "table", "tab", "equation", "eq",
    "eqs", "appendix", "app", "definition", "def", "example", "remark", "see", "e", "g", "i", "cf", "and",
    "also", "references", "therein", "for", "instance", "a", "b", "c", "d", "of", "the", "ii", "iii", "iv",
    "refs", "ref",
];

/// Returns true for a citation that consists of numbers or keys of the reference list: `[12, 13]`, `[ABC+20]`, `[3, Thm 2]`, `[?]`,
/// `girvin1986magneto`; or of nothing, where the keys are missing: `(e.g.; ; )`.
pub fn is_stub(text: &str) -> bool {
    if text.len() <= MAX_KEYS_BYTES && are_bibtex_keys(text) {
        return true;
    }
    if text.len() > MAX_STUB_CHARS {
        return false;
    }
    let round = text.contains('(') && !text.contains('[');
    for word in text.split(|c: char| !(c.is_alphanumeric() || c == '+')).filter(|word| !word.is_empty()) {
        match word.parse::<u32>() {
            Ok(year) if year >= FIRST_YEAR => return false,
            Ok(_) => {}
            Err(_) if is_key(word) && !round => {}
            Err(_) if POINTERS.contains(&word.to_lowercase().as_str()) || is_sub_number(word) => {}
            Err(_) => return false,
        }
    }
    true
}

/// Returns true for keys of BibTeX entries, which LaTeXML writes where it finds no list of references: `girvin1986magneto; PhysRevB.108.256`.
fn are_bibtex_keys(text: &str) -> bool {
    const DIGITS: usize = 3;
    let text = text.trim().trim_start_matches(['[', '(']).trim_end_matches([']', ')']);
    text.split([',', ';']).map(str::trim).all(|key| {
        let digits = key.bytes().filter(u8::is_ascii_digit).count();
        let letters = key.chars().filter(|c| c.is_alphabetic()).count();
        let begins = key.starts_with(char::is_alphabetic);
        begins && letters > 1 && digits >= DIGITS && !key.contains(char::is_whitespace)
    })
}

/// Returns true for a key such as `ABC+20` or `Kn98b`: letters, then two digits.
fn is_key(word: &str) -> bool {
    let body = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let letters = body.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = body.len() - letters.len();
    digits == 2
        && (1..=6).contains(&letters.len())
        && letters.starts_with(|c: char| c.is_uppercase())
        && letters.chars().all(|c| c.is_alphabetic() || c == '+')
}

/// Returns true for a number such as `12a`.
fn is_sub_number(word: &str) -> bool {
    word.trim_end_matches(|c: char| c.is_ascii_lowercase()).parse::<u32>().is_ok()
}

/// Returns true if the sentence so far needs the citation as a noun.
pub fn is_needed(before: &str) -> bool {
    let before = before.trim_end();
    let ended = before.ends_with(['.', '?', '!']) && !is_shortened(before);
    if before.is_empty() || ended || is_connective(before) {
        return true;
    }
    let word = tail(before, MAX_WORD_BYTES).rsplit([' ', '(', '~']).next().unwrap_or_default();
    let word = word.trim_end_matches([',', '.', ':']).to_lowercase();
    NEEDING.contains(&word.as_str()) && !before.ends_with([DROPPED, ';'])
}

/// Returns true if the sentence so far is a connective or another short phrase with a comma: "However, `[8]` assumes".
fn is_connective(before: &str) -> bool {
    /// The maximum length of such a phrase in words.
    const WORDS: usize = 4;
    /// More bytes than it has, with the end of the sentence before.
    const BYTES: usize = 48;
    let Some(end) = tail(before, BYTES).strip_suffix(',') else { return false };
    let phrase = match end.rsplit_once(". ") {
        Some((_, phrase)) => phrase,
        None if before.len() <= BYTES => end,
        None => return false,
    };
    let is_phrase = phrase.starts_with(char::is_uppercase) && !phrase.contains([',', DROPPED]);
    is_phrase && phrase.split(' ').count() <= WORDS
}

/// Returns the end of a text, so that a long text without spaces is not read once for each of its citations.
fn tail(text: &str, bytes: usize) -> &str {
    let from = text.len().saturating_sub(bytes);
    (from..=text.len()).find_map(|at| text.get(at..)).unwrap_or_default()
}

/// Returns true for abbreviations such as `e.g.`, which do not end a sentence.
fn is_shortened(before: &str) -> bool {
    ["e.g.", "i.e.", "cf.", "al.", "Ref.", "Refs.", "etc.", "resp."].iter().any(|end| before.ends_with(end))
}

/// Brackets that contain only citations by number.
static EMPTY_BRACKETS: LazyLock<Phrase> = LazyLock::new(|| {
    Phrase::constant(concat!(
        r"(?-i:\((?:[\s,;-]|–|see|also|e\.g\.|i\.e\.|cf\.|for example|and|or|references therein|refs?\.|from|in)*",
        "(?:\x01|\\[[^\\[\\]()]*\\]\x02)",
        "(?:[\x01\\s,;.-]|\\[[^\\[\\]()]*\\]\x02",
        r"|–|see|also|e\.g\.|cf\.|and|or|the|references therein|for details|for a review)*\))"
    ))
});

/// Removed citations in a row, with what joins them.
static JOINED: LazyLock<Phrase> =
    LazyLock::new(|| Phrase::constant("\x01(?:\\s*(?-i:[,;-]|–|and|or|to)?\\s*\x01)+"));

/// Closes the gaps of removed citations.
pub fn tidy(text: &str) -> String {
    if !text.contains([DROPPED, KEPT]) {
        return text.to_owned();
    }
    let text = EMPTY_BRACKETS.replace_all(text, "\x01");
    let text = JOINED.replace_all(&text, "\x01");
    let mut out = String::with_capacity(text.len());
    for (at, piece) in text.split(DROPPED).enumerate() {
        let spaced = out.ends_with(' ');
        if at > 0 {
            out.truncate(out.trim_end().len());
            if spaced && piece.starts_with(|c: char| c.is_alphanumeric() || c == '$' || c == '(') {
                out.push(' ');
            }
        }
        out.push_str(piece);
    }
    out.retain(|c| c != KEPT);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use regex::Regex;
    use rstest::rstest;

    proptest! {
        /// Compares the phrases with the same patterns of the independent crate `regex`.
        #[test]
        fn gaps_are_found_where_regex_finds_them(
            text in r"(\(|\)|\[|\]|see |e\.g\., |and |or|, |for details|the |refs?\.|in |–|\x01|\x02| |a){0,14}",
        ) {
            let joiners = r"\s|see|also|e\.g\.|cf\.|and|or|references therein|[,;–-]";
            let marks = r"\x01|\[[^\[\]()]*\]\x02";
            let brackets = format!(
                r"\((?:{joiners}|i\.e\.|for example|refs?\.|from|in)*(?:{marks})(?:{joiners}|{marks}|the|for details|for a review|\.)*\)"
            );
            let joined = r"\x01(?:\s*(?:,|;|–|-|and|or|to)?\s*\x01)+";
            for (phrase, peer) in [(&EMPTY_BRACKETS, brackets.as_str()), (&JOINED, joined)] {
                let peer = Regex::new(peer).unwrap();
                prop_assert_eq!(phrase.find(&text), peer.find(&text).map(|found| found.range()));
            }
        }
    }

    #[rstest]
    #[case("[12]", true)]
    #[case("[12, 13–15]", true)]
    #[case("[?]", true)]
    #[case("[ABC+20, Kn98b]", true)]
    #[case("[3, Theorem 2.1]", true)]
    #[case("(7)", true)]
    #[case("12,13", true)]
    #[case("girvin1986magneto; PhysRevLett.108.256807", true)]
    #[case("[lecun:1998, he2016]", true)]
    #[case("(e.g.;; )", true)]
    #[case("Ouyang, 2022", false)]
    #[case("Smith 2020a", false)]
    #[case("(Ouyang et al., 2022)", false)]
    #[case("Smith [12]", false)]
    #[case("(2015)", false)]
    #[case("[2015]", false)]
    fn stubs_are_told_from_names(#[case] text: &str, #[case] expected: bool) {
        assert_eq!(is_stub(text), expected);
    }

    #[rstest]
    #[case("as shown in", true)]
    #[case("", true)]
    #[case("This is known.", true)]
    #[case("methods, e.g.,", true)]
    #[case("However,", true)]
    #[case("They wash. On the other hand, ", true)]
    #[case("Dust, it is said,", false)]
    #[case("Brushes wash panels in deserts,", false)]
    #[case("language models", false)]
    #[case("Smith et al.", false)]
    fn a_citation_stays_where_the_sentence_needs_it(#[case] before: &str, #[case] expected: bool) {
        assert_eq!(is_needed(before), expected);
    }

    #[test]
    fn the_time_does_not_grow_with_the_text_before() {
        let text = "x".repeat(1_000_000);
        assert!((0..100_000).all(|_| !is_needed(&text)));
    }

    #[rstest]
    #[case("models \u{1}.", "models.")]
    #[case("models \u{1} are", "models are")]
    #[case("models (see \u{1}, \u{1}) are", "models are")]
    #[case("models (see [3]\u{2}) are", "models are")]
    #[case("models (e.g., [3]\u{2}, [4]\u{2}).", "models.")]
    #[case("models \u{1}, \u{1} and \u{1}.", "models.")]
    #[case("shown in [3]\u{2}.", "shown in [3].")]
    #[case("a \u{1} $x$", "a $x$")]
    fn gaps_are_closed(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(tidy(text), expected);
    }
}
