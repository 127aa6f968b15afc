//! Tests a paper of our own (`fixtures/fulltext/*.tex`), typeset by LaTeX in three classes and converted by LaTeXML 0.8.7 in two
//! ways. Each must read as the document next to it, and all must have the same text. `SNAPSHOTS=overwrite cargo test golden`
//! accepts the new results.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use papers_paper::{Document, SectionRole};

use super::text_of;
use crate::support::{project, shared};

fn cases() -> Vec<PathBuf> {
    let mut cases: Vec<PathBuf> = std::fs::read_dir(project().join("fixtures/fulltext"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    cases.sort();
    cases
}

fn read(case: &Path) -> Document {
    match std::fs::read(case.join("page.html")) {
        Ok(page) => papers_fulltext::html(&page, Some("https://arxiv.org/html/2510.00001v1")).unwrap(),
        Err(_) => papers_fulltext::pdf(&std::fs::read(case.join("paper.pdf")).unwrap()).unwrap(),
    }
}

#[test]
fn each_form_of_the_paper_reads_as_the_document_beside_it() {
    let cases = cases();
    assert!(cases.len() >= 5);
    for case in cases {
        let (expected, read) = (case.join("document.json"), read(&case));
        if std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite") {
            std::fs::write(&expected, format!("{}\n", serde_json::to_string_pretty(&read).unwrap())).unwrap();
        }
        let expected: Document = serde_json::from_slice(&std::fs::read(expected).unwrap()).unwrap();
        assert_eq!(read, expected, "{}", case.display());
    }
}

#[test]
fn all_forms_of_the_paper_say_the_same() {
    // Sentences without formulas are the same in all forms; numbers of references stay in PDFs.
    let citation = regex::Regex::new(r",? ?\[[\d, ]+\]").unwrap();
    let plain = |document: &Document| -> BTreeSet<String> {
        let said =
            document.sentences().map(|(_, sentence)| citation.replace_all(sentence, "").to_lowercase());
        said.filter(|sentence| !sentence.contains(['$', '=', '…', '−', '<'])).collect()
    };
    let documents: Vec<(PathBuf, Document)> =
        cases().into_iter().map(|case| (case.clone(), read(&case))).collect();
    let latexml = documents.iter().find(|(case, _)| case.ends_with("latexml")).unwrap();
    let reference = plain(&latexml.1);
    for (case, document) in &documents {
        let said = plain(document);
        let missing: Vec<&String> = reference.difference(&said).collect();
        // The abstract of the page is shorter, and one sentence is about the numbering of another class.
        assert!(missing.len() <= 3, "{}: {missing:?}", case.display());
        let limitations = text_of(document, SectionRole::Limitations);
        assert!(limitations.starts_with("The simulator assumes a homogeneous atmosphere"), "{limitations}");
        for absent in
            ["Kowalski", "Ada Example", "Overview of the architecture", "Catalogue & ", "anonymous colleague"]
        {
            assert!(!document.text().contains(absent), "{}: {absent}", case.display());
        }
    }
}

/// Checks that pages have as many formulas in their text as were counted in the source.
#[test]
fn recorded_pages_keep_their_formulas_whole_and_lose_references_and_captions() {
    let Some(folder) = shared("data/html") else { return };
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let page = std::fs::read(&path).unwrap();
        let document = papers_fulltext::html(&page, Some("https://arxiv.org/html/x")).unwrap();
        let text = document.text();
        for absent in
            ["ltx_", "</", "italic_", "start_POSTSUBSCRIPT", "Report issue", "\u{200b}", "Fatal error"]
        {
            assert!(!text.contains(absent), "{}: {absent}", path.display());
        }
        for caption in &document.captions {
            let start: String = caption.text.chars().take(60).collect();
            assert!(start.chars().count() < 60 || !text.contains(&start), "{}: {start}", path.display());
        }
        for line in text.lines() {
            let dollars = line.replace("\\$", "").matches('$').count();
            let opened = line.matches('{').count().abs_diff(line.matches('}').count());
            assert!(dollars % 2 == 0, "{}: {line}", path.display());
            let escaped = line.contains("\\{") || line.contains("\\}") || line.contains("\\left");
            assert!(opened == 0 || escaped, "{}: {line}", path.display());
        }
        assert_eq!(document.hidden, Vec::<String>::new(), "{}", path.display());
        let title = |name: &str| document.sections.iter().any(|s| s.heading.eq_ignore_ascii_case(name));
        assert!(!title("References") && !title("Bibliography"));
    }
}

/// Returns the text of an element without citations, with formulas as TeX.
fn words(element: scraper::ElementRef<'_>) -> String {
    let mut text = String::new();
    for child in element.children() {
        if let Some(own) = child.value().as_text() {
            text.push_str(own);
        } else if let Some(inner) = scraper::ElementRef::wrap(child) {
            match inner.value().name() {
                "math" => text.push_str(inner.value().attr("alttext").unwrap_or_default()),
                "cite" => {}
                _ => text.push_str(&words(inner)),
            }
        }
    }
    text
}

fn numbers(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty()).collect()
}

/// Counts the cells with a number in an independently parsed page, and those of them that are in the document.
fn cells(page: &str, document: &Document) -> (usize, usize) {
    let tree = scraper::Html::parse_document(page);
    let cells = scraper::Selector::parse(".ltx_tabular .ltx_td").unwrap();
    let texts = tree.select(&cells).filter(|cell| cell.select(&cells).next().is_none()).map(words);
    let there: Vec<String> = texts.filter(|text| !numbers(text).is_empty()).collect();
    let mut own: Vec<&str> =
        document.tables().flat_map(|(_, table)| &table.cells).map(|cell| cell.text.as_str()).collect();
    let mut take = |found: &dyn Fn(&str) -> bool| {
        own.iter().position(|own| found(own)).map(|at| own.swap_remove(at)).is_some()
    };
    let (exact, rest): (Vec<&String>, Vec<&String>) =
        there.iter().partition(|text| take(&|own| numbers(own) == numbers(text)));
    // The document has citations in brackets: `DL2 [Fischer et al., 2019]`.
    let cited = rest.iter().filter(|text| take(&|own| numbers(own).starts_with(&numbers(text)))).count();
    (exact.len() + cited, there.len())
}

#[test]
fn every_cell_with_a_number_of_the_recorded_pages_is_read() {
    let Some(folder) = shared("data/html") else { return };
    let mut all = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let page = std::fs::read_to_string(&path).unwrap();
        let document = papers_fulltext::html(page.as_bytes(), None).unwrap();
        let (read, there) = cells(&page, &document);
        assert_eq!(read, there, "{}", path.display());
        all += there;
    }
    assert!(all > 1_000, "{all}");
}

#[test]
fn the_first_figure_has_its_address_and_caption() {
    let Some(path) = shared("data/html/2507.13317v1.html") else { return };
    let page = std::fs::read(path).unwrap();
    let figure =
        papers_fulltext::html(&page, Some("https://arxiv.org/html/2507.13317v1")).unwrap().figure.unwrap();
    assert_eq!(figure.url, "https://arxiv.org/html/2507.13317v1/x1.png");
    assert!(figure.caption.starts_with("Figure 1"), "{}", figure.caption);
}
