//! A page of a PDF → the same page with nothing on it but text, marked with how it looks.
//!
//! Drawings, images, colors and the forms that hold figures are taken out before the text is asked for: they say
//! nothing, and most panics and endless loops of a PDF reader live in them. What a reader sees of a letter (white, not
//! drawn, bold, a letter of a formula) is kept as a mark, a filled rectangle that no real page draws.

use pdf_extract::content::{Content, Operation};
use pdf_extract::{Dictionary, Document, Object, ObjectId, Stream};

use super::cmap;
use super::font::Font;
use super::geometry::{Matrix, Rectangle};

/// The look of letters; a set of flags.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Style(pub(super) u8);

impl Style {
    /// White, or fully transparent.
    pub(super) const WHITE: Self = Self(1);
    /// Neither filled nor stroked: the layer of text over a scan, or a message to machines.
    pub(super) const UNDRAWN: Self = Self(2);
    /// Bold.
    pub(super) const BOLD: Self = Self(4);
    /// From a font of formulas.
    pub(super) const MATH: Self = Self(8);

    /// True when all flags of `other` are set.
    pub(super) fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    pub(super) fn with(self, other: Self, set: bool) -> Self {
        if set { Self(self.0 | other.0) } else { self }
    }
}

/// The width of the rectangles that carry marks.
pub(super) const MARK: f32 = -31_337.0;
/// Rendering modes in which letters are neither filled nor stroked.
const UNDRAWN: [f32; 2] = [3.0, 7.0];
/// From here on light is white: `0.99 g` is as hidden as `1 g`.
const WHITE: f32 = 0.97;
/// A form that covers this part of the page holds its text; a smaller one is a figure.
const WHOLE_PAGE: f64 = 0.6;
/// Forms of a page that are read.
const MOST_FORMS: usize = 4;

/// The entry of a form that was stripped for an earlier page, and whose colors are gone; and of a map that is repaired.
const DONE: &str = "Stripped";

/// A page that was stripped.
#[derive(Debug, Default)]
pub(super) struct Stripped {
    /// The areas painted in some color: white letters on them can be read.
    pub(super) painted: Vec<Rectangle>,
}

/// The part of the graphics state that matters to text.
#[derive(Debug, Clone, Default)]
struct State {
    ctm: Matrix,
    white: bool,
    faint: bool,
    undrawn: bool,
    font: Option<Font>,
    leading: f32,
}

/// Reads one content stream and writes what is kept of it.
struct Stripper<'a> {
    document: &'a Document,
    resources: &'a Dictionary,
    page: Rectangle,
    /// Forms that may be drawn: some on a page, none in a form, so that none draws itself.
    forms_left: usize,
    state: State,
    saved: Vec<State>,
    path: Option<Rectangle>,
    kept: Vec<Operation>,
    marked: Option<Font>,
    forms: Vec<ObjectId>,
    found: Stripped,
}

/// Strips a page in place; its forms with it.
pub(super) fn strip(document: &mut Document, id: ObjectId) -> Option<Stripped> {
    let bytes = document.get_page_content(id).ok()?;
    let resources = inherited(document, id, b"Resources").and_then(|found| found.as_dict().ok()).cloned();
    let resources = resources.unwrap_or_default();
    repair_fonts(document, &resources);
    let media = inherited(document, id, b"MediaBox").and_then(|found| rectangle(document, found))?;
    let mut page = run(document, &resources, (media, MOST_FORMS), &bytes)?;
    for form in &page.forms {
        let Some((bytes, own)) = form_of(document, *form, &resources) else { continue };
        repair_fonts(document, &own);
        let inner = run(document, &own, (media, 0), &bytes)?;
        let stream = document.get_object_mut(*form).ok()?.as_stream_mut().ok()?;
        stream.dict.set("Resources", own);
        stream.dict.set(DONE, true);
        stream.set_plain_content(inner.bytes);
        page.found.painted.extend(inner.found.painted);
    }
    let contents = document.add_object(Stream::new(Dictionary::new(), page.bytes));
    let dictionary = document.get_dictionary_mut(id).ok()?;
    dictionary.set("Contents", contents);
    dictionary.set("Resources", resources);
    dictionary.set("MediaBox", media.to_object());
    dictionary.remove(b"ArtBox");
    Some(page.found)
}

/// Brings the maps to Unicode of all fonts of a page into a form that `pdf-extract` can read.
fn repair_fonts(document: &mut Document, resources: &Dictionary) {
    let fonts = resources.get_deref(b"Font", document).and_then(Object::as_dict);
    let fonts: Vec<ObjectId> =
        fonts.into_iter().flatten().filter_map(|(_, font)| font.as_reference().ok()).collect();
    for font in fonts {
        let Ok(map) = document.get_dictionary(font).and_then(|font| font.get(b"ToUnicode")) else { continue };
        let map = map.as_reference().ok();
        if map.and_then(|map| repair_map(document, map)).is_none()
            && let Ok(font) = document.get_dictionary_mut(font)
        {
            font.remove(b"ToUnicode");
        }
    }
}

/// Repairs one map; `None` if there is none to repair.
fn repair_map(document: &mut Document, id: ObjectId) -> Option<()> {
    let stream = document.get_object_mut(id).ok()?.as_stream_mut().ok()?;
    if !stream.dict.has(DONE.as_bytes()) {
        let repaired = cmap::repair(&stream.get_plain_content().ok()?)?;
        stream.dict.set(DONE, true);
        stream.set_plain_content(repaired);
    }
    Some(())
}

struct Page {
    bytes: Vec<u8>,
    forms: Vec<ObjectId>,
    found: Stripped,
}

fn run(
    document: &Document,
    resources: &Dictionary,
    (page, forms_left): (Rectangle, usize),
    bytes: &[u8],
) -> Option<Page> {
    let content = Content::decode(bytes).ok()?;
    let mut stripper = Stripper {
        document,
        resources,
        page,
        forms_left,
        state: State::default(),
        saved: Vec::new(),
        path: None,
        kept: Vec::new(),
        marked: None,
        forms: Vec::new(),
        found: Stripped::default(),
    };
    for operation in content.operations {
        stripper.take(operation);
    }
    let bytes = Content { operations: stripper.kept }.encode().ok()?;
    Some(Page { bytes, forms: stripper.forms, found: stripper.found })
}

fn form_of(document: &Document, id: ObjectId, around: &Dictionary) -> Option<(Vec<u8>, Dictionary)> {
    let stream =
        document.get_object(id).ok()?.as_stream().ok().filter(|form| !form.dict.has(DONE.as_bytes()))?;
    let own = stream.dict.get_deref(b"Resources", document).ok().and_then(|found| found.as_dict().ok());
    Some((stream.get_plain_content().ok()?, own.unwrap_or(around).clone()))
}

/// An entry of a page that its ancestors may hold; a circle of ancestors ends the search.
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

impl Stripper<'_> {
    fn take(&mut self, operation: Operation) {
        let values = numbers(&operation.operands);
        match operation.operator.as_str() {
            "q" | "Q" | "cm" | "gs" => self.take_state(operation, &values),
            "g" | "rg" | "k" | "cs" | "sc" | "scn" => self.take_color(&operation.operator, &values),
            "BT" | "ET" | "T*" => self.kept.push(operation),
            "Tc" | "Tw" | "Tz" | "Ts" if values.len() == 1 => self.kept.push(operation),
            "TL" if values.len() == 1 => {
                self.state.leading = values.first().copied().unwrap_or_default();
                self.kept.push(operation);
            }
            "Td" | "TD" if values.len() == 2 => self.kept.push(operation),
            "Tm" if values.len() == 6 => self.kept.push(operation),
            "Tr" => self.state.undrawn = values.first().is_some_and(|mode| UNDRAWN.contains(mode)),
            "Tf" => self.take_font(operation),
            "Tj" | "TJ" | "'" | "\"" => self.show(operation),
            "Do" => self.draw(operation),
            _ => self.take_path(&operation.operator, &values),
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
            "gs" => {
                self.take_transparency(&operation.operands);
                return;
            }
            _ => return,
        }
        self.kept.push(operation);
    }

    /// `gs` names a dictionary in which `ca` is how opaque letters are.
    fn take_transparency(&mut self, operands: &[Object]) {
        let Some(state) = operands.first().and_then(|name| self.resource(b"ExtGState", name)) else { return };
        let alpha = state.as_dict().and_then(|state| state.get(b"ca")).and_then(Object::as_float);
        if let Ok(alpha) = alpha {
            self.state.faint = alpha < 1.0 - WHITE;
        }
    }

    fn take_color(&mut self, operator: &str, values: &[f32]) {
        let light = !values.is_empty() && values.iter().all(|value| *value >= WHITE);
        let bare = values.iter().all(|value| *value <= 1.0 - WHITE);
        self.state.white = match (operator, values.len()) {
            ("g", 1) | ("rg" | "sc" | "scn", 3) => light,
            ("k" | "sc" | "scn", 4) => bare,
            _ => false,
        };
    }

    fn take_font(&mut self, operation: Operation) {
        let [name, size] = operation.operands.as_slice() else { return };
        let font = self.resource(b"Font", name).and_then(|font| font.as_dict().ok());
        if let (Some(font), Ok(_)) = (font, size.as_float()) {
            let name = font.get(b"BaseFont").or(name.as_name().map(|_| name)).and_then(Object::as_name);
            self.state.font = Some(Font::named(&String::from_utf8_lossy(name.unwrap_or_default())));
            self.kept.push(operation);
        }
    }

    fn resource(&self, kind: &[u8], name: &Object) -> Option<&Object> {
        let table = self.resources.get_deref(kind, self.document).ok()?.as_dict().ok()?;
        table.get_deref(name.as_name().ok()?, self.document).ok()
    }

    /// Keeps text, in the two forms of four that `pdf-extract` knows, under a mark that tells its look.
    fn show(&mut self, operation: Operation) {
        let Some(font) = self.state.font else { return };
        let style = font
            .style
            .with(Style::WHITE, self.state.white || self.state.faint)
            .with(Style::UNDRAWN, self.state.undrawn);
        let look = Font { style, ..font };
        let Operation { operator, mut operands } = operation;
        let Some(text) = operands.pop() else { return };
        if matches!(operator.as_str(), "'" | "\"") {
            self.kept.push(Operation::new("T*", Vec::new()));
        }
        if self.marked != Some(look) {
            let mark = [MARK, f32::from(style.0), f32::from(look.face), 0.0].map(Object::Real);
            self.kept.push(Operation::new("re", mark.to_vec()));
            self.kept.push(Operation::new("f", Vec::new()));
            self.marked = Some(look);
        }
        match text {
            Object::String(..) => self.kept.push(Operation::new("Tj", vec![text])),
            Object::Array(_) => self.kept.push(Operation::new("TJ", vec![text])),
            _ => {}
        }
    }

    /// A form as large as the page holds its text; any other form, and an image, is a picture.
    fn draw(&mut self, operation: Operation) {
        let Some(name) = operation.operands.first() else { return };
        let Some(stream) = self.resource(b"XObject", name).and_then(|object| object.as_stream().ok()) else {
            return;
        };
        let form = stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Form");
        let placed = self.placed(stream, form);
        if form && placed.area() >= WHOLE_PAGE * self.page.area() {
            if let Some(id) = self.reference(name).filter(|_| self.forms_left > 0) {
                self.forms_left -= 1;
                self.forms.push(id);
                self.kept.push(operation);
                self.marked = None;
            }
            return;
        }
        self.found.painted.push(placed);
    }

    fn reference(&self, name: &Object) -> Option<ObjectId> {
        let table = self.resources.get_deref(b"XObject", self.document).ok()?.as_dict().ok()?;
        table.get(name.as_name().ok()?).and_then(Object::as_reference).ok()
    }

    fn placed(&self, stream: &Stream, form: bool) -> Rectangle {
        let unit = Rectangle::between((0.0, 0.0), (1.0, 1.0));
        if !form {
            return self.state.ctm.place(&unit);
        }
        let bounds = stream.dict.get(b"BBox").ok().and_then(|found| rectangle(self.document, found));
        let own = stream.dict.get_deref(b"Matrix", self.document).and_then(Object::as_array);
        let own = own.ok().and_then(|sides| Matrix::new(&numbers(sides))).unwrap_or_default();
        own.before(&self.state.ctm).place(&bounds.unwrap_or(unit))
    }

    /// Follows paths only for what they fill.
    fn take_path(&mut self, operator: &str, values: &[f32]) {
        let points: Vec<(f64, f64)> = match (operator, values) {
            ("re", &[x, y, width, height]) => {
                vec![(x.into(), y.into()), ((x + width).into(), (y + height).into())]
            }
            ("m" | "l" | "c" | "v" | "y", points) => points
                .chunks_exact(2)
                .filter_map(|pair| Some((f64::from(*pair.first()?), f64::from(*pair.last()?))))
                .collect(),
            ("f" | "F" | "f*" | "B" | "B*" | "b" | "b*", _) => {
                let path = self.path.take();
                self.found.painted.extend(path.filter(|_| !self.state.white));
                return;
            }
            ("S" | "s" | "n", _) => {
                self.path = None;
                return;
            }
            _ => return,
        };
        for point in points {
            let placed = self.state.ctm.apply(point);
            self.path.get_or_insert(Rectangle::between(placed, placed)).cover(placed);
        }
    }
}
