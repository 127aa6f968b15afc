//! Reads an abstract, or plain text with headings on lines of their own, into a [`Document`].
//!
//! Used if only the abstract is available, and for the `text` field of a saved record.

use std::collections::HashSet;

use super::assemble::{Block, Draft, assemble, length};
use super::clean::clean;
use super::headings;
use papers_paper::{Document, ParagraphKind, ReadFrom, Section, SectionRole};

/// The maximum length of a line that can be a heading, in words.
const HEADING_WORDS: usize = 10;

/// Returns a document with the abstract, as in arXiv's record, as its only section. An empty line begins a new paragraph.
pub fn abstract_only(abstract_text: &str) -> Document {
    let abstract_text = abstract_text.replace("\r\n", "\n");
    let blocks = abstract_text.split("\n\n").filter_map(|text| block(text, ParagraphKind::Prose)).collect();
    let draft = Draft {
        heading: "Abstract".to_owned(),
        level: 1,
        role: Some(SectionRole::Abstract),
        blocks,
        ..Draft::default()
    };
    Document { read: ReadFrom::Abstract, sections: assemble(vec![draft]), ..Document::default() }
}

/// Adds the record's abstract to a document whose own was not found.
///
/// It also replaces the abstract of a PDF, whose formulas are only rows of letters, and which may have gone on into the text after it:
/// if it is much longer, the sentences that the record does not have follow as an introduction.
pub fn with_abstract(mut document: Document, abstract_text: &str) -> Document {
    let is_abstract = |section: &Section| section.is(SectionRole::Abstract);
    let own_length: usize = document.sections.iter().filter(|section| is_abstract(section)).map(length).sum();
    let is_given = document.read == ReadFrom::Pdf && !abstract_text.trim().is_empty();
    if own_length > 0 && !is_given {
        return document;
    }
    let (own, mut others): (Vec<Section>, Vec<Section>) =
        document.sections.into_iter().partition(is_abstract);
    if 2 * own_length >= 3 * abstract_text.len() {
        let beyond = own.into_iter().filter_map(|section| beyond(section, abstract_text));
        others.splice(..0, beyond.collect::<Vec<_>>());
    }
    others.splice(..0, abstract_only(abstract_text).sections);
    document.sections = others;
    document
}

/// Returns the sentences of a PDF's abstract that the record's does not have, as an introduction.
fn beyond(mut section: Section, abstract_text: &str) -> Option<Section> {
    /// The least share of a sentence's words that the abstract has if it has the sentence.
    const SAME: f64 = 0.7;
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
    };
    let known: HashSet<String> = words(abstract_text).into_iter().collect();
    let is_new = |sentence: &String| {
        let words = words(sentence);
        let shared = words.iter().filter(|word| known.contains(*word)).count();
        (shared as f64) < SAME * words.len() as f64
    };
    for paragraph in &mut section.paragraphs {
        paragraph.sentences.retain(is_new);
        paragraph.continued.clear(); // It counts the sentences.
    }
    section.paragraphs.retain(|paragraph| !paragraph.sentences.is_empty());
    section.heading.clear();
    section.roles = vec![SectionRole::Introduction];
    (!section.paragraphs.is_empty()).then_some(section)
}

/// Reads plain text: paragraphs are separated by empty lines, and headings are guessed from the form of lines.
///
/// The caller must set `read`, because the text does not say what it was extracted from.
pub fn plain(text: &str) -> Document {
    let mut drafts = vec![Draft { level: 1, ..Draft::default() }];
    let mut lines = Paragraphs::default();
    for line in text.lines() {
        let line = line.trim();
        if let Some((level, heading)) = heading(line) {
            lines.flush(&mut drafts);
            drafts.push(Draft { heading: clean(heading), level, ..Draft::default() });
        } else if let Some(item) = item(line) {
            lines.flush(&mut drafts);
            lines.kind = ParagraphKind::Item;
            lines.add(item);
        } else if line.is_empty() {
            lines.flush(&mut drafts);
        } else {
            lines.add(line);
        }
    }
    lines.flush(&mut drafts);
    Document { sections: assemble(drafts), ..Document::default() }
}

/// The lines of the current paragraph.
#[derive(Default)]
struct Paragraphs {
    text: String,
    kind: ParagraphKind,
}

impl Paragraphs {
    fn add(&mut self, line: &str) {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(line);
    }

    fn flush(&mut self, drafts: &mut [Draft]) {
        let kind = std::mem::take(&mut self.kind);
        if let Some(block) = block(&std::mem::take(&mut self.text), kind)
            && let Some(draft) = drafts.last_mut()
        {
            draft.blocks.push(block);
        }
    }
}

fn block(text: &str, kind: ParagraphKind) -> Option<Block> {
    let text = clean(text);
    (!text.is_empty()).then(|| Block { kind, text, ..Block::default() })
}

/// Returns the text of a line that begins a list item.
fn item(line: &str) -> Option<&str> {
    ["- ", "* ", "• "].iter().find_map(|bullet| line.strip_prefix(bullet))
}

/// Returns the level and text of a heading: a line with Markdown's `#`, with a number before a capital, or with a name common in
/// papers.
fn heading(line: &str) -> Option<(u8, &str)> {
    let hashes = line.len() - line.trim_start_matches('#').len();
    if (1..=6).contains(&hashes)
        && let Some(heading) = line.trim_start_matches('#').strip_prefix(' ')
    {
        return Some((u8::try_from(hashes).unwrap_or(1), heading.trim()));
    }
    let words = line.split_whitespace().count();
    if words == 0 || words > HEADING_WORDS || line.ends_with(['.', ',', ';', '?', '!']) {
        return None;
    }
    let bare = headings::without_number(line).trim_end_matches(':');
    let numbered = bare.len() < line.trim_end_matches(':').len();
    let capital = bare.chars().next().is_some_and(char::is_uppercase);
    let known = !headings::roles(bare).is_empty() || headings::is_references(bare);
    let level = 1 + numbered_depth(line);
    (capital && (numbered || (known && words <= HEADING_WORDS / 2))).then_some((level, bare))
}

/// Counts the dots inside a heading's number: `2.1` has one.
fn numbered_depth(line: &str) -> u8 {
    let number = line.split_whitespace().next().unwrap_or_default().trim_end_matches('.');
    if !number.starts_with(|c: char| c.is_ascii_digit()) {
        return 0;
    }
    u8::try_from(number.matches('.').count()).unwrap_or(0).min(4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abstract_is_one_section_with_its_paragraphs() {
        let document = abstract_only("First\n  line here.\n\nSecond part.");
        assert_eq!(document.read, ReadFrom::Abstract);
        let [section] = document.sections.as_slice() else { panic!("one section: {document:?}") };
        assert!(section.is(SectionRole::Abstract));
        assert_eq!(section.paragraphs.len(), 2);
        assert_eq!(document.text(), "First line here.\nSecond part.");
    }

    #[test]
    fn a_text_without_an_abstract_gets_the_one_of_the_record() {
        let text = plain("1 Introduction\nThings are hard.");
        let whole = with_abstract(text, "We do things.");
        assert_eq!(whole.text(), "We do things.\nThings are hard.");
        assert_eq!(with_abstract(whole.clone(), "Another."), whole);
    }

    #[test]
    fn the_abstract_of_a_pdf_gives_way_to_the_one_of_the_record() {
        let text = plain("Abstract\nThe sort takes O n log n steps.\n\n1 Introduction\nSorting is hard.");
        let pdf = Document { read: ReadFrom::Pdf, ..text };
        let whole = with_abstract(pdf.clone(), "The sort takes $O(n \\log n)$ steps.");
        assert_eq!(whole.text(), "The sort takes $O(n \\log n)$ steps.\nSorting is hard.");
        assert_eq!(with_abstract(pdf.clone(), " "), pdf);
    }

    #[test]
    fn text_of_a_pdf_beyond_the_records_abstract_is_an_introduction() {
        let text = "Abstract\nDust settles on panels. We wash the panels.\nPanels are often dusty where rain is rare and fields are tilled.";
        let pdf = Document { read: ReadFrom::Pdf, ..plain(text) };
        let whole = with_abstract(pdf, "Dust settles on panels. We wash the panels.");
        let [own, rest] = whole.sections.as_slice() else { panic!("two sections: {whole:?}") };
        assert_eq!(own.paragraphs[0].sentences, ["Dust settles on panels.", "We wash the panels."]);
        assert_eq!(
            rest.paragraphs[0].sentences,
            ["Panels are often dusty where rain is rare and fields are tilled."]
        );
        assert_eq!(rest.roles, [SectionRole::Introduction]);
    }

    #[test]
    fn an_empty_abstract_has_no_sentence() {
        assert_eq!(abstract_only("  \n").sentences().count(), 0);
    }

    #[test]
    fn headings_of_plain_text_are_guessed_from_their_lines() {
        let text = "Abstract\nWe do things.\n\n1 Introduction\nThings are hard\nto do.\n\n2.1 Our Data\n- one thing\n- two\n\nReferences\n[1] Someone.";
        let document = plain(text);
        let tree: Vec<(u8, &str)> =
            document.sections.iter().map(|section| (section.level, section.heading.as_str())).collect();
        assert_eq!(tree, [(1, "Abstract"), (1, "Introduction"), (2, "Our Data")]);
        assert!(document.text().contains("Things are hard to do."));
        assert!(!document.text().contains("Someone"));
    }

    #[test]
    fn text_without_headings_is_one_unnamed_section() {
        let document = plain("Only this. And that.");
        assert_eq!(document.sections.len(), 1);
        assert_eq!(document.sentences().count(), 2);
    }
}
