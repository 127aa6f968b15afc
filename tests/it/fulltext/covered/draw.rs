//! Draws the message and what hides it, and adds the objects that this needs to a file.

use pdf_extract::{Dictionary, Document, Object, Stream, dictionary};

use super::super::typeset::{Face, Ink, Typesetter};
use super::MESSAGE;

pub fn say(paper: &mut Typesetter) -> &mut Typesetter {
    paper.lines(10.0, &[MESSAGE])
}

/// Draws a box around the previous or the next line.
pub fn line_box(paper: &mut Typesetter, up: f32) {
    let y = paper.y();
    paper.operation("re", &[60.0, y + up - 3.0, 500.0, 12.0]).operation("f", &[]);
}

/// Draws the message and something over it.
pub fn covered(paper: &mut Typesetter, color: &[f32]) {
    say(paper).operation("q", &[]).operation("rg", color);
    line_box(paper, 12.0);
    paper.operation("Q", &[]);
}

pub fn on_box(paper: &mut Typesetter, ground: &[f32], letters: &[f32]) {
    paper.operation("q", &[]).operation("rg", ground);
    line_box(paper, 0.0);
    paper.operation("rg", letters);
    say(paper).operation("Q", &[]);
}

pub fn in_clip(paper: &mut Typesetter, clip: &[(&str, &[f32])]) {
    paper.operation("q", &[]);
    for (operator, values) in clip {
        paper.operation(operator, values);
    }
    paper.operation("n", &[]);
    say(paper).operation("Q", &[]);
}

pub fn in_space(paper: &mut Typesetter, space: &str, color: &[f32]) {
    paper.operation("q", &[]).apply("cs", vec![space.into()]).operation("scn", color);
    say(paper).operation("Q", &[]);
}

pub fn in_layer(paper: &mut Typesetter) {
    paper.apply("BDC", vec!["OC".into(), "Layer".into()]);
    say(paper).operation("EMC", &[]);
}

/// Draws an object over the message, as wide as the line and twenty points high.
pub fn draw_over(paper: &mut Typesetter, name: &str) {
    say(paper);
    let y = paper.y();
    paper.operation("q", &[]).operation("cm", &[500.0, 0.0, 0.0, 20.0, 60.0, y + 6.0]);
    paper.apply("Do", vec![name.into()]).operation("Q", &[]);
}

pub fn stream(entries: Dictionary, content: &[u8]) -> Object {
    Object::Stream(Stream::new(entries, content.to_vec()))
}

pub fn object(file: &mut Document, resources: &mut Dictionary, (kind, name): (&str, &str), object: Object) {
    let id = file.add_object(object);
    resources.set(kind, dictionary! {name => id});
}

pub fn image(file: &mut Document, resources: &mut Dictionary, more: &Dictionary) {
    let mut entries = dictionary! {
        "Subtype" => "Image", "Width" => 1, "Height" => 1, "ColorSpace" => "DeviceGray", "BitsPerComponent" => 8,
    };
    entries.extend(more);
    object(file, resources, ("XObject", "Cover"), stream(entries, &[255]));
}

pub fn form(file: &mut Document, resources: &mut Dictionary, content: &[u8]) {
    let entries = dictionary! {"Subtype" => "Form", "BBox" => vec![0.into(), 0.into(), 1.into(), 1.into()]};
    object(file, resources, ("XObject", "Cover"), stream(entries, content));
}

/// Adds a spot color that a calculator function makes white for any amount.
pub fn spot(file: &mut Document, resources: &mut Dictionary) {
    let ends: Vec<Object> = vec![0.into(), 1.into()];
    let range: Vec<Object> = [0, 1].repeat(3).into_iter().map(Object::from).collect();
    let white = stream(dictionary! {"FunctionType" => 4, "Domain" => ends, "Range" => range}, b"{ dup dup }");
    let white = file.add_object(white);
    let space: Vec<Object> = vec!["Separation".into(), "Paper".into(), "DeviceRGB".into(), white.into()];
    resources.set("ColorSpace", dictionary! {"Spot" => space});
}

pub fn none(_: &mut Document, resources: &mut Dictionary) {
    let space: Vec<Object> = vec!["Separation".into(), "None".into(), "DeviceGray".into()];
    resources.set("ColorSpace", dictionary! {"Spot" => space});
}

pub fn profile(components: i64) -> impl Fn(&mut Document, &mut Dictionary) {
    move |file, resources| {
        let profile = file.add_object(stream(dictionary! {"N" => components}, b""));
        let space: Vec<Object> = vec!["ICCBased".into(), profile.into()];
        resources.set("ColorSpace", dictionary! {"Spot" => space});
    }
}

pub fn layer(file: &mut Document, resources: &mut Dictionary, state: &str) {
    let layer = file.add_object(dictionary! {"Type" => "OCG"});
    let layers: Vec<Object> = vec![layer.into()];
    let opened = dictionary! {state => layers.clone()};
    let all = dictionary! {"OCGs" => layers, "D" => opened};
    file.catalog_mut().unwrap().set("OCProperties", all);
    resources.set("Properties", dictionary! {"Layer" => layer});
}

pub fn transparency(resources: &mut Dictionary, state: Dictionary) {
    resources.set("ExtGState", dictionary! {"Faint" => state});
}

pub fn at_the_foot(paper: &mut Typesetter) {
    paper.line((72.0, 40.0), 10.0, Face::Roman, MESSAGE);
}

/// Lays an annotation that paints white over the foot of all pages.
pub fn annotation(file: &mut Document, more: &Dictionary) {
    let bounds = |values: [i64; 4]| Object::Array(values.map(Object::from).to_vec());
    let form =
        dictionary! {"Subtype" => "Form", "BBox" => bounds([0, 0, 10, 10]), "Resources" => Dictionary::new()};
    let form = file.add_object(stream(form, b"1 g 0 0 10 10 re f"));
    let mut entries = dictionary! {
        "Subtype" => "Square", "Rect" => bounds([60, 30, 600, 60]), "AP" => dictionary! {"N" => form},
    };
    entries.extend(more);
    let all: Vec<Object> = vec![file.add_object(entries).into()];
    for page in file.get_pages().into_values() {
        file.get_dictionary_mut(page).unwrap().set("Annots", all.clone());
    }
}

pub fn faintly_covered(paper: &mut Typesetter) {
    say(paper).operation("q", &[]).apply("gs", vec!["Faint".into()]).operation("g", &[1.0]);
    line_box(paper, 12.0);
    paper.operation("Q", &[]);
}

pub fn in_ink(paper: &mut Typesetter, ink: Ink) {
    paper.ink(ink, 10.0, MESSAGE);
}
