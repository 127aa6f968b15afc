//! Rows that are not running text: captions, rows of tables, displayed formulas, labels of figures.

use crate::paper::CaptionKind;

use super::layout::Row;

/// The part of signs of formulas that makes a row a formula.
const FORMULA: f64 = 0.3;
/// A row that is set in and has fewer letters is part of a formula or a label.
const SHORT: usize = 12;
/// Font sizes between cells of a table.
const CELL: f64 = 3.0;

/// Kind of a row that begins a caption: `Figure 3:`, `TABLE II.`, `Fig. 2 |`.
pub(super) fn caption(text: &str) -> Option<CaptionKind> {
    const NAMES: &[(&str, CaptionKind)] = &[
        ("figure ", CaptionKind::Figure),
        ("fig. ", CaptionKind::Figure),
        ("fig ", CaptionKind::Figure),
        ("algorithm ", CaptionKind::Figure),
        ("listing ", CaptionKind::Figure),
        ("table ", CaptionKind::Table),
        ("tab. ", CaptionKind::Table),
    ];
    let lower = text.to_lowercase();
    let (name, kind) = NAMES.iter().find(|(name, _)| lower.starts_with(name))?;
    let rest = text.get(name.len()..)?.trim_start();
    let number = rest.split(' ').next()?;
    let bare = number.trim_end_matches([':', '.', '|', '—', ')']);
    let is_number = (1..=6).contains(&bare.len())
        && bare.chars().all(|c| c.is_ascii_digit() || "IVXABCDES.-".contains(c));
    let after = rest.get(number.len()..)?.trim_start();
    let closed = number.len() > bare.len() || after.starts_with(['|', ':', '—']);
    (is_number && closed).then_some(*kind)
}

/// True for a row of cells.
pub(super) fn is_table(row: &Row) -> bool {
    row.line.pieces > 2 || (row.line.pieces == 2 && row.gap > CELL * row.line.size)
}

/// True for a row of signs rather than words; `set_in` tells whether it stands where text does not begin.
pub(super) fn is_formula(row: &Row, set_in: bool) -> bool {
    let line = &row.line;
    let words = line.text.split(|c: char| c.is_whitespace() || c.is_ascii_punctuation());
    let spoken: usize =
        words.filter(|word| word.len() > 1 && word.chars().all(char::is_alphabetic)).map(str::len).sum();
    let signs = line.math as f64 >= FORMULA * line.letters.max(1) as f64;
    let label = line.letters < SHORT && !line.text.ends_with(['.', ':', '?']);
    (spoken == 0 && line.letters < SHORT) || (set_in && (label || (signs && spoken * 2 < line.letters)))
}

/// The text of a row that begins with a bullet.
pub(super) fn bullet(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(['•', '◦', '▪', '‣', '∙', '●', '■', '►', '–', '−', '∗', '·'])?;
    rest.strip_prefix(' ').map(str::trim_start)
}
