//! Measures how often `recheck` says that a sentence fell although the paper still has it, and how often it misses a change.
//!
//! Sentences of one form of a paper, its page, are looked for in another, its PDF, and in copies of the page in which every third of
//! them was reworded, removed or given another number. The forms in `fixtures/fulltext` are measured everywhere;
//! `PLANTED_DATA` may name a folder with `pages` and `pagepdf`, which `docs/MEASURED.md` describes.

#![expect(
    clippy::unwrap_used,
    clippy::string_slice,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "clippy knows `#[test]` functions as tests, but not their helpers"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use papers_fulltext as fulltext;
use papers_paper::{Document, Entry, Paper, SectionRole};
use papers_verify::{Fate, recheck};
use serde_json::json;

/// A paper in two forms.
struct Pair {
    page: Document,
    other: Document,
}

fn read(path: &Path) -> Option<Document> {
    let bytes = std::fs::read(path).unwrap();
    match path.extension()?.to_str()? {
        "html" => fulltext::html(&bytes, None).ok(),
        _ => fulltext::pdf(&bytes).ok(),
    }
}

fn fixtures() -> Vec<Pair> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/fulltext"));
    let page = read(&folder.join("latexml/page.html")).unwrap();
    let others = ["numbered/paper.pdf", "revtex/paper.pdf", "ieee/paper.pdf", "latexml-html4/page.html"];
    let pair = |other: &str| Pair { page: page.clone(), other: read(&folder.join(other)).unwrap() };
    others.into_iter().map(pair).collect()
}

/// Returns the downloaded papers that are there as a page and as a PDF.
fn fetched() -> Vec<Pair> {
    let Some(root) = std::env::var_os("PLANTED_DATA").map(PathBuf::from) else { return Vec::new() };
    let Ok(folder) = std::fs::read_dir(root.join("pagepdf")) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let pair = |path: &PathBuf| {
        let name = path.file_stem()?.to_string_lossy().into_owned();
        let page = read(&root.join("pages").join(format!("{name}.en.html")))?;
        Some(Pair { page, other: read(path)? })
    };
    paths.iter().filter_map(pair).collect()
}

/// Returns some of the sentences of a document that a digest may quote, one in so many.
fn quotable(document: &Document, step: usize) -> Vec<String> {
    let prose = |text: &&str| text.split(' ').count() > 7 && text.len() < 400 && text.ends_with('.');
    let sections = document.sections.iter().filter(|section| !section.is(SectionRole::Backmatter));
    let sentences = sections.flat_map(|section| &section.paragraphs).flat_map(|part| &part.sentences);
    sentences.map(String::as_str).filter(prose).step_by(step).map(str::to_owned).collect()
}

/// Returns the record of a digest that quotes these sentences.
fn entry(sentences: &[String]) -> Entry {
    let evidence: Vec<_> = sentences
        .iter()
        .enumerate()
        .map(|(at, text)| json!({"section": "results", "sentence": at, "source": text, "where": "Results"}))
        .collect();
    serde_json::from_value(json!({
        "paper": {"id": "2510.05491", "version": 1, "title": ""}, "read": "html", "engine": "extractive",
        "digest": {"results": sentences}, "evidence": evidence,
    }))
    .unwrap()
}

fn fates(sentences: &[String], document: &Document) -> Vec<Fate> {
    let paper: Paper =
        serde_json::from_value(json!({"id": "2510.05491", "version": 2, "title": ""})).unwrap();
    recheck(&entry(sentences), "en", &paper, document).into_iter().map(|one| one.state).collect()
}

/// An edit of a sentence; `None` if it cannot be made.
type Edit = fn(&str) -> Option<String>;

/// Leaves out every fifth word that has no digit.
fn shortened(text: &str) -> String {
    let kept = |(at, word): &(usize, &str)| at % 5 != 4 || word.contains(|c: char| c.is_ascii_digit());
    text.split(' ').enumerate().filter(kept).map(|(_, word)| word).collect::<Vec<_>>().join(" ")
}

/// Replaces every fourth word of more than three letters.
fn reworded(text: &str) -> String {
    let word = |(at, word): (usize, &str)| match at % 4 == 3 && word.chars().all(char::is_alphabetic) {
        true if word.len() > 3 => "elsewise".to_owned(),
        _ => word.to_owned(),
    };
    text.split(' ').enumerate().map(word).collect::<Vec<_>>().join(" ")
}

/// Puts the part after the first comma before it.
fn turned(text: &str) -> Option<String> {
    let (first, rest) = text.trim_end_matches('.').split_once(", ")?;
    Some(format!("{rest}, {first}."))
}

const REMOVED: &str = "A sentence about something else stands here.";

/// Changes the last digit of the first number that is a word of its own, also with a percent sign.
fn renumbered(text: &str) -> Option<String> {
    let number = |word: &&str| {
        let bare = word.trim_end_matches(['%', ',', '.']);
        bare.parse::<f64>().is_ok() && bare.chars().all(|c| c.is_ascii_digit() || c == '.')
    };
    let old = text.split(' ').skip(1).find(number)?;
    let at = old.rfind(|c: char| c.is_ascii_digit())?;
    let digit = (old[at..=at].parse::<u32>().unwrap() + 3) % 10;
    let new = format!("{}{digit}{}", &old[..at], &old[at + 1..]);
    Some(text.replace(&format!(" {old}"), &format!(" {new}")))
}

/// Returns the page with edited sentences, and those of the digest that were edited.
fn edited(page: &Document, sentences: &[String], edit: Edit) -> (Document, Vec<String>) {
    let mut document = page.clone();
    let chosen: Vec<String> =
        sentences.iter().filter(|text| edit(text).is_some()).step_by(3).cloned().collect();
    for section in &mut document.sections {
        for text in section.paragraphs.iter_mut().flat_map(|part| &mut part.sentences) {
            if let Some(new) = chosen.contains(text).then(|| edit(text)).flatten() {
                *text = new;
            }
        }
    }
    (document, chosen)
}

const EDITS: [(&str, Edit, &[Fate]); 5] = [
    ("a fifth of the words left out", |text| Some(shortened(text)), &[Fate::Reworded, Fate::Stands]),
    ("a quarter of the words replaced", |text| Some(reworded(text)), &[Fate::Reworded, Fate::Stands]),
    ("clauses exchanged", turned, &[Fate::Reworded, Fate::Stands]),
    ("removed", |_| Some(REMOVED.to_owned()), &[Fate::Gone, Fate::Changed]),
    ("another number", renumbered, &[Fate::Changed, Fate::Gone]),
];

/// The number of sentences, and of those with the right result.
type Counts = BTreeMap<&'static str, (usize, usize, BTreeMap<&'static str, usize>)>;

fn count(counts: &mut Counts, name: &'static str, fates: &[Fate], right: &[Fate]) {
    let (of, fitting, all) = counts.entry(name).or_default();
    *of += fates.len();
    *fitting += fates.iter().filter(|fate| right.contains(fate)).count();
    for fate in fates {
        *all.entry(fate.word()).or_default() += 1;
    }
}

fn measured(pairs: &[Pair], step: usize) -> Counts {
    let mut counts = Counts::new();
    for Pair { page, other } in pairs {
        let sentences = quotable(page, step);
        count(&mut counts, "the same page", &fates(&sentences, page), &[Fate::Stands]);
        count(&mut counts, "another form", &fates(&sentences, other), &[Fate::Stands, Fate::Reworded]);
        for (name, edit, right) in EDITS {
            let (document, chosen) = edited(page, &sentences, edit);
            count(&mut counts, name, &fates(&chosen, &document), right);
        }
    }
    counts
}

fn share(counts: &Counts, name: &str) -> f64 {
    let (of, right, _) = &counts[name];
    100.0 * *right as f64 / (*of).max(1) as f64
}

fn print(name: &str, counts: &Counts) {
    println!("\n{name}");
    for (name, (of, right, all)) in counts {
        println!("| {name} | {of} | {:.1} | {all:?} |", 100.0 * *right as f64 / (*of).max(1) as f64);
    }
}

#[test]
fn edits_are_told_apart() {
    let counts = measured(&fixtures(), 1);
    print("fixtures", &counts);
    assert!((share(&counts, "the same page") - 100.0).abs() < f64::EPSILON);
    for (name, least) in
        [("another form", 90.0), ("removed", 95.0), ("another number", 90.0), ("clauses exchanged", 95.0)]
    {
        assert!(share(&counts, name) >= least, "{name}: {}", share(&counts, name));
    }
}

#[test]
fn downloaded_papers_are_measured() {
    let pairs = fetched();
    if !pairs.is_empty() {
        print("downloaded", &measured(&pairs, 7));
    }
}
