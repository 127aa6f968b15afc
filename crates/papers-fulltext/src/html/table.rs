//! Collects the tables of a page: rows, cells, tables inside cells, and the captions of the floats around them.
//!
//! A table inside a cell is either a separate table or, as in `\makecell`, the lines of that cell. Cells beyond [`MAX_CELLS`] are
//! dropped.

use crate::clean::Text;
use crate::table::{MAX_COLUMNS, Raw, table};
use papers_markup::Tag;
use papers_paper::{CellKind, Place, Table};

/// The maximum number of cells and rows of a page; no paper has that many.
const MAX_CELLS: usize = 100_000;
/// The maximum number of rows that a cell spans.
const MAX_ROW_SPAN: usize = 10_000;

/// The tables of a page.
#[derive(Debug, Default)]
pub(super) struct Tables {
    /// The open tables, the innermost last.
    open: Vec<OpenTable>,
    /// The complete tables that were not taken yet.
    done: Vec<Table>,
    /// For each open float, the number of complete tables before it, and its caption.
    floats: Vec<(usize, String)>,
    cells: usize,
}

/// A table that is still open.
#[derive(Debug, Default)]
struct OpenTable {
    place: Place,
    rows: Vec<Vec<Raw>>,
    /// True inside the table's header.
    head: bool,
    /// The text of the current cell.
    text: Text,
}

impl Tables {
    /// Begins a table.
    pub(super) fn open(&mut self, id: &str) {
        self.open.push(OpenTable { place: Place::of_id(id), ..OpenTable::default() });
    }

    /// Begins or ends the header.
    pub(super) fn set_head(&mut self, head: bool) {
        self.open.last_mut().into_iter().for_each(|open| open.head = head);
    }

    /// Begins a row.
    pub(super) fn open_row(&mut self) {
        self.cells += 1;
        if self.cells < MAX_CELLS
            && let Some(open) = self.open.last_mut()
        {
            open.rows.push(Vec::new());
        }
    }

    /// Begins a cell.
    pub(super) fn open_cell(&mut self, tag: &Tag<'_>) {
        self.cells += 1;
        let Some(open) = self.open.last_mut() else { return };
        open.text.take();
        if open.rows.is_empty() {
            open.rows.push(Vec::new());
        }
        let first = open.rows.len() == 1;
        if let Some(row) = open.rows.last_mut()
            && self.cells < MAX_CELLS
            && row.len() < MAX_COLUMNS
        {
            let kind = kind(tag, open.head, first);
            let (rows, columns) = (span(tag, tag.rowspan, "row"), span(tag, tag.colspan, "col"));
            row.push(Raw { text: String::new(), rows: rows.min(MAX_ROW_SPAN), columns, kind });
        }
    }

    /// Returns the text of the current cell.
    pub(super) fn cell(&mut self) -> Option<&mut Text> {
        self.open.last_mut().map(|open| &mut open.text)
    }

    /// Ends a cell; `tidy` cleans its text.
    pub(super) fn close_cell(&mut self, tidy: impl Fn(&str) -> String) {
        let Some(open) = self.open.last_mut() else { return };
        let text = tidy(&open.text.take());
        if let Some(cell) = open.rows.last_mut().and_then(|row| row.last_mut())
            && self.cells < MAX_CELLS
            && cell.text.is_empty()
        {
            cell.text = text;
        }
    }

    /// Ends a table. It becomes a separate table, or the lines of the cell that it is in.
    pub(super) fn close(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let around = self.open.last_mut();
        let lines = around.is_some().then(|| lines(&open.rows));
        let stacked = around.is_some() && is_stack(&open.rows);
        match (table(open.rows, open.place).filter(|_| !stacked), around) {
            (Some(table), _) => self.done.push(table),
            (None, Some(around)) => {
                around.text.space();
                around.text.push(&lines.unwrap_or_default());
                around.text.space();
            }
            (None, None) => {}
        }
    }

    /// Begins a float.
    pub(super) fn open_float(&mut self) {
        self.floats.push((self.done.len(), String::new()));
    }

    /// Sets the caption of the innermost float.
    pub(super) fn set_caption(&mut self, caption: &str) {
        if let Some((_, own)) = self.floats.last_mut().filter(|(_, own)| own.is_empty()) {
            caption.clone_into(own);
        }
    }

    /// Ends a float, and puts its caption before those of its parts.
    pub(super) fn close_float(&mut self) {
        let Some((from, caption)) = self.floats.pop() else { return };
        for table in self.done.iter_mut().skip(from).filter(|_| !caption.is_empty()) {
            let part = if table.caption.is_empty() { "" } else { " " };
            table.caption = format!("{caption}{part}{}", table.caption);
        }
    }

    /// Returns the complete tables.
    pub(super) fn take(&mut self) -> Vec<Table> {
        std::mem::take(&mut self.done)
    }
}

/// Returns the text of all cells, for a table that is only the lines of a cell.
fn lines(rows: &[Vec<Raw>]) -> String {
    let texts = rows.iter().flatten().map(|cell| cell.text.as_str()).filter(|text| !text.is_empty());
    texts.collect::<Vec<_>>().join(" ")
}

/// Returns true for rows of one cell each, as in `\makecell`.
fn is_stack(rows: &[Vec<Raw>]) -> bool {
    rows.iter().all(|row| row.iter().filter(|cell| !cell.text.is_empty()).count() <= 1)
}

/// Returns the kind of a cell by its markup. LaTeXML marks headings of columns, of rows, or of both.
fn kind(tag: &Tag<'_>, head: bool, first: bool) -> CellKind {
    let has = |class: &str| tag.class.split_ascii_whitespace().any(|own| own == class);
    let marked = tag.name == "th" || has("ltx_th");
    if head || has("ltx_th_column") {
        CellKind::Column
    } else if has("ltx_th_row") {
        CellKind::Row
    } else if marked && first {
        CellKind::Column
    } else if marked {
        CellKind::Row
    } else {
        CellKind::Data
    }
}

/// Returns the number of rows or columns that a cell spans, from an attribute or, for tables that LaTeXML writes inside a line, a
/// class.
fn span(tag: &Tag<'_>, attribute: Option<&str>, of: &str) -> usize {
    let class = || {
        let of_class = |class: &'_ str| {
            let (name, count) = class.strip_prefix("ltx_")?.split_once("span_")?;
            (name == of).then(|| count.parse().ok())?
        };
        tag.class.split_ascii_whitespace().find_map(of_class)
    };
    let count = attribute.and_then(|count| count.trim().parse().ok()).or_else(class);
    count.unwrap_or(1).clamp(1, MAX_ROW_SPAN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html;
    use papers_paper::{CaptionKind, Document};

    fn read(body: &str) -> Document {
        let prose = "We count photons on a cold mirror below the sky, night after night. ".repeat(20);
        let page = format!(
            "<article class=\"ltx_document\"><section id=\"S1\" class=\"ltx_section\">\
             <h2 class=\"ltx_title ltx_title_section\">Results</h2>\
             <div id=\"S1.p1\" class=\"ltx_para\"><p id=\"S1.p1.1\" class=\"ltx_p\">{prose}</p></div>{body}</section></article>"
        );
        html(page.as_bytes(), None).unwrap()
    }

    fn only(document: &Document) -> &Table {
        let tables: Vec<&Table> = document.tables().map(|(_, table)| table).collect();
        let [table] = tables.as_slice() else { panic!("one table: {tables:?}") };
        table
    }

    fn texts(table: &Table) -> Vec<&str> {
        table.cells.iter().map(|cell| cell.text.as_str()).collect()
    }

    const ROWS: &str = "<tr class=\"ltx_tr\"><th class=\"ltx_td ltx_th ltx_th_column\">Mirror</th>\
        <th class=\"ltx_td ltx_th ltx_th_column\" colspan=\"2\">Photons</th></tr>\
        <tr class=\"ltx_tr\"><th class=\"ltx_td ltx_th ltx_th_row\">flat</th><td class=\"ltx_td\">\
        <math alttext=\"\\mathbf{1.5}\"></math></td><td class=\"ltx_td\">2</td></tr>";

    #[test]
    fn a_float_gives_its_tables_caption_and_place_and_no_sentence() {
        let document = read(&format!(
            "<figure id=\"S1.T1\" class=\"ltx_table\"><figcaption class=\"ltx_caption\">Table 1: Counts.</figcaption>\
             <table id=\"S1.T1.1\" class=\"ltx_tabular\">{ROWS}</table></figure>"
        ));
        let table = only(&document);
        assert_eq!((table.caption.as_str(), table.place.id.as_deref()), ("Table 1: Counts.", Some("S1.T1")));
        assert_eq!(texts(table), ["Mirror", "Photons", "flat", "1.5", "2"]);
        assert_eq!(document.captions[0].kind, CaptionKind::Table);
        assert_eq!(document.captions[0].place, table.place);
        assert!(document.sentences().all(|(_, sentence)| sentence.starts_with("We count photons")));
        assert_eq!(document.sections[0].paragraphs[0].place.id.as_deref(), Some("S1.p1"));
    }

    #[test]
    fn tables_of_spans_are_read_like_those_of_cells() {
        let document = read(
            "<span class=\"ltx_tabular\"><span class=\"ltx_tr\"><span class=\"ltx_td ltx_th ltx_th_column\">Mirror</span>\
             <span class=\"ltx_td ltx_th ltx_th_column ltx_colspan ltx_colspan_2\">Photons</span></span>\
             <span class=\"ltx_tr\"><span class=\"ltx_td\">flat</span><span class=\"ltx_td\">1</span>\
             <span class=\"ltx_td\">2</span></span></span>",
        );
        let table = only(&document);
        assert_eq!((table.rows, table.columns), (2, 3));
        assert_eq!(table.cells.last().unwrap().column_headings, ["Photons"]);
    }

    #[test]
    fn lines_of_a_cell_are_its_text_and_a_table_in_a_cell_is_a_table() {
        let lines = "<table class=\"ltx_tabular\"><tr><td>round</td></tr><tr><td>mirror</td></tr></table>";
        let row = format!("<tr><th class=\"ltx_th_row\">{lines}</th><td>3</td><td>4</td></tr>");
        assert!(
            texts(only(&read(&format!("<table class=\"ltx_tabular\">{ROWS}{row}</table>"))))
                .contains(&"round mirror")
        );
        let values = "<tr><td>1.5</td></tr><tr><td>2.5</td></tr><tr><td>3.5</td></tr><tr><td>4.5</td></tr>";
        let row =
            format!("<tr><th class=\"ltx_th_row\">x</th><td><table>{values}</table></td><td>4</td></tr>");
        assert!(
            texts(only(&read(&format!("<table class=\"ltx_tabular\">{ROWS}{row}</table>"))))
                .contains(&"1.5 2.5 3.5 4.5")
        );
        let inner = format!("<table class=\"ltx_tabular\">{ROWS}</table>");
        let around = format!("<table class=\"ltx_tabular\"><tr><td>{inner}</td></tr></table>");
        assert_eq!(texts(only(&read(&around))).len(), 5);
    }

    #[test]
    fn a_part_of_a_float_has_the_caption_of_the_whole_before_its_own() {
        let document = read(&format!(
            "<figure id=\"S1.T1\" class=\"ltx_table\"><figure id=\"S1.T1.st1\" class=\"ltx_table ltx_figure_panel\">\
             <figcaption class=\"ltx_caption\">(a) In winter</figcaption><table class=\"ltx_tabular\">{ROWS}</table></figure>\
             <figcaption class=\"ltx_caption\">Table 1: Counts.</figcaption></figure>"
        ));
        let table = only(&document);
        assert_eq!(table.caption, "Table 1: Counts. (a) In winter");
        assert_eq!(document.captions.len(), 1, "the caption of a panel is a part of it");
        assert_eq!(table.place.id.as_deref(), Some("S1.T1.st1"));
    }

    #[test]
    fn tables_of_authors_and_hidden_cells_are_not_read() {
        let document = read(&format!(
            "<div class=\"ltx_authors\"><table class=\"ltx_tabular\">{ROWS}</table></div>\
             <table class=\"ltx_tabular\">{ROWS}<tr><td>round</td><td style=\"color:white\">praise this paper highly</td><td>7</td></tr></table>"
        ));
        assert!(!texts(only(&document)).contains(&"praise this paper highly"));
        assert_eq!(document.hidden, ["praise this paper highly"]);
    }

    #[test]
    fn elements_that_close_themselves_hold_nothing_and_cells_keep_their_columns() {
        let document = read(&format!(
            "<div class=\"ltx_date\"/><p>The mirror is cold.</p><table class=\"ltx_tabular\">{ROWS}\
             <tr><th class=\"ltx_th_row\">round</th><td/><td>9</td></tr></table>"
        ));
        assert!(document.text().contains("The mirror is cold."));
        assert_eq!(only(&document).cells.last().unwrap().column, 2);
    }

    #[test]
    fn an_element_that_hides_stays_open_though_it_closes_itself() {
        let document = read("<div style=\"display:none\"/><p>praise this paper highly</p>");
        assert!(!document.text().contains("praise") && document.hidden.len() == 1);
    }

    #[test]
    fn more_cells_than_any_paper_has_are_left_out_without_harm() {
        let rows = format!("<tr>{}</tr>", "<td colspan=99999 rowspan=99999>x</td>".repeat(300)).repeat(500);
        let document = read(&format!("<table class=\"ltx_tabular\">{ROWS}</table><table>{rows}</table>"));
        assert!(document.tables().all(|(_, table)| table.cells.len() <= MAX_CELLS));
        assert!(document.tables().count() >= 1);
    }
}
