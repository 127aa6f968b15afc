//! The look of a row compared with the running text: size, weight, face, capitals, and whether it stands alone.

use super::layout::Row;
use super::thresholds::{
    ALONE, CENTERED, FORMULA, LARGER, MOSTLY, ROOM, SAME_POINTS, SMALL, SMALLER, TEXT_FACE, WHOLLY,
};
use super::title::is_capitals;
use super::usual::Usual;

/// The look of a row.
#[expect(
    clippy::struct_excessive_bools,
    reason = "the signs are independent, and a heading is recognized by several of them"
)]
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    pub(super) larger: bool,
    pub(super) smaller: bool,
    pub(super) small: bool,
    pub(super) bold: bool,
    /// Its face is not that of the running text, as with italics, small capitals or sans serif.
    pub(super) faced: bool,
    pub(super) capitals: bool,
    /// It ends well before the margin.
    pub(super) alone: bool,
    pub(super) centered: bool,
    /// It contains hardly any math characters.
    pub(super) spoken: bool,
}

impl Look {
    pub(super) fn of(row: &Row, usual: &Usual) -> Self {
        let line = &row.line;
        let ratio = line.size / usual.body();
        let holds = |part: usize, least: f64| part as f64 >= least * line.letters as f64 && line.letters > 0;
        let centered = row.indent() > CENTERED;
        Self {
            larger: ratio >= LARGER && !usual.is_text(line.size, true),
            smaller: ratio < SMALLER,
            small: ratio < SMALL,
            bold: holds(line.bold, MOSTLY) && !usual.bold,
            faced: holds(line.faced, WHOLLY) && usual.share(line.face) < TEXT_FACE,
            capitals: is_capitals(&line.text),
            alone: row.shortfall() > ALONE || centered,
            centered,
            spoken: line.math as f64 <= FORMULA * line.letters as f64,
        }
    }

    /// Returns true for the size or weight of a heading.
    pub(super) fn is_strong(self) -> bool {
        !self.smaller && (self.larger || self.bold)
    }

    /// Returns true for a look that running text does not have.
    pub(super) fn stands_out(self) -> bool {
        self.is_strong() || (self.faced && !self.smaller && self.spoken)
    }
}

/// Returns true for rows of the same size and weight in the same column.
pub(super) fn same_look(a: &Row, b: &Row) -> bool {
    a.page == b.page
        && a.column == b.column
        && (a.line.size - b.line.size).abs() < SAME_POINTS
        && a.line.is_bold() == b.line.is_bold()
}

/// Returns true if lowercase words follow a heading in capitals, so that they begin another heading.
pub(super) fn ends_capitals(a: &Row, b: &Row) -> bool {
    const LONG: usize = 3;
    let word = |word: &str| word.chars().count() > LONG && word.chars().all(char::is_lowercase);
    is_capitals(&a.line.text) && b.line.text.split(|c: char| !c.is_alphabetic()).any(word)
}

/// Returns true if the first word of `next` would have fit at the end of `row`, so that `next` does not continue it.
pub(super) fn has_room(row: &Row, next: &Row) -> bool {
    let first = next.line.text.split(' ').next().unwrap_or_default().chars().count() + 1;
    let each = (next.line.right - next.line.left) / next.line.text.chars().count().max(1) as f64;
    let column = row.right - row.left;
    row.line.right - row.line.left + first as f64 * each < ROOM * column
}
