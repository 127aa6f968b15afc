//! The paper's text as it was read: ordered sections of paragraphs of sentences.

use serde::{Deserialize, Serialize};

/// Where the text was read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReadFrom {
    /// `arxiv.org/html/ID`, made by LaTeXML.
    Html,
    /// `arxiv.org/pdf/ID`.
    Pdf,
    /// The abstract in the record; nothing else was read.
    #[default]
    Abstract,
}

/// A paper's text in reading order. Bibliography, notes, navigation and hidden text are not part of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Where the text was read.
    pub read: ReadFrom,
    /// Sections in the paper's order, the abstract first; nesting is told by `level`.
    pub sections: Vec<Section>,
    /// Captions of figures and tables, apart from the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub captions: Vec<Caption>,
    /// The first figure, where the source gives its image.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figure: Option<Figure>,
    /// Text that the page hides from a reader (white, zero size, off the page); never part of `sections`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hidden: Vec<String>,
}

impl Document {
    /// Every sentence with the section that holds it, in reading order.
    pub fn sentences(&self) -> impl Iterator<Item = (&Section, &str)> {
        self.sections.iter().flat_map(|section| {
            section.paragraphs.iter().flat_map(move |paragraph| {
                paragraph.sentences.iter().map(move |sentence| (section, sentence.as_str()))
            })
        })
    }

    /// What to tell of hidden text, in one line; `None` where there is none.
    pub fn hidden_words(&self) -> Option<String> {
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

    /// The whole text, a sentence a line, without headings and captions.
    pub fn text(&self) -> String {
        self.sentences().map(|(_, sentence)| sentence).collect::<Vec<_>>().join("\n")
    }
}

/// One section and its own text; the text of its subsections follows in sections of a deeper level.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Heading without its number; empty for text before the first heading.
    pub heading: String,
    /// 1 for a section, 2 for a subsection, and so on.
    pub level: u8,
    /// What the section does; "Conclusion and Limitations" has two roles, an unknown heading none of its own and
    /// then those of the section around it.
    pub roles: Vec<SectionRole>,
    /// True in the appendix.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub appendix: bool,
    /// Paragraphs in order.
    pub paragraphs: Vec<Paragraph>,
}

impl Section {
    /// True when the section has this role.
    pub fn is(&self, role: SectionRole) -> bool {
        self.roles.contains(&role)
    }
}

/// What a section does in the paper.
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
}

/// What a paragraph is.
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
}

/// What a caption belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CaptionKind {
    /// A figure, listing or algorithm.
    Figure,
    /// A table.
    Table,
}

/// A figure with its image.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// Absolute URL of the image, or the path of the local copy.
    pub url: String,
    /// Caption, with its number.
    pub caption: String,
}
