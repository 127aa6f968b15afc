//! Removes footnotes that are as large as the text. Smaller ones are told by their size, as tables are.

use std::collections::{HashMap, HashSet};

use super::layout::Row;
use super::thresholds::SMALLER;
use super::usual::body_size;
use crate::headings;

/// The maximum height of the first row of footnotes, as a share of the page's.
const HIGHEST: f64 = 0.5;
/// The minimum distance from the text above to them, in font sizes.
const APART: f64 = 1.5;
/// The maximum distance of their last row from that of the page, in font sizes.
const BOTTOM: f64 = 3.0;
/// A number that is this far from the last one begins no footnote, but may be an isotope's.
const FAR: u32 = 4;

/// Removes the rows of each column from the first one that begins with the raised number of a footnote.
pub(super) fn without_notes(mut rows: Vec<Row>) -> Vec<Row> {
    let size = body_size(&rows);
    let text = rows.iter().rposition(|row| headings::is_references(&row.line.text)).unwrap_or(rows.len());
    let mut bottoms: HashMap<usize, f64> = HashMap::new();
    for row in &rows {
        let bottom = bottoms.entry(row.page).or_insert(f64::INFINITY);
        *bottom = bottom.min(row.line.y);
    }
    let mut notes = HashSet::new();
    let (mut from, mut last) = (0, 0);
    let same = |a: &Row, b: &Row| (a.page, a.column) == (b.page, b.column);
    for column in rows.get(..text).unwrap_or_default().chunk_by(same) {
        let bottom = column.first().and_then(|row| bottoms.get(&row.page)).copied().unwrap_or_default();
        if let Some((at, number)) = foot(column, bottom, size, last) {
            notes.extend(from + at..from + column.len());
            last = number;
        }
        from += column.len();
    }
    let mut at = 0..;
    rows.retain(|_| at.next().is_none_or(|at: usize| !notes.contains(&at)));
    rows
}

/// Returns the first row of the footnotes of a column, and the number of the last one, if they are as large as the text.
fn foot(column: &[Row], bottom: f64, size: f64, last: u32) -> Option<(usize, u32)> {
    let begins = |(at, pair): (usize, &[Row])| {
        let [above, row] = pair else { return None };
        let follows = row.line.note.is_some_and(|number| (last + 1..last + FAR).contains(&number));
        let is_large = row.line.size >= SMALLER * size && row.line.y < HIGHEST * row.height;
        (follows && is_large && is_apart(above, row)).then_some(at + 1)
    };
    let at = column.windows(2).enumerate().find_map(begins)?;
    let notes = column.get(at..)?;
    let goes_on = |a: &Row, b: &Row| a.line.y >= b.line.y && (b.line.note.is_some() || !is_apart(a, b));
    let ends = notes.last().is_some_and(|row| row.line.y - bottom < BOTTOM * row.line.size);
    let number = notes.iter().filter_map(|row| row.line.note).next_back()?;
    (ends && notes.is_sorted_by(goes_on)).then_some((at, number))
}

fn is_apart(above: &Row, row: &Row) -> bool {
    above.line.y - row.line.y > APART * row.line.size
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::pdf::layout::Column;
    use crate::pdf::line::Line;

    /// Ten rows of text, and one that begins with a number `below` them.
    fn kept(note: Option<u32>, below: f64, size: f64) -> usize {
        let row = |y: f64, size: f64, note: Option<u32>| {
            let line =
                Line { text: "the mirror is cold".to_owned(), y, size, letters: 15, note, ..Line::default() };
            Row { page: 1, column: Column::Whole, line, gap: 0.0, left: 0.0, right: 468.0, height: 792.0 }
        };
        let text = (0..10).map(|at| row(300.0 - 12.0 * f64::from(at), 10.0, None));
        let end = 300.0 - 12.0 * 9.0 - below;
        without_notes(text.chain([row(end, size, note), row(end - 12.0, size, None)]).collect()).len()
    }

    #[rstest]
    #[case(Some(1), 20.0, 10.0, 10)]
    #[case(Some(1), 20.0, 9.0, 10)]
    #[case(Some(3), 20.0, 10.0, 10)]
    #[case(Some(13), 20.0, 10.0, 12)] // Carbon 13.
    #[case(Some(1), 12.0, 10.0, 12)] // A line of the paragraph.
    #[case(None, 20.0, 10.0, 12)]
    fn footnotes_begin_apart_from_the_text_with_the_next_number(
        #[case] note: Option<u32>,
        #[case] below: f64,
        #[case] size: f64,
        #[case] rows: usize,
    ) {
        assert_eq!(kept(note, below, size), rows);
    }
}
