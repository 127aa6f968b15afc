//! [`Document`] → Markdown, for `papers read`: headings, paragraphs, items; formulas stay `$TeX$`.
//!
//! Captions and hidden text are not part of a paper's running text and are left out.

use papers_paper::{Document, Paragraph, ParagraphKind};

/// The deepest heading that Markdown knows.
const DEEPEST: u8 = 6;

/// Writes the document's text as Markdown, a paragraph a line.
pub fn markdown(document: &Document) -> String {
    let mut out = String::new();
    for section in &document.sections {
        if !section.heading.is_empty() {
            let hashes = usize::from(section.level.clamp(1, DEEPEST));
            block(&mut out, &format!("{} {}", "#".repeat(hashes), section.heading), "\n\n");
        }
        let mut before = None;
        for paragraph in &section.paragraphs {
            let tight = before == Some(ParagraphKind::Item) && paragraph.kind == ParagraphKind::Item;
            block(&mut out, &line(paragraph), if tight { "\n" } else { "\n\n" });
            before = Some(paragraph.kind);
        }
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

fn block(out: &mut String, text: &str, gap: &str) {
    if !out.is_empty() {
        out.push_str(gap);
    }
    out.push_str(text);
}

fn line(paragraph: &Paragraph) -> String {
    let text = paragraph.sentences.join(" ");
    match paragraph.kind {
        ParagraphKind::Prose => text,
        ParagraphKind::Item => format!("- {text}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use papers_paper::{ReadFrom, Section};

    #[test]
    fn writes_headings_by_level_paragraphs_by_line_and_items_as_a_tight_list() {
        let paragraph = |kind, text: &str| Paragraph { kind, sentences: vec![text.to_owned()] };
        let document = Document {
            read: ReadFrom::Html,
            sections: vec![Section {
                heading: "Setup".to_owned(),
                level: 2,
                paragraphs: vec![
                    paragraph(ParagraphKind::Prose, "We use $x_1$."),
                    paragraph(ParagraphKind::Item, "One."),
                    paragraph(ParagraphKind::Item, "Two."),
                ],
                ..Section::default()
            }],
            ..Document::default()
        };
        assert_eq!(markdown(&document), "## Setup\n\nWe use $x_1$.\n\n- One.\n- Two.\n");
    }

    #[test]
    fn an_empty_document_is_an_empty_text() {
        assert_eq!(markdown(&Document::default()), "");
    }
}
