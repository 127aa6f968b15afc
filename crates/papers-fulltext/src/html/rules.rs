//! Parses the style sheets in a page for rules that may hide an element.
//!
//! Sheets are `<style>` elements and `data:` URLs of `<link>` and `@import`. Those that arXiv serves hide no text and are not read.
//! A page with more than [`MAX_RULES`] rules that may hide something is rejected.

use super::css;
use super::selector::{Compound, Selector};
use super::style::{self, Declared};
use memchr::{memchr_iter, memmem};
use papers_markup::{Tag, Token, Tokens, decode};

/// The maximum number of rules that may hide something; LaTeXML's own sheet has some 60, a saved page with MathJax some 200.
const MAX_RULES: usize = 1_000;
/// The maximum number of different ancestors in selectors, one bit each. Any others are assumed to be present.
const MAX_ANCESTORS: usize = 64;
/// The maximum size of all style sheets, in bytes; saved pages contain a MathJax sheet of 20 KB.
const MAX_SHEET_BYTES: usize = 1024 * 1024;

#[derive(Debug)]
struct Rule {
    target: Compound,
    ancestors: u64,
    declared: Declared,
    /// The precedence: rules outside of layers override those in one; then the higher specificity wins, then the later rule.
    weight: (bool, u32),
}

/// The rules of a page that may hide something.
#[derive(Debug, Default)]
pub(super) struct Rules {
    known: Vec<Rule>,
    ancestors: Vec<Compound>,
    /// True if there are too many rules to be examined.
    overflows: bool,
}

impl Rules {
    /// Collects the rules of all style sheets of a page.
    pub(super) fn of(page: &str) -> Self {
        let mut rules = Self::default();
        let mut budget = MAX_SHEET_BYTES;
        for at in memchr_iter(b'<', page.as_bytes()) {
            let Some(tag) = page.get(at + 1..).filter(|tag| tag.starts_with(['s', 'S', 'l', 'L'])) else {
                continue;
            };
            if let Some(content) = style_content(tag) {
                // In browsers, an unclosed sheet also hides the rest of the page; searching further would take quadratic time.
                let Some(sheet) = sheet(content) else { break };
                rules.add_sheet(sheet, &mut budget);
            } else if let Some(sheet) = linked_sheet(page.get(at..).unwrap_or_default()) {
                rules.add_sheet(&sheet, &mut budget);
            }
        }
        rules.known.sort_by_key(|rule| rule.weight);
        rules
    }

    fn add_sheet(&mut self, sheet: &str, budget: &mut usize) {
        let Some(left) = budget.checked_sub(sheet.len()) else {
            self.overflows = true;
            return;
        };
        *budget = left;
        for (at, _) in sheet.match_indices("@import") {
            let url = sheet.get(at..).and_then(|rest| rest.find("data:").and_then(|data| rest.get(data..)));
            let end = |text: &str| text.find(['"', '\'', ')', '\n']).unwrap_or(text.len());
            if let Some(inner) = url.and_then(|text| decode_data_url(text.get(..end(text)).unwrap_or(text))) {
                self.add_rules(&inner);
            }
        }
        self.add_rules(sheet);
    }

    fn add_rules(&mut self, sheet: &str) {
        // Browsers skip the delimiters of an HTML comment, but not the content.
        let sheet = sheet.replace("<!--", " ").replace("-->", " ");
        let plain = css::plain(&sheet);
        let mut found = Vec::new();
        let whole = css::rules(&plain, &mut |selectors, block, layered| {
            let declared = style::parse(block);
            if declared.matters() && found.len() <= MAX_RULES {
                let selectors = css::split(selectors, ',').into_iter().map(|one| Selector::parse(one.trim()));
                found.extend(selectors.flatten().map(|selector| (selector, declared, layered)));
            }
        });
        self.overflows |= !whole || self.known.len() + found.len() > MAX_RULES;
        for (selector, declared, layered) in found.into_iter().take(MAX_RULES) {
            let ancestors = self.bits(selector.ancestors);
            let weight = (!layered, selector.weight);
            self.known.push(Rule { target: selector.target, ancestors, declared, weight });
        }
    }

    /// Returns the bits of these ancestors. An ancestor for which no bit is left is dropped, and thereby assumed to be present.
    fn bits(&mut self, compounds: Vec<Compound>) -> u64 {
        let mut bits = 0;
        for compound in compounds {
            let known = self.ancestors.iter().position(|known| *known == compound);
            let at = known.unwrap_or_else(|| {
                if self.ancestors.len() < MAX_ANCESTORS {
                    self.ancestors.push(compound);
                    self.ancestors.len() - 1
                } else {
                    MAX_ANCESTORS
                }
            });
            bits |= bit(at);
        }
        bits
    }

    /// Returns the declarations that apply to an element with these ancestors.
    pub(super) fn declared(&self, tag: &Tag<'_>, ancestors: u64) -> Declared {
        let mut declared = Declared::default();
        for rule in &self.known {
            if rule.ancestors & !ancestors == 0 && rule.target.matches(tag) {
                declared.overlay(&rule.declared);
            }
        }
        declared
    }

    /// Returns the bits of the ancestors in selectors that match this element.
    pub(super) fn ancestors(&self, tag: &Tag<'_>) -> u64 {
        let matching = self.ancestors.iter().enumerate().filter(|(_, compound)| compound.matches(tag));
        matching.fold(0, |bits, (at, _)| bits | bit(at))
    }

    /// Returns true if no rule may hide anything.
    pub(super) fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// Returns true if there are too many rules to be examined.
    pub(super) fn overflows(&self) -> bool {
        self.overflows
    }
}

fn bit(at: usize) -> u64 {
    u32::try_from(at).ok().and_then(|at| 1_u64.checked_shl(at)).unwrap_or(0)
}

/// Returns the text after the start tag of a `style` element that begins here.
fn style_content(tag: &str) -> Option<&str> {
    let (name, body) = tag.split_at_checked(5)?;
    if !name.eq_ignore_ascii_case("style") || !body.starts_with(['>', ' ', '\n', '\t', '\r', '/']) {
        return None;
    }
    Some(body.split_once('>').map_or("", |(_, content)| content))
}

/// Returns the sheet at the start of this content, up to the end tag of its `style` element.
fn sheet(content: &str) -> Option<&str> {
    let ends = ["</style", "</STYLE", "</Style"].iter();
    let end = ends.filter_map(|end| memmem::find(content.as_bytes(), end.as_bytes())).min();
    content.get(..end?)
}

/// Returns the sheet in the URL of a `<link>` that begins here.
fn linked_sheet(text: &str) -> Option<String> {
    let name = text.get(1..5)?;
    if !name.eq_ignore_ascii_case("link") {
        return None;
    }
    let Some(Token::Open(tag)) = Tokens::new(text).next() else { return None };
    decode_data_url(&decode(tag.href?))
}

/// Decodes a `data:` URL, in percent or base64 encoding.
fn decode_data_url(url: &str) -> Option<String> {
    let (kind, held) = url.trim().strip_prefix("data:")?.split_once(',')?;
    let bytes = percent_decoded(held);
    let bytes = if kind.to_ascii_lowercase().contains(";base64") { base64(&bytes) } else { bytes };
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

fn percent_decoded(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let byte = digits.filter(|_| *first == b'%').and_then(|digits| u8::from_str_radix(digits, 16).ok());
        out.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    out
}

fn base64(text: &[u8]) -> Vec<u8> {
    let digit = |byte: &u8| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    };
    let digits: Vec<u8> = text.iter().filter_map(digit).collect();
    let mut out = Vec::with_capacity(digits.len());
    for four in digits.chunks(4) {
        let bits =
            four.iter().fold(0_u32, |bits, digit| bits << 6 | u32::from(*digit)) << (6 * (4 - four.len()));
        out.extend(bits.to_be_bytes().get(1..four.len()).unwrap_or_default());
    }
    out
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
        Look::PAGE.inside(&rules.declared(&tag, around).own()).is_hidden()
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
        assert!(hidden("*{display:none}", "x", &[]));
    }

    #[test]
    fn the_heavier_rule_wins_and_layers_give_way() {
        assert!(hidden(".x{color:white} p{color:black}", "x", &[]));
        assert!(hidden(".x{color:white} @layer{p.x{color:black}}", "x", &[]));
        assert!(hidden(".x{color:white!important} p.x{color:black}", "x", &[]));
        assert!(!hidden("p{color:white} .x{color:black}", "x", &[]));
    }

    #[test]
    fn sheets_in_addresses_are_read() {
        for head in [
            "<link rel=stylesheet href=\"data:text/css,.x%7Bdisplay:none%7D\">",
            "<link href='data:text/css;base64,Lnh7ZGlzcGxheTpub25lfQ==' rel=stylesheet>",
            "<style>@import \"data:text/css,.x%7Bdisplay:none%7D\";</style>",
            "<style>@import url(data:text/css;base64,Lnh7ZGlzcGxheTpub25lfQ==);</style>",
        ] {
            let rules = Rules::of(head);
            let own = rules.declared(&Tag { name: "p", class: "x", ..Tag::default() }, 0).own();
            assert!(Look::PAGE.inside(&own).is_hidden(), "{head}");
        }
        assert!(Rules::of("<link rel=stylesheet href=https://arxiv.org/a.css>").is_empty());
    }

    #[test]
    fn more_rules_than_can_be_judged_are_told() {
        let sheet: String = (0..=MAX_RULES).map(|n| format!(".a{n} .b{n} {{display:none}}\n")).collect();
        assert!(Rules::of(&format!("<style>{sheet}</style>")).overflows());
        let sheet: String = (0..200).map(|n| format!(".a{n} .b{n} {{display:none}}\n")).collect();
        let rules = Rules::of(&format!("<style>{sheet}</style>"));
        assert!(!rules.overflows());
        let own = rules.declared(&Tag { name: "p", class: "b150", ..Tag::default() }, 0).own();
        assert!(Look::PAGE.inside(&own).is_hidden(), "an ancestor without a bit counts as being around");
    }
}
