//! Parses the style sheets in a page for rules that may hide an element.
//!
//! A page with more than [`MAX_RULES`] rules that may hide something is rejected.

use super::css::{self, Around};
use super::look::Declared;
use super::selector::{Beside, Compound, Selector};
use super::sheets::{self, Sheet};
use super::style;
use papers_markup::Tag;

/// The maximum number of rules that may hide something; LaTeXML's own sheet has some 60, a saved page with MathJax some 200.
const MAX_RULES: usize = 1_000;
/// The maximum number of different ancestors in selectors, one bit each. Any others are assumed to be present.
const MAX_ANCESTORS: usize = 64;
/// The maximum size of all style sheets, in bytes; saved pages contain a MathJax sheet of 20 KB.
const MAX_SHEET_BYTES: usize = 1024 * 1024;

/// The maximum number of bytes of attributes that all rules together examine, some seconds of work.
const MAX_WORK: usize = 3_000_000_000;
/// The time to compare a selector with an element without attributes, in bytes.
const COMPOUND_COST: usize = 32;
/// The time to parse one byte of selectors, in bytes.
const PARSING_COST: usize = 500;
/// The time to judge a rule that may apply to an element, in bytes.
const JUDGING_COST: usize = 512;

#[derive(Debug)]
struct Rule {
    target: Compound,
    ancestors: u64,
    declared: Declared,
    /// True if it may not apply: then it may hide, but it shows nothing.
    doubtful: bool,
    /// The precedence: rules outside of layers override those in one; then the higher specificity wins, then the later rule.
    weight: (bool, u32),
}

/// A rule that inserts text before or after that of an element.
#[derive(Debug)]
struct Inserted {
    target: Compound,
    ancestors: u64,
    beside: Beside,
    words: String,
}

/// The rules of a page that may hide something.
#[derive(Debug, Default)]
pub(super) struct Rules {
    known: Vec<Rule>,
    inserted: Vec<Inserted>,
    ancestors: Vec<Compound>,
    /// The number of conditions on attributes.
    attributes: usize,
    /// The time that the rules have taken.
    work: usize,
    /// True if there are too many rules to be examined.
    overflows: bool,
}

impl Rules {
    /// Collects the rules of all style sheets of a page.
    pub(super) fn of(page: &str) -> Self {
        let mut rules = Self::default();
        let mut budget = MAX_SHEET_BYTES;
        let mut waiting = sheets::of_page(page);
        waiting.reverse();
        while let Some(sheet) = waiting.pop() {
            let Some(left) = budget.checked_sub(sheet.text.len()) else {
                rules.overflows = true;
                break;
            };
            budget = left;
            // An import may have conditions.
            let imports = sheets::imports(&sheet.text).into_iter();
            waiting.extend(imports.map(|text| Sheet { text: text.into(), doubtful: true }));
            rules.add_rules(&sheet.text, sheet.doubtful);
        }
        rules.known.sort_by_key(|rule| rule.weight);
        let compounds = rules
            .known
            .iter()
            .map(|rule| &rule.target)
            .chain(rules.inserted.iter().map(|rule| &rule.target))
            .chain(&rules.ancestors);
        rules.attributes = compounds.map(Compound::count_attributes).sum();
        rules
    }

    fn add_rules(&mut self, sheet: &str, doubtful: bool) {
        // Browsers skip the delimiters of an HTML comment, but not the content.
        let sheet = sheet.replace("<!--", " ").replace("-->", " ").replace("\r\n", "\n");
        let plain = css::plain(&sheet);
        let whole = css::rules(&plain, &mut |selectors, block, around| {
            let declared = style::parse(block);
            if declared.matters() {
                self.add_rule(selectors, &declared, around, doubtful);
            }
            if let Some(words) = style::inserted_words(block) {
                self.add_inserted(selectors, &words);
            }
            !self.overflows
        });
        let disguised = sheets::count_imports(&plain) > sheets::count_imports(&sheet);
        self.overflows |= !whole || disguised;
    }

    fn add_rule(&mut self, selectors: &str, declared: &Declared, around: &Around, doubtful: bool) {
        // Nested rules repeat the selectors around them, so that a sheet can stand for many times its size.
        self.work = self.work.saturating_add(selectors.len().saturating_mul(PARSING_COST));
        self.overflows |= self.work > MAX_WORK;
        if self.overflows {
            return;
        }
        let selectors: Vec<_> =
            css::split(selectors, ',').into_iter().map(|one| Selector::parse(one.trim())).collect();
        // Browsers ignore the whole rule if one of its selectors is invalid.
        let unsure = |one: &Option<Selector>| one.as_ref().is_none_or(|one| one.loose);
        let doubtful = doubtful || around.doubtful || selectors.iter().any(unsure);
        for selector in selectors.into_iter().flatten().filter(|one| one.beside.is_none()) {
            if self.known.len() >= MAX_RULES {
                self.overflows = true;
                return;
            }
            let ancestors = self.bits(&selector.ancestors);
            let rule = Rule {
                target: selector.target,
                ancestors,
                declared: *declared,
                doubtful,
                weight: (true, selector.weight),
            };
            if around.layered {
                // An important declaration in a layer is not overridden by those outside of layers.
                let [usual, important] = declared.parted();
                if important.matters() {
                    let target = rule.target.clone();
                    self.known.push(Rule { target, declared: important, doubtful: true, ..rule });
                }
                self.known.push(Rule { declared: usual, weight: (false, selector.weight), ..rule });
            } else {
                self.known.push(rule);
            }
        }
    }

    /// Adds a rule that inserts words. Those for the glyphs of MathJax are ignored, because formulas are read from their TeX.
    fn add_inserted(&mut self, selectors: &str, words: &str) {
        self.work = self.work.saturating_add(selectors.len().saturating_mul(PARSING_COST));
        self.overflows |= self.work > MAX_WORK;
        if self.overflows {
            return;
        }
        for one in css::split(selectors, ',') {
            let Some(Selector { target, ancestors, beside: Some(beside), .. }) = Selector::parse(one.trim())
            else {
                continue;
            };
            if target.names_glyph() {
                continue;
            }
            if self.inserted.len() >= MAX_RULES {
                self.overflows = true;
                return;
            }
            let ancestors = self.bits(&ancestors);
            self.inserted.push(Inserted { target, ancestors, beside, words: words.to_owned() });
        }
    }

    /// Returns the numbers of the rules that insert words before and after the text of an element with these ancestors.
    pub(super) fn inserted(&self, tag: &Tag<'_>, ancestors: u64) -> [Option<u16>; 2] {
        [Beside::Before, Beside::After].map(|beside| {
            let fits = |rule: &&Inserted| {
                rule.beside == beside && rule.ancestors & !ancestors == 0 && rule.target.matches(tag)
            };
            self.inserted.iter().position(|rule| fits(&rule)).and_then(|at| u16::try_from(at).ok())
        })
    }

    /// Returns the words that a rule inserts.
    pub(super) fn words(&self, rule: u16) -> &str {
        self.inserted.get(usize::from(rule)).map_or("", |rule| &rule.words)
    }

    /// Returns the bits of these ancestors. An ancestor for which no bit is left is dropped, and thereby assumed to be present.
    fn bits(&mut self, compounds: &[Compound]) -> u64 {
        let mut bits = 0;
        for compound in compounds {
            let known = self.ancestors.iter().position(|known| known == compound);
            let at = known.unwrap_or_else(|| {
                if self.ancestors.len() < MAX_ANCESTORS {
                    self.ancestors.push(compound.clone());
                    self.ancestors.len() - 1
                } else {
                    MAX_ANCESTORS
                }
            });
            bits |= bit(at);
        }
        bits
    }

    /// Applies the rules to an element with these ancestors. Returns its declarations, and those that may apply.
    pub(super) fn apply(&mut self, tag: &Tag<'_>, ancestors: u64) -> (Declared, Vec<Declared>) {
        let (mut declared, mut perhaps) = (Declared::default(), Vec::new());
        if !self.spend(tag) {
            return (declared, perhaps);
        }
        for rule in &self.known {
            if rule.ancestors & !ancestors != 0 || !rule.target.matches(tag) {
                continue;
            }
            if rule.doubtful {
                perhaps.push(rule.declared);
            } else {
                declared.overlay(&rule.declared);
            }
        }
        self.work = self.work.saturating_add(perhaps.len() * JUDGING_COST);
        (declared, perhaps)
    }

    /// Returns the bits of the ancestors in selectors that match this element.
    pub(super) fn ancestors(&self, tag: &Tag<'_>) -> u64 {
        if self.overflows {
            return 0;
        }
        let matching = self.ancestors.iter().enumerate().filter(|(_, compound)| compound.matches(tag));
        matching.fold(0, |bits, (at, _)| bits | bit(at))
    }

    /// Accounts for the time that the rules need for one element, which grows with its attributes. Returns false if it is too much.
    fn spend(&mut self, tag: &Tag<'_>) -> bool {
        let compounds = self.known.len() + self.inserted.len() + self.ancestors.len();
        let names = compounds.saturating_mul(COMPOUND_COST + tag.class.len() + tag.id.len());
        let attributes = self.attributes.saturating_mul(tag.attributes.len());
        self.work = self.work.saturating_add(names).saturating_add(attributes);
        self.overflows |= self.work > MAX_WORK;
        !self.overflows
    }

    /// Returns true if no rule may hide anything.
    pub(super) fn is_empty(&self) -> bool {
        self.known.is_empty() && self.inserted.is_empty()
    }

    /// Returns true if there are too many rules to be examined.
    pub(super) fn overflows(&self) -> bool {
        self.overflows
    }
}

fn bit(at: usize) -> u64 {
    u32::try_from(at).ok().and_then(|at| 1_u64.checked_shl(at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::super::look::{self, Look};
    use super::*;

    fn is_hidden(rules: &mut Rules, tag: &Tag<'_>, around: u64) -> bool {
        let (declared, perhaps) = rules.apply(tag, around);
        Look::PAGE.inside(&look::judged(Look::PAGE, &declared, &perhaps)).is_hidden()
    }

    fn hidden(sheet: &str, class: &'static str, ancestors: &[&'static str]) -> bool {
        let mut rules = Rules::of(&format!("<head><style type=\"text/css\">{sheet}</style>"));
        let around = ancestors
            .iter()
            .fold(0, |bits, class| bits | rules.ancestors(&Tag { name: "div", class, ..Tag::default() }));
        let tag = Tag { name: "p", class, ..Tag::default() };
        is_hidden(&mut rules, &tag, around)
    }

    #[test]
    fn nested_rules_with_long_selectors_around_them_end() {
        let outer = vec![".a:hover"; 7_000].join(",");
        let sheet = format!("{outer}{{{}}}", "&{opacity:0}".repeat(70_000));
        assert!(Rules::of(&format!("<head><style>{sheet}</style>")).overflows());
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
            "<style>@IMPORT/**/url( 'data:text/css,.x{display:none}' ) screen;</style>",
            "<style>@import 'DA\\54 A:text/css,.x{display:none}';</style>",
            "<style>@import \"data:text/css,@import 'data:text/css,.x{display:none}'\";</style>",
            "<link rel=stylesheet href=\"DA&#10;TA:text/css,.x{display:none}\">",
            "<svg><style>.x{display:none}</style></svg>",
        ] {
            let mut rules = Rules::of(head);
            let tag = Tag { name: "p", class: "x", ..Tag::default() };
            assert!(is_hidden(&mut rules, &tag, 0), "{head}");
        }
        assert!(Rules::of("<link rel=stylesheet href=https://arxiv.org/a.css>").is_empty());
        assert!(Rules::of("<style>@\\69mport 'data:text/css,.x{display:none}';</style>").overflows());
    }

    #[test]
    fn a_rule_that_may_not_apply_hides_but_does_not_show() {
        for rule in [
            "@media (max-width:1px){.x{BLOCK}}",
            "@media (prefers-color-scheme:dark) or (min-width:1px){.x{BLOCK}}",
            "@supports (display:bogus){.x{BLOCK}}",
            "@container (min-width:1px){.x{BLOCK}}",
            ".x:nth-child(99){BLOCK}",
            ".x:lang(de){BLOCK}",
            "p + .x{BLOCK}",
        ] {
            let [white, black] =
                ["white", "black"].map(|color| rule.replace("BLOCK", &format!("color:{color}")));
            assert!(hidden(&white, "x", &[]), "{white}");
            assert!(hidden(&format!(".x{{color:white}} {black}"), "x", &[]), "{black}");
            assert!(!hidden(&black, "x", &[]), "{black}");
        }
    }

    #[test]
    fn sheets_that_do_not_apply_are_not_read() {
        for sheet in [
            "<!-- <style>.x{color:white}</style> -->",
            "<style media=print>.x{color:white}</style>",
            "<style type=text/plain>.x{color:white}</style>",
            "<script>'<style>.x{color:white}</style>'</script>",
            "<template><style>.x{color:white}</style></template>",
            "<link media=print href='data:text/css,.x{color:white}'>",
        ] {
            assert!(Rules::of(sheet).is_empty(), "{sheet}");
        }
    }

    #[test]
    fn sheets_that_take_too_long_are_told_at_once() {
        for sheet in ["@import ", "@import data:", "@import \"", "@import url(", "@import/*"] {
            assert!(Rules::of(&format!("<style>{}</style>", sheet.repeat(80_000))).is_empty(), "{sheet}");
        }
        assert!(Rules::of(&"<style></style>".repeat(100_000)).is_empty());
        assert!(Rules::of(&"<link ".repeat(400_000)).is_empty());
        assert!(Rules::of(&format!("<style>{}{{display:none}}</style>", ":not(".repeat(100_000))).is_empty());
        let classes: String = (0..990).map(|n| format!(".a{n}{{display:none}}")).collect();
        let attributes: String = (0..990).map(|n| format!("[a{n}]{{display:none}}")).collect();
        let long = "b ".repeat(2_500_000);
        for (sheet, tag) in [
            (classes, Tag { name: "p", class: &long, ..Tag::default() }),
            (attributes, Tag { name: "p", attributes: &long, ..Tag::default() }),
        ] {
            let mut rules = Rules::of(&format!("<style>{sheet}</style>"));
            assert!(!rules.overflows());
            rules.apply(&tag, 0);
            assert!(rules.overflows());
        }
        let sheet: String = (0..990).map(|n| format!("p:nth-child({n}){{color:red}}")).collect();
        let mut rules = Rules::of(&format!("<style>{sheet}</style>"));
        let tag = Tag { name: "p", ..Tag::default() };
        let mut applied = 0;
        while !rules.overflows() {
            rules.apply(&tag, 0);
            applied += 1;
        }
        assert!(applied < 10_000, "{applied} elements");
    }

    #[test]
    fn more_rules_than_can_be_judged_are_told() {
        let sheet: String = (0..=MAX_RULES).map(|n| format!(".a{n} .b{n} {{display:none}}\n")).collect();
        assert!(Rules::of(&format!("<style>{sheet}</style>")).overflows());
        let sheet: String = (0..200).map(|n| format!(".a{n} .b{n} {{display:none}}\n")).collect();
        let mut rules = Rules::of(&format!("<style>{sheet}</style>"));
        assert!(!rules.overflows());
        let tag = Tag { name: "p", class: "b150", ..Tag::default() };
        assert!(is_hidden(&mut rules, &tag, 0), "an ancestor without a bit counts as being around");
    }
}
