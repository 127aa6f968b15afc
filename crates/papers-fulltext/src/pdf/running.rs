//! Assembles rows of running text into paragraphs, items and captions, and drops everything else.

use papers_paper::text::cite::bare;
use papers_paper::{Caption, ParagraphKind, SectionRole};

use super::float::{bold_caption, bullet, caption, is_formula, is_table};
use super::glyph::UNKNOWN;
use super::hyphen::is_unspaced;
use super::layout::{Column, Row, is_short_number};
use super::sections::{Between, Contents, Current, Reader, Region, place};
use super::thresholds::{MARGIN, TELLING};
use super::usual::{ABOUT, is_about};
use crate::assemble::{Block, Draft};
use crate::front::{is_front_label, is_front_matter, is_keywords};

/// The minimum gap between paragraphs, as a multiple of the leading.
const PARTING: f64 = 1.3;
/// The same if the sentence before has not ended, because a superscript shifts a line by half a leading.
const PARTING_SENTENCE: f64 = 1.8;
/// The minimum indentation of the first line of a paragraph, in font sizes.
const INDENT: f64 = 0.7;
/// The tolerance for the right ends of the rows of one paragraph, in font sizes.
const RAGGED: f64 = 3.5;
/// The tolerance for the ends of justified rows, in font sizes.
const JUSTIFIED: f64 = 0.3;
/// The maximum indentation of the first row of such a block, in font sizes.
const FIRST_INDENT: f64 = 3.0;
/// Replaces a displayed formula. A sentence may end with one.
const FORMULA: &str = "…";
/// The minimum font size of a displayed formula, as a share of that of the text.
const MIN_FORMULA_SIZE: f64 = 0.75;
/// The size in bytes after which an abstract is assumed to have ended without a heading; structured ones have some 3,000.
const MAX_ABSTRACT_BYTES: usize = 4_500;

impl<'a> Reader<'a> {
    pub(super) fn take_text(&mut self, row: &'a Row, gap: f64) {
        if self.take_caption(row, gap) {
            return;
        }
        if !self.is_text(row) {
            return self.take_debris(row);
        }
        if self.region == Region::Abstract && self.leaves_abstract(row) {
            self.end_block();
            self.contents.drafts.push(Draft { level: 1, ..Draft::default() });
            self.region = Region::Body;
        }
        let text = row.line.text.as_str();
        let listed = self.block.as_ref().is_some_and(|current| is_keywords(&current.block.text));
        if let Some(item) = bullet(text).filter(|_| !listed) {
            self.end_block();
            self.begin(item.to_owned(), row, ParagraphKind::Item);
        } else if self.parts(row, gap) {
            self.end_block();
            self.begin(text.to_owned(), row, ParagraphKind::Prose);
        } else if let Some(current) = self.block.as_mut() {
            if self.last.is_some_and(|last| last.page != row.page) {
                current.block.turns.push((current.block.text.len(), place(row)));
            }
            let beside = self.last.is_some_and(|last| last.page == row.page && last.column == row.column);
            let mark = match self.between {
                _ if self.is_edge => Some(UNKNOWN),
                Between::Display => Some(FORMULA),
                Between::Text => Some(UNKNOWN),
                Between::Nothing | Between::Float => None,
            };
            if let Some(mark) = mark.filter(|_| (beside || self.is_edge) && is_cut(&current.block, text)) {
                current.block.text.push(' ');
                current.block.text.push_str(mark);
            }
            if self.last.is_some_and(|last| last.shortfall() >= MARGIN)
                && current.block.text.ends_with(is_unspaced)
            {
                current.block.text.push(' '); // A heading or a cell, not the row of a paragraph.
            }
            self.words.join(&mut current.block.text, text);
            current.block.open = false;
            current.right = current.right.max(row.line.right);
        }
        self.between = Between::Nothing;
        self.is_edge = false;
        self.last = Some(row);
    }

    /// Returns true for the first row of a text without headings after its abstract: larger than the abstract, the first of a
    /// column if the abstract spans both, or on the page after the keywords.
    fn leaves_abstract(&self, row: &Row) -> bool {
        let (Some(current), Some(last)) = (&self.block, self.last) else { return false };
        let text = is_about(row.line.size, self.usual.body()) && row.line.letters >= TELLING;
        let larger = row.line.size > current.size * (1.0 + ABOUT);
        let below = last.column == Column::Whole && row.column != Column::Whole;
        let listed = is_keywords(&current.block.text);
        let ended = listed || current.block.text.ends_with(['.', '!', '?', '”', ')']);
        let turned = is_front_matter(&current.block.text) && last.page != row.page;
        text && (turned || ended && (larger || below))
            && row.shortfall() < MARGIN
            && !is_front_matter(&row.line.text)
    }

    /// Takes the rows of a caption, which may interrupt a paragraph.
    fn take_caption(&mut self, row: &Row, gap: f64) -> bool {
        if let Some(kind) = caption(&row.line.text).or_else(|| bold_caption(row)) {
            let smaller = row.line.size < self.usual.body() * (1.0 - ABOUT);
            if gap >= PARTING || smaller || self.block.is_none() || !self.is_adjacent() {
                self.end_caption();
                self.between = Between::Float;
                self.caption = Some(Caption { kind, text: row.line.text.clone(), place: place(row) });
                return true;
            }
        }
        let goes_on =
            gap < PARTING && self.before.is_some_and(|before| is_about(before.line.size, row.line.size));
        match self.caption.as_mut() {
            Some(caption) if goes_on => self.words.join(&mut caption.text, &row.line.text),
            _ => {
                self.end_caption();
                return false;
            }
        }
        true
    }

    pub(super) fn end_caption(&mut self) {
        self.contents.captions.extend(self.caption.take());
    }

    /// Returns true for running text: in its size, and not symbols, cells or labels of figures.
    fn is_text(&self, row: &Row) -> bool {
        let size = row.line.size;
        let sized = match (self.region, &self.block) {
            (Region::Front, _) => size > 0.75 * self.usual.body(),
            (Region::Abstract, Some(current)) => {
                // Keywords may have another size than the abstract, and what is below them a third.
                let listed =
                    is_keywords(&current.block.text) && self.is_adjacent() && self.gap(row) < PARTING;
                let size = is_about(size, self.abstract_size.unwrap_or(current.size));
                size || listed || is_keywords(&row.line.text) || self.leaves_abstract(row)
            }
            (Region::Abstract, None) => true,
            _ => self.usual.is_text(size, self.late),
        };
        let hangs = self.block.as_ref().is_some_and(|current| {
            current.block.kind == ParagraphKind::Item
                && (0.0..2.5 * size).contains(&(row.line.left - current.left))
        });
        let label = self.region == Region::Body && !hangs && is_centered(row);
        // The first row of an abstract may have names only: `Neural Word Sense Disambiguation (WSD)`.
        let first = self.region == Region::Abstract && self.block.is_none() && row.line.pieces == 1;
        let formula = is_formula(row, row.indent() > INDENT && !hangs) && !self.ends_sentence(row);
        sized && !label && (first || !is_table(row)) && !formula
    }

    /// Returns true for the last row of a paragraph that holds only a number: `20,000.` It ends a sentence that filled the row
    /// before.
    fn ends_sentence(&self, row: &Row) -> bool {
        let (Some(current), Some(last)) = (&self.block, self.last) else { return false };
        let text = row.line.text.as_str();
        let number =
            text.starts_with(|c: char| c.is_alphanumeric() || c == '(') && !text.contains(['=', '…']);
        number
            && text.ends_with(['.', '?', '!'])
            && !current.block.text.ends_with(['.', '?', '!', ':'])
            && self.is_adjacent()
            && self.gap(row) < PARTING
            && row.line.pieces == 1
            && row.line.left < last.line.left.max(row.left) + INDENT * row.line.size
            && last.shortfall() < MARGIN
    }

    /// Removes numeric citations, because the list of references is not kept.
    pub(super) fn without_citations(self) -> Contents {
        let Self { mut contents, cited, .. } = self;
        for block in contents.drafts.iter_mut().flat_map(|draft| &mut draft.blocks) {
            block.text = bare::without_numbers(&block.text, cited).into_owned();
        }
        for caption in &mut contents.captions {
            caption.text = bare::without_numbers(&caption.text, cited).into_owned();
        }
        contents
    }

    /// Skips a row that is not text. A displayed formula is replaced by a mark in its sentence.
    fn take_debris(&mut self, row: &Row) {
        self.between = match self.between {
            Between::Nothing | Between::Display if row.indent() > INDENT => Between::Display,
            Between::Nothing | Between::Display if !is_line_number(row) => Between::Text,
            between => between,
        };
        let formula = is_formula(row, true) && row.line.size > MIN_FORMULA_SIZE * self.usual.body();
        let Some(current) = self.block.as_mut().filter(|_| formula) else { return };
        let near = self.last.is_some_and(|last| last.page == row.page && last.column == row.column);
        let ended = current.block.text.ends_with(['.', '!', '?']);
        if near && !current.block.open && !ended && !is_table(row) {
            current.block.text.push(' ');
            current.block.text.push_str(FORMULA);
            current.block.open = true;
        }
    }

    /// Returns true if the row before was running text.
    fn is_adjacent(&self) -> bool {
        self.before.zip(self.last).is_some_and(|(before, last)| std::ptr::eq(before, last))
    }

    /// Returns true if a row begins a paragraph.
    fn parts(&self, row: &Row, gap: f64) -> bool {
        let (Some(current), Some(last)) = (&self.block, self.last) else { return true };
        if self.region == Region::Abstract && (is_keywords(&row.line.text) || row.line.text.starts_with('©'))
        {
            return true;
        }
        if is_split(&current.block.text) && row.line.text.starts_with(char::is_lowercase) {
            return false;
        }
        let ended = current.block.text.ends_with(['.', '!', '?', ':', '”', '"']);
        let label = is_front_label(&current.block.text);
        if (label || is_keywords(&current.block.text) && !ended && gap < PARTING) && self.is_adjacent() {
            return false;
        }
        if current.block.open {
            return row.indent() > INDENT && row.line.text.starts_with(char::is_uppercase);
        }
        let apart = last.shortfall() > 2.0 || row.indent() > INDENT;
        if self.region == Region::Front && apart && !is_justified(current, last, row) {
            return true;
        }
        if !self.is_adjacent() || last.page != row.page || last.column != row.column {
            let spans = last.column == Column::Whole && row.column != Column::Whole;
            let starts = row.indent() > INDENT || last.shortfall() > 3.0 || spans;
            return ended && starts;
        }
        let item = current.block.kind == ParagraphKind::Item;
        let out = item && row.line.left < current.left - 0.3 * row.line.size;
        let set_in = !item && row.indent() > INDENT && last.indent() < INDENT;
        let short = ended && current.right.max(row.line.right) - last.line.right > RAGGED * row.line.size;
        let far = gap > if ended { PARTING } else { PARTING_SENTENCE };
        !is_about(last.line.size, row.line.size) || out || (set_in && ended) || far || short
    }

    pub(super) fn begin(&mut self, text: String, row: &'a Row, kind: ParagraphKind) {
        if self.region == Region::Abstract && !is_keywords(&text) {
            self.abstract_size.get_or_insert(row.line.size);
        }
        let block = Block { kind, text, place: place(row), ..Block::default() };
        self.block = Some(Current { block, left: row.line.left, size: row.line.size, right: row.line.right });
        self.between = Between::Nothing;
        self.is_edge = false;
        self.last = Some(row);
    }

    pub(super) fn end_block(&mut self) {
        let Some(Current { mut block, .. }) = self.block.take() else { return };
        block.open = false;
        if is_split(&block.text) {
            // The rest of the word was skipped.
            block.text.push_str(UNKNOWN);
        }
        if self.region == Region::Front {
            return self.end_front(block);
        }
        let Some(draft) = self.contents.drafts.last_mut() else { return };
        let front = self.region == Region::Abstract || draft.heading.is_empty();
        if !((front && is_front_matter(&block.text)) || is_label(&block)) {
            draft.blocks.push(block);
        }
        let length: usize = draft.blocks.iter().map(|block| block.text.len()).sum();
        if self.region == Region::Abstract && length > MAX_ABSTRACT_BYTES {
            self.contents.drafts.push(Draft { level: 1, ..Draft::default() });
            self.region = Region::Body;
        }
    }

    /// Takes the first paragraph with full sentences as the abstract if there is no heading for it.
    fn end_front(&mut self, block: Block) {
        let other = is_front_matter(&block.text) && !is_keywords(&block.text);
        if !is_prose(&block.text) || block.text.starts_with(char::is_lowercase) || other {
            return;
        }
        let role = Some(SectionRole::Abstract);
        let heading = "Abstract".to_owned();
        let place = block.place.clone();
        let blocks = vec![block];
        self.contents.drafts.push(Draft { heading, level: 1, role, place, blocks, ..Draft::default() });
        self.contents.drafts.push(Draft { level: 1, ..Draft::default() });
        self.region = Region::Body;
        self.guessed = true;
    }
}

/// Returns true for a text that ends with the first part of a word.
fn is_split(text: &str) -> bool {
    text.strip_suffix('-').is_some_and(|text| text.ends_with(char::is_alphabetic))
}

/// Returns true if a row continues a block that is narrower than the page but justified, such as an abstract without heading.
fn is_justified(current: &Current, last: &Row, row: &Row) -> bool {
    let level = |one: f64, other: f64| (one - other).abs() < JUSTIFIED * row.line.size;
    let first = level(current.left, last.line.left)
        && level(last.line.right, row.line.right)
        && (0.0..FIRST_INDENT * row.line.size).contains(&(current.left - row.line.left));
    row.column == Column::Whole
        && last.page == row.page
        && level(current.right, last.line.right)
        && (level(last.line.left, row.line.left) || first)
}

/// Returns true for a number beside the column.
fn is_line_number(row: &Row) -> bool {
    let aside = row.line.right < row.left || row.line.left > row.right;
    aside && is_short_number(&row.line.text)
}

/// Returns true if rows that were skipped before a text belong to a sentence of which a part has been read.
fn is_cut(block: &Block, text: &str) -> bool {
    let ended = block.text.ends_with(['.', '!', '?']);
    !block.open && (!ended || text.starts_with(char::is_lowercase))
}

/// Returns true for a few centered words, not ended by punctuation: the label of a figure.
fn is_centered(row: &Row) -> bool {
    let ended = row.line.text.ends_with(['.', '!', '?', ':', ';', ',']);
    row.indent() > MARGIN && row.shortfall() > MARGIN && !ended
}

/// Returns true for a few words that are not a sentence: a label of a figure, a cell.
fn is_label(block: &Block) -> bool {
    const FEW: usize = 6;
    let ended = block.text.ends_with(['.', '!', '?', ':', ';', ',', '…', ')', '”', '"']);
    block.kind == ParagraphKind::Prose && !ended && block.text.split_whitespace().count() <= FEW
}

/// Returns true for text in sentences, unlike names and addresses.
fn is_prose(text: &str) -> bool {
    const COMMON: &[&str] =
        &["the", "of", "and", "in", "we", "is", "are", "to", "that", "a", "with", "for", "by"];
    const ENOUGH: usize = 30;
    // Longer than an address.
    const LONG: usize = 80;
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let common = words.iter().filter(|word| COMMON.contains(&word.as_str())).count();
    let lower = text.split_whitespace().filter(|word| word.starts_with(char::is_lowercase)).count();
    let dense = words.len() >= LONG && lower * 3 >= words.len() * 2;
    words.len() >= ENOUGH && (common * 5 >= words.len() || (dense && common * 8 >= words.len()))
}
