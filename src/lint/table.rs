//! Finds paragraphs that kramdown takes for tables, because every line has an unescaped pipe.

use std::sync::LazyLock;

use regex::Regex;

use super::{Fault, Kind, Line, Post, Rule, fault, without_code_spans};
use papers_paper::text::pattern;

static LIQUID: LazyLock<Regex> = LazyLock::new(|| pattern(r"\{\{.*?\}\}|\{%.*?%\}"));
static SEPARATOR: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*\|?[\s:|+=-]*-[\s:|+=-]*$"));
static ITEM: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*(?:[-*+]|\d+\.)\s+"));
static HEADING: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s{0,3}#{1,6}"));

/// Checks the body.
pub(super) fn check(post: &Post<'_>, faults: &mut Vec<Fault>) {
    for block in post.body().split(|line| line.text.trim().is_empty() || line.kind != Kind::Prose) {
        for paragraph in paragraphs(block) {
            faults.extend(unmeant(&paragraph));
        }
    }
}

/// A line of a paragraph without its list or quote marker.
type Bare<'a> = (usize, &'a str);

/// Splits a block without blank lines into paragraphs: headings end one, and every list item begins one.
fn paragraphs<'a>(block: &[Line<'a>]) -> Vec<Vec<Bare<'a>>> {
    let mut paragraphs: Vec<Vec<Bare<'a>>> = vec![Vec::new()];
    let mut list = false;
    for line in block {
        let text = line.text.trim_start_matches(['>', ' ']);
        let fresh = paragraphs.last().is_none_or(Vec::is_empty);
        if HEADING.is_match(text) {
            paragraphs.push(Vec::new());
            list = false;
            continue;
        }
        let item = ITEM.find(text).filter(|_| fresh || list);
        if item.is_some() && !fresh {
            paragraphs.push(Vec::new());
        }
        list |= item.is_some();
        let bare = item.and_then(|found| text.get(found.end()..)).unwrap_or(text);
        if let Some(paragraph) = paragraphs.last_mut() {
            paragraph.push((line.number, bare));
        }
    }
    paragraphs
}

/// Reports a paragraph that becomes a table without looking like one.
fn unmeant(paragraph: &[Bare<'_>]) -> Option<Fault> {
    let &(number, first) = paragraph.first()?;
    let meant = paragraph.iter().any(|(_, text)| SEPARATOR.is_match(text) && text.contains('|'))
        || first.starts_with('|');
    let text: Vec<&str> = paragraph.iter().map(|&(_, text)| text).collect();
    let table = text.iter().all(|text| has_bare_pipe(text)) && !is_formula(&text.join(" "));
    let message = "the bare `|` makes a table of this paragraph; write `&#124;`, in a formula `\\vert`";
    (table && !meant).then(|| fault(number, Rule::Table, message))
}

/// Returns true for a paragraph that is a single formula, which kramdown never takes for a table.
fn is_formula(text: &str) -> bool {
    let inner = text.trim().strip_prefix("$$").and_then(|rest| rest.strip_suffix("$$"));
    inner.is_some_and(|inner| !inner.is_empty() && !inner.contains("$$"))
}

fn has_bare_pipe(line: &str) -> bool {
    // Liquid has done its work before kramdown looks.
    let line = LIQUID.replace_all(&without_code_spans(line), "").into_owned();
    line.match_indices('|').any(|(at, _)| !line.get(..at).is_some_and(|before| before.ends_with('\\')))
}
