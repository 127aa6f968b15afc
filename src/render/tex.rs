//! Writes formulas in a form that survives Liquid and kramdown inside `$$…$$`, and in those of other Markdown engines.
//!
//! kramdown passes on formulas unchanged, so that nothing in them can be escaped. Four things are written in another way with the
//! same meaning in TeX: `{{` (Liquid) and `]:` (a link definition) get a space, `|` and `\|` (a table) become `\vert` and `\Vert`,
//! and a bare `%` (a comment, which would hide the rest of the line) becomes `\%`. Commands that do more than typeset (`allow`)
//! become text.

mod allow;
mod github;

use std::borrow::Cow;
use std::fmt::Write;

use self::allow::Verdict;
pub(super) use self::github::github;

use super::clean;

/// Commands whose argument is text, in which `\vert` would be shown literally.
const TEXT_COMMANDS: [&str; 11] = [
    "text", "textbf", "textit", "textrm", "textsf", "texttt", "textnormal", "textup", "mbox", "hbox", "fbox",
];

/// Environments whose argument lists columns, in which `|` is a rule that cannot be written in another way.
const COLUMN_ENVIRONMENTS: [&str; 4] = ["array", "darray", "tabular", "subarray"];

/// A sign that looks like a `|` in text without being one (U+2223).
const BAR: char = '∣';

/// The same for `\|` (U+2225).
const DOUBLE_BAR: char = '∥';

/// A sign that looks like a backslash without being one (U+2216).
const BACKSLASH: char = '∖';

/// Makes text outside of formulas safe from commands that do more than typeset: many themes take every `$…$`, and MathJax every
/// `\begin{…}`, for a formula.
pub(super) fn inert(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        rest = after;
        let name = command_name(after);
        let space = after.trim_start_matches(['*', ' ']).starts_with('[');
        let acts = space && before.is_empty() && out.ends_with('\\')
            || !name.is_empty() && allow::acts(name, after.get(name.len()..).unwrap_or_default());
        out.push(if acts { BACKSLASH } else { '\\' });
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Returns the name of a command: the letters after the backslash.
fn command_name(after: &str) -> &str {
    let length = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
    after.get(..length).unwrap_or_default()
}

/// Writes a formula for kramdown, inline, with its dollars; `None` if it is empty.
pub fn kramdown(tex: &str) -> Option<String> {
    Some(format!("$${}$$", inner(tex)?))
}

/// Writes a formula for Markdown engines without math: fully escaped, so that the page has `\(…\)`, which MathJax and KaTeX find.
/// The escapes also disable shortcodes of Hugo and Zola. Brackets are entities, because Hugo's passthrough extension takes an escaped
/// one for the beginning or end of a formula.
pub(super) fn commonmark(tex: &str) -> Option<String> {
    let mut out = String::from("\\\\(");
    for c in inner(tex)?.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '(' => out.push_str("&#40;"),
            ')' => out.push_str("&#41;"),
            '[' => out.push_str("&#91;"),
            ']' => out.push_str("&#93;"),
            _ if c.is_ascii_punctuation() => out.extend(['\\', c]),
            _ => out.push(c),
        }
    }
    out.push_str("\\\\)");
    Some(out)
}

/// Returns true if all braces are balanced, without escaped ones.
pub(super) fn is_balanced(tex: &str) -> bool {
    let (mut depth, mut escaped) = (0_usize, false);
    for c in tex.chars() {
        match c {
            '{' if !escaped => depth += 1,
            '}' if !escaped && depth == 0 => return false,
            '}' if !escaped => depth -= 1,
            _ => {}
        }
        escaped = c == '\\' && !escaped;
    }
    depth == 0
}

/// Returns true if all commands are known to only typeset. LaTeX has others, such as `\openout`, that MathJax and KaTeX do not
/// know.
pub(super) fn only_typesets(tex: &str) -> bool {
    let mut rest = tex;
    while let Some((_, after)) = rest.split_once('\\') {
        let name = command_name(after);
        if !name.is_empty() && !allow::typesets(name) {
            return false;
        }
        let sign = after.chars().next().map_or(0, char::len_utf8);
        rest = after.get(name.len().max(sign)..).unwrap_or_default();
    }
    !tex.contains("^^") // TeX reads `^^5c` as a backslash
}

/// Writes a formula on one line, without dollars.
pub(super) fn inner(tex: &str) -> Option<String> {
    let tex = uncommented(tex);
    let tex = tex.trim();
    if tex.is_empty() {
        return None;
    }
    let out = String::with_capacity(tex.len() + 8);
    let mut writer = Writer { rest: tex, out, groups: Vec::new(), moved: 0.0 };
    writer.run();
    Some(writer.close())
}

/// Removes comments, and joins the lines. A `%` in the last line is a percent sign that its author forgot to escape: as a comment it
/// would hide the rest of the formula.
fn uncommented(tex: &str) -> String {
    let mut out = String::with_capacity(tex.len());
    let mut lines = tex.split('\n').peekable();
    while let Some(line) = lines.next() {
        let comment = if lines.peek().is_some() { comment_start(line) } else { None };
        if let Some(kept) = comment.and_then(|at| line.get(..at)) {
            out.push_str(kept);
        } else {
            out.push_str(line);
            out.push(' ');
        }
    }
    clean::one_line(&out)
}

/// Finds the first unescaped `%`.
fn comment_start(line: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        match c {
            '%' if !escaped => return Some(at),
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    None
}

struct Writer<'a> {
    rest: &'a str,
    out: String,
    /// The open braces; true for those of text.
    groups: Vec<bool>,
    /// The distance by which spaces have moved the formula so far, in em.
    moved: f64,
}

impl Writer<'_> {
    fn run(&mut self) {
        let mut text_next = false;
        while let Some(c) = self.next() {
            let opens_text = std::mem::take(&mut text_next);
            match c {
                '\\' => text_next = self.command(),
                '{' => self.open(opens_text || self.in_text()),
                '}' => {
                    self.groups.pop();
                    self.out.push('}');
                }
                '|' => self.bar(),
                '%' => self.out.push_str("\\%"),
                '$' => self.dollar(),
                ' ' => {
                    text_next = opens_text;
                    self.out.push(' ');
                }
                ':' if self.out.ends_with(']') => self.out.push_str(" :"),
                _ => self.out.push(c),
            }
        }
    }

    fn next(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let c = chars.next();
        self.rest = chars.as_str();
        c
    }

    fn in_text(&self) -> bool {
        self.groups.last().copied().unwrap_or(false)
    }

    fn open(&mut self, text: bool) {
        if self.out.ends_with('{') {
            self.out.push(' ');
        }
        self.out.push('{');
        self.groups.push(text);
    }

    fn bar(&mut self) {
        if self.in_text() { self.out.push(BAR) } else { self.word("\\vert") }
    }

    /// Writes `\|`, whose backslash kramdown would remove in a table cell.
    fn double_bar(&mut self) {
        if self.in_text() { self.out.push(DOUBLE_BAR) } else { self.word("\\Vert") }
    }

    /// Writes a command, with a space before a following letter.
    fn word(&mut self, command: &str) {
        self.out.push_str(command);
        if self.rest.starts_with(|c: char| c.is_alphabetic()) {
            self.out.push(' ');
        }
    }

    /// Writes a dollar inside a formula (`\text{if $x$}`), never next to another one.
    fn dollar(&mut self) {
        if self.out.is_empty() || self.out.ends_with('$') {
            self.out.push(' ');
        }
        self.out.push('$');
    }

    /// Copies a command after its backslash, or writes it as text. Returns true if its argument is text.
    fn command(&mut self) -> bool {
        let rest = self.rest;
        let name = command_name(rest);
        if name.is_empty() {
            self.sign();
            return false;
        }
        self.rest = rest.get(name.len()..).unwrap_or_default();
        if !self.permits(allow::command(name, self.rest)) {
            self.refuse(name);
            return false;
        }
        self.out.push('\\');
        self.out.push_str(name);
        if name == "begin" {
            self.begin();
        }
        TEXT_COMMANDS.contains(&name)
    }

    fn permits(&mut self, verdict: Verdict) -> bool {
        match verdict {
            Verdict::Stays => true,
            Verdict::Text => false,
            Verdict::Moves(em) => {
                let permitted = em <= allow::reach(self.moved);
                self.moved += if permitted { em } else { 0.0 };
                permitted
            }
        }
    }

    /// Writes the name of a command as text. In text, a backslash would begin a command in some engines.
    fn refuse(&mut self, name: &str) {
        let _ = if self.in_text() {
            write!(self.out, "{name}")
        } else {
            write!(self.out, "\\backslash\\text{{{name}}}")
        };
    }

    /// Copies a command of one character, unless it would move the formula too far.
    fn sign(&mut self) {
        match self.next() {
            Some('|') => self.double_bar(),
            Some('!') if self.permits(allow::command("!", "")) => self.out.push_str("\\!"),
            Some('\\') => {
                self.out.push_str("\\\\");
                if let Some(rest) = self.rest.strip_prefix('*') {
                    self.rest = rest;
                }
                let space = allow::line_space(self.rest).map_or(Verdict::Text, |em| Verdict::Moves(em.abs()));
                if self.rest.trim_start().starts_with('[') && !self.permits(space) {
                    self.out.push_str("{}");
                }
            }
            Some('!') => {}
            Some(c) => self.out.extend(['\\', c]),
            None => self.out.push('\\'),
        }
    }

    /// Copies the name of an environment and the alignment of its columns.
    fn begin(&mut self) {
        let Some((name, after)) = group(self.rest) else { return };
        if !COLUMN_ENVIRONMENTS.contains(&name) {
            return;
        }
        let (position, after) = match after.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((position, after)) => (format!("[{position}]"), after),
            None => (String::new(), after),
        };
        let Some((listed, after)) = balanced(after) else { return };
        self.out.push_str(&format!("{{{name}}}{position}{{{}}}", columns(listed)));
        self.rest = after;
    }

    fn close(mut self) -> String {
        let trailing = self.out.len() - self.out.trim_end_matches('\\').len();
        if trailing % 2 == 1 {
            self.out.push_str(" {}"); // `\ ` at the end: kramdown strips the space and `\` would eat the delimiter
        } else if self.out.ends_with('$') {
            self.out.push(' '); // `\$` at the end must not join the delimiter
        }
        self.out
    }
}

/// Returns the alignments in a list of columns, without rules, widths and inserted material.
fn columns(listed: &str) -> String {
    let mut out = String::new();
    let mut rest = listed;
    while let Some(c) = rest.chars().next() {
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
        let arguments = match c {
            '@' | '!' | '>' | '<' | 'p' | 'm' | 'b' => 1,
            'w' | 'W' => 2,
            _ => 0,
        };
        for _ in 0..arguments {
            rest = balanced(rest).map_or("", |(_, after)| after);
        }
        match c {
            'p' | 'm' | 'b' | 'w' | 'W' => out.push('l'),
            'l' | 'c' | 'r' | 'L' | 'C' | 'R' | '*' | '{' | '}' | '0'..='9' | ' ' => out.push(c),
            _ => {}
        }
    }
    out
}

/// Splits `{…}`, with nested groups, from the beginning of a text.
fn balanced(text: &str) -> Option<(&str, &str)> {
    let inner = text.trim_start().strip_prefix('{')?;
    let mut depth = 1_usize;
    for (at, c) in inner.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((inner.get(..at)?, inner.get(at + 1..)?));
        }
    }
    None
}

/// Splits `{…}`, without nested groups, from the beginning of a text.
fn group(text: &str) -> Option<(&str, &str)> {
    let (inner, after) = text.strip_prefix('{')?.split_once('}')?;
    (!inner.contains(['{', '%', '$'])).then_some((inner, after))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("x_1", "$$x_1$$")]
    #[case(r"\mathbf{{x}}_i", r"$$\mathbf{ {x}}_i$$")]
    #[case(r"{{{a}}}", r"$${ { {a}}}$$")]
    #[case(r"\{{a}\}", r"$$\{ {a}\}$$")]
    #[case("p(y|x)", r"$$p(y\vert x)$$")]
    #[case("|x|_2", r"$$\vert x\vert_2$$")]
    #[case(r"\left|x\right|", r"$$\left\vert x\right\vert$$")]
    #[case(r"\|x\|", r"$$\Vert x\Vert$$")]
    #[case(r"\text{\|}", r"$$\text{∥}$$")]
    #[case(r"\\|x|", r"$$\\\vert x\vert$$")]
    #[case(r"\text{a|b}|", r"$$\text{a∣b}\vert$$")]
    #[case(r"\text {a|b}", r"$$\text {a∣b}$$")]
    #[case(r"\mathrm{a|b}", r"$$\mathrm{a\vert b}$$")]
    #[case("50%", r"$$50\%$$")]
    #[case(r"50\%", r"$$50\%$$")]
    #[case("{%\nx}", "$${x}$$")]
    #[case("{% raw %}", r"$${\% raw \%}$$")]
    #[case(r"a\$", r"$$a\$ $$")]
    #[case(r"a\ ", r"$$a\ {}$$")]
    #[case(r"a\\", r"$$a\\$$")]
    #[case(r"\text{if $x$}", r"$$\text{if $x$}$$")]
    #[case(r"\begin{array}{c|c}a&b\end{array}", r"$$\begin{array}{cc}a&b\end{array}$$")]
    #[case(r"\begin{array}[t]{|l|}a\end{array}", r"$$\begin{array}[t]{l}a\end{array}$$")]
    #[case(
        r"\begin{array}{@{\kern9em}*{3}{c}p{9em}}a\end{array}",
        r"$$\begin{array}{*{3}{c}l}a\end{array}$$"
    )]
    #[case(r"\begin{array}{>{\href{x}}c\href r}a\end{array}", r"$$\begin{array}{cr r}a\end{array}$$")]
    #[case(r"a\cr[9em]b\\*[9em]c\\*[9em]d", r"$$a\backslash\text{cr}[9em]b\\[9em]c\\{}[9em]d$$")]
    #[case(r"\overbracket[9em][9em]{x}", r"$$\backslash\text{overbracket}[9em][9em]{x}$$")]
    #[case("a\n  b", "$$a b$$")]
    #[case("a<b>c", "$$a<b>c$$")]
    #[case("[0,1]:x", "$$[0,1] :x$$")]
    #[case(r"\href{javascript:alert(1)}{x_1}", r"$$\backslash\text{href}{javascript:alert(1)}{x_1}$$")]
    #[case(r"\text{\href{a}{b}}", r"$$\text{href{a}{b}}$$")]
    #[case(r"\text{\(\href{a}{b}\)}", r"$$\text{\(href{a}{b}\)}$$")]
    #[case(r"\begin{CD}a\end{CD}", r"$$\backslash\text{begin}{CD}a\backslash\text{end}{CD}$$")]
    #[case(r"\R^d\cM", r"$$\R^d\cM$$")]
    #[case(r"a\kern-50em b\kern-.2em c", r"$$a\backslash\text{kern}-50em b\kern-.2em c$$")]
    #[case(r"a\\[1ex]b\\[99em]c", r"$$a\\[1ex]b\\{}[99em]c$$")]
    fn writes(#[case] tex: &str, #[case] expected: &str) {
        assert_eq!(kramdown(tex).unwrap(), expected);
    }

    #[rstest]
    #[case("x_1", r"\\(x\_1\\)", "$x_1$")]
    #[case(r"\mathbf{{x}}<y", r"\\(\\mathbf\{ \{x\}\}&lt;y\\)", r"$\mathbf{ {x}}\lt y$")]
    #[case("{{< x >}}", r"\\(\{ \{&lt; x &gt;\}\}\\)", r"${ {\lt  x \gt }}$")]
    #[case("a*b", r"\\(a\*b\\)", r"$a\ast b$")]
    #[case("f[x](t)", r"\\(f&#91;x&#93;&#40;t&#41;\\)", "$f[x] (t)$")]
    #[case(r"\left[0,1\right)", r"\\(\\left&#91;0\,1\\right&#41;\\)", r"$\left\lbrack 0,1\right)$")]
    #[case(r"\texttt{<a>}>", r"\\(\\texttt\{&lt;a&gt;\}&gt;\\)", r"$\texttt{‹a›}\gt$")]
    #[case("가", r"\\(가\\)", "$가$")]
    fn writes_for_other_engines(#[case] tex: &str, #[case] escaped: &str, #[case] dollars: &str) {
        assert_eq!(commonmark(tex).unwrap(), escaped);
        assert_eq!(github(tex).unwrap(), dollars);
    }

    #[test]
    fn braces_without_their_counterpart_are_no_formula_for_github() {
        assert_eq!(commonmark("a{b").unwrap(), r"\\(a\{b\\)");
        assert_eq!(github("a{b"), None);
    }

    #[test]
    fn small_steps_do_not_add_up_to_a_long_way() {
        let out = kramdown(&r"\!".repeat(1000)).unwrap();
        assert!((50..=70).contains(&out.matches(r"\!").count()), "{out}");
    }

    #[rstest]
    #[case(r"C:\temp and \alpha", r"C:\temp and \alpha")]
    #[case(r"\begin{foo}\href{javascript:x}{y}\end{foo}", "∖begin{foo}∖href{javascript:x}{y}∖end{foo}")]
    #[case(r"\frac{a}{b} \", r"\frac{a}{b} \")]
    #[case(r"\(\\*[9em] \cr[9em]", r"\(\∖*[9em] ∖cr[9em]")]
    fn text_outside_of_formulas_has_no_command_that_acts(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(inert(text), expected);
    }

    #[test]
    fn empty_formulas_are_nothing() {
        assert_eq!(kramdown(" \n "), None);
    }

    proptest! {
        #[test]
        fn github_removes_no_backslash(tex in r"([a-z{}%|, ]|\\[{}%,;:!&#_\\]|\\left|\\alpha){0,30}") {
            let out = github(&tex).unwrap_or_default();
            let stays = |after: char| !after.is_ascii_punctuation();
            prop_assert!(out.split('\\').skip(1).all(|after| after.chars().next().is_some_and(stays)), "{out}");
        }

        #[test]
        fn no_formula_triggers_liquid_or_a_table(tex in r"([a-z{}%|$\\ ]|\\text\{|\\begin\{array\}\{c\|c\}|\n){0,40}") {
            if let Some(out) = kramdown(&tex) {
                let inner = out.strip_prefix("$$").and_then(|rest| rest.strip_suffix("$$")).unwrap();
                prop_assert!(!out.contains("{{") && !out.contains("{%"), "{out}");
                prop_assert!(!inner.contains("$$") && !inner.starts_with('$') && !inner.ends_with('$'), "{out}");
                prop_assert!(!inner.contains('|'), "{out}");
            }
        }
    }
}
