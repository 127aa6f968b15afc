//! A PDF → its pages of letters with their places, in the order in which the file draws them.
//!
//! The only use of `pdf-extract`'s reading. Turned letters (the stamp on arXiv's first pages, tables on their side) are
//! left out of the text; hidden ones are kept apart.

use pdf_extract::{
    ColorSpace, Document, MediaBox, ObjectId, OutputDev, OutputError, Path, PathOp, Transform,
    output_doc_page,
};
use unicode_normalization::UnicodeNormalization;

use super::geometry::Rectangle;
use super::strip::{MARK, Style, strip};

/// Letters of a whole PDF that are read; a book has two million.
const MOST_GLYPHS: usize = 4_000_000;
/// Turned letters of a page that are kept, in bytes: a stamp has some fifty, a table on its side some thousand.
const MOST_TURNED: usize = 4_000;
/// Smaller letters cannot be read, in points.
const TINY: f64 = 1.5;

/// One letter, or a ligature's letters.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    pub(super) text: String,
    /// Left end of its baseline.
    pub(super) x: f64,
    pub(super) y: f64,
    /// Right end.
    pub(super) end: f64,
    /// Font size on the page.
    pub(super) size: f64,
    pub(super) style: Style,
    /// Its font, as a number.
    pub(super) face: u16,
}

/// A page of letters.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// The first is 1.
    pub(super) page: usize,
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) glyphs: Vec<Glyph>,
    /// Letters on their side, as far as a stamp may be among them.
    pub(super) turned: String,
    /// Letters that nobody sees.
    pub(super) hidden: Vec<Glyph>,
}

/// Reads one page; `None` when it is damaged.
pub(super) fn sheet(document: &mut Document, number: u32, id: ObjectId) -> Option<Sheet> {
    let stripped = strip(document, id)?;
    let mut pen = Pen { painted: stripped.painted, ..Pen::default() };
    output_doc_page(document, &mut pen, number).ok()?;
    pen.sheet.page = usize::try_from(number).ok()?;
    Some(pen.sheet)
}

/// Takes down what `pdf-extract` reads.
#[derive(Default)]
struct Pen {
    sheet: Sheet,
    corner: (f64, f64),
    style: Style,
    face: u16,
    painted: Vec<Rectangle>,
}

impl Pen {
    fn is_hidden(&self, glyph: &Glyph) -> bool {
        let middle = (f64::midpoint(glyph.x, glyph.end), glyph.y + glyph.size / 3.0);
        let off = !Rectangle::between((0.0, 0.0), (self.sheet.width, self.sheet.height)).holds(middle);
        let on_page = (middle.0 + self.corner.0, middle.1 + self.corner.1);
        let white = glyph.style.has(Style::WHITE) && !self.painted.iter().any(|box_| box_.holds(on_page));
        white || off || glyph.size < TINY
    }
}

impl OutputDev for Pen {
    fn begin_page(
        &mut self,
        _: u32,
        media: &MediaBox,
        _: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        self.corner = (media.llx, media.lly);
        self.sheet.width = media.urx - media.llx;
        self.sheet.height = media.ury - media.lly;
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn output_character(
        &mut self,
        place: &Transform,
        width: f64,
        _: f64,
        font_size: f64,
        text: &str,
    ) -> Result<(), OutputError> {
        let turned = place.m12.abs() > place.m11.abs() || place.m11 < 0.0;
        let text = letters(text);
        if turned && self.sheet.turned.len() < MOST_TURNED {
            self.sheet.turned.push_str(&text);
        }
        if turned || text.is_empty() {
            return Ok(());
        }
        if self.sheet.glyphs.len() + self.sheet.hidden.len() >= MOST_GLYPHS {
            return Err(OutputError::FormatError(std::fmt::Error));
        }
        let (x, y) = (place.m31 - self.corner.0, place.m32 - self.corner.1);
        let size = place.m21.hypot(place.m22) * font_size.abs();
        let end = x + width * font_size * place.m11;
        if !(x.is_finite() && y.is_finite() && size.is_finite() && end.is_finite()) {
            return Ok(());
        }
        let glyph = Glyph { text, x, y, end, size, style: self.style, face: self.face };
        match self.is_hidden(&glyph) {
            true => self.sheet.hidden.push(glyph),
            false => self.sheet.glyphs.push(glyph),
        }
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

    /// A mark of [`strip`] tells how the letters after it look.
    fn fill(&mut self, _: &Transform, _: &ColorSpace, _: &[f64], path: &Path) -> Result<(), OutputError> {
        if let Some(PathOp::Rect(mark, style, face, ..)) = path.ops.last()
            && (*mark - f64::from(MARK)).abs() < 1.0
        {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a mark holds a byte and a number of two bytes"
            )]
            let (flags, face) = (*style as u8, *face as u16);
            self.style = Style(flags);
            self.face = face;
        }
        Ok(())
    }
}

/// The letters of a ligature or of a font of formulas; accents that stand alone stay.
fn letters(text: &str) -> String {
    /// Compatibility forms of these are a space and a mark, which would part a word.
    const ACCENTS: &[char] = &['´', '¨', '¯', '¸', '˘', '˙', '˚', '˜', '˝'];
    match text.contains(ACCENTS) {
        true => text.to_owned(),
        false => text.nfkc().filter(|c| !c.is_control()).collect(),
    }
}
