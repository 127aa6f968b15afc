//! Tracks the open elements of a page, by the rules with which browsers repair markup. Used by `reader`.
//!
//! A paragraph ends where a block begins; an item or cell ends where the next begins. An end tag closes its element and everything
//! left open inside, but no enclosing cell or table. The end tag of a formatting element such as `<b>` that crosses a block closes
//! only that element. No element is moved. Pages that are nested more deeply than LaTeXML writes are rejected.

use super::class::Part;
use super::look::{Look, Own};
use crate::FulltextError;
use crate::clean::Mark;

/// The maximum depth. LaTeXML's deepest pages reach about 60.
const MAX_DEPTH: usize = 512;

/// The destination of an element's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sink {
    /// The current paragraph.
    Body,
    /// The heading.
    Heading,
    /// The label at the beginning of the next paragraph.
    Label,
    /// The caption.
    Caption,
    /// None: the text is between the cells of a table.
    Table,
    /// The cell of a table.
    Cell,
    /// None.
    Dropped,
    /// None, and hidden text is not reported.
    Ignored,
}

/// An open element.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame<'a> {
    pub(super) name: &'a str,
    pub(super) part: Part,
    pub(super) sink: Sink,
    pub(super) own: Own,
    pub(super) look: Look,
    /// The ancestors that style rules refer to, one bit each.
    pub(super) ancestors: u64,
    /// The mark at which the element's text begins.
    pub(super) mark: Option<Mark>,
    /// The id of the nearest enclosing element that counts as a place.
    pub(super) id: &'a str,
    /// True inside a logical paragraph (`ltx_para`).
    pub(super) para: bool,
    /// The number of the rule that inserts words at its end.
    pub(super) after: Option<u16>,
}

/// The open elements, outermost first.
#[derive(Debug, Default)]
pub(super) struct Stack<'a> {
    frames: Vec<Frame<'a>>,
    /// The number of open elements in each bucket of names, so that stray end tags take no time.
    open: Vec<u16>,
}

/// The number of buckets; LaTeXML uses about 40 names.
const BUCKETS: usize = 256;

fn bucket(name: &str) -> usize {
    name.bytes().fold(0, |sum: usize, byte| sum.wrapping_mul(31).wrapping_add(usize::from(byte))) % BUCKETS
}

impl<'a> Stack<'a> {
    /// Returns the innermost open element.
    pub(super) fn top(&self) -> Option<&Frame<'a>> {
        self.frames.last()
    }

    /// Hides the rest of the innermost open element.
    pub(super) fn hide_top(&mut self) {
        if let Some(top) = self.frames.last_mut() {
            top.own.hide();
            top.look = top.look.inside(&top.own);
        }
    }

    /// Opens an element.
    pub(super) fn push(&mut self, frame: Frame<'a>) -> Result<(), FulltextError> {
        if self.frames.len() >= MAX_DEPTH {
            return Err(FulltextError::TooDeep { limit: MAX_DEPTH });
        }
        self.open.resize(BUCKETS, 0);
        if let Some(count) = self.open.get_mut(bucket(frame.name)) {
            *count += 1;
        }
        self.frames.push(frame);
        Ok(())
    }

    /// Closes the innermost element.
    pub(super) fn pop(&mut self) -> Option<Frame<'a>> {
        let frame = self.frames.pop()?;
        self.forget(frame.name);
        Some(frame)
    }

    fn forget(&mut self, name: &str) {
        if let Some(count) = self.open.get_mut(bucket(name)) {
            *count = count.saturating_sub(1);
        }
    }

    fn may_hold(&self, name: &str) -> bool {
        self.open.get(bucket(name)).is_some_and(|count| *count > 0)
    }

    /// Returns the number of elements that must be closed before `name` can be opened.
    pub(super) fn closed_by_opening(&self, name: &str) -> usize {
        let wanted: &[&str] = match name {
            "li" => &["li"],
            "dt" | "dd" => &["dt", "dd"],
            "td" | "th" => &["td", "th"],
            "tr" => &["tr", "caption"],
            "tbody" | "thead" | "tfoot" => &["tbody", "thead", "tfoot", "caption"],
            _ => &[],
        };
        let own =
            wanted.iter().any(|name| self.may_hold(name)).then(|| self.find(wanted, fences(name))).flatten();
        let paragraph = ends_paragraph(name)
            .then(|| self.may_hold("p").then(|| self.find(&["p"], SCOPE)))
            .flatten()
            .flatten();
        own.unwrap_or(0).max(paragraph.unwrap_or(0))
    }

    /// Returns the number of elements that an end tag closes; `None` if it closes none, or only a formatting element.
    pub(super) fn closed_by_end(&self, name: &str) -> Option<usize> {
        if !self.may_hold(name) {
            return None;
        }
        match name {
            "table" | "td" | "th" | "tr" | "tbody" | "thead" | "tfoot" | "caption" => {
                self.find(&[name], &["table"])
            }
            "li" => self.find(&["li"], &["ul", "ol", "table", "td", "th"]),
            _ if is_special(name) => self.find(&[name], SCOPE),
            _ => {
                let count = self.frames.iter().rev().position(|frame| frame.name == name)?;
                let crossed = self.frames.iter().rev().take(count).any(|frame| is_special(frame.name));
                (!crossed).then_some(count + 1)
            }
        }
    }

    /// Counts elements from the innermost to the first of `names`; `None` if one of `fences` comes first.
    fn find(&self, names: &[&str], fences: &[&str]) -> Option<usize> {
        for (count, frame) in self.frames.iter().rev().enumerate() {
            if names.contains(&frame.name) {
                return Some(count + 1);
            }
            if fences.contains(&frame.name) {
                return None;
            }
        }
        None
    }

    /// Removes a formatting element whose end tag crosses a block: the block stays open, and the formatting ends.
    pub(super) fn remove_formatting(&mut self, name: &str) {
        if !is_formatting(name) || !self.may_hold(name) {
            return;
        }
        let Some(at) = self.frames.iter().rposition(|frame| frame.name == name) else { return };
        self.frames.remove(at);
        self.forget(name);
        let mut look =
            at.checked_sub(1).and_then(|at| self.frames.get(at)).map_or(Look::PAGE, |frame| frame.look);
        for frame in self.frames.iter_mut().skip(at) {
            look = look.inside(&frame.own);
            frame.look = look;
        }
    }
}

/// Elements that end the search for an open paragraph.
const SCOPE: &[&str] =
    &["td", "th", "table", "caption", "html", "object", "template", "button", "marquee", "applet"];

fn fences(name: &str) -> &'static [&'static str] {
    match name {
        "li" => &["ul", "ol", "table", "td", "th"],
        "dt" | "dd" => &["dl", "table", "td", "th"],
        _ => &["table"],
    }
}

/// Returns true for elements that an end tag of an inline element cannot cross.
fn is_special(name: &str) -> bool {
    matches!(
        name,
        "td" | "th" | "tr" | "table" | "tbody" | "thead" | "tfoot" | "caption" | "button" | "body" | "html"
    ) || ends_paragraph(name)
}

/// Returns true for elements that cannot be in a paragraph and therefore end it.
fn ends_paragraph(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "center"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dd"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "search"
            | "section"
            | "summary"
            | "table"
            | "ul"
    )
}

/// Returns true for elements that may be closed out of order.
pub(super) fn is_formatting(name: &str) -> bool {
    matches!(
        name,
        "a" | "b"
            | "big"
            | "code"
            | "em"
            | "font"
            | "i"
            | "nobr"
            | "s"
            | "small"
            | "strike"
            | "strong"
            | "tt"
            | "u"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stack(names: &[&'static str]) -> Stack<'static> {
        let mut stack = Stack::default();
        for name in names {
            stack
                .push(Frame {
                    name,
                    part: Part::Inline,
                    sink: Sink::Body,
                    own: Own::default(),
                    look: Look::PAGE,
                    ancestors: 0,
                    mark: None,
                    id: "",
                    para: false,
                    after: None,
                })
                .unwrap();
        }
        stack
    }

    #[test]
    fn a_block_ends_the_paragraph_around_it_but_not_beyond_a_cell() {
        assert_eq!(stack(&["div", "p", "span"]).closed_by_opening("div"), 2);
        assert_eq!(stack(&["p", "td"]).closed_by_opening("div"), 0);
        assert_eq!(stack(&["p", "span"]).closed_by_opening("span"), 0);
    }

    #[test]
    fn an_item_ends_the_item_before_but_not_the_one_around_its_list() {
        assert_eq!(stack(&["ul", "li", "p"]).closed_by_opening("li"), 2);
        assert_eq!(stack(&["ul", "li", "ul"]).closed_by_opening("li"), 0);
    }

    #[test]
    fn an_end_tag_closes_what_was_left_open_inside() {
        assert_eq!(stack(&["section", "div", "span"]).closed_by_end("section"), Some(3));
        assert_eq!(stack(&["div", "td"]).closed_by_end("div"), None);
        assert_eq!(stack(&["span", "div"]).closed_by_end("span"), None);
        assert_eq!(stack(&["div"]).closed_by_end("section"), None);
    }

    #[test]
    fn only_formatting_is_closed_across_a_block() {
        let mut stack = stack(&["b", "div", "p"]);
        stack.remove_formatting("div");
        assert_eq!(stack.frames.len(), 3);
        stack.remove_formatting("b");
        assert_eq!(stack.frames.iter().map(|frame| frame.name).collect::<Vec<_>>(), ["div", "p"]);
    }

    #[test]
    fn nesting_beyond_any_paper_is_refused() {
        let mut stack = stack(&vec!["div"; MAX_DEPTH]);
        let frame = *stack.top().unwrap();
        assert_eq!(stack.push(frame), Err(FulltextError::TooDeep { limit: MAX_DEPTH }));
    }
}
