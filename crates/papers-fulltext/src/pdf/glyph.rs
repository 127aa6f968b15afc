//! A letter on a page.

use std::rc::Rc;

use super::geometry::{Point, Rectangle};
use super::style::Style;

/// Stands for letters that nothing names, so that a sentence with a gap is not taken for a whole one.
pub(super) const UNKNOWN: &str = "\u{FFFD}";

/// Marks a small gap in the text of a line, which may or may not separate words. No text contains this noncharacter.
pub(super) const SEAM: char = '\u{FDD0}';
/// The same between letters of two faces, such as a word and a formula.
pub(super) const FACE_SEAM: char = '\u{FDD2}';
/// The marks of gaps that are resolved once all rows are known.
pub(super) const SEAMS: [char; 2] = [SEAM, FACE_SEAM];
/// Marks a wider gap, which still separates no words in most lines, until its line is read.
pub(super) const WIDE_SEAM: char = '\u{FDD1}';

/// A code of a font.
#[derive(Debug, Clone)]
pub(super) struct Sign {
    pub(super) text: Rc<str>,
    /// The width, in font sizes.
    pub(super) width: f64,
}

/// A letter, or the letters of a ligature.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    pub(super) text: Rc<str>,
    /// The left end of its baseline.
    pub(super) x: f64,
    pub(super) y: f64,
    /// The right end.
    pub(super) end: f64,
    /// The font size on the page.
    pub(super) size: f64,
    pub(super) style: Style,
    /// The number of its font's face.
    pub(super) face: u16,
}

impl Glyph {
    /// Returns the middle of a small letter.
    pub(super) fn middle(&self) -> Point {
        (f64::midpoint(self.x, self.end), self.y + self.size / 4.0)
    }

    /// Adds its box to those of a text, in which the letters of a line share one.
    pub(super) fn add_to(&self, boxes: &mut Vec<Rectangle>) {
        /// The maximum number of boxes: more than the lines of a page.
        const MAX_BOXES: usize = 200;
        /// The share of the size that letters reach below the baseline.
        const DEPTH: f64 = 0.3;
        let (low, high) = (self.y - DEPTH * self.size, self.y + self.size);
        let own = Rectangle::between((self.x, low), (self.end, high));
        let goes_on = |last: &&mut Rectangle| {
            (last.bottom, last.top) == (low, high) && (self.x - last.right).abs() < self.size
        };
        if let Some(last) = boxes.last_mut().filter(goes_on) {
            last.right = own.right;
        } else if boxes.len() < MAX_BOXES {
            boxes.push(own);
        }
    }
}
