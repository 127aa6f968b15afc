//! Tests the reading of pages and PDFs. Tests that need recordings, which are not part of the project, are skipped without them.

mod covered;
mod figures;
mod golden;
mod hidden;
mod hostile;
mod letters;
mod looks;
mod pdf;
mod typeset;
mod whole;

use papers_paper::{Document, SectionRole};

/// Returns the levels and headings in order.
fn outline(document: &Document) -> Vec<(u8, &str)> {
    document.sections.iter().map(|section| (section.level, section.heading.as_str())).collect()
}

/// Returns the text of the sections with a role, in one line.
fn text_of(document: &Document, role: SectionRole) -> String {
    let sentences = document.sentences().filter(|(section, _)| section.is(role));
    sentences.map(|(_, sentence)| sentence).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_page_of_plain_tex_has_headings_and_keeps_prose_around_unknown_commands() {
    let prose = "Dust settles on the panels of large farms and lowers their output by a third. ".repeat(8);
    let para = |text: &str| format!("<div class=\"ltx_para\"><p class=\"ltx_p\">{text}</p></div>");
    let unknown = "<span class=\"ltx_ERROR undefined\">\\foo</span>";
    let body = [
        para("<b>1. Introduction</b>"),
        para(&format!("{unknown} {prose}")),
        para("2. The robot"),
        para(&prose),
        para("CONCLUSIONS"),
        para(&prose),
        para("References"),
        para("[1] C. Other, Dust (2001)."),
    ]
    .concat();
    let page = format!("<article class=\"ltx_document\">{body}</article>");
    let document = papers_fulltext::html(page.as_bytes(), None).unwrap();
    assert_eq!(outline(&document), [(1, "Introduction"), (1, "The robot"), (1, "CONCLUSIONS")]);
    assert!(text_of(&document, SectionRole::Introduction).starts_with("Dust settles"));
    assert!(!document.text().contains("Other"));
}
