//! Full texts: pages and PDFs read as a reader of the paper would. Recordings are no part of the project; without them the
//! tests that need them say that they are skipped.

mod figures;
mod golden;
mod hidden;
mod hostile;
mod pdf;
mod typeset;

use papers::paper::{Document, SectionRole};

/// Levels and headings in order.
fn outline(document: &Document) -> Vec<(u8, &str)> {
    document.sections.iter().map(|section| (section.level, section.heading.as_str())).collect()
}

/// The text of the sections with a role, in one line.
fn text_of(document: &Document, role: SectionRole) -> String {
    let sentences = document.sentences().filter(|(section, _)| section.is(role));
    sentences.map(|(_, sentence)| sentence).collect::<Vec<_>>().join(" ")
}
