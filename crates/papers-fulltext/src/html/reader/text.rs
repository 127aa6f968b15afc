//! Writes text, formulas and citations to the current part of the paper.

use super::super::math::{self, Formula};
use super::super::tree::{Frame, Sink};
use super::Reader;
use crate::FulltextError;
use crate::clean::{Mark, Text};
use crate::index::continues_number;
use papers_markup::{Tag, Tokens, decode};
use papers_paper::text::cite;

/// The maximum length of an index or exponent; longer text is not part of a formula.
const MAX_SCRIPT_BYTES: usize = 64;
/// The replacement of text that is not known. No digest quotes a sentence with it.
const UNKNOWN: &str = "\u{FFFD}";

impl<'a> Reader<'a> {
    /// Ends the tag of a list item: a bullet or number is dropped, a word becomes the item's label.
    pub(super) fn end_item_tag(&mut self, frame: &Frame<'a>) {
        let Some(mark) = frame.mark else { return };
        let tag = self.page.body.since(mark).trim().to_owned();
        self.page.body.rewind(mark);
        let letters = tag.chars().filter(|c| c.is_alphabetic()).count();
        let roman = tag.chars().all(|c| "ivxlcIVXLC().".contains(c));
        if letters > 2 && !roman {
            self.page.add_label(&tag);
        }
    }

    /// Ends a citation, which is dropped if it is useless without the reference list.
    pub(super) fn end_cite(&mut self, frame: &Frame<'a>) {
        let Some(mark) = frame.mark else { return };
        let Some(text) = self.buffer(frame.sink) else { return };
        if text.mark() == mark || !cite::is_stub(text.since(mark)) {
            return;
        }
        if text.since(mark).contains(char::is_numeric) && cite::is_needed(text.until(mark)) {
            text.verbatim(&cite::KEPT.to_string());
        } else {
            text.rewind(mark);
            text.verbatim(&cite::DROPPED.to_string());
        }
    }

    /// Ends superscript text: `10<sup>5</sup>` becomes `10^5`, not 105.
    pub(super) fn end_raised(&mut self, frame: &Frame<'a>) {
        let Some(mark) = frame.mark else { return };
        let Some(text) = self.buffer(frame.sink) else { return };
        let raised = text.since(mark);
        if raised.len() > MAX_SCRIPT_BYTES {
            return;
        }
        let sign = |c: char| c.is_ascii_digit() || matches!(c, '-' | '−' | '+');
        let part = |c: char| c.is_ascii_alphabetic() || sign(c) || matches!(c, '.' | '/');
        let number = raised.contains(sign) && raised.chars().all(part);
        let base = |c: char| c.is_alphanumeric() || matches!(c, ')' | ']' | '}');
        if number && text.last_before(mark).is_some_and(base) {
            text.insert(mark, '^');
        }
        text.part_digits();
    }

    /// Ends subscript text: `10<sub>3</sub>` becomes `10_3`, not 103.
    pub(super) fn end_lowered(&mut self, frame: &Frame<'a>) {
        let Some(mark) = frame.mark else { return };
        let Some(text) = self.buffer(frame.sink) else { return };
        let index = text.since(mark);
        if index.len() <= MAX_SCRIPT_BYTES && continues_number(text.last_before(mark), index) {
            text.insert(mark, '_');
        }
        text.part_digits();
    }

    /// Ends a link to a footnote. Without a space before it, it is the mark of a footnote that is used twice, which is dropped;
    /// otherwise it is part of the sentence ("see footnote 3").
    pub(super) fn end_note_link(&mut self, frame: &Frame<'a>) {
        let Some(mark) = frame.mark else { return };
        let Some(text) = self.buffer(frame.sink) else { return };
        if text.last_before(mark).is_some_and(|c| !matches!(c, '(' | '[' | '–' | '-')) {
            text.rewind(mark);
        }
    }

    /// Begins or ends text with a direction of its own.
    pub(super) fn turn(&mut self, sink: Sink, character: char) {
        if let Some(text) = self.buffer(sink) {
            text.push(character.encode_utf8(&mut [0; 4]));
        }
    }

    /// Marks the place in an element where a rule inserts words, which are not read, and reports them. The element is not on the stack.
    pub(super) fn meet_inserted(&mut self, rule: Option<u16>, frame: &Frame<'a>) {
        let Some(rule) = rule else { return };
        let read = matches!(frame.sink, Sink::Body | Sink::Caption | Sink::Cell);
        // The words may be visible where the element is not.
        if read && self.stack.top().is_some_and(|around| !around.look.is_hidden()) {
            self.page.report(&format!("{} (inserted by a style sheet)", self.rules.words(rule)));
            if frame.sink == Sink::Body {
                self.page.stand_at(frame.id);
                self.page.said_words();
            }
            self.buffer(frame.sink).into_iter().for_each(|text| text.push(UNKNOWN));
        }
    }

    /// Reads text between tags.
    pub(super) fn text(&mut self, text: &'a str) -> Result<(), FulltextError> {
        if !self.found {
            return Ok(());
        }
        if !self.reopened.is_empty() && !text.trim_ascii().is_empty() {
            self.reopen()?;
        }
        self.say(&decode(text));
        Ok(())
    }

    /// Writes text to its destination.
    pub(super) fn say(&mut self, text: &str) {
        let Some(top) = self.stack.top() else { return };
        let (sink, hidden) = (top.sink, top.look.is_hidden());
        if sink == Sink::Ignored {
            return;
        }
        if hidden {
            self.page.hidden.push(text);
            return;
        }
        if sink == Sink::Body && !text.trim_ascii().is_empty() {
            let id = top.id;
            self.page.stand_at(id);
            self.page.said_words();
        }
        if let Some(buffer) = self.buffer(sink) {
            buffer.push(text);
        }
    }

    /// Reads a whole formula.
    pub(super) fn formula(&mut self, tag: &Tag<'a>, tokens: &mut Tokens<'a>) -> Result<(), FulltextError> {
        let inner = if tag.closed && tag.name == "math" { "" } else { tokens.skip_element(tag.name) };
        if self.stack.top().is_none_or(|top| top.sink == Sink::Ignored) {
            return Ok(());
        }
        self.reopen()?;
        let (formula, hidden) = math::formula(tag, inner);
        self.page.hidden.push(&hidden);
        match formula {
            Some(Formula::Seen(tex)) => self.write_formula(&tex),
            Some(Formula::Unseen(tex)) => self.page.hidden.push(&tex),
            None => {}
        }
        Ok(())
    }

    /// Writes a formula to its destination.
    pub(super) fn write_formula(&mut self, tex: &str) {
        let Some(top) = self.stack.top() else { return };
        let (sink, hidden) = (top.sink, top.look.is_hidden());
        if hidden {
            self.page.hidden.push(tex);
        } else if sink == Sink::Body && self.equations > 0 {
            let id = top.id;
            self.page.stand_at(id);
            self.page.add_display(tex);
        } else if let Some(buffer) = self.buffer(sink) {
            if buffer.as_str().ends_with('$') {
                buffer.space();
            }
            buffer.verbatim(&format!("${tex}$"));
        }
    }

    /// Marks the current position in a destination.
    pub(super) fn mark(&mut self, sink: Sink) -> Option<Mark> {
        self.buffer(sink).map(|text| text.mark())
    }

    /// Returns the text of a destination.
    fn buffer(&mut self, sink: Sink) -> Option<&mut Text> {
        match sink {
            Sink::Body => Some(&mut self.page.body),
            Sink::Heading => Some(&mut self.page.heading),
            Sink::Label => Some(&mut self.page.label),
            Sink::Caption => Some(&mut self.page.caption),
            Sink::Cell => self.page.tables.cell(),
            Sink::Dropped | Sink::Table | Sink::Ignored => None,
        }
    }
}
