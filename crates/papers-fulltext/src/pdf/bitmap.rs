//! Prepares Type 3 fonts with bitmap glyphs, which TeX's drivers produced for years: scales their widths and sizes like those of
//! other fonts, and names glyphs that have only a code.
//!
//! The glyph space of such a font is in pixels, and its size is one. `pdf-extract` assumes thousandths of the size and would return
//! letters that are too small to be visible.

use std::collections::HashMap;

use pdf_extract::{Dictionary, Document, Object};

/// The key of the number by which the size of such a font is multiplied.
pub(super) const SCALE: &[u8] = b"Scale";
/// The widths of letters in TeX's text font, in thousandths of its size.
const LETTERS: [(u8, f32); 14] = [
    (b'a', 500.0),
    (b'c', 444.0),
    (b'd', 556.0),
    (b'e', 444.0),
    (b'i', 278.0),
    (b'm', 833.0),
    (b'n', 556.0),
    (b'o', 500.0),
    (b'r', 392.0),
    (b's', 394.0),
    (b't', 389.0),
    (b'u', 556.0),
    (b'1', 500.0),
    (b'2', 500.0),
];
/// Codes in TeX's text fonts other than ASCII letters, with their glyph names.
const SIGNS: [(i64, &str); 11] = [
    (11, "ff"),
    (12, "fi"),
    (13, "fl"),
    (14, "ffi"),
    (15, "ffl"),
    (34, "quotedblright"),
    (39, "quoteright"),
    (92, "quotedblleft"),
    (96, "quoteleft"),
    (123, "endash"),
    (124, "emdash"),
];
/// The codes of T1 fonts, TeX's fonts of 256 letters, that differ from those of PDFDocEncoding.
const T1_SIGNS: [(i64, &[&str]); 9] = [
    (
        13,
        &[
            "quotesinglbase", "guilsinglleft", "guilsinglright", "quotedblleft", "quotedblright",
            "quotedblbase",
        ],
    ),
    (19, &["guillemotleft", "guillemotright", "endash", "emdash"]),
    (25, &["dotlessi", "dotlessj", "ff", "fi", "fl", "ffi", "ffl"]),
    (39, &["quoteright"]),
    (96, &["quoteleft"]),
    (127, &["hyphen"]),
    (128, &T1_LETTERS),
    (215, &["OE"]),
    (247, &["oe"]),
];
/// The letters of T1 fonts from code 128 on.
#[rustfmt::skip]
const T1_LETTERS: [&str; 64] = [
    "Abreve", "Aogonek", "Cacute", "Ccaron", "Dcaron", "Ecaron", "Eogonek", "Gbreve", "Lacute", "Lcaron", "Lslash", "Nacute",
    "Ncaron", "Eng", "Ohungarumlaut", "Racute", "Rcaron", "Sacute", "Scaron", "Scedilla", "Tcaron", "Tcommaaccent",
    "Uhungarumlaut", "Uring", "Ydieresis", "Zacute", "Zcaron", "Zdotaccent", "IJ", "Idotaccent", "dcroat", "section", "abreve",
    "aogonek", "cacute", "ccaron", "dcaron", "ecaron", "eogonek", "gbreve", "lacute", "lcaron", "lslash", "nacute", "ncaron",
    "eng", "ohungarumlaut", "racute", "rcaron", "sacute", "scaron", "scedilla", "tcaron", "tcommaaccent", "uhungarumlaut",
    "uring", "ydieresis", "zacute", "zcaron", "zdotaccent", "ij", "exclamdown", "questiondown", "sterling",
];
/// The codes of ligatures in TeX's older fonts, which few papers can do without, and in T1 fonts.
const LIGATURES: std::ops::RangeInclusive<i64> = 11..=15;
const T1_LIGATURES: std::ops::RangeInclusive<i64> = 27..=31;
/// Codes that TeX's older fonts do not have.
const ABOVE_ASCII: std::ops::RangeInclusive<i64> = 128..=255;
const LOWERCASE: std::ops::RangeInclusive<i64> = 97..=122;
/// A name that is in no glyph list, so that `pdf-extract` takes the code as ASCII.
const ASCII: &str = "ascii";
/// The number of codes of such a font. All get a width, because `pdf-extract` panics on a code without one.
const CODES: usize = 256;
/// The scales of fonts whose widths are in thousandths.
const USUAL: std::ops::Range<f32> = 0.5..2.0;

/// Scales the widths of a font as if it were set at its real size, and stores the scale.
pub(super) fn scale(document: &Document, font: &mut Dictionary) {
    let matrix = font.get_deref(b"FontMatrix", document).and_then(Object::as_array);
    let unit = matrix.ok().and_then(|matrix| document.dereference(matrix.first()?).ok()?.1.as_float().ok());
    let Some(unit) = unit.map(f32::abs) else { return };
    let widths = widths(font).map(|width| width * unit * 1000.0);
    let height =
        || height(document, font).map(|height| height * unit).filter(|height| !USUAL.contains(height));
    let scale = match widths.iter().all(|width| *width <= 0.0) {
        true => height(),
        false => size(&widths, &letters(document, font)),
    };
    let scale = scale.unwrap_or(1.0);
    font.set("FirstChar", 0);
    font.set("LastChar", i64::try_from(CODES).unwrap_or_default() - 1);
    font.set("Widths", widths.map(|width| Object::Real(width / scale)).to_vec());
    font.set(SCALE.to_vec(), scale);
}

/// Returns the height of the glyphs of a font, which tells the size if they have no widths.
fn height(document: &Document, font: &Dictionary) -> Option<f32> {
    let bounds = font.get(b"FontBBox").and_then(Object::as_array).ok()?;
    let side = |at: usize| document.dereference(bounds.get(at)?).ok()?.1.as_float().ok();
    Some((side(3)? - side(1)?).abs()).filter(|height| *height > 0.0)
}

/// Returns the width of each code.
fn widths(font: &Dictionary) -> [f32; CODES] {
    let mut all = [0.0; CODES];
    let first = font.get(b"FirstChar").and_then(Object::as_i64).ok();
    let list = font.get(b"Widths").and_then(Object::as_array).ok();
    let own = first.and_then(|first| all.get_mut(usize::try_from(first).ok()?..));
    for (width, given) in own.into_iter().flatten().zip(list.into_iter().flatten()) {
        *width = given.as_float().unwrap_or_default().abs();
    }
    all
}

/// Returns the codes of letters that the font's encoding names, such as `a`.
fn letters(document: &Document, font: &Dictionary) -> HashMap<u8, usize> {
    let encoding = font.get(b"Encoding").and_then(Object::as_dict);
    let list = encoding.and_then(|encoding| encoding.get_deref(b"Differences", document)?.as_array());
    let mut code = 0;
    let mut letters = HashMap::new();
    for entry in list.into_iter().flatten() {
        match entry {
            Object::Integer(next) => code = usize::try_from(*next).unwrap_or_default(),
            Object::Name(name) => {
                if let [letter] = name.as_slice() {
                    letters.insert(*letter, code);
                }
                code += 1;
            }
            _ => {}
        }
    }
    letters
}

/// Estimates the size of a font that is set at size one, from the widths of common letters; `None` if it is about one.
fn size(widths: &[f32; CODES], letters: &HashMap<u8, usize>) -> Option<f32> {
    const SOME: f32 = 600.0;
    let given = |width: &f32| *width > 0.0;
    let letter = |(letter, usual): &(u8, f32)| {
        let code = letters.get(letter).copied().unwrap_or_else(|| usize::from(*letter));
        Some(widths.get(code).filter(|own| given(own))? / usual)
    };
    let mut sizes: Vec<f32> = LETTERS.iter().filter_map(letter).collect();
    if sizes.is_empty() {
        sizes = widths.iter().copied().filter(given).map(|width| width / SOME).collect();
    }
    sizes.sort_by(f32::total_cmp);
    let size = *sizes.get(sizes.len() / 2)?;
    (size.is_finite() && !USUAL.contains(&size)).then_some(size)
}

/// Replaces names that only say the code, such as `a97`, `G61` or the character itself, in a `Differences` array. Names that are
/// nothing but numbers are the codes that the glyphs had in TeX's font: `68` is a D at whatever code it is now.
pub(super) fn name(list: &mut [Object]) {
    let names = list.iter().filter_map(|entry| entry.as_name().ok()).filter(|name| *name != b".notdef");
    let numbered = names.clone().count() > 0 && names.clone().all(|name| decimal(name).is_some());
    let codes: Vec<i64> = coded(list, numbered).map(|(_, code, _)| code).collect();
    let has = |range: &std::ops::RangeInclusive<i64>| codes.iter().any(|code| range.contains(code));
    // Fonts of symbols have codes above ASCII, too, but no letters.
    let t1 = (has(&T1_LIGATURES) || has(&ABOVE_ASCII) && has(&LOWERCASE)) && !has(&LIGATURES);
    for (place, code, name) in coded(list, numbered) {
        let sign = if t1 {
            t1_sign(code)
        } else {
            SIGNS.iter().find(|(own, _)| *own == code).map(|(_, name)| *name)
        };
        let sign = sign.or_else(|| if place == code { None } else { ascii(code) });
        *name = sign.unwrap_or(ASCII).as_bytes().to_vec();
    }
}

/// Returns the names in a `Differences` array that only say a code, with their place and that code.
fn coded(list: &mut [Object], numbered: bool) -> impl Iterator<Item = (i64, i64, &mut Vec<u8>)> {
    let mut code = 0;
    let named = list.iter_mut().filter_map(move |entry| match entry {
        Object::Integer(next) => {
            code = *next;
            None
        }
        Object::Name(name) => {
            code += 1;
            Some((code - 1, name))
        }
        _ => None,
    });
    named.filter_map(move |(place, name)| {
        let number = if numbered { decimal(name) } else { is_code(name, place).then_some(place) };
        Some((place, number?, name))
    })
}

/// Returns the code that a name of digits says.
fn decimal(name: &[u8]) -> Option<i64> {
    let digits = std::str::from_utf8(name).ok().filter(|name| name.bytes().all(|b| b.is_ascii_digit()))?;
    digits.parse().ok().filter(|code| (0..256).contains(code))
}

/// Returns the name of a character of ASCII.
fn ascii(code: i64) -> Option<&'static str> {
    #[rustfmt::skip]
    const NAMES: [&str; 94] = [
        "exclam", "quotedbl", "numbersign", "dollar", "percent", "ampersand", "quotesingle", "parenleft", "parenright", "asterisk",
        "plus", "comma", "hyphen", "period", "slash", "zero", "one", "two", "three", "four", "five", "six", "seven", "eight",
        "nine", "colon", "semicolon", "less", "equal", "greater", "question", "at", "A", "B", "C", "D", "E", "F", "G", "H", "I",
        "J", "K", "L", "M", "N", "O", "P", "Q", "R", "S", "T", "U", "V", "W", "X", "Y", "Z", "bracketleft", "backslash",
        "bracketright", "asciicircum", "underscore", "grave", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m",
        "n", "o", "p", "q", "r", "s", "t", "u", "v", "w", "x", "y", "z", "braceleft", "bar", "braceright", "asciitilde",
    ];
    NAMES.get(usize::try_from(code - i64::from(b'!')).ok()?).copied()
}

/// Returns the name of a code in T1 fonts.
fn t1_sign(code: i64) -> Option<&'static str> {
    T1_SIGNS.iter().find_map(|(first, names)| names.get(usize::try_from(code - first).ok()?).copied())
}

/// Returns true for a name that only repeats a code: the character itself, or a letter with the number.
fn is_code(name: &[u8], code: i64) -> bool {
    match name {
        [byte] => i64::from(*byte) == code && !byte.is_ascii_alphanumeric(),
        [letter, digits @ ..] if letter.is_ascii_alphabetic() => {
            let digits = std::str::from_utf8(digits).unwrap_or_default();
            digits.parse() == Ok(code) || (digits.len() == 2 && i64::from_str_radix(digits, 16) == Ok(code))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pdf_extract::dictionary;

    #[test]
    fn the_size_is_that_at_which_letters_have_their_usual_widths() {
        // Ten points at 300 dots an inch: 41.5 dots.
        let widths: Vec<Object> = [21, 23, 18, 23, 18].into_iter().map(Object::Integer).collect();
        let matrix = [1, 0, 0, -1, 0, 0].into_iter().map(Object::Integer).collect::<Vec<_>>();
        let mut font = dictionary! {"FirstChar" => 97, "Widths" => widths, "FontMatrix" => matrix};
        scale(&Document::new(), &mut font);
        let scale = font.get(SCALE).and_then(Object::as_float).unwrap();
        assert!((40.0..43.0).contains(&scale), "{scale}");
        let widths = font.get(b"Widths").and_then(Object::as_array).unwrap();
        let a = widths[97].as_float().unwrap();
        assert!(widths.len() == CODES && (490.0..520.0).contains(&a), "{a}");
    }

    #[test]
    fn a_name_that_repeats_its_code_is_that_of_texs_fonts() {
        let name = |name: &str| Object::Name(name.as_bytes().to_vec());
        let mut list = vec![11.into(), name("\u{b}"), name("a12"), 97.into(), name("G61"), name("bullet")];
        super::name(&mut list);
        assert_eq!(list, [11.into(), name("ff"), name("fi"), 97.into(), name(ASCII), name("bullet")]);
        let mut list = vec![28.into(), name("a28"), 97.into(), name("a97"), 163.into(), name("a163")];
        super::name(&mut list);
        assert_eq!(list, [28.into(), name("fi"), 97.into(), name(ASCII), 163.into(), name("ccaron")]);
        let mut symbols = vec![136.into(), name("a136")];
        super::name(&mut symbols);
        assert_eq!(symbols, [136.into(), name(ASCII)], "the bullet of TeX's symbols");
        let mut numbers = vec![0.into(), name("68"), 2.into(), name("12"), name("97"), name("4")];
        super::name(&mut numbers);
        assert_eq!(numbers, [0.into(), name("D"), 2.into(), name("fi"), name("a"), name(ASCII)]);
    }
}
