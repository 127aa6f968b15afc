//! Recognizes rows that are not running text: captions, rows of tables, displayed formulas, labels of figures.

use papers_paper::CaptionKind;

use super::layout::Row;

/// The minimum share of math characters in a formula.
const FORMULA: f64 = 0.3;
/// An indented row with fewer letters is part of a formula or a label.
const SHORT: usize = 12;
/// The minimum gap between two cells of a table, in font sizes.
const CELL: f64 = 3.0;

/// The names with which captions begin.
const NAMES: &[(&str, CaptionKind)] = &[
    ("figure ", CaptionKind::Figure),
    ("fig. ", CaptionKind::Figure),
    ("fig ", CaptionKind::Figure),
    ("figs. ", CaptionKind::Figure),
    ("figures ", CaptionKind::Figure),
    ("algorithm ", CaptionKind::Figure),
    ("listing ", CaptionKind::Figure),
    ("table ", CaptionKind::Table),
    ("tab. ", CaptionKind::Table),
    ("tables ", CaptionKind::Table),
    ("abbildung ", CaptionKind::Figure),
    ("abb. ", CaptionKind::Figure),
    ("figura ", CaptionKind::Figure),
    ("рис. ", CaptionKind::Figure),
    ("рисунок ", CaptionKind::Figure),
    ("図", CaptionKind::Figure),
    ("图", CaptionKind::Figure),
    ("圖", CaptionKind::Figure),
    ("그림 ", CaptionKind::Figure),
    ("tabelle ", CaptionKind::Table),
    ("tableau ", CaptionKind::Table),
    ("tabella ", CaptionKind::Table),
    ("tabla ", CaptionKind::Table),
    ("tabela ", CaptionKind::Table),
    ("таблица ", CaptionKind::Table),
    ("табл. ", CaptionKind::Table),
    ("表", CaptionKind::Table),
    ("표 ", CaptionKind::Table),
];

/// Returns the kind of a row that begins a caption: `Figure 3:`, `TABLE II.`, `Fig. 2 |`.
pub(super) fn caption(text: &str) -> Option<CaptionKind> {
    let (kind, number, after) = float(text)?;
    let closed = number.ends_with(CLOSING) || after.starts_with(['|', ':', '—', '–']);
    closed.then_some(kind)
}

/// Returns the kind of a row that begins a caption whose label is set off only by bold type: **Fig. 1** The mirror.
pub(super) fn bold_caption(row: &Row) -> Option<CaptionKind> {
    let line = &row.line;
    let (kind, _, after) = float(&line.text)?;
    let label = line.text.len() - after.len();
    let bold = line.bold_start + 1 >= label && label > 0;
    (bold && after.starts_with(char::is_uppercase)).then_some(kind)
}

/// Returns true for a row that begins with the name and number of a float, as captions and labels do.
pub(super) fn names_float(text: &str) -> bool {
    float(text).is_some()
}

/// Characters that may end the number of a caption.
const CLOSING: [char; 6] = [':', '.', '|', '—', ')', '：'];

/// Returns the kind of a float, its number, and the text after it.
fn float(text: &str) -> Option<(CaptionKind, &str, &str)> {
    const BEFORE: &str = "supplementary ";
    let full = text.to_lowercase();
    let lower = full.strip_prefix(BEFORE).unwrap_or(&full);
    let text = text.get(full.len() - lower.len()..)?;
    let (name, kind) = NAMES.iter().find(|(name, _)| lower.starts_with(name))?;
    let rest = text.get(name.len()..)?.trim_start();
    let number = rest.split(' ').next()?;
    let bare = number.trim_end_matches(CLOSING);
    let is_number = (1..=6).contains(&bare.len())
        && bare.chars().all(|c| c.is_ascii_digit() || "IVXABCDES.-".contains(c));
    is_number.then_some((*kind, number, rest.get(number.len()..)?.trim_start()))
}

/// Returns true for a row of cells: separated by wide gaps, or names and numbers without a lowercase word. In scripts without
/// case, text is a row of which half are words.
pub(super) fn is_table(row: &Row) -> bool {
    const WORDS: usize = 4;
    let words = row.line.text.split_whitespace();
    let has_case = |c: char| c.is_uppercase() || c.is_lowercase();
    let caseless = |word: &&str| word.contains(|c: char| c.is_alphabetic() && !has_case(c));
    // The numbers of a list are one word, however it is spaced.
    let count = || {
        let numbers = words
            .clone()
            .zip(words.clone().skip(1))
            .filter(|(number, next)| number.ends_with(',') && next.starts_with(|c: char| c.is_ascii_digit()));
        words.clone().count() - numbers.count()
    };
    let listed = words.clone().nth(WORDS - 1).is_some()
        && !words.clone().any(|word| word.starts_with(char::is_lowercase))
        && count() >= WORDS
        && words.clone().filter(caseless).count() * 2 < count();
    let ended = row.line.text.ends_with(['.', '?', '!', '-']);
    let leads = || {
        let entry = row.line.text.trim_end_matches(|c: char| c.is_ascii_digit());
        LEADERS.iter().any(|dots| entry.trim_end().ends_with(dots))
    };
    row.line.pieces > 2
        || (row.line.pieces == 2 && row.gap > CELL * row.line.size)
        || (listed && !ended)
        || leads()
}

/// The dots between an entry of a table of contents and its page.
const LEADERS: [&str; 2] = [". . . .", "......"];

/// Returns true for a row of symbols rather than words; `set_in` is true if it starts right of where text does.
pub(super) fn is_formula(row: &Row, set_in: bool) -> bool {
    let line = &row.line;
    let words = line.text.split(|c: char| c.is_whitespace() || c.is_ascii_punctuation());
    let spoken: usize =
        words.filter(|word| word.len() > 1 && word.chars().all(char::is_alphabetic)).map(str::len).sum();
    let signs = line.math as f64 >= FORMULA * line.letters.max(1) as f64;
    let label = line.letters < SHORT && !line.text.ends_with(['.', ':', '?']);
    (spoken == 0 && line.letters < SHORT) || (set_in && (label || (signs && spoken * 2 < line.letters)))
}

/// Returns the text of a row after its bullet.
pub(super) fn bullet(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(['•', '◦', '▪', '‣', '∙', '●', '■', '►', '–', '−', '∗', '·'])?;
    rest.strip_prefix(' ').map(str::trim_start)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::pdf::line::Line;

    #[rstest]
    #[case("Figure 1: The mirror", Some(CaptionKind::Figure))]
    #[case("FIG. 2. The mirror", Some(CaptionKind::Figure))]
    #[case("Fig. 3 | The mirror", Some(CaptionKind::Figure))]
    #[case("TABLE IV. Photons", Some(CaptionKind::Table))]
    #[case("Table A.1: Photons", Some(CaptionKind::Table))]
    #[case("Algorithm 1: Counting", Some(CaptionKind::Figure))]
    #[case("Рис. 1.2. Зеркало", Some(CaptionKind::Figure))]
    #[case("Таблица 3 – Фотоны", Some(CaptionKind::Table))]
    #[case("图 2: 镜子", Some(CaptionKind::Figure))]
    #[case("表现如下。", None)]
    #[case("图 2 所示", None)]
    #[case("Figure 3 shows that it works.", None)]
    #[case("Figure it out.", None)]
    #[case("Tables 1 and 2 list both.", None)]
    #[case("", None)]
    fn a_caption_names_its_figure_and_closes_the_number(
        #[case] text: &str,
        #[case] expected: Option<CaptionKind>,
    ) {
        assert_eq!(caption(text), expected);
    }

    #[test]
    fn a_label_names_a_float_though_nothing_closes_its_number() {
        assert!(names_float("Fig. 1") && names_float("Figure 4 Logarithmic scale"));
        assert!(!names_float("Figures of merit") && !names_float("Table manners"));
        assert!(!names_float("Figure it out") && !names_float("Table 123456789"));
    }

    #[test]
    fn a_bold_label_begins_a_caption_without_a_sign_after_it() {
        let labeled = |text: &str, bold_start| {
            let mut row = row(text, 1);
            row.line.bold_start = bold_start;
            bold_caption(&row)
        };
        assert_eq!(labeled("Fig. 1 The mirror", 6), Some(CaptionKind::Figure));
        assert_eq!(labeled("Table 2 Photons by night", 23), Some(CaptionKind::Table));
        assert_eq!(labeled("Fig. 1 The mirror", 0), None);
        assert_eq!(labeled("Fig. 1 shows the mirror", 6), None);
    }

    fn row(text: &str, pieces: usize) -> Row {
        let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
        let line = Line { text: text.to_owned(), size: 10.0, letters, pieces, ..Line::default() };
        Row {
            page: 0,
            column: super::super::layout::Column::Whole,
            line,
            gap: 20.0,
            left: 0.0,
            right: 0.0,
            height: 0.0,
        }
    }

    #[rstest]
    #[case("Baseline 12.1 13.9 14.2", 4, true)]
    #[case("Crawler Recall Precision Recall@100", 1, true)]
    #[case("We partition the entire trajectory", 2, false)]
    #[case("GPT-4 BERT RoBERTa XLNet and T5", 1, false)]
    #[case("Google Scholar", 1, false)]
    #[case("연구자들은 카메라를 이용하여 동물의 수를", 1, false)]
    #[case("वन्य जीवों की गिनती करने का एक", 1, false)]
    #[case("정확도 12.1 13.9 14.2", 1, true)]
    fn a_row_of_cells_has_gaps_or_nothing_that_joins_it(
        #[case] text: &str,
        #[case] pieces: usize,
        #[case] table: bool,
    ) {
        assert_eq!(is_table(&row(text, pieces)), table);
    }

    #[rstest]
    #[case("= 1", false, true)]
    #[case("(3)", false, true)]
    #[case("ment.", false, false)]
    #[case("where x is", true, true)]
    #[case("where x is an exposure of the whole sky", true, false)]
    fn a_row_of_signs_is_a_formula(#[case] text: &str, #[case] set_in: bool, #[case] formula: bool) {
        assert_eq!(is_formula(&row(text, 1), set_in), formula);
    }

    #[test]
    fn a_bullet_is_taken_off_and_a_dash_in_a_word_is_none() {
        assert_eq!(bullet("• One"), Some("One"));
        assert_eq!(bullet("– Two"), Some("Two"));
        assert_eq!(bullet("-1 is less"), None);
    }
}
