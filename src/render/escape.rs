//! Text with `$TeX$` → one line of Markdown that kramdown shows as that text, on Jekyll 3 and 4, whatever the text.
//!
//! The line may stand anywhere in a template: at the start of a line, in a heading, in `[…](…)`, between `**`. So the
//! first and the last character are escaped for more than the others. Liquid sees neither `{{` nor `{%`: every brace of
//! the text is an entity. Only escapes that both kramdown and `CommonMark` know are used.

use super::{clean, tex};
use papers_paper::text::math::{Piece, pieces};

/// One line of text in which `$…$` is math: math becomes kramdown's `$$…$$`, every other dollar stays a dollar.
pub fn line(text: &str) -> String {
    line_with(text, tex::kramdown)
}

/// The same with another way to write a formula; `None` for one that is empty.
pub(super) fn line_with(text: &str, math: fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let parts: Vec<Piece<'_>> = pieces(text).into_iter().collect();
    let last = parts.len().saturating_sub(1);
    for (index, piece) in parts.into_iter().enumerate() {
        match piece {
            Piece::Text(text) => push_text(&mut out, text, index == last),
            Piece::Math(tex) | Piece::Display(tex) => out.push_str(&math(tex).unwrap_or_default()),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// One line of text without math: names, categories, places.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_text(&mut out, text, true);
    out
}

/// Appends escaped text; `last` says that the value ends with it.
fn push_text(out: &mut String, text: &str, last: bool) {
    let text = clean::one_line(text);
    let text = tex::inert(&text);
    let mut text = if out.is_empty() { text.trim_start() } else { &text };
    if last {
        text = text.trim_end();
    }
    if out.is_empty() {
        text = push_number(out, text);
    }
    let mut before = '\0';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let place = Place { first: out.is_empty(), before, after: chars.peek().copied(), last };
        before = c;
        push_char(out, c, place);
    }
}

/// Copies a number that would open a list (`1986. A year`) with its dot escaped; gives what follows it.
fn push_number<'a>(out: &mut String, text: &'a str) -> &'a str {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let Some((number, rest)) = text.split_at_checked(digits) else { return text };
    let Some(mark) = rest.chars().next().filter(|c| matches!(c, '.' | ')')) else { return text };
    let after = rest.get(1..).unwrap_or_default();
    if number.is_empty() || !(after.is_empty() || after.starts_with(' ')) {
        return text;
    }
    out.push_str(number);
    out.push('\\');
    out.push(mark);
    after
}

/// Where a character stands.
#[derive(Clone, Copy)]
struct Place {
    /// It begins the value.
    first: bool,
    /// The character before it in this text.
    before: char,
    /// The character after it in this text.
    after: Option<char>,
    /// The text ends the value.
    last: bool,
}

impl Place {
    /// It ends the value.
    const fn ends(self) -> bool {
        self.last && self.after.is_none()
    }

    /// It stands next to its like.
    fn repeats(self, c: char) -> bool {
        self.before == c || self.after == Some(c)
    }

    /// An entity could begin with the `&` that stands here.
    fn begins_entity(self) -> bool {
        self.after.map_or(self.last, |c| c.is_alphanumeric() || matches!(c, '#' | '_' | ':'))
    }
}

fn push_char(out: &mut String, c: char, place: Place) {
    match c {
        '{' => out.push_str("&#123;"),
        '|' => out.push_str("&#124;"),
        '~' => out.push_str("&#126;"),
        '`' => out.push_str("&#96;"), // in a table kramdown pairs those of different rows, escaped or not
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '&' if place.begins_entity() => out.push_str("&amp;"),
        '\\' if place.ends() => out.push_str("&#92;"), // `\\` at the end of a line is a line break
        '$' if place.first => out.push_str("&#36;"),   // `\$$…` at the start is a block of math
        '%' if place.first => out.push_str("&#37;"),
        '^' if place.first || place.ends() => out.push_str("&#94;"), // alone, also behind a formula, it ends a block
        ']' if place.after.map_or(place.last, |c| c == ':') => out.push_str("&#93;"), // `[…\]: x` defines a link
        '\\' | '*' | '_' | '[' | ']' | '$' | '"' | '\'' => escaped(out, c),
        '+' | '=' | ':' if place.first => escaped(out, c),
        '-' | '#' if place.first || place.repeats(c) => escaped(out, c),
        '.' if place.repeats(c) => escaped(out, c),
        '#' | '!' if place.ends() => escaped(out, c), // a closing `#` of a heading; `!` before a link
        _ => out.push(c),
    }
}

fn escaped(out: &mut String, c: char) {
    out.push('\\');
    out.push(c);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Ming-UniVision: Joint Image Understanding", "Ming-UniVision: Joint Image Understanding")]
    #[case("D^3QE: Learning", "D^3QE: Learning")]
    #[case("A $35 Firewall", r"A \$35 Firewall")]
    #[case("$100 a day", "&#36;100 a day")]
    #[case(r"[De|Re]constructing", r"\[De&#124;Re\]constructing")]
    #[case("{{ x }} {% raw %}", "&#123;&#123; x }} &#123;% raw %}")]
    #[case("% of", "&#37; of")]
    #[case("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;")]
    #[case("a * b * c _d_ `e`", r"a \* b \* c \_d\_ &#96;e&#96;")]
    #[case("AT&T, &lt; A & B", "AT&amp;T, &amp;lt; A & B")]
    #[case("1986. A great year", r"1986\. A great year")]
    #[case("3) third", r"3\) third")]
    #[case("3.5 percent", "3.5 percent")]
    #[case("2.", r"2\.")]
    #[case(": x", r"\: x")]
    #[case("- x - y -- z", r"\- x - y \-\- z")]
    #[case("+ x", r"\+ x")]
    #[case("# C#", r"\# C\#")]
    #[case("## C##", r"\#\# C\#\#")]
    #[case("wait... what..", r"wait\.\.\. what\.\.")]
    #[case("Really!", r"Really\!")]
    #[case(r"a \alpha \", r"a \\alpha &#92;")]
    #[case("don't \"quote\"", r#"don\'t \"quote\""#)]
    #[case("~~~ a ~~b~~", "&#126;&#126;&#126; a &#126;&#126;b&#126;&#126;")]
    #[case("^", "&#94;")]
    #[case("{: .cls} {#id}", "&#123;: .cls} &#123;#id}")]
    #[case("*[X]: y", r"\*\[X&#93;: y")]
    #[case("[x]", r"\[x&#93;")]
    #[case("  a \n b  ", "a b")]
    #[case("“따옴표”는", "“따옴표”는")]
    #[case("", "")]
    fn escapes(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(plain(text), expected);
    }

    #[rstest]
    #[case("$x_1$ and p(y|x)", "$$x_1$$ and p(y&#124;x)")]
    #[case("the $x|y$.", r"the $$x\vert y$$.")]
    #[case("a $35 thing", r"a \$35 thing")]
    fn writes_math_as_kramdown_does(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(line(text), expected);
    }

    proptest! {
        #[test]
        fn no_text_triggers_liquid_a_table_or_a_tag(text in r"([a-zA가0-9 \n]|[[:punct:]]){0,60}") {
            for out in [plain(&text), line(&text)] {
                prop_assert!(!out.contains("{{") && !out.contains("{%"), "{out}");
                prop_assert!(!out.replace("\\|", "").contains('|'), "{out}");
                prop_assert!(!out.contains('\n') && out.trim() == out, "{out:?}");
            }
            let unsafe_left = plain(&text).contains(['<', '{', '>', '~']);
            prop_assert!(!unsafe_left, "a character is left bare");
        }
    }
}
