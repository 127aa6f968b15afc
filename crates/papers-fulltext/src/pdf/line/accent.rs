//! Combines accents that a font draws on their own with their letters, and tells them from apostrophes and signs of degrees.

use unicode_normalization::UnicodeNormalization;

use super::script::low;
use super::{WORD_GAP, Writer};
use crate::pdf::glyph::{Glyph, UNKNOWN};

const ACUTE: char = '\u{301}';
const RING: char = '\u{30A}';
const CEDILLA: char = '\u{327}';

/// An accent that was drawn before its letter.
pub(super) struct Accent {
    mark: char,
    x: f64,
    end: f64,
}

impl Writer<'_> {
    /// Takes an accent. TeX's old fonts draw an accent before its letter at the same position; a cedilla comes after it.
    pub(super) fn take_accent(&mut self, mark: char, glyph: &Glyph) {
        let over_last = self.last.as_ref().is_some_and(|last| glyph.x < last.end - 0.2 * last.size);
        if mark == CEDILLA
            && over_last
            && let Some(base) = self.line.text.pop()
        {
            self.line.text.extend([base, mark].into_iter().nfc());
        } else {
            self.accent = Some(Accent { mark, x: glyph.x, end: glyph.end });
        }
    }

    /// Appends a letter, combined with the pending accent.
    pub(super) fn letter(&mut self, c: char, glyph: &Glyph) {
        let is_here = |accent: &Accent| accent.x > glyph.x - glyph.size && accent.x < glyph.end;
        let base = match c {
            'ı' => 'i',
            'ȷ' => 'j',
            c => c,
        };
        match self.accent.take().filter(is_here) {
            Some(accent) if c.is_alphabetic() => {
                self.line.text.extend([base, accent.mark].into_iter().nfc());
            }
            // One mark stands for several letters that are not known.
            _ if UNKNOWN.starts_with(c) && self.line.text.ends_with(UNKNOWN) => {}
            _ => self.line.text.push(low(c).unwrap_or(c)),
        }
    }

    /// Writes the sign of degrees: a ring beside a letter, not over it, as in `30˚C`, but not in `5 ˚A`. Returns where it ends.
    pub(super) fn settle_ring(&mut self, last: &Glyph, glyph: &Glyph) -> Option<f64> {
        let size = glyph.size.max(1.0);
        let beside = |ring: &mut Accent| ring.x < ring.end && ring.end <= glyph.x;
        let below = (last.y - glyph.y).abs() > size;
        let ring = self.accent.take_if(|accent| accent.mark == RING && (below || beside(accent)))?;
        if ring.x - last.end > WORD_GAP * size {
            self.space();
        }
        self.line.text.push('°');
        Some(ring.end)
    }

    /// Writes the accent of no letter at the end of a word, which was an apostrophe.
    pub(super) fn end_accent(&mut self) {
        if self.accent.take_if(|accent| accent.mark == ACUTE).is_some() {
            self.line.text.push('’');
        }
    }
}

/// Returns the combining mark of an accent that stands alone, as in TeX's fonts.
pub(super) fn mark(text: &str) -> Option<char> {
    let mut chars = text.chars();
    let (Some(c), None) = (chars.next(), chars.next()) else { return None };
    Some(match c {
        '´' | '\u{2CA}' | '\u{301}' => '\u{301}',
        '`' | '\u{2CB}' | '\u{300}' => '\u{300}',
        'ˆ' | '\u{302}' => '\u{302}',
        '¨' | '\u{308}' => '\u{308}',
        '˜' | '\u{303}' => '\u{303}',
        '¯' | 'ˉ' | '\u{304}' => '\u{304}',
        'ˇ' | '\u{30C}' => '\u{30C}',
        '˘' | '\u{306}' => '\u{306}',
        '˙' | '\u{307}' => '\u{307}',
        '˚' | RING => RING,
        '˝' | '\u{30B}' => '\u{30B}',
        '¸' | CEDILLA => CEDILLA,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use crate::pdf::glyph::Glyph;
    use crate::pdf::line::tests::{set, texts};

    #[test]
    fn an_accent_before_a_space_is_an_apostrophe() {
        let mut glyphs = Vec::new();
        let end = set(&mut glyphs, (0.0, 100.0), 10.0, "authors´");
        glyphs.push(Glyph { text: " ".into(), x: end, end: end + 3.0, ..glyphs[0].clone() });
        set(&mut glyphs, (end + 3.0, 100.0), 10.0, "roles");
        assert_eq!(texts(&glyphs), ["authors’ roles"]);
    }

    #[test]
    fn an_accent_is_put_on_its_letter() {
        let mut glyphs = Vec::new();
        let end = set(&mut glyphs, (0.0, 100.0), 10.0, "Gonz");
        set(&mut glyphs, (end, 100.0), 10.0, "´");
        let end = set(&mut glyphs, (end, 100.0), 10.0, "a");
        let end = set(&mut glyphs, (end, 100.0), 10.0, "lez M");
        set(&mut glyphs, (end, 100.0), 10.0, "¨");
        set(&mut glyphs, (end, 100.0), 10.0, "uller");
        assert_eq!(texts(&glyphs), ["González Müller"]);
        let mut glyphs = Vec::new();
        let end = set(&mut glyphs, (0.0, 100.0), 10.0, "30 ˚C and 5 ");
        set(&mut glyphs, (end, 100.0), 10.0, "˚");
        set(&mut glyphs, (end, 100.0), 10.0, "A at 9˚ up");
        assert_eq!(texts(&glyphs), ["30 °C and 5 Å at 9° up"]);
    }
}
