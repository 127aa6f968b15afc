//! Parses style sheets and `style` attributes into rules and declarations, split like in browsers.
//!
//! Comments are removed first, and escaped characters that could end something are written as [`QUOTED`] with their code, which
//! [`literal`] reads. Rules that do not apply in browsers
//! (those for print, dark screens, fonts or animations) are dropped. Used by `style` and `rules`.

use std::borrow::Cow;
use std::fmt::Write as _;

/// The maximum depth of nested blocks; LaTeXML's own sheet has two levels.
const MAX_DEPTH: usize = 16;
/// The maximum size of the selectors of one rule in bytes, after combining them with those of enclosing rules.
const MAX_SELECTOR_BYTES: usize = 64 * 1024;
/// The maximum number of hexadecimal digits in an escape.
const ESCAPE_DIGITS: usize = 6;

/// The character before the code of a quoted delimiter. CSS and HTML replace it in their input, so that it stands for nothing else.
pub(super) const QUOTED: char = '\0';

/// The number of hexadecimal digits after it.
const CODE_DIGITS: usize = 6;

/// Resolves escapes, replaces comments by spaces, and quotes delimiters that are escaped or inside strings.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains(['\\', '"', '\'', QUOTED]) && !text.contains("/*") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut quote: Option<char> = None;
    // An address without quotes ends at the bracket only.
    let mut in_url = false;
    while let Some(c) = chars.next() {
        match c {
            '\\' if quote.is_some() && chars.next_if(|c| matches!(c, '\n' | '\r' | '\u{c}')).is_some() => {}
            '\\' => match escaped(&mut chars) {
                c if c.is_ascii_alphanumeric() || c == '-' || !c.is_ascii() => out.push(c),
                c => quote_delimiter(c, &mut out),
            },
            QUOTED => out.push(char::REPLACEMENT_CHARACTER),
            '\n' | '\r' | '\u{c}' if quote.take().is_some() => out.push('"'),
            _ if quote == Some(c) => {
                quote = None;
                out.push('"');
            }
            ')' if in_url => {
                in_url = false;
                out.push(c);
            }
            _ if (quote.is_some() || in_url) && (";{}()[],\"'".contains(c) || c.is_whitespace()) => {
                quote_delimiter(c, &mut out);
            }
            _ if quote.is_some() || in_url => out.push(c),
            '"' | '\'' => {
                quote = Some(c);
                out.push('"');
            }
            '(' => {
                let name = out.get(out.len().saturating_sub(3)..).unwrap_or_default();
                let quoted =
                    chars.clone().find(|c| !c.is_whitespace()).is_some_and(|c| matches!(c, '"' | '\''));
                in_url = name.eq_ignore_ascii_case("url") && !quoted;
                out.push(c);
            }
            '/' if chars.peek() == Some(&'*') => {
                chars.next();
                skip_comment(&mut chars);
                out.push(' ');
            }
            _ => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Resolves the escapes of a string.
pub(super) fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        out.push(if c == '\\' { escaped(&mut chars) } else { c });
    }
    out
}

/// Returns the character of an escape.
fn escaped(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) -> char {
    let mut code = 0;
    let mut digits = 0;
    while digits < ESCAPE_DIGITS
        && let Some(digit) = chars.peek().and_then(|c| c.to_digit(16))
    {
        code = code * 16 + digit;
        digits += 1;
        chars.next();
    }
    if digits == 0 {
        return chars.next().unwrap_or('_');
    }
    if chars.peek().is_some_and(char::is_ascii_whitespace) {
        chars.next();
    }
    char::from_u32(code).filter(|c| *c != QUOTED).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// Writes a character that could end a string, a name, a value or a rule, so that it does not.
fn quote_delimiter(c: char, out: &mut String) {
    _ = write!(out, "{QUOTED}{:0CODE_DIGITS$x}", u32::from(c));
}

/// Returns a name or string with its quoted delimiters.
pub(super) fn literal(text: &str) -> String {
    let mut parts = text.split(QUOTED);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (code, rest) = part.split_at_checked(CODE_DIGITS).unwrap_or(("", part));
        out.extend(u32::from_str_radix(code, 16).ok().and_then(char::from_u32));
        out.push_str(rest);
    }
    out
}

fn skip_comment(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    while let Some(c) = chars.next() {
        if c == '*' && chars.peek() == Some(&'/') {
            chars.next();
            return;
        }
    }
}

/// Splits at a delimiter outside of brackets.
pub(super) fn split(text: &str, mark: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((at, _)) = find(rest, &[mark]) {
        let (part, after) = rest.split_at_checked(at).unwrap_or((rest, ""));
        parts.push(part);
        rest = after.strip_prefix(mark).unwrap_or_default();
    }
    parts.push(rest);
    parts
}

/// Finds the first of some delimiters outside of brackets.
fn find(text: &str, marks: &[char]) -> Option<(usize, char)> {
    let mut open: Vec<char> = Vec::new();
    for (at, c) in text.char_indices() {
        if open.is_empty() && marks.contains(&c) {
            return Some((at, c));
        }
        match c {
            '(' => open.push(')'),
            '[' => open.push(']'),
            '{' => open.push('}'),
            _ if open.last() == Some(&c) => _ = open.pop(),
            _ => {}
        }
    }
    None
}

/// Returns the declarations of a block in lower case, in order of precedence: those that are `!important` last.
pub(super) fn declarations(block: &str) -> Vec<(String, String, bool)> {
    let mut found: Vec<(String, String, bool)> = split(block, ';')
        .into_iter()
        .filter(|part| !part.contains('{'))
        .filter_map(|part| {
            let (name, value) = part.split_once(':')?;
            let value = value.trim().to_ascii_lowercase();
            let (value, important) = match value.rsplit_once('!') {
                Some((value, mark)) if mark.trim() == "important" => (value.trim_end().to_owned(), true),
                _ => (value, false),
            };
            Some((name.trim().to_ascii_lowercase(), value, important))
        })
        .collect();
    found.sort_by_key(|(.., important)| *important);
    found
}

/// The functions of values that are evaluated, or hide text whatever they return.
#[rustfmt::skip]
const FUNCTIONS: &[&str] = &[
    "calc", "min", "max", "clamp", "url", "rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "color",
    "color-mix", "light-dark", "translate", "translatex", "translatey", "translatez", "translate3d", "scale", "scalex",
    "scaley", "scalez", "scale3d", "rotate", "rotatex", "rotatey", "rotatez", "rotate3d", "skew", "skewx", "skewy", "matrix",
    "matrix3d", "perspective", "rect", "inset", "circle", "ellipse", "polygon", "path", "opacity", "alpha", "repeat", "minmax",
    "fit-content", "linear-gradient", "radial-gradient",
];

/// Returns true for a value with a function that cannot be computed: `var(…)`, `if(…)`, `--f()`.
pub(super) fn calls_unknown(value: &str) -> bool {
    let mut before = value.split('(');
    // The text after the last bracket calls no function.
    before.next_back();
    before.any(|before| {
        let start = before.rfind(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_' || !c.is_ascii()));
        let name = before.get(start.map_or(0, |at| at + 1)..).unwrap_or(before);
        let bare = ["-webkit-", "-moz-"].iter().find_map(|prefix| name.strip_prefix(prefix)).unwrap_or(name);
        !bare.is_empty() && !FUNCTIONS.contains(&bare)
    })
}

/// The certainty that something applies to a page on a light screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Applies {
    Never,
    /// A condition is not evaluated: what it guards may hide text, but never shows text that is hidden without it.
    Perhaps,
    Surely,
}

/// The context of a block.
#[derive(Debug, Clone, Default)]
pub(super) struct Around {
    /// The selectors of the enclosing rule.
    selectors: String,
    /// True in a layer, which rules outside of layers override.
    pub(super) layered: bool,
    /// True if a condition around it is not evaluated.
    pub(super) doubtful: bool,
    depth: usize,
}

/// Passes each rule of a sheet that may apply on a light screen to `add`: selectors, block, and context. Returns false if blocks are
/// nested too deeply, or if `add` does.
pub(super) fn rules(sheet: &str, add: &mut impl FnMut(&str, &str, &Around) -> bool) -> bool {
    read(sheet, &Around::default(), add)
}

fn read(sheet: &str, around: &Around, add: &mut impl FnMut(&str, &str, &Around) -> bool) -> bool {
    if around.depth > MAX_DEPTH {
        return false;
    }
    let mut rest = sheet;
    while let Some((at, mark)) = find(rest, &['{', ';', '}']) {
        let (prelude, after) = rest.split_at_checked(at).unwrap_or((rest, ""));
        let after = after.get(1..).unwrap_or_default();
        rest = after;
        if mark != '{' {
            continue;
        }
        let end = find(after, &['}']).map_or(after.len(), |(at, _)| at);
        let (block, past) = after.split_at_checked(end).unwrap_or((after, ""));
        rest = past.get(1..).unwrap_or_default();
        let Some(inner) = around.inner(prelude.trim()) else { continue };
        if inner.selectors.len() > MAX_SELECTOR_BYTES {
            return false;
        }
        if !inner.selectors.is_empty() && !add(&inner.selectors, block, &inner) {
            return false;
        }
        if block.contains('{') && !read(block, &inner, add) {
            return false;
        }
    }
    true
}

impl Around {
    /// Returns the context of the block after a prelude; `None` if the block does not apply.
    fn inner(&self, prelude: &str) -> Option<Self> {
        let mut inner = Self { depth: self.depth + 1, ..self.clone() };
        if let Some(rule) = prelude.strip_prefix('@') {
            let rule = rule.to_ascii_lowercase();
            let end = rule.find(|c: char| c.is_whitespace() || c == '(').unwrap_or(rule.len());
            let (name, query) = rule.split_at_checked(end)?;
            inner.layered |= name == "layer";
            match applies(name, query) {
                Applies::Never => return None,
                Applies::Perhaps => inner.doubtful = true,
                Applies::Surely => {}
            }
        } else {
            inner.doubtful |= !self.selectors.is_empty();
            inner.selectors = nested(&self.selectors, prelude);
        }
        Some(inner)
    }
}

/// Returns the selectors of a nested rule, in which `&` is the enclosing one.
fn nested(around: &str, own: &str) -> String {
    if around.is_empty() {
        return own.to_owned();
    }
    let mut out = String::new();
    let own: Vec<&str> = split(own, ',').into_iter().map(str::trim).collect();
    for outer in split(around, ',').into_iter().map(str::trim) {
        for inner in &own {
            out.push_str(if out.is_empty() { "" } else { "," });
            if !inner.contains('&') {
                out.push_str(outer);
                out.push(' ');
            }
            for (at, part) in inner.split('&').enumerate() {
                out.push_str(if at > 0 { outer } else { "" });
                out.push_str(part);
                if out.len() > MAX_SELECTOR_BYTES {
                    return out;
                }
            }
        }
    }
    out
}

/// Returns whether the block of an at-rule applies.
fn applies(name: &str, query: &str) -> Applies {
    match name {
        "media" => medium(query),
        "layer" => Applies::Surely,
        "font-face"
        | "font-feature-values"
        | "font-palette-values"
        | "keyframes"
        | "-webkit-keyframes"
        | "-moz-keyframes"
        | "-o-keyframes"
        | "page"
        | "property"
        | "counter-style"
        | "position-try"
        | "view-transition"
        | "color-profile" => Applies::Never,
        _ => Applies::Perhaps,
    }
}

/// Returns whether what is meant for a medium applies. Only the usual queries are evaluated.
pub(super) fn medium(query: &str) -> Applies {
    let tight: String = query.chars().filter(|c| !c.is_whitespace()).collect();
    match tight.to_ascii_lowercase().as_str() {
        "" | "all" | "screen" | "onlyscreen" => Applies::Surely,
        "print"
        | "onlyprint"
        | "speech"
        | "(prefers-color-scheme:dark)"
        | "screenand(prefers-color-scheme:dark)" => Applies::Never,
        _ => Applies::Perhaps,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_letters_and_comments_part_words() {
        assert_eq!(plain("c\\6f lor:red"), "color:red");
        assert_eq!(literal(&plain("a\\3b b")), "a;b");
        assert!(!plain("a\\3b b,a\\;b,'a;b'").contains(';'));
        assert_eq!(plain("dis/**/play:none"), "dis play:none");
        let urls = plain("a:url(/*;);b:c;d:url( '*/' )");
        assert_eq!(split(&urls, ';').len(), 3);
        assert_eq!(literal(&urls), "a:url(/*;);b:c;d:url( \"*/\" )");
    }

    #[test]
    fn signs_in_a_string_end_nothing() {
        let block =
            plain("color:white;font-family:\"a;color:black\";x:'/*';display:none;y:'*/'").into_owned();
        let names: Vec<String> = declarations(&block).into_iter().map(|(name, ..)| name).collect();
        assert_eq!(names, ["color", "font-family", "x", "display", "y"]);
    }

    #[test]
    fn an_important_declaration_comes_last() {
        let found = declarations("color:white ! important; color:black; background:url(a;b)");
        let values: Vec<&str> = found.iter().map(|(_, value, _)| value.as_str()).collect();
        assert_eq!(values, ["black", "url(a;b)", "white"]);
    }

    #[test]
    fn rules_in_blocks_are_found_and_those_for_paper_are_not() {
        let sheet = "@import 'x'; @media print{.a{b:c}} @media not print{.d{e:f}} .g{h:i; .j &{k:l}} @layer{.m{n:o}} \
                     @media (prefers-color-scheme: dark){.p{q:r}} @font-face{s:t}";
        let mut found = Vec::new();
        assert!(rules(sheet, &mut |selector, _, around| {
            found.push((selector.to_owned(), around.layered, around.doubtful));
            true
        }));
        let expected =
            [(".d", false, true), (".g", false, false), (".j .g", false, true), (".m", true, false)];
        assert_eq!(found, expected.map(|(selector, layered, doubt)| (selector.to_owned(), layered, doubt)));
        assert!(!rules(&"a{".repeat(100), &mut |_, _, _| true));
        assert!(!rules(&"a,b,c,d,e,f{".repeat(12), &mut |_, _, _| true), "selectors that multiply");
        let parents = format!("{}{{{}{{x:y}}}}", "a".repeat(60_000), "&".repeat(1_000_000));
        assert!(!rules(&parents, &mut |_, _, _| true), "parents that multiply");
    }
}
