//! Text from anywhere → one line of characters that may stand in a post.
//!
//! White space becomes single spaces; control characters, byte-order marks, noncharacters and the marks that turn the
//! direction of whole passages are taken out, because they break YAML, HTML or the line they stand in.

use papers_paper::text::invisible::overrides;

/// The text on one line. A space at either end stays one space, so that pieces of a line can be joined.
pub(super) fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_space(c) {
            if !out.ends_with(' ') {
                out.push(' ');
            }
        } else if !is_odd(c) {
            out.push(c);
        }
    }
    out
}

/// White space that may be collapsed; no-break and ideographic spaces are part of the text.
const fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// True for what no text needs: controls, byte-order mark, noncharacters, embeddings and overrides of direction, and tags,
/// with which a text that nobody sees can be written.
pub(super) const fn is_odd(c: char) -> bool {
    matches!(
        c,
        '\0'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{feff}'
            | '\u{fdd0}'..='\u{fdef}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    ) || overrides(c)
        || (c as u32) & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_lines_and_drops_what_no_text_needs() {
        assert_eq!(
            one_line("A  Unified\n  Tokenizer\u{feff}\u{0}\u{202e} x\u{ffff}\u{e0041}\u{e007f}"),
            "A Unified Tokenizer x"
        );
    }

    #[test]
    fn keeps_joiners_and_wide_spaces() {
        let text = "👩\u{200d}🔬 東京\u{3000}大学 10\u{a0}km";
        assert_eq!(one_line(text), text);
    }
}
