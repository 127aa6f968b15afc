//! Checks the content of a post: repeated papers, links to the wrong paper, empty sections, published error messages.

use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use regex::Regex;

use super::markup::bare;
use super::{Fault, Kind, Line, Post, Rule, fault};
use papers_paper::text::failure;
use papers_paper::text::pattern;
use papers_paper::{InvalidPaperId, PaperId};
use papers_verify::{failing, unable};

static LINK: LazyLock<Regex> = LazyLock::new(|| pattern(r"\]\(\s*<?([^)\s>]*)"));
static HEADING: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(#{1,6})\s+\S"));
/// Links that name a paper by its identifier.
static PAPER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^https?://(?:[a-z]+\.)?(?:arxiv\.org/(?:abs|pdf|html)/|alphaxiv\.org/.*overview/)")
});
/// A label of a few words before a statement.
static LABEL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[\s>#*+-]*[\w’']+(?:[ /&-][\w’']+){0,3}[*_]{0,2} ?[:：][*_]{0,2}\s+"));
/// Links to another site without a scheme, which browsers take for a path.
static BARE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^(?:www\.[a-z0-9-]+\.|(?:www\.)?(?:arxiv|alphaxiv|github|doi)\.(?:org|com)/)")
});

/// Checks the body.
pub(super) fn check(post: &Post<'_>, faults: &mut Vec<Fault>) {
    let mut papers = Papers::default();
    let alone = alone(post);
    let has_papers = LazyCell::new(|| post.shown().any(|line| links_to_a_paper(line.text)));
    for line in post.shown() {
        let text = bare(line.text);
        for target in LINK.captures_iter(&text).filter_map(|link| link.get(1)) {
            let heading = HEADING.is_match(&text);
            faults.extend(papers.link(target.as_str(), heading, line.number));
        }
        // A heading with a link is a paper's title, which may read like anything.
        let title = HEADING.is_match(&text) && text.contains("](");
        if title {
            continue;
        }
        let is_alone = alone.contains(&line.number);
        // People apologize, too. What they write is not a digest, unless it is all that a part of the post says.
        let words = failure::words(&text).filter(|_| is_alone || *has_papers).map(str::to_owned);
        let has_paper = papers.current.is_some();
        let in_its_place = || if has_paper { in_its_place(line, &text, is_alone) } else { None };
        if let Some(words) = words.or_else(in_its_place) {
            let message = format!("this reads like a failure, not like text: `{words}`");
            faults.push(fault(line.number, Rule::Failure, message));
        }
    }
    empty(post, faults);
}

/// Returns true for a line with a link to a paper.
fn links_to_a_paper(line: &str) -> bool {
    let text = bare(line);
    LINK.captures_iter(&text).filter_map(|link| link.get(1)).any(|target| PAPER.is_match(target.as_str()))
}

/// Returns the words that show that a line below a paper's heading is in the place of a statement. A line with others below the same
/// heading must say so at its beginning.
fn in_its_place(line: &Line<'_>, text: &str, is_alone: bool) -> Option<String> {
    let statement = LABEL.find(text).and_then(|label| text.get(label.end()..)).unwrap_or(text).trim();
    let whole = || failing(text).or_else(|| failing(statement));
    let is_prose = line.kind == Kind::Prose && !HEADING.is_match(text);
    let found = if is_alone && is_text(line, text) { whole() } else { None };
    found.or_else(|| unable(statement).filter(|_| is_prose).map(str::to_owned))
}

/// Returns the numbers of the lines that stand alone below a heading, or in a post without headings.
fn alone(post: &Post<'_>) -> HashSet<usize> {
    let mut sections: Vec<Vec<usize>> = vec![Vec::new()];
    for line in post.body().iter().filter(|line| !line.text.trim().is_empty()) {
        if line.kind == Kind::Prose && HEADING.is_match(line.text) {
            sections.push(Vec::new());
        } else if let Some(section) = sections.last_mut() {
            section.push(line.number);
        }
    }
    sections.into_iter().filter(|lines| lines.len() == 1).flatten().collect()
}

/// Returns true for a line of plain text: neither HTML, Liquid, attributes nor a link, and without formulas, code and escapes, which
/// `bare` lacks.
fn is_text(line: &Line<'_>, bare: &str) -> bool {
    let begins = |sign: &&str| bare.trim_start().starts_with(sign);
    line.kind == Kind::Prose
        && bare == line.text
        && bare.contains(char::is_alphanumeric)
        && !["<", "[", "{%", "{:"].iter().any(begins)
}

/// The papers of the headings so far.
#[derive(Default)]
struct Papers {
    headings: HashMap<String, usize>,
    current: Option<String>,
}

impl Papers {
    fn link(&mut self, target: &str, heading: bool, line: usize) -> Option<Fault> {
        if target.is_empty() {
            return Some(fault(line, Rule::Link, "the link leads nowhere"));
        }
        if target.to_ascii_lowercase().starts_with("javascript:") {
            return Some(fault(line, Rule::Link, "the link runs a script"));
        }
        if BARE.is_match(target) {
            let message =
                format!("`{target}` has no `https://`, so that the link leads to a page of this site");
            return Some(fault(line, Rule::Link, message));
        }
        if !PAPER.is_match(target) {
            return None;
        }
        let id = match paper(target) {
            Ok(id) => id,
            Err(error) => return Some(fault(line, Rule::PaperLink, error.to_string())),
        };
        if heading { self.heading(&id, line) } else { self.disagrees(target, &id, line) }
    }

    fn heading(&mut self, id: &PaperId, line: usize) -> Option<Fault> {
        self.current = Some(id.key());
        let first = *self.headings.entry(id.key()).or_insert(line);
        (first != line).then(|| fault(line, Rule::Duplicate, format!("`{id}` is there since line {first}")))
    }

    fn disagrees(&self, target: &str, id: &PaperId, line: usize) -> Option<Fault> {
        let current = self.current.as_ref()?;
        let other = target.contains("alphaxiv.org") && *current != id.key();
        other.then(|| {
            fault(
                line,
                Rule::PaperLink,
                format!("the heading above is about `{current}`, this link about `{id}`"),
            )
        })
    }
}

/// Returns the paper that a link leads to. The link may also lead to a file below the paper's page, such as an image.
fn paper(target: &str) -> Result<PaperId, InvalidPaperId> {
    // The slashes after `https://arxiv.org/html/2510.06590v1` and `https://arxiv.org/html/hep-th/0101001v1`.
    let ends = target.match_indices('/').map(|(end, _)| end).skip(4).take(2);
    let mut pages = ends.filter_map(|end| target.get(..end)).filter(|page| page.contains("/html/"));
    pages.find_map(|page| page.parse().ok()).map_or_else(|| target.parse(), Ok)
}

/// Reports headings with nothing below them, and a post without a body.
fn empty(post: &Post<'_>, faults: &mut Vec<Fault>) {
    let mut open: Option<(usize, usize)> = None;
    let mut any = false;
    for line in post.body() {
        let level = HEADING
            .captures(line.text)
            .filter(|_| line.kind == Kind::Prose)
            .and_then(|found| Some(found.get(1)?.len()));
        any |= !line.text.trim().is_empty();
        match (open, level) {
            (Some((number, above)), Some(level)) if level <= above => faults.push(nothing_below(number)),
            _ => {}
        }
        if let Some(level) = level {
            open = Some((line.number, level));
        } else if !line.text.trim().is_empty() {
            open = None;
        }
    }
    faults.extend(open.map(|(number, _)| nothing_below(number)));
    if !any {
        faults.push(fault(post.body + 1, Rule::Empty, "the post has no text"));
    }
}

fn nothing_below(line: usize) -> Fault {
    fault(line, Rule::Empty, "there is nothing below this heading")
}
