//! Builds the paper while a page is read: sections, the current paragraph, captions, the first figure, and hidden text.
//!
//! `reader` calls it for the parts that begin and end and for their text. Pages with more sections than any paper has are rejected.

use super::math;
use super::table::Tables;
use crate::FulltextError;
use crate::assemble::{Block, Draft};
use crate::clean::Text;
use crate::front::{is_front_matter, without_trailer};
use crate::headings;
use papers_paper::text::cite;
use papers_paper::{Caption, CaptionKind, Figure, ParagraphKind, Place, SectionRole};

/// The maximum number of sections. A thesis has hundreds; a page with more than this is hostile.
const MAX_SECTIONS: usize = 5_000;
/// Hidden text with fewer letters is a spacer (`\phantom{00}`), not a message.
const MIN_HIDDEN_LETTERS: usize = 12;
/// The maximum number of hidden passages reported; one is enough for a warning.
const MAX_HIDDEN: usize = 32;
/// The maximum number of characters kept of each.
const MAX_HIDDEN_CHARS: usize = 300;

/// A paragraph with this many words is text, whatever unknown commands are in it.
const MIN_PROSE_WORDS: usize = 20;

/// The kind of text written last into the current paragraph.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Last {
    #[default]
    Text,
    Display,
}

/// A figure being read, whose image and caption may come in either order.
#[derive(Debug, Default)]
struct Candidate {
    image: Option<String>,
    caption: Option<String>,
}

/// The paper read so far.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) body: Text,
    pub(super) heading: Text,
    pub(super) label: Text,
    pub(super) caption: Text,
    pub(super) hidden: Text,
    pub(super) tables: Tables,
    drafts: Vec<Draft>,
    depth: u8,
    /// True if the next text does not belong to the last draft.
    detached: bool,
    labels: String,
    items: usize,
    formula: String,
    last: Last,
    display: bool,
    /// The place where the current paragraph begins.
    place: Place,
    /// True if a paragraph before the first section contains commands unknown to LaTeXML.
    preamble: bool,
    captions: Vec<Caption>,
    candidate: Candidate,
    figure: Option<Figure>,
    messages: Vec<String>,
}

/// The contents of a page.
#[derive(Debug)]
pub(super) struct Contents {
    pub(super) drafts: Vec<Draft>,
    pub(super) captions: Vec<Caption>,
    pub(super) figure: Option<Figure>,
    pub(super) hidden: Vec<String>,
}

impl Page {
    /// Begins a section one level below the enclosing one.
    pub(super) fn open_section(
        &mut self,
        role: Option<SectionRole>,
        appendix: bool,
        id: &str,
    ) -> Result<(), FulltextError> {
        self.end_block();
        self.labels.clear();
        self.depth = self.depth.saturating_add(1);
        let place = Place::of_id(id);
        self.add_draft(Draft { level: self.depth, role, appendix, place, ..Draft::default() })
    }

    /// Ends the innermost section.
    pub(super) fn close_section(&mut self) {
        self.end_block();
        self.labels.clear();
        self.depth = self.depth.saturating_sub(1);
        self.detached = true;
    }

    fn add_draft(&mut self, draft: Draft) -> Result<(), FulltextError> {
        if self.drafts.len() >= MAX_SECTIONS {
            return Err(FulltextError::TooManySections { limit: MAX_SECTIONS });
        }
        self.detached = false;
        self.drafts.push(draft);
        Ok(())
    }

    /// Takes the heading that was read. If the section already has one, it begins a new section.
    pub(super) fn close_heading(&mut self, id: &str) -> Result<(), FulltextError> {
        let heading = cite::tidy(&self.heading.take());
        let heading = heading.trim_end_matches(['.', ':', ' ']).to_owned();
        if heading.is_empty() {
            return Ok(());
        }
        let level = self.depth.max(1);
        match self.drafts.last_mut() {
            Some(draft)
                if draft.heading.is_empty()
                    && draft.blocks.is_empty()
                    && !self.detached
                    && self.depth > 0 =>
            {
                draft.heading = heading;
                Ok(())
            }
            _ => self.add_draft(Draft { heading, level, place: Place::of_id(id), ..Draft::default() }),
        }
    }

    /// Records the id of the element with the next text or formula. At the start of a paragraph, it becomes the paragraph's place.
    pub(super) fn stand_at(&mut self, id: &str) {
        let begins = self.body.is_empty() && self.formula.is_empty();
        if begins && self.place.id.as_deref().unwrap_or_default() != id {
            self.place = Place::of_id(id);
        }
    }

    /// Begins a paragraph or a physical line of one, which continues after a displayed formula.
    pub(super) fn open_line(&mut self) {
        if self.last != Last::Display {
            self.end_block();
        }
        self.body.space();
    }

    /// Enters a list item.
    pub(super) fn open_item(&mut self) {
        self.end_block();
        self.items += 1;
    }

    /// Leaves a list item.
    pub(super) fn close_item(&mut self) {
        self.end_block();
        self.items = self.items.saturating_sub(1);
    }

    /// Puts a label before the next paragraph: `Theorem 1.`
    pub(super) fn close_label(&mut self) {
        let label = cite::tidy(&self.label.take());
        self.add_label(&label);
    }

    /// Adds to the label of the next paragraph.
    pub(super) fn add_label(&mut self, label: &str) {
        if !self.labels.is_empty() && !label.is_empty() {
            self.labels.push(' ');
        }
        self.labels.push_str(label);
    }

    /// Adds a part of a displayed formula; the parts of a row make one formula.
    pub(super) fn add_display(&mut self, tex: &str) {
        self.formula.push_str(tex);
    }

    /// Ends a row of displayed formulas.
    pub(super) fn end_display(&mut self) {
        if self.formula.is_empty() {
            return;
        }
        let formula = std::mem::take(&mut self.formula);
        let (tex, punctuation) = math::split_punctuation(&formula);
        self.display |= self.body.is_empty();
        self.body.space();
        self.body.verbatim(&format!("${tex}${punctuation}"));
        self.body.space();
        self.last = Last::Display;
    }

    /// Records that text, not a formula, was written last.
    pub(super) fn said_words(&mut self) {
        self.end_display();
        self.last = Last::Text;
    }

    /// Records a command unknown to LaTeXML. Before the first section, its arguments are not text.
    pub(super) fn meet_error(&mut self) {
        self.preamble = true;
    }

    /// Ends a logical paragraph.
    pub(super) fn close_para(&mut self) {
        self.end_block();
        self.preamble = false;
    }

    /// Ends the current paragraph.
    pub(super) fn end_block(&mut self) {
        self.end_display();
        let open = std::mem::take(&mut self.last) == Last::Display;
        let display = std::mem::take(&mut self.display);
        let text = self.body.take();
        self.end_hidden();
        if text.is_empty() {
            return;
        }
        let text = strip_end_of_proof(&tidy(&cite::tidy(&text)));
        let in_abstract = self.drafts.last().is_some_and(|draft| draft.role == Some(SectionRole::Abstract));
        let text = if in_abstract { without_trailer(&text).to_owned() } else { text };
        let front = self.depth == 0 || in_abstract;
        let short = text.split_whitespace().count() < MIN_PROSE_WORDS;
        let debris = (self.preamble && self.depth == 0 && short) || (front && is_front_matter(&text));
        if debris || !text.contains(|c: char| c.is_alphanumeric()) {
            return;
        }
        let headed = self.drafts.iter().any(|draft| draft.role.is_none() && !draft.heading.is_empty());
        let bare = self.depth == 0 && self.items == 0 && self.drafts.len() < MAX_SECTIONS;
        if bare && is_heading(&text, headed) {
            self.detached = false;
            let place = self.place.clone();
            self.drafts.push(Draft { heading: text, level: 1, place, ..Draft::default() });
            return;
        }
        let kind = if self.items > 0 { ParagraphKind::Item } else { ParagraphKind::Prose };
        let label = std::mem::take(&mut self.labels);
        let place = self.place.clone();
        self.add_block(Block { kind, label, text, open, display, place, turns: Vec::new() });
    }

    fn add_block(&mut self, block: Block) {
        let level = if self.depth == 0 { 1 } else { self.depth.saturating_add(1) };
        if self.detached || self.drafts.is_empty() {
            self.detached = false;
            self.drafts.push(Draft { level, ..Draft::default() });
        }
        if let Some(draft) = self.drafts.last_mut() {
            draft.blocks.push(block);
        }
    }

    /// Keeps a hidden passage, if it is long enough and new.
    pub(super) fn end_hidden(&mut self) {
        let tagged = [
            self.body.take_tagged(),
            self.heading.take_tagged(),
            self.caption.take_tagged(),
            self.hidden.take_tagged(),
        ];
        let passage = self.hidden.take();
        for message in std::iter::once(passage).chain(tagged) {
            if message.chars().filter(|c| c.is_alphabetic()).count() >= MIN_HIDDEN_LETTERS {
                self.report(&message);
            }
        }
        let texts = [&mut self.body, &mut self.heading, &mut self.label, &mut self.caption];
        let reports: Vec<String> =
            texts.into_iter().chain(self.tables.cell()).flat_map(Text::take_reports).collect();
        for report in &reports {
            self.report(report);
        }
    }

    /// Keeps a message about hidden text, if it is new.
    pub(super) fn report(&mut self, message: &str) {
        let short: String = message.chars().take(MAX_HIDDEN_CHARS).collect();
        if self.messages.len() < MAX_HIDDEN && !self.messages.contains(&short) {
            self.messages.push(short);
        }
    }

    /// Takes an image inside a figure.
    pub(super) fn meet_image(&mut self, source: &str) {
        self.candidate.image.get_or_insert_with(|| source.to_owned());
    }

    /// Takes a caption. Those of a figure's panels, `(a) …`, belong to the picture and are dropped.
    pub(super) fn close_caption(&mut self, kind: CaptionKind, panel: bool, id: &str) {
        let text = tidy(&cite::tidy(&self.caption.take()));
        self.end_hidden();
        self.tables.set_caption(&text);
        let named = text.starts_with(|c: char| c.is_alphanumeric());
        if text.is_empty() || (panel && !named) {
            return;
        }
        if kind == CaptionKind::Figure {
            self.candidate.caption.get_or_insert_with(|| text.clone());
        }
        self.captions.push(Caption { kind, text, place: Place::of_id(id) });
    }

    /// Takes the text of a cell.
    pub(super) fn close_cell(&mut self) {
        self.tables.close_cell(|text| math::plain_numbers(&tidy(&cite::tidy(text))));
        self.end_hidden();
    }

    /// Moves the finished tables to the current section.
    pub(super) fn take_tables(&mut self) {
        let tables = self.tables.take();
        if self.drafts.is_empty() && !tables.is_empty() {
            self.drafts.push(Draft { level: 1, ..Draft::default() });
        }
        self.drafts.last_mut().into_iter().for_each(|draft| draft.tables.extend(tables.clone()));
    }

    /// Ends the outermost float. The first with image and caption is the paper's first figure.
    pub(super) fn close_float(&mut self) {
        self.end_hidden();
        self.take_tables();
        if let Candidate { image: Some(url), caption: Some(caption) } = std::mem::take(&mut self.candidate) {
            self.figure.get_or_insert(Figure { url, caption });
        }
    }

    /// Ends the paper and returns its contents.
    pub(super) fn finish(mut self) -> Contents {
        self.end_block();
        self.take_tables();
        Contents { drafts: self.drafts, captions: self.captions, figure: self.figure, hidden: self.messages }
    }
}

/// Returns true for a heading without markup, as in papers in plain TeX: `1. Introduction`. After another heading (`headed`), a
/// number is sufficient.
fn is_heading(text: &str, headed: bool) -> bool {
    const MAX_WORDS: usize = 8;
    const MAX_WORDS_WITHOUT_NUMBER: usize = 3;
    let words = text.split_whitespace().count();
    let bare = headings::without_number(text);
    let numbered = bare != text;
    let title = bare.trim_end_matches('.');
    let ends = bare.ends_with([',', ';', ':', '!', '?']) || bare.ends_with('.') && !numbered;
    let known = headed && numbered || !headings::roles(title).is_empty() || headings::is_references(title);
    let longest = if numbered { MAX_WORDS } else { MAX_WORDS_WITHOUT_NUMBER };
    words <= longest && !ends && known && title.starts_with(char::is_uppercase)
}

/// Removes the end-of-proof sign from a paragraph.
fn strip_end_of_proof(text: &str) -> String {
    let mut text = text.trim_end();
    while let Some(shorter) = ["∎", "□", "■", "◻", "$\\square$", "$\\Box$", "$\\blacksquare$", "$\\qed$"]
        .iter()
        .find_map(|sign| text.strip_suffix(sign))
    {
        text = shorter.trim_end();
    }
    text.to_owned()
}

/// Removes spaces that dropped elements leave before punctuation and inside brackets; formulas are left unchanged.
pub(super) fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut formula = false;
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| b"$,;).:?(".contains(&byte)) {
        let (plain, from) = rest.split_at(at);
        out.push_str(plain);
        let (mark, after) = from.split_at(1);
        rest = after;
        if mark == "$" && !plain.ends_with('\\') {
            formula = !formula;
        }
        if !formula {
            let ends_word = rest.starts_with(|c: char| c.is_whitespace() || matches!(c, ')' | '”' | '"'))
                || rest.is_empty();
            let hangs = matches!(mark, "," | ";" | ")") || (matches!(mark, "." | ":" | "?") && ends_word);
            if hangs && out.ends_with(' ') {
                out.pop();
            }
            if mark == "," && out.ends_with(',') {
                continue;
            }
            if mark == "(" {
                rest = rest.trim_start_matches([' ', ',']);
            }
        }
        out.push_str(mark);
    }
    out.push_str(rest);
    out.truncate(out.trim_end().len());
    out
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[test]
    fn spaces_before_punctuation_go_and_formulas_stay() {
        assert_eq!(tidy("a , b ( c ) . See $x , y$ ; .5 is"), "a, b (c). See $x , y$; .5 is");
        assert_eq!(tidy("e.g.,, more ."), "e.g., more.");
        assert_eq!(tidy("(, Theorem 2) holds"), "(Theorem 2) holds");
    }

    #[rstest]
    #[case("1. Introduction", true)]
    #[case("IV. NUMERICAL RESULTS.", true)]
    #[case("Acknowledgments", true)]
    #[case("References", true)]
    #[case("Results are given.", false)]
    #[case("Results show that dust matters", false)]
    #[case("2. The robot", false)]
    fn headings_of_plain_tex_are_known(#[case] text: &str, #[case] expected: bool) {
        assert_eq!(is_heading(text, false), expected);
    }

    #[test]
    fn after_a_heading_of_plain_tex_a_number_is_enough() {
        assert!(is_heading("2. The robot", true));
        assert!(!is_heading("2. The robot climbs,", true) && !is_heading("The robot", true));
    }

    #[test]
    fn end_of_proof_signs_are_no_text() {
        assert_eq!(strip_end_of_proof("Done. ∎"), "Done.");
        assert_eq!(strip_end_of_proof("Done. $\\square$"), "Done.");
    }
}
