//! Typesets small papers as PDFs: in Times, with one column or two. Tests use it so that they know what is
//! visible.

use pdf_extract::content::{Content, Operation};
use pdf_extract::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

/// The size of US letter, in points.
pub const WIDTH: f32 = 612.0;
pub const HEIGHT: f32 = 792.0;
const LEADING: f32 = 12.0;
const BODY: f32 = 10.0;

/// The color of text, or that it is not drawn.
#[derive(Debug, Clone, Copy)]
pub enum Ink {
    Gray(f32),
    Rgb(f32, f32, f32),
    Cmyk(f32, f32, f32, f32),
    Undrawn,
    OnDark,
}

/// A style of Times.
#[derive(Debug, Clone, Copy)]
pub enum Face {
    Roman,
    Bold,
    Italic,
}

/// Typesets text from the top of a page down.
pub struct Typesetter {
    pages: Vec<Vec<Operation>>,
    y: f32,
    left: f32,
    width: f32,
}

impl Default for Typesetter {
    fn default() -> Self {
        Self { pages: vec![Vec::new()], y: HEIGHT - 72.0, left: 72.0, width: 468.0 }
    }
}

impl Typesetter {
    /// Draws a line at a position.
    pub fn line(&mut self, (x, y): (f32, f32), size: f32, face: Face, text: &str) -> &mut Self {
        let font = match face {
            Face::Roman => "F1",
            Face::Bold => "F2",
            Face::Italic => "F3",
        };
        let page = self.pages.last_mut().unwrap();
        page.push(Operation::new("BT", vec![]));
        page.push(Operation::new("Tf", vec![font.into(), size.into()]));
        page.push(Operation::new("Td", vec![x.into(), y.into()]));
        let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
        page.push(Operation::new("Tj", vec![Object::string_literal(bytes)]));
        page.push(Operation::new("ET", vec![]));
        self
    }

    pub fn operation(&mut self, operator: &str, operands: &[f32]) -> &mut Self {
        let operands = operands.iter().map(|value| Object::Real(*value)).collect();
        self.pages.last_mut().unwrap().push(Operation::new(operator, operands));
        self
    }

    pub fn title(&mut self, text: &str) -> &mut Self {
        self.set(17.0, Face::Bold, text, 26.0)
    }

    pub fn heading(&mut self, text: &str) -> &mut Self {
        self.y -= 10.0;
        self.set(12.0, Face::Bold, text, 18.0)
    }

    /// Typesets the heading of a subsection like IEEE and Elsevier: in italics of the text's size.
    pub fn italic(&mut self, text: &str) -> &mut Self {
        self.y -= 6.0;
        self.set(BODY, Face::Italic, text, 14.0)
    }

    fn set(&mut self, size: f32, face: Face, text: &str, down: f32) -> &mut Self {
        let (x, y) = (self.left, self.y);
        self.line((x, y), size, face, text);
        self.y -= down;
        self
    }

    /// Typesets a paragraph with its first line indented.
    pub fn paragraph(&mut self, text: &str) -> &mut Self {
        let letters = (self.width / (BODY * 0.46)) as usize;
        let mut indent = 15.0;
        for line in wrap(text, letters) {
            if self.y < 72.0 {
                self.page();
            }
            let (x, y) = (self.left + indent, self.y);
            self.line((x, y), BODY, Face::Roman, &line);
            self.y -= LEADING;
            indent = 0.0;
        }
        self
    }

    /// Typesets lines without wrapping.
    pub fn lines(&mut self, size: f32, lines: &[&str]) -> &mut Self {
        for line in lines {
            self.set(size, Face::Roman, line, LEADING);
        }
        self
    }

    /// Typesets a line in a color.
    pub fn ink(&mut self, ink: Ink, size: f32, text: &str) -> &mut Self {
        self.operation("q", &[]);
        match ink {
            Ink::Gray(gray) => self.operation("g", &[gray]),
            Ink::Rgb(r, g, b) => self.operation("rg", &[r, g, b]),
            Ink::Cmyk(c, m, y, k) => self.operation("k", &[c, m, y, k]),
            Ink::Undrawn => self.operation("Tr", &[3.0]),
            Ink::OnDark => {
                let y = self.y;
                self.operation("g", &[0.1])
                    .operation("re", &[60.0, y - 4.0, 500.0, 16.0])
                    .operation("f", &[]);
                self.operation("g", &[1.0])
            }
        };
        self.set(size, Face::Roman, text, LEADING);
        self.operation("Q", &[])
    }

    /// Continues at the top of a column.
    pub fn column(&mut self, left: f32, width: f32, top: f32) -> &mut Self {
        (self.left, self.width, self.y) = (left, width, top);
        self
    }

    pub fn skip(&mut self, points: f32) -> &mut Self {
        self.y -= points;
        self
    }

    pub fn page(&mut self) -> &mut Self {
        self.pages.push(Vec::new());
        self.y = HEIGHT - 72.0;
        self
    }

    pub fn y(&self) -> f32 {
        self.y
    }

    /// Returns the operations of the current page.
    pub fn operations(self) -> Vec<Operation> {
        self.pages.into_iter().next_back().unwrap()
    }

    pub fn draw(&mut self, operations: &[Operation]) -> &mut Self {
        self.pages.last_mut().unwrap().extend_from_slice(operations);
        self
    }

    /// Adds an operator with operands of any kind.
    pub fn apply(&mut self, operator: &str, operands: Vec<Object>) -> &mut Self {
        self.pages.last_mut().unwrap().push(Operation::new(operator, operands));
        self
    }

    /// Returns the bytes of the file.
    pub fn finish(&self) -> Vec<u8> {
        self.finish_with(|_, _| {})
    }

    /// Returns the bytes of the file after a change of it or of its page tree.
    pub fn finish_with(&self, change: impl FnOnce(&mut Document, ObjectId)) -> Vec<u8> {
        let contents = self.pages.iter().map(|page| {
            let bytes = Content { operations: page.clone() }.encode().unwrap();
            Stream::new(Dictionary::new(), bytes)
        });
        let (mut file, pages) = assemble(contents.collect());
        let tree = file.get_dictionary(pages[0]).unwrap().get(b"Parent").unwrap().as_reference().unwrap();
        change(&mut file, tree);
        save(&mut file)
    }
}

/// Returns a file with a page for each stream, Times as `F1`, bold as `F2` and italic as `F3`, and its pages.
pub fn assemble(contents: Vec<Stream>) -> (Document, Vec<ObjectId>) {
    let mut file = Document::with_version("1.5");
    let root = file.new_object_id();
    let font = |name: &str| {
        dictionary! {"Type" => "Font", "Subtype" => "Type1", "BaseFont" => name, "Encoding" => "WinAnsiEncoding"}
    };
    let [roman, bold, italic] =
        ["Times-Roman", "Times-Bold", "Times-Italic"].map(|name| file.add_object(font(name)));
    let fonts = dictionary! {"F1" => roman, "F2" => bold, "F3" => italic};
    let resources = file.add_object(dictionary! {"Font" => fonts});
    let mut pages = Vec::new();
    for stream in contents {
        let contents = file.add_object(stream);
        pages.push(file.add_object(dictionary! {"Type" => "Page", "Parent" => root, "Contents" => contents}));
    }
    let tree = dictionary! {
        "Type" => "Pages",
        "Kids" => pages.iter().map(|page| Object::Reference(*page)).collect::<Vec<_>>(),
        "Count" => i64::try_from(pages.len()).unwrap(),
        "Resources" => resources,
        "MediaBox" => vec![0.into(), 0.into(), WIDTH.into(), HEIGHT.into()],
    };
    file.objects.insert(root, Object::Dictionary(tree));
    let catalog = file.add_object(dictionary! {"Type" => "Catalog", "Pages" => root});
    file.trailer.set("Root", catalog);
    (file, pages)
}

pub fn save(file: &mut Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).unwrap();
    bytes
}

fn wrap(text: &str, letters: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.last_mut().unwrap();
        if !line.is_empty() && line.len() + 1 + word.len() > letters {
            lines.push(word.to_owned());
        } else {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}

/// Returns different sentences.
pub fn prose(subject: &str, sentences: usize) -> String {
    let verb = ["counts", "follows", "measures", "weighs", "compares", "records"];
    let object = ["the photons of the source", "what the mirror returns", "every event in the chamber"];
    let sentence = |i: usize| {
        format!(
            "The {subject} {} {} for the {i}th time today.",
            verb[i % verb.len()],
            object[i % object.len()]
        )
    };
    (1..=sentences).map(sentence).collect::<Vec<_>>().join(" ")
}

/// Reads a paper.
pub fn read(paper: &Typesetter) -> papers_paper::Document {
    papers_fulltext::pdf(&paper.finish()).unwrap()
}
