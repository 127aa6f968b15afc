//! Full texts: recorded pages and PDFs read as a reader of the paper would. The recordings are no part of the project;
//! without them these tests say that they are skipped.

use papers::fulltext::{self, FulltextError};
use papers::paper::{Document, ReadFrom, SectionRole};

use crate::support::shared;

fn recorded(name: &str) -> Option<Document> {
    let bytes = std::fs::read(shared(&format!("data/pdf/{name}.pdf"))?).unwrap();
    Some(fulltext::pdf(&bytes).unwrap())
}

fn outline(document: &Document) -> Vec<(u8, &str)> {
    document.sections.iter().map(|section| (section.level, section.heading.as_str())).collect()
}

fn text_of(document: &Document, role: SectionRole) -> String {
    let sentences = document.sentences().filter(|(section, _)| section.is(role));
    sentences.map(|(_, sentence)| sentence).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_letter_in_two_columns_is_read_in_order_without_authors_and_references() {
    let Some(document) = recorded("0908.2921v2") else { return };
    assert_eq!(document.read, ReadFrom::Pdf);
    let expected = [
        (1, "Abstract"),
        (1, "INTRODUCTION"),
        (1, "SETUP AND NOTATION"),
        (1, "EQUILIBRATION"),
        (1, "SPEED OF FLUCTUATIONS AROUND EQUILIBRIUM"),
        (1, "EINSELECTION IN A NUTSHELL"),
        (1, "EQUILIBRATION AND EINSELECTION"),
        (1, "INTERPRETATION AND CONCLUSIONS"),
    ];
    assert_eq!(outline(&document), expected);
    let summary = text_of(&document, SectionRole::Abstract);
    assert!(summary.starts_with("We show that the existence of a basis of pointer states"), "{summary}");
    assert!(summary.ends_with("differ by more than the interaction energy."), "{summary}");
    let text = document.text();
    // Over a line's end, from the left column to the right one, and from page to page.
    assert!(text.contains("leading to an apparent contradiction between"));
    assert!(
        text.contains(
            "without added randomness and ensemble averages, from nothing but pure Quantum Mechanics"
        )
    );
    for absent in ["Gogolin", "Fakultät", "PACS", "Keywords", "Phys. Rev.", "arXiv:"] {
        assert!(!text.contains(absent), "{absent}");
    }
}

#[test]
fn a_conference_paper_gives_its_sections_with_levels_and_captions_apart() {
    let Some(document) = recorded("2501.10120v1") else { return };
    let outline = outline(&document);
    let main: Vec<&str> =
        outline.iter().filter(|(level, _)| *level == 1).map(|(_, heading)| *heading).take(7).collect();
    assert_eq!(
        main,
        ["Abstract", "Introduction", "Related Work", "Datasets", "Methodology", "Experiments", "Conclusion"]
    );
    for subsection in [(2, "Main results"), (2, "Ablation study"), (4, "Reward Design"), (2, "Crawler")] {
        assert!(outline.contains(&subsection), "{subsection:?} of {outline:?}");
    }
    let text = document.text();
    assert!(text.contains("PaSa-7b achieves a 34.05% improvement in Recall@20"));
    assert!(text.contains("a novel session-level PPO algorithm"), "a hyphen that belongs to the word stays");
    for absent in ["Equal contribution", "bytedance.com", "Figure 1: Architecture", "Advances in Neural"] {
        assert!(!text.contains(absent), "{absent}");
    }
    assert!(
        document.captions.iter().any(|caption| caption.text.starts_with("Figure 1: Architecture of PaSa."))
    );
    assert!(document.sections.iter().any(|section| section.appendix));
}

#[test]
fn a_locked_pdf_says_so() {
    let Some(path) = shared("data/pdf/2206.01062_pg3_password.pdf") else { return };
    assert_eq!(fulltext::pdf(&std::fs::read(path).unwrap()), Err(FulltextError::Encrypted));
}

#[test]
fn what_is_no_pdf_is_told_by_what_it_is() {
    let kind = |bytes: &[u8]| match fulltext::pdf(bytes) {
        Err(FulltextError::NotPdf { what }) => what.into_owned(),
        other => panic!("{other:?}"),
    };
    assert_eq!(kind(b"<!DOCTYPE html><html>no</html>"), "an HTML page");
    assert_eq!(kind(b" \n"), "an empty file");
    assert_eq!(kind(b"%!PS-Adobe-2.0"), "PostScript");
    assert_eq!(kind(b"\x89PNG"), "no `%PDF` at its start");
}
