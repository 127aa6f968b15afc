//! Converts one line of Markdown into the text with `$TeX$` that readers see, in the form that `escape` accepts: a dollar sign stays
//! `\$`. Emphasis and tags are kept literally, and so shown.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use papers_paper::text::pattern;

/// A backslash before punctuation, an entity, or a formula in the notation of kramdown, of CommonMark or with plain dollars.
static ESCAPE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\$\$(?P<math>.+?)\$\$|\\\\\((?P<escaped>.+?)\\\\\)|\\(?P<char>[[:punct:]])|&#(?P<code>\d{1,7});|&(?P<name>amp|lt|gt|quot);|<span>\\(?P<apart>\$)</span>",
    )
});

/// A dollar that does not begin a formula.
const DOLLAR: &str = "\\$";

/// Returns the text of one line of Markdown.
pub fn text(markdown: &str) -> String {
    ESCAPE.replace_all(markdown, |found: &Captures<'_>| replacement(found)).into_owned()
}

fn replacement(found: &Captures<'_>) -> String {
    let group = |name| found.name(name).map(|part| part.as_str());
    if let Some(tex) = group("math") {
        return format!("${tex}$");
    }
    if let Some(tex) = group("escaped") {
        return format!("${}$", text(tex));
    }
    if let Some(c) = group("char").or_else(|| group("apart")) {
        return if c == "$" { DOLLAR.to_owned() } else { c.to_owned() };
    }
    let code = group("code").and_then(|code| char::from_u32(code.parse().ok()?));
    match (code, group("name")) {
        (Some('$'), _) => DOLLAR.to_owned(),
        (Some(c), _) => c.to_string(),
        (_, Some("amp")) => "&".to_owned(),
        (_, Some("lt")) => "<".to_owned(),
        (_, Some("gt")) => ">".to_owned(),
        (_, Some("quot")) => "\"".to_owned(),
        _ => found.get(0).map_or("", |whole| whole.as_str()).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;
    use crate::render::escape;

    #[rstest]
    #[case(r"A \$35 thing & a\_b &#124; &lt;b&gt; &amp;amp;", r"A \$35 thing & a_b | <b> &amp;")]
    #[case(r"the $$x\vert y$$ of", r"the $x\vert y$ of")]
    #[case(r"the \\(x\_1\\) of", "the $x_1$ of")]
    #[case(r"<span>\$</span>5 to <span>\$</span>6 <b>", r"\$5 to \$6 <b>")]
    #[case("*theirs* &nbsp; &#9999999;", "*theirs* &nbsp; &#9999999;")]
    fn reads(#[case] markdown: &str, #[case] expected: &str) {
        assert_eq!(text(markdown), expected);
    }

    proptest! {
        #[test]
        fn unescaping_reverses_escaping(given in r"([a-zA가0-9 ]|[[:punct:]--$]){0,60}") {
            let clean = crate::render::clean::one_line(&given);
            prop_assert_eq!(text(&escape::KRAMDOWN.line(&given)).replace('∖', "\\"), clean.trim());
        }
    }
}
