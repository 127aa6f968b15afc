//! A key, or any text that nobody may see: it goes into a header field and nowhere else.

use std::fmt;

/// The mask in the place of a secret.
const MASK: &str = "***";

/// The shortest part of a secret that is masked; less is a syllable of many words.
const MIN_ECHO: usize = 5;

/// A text that neither `{}` nor `{:?}` nor serde can print.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Takes a text into custody; white space at its ends, as files have it, is no part of it.
    pub fn new(text: &str) -> Self {
        Self(text.trim().to_owned())
    }

    /// True when there is nothing to hide.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// True when the text can stand in a header field: visible ASCII.
    pub fn fits_header(&self) -> bool {
        self.0.bytes().all(|byte| byte.is_ascii_graphic())
    }

    /// The text with this secret masked wherever it stands, whole or in part: servers quote keys that they refuse, some
    /// with stars in the middle, and a message may have been cut within one.
    pub fn mask(&self, text: &str) -> String {
        if self.is_empty() {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let length = self.echoed(rest);
            let step = if length > 0 { length } else { c.len_utf8() };
            match length {
                0 => out.push(c),
                _ if out.ends_with(MASK) => {}
                _ => out.push_str(MASK),
            }
            rest = rest.get(step..).unwrap_or_default();
        }
        out
    }

    /// Counts the bytes at the start of a text that are a telling part of this secret.
    fn echoed(&self, text: &str) -> usize {
        let least = MIN_ECHO.min(self.0.len());
        let mut lengths = (least..=self.0.len().min(text.len())).rev();
        let told = |length: &usize| text.get(..*length).is_some_and(|part| self.0.contains(part));
        // Most places of a text begin no part: the shortest is tried first.
        if text.get(..least).is_none_or(|part| !self.0.contains(part)) {
            return 0;
        }
        lengths.find(told).unwrap_or_default()
    }

    /// The text itself, for the header field.
    pub(super) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MASK)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_never_printed() {
        let secret = Secret::new(" sk-abc \n");
        assert_eq!(format!("{secret:?} {:#?}", Some(&secret)), "*** Some(\n    ***,\n)");
        assert_eq!(secret.mask("wrong key: sk-abc."), "wrong key: ***.");
        assert_eq!(secret.expose(), "sk-abc");
    }

    #[test]
    fn parts_of_a_secret_are_masked_too() {
        let secret = Secret::new("sk-proj-0123456789");
        assert_eq!(secret.mask("wrong: sk-proj-01234567…"), "wrong: ***…");
        assert_eq!(secret.mask("wrong: sk-pr********56789."), "wrong: ***********.");
        assert_eq!(secret.mask("a project of 012 skis"), "a project of 012 skis");
    }

    #[test]
    fn an_empty_secret_masks_nothing() {
        assert_eq!(Secret::new("").mask("text"), "text");
    }
}
