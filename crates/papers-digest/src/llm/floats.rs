//! Formats tables and captions of a document for a model: what was measured, on what, and the main rows.

use std::collections::{BTreeMap, BTreeSet};

use super::tokens;
use papers_paper::{CaptionKind, Document, Table};

/// The number of first and last rows of a long table that are shown. Authors put their own results last.
const FIRST_ROWS: usize = 4;
const LAST_ROWS: usize = 4;

/// Formats as many tables and captions as fit into `room` tokens, tables first.
pub(super) fn floats(document: &Document, room: usize) -> String {
    let mut text = "\n## Tables and captions\n".to_owned();
    let mut left = room.saturating_sub(tokens::estimate(&text));
    let mut shown = BTreeSet::new();
    let tables = document.tables().map(|(_, table)| (table.caption.trim(), rows(table)));
    let captions = |kind| document.captions.iter().filter(move |caption| caption.kind == kind);
    let captions = captions(CaptionKind::Table).chain(captions(CaptionKind::Figure));
    for (caption, rows) in tables.chain(captions.map(|caption| (caption.text.trim(), String::new()))) {
        let piece = format!("{caption}\n{rows}");
        let cost = tokens::estimate(&piece);
        if cost <= left && shown.insert(caption) {
            left -= cost;
            text.push_str(&piece);
        }
    }
    if shown.is_empty() { String::new() } else { text }
}

/// Formats the main rows of a table, one line each.
fn rows(table: &Table) -> String {
    let mut rows: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for cell in &table.cells {
        rows.entry(cell.row).or_default().push(cell.text.trim());
    }
    let last = rows.len().saturating_sub(LAST_ROWS);
    let mut text = String::new();
    for (at, cells) in rows.values().enumerate() {
        if at < FIRST_ROWS || at >= last {
            text.push_str(&cells.join(" | "));
            text.push('\n');
        } else if at == FIRST_ROWS {
            text.push_str("[…]\n");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use papers_paper::{Caption, Cell, Place, Section};

    fn document() -> Document {
        let cell = |row, column| Cell { row, column, text: format!("r{row}c{column}"), ..Cell::default() };
        let cells = (0..20).flat_map(|row| [cell(row, 0), cell(row, 1)]).collect();
        let table = Table { caption: "Table 1: Memory.".to_owned(), cells, ..Table::default() };
        let caption = |kind, text: &str| Caption { kind, text: text.to_owned(), place: Place::default() };
        Document {
            sections: vec![Section { tables: vec![table], ..Section::default() }],
            captions: vec![
                caption(CaptionKind::Figure, "Figure 1: Overview."),
                caption(CaptionKind::Table, "Table 1: Memory."),
            ],
            ..Document::default()
        }
    }

    #[test]
    fn a_long_table_shows_its_head_and_its_end_and_its_caption_once() {
        let text = floats(&document(), 1_000);
        let head = "\n## Tables and captions\nTable 1: Memory.\nr0c0 | r0c1\n";
        assert!(text.starts_with(head) && text.ends_with("r19c0 | r19c1\nFigure 1: Overview.\n"), "{text}");
        assert!(text.contains("[…]") && !text.contains("r9c0"), "{text}");
        assert_eq!(text.matches("Table 1").count(), 1);
    }

    #[test]
    fn tables_that_do_not_fit_are_left_out() {
        for room in 0..120 {
            assert!(tokens::estimate(&floats(&document(), room)) <= room, "{room}");
        }
        assert_eq!(floats(&document(), 5), "");
    }
}
