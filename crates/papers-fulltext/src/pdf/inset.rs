//! Finds where the rows of a figure, table or box that are set in the size of the text interrupt a sentence.
//!
//! The edges of such rows show in the sentence: a row that fills its column does not end it, and a row below a gap or a caption
//! continues it in lowercase. The rows between these two may be an inset if they do not fill the column. They may also be text
//! and are therefore read, but a sentence that continues across an edge is not a whole one.

use super::float::{caption, is_formula, is_table};
use super::layout::Row;
use super::thresholds::TELLING;
use super::usual::Usual;

/// The minimum gap above and below such rows, as a multiple of the leading; lines with superscripts are closer.
const APART: f64 = 1.6;
/// The maximum gap between the rows of a caption.
const WITHIN: f64 = 1.3;
/// The maximum distance of a row that fills its column from the margins, in font sizes; text in a box is set in by more.
const FLUSH: f64 = 0.3;
/// The maximum distance from the right margin of the row before, which may end in a part of a formula.
const NEARLY: f64 = 1.0;
/// The maximum number of rows of a float.
const MOST: usize = 90;

/// Returns the first row of each inset and the row below it, in order.
pub(super) fn edges(rows: &[Row], usual: &Usual) -> Vec<usize> {
    let finder = Finder { rows, usual };
    let mut found: Vec<usize> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        if row.line.text.starts_with(char::is_lowercase)
            && finder.is_text(row)
            && let Some(start) = finder.start_of_inset_before(at)
        {
            found.extend(if found.last() < Some(&start) { vec![start, at] } else { vec![at] });
        }
    }
    found
}

struct Finder<'a> {
    rows: &'a [Row],
    usual: &'a Usual,
}

impl Finder<'_> {
    fn is_text(&self, row: &Row) -> bool {
        row.line.letters >= TELLING && self.usual.is_text(row.line.size, false)
    }

    /// Returns true for words in the size of the text, which are read as text. Cells and formulas are not.
    fn has_words(&self, row: &Row) -> bool {
        self.usual.is_text(row.line.size, false) && !is_table(row) && !is_formula(row, true)
    }

    /// Returns true if a row is apart from the next: in another column or below a gap.
    fn is_apart(&self, row: &Row, next: &Row, gap: f64) -> bool {
        let step = row.line.y - next.line.y;
        row.page != next.page || row.column != next.column || step < 0.0 || step > gap * self.usual.leading
    }

    /// Returns the row below the one that a lowercase row continues, if there are others between them.
    fn start_of_inset_before(&self, end: usize) -> Option<usize> {
        let next = self.rows.get(end)?;
        let last = self.rows.get(end.checked_sub(1)?)?;
        if !self.is_apart(last, next, APART) || (self.is_text(last) && is_flush(last)) {
            return None;
        }
        let mut in_caption = self.ends_caption(end - 1);
        if !self.is_text(last) && !in_caption {
            return None;
        }
        let (mut filled, mut holds_words) = (false, false);
        for at in (end.saturating_sub(MOST)..end - 1).rev() {
            let (row, after) = (self.rows.get(at)?, self.rows.get(at + 1)?);
            holds_words |= !in_caption && self.has_words(after);
            in_caption &= caption(&after.line.text).is_none();
            let fills = self.is_text(row) && is_flush(row);
            if self.is_text(row) && leads_on(row) && self.is_apart(row, after, APART) {
                return holds_words.then_some(at + 1);
            }
            // Two such rows are text.
            if fills && filled || row.page + 1 < next.page {
                return None;
            }
            filled = fills;
        }
        None
    }

    /// Returns true for the last row of a caption.
    fn ends_caption(&self, last: usize) -> bool {
        const LONG: usize = 12;
        for at in (last.saturating_sub(LONG)..=last).rev() {
            let Some(row) = self.rows.get(at) else { return false };
            if caption(&row.line.text).is_some() {
                return true;
            }
            let before = at.checked_sub(1).and_then(|before| self.rows.get(before));
            if before.is_none_or(|before| self.is_apart(before, row, WITHIN)) {
                return false;
            }
        }
        false
    }
}

/// Returns true for a row from margin to margin.
fn is_flush(row: &Row) -> bool {
    row.indent().abs() < FLUSH && row.shortfall().abs() < FLUSH
}

/// Returns true for a row that fills its column and ends no sentence.
fn leads_on(row: &Row) -> bool {
    let ended = row.line.text.ends_with(['.', '!', '?', ':', '”', '"']);
    !ended && row.shortfall().abs() < NEARLY && row.indent() < NEARLY
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::layout::Column;
    use crate::pdf::line::Line;
    use crate::pdf::sections;

    /// A row of a page at a height, as wide as the text if it is flush.
    fn row(page: usize, y: f64, text: &str, flush: bool) -> Row {
        let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
        let (left, right) = if flush { (72.0, 540.0) } else { (90.0, 300.0) };
        let line =
            Line { text: text.to_owned(), left, right, y, size: 10.0, letters, pieces: 1, ..Line::default() };
        Row { page, column: Column::Whole, line, gap: 0.0, left: 72.0, right: 540.0, height: 792.0 }
    }

    /// The text of a paper whose sentence continues below other rows on the next page.
    fn text(between: &[Row]) -> String {
        let lead = (0..12).map(|at| {
            row(
                1,
                700.0 - 12.0 * f64::from(at),
                "the mirror is cold and we count each photon of the night",
                true,
            )
        });
        let last = row(1, 556.0, "the bell of the tower rings at noon and the clock keeps", true);
        let next = [
            row(2, 600.0, "good time on all days of the week when it is dry", true),
            row(2, 588.0, "and late on others.", false),
        ];
        let rows: Vec<Row> = lead.chain([last]).chain(between.iter().cloned()).chain(next).collect();
        let drafts = sections::read(&rows).drafts;
        drafts.into_iter().flat_map(|draft| draft.blocks).map(|block| block.text).collect()
    }

    #[test]
    fn a_sentence_around_words_of_a_float_is_not_whole() {
        let words = row(2, 700.0, "(a) Filter all photons then take the mean", false);
        let caption = row(2, 670.0, "Figure 1: Means.", false);
        let read = text(&[words.clone(), caption.clone()]);
        assert!(
            read.contains("clock keeps \u{FFFD} (a) Filter") && read.contains("mean \u{FFFD} good time"),
            "{read}"
        );
        assert!(text(&[words]).contains("clock keeps \u{FFFD} (a) Filter"));
        let read = text(&[caption]);
        assert!(read.contains("clock keeps good time on all days"), "{read}");
        assert!(text(&[]).contains("clock keeps good time on all days"));
    }
}
