//! A PDF → [`Document`]: letters with their places, put together as a reader would.
//!
//! `pdf-extract` knows fonts and encodings, and gives letters in the order in which the file draws them; all else is
//! done here. It panics on damaged files, which is caught; what a hostile file can take of time and memory is bounded by
//! [`isolate`](crate::isolate), which reads in a process of its own. Refuses what is not a PDF, and files that are too
//! large, locked, scanned or damaged.
//!
//! ```text
//! bytes ──strip──▶ pages of nothing but text ──glyph──▶ letters ──line──▶ pieces ──layout──▶ rows in reading order
//!       ──furniture──▶ without running heads ──sections──▶ drafts ──assemble──▶ Document
//!                                              usual, heading (look, title), float, hyphen
//! ```

mod cmap;
mod float;
mod font;
mod furniture;
mod geometry;
mod glyph;
mod heading;
mod hyphen;
mod layout;
mod line;
mod look;
mod sections;
mod strip;
mod thresholds;
mod title;
mod usual;

use std::panic::{AssertUnwindSafe, catch_unwind};

use memchr::memmem;
use pdf_extract::Document as File;

use super::FulltextError;
use super::assemble::{assemble, check_length};
use super::stamp;
use glyph::Sheet;
use papers_paper::{Document, ReadFrom};
use strip::Style;

/// The largest PDFs on arXiv are some 50 MB, of images that are not read.
const LARGEST: usize = 80 * 1024 * 1024;
/// A thesis has hundreds of pages.
const MOST_PAGES: usize = 1_500;
/// Fewer letters a page than this is a scan.
const LETTERS_A_PAGE: usize = 60;
/// A paper of which one page in so many cannot be read is not read at all.
const DAMAGED_PAGES: usize = 5;
/// The number of bytes at the start of a file in which its header may stand.
const HEAD: usize = 1024;
/// Hidden text with fewer letters on a page is a spacer, not a message.
const MESSAGE_LETTERS: usize = 12;
/// Characters of each hidden passage that are kept.
const HIDDEN_CHARS: usize = 300;

/// Reads a PDF.
pub fn pdf(bytes: &[u8]) -> Result<Document, FulltextError> {
    if bytes.len() > LARGEST {
        return Err(FulltextError::TooLarge { bytes: bytes.len(), limit: LARGEST });
    }
    check_kind(bytes)?;
    let panicked = |_| Err(FulltextError::Broken { reason: "its objects contradict each other".to_owned() });
    catch_unwind(|| parse(bytes)).unwrap_or_else(panicked)
}

fn check_kind(bytes: &[u8]) -> Result<(), FulltextError> {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    if memmem::find(head, b"%PDF-").is_some() {
        return Ok(());
    }
    let text = String::from_utf8_lossy(head).to_lowercase();
    let what = if text.trim().is_empty() {
        "an empty file"
    } else if text.contains("<html") || text.contains("<!doctype") {
        "an HTML page"
    } else if text.starts_with("%!ps") {
        "PostScript"
    } else {
        "no `%PDF` at its start"
    };
    Err(FulltextError::NotPdf { what: what.into() })
}

fn parse(bytes: &[u8]) -> Result<Document, FulltextError> {
    let (sheets, unread_pages) = sheets(open(bytes)?)?;
    let mut rows = Vec::new();
    let mut hidden = Vec::new();
    for sheet in &sheets {
        rows.extend(layout::rows(sheet));
        hidden.extend(message(sheet));
    }
    let contents = sections::read(&furniture::remove(rows));
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
    check_length(&document).map(|()| document)
}

/// Opens a file that asks for no password and has not more pages than a thesis.
fn open(bytes: &[u8]) -> Result<File, FulltextError> {
    let broken = |error: pdf_extract::Error| FulltextError::Broken { reason: error.to_string() };
    let mut file = File::load_mem(bytes).map_err(broken)?;
    if file.is_encrypted() {
        file.decrypt("").map_err(|_| FulltextError::Encrypted)?;
    }
    match file.page_iter().take(MOST_PAGES + 1).count() {
        0 => Err(FulltextError::Broken { reason: "it has no pages".to_owned() }),
        pages if pages > MOST_PAGES => Err(FulltextError::TooManyPages { pages, limit: MOST_PAGES }),
        _ => Ok(file),
    }
}

/// Reads all pages; a few that are damaged are left out, and their numbers come with the rest.
fn sheets(mut file: File) -> Result<(Vec<Sheet>, Vec<u32>), FulltextError> {
    let pages = file.get_pages();
    let count = pages.len();
    let mut sheets = Vec::with_capacity(count);
    let mut unread = Vec::new();
    for (number, id) in pages {
        let sheet = catch_unwind(AssertUnwindSafe(|| glyph::sheet(&mut file, number, id)));
        match sheet.ok().flatten() {
            Some(sheet) => sheets.push(sheet),
            None => unread.push(number),
        }
    }
    let damaged = unread.len();
    if damaged * DAMAGED_PAGES > count {
        return Err(FulltextError::Broken { reason: format!("{damaged} of {count} pages cannot be read") });
    }
    let letters: usize = sheets.iter().map(|sheet| sheet.glyphs.len()).sum();
    if letters < LETTERS_A_PAGE * count {
        return Err(FulltextError::Scanned { pages: count });
    }
    hide_undrawn(&mut sheets, letters);
    Ok((sheets, unread))
}

/// Letters that are not drawn are the text of a scan, where most are so, and else a message to machines.
fn hide_undrawn(sheets: &mut [Sheet], letters: usize) {
    let undrawn = |glyph: &glyph::Glyph| glyph.style.has(Style::UNDRAWN);
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

/// Reads the message of a page that says nothing else.
fn message(sheet: &Sheet) -> Option<String> {
    let lines = line::lines(&sheet.hidden);
    let text = lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ");
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    (letters >= MESSAGE_LETTERS).then(|| text.chars().take(HIDDEN_CHARS).collect())
}
