//! The tokens of a page → the parts of a paper, each told to [`Page`].
//!
//! Keeps the open elements and, for each, where its text goes and whether it can be seen. Formulas, scripts and
//! drawings are taken whole, without looking into their markup. Called by `html`.

use super::class::{Part, hides, part};
use super::math::{self, Formula};
use super::page::{Contents, Page};
use super::rules::Rules;
use super::style::{self, Declared, Look, Own};
use super::tree::{Frame, Sink, Stack, is_formatting};
use crate::FulltextError;
use crate::clean::{Mark, Text};
use papers_markup::{Tag, Token, Tokens, decode};
use papers_paper::text::cite;
use papers_paper::{CaptionKind, SectionRole};

/// Formatting left open at the end of a paragraph that goes on in the next; a page of any sense has none.
const MAX_REOPENED: usize = 8;

/// The contents of a page, and its statements about itself.
#[derive(Debug)]
pub(super) struct Reading {
    /// The paper, as far as the page has one.
    pub(super) contents: Contents,
    /// True when the page holds a paper at all.
    pub(super) found: bool,
    /// The address from which relative addresses start, by the page's own word.
    pub(super) base: Option<String>,
}

/// Reads a page.
pub(super) fn read(page: &str) -> Result<Reading, FulltextError> {
    let mut reader = Reader { rules: Rules::of(page), ..Reader::default() };
    if reader.rules.overflows() {
        return Err(FulltextError::NotFulltext {
            what: "a page whose style sheets are too large to judge".into(),
        });
    }
    let mut tokens = Tokens::new(page);
    while let Some(token) = tokens.next() {
        match token {
            Token::Open(tag) => reader.open(tag, &mut tokens)?,
            Token::Close(name) => reader.close(name)?,
            Token::Text(text) => reader.text(text)?,
        }
    }
    while let Some(frame) = reader.stack.pop() {
        reader.end(&frame)?;
    }
    Ok(Reading { contents: reader.page.finish(), found: reader.found, base: reader.base })
}

#[derive(Debug, Default)]
struct Reader<'a> {
    rules: Rules,
    stack: Stack<'a>,
    page: Page,
    /// Formatting that was open when its paragraph ended: browsers open it again.
    reopened: Vec<Frame<'a>>,
    found: bool,
    base: Option<String>,
    equations: usize,
    floats: Vec<CaptionKind>,
}

impl<'a> Reader<'a> {
    fn open(&mut self, mut tag: Tag<'a>, tokens: &mut Tokens<'a>) -> Result<(), FulltextError> {
        tag.name = lower_name(tag.name);
        let closing = self.stack.closed_by_opening(tag.name);
        self.end_many(closing)?;
        match tag.name {
            "iframe" | "noembed" | "noframes" | "noscript" => {
                let inner = tokens.skip_element(tag.name, false);
                self.meet_unseen(inner);
                return Ok(());
            }
            "script" | "style" | "title" | "textarea" | "xmp" => {
                tokens.skip_element(tag.name, false);
                return Ok(());
            }
            "svg" | "select" if !tag.closed => {
                tokens.skip_element(tag.name, true);
                return Ok(());
            }
            "template" | "object" | "audio" | "video" | "canvas" | "datalist" | "progress" | "meter"
            | "rp"
                if !tag.closed =>
            {
                let inner = tokens.skip_element(tag.name, true);
                self.meet_unseen(inner);
                return Ok(());
            }
            "math" | "mjx-container" => return self.formula(&tag, tokens),
            "br" | "hr" | "wbr" | "img" | "input" | "meta" | "link" | "base" | "col" | "embed" | "area"
            | "source" | "track" | "param" => {
                self.void(&tag);
                return Ok(());
            }
            _ => {}
        }
        self.reopen()?;
        self.begin(&tag, tokens)
    }

    /// Takes down the text of an element that browsers show only where they cannot do better.
    fn meet_unseen(&mut self, inner: &'a str) {
        if self.stack.top().is_none_or(|top| top.sink == Sink::Ignored) {
            return;
        }
        for token in Tokens::new(inner) {
            if let Token::Text(text) = token {
                self.page.hidden.push(&decode(text));
            }
        }
    }

    /// Elements without content.
    fn void(&mut self, tag: &Tag<'a>) {
        match tag.name {
            "base" => self.base = self.base.take().or_else(|| tag.href.map(|href| decode(href).into_owned())),
            "br" | "hr" => self.say(" "),
            "img" => self.image(tag),
            _ => {}
        }
    }

    fn image(&mut self, tag: &Tag<'a>) {
        if tag.class.contains("ltx_Math") || tag.class.contains("ltx_math") {
            if let Some(tex) = tag.alt.and_then(|alt| math::tidy(&decode(alt))) {
                self.write_formula(&tex);
            }
        } else if let (false, Some(source)) = (self.floats.is_empty(), tag.src) {
            self.page.meet_image(&decode(source));
        }
    }

    /// Opens an element that has content.
    fn begin(&mut self, tag: &Tag<'a>, tokens: &mut Tokens<'a>) -> Result<(), FulltextError> {
        let part = part(tag.name, tag.class);
        let around = self.stack.top().copied();
        let inside = around.map_or(Sink::Ignored, |frame| frame.sink);
        if part == Part::Formula && inside != Sink::Ignored {
            return self.formula(tag, tokens);
        }
        let own = self.own(tag, around.map_or(0, |frame| frame.ancestors));
        let mut frame = Frame {
            name: tag.name,
            part: Part::Inline,
            sink: inside,
            own,
            look: around.map_or(Look::PAGE, |frame| frame.look).inside(&own),
            ancestors: around.map_or(0, |frame| frame.ancestors) | self.rules.ancestors(tag),
            mark: None,
            id: around.map_or("", |frame| frame.id),
            para: part == Part::Para || around.is_some_and(|frame| frame.para),
        };
        let held = !self.floats.is_empty() || around.is_some_and(|frame| frame.para);
        if !tag.id.is_empty() && is_place(part, held) {
            frame.id = tag.id;
        }
        if part == Part::Root && inside == Sink::Ignored {
            self.found = true;
            frame.sink = Sink::Body;
            frame.part = part;
        } else if !frame.look.is_hidden() {
            self.start(part, &mut frame, tag)?;
        } else if tag.name == "button" {
            // arXiv's own, which its sheets show and hide.
            frame.sink = Sink::Ignored;
        }
        // LaTeXML's XHTML writes empty elements as `<div class="ltx_date"/>`. One that says how it looks stays open, as
        // in browsers, so that it cannot show what they hide.
        let empty = tag.closed && part != Part::Root && !own.matters();
        self.stack.push(frame)?;
        if empty { self.end_many(1) } else { Ok(()) }
    }

    /// Reads the look that the element and the page's style sheets give it.
    fn own(&self, tag: &Tag<'a>, ancestors: u64) -> Own {
        let mut declared = Declared::default();
        if tag.color.is_some() || tag.background.is_some() {
            declared =
                style::colored(tag.color.map(decode).as_deref(), tag.background.map(decode).as_deref());
        }
        if !self.rules.is_empty() {
            declared.overlay(&self.rules.declared(tag, ancestors));
        }
        if !tag.style.is_empty() {
            declared.overlay(&style::parse(&decode(tag.style)));
        }
        let mut own = declared.own();
        let shut = matches!(tag.name, "dialog" | "details") && tag.attribute("open").is_none();
        let small = tag.name == "font" && tag.size.is_some_and(|size| is_tiny(&decode(size)));
        if tag.hidden || tag.aria_hidden || shut || small || hides(tag.name, tag.class) {
            own.hide();
        }
        own
    }

    /// Begins a part of the paper, as far as it can begin where it stands.
    fn start(&mut self, part: Part, frame: &mut Frame<'a>, tag: &Tag<'a>) -> Result<(), FulltextError> {
        match (frame.sink, part) {
            (Sink::Ignored, _) | (_, Part::Root | Part::Inline | Part::Formula) => return Ok(()),
            (_, Part::Ignored) => frame.sink = Sink::Ignored,
            (_, Part::Error) => {
                self.page.meet_error();
                frame.sink = Sink::Dropped;
            }
            (Sink::Dropped | Sink::Table | Sink::Cell, Part::Caption) if !self.floats.is_empty() => {
                frame.sink = Sink::Caption;
            }
            (Sink::Dropped | Sink::Table | Sink::Cell, Part::Float(kind)) => {
                self.open_float(kind);
                frame.sink = Sink::Dropped;
            }
            (Sink::Dropped, Part::Table) if !self.floats.is_empty() => self.open_table(frame),
            (Sink::Body | Sink::Cell, Part::Table) => self.open_table(frame),
            (Sink::Table, Part::Head) => self.page.tables.set_head(true),
            (Sink::Table, Part::Row) => self.page.tables.open_row(),
            (Sink::Table, Part::Cell) => {
                self.page.tables.open_cell(tag);
                frame.sink = Sink::Cell;
            }
            (Sink::Dropped | Sink::Table, _) => return Ok(()),
            (_, Part::Dropped) => frame.sink = Sink::Dropped,
            (_, Part::Cite | Part::Raised) => frame.mark = self.mark(frame.sink),
            (Sink::Body, _) => self.start_in_body(part, frame)?,
            _ => {
                self.say(" ");
                return Ok(());
            }
        }
        frame.part = part;
        Ok(())
    }

    fn start_in_body(&mut self, part: Part, frame: &mut Frame<'a>) -> Result<(), FulltextError> {
        match part {
            Part::Section { appendix } => self.page.open_section(None, appendix, frame.id)?,
            Part::Abstract => self.page.open_section(Some(SectionRole::Abstract), false, frame.id)?,
            Part::Back => self.page.open_section(Some(SectionRole::Backmatter), false, frame.id)?,
            Part::Heading => {
                self.page.end_block();
                frame.sink = Sink::Heading;
            }
            Part::RunIn | Part::Term => {
                self.page.end_block();
                frame.sink = Sink::Label;
            }
            Part::Float(kind) => {
                self.open_float(kind);
                frame.sink = Sink::Dropped;
            }
            Part::Line => self.page.open_line(),
            Part::Item => self.page.open_item(),
            Part::ItemTag => {
                self.page.end_block();
                frame.mark = Some(self.page.body.mark());
            }
            Part::Equation => self.equations += 1,
            Part::Row if self.equations > 0 => self.page.end_display(),
            Part::Para | Part::List | Part::Block if self.equations == 0 => self.page.end_block(),
            _ => {}
        }
        Ok(())
    }

    fn open_float(&mut self, kind: CaptionKind) {
        self.floats.push(kind);
        self.page.tables.open_float();
    }

    fn open_table(&mut self, frame: &mut Frame<'a>) {
        self.page.tables.open(frame.id);
        frame.sink = Sink::Table;
    }

    fn close(&mut self, name: &'a str) -> Result<(), FulltextError> {
        let name = lower_name(name);
        if let Some(count) = self.stack.closed_by_end(name) {
            return self.end_many(count);
        }
        self.stack.remove_formatting(name);
        self.reopened.retain(|frame| frame.name != name);
        Ok(())
    }

    fn end_many(&mut self, count: usize) -> Result<(), FulltextError> {
        for left in (0..count).rev() {
            let Some(frame) = self.stack.pop() else { break };
            self.end(&frame)?;
            let unfinished = left > 0 && is_formatting(frame.name) && frame.own.matters();
            if unfinished && self.reopened.len() < MAX_REOPENED {
                self.reopened.push(Frame { part: Part::Inline, mark: None, ..frame });
            }
        }
        Ok(())
    }

    /// Opens formatting again that its paragraph's end had closed.
    fn reopen(&mut self) -> Result<(), FulltextError> {
        for frame in std::mem::take(&mut self.reopened).into_iter().rev() {
            let (sink, look) =
                self.stack.top().map_or((Sink::Ignored, Look::PAGE), |top| (top.sink, top.look));
            self.stack.push(Frame { sink, look: look.inside(&frame.own), ..frame })?;
        }
        Ok(())
    }

    /// An element ended: so does its part of the paper.
    fn end(&mut self, frame: &Frame<'a>) -> Result<(), FulltextError> {
        match frame.part {
            Part::Section { .. } | Part::Abstract | Part::Back => self.page.close_section(),
            Part::Heading if frame.sink == Sink::Heading => self.page.close_heading(frame.id)?,
            Part::RunIn | Part::Term if frame.sink == Sink::Label => self.page.close_label(),
            Part::Para => self.page.close_para(),
            Part::List | Part::Root => self.page.end_block(),
            Part::Block if self.equations == 0 => self.page.end_block(),
            Part::Line => self.page.body.space(),
            Part::Item => self.page.close_item(),
            Part::ItemTag => self.end_item_tag(frame),
            Part::Head if frame.sink == Sink::Table => self.page.tables.set_head(false),
            Part::Cell if frame.sink == Sink::Cell => self.page.close_cell(),
            Part::Table if frame.sink == Sink::Table => {
                self.page.tables.close();
                if self.floats.is_empty() {
                    self.page.take_tables();
                }
            }
            Part::Float(_) => {
                self.floats.pop();
                self.page.tables.close_float();
                if self.floats.is_empty() {
                    self.page.close_float();
                }
            }
            Part::Caption if frame.sink == Sink::Caption => {
                let kind = self.floats.last().copied().unwrap_or(CaptionKind::Figure);
                self.page.close_caption(kind, self.floats.len() > 1, frame.id);
            }
            Part::Equation => {
                self.page.end_display();
                self.equations = self.equations.saturating_sub(1);
            }
            Part::Cite => self.end_cite(frame),
            Part::Raised => self.end_raised(frame),
            _ => {}
        }
        Ok(())
    }

    /// A bullet or number is dropped, a word is the item's label.
    fn end_item_tag(&mut self, frame: &Frame<'a>) {
        let Some(mark) = frame.mark else { return };
        let tag = self.page.body.since(mark).trim().to_owned();
        self.page.body.rewind(mark);
        let letters = tag.chars().filter(|c| c.is_alphabetic()).count();
        let roman = tag.chars().all(|c| "ivxlcIVXLC().".contains(c));
        if letters > 2 && !roman {
            self.page.add_label(&tag);
        }
    }

    /// A citation that says nothing without the reference list is dropped.
    fn end_cite(&mut self, frame: &Frame<'a>) {
        let Some(mark) = frame.mark else { return };
        let Some(text) = self.buffer(frame.sink) else { return };
        if text.mark() == mark || !cite::is_stub(text.since(mark)) {
            return;
        }
        if text.since(mark).contains(char::is_alphanumeric) && cite::is_needed(text.before(mark)) {
            text.verbatim(&cite::KEPT.to_string());
        } else {
            text.rewind(mark);
            text.verbatim(&cite::DROPPED.to_string());
        }
    }

    /// `10<sup>5</sup>` is not 105.
    fn end_raised(&mut self, frame: &Frame<'a>) {
        let Some(mark) = frame.mark else { return };
        let Some(text) = self.buffer(frame.sink) else { return };
        let raised = text.since(mark);
        let number =
            !raised.is_empty() && raised.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '−' | '+'));
        if number && text.before(mark).ends_with(char::is_alphanumeric) {
            text.insert(mark, '^');
        }
    }

    fn text(&mut self, text: &'a str) -> Result<(), FulltextError> {
        if !self.found {
            return Ok(());
        }
        if !self.reopened.is_empty() && !text.trim_ascii().is_empty() {
            self.reopen()?;
        }
        self.say(&decode(text));
        Ok(())
    }

    /// Writes words where they belong.
    fn say(&mut self, text: &str) {
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

    /// Takes a formula whole.
    fn formula(&mut self, tag: &Tag<'a>, tokens: &mut Tokens<'a>) -> Result<(), FulltextError> {
        let inner = if tag.closed && tag.name == "math" { "" } else { tokens.skip_element(tag.name, true) };
        if self.stack.top().is_none_or(|top| top.sink == Sink::Ignored) {
            return Ok(());
        }
        self.reopen()?;
        match math::formula(tag, inner) {
            Some(Formula::Seen(tex)) => self.write_formula(&tex),
            Some(Formula::Unseen(tex)) => self.page.hidden.push(&tex),
            None => {}
        }
        Ok(())
    }

    fn write_formula(&mut self, tex: &str) {
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

    fn mark(&mut self, sink: Sink) -> Option<Mark> {
        self.buffer(sink).map(|text| text.mark())
    }

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

/// True for a size of `font` that nobody writes to be read: seven sizes are real, and steps of a few.
fn is_tiny(size: &str) -> bool {
    let size = size.trim();
    size == "0"
        || size.strip_prefix('-').and_then(|steps| steps.parse::<u32>().ok()).is_some_and(|steps| steps > 2)
}

/// True for elements whose id is a place of the paper: paragraphs, floats and what holds them, and what is `held` by none.
fn is_place(part: Part, held: bool) -> bool {
    match part {
        Part::Section { .. } | Part::Abstract | Part::Back | Part::Para | Part::Item | Part::Float(_) => true,
        Part::Line | Part::Block | Part::List | Part::Table => !held,
        _ => false,
    }
}

/// Names in capitals are rare and hostile; those that matter are brought to their usual form, others stay.
fn lower_name(name: &str) -> &str {
    #[rustfmt::skip]
    const NAMES: &[&str] = &[
        "p", "div", "span", "font", "b", "i", "em", "strong", "a", "section", "article", "script",
        "style", "table", "tr", "td", "th", "ul", "ol", "li", "svg", "math", "br", "img",
        "template", "title", "textarea", "select", "button", "noscript", "iframe", "object", "h1", "h2", "h3", "h4",
        "h5", "h6", "figure", "cite", "sup", "u", "s", "small", "big", "tt", "code", "pre",
        "dl", "dt", "dd", "blockquote", "center", "nav", "footer", "header",
    ];
    if !name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return name;
    }
    NAMES.iter().find(|known| known.eq_ignore_ascii_case(name)).copied().unwrap_or(name)
}
