//! Finds the standard font whose widths stand for those that a font does not have.
//!
//! A font may leave out its widths if it is one of the fourteen that every viewer has. Programs also do so for the fonts of Windows
//! that look like them, such as `ArialMT` or `TimesNewRoman,Bold`.

use pdf_extract::{Dictionary, Document, Object};

/// Flags of a font's descriptor (PDF 32000-1, table 123).
const FIXED: i64 = 1;
const SERIF: i64 = 1 << 1;
const ITALIC: i64 = 1 << 6;
const FORCE_BOLD: i64 = 1 << 18;

/// Returns the name of the standard font that is the same as a font or most like it, by its name and the flags of its descriptor.
pub(super) fn like(document: &Document, name: &[u8], descriptor: Option<&Dictionary>) -> &'static str {
    let name = String::from_utf8_lossy(name).to_lowercase();
    let name = name.split_once('+').map_or(&*name, |(_, own)| own);
    let holds = |marks: &[&str]| marks.iter().any(|mark| name.contains(mark));
    let flags = descriptor.and_then(|own| own.get_deref(b"Flags", document).and_then(Object::as_i64).ok());
    let has = |flag: i64| flags.is_some_and(|flags| flags & flag != 0);
    let bold = holds(&["bold", "black", "heavy", "demi"]) || has(FORCE_BOLD);
    let slanted = holds(&["italic", "oblique", "slant"]) || has(ITALIC);
    let style = usize::from(bold) + 2 * usize::from(slanted);
    let family = match () {
        () if name.starts_with("symbol") => return "Symbol",
        () if holds(&["dingbats"]) => return "ZapfDingbats",
        () if holds(&["courier", "mono", "consol", "typewriter"]) => COURIER,
        () if holds(&["arial", "helvetica", "sans", "verdana", "tahoma", "calibri"]) => HELVETICA,
        () if holds(&["times", "roman", "serif", "garamond", "georgia", "palatino", "book"]) => TIMES,
        () if has(FIXED) => COURIER,
        () if has(SERIF) => TIMES,
        () => HELVETICA,
    };
    let [plain, bold, slanted, both] = family;
    [plain, bold, slanted, both].get(style).copied().unwrap_or(plain)
}

/// The faces of the standard families: plain, bold, slanted and both.
const COURIER: [&str; 4] = ["Courier", "Courier-Bold", "Courier-Oblique", "Courier-BoldOblique"];
const HELVETICA: [&str; 4] = ["Helvetica", "Helvetica-Bold", "Helvetica-Oblique", "Helvetica-BoldOblique"];
const TIMES: [&str; 4] = ["Times-Roman", "Times-Bold", "Times-Italic", "Times-BoldItalic"];

#[cfg(test)]
mod tests {
    use pdf_extract::dictionary;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Times-BoldItalic", 0, "Times-BoldItalic")]
    #[case("TimesNewRoman", 0, "Times-Roman")]
    #[case("ABCDEF+TimesNewRomanPS-BoldMT", 0, "Times-Bold")]
    #[case("TimesNewRoman,BoldItalic", 0, "Times-BoldItalic")]
    #[case("ArialMT", 0, "Helvetica")]
    #[case("Arial,Italic", 0, "Helvetica-Oblique")]
    #[case("Arial-BoldMT", 0, "Helvetica-Bold")]
    #[case("CourierNewPS-BoldItalicMT", 0, "Courier-BoldOblique")]
    #[case("SymbolMT", 0, "Symbol")]
    #[case("ZapfDingbatsITC", 0, "ZapfDingbats")]
    #[case("F17", FIXED, "Courier")]
    #[case("F17", SERIF | ITALIC, "Times-Italic")]
    #[case("F17", 0, "Helvetica")]
    fn a_font_is_like_the_standard_font_of_its_name_or_flags(
        #[case] name: &str,
        #[case] flags: i64,
        #[case] expected: &str,
    ) {
        let descriptor = dictionary! {"Flags" => flags};
        assert_eq!(like(&Document::new(), name.as_bytes(), Some(&descriptor)), expected);
    }
}
