//! Reads the names of glyphs that are no words of a list but are formed by rules: `uniFB01`, `u1D49E`, `f_f_i`, `one.oldstyle`.
//!
//! `pdf-extract` does not know these, and reads the character that the code has in another encoding: `1tness` for "fitness". The rules
//! are those of the [Adobe Glyph List](https://github.com/adobe-type-tools/agl-specification).

use std::collections::HashMap;

use pdf_extract::{Dictionary, Object};

/// Returns a name without the suffix of a variant.
pub(super) fn without_suffix(name: &[u8]) -> &[u8] {
    match name.iter().position(|byte| *byte == b'.') {
        Some(at) if at > 0 => name.get(..at).unwrap_or(name),
        _ => name,
    }
}

/// Returns the text of the codes of a font whose names are formed by rules.
pub(super) fn texts(font: &Dictionary) -> HashMap<u32, String> {
    let encoding = font.get(b"Encoding").and_then(Object::as_dict);
    let list = encoding.and_then(|encoding| encoding.get(b"Differences")).and_then(Object::as_array);
    let mut code = 0;
    let mut texts = HashMap::new();
    for entry in list.into_iter().flatten() {
        match entry {
            Object::Integer(next) => code = u32::try_from(*next).unwrap_or_default(),
            Object::Name(name) => {
                let text = str::from_utf8(name).ok().and_then(text);
                texts.extend(text.map(|text| (code, text)));
                code += 1;
            }
            _ => {}
        }
    }
    texts
}

/// Returns the text of a name that is formed by rules, and has no suffix.
fn text(name: &str) -> Option<String> {
    let letter = |part: &str| (part.len() == 1).then(|| part.to_owned());
    let parts = name.contains('_');
    name.split('_').map(|part| unicode(part).or_else(|| letter(part).filter(|_| parts))).collect()
}

/// Returns the characters whose numbers a name contains.
fn unicode(name: &str) -> Option<String> {
    const FOUR: usize = 4;
    let character = |digits: &str| char::from_u32(u32::from_str_radix(digits, 16).ok()?);
    let is_number = |digits: &str| digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'F'));
    match name.strip_prefix("uni").filter(|digits| is_number(digits)) {
        Some(digits) if digits.len() % FOUR == 0 && !digits.is_empty() => {
            (0..digits.len()).step_by(FOUR).map(|at| character(digits.get(at..at + FOUR)?)).collect()
        }
        _ => {
            let digits = name.strip_prefix('u').filter(|digits| is_number(digits))?;
            (FOUR..=6).contains(&digits.len()).then(|| character(digits).map(String::from))?
        }
    }
}

#[cfg(test)]
mod tests {
    use pdf_extract::dictionary;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("uniFB01", Some("ﬁ"))]
    #[case("uni00410301", Some("A\u{301}"))]
    #[case("u1D49E", Some("𝒞"))]
    #[case("f_f_i", Some("ffi"))]
    #[case("uni0066_i", Some("fi"))]
    #[case("union", None)]
    #[case("universal", None)]
    #[case("u", None)]
    #[case("a", None)]
    #[case("uniFB0", None)]
    #[case("uniD800", None)]
    #[case("hyphen_minus", None)]
    fn names_are_formed_by_rules(#[case] name: &str, #[case] expected: Option<&str>) {
        assert_eq!(text(name).as_deref(), expected, "{name}");
    }

    #[test]
    fn a_glyph_is_read_by_its_name_whatever_its_code() {
        let names = ["uniFB01", "A", "f_f"].map(|name| Object::Name(name.into()));
        let list = [&[Object::Integer(49)], &names[..]].concat();
        let font = dictionary! { "Encoding" => dictionary! { "Differences" => list } };
        let texts = texts(&font);
        assert_eq!(
            [49, 50, 51].map(|code| texts.get(&code).map(String::as_str)),
            [Some("ﬁ"), None, Some("ff")]
        );
    }

    #[test]
    fn a_suffix_is_no_part_of_a_name() {
        assert_eq!(without_suffix(b"one.oldstyle"), b"one");
        assert_eq!(without_suffix(b".notdef"), b".notdef");
    }
}
