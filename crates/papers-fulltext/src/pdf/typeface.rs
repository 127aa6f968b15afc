//! Decodes fonts: the text and the width of each of their codes, once per file.
//!
//! `pdf-extract` knows the names of glyphs, the standard encodings and the standard fonts. It is given a page for each font, on
//! which each code is shown once. Text that the font itself gives its codes ([`cmap`]) replaces what it finds. Fonts with
//! multi-byte codes have nothing but such text, and are decoded here.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use pdf_extract::{
    Dictionary, Document, MediaBox, Object, ObjectId, OutputDev, OutputError, Stream, Transform, dictionary,
    output_doc_page,
};
use unicode_normalization::UnicodeNormalization;

use super::bitmap::SCALE;
use super::cmap::{self, Codes};
use super::collection::{Code, Collection};
use super::font::Font;
use super::glyph::{Sign, UNKNOWN};
use super::glyphname;
use super::line::HIGH;
use super::publisher;
use super::repair;
use super::stream;

/// Codes that draw nothing in any font: tab, line feed, carriage return, space, no-break space and soft hyphen.
const BLANK: [u32; 6] = [9, 10, 13, 32, 160, 173];

/// A font.
#[derive(Debug)]
pub(super) struct Typeface {
    pub(super) font: Font,
    /// The factor by which its size is multiplied, if it is.
    pub(super) scale: Option<f32>,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    /// Codes of one byte.
    Simple(Vec<Sign>),
    Composite(Box<Composite>),
}

/// A font with multi-byte codes.
#[derive(Debug)]
struct Composite {
    /// The codes, if they are not pairs of bytes that are numbers of glyphs.
    codes: Option<Codes>,
    texts: HashMap<u32, Rc<str>>,
    /// The characters of the glyphs, if the font refers to a collection instead of naming them.
    collection: Option<Collection>,
    widths: HashMap<u32, f64>,
    default: f64,
    none: Rc<str>,
}

impl Typeface {
    fn of(document: &Document, font: &Dictionary) -> Self {
        let texts = texts(document, font);
        if repair::is_name(document, font, b"Subtype", b"Type0") {
            let kind = Kind::Composite(Box::new(Composite::of(document, font, texts)));
            return Self { font: Font::default(), scale: None, kind };
        }
        let named = repair::named_codes(document, font);
        // Some drivers place each letter of a font of Type 3 themselves, and give it no width.
        let pictures = repair::is_name(document, font, b"Subtype", b"Type3");
        let font = repair::simple(document, font);
        let scale = font.get(SCALE).and_then(Object::as_float).ok();
        let formed = glyphname::texts(&font);
        let mut signs = signs(font);
        let mut unknown = Vec::new();
        for (sign, code) in signs.iter_mut().zip(0..) {
            let formed = || formed.get(&code).map(|text| normal(text));
            if let Some(text) = texts.get(&code).cloned().or_else(formed) {
                sign.text = text;
            } else if sign.text.is_empty()
                && named.as_ref().is_none_or(|named| named.contains(&i64::from(code)))
                && (sign.width > 0.0 || pictures && named.is_some())
                && !BLANK.contains(&code)
            {
                unknown.extend(usize::try_from(code));
            }
        }
        let space = space(&signs, &unknown);
        for code in unknown {
            if let Some(sign) = signs.get_mut(code) {
                sign.text = Rc::from(if space == Some(code) { " " } else { UNKNOWN });
            }
        }
        Self { font: Font::default(), scale, kind: Kind::Simple(signs) }
    }

    /// Takes the first code off a string. Returns its text and width, and whether it is a space that word spacing widens.
    pub(super) fn take(&self, string: &mut &[u8]) -> Option<(Sign, bool)> {
        match &self.kind {
            Kind::Simple(signs) => {
                let (code, rest) = string.split_first()?;
                *string = rest;
                Some((signs.get(usize::from(*code))?.clone(), *code == b' '))
            }
            Kind::Composite(font) => font.take(string),
        }
    }
}

impl Composite {
    fn of(document: &Document, font: &Dictionary, texts: HashMap<u32, Rc<str>>) -> Self {
        let descendants = font.get_deref(b"DescendantFonts", document).and_then(Object::as_array).ok();
        let inner = descendants.and_then(|fonts| document.dereference(fonts.first()?).ok()?.1.as_dict().ok());
        let list = inner.and_then(|inner| inner.get_deref(b"W", document).and_then(Object::as_array).ok());
        let default =
            inner.and_then(|inner| inner.get_deref(b"DW", document).and_then(Object::as_float).ok());
        let encoding = font.get_deref(b"Encoding", document);
        let codes = encoding.as_ref().ok().and_then(|encoding| encoding.as_stream().ok());
        let codes = codes.and_then(|map| map.get_plain_content().ok()).map(|map| Codes::of(&map));
        let named = encoding.ok().and_then(|encoding| encoding.as_name().ok());
        let system = inner.filter(|_| texts.is_empty()).and_then(|inner| {
            let system = inner.get_deref(b"CIDSystemInfo", document).and_then(Object::as_dict).ok()?;
            system.get_deref(b"Ordering", document).and_then(Object::as_str).ok()
        });
        Self {
            codes,
            texts,
            collection: system.and_then(|ordering| Collection::of(ordering, named)),
            widths: repair::wide_widths(document, list.map_or(&[][..], Vec::as_slice)),
            default: f64::from(default.unwrap_or(1000.0).trunc()) / 1000.0,
            none: Rc::from(UNKNOWN),
        }
    }

    fn take(&self, string: &mut &[u8]) -> Option<(Sign, bool)> {
        let Code { number, cid, character, length } = match (&self.codes, &self.collection) {
            (Some(codes), collection) => {
                let (number, cid, length) = codes.first(string)?;
                let character = collection.as_ref().and_then(|collection| collection.character(cid));
                Code { number, cid, character, length }
            }
            (None, Some(collection)) => collection.first(string)?,
            (None, None) => {
                let number = u32::from(u16::from_be_bytes(*string.first_chunk()?));
                Code { number, cid: number, character: None, length: 2 }
            }
        };
        *string = string.get(length..)?;
        let named = || character.map(|character| normal(character.encode_utf8(&mut [0; 4])));
        let text = self.texts.get(&number).cloned().or_else(named).unwrap_or_else(|| Rc::clone(&self.none));
        let width = self.widths.get(&cid).copied().unwrap_or(self.default);
        Some((Sign { text, width }, number == u32::from(b' ') && length == 1))
    }
}

/// Returns which of the codes without a name is the space of a font that has letters: the only one as narrow as a space.
fn space(signs: &[Sign], unknown: &[usize]) -> Option<usize> {
    const LETTERS: usize = 10;
    const WIDTHS: std::ops::Range<f64> = 0.18..0.3;
    let letters = signs.iter().filter(|sign| sign.width > 0.0 && sign.text.starts_with(char::is_alphabetic));
    let narrow = |code: &&usize| signs.get(**code).is_some_and(|sign| WIDTHS.contains(&sign.width));
    let mut narrow = unknown.iter().filter(narrow);
    let first = narrow.next().filter(|_| narrow.next().is_none() && letters.count() >= LETTERS);
    first.copied()
}

/// Returns the text that a font itself gives its codes.
fn texts(document: &Document, font: &Dictionary) -> HashMap<u32, Rc<str>> {
    let map = font.get_deref(b"ToUnicode", document).and_then(Object::as_stream);
    let Some(map) = map.ok().and_then(stream::content) else { return HashMap::new() };
    cmap::texts(&map).into_iter().map(|(code, text)| (code, normal(&text))).collect()
}

/// Returns the text and width of each code of a font of single-byte codes.
fn signs(font: Dictionary) -> Vec<Sign> {
    let mut signs = Signs(Vec::with_capacity(usize::from(u8::MAX) + 1));
    let read = output_doc_page(&sample(font), &mut signs, 1);
    if read.is_err() { Vec::new() } else { signs.0 }
}

/// Returns a file with one page, on which each code of a font is shown once.
fn sample(font: Dictionary) -> Document {
    let mut file = Document::with_version("1.5");
    let mut content = b"/F 1 Tf (".to_vec();
    for code in 0..=u8::MAX {
        match code {
            b'(' | b')' | b'\\' => content.extend([b'\\', code]),
            b'\r' => content.extend(b"\\r"),
            code => content.push(code),
        }
    }
    content.extend(b") Tj");
    let content = file.add_object(Stream::new(Dictionary::new(), content));
    let pages = file.new_object_id();
    let side = Object::Integer;
    let page = file.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => content,
        "MediaBox" => vec![side(0), side(0), side(1), side(1)],
        "Resources" => dictionary! {"Font" => dictionary! {"F" => font}},
    });
    let kids = vec![Object::Reference(page)];
    file.objects.insert(pages, dictionary! {"Type" => "Pages", "Kids" => kids, "Count" => 1}.into());
    let catalog = file.add_object(dictionary! {"Type" => "Catalog", "Pages" => pages});
    file.trailer.set("Root", catalog);
    file
}

/// Collects the codes that `pdf-extract` shows.
struct Signs(Vec<Sign>);

impl OutputDev for Signs {
    fn output_character(
        &mut self,
        _: &Transform,
        width: f64,
        _: f64,
        _: f64,
        text: &str,
    ) -> Result<(), OutputError> {
        self.0.push(Sign { text: normal(text), width });
        Ok(())
    }

    fn begin_page(
        &mut self,
        _: u32,
        _: &MediaBox,
        _: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}

/// Decomposes ligatures and letters of math fonts; accents that stand alone are kept. A soft hyphen that is drawn is a hyphen: Typst
/// names all hyphens of a font like that. Superscripts are kept, because 10² is not 102.
pub(super) fn normal(text: &str) -> Rc<str> {
    /// The compatibility forms of these are a space and a combining mark, which would split a word.
    const ACCENTS: &[char] = &['´', '¨', '¯', '¸', '˘', '˙', '˚', '˜', '˝'];
    if text.contains(ACCENTS) || text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Rc::from(text);
    }
    // The compatible form of `™` would run into the name before it.
    if text.contains(HIGH) || text == "™" {
        return Rc::from(text);
    }
    let letters = text.nfkc().filter(|c| !c.is_control());
    let plain = |c| match c {
        '\u{ad}' | '\u{2010}' => '-',
        '\u{2044}' => '/',
        c => c,
    };
    Rc::from(letters.map(plain).collect::<String>())
}

/// The fonts of a file that have been decoded.
#[derive(Debug, Default)]
pub(super) struct Typefaces {
    known: RefCell<HashMap<ObjectId, Rc<Typeface>>>,
}

impl Typefaces {
    /// Returns a font of a table of resources. `name` is that in the table.
    pub(super) fn get(&self, document: &Document, table: &Dictionary, name: &[u8]) -> Option<Rc<Typeface>> {
        let (id, font) = document.dereference(table.get(name).ok()?).ok()?;
        if let Some(known) = id.and_then(|id| self.known.borrow().get(&id).cloned()) {
            return Some(known);
        }
        let font = font.as_dict().ok()?;
        let own = font.get_deref(b"BaseFont", document).and_then(Object::as_name).unwrap_or(name);
        let own = String::from_utf8_lossy(own);
        let mut typeface = Typeface { font: Font::named(&own), ..Typeface::of(document, font) };
        if let Kind::Simple(signs) = &mut typeface.kind {
            publisher::correct(&own, signs);
        }
        let typeface = Rc::new(typeface);
        if let Some(id) = id {
            self.known.borrow_mut().insert(id, Rc::clone(&typeface));
        }
        Some(typeface)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawn_soft_hyphen_is_a_hyphen() {
        assert_eq!([normal("\u{ad}"), normal("ﬁ"), normal("\0")], ["-", "fi", ""].map(Rc::from));
        assert_eq!([normal("½"), normal("²")], ["1/2", "²"].map(Rc::from));
    }

    fn read(typeface: &Typeface, mut string: &[u8]) -> (String, Vec<f64>) {
        let signs: Vec<Sign> =
            std::iter::from_fn(|| typeface.take(&mut string)).map(|(sign, _)| sign).collect();
        (signs.iter().map(|sign| &*sign.text).collect(), signs.iter().map(|sign| sign.width).collect())
    }

    #[test]
    fn a_simple_font_has_the_text_of_its_map_before_that_of_its_names() {
        let map = Stream::new(Dictionary::new(), b"1 beginbfchar <42> <00C5> endbfchar".to_vec());
        let names = vec![Object::Integer(65), "alpha".into(), "beta".into(), "ffi".into()];
        let font = dictionary! {
            "Subtype" => "Type1", "FirstChar" => 65, "LastChar" => 66, "Widths" => vec![500.into(), 250.into()],
            "Encoding" => dictionary! {"Differences" => names}, "ToUnicode" => map,
        };
        let (text, widths) = read(&Typeface::of(&Document::new(), &font), b"ABC");
        assert_eq!((text.as_str(), widths), ("αÅffi", vec![0.5, 0.25, 0.0]));
    }

    #[test]
    fn letters_without_a_name_leave_a_mark_and_a_space_does_not() {
        let read = |unknown: &[usize]| {
            let mut widths = vec![Object::Integer(0); 256];
            widths.splice(97..107, vec![Object::Integer(500); 10]);
            for code in unknown {
                widths[*code] = 250.into();
            }
            let font =
                dictionary! {"Subtype" => "Type1", "FirstChar" => 0, "LastChar" => 255, "Widths" => widths};
            read(&Typeface::of(&Document::new(), &font), b"a\x03b").0
        };
        assert_eq!([read(&[3]), read(&[3, 4])], ["a b".to_owned(), format!("a{UNKNOWN}b")]);
    }

    #[test]
    fn a_composite_font_is_read_whatever_it_lacks() {
        let font = dictionary! {"Subtype" => "Type0", "Encoding" => "UniGB-UCS2-H"};
        let (text, widths) = read(&Typeface::of(&Document::new(), &font), b"\0A\0");
        assert_eq!((text.as_str(), widths), (UNKNOWN, vec![1.0]));
    }

    #[test]
    fn a_composite_font_without_texts_has_those_of_its_collection() {
        let system = dictionary! {"Ordering" => Object::string_literal("Japan1")};
        let inner = dictionary! {"CIDSystemInfo" => system, "W" => vec![1125.into(), vec![Object::Integer(900)].into()]};
        let font = |encoding: &str| {
            dictionary! {
                "Subtype" => "Type0", "Encoding" => encoding, "DescendantFonts" => vec![Object::Dictionary(inner.clone())],
            }
        };
        let read = |encoding: &str, string| read(&Typeface::of(&Document::new(), &font(encoding)), string);
        assert_eq!(read("Identity-H", b"\x04\x65"), ("亜".to_owned(), vec![0.9]));
        assert_eq!(read("UniJIS-UTF16-H", b"\x4e\x9c"), ("亜".to_owned(), vec![0.9]));
        assert_eq!(read("UniJIS-UTF16-V", b"\x4e\x9c"), (UNKNOWN.to_owned(), vec![1.0]));
    }

    #[test]
    fn the_codes_of_a_composite_font_are_those_of_its_own_map() {
        let codes = b"1 begincodespacerange <00> <7F> endcodespacerange 1 begincodespacerange <8000> <FFFF> endcodespacerange
            1 begincidrange <20> <7E> 1 endcidrange 1 begincidchar <8001> 7 endcidchar";
        let texts = b"2 beginbfchar <41> <0061> <8001> <0062> endbfchar";
        let inner = dictionary! {"W" => vec![34.into(), vec![Object::Integer(300)].into(), 7.into(), 7.into(), 900.into()]};
        let font = dictionary! {
            "Subtype" => "Type0", "Encoding" => Stream::new(Dictionary::new(), codes.to_vec()),
            "ToUnicode" => Stream::new(Dictionary::new(), texts.to_vec()),
            "DescendantFonts" => vec![Object::Dictionary(inner)],
        };
        let (text, widths) = read(&Typeface::of(&Document::new(), &font), b"A\x80\x01A");
        assert_eq!((text.as_str(), widths), ("aba", vec![0.3, 0.9, 0.3]));
    }
}
