//! kramdown: tables that nobody meant, formulas that it does not see, HTML that goes straight through.

use std::sync::LazyLock;

use regex::Regex;

use super::{Fault, Kind, Line, Post, fault, without_code_spans};
use papers_paper::text::math::{Piece, pieces};
use papers_paper::text::pattern;

/// HTML that people write in posts. What is not here is either dangerous or no HTML at all.
const TAGS: &str = "a abbr article aside audio b blockquote br caption center cite code col colgroup dd del details dfn div dl dt em \
                    figcaption figure footer font h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark math nav ol p picture pre q \
                    rp rt ruby s samp section small source span strike strong sub summary sup svg path g table tbody td tfoot th thead \
                    time tr track tt u ul var video wbr";

static TAG: LazyLock<Regex> = LazyLock::new(|| pattern(r"</?([A-Za-z][A-Za-z0-9-]*)((?:\s[^<>]*)?)/?>"));
static COMMENT: LazyLock<Regex> = LazyLock::new(|| pattern(r"<!--.*?-->"));
static LIQUID: LazyLock<Regex> = LazyLock::new(|| pattern(r"\{\{.*?\}\}|\{%.*?%\}"));
static HANDLER: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\son[a-z]+\s*="));
static SEPARATOR: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*\|?[\s:|+=-]*-[\s:|+=-]*$"));

/// Checks the body.
pub(super) fn check(post: &Post<'_>, faults: &mut Vec<Fault>) {
    tables(post, faults);
    let mut comment = false;
    for line in post.prose() {
        let text = without_code_spans(line.text);
        if !comment {
            faults.extend(html(&text).map(|message| fault(line.number, Kind::Html, message)));
            let shown = COMMENT.replace_all(&text, "");
            faults.extend(math(&shown).map(|message| fault(line.number, Kind::Math, message)));
        }
        comment = open_comment(&text, comment);
    }
}

/// True when an HTML comment is open at the end of the line.
fn open_comment(line: &str, open: bool) -> bool {
    match (line.rfind("<!--"), line.rfind("-->")) {
        (Some(start), Some(end)) => start > end,
        (Some(_), None) => true,
        (None, Some(_)) => false,
        (None, None) => open,
    }
}

/// A block whose first line has a bare pipe is a table; one with a row of dashes is meant to be.
fn tables(post: &Post<'_>, faults: &mut Vec<Fault>) {
    for block in post.body().split(|line| line.text.trim().is_empty()) {
        let Some(first) = block.first().filter(|line| !line.code) else { continue };
        let meant = block.iter().any(|line| SEPARATOR.is_match(line.text) && line.text.contains('|'))
            || first.text.trim_start().starts_with('|');
        if meant {
            continue;
        }
        let pipe =
            block.iter().find(|line| starts_block(first, line) && !line.code && has_bare_pipe(line.text));
        faults.extend(pipe.map(|line| {
            fault(
                line.number,
                Kind::Table,
                "the bare `|` makes a table of this paragraph; write `&#124;`, in a formula `\\vert`",
            )
        }));
    }
}

/// The first line of a block and every list item begin a block of their own; headings never become tables.
fn starts_block(first: &Line<'_>, line: &Line<'_>) -> bool {
    let text = line.text.trim_start();
    let item = text.starts_with("- ") || text.starts_with("* ") || text.starts_with("+ ");
    (line.number == first.number || item) && !text.starts_with('#')
}

fn has_bare_pipe(line: &str) -> bool {
    // Liquid has done its work before kramdown looks.
    let line = LIQUID.replace_all(&without_code_spans(line), "").into_owned();
    line.match_indices('|').any(|(at, _)| !line.get(..at).is_some_and(|before| before.ends_with('\\')))
}

fn html(line: &str) -> Option<String> {
    TAG.captures_iter(line).find_map(|found| {
        let (name, attributes) = (found.get(1)?.as_str(), found.get(2)?.as_str());
        if matches!(name, "http" | "https" | "mailto") {
            return None; // an autolink
        }
        if HANDLER.is_match(attributes) {
            return Some(format!("`<{name}>` runs a script"));
        }
        let usual = TAGS.split_whitespace().any(|tag| tag.eq_ignore_ascii_case(name));
        (!usual)
            .then(|| format!("`<{name}>` goes to the reader as HTML; write `&lt;{name}&gt;` if it is text"))
    })
}

/// `$…$` is no math to kramdown: two underscores in it make emphasis, a backslash before a sign is lost.
fn math(line: &str) -> Option<String> {
    pieces(line).into_iter().find_map(|piece| match piece {
        Piece::Math(tex) if line.contains(&format!("${tex}$")) && is_mangled(tex) => {
            Some(format!("kramdown's math is `$$…$$`: `${tex}$` is read as text"))
        }
        _ => None,
    })
}

fn is_mangled(tex: &str) -> bool {
    let mut before = ' ';
    tex.chars().any(|c| {
        let bare = matches!(c, '_' | '*') && before != '\\';
        let lost = before == '\\' && c.is_ascii_punctuation() && !matches!(c, '_' | '*');
        before = c;
        bare || lost
    })
}
