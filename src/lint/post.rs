//! Splits a post into lines, each of them prose, HTML or code, as kramdown reads it.

use std::sync::LazyLock;

use regex::Regex;

use papers_paper::text::{fence, pattern};

/// A post, split into classified lines.
pub(super) struct Post<'a> {
    lines: Vec<Line<'a>>,
    /// The innermost element that is open at the end, and its line.
    open: Option<(String, usize)>,
    /// Index of the first line after the front matter.
    pub body: usize,
}

#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    pub text: &'a str,
    /// Line of the file, from 1.
    pub number: usize,
    pub kind: Kind,
}

/// The kind of a line, as kramdown reads it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Markdown.
    Prose,
    /// A line of an HTML block, which is passed on unchanged.
    Html,
    /// Code, fenced or indented, a script, or a comment. It is shown unchanged or not at all, but Liquid still processes it.
    Code,
}

impl<'a> Post<'a> {
    pub(super) fn new(text: &'a str, body: usize) -> Self {
        let mut reader = Reader::default();
        let lines = text.lines().enumerate().map(|(index, text)| {
            reader.number = index + 1;
            let kind = if index < body { Kind::Prose } else { reader.kind(text) };
            Line { text, number: index + 1, kind }
        });
        let lines = lines.collect();
        let open = match reader.open {
            Some(Open::Elements(mut open)) => open.pop(),
            _ => None,
        };
        Self { lines, open, body }
    }

    /// Returns an element without an end, and its line; `None` if Liquid below it may write the end.
    pub(super) fn unclosed(&self) -> Option<(String, usize)> {
        let has_liquid = self.body().iter().any(|line| line.text.contains("{%"));
        self.open.clone().filter(|_| !has_liquid)
    }

    /// The lines after the front matter.
    pub(super) fn body(&self) -> &[Line<'a>] {
        self.lines.get(self.body..).unwrap_or_default()
    }

    /// The lines of the body that are not code.
    pub(super) fn shown(&self) -> impl Iterator<Item = &Line<'a>> {
        self.body().iter().filter(|line| line.kind != Kind::Code)
    }
}

/// The elements that kramdown reads as part of a paragraph.
const SPANS: &str = "a abbr acronym b big bdo br button cite code del dfn em i img input ins kbd label mark option q rb rbc rp rt rtc \
                     ruby samp select small span strong sub sup tt u var";

/// The elements without content.
const VOID: &str = "area base col command embed hr keygen link meta param source track wbr";

/// The start of a block of HTML: the name of its element, its attributes, and `/` if it closes itself.
static BLOCK: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"^ {0,3}<([A-Za-z][A-Za-z0-9-]*)((?:\s(?:"[^"]*"|'[^']*'|[^<>"'])*)?)>"#));
static TAG: LazyLock<Regex> = LazyLock::new(|| pattern(r"<(/?)([A-Za-z][A-Za-z0-9-]*)(?:\s[^<>]*)?>"));
/// The start of a list item, a definition or a footnote, below which only lines indented deeper than its text are code.
static ITEM: LazyLock<Regex> = LazyLock::new(|| pattern(r"^ *(?:[-*+:]|\d+\.|\[\^[^\]]+\]:)\s+"));

/// The number of columns by which code is indented deeper than text.
const CODE: usize = 4;

/// Reads a body line by line.
#[derive(Default)]
struct Reader {
    open: Option<Open>,
    /// The number of the current line.
    number: usize,
    /// The column in which the text of the list item above begins; 0 outside of lists.
    text: usize,
    before: Before,
}

/// A block that goes on until its end is found.
enum Open {
    Fence(&'static str),
    Comment,
    /// `{% highlight %}` or `{% comment %}`, with the name of the tag that ends it.
    Liquid(&'static str),
    /// Elements that are open, from the outermost on, with their lines. An end tag closes only the innermost.
    Elements(Vec<(String, usize)>),
}

/// The kind of text above a line.
#[derive(Default, PartialEq, Eq)]
enum Before {
    /// Nothing that it continues.
    #[default]
    Nothing,
    IndentedCode,
    Paragraph,
}

impl Reader {
    fn kind(&mut self, line: &str) -> Kind {
        if let Some(open) = self.open.take() {
            return self.inside(open, line);
        }
        let mark = fence(line);
        if mark.is_some() {
            self.open = mark.map(Open::Fence);
            return Kind::Code;
        }
        if line.trim_start().starts_with("<!--") {
            return self.inside(Open::Comment, line);
        }
        if let Some(end) = hiding_tag(line) {
            return self.inside(Open::Liquid(end), line);
        }
        match element(line) {
            Some(_) => self.inside(Open::Elements(Vec::new()), line),
            None => self.markdown(line),
        }
    }

    /// A line of an open block, which stays open unless it ends here.
    fn inside(&mut self, open: Open, line: &str) -> Kind {
        self.before = Before::Nothing;
        match open {
            Open::Fence(mark) => {
                self.open = (fence(line) != Some(mark)).then_some(open);
                Kind::Code
            }
            Open::Comment => {
                self.open = (!line.contains("-->")).then_some(open);
                Kind::Code
            }
            Open::Liquid(end) => {
                self.open = (!line.contains(end)).then_some(open);
                Kind::Code
            }
            Open::Elements(open) => {
                let is_raw =
                    |open: &[(String, usize)]| open.last().is_some_and(|(name, _)| RAW.contains(&&**name));
                let before = is_raw(&open);
                let left = left_open(open, line, self.number);
                let code = before && is_raw(&left);
                self.open = (!left.is_empty()).then_some(Open::Elements(left));
                if code { Kind::Code } else { Kind::Html }
            }
        }
    }

    /// A line outside of all blocks: prose, or indented code.
    fn markdown(&mut self, line: &str) -> Kind {
        if line.trim().is_empty() {
            if self.before == Before::Paragraph {
                self.before = Before::Nothing;
            }
            return Kind::Prose;
        }
        let fresh = self.before != Before::Paragraph;
        let width = |c| match c {
            ' ' => Some(1),
            '\t' => Some(CODE),
            _ => None,
        };
        let indent: usize = line.chars().map_while(width).sum();
        if fresh && indent >= self.text + CODE {
            self.before = Before::IndentedCode;
            return Kind::Code;
        }
        let heading = line.starts_with('#');
        if let Some(item) = ITEM.find(line).filter(|_| fresh) {
            self.text = item.len().min(indent + CODE);
        } else if heading || fresh && indent == 0 {
            self.text = 0;
        }
        self.before = if heading { Before::Nothing } else { Before::Paragraph };
        Kind::Prose
    }
}

/// Returns the name of the element if the line begins a block of HTML. One with `markdown="1"` contains Markdown.
fn element(line: &str) -> Option<String> {
    let tag = BLOCK.captures(line)?;
    let attributes = tag.get(2).map_or("", |attributes| attributes.as_str());
    let name = tag.get(1)?.as_str().to_ascii_lowercase();
    let is_in = |list: &str| list.split_whitespace().any(|known| known == name);
    (!is_in(SPANS) && !is_in(VOID) && !attributes.contains("markdown=")).then_some(name)
}

/// The elements whose content is not markup.
const RAW: [&str; 3] = ["script", "style", "textarea"];

/// A comment within a line.
static COMMENT: LazyLock<Regex> = LazyLock::new(|| pattern(r"<!--.*?-->"));

/// Returns the elements that are open at the end of the line. kramdown ignores an end tag that is not the innermost element's.
fn left_open(mut open: Vec<(String, usize)>, line: &str, number: usize) -> Vec<(String, usize)> {
    for tag in TAG.captures_iter(&COMMENT.replace_all(line, "")) {
        let [whole, slash, name] = [0, 1, 2].map(|part| tag.get(part).map_or("", |part| part.as_str()));
        let name = name.to_ascii_lowercase();
        let innermost = open.last().map_or("", |(name, _)| name);
        let is_void = VOID.split_whitespace().chain(["br", "img", "input"]).any(|void| void == name);
        if !slash.is_empty() {
            open.pop_if(|(innermost, _)| *innermost == name);
        } else if !is_void && !whole.ends_with("/>") && !RAW.contains(&innermost) {
            open.push((name, number));
        }
    }
    open
}

/// Returns the end of the Liquid block that the line begins, if kramdown does not see what is in it.
fn hiding_tag(line: &str) -> Option<&'static str> {
    let tag = line.trim_start().strip_prefix("{%")?.trim_start_matches(['-', ' ']);
    [("highlight", "endhighlight"), ("comment", "endcomment")]
        .into_iter()
        .find_map(|(start, end)| tag.starts_with(start).then_some(end))
}
