//! Divides rows in reading order into drafts of sections: the abstract, and headings with their text. The rest of the front matter,
//! footnotes, tables, displayed formulas and the references are dropped.

use std::collections::HashSet;

use crate::assemble::{Block, Draft, is_reference};
use crate::headings;
use papers_paper::{Caption, ParagraphKind, Place, SectionRole};

use super::around::Around;
use super::drafts::{drop_labels, fold_abstract};
use super::float::is_table;
use super::heading::{Continues, Heading, heading};
use super::hyphen::Words;
use super::inset::edges;
use super::layout::Row;
use super::look::same_look;
use super::thresholds::{ALL_WORDS, MARGIN, SENTENCE_WORDS, TELLING};
use super::usual::Usual;

/// The maximum number of pages of a table of contents.
const CONTENTS_PAGES: usize = 6;
/// The last page on which an abstract may start: repositories add a cover page.
const COVER_PAGES: usize = 3;
/// Larger numbers at the start of a row are years and pages.
const MAX_REFERENCES: u32 = 1_000;

/// The contents of a PDF.
#[derive(Debug, Default)]
pub(super) struct Contents {
    pub(super) drafts: Vec<Draft>,
    pub(super) captions: Vec<Caption>,
}

/// Reads the rows of a paper. If neither an abstract nor a first section is found, all text belongs to the body.
pub(super) fn read(rows: &[Row]) -> Contents {
    let contents = read_from(rows, Region::Front);
    let is_empty = contents.drafts.iter().all(|draft| draft.blocks.is_empty());
    if is_empty { read_from(rows, Region::Body) } else { contents }
}

fn read_from(rows: &[Row], region: Region) -> Contents {
    let mut contents = Contents::default();
    if region == Region::Body {
        contents.drafts.push(Draft { level: 1, ..Draft::default() });
    }
    let named = rows.iter().enumerate().filter(|(_, row)| headings::is_references(&row.line.text));
    let named: Vec<usize> = named.map(|(at, _)| at).collect();
    let usual = Usual::of(rows);
    let mut reader = Reader {
        edges: edges(rows, &usual),
        usual,
        words: Words::of(rows.iter().map(|row| row.line.text.as_str())),
        references: references(rows, named.is_empty()),
        listless: listless(rows, &named),
        contents,
        block: None,
        caption: None,
        before: None,
        last: None,
        region,
        guessed: false,
        headed: false,
        bare: false,
        sectioned: false,
        is_edge: false,
        late: false,
        abstract_size: None,
        between: Between::Nothing,
        listed: HashSet::new(),
        cited: 0,
    };
    for (at, row) in rows.iter().enumerate() {
        reader.take(at, rows);
        reader.before = Some(row);
    }
    reader.end_caption();
    reader.end_block();
    let mut contents = reader.without_citations();
    fold_abstract(&mut contents.drafts);
    drop_labels(&mut contents.drafts);
    contents
}

/// Returns the number at the start of an entry of the references: `[12]`, `12.`.
fn reference(row: &Row) -> Option<u32> {
    let text = row.line.text.trim_start();
    let (number, _) = match text.strip_prefix('[') {
        Some(rest) => rest.split_once(']')?,
        None => text.split_once(". ")?,
    };
    number.trim().parse().ok().filter(|number| *number < MAX_REFERENCES)
}

/// Finds the row at which references without a heading begin: `[1]` in the second half, with `[2]` soon after.
fn references(rows: &[Row], unnamed: bool) -> Option<usize> {
    const SOON: usize = 12;
    let starts = |at: usize, number: &str| rows.get(at).is_some_and(|row| row.line.text.starts_with(number));
    (rows.len() / 2..rows.len())
        .find(|at| unnamed && starts(*at, "[1] ") && (*at + 1..at + SOON).any(|next| starts(next, "[2] ")))
}

/// Returns those of the rows that read `References` which begin a section of the body: it has no entries, and it is a subsection, or
/// another such heading follows.
fn listless(rows: &[Row], named: &[usize]) -> Vec<usize> {
    const SOON: usize = 12;
    let is_part = |row: &Row| {
        row.line.text.split_once(' ').is_some_and(|(number, _)| number.trim_end_matches('.').contains('.'))
    };
    let has_entry = |at: usize| rows.iter().skip(at + 1).take(SOON).any(|row| is_reference(&row.line.text));
    let is_followed = |at: usize| rows.get(at).is_some_and(is_part) || named.last() > Some(&at);
    named.iter().copied().filter(|at| is_followed(*at) && !has_entry(*at)).collect()
}

/// Returns the row at which a table of contents ends: the text below it, with its headings, or some pages later.
fn end_of_contents(rows: &[Row], at: usize) -> usize {
    /// The minimum number of rows of a paragraph; a long entry has fewer.
    const ROWS: usize = 4;
    /// The maximum number of rows of the headings above.
    const HEADINGS: usize = 4;
    let is_entry = |row: &Row| is_table(row) || ends_with_number(row);
    let is_text = |row: &Row| row.line.letters >= 2 * TELLING && row.shortfall() < MARGIN && !is_entry(row);
    let below = rows.iter().enumerate().skip(at + 1);
    let last = rows.get(at).map_or(0, |row| row.page) + CONTENTS_PAGES;
    let far = below.clone().find(|(_, row)| row.page > last).map_or(rows.len(), |(at, _)| at);
    let begins = |at: &usize| rows.get(*at..at + ROWS).is_some_and(|rows| rows.iter().all(is_text));
    let Some(text) = (at + 1..far).find(begins) else { return far };
    let is_heading = |at: &usize| rows.get(*at).is_some_and(|row| !is_entry(row));
    (at + 1..text).rev().take(HEADINGS).take_while(is_heading).last().unwrap_or(text)
}

fn ends_with_number(row: &Row) -> bool {
    row.line.text.ends_with(|c: char| c.is_ascii_digit())
}

/// The part of the paper that is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Region {
    /// The title and authors.
    Front,
    Abstract,
    /// A table of contents, with the row at which it ends.
    Contents(usize),
    Body,
    References,
}

/// The content between two rows of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Between {
    Nothing,
    /// Skipped rows that are set in like displayed formulas.
    Display,
    /// Skipped rows that may be part of a sentence.
    Text,
    /// A figure or table with its caption.
    Float,
}

/// The current paragraph, and where its first row begins.
#[derive(Debug)]
pub(super) struct Current {
    pub(super) block: Block,
    pub(super) left: f64,
    pub(super) size: f64,
    /// The right end of its longest row.
    pub(super) right: f64,
}

/// The sections that have been read so far, and the current paragraph.
#[expect(clippy::struct_excessive_bools, reason = "each tells something else about what was read")]
pub(super) struct Reader<'a> {
    pub(super) usual: Usual,
    /// The rows with which what may be a float within a sentence begins, and those below it.
    edges: Vec<usize>,
    pub(super) words: Words,
    references: Option<usize>,
    /// The rows with a heading `References` that no list follows.
    listless: Vec<usize>,
    pub(super) contents: Contents,
    pub(super) block: Option<Current>,
    pub(super) caption: Option<Caption>,
    /// The previous row.
    pub(super) before: Option<&'a Row>,
    /// The last row of running text.
    pub(super) last: Option<&'a Row>,
    pub(super) region: Region,
    /// True if the first paragraph was taken as the abstract, and neither a number nor an introduction has followed.
    pub(super) guessed: bool,
    /// True if the previous row was a heading.
    headed: bool,
    /// True if only its look marks the current heading as one.
    bare: bool,
    /// True once the body has a section.
    sectioned: bool,
    /// True after the references.
    pub(super) late: bool,
    /// True since an edge of what may be a float was passed within the current paragraph.
    pub(super) is_edge: bool,
    /// The font size of the abstract.
    pub(super) abstract_size: Option<f64>,
    /// The content between the current paragraph and the current row.
    pub(super) between: Between,
    /// The letters of each row of a table of contents.
    listed: HashSet<String>,
    /// The largest number in the list of references.
    pub(super) cited: u32,
}

/// Handles headings and the parts of the paper.
impl<'a> Reader<'a> {
    fn take(&mut self, at: usize, rows: &'a [Row]) {
        let Some(row) = rows.get(at) else { return };
        let after = rows.get(at + 1);
        if matches!(self.region, Region::Contents(end) if at >= end) {
            self.contents.drafts.push(Draft { level: 1, ..Draft::default() });
            self.region = Region::Body;
        }
        if self.references == Some(at) {
            self.end_block();
            self.region = Region::References;
        }
        let gap = self.gap(row);
        self.is_edge |= self.edges.binary_search(&at).is_ok();
        let late = self.late || self.region == Region::References;
        let around =
            Around { gap, headed: self.headed, late, before: self.before, after, usual: &self.usual };
        let found = heading(row, around).filter(|found| self.accepts(found, row));
        let headed =
            std::mem::replace(&mut self.headed, found.as_ref().is_some_and(|found| found.rest.is_none()));
        if let Some(found) = found {
            let lists = headings::is_references(&found.text) && !self.listless.contains(&at);
            self.take_heading(found, row, headed, lists);
            if let Region::Contents(end) = &mut self.region {
                *end = end_of_contents(rows, at);
            }
            return;
        }
        if headed && self.was_text(row) {
            self.undo_heading();
        }
        match self.region {
            Region::References => self.cited = self.cited.max(reference(row).unwrap_or(0)),
            Region::Contents(_) => {
                self.listed.insert(letters(&row.line.text));
            }
            _ => self.take_text(row, gap),
        }
    }

    /// Returns the distance from the previous row, in multiples of the leading; a large one if the column or page changes.
    pub(super) fn gap(&self, row: &Row) -> f64 {
        const ELSEWHERE: f64 = 2.0;
        let Some(before) = self.before else { return f64::INFINITY };
        let step = before.line.y - row.line.y;
        let elsewhere = before.page != row.page || before.column != row.column || step < 0.0;
        if elsewhere { ELSEWHERE } else { step / self.usual.leading }
    }

    /// Returns true if a heading is possible in the current part.
    fn accepts(&self, found: &Heading, row: &Row) -> bool {
        if found.continues == Continues::Only && !(self.headed && self.heading_words() < ALL_WORDS) {
            return false;
        }
        match self.region {
            // `A` before a title is not the number of an appendix.
            Region::Front => found.ends_front() && (!found.lettered || found.is_introduction()),
            Region::References => found.after_references(),
            Region::Contents(_) => {
                !ends_with_number(row)
                    && self.listed.iter().any(|entry| entry.contains(&letters(&found.text)))
            }
            // `Background:` or `Results:` within an abstract is part of it.
            Region::Abstract => !found.is_abstract() && (found.rest.is_none() || found.is_introduction()),
            Region::Body => {
                !found.is_abstract() || (self.guessed && row.page <= COVER_PAGES) || self.has_nothing()
            }
        }
    }

    /// Returns true if only a table of contents has been read.
    fn has_nothing(&self) -> bool {
        self.contents.drafts.iter().all(|draft| draft.heading.is_empty() && draft.blocks.is_empty())
    }

    /// Returns true if the abstract has begun; before, a heading may be the first of a structured one.
    fn abstract_has_text(&self) -> bool {
        self.contents.drafts.last().is_some_and(|draft| !draft.blocks.is_empty())
    }

    /// Returns the number of words in the current heading.
    fn heading_words(&self) -> usize {
        self.contents.drafts.last().map_or(0, |draft| draft.heading.split_whitespace().count())
    }

    /// Returns true if a row continues what looked like a heading of several rows but is a paragraph in bold.
    fn was_text(&self, row: &Row) -> bool {
        let Some(before) = self.before.filter(|_| self.bare) else { return false };
        let same = same_look(before, row) && before.line.face == row.line.face;
        same && before.shortfall() < MARGIN && self.heading_words() >= SENTENCE_WORDS
    }

    /// Turns the current heading into the start of a paragraph.
    fn undo_heading(&mut self) {
        let heading = self.contents.drafts.pop_if(|draft| draft.blocks.is_empty());
        let Some((draft, before)) = heading.zip(self.before) else { return };
        if self.contents.drafts.is_empty() {
            self.contents.drafts.push(Draft { level: 1, ..Draft::default() });
        }
        self.begin(draft.heading, before, ParagraphKind::Prose);
    }

    fn take_heading(&mut self, found: Heading, row: &'a Row, headed: bool, lists: bool) {
        self.end_caption();
        if let Some(draft) = self.contents.drafts.last_mut()
            && found.continues != Continues::No
            && headed
        {
            self.words.join(&mut draft.heading, &found.text);
            return;
        }
        self.end_block();
        if found.is_abstract() && std::mem::take(&mut self.guessed) {
            self.contents = Contents::default();
        }
        self.guessed &= !(found.numbered || found.is_introduction());
        self.bare = found.bare;
        self.late |= self.region == Region::References;
        let before = self.region;
        let leaves_abstract = found.rest.is_some() && self.abstract_has_text();
        // `Motivation` or `Results` may be a heading within an abstract, whose look differs from that of sections.
        let within_abstract = before == Region::Abstract
            && !leaves_abstract
            && !found.numbered
            && self.usual.is_top(row) == Some(false);
        self.region = if lists {
            Region::References
        } else if found.is_contents() {
            Region::Contents(usize::MAX)
        } else if found.is_abstract() || within_abstract {
            Region::Abstract
        } else {
            Region::Body
        };
        if before == Region::Abstract && self.region == Region::Body && self.abstract_has_text() {
            // Whatever the level of the heading, it is not one within the abstract.
            self.contents.drafts.push(Draft { level: 1, ..Draft::default() });
        }
        let role = found.is_abstract().then_some(SectionRole::Abstract);
        let Heading { text, level, rest, lettered, .. } = found;
        // Before the first section of the body, or if sections have Roman numbers, a letter is the number of a section.
        let appendix = lettered && self.sectioned && !self.usual.roman;
        self.sectioned |= self.region == Region::Body;
        if !matches!(self.region, Region::Contents(_)) {
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

/// Returns the page of a row.
pub(super) fn place(row: &Row) -> Place {
    u32::try_from(row.page).map_or_else(|_| Place::default(), Place::of_page)
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphabetic()).collect()
}
