//! Reads the letters of a PDF page and their positions, in drawing order.
//!
//! Rotated letters (the stamp on first pages of arXiv, tables in landscape) are not part of the text; hidden ones are kept apart.

use pdf_extract::ObjectId;

use super::canvas::{Canvas, Cover};
use super::fraction::Bar;
use super::geometry::{Point, Rectangle};
use super::glyph::Glyph;
use super::page::{self, File};
use super::style::Style;

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
/// Fewer hidden letters at the end of an otherwise visible line count as visible. If the widths of a font are unknown, the end of a line is
/// placed up to an inch too far right, over what is beside it.
const FEW_LETTERS: usize = 12;

/// The letters of a page.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// The page number, starting at 1.
    pub(super) page: usize,
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) glyphs: Vec<Glyph>,
    /// Thin horizontal lines.
    pub(super) bars: Vec<Bar>,
    /// Rotated letters, as many as are needed to find a stamp.
    pub(super) turned: String,
    /// Letters that are invisible to readers.
    pub(super) hidden: Vec<Glyph>,
}

/// Reads one page; `None` if it is damaged.
pub(super) fn sheet(file: File<'_>, number: u32, id: ObjectId) -> Option<Sheet> {
    let (mut scene, media) = page::read(file, id)?;
    let (letters, tiny) = (std::mem::take(&mut scene.letters), std::mem::take(&mut scene.tiny));
    let turned = std::mem::take(&mut scene.turned);
    let bars = std::mem::take(&mut scene.bars);
    let letter = |(glyph, look)| Letter { glyph, look, fate: Cover::Nothing };
    let mut viewer =
        Viewer { canvas: Canvas::new(scene), letters: letters.into_iter().map(letter).collect() };
    viewer.read_figures(file);
    viewer.decide()?;
    let mut sheet = Sheet {
        page: usize::try_from(number).ok()?,
        width: media.right - media.left,
        height: media.top - media.bottom,
        hidden: tiny,
        turned,
        bars,
        ..Sheet::default()
    };
    viewer.letters.chunk_by_mut(Letter::leads_to).for_each(|line| sheet.take(line));
    sheet.measure_from(&media);
    Some(sheet)
}

impl Sheet {
    /// Takes a line of letters, hidden ones apart. Letters under a picture may be the text layer of a scan.
    fn take(&mut self, line: &mut [Letter]) {
        let hidden = line.iter().filter(|letter| letter.fate != Cover::Nothing).count();
        if hidden == 0 {
            return self.glyphs.extend(line.iter().map(|letter| letter.glyph.clone()));
        }
        let in_sight = hidden < FEW_LETTERS && hidden * 2 < line.len();
        let last_seen = line.iter().rposition(|letter| letter.fate == Cover::Nothing).unwrap_or_default();
        let is_covered = |at: usize| line.get(at).is_some_and(|letter| letter.fate == Cover::Color);
        let within =
            |at: usize| at < last_seen && (is_covered(at + 1) || at.checked_sub(1).is_some_and(is_covered));
        for (at, Letter { glyph, fate, .. }) in line.iter().enumerate() {
            match fate {
                Cover::Color if !in_sight || within(at) => self.hidden.push(glyph.clone()),
                Cover::Picture if !in_sight => {
                    let style = glyph.style.with(Style::UNDRAWN, true);
                    self.glyphs.push(Glyph { style, ..glyph.clone() });
                }
                _ => self.glyphs.push(glyph.clone()),
            }
        }
    }

    /// Makes the positions of letters relative to the corner of the page.
    fn measure_from(&mut self, media: &Rectangle) {
        for glyph in self.glyphs.iter_mut().chain(&mut self.hidden) {
            glyph.x -= media.left;
            glyph.end -= media.left;
            glyph.y -= media.bottom;
        }
        for bar in &mut self.bars {
            bar.left -= media.left;
            bar.right -= media.left;
            bar.y -= media.bottom;
        }
    }
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

/// Returns the points at which a letter is sampled.
fn places(glyph: &Glyph) -> [Point; 9] {
    let (width, size) = (glyph.end - glyph.x, glyph.size);
    PLACES.map(|(part, up)| (glyph.x + part * width, glyph.y + up * size))
}

/// Finds out which letters of a page are visible.
struct Viewer {
    canvas: Canvas,
    letters: Vec<Letter>,
}

impl Viewer {
    /// Reads the figures that letters lie within.
    fn read_figures(&mut self, file: File<'_>) {
        if self.canvas.is_blank() {
            return;
        }
        let places = self.letters.iter().flat_map(|letter| places(&letter.glyph));
        places.for_each(|place| self.canvas.want(place));
        let figures = self.canvas.figures();
        self.canvas.add(page::open(file, figures));
    }

    /// Decides which letters are hidden; `None` if the page takes too much work.
    fn decide(&mut self) -> Option<()> {
        for letter in &mut self.letters {
            if !is_seen(&mut self.canvas, letter)? {
                letter.fate = Cover::Color;
            }
        }
        self.canvas.finish()?;
        for letter in &mut self.letters {
            if letter.fate == Cover::Nothing {
                letter.fate = cover(&self.canvas, letter);
            }
        }
        Some(())
    }
}

/// Returns true if a letter is visible when it is drawn; `None` if the page takes too much work.
fn is_seen(canvas: &mut Canvas, letter: &Letter) -> Option<bool> {
    let paints = canvas.look(letter.look).map_or(0, |look| look.paints);
    canvas.paint_until(paints)?;
    let Some(look) = canvas.look(letter.look) else { return Some(true) };
    let shows = |place: &Point| canvas.shows(look, *place);
    Some(places(&letter.glyph).into_iter().filter(shows).take(FEW_PLACES).count() == FEW_PLACES)
}

/// Returns what covers most of a letter.
fn cover(canvas: &Canvas, letter: &Letter) -> Cover {
    let paints = canvas.look(letter.look).map_or(0, |look| look.paints);
    if canvas.is_done_after(paints) {
        return Cover::Nothing;
    }
    let covers = places(&letter.glyph).map(|place| canvas.cover(place, paints));
    let count = |cover: Cover| covers.iter().filter(|found| **found == cover).count();
    match count(Cover::Nothing) >= FEW_PLACES {
        true => Cover::Nothing,
        false if count(Cover::Picture) > count(Cover::Color) => Cover::Picture,
        false => Cover::Color,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(x: f64, y: f64) -> Letter {
        let glyph =
            Glyph { text: "x".into(), x, y, end: x + 6.0, size: 10.0, style: Style::default(), face: 0 };
        Letter { glyph, look: 0, fate: Cover::Nothing }
    }

    #[test]
    fn a_line_goes_on_to_the_right_at_its_height_in_its_look() {
        let first = letter(100.0, 300.0);
        let leads = |x, y| first.leads_to(&letter(x, y));
        assert!(leads(106.0, 300.0) && leads(100.0, 300.0) && leads(106.0, 304.0) && leads(106.0, 296.0));
        assert!(!leads(94.0, 300.0) && !leads(106.0, 306.0) && !leads(106.0, 294.0));
        assert!(!first.leads_to(&Letter { look: 1, ..letter(106.0, 300.0) }));
    }

    /// Positions of letters on a sheet are relative to the corner of the page, those of paint to the origin.
    #[test]
    fn a_letter_is_looked_at_where_the_page_has_it() {
        let glyph = letter(100.0, 300.0).glyph;
        let [first, .., last] = places(&glyph);
        assert!(first.0 > 100.0 && first.1 > 300.0 && last.0 < 106.0 && last.1 < 305.0, "{first:?} {last:?}");
        assert!(last.0 - first.0 > 3.0 && last.1 - first.1 > 3.0, "{first:?} {last:?}");
        let mut sheet = Sheet { glyphs: vec![glyph], ..Sheet::default() };
        sheet.measure_from(&Rectangle::between((50.0, -20.0), (650.0, 780.0)));
        let Glyph { x, y, end, .. } = sheet.glyphs.remove(0);
        let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
        assert!(near(x, 50.0) && near(y, 320.0) && near(end, 56.0), "{x} {y} {end}");
    }
}
