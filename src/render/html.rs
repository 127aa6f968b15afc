//! Renders text with `$TeX$` as one line of HTML for an element or a quoted attribute. Formulas are shown as their source,
//! because mail programs and feed readers run no scripts.

use super::autolink::{Part, parts};
use super::{clean, tex};
use papers_paper::text::math::{Piece, pieces};

/// Renders one line of text in which `$…$` is math.
pub(super) fn line(text: &str) -> String {
    write(text, |text| vec![Part::Text(text)])
}

/// Like [`line`], with URLs as links.
pub(super) fn prose(text: &str) -> String {
    write(text, parts)
}

fn write(text: &str, parts: fn(&str) -> Vec<Part<'_>>) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => parts(text).into_iter().for_each(|part| push_part(&mut out, &part)),
            Piece::Math(tex) | Piece::Display(tex) if tex.trim().is_empty() => {}
            Piece::Math(tex) | Piece::Display(tex) => {
                out.push_str("<code>");
                push(&mut out, clean::one_line(tex).trim());
                out.push_str("</code>");
            }
        }
    }
    out.trim().to_owned()
}

fn push_part(out: &mut String, part: &Part<'_>) {
    match part {
        Part::Text(text) => push(out, &clean::one_line(text)),
        Part::Url(address) => {
            out.push_str("<a href=\"");
            push(out, address);
            out.push_str("\">");
            push(out, address);
            out.push_str("</a>");
        }
    }
}

/// Renders one line of text without math.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push(&mut out, clean::one_line(text).trim());
    out
}

fn push(out: &mut String, text: &str) {
    for c in tex::inert(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text_and_math_is_shown_as_its_source() {
        assert_eq!(line(" a <b>\n& \"c\" $x<y$ d "), "a &lt;b&gt; &amp; &quot;c&quot; <code>x&lt;y</code> d");
        assert_eq!(line("a $35 thing at https://a.org"), "a $35 thing at https://a.org");
        assert_eq!(
            prose("at https://a.org/?a&b."),
            "at <a href=\"https://a.org/?a&amp;b\">https://a.org/?a&amp;b</a>."
        );
        assert_eq!(plain("$x$ 'n'"), "$x$ &#39;n&#39;");
    }
}
