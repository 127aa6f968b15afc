//! Processes the forms of a page: for their text, or only for their paints, and those only where letters are.

use std::rc::Rc;

use pdf_extract::{Dictionary, Object, ObjectId, Stream};

use super::super::geometry::Matrix;
use super::super::scene::{Figure, Paint, Place};
use super::super::shape::Shape;
use super::super::stream;
use super::super::text::Text;
use super::{File, Interpreter, numbers, rectangle};

/// The minimum share of the page that a form with text covers; a smaller one is a figure.
pub(super) const WHOLE_PAGE: f64 = 0.6;
/// The same on a page that has no other text, such as several pages on one.
pub(super) const PART_OF_PAGE: f64 = 0.15;
/// The maximum number of forms of a page that are read for their text.
const MAX_FORMS: usize = 4;
/// The maximum depth of nested forms that are read for their paints.
const MAX_DEPTH: usize = 4;
/// The maximum size of the figures of a page that are read for their paints, in bytes; a map has some ten million.
const MAX_PAINTING: usize = 64 * 1024 * 1024;

/// Returns the paints of figures.
pub(in super::super) fn open(file: File<'_>, figures: Vec<Figure>) -> Vec<Paint> {
    let mut paints = Vec::new();
    let mut painting = 0;
    let none = Dictionary::new();
    for Figure { form, place, order, depth, page } in figures {
        let Ok(form) = file.document.get_object(form).and_then(Object::as_stream) else { continue };
        let plain = Interpreter::new(file, &none, page);
        let mut interpreter = Interpreter { depth, painting, reads: false, defers: false, ..plain };
        interpreter.follow(form, place, false);
        painting = interpreter.painting;
        paints.extend(interpreter.scene.paints.into_iter().map(|paint| Paint { order, ..paint }));
    }
    paints
}

impl<'a> Interpreter<'a> {
    /// Draws a form: its text, if it is as large as the page, and its paints.
    pub(super) fn enter(&mut self, id: Option<ObjectId>, form: &'a Stream, off: bool) -> Option<()> {
        let document = self.file.document;
        let matrix = form.dict.get_deref(b"Matrix", document).and_then(Object::as_array);
        let matrix = matrix.ok().and_then(|sides| Matrix::new(&numbers(sides))).unwrap_or_default();
        let bounds = form.dict.get_deref(b"BBox", document).ok();
        let bounds = bounds.and_then(|found| rectangle(document, found));
        let mut state = self.state.clone();
        state.enter(&matrix);
        state.text = Text::default();
        let area = Shape::placed(&bounds.unwrap_or(self.page), &state.ctm);
        state.clip = Rc::new(state.clip.within(area.clone()));
        let holds_text = area.bounds.area() >= self.least_form * self.page.area();
        let reads = self.reads && holds_text && self.forms < MAX_FORMS;
        let place = Place { area, state, off: off || self.is_off() };
        match id {
            _ if place.off && !reads => {}
            // A form without resources of its own depends on those around it and cannot be deferred.
            Some(form_id) if self.defers && !reads && form.dict.has(b"Resources") => {
                let (order, depth, page) = (self.scene.count, self.depth, self.page);
                self.scene.figures.push(Figure { form: form_id, place, order, depth, page });
                self.scene.count += 1;
            }
            _ => return self.follow(form, place, reads),
        }
        Some(())
    }

    /// Reads a form, for its text or only for its paints; `None` if its text is damaged.
    fn follow(&mut self, form: &'a Stream, Place { area, state, off }: Place, reads: bool) -> Option<()> {
        let content = stream::content(form);
        let bytes = if reads { content? } else { content.unwrap_or_default() };
        self.painting += bytes.len();
        if self.depth >= MAX_DEPTH || self.painting > MAX_PAINTING {
            let (clip, ink) = (Rc::clone(&state.clip), state.picture(true));
            if !off {
                self.scene.add(area, clip, ink);
            }
            return Some(());
        }
        self.forms += usize::from(reads);
        let own = form.dict.get_deref(b"Resources", self.file.document).and_then(Object::as_dict);
        let mut inner = Interpreter {
            depth: self.depth + 1,
            reads,
            least_form: self.least_form,
            defers: self.defers,
            state,
            off,
            painting: self.painting,
            forms: self.forms,
            scene: std::mem::take(&mut self.scene),
            ..Interpreter::new(self.file, own.unwrap_or(self.resources), self.page)
        };
        let read = inner.run(&bytes);
        (self.scene, self.painting, self.forms) = (inner.scene, inner.painting, inner.forms);
        read
    }
}
