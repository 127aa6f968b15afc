//! Decides whether the gaps of a line separate words, if they are hardly wider than those between letters.

use super::Line;
use crate::pdf::glyph::{SEAM, WIDE_SEAM};

/// The gaps between the words of a line, in font sizes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Spacing {
    count: u32,
    sum: f64,
}

impl Spacing {
    pub(super) fn take(&mut self, gap: f64) {
        /// The maximum gap between two words.
        const WIDE: f64 = 1.0;
        if gap < WIDE {
            self.count += 1;
            self.sum += gap;
        }
    }

    /// Replaces gaps that are about as wide as those between words by spaces, and the others by seams.
    pub(super) fn settle(self, line: &mut Line) {
        /// The mean gap in a line that is set as tightly as possible, and the minimum number of gaps for a mean.
        const TIGHT: f64 = 0.22;
        const TELLING: u32 = 3;
        if !line.text.contains(WIDE_SEAM) {
            return;
        }
        let tight = self.count >= TELLING && self.sum < TIGHT * f64::from(self.count);
        let mut settled = String::with_capacity(line.text.len());
        let (mut bold, mut faced) = (line.bold_start, line.face_start);
        let mut parts = line.text.split(WIDE_SEAM);
        settled.extend(parts.next());
        let mut at = settled.len();
        for part in parts {
            let words = parts_words(&settled, part);
            let gap = if tight && words { ' ' } else { SEAM };
            let shorter = WIDE_SEAM.len_utf8() - gap.len_utf8();
            bold -= if line.bold_start > at { shorter } else { 0 };
            faced -= if line.face_start > at { shorter } else { 0 };
            settled.push(gap);
            settled.push_str(part);
            at += WIDE_SEAM.len_utf8() + part.len();
        }
        (line.text, line.bold_start, line.face_start) = (settled, bold, faced);
    }
}

/// Returns true if a gap between two texts parts words, or a word and a number, rather than the parts of a formula.
fn parts_words(before: &str, after: &str) -> bool {
    let is_end = |c: char| c.is_alphanumeric() || ".,;:)]”’%".contains(c);
    let begins = after.starts_with(|c: char| c.is_alphabetic() || "(“‘".contains(c));
    let number = after.starts_with(|c: char| c.is_ascii_digit()) && before.ends_with(char::is_alphabetic);
    before.ends_with(is_end) && (begins || number)
}
