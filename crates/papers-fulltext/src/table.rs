//! Arranges the cells of a table into a [`Table`]: every cell at its row and column, with the headings that describe it.
//!
//! Cells that the page marks as headings are headings. If it marks none, the first row and the first column are headings if they
//! contain words next to numbers. Tables used for layout, and those that are too large, are rejected.

use std::borrow::Cow;

use papers_paper::{Cell, CellKind, Place, Table};

/// The maximum number of columns.
pub(super) const MAX_COLUMNS: usize = 256;
/// The maximum product of rows and columns.
const MAX_PLACES: usize = 100_000;
/// A table with fewer non-empty cells is used for layout.
const MIN_CELLS: usize = 4;
/// The maximum number of headings of each kind for a cell.
const MAX_HEADINGS: usize = 6;
/// The maximum number of characters of a heading for a cell.
const HEADING_CHARS: usize = 120;
/// The maximum number of letters in a number with its unit: `1.2 GB`, `12e-3`, `± 3 km s`.
const MAX_UNIT_LETTERS: usize = 4;

/// A cell as in the page.
#[derive(Debug, Default, Clone)]
pub(super) struct Raw {
    pub(super) text: String,
    pub(super) rows: usize,
    pub(super) columns: usize,
    /// The kind given by the page.
    pub(super) kind: CellKind,
}

/// Arranges the rows of a table; `None` if they are not a table.
pub(super) fn table(rows: Vec<Vec<Raw>>, place: Place) -> Option<Table> {
    let mut grid = Grid::lay(rows)?;
    let spoken = grid.cells.iter().filter(|cell| !cell.text.is_empty()).count();
    let numbers = grid.cells.iter().filter(|cell| is_number(&cell.text)).count();
    // A single column of words is a stack of lines; one of numbers is a list of values.
    if grid.rows < 2 || (grid.columns < 2 && numbers * 2 < spoken) || spoken < MIN_CELLS {
        return None;
    }
    grid.guess_headings();
    grid.mark_groups();
    grid.name_columns();
    grid.name_rows();
    let Grid { rows, columns, mut cells, .. } = grid;
    cells.retain(|cell| !cell.text.is_empty());
    Some(Table { caption: String::new(), place, rows, columns, cells })
}

/// Returns true for a number with sign, error and unit, and for placeholders for a missing one; `×10³` is a unit.
fn is_number(text: &str) -> bool {
    let plain = without_commands(text);
    let letters = plain.chars().filter(|c| c.is_alphabetic()).count();
    let digit = plain.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| c.is_ascii_digit());
    let unit = text.trim_start_matches(['$', '(', ' ']).starts_with(['×', '\\']);
    digit && letters <= MAX_UNIT_LETTERS && !unit
        || !plain.is_empty() && plain.trim_matches(['-', '–', '—', '✓', '✗', '×']).is_empty()
}

/// Returns the text without TeX commands such as `\pm` or `\mathbf`.
fn without_commands(text: &str) -> Cow<'_, str> {
    let mut parts = text.split('\\');
    let Some(first) = parts.next().filter(|first| first.len() < text.len()) else { return text.into() };
    let rest = parts.map(|part| part.trim_start_matches(|c: char| c.is_ascii_alphabetic()));
    std::iter::once(first).chain(rest).collect::<String>().into()
}

/// The grid of a table, with the cell that covers each place.
struct Grid {
    rows: usize,
    columns: usize,
    cells: Vec<Cell>,
    /// By row and column, the cell that covers the place.
    places: Vec<Option<usize>>,
}

impl Grid {
    /// Places cells side by side, around those that span from rows above, as browsers do.
    fn lay(raw: Vec<Vec<Raw>>) -> Option<Self> {
        let rows = raw.len();
        let columns = width(&raw);
        if columns == 0 || rows.saturating_mul(columns) > MAX_PLACES {
            return None;
        }
        let mut grid = Self { rows, columns, cells: Vec::new(), places: vec![None; rows * columns] };
        for (row, cells) in raw.into_iter().enumerate() {
            let mut column = 0;
            for cell in cells {
                while column < columns && grid.at(row, column).is_some() {
                    column += 1;
                }
                // A cell for which no column is left would be outside of the table.
                if column < columns {
                    column += grid.put(row, column, cell);
                }
            }
        }
        Some(grid)
    }

    /// Places a cell, and returns the number of columns that it covers.
    fn put(&mut self, row: usize, column: usize, raw: Raw) -> usize {
        let rows = raw.rows.clamp(1, self.rows - row);
        let columns = raw.columns.clamp(1, self.columns - column);
        let number = self.cells.len();
        for start in (row..row + rows).map(|row| row * self.columns + column) {
            for place in self.places.get_mut(start..start + columns).into_iter().flatten() {
                place.get_or_insert(number);
            }
        }
        let Raw { text, kind, .. } = raw;
        self.cells.push(Cell { row, column, rows, columns, kind, text, ..Cell::default() });
        columns
    }

    fn at(&self, row: usize, column: usize) -> Option<usize> {
        self.places.get(row * self.columns + column).copied().flatten()
    }

    /// Finds headings if the page marks none.
    fn guess_headings(&mut self) {
        let head = self.head();
        for cell in self.cells.iter_mut().filter(|cell| cell.row < head) {
            cell.kind = CellKind::Column;
        }
        if !self.cells.iter().any(|cell| cell.kind == CellKind::Row) {
            let first = |cell: &&mut Cell| cell.column == 0 && cell.kind == CellKind::Data;
            let words = |cell: &Cell| cell.column == 0 && !cell.text.is_empty() && !is_number(&cell.text);
            if self.cells.iter().any(|cell| cell.kind == CellKind::Data && words(cell)) {
                self.cells.iter_mut().filter(first).for_each(|cell| cell.kind = CellKind::Row);
            }
        }
    }

    /// Returns the number of heading rows at the top: those marked by the page, or else the first if it has words above numbers;
    /// and the next rows without numbers that begin with an empty cell or a heading that spans from above.
    fn head(&self) -> usize {
        let mut numbers = vec![0_usize; self.rows];
        let mut words = vec![0_usize; self.rows];
        let mut marked = vec![false; self.rows];
        for cell in self.cells.iter().filter(|cell| !cell.text.is_empty()) {
            let counts = if is_number(&cell.text) { &mut numbers } else { &mut words };
            counts.get_mut(cell.row).into_iter().for_each(|count| *count += 1);
            if cell.kind == CellKind::Column {
                marked.get_mut(cell.row).into_iter().for_each(|mark| *mark = true);
            }
        }
        let without_numbers = |row: usize| numbers.get(row) == Some(&0);
        let mut head = marked.iter().take_while(|mark| **mark).count();
        if !marked.contains(&true) && without_numbers(0) && numbers.iter().any(|count| *count > 0) {
            head = 1;
        }
        while head > 0 && without_numbers(head) && words.get(head) > Some(&1) && self.goes_on(head) {
            head += 1;
        }
        head
    }

    /// Returns true if a row begins with an empty cell, or with one that begins above.
    fn goes_on(&self, row: usize) -> bool {
        let first = self.at(row, 0).and_then(|at| self.cells.get(at));
        first.is_none_or(|cell| cell.row < row || cell.text.is_empty())
    }

    /// Marks a row with only one cell, which spans the table or begins it, as the heading of the rows below.
    fn mark_groups(&mut self) {
        let mut spoken = vec![0_usize; self.rows];
        for cell in self.cells.iter().filter(|cell| !cell.text.is_empty()) {
            spoken.get_mut(cell.row).into_iter().for_each(|count| *count += 1);
        }
        let (wide, last) = (self.columns.max(2), self.rows.saturating_sub(1));
        for cell in self.cells.iter_mut().filter(|cell| cell.row > 0 && !cell.text.is_empty()) {
            let alone = spoken.get(cell.row) == Some(&1);
            let begins =
                cell.column == 0 && cell.rows == 1 && cell.row < last && cell.kind != CellKind::Column;
            if alone && (cell.columns >= wide || begins) && !is_number(&cell.text) {
                cell.kind = CellKind::Row;
                cell.columns = cell.columns.max(self.columns - cell.column);
            }
        }
    }

    /// Assigns the headings above to every cell: those of the nearest heading rows.
    fn name_columns(&mut self) {
        let mut current: Vec<Vec<usize>> = vec![Vec::new(); self.columns];
        let mut reached: Vec<usize> = vec![0; self.columns];
        for number in 0..self.cells.len() {
            let Some(cell) = self.cells.get(number) else { continue };
            let (row, column, kind, span) = (cell.row, cell.column, cell.kind, cell.columns);
            let (rows, silent) = (cell.rows, cell.text.is_empty());
            let above = current.get(column).map(Vec::as_slice).unwrap_or_default();
            let above = if kind == CellKind::Column && reached.get(column).is_some_and(|end| *end < row) {
                Vec::new()
            } else {
                self.texts(above)
            };
            if let Some(cell) = self.cells.get_mut(number) {
                cell.column_headings = above;
            }
            if kind != CellKind::Column || silent {
                continue;
            }
            for column in column..column + span {
                let (Some(headings), Some(end)) = (current.get_mut(column), reached.get_mut(column)) else {
                    continue;
                };
                if *end < row {
                    headings.clear();
                }
                *end = row + rows;
                headings.push(number);
            }
        }
    }

    /// Assigns the headings beside it to every cell, after that of its group of rows.
    fn name_rows(&mut self) {
        let mut group: Option<usize> = None;
        for row in 0..self.rows {
            let covering = self.covering(row);
            let headings: Vec<usize> = covering.iter().copied().filter(|at| self.is_row(*at)).collect();
            if let &[only] = headings.as_slice()
                && self.cells.get(only).is_some_and(|cell| cell.columns >= self.columns.max(2))
            {
                group = Some(only);
                continue;
            }
            let cells = || covering.iter().filter_map(|at| self.cells.get(*at));
            let head = cells().any(|cell| cell.kind == CellKind::Column && !cell.text.is_empty());
            if head && !cells().any(|cell| is_number(&cell.text) && !cell.text.is_empty()) {
                continue;
            }
            let key = headings.is_empty().then(|| covering.first().copied()).flatten();
            self.name_row(row, group, &headings, key);
        }
    }

    fn name_row(&mut self, row: usize, group: Option<usize>, headings: &[usize], key: Option<usize>) {
        let numbers: Vec<usize> = self.covering(row);
        for number in numbers {
            let Some(cell) = self.cells.get(number).filter(|cell| cell.row == row) else { continue };
            let column = cell.column;
            let left = headings.iter().copied().chain(key);
            let left = left.filter(|at| self.cells.get(*at).is_some_and(|other| other.column < column));
            let named = self.texts(&group.into_iter().chain(left).collect::<Vec<_>>());
            if let Some(cell) = self.cells.get_mut(number) {
                cell.row_headings = named;
            }
        }
    }

    /// Returns the cells that cover a row, from left to right, each once.
    fn covering(&self, row: usize) -> Vec<usize> {
        let mut numbers: Vec<usize> = (0..self.columns).filter_map(|column| self.at(row, column)).collect();
        numbers.dedup();
        numbers
    }

    fn is_row(&self, number: usize) -> bool {
        self.cells.get(number).is_some_and(|cell| cell.kind == CellKind::Row && !cell.text.is_empty())
    }

    /// Returns the texts of some headings, without consecutive duplicates.
    fn texts(&self, headings: &[usize]) -> Vec<String> {
        let mut texts: Vec<String> = headings
            .iter()
            .take(MAX_HEADINGS)
            .filter_map(|at| self.cells.get(*at))
            .map(|cell| cell.text.chars().take(HEADING_CHARS).collect())
            .filter(|text: &String| !text.is_empty())
            .collect();
        texts.dedup();
        texts
    }
}

/// Returns the number of columns: those of the widest row, with the cells that span into it from above.
fn width(rows: &[Vec<Raw>]) -> usize {
    let mut reaching: Vec<(usize, usize)> = Vec::new();
    let mut widest = 0;
    for (number, row) in rows.iter().enumerate() {
        reaching.retain(|(end, _)| *end > number);
        let from_above: usize = reaching.iter().map(|(_, columns)| columns).sum();
        let own: usize = row.iter().map(|cell| cell.columns.max(1)).sum();
        widest = widest.max(from_above + own);
        if widest >= MAX_COLUMNS {
            return MAX_COLUMNS;
        }
        let deep = row.iter().filter(|cell| cell.rows > 1);
        reaching.extend(deep.map(|cell| (number + cell.rows, cell.columns.max(1))));
    }
    widest
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn raw(text: &str, kind: CellKind) -> Raw {
        Raw { text: text.to_owned(), rows: 1, columns: 1, kind }
    }

    fn wide(text: &str, columns: usize, kind: CellKind) -> Raw {
        Raw { columns, ..raw(text, kind) }
    }

    fn deep(text: &str, rows: usize, kind: CellKind) -> Raw {
        Raw { rows, ..raw(text, kind) }
    }

    /// Returns rows of cells separated by `|`, none marked as a heading.
    fn unmarked(rows: &[&str]) -> Vec<Vec<Raw>> {
        rows.iter().map(|row| row.split('|').map(|cell| raw(cell, CellKind::Data)).collect()).collect()
    }

    fn read(rows: Vec<Vec<Raw>>) -> Table {
        table(rows, Place::default()).unwrap()
    }

    fn headings(table: &Table, text: &str) -> (Vec<String>, Vec<String>) {
        let cell = table.cells.iter().find(|cell| cell.text == text).unwrap();
        (cell.row_headings.clone(), cell.column_headings.clone())
    }

    fn named(row: &[&str], column: &[&str]) -> (Vec<String>, Vec<String>) {
        let own = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        (own(row), own(column))
    }

    #[test]
    fn a_cell_is_named_by_its_row_and_all_headings_of_its_column() {
        use CellKind::{Column, Data, Row};
        let table = read(vec![
            vec![deep("Mirror", 2, Column), wide("Photons", 2, Column), raw("Cost", Column)],
            vec![raw("day", Column), raw("night", Column), raw("(EUR)", Column)],
            vec![raw("flat", Row), raw("1.5", Data), raw("2.5", Data), raw("7", Data)],
            vec![raw("round", Row), raw("3.5", Data), raw("4.5", Data), raw("9", Data)],
        ]);
        assert_eq!((table.rows, table.columns), (4, 4));
        assert_eq!(headings(&table, "4.5"), named(&["round"], &["Photons", "night"]));
        assert_eq!(headings(&table, "7"), named(&["flat"], &["Cost", "(EUR)"]));
        assert_eq!(headings(&table, "night"), named(&[], &["Photons"]));
    }

    #[test]
    fn headings_are_guessed_where_the_page_marks_none() {
        let table = read(unmarked(&["Mirror||Cost", "|Photons|EUR", "flat|1.5|7", "Lenses||", "thin|2.5|9"]));
        assert_eq!(headings(&table, "2.5"), named(&["Lenses", "thin"], &["Photons"]));
        assert_eq!(headings(&table, "7"), named(&["flat"], &["Cost", "EUR"]));
        assert_eq!(headings(&table, "Cost"), named(&[], &[]));
    }

    #[test]
    fn numbers_in_the_first_column_are_the_key_of_their_row() {
        let table = read(unmarked(&["Density|Recall", "10|98.0", "500|8.5"]));
        assert_eq!(headings(&table, "8.5"), named(&["500"], &["Recall"]));
        assert_eq!(headings(&table, "500"), named(&[], &["Density"]));
    }

    #[test]
    fn a_row_of_one_cell_names_the_rows_below_and_later_headings_replace_the_first() {
        use CellKind::{Column, Data, Row};
        let table = read(vec![
            vec![raw("Mirror", Column), raw("Photons", Column)],
            vec![wide("In winter", 2, Data)],
            vec![raw("flat", Row), raw("1", Data)],
            vec![wide("In summer", 2, Column)],
            vec![raw("flat", Row), raw("2", Data)],
            vec![raw("Lens", Column), raw("Weight", Column)],
            vec![raw("thin", Row), raw("3", Data)],
        ]);
        assert_eq!(headings(&table, "1"), named(&["In winter", "flat"], &["Photons"]));
        assert_eq!(headings(&table, "2"), named(&["In summer", "flat"], &["Photons"]));
        assert_eq!(headings(&table, "3").1, ["Weight"]);
    }

    #[test]
    fn a_cell_over_several_rows_names_them_all() {
        use CellKind::{Column, Data, Row};
        let table = read(vec![
            vec![raw("Site", Column), raw("Mirror", Column), raw("Photons", Column)],
            vec![deep("Hill", 2, Row), raw("flat", Row), raw("1", Data)],
            vec![raw("round", Row), raw("2", Data)],
        ]);
        assert_eq!(headings(&table, "2"), named(&["Hill", "round"], &["Photons"]));
    }

    #[test]
    fn a_table_that_only_lays_out_a_page_is_no_table() {
        assert_eq!(table(unmarked(&["a|b|c|d"]), Place::default()), None);
        assert_eq!(table(unmarked(&["a", "b", "c", "d"]), Place::default()), None);
        assert_eq!(table(unmarked(&["a|", "|b"]), Place::default()), None);
        let values = table(unmarked(&["x", "1.2", "3.4", "5.6"]), Place::default());
        assert_eq!(values.map(|table| (table.columns, table.cells.len())), Some((1, 4)));
        assert_eq!(table(Vec::new(), Place::default()), None);
    }

    #[test]
    fn hostile_spans_take_no_more_than_the_largest_table() {
        let row =
            || (0..500).map(|_| Raw { rows: 9_999, columns: 9_999, ..raw("x", CellKind::Row) }).collect();
        assert_eq!(
            table((0..200).map(|_| row()).collect(), Place::default()).map(|table| table.columns),
            None
        );
        let rows: Vec<Vec<Raw>> =
            (0..300).map(|_| (0..256).map(|_| deep("x", 9_999, CellKind::Row)).collect()).collect();
        let table = read(rows);
        assert_eq!((table.rows, table.columns, table.cells.len()), (300, 256, 256));
    }

    #[rstest]
    #[case("12.5", true)]
    #[case("$93.7\\pm 0.2$", true)]
    #[case("−3 %", true)]
    #[case("1.2 GB", true)]
    #[case("—", true)]
    #[case("GPT-4", false)]
    #[case("$\\times 10^{6}$", false)]
    #[case("$\\epsilon_{1}$", false)]
    #[case("", false)]
    #[case("T5", false)]
    #[case("Layer 2", false)]
    #[case("2-layer", false)]
    fn numbers_are_told_from_names(#[case] text: &str, #[case] expected: bool) {
        assert_eq!(is_number(text), expected, "{text}");
    }
}
