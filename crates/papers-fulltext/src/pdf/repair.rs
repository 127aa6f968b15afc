//! Prepares fonts so that `pdf-extract` reads them without panicking and without parsing their programs.
//!
//! `pdf-extract` loads each font again on each page, and each time decompresses and parses its program, which took nearly half of
//! the time for a paper by TeX. Therefore each font is prepared once: its encoding is read from its program, and the program is
//! removed. Encodings that `pdf-extract` does not know, widths that do not match their codes, and ToUnicode maps that it cannot
//! parse ([`cmap`]) would make it panic, which loses the page; they are repaired or dropped.

use std::collections::HashSet;

use pdf_extract::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::program::{built_in, standard};
use super::{bitmap, cmap};

/// The key that marks a prepared font.
const PREPARED: &str = "Prepared";
/// The encodings that `pdf-extract` knows by name.
const KNOWN: [&[u8]; 3] = [b"MacRomanEncoding", b"MacExpertEncoding", b"WinAnsiEncoding"];
/// The number of codes of a simple font.
const CODES: i64 = 256;
/// The number of codes of a font with two-byte codes.
const WIDE_CODES: usize = 65_536;

/// Prepares the fonts of a page or form, each of them once per file.
pub(super) fn fonts(document: &mut Document, resources: &mut Dictionary) {
    let Ok(fonts) = resources.get_deref(b"Font", document).and_then(Object::as_dict) else { return };
    let mut fonts = fonts.clone();
    for (_, font) in &mut fonts {
        match font {
            Object::Reference(id) => prepare(document, *id),
            Object::Dictionary(font) => *font = prepared(document, font),
            _ => {}
        }
    }
    resources.set("Font", fonts);
}

fn prepare(document: &mut Document, id: ObjectId) {
    if let Ok(font) = document.get_dictionary(id)
        && !font.has(PREPARED.as_bytes())
    {
        let font = prepared(document, font);
        document.objects.insert(id, Object::Dictionary(font));
    }
}

fn prepared(document: &Document, font: &Dictionary) -> Dictionary {
    let mut own = font.clone();
    own.set(PREPARED, true);
    let map = font.get_deref(b"ToUnicode", document).and_then(Object::as_stream);
    match map.and_then(Stream::get_plain_content).ok().and_then(|map| cmap::repair(&map)) {
        Some(map) => own.set("ToUnicode", Stream::new(Dictionary::new(), map)),
        None => drop(own.remove(b"ToUnicode")),
    }
    match is_name(document, font, b"Subtype", b"Type0") {
        true => composite(document, &mut own),
        false => simple(document, &mut own),
    }
    own
}

fn is_name(document: &Document, dictionary: &Dictionary, key: &[u8], name: &[u8]) -> bool {
    dictionary.get_deref(key, document).and_then(Object::as_name).is_ok_and(|found| found == name)
}

/// Prepares a font with single-byte codes.
fn simple(document: &Document, font: &mut Dictionary) {
    let descriptor = font.get_deref(b"FontDescriptor", document).and_then(Object::as_dict).ok();
    let mut descriptor = descriptor.cloned();
    let is_encoded = is_encoded(document, font);
    match encoding(document, font, descriptor.as_ref()) {
        Some(encoding) => font.set("Encoding", encoding),
        None => drop(font.remove(b"Encoding")),
    }
    if let Some(descriptor) = &mut descriptor {
        let compact = descriptor.get_deref(b"FontFile3", document).and_then(Object::as_stream);
        // `pdf-extract` prefers the encoding in the program to the font's own.
        let is_read =
            !is_encoded && compact.is_ok_and(|file| is_name(document, &file.dict, b"Subtype", b"Type1C"));
        let unread: &[&[u8]] =
            if is_read { &[b"FontFile", b"FontFile2"] } else { &[b"FontFile", b"FontFile2", b"FontFile3"] };
        for key in unread {
            descriptor.remove(key);
        }
        font.set("FontDescriptor", std::mem::take(descriptor));
    }
    match widths(document, font) {
        Some((first, widths)) => {
            font.set("FirstChar", first);
            font.set("LastChar", first + i64::try_from(widths.len()).unwrap_or(CODES) - 1);
            font.set("Widths", widths);
        }
        None => drop(font.remove(b"Widths")),
    }
    if is_name(document, font, b"Subtype", b"Type3") {
        bitmap::scale(document, font);
    }
}

/// Returns the encoding of a simple font, as a name or a dictionary; `None` leaves it to `pdf-extract`.
fn encoding(document: &Document, font: &Dictionary, descriptor: Option<&Dictionary>) -> Option<Object> {
    let list = match font.get_deref(b"Encoding", document) {
        Ok(Object::Name(name)) if KNOWN.contains(&name.as_slice()) => {
            return Some(Object::Name(name.clone()));
        }
        Ok(Object::Dictionary(own)) => {
            let mut listed = listed(document, own);
            let list = listed.get_mut(b"Differences").and_then(Object::as_array_mut);
            if let (Ok(list), true) = (list, is_name(document, font, b"Subtype", b"Type3")) {
                bitmap::name(list);
            }
            return Some(Object::Dictionary(listed));
        }
        Ok(Object::Name(name)) if name == b"StandardEncoding" => standard(),
        _ => in_program(document, font, descriptor)
            .or_else(|| needs_encoding(document, font, descriptor).then(Vec::new))?,
    };
    Some(Object::Dictionary(dictionary! {"Differences" => differences(document, &list)}))
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
    let list = encoding.get_deref(b"Differences", document).and_then(Object::as_array);
    let Ok(list) = list.map(|list| differences(document, list)) else { return false };
    let Some((first, widths)) = widths(document, font) else { return false };
    let mut code = 0;
    let mut named = HashSet::new();
    for entry in &list {
        if let Object::Integer(next) = entry {
            code = *next;
        } else {
            named.insert(code);
            code += 1;
        }
    }
    let used = (first..).zip(&widths).filter(|(_, width)| width.as_float().is_ok_and(|width| width > 0.0));
    used.map(|(code, _)| code).all(|code| named.contains(&code))
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

/// Returns an encoding with its differences from a known one.
fn listed(document: &Document, encoding: &Dictionary) -> Dictionary {
    let base = encoding.get_deref(b"BaseEncoding", document).and_then(Object::as_name).ok();
    let known = base.filter(|base| KNOWN.contains(base));
    let mut list = if base.is_some_and(|base| base == b"StandardEncoding") { standard() } else { Vec::new() };
    let own = encoding.get_deref(b"Differences", document).and_then(Object::as_array);
    list.extend(own.into_iter().flatten().cloned());
    let mut listed = dictionary! {"Differences" => differences(document, &list)};
    if let Some(known) = known {
        listed.set("BaseEncoding", Object::Name(known.to_vec()));
    }
    listed
}

/// Returns the entries of a `Differences` array that have a valid code.
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
                    kept.push(Object::Name(name.clone()));
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

/// Prepares a font with multi-byte codes.
fn composite(document: &Document, font: &mut Dictionary) {
    let descendants = font.get_deref(b"DescendantFonts", document).and_then(Object::as_array).ok();
    let first = descendants.and_then(|fonts| document.dereference(fonts.first()?).ok()?.1.as_dict().ok());
    let mut inner = first.cloned().unwrap_or_default();
    let widths = inner.get_deref(b"W", document).and_then(Object::as_array);
    let widths = wide_widths(document, widths.map_or(&[][..], Vec::as_slice));
    inner.set("W", widths);
    inner.set("FontDescriptor", Dictionary::new());
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a width in thousandths; `as` brings any other to the nearest number"
    )]
    let default = inner.get(b"DW").ok().and_then(|width| number(document, width)).map(|width| width as i64);
    match default {
        Some(default) => inner.set("DW", default),
        None => drop(inner.remove(b"DW")),
    }
    font.set("DescendantFonts", vec![Object::Dictionary(inner)]);
    let is_known = match font.get_deref(b"Encoding", document) {
        Ok(Object::Name(name)) => name == b"Identity-H" || name == b"Identity-V",
        Ok(Object::Stream(_)) => true,
        _ => false,
    };
    if !is_known {
        // Two-byte codes, as in nearly all other encodings.
        font.set("Encoding", Object::Name(b"Identity-H".to_vec()));
    }
}

/// Writes all widths in the form `first [width …]`, because `pdf-extract` ignores `first last width`.
fn wide_widths(document: &Document, mut entries: &[Object]) -> Vec<Object> {
    let mut kept = Vec::new();
    let mut codes = 0;
    let found = |object: &Object| document.dereference(object).ok().map(|(_, found)| found.clone());
    while let [first, second, rest @ ..] = entries {
        let (Some(Object::Integer(first)), Some(second)) = (found(first), found(second)) else { break };
        let widths = match (&second, rest) {
            (Object::Array(widths), _) => {
                entries = rest;
                widths.iter().map(|width| number(document, width).unwrap_or_default()).collect()
            }
            (Object::Integer(end), [width, after @ ..]) => {
                entries = after;
                let count = usize::try_from(end.saturating_sub(first).saturating_add(1)).unwrap_or_default();
                vec![number(document, width).unwrap_or_default(); count.min(WIDE_CODES)]
            }
            _ => break,
        };
        codes += widths.len();
        if codes > WIDE_CODES {
            break;
        }
        kept.extend([
            Object::Integer(first),
            widths.into_iter().map(Object::Real).collect::<Vec<_>>().into(),
        ]);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_of_ranges_are_written_out() {
        let width = |width: i64| Object::Integer(width);
        let list =
            [width(3), vec![width(500), width(600)].into(), width(10), width(12), width(250), width(9)];
        let real = |widths: &[f32]| -> Object {
            widths.iter().copied().map(Object::Real).collect::<Vec<_>>().into()
        };
        let expected = vec![width(3), real(&[500.0, 600.0]), width(10), real(&[250.0; 3])];
        assert_eq!(wide_widths(&Document::new(), &list), expected);
        let endless = [width(0), width(i64::MAX), width(500), width(0), width(9), width(500)];
        assert_eq!(wide_widths(&Document::new(), &endless).len(), 2, "no more codes than two bytes have");
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
            let font = prepared(&document, &font);
            font.get(b"FontDescriptor").and_then(Object::as_dict).unwrap().has(b"FontFile3")
        };
        let named = |list: Vec<Object>| Some(Object::Dictionary(dictionary! {"Differences" => list}));
        let name = |name: &str| Object::Name(name.as_bytes().to_vec());
        assert!(keeps_program(None) && keeps_program(named(vec![33.into(), name("ff")])));
        assert!(!keeps_program(Some(name("MacRomanEncoding"))));
        assert!(!keeps_program(Some(Object::Dictionary(dictionary! {"BaseEncoding" => "WinAnsiEncoding"}))));
        assert!(!keeps_program(named(vec![33.into(), name("ff"), 35.into(), name("ffi")])));
    }

    #[test]
    fn a_font_of_two_bytes_is_complete_whatever_it_lacks() {
        let font = dictionary! {"Subtype" => "Type0", "Encoding" => "UniGB-UCS2-H"};
        let font = prepared(&Document::new(), &font);
        assert_eq!(font.get(b"Encoding").and_then(Object::as_name).unwrap(), b"Identity-H");
        let inner = font.get(b"DescendantFonts").and_then(Object::as_array).unwrap();
        assert!(inner[0].as_dict().unwrap().has(b"FontDescriptor"));
    }
}
