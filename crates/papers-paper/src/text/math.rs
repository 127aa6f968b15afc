//! Splits text into prose and formulas. Decides for every `$` whether it begins a formula or is a dollar sign.
//!
//! Formulas are `$…$`, `\(…\)`, `$$…$$`, `\[…\]` and the display environments of LaTeX. A `$` begins one only if the next `$` is
//! on the same line and the text between is not prose. `\$` is always a dollar sign. Takes linear time.

use std::ops::Range;

use memchr::memchr2;

/// A piece of text: prose or a formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Prose. Every `$` in it is a dollar sign; the backslash of an escaped one is removed.
    Text(&'a str),
    /// An inline formula: TeX without its delimiters.
    Math(&'a str),
    /// A displayed formula: TeX without its delimiters. An environment other than `equation` is kept.
    Display(&'a str),
}

/// Splits text into prose and formulas, in order. Joined, they are the text without delimiters.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut end = 0;
    for span in scan(text) {
        prose(part(text, end..span.outer.start), &mut pieces);
        let tex = part(text, span.inner);
        pieces.push(if span.display { Piece::Display(tex) } else { Piece::Math(tex) });
        end = span.outer.end;
    }
    prose(part(text, end..text.len()), &mut pieces);
    pieces
}

/// Finds the formulas in the text, including delimiters.
pub fn math_spans(text: &str) -> Vec<Range<usize>> {
    scan(text).into_iter().map(|span| span.outer).collect()
}

/// Adds prose, split at every `\$` to remove the backslash.
fn prose<'a>(text: &'a str, pieces: &mut Vec<Piece<'a>>) {
    let mut begin = 0;
    let mut at = 0;
    while let Some(offset) = part(text, at..text.len()).find('\\') {
        let here = at + offset;
        let next = part(text, here + 1..text.len()).chars().next();
        if next == Some('$') {
            push_text(part(text, begin..here), pieces);
            begin = here + 1;
        }
        at = here + 1 + next.map_or(0, char::len_utf8);
    }
    push_text(part(text, begin..text.len()), pieces);
}

fn push_text<'a>(text: &'a str, pieces: &mut Vec<Piece<'a>>) {
    if !text.is_empty() {
        pieces.push(Piece::Text(text));
    }
}

/// A formula found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Span {
    /// The formula with its delimiters.
    pub(super) outer: Range<usize>,
    /// The formula without its delimiters.
    pub(super) inner: Range<usize>,
    /// True for a displayed formula.
    pub(super) display: bool,
}

/// Environments that are formulas. The first two are equivalent to plain display math.
const ENVIRONMENTS: [&str; 10] = [
    "equation", "equation*", "align", "align*", "eqnarray", "eqnarray*", "gather", "gather*", "multline",
    "displaymath",
];

/// The maximum number of inner dollar signs in a formula, as in `\text{if $x$}`. It keeps the scan linear.
const NESTED_DOLLARS: usize = 8;

/// Finds every formula, in order.
pub(super) fn scan(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut at = 0;
    while let Some(offset) = memchr2(b'$', b'\\', part(text, at..text.len()).as_bytes()) {
        let here = at + offset;
        if let Some(span) = formula_at(text, here) {
            at = span.outer.end;
            spans.push(span);
        } else if part(text, here..text.len()).starts_with('$') {
            at = here + 1;
        } else {
            let escaped = part(text, here + 1..text.len()).chars().next();
            at = here + 1 + escaped.map_or(0, char::len_utf8);
        }
    }
    spans
}

/// Returns the formula that begins exactly here, if there is one.
fn formula_at(text: &str, here: usize) -> Option<Span> {
    let rest = part(text, here..text.len());
    if rest.starts_with("$$") {
        return display_dollars(text, here);
    }
    if rest.starts_with('$') {
        return inline_dollars(text, here);
    }
    if rest.starts_with(r"\(") {
        return delimited(rest, here, [r"\(", r"\)"], false);
    }
    if rest.starts_with(r"\[") {
        return delimited(rest, here, [r"\[", r"\]"], true);
    }
    environment(rest, here)
}

/// Reads `\(…\)` or `\[…\]`, up to the closing delimiter, unless another one begins before it.
fn delimited(rest: &str, here: usize, [open, close]: [&str; 2], display: bool) -> Option<Span> {
    let body = rest.strip_prefix(open)?;
    let mut at = 0;
    loop {
        at += part(body, at..body.len()).find('\\')?;
        let tail = part(body, at..body.len());
        if tail.starts_with(open) {
            return None;
        }
        if tail.starts_with(close) {
            break;
        }
        at += 1 + tail.chars().nth(1).map_or(0, char::len_utf8);
    }
    if part(body, 0..at).trim().is_empty() {
        return None;
    }
    let inner = here + open.len()..here + open.len() + at;
    Some(Span { outer: here..inner.end + close.len(), inner, display })
}

/// Reads an environment such as `\begin{align}…\end{align}`.
fn environment(rest: &str, here: usize) -> Option<Span> {
    let named = rest.strip_prefix(r"\begin{")?;
    let name = ENVIRONMENTS
        .into_iter()
        .find(|name| named.strip_prefix(name).is_some_and(|rest| rest.starts_with('}')))?;
    let (open, close) = (format!(r"\begin{{{name}}}"), format!(r"\end{{{name}}}"));
    let body = rest.strip_prefix(open.as_str())?;
    let body = body.split(open.as_str()).next()?;
    let length = body.find(close.as_str())?;
    let outer = here..here + open.len() + length + close.len();
    let plain = name.starts_with("equation") || name == "displaymath";
    let inner = if plain { outer.start + open.len()..outer.end - close.len() } else { outer.clone() };
    Some(Span { outer, inner, display: true })
}

/// Reads `$$…$$`.
fn display_dollars(text: &str, here: usize) -> Option<Span> {
    let begin = here + 2;
    let dollar = next_dollar(text, begin)?;
    let closed = part(text, dollar..text.len()).starts_with("$$");
    let body = part(text, begin..dollar);
    (closed && !body.trim().is_empty() && (longest_prose(body) == 0 || has_structure(body))).then(|| Span {
        outer: here..dollar + 2,
        inner: begin..dollar,
        display: true,
    })
}

/// Reads `$…$`, if the text around and between suggests a formula.
fn inline_dollars(text: &str, here: usize) -> Option<Span> {
    let begin = here + 1;
    let end = closing_dollar(text, begin)?;
    let before = part(text, 0..here).chars().next_back();
    let after = part(text, end + 1..text.len()).chars().next();
    reads_as_math(before, part(text, begin..end), after).then(|| Span {
        outer: here..end + 1,
        inner: begin..end,
        display: false,
    })
}

/// Finds the next unescaped dollar sign.
fn next_dollar(text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += memchr2(b'$', b'\\', part(text, at..text.len()).as_bytes())?;
        let mut rest = part(text, at..text.len()).chars();
        if rest.next() == Some('$') {
            return Some(at);
        }
        at += 1 + rest.next().map_or(0, char::len_utf8);
    }
}

/// Finds the dollar sign that ends a formula begun at `from`: the next one of the line outside of braces, else the next one.
fn closing_dollar(text: &str, from: usize) -> Option<usize> {
    let first = next_dollar(text, from)?;
    if part(text, from..first).contains('\n') {
        return None;
    }
    let mut depth = braces(part(text, from..first));
    let mut at = first;
    for _ in 0..NESTED_DOLLARS {
        if depth <= 0 {
            return Some(at);
        }
        let Some(next) = next_dollar(text, at + 1) else { break };
        let between = part(text, at + 1..next);
        if between.contains('\n') {
            break;
        }
        depth += braces(between);
        at = next;
    }
    Some(first)
}

/// Returns the number of opening minus that of closing braces.
fn braces(text: &str) -> i64 {
    let mut depth = 0;
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' => drop(bytes.next()),
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
    }
    depth
}

/// A text with this many plain words in a row is prose, whatever dollar signs are around it.
const PROSE: usize = 4;
/// The same if a number follows the dollar sign, a letter precedes it, or only one side has a space: `$35 firewalls for $5 each`.
const PROSE_IN_DOUBT: usize = 2;

/// Returns true if the text between two dollar signs is a formula, according to its content and the characters around.
fn reads_as_math(before: Option<char>, body: &str, after: Option<char>) -> bool {
    let (Some(first), Some(last)) = (body.chars().next(), body.chars().next_back()) else { return false };
    if body.trim().is_empty() {
        return false;
    }
    if is_variable(body) && after.is_some_and(|c| c.is_ascii_alphabetic() || c == '{') {
        return false;
    }
    let number = first.is_ascii_digit();
    let words = longest_prose(body);
    let even = first.is_whitespace() == last.is_whitespace();
    let in_doubt = number || !even || before.is_some_and(char::is_alphabetic);
    if words >= if in_doubt { PROSE_IN_DOUBT } else { PROSE }
        || is_currency(body)
        || (words > 0 && spans_brackets(body))
    {
        return false;
    }
    if number && (last.is_whitespace() || after.is_some_and(|c| c.is_ascii_digit())) {
        // `$5 to $10` and `$100-$200`; `$5 $` is still a formula.
        return body.bytes().any(|byte| b"\\^_{".contains(&byte)) || (words == 0 && !joins(after));
    }
    let closes = first.is_whitespace() && joins(before);
    let opens = last.is_whitespace() && joins(after);
    !(closes || opens) || (words == 0 && has_structure(body))
}

/// Returns true for a variable of a shell at the beginning of a path or list, as in `$HOME/$USER` and `${PATH}:$LIB`.
fn is_variable(body: &str) -> bool {
    let named = body.strip_prefix('{').unwrap_or(body);
    let path = named.trim_start_matches(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    let has_name = named.len() > path.len() + 1;
    let path = path.strip_prefix('}').unwrap_or(path);
    let is_of_path = |c: char| c.is_ascii_alphanumeric() || "/:._-".contains(c);
    has_name && path.starts_with(['/', ':']) && path.ends_with(['/', ':']) && path.chars().all(is_of_path)
}

/// Returns true for a currency per unit and the text up to the next one, as in `$/kWh or $/kg`.
fn is_currency(body: &str) -> bool {
    body.starts_with('/') && body.contains(' ') && !body.contains('\\')
}

/// Returns true for a text that closes a bracket begun before it and opens one that ends after it, as in `(US$) or (A$)`.
fn spans_brackets(body: &str) -> bool {
    let is_outer =
        |first: char, other: char| body.find(first).is_some_and(|at| !part(body, 0..at).contains(other));
    let is_last = |last: char, other: char| {
        body.rfind(last).is_some_and(|at| !part(body, at..body.len()).contains(other))
    };
    is_outer(')', '(') && is_last('(', ')')
}

/// Returns true if a character next to a dollar sign belongs to a word or number.
fn joins(neighbor: Option<char>) -> bool {
    neighbor.is_some_and(|c| c.is_alphanumeric() || matches!(c, '\\' | '$' | '_'))
}

/// Returns true for a text with TeX, or a single symbol.
fn has_structure(body: &str) -> bool {
    body.bytes().any(|byte| b"\\^_={}<>+".contains(&byte))
        || matches!(body.trim().as_bytes(), [only] if only.is_ascii_alphanumeric())
}

/// Returns the length of the longest sequence of plain words: at least two letters each, separated by spaces, outside of commands
/// and braces.
fn longest_prose(body: &str) -> usize {
    let (mut longest, mut row) = (0, 0);
    let mut depth = 0;
    for token in body.split_whitespace() {
        let outside = depth <= 0;
        depth += braces(token);
        let word = token.trim_matches(|c: char| c.is_ascii_punctuation() && !"\\{}$^_".contains(c));
        if outside && word.chars().count() >= 2 && word.chars().all(char::is_alphabetic) {
            row += 1;
            longest = longest.max(row);
        } else {
            row = 0;
        }
    }
    longest
}

/// Returns a part of a text. All bounds are from searches in that text.
fn part(text: &str, range: Range<usize>) -> &str {
    text.get(range).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::Piece::{Display, Math, Text};
    use super::*;

    #[rstest]
    #[case("plain", &[Text("plain")])]
    #[case("", &[])]
    #[case("$x$", &[Math("x")])]
    #[case("an $n$-gram of $O(n \\log n)$", &[Text("an "), Math("n"), Text("-gram of "), Math("O(n \\log n)")])]
    #[case(r"\(a_b\) and \[c\]", &[Math("a_b"), Text(" and "), Display("c")])]
    #[case("so $$a=b$$.", &[Text("so "), Display("a=b"), Text(".")])]
    #[case(r"\begin{equation}x\end{equation}", &[Display("x")])]
    #[case(r"\begin{align*}x&y\end{align*}!", &[Display(r"\begin{align*}x&y\end{align*}"), Text("!")])]
    #[case(r"$x \text{ if $y$ or } z$", &[Math(r"x \text{ if $y$ or } z")])]
    #[case("$3\\times$ faster, $10$ GeV", &[Math("3\\times"), Text(" faster, "), Math("10"), Text(" GeV")])]
    #[case("where $ x $ is", &[Text("where "), Math(" x "), Text(" is")])]
    #[case("$\\alpha $and", &[Math("\\alpha "), Text("and")])]
    #[case("${\\bf x$ y", &[Math("{\\bf x"), Text(" y")])]
    #[case("$10^{-3} $", &[Math("10^{-3} ")])]
    #[case("10 m$/s$, H$_2$O, the$O(n)$, ($a) \\cup (b$)", &[Text("10 m"), Math("/s"), Text(", H"), Math("_2"), Text("O, the"), Math("O(n)"), Text(", ("), Math("a) \\cup (b"), Text(")")])]
    #[case("$8\\%$", &[Math("8\\%")])]
    #[case("$AB$-$CD$, $H/$n", &[Math("AB"), Text("-"), Math("CD"), Text(", "), Math("H/"), Text("n")])]
    fn reads_formulas(#[case] text: &str, #[case] expected: &[Piece<'_>]) {
        assert_eq!(pieces(text), expected);
    }

    #[rstest]
    #[case("A $35 Firewall for the Developing World")]
    #[case("Fixing 7,400 Bugs for 1$: Cheap Crash-Site Program Repair")]
    #[case("From $5 to $10 per hour")]
    #[case("$100-$200 a month")]
    #[case("at $60 GPUs instead of $8,000 ones")]
    #[case("from 5$ to 10$ each")]
    #[case("$22K (vs $600K)")]
    #[case("$$$ and $$")]
    #[case("Calculation of $P_ and $T_ odd effects in $\"\" sup 205_TIF")]
    #[case("one $ alone")]
    #[case("in $HOME/$USER and $PATH:${LIB}")]
    #[case("${TMP_DIR}/$USER, $XDG_DATA/papers/$NAME")]
    #[case("cost ($/kWh) and ($/kg), ($/t) and ($/kg), ($/kW, $/kWh)")]
    #[case("in (US$) or (A$)")]
    #[case("the variables $_GET and $_POST")]
    #[case("A$AP Rocky and C$")]
    #[case("$ $")]
    #[case("a $ b\nc $ d")]
    #[case(r"\( unclosed")]
    #[case(r"\begin{align} unclosed")]
    fn leaves_dollars_alone(#[case] text: &str) {
        assert_eq!(pieces(text), [Text(text)]);
    }

    #[test]
    fn an_odd_dollar_does_not_shift_the_formulas_after_it() {
        assert_eq!(
            pieces("a $35 firewall with $x$ and $y_1$"),
            [Text("a $35 firewall with "), Math("x"), Text(" and "), Math("y_1")]
        );
        assert_eq!(pieces("for 1$: $x$ and $y$"), [Text("for 1$: "), Math("x"), Text(" and "), Math("y")]);
    }

    #[test]
    fn an_escaped_dollar_is_text_without_its_backslash() {
        assert_eq!(pieces(r"\$35 and \$59"), [Text("$35 and "), Text("$59")]);
        assert_eq!(pieces(r"a \\$x$"), [Text(r"a \\"), Math("x")]);
    }

    #[test]
    fn takes_linear_time() {
        for unit in ["$", "$a", "\\(", "\\[ ", "\\begin{align}", "${$", "$$ a ", "\\", "$ a b c d "] {
            pieces(&unit.repeat(100_000));
        }
    }

    proptest! {
        #[test]
        fn loses_nothing(text in r"([a-z0-9 $\\()\[\]{}^_é\n]|\$\$|\\\$|\\begin\{align\}|\\end\{align\}){0,60}") {
            let mut rebuilt = String::new();
            let mut end = 0;
            for span in math_spans(&text) {
                rebuilt.push_str(part(&text, end..span.start));
                rebuilt.push_str(part(&text, span.clone()));
                end = span.end;
            }
            rebuilt.push_str(part(&text, end..text.len()));
            prop_assert_eq!(&rebuilt, &text);
            let shown: usize = pieces(&text).iter().map(|p| match p { Text(t) | Math(t) | Display(t) => t.len() }).sum();
            prop_assert!(shown <= text.len());
        }
    }
}
