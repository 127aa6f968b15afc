//! The text of a paper: sections, their paragraphs and sentences, in reading order.

use serde::{Deserialize, Serialize};

/// The sources of a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReadFrom {
    /// `arxiv.org/html/ID`, made by LaTeXML.
    Html,
    /// `arxiv.org/pdf/ID`.
    Pdf,
    /// The abstract of the record alone.
    #[default]
    Abstract,
}

/// A paper's text in reading order. Bibliography, notes, navigation and hidden text are not part of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// The source of the text.
    pub read: ReadFrom,
    /// Sections in the paper's order, the abstract first. `level` gives the nesting.
    pub sections: Vec<Section>,
    /// Captions of figures and tables.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub captions: Vec<Caption>,
    /// The first figure, if the source has its image.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figure: Option<Figure>,
    /// The identifier with version in arXiv's stamp on the page or PDF, such as `2510.06590v1`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stamp: Option<String>,
    /// The URL of the paper's license, if the page gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub license: Option<String>,
    /// Text that the source hides from readers (white, zero size, off the page). It is never part of `sections`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hidden: Vec<String>,
    /// The numbers of damaged pages of a PDF, which were not read; the first page is 1.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unread_pages: Vec<u32>,
}

impl Document {
    /// Iterates over the sentences with their sections, in reading order.
    pub fn sentences(&self) -> impl Iterator<Item = (&Section, &str)> {
        self.sections.iter().flat_map(|section| {
            section.paragraphs.iter().flat_map(move |paragraph| {
                paragraph.sentences.iter().map(move |sentence| (section, sentence.as_str()))
            })
        })
    }

    /// Describes the hidden text in one line; `None` if there is none.
    pub fn hidden_message(&self) -> Option<String> {
        const SHOWN: usize = 80;
        let first = self.hidden.first()?;
        let more = if first.chars().count() > SHOWN { "…" } else { "" };
        let shown: String = first.chars().take(SHOWN).collect();
        let others = match self.hidden.len() - 1 {
            0 => String::new(),
            others => format!(", and {others} more"),
        };
        Some(format!("hides text from its readers, which was not read: “{shown}{more}”{others}"))
    }

    /// Names the pages that were not read in one line; `None` if there are none.
    pub fn unread_message(&self) -> Option<String> {
        let pages: Vec<String> = self.unread_pages.iter().map(u32::to_string).collect();
        (!pages.is_empty()).then(|| format!("has damaged pages, which were not read: {}", pages.join(", ")))
    }

    /// Iterates over the sentences with their sections and places, in reading order.
    pub fn passages(&self) -> impl Iterator<Item = Passage<'_>> {
        self.sections.iter().flat_map(|section| {
            section.paragraphs.iter().flat_map(move |paragraph| {
                paragraph.sentences.iter().enumerate().map(move |(at, sentence)| Passage {
                    section,
                    sentence,
                    place: paragraph.place_of(at),
                })
            })
        })
    }

    /// Iterates over the tables with their sections, in reading order.
    pub fn tables(&self) -> impl Iterator<Item = (&Section, &Table)> {
        self.sections.iter().flat_map(|section| section.tables.iter().map(move |table| (section, table)))
    }

    /// Returns the whole text, one sentence per line, without headings, captions and tables.
    pub fn text(&self) -> String {
        self.sentences().map(|(_, sentence)| sentence).collect::<Vec<_>>().join("\n")
    }
}

/// A sentence with its section and place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passage<'a> {
    /// The section that contains it.
    pub section: &'a Section,
    /// The sentence.
    pub sentence: &'a str,
    /// The place where it begins.
    pub place: &'a Place,
}

/// A place in the source: the id of an element of an HTML page, or a page of a PDF.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The id of the nearest element that has one: `S4.p2`, `S4.T1`. It has only letters, digits and `._:-`, so that it needs
    /// no escaping in a URL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The page of the PDF; the first is 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
}

impl Place {
    /// The place of an element with this id; an unknown place if the id would need escaping in a URL.
    pub fn of_id(id: &str) -> Self {
        const MAX_CHARS: usize = 100;
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b':' | b'-');
        let fits = !id.is_empty() && id.len() <= MAX_CHARS && id.bytes().all(plain);
        Self { id: fits.then(|| id.to_owned()), page: None }
    }

    /// A page of a PDF; the first is 1.
    pub fn of_page(page: u32) -> Self {
        Self { id: None, page: Some(page) }
    }

    /// Returns true if the place is unknown.
    pub fn is_unknown(&self) -> bool {
        *self == Self::default()
    }
}

/// One section with its own text. Its subsections follow as sections of a deeper level.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Heading without its number; empty for text before the first heading.
    pub heading: String,
    /// 1 for a section, 2 for a subsection, and so on.
    pub level: u8,
    /// The roles of the section. "Conclusion and Limitations" has two. With an unknown heading the roles are those of the
    /// enclosing section.
    pub roles: Vec<SectionRole>,
    /// True if the section is in the appendix.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub appendix: bool,
    /// The place where the section begins.
    #[serde(default, skip_serializing_if = "Place::is_unknown")]
    pub place: Place,
    /// Paragraphs in order.
    pub paragraphs: Vec<Paragraph>,
    /// The tables of the section.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<Table>,
}

impl Section {
    /// Returns true if the section has this role.
    pub fn is(&self, role: SectionRole) -> bool {
        self.roles.contains(&role)
    }
}

/// The roles of sections in a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SectionRole {
    /// Abstract.
    Abstract,
    /// Introduction, overview, motivation.
    Introduction,
    /// Related work, background, preliminaries.
    Background,
    /// Method, model, data, setup of experiments.
    Method,
    /// Experiments, results, evaluation, ablations.
    Results,
    /// Discussion, analysis.
    Discussion,
    /// Limitations, threats to validity.
    Limitations,
    /// Conclusion, summary, outlook.
    Conclusion,
    /// Acknowledgments, funding, author contributions, ethics and impact statements.
    Backmatter,
}

/// One paragraph or list item.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paragraph {
    /// Prose or an item of a list.
    #[serde(default, skip_serializing_if = "ParagraphKind::is_prose")]
    pub kind: ParagraphKind,
    /// Sentences in order; inline and display math as `$TeX$`.
    pub sentences: Vec<String>,
    /// The place where it begins.
    #[serde(default, skip_serializing_if = "Place::is_unknown")]
    pub place: Place,
    /// The places where it continues: on the next page, or after a displayed formula that interrupts it in the source.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub continued: Vec<Continued>,
}

impl Paragraph {
    /// Returns the place where a sentence begins, given its index in the paragraph.
    pub fn place_of(&self, sentence: usize) -> &Place {
        let turn = self.continued.iter().rev().find(|turn| turn.from <= sentence);
        turn.map_or(&self.place, |turn| &turn.place)
    }
}

/// The continuation of a paragraph at another place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Continued {
    /// The index in the paragraph of the first sentence there.
    pub from: usize,
    /// The place.
    pub place: Place,
}

/// The kinds of paragraphs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ParagraphKind {
    /// Running text.
    #[default]
    Prose,
    /// An item of a list.
    Item,
}

impl ParagraphKind {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
    fn is_prose(&self) -> bool {
        matches!(self, Self::Prose)
    }
}

/// The caption of a figure or table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caption {
    /// Figure or table.
    pub kind: CaptionKind,
    /// Its text with the number: `Figure 1: Overview of …`.
    pub text: String,
    /// The place of the figure or table.
    #[serde(default, skip_serializing_if = "Place::is_unknown")]
    pub place: Place,
}

/// The kinds of captions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CaptionKind {
    /// A figure, listing or algorithm.
    Figure,
    /// A table.
    Table,
}

/// A table, cell by cell. A cell that spans several rows or columns occurs once, at its first row and column.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its caption with the number, `Table 2: …`, followed by the caption of the part if there is one. Empty without caption.
    #[serde(default)]
    pub caption: String,
    /// The place of the table.
    #[serde(default, skip_serializing_if = "Place::is_unknown")]
    pub place: Place,
    /// Number of rows.
    pub rows: usize,
    /// Number of columns.
    pub columns: usize,
    /// Cells with text, row by row.
    pub cells: Vec<Cell>,
}

/// A cell of a table, with the headings that apply to it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// Its first row; the first row of the table is 0.
    pub row: usize,
    /// Its first column; the first column of the table is 0.
    pub column: usize,
    /// The number of rows that it spans.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub rows: usize,
    /// The number of columns that it spans.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub columns: usize,
    /// The role of the cell: a value, or a heading of rows or columns.
    #[serde(default, skip_serializing_if = "CellKind::is_data")]
    pub kind: CellKind,
    /// Its text, with math as `$TeX$`. A number is written as such, without `$`.
    pub text: String,
    /// Headings of its row, the outermost first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub row_headings: Vec<String>,
    /// Headings of its column, the topmost first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub column_headings: Vec<String>,
}

/// The kinds of cells.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CellKind {
    /// A value.
    #[default]
    Data,
    /// The heading of its row, or of the rows below if it spans the whole table.
    Row,
    /// The heading of its column.
    Column,
}

impl CellKind {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
    fn is_data(&self) -> bool {
        matches!(self, Self::Data)
    }
}

fn one() -> usize {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_one(count: &usize) -> bool {
    *count == 1
}

/// A figure with its image.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// Absolute URL of the image, or the path of the local copy.
    pub url: String,
    /// Caption, with its number.
    pub caption: String,
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("S4.p2", true)]
    #[case("A1.SS2.SSS1.p1", true)]
    #[case("", false)]
    #[case("a b", false)]
    #[case("x\" onclick=\"", false)]
    #[case("x)", false)]
    fn only_ids_that_can_stand_in_an_address_are_places(#[case] id: &str, #[case] kept: bool) {
        assert_eq!(!Place::of_id(id).is_unknown(), kept, "{id}");
    }

    #[test]
    fn a_sentence_stands_where_its_part_of_the_paragraph_does() {
        let paragraph = Paragraph {
            sentences: vec!["One.".to_owned(), "Two.".to_owned(), "Three.".to_owned()],
            place: Place::of_page(3),
            continued: vec![Continued { from: 2, place: Place::of_page(4) }],
            ..Paragraph::default()
        };
        let section = Section { paragraphs: vec![paragraph], ..Section::default() };
        let document = Document { sections: vec![section], ..Document::default() };
        let pages: Vec<Option<u32>> = document.passages().map(|passage| passage.place.page).collect();
        assert_eq!(pages, [Some(3), Some(3), Some(4)]);
    }
}
