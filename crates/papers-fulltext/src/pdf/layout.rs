//! Arranges the pieces of lines of a page into rows in reading order: finds columns and margins, and joins pieces of one row.

pub(super) use super::columns::Column;
use super::columns::{TELLING, column, usual};
use super::line::{Line, lines};
use super::notes;
use super::numbered;
use super::sheet::Sheet;
use super::tidy::tidy;

/// The minimum share of a page's letters in each half of a page with two columns.
const BOTH_HALVES: f64 = 0.2;
/// With more changes of column than this on a page, the order in the file is not the reading order.
const MAX_COLUMN_CHANGES: usize = 6;

/// With this many numbers beside the text of a page, they are line numbers.
const MIN_LINE_NUMBERS: usize = 8;

/// A line of a column.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// Its page, starting at 1.
    pub(super) page: usize,
    pub(super) column: Column,
    pub(super) line: Line,
    /// The widest gap between its pieces.
    pub(super) gap: f64,
    /// The margins of its column.
    pub(super) left: f64,
    pub(super) right: f64,
    /// The height of its page.
    pub(super) height: f64,
}

impl Row {
    /// Returns the indentation, in font sizes.
    pub(super) fn indent(&self) -> f64 {
        (self.line.left - self.left) / self.line.size.max(1.0)
    }

    /// Returns the distance between the end of the row and the right margin, in font sizes.
    pub(super) fn shortfall(&self) -> f64 {
        (self.right - self.line.right) / self.line.size.max(1.0)
    }
}

/// Returns the rows of a page.
pub(super) fn rows(sheet: &Sheet) -> Vec<Row> {
    let page = sheet.page;
    let pieces = without_line_numbers(lines(&numbered::without(tidy(&sheet.glyphs)), &sheet.bars));
    let middle = sheet.width / 2.0;
    let two = has_two_columns(&pieces, middle);
    let pieces = notes::without(sheet, pieces, two);
    let mut rows: Vec<Row> = Vec::with_capacity(pieces.len());
    for line in pieces {
        let column = match rows.last() {
            _ if !two => Column::Whole,
            Some(row) if ends_whole(row, &line) => Column::Whole,
            _ => column(&line, middle),
        };
        let beside = rows.last_mut().filter(|row| {
            row.column == column && row.line.beside(&line) && line.left >= row.line.right - row.line.size
        });
        match beside {
            Some(row) => append(row, &line),
            None => {
                rows.push(Row { page, column, line, gap: 0.0, left: 0.0, right: 0.0, height: sheet.height });
            }
        }
    }
    sort(&mut rows);
    set_margins(&mut rows);
    rows
}

/// Removes line numbers beside the text of a page.
fn without_line_numbers(mut pieces: Vec<Line>) -> Vec<Line> {
    let telling = || pieces.iter().filter(|line| line.letters >= TELLING);
    let left = telling().map(|line| line.left).fold(f64::INFINITY, f64::min);
    let right = telling().map(|line| line.right).fold(f64::NEG_INFINITY, f64::max);
    let aside = |line: &Line| (line.right < left || line.left > right) && is_short_number(&line.text);
    if pieces.iter().filter(|line| aside(line)).count() >= MIN_LINE_NUMBERS {
        pieces.retain(|line| !aside(line));
    }
    pieces
}

/// Returns true for a possible line or page number.
pub(super) fn is_short_number(text: &str) -> bool {
    text.len() <= 4 && !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn has_two_columns(pieces: &[Line], middle: f64) -> bool {
    let mut letters = [0_usize; 3];
    for line in pieces.iter().filter(|line| line.letters >= TELLING) {
        let place = match column(line, middle) {
            Column::Whole => 0,
            Column::Left => 1,
            Column::Right => 2,
        };
        if let Some(count) = letters.get_mut(place) {
            *count += line.letters;
        }
    }
    let [whole, left, right] = letters;
    let all = (whole + left + right) as f64;
    let enough = |part: usize| part as f64 > BOTH_HALVES * all;
    // The last page may end in the left column.
    (enough(left) && enough(right)) || (whole == 0 && left > 0)
}

/// Returns true for the short last line of a text that spans both columns.
fn ends_whole(row: &Row, line: &Line) -> bool {
    let step = row.line.y - line.y;
    row.column == Column::Whole
        && (row.line.left - line.left).abs() < line.size
        && (0.0..1.5 * line.size).contains(&step)
        && (row.line.size - line.size).abs() < 0.3
}

fn append(row: &mut Row, next: &Line) {
    let line = &mut row.line;
    row.gap = row.gap.max(next.left - line.right);
    if line.bold == line.letters && next.bold > 0 {
        line.bold_start = line.text.len() + 1 + next.bold_start;
    }
    if line.faced == line.letters && next.face == line.face {
        line.face_start = line.text.len() + 1 + next.face_start;
    }
    if next.face == line.face {
        line.faced += next.faced;
    } else if next.faced > line.faced {
        (line.face, line.faced) = (next.face, next.faced);
    }
    line.text.push(' ');
    line.text.push_str(&next.text);
    if next.letters > line.letters {
        line.size = next.size;
    }
    line.right = line.right.max(next.right);
    line.letters += next.letters;
    line.math += next.math;
    line.bold += next.bold;
    line.pieces += next.pieces;
}

/// Sorts rows into reading order if the file has another one: by bands between rows that span the page, the left column first.
fn sort(rows: &mut [Row]) {
    let changes = rows.windows(2).filter(|pair| matches!(pair, [a, b] if a.column > b.column)).count();
    if changes <= MAX_COLUMN_CHANGES {
        return;
    }
    let mut spans: Vec<f64> =
        rows.iter().filter(|row| row.column == Column::Whole).map(|row| -row.line.y).collect();
    spans.sort_by(f64::total_cmp);
    let band = |row: &Row| (spans.partition_point(|span| *span < -row.line.y), row.column);
    rows.sort_by(|a, b| band(a).cmp(&band(b)).then(b.line.y.total_cmp(&a.line.y)));
}

fn set_margins(rows: &mut [Row]) {
    for column in [Column::Whole, Column::Left, Column::Right] {
        let telling = |row: &&Row| row.column == column && row.line.letters >= TELLING;
        let left = usual(rows.iter().filter(telling).map(|row| row.line.left));
        let right = usual(rows.iter().filter(telling).map(|row| row.line.right));
        for row in rows.iter_mut().filter(|row| row.column == column) {
            row.left = left.map_or(row.line.left, |(_, left)| left);
            row.right = right.map_or(row.line.right, |(_, right)| right);
        }
    }
}
