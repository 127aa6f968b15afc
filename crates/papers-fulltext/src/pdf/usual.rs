//! Measures the usual look of a paper: the sizes of its running text, its leading, the form of its section numbers.

use std::collections::{BTreeMap, BTreeSet};

use super::layout::Row;
use super::line::Line;
use super::thresholds::{BOLD_TEXT, LARGER};
use super::title::{is_capitals, is_roman};
use crate::headings;

/// The minimum share of a paper's letters in a font size of its running text.
const COMMON: f64 = 0.3;
/// The same after the references, where appendices may be smaller.
const COMMON_LATE: f64 = 0.15;
/// The tolerance for font sizes, as a share.
pub(super) const ABOUT: f64 = 0.06;
/// The font size if none can be measured.
const SIZE: f64 = 10.0;

/// The usual look of a paper.
#[derive(Debug, Clone, Default)]
pub(super) struct Usual {
    /// Font sizes with their shares of the letters, the most common first.
    sizes: Vec<(f64, f64)>,
    /// The most common size before the references, which may have more letters than the text.
    body: f64,
    /// The distance between baselines.
    pub(super) leading: f64,
    /// True if sections have Roman numbers.
    pub(super) roman: bool,
    /// True if most text is bold, or its font's name says so; bold then marks no headings.
    pub(super) bold: bool,
    /// Faces in the text's size, with their shares of its letters.
    faces: BTreeMap<u16, f64>,
    /// The looks of headings that are always those of sections.
    top: BTreeSet<Print>,
    /// True if such headings have numbers; a letter before a heading is then the number of an appendix.
    pub(super) numbered: bool,
    /// The last letter of the headings that are numbered with `A`, `B` and so on, if there are any.
    letters: Option<u8>,
}

/// The look of a row in print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Print {
    face: u16,
    /// The size in tenths of a point.
    size: i64,
    capitals: bool,
}

impl Usual {
    /// Measures the rows of a paper.
    pub(super) fn of(rows: &[Row]) -> Self {
        let body = body_size(rows);
        let letters: usize = rows.iter().map(|row| row.line.letters).sum();
        let bold: usize = rows.iter().map(|row| row.line.bold).sum();
        let top: BTreeSet<Print> = rows.iter().filter(|row| names_top(&row.line.text)).map(print).collect();
        let heads = |row: &&Row| {
            let line = &row.line;
            let faced = top.iter().any(|print| print.face == line.face) || is_capitals(&line.text);
            line.size >= LARGER * body || line.is_bold() || faced
        };
        Self {
            sizes: sizes(rows),
            body,
            letters: rows.iter().filter(heads).fold(None, next_letter),
            leading: leading(rows, body),
            roman: rows.iter().filter(|row| is_roman(&row.line.text)).count() >= 2,
            bold: bold as f64 > BOLD_TEXT * letters as f64,
            faces: shares(rows.iter().filter(|row| is_about(row.line.size, body)), |line| line.face),
            top,
            numbered: rows.iter().map(|row| row.line.text.as_str()).any(is_numbered_top),
        }
    }

    /// Returns true if headings are numbered with letters up to this one. A letter that follows no other is part of a title or a line
    /// of code: `K ALMAN`, `D ELETE`.
    pub(super) fn reaches(&self, letter: u8) -> bool {
        self.letters.is_some_and(|last| letter <= last)
    }

    /// Returns the share of the running text's letters in a face.
    pub(super) fn share(&self, face: u16) -> f64 {
        self.faces.get(&face).copied().unwrap_or_default()
    }

    /// Returns whether a row has the look of headings of sections; `None` if the paper has no usual section.
    pub(super) fn is_top(&self, row: &Row) -> Option<bool> {
        (!self.top.is_empty()).then(|| self.top.contains(&print(row)))
    }

    /// Returns true for the face and size of headings of sections, whether in capitals or not.
    pub(super) fn is_like_top(&self, row: &Row) -> bool {
        let own = print(row);
        self.top.iter().any(|top| (top.face, top.size) == (own.face, own.size))
    }

    /// Returns true for the face of headings of sections.
    pub(super) fn heads(&self, face: u16) -> bool {
        self.top.iter().any(|top| top.face == face)
    }

    /// Returns the most common font size.
    pub(super) fn body(&self) -> f64 {
        self.body
    }

    /// Returns true for a size of the running text; `late` means after the references.
    pub(super) fn is_text(&self, size: f64, late: bool) -> bool {
        let least = if late { COMMON_LATE } else { COMMON };
        is_about(size, self.body())
            || self.sizes.iter().any(|(usual, part)| *part >= least && is_about(size, *usual))
    }
}

/// Returns the most common font size before the references.
pub(super) fn body_size(rows: &[Row]) -> f64 {
    sizes(before_references(rows)).first().map_or(SIZE, |(size, _)| *size)
}

/// Returns the sizes of rows with their shares of the letters, the most common first.
fn sizes(rows: &[Row]) -> Vec<(f64, f64)> {
    let shares = shares(rows.iter(), |line| tenths(line.size));
    let mut sizes: Vec<(f64, f64)> =
        shares.into_iter().map(|(size, share)| (size as f64 / 10.0, share)).collect();
    sizes.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    sizes
}

/// Returns the share of letters of each kind of line.
fn shares<'a, K: Ord>(rows: impl Iterator<Item = &'a Row>, kind: impl Fn(&Line) -> K) -> BTreeMap<K, f64> {
    let mut letters: BTreeMap<K, usize> = BTreeMap::new();
    for Row { line, .. } in rows {
        *letters.entry(kind(line)).or_default() += line.letters;
    }
    let all = letters.values().sum::<usize>().max(1) as f64;
    letters.into_iter().map(|(kind, count)| (kind, count as f64 / all)).collect()
}

/// Returns the rows before the references, because these and appendices may have more letters than the text. If there are too few,
/// they are a table of contents, and all rows are returned.
fn before_references(rows: &[Row]) -> &[Row] {
    const LEAST: usize = 4;
    const ENOUGH: usize = 100;
    let at = rows.iter().rposition(|row| headings::is_references(&row.line.text)).unwrap_or(rows.len());
    if at >= ENOUGH || at * LEAST > rows.len() { rows.get(..at).unwrap_or(rows) } else { rows }
}

/// Returns true for `1 Introduction` and the like.
fn is_numbered_top(text: &str) -> bool {
    headings::without_number(text).len() < text.len() && names_top(text)
}

/// Returns the last letter of a series `A`, `B` … after one more heading.
fn next_letter(last: Option<u8>, row: &Row) -> Option<u8> {
    let next = last.map_or(b'A', |last| last.saturating_add(1));
    let text = row.line.text.strip_prefix("Appendix ").unwrap_or(&row.line.text);
    let title = text.strip_prefix(char::from(next)).map(|rest| rest.trim_start_matches(['.', ':', ')']));
    let begins = title
        .and_then(|title| title.strip_prefix(' '))
        .is_some_and(|title| title.starts_with(char::is_uppercase));
    if begins { Some(next) } else { last }
}

fn print(row: &Row) -> Print {
    Print { face: row.line.face, size: tenths(row.line.size), capitals: is_capitals(&row.line.text) }
}

/// Returns true for the heading of a section that is hardly ever one of a subsection.
fn names_top(text: &str) -> bool {
    const NAMES: &[&str] = &[
        "introduction", "conclusion", "conclusions", "acknowledgments", "acknowledgements", "acknowledgment",
    ];
    let title = headings::without_number(text);
    headings::is_references(title) || NAMES.contains(&title.trim_end_matches('.').to_lowercase().as_str())
}

/// Returns true for sizes that differ only by rounding.
pub(super) fn is_about(a: f64, b: f64) -> bool {
    (a / b - 1.0).abs() < ABOUT
}

#[expect(clippy::cast_possible_truncation, reason = "font sizes are small")]
fn tenths(size: f64) -> i64 {
    (size * 10.0).round() as i64
}

fn leading(rows: &[Row], size: f64) -> f64 {
    let mut steps: BTreeMap<i64, usize> = BTreeMap::new();
    for pair in rows.windows(2) {
        let [above, below] = pair else { continue };
        let step = above.line.y - below.line.y;
        if above.column == below.column && step > 0.8 * size && step < 3.0 * size {
            *steps.entry(tenths(step)).or_default() += 1;
        }
    }
    steps.into_iter().max_by_key(|(_, count)| *count).map_or(1.2 * size, |(step, _)| step as f64 / 10.0)
}
