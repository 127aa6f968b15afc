//! Takes out what is on pages and not in the paper: running heads, page numbers, line numbers.

use std::collections::{HashMap, HashSet};

use super::layout::Row;

/// The part of a page's height at head and foot where its furniture is.
const EDGE: f64 = 0.13;
/// A head that comes on so many pages is a running one.
const RUNNING: usize = 2;
/// Numbers beside the text of a page from which on they are line numbers.
const LINE_NUMBERS: usize = 8;

/// Takes the furniture out.
pub(super) fn remove(rows: Vec<Row>) -> Vec<Row> {
    let running = running(&rows);
    let numbered = numbered_pages(&rows);
    rows.into_iter()
        .filter(|row| {
            let furniture =
                at_edge(row) && (is_page_number(&row.line.text) || running.contains(&shape(&row.line.text)));
            let number = is_aside(row) && numbered.contains(&row.page);
            !furniture && !number
        })
        .map(without_line_number)
        .collect()
}

fn at_edge(row: &Row) -> bool {
    row.line.y > row.height * (1.0 - EDGE) || row.line.y < row.height * EDGE
}

/// What rows at the edge have in common over pages: their letters, whatever the numbers.
fn running(rows: &[Row]) -> HashSet<String> {
    let mut pages: HashMap<String, HashSet<usize>> = HashMap::new();
    for row in rows.iter().filter(|row| at_edge(row)) {
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

/// True for a number beside the text.
fn is_aside(row: &Row) -> bool {
    let outside = row.line.right < row.left || row.line.left > row.right;
    outside && is_number(&row.line.text)
}

fn is_number(text: &str) -> bool {
    text.len() <= 4 && !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn numbered_pages(rows: &[Row]) -> HashSet<usize> {
    let mut counts: HashMap<usize, usize> = HashMap::new();
    for row in rows.iter().filter(|row| is_aside(row) || number_before(row).is_some()) {
        *counts.entry(row.page).or_default() += 1;
    }
    counts.into_iter().filter(|(_, count)| *count >= LINE_NUMBERS).map(|(page, _)| page).collect()
}

/// The text after a number that stands left of the margin on the same line.
fn number_before(row: &Row) -> Option<&str> {
    let (number, rest) = row.line.text.split_once(' ')?;
    (is_number(number) && row.indent() < -1.0).then_some(rest)
}

fn without_line_number(mut row: Row) -> Row {
    if let Some(rest) = number_before(&row) {
        row.line.text = rest.to_owned();
        row.line.left = row.left;
    }
    row
}
