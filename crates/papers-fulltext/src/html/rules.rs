//! The page's own `<style>` sheets → what they say of an element, as far as it may hide it.
//!
//! Selectors of names, classes and ids are understood, also with ancestors before them; any others (`:hover`, `[x]`,
//! `*`) are left out, as are rules that hide nothing and rules for print. Bounded: a page with more rules than
//! [`MOST`] has the rest left out.

use super::style::{self, Own};
use memchr::memmem;
use papers_markup::Tag;

/// Rules that may hide something, and compounds of ancestors: what fits the bits of one word.
const MOST: usize = 64;
/// Bytes of style sheets that are read; saved pages carry a MathJax sheet of 20 KB.
const LONGEST: usize = 256 * 1024;

/// `p.note#first`: everything that one element must be.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct Compound {
    name: String,
    id: String,
    classes: Vec<String>,
}

impl Compound {
    fn parse(text: &str) -> Option<Self> {
        let mut compound = Self::default();
        let mut rest = text;
        while !rest.is_empty() {
            let (mark, after) = match rest.strip_prefix(['.', '#']) {
                Some(after) => (rest.chars().next(), after),
                None => (None, rest),
            };
            let end =
                after.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(after.len());
            let (name, next) = after.split_at_checked(end).filter(|(name, _)| !name.is_empty())?;
            match mark {
                Some('.') => compound.classes.push(name.to_owned()),
                Some(_) => name.clone_into(&mut compound.id),
                None => compound.name = name.to_ascii_lowercase(),
            }
            rest = next;
        }
        (compound != Self::default()).then_some(compound)
    }

    fn matches(&self, tag: &Tag<'_>) -> bool {
        (self.name.is_empty() || self.name == tag.name)
            && (self.id.is_empty() || self.id == tag.id)
            && self.classes.iter().all(|class| tag.class.split_ascii_whitespace().any(|own| own == class))
    }
}

#[derive(Debug)]
struct Rule {
    target: Compound,
    ancestors: u64,
    own: Own,
}

/// The rules of a page that may hide something.
#[derive(Debug, Default)]
pub(super) struct Rules {
    rules: Vec<Rule>,
    ancestors: Vec<Compound>,
}

impl Rules {
    /// Collects the rules of all `<style>` elements of a page.
    pub(super) fn of(page: &str) -> Self {
        let mut rules = Self::default();
        let mut budget = LONGEST;
        for (at, _) in page.match_indices(['<']) {
            let Some(content) = page.get(at + 1..).and_then(content) else { continue };
            // A sheet that never ends hides the rest of the page from browsers too; searching on would be quadratic.
            let Some(sheet) = sheet(content).filter(|sheet| sheet.len() <= budget) else { break };
            budget -= sheet.len();
            rules.read(&without_comments(sheet));
        }
        rules
    }

    fn read(&mut self, sheet: &str) {
        let mut rest = sheet;
        while let Some((selector, body)) = rest.split_once('{') {
            let selector = selector.rsplit([';', '}']).next().unwrap_or_default().trim();
            if selector.starts_with('@') {
                rest = if applies_to_screen(selector) { body } else { past_block(body) };
                continue;
            }
            let (declarations, after) = body.split_once('}').unwrap_or((body, ""));
            self.add(selector, declarations);
            rest = after;
        }
    }

    fn add(&mut self, selectors: &str, declarations: &str) {
        let own = style::parse(declarations);
        if !own.matters() {
            return;
        }
        for selector in selectors.split(',') {
            let compounds: Option<Vec<Compound>> = selector
                .split([' ', '>', '\n', '\t', '\r'])
                .filter(|part| !part.is_empty())
                .map(Compound::parse)
                .collect();
            if let Some(mut compounds) = compounds
                && let Some(target) = compounds.pop()
                && self.rules.len() < MOST
                && let Some(ancestors) = self.bits(compounds)
            {
                self.rules.push(Rule { target, ancestors, own });
            }
        }
    }

    /// The bits that stand for these compounds; none when there are too many.
    fn bits(&mut self, compounds: Vec<Compound>) -> Option<u64> {
        let mut bits = 0;
        for compound in compounds {
            let at = self.ancestors.iter().position(|known| *known == compound).unwrap_or_else(|| {
                self.ancestors.push(compound);
                self.ancestors.len() - 1
            });
            bits |= u32::try_from(at).ok().and_then(|at| 1_u64.checked_shl(at))?;
        }
        Some(bits)
    }

    /// What the rules say of an element inside these ancestors.
    pub(super) fn own(&self, tag: &Tag<'_>, ancestors: u64) -> Own {
        let mut own = Own::default();
        for rule in &self.rules {
            if rule.ancestors & !ancestors == 0 && rule.target.matches(tag) {
                own.overlay(&rule.own);
            }
        }
        own
    }

    /// The bits of the ancestors that this element is.
    pub(super) fn ancestors(&self, tag: &Tag<'_>) -> u64 {
        self.ancestors
            .iter()
            .take(MOST)
            .enumerate()
            .filter(|(_, compound)| compound.matches(tag))
            .fold(0, |bits, (at, _)| {
                bits | u32::try_from(at).ok().and_then(|at| 1_u64.checked_shl(at)).unwrap_or(0)
            })
    }

    /// True when there is nothing to ask.
    pub(super) fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }
}

/// What follows the start tag of a `style` element that begins here.
fn content(tag: &str) -> Option<&str> {
    let (name, body) = tag.split_at_checked(5)?;
    if !name.eq_ignore_ascii_case("style") || !body.starts_with(['>', ' ', '\n', '\t', '\r', '/']) {
        return None;
    }
    Some(body.split_once('>').map_or("", |(_, content)| content))
}

/// The sheet at the front of this text, up to its end tag.
fn sheet(content: &str) -> Option<&str> {
    let end =
        memmem::find(content.as_bytes(), b"</style").or_else(|| memmem::find(content.as_bytes(), b"</STYLE"));
    content.get(..end?)
}

fn without_comments(sheet: &str) -> String {
    let mut out = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some((before, comment)) = rest.split_once("/*") {
        out.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out
}

fn applies_to_screen(at_rule: &str) -> bool {
    let rule = at_rule.to_ascii_lowercase();
    let query = rule
        .strip_prefix("@media")
        .or_else(|| rule.strip_prefix("@supports"))
        .or_else(|| rule.strip_prefix("@layer"));
    query.is_some_and(|query| !query.contains("print") || query.contains("screen"))
}

/// What follows the block that begins here, with all blocks inside.
fn past_block(body: &str) -> &str {
    let mut depth = 1_usize;
    for (at, c) in body.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return body.get(at + 1..).unwrap_or_default();
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::super::style::Look;
    use super::*;

    fn hidden(sheet: &str, class: &'static str, ancestors: &[&'static str]) -> bool {
        let rules = Rules::of(&format!("<head><style type=\"text/css\">{sheet}</style>"));
        let around = ancestors
            .iter()
            .fold(0, |bits, class| bits | rules.ancestors(&Tag { name: "div", class, ..Tag::default() }));
        let tag = Tag { name: "p", class, ..Tag::default() };
        Look::PAGE.inside(&rules.own(&tag, around)).is_hidden()
    }

    #[test]
    fn a_class_hides_what_has_it() {
        assert!(hidden(".x { display: none }", "a x", &[]));
        assert!(hidden("a.b, p.x{color:#fff}", "x", &[]));
        assert!(!hidden("a.x{color:#fff}", "x", &[]));
        assert!(!hidden(".x{color:#333}", "x", &[]));
    }

    #[test]
    fn ancestors_must_be_around() {
        assert!(hidden(".box > .x{display:none}", "x", &["box"]));
        assert!(!hidden(".box .x{display:none}", "x", &["other"]));
    }

    #[test]
    fn rules_for_print_and_for_states_hide_nothing() {
        assert!(!hidden("@media print { .x { display:none } }", "x", &[]));
        assert!(hidden("@media print { .y { display:none } } .x{opacity:0}", "x", &[]));
        assert!(hidden("@media screen and (min-width:1px) { .x { display:none } }", "x", &[]));
        assert!(!hidden(".x:hover{display:none}", "x", &[]));
        assert!(!hidden("*{display:none}", "x", &[]));
    }

    #[test]
    fn more_rules_than_fit_are_left_out_without_harm() {
        let sheet: String = (0..1_000).map(|n| format!(".a{n} .b{n} {{display:none}}\n")).collect();
        let rules = Rules::of(&format!("<style>{sheet}</style>"));
        assert_eq!(rules.rules.len(), MOST);
    }
}
