//! Prepares fonts of single-byte codes so that `pdf-extract` decodes them without panicking and without parsing their programs.
//!
//! `pdf-extract` decompresses and parses the program of a font for its encoding. Therefore the encoding is read from the program
//! here, and the program is left out. Encodings that `pdf-extract` does not know, and widths that do not match their codes, would
//! make it panic, which loses the page; they are repaired or dropped.

use std::collections::{HashMap, HashSet};

use pdf_extract::{Dictionary, Document, Object, Stream, dictionary};

use super::bitmap;
use super::glyphname::without_suffix;
use super::program::{built_in, standard as standard_encoding};
use super::standard;

/// The encodings that `pdf-extract` knows by name.
const KNOWN: [&[u8]; 3] = [b"MacRomanEncoding", b"MacExpertEncoding", b"WinAnsiEncoding"];
/// The number of codes of a simple font.
const CODES: i64 = 256;
/// The number of codes of a font with two-byte codes.
const WIDE_CODES: usize = 65_536;

/// Returns true if an entry is a certain name.
pub(super) fn is_name(document: &Document, dictionary: &Dictionary, key: &[u8], name: &[u8]) -> bool {
    dictionary.get_deref(key, document).and_then(Object::as_name).is_ok_and(|found| found == name)
}

/// Returns a font of single-byte codes with only the entries that `pdf-extract` needs, all of them complete.
pub(super) fn simple(document: &Document, font: &Dictionary) -> Dictionary {
    const KEPT: [&[u8]; 6] =
        [b"Subtype", b"BaseFont", b"FontBBox", b"FontMatrix", b"FirstChar", b"MissingWidth"];
    let mut own = dictionary! {"BaseFont" => "Helvetica"};
    for key in KEPT {
        if let Ok(entry) = font.get_deref(key, document) {
            own.set(key, entry.clone());
        }
    }
    let descriptor = font.get_deref(b"FontDescriptor", document).and_then(Object::as_dict).ok();
    if let Some(encoding) = encoding(document, font, descriptor) {
        own.set("Encoding", encoding);
    }
    // `pdf-extract` prefers the encoding in the program to the font's own.
    if let Some(program) = descriptor
        .filter(|_| !is_encoded(document, font))
        .and_then(|descriptor| compact(document, descriptor))
    {
        own.set("FontDescriptor", dictionary! {"FontFile3" => program});
    }
    if let Some((first, widths)) = widths(document, font) {
        set_widths(&mut own, first, widths);
    } else {
        let name = font.get_deref(b"BaseFont", document).and_then(Object::as_name).unwrap_or_default();
        own.set("BaseFont", standard::like(document, name, descriptor));
    }
    if is_name(document, font, b"Subtype", b"Type3") {
        bitmap::scale(document, &mut own);
    }
    own
}

/// Returns the compact program of a font, which may contain its encoding.
fn compact(document: &Document, descriptor: &Dictionary) -> Option<Object> {
    let file = descriptor.get_deref(b"FontFile3", document).and_then(Object::as_stream).ok()?;
    let program =
        is_name(document, &file.dict, b"Subtype", b"Type1C").then(|| file.get_plain_content().ok())??;
    Some(Stream::new(dictionary! {"Subtype" => "Type1C"}, program).into())
}

/// Sets the width of every code, because `pdf-extract` sorts all widths for each one that is missing.
fn set_widths(font: &mut Dictionary, first: i64, widths: Vec<Object>) {
    let missing = font.get(b"MissingWidth").and_then(Object::as_float).unwrap_or(0.0);
    let mut all = vec![Object::Real(missing); usize::try_from(CODES).unwrap_or_default()];
    let given = usize::try_from(first).ok().and_then(|first| all.get_mut(first..));
    for (own, width) in given.into_iter().flatten().zip(widths) {
        *own = width;
    }
    font.set("FirstChar", 0);
    font.set("LastChar", CODES - 1);
    font.set("Widths", all);
}

/// Returns the encoding of a simple font, as a name or a dictionary; `None` leaves it to `pdf-extract`.
fn encoding(document: &Document, font: &Dictionary, descriptor: Option<&Dictionary>) -> Option<Object> {
    let list = match font.get_deref(b"Encoding", document) {
        Ok(Object::Name(name)) if KNOWN.contains(&name.as_slice()) => {
            return Some(Object::Name(name.clone()));
        }
        Ok(Object::Dictionary(own)) => {
            let mut listed = listed(document, own, || base(document, font, own, descriptor));
            let list = listed.get_mut(b"Differences").and_then(Object::as_array_mut);
            if let (Ok(list), true) = (list, is_name(document, font, b"Subtype", b"Type3")) {
                bitmap::name(list);
            }
            return Some(Object::Dictionary(listed));
        }
        Ok(Object::Name(name)) if name == b"StandardEncoding" => standard_encoding(),
        _ => in_program(document, font, descriptor)
            .or_else(|| needs_encoding(document, font, descriptor).then(Vec::new))?,
    };
    Some(Object::Dictionary(dictionary! {"Differences" => differences(document, &list)}))
}

/// Returns the encoding from which the `Differences` of a font differ if it names none: that of its program, or, of a font that
/// draws text and is not embedded, StandardEncoding.
fn base(
    document: &Document,
    font: &Dictionary,
    encoding: &Dictionary,
    descriptor: Option<&Dictionary>,
) -> Option<Vec<Object>> {
    if lists_all(document, font, encoding) {
        return None;
    }
    in_program(document, font, descriptor)
}

/// Returns true for a font with an encoding for all its codes, which replaces that of its program (PDF 32000-1, 9.6.6).
fn is_encoded(document: &Document, font: &Dictionary) -> bool {
    let is_complete = |name: &[u8]| name == b"StandardEncoding" || KNOWN.contains(&name);
    match font.get_deref(b"Encoding", document) {
        Ok(Object::Name(name)) => is_complete(name),
        Ok(Object::Dictionary(own)) => {
            let base = own.get_deref(b"BaseEncoding", document).and_then(Object::as_name);
            base.is_ok_and(is_complete) || lists_all(document, font, own)
        }
        _ => false,
    }
}

/// Returns true if the `Differences` of an encoding have a name for every code with a width.
fn lists_all(document: &Document, font: &Dictionary, encoding: &Dictionary) -> bool {
    let Some((first, widths)) = widths(document, font) else { return false };
    let named = named(document, encoding);
    let used = (first..).zip(&widths).filter(|(_, width)| width.as_float().is_ok_and(|width| width > 0.0));
    used.map(|(code, _)| code).all(|code| named.contains(&code))
}

/// Returns the codes that the `Differences` of an encoding name.
fn named(document: &Document, encoding: &Dictionary) -> HashSet<i64> {
    let list = encoding.get_deref(b"Differences", document).and_then(Object::as_array);
    let mut code = 0;
    let mut named = HashSet::new();
    for entry in list.map(|list| differences(document, list)).unwrap_or_default() {
        if let Object::Integer(next) = entry {
            code = next;
        } else {
            named.insert(code);
            code += 1;
        }
    }
    named
}

/// Returns the codes to which the encoding of a font gives a name; `None` if it lists none.
pub(super) fn named_codes(document: &Document, font: &Dictionary) -> Option<HashSet<i64>> {
    let encoding = font.get_deref(b"Encoding", document).and_then(Object::as_dict).ok()?;
    Some(named(document, encoding)).filter(|named| !named.is_empty())
}

/// Returns the encoding built into the program of a Type 1 font.
fn in_program(
    document: &Document,
    font: &Dictionary,
    descriptor: Option<&Dictionary>,
) -> Option<Vec<Object>> {
    let descriptor = descriptor.filter(|_| is_name(document, font, b"Subtype", b"Type1"))?;
    let program = descriptor.get_deref(b"FontFile", document).and_then(Object::as_stream);
    built_in(&program.and_then(Stream::get_plain_content).ok()?)
}

/// Returns true for fonts on which `pdf-extract` panics without an encoding: those of Type 3, and those whose ToUnicode map may
/// lack a code. A standard font without widths gets its encoding from `pdf-extract`.
fn needs_encoding(document: &Document, font: &Dictionary, descriptor: Option<&Dictionary>) -> bool {
    let is = |name: &[u8]| is_name(document, font, b"Subtype", name);
    let is_compact = descriptor.is_some_and(|descriptor| descriptor.has(b"FontFile3"));
    let mapped = is_compact || (font.has(b"ToUnicode") && font.has(b"Widths"));
    is(b"Type3") || (mapped && !is(b"TrueType"))
}

/// Returns an encoding with its differences from a known one, or from `built_in` if it names none.
fn listed(
    document: &Document,
    encoding: &Dictionary,
    built_in: impl FnOnce() -> Option<Vec<Object>>,
) -> Dictionary {
    let base = encoding.get_deref(b"BaseEncoding", document).and_then(Object::as_name).ok();
    let known = base.filter(|base| KNOWN.contains(base));
    let mut list = match base {
        None => built_in().unwrap_or_default(),
        Some(b"StandardEncoding") => standard_encoding(),
        Some(_) => Vec::new(),
    };
    let own = encoding.get_deref(b"Differences", document).and_then(Object::as_array);
    list.extend(own.into_iter().flatten().cloned());
    let mut listed = dictionary! {"Differences" => differences(document, &list)};
    if let Some(known) = known {
        listed.set("BaseEncoding", Object::Name(known.to_vec()));
    }
    listed
}

/// Returns the entries of a `Differences` array that have a valid code, without the suffixes of their names.
fn differences(document: &Document, list: &[Object]) -> Vec<Object> {
    let mut code = 0;
    let mut kept = Vec::with_capacity(list.len());
    for entry in list {
        match document.dereference(entry) {
            Ok((_, Object::Integer(next))) => {
                code = *next;
                if (0..CODES).contains(&code) {
                    kept.push(Object::Integer(code));
                }
            }
            Ok((_, Object::Name(name))) => {
                if (0..CODES).contains(&code) {
                    kept.push(Object::Name(without_suffix(name).to_vec()));
                }
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    kept
}

/// Returns the widths of a simple font, and the code of the first.
fn widths(document: &Document, font: &Dictionary) -> Option<(i64, Vec<Object>)> {
    let is_type3 = is_name(document, font, b"Subtype", b"Type3");
    let first = font.get_deref(b"FirstChar", document).and_then(Object::as_i64).ok();
    let list = font.get_deref(b"Widths", document).and_then(Object::as_array).ok();
    let first = first.or(is_type3.then_some(0)).filter(|first| (0..CODES).contains(first))?;
    let list = list.map_or(&[][..], Vec::as_slice);
    let width = |width: &Object| Object::Real(number(document, width).unwrap_or_default());
    (is_type3 || !list.is_empty()).then(|| (first, list.iter().take(WIDE_CODES).map(width).collect()))
}

fn number(document: &Document, object: &Object) -> Option<f32> {
    document.dereference(object).ok()?.1.as_float().ok()
}

/// Returns the widths of glyphs, in font sizes, from a list of `first [width …]` and `first last width`.
pub(super) fn wide_widths(document: &Document, mut entries: &[Object]) -> HashMap<u32, f64> {
    let mut all = HashMap::new();
    let found = |object| document.dereference(object).ok().map(|(_, found)| found);
    while let [first, second, rest @ ..] = entries {
        let (Some(Object::Integer(first)), Some(second)) = (found(first), found(second)) else { break };
        let widths = match (second, rest) {
            (Object::Array(widths), _) => {
                entries = rest;
                widths.iter().map(|width| number(document, width).unwrap_or_default()).collect()
            }
            (Object::Integer(end), [width, after @ ..]) => {
                entries = after;
                let count = usize::try_from(end.saturating_sub(*first).saturating_add(1)).unwrap_or_default();
                vec![number(document, width).unwrap_or_default(); count.min(WIDE_CODES)]
            }
            _ => break,
        };
        if all.len() + widths.len() > WIDE_CODES {
            break;
        }
        let glyphs = u32::try_from(*first).into_iter().flat_map(|first| first..=u32::MAX);
        all.extend(glyphs.zip(widths.into_iter().map(|width| f64::from(width) / 1000.0)));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_of_ranges_are_written_out() {
        let width = |width: i64| Object::Integer(width);
        let list =
            [width(3), vec![width(500), width(600)].into(), width(10), width(12), width(250), width(9)];
        let expected = [(3, 0.5), (4, 0.6), (10, 0.25), (11, 0.25), (12, 0.25)];
        let widths = wide_widths(&Document::new(), &list);
        assert!(
            widths.len() == 5 && expected.iter().all(|(glyph, width)| (widths[glyph] - width).abs() < 1e-6)
        );
        let endless = [width(0), width(i64::MAX), width(500), width(70_000), width(70_009), width(500)];
        assert_eq!(
            wide_widths(&Document::new(), &endless).len(),
            WIDE_CODES,
            "no more codes than two bytes have"
        );
    }

    #[test]
    fn only_entries_with_a_code_stay() {
        let name = |name: &str| Object::Name(name.as_bytes().to_vec());
        let list =
            [name("a"), 255.into(), name("b"), name("c"), 300.into(), name("d"), true.into(), 7.into()];
        assert_eq!(differences(&Document::new(), &list), [name("a"), 255.into(), name("b"), 7.into()]);
    }

    /// macOS writes fonts whose programs have an encoding of their own, which nothing uses.
    #[test]
    fn the_encoding_of_a_compact_program_gives_way_to_that_of_the_font() {
        let mut document = Document::new();
        let program = document.add_object(Stream::new(dictionary! {"Subtype" => "Type1C"}, Vec::new()));
        let keeps_program = |encoding: Option<Object>| {
            let mut font = dictionary! {
                "Subtype" => "Type1", "FirstChar" => 33, "LastChar" => 35, "Widths" => vec![500.into(), 0.into(), 500.into()],
                "FontDescriptor" => dictionary! {"FontFile3" => program}
            };
            if let Some(encoding) = encoding {
                font.set("Encoding", encoding);
            }
            simple(&document, &font).has(b"FontDescriptor")
        };
        let named = |list: Vec<Object>| Some(Object::Dictionary(dictionary! {"Differences" => list}));
        let name = |name: &str| Object::Name(name.as_bytes().to_vec());
        assert!(keeps_program(None) && keeps_program(named(vec![33.into(), name("ff")])));
        assert!(!keeps_program(Some(name("MacRomanEncoding"))));
        assert!(!keeps_program(Some(Object::Dictionary(dictionary! {"BaseEncoding" => "WinAnsiEncoding"}))));
        assert!(!keeps_program(named(vec![33.into(), name("ff"), 35.into(), name("ffi")])));
    }
}
