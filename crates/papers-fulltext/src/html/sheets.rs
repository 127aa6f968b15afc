//! Finds the style sheets of a page: `<style>` elements, and `data:` URLs of `<link>` and `@import`.
//!
//! Sheets that arXiv serves hide no text and are not read. Those in comments, scripts and other elements whose content is not markup,
//! those for print, and those that are not CSS do not apply.

use std::borrow::Cow;

use super::css::{self, Applies};
use memchr::{memchr, memchr_iter};
use papers_markup::{Tag, Token, Tokens, decode};

/// A style sheet.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Sheet<'a> {
    pub(super) text: Cow<'a, str>,
    /// True if it may not apply to the page.
    pub(super) doubtful: bool,
}

/// Returns the style sheets of a page, in order, without those that they import.
pub(super) fn of_page(page: &str) -> Vec<Sheet<'_>> {
    let mut found = Vec::new();
    let last = memchr_iter(b'<', page.as_bytes()).rfind(|at| may_hold_sheet(page, *at));
    if let Some(last) = last {
        collect(page, last, false, &mut found);
    }
    found
}

/// Returns true if a `style` or `link` element seems to begin at this position.
fn may_hold_sheet(page: &str, at: usize) -> bool {
    let begins = |name: &str| {
        page.as_bytes()
            .get(at + 1..=at + name.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
    };
    begins("style") || begins("link")
}

/// Collects the sheets up to the position of the last one. Those in a formula or drawing (`inside`), where a browser applies some,
/// are doubtful.
fn collect<'a>(page: &'a str, last: usize, inside: bool, found: &mut Vec<Sheet<'a>>) {
    let mut tokens = Tokens::new(page);
    while page.len() - tokens.rest().len() <= last
        && let Some(token) = tokens.next()
    {
        let Token::Open(tag) = token else { continue };
        let name = tag.name.to_ascii_lowercase();
        match name.as_str() {
            "style" => {
                let text = tokens.skip_raw_text("style");
                let is_css = |kind: &str| matches!(kind.to_ascii_lowercase().as_str(), "" | "text/css");
                let applies = medium(&tag);
                if tag.attribute("type").is_none_or(is_css) && applies != Applies::Never {
                    let doubtful = inside || applies == Applies::Perhaps;
                    found.push(Sheet { text: Cow::Borrowed(text), doubtful });
                }
            }
            "link" if tag.is_related("stylesheet") && medium(&tag) != Applies::Never => {
                let text = tag.href.and_then(|href| decode_data_url(&decode(href)));
                found.extend(text.map(|text| Sheet { text: Cow::Owned(text), doubtful: true }));
            }
            "math" | "svg" if !inside && !tag.closed => {
                let inner = tokens.skip_element(&name);
                collect(inner, inner.len(), true, found);
            }
            "template" if !tag.closed => _ = tokens.skip_element(&name),
            "script" | "title" | "textarea" | "xmp" | "iframe" | "noembed" | "noframes" | "noscript" => {
                tokens.skip_raw_text(&name);
            }
            _ => {}
        }
    }
}

/// Returns whether a sheet applies by the `media` of its element.
fn medium(tag: &Tag<'_>) -> Applies {
    tag.attribute("media").map_or(Applies::Surely, |query| css::medium(&decode(query)))
}

/// Returns the sheets that a sheet imports by `data:` URLs.
pub(super) fn imports(sheet: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = sheet;
    while let Some(at) = memchr(b'@', rest.as_bytes()) {
        rest = rest.get(at + 1..).unwrap_or_default();
        let Some(after) = without_prefix(rest, "import") else { continue };
        let (url, after) = address(after);
        found.extend(decode_data_url(&url));
        rest = after;
    }
    found
}

/// Counts the imports that a sheet seems to have.
pub(super) fn count_imports(sheet: &str) -> usize {
    let rules = memchr_iter(b'@', sheet.as_bytes());
    rules
        .filter(|at| sheet.get(at + 1..).is_some_and(|rest| without_prefix(rest, "import").is_some()))
        .count()
}

fn without_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

/// Reads the address at the start of a text: `"…"` or `url(…)`. Returns it with the text after it; every character is read once.
fn address(text: &str) -> (String, &str) {
    let mut rest = text.trim_start();
    while let Some(comment) = rest.strip_prefix("/*") {
        rest = comment.split_once("*/").map_or("", |(_, after)| after).trim_start();
    }
    let (rest, in_url) = match without_prefix(rest, "url(") {
        Some(inside) => (inside.trim_start(), true),
        None => (rest, false),
    };
    let (end, rest) = match rest.chars().next() {
        Some(quote @ ('"' | '\'')) => (quote, rest.get(1..).unwrap_or_default()),
        _ if in_url => (')', rest),
        _ => return (String::new(), rest),
    };
    let mut escaped = false;
    let closes = |c: char| {
        let closes = c == end && !escaped;
        escaped = c == '\\' && !escaped;
        closes
    };
    let (url, rest) = rest.split_at_checked(rest.find(closes).unwrap_or(rest.len())).unwrap_or((rest, ""));
    (css::unescaped(url), rest)
}

/// Decodes a `data:` URL, in percent or base64 encoding. Like in browsers, tabs and line breaks are not part of a URL.
fn decode_data_url(url: &str) -> Option<String> {
    let url: String = url.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
    let (kind, held) = without_prefix(url.trim(), "data:")?.split_once(',')?;
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
