//! Puts accents on their letters. Those that stand beside letters are signs, as in `` `quoted' `` and `~200`.

use unicode_normalization::UnicodeNormalization;

use super::Writer;
use super::script::low;
use crate::pdf::glyph::{Glyph, UNKNOWN};

/// The maximum overlap of a sign and the letter beside it, by kerning, in font sizes.
const KERN: f64 = 0.1;
/// The minimum width of a sign, in font sizes. Accents without a width stand where their letter begins.
const WIDTH: f64 = 0.05;

/// An accent that was drawn before its letter.
pub(super) struct Accent {
    mark: char,
    glyph: Glyph,
    /// True if it does not stand over the previous letter.
    free: bool,
}

impl Accent {
    /// Returns the sign that an accent is if the next letter is beside it.
    fn sign(&self, next: &Glyph) -> Option<&'static str> {
        let Glyph { x, y, end, size, .. } = self.glyph;
        let size = size.max(1.0);
        let below = (y - next.y).abs() > size.max(next.size);
        let beside = end <= next.x + KERN * size;
        let text = match self.mark {
            RING => "°",
            GRAVE => "`",
            ACUTE => "’",
            TILDE => "~",
            _ => return None,
        };
        (self.free && end - x > WIDTH * size && (below || beside)).then_some(text)
    }
}

impl Writer<'_> {
    /// Writes an accent that was drawn before a letter, and is not over it, as the sign that it is.
    pub(super) fn settle_accent(&mut self, next: &Glyph) {
        let Some((accent, sign)) = self.accent.as_ref().and_then(|accent| Some((accent, accent.sign(next)?)))
        else {
            return;
        };
        let sign = Glyph { text: sign.into(), ..accent.glyph.clone() };
        self.accent = None;
        self.place(&sign);
    }

    /// Takes an accent. TeX's old fonts draw an accent before its letter at the same position; a cedilla comes after it.
    pub(super) fn take_accent(&mut self, mark: char, glyph: &Glyph) {
        let over_last = self.last.as_ref().is_some_and(|last| {
            glyph.x < last.end - 0.2 * last.size && (glyph.y - last.y).abs() < last.size.max(glyph.size)
        });
        if mark == CEDILLA
            && over_last
            && let Some(base) = self.line.text.pop()
        {
            self.line.text.extend([base, mark].into_iter().nfc());
        } else {
            self.accent = Some(Accent { mark, glyph: glyph.clone(), free: !over_last });
        }
    }

    /// Ends a word with the accent that follows it, which is an apostrophe.
    pub(super) fn end_accent(&mut self) {
        if self.accent.take_if(|accent| accent.mark == ACUTE).is_some() {
            self.line.text.push('’');
        }
    }

    /// Appends a letter, combined with the pending accent.
    pub(super) fn letter(&mut self, c: char, glyph: &Glyph) {
        let is_here = |accent: &Accent| accent.glyph.x > glyph.x - glyph.size && accent.glyph.x < glyph.end;
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
}

const GRAVE: char = '\u{300}';
const ACUTE: char = '\u{301}';
const TILDE: char = '\u{303}';
const RING: char = '\u{30A}';
const CEDILLA: char = '\u{327}';

/// Returns the combining mark of an accent that stands alone, as in TeX's fonts.
pub(super) fn mark(text: &str) -> Option<char> {
    let mut chars = text.chars();
    let (Some(c), None) = (chars.next(), chars.next()) else { return None };
    Some(match c {
        '´' | '\u{2CA}' | ACUTE => ACUTE,
        '`' | '\u{2CB}' | GRAVE => GRAVE,
        'ˆ' | '\u{302}' => '\u{302}',
        '¨' | '\u{308}' => '\u{308}',
        '˜' | TILDE => TILDE,
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
