//! Paints a page in its own order and finds out what a reader sees of each letter: the ground below it, and what covers it later.
//!
//! The page is painted on a grid of cells as wide as a thin stroke of a letter. A letter is held against the ground that was
//! there when it was drawn, and against what was painted after it when the page is done.

use std::rc::Rc;

use super::color::Rgb;
use super::geometry::Rectangle;
use super::shape::{Clip, Point, Shape};

/// The side of a cell, in points.
const CELL: f64 = 1.0;
/// Cells of a page: a poster has more points, and gets larger cells.
const MOST_CELLS: f64 = 4_000_000.0;
/// Cells and corners that are painted and compared on a page; a map of a city has some ten million.
const MOST_WORK: usize = 400_000_000;
/// Colors that differ by less in all of red, green and blue look the same: `0.99 g` is as hidden as `1 g`.
const ALIKE: f32 = 0.03;
const WHITE: Rgb = [1.0; 3];

/// The way in which a color is laid over what is there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Blend {
    #[default]
    Normal,
    Multiply,
    Other,
}

/// A color and how it is laid on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ink {
    /// `None` for a picture, a pattern, or a color that cannot be told.
    pub(super) color: Option<Rgb>,
    /// From 0, fully transparent, to 1.
    pub(super) alpha: f32,
    pub(super) blend: Blend,
    /// True for what may be seen through in places.
    pub(super) porous: bool,
}

impl Ink {
    /// A picture that may be seen through or not.
    pub(super) fn picture(porous: bool, alpha: f32, blend: Blend) -> Self {
        Self { color: None, alpha, blend, porous }
    }

    /// The color of a ground after this ink is laid on it.
    fn over(&self, ground: Option<Rgb>) -> Option<Rgb> {
        let (color, ground) = (self.color?, ground.or(self.covers().then_some(WHITE))?);
        let mix = |index: usize| -> Option<f32> {
            let (own, below) = (*color.get(index)?, *ground.get(index)?);
            let own = match self.blend {
                Blend::Normal => own,
                Blend::Multiply => own * below,
                Blend::Other => return None,
            };
            Some(below + (own - below) * self.alpha)
        };
        Some([mix(0)?, mix(1)?, mix(2)?])
    }

    /// True if letters in this ink are seen on a ground.
    fn shows_on(&self, ground: Option<Rgb>) -> bool {
        let alike = |a: Rgb, b: Rgb| a.iter().zip(b).all(|(a, b)| (a - b).abs() <= ALIKE);
        self.alpha > ALIKE
            && match (ground, self.over(ground)) {
                (Some(ground), Some(letter)) => !alike(ground, letter),
                _ => true,
            }
    }

    /// True if nothing is seen through it.
    fn covers(&self) -> bool {
        self.alpha >= 1.0 - ALIKE && self.blend == Blend::Normal && !self.porous
    }
}

/// An area that a page paints.
#[derive(Debug)]
pub(super) struct Paint {
    pub(super) shape: Shape,
    pub(super) clip: Rc<Clip>,
    pub(super) ink: Ink,
}

/// The way in which letters are drawn.
#[derive(Debug, Clone)]
pub(super) struct Look {
    /// The number of paints before them.
    pub(super) paints: usize,
    /// Of the inside of the letters, and of their outline.
    pub(super) inks: [Option<Ink>; 2],
    pub(super) clip: Rc<Clip>,
    /// True if they belong to a layer that is switched off.
    pub(super) off: bool,
}

impl PartialEq for Look {
    fn eq(&self, other: &Self) -> bool {
        (self.paints, self.inks, self.off) == (other.paints, other.inks, other.off)
            && Rc::ptr_eq(&self.clip, &other.clip)
    }
}

/// All that a page draws.
#[derive(Debug, Default)]
pub(super) struct Scene {
    /// The part of the page that is shown.
    pub(super) page: Rectangle,
    pub(super) paints: Vec<Paint>,
    pub(super) looks: Vec<Look>,
}

/// A cell of the grid.
#[derive(Debug, Clone, Copy)]
struct Cell {
    color: Option<Rgb>,
    /// The number of the last paint that covers what was there.
    cover: usize,
}

impl Cell {
    /// Takes the paint with a number.
    fn lay(&mut self, ink: &Ink, number: usize) {
        self.color = ink.over(self.color);
        if ink.covers() {
            self.cover = number;
        }
    }
}

/// The thing that lies over a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cover {
    Nothing,
    Color,
    Picture,
}

/// A page as far as it is painted.
#[derive(Debug, Default)]
pub(super) struct Canvas {
    scene: Scene,
    cell: f64,
    columns: usize,
    cells: Vec<Cell>,
    painted: usize,
    work: usize,
}

impl Canvas {
    /// Nothing is painted yet.
    pub(super) fn new(scene: Scene) -> Self {
        let cell = (scene.page.area() / MOST_CELLS).sqrt().max(CELL);
        let columns = cells(scene.page.right - scene.page.left, cell);
        Self { scene, cell, columns, ..Self::default() }
    }

    /// The look with a number.
    pub(super) fn look(&self, number: usize) -> Option<&Look> {
        self.scene.looks.get(number)
    }

    /// Paints what is painted before letters of a look; `None` if the page is more work than any real one.
    pub(super) fn paint_until(&mut self, count: usize) -> Option<()> {
        while self.painted < count.min(self.scene.paints.len()) {
            if self.cells.is_empty() {
                let rows = cells(self.scene.page.top - self.scene.page.bottom, self.cell);
                self.cells = vec![Cell { color: Some(WHITE), cover: 0 }; self.columns * rows];
            }
            self.paint_one()?;
        }
        Some(())
    }

    /// Paints all that is left.
    pub(super) fn finish(&mut self) -> Option<()> {
        self.paint_until(usize::MAX)
    }

    fn paint_one(&mut self) -> Option<()> {
        let Paint { shape, clip, ink } = self.scene.paints.get(self.painted)?;
        self.painted += 1;
        let page = self.scene.page;
        let area = shape.bounds.common(&clip.bounds).common(&page);
        let (across, up) =
            (Grid { start: page.left, cell: self.cell }, Grid { start: page.bottom, cell: self.cell });
        let (first, end) = up.span(area.bottom, area.top);
        let crossings = shape.crossings(&up, &(first..end));
        self.work += shape.corners() + crossings.len();
        for line in crossings.chunk_by(|a, b| a.row == b.row) {
            let Some(row) = line.first().map(|crossing| crossing.row) else { continue };
            let open = clip.stretches(up.middle(row));
            self.work += clip.corners();
            let holds = |column: &usize| {
                let x = across.middle(*column);
                open.iter().all(|part| part.iter().any(|(left, right)| (*left..=*right).contains(&x)))
            };
            for (left, right) in shape.stretches(line) {
                let (from, to) = across.span(left.max(area.left), right.min(area.right));
                self.work += to.saturating_sub(from) * (open.iter().map(Vec::len).sum::<usize>() + 1);
                if self.work > MOST_WORK {
                    return None;
                }
                for column in (from..to.min(self.columns)).filter(holds) {
                    self.cells.get_mut(row * self.columns + column)?.lay(ink, self.painted);
                }
            }
        }
        Some(())
    }

    fn cell(&self, (x, y): Point) -> Option<&Cell> {
        let (column, row) =
            ((x - self.scene.page.left) / self.cell, (y - self.scene.page.bottom) / self.cell);
        self.cells.get(whole(row) * self.columns + whole(column))
    }

    /// True if letters of a look are seen at a point while they are drawn.
    pub(super) fn shows(&self, look: &Look, point: Point) -> bool {
        let ground = self.cell(point).map_or(Some(WHITE), |cell| cell.color);
        !look.off
            && self.scene.page.holds(point)
            && look.clip.holds(point)
            && look.inks.iter().flatten().any(|ink| ink.shows_on(ground))
    }

    /// True if nothing is painted after the first paints of a page.
    pub(super) fn is_done_after(&self, paints: usize) -> bool {
        self.scene.paints.len() <= paints
    }

    /// Finds what was painted over a point after the first paints of a page.
    pub(super) fn cover(&self, point: Point, paints: usize) -> Cover {
        match self.cell(point) {
            Some(cell) if cell.cover > paints && cell.color.is_some() => Cover::Color,
            Some(cell) if cell.cover > paints => Cover::Picture,
            _ => Cover::Nothing,
        }
    }
}

/// The cells along one side of a page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Grid {
    start: f64,
    cell: f64,
}

impl Grid {
    /// The cells whose middles lie between two places.
    pub(super) fn span(&self, from: f64, to: f64) -> (usize, usize) {
        let place = |place: f64| (place - self.start) / self.cell - 0.5;
        (whole(place(from).ceil()), whole(place(to).floor() + 1.0))
    }

    /// The middle of a cell.
    pub(super) fn middle(&self, index: usize) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a page has few cells")]
        let index = index as f64;
        self.start + (index + 0.5) * self.cell
    }
}

fn cells(length: f64, cell: f64) -> usize {
    whole((length / cell).ceil()).max(1)
}

/// The whole part of a number that is not below zero; of others, zero.
fn whole(number: f64) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "`as` brings what is out of bounds to the nearest number"
    )]
    let whole = number as usize;
    whole
}
