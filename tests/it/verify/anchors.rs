//! Checks the anchors of a digest's evidence against their pages. `benches/anchors.mjs` follows them in Chromium.

use std::path::{Path, PathBuf};

use papers_digest::Limits;
use papers_fulltext as fulltext;
use papers_paper::Evidence;
use papers_verify as verify;
use scraper::{Html, Selector};

use crate::support::{project, shared};

/// The minimum share of a sentence's words in its paragraph, because formulas differ between a page and a record.
const WORDS: f64 = 0.9;

/// Returns the evidence of a digest with more sentences than usual.
fn evidence(page: &str) -> Vec<Evidence> {
    let document = fulltext::html(page.as_bytes(), None).unwrap();
    let limits = Limits { method: 12, results: 12, limitations: 8, conclusion: 8, ..Limits::default() };
    let mut evidence = papers_digest::digest("", &document, &limits).evidence;
    verify::locate(&mut evidence, &document, &"2510.06590v1".parse().unwrap());
    evidence
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Returns the share of a sentence's words, except for formulas, that a text has.
fn share(sentence: &str, text: &str) -> f64 {
    let text = letters(text);
    let bare: String = sentence.split('$').step_by(2).collect::<Vec<_>>().join(" ");
    let words: Vec<String> = bare.split_whitespace().map(letters).filter(|word| !word.is_empty()).collect();
    words.iter().filter(|word| text.contains(word.as_str())).count() as f64 / words.len().max(1) as f64
}

/// Counts the anchors of a page's digest, and returns those whose element does not contain the sentence.
fn strays(page: &str) -> (usize, Vec<String>) {
    let html = Html::parse_document(page);
    let evidence = evidence(page);
    let anchored = evidence.iter().filter_map(|one| Some((one, one.anchor.as_deref()?)));
    let stray = |&(one, anchor): &(&Evidence, &str)| {
        let element = html.select(&Selector::parse(&format!("[id='{anchor}']")).unwrap()).next();
        element.is_none_or(|element| share(&one.source, &element.text().collect::<String>()) < WORDS)
    };
    let strays = anchored.clone().filter(stray).map(|(one, anchor)| format!("{anchor}: {}", one.source));
    (anchored.count(), strays.collect())
}

fn pages(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.extension().is_some_and(|ending| ending == "html")).collect()
}

/// Returns the number of anchors, and the wrong ones.
fn measured(folder: &Path) -> (usize, Vec<String>) {
    let (mut all, mut astray) = (0, Vec::new());
    for path in pages(folder) {
        let (count, strays) = strays(&std::fs::read_to_string(&path).unwrap());
        all += count;
        astray.extend(strays.into_iter().map(|stray| format!("{}#{stray}", path.display())));
    }
    (all, astray)
}

#[test]
fn each_anchor_leads_to_the_paragraph_that_holds_the_sentence() {
    let (all, astray) = measured(&project().join("fixtures/arxiv/html"));
    assert!(all >= 20 && astray.is_empty(), "{all}: {astray:#?}");
}

#[test]
fn each_anchor_of_recorded_pages_leads_to_the_paragraph_that_holds_the_sentence() {
    let Some(folder) = shared("data/html") else { return };
    let (all, astray) = measured(&folder);
    println!("{} of {all} anchors lead to the sentence", all - astray.len());
    assert!(all >= 40 && astray.is_empty(), "{astray:#?}");
}
