//! Tests PDFs that are typeset line by line here, and recorded ones.

mod fonts;
mod headings;

use papers_fulltext::FulltextError;
use papers_paper::{CaptionKind, Document, ParagraphKind, ReadFrom, SectionRole};

use super::typeset::{Face, HEIGHT, Typesetter, prose, read, save};
use super::{outline, text_of};
use crate::support::shared;

/// Typesets a front page: title, authors, abstract.
fn front(paper: &mut Typesetter) {
    paper.title("Counting Photons with a Cold Mirror");
    paper.lines(
        10.0,
        &["Ada Example and Ben Sample", "Institute of Mirrors, 12345 Glasstown", "ada@example.org"],
    );
    paper.heading("Abstract").paragraph(&prose("abstract", 6));
    paper.lines(10.0, &["Keywords: photons, mirrors"]);
}

#[test]
fn sections_paragraphs_and_the_abstract_are_found_and_the_front_is_not_text() {
    let mut paper = Typesetter::default();
    front(&mut paper);
    paper.heading("1 Introduction").paragraph(&prose("introduction", 6)).paragraph(&prose("second", 5));
    paper.heading("2 Method").heading("2.1 The mirror").paragraph(&prose("mirror", 6));
    paper.heading("3 Conclusion and Limitations").paragraph(&prose("conclusion", 5));
    paper.heading("Acknowledgments").paragraph(&prose("funder", 3));
    paper
        .heading("References")
        .lines(9.0, &["[1] C. Other. On mirrors. 2001.", "[2] D. Third. On light. 2002."]);
    paper.heading("A More mirrors").paragraph(&prose("appendix", 4));
    let document = read(&paper);
    let expected = [
        (1, "Abstract"),
        (1, "Introduction"),
        (1, "Method"),
        (2, "The mirror"),
        (1, "Conclusion and Limitations"),
        (1, "Acknowledgments"),
        (1, "References"),
    ];
    let outline = outline(&document);
    assert_eq!(outline[..6], expected[..6]);
    assert_eq!(document.read, ReadFrom::Pdf);
    let introduction = &document.sections[1];
    assert_eq!(introduction.paragraphs.len(), 2);
    assert_eq!(introduction.paragraphs[0].sentences.join(" "), prose("introduction", 6));
    assert_eq!(text_of(&document, SectionRole::Abstract), prose("abstract", 6));
    assert!(document.sections[4].is(SectionRole::Limitations));
    let text = document.text();
    for absent in ["Example", "Glasstown", "example.org", "Keywords", "On mirrors", "On light"] {
        assert!(!text.contains(absent), "{absent}: {text}");
    }
}

#[test]
fn lines_on_every_page_are_not_text() {
    let mut paper = Typesetter::default();
    front(&mut paper);
    paper.heading("1 Introduction").paragraph(&prose("start", 8));
    for page in 1..=4 {
        let head = if page % 2 == 0 { "A. Example et al." } else { "Counting Photons" };
        paper.line((72.0, 750.0), 8.0, Face::Roman, head);
        paper.line((300.0, 40.0), 10.0, Face::Roman, &page.to_string());
        paper.line((72.0, 30.0), 8.0, Face::Roman, &format!("Preprint of 9 October 2025, page {page} of 4"));
        if page < 4 {
            paper.page();
            paper.paragraph(&prose(&format!("page{page}"), 30));
        }
    }
    let text = read(&paper).text();
    for absent in ["Example et al", "Counting Photons", "Preprint"] {
        assert!(!text.contains(absent), "{absent}: {text}");
    }
    assert!(text.lines().all(|line| line.chars().any(char::is_alphabetic)), "{text}");
}

#[test]
fn numbers_of_lines_are_not_text() {
    let mut paper = Typesetter::default();
    paper.heading("1 Introduction").paragraph(&prose("line", 30));
    let mut y = HEIGHT - 72.0 - 28.0;
    for number in 1..=30 {
        paper.line((45.0, y), 7.0, Face::Roman, &format!("{number:03}"));
        y -= 12.0;
    }
    assert_eq!(read(&paper).sections[0].paragraphs[0].sentences.join(" "), prose("line", 30));
}

/// Typesets two columns below front matter across both; `interleaved` draws them row by row, like word processors.
fn two_columns(interleaved: bool) -> Document {
    let mut paper = Typesetter::default();
    front(&mut paper);
    let (left, right) = (prose("left", 14), prose("right", 14));
    if interleaved {
        let mut columns = [Typesetter::default(), Typesetter::default()];
        columns[0].column(72.0, 222.0, 500.0).heading("1 Introduction").paragraph(&left);
        columns[1].column(318.0, 222.0, 500.0).paragraph(&right);
        let [a, b] = columns.map(Typesetter::operations);
        let mut pairs = (a.chunks(5), b.chunks(5));
        while let (Some(first), second) = (pairs.0.next(), pairs.1.next()) {
            paper.draw(first).draw(second.unwrap_or_default());
        }
        paper.draw(&pairs.1.flatten().cloned().collect::<Vec<_>>());
    } else {
        paper.column(72.0, 222.0, 500.0).heading("1 Introduction").paragraph(&left);
        paper.column(318.0, 222.0, 500.0).paragraph(&right);
    }
    read(&paper)
}

#[test]
fn two_columns_are_read_one_after_the_other() {
    for interleaved in [false, true] {
        let document = two_columns(interleaved);
        let expected = format!("{} {}", prose("left", 14), prose("right", 14));
        assert_eq!(text_of(&document, SectionRole::Introduction), expected, "interleaved: {interleaved}");
    }
}

#[test]
fn a_word_that_a_line_parts_is_joined_and_a_compound_keeps_its_hyphen() {
    let mut paper = Typesetter::default();
    paper.heading("1 Introduction").lines(
        10.0,
        &[
            "The spectrograph measures what the mirror returns, and the instru-",
            "ment beats state-of-the-art detectors. It is self-supervised and state-of-the-",
            "art in cost. With GPT-4 it reads every label, and with Bose-",
            "Einstein statistics it counts. The model is self-",
            "supervised; a pre-trained one is worse, and so is the pre-",
            "trained twin. The spectro-",
            "graph is cooled well below the temperature of the sky above it.",
        ],
    );
    paper.heading("2 Results").paragraph(&prose("rest", 10));
    let text = read(&paper).text();
    for expected in [
        "the instrument beats",
        "state-of-the-art in cost",
        "Bose-Einstein statistics",
        "is self-supervised;",
        "the pre-trained twin",
        "The spectrograph is cooled",
    ] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
}

#[test]
fn a_word_that_is_split_goes_on_wherever_its_rest_is() {
    let mut paper = Typesetter::default();
    paper.heading("1 Introduction").paragraph(&prose("start", 8));
    paper
        .lines(10.0, &["All mirrors that we count with in the nights of the winter are among the pre-"])
        .skip(20.0);
    paper.lines(10.0, &["existing ones of the chamber, and were not made for us or for the photons."]);
    paper.heading("2 Results").paragraph(&prose("rest", 10));
    let text = read(&paper).text();
    assert!(text.contains("are among the preexisting ones of the chamber"), "{text}");
}

#[test]
fn captions_tables_footnotes_and_formulas_are_not_text() {
    let mut paper = Typesetter::default();
    paper.heading("1 Results").paragraph(&prose("start", 8));
    paper.skip(14.0).lines(9.0, &["Figure 1: The mirror and the detector.", "Both are cooled by helium."]);
    paper.skip(14.0);
    for (left, right) in [("Mirror", "Photons"), ("cold", "12 345"), ("warm", "345"), ("none", "3")] {
        paper.lines(10.0, &[""]);
        let y = paper.y();
        paper.line((150.0, y), 10.0, Face::Roman, left).line((350.0, y), 10.0, Face::Roman, right);
    }
    paper.skip(14.0).lines(10.0, &["Table 2. Photons counted by each mirror."]);
    paper.skip(14.0).paragraph(&prose("middle", 7)).skip(8.0);
    paper.lines(10.0, &["                              E = m"]).skip(8.0);
    paper.paragraph(&prose("end", 6));
    paper.line((72.0, 80.0), 7.0, Face::Roman, "1 Funded by nobody in particular.");
    let document = read(&paper);
    let captions: Vec<(CaptionKind, &str)> =
        document.captions.iter().map(|caption| (caption.kind, caption.text.as_str())).collect();
    assert_eq!(
        captions,
        [
            (CaptionKind::Figure, "Figure 1: The mirror and the detector. Both are cooled by helium."),
            (CaptionKind::Table, "Table 2. Photons counted by each mirror."),
        ]
    );
    let text = document.text();
    for absent in ["Figure 1", "helium", "12 345", "warm", "Funded", "E = m"] {
        assert!(!text.contains(absent), "{absent}: {text}");
    }
}

/// The row before is full, and its sentence has no end.
#[test]
fn the_last_row_of_a_paragraph_may_be_a_number() {
    let mut paper = Typesetter::default();
    front(&mut paper);
    paper.heading("1 Introduction");
    let full = "In the reserve at the river the cameras that we set up beside all burrows took no fewer pictures than";
    paper.lines(10.0, &[full, full, full, "20,000."]).paragraph(&prose("introduction", 20));
    let text = read(&paper).text();
    assert!(text.contains("no fewer pictures than 20,000."), "{text}");
}

#[test]
fn items_are_items_and_run_in_headings_are_headings() {
    let mut paper = Typesetter::default();
    paper.heading("1 Method").paragraph(&prose("start", 6)).skip(6.0);
    paper.column(90.0, 440.0, paper.y());
    paper.lines(10.0, &["\u{b7} The first item is short.", "\u{b7} The second item is longer than that."]);
    paper.column(72.0, 468.0, paper.y() - 8.0);
    let y = paper.y();
    paper.line((72.0, y), 10.0, Face::Bold, "Limitations.");
    paper.line((132.0, y), 10.0, Face::Roman, "The mirror is small and the sky is large, and so we see");
    paper
        .column(72.0, 468.0, y - 12.0)
        .lines(10.0, &["only a part of the light that falls on the ground of the whole site."]);
    let document = read(&paper);
    let items: Vec<&str> = document.sections[0]
        .paragraphs
        .iter()
        .filter(|paragraph| paragraph.kind == ParagraphKind::Item)
        .map(|paragraph| paragraph.sentences[0].as_str())
        .collect();
    assert_eq!(items, ["The first item is short.", "The second item is longer than that."]);
    let last = document.sections.last().unwrap();
    assert_eq!(last.heading, "Limitations");
    assert!(last.is(SectionRole::Limitations));
    assert!(text_of(&document, SectionRole::Limitations).starts_with("The mirror is small"));
}

#[test]
fn references_without_a_heading_end_the_text() {
    let mut paper = Typesetter::default();
    paper.paragraph(&prose("summary", 6)).skip(20.0).paragraph(&prose("letter", 30)).skip(20.0);
    paper.lines(
        10.0,
        &[
            "[1] C. Other, Journal of Mirrors 12, 345 (2001).",
            "[2] D. Third, Light 1, 2 (2002).",
            "[3] E. Fourth, Ibid.",
        ],
    );
    let text = read(&paper).text();
    assert!(!text.contains("Journal of Mirrors") && !text.contains("Ibid"), "{text}");
}

#[test]
fn citations_by_number_are_not_text_unless_the_sentence_needs_them() {
    let mut paper = Typesetter::default();
    let body = format!(
        "{} Mirrors are old [1, 3]. The angle lies in [1, 2]. This is shown in [2].",
        prose("letter", 30)
    );
    paper.paragraph(&prose("summary", 6)).skip(20.0).paragraph(&body).skip(20.0);
    paper
        .lines(10.0, &["[1] C. Other, Light (2001).", "[2] D. Third, Light (2002).", "[3] E. Fourth, Ibid."]);
    let text = read(&paper).text();
    assert!(text.contains("Mirrors are old."), "{text}");
    assert!(text.contains("lies in [1, 2].") && text.contains("shown in [2]."), "{text}");
}

fn recorded(name: &str) -> Option<Document> {
    let bytes = std::fs::read(shared(&format!("data/pdf/{name}.pdf"))?).unwrap();
    Some(papers_fulltext::pdf(&bytes).unwrap())
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
    // Sentences continue from line to line, from the left column to the right, and from page to page.
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
    assert_eq!(papers_fulltext::pdf(&std::fs::read(path).unwrap()), Err(FulltextError::Encrypted));
}

#[test]
fn a_file_that_is_no_pdf_is_named_by_its_type() {
    let kind = |bytes: &[u8]| match papers_fulltext::pdf(bytes) {
        Err(FulltextError::NotPdf { what }) => what.into_owned(),
        other => panic!("{other:?}"),
    };
    assert_eq!(kind(b"<!DOCTYPE html><html>no</html>"), "an HTML page");
    assert_eq!(kind(b" \n"), "an empty file");
    assert_eq!(kind(b"%!PS-Adobe-2.0"), "PostScript");
    assert_eq!(kind(b"\x89PNG"), "no `%PDF-` header");
}

#[test]
fn a_text_without_abstract_and_headings_is_read_all_the_same() {
    let mut paper = Typesetter::default();
    let text = "Photonibus numeratis speculum frigidum laudamus, quod noctu nihil perdit. ".repeat(6);
    (0..4).for_each(|_| _ = paper.paragraph(&text));
    let document = read(&paper);
    assert_eq!(document.text().matches("Photonibus").count(), 24);
}

#[test]
fn an_abstract_ends_though_no_heading_follows() {
    let mut paper = Typesetter::default();
    front(&mut paper);
    (0..6).for_each(|at| _ = paper.paragraph(&prose(&format!("part {at}"), 20)));
    let document = read(&paper);
    assert!(text_of(&document, SectionRole::Abstract).len() < 8_000);
    assert!(document.sections.iter().any(|section| section.roles.is_empty() && section.paragraphs.len() > 1));
}

#[test]
fn damaged_pages_are_left_out_and_named() {
    let mut paper = Typesetter::default();
    front(&mut paper);
    paper.heading("1 Introduction");
    (0..6).for_each(|at| _ = paper.paragraph(&prose(&format!("page {at}"), 20)).page());
    paper.paragraph(&prose("end", 20));
    let mut file = pdf_extract::Document::load_mem(&paper.finish()).unwrap();
    let third = *file.get_pages().get(&3).unwrap();
    file.get_dictionary_mut(third).unwrap().set("MediaBox", 7);
    let document = papers_fulltext::pdf(&save(&mut file)).unwrap();
    assert_eq!(document.unread_pages, [3]);
    assert_eq!(document.unread_message().as_deref(), Some("has damaged pages, which were not read: 3"));
    assert!(document.text().contains("The page 1 ") && !document.text().contains("The page 2 "));
}
