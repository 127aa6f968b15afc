//! Paints a page in drawing order and finds out whether each letter is visible: whether it differs from its background, and whether
//! something covers it later.
//!
//! The page is a grid of cells as wide as a thin stroke of a letter. A letter is compared with the background at the time when it
//! is drawn, and with what is painted over it once the page is finished. Only cells at which letters are sampled are painted:
//! paints that touch none are skipped, and figures that touch none are not read.

use std::collections::HashMap;

use memchr::{memchr, memchr_iter};

use super::color::Rgb;
use super::geometry::{Point, Rectangle};
use super::grid::{Grid, cells, whole};
use super::ink::{Ink, WHITE};
use super::scene::{Figure, Look, Paint, Scene};

/// The side of a cell, in points.
const CELL: f64 = 1.0;
/// The maximum number of cells of a page. A larger page, such as a poster, gets larger cells.
const MAX_CELLS: f64 = 4_000_000.0;
/// The maximum number of cells and corners that are painted and compared on a page; a map of a city has some ten million.
const MAX_WORK: usize = 400_000_000;
/// A cell of the grid.
#[derive(Debug, Clone, Copy)]
struct Cell {
    color: Option<Rgb>,
    /// True if nothing is painted there yet.
    bare: bool,
    /// One more than the order of the last opaque paint.
    cover: usize,
}

impl Cell {
    const BLANK: Self = Self { color: Some(WHITE), bare: true, cover: 0 };

    /// Returns an ink as it is blended there.
    fn blended(&self, ink: &Ink) -> Ink {
        if self.bare { ink.on_paper() } else { *ink }
    }

    /// Applies a paint with a number.
    fn lay(&mut self, ink: &Ink, number: usize) {
        self.color = self.blended(ink).over(self.color);
        self.bare = false;
        if ink.covers() {
            self.cover = number;
        }
    }
}

/// The paint that covers a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cover {
    Nothing,
    Color,
    Picture,
}

/// A partly painted page.
#[derive(Debug, Default)]
pub(super) struct Canvas {
    scene: Scene,
    cell: f64,
    columns: usize,
    /// The painted cells at which letters are sampled. They are few: the cells of a page take twelve megabytes.
    cells: HashMap<usize, Cell>,
    /// 1 for each cell at which a letter is sampled.
    wanted: Vec<u8>,
    painted: usize,
    work: usize,
}

impl Canvas {
    /// Creates a canvas on which nothing is painted yet.
    pub(super) fn new(scene: Scene) -> Self {
        let cell = (scene.page.area() / MAX_CELLS).sqrt().max(CELL);
        let columns = cells(scene.page.right - scene.page.left, cell);
        Self { scene, cell, columns, ..Self::default() }
    }

    /// Returns the number of cells of the page.
    fn size(&self) -> usize {
        self.columns * cells(self.scene.page.top - self.scene.page.bottom, self.cell)
    }

    /// Returns true if nothing is painted but letters.
    pub(super) fn is_blank(&self) -> bool {
        self.scene.paints.is_empty() && self.scene.figures.is_empty()
    }

    /// Marks the cell at a point as one at which a letter is sampled.
    pub(super) fn want(&mut self, point: Point) {
        if self.wanted.is_empty() {
            self.wanted = vec![0; self.size()];
        }
        let place = self.place(point);
        self.wanted.get_mut(place).into_iter().for_each(|wanted| *wanted = 1);
    }

    /// Returns the grids of the columns and of the rows.
    fn grids(&self) -> (Grid, Grid) {
        let page = self.scene.page;
        (Grid { start: page.left, cell: self.cell }, Grid { start: page.bottom, cell: self.cell })
    }

    /// Returns true if a letter is sampled in an area of the page.
    fn matters(&self, area: &Rectangle) -> bool {
        let (across, up) = self.grids();
        let (first, end) = up.span(area.bottom, area.top);
        let (from, to) = across.span(area.left, area.right);
        let to = to.min(self.columns);
        let row = |row: usize| self.wanted.get(row * self.columns + from..row * self.columns + to);
        from < to && (first..end).map_while(row).any(|cells| memchr(1, cells).is_some())
    }

    /// Takes the deferred figures in whose bounds a letter is sampled.
    pub(super) fn figures(&mut self) -> Vec<Figure> {
        let figures = std::mem::take(&mut self.scene.figures);
        figures.into_iter().filter(|figure| self.matters(&figure.bounds().common(&self.scene.page))).collect()
    }

    /// Adds the paints of figures.
    pub(super) fn add(&mut self, paints: Vec<Paint>) {
        self.scene.paints.extend(paints);
        self.scene.paints.sort_by_key(|paint| paint.order);
    }

    /// Returns the look with a number.
    pub(super) fn look(&self, number: usize) -> Option<&Look> {
        self.scene.looks.get(number)
    }

    /// Paints everything that is drawn before the letters of a look; `None` if the page takes too much work.
    pub(super) fn paint_until(&mut self, count: usize) -> Option<()> {
        while self.scene.paints.get(self.painted).is_some_and(|paint| paint.order < count) {
            self.paint_one()?;
        }
        Some(())
    }

    /// Paints the rest.
    pub(super) fn finish(&mut self) -> Option<()> {
        self.paint_until(usize::MAX)
    }

    fn paint_one(&mut self) -> Option<()> {
        let Paint { order, shape, clip, ink } = self.scene.paints.get(self.painted)?;
        self.painted += 1;
        let area = shape.bounds.common(&clip.bounds).common(&self.scene.page);
        if !self.matters(&area) {
            return Some(());
        }
        let (across, up) = self.grids();
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
                if self.work > MAX_WORK {
                    return None;
                }
                let start = row * self.columns;
                let wanted = self.wanted.get(start + from..start + to.min(self.columns)).unwrap_or_default();
                for column in memchr_iter(1, wanted).map(|at| from + at).filter(holds) {
                    self.cells.entry(start + column).or_insert(Cell::BLANK).lay(ink, order + 1);
                }
            }
        }
        Some(())
    }

    /// Returns the index of the cell at a point.
    fn place(&self, (x, y): Point) -> usize {
        let (column, row) =
            ((x - self.scene.page.left) / self.cell, (y - self.scene.page.bottom) / self.cell);
        whole(row).saturating_mul(self.columns).saturating_add(whole(column))
    }

    fn cell(&self, point: Point) -> Option<&Cell> {
        self.cells.get(&self.place(point))
    }

    /// Returns true if letters of a look are visible at a point at the time when they are drawn.
    pub(super) fn shows(&self, look: &Look, point: Point) -> bool {
        let cell = self.cell(point).unwrap_or(&Cell::BLANK);
        !look.off
            && self.scene.page.holds(point)
            && look.clip.holds(point)
            && look.inks.iter().flatten().any(|ink| cell.blended(ink).shows_on(cell.color))
    }

    /// Returns true if nothing is painted after the first `paints` paints.
    pub(super) fn is_done_after(&self, paints: usize) -> bool {
        self.scene.paints.last().is_none_or(|last| last.order < paints)
    }

    /// Returns what covers a point after the first `paints` paints.
    pub(super) fn cover(&self, point: Point, paints: usize) -> Cover {
        match self.cell(point) {
            Some(cell) if cell.cover > paints && cell.color.is_some() => Cover::Color,
            Some(cell) if cell.cover > paints => Cover::Picture,
            _ => Cover::Nothing,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;
    use crate::pdf::geometry::Matrix;
    use crate::pdf::ink::Blend;
    use crate::pdf::shape::Shape;

    #[test]
    fn only_areas_at_which_a_letter_is_looked_at_matter() {
        let page = Rectangle::between((0.0, 0.0), (200.0, 100.0));
        let mut canvas = Canvas::new(Scene { page, ..Scene::default() });
        let area = |left, bottom| Rectangle::between((left, bottom), (left + 20.0, bottom + 20.0));
        assert!(!canvas.matters(&page), "a page without letters");
        canvas.want((110.5, 50.5));
        canvas.want((-9.0, 1.0e9));
        assert!(canvas.matters(&page) && canvas.matters(&area(100.0, 40.0)));
        for elsewhere in [area(120.0, 40.0), area(80.0, 40.0), area(100.0, 60.0), area(100.0, 20.0)] {
            assert!(!canvas.matters(&elsewhere), "{elsewhere:?}");
        }
        assert!(!canvas.matters(&area(300.0, 40.0).common(&page)), "beside the page");
    }

    #[test]
    fn the_paints_of_a_figure_keep_their_order_among_all() {
        let page = Rectangle::between((0.0, 0.0), (100.0, 100.0));
        let paint = |order, gray: f32| Paint {
            order,
            shape: Shape::placed(&page, &Matrix::default()),
            clip: Rc::default(),
            ink: Ink { color: Some([gray; 3]), alpha: 1.0, blend: Blend::Normal, porous: false },
        };
        let paints = vec![paint(0, 0.25), paint(2, 1.0)];
        let mut canvas = Canvas::new(Scene { page, count: 3, paints, ..Scene::default() });
        canvas.want((50.5, 50.5));
        canvas.add(vec![paint(1, 0.75), paint(1, 0.5)]);
        let mut color = |count| {
            canvas.paint_until(count).unwrap();
            canvas.cell((50.5, 50.5)).unwrap().color
        };
        assert_eq!([color(1), color(2), color(3)], [0.25, 0.5, 1.0].map(|gray| Some([gray; 3])));
    }
}
