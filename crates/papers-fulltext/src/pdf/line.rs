//! Assembles the letters of a page into lines: separates words, combines accents with their letters, and keeps superscripts and
//! subscripts in their line.

mod accent;
mod ligature;
mod script;
mod spacing;

use std::collections::BTreeMap;

use super::fraction::{Bar, Fraction, Position, Run};
use super::glyph::{FACE_SEAM, Glyph, SEAM, WIDE_SEAM};
use super::raised;
use super::style::Style;
use accent::Accent;
use ligature::is_ligature;
pub(super) use script::HIGH;
use script::is_high;
use spacing::Spacing;

/// A gap wider than this separates words, in font sizes.
const WORD_GAP: f64 = 0.17;
/// A gap wider than this may separate words in lines with tight spacing.
const TIGHT_GAP: f64 = 0.1;
/// The minimum gap between words in a line whose other gaps are hardly wider.
const NEAR_GAP: f64 = 0.15;
/// A gap wider than this begins another piece, such as a column, a cell or an equation number; in font sizes.
const PIECE_GAP: f64 = 1.6;
/// The same for letters up to `NUMBER_SIZE` of the line's size, because line numbers stand close to the text.
const NUMBER_GAP: f64 = 0.6;
const NUMBER_SIZE: f64 = 0.8;
/// The distance by which a superscript or subscript may be off the baseline, in font sizes.
const SCRIPT_RISE: f64 = 0.65;
/// The tolerance for letters on one baseline, in font sizes.
const SAME_LINE: f64 = 0.25;
/// A step back of more than this begins another piece, in font sizes.
const STEP_BACK: f64 = 0.7;
/// The maximum size of letters beside a dropped capital, as a share of its own; superscripts are larger.
const BESIDE_INITIAL: f64 = 0.6;
/// The maximum height of their baseline above that of the capital, as a share of its size, which is its height.
const INITIAL_RISE: f64 = 0.75;
/// The maximum gap between a dropped capital and the rest of its word, in sizes of the letters.
const INITIAL_GAP: f64 = 0.3;

/// A piece of a line: words on one baseline without a wide gap between them.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) left: f64,
    pub(super) right: f64,
    /// The height of the baseline above the bottom of the page.
    pub(super) y: f64,
    /// The font size of most letters.
    pub(super) size: f64,
    /// The number of letters and digits.
    pub(super) letters: usize,
    /// The number of those in math fonts.
    pub(super) math: usize,
    /// The number of those in bold.
    pub(super) bold: usize,
    /// The length of the bold start of the text, in bytes.
    pub(super) bold_start: usize,
    /// The face of most letters, and the number of letters in it.
    pub(super) face: u16,
    pub(super) faced: usize,
    /// The length of the start of the text in the face of its first letter, in bytes.
    pub(super) face_start: usize,
    /// The raised number at its beginning, which may be that of a footnote.
    pub(super) note: Option<u32>,
    /// The number of pieces that were joined; a row of a table has several.
    pub(super) pieces: usize,
}

impl Line {
    /// Returns true if most letters are bold.
    pub(super) fn is_bold(&self) -> bool {
        self.bold * 10 >= self.letters * 7 && self.letters > 0
    }

    /// Returns true if both are on one baseline.
    pub(super) fn beside(&self, other: &Self) -> bool {
        (self.y - other.y).abs() < SAME_LINE * self.size.max(other.size).max(1.0)
    }
}

/// Assembles letters, in drawing order, into lines. The bars of a page show which numbers are fractions.
pub(super) fn lines(glyphs: &[Glyph], bars: &[Bar]) -> Vec<Line> {
    let mut writer = Writer { bars, notes: raised::notes(glyphs), ..Writer::default() };
    for glyph in glyphs {
        writer.take(glyph);
    }
    writer.flush();
    writer.done
}

/// The beginning of a superscript.
#[derive(Debug, Clone, Copy)]
struct Raised {
    /// Its position in the text of the line, in bytes.
    from: usize,
    /// True if it follows a letter of a formula.
    math: bool,
    /// True if its own first letter is one of a formula.
    symbol: bool,
    /// The gap before it, in font sizes of the line.
    gap: f64,
}

/// The line being assembled.
#[derive(Default)]
struct Writer<'a> {
    bars: &'a [Bar],
    done: Vec<Line>,
    line: Line,
    /// The number of letters by font size in tenths of a point.
    sizes: BTreeMap<i64, usize>,
    most: usize,
    /// The number of letters by face.
    faces: BTreeMap<u16, usize>,
    /// The face of the first letter.
    first: Option<u16>,
    /// The previous letter.
    last: Option<Glyph>,
    /// An accent for the next letter.
    accent: Option<Accent>,
    raised: Option<Raised>,
    /// The numbers of the notes of the page.
    notes: Vec<u32>,
    /// The number of letters in math fonts before each bracket that is open.
    open: Vec<usize>,
    /// True if there were any in the bracket that was closed last.
    formula: bool,
    /// The last letters, which may be a numerator.
    run: Run,
    /// The letters of the line.
    written: Vec<Position>,
    fraction: Option<Fraction>,
    spacing: Spacing,
    /// The positions of ligatures in the text of the line, in bytes.
    ligatures: Vec<usize>,
}

/// Returns true for letters of a script with capitals.
fn is_letters(glyph: &Glyph) -> bool {
    glyph.text.chars().all(|c| c.is_lowercase() || c.is_uppercase())
}

impl Writer<'_> {
    fn take(&mut self, glyph: &Glyph) {
        if self.accent.is_some() {
            self.settle_accent(glyph);
        }
        match accent::mark(&glyph.text) {
            Some(mark) => self.take_accent(mark, glyph),
            None => self.place(glyph),
        }
    }

    /// Places a letter or sign in the line, or begins another one with it.
    fn place(&mut self, glyph: &Glyph) {
        let Some(mut last) = self.last.take() else { return self.start(glyph) };
        if glyph.text.trim().is_empty() {
            self.last = Some(Glyph { end: last.end, ..last });
            return self.space();
        }
        if let Some(fraction) = self.fraction.take() {
            if fraction.holds(glyph) {
                return self.take_denominator(fraction, &last, glyph);
            }
            self.end_fraction(&fraction, glyph);
            last.end = last.end.max(fraction.bar.right);
        } else if let Some((bar, from)) = self.bar(&last, glyph) {
            return self.start_fraction(bar, from, glyph);
        }
        let gap = glyph.x - last.end;
        if self.is_beside_initial(glyph, gap) {
            self.line.y = glyph.y;
            self.forget_sizes();
            if gap > INITIAL_GAP * glyph.size {
                self.space();
            }
            return self.write(glyph);
        }
        let size = glyph.size.max(self.line.size).max(1.0);
        let rise = glyph.y - self.line.y;
        let in_line = rise.abs() < SAME_LINE * size;
        let small = glyph.size < 0.9 * self.line.size;
        // An index of an exponent may be nearly on the line.
        let in_line = in_line && !(small && self.raised.is_some() && rise > 0.0);
        let script = rise.abs() < SCRIPT_RISE * size && small;
        let back = if script { 4.0 * STEP_BACK } else { STEP_BACK };
        let dropped =
            rise.abs() < SCRIPT_RISE * size && self.line.size < 0.9 * glyph.size && self.line.letters < 3;
        let number = in_line && glyph.size < NUMBER_SIZE * self.line.size && gap > NUMBER_GAP * size;
        if number || !(in_line || script || dropped) || gap > PIECE_GAP * size || gap < -back * size {
            self.flush();
            return self.start(glyph);
        }
        if dropped && !in_line {
            self.line.y = glyph.y;
            self.line.note = self.line.text.parse().ok().filter(|_| rise < 0.0);
        }
        self.script(&last, script && !in_line || is_high(glyph), glyph);
        if self.raised.is_some_and(|raised| raised.from < self.line.text.len()) {
            self.nest(&last, glyph);
        }
        let gap = gap / glyph.size.min(last.size).max(1.0);
        if gap > WORD_GAP {
            self.spacing.take(gap);
            self.space();
        } else if gap > TIGHT_GAP && !script && self.raised.is_none() {
            match () {
                () if last.face != glyph.face && is_letters(&last) && is_letters(glyph) => {
                    self.line.text.push(FACE_SEAM);
                }
                () if gap > NEAR_GAP => self.line.text.push(WIDE_SEAM),
                () => self.line.text.push(SEAM),
            }
        }
        self.write(glyph);
    }

    /// Ends a word.
    fn space(&mut self) {
        self.end_accent();
        if !self.line.text.ends_with(' ') {
            self.line.text.push(' ');
        }
    }

    fn start(&mut self, glyph: &Glyph) {
        if glyph.text.trim().is_empty() {
            return;
        }
        self.line = Line { left: glyph.x, y: glyph.y, size: glyph.size, pieces: 1, ..Line::default() };
        self.run = Run::default();
        self.write(glyph);
    }

    /// Returns true for a letter of the first of the lines beside a dropped capital, which is drawn first.
    fn is_beside_initial(&self, glyph: &Glyph, gap: f64) -> bool {
        let rise = glyph.y - self.line.y;
        let mut capital = self.line.text.chars().filter(|c| !c.is_whitespace());
        capital.next().is_some_and(char::is_uppercase)
            && capital.next().is_none()
            && glyph.size < BESIDE_INITIAL * self.line.size
            && (SAME_LINE * glyph.size..INITIAL_RISE * self.line.size).contains(&rise)
            && (-STEP_BACK * glyph.size..PIECE_GAP * glyph.size).contains(&gap)
    }

    fn write(&mut self, glyph: &Glyph) {
        if is_vulgar(&glyph.text) && self.line.text.ends_with(|c: char| c.is_ascii_digit()) {
            self.line.text.push(' ');
        }
        if is_ligature(&glyph.text) {
            self.ligatures.push(self.line.text.len());
        }
        self.run.take(glyph, self.line.text.len());
        self.written.push(Position { x: glyph.x, y: glyph.y, at: self.line.text.len() });
        for c in glyph.text.chars() {
            self.letter(c, glyph);
        }
        let letters = glyph.text.chars().filter(|c| c.is_alphanumeric()).count();
        let bold = glyph.style.has(Style::BOLD);
        if matches!(&*glyph.text, ")" | "]") {
            self.formula = self.line.math > self.open.pop().unwrap_or_default();
        }
        self.line.letters += letters;
        self.line.math += if glyph.style.has(Style::MATH) { letters.max(1) } else { 0 };
        if matches!(&*glyph.text, "(" | "[") {
            self.open.push(self.line.math);
        }
        if bold {
            if self.line.bold == self.line.letters - letters {
                self.line.bold_start = self.line.text.len();
            }
            self.line.bold += letters;
        }
        self.line.right = self.line.right.max(glyph.end);
        self.weigh(glyph, letters);
        self.face(glyph.face, letters);
        self.last = Some(glyph.clone());
    }

    fn face(&mut self, face: u16, letters: usize) {
        let count = self.faces.entry(face).or_default();
        *count += letters;
        if *count > self.line.faced {
            (self.line.face, self.line.faced) = (face, *count);
        }
        if letters > 0 && *self.first.get_or_insert(face) == face && *count == self.line.letters {
            self.line.face_start = self.line.text.len();
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "font sizes are small")]
    fn weigh(&mut self, glyph: &Glyph, letters: usize) {
        let size = (glyph.size * 10.0).round() as i64;
        let count = self.sizes.entry(size).or_default();
        *count += letters;
        if *count > self.most {
            self.most = *count;
            self.line.size = size as f64 / 10.0;
        }
    }

    fn forget_sizes(&mut self) {
        self.sizes.clear();
        self.most = 0;
    }

    fn flush(&mut self) {
        if let Some(fraction) = self.fraction.take() {
            fraction.close(&mut self.line.text);
        }
        self.settle_raised(None);
        self.open.clear();
        self.written.clear();
        self.formula = false;
        self.forget_sizes();
        self.faces.clear();
        self.first = None;
        let mut line = std::mem::take(&mut self.line);
        ligature::replace_alone(&mut line, &std::mem::take(&mut self.ligatures));
        let spacing = std::mem::take(&mut self.spacing);
        spacing.settle(&mut line);
        line.text = line.text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !line.text.is_empty() {
            self.done.push(line);
        }
    }
}

/// Returns true for a fraction that is one letter of a font, such as `1/2`.
fn is_vulgar(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit()) && text.contains('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sets letters in a row from `x`, each half as wide as its font size.
    pub(in crate::pdf) fn set(glyphs: &mut Vec<Glyph>, (mut x, y): (f64, f64), size: f64, text: &str) -> f64 {
        for c in text.chars() {
            let end = x + size / 2.0;
            if c != ' ' {
                glyphs.push(Glyph {
                    text: c.to_string().into(),
                    x,
                    y,
                    end,
                    size,
                    style: Style::default(),
                    face: 0,
                });
            }
            x = end;
        }
        x
    }

    pub(in crate::pdf) fn texts(glyphs: &[Glyph]) -> Vec<String> {
        lines(glyphs, &[]).into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn gaps_part_words_columns_and_lines() {
        let mut glyphs = Vec::new();
        let end = set(&mut glyphs, (0.0, 100.0), 10.0, "two words");
        set(&mut glyphs, (end + 30.0, 100.0), 10.0, "beside");
        set(&mut glyphs, (0.0, 88.0), 10.0, "below");
        assert_eq!(texts(&glyphs), ["two words", "beside", "below"]);
    }

    #[test]
    fn small_gaps_are_seams() {
        let mut glyphs = Vec::new();
        let end = set(&mut glyphs, (0.0, 100.0), 10.0, "run");
        let end = set(&mut glyphs, (end + 1.3, 100.0), 10.0, "together");
        set(&mut glyphs, (end + 0.7, 100.0), 10.0, "s");
        assert_eq!(texts(&glyphs), [format!("run{SEAM}togethers")]);
    }

    #[test]
    fn a_ligature_that_stands_alone_is_none() {
        let ligature = |(x, y): (f64, f64), text: &str| Glyph {
            text: text.into(),
            x,
            y,
            end: x + 6.0,
            size: 10.0,
            style: Style::default(),
            face: 0,
        };
        let mut glyphs = vec![ligature((0.0, 100.0), "ffl")];
        let end = set(&mut glyphs, (12.0, 100.0), 10.0, "wi");
        glyphs.push(ligature((end, 100.0), "fi"));
        glyphs.push(ligature((end + 10.0, 100.0), "ff"));
        assert_eq!(texts(&glyphs), ["• wifi \u{FFFD}"]);
    }

    #[test]
    fn a_dropped_capital_begins_the_first_line_beside_it() {
        for (rest, gap, expected) in [("EEP regions", 0.5, "DEEP regions"), ("regions", 5.0, "D regions")] {
            let mut glyphs = Vec::new();
            let end = set(&mut glyphs, (0.0, 88.0), 26.0, "D");
            set(&mut glyphs, (end + gap, 100.0), 10.0, rest);
            set(&mut glyphs, (end + gap, 88.0), 10.0, "depend");
            assert_eq!(texts(&glyphs), [expected, "depend"]);
        }
    }

    #[test]
    fn bold_letters_are_counted_from_the_start() {
        let mut glyphs = Vec::new();
        let end = set(&mut glyphs, (0.0, 100.0), 10.0, "Data.");
        for glyph in &mut glyphs {
            glyph.style = Style::BOLD;
        }
        set(&mut glyphs, (end + 5.0, 100.0), 10.0, "We count");
        let line = lines(&glyphs, &[]).remove(0);
        assert_eq!(line.text.split_at(line.bold_start), ("Data.", " We count"));
        assert!(!line.is_bold());
    }
}
