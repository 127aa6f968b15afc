//! Text with TeX in it → pieces of text and math: when a `$` opens a formula, and when it is a dollar.

/// A piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Plain text; every `$` in it is a dollar.
    Text(&'a str),
    /// A formula in the line, without its delimiters.
    Math(&'a str),
    /// A formula of its own, without its delimiters.
    Display(&'a str),
}

/// The longest formula in an abstract; a `$` further away closes nothing.
const LONGEST: usize = 2_000;

/// Splits text into plain text and math. The rules are those of pandoc, which were made for prose with prices in it:
/// an opening `$` has something other than a space to its right, a closing one something other than a space to its
/// left and no digit to its right; `\$` is a dollar. `$$…$$`, `\(…\)` and `\[…\]` are read too.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut plain, mut at) = (0, 0);
    while let Some(open) = text.get(at..).and_then(|rest| rest.find(['$', '\\'])).map(|found| at + found) {
        match formula(text, open) {
            Some((piece, end)) => {
                push_text(&mut pieces, text.get(plain..open));
                pieces.push(piece);
                (plain, at) = (end, end);
            }
            None => at = open + skip(text, open),
        }
    }
    push_text(&mut pieces, text.get(plain..));
    pieces
}

fn push_text<'a>(pieces: &mut Vec<Piece<'a>>, text: Option<&'a str>) {
    pieces.extend(text.filter(|text| !text.is_empty()).map(Piece::Text));
}

/// How far to go past a delimiter that opens nothing: a backslash takes the next character with it.
fn skip(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    match rest.strip_prefix('\\') {
        Some(after) => 1 + after.chars().next().map_or(0, char::len_utf8),
        None => 1,
    }
}

/// The formula that opens here, and where it ends.
fn formula(text: &str, open: usize) -> Option<(Piece<'_>, usize)> {
    let rest = text.get(open..)?;
    if let Some(body) = rest.strip_prefix("$$") {
        let tex = until(body, "$$")?;
        return Some((Piece::Display(tex), open + tex.len() + 4));
    }
    if let Some(body) = rest.strip_prefix('$') {
        let tex = inline(body)?;
        return Some((Piece::Math(tex), open + tex.len() + 2));
    }
    if let Some(body) = rest.strip_prefix("\\(") {
        let tex = until(body, "\\)")?;
        return Some((Piece::Math(tex), open + tex.len() + 4));
    }
    let body = rest.strip_prefix("\\[")?;
    let tex = until(body, "\\]")?;
    Some((Piece::Display(tex), open + tex.len() + 4))
}

fn window(body: &str) -> &str {
    let mut end = body.len().min(LONGEST);
    while !body.is_char_boundary(end) {
        end -= 1;
    }
    body.get(..end).unwrap_or(body)
}

fn until<'a>(body: &'a str, close: &str) -> Option<&'a str> {
    let tex = body.get(..window(body).find(close)?)?;
    (!tex.trim().is_empty()).then_some(tex)
}

/// What stands before the `$` that closes a formula in the line.
fn inline(body: &str) -> Option<&str> {
    if body.starts_with(|c: char| c.is_whitespace() || c == '$') {
        return None;
    }
    let mut escaped = false;
    for (at, c) in window(body).char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '$' => {
                let tex = body.get(..at)?;
                let spaced = tex.ends_with(char::is_whitespace);
                let priced = body.get(at + 1..)?.starts_with(|c: char| c.is_ascii_digit());
                return (!spaced && !priced && !tex.is_empty()).then_some(tex);
            }
            _ => {}
        }
    }
    None
}
