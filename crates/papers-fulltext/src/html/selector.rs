//! Parses selectors, and matches them with elements.
//!
//! Names, classes, ids, attributes and `:not(…)` are evaluated. Conditions on the position of an element (`:nth-child`, `+`) count
//! as true, because an element that may be hidden is assumed to be hidden. States (`:hover`) and pseudo-elements match
//! nothing, except for `::before` and `::after`, which may insert text.

use papers_markup::{Tag, decode};

use super::css;

/// States that never occur while a page is only read, and pseudo-elements. A form field may be checked, disabled or in focus from
/// the start.
#[rustfmt::skip]
const ABSENT: &[&str] = &[
    "hover", "active", "visited", "target", "target-within", "user-invalid", "autofill", "fullscreen", "modal",
    "popover-open", "playing", "before", "after", "placeholder", "marker", "selection", "backdrop",
    "host", "slotted", "part", "cue", "file-selector-button", "scrollbar", "scrollbar-thumb", "scrollbar-track",
    "search-cancel-button", "search-decoration", "inner-spin-button", "outer-spin-button", "focus-inner", "focusring",
];

/// The maximum depth of `:not(:not(…))`; what is deeper counts as true.
const MAX_DEPTH: usize = 4;

/// The conditions on one element: `p.note#first[lang]`.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Compound {
    name: String,
    id: String,
    classes: Vec<String>,
    attributes: Vec<Attribute>,
    not: Vec<Compound>,
    /// Alternatives, of which one must be met: `:is(p, q)`.
    any: Vec<Vec<Compound>>,
    /// True if the alternatives have no weight: `:where(p, q)`.
    light: bool,
    /// True if one of the conditions is assumed to be true.
    loose: bool,
}

/// A condition on an attribute, `[name*=value]`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Attribute {
    name: String,
    /// The character before `=`, and the value.
    test: Option<(char, String)>,
}

/// A selector: its target, and the required ancestors.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Selector {
    pub(super) target: Compound,
    pub(super) ancestors: Vec<Compound>,
    /// The specificity: ids, then classes, then names.
    pub(super) weight: u32,
    /// True if one of the conditions is assumed to be true.
    pub(super) loose: bool,
    /// The text that the rule is for, if it is not the element.
    pub(super) beside: Option<Beside>,
}

/// The places beside the text of an element where a rule may insert other text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beside {
    /// `::before`
    Before,
    /// `::after`
    After,
}

impl Beside {
    /// Splits the pseudo-element off the end of a selector.
    fn split(text: &str) -> (&str, Option<Self>) {
        let lower = text.to_ascii_lowercase();
        for (name, beside) in [(":before", Self::Before), (":after", Self::After)] {
            if lower.ends_with(name) {
                let rest = text.get(..text.len() - name.len()).unwrap_or_default();
                return (rest.strip_suffix(':').unwrap_or(rest), Some(beside));
            }
        }
        (text, None)
    }
}

impl Selector {
    /// Parses one selector; `None` if it matches nothing or cannot be parsed.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut compounds: Vec<Compound> = Vec::new();
        let mut sibling = false;
        let mut loose = false;
        let (text, beside) = Beside::split(text);
        for part in parts(text) {
            match part {
                "+" | "~" => (sibling, loose) = (true, true),
                ">" | "||" => loose = true,
                _ => {
                    if std::mem::take(&mut sibling) {
                        compounds.pop();
                    }
                    compounds.push(Compound::parse(part, 0)?);
                }
            }
        }
        let weight = compounds.iter().map(Compound::weight).fold(0, u32::saturating_add);
        // Neither the order of several ancestors nor their distance is known.
        loose |= compounds.len() > 2 || compounds.iter().any(|compound| compound.loose);
        let target = match compounds.pop() {
            None if beside.is_some() => Compound::default(),
            target => target?,
        };
        Some(Self { target, ancestors: compounds, weight, loose, beside })
    }
}

/// Splits a selector into compounds and combinators.
fn parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut depth = 0_usize;
    let mut from = 0;
    for (at, c) in text.char_indices() {
        depth = match c {
            '(' | '[' => depth + 1,
            ')' | ']' => depth.saturating_sub(1),
            _ => depth,
        };
        let column = c == '|' && text.get(at..).is_some_and(|rest| rest.starts_with("||"));
        if depth == 0 && at >= from && (c.is_whitespace() || matches!(c, '>' | '+' | '~') || column) {
            parts.push(text.get(from..at).unwrap_or_default());
            from = at + if column { 2 } else { c.len_utf8() };
            parts.push(if c.is_whitespace() { "" } else { text.get(at..from).unwrap_or_default() });
        }
    }
    parts.push(text.get(from..).unwrap_or_default());
    parts.retain(|part| !part.is_empty());
    parts
}

impl Compound {
    fn parse(text: &str, depth: usize) -> Option<Self> {
        let (space, mut rest) = namespace(text);
        let mut compound = Self { loose: space, ..Self::default() };
        while let Some(mark) = rest.chars().next() {
            let after = rest.get(mark.len_utf8()..).unwrap_or_default();
            rest = match mark {
                '*' => after,
                '[' => compound.attribute(after)?,
                ':' => compound.pseudo(after.trim_start_matches(':'), depth)?,
                '.' | '#' => {
                    let (name, after) = word(after)?;
                    match mark {
                        '.' => compound.classes.push(css::literal(name)),
                        _ => compound.id = css::literal(name),
                    }
                    after
                }
                _ => {
                    let (name, after) = word(rest)?;
                    compound.name = css::literal(name);
                    after
                }
            };
        }
        (!text.is_empty()).then_some(compound)
    }

    fn attribute<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        let (inside, after) = text.split_once(']')?;
        let Some((name, value)) = inside.split_once('=') else {
            let name = css::literal(inside.trim()).to_ascii_lowercase();
            self.attributes.push(Attribute { name, test: None });
            return Some(after);
        };
        let sign = name.chars().next_back().filter(|c| "~|^$*".contains(*c));
        let value = value.trim();
        // After a quote or a space, `i` and `s` are not part of the value.
        let bare = value.strip_suffix(['i', 's', 'I', 'S']).filter(|rest| rest.ends_with([' ', '"']));
        let value = css::literal(bare.unwrap_or(value).trim().trim_matches('"')).to_ascii_lowercase();
        let name = name.trim_end_matches(['~', '|', '^', '$', '*']).trim();
        let name = css::literal(name.rsplit('|').next().unwrap_or_default()).to_ascii_lowercase();
        self.attributes.push(Attribute { name, test: Some((sign.unwrap_or('='), value)) });
        Some(after)
    }

    fn pseudo<'a>(&mut self, text: &'a str, depth: usize) -> Option<&'a str> {
        let (name, after) = word(text)?;
        let name = name.to_ascii_lowercase();
        let bare = ["-webkit-", "-moz-", "-ms-"].iter().find_map(|prefix| name.strip_prefix(prefix));
        if ABSENT.contains(&bare.unwrap_or(&name)) {
            return None;
        }
        let (argument, after) = match after.strip_prefix('(') {
            Some(inside) => {
                let end = closing(inside);
                (inside.get(..end).unwrap_or(inside), inside.get(end + 1..).unwrap_or_default())
            }
            None => ("", after),
        };
        match name.as_str() {
            "root" => "html".clone_into(&mut self.name),
            "not" if depth < MAX_DEPTH => {
                let parsed =
                    css::split(argument, ',').into_iter().map(|one| Self::parse(one.trim(), depth + 1));
                let parsed: Vec<Option<Self>> = parsed.collect();
                self.loose |= parsed.iter().flatten().any(|one| one.loose);
                self.not.extend(parsed.into_iter().flatten().filter(|one| !one.loose));
            }
            "is" | "where" | "matches" | "-webkit-any" | "-moz-any" if depth < MAX_DEPTH => {
                let parsed = css::split(argument, ',').into_iter().map(|one| {
                    let one = one.trim();
                    Self::parse(one, depth + 1).filter(|_| parts(one).len() == 1)
                });
                match parsed.collect::<Option<Vec<_>>>() {
                    Some(any) => {
                        self.loose |= any.iter().any(|one| one.loose);
                        self.light |= name == "where";
                        self.any.push(any);
                    }
                    None => self.loose = true,
                }
            }
            _ => self.loose = true,
        }
        Some(after)
    }

    /// Returns true for the elements with which MathJax draws formulas.
    pub(super) fn names_glyph(&self) -> bool {
        self.name.starts_with("mjx-")
    }

    /// Counts the conditions on attributes.
    pub(super) fn count_attributes(&self) -> usize {
        let inner = self.not.iter().chain(self.any.iter().flatten());
        self.attributes.len() + inner.map(Self::count_attributes).sum::<usize>()
    }

    fn weight(&self) -> u32 {
        let classes = u32::try_from(self.classes.len() + self.attributes.len()).unwrap_or(u32::MAX >> 16);
        let groups = self.any.iter().filter(|_| !self.light);
        let any =
            groups.map(|any| any.iter().map(Self::weight).max().unwrap_or(0)).fold(0, u32::saturating_add);
        let inner = self.not.iter().map(Self::weight).max().unwrap_or(0).saturating_add(any);
        let (id, name) = (u32::from(!self.id.is_empty()), u32::from(!self.name.is_empty()));
        (id << 16).saturating_add(classes << 8).saturating_add(name).saturating_add(inner)
    }

    /// Returns true if an element meets all conditions.
    pub(super) fn matches(&self, tag: &Tag<'_>) -> bool {
        let has = |class: &String| {
            decode(tag.class).split_ascii_whitespace().any(|own| own.eq_ignore_ascii_case(class))
        };
        (self.name.is_empty() || self.name.eq_ignore_ascii_case(tag.name))
            && (self.id.is_empty() || self.id.eq_ignore_ascii_case(&decode(tag.id)))
            && self.classes.iter().all(has)
            && self.attributes.iter().all(|attribute| attribute.matches(tag))
            && !self.not.iter().any(|not| not.matches(tag))
            && self.any.iter().all(|any| any.iter().any(|one| one.matches(tag)))
    }
}

impl Attribute {
    fn matches(&self, tag: &Tag<'_>) -> bool {
        let Some(own) = tag.attribute(&self.name) else { return false };
        let Some((sign, value)) = &self.test else { return true };
        let own: String = decode(own).to_ascii_lowercase();
        match sign {
            // These match nothing in browsers.
            '~' | '^' | '$' | '*' if value.is_empty() => false,
            '~' => own.split_ascii_whitespace().any(|word| word == value),
            '|' => {
                own.strip_prefix(value.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
            }
            '^' => own.starts_with(value.as_str()),
            '$' => own.ends_with(value.as_str()),
            '*' => own.contains(value.as_str()),
            _ => own == *value,
        }
    }
}

/// Takes the namespace off a name, `svg|a`. Returns true if there is one, which is not evaluated.
fn namespace(text: &str) -> (bool, &str) {
    let Some((space, rest)) = text.split_once('|') else { return (false, text) };
    let plain = space == "*" || space.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    if plain && !rest.starts_with('|') { (true, rest) } else { (false, text) }
}

/// Splits off the name at the start.
fn word(text: &str) -> Option<(&str, &str)> {
    let name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | css::QUOTED) || !c.is_ascii();
    let end = text.find(|c: char| !name(c));
    text.split_at_checked(end.unwrap_or(text.len())).filter(|(name, _)| !name.is_empty())
}

/// Returns the position of the bracket that closes the one before the text.
fn closing(text: &str) -> usize {
    let mut depth = 1_usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use papers_markup::{Token, Tokens};

    fn matches(selector: &str, element: &str) -> bool {
        let Some(Token::Open(tag)) = Tokens::new(element).next() else { panic!("{element}") };
        Selector::parse(selector).is_some_and(|one| one.beside.is_none() && one.target.matches(&tag))
    }

    #[test]
    fn supported_selectors_are_judged() {
        let element = "<p class='a b' id=c lang=en-us data-x='one two'>";
        for yes in [
            "p", "*", ".A.b", "#c", "p[lang]", "[lang|=en]", "[data-x~=two]", "[data-x^=\"one\"]",
            "[data-x$=two]", "[data-x*=\"e t\"]", "p:not(.z)", ":nth-child(2)", "h2 + p", "h2 ~ p",
            "div > p", ":is(p, q)", ":where(q, .a)", "[lang=\"en-US\"i]", "[id=c i]", "[*|id=c]", "h|p.a",
            "*|p", "div h|p", ".c:checked ~ p", ":focus + p", "p::first-line",
        ] {
            assert!(matches(yes, element), "{yes}");
        }
        for no in [
            "q", ".c", "#a", "[lang=de]", "[title]", "p:not(.a)", "p:not(q, .b)", ":is(q, .z)", "p:hover",
            "p::before", ":root", "",
        ] {
            assert!(!matches(no, element), "{no}");
        }
    }

    #[test]
    fn an_escaped_character_is_part_of_a_name() {
        let element = "<p id=S1.p2 class='a:b q' data-x='one two'>";
        for yes in [
            r"#S1\.p2", r"#S1\2e p2", r"p#S1\00002ep2.q", r".a\:b", r":is(#S1\.p2, q)", r"p:not(#S1\:p2)",
            r"[id=S1\.p2]", "[id='S1.p2']", r"[id='S1\.p2']", "[id='S1\\\n.p2']", "[class='a:b q']",
        ] {
            assert!(matches(&css::plain(yes), element), "{yes}");
        }
        for no in
            ["#S1.p2", r"#S1\:p2", "#S1_p2", r".a\.b", "[data-x='one_two']", "[data-x^='']", "[data-x*='']"]
        {
            assert!(!matches(&css::plain(no), element), "{no}");
        }
    }

    #[test]
    fn ids_weigh_more_than_classes_and_classes_more_than_names() {
        let weight = |text: &str| Selector::parse(text).unwrap().weight;
        assert!(weight("#a") > weight(".a.b.c p") && weight(".a") > weight("div p span"));
        assert_eq!(Selector::parse("a b + c d").unwrap().ancestors.len(), 2);
    }
}
