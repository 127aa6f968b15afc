//! Recognizes headings by number, size, weight, face, capitals and the space above, never by one of them alone.

use crate::headings::{self, is_contents};
use papers_paper::SectionRole;

use super::around::Around;
use super::float::{is_table, names_float};
use super::layout::Row;
use super::look::{Look, ends_capitals, has_room, same_look};
use super::number::{follows, is_letter, split_number};
use super::thresholds::{
    FACED_WORDS, NEXT_ROW, RUN_IN_WORDS, SAME_SIZE, SET_IN, SMALLER, SPACE, TELLING, TEXT_FACE,
};
use super::title::{has_signs, is_abstract, is_fragment, is_statement, is_usual, may_be_heading, starts};
use super::usual::Usual;

/// The heading of an abstract, whatever its capitals and letter-spacing in the paper.
const ABSTRACT: &str = "Abstract";
/// The level of headings that run into their paragraph, below all others.
const RUN_IN: u8 = 4;

/// A heading that was found.
#[expect(clippy::struct_excessive_bools, reason = "each is a sign of its own")]
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Heading {
    pub(super) text: String,
    pub(super) level: u8,
    /// True if it has a letter instead of a number.
    pub(super) lettered: bool,
    /// The text that follows on the same row.
    pub(super) rest: Option<String>,
    /// True if it continues the heading above.
    pub(super) continues: Continues,
    /// True if it has a number.
    pub(super) numbered: bool,
    /// True if both number and look mark it as a heading.
    pub(super) sure: bool,
    /// True if only its look marks it as a heading: it has no number and no usual name.
    pub(super) bare: bool,
}

/// The relation of a row to the heading above.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Continues {
    /// It is a separate heading.
    #[default]
    No,
    /// It may be a separate heading or a continuation.
    Maybe,
    /// It is a heading only as a continuation.
    Only,
}

impl Heading {
    /// Returns true for the heading of an abstract.
    pub(super) fn is_abstract(&self) -> bool {
        is_abstract(&self.text)
    }

    /// Returns true for a heading that ends the front matter.
    pub(super) fn ends_front(&self) -> bool {
        self.is_abstract() || self.is_contents() || self.sure || self.is_introduction()
    }

    /// Returns true for `Introduction` and the like; longer ones are titles: `Understanding motivation with …`.
    pub(super) fn is_introduction(&self) -> bool {
        let short = self.text.split_whitespace().count() <= FACED_WORDS;
        short && headings::roles(&self.text).contains(&SectionRole::Introduction)
    }

    /// Returns true for a table of contents.
    pub(super) fn is_contents(&self) -> bool {
        is_contents(&self.text)
    }

    /// Returns true for a heading that may follow a list of references: a row of its own, which is neither the bold start of an
    /// entry nor a numbered entry.
    pub(super) fn after_references(&self) -> bool {
        let entry = self.numbered && !self.sure && !self.lettered;
        (self.rest.is_none() && !entry) || headings::opens_appendix(&self.text)
    }
}

/// Returns the heading that a row consists of or begins with.
pub(super) fn heading(row: &Row, around: Around<'_>) -> Option<Heading> {
    run_in_abstract(row).or_else(|| whole(row, around)).or_else(|| run_in(row, around))
}

/// Recognizes an abstract in one paragraph with its heading: `Abstract—We show …`, `Abstract. We show …`, `Abstract- We show …`,
/// `ABSTRACT We show …`. Old fonts of `IEEEtran` name their dash like `Ð`.
fn run_in_abstract(row: &Row) -> Option<Heading> {
    const CAPITALS: &str = "ABSTRACT ";
    const DASHES: [char; 6] = ['.', ':', '—', '–', 'Ð', '-'];
    let text = &row.line.text;
    let sentence = |rest: &&str| {
        let mut words = rest.split(' ');
        words.next().is_some_and(|first| first.starts_with(char::is_uppercase))
            && words.any(|word| word.starts_with(char::is_lowercase))
    };
    let (first, rest) = if let Some(rest) = text.strip_prefix(CAPITALS).filter(sentence) {
        (CAPITALS, rest)
    } else {
        let end = text.find(['.', ':', '—', '–', 'Ð']).into_iter().chain(text.find("- ")).min()?;
        text.split_at_checked(end)?
    };
    let rest = rest.trim_start_matches(DASHES).trim_start_matches([' ', '-']);
    (is_abstract(first) && !rest.is_empty()).then(|| Heading {
        text: ABSTRACT.to_owned(),
        level: 1,
        rest: Some(rest.to_owned()),
        ..Heading::default()
    })
}

/// Recognizes a row that consists of a heading.
fn whole(row: &Row, around: Around<'_>) -> Option<Heading> {
    let look = Look::of(row, around.usual);
    let (number, title) = split_number(row, &look, &around);
    let continues = number.is_empty()
        && around.gap < NEXT_ROW
        && look.stands_out()
        && around.before.is_some_and(|before| {
            same_look(before, row) && !has_room(before, row) && !ends_capitals(before, row)
        });
    let formed = is_abstract(title) || may_be_heading(row, title);
    if !formed || runs_on(row, around.usual) || !(continues || starts(title) || is_abstract(title)) {
        return None;
    }
    let goes_on = title.starts_with(char::is_lowercase) && !is_abstract(title);
    let found = !goes_on && is_heading(row, around, look, (number, title));
    let lettered = is_letter(number) && follows(number, &around);
    // The initial of an author is not a number.
    let counted = !number.is_empty() && (lettered || !is_letter(number));
    (found || continues).then(|| Heading {
        text: if is_abstract(title) { ABSTRACT } else { title }.to_owned(),
        level: if is_abstract(title) { 1 } else { level((number, title), row, &look, around.usual) },
        lettered,
        rest: None,
        continues: match (found, continues) {
            (true, false) => Continues::No,
            (true, true) => Continues::Maybe,
            (false, _) => Continues::Only,
        },
        numbered: !number.is_empty(),
        sure: counted && (look.is_strong() || look.capitals),
        bare: number.is_empty() && !is_usual(title),
    })
}

/// Returns true if the bold start of a row ends like a run-in heading and text follows: `6.1. Limits. We set …`
fn runs_on(row: &Row, usual: &Usual) -> bool {
    const SOME: usize = 3;
    bold_start(row, usual).is_some_and(|(first, rest)| {
        let follows = rest.chars().filter(|c| c.is_alphabetic()).count() >= SOME;
        first.trim_end().ends_with(['.', ':'])
            && !headings::without_number(first).trim().is_empty()
            && follows
    })
}

/// Returns true if several features together mark a row as a heading.
fn is_heading(row: &Row, around: Around<'_>, look: Look, (number, title): (&str, &str)) -> bool {
    let usual = || is_usual(title);
    let apart = around.gap >= SPACE || around.headed;
    let marked = look.larger || look.bold || look.faced || look.capitals;
    match () {
        () if is_abstract(title) => true,
        () if is_contents(title) => look.stands_out() || (apart && look.alone),
        () if headings::is_references(title) => look.stands_out() || apart,
        () if !number.is_empty() => apart && (look.stands_out() || look.capitals || (look.alone && usual())),
        () if !marked || in_table(row, around) => false,
        () if !usual() && (is_fragment(title) || !leads(row, around)) => false,
        () if look.larger || (look.bold && look.alone && (look.capitals || look.centered || !look.small)) => {
            apart && look.spoken
        }
        () if look.faced && look.alone && !look.smaller && look.spoken => {
            (apart || around.usual.heads(row.line.face)) && parts_faces(row, around)
        }
        () => look.capitals && apart && look.alone && usual(),
    }
}

/// Recognizes a run-in heading at the start of a paragraph: bold, as in `Data.` or `Threats to validity:`, or in italics, as in
/// `1) Start:`.
fn run_in(row: &Row, around: Around<'_>) -> Option<Heading> {
    const LONG: usize = 3;
    const ENDS: [char; 5] = ['.', ':', '—', '–', ' '];
    let (first, rest) =
        bold_start(row, around.usual).or_else(|| faced_start(row)).or_else(|| numbered_start(row))?;
    let text = headings::without_number(first).trim_end_matches(ENDS);
    let words = text.split_whitespace().count();
    let starting = around.gap >= SPACE || row.indent() > SET_IN;
    let closed = first.trim().ends_with(ENDS) || rest.trim().starts_with(ENDS) || around.gap >= SPACE;
    let long = text.split(|c: char| !c.is_alphabetic()).any(|word| word.chars().count() >= LONG);
    let fits = (1..=RUN_IN_WORDS).contains(&words) && starts(text) && long && !has_signs(text);
    let sized = (row.line.size / around.usual.body() - 1.0).abs() < SAME_SIZE;
    let rest = rest.trim_start_matches(ENDS);
    let other = names_float(&row.line.text) || is_statement(text);
    (starting && closed && fits && sized && rest.len() > LONG && !other).then(|| Heading {
        text: text.to_owned(),
        level: RUN_IN,
        rest: Some(rest.to_owned()),
        bare: headings::roles(text).is_empty(),
        ..Heading::default()
    })
}

fn bold_start<'a>(row: &'a Row, usual: &Usual) -> Option<(&'a str, &'a str)> {
    let end = if usual.bold { 0 } else { row.line.bold_start };
    row.line.text.split_at_checked(end).filter(|(first, _)| !first.is_empty())
}

/// Splits off a start in another face that ends in a colon or a dot, and has a number, a dash or a usual name: `1) Start:`,
/// `Setup.—`.
fn faced_start(row: &Row) -> Option<(&str, &str)> {
    let (first, rest) = row.line.text.split_at_checked(row.line.face_start)?;
    let (name, end) = (first.trim_end(), rest.trim_start());
    let closed = name.ends_with([':', '.', '—', '–']) || end.starts_with([':', '.', '—', '–']);
    if !closed || rest.is_empty() {
        return None;
    }
    let bare = name.trim_end_matches(['.', ':', '—', '–', ' ']);
    let marked = headings::without_number(bare).len() < bare.len()
        || name.ends_with(['—', '–'])
        || end.starts_with(['—', '–'])
        || (is_usual(bare) && bare.split(' ').count() <= FACED_WORDS / 2);
    marked.then_some((first, rest))
}

/// Splits off a numbered heading that is a sentence of its own: `2.1. The mirror. It is cold.`
fn numbered_start(row: &Row) -> Option<(&str, &str)> {
    let text = row.line.text.as_str();
    let title = headings::without_number(text);
    let number = text.get(..text.len() - title.len())?.trim_end();
    let end = title.find(". ")?;
    (number.trim_end_matches('.').contains('.'))
        .then(|| text.split_at_checked(text.len() - title.len() + end + 1))?
}

/// Returns true if text or the second row of the heading follows: lines of the body size in the same column. Labels of figures have
/// none.
fn leads(row: &Row, around: Around<'_>) -> bool {
    let Some(after) = around.after else { return false };
    let same_place = after.page == row.page && after.column == row.column && after.line.y < row.line.y;
    let sized = after.line.size >= SMALLER * around.usual.body();
    !same_place || same_look(row, after) || sized && after.line.letters >= TELLING && after.line.pieces == 1
}

/// Returns true if the rows around have another face, so that this row is not part of a quotation or a listing.
fn parts_faces(row: &Row, around: Around<'_>) -> bool {
    let face = row.line.face;
    let above = around.headed || around.before.is_none_or(|before| before.line.face != face);
    let below = around.after.is_some_and(|after| around.usual.share(after.line.face) >= TEXT_FACE);
    let goes_on = around.after.is_some_and(|after| after.line.face == face && !has_room(row, after));
    let short = row.line.text.split_whitespace().count() <= FACED_WORDS;
    above && ((below && short) || (goes_on && around.usual.heads(face)))
}

/// Returns true for the header of a table, with cells beside or below it.
fn in_table(row: &Row, around: Around<'_>) -> bool {
    row.line.pieces > 1
        || around
            .after
            .is_some_and(|after| after.page == row.page && after.line.pieces > 1 && is_table(after))
}

/// Returns the level of a heading by its number: `2.1` is 2, `IV.` is 1, `B.` is 2 if sections have Roman numbers. Without a
/// number, the look decides.
fn level((number, title): (&str, &str), row: &Row, look: &Look, usual: &Usual) -> u8 {
    const TOP: &[SectionRole] =
        &[SectionRole::Backmatter, SectionRole::Conclusion, SectionRole::Introduction];
    let bare = number.trim_end().trim_end_matches(['.', ')', ':', '—', ' ']);
    if bare.is_empty() {
        let named = || headings::roles(title).iter().any(|role| TOP.contains(role));
        let first = usual.is_top(row).unwrap_or_else(|| look.larger || look.capitals || named());
        // Headings of sections may all have one look, with one of them typed in capitals.
        let like = look.capitals && is_usual(title) && usual.is_like_top(row);
        return if first || like { 1 } else { 2 };
    }
    let dots = u8::try_from(bare.matches('.').count()).unwrap_or(3).min(3);
    if usual.roman && is_letter(number) { 2 } else { 1 + dots }
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
        let appendix = ["A Proofs", "B Further results"].map(|text| self::row(text, 12.0, true));
        let text = self::row(&"text of the paper ".repeat(9), 10.0, false);
        let usual = Usual::of(&[&[text][..], &appendix].concat());
        let around =
            Around { gap: 1.8, headed: false, late: false, before: None, after: None, usual: &usual };
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
    #[case("1 引言", 12.0, true, Some(("引言", 1)))]
    #[case("第二章 相关工作", 12.0, true, Some(("相关工作", 1)))]
    #[case("我们提出了一种新的方法,并在三个数据集上进行了实验。", 12.0, true, None)]
    #[case("Рис. 1 Зеркало", 12.0, true, None)]
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
    fn contents_are_a_heading_where_space_parts_them_from_the_text() {
        let usual = Usual::of(&[row(&"text of the paper ".repeat(9), 10.0, false)]);
        let is_heading = |gap| {
            let around = Around { gap, headed: false, late: false, before: None, after: None, usual: &usual };
            heading(&row("Contents", 10.0, false), around).is_some()
        };
        assert!(is_heading(1.8) && !is_heading(1.0));
    }

    #[test]
    fn a_word_has_room_with_the_space_before_it() {
        let next = row("mirror and sky", 10.0, false);
        let column = 468.0 * super::super::thresholds::ROOM / 5.0;
        let is_room = |letters: usize| has_room(&row(&"x".repeat(letters), 10.0, false), &next);
        let room = (0..200).take_while(|letters| is_room(*letters)).count();
        let length = (room + "mirror ".len()) as f64;
        assert!((length - 1.0..=length).contains(&column), "{room}");
    }

    /// Three rows of text, with `row` in another face and `next` below it.
    #[test]
    fn a_face_parts_a_row_that_text_surrounds() {
        let faced = |text: &str, face| {
            let mut row = row(text, 10.0, false);
            row.line.face = face;
            row
        };
        let text = faced(&"text of the paper ".repeat(9), 0);
        let usual = Usual::of(&[text.clone(), faced("Introduction", 1)]);
        let parts = |row: &Row, headed, before: Option<&Row>, after: Option<&Row>| {
            parts_faces(row, Around { gap: 1.8, headed, late: false, before, after, usual: &usual })
        };
        let (short, long) = (faced("The mirror", 1), faced(&"mirror ".repeat(30), 1));
        let quoted = faced("a quotation in the face of headings", 1);
        assert!(parts(&short, false, Some(&text), Some(&text)));
        assert!(parts(&short, false, None, Some(&text)), "at the top");
        assert!(!parts(&short, false, Some(&quoted), Some(&text)), "within a quotation");
        assert!(parts(&short, true, Some(&quoted), Some(&text)), "below another heading");
        assert!(!parts(&short, false, Some(&text), None), "over nothing");
        assert!(!parts(&short, false, Some(&text), Some(&faced("other", 7))), "over a rare face");
        assert!(!parts(&long, false, Some(&text), Some(&text)), "too long");
        assert!(parts(&long, false, Some(&text), Some(&quoted)), "a heading of two rows");
        let strange = faced(&"mirror ".repeat(30), 2);
        assert!(!parts(&strange, false, Some(&text), Some(&faced("goes on", 2))), "not the face of headings");
    }

    #[test]
    fn an_abstract_may_run_in() {
        for text in [
            "Abstract—We count photons.",
            "Abstract- We count photons.",
            "AbstractÐ We count photons.",
            "ABSTRACT: We count photons.",
            "ABSTRACT We count photons.",
        ] {
            let found = run_in_abstract(&row(text, 9.0, true)).unwrap();
            assert_eq!((found.text.as_str(), found.rest.as_deref()), ("Abstract", Some("We count photons.")));
        }
        assert!(run_in_abstract(&row("Abstract-level features of photons", 9.0, true)).is_none());
        assert!(run_in_abstract(&row("ABSTRACT INTERPRETATION OF MIRRORS", 9.0, true)).is_none());
    }
}
