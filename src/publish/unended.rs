//! Finds a block of code or HTML in Markdown that has no end, so that it would hide what is added below it.

use std::sync::LazyLock;

use regex::Regex;

use crate::lint;
use papers_paper::text::pattern;

/// The name of a block of HTML in messages.
pub(super) const HTML: &str = "block of HTML";

/// Blocks of HTML that CommonMark ends only at these words, however far below. Others end at a blank line.
const RAW: [(&str, &str); 7] = [
    ("<!--", "-->"),
    ("<?", "?>"),
    ("<![cdata[", "]]>"),
    ("<pre", "</pre>"),
    ("<script", "</script>"),
    ("<style", "</style>"),
    ("<textarea", "</textarea>"),
];

/// The elements with blocks in them that browsers end only at their end tag, so that the rest of the page is part of them.
const CONTAINERS: &str = "article aside audio blockquote canvas center details dialog div fieldset figure footer form header \
                          iframe main nav noscript object ol section select summary svg table template ul video";

static TAG: LazyLock<Regex> = LazyLock::new(|| pattern(r"<(/?)([A-Za-z][A-Za-z0-9-]*)(?:\s[^<>]*)?/?>"));

/// Returns the kind of an unclosed block, and the line in which it begins. It must begin at the start of a line, because one in a
/// list or quote ends with the list or quote.
pub(super) fn unended(text: &str) -> Option<(&'static str, usize)> {
    let mut reader = Reader::default();
    for (number, line) in (1..).zip(text.lines()) {
        reader.read(line, number);
    }
    let part = |end: &str| match end.chars().next() {
        Some('`' | '~') => "block of code",
        Some('-') => "comment",
        _ => HTML,
    };
    let raw = reader.raw.map(|(end, line)| (part(end), line));
    raw.or_else(|| reader.elements.first().map(|(_, line)| (HTML, *line)))
}

/// Returns the line of an element without an end, in which kramdown still reads Markdown, as in `<details markdown="1">`. `None` if
/// Liquid may write the end.
pub(super) fn open_element(text: &str) -> Option<usize> {
    let (part, line) = unended(text)?;
    (part == HTML && !text.contains("{%")).then_some(line)
}

/// Reads a post line by line.
#[derive(Default)]
struct Reader<'a> {
    /// The end of the block that is open, and the line in which it begins.
    raw: Option<(&'a str, usize)>,
    /// The elements that are open, from the outermost on, with their lines.
    elements: Vec<(String, usize)>,
    /// True if the line before is blank.
    after_blank: bool,
}

impl<'a> Reader<'a> {
    fn read(&mut self, line: &'a str, number: usize) {
        let was_open = self.raw.is_some();
        self.raw = match self.raw {
            None => begun(line).map(|end| (end, number)),
            Some((end, _)) if ends(line, end) => None,
            still => still,
        };
        if !was_open && self.raw.is_none() {
            self.tags(line, number);
        }
        self.after_blank = line.trim().is_empty();
    }

    /// Reads the tags of a line. Below a blank line, a line that is indented may be code: its tags begin nothing.
    fn tags(&mut self, line: &str, number: usize) {
        if self.elements.is_empty() && !line.starts_with('<') {
            return;
        }
        let is_code = self.after_blank && (line.starts_with("    ") || line.starts_with('\t'));
        for tag in TAG.captures_iter(&lint::bare(line)) {
            let [whole, slash, name] = [0, 1, 2].map(|part| tag.get(part).map_or("", |part| part.as_str()));
            let name = name.to_ascii_lowercase();
            if !slash.is_empty() {
                let open = self.elements.iter().rposition(|(open, _)| *open == name);
                self.elements.truncate(open.unwrap_or(self.elements.len()));
            } else if !whole.ends_with("/>") && !is_code && CONTAINERS.split(' ').any(|known| known == name) {
                self.elements.push((name, number));
            }
        }
    }
}

/// Returns the end of a block that begins in this line and does not end there.
fn begun(line: &str) -> Option<&str> {
    let lower = line.to_ascii_lowercase();
    let after = |start: &str| lower.strip_prefix(start).map(|rest| rest.chars().next().unwrap_or('>'));
    // `<preview` is not a `<pre`.
    let begins = |start: &str| {
        let is_name = start.ends_with(char::is_alphabetic);
        after(start).is_some_and(|next| !is_name || next == '>' || next.is_whitespace())
    };
    if let Some((_, end)) = RAW.into_iter().find(|(start, _)| begins(start)) {
        return (!lower.contains(end)).then_some(end);
    }
    let sign = line.chars().next().filter(|sign| matches!(sign, '`' | '~'))?;
    let (mark, info) = line.split_at_checked(line.len() - line.trim_start_matches(sign).len())?;
    (mark.len() >= 3 && !(sign == '`' && info.contains(sign))).then_some(mark)
}

/// Returns true for a line that ends a block with this end.
fn ends(line: &str, end: &str) -> bool {
    if !end.starts_with(['`', '~']) {
        return line.to_ascii_lowercase().contains(end);
    }
    let line = line.trim();
    line.len() >= end.len() && line.chars().all(|sign| end.starts_with(sign))
}
