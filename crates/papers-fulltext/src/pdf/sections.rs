//! Rows in reading order → drafts of sections: abstract, headings, paragraphs and items, captions; what stands before
//! the abstract, footnotes, tables, displayed formulas and the references are left out.

use std::collections::HashSet;

use crate::assemble::{Block, Draft};
use crate::front::is_front_matter;
use crate::headings;
use papers_paper::text::cite::bare;
use papers_paper::{Caption, CaptionKind, ParagraphKind, SectionRole};

use super::float::{bullet, caption, is_formula, is_table};
use super::heading::{Around, Continues, Heading, heading};
use super::hyphen::Words;
use super::layout::{Column, Row};
use super::thresholds::{ALL_WORDS, TELLING};
use super::title::is_usual;
use super::usual::{ABOUT, Usual, is_about};

/// The gap that parts paragraphs, as a multiple of the leading.
const PARTING: f64 = 1.3;
/// The same where the sentence before has not ended: a raised sign moves a line by half a leading.
const PARTING_SENTENCE: f64 = 1.8;
/// Font sizes that a first line is set in by.
const INDENT: f64 = 0.7;
/// Font sizes by which rows of one paragraph may differ at their right end.
const RAGGED: f64 = 3.5;
/// Stands where a displayed formula was.
const FORMULA: &str = "…";
/// The part of the text's font size that displayed formulas have at least.
const SMALLEST_FORMULA: f64 = 0.75;
/// Pages that a table of contents may have.
const CONTENTS_PAGES: usize = 6;

/// Font sizes that a row of running text may end before its margin, and that a label is set in by.
const MARGIN: f64 = 2.0;
/// Bytes after which an abstract has ended, though no heading says so; structured ones have some 3,000.
const LONGEST_ABSTRACT: usize = 4_500;
/// Larger numbers at the start of a row are years and pages.
const MOST_REFERENCES: u32 = 1_000;

/// The contents of a PDF.
#[derive(Debug, Default)]
pub(super) struct Contents {
    pub(super) drafts: Vec<Draft>,
    pub(super) captions: Vec<Caption>,
}

/// Reads the rows of a paper. A text in which no abstract and no first section is found has no front.
pub(super) fn read(rows: &[Row]) -> Contents {
    let contents = read_from(rows, Place::Front);
    match contents.drafts.iter().all(|draft| draft.blocks.is_empty()) {
        true => read_from(rows, Place::Body),
        false => contents,
    }
}

/// Drops headings over nothing: no text, no subsection, no usual name. They are labels of a figure.
fn drop_labels(drafts: &mut Vec<Draft>) {
    let levels: Vec<u8> = drafts.iter().skip(1).map(|draft| draft.level).chain([0]).collect();
    let mut below = levels.into_iter();
    drafts.retain(|draft| {
        let parent = below.next().is_some_and(|level| level > draft.level);
        parent || !draft.blocks.is_empty() || draft.heading.is_empty() || is_usual(&draft.heading)
    });
}

fn read_from(rows: &[Row], place: Place) -> Contents {
    let mut contents = Contents::default();
    if place == Place::Body {
        contents.drafts.push(Draft { level: 1, ..Draft::default() });
    }
    let mut reader = Reader {
        usual: Usual::of(rows),
        words: Words::of(rows.iter().map(|row| row.line.text.as_str())),
        references: references(rows),
        contents,
        block: None,
        caption: None,
        before: None,
        last: None,
        place,
        headed: false,
        sectioned: false,
        late: false,
        listed: HashSet::new(),
        cited: 0,
    };
    for (at, row) in rows.iter().enumerate() {
        reader.take(at, row, rows.get(at + 1));
        reader.before = Some(row);
    }
    reader.end_caption();
    reader.end_block();
    let mut contents = reader.without_citations();
    fold_abstract(&mut contents.drafts);
    drop_labels(&mut contents.drafts);
    contents
}

/// Puts the parts of a structured abstract into it: `Background`, `Methods`, which come again as sections.
fn fold_abstract(drafts: &mut Vec<Draft>) {
    let Some(at) = drafts.iter().position(|draft| draft.role == Some(SectionRole::Abstract)) else { return };
    let name = |draft: &Draft| draft.heading.to_lowercase();
    let names: Vec<String> = drafts.iter().skip(at + 1).map(name).collect();
    let again = |part: &String| names.iter().filter(|name| *name == part && !part.is_empty()).count() > 1;
    let parts = names.iter().enumerate().take_while(|(at, part)| {
        let first = !names.iter().take(*at).any(|name| name == *part);
        first && (again(part) || names.first().is_some_and(again))
    });
    let repeated = names.iter().skip(1).position(|name| Some(name) == names.first()).map(|at| at + 1);
    let count = parts.count();
    if count < 2 || repeated.is_none_or(|repeated| repeated > count) {
        return;
    }
    let folded: Vec<Block> = drafts.drain(at + 1..=at + count).flat_map(|draft| draft.blocks).collect();
    if let Some(draft) = drafts.get_mut(at) {
        draft.blocks.extend(folded);
    }
}

/// The number that a row of the references begins with: `[12]`, `12.`.
fn reference(row: &Row) -> Option<u32> {
    let text = row.line.text.trim_start();
    let (number, _) = match text.strip_prefix('[') {
        Some(rest) => rest.split_once(']')?,
        None => text.split_once(". ")?,
    };
    number.trim().parse().ok().filter(|number| *number < MOST_REFERENCES)
}

/// The row at which references without a heading begin: `[1]`, in the second half, and `[2]` soon after.
fn references(rows: &[Row]) -> Option<usize> {
    const SOON: usize = 12;
    let headed = rows.iter().any(|row| headings::is_references(&row.line.text));
    let starts = |at: usize, number: &str| rows.get(at).is_some_and(|row| row.line.text.starts_with(number));
    (rows.len() / 2..rows.len())
        .find(|at| !headed && starts(*at, "[1] ") && (*at + 1..at + SOON).any(|next| starts(next, "[2] ")))
}

/// The parts of a paper, as they are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Title and authors.
    Front,
    Abstract,
    /// A table of contents, which began on this page.
    Contents(usize),
    Body,
    References,
}

/// The paragraph under way, and where its first row begins.
#[derive(Debug)]
struct Under {
    block: Block,
    left: f64,
    size: f64,
    /// The farthest that its rows reach.
    right: f64,
}

struct Reader<'a> {
    usual: Usual,
    words: Words,
    references: Option<usize>,
    contents: Contents,
    block: Option<Under>,
    caption: Option<(CaptionKind, String, papers_paper::Place)>,
    /// The row before.
    before: Option<&'a Row>,
    /// The last row of running text.
    last: Option<&'a Row>,
    place: Place,
    /// True when the row before was a heading.
    headed: bool,
    /// True once the body has a section.
    sectioned: bool,
    /// True after the references.
    late: bool,
    /// Letters of the rows of a table of contents.
    listed: HashSet<String>,
    /// The largest number of the list of references.
    cited: u32,
}

/// Headings and parts.
impl<'a> Reader<'a> {
    fn take(&mut self, at: usize, row: &'a Row, after: Option<&Row>) {
        if self.references == Some(at) {
            self.end_block();
            self.place = Place::References;
        }
        let gap = self.gap(row);
        let around = Around { gap, headed: self.headed, before: self.before, after, usual: &self.usual };
        let found = heading(row, around).filter(|found| self.accepts(found, row));
        let headed =
            std::mem::replace(&mut self.headed, found.as_ref().is_some_and(|found| found.rest.is_none()));
        if let Some(found) = found {
            return self.take_heading(found, row, headed);
        }
        match self.place {
            Place::References => self.cited = self.cited.max(reference(row).unwrap_or(0)),
            Place::Contents(_) => {
                self.listed.insert(letters(&row.line.text));
            }
            _ => self.take_text(row, gap),
        }
    }

    /// The step down from the row before, in leadings; large where column or page changes.
    fn gap(&self, row: &Row) -> f64 {
        const ELSEWHERE: f64 = 2.0;
        let Some(before) = self.before else { return f64::INFINITY };
        let step = before.line.y - row.line.y;
        let elsewhere = before.page != row.page || before.column != row.column || step < 0.0;
        if elsewhere { ELSEWHERE } else { step / self.usual.leading }
    }

    /// Some places have no headings, or only certain ones.
    fn accepts(&self, found: &Heading, row: &Row) -> bool {
        if found.continues == Continues::Only && !(self.headed && self.heading_words() < ALL_WORDS) {
            return false;
        }
        match self.place {
            // `A` before a title is no number of an appendix.
            Place::Front => found.ends_front() && (!found.lettered || found.is_introduction()),
            Place::References => found.after_references(),
            Place::Contents(page) => {
                self.listed.iter().any(|entry| entry.contains(&letters(&found.text)))
                    || row.page > page + CONTENTS_PAGES
            }
            // `Background:`, `Results:` in an abstract are parts of it.
            Place::Abstract => !found.is_abstract() && (found.rest.is_none() || found.is_introduction()),
            Place::Body => !found.is_abstract(),
        }
    }

    /// Words of the heading under way.
    fn heading_words(&self) -> usize {
        self.contents.drafts.last().map_or(0, |draft| draft.heading.split_whitespace().count())
    }

    fn take_heading(&mut self, found: Heading, row: &'a Row, headed: bool) {
        self.end_caption();
        if let Some(draft) = self.contents.drafts.last_mut()
            && found.continues != Continues::No
            && headed
        {
            self.words.join(&mut draft.heading, &found.text);
            return;
        }
        self.end_block();
        self.late |= self.place == Place::References;
        self.place = match () {
            () if headings::is_references(&found.text) => Place::References,
            () if found.is_contents() => Place::Contents(row.page),
            () if found.is_abstract() => Place::Abstract,
            () => Place::Body,
        };
        let role = found.is_abstract().then_some(SectionRole::Abstract);
        let Heading { text, level, rest, lettered, .. } = found;
        // Before the first section of the body, and where sections have Roman numbers, a letter is a section's number.
        let appendix = lettered && self.sectioned && !self.usual.roman;
        self.sectioned |= self.place == Place::Body;
        if !matches!(self.place, Place::Contents(_)) {
            let place = place(row);
            self.contents.drafts.push(Draft {
                heading: text,
                level,
                appendix,
                role,
                place,
                ..Draft::default()
            });
        }
        if let Some(rest) = rest {
            self.begin(rest, row, ParagraphKind::Prose);
        }
    }
}

/// True for a few centered words that end nothing: the label of a figure.
fn is_centered(row: &Row) -> bool {
    let ended = row.line.text.ends_with(['.', '!', '?', ':', ';', ',']);
    row.indent() > MARGIN && row.shortfall() > MARGIN && !ended
}

/// The page that a row stands on.
fn place(row: &Row) -> papers_paper::Place {
    u32::try_from(row.page).map_or_else(|_| papers_paper::Place::default(), papers_paper::Place::of_page)
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphabetic()).collect()
}

/// Running text.
impl<'a> Reader<'a> {
    fn take_text(&mut self, row: &'a Row, gap: f64) {
        if self.take_caption(row, gap) {
            return;
        }
        if !self.is_text(row) {
            return self.take_debris(row);
        }
        if self.place == Place::Abstract && self.leaves_abstract(row) {
            self.end_block();
            self.contents.drafts.push(Draft { level: 1, ..Draft::default() });
            self.place = Place::Body;
        }
        let text = row.line.text.as_str();
        if let Some(item) = bullet(text) {
            self.end_block();
            self.begin(item.to_owned(), row, ParagraphKind::Item);
        } else if self.parts(row, gap) {
            self.end_block();
            self.begin(text.to_owned(), row, ParagraphKind::Prose);
        } else if let Some(under) = self.block.as_mut() {
            if self.last.is_some_and(|last| last.page != row.page) {
                under.block.turns.push((under.block.text.len(), place(row)));
            }
            self.words.join(&mut under.block.text, text);
            under.block.open = false;
            under.right = under.right.max(row.line.right);
        }
        self.last = Some(row);
    }

    /// True for the first row of a text without headings below its abstract: larger than that, or the first of a column
    /// where the abstract spans both.
    fn leaves_abstract(&self, row: &Row) -> bool {
        let (Some(under), Some(last)) = (&self.block, self.last) else { return false };
        let text = is_about(row.line.size, self.usual.body()) && row.line.letters >= TELLING;
        let larger = row.line.size > under.size * (1.0 + ABOUT);
        let below = last.column == Column::Whole && row.column != Column::Whole;
        let ended = under.block.text.ends_with(['.', '!', '?', '”', ')']);
        text && ended && (larger || below) && row.shortfall() < MARGIN && !is_front_matter(&row.line.text)
    }

    /// Takes the rows of a caption, which may stand in the middle of a paragraph.
    fn take_caption(&mut self, row: &Row, gap: f64) -> bool {
        if let Some(kind) = caption(&row.line.text) {
            let smaller = row.line.size < self.usual.body() * (1.0 - ABOUT);
            if gap >= PARTING || smaller || self.block.is_none() || !self.is_adjacent() {
                self.end_caption();
                self.caption = Some((kind, row.line.text.clone(), place(row)));
                return true;
            }
        }
        let goes_on =
            gap < PARTING && self.before.is_some_and(|before| is_about(before.line.size, row.line.size));
        match self.caption.as_mut() {
            Some((_, text, _)) if goes_on => self.words.join(text, &row.line.text),
            _ => {
                self.end_caption();
                return false;
            }
        }
        true
    }

    fn end_caption(&mut self) {
        self.contents.captions.extend(self.caption.take().map(|(kind, text, place)| Caption {
            kind,
            text,
            place,
        }));
    }

    /// True for running text: of its size, and words rather than signs, cells and labels of figures.
    fn is_text(&self, row: &Row) -> bool {
        let size = row.line.size;
        let sized = match (self.place, &self.block) {
            (Place::Front, _) => size > 0.75 * self.usual.body(),
            (Place::Abstract, Some(under)) => is_about(size, under.size) || self.leaves_abstract(row),
            (Place::Abstract, None) => true,
            _ => self.usual.is_text(size, self.late),
        };
        let hangs = self.block.as_ref().is_some_and(|under| {
            under.block.kind == ParagraphKind::Item
                && (0.0..2.5 * size).contains(&(row.line.left - under.left))
        });
        let label = self.place == Place::Body && !hangs && is_centered(row);
        sized && !label && !is_table(row) && !is_formula(row, row.indent() > INDENT && !hangs)
    }

    /// Removes citations by number: nobody has the list that they point to.
    fn without_citations(self) -> Contents {
        let Self { mut contents, cited, .. } = self;
        for block in contents.drafts.iter_mut().flat_map(|draft| &mut draft.blocks) {
            block.text = bare::without_numbers(&block.text, cited).into_owned();
        }
        for caption in &mut contents.captions {
            caption.text = bare::without_numbers(&caption.text, cited).into_owned();
        }
        contents
    }

    /// Takes what is not text: it ends nothing, but a displayed formula leaves a mark in the sentence that it stands in.
    fn take_debris(&mut self, row: &Row) {
        let formula = is_formula(row, true) && row.line.size > SMALLEST_FORMULA * self.usual.body();
        let Some(under) = self.block.as_mut().filter(|_| formula) else { return };
        let near = self.last.is_some_and(|last| last.page == row.page && last.column == row.column);
        let ended = under.block.text.ends_with(['.', '!', '?']);
        if near && !under.block.open && !ended && !is_table(row) {
            under.block.text.push(' ');
            under.block.text.push_str(FORMULA);
            under.block.open = true;
        }
    }

    /// True when the row before was running text.
    fn is_adjacent(&self) -> bool {
        self.before.zip(self.last).is_some_and(|(before, last)| std::ptr::eq(before, last))
    }

    /// True where a paragraph begins.
    fn parts(&self, row: &Row, gap: f64) -> bool {
        let (Some(under), Some(last)) = (&self.block, self.last) else { return true };
        let ended = under.block.text.ends_with(['.', '!', '?', ':', '”', '"']);
        if under.block.open {
            return row.indent() > INDENT && row.line.text.starts_with(char::is_uppercase);
        }
        if self.place == Place::Front && (last.shortfall() > 2.0 || row.indent() > INDENT) {
            return true;
        }
        if !self.is_adjacent() || last.page != row.page || last.column != row.column {
            let spans = last.column == Column::Whole && row.column != Column::Whole;
            return ended && (row.indent() > INDENT || last.shortfall() > 3.0 || spans);
        }
        let item = under.block.kind == ParagraphKind::Item;
        let out = item && row.line.left < under.left - 0.3 * row.line.size;
        let set_in = !item && row.indent() > INDENT && last.indent() < INDENT;
        let short = ended && under.right.max(row.line.right) - last.line.right > RAGGED * row.line.size;
        let far = gap > if ended { PARTING } else { PARTING_SENTENCE };
        !is_about(last.line.size, row.line.size) || out || (set_in && ended) || far || short
    }

    fn begin(&mut self, text: String, row: &'a Row, kind: ParagraphKind) {
        let block = Block { kind, text, place: place(row), ..Block::default() };
        self.block = Some(Under { block, left: row.line.left, size: row.line.size, right: row.line.right });
        self.last = Some(row);
    }

    fn end_block(&mut self) {
        let Some(Under { mut block, .. }) = self.block.take() else { return };
        block.open = false;
        if self.place == Place::Front {
            return self.end_front(block);
        }
        let Some(draft) = self.contents.drafts.last_mut() else { return };
        let front = self.place == Place::Abstract || draft.heading.is_empty();
        if !((front && is_front_matter(&block.text)) || is_label(&block)) {
            draft.blocks.push(block);
        }
        let length: usize = draft.blocks.iter().map(|block| block.text.len()).sum();
        if self.place == Place::Abstract && length > LONGEST_ABSTRACT {
            self.contents.drafts.push(Draft { level: 1, ..Draft::default() });
            self.place = Place::Body;
        }
    }

    /// The first paragraph that speaks in sentences is the abstract, where no heading says so.
    fn end_front(&mut self, block: Block) {
        if !is_prose(&block.text) {
            return;
        }
        let role = Some(SectionRole::Abstract);
        let heading = "Abstract".to_owned();
        let place = block.place.clone();
        let blocks = vec![block];
        self.contents.drafts.push(Draft { heading, level: 1, role, place, blocks, ..Draft::default() });
        self.contents.drafts.push(Draft { level: 1, ..Draft::default() });
        self.place = Place::Body;
    }
}

/// True for a few words that are no sentence: a label of a figure, a cell.
fn is_label(block: &Block) -> bool {
    const FEW: usize = 6;
    let ended = block.text.ends_with(['.', '!', '?', ':', ';', ',', '…', ')', '”', '"']);
    block.kind == ParagraphKind::Prose && !ended && block.text.split_whitespace().count() <= FEW
}

/// True for text that speaks in sentences, unlike names and addresses.
fn is_prose(text: &str) -> bool {
    const COMMON: &[&str] =
        &["the", "of", "and", "in", "we", "is", "are", "to", "that", "a", "with", "for", "by"];
    const ENOUGH: usize = 30;
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let common = words.iter().filter(|word| COMMON.contains(&word.as_str())).count();
    words.len() >= ENOUGH && common * 5 >= words.len()
}
