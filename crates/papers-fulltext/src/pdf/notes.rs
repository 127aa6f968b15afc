//! Removes notes in the margins of a page, which are not part of the sentences beside them.

use super::columns::{Column, TELLING, column, usual};
use super::glyph::Glyph;
use super::line::{Line, lines};
use super::sheet::Sheet;

/// The minimum share of a column's lines that end at its margin. In ragged text and tables it is less, and no margin is known.
const JUSTIFIED: f64 = 0.5;
/// The minimum number of those lines.
const LINES: usize = 10;
/// The minimum width of the text, as a share of the page. A column of two is narrower, and what is beside it is not a note.
const TEXT_WIDTH: f64 = 0.5;
/// The minimum distance of a note from the text, in points; hanging punctuation is closer.
const APART: f64 = 4.0;
/// The minimum gap between a line and a note beside it, in font sizes; the words of a line that is too long are closer.
const GAP: f64 = 0.6;
/// The maximum share of a page's letters in notes.
const MOST: f64 = 0.25;
/// The minimum number of letters of a note on the left, where numbers and bullets are.
const WORD: usize = 4;

/// Returns the lines of a page without its notes.
pub(super) fn without(sheet: &Sheet, all: Vec<Line>, two: bool) -> Vec<Line> {
    let Some((left, right)) = margins(&all, two, sheet.width / 2.0) else { return all };
    if right - left < TEXT_WIDTH * sheet.width {
        return all;
    }
    let mut kept = match without_right(&sheet.glyphs, right) {
        Some(glyphs) => lines(&glyphs, &sheet.bars),
        None => all,
    };
    let is_note = |line: &Line| line.right < left - APART && line.letters >= WORD && !line.is_bold();
    let letters = |is: &dyn Fn(&Line) -> bool| -> usize {
        kept.iter().filter(|line| is(line)).map(|line| line.letters).sum()
    };
    if is_few(letters(&is_note), letters(&|_| true)) {
        kept.retain(|line| !is_note(line));
    }
    kept
}

/// Returns the letters of a page without those of notes on the right, if there are any. TeX draws a note after the line that it
/// belongs to and on the same baseline.
fn without_right(glyphs: &[Glyph], right: f64) -> Option<Vec<Glyph>> {
    // Few pages have any, and copies of all letters take time.
    if glyphs.iter().all(|glyph| glyph.x <= right + APART) {
        return None;
    }
    let mut last: Option<(&Glyph, bool)> = None;
    let mut kept = Vec::new();
    for glyph in glyphs {
        let continues = last.is_some_and(|(last, note)| {
            let size = glyph.size.max(last.size);
            let beside = (glyph.y - last.y).abs() < size / 2.0 && glyph.x > last.x;
            beside && !note && glyph.x - last.end < GAP * last.size
        });
        let note = glyph.x > right + APART && !continues;
        if !note {
            kept.push(glyph.clone());
        }
        last = Some((glyph, note));
    }
    is_few(glyphs.len() - kept.len(), glyphs.len()).then_some(kept)
}

fn is_few(notes: usize, all: usize) -> bool {
    notes > 0 && (notes as f64) < MOST * all as f64
}

/// Returns where most lines begin and end: those of the page, or those of its left and its right column.
fn margins(lines: &[Line], two: bool, middle: f64) -> Option<(f64, f64)> {
    let margin = |side: Column, end: fn(&Line) -> f64| {
        let inside = |line: &&Line| line.letters >= TELLING && (!two || column(line, middle) == side);
        let (count, value) = usual(lines.iter().filter(inside).map(end))?;
        let all = lines.iter().filter(inside).count();
        (count >= LINES && count as f64 >= JUSTIFIED * all as f64).then_some(value)
    };
    Some((margin(Column::Left, |line| line.left)?, margin(Column::Right, |line| line.right)?))
}
