//! Interprets the content of a page: collects its letters, and everything that decides whether they are visible.
//!
//! Images and figures are not read for text; what they paint is recorded for [`canvas`](super::canvas).

mod annotation;
mod figure;

use std::collections::HashMap;
use std::rc::Rc;

use pdf_extract::{Dictionary, Document, Object, ObjectId, Stream};

use super::color::Space;
use super::content::{Content, Operand};
use super::geometry::{Matrix, Rectangle};
use super::glyph::Glyph;
use super::ink::Ink;
use super::layer::Layers;
use super::scene::{Look, Scene};
use super::shape::{Path, Shape};
use super::state::{State, Window};
use super::stream;
use super::style::Style;
use super::text::Drawn;
use super::typeface::{Typeface, Typefaces};
pub(super) use figure::open;

/// The maximum number of letters read from a page; a book has two million.
const MAX_LETTERS: usize = 4_000_000;
/// A page with fewer letters than this has no text but a running head and a number.
const RUNNING_HEAD: usize = 150;
/// The minimum number of letters of small forms that are the text of such a page; labels of a figure are fewer.
const TEXT_PAGE: usize = 1_000;
/// The maximum size of the rotated text kept of a page, in bytes: a stamp has some fifty, a landscape table some thousand.
const MAX_TURNED: usize = 4_000;

/// The area that viewers show of a page that does not say it: US letter.
const LETTER: Rectangle = Rectangle { left: 0.0, bottom: 0.0, right: 612.0, top: 792.0 };

/// A file, and what is known of it.
#[derive(Clone, Copy)]
pub(super) struct File<'a> {
    pub(super) document: &'a Document,
    pub(super) layers: &'a Layers,
    pub(super) typefaces: &'a Typefaces,
}

/// Reads a page. Returns what it draws and its area.
pub(super) fn read(file: File<'_>, id: ObjectId) -> Option<(Scene, Rectangle)> {
    let File { document, .. } = file;
    let bytes = stream::page(document, id)?;
    let none = Dictionary::new();
    let resources = inherited(document, id, b"Resources").and_then(|found| found.as_dict().ok());
    let media = match inherited(document, id, b"MediaBox") {
        Some(found) => rectangle(document, found)?,
        None => LETTER,
    };
    let shown = inherited(document, id, b"CropBox").and_then(|found| rectangle(document, found));
    let page = shown.map(|shown| media.common(&shown)).filter(|shown| shown.area() > 0.0).unwrap_or(media);
    let turn = inherited(document, id, b"Rotate").and_then(|turn| upright(turn.as_i64().ok()?, &media));
    let turn = match unit(document, id) {
        Some(unit) => Some(turn.unwrap_or_default().before(&unit)),
        None => turn,
    };
    let [media, page] =
        turn.map_or([media, page], |turn| [media, page].map(|own| Rectangle::bounds(own.corners(&turn))));
    let draw = |least_form| {
        let plain = Interpreter::new(file, resources.unwrap_or(&none), media);
        let mut interpreter = Interpreter { least_form, ..plain };
        interpreter.state.ctm = turn.unwrap_or_default();
        interpreter.run(&bytes)?;
        interpreter.draw_annotations(id, turn.unwrap_or_default());
        Some(interpreter.scene)
    };
    let mut scene = draw(figure::WHOLE_PAGE)?;
    if scene.letters.len() < RUNNING_HEAD && !scene.figures.is_empty() {
        let inner = draw(figure::PART_OF_PAGE)?;
        if inner.letters.len() >= TEXT_PAGE {
            scene = inner;
        }
    }
    Some((Scene { page, ..scene }, media))
}

/// Returns the map from the units of a page to points, if they differ.
fn unit(document: &Document, id: ObjectId) -> Option<Matrix> {
    /// The sizes at which a page may be shown, in points.
    const UNITS: std::ops::RangeInclusive<f32> = 0.01..=100.0;
    let unit = document.get_dictionary(id).ok()?.get_deref(b"UserUnit", document).ok()?.as_float().ok()?;
    let other = UNITS.contains(&unit) && (unit - 1.0).abs() > f32::EPSILON;
    if other { Matrix::new(&[unit, 0.0, 0.0, unit, 0.0, 0.0]) } else { None }
}

/// Returns true if most pages are rotated.
pub(super) fn is_turned<'a>(document: &Document, pages: impl ExactSizeIterator<Item = &'a ObjectId>) -> bool {
    let count = pages.len();
    let turn = |id: &ObjectId| inherited(document, *id, b"Rotate").and_then(|turn| turn.as_i64().ok());
    let turned = pages.filter(|id| turn(id).is_some_and(|turn| turn.rem_euclid(360) != 0)).count();
    turned * 2 > count
}

/// Removes the rotation of a page.
pub(super) fn set_upright(document: &mut Document, id: ObjectId) {
    if let Ok(page) = document.get_dictionary_mut(id) {
        page.set("Rotate", 0);
    }
}

/// Returns the map that makes a page upright, given its clockwise rotation in degrees.
fn upright(degrees: i64, media: &Rectangle) -> Option<Matrix> {
    let Rectangle { left, bottom, right, top } = *media;
    #[expect(clippy::cast_possible_truncation, reason = "PDF numbers are single precision")]
    let new = |values: [f64; 6]| Matrix::new(&values.map(|value| value as f32));
    match degrees.rem_euclid(360) {
        90 => new([0.0, -1.0, 1.0, 0.0, -bottom, right]),
        180 => new([-1.0, 0.0, 0.0, -1.0, right, top]),
        270 => new([0.0, 1.0, -1.0, 0.0, top, -left]),
        _ => None,
    }
}

/// Returns an entry of a page or of its ancestors. A limit ends the search if they form a cycle.
fn inherited<'a>(document: &'a Document, id: ObjectId, key: &[u8]) -> Option<&'a Object> {
    const MAX_ANCESTORS: usize = 64;
    let mut dictionary = document.get_dictionary(id).ok()?;
    for _ in 0..MAX_ANCESTORS {
        if let Ok(found) = dictionary.get_deref(key, document) {
            return Some(found);
        }
        let parent = dictionary.get(b"Parent").and_then(Object::as_reference).ok()?;
        dictionary = document.get_dictionary(parent).ok()?;
    }
    None
}

fn rectangle(document: &Document, object: &Object) -> Option<Rectangle> {
    let sides: Vec<f64> = object
        .as_array()
        .ok()?
        .iter()
        .filter_map(|side| document.dereference(side).ok()?.1.as_float().ok())
        .map(f64::from)
        .collect();
    let &[left, bottom, right, top] = sides.as_slice() else { return None };
    Some(Rectangle::between((left, bottom), (right, top)))
}

fn numbers(objects: &[Object]) -> Vec<f32> {
    objects.iter().filter_map(|object| object.as_float().ok()).collect()
}

/// Interprets a content stream.
struct Interpreter<'a> {
    file: File<'a>,
    resources: &'a Dictionary,
    page: Rectangle,
    /// The number of enclosing forms.
    depth: usize,
    /// True if text is kept; false if only paints are recorded.
    reads: bool,
    /// True if figures are deferred, to be read only if they matter.
    defers: bool,
    state: State,
    saved: Vec<State>,
    path: Path,
    /// The letters that become the clip at the end of their text, and the place of the first one.
    cut: Option<(usize, Vec<Rectangle>)>,
    /// The rule of a clip that takes effect with the next painting operator: true for even-odd.
    clipping: Option<bool>,
    /// True for each enclosing piece of marked content that is hidden.
    marked_content: Vec<bool>,
    /// True in a hidden form.
    off: bool,
    /// The fonts that have been selected, by their names in the resources.
    typefaces: HashMap<Vec<u8>, Rc<Typeface>>,
    /// The number of forms that were read for their text.
    forms: usize,
    /// The minimum share of the page that such a form covers.
    least_form: f64,
    painting: usize,
    scene: Scene,
}

impl<'a> Interpreter<'a> {
    /// Creates an interpreter for a page.
    fn new(file: File<'a>, resources: &'a Dictionary, page: Rectangle) -> Self {
        Self {
            file,
            resources,
            page,
            depth: 0,
            reads: true,
            defers: true,
            state: State::default(),
            saved: Vec::new(),
            path: Path::default(),
            cut: None,
            clipping: None,
            marked_content: Vec::new(),
            off: false,
            typefaces: HashMap::new(),
            forms: 0,
            least_form: figure::WHOLE_PAGE,
            painting: 0,
            scene: Scene::default(),
        }
    }

    /// Interprets a stream; `None` if it has too many letters.
    fn run(&mut self, bytes: &[u8]) -> Option<()> {
        let mut content = Content::new(bytes);
        let (mut operands, mut values) = (Vec::new(), Vec::new());
        while let Some(operator) = content.next(&mut operands) {
            values.clear();
            values.extend(operands.iter().filter_map(Operand::number));
            self.take(operator, &operands, &values)?;
        }
        Some(())
    }

    /// Interprets an operator with its operands and the numbers among them.
    fn take(&mut self, operator: &str, operands: &[Operand<'_>], values: &[f32]) -> Option<()> {
        if operator == "ET" {
            self.clip_by_text();
        }
        if self.path.take(operator, values, &self.state.ctm) || self.state.take(operator, values) {
            return Some(());
        }
        match operator {
            "q" | "Q" | "cm" => self.take_state(operator, values),
            "gs" => self.take_transparency(operands),
            "cs" | "CS" => self.take_space(operator, operands),
            "Tf" => self.take_font(operands),
            "Tj" | "TJ" | "'" | "\"" => return self.show(operator, operands),
            "Do" => return self.draw(operands),
            "ID" => self.draw_inline(operands),
            "sh" => self
                .paint(Shape::placed(&self.state.clip.bounds, &Matrix::default()), self.state.picture(false)),
            "BMC" | "BDC" | "EMC" => self.take_mark(operator, operands),
            _ => self.take_painting(operator),
        }
        Some(())
    }

    fn take_state(&mut self, operator: &str, values: &[f32]) {
        /// The maximum number of saved graphics states.
        const MAX_SAVED: usize = 256;
        match operator {
            "q" if self.saved.len() < MAX_SAVED => self.saved.push(self.state.clone()),
            "Q" => self.saved.pop().into_iter().for_each(|saved| self.state = saved),
            "cm" => {
                if let Some(matrix) = Matrix::new(values) {
                    self.state.ctm = matrix.before(&self.state.ctm);
                }
            }
            _ => {}
        }
    }

    fn take_transparency(&mut self, operands: &[Operand<'_>]) {
        let entries = operands.first().and_then(|name| self.resource(b"ExtGState", name.name()?));
        if let Some(entries) = entries.and_then(|found| found.as_dict().ok()) {
            self.state.take_transparency(self.file.document, entries);
        }
    }

    fn take_space(&mut self, operator: &str, operands: &[Operand<'_>]) {
        let name = operands.first().and_then(Operand::name);
        let name = name.map(|name| Object::Name(name.to_vec()));
        let space = name.map(|name| Space::read(self.file.document, self.resources, &name));
        self.state.choose(operator, space.unwrap_or(Space::Unknown));
    }

    /// Enters or leaves marked content; `/OC /Name BDC` begins content of a layer.
    fn take_mark(&mut self, operator: &str, operands: &[Operand<'_>]) {
        match (operator, operands) {
            ("EMC", _) => drop(self.marked_content.pop()),
            ("BDC", [Operand::Name(tag), Operand::Name(name)]) if **tag == *b"OC" => {
                let document = self.file.document;
                let properties = self.resources.get_deref(b"Properties", document).and_then(Object::as_dict);
                let layer = properties.and_then(|properties| properties.get(name));
                let hidden = layer.is_ok_and(|layer| self.file.layers.hide(document, layer));
                self.marked_content.push(hidden);
            }
            _ => self.marked_content.push(false),
        }
    }

    fn is_off(&self) -> bool {
        self.off || self.marked_content.contains(&true)
    }

    fn take_font(&mut self, operands: &[Operand<'_>]) {
        let [Operand::Name(name), Operand::Number(size)] = operands else { return };
        if !self.reads {
            return;
        }
        if !self.typefaces.contains_key(&**name) {
            let document = self.file.document;
            let table = self.resources.get_deref(b"Font", document).and_then(Object::as_dict);
            let found = table.ok().and_then(|table| self.file.typefaces.get(document, table, name));
            let Some(found) = found else { return };
            self.typefaces.insert(name.to_vec(), found);
        }
        if let Some(typeface) = self.typefaces.get(&**name) {
            self.state.text.choose(Rc::clone(typeface), *size);
        }
    }

    fn resource(&self, kind: &[u8], name: &[u8]) -> Option<&'a Object> {
        let table = self.resources.get_deref(kind, self.file.document).ok()?.as_dict().ok()?;
        table.get_deref(name, self.file.document).ok()
    }

    /// Returns the number of the current look of letters.
    fn look(&mut self) -> usize {
        let look = Look {
            paints: self.scene.count,
            inks: self.state.letters(),
            clip: Rc::clone(&self.state.clip),
            off: self.is_off(),
        };
        if self.scene.looks.last() != Some(&look) {
            self.scene.looks.push(look);
        }
        self.scene.looks.len() - 1
    }

    /// Draws a string, or an array of strings and of the spaces between them.
    fn show(&mut self, operator: &str, operands: &[Operand<'_>]) -> Option<()> {
        if matches!(operator, "'" | "\"") {
            self.state.text.take("T*", &[]);
        }
        let parts = match operands.last() {
            Some(Operand::List(parts)) => parts.as_slice(),
            Some(text) => std::slice::from_ref(text),
            None => return Some(()),
        };
        if self.state.clips() {
            self.cut.get_or_insert_with(|| (self.scene.letters.len(), Vec::new()));
        }
        let Some(typeface) = self.state.text.typeface.as_ref().filter(|_| self.reads) else {
            return Some(());
        };
        let style = typeface.font.style.with(Style::UNDRAWN, self.state.is_undrawn());
        let look = self.look();
        for part in parts {
            match part {
                Operand::Text(string) => self.write(string, style, look)?,
                Operand::Number(back) => self.state.text.kern(*back),
                _ => {}
            }
        }
        Some(())
    }

    /// Draws a string; `None` if the page has too many letters.
    fn write(&mut self, string: &[u8], style: Style, look: usize) -> Option<()> {
        let Scene { letters, tiny, turned, .. } = &mut self.scene;
        let cut = &mut self.cut;
        self.state.text.show(string, &self.state.ctm, style, |glyph: Glyph, drawn| {
            match drawn {
                Drawn::Upright => {
                    if let Some((_, boxes)) = cut {
                        glyph.add_to(boxes);
                    }
                    letters.push((glyph, look));
                }
                Drawn::Tiny => tiny.push(glyph),
                Drawn::Turned if turned.len() < MAX_TURNED => turned.push_str(&glyph.text),
                Drawn::Turned => {}
            }
            (letters.len() + tiny.len() < MAX_LETTERS).then_some(())
        })
    }

    /// Clips by the letters of a text that was drawn for that. Those of a figure are not read: what it paints through them covers
    /// nothing.
    fn clip_by_text(&mut self) {
        if let Some((first, boxes)) = self.cut.take() {
            self.state.clip = Rc::new(self.state.clip.within(Shape::of(&boxes)));
            let letters = first..self.scene.letters.len();
            self.state.window = Some(Window { letters, look: None });
        }
    }

    /// Shows the letters that are the clip in an ink that is painted through them.
    fn show_through(&mut self, window: &mut Window, shape: &Shape, ink: Ink) {
        let number = *window.look.get_or_insert(self.scene.looks.len());
        if let Some(look) = self.scene.looks.get_mut(number) {
            look.inks = [look.inks.first().copied().flatten(), Some(ink)];
        } else {
            let (paints, clip) = (self.scene.count, Rc::clone(&self.state.clip));
            self.scene.looks.push(Look { paints, inks: [Some(ink), None], clip, off: false });
        }
        let letters = self.scene.letters.get_mut(window.letters.clone()).into_iter().flatten();
        for (glyph, look) in letters.filter(|(glyph, _)| glyph.style.has(Style::UNDRAWN)) {
            if shape.holds(glyph.middle()) {
                glyph.style = glyph.style.without(Style::UNDRAWN);
                *look = number;
            }
        }
    }

    /// Draws a form or an image. Text is kept of a form as large as the page; of others, only the paints.
    fn draw(&mut self, operands: &[Operand<'_>]) -> Option<()> {
        let name = operands.first().and_then(Operand::name);
        let Some((id, stream)) = name.and_then(|name| self.form_or_image(name)) else { return Some(()) };
        let off = stream.dict.get(b"OC").is_ok_and(|layer| self.file.layers.hide(self.file.document, layer));
        match stream.dict.get(b"Subtype").and_then(Object::as_name) {
            Ok(b"Form") => return self.enter(id, stream, off),
            _ if off => {}
            _ => self.paint_image(is_porous(&stream.dict)),
        }
        Some(())
    }

    /// Returns the object that `Do` draws.
    fn form_or_image(&self, name: &[u8]) -> Option<(Option<ObjectId>, &'a Stream)> {
        let table = self.resources.get_deref(b"XObject", self.file.document).ok()?.as_dict().ok()?;
        let (id, object) = self.file.document.dereference(table.get(name).ok()?).ok()?;
        Some((id, object.as_stream().ok()?))
    }

    /// Draws an image within the stream, given the entries of its dictionary.
    fn draw_inline(&mut self, entries: &[Operand<'_>]) {
        let is_stencil = |pair: &[Operand<'_>]| match pair {
            [Operand::Name(key), Operand::Bool(value)] => *value && matches!(&**key, b"ImageMask" | b"IM"),
            _ => false,
        };
        self.paint_image(entries.chunks(2).any(is_stencil));
    }

    fn paint_image(&mut self, porous: bool) {
        let unit = Rectangle::between((0.0, 0.0), (1.0, 1.0));
        self.paint(Shape::placed(&unit, &self.state.ctm), self.state.picture(porous));
    }

    fn take_painting(&mut self, operator: &str) {
        if matches!(operator, "W" | "W*") {
            self.clipping = Some(operator == "W*");
            return;
        }
        let (fills, strokes) = match operator {
            "f" | "F" | "f*" => (true, false),
            "B" | "B*" | "b" | "b*" => (true, true),
            "S" | "s" => (false, true),
            "n" => (false, false),
            _ => return,
        };
        let path = std::mem::take(&mut self.path);
        if fills {
            self.paint(path.filled(operator.ends_with('*')), self.state.fill());
        }
        if strokes {
            match path.stroked(self.state.width()) {
                Some(line) => self.paint(line, self.state.stroke()),
                None => self.scene.add_bar(&path.filled(false).bounds),
            }
        }
        if let Some(even_odd) = self.clipping.take() {
            self.state.clip = Rc::new(self.state.clip.within(path.filled(even_odd)));
        }
    }

    fn paint(&mut self, shape: Shape, mut ink: Ink) {
        if !self.is_off() {
            if let Some(mut window) = self.state.window.take() {
                self.show_through(&mut window, &shape, ink);
                self.state.window = Some(window);
                ink.porous = true;
            }
            self.scene.add(shape, Rc::clone(&self.state.clip), ink);
        }
    }
}

/// Returns true if what is below an image may be visible in places.
fn is_porous(image: &Dictionary) -> bool {
    let is_stencil = image.get(b"ImageMask").is_ok_and(|found| found.as_bool().unwrap_or(false));
    is_stencil || image.has(b"SMask") || image.has(b"Mask") || image.has(b"SMaskInData")
}
