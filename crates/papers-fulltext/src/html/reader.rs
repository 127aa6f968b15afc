//! Reads the tokens of a page and passes the parts of the paper to [`Page`].
//!
//! Tracks the open elements with the destination and visibility of their text. Formulas, scripts and drawings are read as a
//! whole, without parsing their markup.

mod text;

use super::class::{Part, hides, part};
use super::look::{self, Declared, Look, Own};
use super::math;
use super::page::{Contents, Page};
use super::rules::Rules;
use super::style;
use super::tree::{Frame, Sink, Stack, is_formatting};
use crate::FulltextError;
use papers_markup::{Tag, Token, Tokens, decode};
use papers_paper::{CaptionKind, SectionRole};

/// The maximum number of formatting elements that were left open in a paragraph and continue in the next one.
const MAX_REOPENED: usize = 8;
/// The character that ends an embedding or override.
const END_OF_TURN: char = '\u{202c}';

/// The contents of a page.
#[derive(Debug)]
pub(super) struct Reading {
    /// The contents of the paper.
    pub(super) contents: Contents,
    /// True if the page has a paper.
    pub(super) found: bool,
    /// True if the paper has no end, and no references, after which hardly anything can be missing.
    pub(super) open: bool,
    /// True if a comment, script, formula or drawing without end has swallowed the rest of such a paper.
    pub(super) swallowed: bool,
    /// The base URL that the page declares.
    pub(super) base: Option<String>,
}

/// Reads a page.
pub(super) fn read(page: &str) -> Result<Reading, FulltextError> {
    let mut reader = Reader { rules: Rules::of(page), ..Reader::default() };
    reader.check_rules()?;
    let mut tokens = Tokens::new(page);
    let mut is_over = false;
    while let Some(token) = tokens.next() {
        match token {
            // A file may hold a page twice.
            Token::Open(tag) if is_over && tag.name.eq_ignore_ascii_case("html") => break,
            Token::Close(name) if reader.found && name.eq_ignore_ascii_case("html") => {
                is_over = true;
                reader.close(name)?;
            }
            Token::Open(tag) => reader.open(tag, &mut tokens)?,
            Token::Close(name) => reader.close(name)?,
            Token::Text(text) => reader.text(text)?,
        }
    }
    let mut open = false;
    let swallowed = tokens.is_cut() && !reader.ended;
    while let Some(frame) = reader.stack.pop() {
        open |= frame.part == Part::Root && !reader.ended;
        reader.end(&frame)?;
    }
    let Reader { page, found, base, .. } = reader;
    Ok(Reading { contents: page.finish(), found, open, swallowed: swallowed && open, base })
}

#[derive(Debug, Default)]
struct Reader<'a> {
    rules: Rules,
    stack: Stack<'a>,
    page: Page,
    /// Formatting elements that were open at the end of their paragraph, which browsers reopen.
    reopened: Vec<Frame<'a>>,
    found: bool,
    /// True after the beginning of the references, after which hardly anything can be missing.
    ended: bool,
    base: Option<String>,
    /// The color of links that `body` sets.
    link: Option<&'a str>,
    equations: usize,
    floats: Vec<CaptionKind>,
}

impl<'a> Reader<'a> {
    fn check_rules(&self) -> Result<(), FulltextError> {
        if self.rules.overflows() {
            let what = "a page whose style sheets are too large to judge".into();
            return Err(FulltextError::NotFulltext { what });
        }
        Ok(())
    }

    fn open(&mut self, mut tag: Tag<'a>, tokens: &mut Tokens<'a>) -> Result<(), FulltextError> {
        tag.name = lower_name(tag.name);
        let closing = self.stack.closed_by_opening(tag.name);
        self.end_many(closing)?;
        match tag.name {
            "iframe" | "noembed" | "noframes" | "noscript" => {
                let inner = tokens.skip_raw_text(tag.name);
                self.meet_unseen(inner);
                return Ok(());
            }
            "script" | "style" | "title" | "textarea" | "xmp" => {
                tokens.skip_raw_text(tag.name);
                return Ok(());
            }
            "svg" | "select" if !tag.closed => {
                tokens.skip_element(tag.name);
                return Ok(());
            }
            "template" | "object" | "audio" | "video" | "canvas" | "datalist" | "progress" | "meter"
            | "rp"
                if !tag.closed =>
            {
                let inner = tokens.skip_element(tag.name);
                self.meet_unseen(inner);
                if tag.attribute("shadowrootmode").is_some() {
                    // Browsers show it instead of the rest of the element around it.
                    self.stack.hide_top();
                }
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

    /// Collects the text of an element that browsers show only as a fallback, as hidden text.
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

    /// Reads an element without content.
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

    /// Opens an element with content.
    fn begin(&mut self, tag: &Tag<'a>, tokens: &mut Tokens<'a>) -> Result<(), FulltextError> {
        let part = part(tag);
        let around = self.stack.top().copied();
        let inside = around.map_or(Sink::Ignored, |frame| frame.sink);
        if part == Part::Formula && inside != Sink::Ignored {
            return self.formula(tag, tokens);
        }
        self.ended |= part == Part::Dropped && tag.class.contains("ltx_bibliography");
        let look = around.map_or(Look::PAGE, |frame| frame.look);
        let own = self.own(tag, look, around.map_or(0, |frame| frame.ancestors));
        self.check_rules()?;
        let mut frame = Frame {
            name: tag.name,
            part: Part::Inline,
            sink: inside,
            own,
            look: look.inside(&own),
            ancestors: around.map_or(0, |frame| frame.ancestors) | self.rules.ancestors(tag),
            mark: None,
            id: around.map_or("", |frame| frame.id),
            para: part == Part::Para || around.is_some_and(|frame| frame.para),
            after: None,
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
            // These are inserted by arXiv, whose style sheets show and hide them.
            frame.sink = Sink::Ignored;
        }
        // LaTeXML's XHTML writes empty elements as `<div class="ltx_date"/>`. One with a style stays open, as in browsers, so
        // that text that they hide is not shown.
        let empty = tag.closed && part != Part::Root && !own.matters();
        let [before, after] = self.inserted(tag, part, around.map_or(0, |frame| frame.ancestors));
        frame.after = after;
        self.meet_inserted(before, &frame);
        self.stack.push(frame)?;
        if empty { self.end_many(1) } else { Ok(()) }
    }

    /// Reads the style of an element from its attributes and the page's style sheets.
    fn own(&mut self, tag: &Tag<'a>, around: Look, ancestors: u64) -> Own {
        let mut own = self.styled(tag, around, ancestors);
        let shut = matches!(tag.name, "dialog" | "details") && tag.attribute("open").is_none();
        let small = tag.name == "font" && tag.size.is_some_and(|size| is_tiny(&decode(size)));
        if tag.hidden || tag.aria_hidden || shut || small || hides(tag.name, tag.class) {
            own.hide();
        }
        own
    }

    /// Returns the rules that insert words before and after the text of an element. Before a block, a sign is a bullet.
    fn inserted(&self, tag: &Tag<'a>, part: Part, ancestors: u64) -> [Option<u16>; 2] {
        if self.rules.is_empty() {
            return [None; 2];
        }
        let inline =
            matches!(part, Part::Inline | Part::Cite | Part::Raised | Part::Lowered | Part::NoteLink);
        let says = |rule: &u16| inline || self.rules.words(*rule).contains(char::is_alphanumeric);
        self.rules.inserted(tag, ancestors).map(|rule| rule.filter(says))
    }

    fn styled(&mut self, tag: &Tag<'a>, around: Look, ancestors: u64) -> Own {
        let colored = tag.color.is_some() || tag.background.is_some() || matches!(tag.name, "body" | "mark");
        let link = tag.name == "a" && self.link.is_some();
        if self.rules.is_empty() && tag.style.is_empty() && !colored && !link {
            return Own::default();
        }
        let mut declared = self.presented(tag);
        let mut perhaps = Vec::new();
        if !self.rules.is_empty() {
            let (rules, doubtful) = self.rules.apply(tag, ancestors);
            declared.overlay(&rules);
            perhaps = doubtful;
        }
        if !tag.style.is_empty() {
            declared.overlay(&style::parse(&decode(tag.style)));
        }
        look::judged(around, &declared, &perhaps)
    }

    /// Returns the colors that an element has by its name or by attributes other than `style`.
    fn presented(&mut self, tag: &Tag<'a>) -> Declared {
        let (text, background) = match tag.name {
            "body" => {
                self.link = tag.attribute("link");
                (tag.attribute("text"), tag.background)
            }
            "a" if tag.href.is_some() => (self.link, None),
            "mark" => (Some("black"), Some("yellow")),
            _ => (tag.color, tag.background),
        };
        if text.is_none() && background.is_none() {
            return Declared::default();
        }
        look::colored(text.map(decode).as_deref(), background.map(decode).as_deref())
    }

    /// Begins a part of the paper, if it can begin here.
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
            (_, Part::Cite | Part::Raised | Part::Lowered | Part::NoteLink) => {
                frame.mark = self.mark(frame.sink);
            }
            (sink, Part::Turned(direction)) => self.turn(sink, direction.begin()),
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
            self.meet_inserted(frame.after, &frame);
            self.end(&frame)?;
            let unfinished = left > 0 && is_formatting(frame.name) && frame.own.matters();
            if unfinished && self.reopened.len() < MAX_REOPENED {
                self.reopened.push(Frame { part: Part::Inline, mark: None, after: None, ..frame });
            }
        }
        Ok(())
    }

    /// Reopens formatting elements that were closed by the end of their paragraph.
    fn reopen(&mut self) -> Result<(), FulltextError> {
        for frame in std::mem::take(&mut self.reopened).into_iter().rev() {
            let (sink, look) =
                self.stack.top().map_or((Sink::Ignored, Look::PAGE), |top| (top.sink, top.look));
            self.stack.push(Frame { sink, look: look.inside(&frame.own), ..frame })?;
        }
        Ok(())
    }

    /// Ends the part of the paper that an element began.
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
            Part::Lowered => self.end_lowered(frame),
            Part::NoteLink => self.end_note_link(frame),
            Part::Turned(_) => self.turn(frame.sink, END_OF_TURN),
            _ => {}
        }
        Ok(())
    }
}

/// Returns true for a size of `font` that makes text unreadable. Real pages use sizes 1 to 7 and small steps.
fn is_tiny(size: &str) -> bool {
    let size = size.trim();
    size == "0"
        || size.strip_prefix('-').and_then(|steps| steps.parse::<u32>().ok()).is_some_and(|steps| steps > 2)
}

/// Returns true for elements whose id is a place of the paper: paragraphs, floats and what contains them, and blocks that are not
/// `held` by one of these.
fn is_place(part: Part, held: bool) -> bool {
    match part {
        Part::Section { .. } | Part::Abstract | Part::Back | Part::Para | Part::Item | Part::Float(_) => true,
        Part::Line | Part::Block | Part::List | Part::Table => !held,
        _ => false,
    }
}

/// Converts the names of relevant elements to lower case. Names in capitals are rare and hostile; others are left unchanged.
fn lower_name(name: &str) -> &str {
    #[rustfmt::skip]
    const NAMES: &[&str] = &[
        "p", "div", "span", "font", "b", "i", "em", "strong", "a", "section", "article", "script",
        "style", "table", "tr", "td", "th", "ul", "ol", "li", "svg", "math", "br", "img",
        "template", "title", "textarea", "select", "button", "noscript", "iframe", "object", "h1", "h2", "h3", "h4",
        "h5", "h6", "figure", "cite", "sup", "sub", "u", "s", "small", "big", "tt", "code", "pre",
        "dl", "dt", "dd", "blockquote", "center", "nav", "footer", "header",
    ];
    if !name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return name;
    }
    NAMES.iter().find(|known| known.eq_ignore_ascii_case(name)).copied().unwrap_or(name)
}
