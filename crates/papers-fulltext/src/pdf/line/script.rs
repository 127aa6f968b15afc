//! Writes exponents, indices and fractions into a line.

use super::{Raised, TIGHT_GAP, WORD_GAP, Writer};
use crate::index::continues_number;
use crate::pdf::fraction::{Bar, Fraction, Run, bar_below, is_compound};
use crate::pdf::glyph::Glyph;
use crate::pdf::raised::{Kind, Superscript, ends_with_variable};
use crate::pdf::style::Style;

/// The minimum distance of an index below the baseline, in font sizes.
const INDEX_DROP: f64 = 0.05;
/// The maximum size of an index, as a share of that of its line.
const INDEX_SIZE: f64 = 0.85;
/// The minimum height of an exponent above the letter of an exponent or a fraction to which it belongs, in font sizes.
const NESTED_RISE: f64 = 0.2;
/// The maximum gap between a slanted letter and its exponent, in font sizes of the line.
const SLANT_GAP: f64 = 0.35;
/// The signs of an exponent.
const SIGNS: [char; 3] = ['+', '-', MINUS];
const MINUS: char = '−';
/// Dashes that word processors set for a minus.
const DASHES: [char; 3] = ['\u{2012}', '–', '—'];

impl Writer<'_> {
    /// Marks an exponent within an exponent or a fraction.
    pub(super) fn nest(&mut self, last: &Glyph, glyph: &Glyph) {
        let smaller = glyph.size < INDEX_SIZE * last.size;
        let higher = glyph.y > last.y + NESTED_RISE * last.size;
        let based = self.line.text.ends_with(|c: char| c.is_alphanumeric() || c == ')');
        if smaller && higher && based && glyph.text.starts_with(char::is_alphanumeric) {
            self.line.text.push('^');
        }
    }

    /// Returns the bar above a letter that begins a denominator, and where the numerator begins in the text.
    pub(super) fn bar(&self, last: &Glyph, glyph: &Glyph) -> Option<(Bar, usize)> {
        let line = (self.line.y, self.line.size);
        let bar = self.run.bar_above(glyph, self.bars, self.line.size).map(|bar| (bar, self.run.from));
        bar.or_else(|| bar_below(&self.written, last, glyph, self.bars, line))
    }

    pub(super) fn take_denominator(&mut self, fraction: Fraction, last: &Glyph, glyph: &Glyph) {
        if glyph.x - last.end > WORD_GAP * glyph.size {
            self.space();
        }
        self.nest(last, glyph);
        self.write(glyph);
        self.fraction = Some(fraction);
    }

    /// Begins the denominator of a fraction, whose numerator was just written.
    pub(super) fn start_fraction(&mut self, bar: Bar, from: usize, glyph: &Glyph) {
        if self.raised.is_some_and(|raised| raised.from > from) {
            self.settle_raised(None);
        }
        let from = from.min(self.line.text.len());
        let numerator = if self.line.text.is_char_boundary(from) {
            self.line.text.split_off(from)
        } else {
            String::new()
        };
        let before = self.raised.and_then(|raised| self.line.text.get(raised.from..));
        if before.is_some_and(|before| before.trim().is_empty()) {
            self.raised = None;
        }
        self.settle_raised(None);
        let from = self.line.text.len();
        self.line.text.push_str(&numerator);
        let denominator = self.line.text.len();
        self.write(glyph);
        self.fraction = Some(Fraction { bar, numerator: from, denominator, y: glyph.y });
    }

    /// Ends a fraction before a letter. If it began its line, the line is at the height of that letter.
    pub(super) fn end_fraction(&mut self, fraction: &Fraction, next: &Glyph) {
        let goes_on =
            (next.y - fraction.y).abs() < INDEX_DROP * next.size && next.x < fraction.bar.right + next.size;
        if goes_on && is_word(self.line.text.get(fraction.denominator..)) {
            // A row below a line: what is above is another.
            self.line.text.insert(fraction.denominator, ' ');
            return;
        }
        fraction.close(&mut self.line.text);
        self.run = Run::default(); // Its place in the text has moved.
        if fraction.numerator == 0 && fraction.is_in_line_of(next) {
            self.line.y = next.y;
        }
    }

    /// Records where a superscript begins, and interprets it where it ends.
    pub(super) fn script(&mut self, last: &Glyph, script: bool, glyph: &Glyph) {
        let below = !is_high(glyph)
            && glyph.size < INDEX_SIZE * self.line.size
            && glyph.y < self.line.y - INDEX_DROP * self.line.size;
        if below || !script {
            // An index below the line, which TeX draws after the exponent, or the index of a number.
            let digits = continues_number(self.line.text.chars().next_back(), &glyph.text)
                && last.size > glyph.size / INDEX_SIZE
                && self.raised.is_none();
            if (self.settle_raised(Some((last, glyph))) || digits) && below {
                self.line.text.push('_');
            }
        } else if self.raised.is_none() {
            let [math, symbol] = [last, glyph].map(|glyph| glyph.style.has(Style::MATH));
            let gap = (glyph.x - last.end) / self.line.size.max(1.0);
            self.raised = Some(Raised { from: self.line.text.len(), math, symbol, gap });
        }
    }

    /// Interprets a superscript, given its last letter and the letter after it. Marks of footnotes are removed, and exponents get
    /// a `^`: `10^5` must not become 105, nor `2^J` 2J. Returns true for an exponent.
    pub(super) fn settle_raised(&mut self, next: Option<(&Glyph, &Glyph)>) -> bool {
        let Some(Raised { from, math, symbol, gap }) = self.raised.take() else { return false };
        let Some((before, mark)) = self.line.text.split_at_checked(from) else { return false };
        let base = before.trim_end();
        let text = &match mark.trim().strip_prefix(DASHES) {
            Some(number) if number.starts_with(|c: char| c.is_ascii_digit()) => format!("{MINUS}{number}"),
            _ => mark.trim().to_owned(),
        };
        let spaced = base.len() < before.len() || mark.starts_with(' ');
        let leads = next.is_some_and(|(last, next)| {
            next.text.starts_with(char::is_uppercase) && next.x - last.end < TIGHT_GAP * next.size
        });
        let number: Option<u32> = text.parse().ok();
        // The mass number of an isotope, or a number that is not part of the word before.
        if spaced && (leads && number.is_some() || base.len() < before.len() && !ends_with_variable(base)) {
            return false;
        }
        let noted = number.is_some_and(|number| self.notes.contains(&number));
        let superscript = Superscript { before: base, text, math, symbol, formula: self.formula, noted };
        let kind = superscript.kind();
        let attached = gap < SLANT_GAP && (math || ends_with_variable(base)) && number.is_none_or(|n| n < 10);
        if spaced && kind == Kind::Exponent && !attached {
            return false;
        }
        match kind {
            Kind::Mark if spaced && leads => self.line.text.replace_range(base.len().., " "),
            Kind::Mark => self.line.text.truncate(base.len()),
            Kind::Exponent => {
                let space = if mark.ends_with(' ') { " " } else { "" };
                let brackets = is_compound(text.trim_start_matches(SIGNS));
                let raised = if brackets { format!("^({text}){space}") } else { format!("^{text}{space}") };
                self.line.text.replace_range(base.len().., &raised);
            }
            Kind::Other => {}
        }
        kind == Kind::Exponent
    }
}

/// Returns true for a text with a word of four letters.
fn is_word(text: Option<&str>) -> bool {
    const LETTERS: usize = 4;
    let mut words = text.unwrap_or_default().split(|c: char| !c.is_alphabetic());
    words.any(|word| word.chars().count() >= LETTERS)
}

/// Returns true for a letter that is a superscript wherever it stands: `²`.
pub(super) fn is_high(glyph: &Glyph) -> bool {
    glyph.text.chars().next().is_some_and(|c| low(c).is_some())
}

/// Returns the digit or sign that a superscript stands for.
pub(super) fn low(c: char) -> Option<char> {
    if c.is_ascii() {
        None
    } else {
        HIGH.iter().position(|high| *high == c).and_then(|at| LOW.get(at).copied())
    }
}

/// Superscripts, and what they stand for.
pub(in crate::pdf) const HIGH: [char; 12] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹', '⁺', '⁻'];
const LOW: [char; 12] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '+', '-'];

#[cfg(test)]
mod tests {
    use crate::pdf::fraction::Bar;
    use crate::pdf::line::lines;
    use crate::pdf::line::tests::{set, texts};
    use crate::pdf::style::Style;

    #[test]
    fn marks_of_footnotes_go_and_exponents_stay() {
        let mut glyphs = Vec::new();
        let end = set(&mut glyphs, (0.0, 100.0), 10.0, "method");
        let end = set(&mut glyphs, (end, 104.0), 7.0, "12");
        let end = set(&mut glyphs, (end + 3.0, 100.0), 10.0, "and 10");
        let end = set(&mut glyphs, (end, 104.0), 7.0, "5");
        set(&mut glyphs, (end + 3.0, 100.0), 10.0, "photons");
        assert_eq!(texts(&glyphs), ["method and 10^5 photons"]);
    }

    #[test]
    fn exponents_are_told_from_indices_and_fractions_from_both() {
        let mut glyphs = Vec::new();
        let end = set(&mut glyphs, (0.0, 100.0), 10.0, "all 2");
        let math = glyphs.len();
        let end = set(&mut glyphs, (end, 104.0), 7.0, "j+1");
        glyphs[math].style = Style::MATH;
        let end = set(&mut glyphs, (end + 3.0, 100.0), 10.0, "of x");
        set(&mut glyphs, (end, 104.0), 7.0, "2");
        let end = set(&mut glyphs, (end, 97.5), 7.0, "3");
        let end = set(&mut glyphs, (end + 3.0, 100.0), 10.0, "by");
        set(&mut glyphs, (end + 4.0, 103.9), 7.0, "3");
        let right = set(&mut glyphs, (end + 4.0, 96.5), 7.0, "4");
        set(&mut glyphs, (right + 4.0, 100.0), 10.0, "of 5²,");
        let bar = Bar { left: end + 4.0, right, y: 102.5 };
        let line = lines(&glyphs, &[bar]).remove(0);
        assert_eq!(line.text, "all 2^(j+1) of x^2_3 by 3/4 of 5^2,");
    }

    #[test]
    fn an_index_below_an_exponent_or_beside_a_number_is_set_off() {
        let mut glyphs = Vec::new();
        let end = set(&mut glyphs, (0.0, 100.0), 10.0, "of H");
        set(&mut glyphs, (end, 104.0), 7.0, "2");
        let end = set(&mut glyphs, (end, 97.6), 7.0, "0");
        let end = set(&mut glyphs, (end + 3.0, 100.0), 10.0, "and Llama2");
        let end = set(&mut glyphs, (end, 98.5), 7.0, "65B");
        let end = set(&mut glyphs, (end + 3.0, 100.0), 10.0, "in O(T");
        let end = set(&mut glyphs, (end + 1.5, 104.0), 7.0, "2");
        let end = set(&mut glyphs, (end, 100.0), 10.0, "), from");
        let end = set(&mut glyphs, (end + 3.0, 104.0), 7.0, "14");
        set(&mut glyphs, (end, 100.0), 10.0, "C");
        assert_eq!(texts(&glyphs), ["of H^2_0 and Llama2_65B in O(T^2), from 14C"]);
    }

    /// The note below has the number of the first mark, and none has that of the second.
    #[test]
    fn a_note_of_the_page_tells_its_mark() {
        let mut glyphs = Vec::new();
        let end = set(&mut glyphs, (0.0, 100.0), 10.0, "by Claude 2");
        let end = set(&mut glyphs, (end, 104.0), 7.0, "7");
        let end = set(&mut glyphs, (end + 3.0, 100.0), 10.0, "in (1 - s)");
        set(&mut glyphs, (end, 104.0), 7.0, "2");
        let end = set(&mut glyphs, (0.0, 23.0), 6.0, "7");
        set(&mut glyphs, (end, 20.0), 8.0, "A model");
        assert_eq!(texts(&glyphs), ["by Claude 2 in (1 - s)^2", "7A model"]);
    }

    #[test]
    fn a_fraction_begins_its_line_and_goes_on_in_it() {
        for (size, up, down) in [(7.0, 3.9, 3.5), (10.0, 6.8, 6.9)] {
            let mut glyphs = Vec::new();
            set(&mut glyphs, (0.0, 100.0 + up), size, "N");
            let right = set(&mut glyphs, (0.0, 100.0 - down), size, "2");
            set(&mut glyphs, (right + 4.0, 100.0), 10.0, "names are read");
            let line = lines(&glyphs, &[Bar { left: 0.0, right, y: 102.5 }]).remove(0);
            assert_eq!((line.text.as_str(), line.y), ("N/2 names are read", 100.0));
        }
    }
}
