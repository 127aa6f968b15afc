//! A key, or any text that nobody may see: it goes into a header field and nowhere else.

use std::fmt;

/// What stands in the place of a secret.
const MASK: &str = "***";

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

    /// The text with this secret masked wherever it stands: servers quote keys that they refuse.
    pub fn mask(&self, text: &str) -> String {
        if self.is_empty() { text.to_owned() } else { text.replace(&self.0, MASK) }
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
    fn an_empty_secret_masks_nothing() {
        assert_eq!(Secret::new("").mask("text"), "text");
    }
}
