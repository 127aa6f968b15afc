//! Reduces a page to its text, and records everything that decides whether a letter is visible.
//!
//! Drawings, images, colors and forms with figures are removed before the text is extracted, because they contain no text and cause
//! most panics and endless loops of a PDF reader. Their paints are recorded for [`canvas`](super::canvas). The look of letters is
//! encoded as a mark before them, a filled rectangle that no real page draws, with their style and the number of their look.

mod figure;

use std::rc::Rc;

use pdf_extract::content::{Content, Operation};
use pdf_extract::{Dictionary, Document, Object, ObjectId, Stream};

use super::bitmap::SCALE;
use super::color::Space;
use super::font::Font;
use super::geometry::{Matrix, Rectangle};
use super::ink::Ink;
use super::layer::Layers;
use super::repair;
use super::scene::{Look, Scene};
use super::shape::{Path, Shape};
use super::state::State;
use super::style::Style;
pub(super) use figure::open;

/// The width of the rectangles that encode marks.
pub(super) const MARK: f32 = -31_337.0;
/// The prefix of the names of forms that are kept; no other form has it.
const FORM: &str = "StrippedForm";

/// Strips a page and its forms in place.
pub(super) fn strip(document: &mut Document, layers: &Layers, id: ObjectId) -> Option<Scene> {
    let bytes = document.get_page_content(id).ok()?;
    let resources = inherited(document, id, b"Resources").and_then(|found| found.as_dict().ok()).cloned();
    let mut resources = resources.unwrap_or_default();
    repair::fonts(document, &mut resources);
    let media = inherited(document, id, b"MediaBox").and_then(|found| rectangle(document, found))?;
    let shown = inherited(document, id, b"CropBox").and_then(|found| rectangle(document, found));
    let page = shown.map(|shown| media.common(&shown)).filter(|shown| shown.area() > 0.0).unwrap_or(media);
    let turn = inherited(document, id, b"Rotate").and_then(|turn| upright(turn.as_i64().ok()?, &media));
    let bytes = turn.map_or_else(|| Some(bytes.clone()), |turn| turned(&turn, &bytes))?;
    let [media, page] =
        turn.map_or([media, page], |turn| [media, page].map(|own| Rectangle::bounds(own.corners(&turn))));
    let Drawn { bytes, forms, mut scene } = draw(document, &resources, layers, media, &bytes)?;
    scene.page = page;
    let mut own =
        resources.get_deref(b"XObject", document).and_then(Object::as_dict).cloned().unwrap_or_default();
    for (number, mut form) in forms.into_iter().enumerate() {
        repair::fonts(document, &mut form.resources);
        let entries = pdf_extract::dictionary! {"Subtype" => "Form", "Resources" => form.resources};
        own.set(format!("{FORM}{number}"), document.add_object(Stream::new(entries, form.bytes)));
    }
    resources.set("XObject", own);
    let contents = document.add_object(Stream::new(Dictionary::new(), bytes));
    let dictionary = document.get_dictionary_mut(id).ok()?;
    dictionary.set("Contents", contents);
    dictionary.set("Resources", resources);
    dictionary.set("MediaBox", media.to_object());
    dictionary.remove(b"ArtBox");
    Some(scene)
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

/// Returns a content stream that starts with a map.
fn turned(turn: &Matrix, bytes: &[u8]) -> Option<Vec<u8>> {
    let map = Operation::new("cm", turn.operands());
    let mut whole = Content { operations: vec![map] }.encode().ok()?;
    whole.push(b'\n');
    whole.extend_from_slice(bytes);
    Some(whole)
}

/// A stripped page, with everything that it paints.
struct Drawn {
    bytes: Vec<u8>,
    forms: Vec<Form>,
    scene: Scene,
}

/// A stripped form that contains text.
struct Form {
    bytes: Vec<u8>,
    resources: Dictionary,
}

fn draw(
    document: &Document,
    resources: &Dictionary,
    layers: &Layers,
    media: Rectangle,
    bytes: &[u8],
) -> Option<Drawn> {
    let mut stripper = Stripper::new(document, resources, layers, media);
    let bytes = stripper.run(bytes)?;
    Some(Drawn { bytes, forms: stripper.forms, scene: stripper.scene })
}

/// Returns an entry of a page or of its ancestors. A limit ends the search if they form a cycle.
fn inherited<'a>(document: &'a Document, id: ObjectId, key: &[u8]) -> Option<&'a Object> {
    const MOST_ANCESTORS: usize = 64;
    let mut dictionary = document.get_dictionary(id).ok()?;
    for _ in 0..MOST_ANCESTORS {
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

fn numbers(operands: &[Object]) -> Vec<f32> {
    operands.iter().filter_map(|operand| operand.as_float().ok()).collect()
}

/// Reads a content stream and writes the part that is kept.
struct Stripper<'a> {
    document: &'a Document,
    resources: &'a Dictionary,
    layers: &'a Layers,
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
    /// The rule of a clip that takes effect with the next painting operator: true for even-odd.
    clipping: Option<bool>,
    /// True for each enclosing piece of marked content that is hidden.
    marked_content: Vec<bool>,
    /// True in a hidden form.
    off: bool,
    kept: Vec<Operation>,
    /// The numbers of an operation, as a reused buffer.
    numbers: Vec<f32>,
    marked: Option<(Font, usize)>,
    forms: Vec<Form>,
    painting: usize,
    scene: Scene,
}

impl<'a> Stripper<'a> {
    /// Creates a stripper for a page.
    fn new(document: &'a Document, resources: &'a Dictionary, layers: &'a Layers, page: Rectangle) -> Self {
        Self {
            document,
            resources,
            layers,
            page,
            depth: 0,
            reads: true,
            defers: true,
            state: State::default(),
            saved: Vec::new(),
            path: Path::default(),
            clipping: None,
            marked_content: Vec::new(),
            off: false,
            kept: Vec::new(),
            numbers: Vec::new(),
            marked: None,
            forms: Vec::new(),
            painting: 0,
            scene: Scene::default(),
        }
    }

    /// Processes a stream and returns the part that is kept.
    fn run(&mut self, bytes: &[u8]) -> Option<Vec<u8>> {
        for operation in Content::decode(bytes).ok()?.operations {
            self.take(operation);
        }
        Content { operations: std::mem::take(&mut self.kept) }.encode().ok()
    }

    fn take(&mut self, operation: Operation) {
        let mut values = std::mem::take(&mut self.numbers);
        values.clear();
        values.extend(operation.operands.iter().filter_map(|operand| operand.as_float().ok()));
        self.take_with(operation, &values);
        self.numbers = values;
    }

    /// Processes an operation with the numbers among its operands.
    fn take_with(&mut self, operation: Operation, values: &[f32]) {
        let operator = operation.operator.as_str();
        if self.state.take(operator, values) || self.path.take(operator, values, &self.state.ctm) {
            return;
        }
        match operator {
            "q" | "Q" | "cm" => self.take_state(operation, values),
            "gs" => self.take_transparency(&operation.operands),
            "cs" | "CS" => self.take_space(&operation),
            "BT" | "ET" | "T*" => self.kept.push(operation),
            "Tc" | "Tw" | "Tz" | "Ts" | "TL" if values.len() == 1 => self.kept.push(operation),
            "Td" | "TD" if values.len() == 2 => self.kept.push(operation),
            "Tm" if values.len() == 6 => self.kept.push(operation),
            "Tf" => self.take_font(operation),
            "Tj" | "TJ" | "'" | "\"" => self.show(operation),
            "Do" => self.draw(&operation),
            "BI" => self.draw_inline(&operation),
            "sh" => self
                .paint(Shape::placed(&self.state.clip.bounds, &Matrix::default()), self.state.picture(false)),
            "BMC" | "BDC" | "EMC" => self.take_mark(&operation),
            _ => self.take_painting(operator),
        }
    }

    fn take_state(&mut self, operation: Operation, values: &[f32]) {
        const DEEPEST: usize = 256;
        match operation.operator.as_str() {
            "q" if self.saved.len() < DEEPEST => self.saved.push(self.state.clone()),
            "Q" if !self.saved.is_empty() => self.state = self.saved.pop().unwrap_or_default(),
            "cm" => match Matrix::new(values) {
                Some(matrix) => self.state.ctm = matrix.before(&self.state.ctm),
                None => return,
            },
            _ => return,
        }
        self.kept.push(operation);
    }

    fn take_transparency(&mut self, operands: &[Object]) {
        let entries = operands.first().and_then(|name| self.resource(b"ExtGState", name));
        if let Some(entries) = entries.and_then(|found| found.as_dict().ok()) {
            self.state.take_transparency(self.document, entries);
        }
    }

    fn take_space(&mut self, operation: &Operation) {
        let space = operation.operands.first().map(|name| Space::read(self.document, self.resources, name));
        self.state.choose(&operation.operator, space.unwrap_or(Space::Unknown));
    }

    /// Enters or leaves marked content; `/OC /Name BDC` begins content of a layer.
    fn take_mark(&mut self, operation: &Operation) {
        match (operation.operator.as_str(), operation.operands.as_slice()) {
            ("EMC", _) => drop(self.marked_content.pop()),
            ("BDC", [Object::Name(tag), Object::Name(name)]) if tag == b"OC" => {
                let properties =
                    self.resources.get_deref(b"Properties", self.document).and_then(Object::as_dict);
                let layer = properties.and_then(|properties| properties.get(name));
                let hidden = layer.is_ok_and(|layer| self.layers.hide(self.document, layer));
                self.marked_content.push(hidden);
            }
            _ => self.marked_content.push(false),
        }
    }

    fn is_off(&self) -> bool {
        self.off || self.marked_content.contains(&true)
    }

    fn take_font(&mut self, mut operation: Operation) {
        let [name, size] = operation.operands.as_mut_slice() else { return };
        let name = &*name;
        let font = self.resource(b"Font", name).and_then(|font| font.as_dict().ok());
        if let (Some(font), Ok(given)) = (font, size.as_float()) {
            self.state.scale = font.get(SCALE).and_then(Object::as_float).ok();
            *size = Object::Real(given * self.state.scale.unwrap_or(1.0));
            let name = font.get(b"BaseFont").or(name.as_name().map(|_| name)).and_then(Object::as_name);
            self.state.font = Some(Font::named(&String::from_utf8_lossy(name.unwrap_or_default())));
            self.kept.push(operation);
        }
    }

    fn resource(&self, kind: &[u8], name: &Object) -> Option<&'a Object> {
        let table = self.resources.get_deref(kind, self.document).ok()?.as_dict().ok()?;
        table.get_deref(name.as_name().ok()?, self.document).ok()
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

    /// Keeps text, written with the two of the four operators that `pdf-extract` knows, after a mark with its look.
    fn show(&mut self, operation: Operation) {
        let Some(font) = self.state.font.filter(|_| self.reads) else { return };
        let font = Font { style: font.style.with(Style::UNDRAWN, self.state.is_undrawn()), ..font };
        let Operation { operator, mut operands } = operation;
        let Some(text) = operands.pop() else { return };
        if matches!(operator.as_str(), "'" | "\"") {
            self.kept.push(Operation::new("T*", Vec::new()));
        }
        let look = self.look();
        if self.marked != Some((font, look)) {
            #[expect(
                clippy::cast_precision_loss,
                reason = "a page has fewer looks than a float has whole numbers"
            )]
            let mark = [MARK, f32::from(font.style.0), look as f32, f32::from(font.face)].map(Object::Real);
            self.kept.push(Operation::new("re", mark.to_vec()));
            self.kept.push(Operation::new("f", Vec::new()));
            self.marked = Some((font, look));
        }
        match text {
            Object::String(..) => self.kept.push(Operation::new("Tj", vec![text])),
            Object::Array(parts) => {
                let parts = parts.into_iter().map(|part| self.kerned(part)).collect::<Vec<_>>();
                self.kept.push(Operation::new("TJ", vec![parts.into()]));
            }
            _ => {}
        }
    }

    /// Scales a space between parts of a line, which is in thousandths of the font size, if that size was changed.
    fn kerned(&self, part: Object) -> Object {
        match (self.state.scale, part.as_float()) {
            (Some(scale), Ok(space)) => Object::Real(space / scale),
            _ => part,
        }
    }

    /// Draws a form or an image. Text is kept of a form as large as the page; of others, only the paints.
    fn draw(&mut self, operation: &Operation) {
        let Some(name) = operation.operands.first() else { return };
        let Some((id, stream)) = self.form_or_image(name) else { return };
        let off = stream.dict.get(b"OC").is_ok_and(|layer| self.layers.hide(self.document, layer));
        match stream.dict.get(b"Subtype").and_then(Object::as_name) {
            Ok(b"Form") => self.enter(id, stream, off),
            _ if off => {}
            _ => self.paint_image(&stream.dict),
        }
    }

    /// Returns the object that `Do` draws.
    fn form_or_image(&self, name: &Object) -> Option<(Option<ObjectId>, &'a Stream)> {
        let table = self.resources.get_deref(b"XObject", self.document).ok()?.as_dict().ok()?;
        let (id, object) = self.document.dereference(table.get(name.as_name().ok()?).ok()?).ok()?;
        Some((id, object.as_stream().ok()?))
    }

    fn draw_inline(&mut self, operation: &Operation) {
        // An inline image that `pdf-extract` cannot read has no entries.
        let stream = operation.operands.first().and_then(|image| image.as_stream().ok());
        self.paint_image(stream.map_or(&Dictionary::new(), |stream| &stream.dict));
    }

    fn paint_image(&mut self, image: &Dictionary) {
        let stencil = [b"ImageMask".as_slice(), b"IM"]
            .iter()
            .any(|key| image.get(key).is_ok_and(|found| found.as_bool().unwrap_or(false)));
        let porous = stencil || image.has(b"SMask") || image.has(b"Mask") || image.has(b"SMaskInData");
        let unit = Rectangle::between((0.0, 0.0), (1.0, 1.0));
        self.paint(Shape::placed(&unit, &self.state.ctm), self.state.picture(porous));
    }

    fn take_painting(&mut self, operator: &str) {
        if let "W" | "W*" = operator {
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
        if let Some(line) = strokes.then(|| path.stroked(self.state.width())).flatten() {
            self.paint(line, self.state.stroke());
        }
        if let Some(even_odd) = self.clipping.take() {
            self.state.clip = Rc::new(self.state.clip.within(path.filled(even_odd)));
        }
    }

    fn paint(&mut self, shape: Shape, ink: Ink) {
        if !self.is_off() {
            self.scene.add(shape, Rc::clone(&self.state.clip), ink);
        }
    }
}
