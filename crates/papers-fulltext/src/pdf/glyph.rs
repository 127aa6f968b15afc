//! Reads the letters of a PDF page and their positions, in drawing order.
//!
//! Only this module uses `pdf-extract` to read. Rotated letters (the stamp on first pages of arXiv, tables in landscape) are not
//! part of the text; hidden ones are kept apart.

use pdf_extract::{
    ColorSpace, Document, MediaBox, ObjectId, OutputDev, OutputError, Path, PathOp, Transform,
    output_doc_page,
};
use unicode_normalization::UnicodeNormalization;

use super::canvas::{Canvas, Cover};
use super::geometry::Point;
use super::layer::Layers;
use super::strip::{MARK, open, strip};
use super::style::Style;

/// The maximum number of letters read from a PDF; a book has two million.
const MOST_GLYPHS: usize = 4_000_000;
/// The maximum size of the rotated text kept of a page, in bytes: a stamp has some fifty, a landscape table some thousand.
const MOST_TURNED: usize = 4_000;
/// Letters smaller or narrower than this are unreadable, in points.
const TINY: f64 = 1.5;
/// The points at which a letter is sampled: shares of its width, and of its size above the baseline.
const PLACES: [(f64, f64); 9] = [
    (0.17, 0.08),
    (0.17, 0.25),
    (0.17, 0.42),
    (0.5, 0.08),
    (0.5, 0.25),
    (0.5, 0.42),
    (0.83, 0.08),
    (0.83, 0.25),
    (0.83, 0.42),
];
/// A letter that is visible at fewer of these points is unreadable.
const FEW_PLACES: usize = 2;
/// Fewer hidden letters in an otherwise visible line count as visible. If the widths of a font are unknown, the end of a line is
/// placed up to an inch too far right, over what is beside it.
const FEW_LETTERS: usize = 12;

/// A letter, or the letters of a ligature.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    pub(super) text: String,
    /// The left end of its baseline.
    pub(super) x: f64,
    pub(super) y: f64,
    /// The right end.
    pub(super) end: f64,
    /// The font size on the page.
    pub(super) size: f64,
    pub(super) style: Style,
    /// The number of its font's face.
    pub(super) face: u16,
}

/// The letters of a page.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// The page number, starting at 1.
    pub(super) page: usize,
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) glyphs: Vec<Glyph>,
    /// Rotated letters, as many as are needed to find a stamp.
    pub(super) turned: String,
    /// Letters that are invisible to readers.
    pub(super) hidden: Vec<Glyph>,
}

/// Reads one page; `None` if it is damaged.
pub(super) fn sheet(document: &mut Document, layers: &Layers, number: u32, id: ObjectId) -> Option<Sheet> {
    let scene = strip(document, layers, id)?;
    let mut pen = Pen { canvas: Canvas::new(scene), ..Pen::default() };
    output_doc_page(document, &mut pen, number).ok()?;
    let places: Vec<_> = pen.letters.iter().map(|letter| pen.places(&letter.glyph)).collect();
    places.into_iter().flatten().for_each(|place| pen.canvas.want(place));
    let figures = pen.canvas.figures();
    pen.canvas.add(open(document, layers, figures));
    pen.finish()?;
    pen.sheet.page = usize::try_from(number).ok()?;
    Some(pen.sheet)
}

/// Collects the output of `pdf-extract`.
#[derive(Default)]
struct Pen {
    sheet: Sheet,
    corner: Point,
    style: Style,
    face: u16,
    look: usize,
    canvas: Canvas,
    letters: Vec<Letter>,
}

/// A letter whose visibility is being determined.
struct Letter {
    glyph: Glyph,
    look: usize,
    fate: Cover,
}

impl Letter {
    /// Returns true if the next letter continues the same line.
    fn leads_to(&self, next: &Self) -> bool {
        let (here, there) = (&self.glyph, &next.glyph);
        self.look == next.look && (here.y - there.y).abs() < here.size / 2.0 && there.x >= here.x
    }
}

impl Pen {
    /// Returns the points at which a letter is sampled.
    fn places(&self, glyph: &Glyph) -> [Point; 9] {
        let (x, y) = (glyph.x + self.corner.0, glyph.y + self.corner.1);
        let (width, size) = (glyph.end - glyph.x, glyph.size);
        PLACES.map(|(part, up)| (x + part * width, y + up * size))
    }

    /// Returns true if a letter is visible when it is drawn; `None` if the page takes too much work.
    fn is_seen(&mut self, letter: &Letter) -> Option<bool> {
        let paints = self.canvas.look(letter.look).map_or(0, |look| look.paints);
        self.canvas.paint_until(paints)?;
        let Some(look) = self.canvas.look(letter.look) else { return Some(true) };
        let shows = |place: &Point| self.canvas.shows(look, *place);
        Some(self.places(&letter.glyph).into_iter().filter(shows).take(FEW_PLACES).count() == FEW_PLACES)
    }

    /// Returns what covers most of a letter.
    fn cover(&self, letter: &Letter) -> Cover {
        let paints = self.canvas.look(letter.look).map_or(0, |look| look.paints);
        if self.canvas.is_done_after(paints) {
            return Cover::Nothing;
        }
        let covers = self.places(&letter.glyph).map(|place| self.canvas.cover(place, paints));
        let count = |cover: Cover| covers.iter().filter(|found| **found == cover).count();
        match count(Cover::Nothing) >= FEW_PLACES {
            true => Cover::Nothing,
            false if count(Cover::Picture) > count(Cover::Color) => Cover::Picture,
            false => Cover::Color,
        }
    }

    /// Separates visible letters from hidden ones. Letters under a picture may be the text layer of a scan.
    fn finish(&mut self) -> Option<()> {
        let mut letters = std::mem::take(&mut self.letters);
        for letter in &mut letters {
            if !self.is_seen(letter)? {
                letter.fate = Cover::Color;
            }
        }
        self.canvas.finish()?;
        for letter in &mut letters {
            if letter.fate == Cover::Nothing {
                letter.fate = self.cover(letter);
            }
        }
        for line in letters.chunk_by(Letter::leads_to) {
            let hidden = line.iter().filter(|letter| letter.fate != Cover::Nothing).count();
            let in_sight = hidden < FEW_LETTERS && hidden * 2 < line.len();
            for Letter { glyph, fate, .. } in line {
                match fate {
                    _ if in_sight => self.sheet.glyphs.push(glyph.clone()),
                    Cover::Nothing => self.sheet.glyphs.push(glyph.clone()),
                    Cover::Color => self.sheet.hidden.push(glyph.clone()),
                    Cover::Picture => {
                        let style = glyph.style.with(Style::UNDRAWN, true);
                        self.sheet.glyphs.push(Glyph { style, ..glyph.clone() });
                    }
                }
            }
        }
        Some(())
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
        if self.letters.len() + self.sheet.hidden.len() >= MOST_GLYPHS {
            return Err(OutputError::FormatError(std::fmt::Error));
        }
        let (x, y) = (place.m31 - self.corner.0, place.m32 - self.corner.1);
        let size = place.m21.hypot(place.m22) * font_size.abs();
        let end = x + width * font_size * place.m11;
        if !(x.is_finite() && y.is_finite() && size.is_finite() && end.is_finite()) {
            return Ok(());
        }
        let glyph = Glyph { text, x, y, end, size, style: self.style, face: self.face };
        let wide = place.m11.hypot(place.m12) * font_size.abs();
        if size < TINY || wide < TINY {
            self.sheet.hidden.push(glyph);
        } else {
            self.letters.push(Letter { glyph, look: self.look, fate: Cover::Nothing });
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

    /// Reads a mark of [`strip`], which holds the style, look and face of the letters after it.
    fn fill(&mut self, _: &Transform, _: &ColorSpace, _: &[f64], path: &Path) -> Result<(), OutputError> {
        if let Some(PathOp::Rect(mark, style, look, face)) = path.ops.last()
            && (*mark - f64::from(MARK)).abs() < 1.0
        {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a mark holds a byte, an index and a number of two bytes"
            )]
            let (flags, look, face) = (*style as u8, *look as usize, *face as u16);
            self.style = Style(flags);
            self.face = face;
            self.look = look;
        }
        Ok(())
    }
}

/// Decomposes ligatures and letters of math fonts; accents that stand alone are kept. A soft hyphen that is drawn is a hyphen: Typst
/// names all hyphens of a font like that.
fn letters(text: &str) -> String {
    /// The compatibility forms of these are a space and a combining mark, which would split a word.
    const ACCENTS: &[char] = &['´', '¨', '¯', '¸', '˘', '˙', '˚', '˜', '˝'];
    match text.contains(ACCENTS) {
        true => text.to_owned(),
        false => {
            text.nfkc().filter(|c| !c.is_control()).map(|c| if c == '\u{ad}' { '-' } else { c }).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(x: f64, y: f64) -> Letter {
        let glyph =
            Glyph { text: "x".to_owned(), x, y, end: x + 6.0, size: 10.0, style: Style::default(), face: 0 };
        Letter { glyph, look: 0, fate: Cover::Nothing }
    }

    #[test]
    fn a_drawn_soft_hyphen_is_a_hyphen() {
        assert_eq!(letters("\u{ad}"), "-");
        assert_eq!(letters("ﬁ"), "fi");
    }

    #[test]
    fn a_line_goes_on_to_the_right_at_its_height_in_its_look() {
        let first = letter(100.0, 300.0);
        let leads = |x, y| first.leads_to(&letter(x, y));
        assert!(leads(106.0, 300.0) && leads(100.0, 300.0) && leads(106.0, 304.0) && leads(106.0, 296.0));
        assert!(!leads(94.0, 300.0) && !leads(106.0, 306.0) && !leads(106.0, 294.0));
        assert!(!first.leads_to(&Letter { look: 1, ..letter(106.0, 300.0) }));
    }

    /// Positions of letters are relative to the corner of the page, those of paint to the origin.
    #[test]
    fn a_letter_is_looked_at_where_the_page_has_it() {
        let pen = Pen { corner: (50.0, -20.0), ..Pen::default() };
        let places = pen.places(&letter(100.0, 300.0).glyph);
        for (x, y) in places {
            assert!((150.0..156.0).contains(&x) && (280.0..285.0).contains(&y), "({x}, {y})");
        }
        let [first, .., last] = places;
        assert!(last.0 - first.0 > 3.0 && last.1 - first.1 > 3.0, "{places:?}");
    }
}
