//! Finds the evidence for each sentence of a digest, and its place in the paper.
//!
//! The built-in engine knows which sentence it used. For a model's sentence, it is the sentence of the paper with most of its
//! numbers, names and words, weighted by rarity; none if no sentence has enough of them.

mod fragment;

use std::collections::HashMap;

use papers_paper::text::sentence;
use papers_paper::{Digest, Document, Evidence, Paper, PaperId, Place, ReadFrom, SectionName, SectionRole};

use crate::checks::names;
use crate::ledger::fragment::fragment;
use crate::number::decimal::Decimal;
use crate::number::numbers;
use crate::sentence::Sentence;
use crate::text::plain::plain;
use crate::text::token::{Kind, tokens};
use crate::text::words;

/// The minimum share of a claim's weight that its evidence contains.
const LEAST: f64 = 0.3;

/// The weights of a number, a name and a word: numbers are rarer, and words are the least specific.
const NUMBER: f64 = 2.0;
const NAME: f64 = 1.5;
const WORD: f64 = 0.7;

/// The site to which readers are sent, even if the text was read from a mirror.
const ARXIV: &str = "https://arxiv.org";

/// Finds the evidence for the sentences of a digest that a model wrote.
pub fn ledger(paper: &Paper, document: &Document, digest: &Digest) -> Vec<Evidence> {
    let claims: Vec<_> = digest.sentences().collect();
    let mut index = Index::default();
    let keys: Vec<Vec<usize>> = claims.iter().map(|(_, _, text)| index.keys_of(text)).collect();
    let source = lines(paper, document);
    let found: Vec<Vec<usize>> = source.iter().map(|line| index.found_in(line.text)).collect();
    let weights = index.weights(&found);
    let rests = |(&(section, item, _), keys): (&(_, usize, &str), &Vec<usize>)| {
        let line = source.get(best(keys, &found, &weights)?)?;
        Some(line.evidence(section, item))
    };
    claims.iter().zip(&keys).filter_map(rests).collect()
}

/// A sentence of the paper and the heading above it.
pub(crate) struct Line<'a> {
    pub(crate) text: &'a str,
    pub(crate) section: &'a str,
}

impl Line<'_> {
    /// Returns this line as the evidence for a sentence of a digest.
    pub(crate) fn evidence(&self, section: SectionName, sentence: usize) -> Evidence {
        Evidence::new(section, sentence, self.text.to_owned(), self.section.to_owned())
    }
}

/// Returns the lines of the text, and of the record's abstract if the text has none.
pub(crate) fn lines<'a>(paper: &'a Paper, document: &'a Document) -> Vec<Line<'a>> {
    let own = document.sections.iter().any(|section| section.is(SectionRole::Abstract));
    let summary = if own { Vec::new() } else { sentence::slices(&paper.abstract_text) };
    let body = document.passages().map(|passage| {
        let section = match passage.section.is(SectionRole::Abstract) {
            true => Evidence::ABSTRACT,
            false => passage.section.heading.as_str(),
        };
        Line { text: passage.sentence, section }
    });
    summary.into_iter().map(|text| Line { text, section: Evidence::ABSTRACT }).chain(body).collect()
}

/// Returns the line with most of a claim, the first if several are equal; `None` if none has enough.
fn best(keys: &[usize], found: &[Vec<usize>], weights: &[f64]) -> Option<usize> {
    let weight = |key: &usize| weights.get(*key).copied().unwrap_or_default();
    let all: f64 = keys.iter().map(weight).sum();
    let mut best: Option<(usize, f64)> = None;
    for (at, line) in found.iter().enumerate() {
        let score: f64 = keys.iter().filter(|key| line.contains(key)).map(weight).sum();
        if score > best.map_or(0.0, |(_, most)| most) {
            best = Some((at, score));
        }
    }
    best.filter(|&(_, score)| score >= LEAST * all).map(|(at, _)| at)
}

/// The numbers, names and words of all claims, each with an index (its key).
#[derive(Default)]
struct Index {
    numbers: HashMap<Decimal, usize>,
    names: HashMap<String, usize>,
    words: HashMap<u64, usize>,
    /// The weight of each key by its kind.
    kinds: Vec<f64>,
}

impl Index {
    /// Returns the keys of a claim.
    fn keys_of(&mut self, text: &str) -> Vec<usize> {
        let plain = plain(text);
        let sentence = Sentence::new(&plain);
        let mut keys = Vec::new();
        for number in &sentence.numbers {
            keys.push(key(&mut self.numbers, number.value, &mut self.kinds, NUMBER));
        }
        for name in names::names(&sentence) {
            keys.push(key(&mut self.names, name.to_lowercase(), &mut self.kinds, NAME));
        }
        for stem in words::stems(&plain) {
            keys.push(key(&mut self.words, stem, &mut self.kinds, WORD));
        }
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// Returns the keys that occur in a line of the paper.
    fn found_in(&self, text: &str) -> Vec<usize> {
        let plain = plain(text);
        let tokens: Vec<_> = tokens(&plain).collect();
        let mut found: Vec<usize> = Vec::new();
        found.extend(numbers(&tokens).iter().filter_map(|number| self.numbers.get(&number.value)));
        for token in tokens.iter().filter(|token| token.kind == Kind::Latin) {
            found.extend(self.names.get(&token.text.to_lowercase()));
        }
        found.extend(words::all(&plain).filter_map(|stem| self.words.get(&stem)));
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Returns the weight of each key, which is higher the fewer lines contain it.
    fn weights(&self, found: &[Vec<usize>]) -> Vec<f64> {
        let mut lines = vec![0_usize; self.kinds.len()];
        for key in found.iter().flatten() {
            if let Some(count) = lines.get_mut(*key) {
                *count += 1;
            }
        }
        let rarity = |count: usize| ((found.len() + 1) as f64 / (count + 1) as f64).ln().max(0.1);
        lines.into_iter().zip(&self.kinds).map(|(count, kind)| kind * rarity(count)).collect()
    }
}

/// Returns the index of a key, which is added if it is new.
fn key<K: std::hash::Hash + Eq>(
    keys: &mut HashMap<K, usize>,
    key: K,
    kinds: &mut Vec<f64>,
    kind: f64,
) -> usize {
    *keys.entry(key).or_insert_with(|| {
        kinds.push(kind);
        kinds.len() - 1
    })
}

/// Sets where each piece of evidence can be found: the page that was read, with its version, and the place on it.
pub fn locate(evidence: &mut [Evidence], document: &Document, id: &PaperId) {
    let nowhere = Place::default();
    let page: Vec<&str> = document.passages().map(|passage| passage.sentence).collect();
    for one in evidence {
        let passage = document.passages().find(|passage| passage.sentence == one.source);
        let place = passage.map_or(&nowhere, |passage| passage.place);
        one.anchor.clone_from(&place.id);
        one.url = Some(address(document.read, place, id));
        let on_page = document.read == ReadFrom::Html && one.anchor.is_some();
        one.fragment = if on_page { fragment(&one.source, &page) } else { None };
    }
}

/// Returns the URL of a place; that of the abstract if the place in the full text is unknown.
fn address(read: ReadFrom, place: &Place, id: &PaperId) -> String {
    match (read, &place.id, place.page) {
        (ReadFrom::Html, Some(anchor), _) => format!("{ARXIV}/html/{id}#{anchor}"),
        (ReadFrom::Pdf, _, Some(page)) => format!("{ARXIV}/pdf/{id}#page={page}"),
        _ => format!("{ARXIV}/abs/{id}"),
    }
}

#[cfg(test)]
mod tests {
    use papers_paper::{Paragraph, Section};

    use super::*;

    const SENTENCES: [&str; 4] = [
        "We present NorMuon, an optimizer for language models.",
        "It needs 21.74% fewer steps than Adam on a 1.1B model.",
        "The gain over Muon is 11.31%.",
        "Memory stays the same, and training is stable.",
    ];

    fn document(read: ReadFrom, place: Place) -> Document {
        let sentences = SENTENCES.iter().map(|&text| text.to_owned()).collect();
        let paragraph = Paragraph { sentences, place, ..Paragraph::default() };
        let section =
            Section { heading: "Results".to_owned(), paragraphs: vec![paragraph], ..Section::default() };
        Document { read, sections: vec![section], ..Document::default() }
    }

    fn paper() -> Paper {
        serde_json::from_str(r#"{"id": "2510.05491", "version": 2, "title": "NorMuon"}"#).unwrap()
    }

    fn rests_on(text: &str) -> Option<String> {
        let digest = Digest { results: vec![text.to_owned()], ..Digest::default() };
        ledger(&paper(), &document(ReadFrom::Html, Place::default()), &digest).pop().map(|one| one.source)
    }

    #[test]
    fn a_sentence_rests_on_what_bears_its_numbers_names_and_words() {
        for (claim, at) in [
            ("1.1B 모델에서 Adam보다 21.74% 적은 스텝이 필요하다.", 1),
            ("Muon 대비 11.31% 향상되었다.", 2),
            ("在Muon上提高了11.31%。", 2),
            ("Training remains stable while memory is unchanged.", 3),
        ] {
            assert_eq!(rests_on(claim).as_deref(), Some(SENTENCES[at]), "{claim}");
        }
    }

    #[test]
    fn a_sentence_that_nothing_bears_rests_on_nothing() {
        for claim in [
            "메모리는 그대로이다.",
            "Protein folding benefits from evolutionary alignments.",
            "99.9%의 정확도를 보인다.",
        ] {
            assert_eq!(rests_on(claim), None, "{claim}");
        }
    }

    #[test]
    fn evidence_leads_to_the_paragraph_of_the_version_that_was_read() {
        let id = paper().paper_id().unwrap();
        let digest = Digest { results: vec![SENTENCES[2].to_owned()], ..Digest::default() };
        let url = |read, place: Place| {
            let document = document(read, place);
            let mut evidence = ledger(&paper(), &document, &digest);
            locate(&mut evidence, &document, &id);
            let one = evidence.pop().unwrap();
            (one.anchor, one.url.unwrap())
        };
        let (anchor, page) = url(ReadFrom::Html, Place::of_id("S4.p2"));
        assert_eq!(
            (anchor.as_deref(), page.as_str()),
            (Some("S4.p2"), "https://arxiv.org/html/2510.05491v2#S4.p2")
        );
        assert_eq!(url(ReadFrom::Pdf, Place::of_page(4)).1, "https://arxiv.org/pdf/2510.05491v2#page=4");
        assert_eq!(url(ReadFrom::Abstract, Place::default()).1, "https://arxiv.org/abs/2510.05491v2");
    }
}
