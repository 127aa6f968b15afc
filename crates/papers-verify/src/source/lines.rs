//! Collects the lines that a digest may be based on: sentences in groups about one thing, headings, captions, and the rows of
//! tables with the headings of their cells. Hidden text of the page is excluded.

use std::collections::HashMap;

use crate::number::spelled;
use crate::text::plain::plain;
use papers_paper::text::sentence;
use papers_paper::{CellKind, Document, Paper, Section, Table};

/// A line of the source.
#[derive(Debug)]
pub(crate) struct Line<'a> {
    /// Its text.
    pub(crate) body: Body<'a>,
    /// The group of related lines, such as those of a paragraph.
    pub(crate) group: usize,
    /// The line above it: the heading of a section, or the caption of a table.
    pub(crate) above: Option<usize>,
}

/// The content of a line.
#[derive(Debug)]
pub(crate) enum Body<'a> {
    /// A sentence, heading or caption.
    Text(&'a str),
    /// The headings of one or more columns.
    Columns(&'a [String]),
    /// The row headings and the cells of a row.
    Row(Vec<Piece<'a>>),
}

/// A cell of a row.
#[derive(Debug)]
pub(crate) struct Piece<'a> {
    /// Its text.
    pub(crate) text: &'a str,
    /// The line with its column headings, if there are any.
    pub(crate) column: Option<usize>,
    /// The unit given in brackets by those headings.
    pub(crate) unit: Option<&'a str>,
}

impl Line<'_> {
    /// Returns the texts of the line; a sentence is one.
    pub(crate) fn texts(&self) -> Vec<&str> {
        match &self.body {
            Body::Text(text) => vec![text],
            Body::Columns(headings) => headings.iter().map(String::as_str).collect(),
            Body::Row(pieces) => pieces.iter().map(|piece| piece.text).collect(),
        }
    }
}

/// Returns all lines that a digest may be based on.
pub(crate) fn lines<'a>(paper: &'a Paper, document: &'a Document) -> Vec<Line<'a>> {
    let mut lines = Lines::default();
    lines.own(&paper.title, None);
    lines.group(sentence::slices(&paper.abstract_text), None);
    for caption in &document.captions {
        lines.own(&caption.text, None);
    }
    for section in &document.sections {
        lines.section(section);
    }
    lines.all
}

#[derive(Default)]
struct Lines<'a> {
    all: Vec<Line<'a>>,
    groups: usize,
}

impl<'a> Lines<'a> {
    fn push(&mut self, body: Body<'a>, above: Option<usize>) {
        self.all.push(Line { body, group: self.groups, above });
    }

    /// Adds a line in a group of its own, and returns its index.
    fn own(&mut self, text: &'a str, above: Option<usize>) -> usize {
        self.group([text], above);
        self.all.len() - 1
    }

    fn group(&mut self, texts: impl IntoIterator<Item = &'a str>, above: Option<usize>) {
        self.groups += 1;
        for text in texts {
            self.push(Body::Text(text), above);
        }
    }

    fn section(&mut self, section: &'a Section) {
        let heading = (!section.heading.is_empty()).then(|| self.own(&section.heading, None));
        for paragraph in &section.paragraphs {
            self.group(paragraph.sentences.iter().map(String::as_str), heading);
        }
        for table in &section.tables {
            self.table(table);
        }
    }

    /// Adds the caption, the column headings and the rows.
    fn table(&mut self, table: &'a Table) {
        let caption = (!table.caption.is_empty()).then(|| self.own(&table.caption, None));
        let mut columns: HashMap<&[String], usize> = HashMap::new();
        let mut rows: HashMap<usize, Vec<Piece<'a>>> = HashMap::new();
        for cell in table.cells.iter().filter(|cell| cell.kind != CellKind::Column) {
            let headings = cell.column_headings.as_slice();
            let column = (!headings.is_empty()).then(|| {
                *columns.entry(headings).or_insert_with(|| {
                    self.groups += 1;
                    self.push(Body::Columns(headings), caption);
                    self.all.len() - 1
                })
            });
            let row = rows.entry(cell.row).or_default();
            for text in &cell.row_headings {
                if row.iter().all(|piece| piece.text != text) {
                    row.push(Piece { text, column: None, unit: None });
                }
            }
            let unit = headings.iter().rev().find_map(|heading| unit_of(heading));
            row.push(Piece { text: &cell.text, column, unit });
        }
        let mut rows: Vec<(usize, Vec<Piece<'a>>)> = rows.into_iter().collect();
        rows.sort_by_key(|&(row, _)| row);
        for (_, pieces) in rows {
            self.groups += 1;
            self.push(Body::Row(pieces), caption);
        }
    }
}

/// Returns the unit at the end of a heading: `ms` of `Latency (ms)`, `M` of `Params (M) ↓`, `thousands` of `Users in thousands`,
/// `10^6` of `FLOPs (×10^6)` and `FLOPs ×10^6`.
fn unit_of(heading: &str) -> Option<&str> {
    let heading = heading.trim_end_matches([' ', '↓', '↑']);
    let inside = heading.strip_suffix([')', ']']).and_then(|inside| inside.rsplit_once(['(', '[']));
    let (_, unit) = inside.or_else(|| heading.rsplit_once(" in ")).or_else(|| scaled(heading))?;
    let unit = unit.trim().trim_start_matches("in ").trim_matches('$');
    let power = unit.trim_start_matches("\\times").trim_start_matches(['×', 'x', ' ']);
    let unit = if power.starts_with("10") { power } else { unit.trim_start_matches('\\') };
    let known =
        matches!(unit, "%" | "x" | "×") || is_scale(unit) || crate::number::unit::unit(unit).is_some();
    known.then_some(unit)
}

/// Splits `FLOPs ×10^6`, or `×10^6` alone in its cell, at the sign.
fn scaled(heading: &str) -> Option<(&str, &str)> {
    let heading = heading.trim_end_matches('$');
    let parts = heading.rsplit_once("\\times").or_else(|| heading.rsplit_once('×'));
    parts.filter(|(before, power)| {
        power.trim_start().starts_with("10") && (before.is_empty() || before.ends_with([' ', '$']))
    })
}

/// Returns true for a scale: `M`, `thousands`, `10^6`. A digest may write the number with or without it.
pub(crate) fn is_scale(unit: &str) -> bool {
    let is_power = || plain(unit).strip_prefix("10^").is_some_and(|exponent| exponent.parse::<i32>().is_ok());
    matches!(unit, "K" | "k" | "M" | "B" | "T") || spelled::scale(unit).is_some() || is_power()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Latency (ms)", Some("ms"))]
    #[case("Accuracy [%]", Some("%"))]
    #[case(r"Acc. ($\%$)", Some("%"))]
    #[case("Size (M)", Some("M"))]
    #[case("Params (M) ↓", Some("M"))]
    #[case("Users in thousands", Some("thousands"))]
    #[case("Users (in millions)", Some("millions"))]
    #[case(r"Error ($\times 10^{-3}$)", Some("10^{-3}"))]
    #[case("Error (10⁶)", Some("10⁶"))]
    #[case(r"$\times 10^{6}$", Some("10^{6}"))]
    #[case("FLOPs ×10^6", Some("10^6"))]
    #[case("256×10", None)]
    #[case("Best in class", None)]
    #[case("Model (ours)", None)]
    #[case("Accuracy", None)]
    fn a_heading_may_say_the_unit(#[case] heading: &str, #[case] unit: Option<&str>) {
        assert_eq!(unit_of(heading), unit);
    }
}
