//! Reads a PDF into a [`Document`]: positioned glyphs are assembled into lines, columns, paragraphs and sections.
//!
//! lopdf reads the objects of a file, and `pdf-extract` decodes fonts; everything else is done here. Both panic on damaged files,
//! which is caught. The time and memory that a hostile file may take are limited by the caller, which runs this in a child process
//! (`src/isolate.rs` of the binary). Files that are not PDFs, and those that are too large, encrypted, scanned or damaged, are rejected.
//!
//! ```text
//! bytes ──page──▶ letters and paints ──sheet──▶ visible letters ──line──▶ line fragments ──layout──▶ rows in reading order
//!      content, text, typeface, state, shape    canvas
//!       ──furniture──▶ without running heads ──sections──▶ drafts ──assemble──▶ Document
//!                                              usual, heading (look, title), running (float, hyphen), drafts
//! ```

// The file: its objects, pages and streams.
mod locked;
mod pages;
mod rebuild;
mod stream;

// Fonts: the text and the width of each code.
mod bitmap;
mod cmap;
mod collection;
mod cyrillic;
mod font;
mod glyphname;
mod program;
mod publisher;
mod repair;
mod standard;
mod style;
mod typeface;

// The content of a page: its letters, and whether they are visible.
mod canvas;
mod color;
mod content;
mod geometry;
mod glyph;
mod grid;
mod ink;
mod layer;
mod page;
mod scene;
mod shape;
mod sheet;
mod state;
mod text;
mod tint;

// Letters to lines, and lines to rows in reading order.
mod columns;
mod foot;
mod fraction;
mod furniture;
mod layout;
mod line;
mod notes;
mod numbered;
mod raised;
mod seam;
mod tidy;

// Rows to sections, paragraphs and captions.
mod around;
mod drafts;
mod float;
mod heading;
mod hyphen;
mod inset;
mod look;
mod number;
mod running;
mod sections;
mod thresholds;
mod title;
mod usual;

use std::panic::{AssertUnwindSafe, catch_unwind};

use memchr::memmem;
use pdf_extract::Document as File;

use super::FulltextError;
use super::assemble::{assemble, check_length};
use super::stamp;
use glyph::{Glyph, SEAMS, UNKNOWN};
use layer::Layers;
use papers_paper::{Document, ReadFrom};
use sheet::Sheet;
use style::Style;
use typeface::Typefaces;

/// The maximum size of a file, in bytes. The largest PDFs on arXiv have about 50 MB, mostly images, which are not read.
const MAX_BYTES: usize = 80 * 1024 * 1024;
/// The maximum number of pages; a thesis has hundreds.
const MAX_PAGES: usize = 1_500;
/// A file with fewer letters per page than this counts as a scan.
const MIN_LETTERS_PER_PAGE: usize = 60;
/// A file is rejected if fewer than this share of its characters are letters and digits. Real papers have at least three quarters;
/// fonts without names give signs.
const LEGIBLE: f64 = 0.6;
/// A file is rejected if more than one page in this many is unreadable.
const PAGES_PER_DAMAGED: usize = 5;
/// The number of bytes within which the header must start.
const HEAD: usize = 1024;
/// Hidden text with fewer letters per page than this is spacing and is ignored.
const MIN_HIDDEN_LETTERS: usize = 12;
/// The maximum number of characters kept of the hidden text of a page.
const MAX_HIDDEN_CHARS: usize = 300;

/// Reads a PDF.
pub fn pdf(bytes: &[u8]) -> Result<Document, FulltextError> {
    if bytes.len() > MAX_BYTES {
        return Err(FulltextError::TooLarge { bytes: bytes.len(), limit: MAX_BYTES });
    }
    check_kind(bytes)?;
    let panicked =
        |_| Err(FulltextError::Broken { reason: "the PDF library panicked while reading it".to_owned() });
    let read = catch_unwind(|| parse(bytes)).unwrap_or_else(panicked);
    read.map_err(|error| match error {
        FulltextError::Broken { .. } | FulltextError::Scanned { .. } if was_text(bytes) => {
            FulltextError::Broken {
                reason: "its bytes were changed by a transfer as text; get it again as binary data"
                    .to_owned(),
            }
        }
        other => other,
    })
}

/// Returns true for a file with compressed data that is valid text, or in which every line ends as on Windows: data has other bytes,
/// and line feeds of its own, unless it is written in letters.
fn was_text(bytes: &[u8]) -> bool {
    let ends_line = |at: usize| at.checked_sub(1).and_then(|before| bytes.get(before)) == Some(&b'\r');
    let has = |name: &[u8]| memmem::find(bytes, name).is_some();
    has(b"FlateDecode")
        && !has(b"ASCII85Decode")
        && !has(b"ASCIIHexDecode")
        && (str::from_utf8(bytes).is_ok() || memchr::memchr_iter(b'\n', bytes).all(ends_line))
}

/// Returns true for a file with the header of a PDF, which other bytes may precede.
pub fn is_pdf(bytes: &[u8]) -> bool {
    memmem::find(bytes.get(..HEAD).unwrap_or(bytes), b"%PDF-").is_some()
}

fn check_kind(bytes: &[u8]) -> Result<(), FulltextError> {
    if is_pdf(bytes) {
        return Ok(());
    }
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let text = String::from_utf8_lossy(head).to_lowercase();
    let what = if text.trim().is_empty() {
        "an empty file"
    } else if text.contains("<html") || text.contains("<!doctype") {
        "an HTML page"
    } else if text.starts_with("%!ps") {
        "PostScript"
    } else {
        "no `%PDF-` header"
    };
    Err(FulltextError::NotPdf { what: what.into() })
}

fn parse(bytes: &[u8]) -> Result<Document, FulltextError> {
    let (sheets, unread_pages) = sheets(open(bytes)?)?;
    if runs_left(sheets.iter().flat_map(|sheet| &sheet.glyphs).flat_map(|glyph| glyph.text.chars())) {
        return Err(FulltextError::RightToLeft);
    }
    let mut rows = Vec::new();
    let mut hidden = Vec::new();
    let seen = seen(&sheets);
    for sheet in &sheets {
        rows.extend(layout::rows(sheet));
        hidden.extend(message(sheet, &seen));
    }
    seam::resolve(&mut rows);
    let contents = sections::read(&foot::without_notes(furniture::remove(rows)));
    let document = Document {
        read: ReadFrom::Pdf,
        sections: assemble(contents.drafts),
        captions: contents.captions,
        figure: None,
        stamp: sheets.first().and_then(|first| stamp::find(&first.turned)),
        license: None,
        hidden,
        unread_pages,
    };
    let text = document.text();
    check_legible(&text)?;
    check_share(&text, sheets.iter().map(|sheet| sheet.glyphs.len()).sum())?;
    check_length(&document).map(|()| document)
}

/// Returns true if most letters are of Hebrew, Arabic and the scripts beside them.
fn runs_left(text: impl Iterator<Item = char>) -> bool {
    let (mut letters, mut left) = (0_usize, 0_usize);
    for c in text.filter(|c| c.is_alphabetic()) {
        letters += 1;
        let is_left = matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}');
        left += usize::from(is_left);
    }
    left * 2 > letters
}

/// Rejects a text of signs, to which a model would have no answer.
fn check_legible(text: &str) -> Result<(), FulltextError> {
    let (mut count, mut alphanumeric) = (0_usize, 0_usize);
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        count += 1;
        alphanumeric += usize::from(c.is_alphanumeric());
    }
    let legible = alphanumeric as f64 >= LEGIBLE * count as f64 && has_words(text);
    legible.then_some(()).ok_or(FulltextError::Illegible)
}

/// Returns true unless hardly any word of a text in Latin script consists of letters, or most letters have accents, as if the fonts
/// named their codes and not their letters. Most words of a paper are letters, and a third of those of Vietnamese have accents.
fn has_words(text: &str) -> bool {
    const WORDS: f64 = 0.2;
    const ACCENTED: f64 = 0.6;
    /// The number of words that are looked at.
    const SOME: usize = 1_000;
    /// The first letter after those of Latin script.
    const ALPHABETS: char = '\u{250}';
    let is_sign = |c: char| c.is_ascii_punctuation() || "“”‘’—–".contains(c);
    let (mut count, mut words) = (0_usize, 0_usize);
    let (mut letters, mut latin, mut accented) = (0_usize, 0_usize, 0_usize);
    for word in text.split_whitespace().take(SOME) {
        let word = word.trim_matches(is_sign);
        count += 1;
        words += usize::from(
            word.chars().nth(1).is_some() && word.chars().all(|c| c.is_alphabetic() || "-’'".contains(c)),
        );
        for c in word.chars().filter(|c| c.is_alphabetic()) {
            letters += 1;
            latin += usize::from(c < ALPHABETS);
            accented += usize::from(('\u{C0}'..ALPHABETS).contains(&c));
        }
    }
    let enough = latin * 2 < letters || words as f64 >= WORDS * count as f64;
    enough && accented as f64 <= ACCENTED * letters as f64
}

/// Rejects a few rows of a long paper, most of which was not recognized as text.
fn check_share(text: &str, letters: usize) -> Result<(), FulltextError> {
    /// Shorter texts are not papers of many pages.
    const SHORT: usize = 5_000;
    /// Most of a text is missing if it has fewer than one in this many of the letters of the file.
    const SHARE: usize = 20;
    let chars = text.len();
    if chars < SHORT && chars * SHARE < letters { Err(FulltextError::TooShort { chars }) } else { Ok(()) }
}

/// Opens a file. Rejects one that needs a password, has no pages or has too many.
fn open(bytes: &[u8]) -> Result<File, FulltextError> {
    let file = locked::load(bytes)?;
    match file.page_iter().take(MAX_PAGES + 1).count() {
        0 => Err(FulltextError::Broken { reason: "it has no pages".to_owned() }),
        pages if pages > MAX_PAGES => Err(FulltextError::TooManyPages { pages, limit: MAX_PAGES }),
        _ => Ok(file),
    }
}

/// Reads all pages. Returns those that can be read, and the numbers of damaged ones.
fn sheets(mut file: File) -> Result<(Vec<Sheet>, Vec<u32>), FulltextError> {
    let (pages, mut unread) = pages::pages(&file);
    if !page::is_turned(&file, pages.values()) {
        // Where most pages are upright, a rotated page shows a table or a figure in landscape; its text is dropped.
        for id in pages.values() {
            page::set_upright(&mut file, *id);
        }
    }
    let (layers, typefaces) = (Layers::of(&file), Typefaces::default());
    let file = page::File { document: &file, layers: &layers, typefaces: &typefaces };
    let count = pages.len() + unread.len();
    let mut sheets = Vec::with_capacity(count);
    for (number, id) in pages {
        let sheet = catch_unwind(AssertUnwindSafe(|| sheet::sheet(file, number, id)));
        match sheet.ok().flatten() {
            Some(sheet) => sheets.push(sheet),
            None => unread.push(number),
        }
    }
    let damaged = unread.len();
    if damaged * PAGES_PER_DAMAGED > count {
        return Err(FulltextError::Broken { reason: format!("{damaged} of {count} pages cannot be read") });
    }
    let known = |glyph: &&Glyph| &*glyph.text != UNKNOWN;
    let letters: usize = sheets.iter().map(|sheet| sheet.glyphs.iter().filter(known).count()).sum();
    if letters < MIN_LETTERS_PER_PAGE * count {
        let turned: usize = sheets.iter().map(|sheet| self::letters(&sheet.turned).count()).sum();
        if turned >= MIN_LETTERS_PER_PAGE * count {
            return Err(FulltextError::Turned);
        }
        return Err(FulltextError::Scanned { pages: count });
    }
    unread.sort_unstable();
    hide_undrawn(&mut sheets, letters);
    cyrillic::decode(&mut sheets);
    Ok((sheets, unread))
}

/// Moves undrawn letters to the hidden text, unless most letters are undrawn: then they are the text layer of a scan.
fn hide_undrawn(sheets: &mut [Sheet], letters: usize) {
    let undrawn = |glyph: &Glyph| glyph.style.has(Style::UNDRAWN);
    let count = sheets.iter().flat_map(|sheet| &sheet.glyphs).filter(|glyph| undrawn(glyph)).count();
    if count == 0 || count * 2 > letters {
        return;
    }
    for sheet in sheets {
        let (hidden, seen) = std::mem::take(&mut sheet.glyphs).into_iter().partition(undrawn);
        sheet.glyphs = seen;
        sheet.hidden.extend::<Vec<_>>(hidden);
    }
}

/// Returns the letters of the visible text, or nothing if no page has hidden text.
fn seen(sheets: &[Sheet]) -> String {
    if sheets.iter().all(|sheet| sheet.hidden.is_empty()) {
        return String::new();
    }
    sheets.iter().flat_map(|sheet| &sheet.glyphs).flat_map(|glyph| letters(&glyph.text)).collect()
}

fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric())
}

/// Returns the hidden text of a page, without lines that are also visible: a line cut off at the end of a page may be repeated on
/// the next.
fn message(sheet: &Sheet, seen: &str) -> Option<String> {
    let lines = line::lines(&sheet.hidden, &[]);
    let texts = lines.iter().map(|line| line.text.replace(SEAMS, ""));
    let text =
        texts.filter(|line| !seen.contains(&letters(line).collect::<String>())).collect::<Vec<_>>().join(" ");
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    (letters >= MIN_HIDDEN_LETTERS).then(|| text.chars().take(MAX_HIDDEN_CHARS).collect())
}

#[cfg(test)]
mod tests {
    #[test]
    fn data_in_letters_were_not_changed_by_a_transfer() {
        let was_text = |filters: &str| super::was_text(format!("<< /Filter {filters} >> stream").as_bytes());
        assert!(
            was_text("/FlateDecode") && !was_text("[/ASCII85Decode /FlateDecode]") && !was_text("/DCTDecode")
        );
    }

    #[test]
    fn scripts_from_right_to_left_are_known() {
        let runs_left = |text: &str| super::runs_left(text.chars());
        assert!(runs_left("אנו סופרים פוטונים (CMS)") && runs_left("نحن نعد الفوتونات"));
        assert!(!runs_left("We count the photons of אור.") && !runs_left("") && !runs_left("我们计算光子"));
    }
}
