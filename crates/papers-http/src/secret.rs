//! Secret texts, such as API keys, which are used in a header field and nowhere else.

use std::collections::HashSet;
use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;

/// The mask that replaces a secret.
const MASK: &str = "***";

/// The minimum length of a part of a secret that is masked. Shorter parts occur in many words.
const MIN_ECHO: usize = 5;

/// The same for parts of which only letters and digits are compared, in upper or lower case, and for encoded ones.
const MIN_ENCODED: usize = 10;

/// A text that `{}`, `{:?}` and serde cannot print.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a text, without white space at its ends, which files may have.
    pub fn new(text: &str) -> Self {
        Self(text.trim().to_owned())
    }

    /// Returns true if the text is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns true if the text is valid in a header field: visible ASCII.
    pub fn fits_header(&self) -> bool {
        self.0.bytes().all(|byte| byte.is_ascii_graphic())
    }

    /// Masks this secret in a text, whole or in part. Servers quote keys that they reject, some with asterisks in the middle or
    /// encoded, and messages may be truncated within a key.
    pub fn mask(&self, text: &str) -> String {
        if self.is_empty() {
            return text.to_owned();
        }
        let secret = self.secret_bytes(text);
        let mut out = String::with_capacity(text.len());
        for (at, c) in text.char_indices() {
            if !secret.get(at).copied().unwrap_or_default() {
                out.push(c);
            } else if !out.ends_with(MASK) {
                out.push_str(MASK);
            }
        }
        out
    }

    /// Determines for each byte of a text whether it belongs to a part of this secret.
    fn secret_bytes(&self, text: &str) -> Vec<bool> {
        let mut secret = vec![false; text.len()];
        let bytes: Vec<(usize, u8)> = text.bytes().enumerate().collect();
        find(&bytes, &[self.0.clone().into_bytes()], MIN_ECHO.min(self.0.len()), &mut secret);
        let letters = bytes.iter().filter(|(_, byte)| byte.is_ascii_alphanumeric());
        let letters: Vec<(usize, u8)> = letters.map(|(at, byte)| (*at, byte.to_ascii_lowercase())).collect();
        find(&letters, &self.encoded(), MIN_ENCODED, &mut secret);
        secret
    }

    /// Returns the forms of the secret in which it is searched, as letters and digits in lower case: plain, hexadecimal, and Base64
    /// at each offset in a longer text.
    fn encoded(&self) -> Vec<Vec<u8>> {
        let hex: String = self.0.bytes().map(|byte| format!("{byte:02x}")).collect();
        let shifted = (0..3).map(|shift| STANDARD_NO_PAD.encode([&" ".repeat(shift), &*self.0].concat()));
        // The first letters also depend on the text before.
        let base64 = shifted.map(|text| text.chars().skip(4).collect::<String>());
        let whole = STANDARD_NO_PAD.encode(&self.0);
        let forms = [self.0.clone(), hex, whole].into_iter().chain(base64);
        let letters = |form: String| form.bytes().filter(u8::is_ascii_alphanumeric).collect::<Vec<u8>>();
        forms.map(letters).map(|form| form.to_ascii_lowercase()).collect()
    }

    /// Returns the text, for the header field.
    pub(super) fn expose(&self) -> &str {
        &self.0
    }
}

/// Marks in `secret` each run of at least `least` signs of a text that also occurs in one of the forms, including the bytes between
/// them.
fn find(signs: &[(usize, u8)], forms: &[Vec<u8>], least: usize, secret: &mut [bool]) {
    let parts: HashSet<&[u8]> = forms.iter().flat_map(|form| form.windows(least)).collect();
    for part in signs.windows(least) {
        let letters: Vec<u8> = part.iter().map(|(_, byte)| *byte).collect();
        let (Some((start, _)), Some((end, _))) = (part.first(), part.last()) else { continue };
        if parts.contains(letters.as_slice()) {
            secret.get_mut(*start..=*end).unwrap_or_default().fill(true);
        }
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
    fn an_encoded_secret_is_masked() {
        let secret = Secret::new("sk-proj-Abc+def/0123456789xyz=Q");
        let base64 = |text: &str| STANDARD_NO_PAD.encode(text);
        let spread = |between: &str| secret.expose().chars().map(|c| format!("{c}{between}")).collect();
        let echoes: [String; 10] = [
            base64("sk-proj-Abc+def/0123456789xyz=Q"),
            base64("user:sk-proj-Abc+def/0123456789xyz=Q"),
            base64("Bearer sk-proj-Abc+def/0123456789xyz=Q"),
            secret.expose().bytes().map(|byte| format!("{byte:02X}")).collect(),
            secret.expose().to_uppercase(),
            spread(" "),
            spread("\n"),
            spread("\u{200b}"),
            "sk-proj-Abc%2Bdef%2F0123456789xyz%3DQ".to_owned(),
            r"sk-proj-Abc\u002bdef\/0123456789xyz=Q".to_owned(),
        ];
        for echo in echoes {
            let masked = secret.mask(&format!("the key {echo} is wrong"));
            assert!(masked.starts_with("the key ") && masked.ends_with(" is wrong"), "{masked}");
            assert!(masked.contains("***") && masked.len() < 42, "{echo}: {masked}");
        }
        let other = "request req_011CSHoEeqs5C35K2UUqR7Fy of a project about sky projections";
        assert_eq!(secret.mask(other), other);
    }

    #[test]
    fn an_empty_secret_masks_nothing() {
        assert_eq!(Secret::new("").mask("text"), "text");
    }
}
