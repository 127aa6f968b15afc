//! Escapes text with `$TeX$` as one line of Markdown that shows exactly this text.
//!
//! The line can be used anywhere in a template: at the start of a line, in a heading, in `[…](…)`, between `**`. So the first and
//! last characters need more escapes than the others. Liquid finds neither `{{` nor `{%`, because braces become entities. Only
//! escapes that both kramdown and `CommonMark` know are used, and common characters are escaped only if necessary, because people
//! edit these lines. Quotes that kramdown curls correctly are not escaped.

use std::sync::LazyLock;

use regex::Regex;

use super::autolink::{Part, parts};
use super::{clean, tex};
use papers_paper::text::math::{Piece, pieces};
use papers_paper::text::pattern;

/// The properties of a Markdown engine on which the escapes depend.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dialect {
    /// Writes a formula; `None` if it is empty.
    math: fn(&str) -> Option<String>,
    /// True for CommonMark with GitHub's extensions: one tilde strikes text through, and `3)` begins a list.
    commonmark: bool,
    /// True if HTML in a post reaches the page. Hugo omits it by default.
    html: bool,
    /// True if dollar signs are elements of their own. Many themes take every `$…$` for a formula, two amounts of money too, but
    /// MathJax and KaTeX look for both signs in one element.
    apart: bool,
}

/// Jekyll's engine.
pub(super) const KRAMDOWN: Dialect =
    Dialect { math: tex::kramdown, commonmark: false, html: true, apart: false };
/// Goldmark and pulldown-cmark.
pub(super) const COMMONMARK: Dialect =
    Dialect { math: tex::commonmark, commonmark: true, html: false, apart: false };
/// Markdown as GitHub shows it.
pub(super) const GITHUB: Dialect = Dialect { math: github_math, commonmark: true, html: true, apart: false };

/// Writes a formula for GitHub; one that it would not recognize becomes text.
fn github_math(tex: &str) -> Option<String> {
    tex::github(tex).or_else(|| Some(GITHUB.plain(&format!("${}$", tex::inner(tex)?))))
}

impl Dialect {
    /// Escapes one line of text in which `$…$` is math. Any other dollar is escaped.
    pub(super) fn line(self, text: &str) -> String {
        let pieces = pieces(text);
        let signs = pieces.iter().map(|piece| match piece {
            Piece::Text(text) => text.matches('$').count(),
            Piece::Math(_) | Piece::Display(_) => usize::from(self.commonmark),
        });
        let apart = self.html && signs.sum::<usize>() > 1;
        Self { apart, ..self }.write(pieces, |text| vec![Part::Text(text)])
    }

    /// Like [`line`](Self::line), with URLs as links, for a sentence of a paragraph that may have other dollar signs.
    pub(super) fn prose(self, text: &str) -> String {
        Self { apart: self.html, ..self }.write(pieces(text), parts)
    }

    fn write(self, pieces: Vec<Piece<'_>>, parts: fn(&str) -> Vec<Part<'_>>) -> String {
        let mut out = String::new();
        let last = pieces.len().saturating_sub(1);
        let mut pieces = pieces.into_iter().enumerate().peekable();
        while let Some((index, piece)) = pieces.next() {
            match piece {
                Piece::Text(text) => self.push_parts(&mut out, &parts(text), index == last),
                Piece::Math(tex) | Piece::Display(tex) => {
                    let next = pieces.peek_mut().map(|(_, next)| next);
                    let number = next.map_or("", |next| self.number_of(next));
                    out.push_str(&(self.math)(&format!("{tex}{number}")).unwrap_or_default());
                }
            }
        }
        out.truncate(out.trim_end().len());
        out
    }

    /// Takes the number at the beginning of a text behind a formula: where formulas are `$…$`, none ends before a digit, as in
    /// `2.4$\pm$0.1`.
    fn number_of<'a>(self, next: &mut Piece<'a>) -> &'a str {
        let Piece::Text(text) = next else { return "" };
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let number = text.get(..end).unwrap_or_default().trim_end_matches('.');
        let begins = number.starts_with(|c: char| c.is_ascii_digit());
        if !(self.commonmark && self.html && begins) {
            return "";
        }
        *text = text.get(number.len()..).unwrap_or_default();
        number
    }

    fn push_parts(self, out: &mut String, parts: &[Part<'_>], last: bool) {
        for (index, part) in parts.iter().enumerate() {
            match part {
                Part::Text(text) => self.push_text(out, text, last && index + 1 == parts.len()),
                Part::Url(address) => out.extend(["<", address, ">"]),
            }
        }
    }

    /// Escapes one line of text without math: names, categories, places.
    pub(super) fn plain(self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        self.push_text(&mut out, text, true);
        out
    }

    /// Appends escaped text. `last` is true if the value ends with it.
    fn push_text(self, out: &mut String, text: &str, last: bool) {
        let text = clean::one_line(text);
        let text = tex::inert(&text);
        let mut text = if out.is_empty() { text.trim_start() } else { &text };
        if last {
            text = text.trim_end();
        }
        if out.is_empty() {
            text = self.push_number(out, text);
        }
        let pairs = Pairs {
            quotes: quotes_pair(text),
            codes: self.commonmark && has_codes(text),
            carets: self.commonmark && (!self.html || has_carets(text)),
            marks: self.commonmark && has_marks(text, last),
        };
        let (mut before, mut run) = ('\0', 0);
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            let bare = if c == before { run } else { 0 };
            let first = out.is_empty();
            let place = Place { first, before, bare, after: chars.peek().copied(), last, pairs };
            let start = out.len();
            self.push_char(out, c, place);
            run = if out.len() - start == c.len_utf8() { bare + 1 } else { 0 };
            before = c;
        }
    }

    /// Copies a number that would begin a list (`1986. A year`) with its marker escaped, and returns the rest.
    fn push_number<'a>(self, out: &mut String, text: &'a str) -> &'a str {
        let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let Some((number, rest)) = text.split_at_checked(digits) else { return text };
        let opens = |c: &char| *c == '.' || (*c == ')' && self.commonmark);
        let Some(mark) = rest.chars().next().filter(opens) else { return text };
        let after = rest.get(1..).unwrap_or_default();
        if number.is_empty() || !(after.is_empty() || after.starts_with(' ')) {
            return text;
        }
        out.push_str(number);
        escaped(out, mark);
        after
    }

    fn push_char(self, out: &mut String, c: char, place: Place) {
        match c {
            '~' if !self.commonmark && place.bare == 0 => out.push(c),
            '{' | '|' | '~' | '`' | '<' | '>' => entity(out, c),
            '&' if place.begins_entity() => entity(out, c),
            '\\' if place.ends() => entity(out, c), // `\\` at the end of a line is a line break
            '$' if self.apart => out.push_str(DOLLAR),
            '$' | '%' if place.first => entity(out, c), // `\$$…` at the start is a block of math
            ':' if place.pairs.codes && place.after.is_some_and(is_of_code) => entity(out, c),
            '^' if place.pairs.carets && place.begins() => escaped(out, c), // a pair of them raises text
            '=' | '+' if place.pairs.marks && place.bare >= 1 => escaped(out, c), // `==a==`, `++a++`
            '%' if self.commonmark && place.bare >= 1 => entity(out, c),    // Obsidian hides `%%a%%`
            '^' if place.first || place.ends() => entity(out, c), // alone, also behind a formula, it ends a block
            '[' | ']' if self.commonmark => entity(out, c), // Hugo's passthrough extension takes `\[` for a formula
            ']' if place.after.map_or(place.last, |c| c == ':') => entity(out, c), // `[…\]: x` defines a link
            '"' if place.pairs.quotes => out.push(c),
            '\'' if place.is_apostrophe() => out.push(c),
            '\\' | '*' | '_' | '[' | ']' | '$' | '"' | '\'' => escaped(out, c),
            ':' | '@' if self.commonmark && place.after.is_some_and(|after| c == '@' || after == '/') => {
                entity(out, c);
            }
            '.' if self.commonmark && out.ends_with("www") => entity(out, c), // what looks like an address becomes a link
            '=' | ':' | '#' if place.first => escaped(out, c),
            '+' | '-' if place.first && place.after.is_none_or(|after| after == ' ' || after == c) => {
                escaped(out, c);
            }
            '-' if place.bare >= 1 => escaped(out, c), // `--` is a dash
            '.' if place.bare >= 2 || (place.bare == 1 && place.ends()) => escaped(out, c), // `...` is an ellipsis
            '#' if place.repeats(c) => escaped(out, c),
            '#' | '!' if place.ends() => escaped(out, c), // a closing `#` of a heading; `!` before a link
            _ => out.push(c),
        }
    }
}

/// A dollar sign that is an element of its own, as GitHub recommends it. Pandoc would read `$</span>5 to <span>$` as a formula.
const DOLLAR: &str = r"<span>\$</span>";

/// Returns true if the double quotes of a text alternately open before a word and close after one. kramdown and Goldmark curl such
/// quotes correctly, but not others.
fn quotes_pair(text: &str) -> bool {
    let (mut open, mut before) = (false, ' ');
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '"' {
            let after = chars.peek().copied().unwrap_or(' ');
            let opens = matches!(before, ' ' | '(') && after.is_alphanumeric();
            let closes = (before.is_alphanumeric() || matches!(before, '.' | ',' | '?'))
                && matches!(after, ' ' | '.' | ',' | ';' | ':' | '?' | ')');
            if !(if open { closes } else { opens }) {
                return false;
            }
            open = !open;
        }
        before = c;
    }
    !open
}

/// Returns true for a text with the code of an emoji, such as `:tada:`.
fn has_codes(text: &str) -> bool {
    /// The codes without a letter.
    const NUMBERS: [&str; 2] = ["100", "1234"];
    let Some((_, rest)) = text.split_once(':') else { return false };
    let Some((inner, _)) = rest.rsplit_once(':') else { return false };
    let is_named = |part: &str| part.contains(|c: char| c.is_ascii_alphabetic()) || NUMBERS.contains(&part);
    inner.split(':').any(|part| part.chars().all(is_of_code) && is_named(part))
}

/// Returns true for a text with two carets in a word, between which pandoc raises text. Hugo's extension does so across words.
fn has_carets(text: &str) -> bool {
    text.split(' ').any(|word| word.matches('^').nth(1).is_some())
}

/// Returns true for a text in which `==` or `++` could begin marked text, or its end could, before what follows.
fn has_marks(text: &str, last: bool) -> bool {
    MARKS.is_match(text) || (!last && (text.ends_with("==") || text.ends_with("++")))
}

/// Signs before a word, or before any other sign if they do not follow one.
static MARKS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:==+|\+\++)[^\s[:punct:]]|(?:^|[^\w=+])(?:==+|\+\++)[^\s=+]"));

/// Returns true for a character that the code of an emoji may have.
const fn is_of_code(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '+' | '-')
}

/// The context of a character.
#[derive(Clone, Copy)]
struct Place {
    /// True if it begins the value.
    first: bool,
    /// The character before it in this text.
    before: char,
    /// The number of equal unescaped characters directly before it.
    bare: usize,
    /// The character after it in this text.
    after: Option<char>,
    /// True if the text ends the value.
    last: bool,
    /// The pairs of the text.
    pairs: Pairs,
}

/// Signs that an engine reads in pairs.
#[derive(Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is a kind of sign that the text has or not")]
struct Pairs {
    /// True if the double quotes of the text are paired, so that they are curled correctly.
    quotes: bool,
    /// True if parts of the text could be taken for the codes of emoji.
    codes: bool,
    /// True if the text between two carets could be raised.
    carets: bool,
    /// True if `==` or `++` could begin marked text.
    marks: bool,
}

impl Place {
    /// Returns true if it ends the value.
    const fn ends(self) -> bool {
        self.last && self.after.is_none()
    }

    /// Returns true if it is followed by something other than a space.
    fn begins(self) -> bool {
        self.after.map_or(!self.last, |after| !after.is_whitespace())
    }

    /// Returns true if it is next to an equal character.
    fn repeats(self, c: char) -> bool {
        self.before == c || self.after == Some(c)
    }

    /// Returns true if it is inside a word, as in `don't`.
    fn is_apostrophe(self) -> bool {
        self.before.is_alphanumeric() && self.after.is_some_and(char::is_alphanumeric)
    }

    /// Returns true if an entity could begin with this `&`.
    fn begins_entity(self) -> bool {
        self.after.map_or(self.last, |c| c.is_alphanumeric() || matches!(c, '#' | '_' | ':'))
    }
}

/// Writes a character in a form that has no other meaning in any context. In a table, kramdown pairs backticks of different rows, even
/// if they are escaped.
fn entity(out: &mut String, c: char) {
    match c {
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '&' => out.push_str("&amp;"),
        _ => {
            out.push_str(&format!("&#{};", u32::from(c)));
        }
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
    #[case("3) third", "3) third")]
    #[case("3.5 percent", "3.5 percent")]
    #[case("2.", r"2\.")]
    #[case(": x", r"\: x")]
    #[case("- x - y -- z --- w", r"\- x - y -\- z -\-- w")]
    #[case("-x and --y", "-x and -\\-y")]
    #[case("--x", r"\--x")]
    #[case("+ x", r"\+ x")]
    #[case("+x", "+x")]
    #[case("# C#", r"\# C\#")]
    #[case("## C##", r"\#\# C\#\#")]
    #[case("wait... what.. so.....", r"wait..\. what.. so..\..\.")]
    #[case("Really!", r"Really\!")]
    #[case(r"a \alpha \", r"a \\alpha &#92;")]
    #[case("don't \"quote\", ask", "don't \"quote\", ask")]
    #[case("'tis the users' 5\" and \"*\"", r#"\'tis the users\' 5\" and \"\*\""#)]
    #[case("\"따옴표\" (\"b\")", "\"따옴표\" (\"b\")")]
    #[case("33~50% ~~~ a ~~b~~", "33~50% ~&#126;~ a ~&#126;b~&#126;")]
    #[case("^", "&#94;")]
    #[case("{: .cls} {#id}", "&#123;: .cls} &#123;#id}")]
    #[case("*[X]: y", r"\*\[X&#93;: y")]
    #[case("[x]", r"\[x&#93;")]
    #[case("  a \n b  ", "a b")]
    #[case("“따옴표”는", "“따옴표”는")]
    #[case("", "")]
    fn escapes(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(KRAMDOWN.plain(text), expected);
    }

    #[rstest]
    #[case("$x_1$ and p(y|x)", "$$x_1$$ and p(y&#124;x)")]
    #[case("the $x|y$.", r"the $$x\vert y$$.")]
    #[case("a $35 thing", r"a \$35 thing")]
    fn writes_math_as_kramdown_does(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(KRAMDOWN.line(text), expected);
    }

    #[test]
    fn two_amounts_of_money_are_no_formula_on_any_theme() {
        let amounts = "from $5 to $10 a day";
        let apart = r"from <span>\$</span>5 to <span>\$</span>10 a day";
        for dialect in [KRAMDOWN, GITHUB] {
            assert_eq!(dialect.line(amounts), apart);
            assert_eq!(dialect.prose("for $5"), r"for <span>\$</span>5");
            assert_eq!(dialect.line("for $5"), r"for \$5");
        }
        assert_eq!(GITHUB.line("$5 for $x_1$"), r"<span>\$</span>5 for $x_1$");
        assert_eq!(COMMONMARK.prose(amounts), r"from \$5 to \$10 a day");
    }

    #[test]
    fn a_formula_that_github_does_not_recognize_is_text() {
        assert_eq!(GITHUB.line("$a{b$"), r"&#36;a&#123;b\$");
    }

    #[rstest]
    #[case("33~50% 10~20%", "33&#126;50% 10&#126;20%")]
    #[case("3) third", r"3\) third")]
    #[case("[De|Re]con", "&#91;De&#124;Re&#93;con")]
    #[case("x@a.org https://a.org www.a.org 3:2", "x&#64;a.org https&#58;//a.org www&#46;a.org 3:2")]
    fn escapes_more_for_github_and_hugo(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(GITHUB.plain(text), expected);
        assert_eq!(COMMONMARK.plain(text), expected);
    }

    #[rstest]
    #[case("x: a :tada: b", "x: a &#58;tada: b", "x: a &#58;tada: b")]
    #[case("at 10:30:45", "at 10:30:45", "at 10:30:45")]
    #[case("a: b c: 10:30", "a: b c: 10:30", "a: b c: 10:30")]
    #[case("O(N^o(2^D)) and x^2", r"O(N\^o(2\^D)) and x\^2", r"O(N\^o(2\^D)) and x\^2")]
    #[case("G^2RPO and G^2RPO", "G^2RPO and G^2RPO", r"G\^2RPO and G\^2RPO")]
    #[case("D^3QE ^ x^", r"D^3QE ^ x&#94;", r"D\^3QE ^ x&#94;")]
    #[case("x==1, ==y==", r"x=\=1, =\=y=\=", r"x=\=1, =\=y=\=")]
    #[case("C++11 to C++20", r"C+\+11 to C+\+20", r"C+\+11 to C+\+20")]
    #[case("a == b in C++, a C++$x$", r"a =\= b in C+\+, a C+\+$x$", r"a =\= b in C+\+, a C+\+\\(x\\)")]
    #[case("5%% b%%", "5%&#37; b%&#37;", "5%&#37; b%&#37;")]
    #[case(r"2.4$\pm$0.1. So", r"2.4$\pm0.1$. So", r"2.4\\(\\pm\\)0.1. So")]
    fn writes_nothing_that_an_extension_reads(#[case] text: &str, #[case] github: &str, #[case] hugo: &str) {
        assert_eq!(GITHUB.line(text), github);
        assert_eq!(COMMONMARK.line(text), hugo);
    }

    #[rstest]
    #[case(
        "Code: https://a.org/b_c, or $x$ https://b.org.",
        "Code: <https://a.org/b_c>, or $$x$$ <https://b.org>."
    )]
    #[case("https://a.org", "<https://a.org>")]
    fn addresses_in_prose_are_links(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(KRAMDOWN.prose(text), expected);
    }

    proptest! {
        #[test]
        fn no_text_triggers_liquid_a_table_or_a_tag(text in r"([a-zA가0-9 \n]|[[:punct:]]){0,60}") {
            for out in [KRAMDOWN.plain(&text), KRAMDOWN.line(&text)] {
                prop_assert!(!out.contains("{{") && !out.contains("{%"), "{out}");
                prop_assert!(!out.replace("\\|", "").contains('|'), "{out}");
                prop_assert!(!out.contains('\n') && out.trim() == out, "{out:?}");
            }
            let out = KRAMDOWN.plain(&text);
            prop_assert!(!out.contains(['<', '{', '>']), "{out}");
            let bare = out.replace("\\-", " ").replace("\\.", " ");
            prop_assert!(!["~~", "--", "..."].iter().any(|run| bare.contains(run)), "{out}");
            prop_assert!(!GITHUB.plain(&text).contains('~'));
        }
    }
}
