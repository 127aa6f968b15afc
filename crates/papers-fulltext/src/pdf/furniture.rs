//! Removes what belongs to pages and not to the paper: running heads, page numbers, line numbers.

use std::collections::{HashMap, HashSet};

use super::layout::{Row, is_short_number};

/// The share of a page's height at its top and bottom in which running heads and page numbers are.
const EDGE: f64 = 0.13;
/// The same for the first and the last row of a page.
const WIDE_EDGE: f64 = 0.25;
/// The number of pages on which a line must be repeated to count as a running head.
const RUNNING: usize = 2;

/// Removes running heads, page numbers and line numbers.
pub(super) fn remove(rows: Vec<Row>) -> Vec<Row> {
    let running = running(&rows);
    let outermost = outermost(&rows);
    rows.into_iter()
        .filter(|row| {
            let edge = at_edge(row, EDGE) || (at_edge(row, WIDE_EDGE) && outermost.contains(&place(row)));
            let text = &row.line.text;
            !(edge && (is_page_number(text) || is_numbered(row) || running.contains(&shape(text))))
        })
        .map(without_line_number)
        .collect()
}

fn at_edge(row: &Row, part: f64) -> bool {
    row.line.y > row.height * (1.0 - part) || row.line.y < row.height * part
}

/// Returns the page and height of a row, in points.
#[expect(clippy::cast_possible_truncation, reason = "a place on a page")]
fn place(row: &Row) -> (usize, i64) {
    (row.page, row.line.y.round() as i64)
}

/// Returns the places of the first and the last row of each page.
fn outermost(rows: &[Row]) -> HashSet<(usize, i64)> {
    let mut ends: HashMap<usize, (i64, i64)> = HashMap::new();
    for (page, y) in rows.iter().map(place) {
        let (top, bottom) = ends.entry(page).or_insert((y, y));
        (*top, *bottom) = ((*top).max(y), (*bottom).min(y));
    }
    ends.into_iter().flat_map(|(page, (top, bottom))| [(page, top), (page, bottom)]).collect()
}

/// Returns the rows at the edges that are repeated on several pages, compared by their letters only.
fn running(rows: &[Row]) -> HashSet<String> {
    let mut pages: HashMap<String, HashSet<usize>> = HashMap::new();
    for row in rows.iter().filter(|row| at_edge(row, EDGE)) {
        let shape = shape(&row.line.text);
        if shape.chars().filter(|c| c.is_alphabetic()).count() > 2 {
            pages.entry(shape).or_default().insert(row.page);
        }
    }
    pages.into_iter().filter(|(_, pages)| pages.len() >= RUNNING).map(|(shape, _)| shape).collect()
}

fn shape(text: &str) -> String {
    text.chars().filter(|c| c.is_alphabetic()).collect()
}

fn is_page_number(text: &str) -> bool {
    let bare: String = text
        .to_lowercase()
        .replace("page", "")
        .replace("of", "")
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    let digits = bare.len() <= 6 && !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_digit());
    let roman = bare.len() <= 6 && !bare.is_empty() && bare.bytes().all(|b| b"ivxl".contains(&b));
    digits || roman
}

/// Returns true for a running head with the page number at one end: `2   A. Author et al.`
fn is_numbered(row: &Row) -> bool {
    let text = &row.line.text;
    let first = text.split(' ').next().unwrap_or_default();
    let last = text.rsplit(' ').next().unwrap_or_default();
    row.line.pieces > 1 && (is_short_number(first) || is_short_number(last))
}

/// Returns the text after a line number left of the margin.
fn number_before(row: &Row) -> Option<&str> {
    let (number, rest) = row.line.text.split_once(' ')?;
    (is_short_number(number) && row.indent() < -1.0).then_some(rest)
}

fn without_line_number(mut row: Row) -> Row {
    if let Some(rest) = number_before(&row) {
        row.line.text = rest.to_owned();
        row.line.left = row.left;
    }
    row
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("12", true)]
    #[case("- 3 -", true)]
    #[case("Page 4 of 10", true)]
    #[case("xiv", true)]
    #[case("A mirror", false)]
    #[case("1 Introduction", false)]
    #[case("—", false)]
    fn a_page_number_is_nothing_but_a_number(#[case] text: &str, #[case] expected: bool) {
        assert_eq!(is_page_number(text), expected);
    }
}
