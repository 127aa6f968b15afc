//! Indexes the initials of the words of a text, to find the expansion of acronyms.

use crate::text::plain::plain;
use crate::text::token::{Kind, tokens};

/// The initials of a title and abstract.
#[derive(Debug, Default)]
pub(super) struct Initials {
    /// The initial of each word, with a space for small words and signs, so that no acronym spans them.
    apart: Vec<u8>,
    /// The same without small words: `CAP` for *College of American Pathologists*.
    joined: Vec<u8>,
    /// The initials of hyphenated words: `GT` for *ground-truth*.
    compounds: Vec<String>,
}

impl Initials {
    pub(super) fn new(text: &str) -> Self {
        const SMALL: &str = " a an the of and or to in on for with by from at as is are be we our it its that this which while can ";
        let text = plain(text);
        let mut initials = Self::default();
        for token in tokens(&text.replace('-', " ").to_lowercase()) {
            let first = token.text.as_bytes().first().copied().unwrap_or(b' ');
            let word = token.kind == Kind::Latin;
            let small = SMALL.contains(&format!(" {} ", token.text));
            initials.apart.push(if word && !small { first } else { b' ' });
            if !(word && small) {
                initials.joined.push(if word { first } else { b' ' });
            }
        }
        let compounds = tokens(&text).filter_map(|token| compound(token.text)).collect();
        Self { compounds, ..initials }
    }

    /// Returns true for the initials of consecutive words; two letters must be those of a hyphenated word, because any abstract has
    /// two such words by chance.
    pub(super) fn have(&self, letters: &str) -> bool {
        let found = |initials: &[u8]| memchr::memmem::find(initials, letters.as_bytes()).is_some();
        match letters.len() {
            0 | 1 => false,
            2 => self.compounds.iter().any(|compound| compound == letters),
            _ => {
                let compound = self.compounds.iter().any(|compound| compound == letters);
                compound || found(&self.apart) || found(&self.joined)
            }
        }
    }
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
        let initials = Initials::new("The Area-Under-the-Curve of Levenberg-Marquardt at frequency range 1");
        assert!(initials.have("auc") && initials.have("lm") && initials.have("fr1") && !initials.have("fr2"));
    }
}
