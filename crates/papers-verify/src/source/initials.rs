//! Indexes the initials of the words of a text, to find the expansion of acronyms.

use std::collections::HashSet;

use crate::text::plain::plain;
use crate::text::token::{Kind, Token, tokens};

/// The initials of a title and abstract.
#[derive(Debug, Default)]
pub(super) struct Initials {
    /// The initial of each word, with a space for small words and signs, so that no acronym spans them.
    apart: Vec<u8>,
    /// The same without small words: `CAP` for *College of American Pathologists*.
    joined: Vec<u8>,
    /// The same with small words: `TCGA` for *The Cancer Genome Atlas*.
    whole: Vec<u8>,
    /// The initials of hyphenated words: `GT` for *ground-truth*.
    compounds: Vec<String>,
    /// The initials of terms of two words, which are capitalized (`Action Unit`) or used again.
    pairs: HashSet<String>,
}

impl Initials {
    pub(super) fn new(text: &str) -> Self {
        let text = plain(text);
        let mut initials = Self::default();
        for token in tokens(&text.replace('-', " ").to_lowercase()) {
            let first = token.text.as_bytes().first().copied().unwrap_or(b' ');
            let word = token.kind == Kind::Latin;
            let small = is_small(token.text);
            let number: &[u8] = if first.is_ascii_digit() { token.text.as_bytes() } else { &[first] };
            initials.whole.extend(if word { number } else { b" " });
            initials.apart.extend(if word && !small { number } else { b" " });
            if !(word && small) {
                initials.joined.extend(if word { number } else { b" " });
            }
        }
        let compounds = tokens(&text).filter_map(|token| compound(token.text)).collect();
        Self { compounds, pairs: pairs(&text), ..initials }
    }

    /// Returns true for the initials of consecutive words; two letters must be those of a hyphenated word or of a term, because any
    /// abstract has two such words by chance.
    pub(super) fn have(&self, letters: &str) -> bool {
        /// The minimum number of letters for a match that includes small words; fewer would match by chance.
        const LONG: usize = 4;
        let found = |initials: &[u8]| memchr::memmem::find(initials, letters.as_bytes()).is_some();
        match letters.len() {
            0 | 1 => false,
            2 => self.compounds.iter().any(|compound| compound == letters) || self.pairs.contains(letters),
            _ => {
                let compound = self.compounds.iter().any(|compound| compound == letters);
                compound
                    || found(&self.apart)
                    || found(&self.joined)
                    || letters.len() >= LONG && found(&self.whole)
            }
        }
    }
}

/// Returns true for words that are not part of an acronym.
fn is_small(word: &str) -> bool {
    const SMALL: &str = " a an the of and or to in on for with by from at as is are be we our it its that this which while can ";
    SMALL.contains(&format!(" {word} "))
}

/// Returns the initials of two consecutive words that are both capitalized within a sentence, or that occur together again.
fn pairs(text: &str) -> HashSet<String> {
    let mut known: HashSet<(String, String)> = HashSet::new();
    let mut pairs = HashSet::new();
    let tokens: Vec<Token<'_>> = tokens(text).collect();
    let title = tokens.iter().position(|token| token.is(".")).unwrap_or_default();
    for (at, pair) in tokens.windows(2).enumerate() {
        let [one, other] = pair else { continue };
        let words = [one, other].map(|token| token.text.trim_end_matches('s').to_lowercase());
        let is_term = |token: &Token<'_>| token.kind == Kind::Latin && token.text.len() > 2;
        if !is_term(one) || !is_term(other) || words.iter().any(|word| is_small(word)) {
            continue;
        }
        let [first, second] = words;
        let initials: String = first.chars().take(1).chain(second.chars().take(1)).collect();
        let inner =
            at > title && at.checked_sub(1).and_then(|at| tokens.get(at)).is_some_and(|token| !token.is("."));
        let capital = |token: &Token<'_>| token.text.starts_with(char::is_uppercase);
        if !known.insert((first, second)) || inner && capital(one) && capital(other) {
            pairs.insert(initials);
        }
    }
    pairs
}

/// Returns the initials of words joined by hyphens, including small ones: `MoE` for *mixture-of-experts*.
fn compound(word: &str) -> Option<String> {
    let parts: Vec<&str> = word.split('-').collect();
    let alphabetic = parts.iter().all(|part| part.chars().all(char::is_alphabetic));
    let ends = [parts.first()?, parts.last()?].iter().all(|part| part.len() > 2);
    let initials = parts.iter().filter_map(|part| part.chars().next()).flat_map(char::to_lowercase);
    (alphabetic && ends && parts.len() > 1).then(|| initials.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acronyms_are_found_by_the_words_they_stand_for() {
        let initials =
            Initials::new("Spoken language models, and a tiny robot. The College of American Pathologists.");
        for letters in ["slm", "cap", "tr"] {
            assert_eq!(initials.have(letters), letters != "tr", "{letters}");
        }
        assert!(!initials.have("lmt"), "no sign is reached over");
        assert!(Initials::new("A sparse Mixture-of-Experts framework").have("moe"));
        let atlas = Initials::new("We use the Cancer Genome Atlas.");
        assert!(atlas.have("tcga") && atlas.have("cga") && !atlas.have("utc"));
        let initials = Initials::new("The Area-Under-the-Curve of Levenberg-Marquardt at frequency range 1");
        assert!(initials.have("auc") && initials.have("lm") && initials.have("fr1") && !initials.have("fr2"));
    }
}
