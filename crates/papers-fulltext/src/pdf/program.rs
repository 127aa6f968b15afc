//! Reads the built-in encoding of a Type 1 font program (Adobe Type 1 Font Format, 2.2) as a `Differences` array.

use memchr::memmem;
use pdf_extract::Object;

/// Adobe's StandardEncoding (PDF 32000-1, annex D.2) where it differs from PDFDocEncoding, which `pdf-extract` falls back to.
const STANDARD: &[(i64, &[&str])] = &[
    (0x27, &["quoteright"]),
    (0x60, &["quoteleft"]),
    (
        0xA1,
        &[
            "exclamdown", "cent", "sterling", "fraction", "yen", "florin", "section", "currency",
            "quotesingle", "quotedblleft", "guillemotleft", "guilsinglleft", "guilsinglright", "fi", "fl",
        ],
    ),
    (0xB1, &["endash", "dagger", "daggerdbl", "periodcentered"]),
    (0xB6, &["paragraph", "bullet", "quotesinglbase", "quotedblbase", "quotedblright", "guillemotright"]),
    (0xBC, &["ellipsis", "perthousand"]),
    (0xBF, &["questiondown"]),
    (0xC1, &["grave", "acute", "circumflex", "tilde", "macron", "breve", "dotaccent", "dieresis"]),
    (0xCA, &["ring", "cedilla"]),
    (0xCD, &["hungarumlaut", "ogonek", "caron", "emdash"]),
    (0xE1, &["AE"]),
    (0xE3, &["ordfeminine"]),
    (0xE8, &["Lslash", "Oslash", "OE", "ordmasculine"]),
    (0xF1, &["ae"]),
    (0xF5, &["dotlessi"]),
    (0xF8, &["lslash", "oslash", "oe", "germandbls"]),
];

/// Returns StandardEncoding.
pub(super) fn standard() -> Vec<Object> {
    let run = |(code, names): &(i64, &[&str])| {
        let names = names.iter().map(|name| Object::Name(name.as_bytes().to_vec()));
        [Object::Integer(*code)].into_iter().chain(names).collect::<Vec<_>>()
    };
    STANDARD.iter().flat_map(run).collect()
}

/// Reads the encoding from the unencrypted part of a font program.
pub(super) fn built_in(program: &[u8]) -> Option<Vec<Object>> {
    let end = memmem::find(program, b"eexec").unwrap_or(program.len());
    let start = memmem::find(program, b"/Encoding")? + b"/Encoding".len();
    let text = String::from_utf8_lossy(program.get(start..end)?).replace('/', " /");
    let mut words = text.split_whitespace().peekable();
    if words.next_if_eq(&"StandardEncoding").is_some() {
        return Some(standard());
    }
    let mut list = Vec::new();
    while let Some(word) = words.next().filter(|word| *word != "def") {
        // Each entry is like `dup 65 /A put`.
        if word == "dup"
            && let Some(code) = words.next().and_then(number)
            && let Some(name) = words.next().and_then(|name| name.strip_prefix('/'))
        {
            list.extend([Object::Integer(code), Object::Name(name.as_bytes().to_vec())]);
        }
    }
    Some(list)
}

/// Parses an integer, `65` or `8#101`.
fn number(word: &str) -> Option<i64> {
    match word.split_once('#') {
        Some((radix, digits)) => {
            let radix = radix.parse().ok().filter(|radix| (2..=36).contains(radix))?;
            i64::from_str_radix(digits, radix).ok()
        }
        None => word.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(program: &str) -> Vec<(i64, String)> {
        let list = built_in(program.as_bytes()).unwrap();
        let pair = |pair: &[Object]| {
            (pair[0].as_i64().unwrap(), String::from_utf8_lossy(pair[1].as_name().unwrap()).into_owned())
        };
        list.chunks(2).map(pair).collect()
    }

    #[test]
    fn encodings_are_read_however_they_are_spaced() {
        let program = "%!PS-AdobeFont-1.0: CMMI10\n/FontName /CMMI10 def\n/Encoding 256 array\n\
            0 1 255 {1 index exch /.notdef put} for\ndup 11 /alpha put\ndup 12/beta put\ndup 8#101 /A put\nreadonly def\n\
            /Private dup 9 /no put currentfile eexec dup 13 /gamma put";
        let expected = [(11, "alpha"), (12, "beta"), (65, "A")].map(|(code, name)| (code, name.to_owned()));
        assert_eq!(pairs(program), expected);
    }

    #[test]
    fn standard_encoding_has_curly_quotes_and_ligatures() {
        let list = built_in(b"/Encoding StandardEncoding def").unwrap();
        let fi = list.iter().position(|object| object.as_name().is_ok_and(|name| name == b"fi")).unwrap();
        let start = list.iter().position(|object| object.as_i64().is_ok_and(|code| code == 0xA1)).unwrap();
        assert_eq!(0xA1 + (fi - start - 1), 0xAE);
        assert!(built_in(b"no encoding").is_none() && built_in(b"eexec /Encoding").is_none());
    }
}
