//! Tests PDFs with unusual layouts: cover pages, rotated pages, bitmap fonts, headings of all looks.

use papers_paper::{Document, SectionRole};
use pdf_extract::{Object, dictionary};

use super::typeset::{Face, HEIGHT, Typesetter, prose, read, save};
use super::{outline, text_of};

fn start(paper: &mut Typesetter) {
    paper.title("Counting Photons with a Cold Mirror").lines(10.0, &["Ada Example and Ben Sample"]);
    paper.heading("Abstract").paragraph(&prose("abstract", 6));
}

/// Returns the headings in order, those of an appendix in brackets.
fn headings(document: &Document) -> Vec<String> {
    let heading = |section: &papers_paper::Section| match section.appendix {
        true => format!("({})", section.heading),
        false => section.heading.clone(),
    };
    document.sections.iter().map(heading).collect()
}

#[test]
fn an_appendix_longer_than_the_text_does_not_set_its_size() {
    let mut paper = Typesetter::default();
    start(&mut paper);
    paper.heading("1 Introduction").paragraph(&prose("introduction", 180));
    paper.heading("References").lines(9.0, &["[1] C. Other. On mirrors. 2001."]);
    paper.heading("A Prompts");
    for page in 0..12 {
        paper.page();
        let line =
            |at: usize| format!("You are mirror {at} of page {page} and count the photons of the night");
        let lines: Vec<String> = (0..50).map(line).collect();
        paper.lines(7.0, &lines.iter().map(String::as_str).collect::<Vec<_>>());
    }
    let document = read(&paper);
    assert_eq!(headings(&document)[..2], ["Abstract", "Introduction"]);
    assert_eq!(text_of(&document, SectionRole::Introduction), prose("introduction", 180));
}

#[test]
fn a_section_named_a_something_is_an_appendix_only_where_sections_have_numbers() {
    let paper = |numbers: [&str; 3], last: &str| {
        let mut paper = Typesetter::default();
        start(&mut paper);
        for (number, name) in numbers.iter().zip(["Introduction", "A Catalogue of Mirrors", "Conclusion"]) {
            paper.heading(&format!("{number}{name}")).paragraph(&prose(name, 6));
        }
        paper.heading(last).paragraph(&prose("last", 6));
        headings(&read(&paper))
    };
    let plain = ["Abstract", "Introduction", "A Catalogue of Mirrors", "Conclusion"];
    assert_eq!(paper([""; 3], "Discussion")[..4], plain);
    assert_eq!(paper(["1 ", "2 ", "3 "], "A More mirrors")[4], "(More mirrors)");
}

#[test]
fn an_abstract_without_heading_may_be_narrower_than_the_page() {
    let mut paper = Typesetter::default();
    paper.title("Counting Photons with a Cold Mirror");
    for (x, line) in [(160.0, "Ada Example"), (150.0, "(Received 24 November 2021)")] {
        let y = paper.y();
        paper.line((x, y), 10.0, Face::Roman, line).skip(14.0);
    }
    let line = "We count the photons of the night that fall on a cold mirror and tell them from the sky.";
    for x in [120.0, 120.0, 120.0, 120.0] {
        let y = paper.y();
        paper.line((x, y), 9.0, Face::Roman, line).skip(11.0);
    }
    paper.skip(14.0).heading("1 Introduction").paragraph(&prose("introduction", 40));
    let document = read(&paper);
    assert_eq!(headings(&document)[..2], ["Abstract", "Introduction"]);
    assert_eq!(text_of(&document, SectionRole::Abstract).matches("a cold mirror").count(), 4);
}

#[test]
fn text_below_a_table_of_contents_is_read_whatever_its_heading() {
    for heading in ["1 Introduction", "Why Photons Count", ""] {
        let mut paper = Typesetter::default();
        start(&mut paper);
        paper.heading("Contents");
        paper.lines(10.0, &["1 Introduction to the photons 2", "2 Results 3", "2.1 More results 4"]);
        paper.page();
        if !heading.is_empty() {
            paper.heading(heading);
        }
        paper.paragraph(&prose("start", 30)).heading("2 Results").paragraph(&prose("results", 30));
        let document = read(&paper);
        assert_eq!(document.text().matches("The start").count(), 30, "{heading}");
        assert_eq!(text_of(&document, SectionRole::Results), prose("results", 30), "{heading}");
        assert!(!document.text().contains("More results"), "{heading}");
    }
}

#[test]
fn text_without_a_heading_begins_below_the_keywords() {
    let mut paper = Typesetter::default();
    paper.title("Counting Photons with a Cold Mirror").heading("Abstract");
    let line = "We count the photons of the night that fall on a cold mirror and tell them from those of the sky above it.";
    paper.lines(8.0, &[line; 4]).lines(8.0, &["Key words. mirrors, photons, night"]).skip(12.0);
    paper.paragraph(&prose("start", 30)).heading("2 Results").paragraph(&prose("results", 30));
    let document = read(&paper);
    assert_eq!(text_of(&document, SectionRole::Abstract).matches("a cold mirror").count(), 4);
    assert_eq!(document.text().matches("The start").count(), 30);
    assert!(!document.text().contains("Key words"));
}

#[test]
fn the_initial_of_an_author_is_no_number_and_a_resume_is_an_abstract() {
    let mut paper = Typesetter::default();
    paper.title("Counting Photons with a Cold Mirror");
    paper.heading("J. Andrew Sample").lines(10.0, &["University of Photons"]);
    paper.heading("Résumé").paragraph(&prose("abstract", 6));
    paper.heading("1 Introduction").paragraph(&prose("introduction", 40));
    assert_eq!(headings(&read(&paper)), ["Abstract", "Introduction"]);
}

#[test]
fn a_text_of_signs_is_not_read() {
    let mut paper = Typesetter::default();
    start(&mut paper);
    paper.heading("1 Introduction").paragraph(&"C=<; +*[M] F#<>; w+{Q}= ]*; Z!<+x ".repeat(90));
    assert_eq!(papers_fulltext::pdf(&paper.finish()), Err(papers_fulltext::FulltextError::Illegible));
}

#[test]
fn a_paragraph_in_bold_is_text() {
    let mut paper = Typesetter::default();
    start(&mut paper);
    paper.heading("1 Introduction").paragraph(&prose("introduction", 20)).skip(8.0);
    let text = "All mirrors of this study were cooled below the sky before any photon was counted and no mirror was ever \
                warmed again so that what we count is light of the night and never that of the mirrors or of their mounts \
                which we saw in all earlier studies of the same kind and could never tell from that of the sky above us.";
    let words: Vec<&str> = text.split_whitespace().collect();
    for line in words.chunks(16) {
        let y = paper.y();
        paper.line((72.0, y), 10.0, Face::Bold, &line.join(" ")).skip(12.0);
    }
    paper.paragraph(&prose("end", 4));
    let document = read(&paper);
    assert_eq!(headings(&document), ["Abstract", "Introduction"]);
    assert!(document.text().contains("counted and no mirror was ever warmed again so that"));
}

#[test]
fn a_cover_before_the_paper_is_left_out() {
    let mut paper = Typesetter::default();
    paper.title("Counting Photons with a Cold Mirror").skip(100.0).paragraph(&prose("archive", 6)).page();
    start(&mut paper);
    paper.heading("1 Introduction").paragraph(&prose("introduction", 20));
    let document = read(&paper);
    assert_eq!(headings(&document), ["Abstract", "Introduction"]);
    assert_eq!(text_of(&document, SectionRole::Abstract), prose("abstract", 6));
}

#[test]
fn text_on_the_page_after_the_keywords_is_no_abstract() {
    let mut paper = Typesetter::default();
    paper.heading("Abstract").paragraph(&prose("abstract", 6)).skip(12.0);
    paper.lines(10.0, &["Keywords: photons, mirrors, cold nights, light of the sky"]).page();
    paper.paragraph(&prose("introduction", 12)).heading("Method").paragraph(&prose("method", 6));
    let document = read(&paper);
    assert_eq!(headings(&document), ["Abstract", "", "Method"]);
    assert_eq!(text_of(&document, SectionRole::Abstract), prose("abstract", 6));
}

#[test]
fn keywords_below_their_label_are_no_part_of_the_abstract() {
    for label in ["KEYWORDS", "General Terms", "Index Terms:"] {
        let mut paper = Typesetter::default();
        paper.heading("Abstract").paragraph(&prose("abstract", 6)).skip(12.0);
        let y = paper.y();
        paper.line((72.0, y), 10.0, Face::Bold, label).skip(14.0);
        paper.lines(10.0, &["photons of the night, mirrors, cold light of the sky"]);
        paper.heading("1 Introduction").paragraph(&prose("introduction", 60));
        let document = read(&paper);
        assert_eq!(headings(&document), ["Abstract", "Introduction"], "{label}");
        assert_eq!(text_of(&document, SectionRole::Abstract), prose("abstract", 6), "{label}");
    }
}

#[test]
fn a_heading_in_capitals_ends_where_words_begin() {
    let mut paper = Typesetter::default();
    start(&mut paper);
    paper.heading("INTRODUCTION").paragraph(&prose("introduction", 20));
    paper.heading("MATERIALS, METHODS AND THE MIRRORS OF ALL THE TELESCOPES");
    paper.skip(-14.0).heading("Photons of the night").paragraph(&prose("photons", 6));
    let found = headings(&read(&paper));
    assert_eq!(
        found[2..],
        ["MATERIALS, METHODS AND THE MIRRORS OF ALL THE TELESCOPES", "Photons of the night"]
    );
}

#[test]
fn a_numbered_heading_may_run_into_its_paragraph() {
    let mut paper = Typesetter::default();
    start(&mut paper);
    paper.heading("1 Introduction").paragraph(&prose("introduction", 20)).skip(10.0);
    let y = paper.y();
    paper.line((72.0, y), 10.0, Face::Bold, "1.1. Limits of mirrors.");
    paper.line((180.0, y), 10.0, Face::Roman, "For a cold mirror, set the").skip(12.0);
    paper.paragraph(&prose("limit", 5));
    let document = read(&paper);
    assert_eq!(headings(&document), ["Abstract", "Introduction", "Limits of mirrors"]);
    assert!(document.text().contains("For a cold mirror, set the"), "{:?}", outline(&document));
}

/// Typesets a paper in a bitmap font (Type 3) whose unit is a dot, at 300 dots per inch.
fn in_pictures() -> Typesetter {
    const DOT: f32 = 0.24;
    let mut paper = Typesetter::default();
    let text = prose("picture", 24);
    let words: Vec<&str> = text.split_whitespace().collect();
    let heading = ["1", "Introduction"];
    for line in std::iter::once(&heading[..]).chain(words.chunks(12)) {
        let size = if line.len() == heading.len() { 1.3 * DOT } else { DOT };
        // Words are separated by a step in thousandths of the size: fourteen dots.
        let parts = line.iter().flat_map(|word| [Object::string_literal(*word), Object::Real(-14_000.0)]);
        let y = paper.y();
        paper.operation("BT", &[]).apply("Tf", vec!["F1".into(), size.into()]).operation("Td", &[72.0, y]);
        paper.apply("TJ", vec![parts.collect::<Vec<_>>().into()]).operation("ET", &[]).skip(12.0);
    }
    paper
}

#[test]
fn letters_that_are_pictures_are_read() {
    let bytes = in_pictures().finish_with(|file, _| {
        let is_font = |object: &Object| object.as_dict().is_ok_and(|font| font.has(b"BaseFont"));
        let fonts: Vec<_> =
            file.objects.iter().filter(|(_, object)| is_font(object)).map(|(id, _)| *id).collect();
        for id in fonts {
            let names: Vec<Object> =
                [Object::Integer(97)].into_iter().chain((97..123).map(|code| format!("a{code}").as_str().into())).collect();
            let font = dictionary! {
                "Type" => "Font", "Subtype" => "Type3", "FontBBox" => vec![0.into(); 4], "CharProcs" => dictionary! {},
                "FontMatrix" => vec![1.into(), 0.into(), 0.into(), (-1).into(), 0.into(), 0.into()],
                "FirstChar" => 33, "Widths" => vec![Object::Integer(20); 90],
                "Encoding" => dictionary! {"Type" => "Encoding", "Differences" => names},
            };
            file.objects.insert(id, font.into());
        }
    });
    let text = papers_fulltext::pdf(&bytes).unwrap().text();
    assert!(text.contains("The picture weighs the photons of the source for the 3th time today."), "{text}");
}

#[test]
fn a_paper_whose_pages_are_shown_turned_is_read() {
    for (degrees, map) in [(90, [0.0, 1.0, -1.0, 0.0, HEIGHT, 0.0]), (270, [0.0, -1.0, 1.0, 0.0, 0.0, 612.0])]
    {
        let mut paper = Typesetter::default();
        paper.operation("cm", &map);
        start(&mut paper);
        paper.heading("1 Introduction").paragraph(&prose("introduction", 20));
        let mut file = pdf_extract::Document::load_mem(&paper.finish()).unwrap();
        let page = *file.get_pages().get(&1).unwrap();
        let page = file.get_dictionary_mut(page).unwrap();
        page.set("MediaBox", vec![0.into(), 0.into(), HEIGHT.into(), 612.into()]);
        page.set("Rotate", degrees);
        let document = papers_fulltext::pdf(&save(&mut file)).unwrap();
        assert_eq!(headings(&document), ["Abstract", "Introduction"], "{degrees}");
    }
}
