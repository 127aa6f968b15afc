//! Tests headings in typeset PDFs, and what only looks like one.

use papers_paper::{Document, SectionRole};

use super::super::typeset::{Face, HEIGHT, Typesetter, prose, read};
use super::{front, outline, text_of};

/// Returns a paper with some sections after a title.
fn titled(title: &[&str], numbers: [&str; 3]) -> Document {
    let mut paper = Typesetter::default();
    for line in title {
        paper.title(line);
    }
    paper.lines(10.0, &["Ada Example and Ben Sample"]).skip(12.0).paragraph(&prose("abstract", 7));
    for (number, (name, sentences)) in
        numbers.iter().zip([("Introduction", 6), ("Method", 5), ("Conclusion", 4)])
    {
        paper.heading(&format!("{number} {name}")).paragraph(&prose(name, sentences));
    }
    paper.heading("References").lines(9.0, &["[1] C. Other. On mirrors. 2001."]);
    paper.heading("A More mirrors").paragraph(&prose("appendix", 4));
    read(&paper)
}

#[test]
fn a_title_or_its_second_line_that_begins_with_a_is_no_appendix() {
    for title in [&["A Catalogue of Cold Mirrors"][..], &["Counting Photons:", "A Catalogue of Cold Mirrors"]]
    {
        let document = titled(title, ["1", "2", "3"]);
        let appendix: Vec<&str> = document
            .sections
            .iter()
            .filter(|section| section.appendix)
            .map(|section| section.heading.as_str())
            .collect();
        assert_eq!(appendix, ["More mirrors"], "{title:?}: {:?}", outline(&document));
        assert_eq!(document.sections[0].heading, "Abstract");
        assert!(document.text().contains(&prose("Method", 1)));
    }
}

#[test]
fn labels_units_and_formulas_in_large_letters_are_no_headings() {
    let mut paper = Typesetter::default();
    front(&mut paper);
    paper.heading("1 Introduction").paragraph(&prose("introduction", 6));
    for label in ["d = g(m", "Mag.", "Wavelength [nm]", "Photons (10"] {
        let y = paper.skip(14.0).y();
        paper.line((200.0, y), 13.0, Face::Roman, label).skip(14.0);
    }
    paper.heading("Cold mirrors everywhere").paragraph(&prose("second", 6));
    let document = read(&paper);
    let headings: Vec<&str> = document.sections.iter().map(|section| section.heading.as_str()).collect();
    assert_eq!(headings, ["Abstract", "Introduction", "Cold mirrors everywhere"]);
}

fn headings(document: &Document) -> Vec<&str> {
    document.sections.iter().map(|section| section.heading.as_str()).collect()
}

#[test]
fn headings_in_italics_of_the_text_are_headings_and_quotations_are_not() {
    let mut paper = Typesetter::default();
    front(&mut paper);
    paper.heading("1 Introduction").paragraph(&prose("introduction", 6));
    paper.italic("1.1 The mirror").paragraph(&prose("mirror", 6));
    paper.italic("Cooling the chamber").paragraph(&prose("chamber", 6));
    paper.italic("I never saw a mirror").italic("that was as cold as this").paragraph(&prose("quote", 6));
    let document = read(&paper);
    assert_eq!(headings(&document), ["Abstract", "Introduction", "The mirror", "Cooling the chamber"]);
}

#[test]
fn a_letter_without_headings_is_read_whole() {
    let mut paper = Typesetter::default();
    paper.title("Counting Photons with a Cold Mirror").lines(10.0, &["Ada Example and Ben Sample"]);
    paper.heading("Abstract");
    let line =
        "We count the photons of a cold mirror and find that most of them are counted twice, by night and by";
    paper.lines(9.0, &[line, line, line, "day and whenever nobody looks."]).skip(12.0);
    (0..8).for_each(|at| _ = paper.paragraph(&prose(&format!("part {at}"), 12)));
    let document = read(&paper);
    assert!(text_of(&document, SectionRole::Abstract).ends_with("whenever nobody looks."));
    let body = &document.sections[1];
    assert_eq!((body.heading.as_str(), body.paragraphs.len()), ("", 8));
}

#[test]
fn numbers_of_lines_at_the_right_are_no_part_of_headings_and_text() {
    let mut paper = Typesetter::default();
    paper.column(72.0, 400.0, HEIGHT - 72.0);
    paper
        .heading("Introduction")
        .paragraph(&prose("line", 20))
        .heading("Results")
        .paragraph(&prose("row", 20));
    let mut y = HEIGHT - 72.0 - 10.0;
    for number in 1..=50 {
        paper.line((490.0, y), 5.0, Face::Roman, &number.to_string());
        y -= if number == 1 { 18.0 } else { 12.0 };
    }
    let document = read(&paper);
    assert_eq!(headings(&document), ["Introduction", "Results"]);
    assert_eq!(document.sections[0].paragraphs[0].sentences.join(" "), prose("line", 20));
}

#[test]
fn a_heading_right_below_a_short_one_is_its_own() {
    let mut paper = Typesetter::default();
    front(&mut paper);
    paper.heading("Introduction").paragraph(&prose("introduction", 6));
    paper.heading("Results").skip(-10.0).heading("Photons of the mirror").paragraph(&prose("photons", 6));
    assert_eq!(headings(&read(&paper)), ["Abstract", "Introduction", "Results", "Photons of the mirror"]);
}

#[test]
fn the_parts_of_a_structured_abstract_belong_to_it() {
    let mut paper = Typesetter::default();
    paper.title("Counting Photons with a Cold Mirror").heading("Abstract");
    for part in ["Background", "Methods", "Results"] {
        paper.heading(part).paragraph(&prose(&format!("abstract of {part}"), 3));
    }
    for part in ["Background", "Methods", "Results"] {
        paper.heading(part).paragraph(&prose(part, 8));
    }
    let document = read(&paper);
    assert_eq!(headings(&document), ["Abstract", "Background", "Methods", "Results"]);
    assert!(text_of(&document, SectionRole::Abstract).contains("abstract of Results"));
}

#[test]
fn many_references_in_small_letters_do_not_make_the_text_a_heading() {
    let mut paper = Typesetter::default();
    front(&mut paper);
    paper.heading("Introduction").paragraph(&prose("introduction", 25)).heading("References");
    for number in 1..=60 {
        if paper.y() < 80.0 {
            paper.page();
        }
        let entry = format!(
            "[{number}] C. Other and D. Third, The photons of the {number}th mirror and their count, Light."
        );
        paper.lines(7.0, &[entry.as_str()]);
    }
    let document = read(&paper);
    assert_eq!(headings(&document), ["Abstract", "Introduction"]);
    assert_eq!(document.sections[1].paragraphs[0].sentences.join(" "), prose("introduction", 25));
}

#[test]
fn headings_over_nothing_are_labels_and_those_over_subsections_stay() {
    let mut paper = Typesetter::default();
    front(&mut paper);
    paper.heading("1 Introduction").paragraph(&prose("introduction", 6));
    paper
        .heading("Warm mirrors")
        .skip(20.0)
        .heading("Tepid mirrors")
        .skip(20.0)
        .heading("Mirrors in between");
    paper.paragraph(&prose("between", 4));
    paper.heading("2 Mirrors").heading("2.1 Cold mirrors").paragraph(&prose("cold", 6));
    let expected = ["Abstract", "Introduction", "Mirrors in between", "Mirrors", "Cold mirrors"];
    assert_eq!(headings(&read(&paper)), expected);
}
