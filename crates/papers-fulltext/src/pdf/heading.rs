//! Rows → headings: told by number, size, weight, capitals and the space above, never by one of them alone.

use crate::headings;
use papers_paper::SectionRole;

use super::float::{caption, is_table};
use super::layout::Row;
use super::usual::Usual;

/// The longest heading, in words.
const WORDS: usize = 14;
/// A size larger than the text's by this much is a heading's.
const LARGER: f64 = 1.07;
/// A smaller size is a table's or a footnote's.
const SMALLER: f64 = 0.85;
/// A heading without a number is no smaller than this.
const SMALL: f64 = 0.96;
/// A row that is set in so far, in font sizes, is centered.
const CENTERED: f64 = 2.0;
/// Space above a heading, in leadings.
const SPACE: f64 = 1.15;
/// However the paper spaces or shouts it.
const ABSTRACT: &str = "Abstract";
/// The level of headings that run into their paragraph, below all others.
const RUN_IN: u8 = 4;

/// A heading that was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Heading {
    pub(super) text: String,
    pub(super) level: u8,
    /// True for a letter in place of a number where sections have figures.
    pub(super) appendix: bool,
    /// Text that follows on the same row.
    pub(super) rest: Option<String>,
    /// The reason why it is a second row of the heading above.
    pub(super) continues: Continues,
    /// True when both number and look tell it.
    pub(super) sure: bool,
    /// True when nothing but its look tells it: no number and no usual name.
    pub(super) bare: bool,
}

/// The ways in which a row can go on with the heading above.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Continues {
    /// It is a heading of its own.
    #[default]
    No,
    /// It may be either.
    Maybe,
    /// It is one only below a heading.
    Only,
}

impl Heading {
    /// True for `Abstract`, also in spaced capitals.
    pub(super) fn is_abstract(&self) -> bool {
        is_abstract(&self.text)
    }

    /// True for what may stand above the first section.
    pub(super) fn ends_front(&self) -> bool {
        self.is_abstract() || self.is_contents() || self.sure || self.is_introduction()
    }

    /// True for `Introduction` and its like.
    pub(super) fn is_introduction(&self) -> bool {
        headings::roles(&self.text).contains(&SectionRole::Introduction)
    }

    /// True for a table of contents.
    pub(super) fn is_contents(&self) -> bool {
        is_contents(&self.text)
    }

    /// True for what may follow a list of references: rows of their own, unlike the bold words of an entry.
    pub(super) fn after_references(&self) -> bool {
        self.rest.is_none() || headings::opens_appendix(&self.text)
    }
}

fn is_abstract(text: &str) -> bool {
    let letters: String = text.chars().filter(|c| c.is_alphabetic()).collect();
    letters.eq_ignore_ascii_case("abstract")
}

fn is_contents(text: &str) -> bool {
    let lower = text.to_lowercase();
    matches!(lower.as_str(), "contents" | "table of contents" | "list of figures" | "list of tables")
}

/// The neighbors of a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around<'a> {
    /// The step down from the row before, in leadings.
    pub(super) gap: f64,
    pub(super) before: Option<&'a Row>,
    pub(super) after: Option<&'a Row>,
    pub(super) usual: &'a Usual,
}

/// The heading that a row is, or begins with.
pub(super) fn heading(row: &Row, around: Around<'_>) -> Option<Heading> {
    run_in_abstract(row).or_else(|| whole(row, around)).or_else(|| run_in(row, around))
}

/// `Abstract—We show …`, `Abstract. We show …`
fn run_in_abstract(row: &Row) -> Option<Heading> {
    let text = &row.line.text;
    let end = text.find(['.', ':', '—', '–'])?;
    let (first, rest) = text.split_at_checked(end)?;
    let rest = rest.trim_start_matches(['.', ':', '—', '–', '-', ' ']);
    (is_abstract(first) && !rest.is_empty()).then(|| Heading {
        text: ABSTRACT.to_owned(),
        level: 1,
        rest: Some(rest.to_owned()),
        ..Heading::default()
    })
}

/// A row that is nothing but a heading.
fn whole(row: &Row, around: Around<'_>) -> Option<Heading> {
    let look = Look::of(row, around.usual);
    let (number, title) = split_number(&row.line.text, &look);
    let continues = number.is_empty()
        && around.gap < 1.6
        && look.is_strong()
        && around.before.is_some_and(|before| same_look(before, row));
    let formed = is_abstract(title) || may_be_heading(row, title);
    if !formed || !(continues || starts(title)) {
        return None;
    }
    let roles = headings::roles(title);
    let known = is_abstract(title)
        || headings::is_references(title)
        || headings::opens_appendix(title)
        || !roles.is_empty();
    let apart = around.gap >= SPACE;
    let found = match () {
        () if is_abstract(title) => true,
        () if is_contents(title) => look.is_strong(),
        () if headings::is_references(title) => look.is_strong() || apart,
        () if !number.is_empty() => (look.is_strong() || look.capitals || (look.alone && known)) && apart,
        () if in_table(row, around) => false,
        () if !known && (is_fragment(title) || !leads(row, around)) => false,
        () if look.larger
            || (look.bold && look.alone && (look.capitals || row.indent() > CENTERED || !look.small)) =>
        {
            apart && row.line.math * 4 <= row.line.letters
        }
        () => look.capitals && known && apart && look.alone,
    };
    let appendix = is_letter(number) && !around.usual.roman;
    (found || continues).then(|| Heading {
        text: if is_abstract(title) { ABSTRACT } else { title }.to_owned(),
        level: if is_abstract(title) { 1 } else { level(number, &look, &roles, around.usual.roman) },
        appendix,
        rest: None,
        continues: match (found, continues) {
            (true, false) => Continues::No,
            (true, true) => Continues::Maybe,
            (false, _) => Continues::Only,
        },
        sure: !number.is_empty() && (look.is_strong() || look.capitals),
        bare: number.is_empty() && !known,
    })
}

/// `Data.`, `Threats to validity:` in bold at the start of a paragraph.
fn run_in(row: &Row, around: Around<'_>) -> Option<Heading> {
    let (first, rest) = bold_start(row).or_else(|| numbered_start(row))?;
    let text = headings::without_number(first).trim_end_matches(['.', ':', ' ']);
    let words = text.split_whitespace().count();
    let starts = around.gap >= SPACE || row.indent() > 0.5;
    let closed = first.trim().ends_with(['.', ':']) || around.gap >= SPACE;
    let fits = (1..=8).contains(&words) && text.starts_with(char::is_alphabetic) && text.len() > 2;
    let sized = (row.line.size / around.usual.body() - 1.0).abs() < 0.08;
    let rest = rest.trim_start_matches(['.', ':', ' ']);
    let other = caption(&row.line.text).is_some() || is_statement(text);
    (starts && closed && fits && sized && rest.len() > 3 && !other).then(|| Heading {
        text: text.to_owned(),
        level: RUN_IN,
        rest: Some(rest.to_owned()),
        bare: headings::roles(text).is_empty(),
        ..Heading::default()
    })
}

fn bold_start(row: &Row) -> Option<(&str, &str)> {
    row.line.text.split_at_checked(row.line.bold_start).filter(|(first, _)| !first.is_empty())
}

/// `2.1. The mirror. It is cold.`
fn numbered_start(row: &Row) -> Option<(&str, &str)> {
    let text = row.line.text.as_str();
    let title = headings::without_number(text);
    let number = text.get(..text.len() - title.len())?.trim_end();
    let end = title.find(". ")?;
    (number.trim_end_matches('.').contains('.'))
        .then(|| text.split_at_checked(text.len() - title.len() + end + 1))?
}

/// True for the label of a theorem and its like, which belongs to the text.
fn is_statement(text: &str) -> bool {
    const NAMES: &[&str] = &[
        "theorem",
        "lemma",
        "proposition",
        "corollary",
        "definition",
        "proof",
        "remark",
        "example",
        "assumption",
        "claim",
        "conjecture",
        "observation",
        "fact",
        "step",
        "case",
    ];
    let first = text.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase();
    NAMES.contains(&first.as_str())
}

/// True for what papers' headings do not have: signs of formulas and units, brackets that are left open, an
/// abbreviation's dot.
fn is_fragment(title: &str) -> bool {
    let count = |sign: char| title.chars().filter(|c| *c == sign).count();
    let signs = title.contains(|c: char| "=<>≤≥[]{}|∼±×∈√∑∫→%".contains(c));
    let long = title.split(|c: char| !c.is_alphabetic()).any(|word| word.chars().count() >= 4);
    signs || !long || count('(') != count(')') || title.ends_with('.')
}

/// True where text follows, or the heading's second row: lines of the body's size below, in the same column. Labels of
/// figures have none.
fn leads(row: &Row, around: Around<'_>) -> bool {
    const TELLING: usize = 15;
    let Some(after) = around.after else { return false };
    let same_place = after.page == row.page && after.column == row.column && after.line.y < row.line.y;
    let sized = after.line.size >= SMALLER * around.usual.body();
    !same_place || same_look(row, after) || sized && after.line.letters >= TELLING && after.line.pieces == 1
}

fn starts(title: &str) -> bool {
    title.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
}

fn may_be_heading(row: &Row, title: &str) -> bool {
    let text = row.line.text.as_str();
    let words = title.split_whitespace().count();
    let letters = title.chars().filter(|c| c.is_alphabetic()).count();
    let spoken = title.split(|c: char| !c.is_alphabetic()).any(|word| {
        word.chars().count() >= 3 && (word.chars().any(char::is_lowercase) || word.chars().count() > 3)
    });
    let sentence = text.ends_with(['.', ',', ';', ':']) && words > 3;
    let leader = text.contains(". . .") || text.contains("....");
    (1..=WORDS).contains(&words)
        && spoken
        && letters * 2 > title.chars().filter(|c| !c.is_whitespace()).count()
        && !(sentence || leader || is_statement(title) && title.contains(|c: char| c.is_ascii_digit()))
        && row.line.pieces <= 2
        && caption(text).is_none()
}

/// True for the head of a table: cells beside it or below it.
fn in_table(row: &Row, around: Around<'_>) -> bool {
    row.line.pieces > 1
        || around
            .after
            .is_some_and(|after| after.page == row.page && after.line.pieces > 1 && is_table(after))
}

/// Number and title; a letter without a dot is a number only where the look says heading.
fn split_number<'a>(text: &'a str, look: &Look) -> (&'a str, &'a str) {
    let title = headings::without_number(text);
    if title.len() < text.len() {
        return text.split_at_checked(text.len() - title.len()).unwrap_or(("", text));
    }
    let Some((number, title)) = text.split_once(' ') else { return ("", text) };
    let lettered = number.len() == 1 && number != "A" || number == "A" && look.larger;
    let letter = lettered && number.bytes().all(|b| b.is_ascii_uppercase());
    if letter && look.is_strong() && starts(title) { (number, title) } else { ("", text) }
}

/// The look of a row beside the running text.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a sign of its own, and headings are told by several"
)]
struct Look {
    larger: bool,
    smaller: bool,
    small: bool,
    bold: bool,
    capitals: bool,
    /// It ends well before the margin.
    alone: bool,
}

impl Look {
    fn of(row: &Row, usual: &Usual) -> Self {
        let ratio = row.line.size / usual.body();
        let letters: Vec<char> = row.line.text.chars().filter(|c| c.is_alphabetic()).collect();
        let upper = letters.iter().filter(|c| c.is_uppercase()).count();
        Self {
            larger: ratio >= LARGER,
            smaller: ratio < SMALLER,
            small: ratio < SMALL,
            bold: row.line.is_bold(),
            capitals: upper * 10 >= letters.len() * 9 && letters.len() > 3,
            alone: row.shortfall() > 3.0 || row.indent() > 2.0,
        }
    }

    fn is_strong(&self) -> bool {
        !self.smaller && (self.larger || self.bold)
    }
}

fn same_look(a: &Row, b: &Row) -> bool {
    a.page == b.page
        && a.column == b.column
        && (a.line.size - b.line.size).abs() < 0.3
        && a.line.is_bold() == b.line.is_bold()
}

/// The level that a number tells: `2.1` is 2, `IV.` is 1, `B.` is 2 where sections have Roman numbers.
fn level(number: &str, look: &Look, roles: &[SectionRole], roman: bool) -> u8 {
    let bare = number.trim_end().trim_end_matches(['.', ')', ':', '—', ' ']);
    if bare.is_empty() {
        let top = [SectionRole::Backmatter, SectionRole::Conclusion, SectionRole::Introduction];
        let first = look.larger || look.capitals || roles.iter().any(|role| top.contains(role));
        return if first { 1 } else { 2 };
    }
    let dots = u8::try_from(bare.matches('.').count()).unwrap_or(3).min(3);
    if roman && is_letter(number) { 2 } else { 1 + dots }
}

/// True for the number of an appendix, `A`, `Appendix B` or `B.2`.
fn is_letter(number: &str) -> bool {
    let bare = number.trim().trim_start_matches("Appendix").trim();
    let mut chars = bare.chars();
    let letter = chars.next().is_some_and(|c| c.is_ascii_uppercase());
    letter && chars.next().is_none_or(|c| !c.is_alphanumeric()) && !bare.starts_with(['I', 'V', 'X'])
}

/// True for a heading with a Roman number: `II. METHODS`.
pub(super) fn is_roman(text: &str) -> bool {
    let Some((number, rest)) = text.split_once(". ") else { return false };
    let roman = number.len() >= 2 && number.len() <= 4 && number.bytes().all(|b| b"IVX".contains(&b));
    roman && rest.starts_with(char::is_uppercase) && rest.split_whitespace().count() <= WORDS
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::pdf::layout::Column;
    use crate::pdf::line::Line;

    fn row(text: &str, size: f64, bold: bool) -> Row {
        let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
        let width = text.chars().count() as f64 * size / 2.0;
        let line = Line {
            text: text.to_owned(),
            right: width,
            size,
            letters,
            bold: if bold { letters } else { 0 },
            bold_start: if bold { text.len() } else { 0 },
            pieces: 1,
            ..Line::default()
        };
        Row { page: 0, column: Column::Whole, line, gap: 0.0, left: 0.0, right: 468.0, height: 792.0 }
    }

    fn found(row: &Row) -> Option<(String, u8)> {
        let usual = Usual::of(&[self::row(&"text of the paper ".repeat(9), 10.0, false)]);
        let around = Around { gap: 1.8, before: None, after: None, usual: &usual };
        heading(row, around).map(|heading| (heading.text, heading.level))
    }

    #[rstest]
    #[case("1 Introduction", 12.0, true, Some(("Introduction", 1)))]
    #[case("2.1 The mirror", 10.0, true, Some(("The mirror", 2)))]
    #[case("IV. RESULTS", 10.0, false, Some(("RESULTS", 1)))]
    #[case("A B S T R A C T", 9.0, false, Some(("Abstract", 1)))]
    #[case("Abstract", 10.0, true, Some(("Abstract", 1)))]
    #[case("Acknowledgments", 10.0, true, Some(("Acknowledgments", 1)))]
    #[case("CONCLUSIONS", 10.0, false, Some(("CONCLUSIONS", 1)))]
    #[case("B Further results", 12.0, true, Some(("Further results", 1)))]
    #[case("1 apple was counted", 10.0, false, None)]
    #[case("12,989 training data with a rate", 10.0, false, None)]
    #[case("We count photons.", 10.0, false, None)]
    #[case("Theorem 3", 10.0, true, None)]
    #[case("Figure 1: The mirror", 10.0, true, None)]
    #[case("XZ ZX", 12.0, true, None)]
    fn look_and_number_tell_a_heading(
        #[case] text: &str,
        #[case] size: f64,
        #[case] bold: bool,
        #[case] expected: Option<(&str, u8)>,
    ) {
        let expected = expected.map(|(text, level)| (text.to_owned(), level));
        assert_eq!(found(&row(text, size, bold)), expected, "{text}");
    }

    #[test]
    fn an_abstract_may_run_in() {
        let found = run_in_abstract(&row("Abstract—We count photons.", 9.0, true)).unwrap();
        assert_eq!((found.text.as_str(), found.rest.as_deref()), ("Abstract", Some("We count photons.")));
    }
}
