//! Any text → Markdown that kramdown shows as that text, that Liquid (of Jekyll 3 and 4) passes over, and in which
//! formulas are formulas.
//!
//! Where a backslash is enough it is used; entities are for what Liquid, tables and HTML look at before kramdown
//! knows of backslashes. The result never contains `{{`, `{%`, a bare `|` or `<`.

use crate::text::clean;
use crate::text::math::{Piece, pieces};

/// Text with formulas → Markdown on one line, wherever in a line it comes to stand.
pub(super) fn markdown(text: &str) -> String {
    let line = clean::visible(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let mut markdown = String::with_capacity(line.len() + line.len() / 8);
    for piece in pieces(&line) {
        match piece {
            Piece::Text(text) => markdown.push_str(&plain(text, markdown.is_empty())),
            Piece::Math(tex) | Piece::Display(tex) => markdown.push_str(&formula(tex)),
        }
    }
    markdown
}

/// Text without formulas → Markdown. `starts` tells that it comes first in its line, where more signs mean something.
fn plain(text: &str, starts: bool) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut before = None;
    let mut rest = text.chars().peekable();
    let mut digits = starts;
    while let Some(c) = rest.next() {
        let first = starts && before.is_none();
        match c {
            '*' | '_' | '`' | '[' | ']' | '$' | '"' | '\'' => out.extend(['\\', c]),
            // A backslash may not be escaped by another: two of them at the end of a line are a line break.
            '\\' => out.push_str("&#92;"),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '{' => out.push_str("&#123;"),
            '|' => out.push_str("&#124;"),
            '~' => out.push_str("&#126;"),
            '^' => out.push_str("&#94;"),
            '%' if rest.peek() == Some(&'}') => out.push_str("&#37;"),
            '#' | '+' | '=' | ':' if first => out.extend(['\\', c]),
            // `--` is a dash and `...` an ellipsis to kramdown; a `-` at the start is a list or a rule.
            '-' if first || before == Some('-') || rest.peek() == Some(&'-') => out.push_str("\\-"),
            '.' if before == Some('.') || rest.peek() == Some(&'.') => out.push_str("\\."),
            '.' if digits && before.is_some() => out.push_str("\\."),
            c => out.push(c),
        }
        digits &= c.is_ascii_digit();
        before = Some(c);
    }
    out
}

/// TeX → kramdown's math. kramdown passes on what stands between `$$` and `$$` as it is, but looks for tables and
/// Liquid before: pipes and doubled braces are written so that TeX reads the same.
pub(super) fn formula(tex: &str) -> String {
    let mut out = String::with_capacity(tex.len() + 8);
    out.push_str("$$");
    let mut before = ' ';
    let mut rest = tex.trim().chars().peekable();
    while let Some(c) = rest.next() {
        match (before, c) {
            ('\\', '|') => {
                out.pop();
                out.push_str("\\Vert ");
            }
            (_, '|') => out.push_str("\\vert "),
            ('{', '{' | '%') => out.extend([' ', c]),
            ('%', '}') => out.push_str(" }"),
            // A dollar in a formula, as in `\text{$x$}`, would close it together with the next.
            ('$', '$') => out.extend([' ', c]),
            (_, c) => out.push(c),
        }
        // An escaped backslash escapes nothing.
        before = if before == '\\' && c == '\\' { ' ' } else { c };
    }
    if before == '$' {
        out.push(' ');
    }
    out.push_str("$$");
    out
}

/// Text in an HTML comment, where nothing is read but its end and Liquid.
pub(super) fn comment(text: &str) -> String {
    let line = clean::visible(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let line = line.replace('{', "&#123;").replace('<', "&lt;").replace('>', "&gt;").replace("%}", "&#37;}");
    line.replace("--", "- -").replace("--", "- -")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("plain words", "plain words")]
    #[case("a {{ b }} {% c %}", "a &#123;&#123; b }} &#123;% c &#37;}")]
    #[case("p(y|x)", "p(y&#124;x)")]
    #[case("$p(y|x)$", r"$$p(y\vert x)$$")]
    #[case(r"$\|x\|$", r"$$\Vert x\Vert $$")]
    #[case(r"$\mathbf{{x}}_i$", r"$$\mathbf{ {x}}_i$$")]
    #[case("A $35 Firewall", r"A \$35 Firewall")]
    #[case("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;")]
    #[case("1986. A year", r"1986\. A year")]
    #[case("# no heading", r"\# no heading")]
    #[case("- no item", r"\- no item")]
    #[case("a -- b ... c", r"a \-\- b \.\.\. c")]
    #[case("in 1986. A", "in 1986. A")]
    #[case("back\\", "back&#92;")]
    #[case("two\n lines\u{2028}three", "two lines three")]
    #[case(r"$a\\|b$", r"$$a\\\vert b$$")]
    fn escapes(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(markdown(text), expected);
    }

    proptest::proptest! {
        #[test]
        fn nothing_that_liquid_tables_or_html_look_at_gets_through(text in r"[ -~가-힣\n${}%|<\\]{0,80}") {
            let markdown = markdown(&text);
            for danger in ["{{", "{%", "|", "<"] {
                proptest::prop_assert!(!markdown.replace("$$", "").contains(danger) || danger == "<" && markdown.contains("$$"), "{danger} in {markdown}");
            }
        }

        #[test]
        fn a_comment_never_ends_early(text in r"[-!<>{} a-z%]{0,60}") {
            let comment = comment(&text);
            proptest::prop_assert!(!comment.contains("--") && !comment.contains('>') && !comment.contains("{{"));
        }
    }
}
