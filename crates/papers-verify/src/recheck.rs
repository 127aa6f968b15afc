//! Checks the ledger of a digest against the newest version of its paper, to find which sentences are still supported.
//!
//! A sentence stands if the paper still has the words of its evidence, in whatever place. Otherwise, the nearest sentence of the
//! new text shows whether numbers or only the wording changed.

use std::collections::{HashMap, HashSet};

use memchr::memmem;
use papers_paper::text::math::{self, Piece};
use papers_paper::{Document, Entry, Evidence, Finding, FindingKind, Paper, PaperId, ReadFrom, SectionName};
use serde::Serialize;

use crate::ledger::{Line, lines, locate};
use crate::number::Number;
use crate::number::form::Form;
use crate::policy::Policy;
use crate::sentence::Sentence;
use crate::text::plain::{folded, plain};
use crate::text::words;

/// The minimum share of the old sentence's words, weighted by rarity, that the same sentence in the new text has.
const SAME: f64 = 0.6;

/// The result for a sentence of a digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fate {
    /// The paper still has the words of its evidence.
    Stands,
    /// There is no evidence in the ledger, and no number or name is missing.
    Unknown,
    /// The paper has the statement in other words, with the same numbers.
    Reworded,
    /// The part of the paper with its evidence could not be read.
    Unread,
    /// A number or name has changed or is missing.
    Changed,
    /// The paper no longer has the statement.
    Gone,
}

impl Fate {
    /// Returns true if readers should not rely on the sentence any more.
    pub const fn fell(self) -> bool {
        matches!(self, Self::Changed | Self::Gone)
    }

    /// Returns its name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Stands => "stands",
            Self::Unknown => "unknown",
            Self::Reworded => "reworded",
            Self::Unread => "unread",
            Self::Changed => "changed",
            Self::Gone => "gone",
        }
    }
}

/// A changed number or name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The old one, as written.
    pub was: String,
    /// The new one; `None` if the text has none in its place.
    pub now: Option<String>,
}

/// The result of checking a sentence of a digest again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rechecked {
    /// The section of the digest.
    pub section: SectionName,
    /// The index of the sentence in that section.
    pub sentence: usize,
    /// The result.
    pub state: Fate,
    /// The sentence of the digest.
    pub text: String,
    /// Its evidence at the time of the digest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
    /// Its evidence now, with its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub now: Option<Evidence>,
    /// The numbers and names that changed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
}

/// Compares an entry of a record, whose digest is in `lang`, with the newest version of its paper.
pub fn recheck(entry: &Entry, lang: &str, paper: &Paper, document: &Document) -> Vec<Rechecked> {
    let newest = Newest::new(paper, document, entry.read);
    let missing = if newest.is_poorer { Vec::new() } else { missing(entry, lang, paper, document) };
    let id = paper.paper_id();
    let one = |(section, sentence, text): (SectionName, usize, &str)| {
        let own = entry.evidence.iter().filter(|one| one.section == section && one.sentence == sentence);
        let worst = own.map(|one| newest.judge(text, one)).max_by_key(|judged| judged.state);
        let judged = worst.unwrap_or_else(|| Judged::of(newest.unknown()));
        let is_here =
            |finding: &&Finding| finding.section == Some(section) && finding.sentence == Some(sentence);
        let judged = judged.without(missing.iter().filter(is_here));
        let was = judged.was.map(str::to_owned);
        let now = judged.line.map(|line| found(line, (section, sentence), document, id.as_ref()));
        let (state, changes, text) = (judged.state, judged.changes, text.to_owned());
        Rechecked { section, sentence, state, text, was, now, changes }
    };
    entry.digest.sentences().map(one).collect()
}

/// Returns the results for an entry whose paper has no newer version: all sentences with evidence stand.
pub fn unchanged(entry: &Entry) -> Vec<Rechecked> {
    let one = |(section, sentence, text): (SectionName, usize, &str)| {
        let rests = entry.evidence.iter().find(|one| one.section == section && one.sentence == sentence);
        let state = if rests.is_some() { Fate::Stands } else { Fate::Unknown };
        let was = rests.map(|one| one.source.clone());
        Rechecked { section, sentence, state, text: text.to_owned(), was, now: None, changes: Vec::new() }
    };
    entry.digest.sentences().map(one).collect()
}

/// Returns the numbers and names of the digest that the new text does not have, except those that the old text did not have either.
fn missing(entry: &Entry, lang: &str, paper: &Paper, document: &Document) -> Vec<Finding> {
    let Some(writer) = entry.writer(lang).filter(papers_paper::Writer::is_model) else { return Vec::new() };
    let mut findings = crate::inspect(paper, document, &entry.digest, &writer, &Policy::default());
    findings.retain(|finding| {
        let known = |old: &Finding| (old.kind, &old.detail) == (finding.kind, &finding.detail);
        let kinds =
            [FindingKind::UnsupportedNumber, FindingKind::MismatchedNumber, FindingKind::UnsupportedName];
        kinds.contains(&finding.kind) && !entry.findings.iter().any(known)
    });
    findings
}

fn found(
    line: &Line<'_>,
    (section, sentence): (SectionName, usize),
    document: &Document,
    id: Option<&PaperId>,
) -> Evidence {
    let mut found = line.evidence(section, sentence);
    if let Some(id) = id {
        locate(std::slice::from_mut(&mut found), document, id);
    }
    found
}

/// The result for one sentence.
struct Judged<'a> {
    state: Fate,
    was: Option<&'a str>,
    line: Option<&'a Line<'a>>,
    changes: Vec<Change>,
}

impl Judged<'_> {
    const fn of(state: Fate) -> Self {
        Self { state, was: None, line: None, changes: Vec::new() }
    }

    /// Adds the numbers and names that are missing from the new text.
    fn without<'f>(mut self, missing: impl Iterator<Item = &'f Finding>) -> Self {
        for finding in missing {
            if self.changes.iter().all(|change| change.was != finding.detail) {
                self.changes.push(Change { was: finding.detail.clone(), now: None });
            }
            self.state = self.state.max(Fate::Changed);
        }
        self
    }
}

/// The text of the newest version, indexed for searching.
struct Newest<'a> {
    lines: Vec<Line<'a>>,
    /// The letters and digits of all lines, and where each line begins in them.
    letters: String,
    starts: Vec<usize>,
    /// The words of each line.
    words: Vec<HashSet<u64>>,
    /// The number of lines that contain each word.
    common: HashMap<u64, usize>,
    /// True if the digest is based on a full text, but only the abstract of the newest version could be read.
    is_poorer: bool,
}

impl<'a> Newest<'a> {
    fn new(paper: &'a Paper, document: &'a Document, read: ReadFrom) -> Self {
        let lines = lines(paper, document);
        let (mut letters, mut starts, mut common) = (String::new(), Vec::new(), HashMap::new());
        let mut all = Vec::with_capacity(lines.len());
        for line in &lines {
            starts.push(letters.len());
            letters.extend(folded(line.text));
            let words: HashSet<u64> = words::stems(&prose(line.text)).collect();
            for word in &words {
                *common.entry(*word).or_default() += 1;
            }
            all.push(words);
        }
        let is_poorer = document.read == ReadFrom::Abstract && read != ReadFrom::Abstract;
        Self { lines, letters, starts, words: all, common, is_poorer }
    }

    fn unknown(&self) -> Fate {
        if self.is_poorer { Fate::Unread } else { Fate::Unknown }
    }

    /// Judges a sentence by its evidence.
    fn judge<'s>(&'s self, text: &str, rests: &'s Evidence) -> Judged<'s> {
        let was = Some(rests.source.as_str());
        if let Some(line) = self.verbatim(&rests.source) {
            return Judged { state: Fate::Stands, was, line: Some(line), changes: Vec::new() };
        }
        let Some(line) = self.nearest(&rests.source) else {
            let is_read = !self.is_poorer || rests.is_of_abstract();
            let state = if is_read { Fate::Gone } else { Fate::Unread };
            return Judged { state, was, line: None, changes: Vec::new() };
        };
        let changes = changes(text, &rests.source, line.text);
        let state = if changes.is_empty() { Fate::Reworded } else { Fate::Changed };
        Judged { state, was, line: Some(line), changes }
    }

    /// Returns the line in which these words begin. Whitespace, punctuation and case are ignored, because they differ between a
    /// page and a PDF.
    fn verbatim(&self, source: &str) -> Option<&Line<'a>> {
        let wanted: String = folded(source).collect();
        let at = memmem::find(self.letters.as_bytes(), wanted.as_bytes()).filter(|_| !wanted.is_empty())?;
        self.lines.get(self.starts.partition_point(|&start| start <= at).checked_sub(1)?)
    }

    /// Returns the line that is most similar to a sentence; `None` if none has enough of its words.
    fn nearest(&self, source: &str) -> Option<&Line<'a>> {
        let wanted: HashSet<u64> = words::stems(&prose(source)).collect();
        let all = self.weight(wanted.iter());
        let likeness = |words: &HashSet<u64>| {
            let shared = self.weight(wanted.intersection(words));
            let enough = all > 0.0 && shared >= SAME * all;
            enough.then(|| 2.0 * shared / (all + self.weight(words.iter())))
        };
        let mut best: Option<(&Line<'a>, f64)> = None;
        for (line, words) in self.lines.iter().zip(&self.words) {
            if let Some(score) = likeness(words).filter(|score| best.is_none_or(|(_, most)| *score > most)) {
                best = Some((line, score));
            }
        }
        best.map(|(line, _)| line)
    }

    /// Returns the weight of some words, each of which is higher the fewer lines contain it.
    fn weight<'w>(&self, words: impl Iterator<Item = &'w u64>) -> f64 {
        let lines = (self.lines.len() + 1) as f64;
        let rarity =
            |word: &u64| (lines / (self.common.get(word).copied().unwrap_or_default() + 1) as f64).ln();
        words.map(|word| rarity(word).max(0.1)).sum()
    }
}

/// Returns the plain form of a sentence without its formulas, except those that are only a number.
fn prose(text: &str) -> String {
    let kept = math::pieces(text).into_iter().map(|piece| match piece {
        Piece::Text(text) => text,
        Piece::Math(tex) | Piece::Display(tex) if is_number(tex) => tex,
        Piece::Math(_) | Piece::Display(_) => " ",
    });
    plain(&kept.collect::<String>())
}

/// Returns true for a formula such as `14.2\%` and `3 \times 10^{5}`.
fn is_number(tex: &str) -> bool {
    const SIGNS: [&str; 5] = [r"\times", r"\cdot", r"\pm", r"\sim", r"\approx"];
    let bare = SIGNS.iter().fold(tex.to_owned(), |tex, sign| tex.replace(sign, ""));
    !bare.contains(char::is_alphabetic)
}

/// Returns the numbers of the digest's sentence that the paper's sentence had and no longer has, each with its replacement.
fn changes(text: &str, was: &str, now: &str) -> Vec<Change> {
    // A PDF spells formulas otherwise.
    let read = if math::math_spans(now).is_empty() { prose } else { plain };
    let [text, was, now] = [text, was, now].map(read);
    let [text, was, now] = [&text, &was, &now].map(|text| Sentence::new(text));
    let lost = stated(&was).filter(|number| has(&text, number) && !has(&now, number));
    let mut new: Vec<String> =
        stated(&now).filter(|number| !has(&was, number)).map(|number| now.shown(number)).collect();
    let lost: Vec<String> = lost.map(|number| was.shown(number)).collect();
    let of_kind = |was: &String, new: &[String]| new.iter().position(|now| kind(now) == kind(was));
    let replaced = |was: String| {
        let place = of_kind(&was, &new).or(Some(0).filter(|_| !new.is_empty()));
        Change { now: place.map(|place| new.remove(place)), was }
    };
    lost.into_iter().map(replaced).collect()
}

/// Returns the numbers that state an amount, unlike `both` or `second`.
fn stated<'s>(sentence: &'s Sentence<'_>) -> impl Iterator<Item = &'s Number> {
    sentence.numbers.iter().filter(|number| !matches!(number.form, Form::Implied | Form::Ordinal))
}

/// Returns true if a sentence has a number of the same value.
fn has(sentence: &Sentence<'_>, wanted: &Number) -> bool {
    let values = |number: &Number| [Some(number.value), number.also];
    let is_same =
        |number: &Number| values(number).iter().flatten().any(|value| values(wanted).contains(&Some(*value)));
    sentence.numbers.iter().any(is_same)
}

/// Returns the text of a number without its digits: `%`, `B`.
fn kind(shown: &str) -> String {
    shown.chars().filter(|c| !c.is_ascii_digit() && !matches!(c, '.' | ',' | ' ')).collect()
}

#[cfg(test)]
mod tests {
    use papers_fulltext as fulltext;
    use serde_json::json;

    use super::*;

    const FIRST: [&str; 4] = [
        "NorMuon needs 21.74% fewer steps than Adam on a 1.1B model.",
        "The gain over Muon on the smaller model is 11.31%.",
        "Training with half of the memory stays stable over long runs.",
        "The optimizer state is shared between all devices of a node.",
    ];

    fn entry(read: &str) -> Entry {
        let texts = [
            "1.1B 모델에서 Adam보다 21.74% 적은 스텝이 든다.",
            "Muon 대비 11.31% 낫다.",
            "학습이 안정적이다.",
            "상태를 나눈다.",
        ];
        let evidence: Vec<_> = (0..4)
            .map(|at| json!({"section": "results", "sentence": at, "source": FIRST[at], "where": "Results", "anchor": "S4.p2"}))
            .collect();
        serde_json::from_value(json!({
            "paper": {"id": "2510.05491", "version": 1, "title": "NorMuon"}, "read": read, "engine": "openai:m",
            "digest": {"results": texts}, "evidence": evidence,
        }))
        .unwrap()
    }

    fn rechecked(text: &str) -> Vec<Rechecked> {
        let paper: Paper =
            serde_json::from_str(r#"{"id": "2510.05491", "version": 2, "title": "NorMuon"}"#).unwrap();
        let document = Document { read: ReadFrom::Html, ..fulltext::plain(text) };
        recheck(&entry("html"), "ko", &paper, &document)
    }

    fn states(text: &str) -> Vec<Fate> {
        rechecked(text).into_iter().map(|one| one.state).collect()
    }

    #[test]
    fn a_sentence_that_the_new_version_still_has_stands_wherever_it_is() {
        let text = FIRST.iter().rev().copied().collect::<Vec<_>>().join(" ");
        assert_eq!(states(&text), [Fate::Stands; 4]);
        // Whitespace, hyphens and quotation marks differ between a page and a PDF.
        assert_eq!(
            states(&text.replace("1.1B model", "1.1B  Model").replace("long runs", "long-runs")),
            [Fate::Stands; 4]
        );
    }

    #[test]
    fn a_changed_number_a_dropped_claim_and_new_words_are_told_apart() {
        let text = "NorMuon needs 18.2% fewer steps than Adam on a 1.1B model. \
                    With half of the memory, training stays stable even over very long runs. \
                    The optimizer state is shared between all devices of a node.";
        let found = rechecked(text);
        let states: Vec<Fate> = found.iter().map(|one| one.state).collect();
        assert_eq!(states, [Fate::Changed, Fate::Gone, Fate::Reworded, Fate::Stands]);
        let change = Change { was: "21.74%".to_owned(), now: Some("18.2%".to_owned()) };
        assert_eq!(found[0].changes, [change]);
        assert_eq!(
            found[0].now.as_ref().unwrap().source,
            "NorMuon needs 18.2% fewer steps than Adam on a 1.1B model."
        );
        assert_eq!(found[1].now, None);
        assert!(found[1].state.fell() && !found[2].state.fell());
    }

    #[test]
    fn a_number_that_the_digest_does_not_tell_may_change() {
        let text = FIRST.join(" ").replace("half of the memory stays", "half of the memory on 8 cards stays");
        assert_eq!(states(&text)[2], Fate::Reworded);
        assert_eq!(states(&text.replace("1.1B", "1.3B"))[0], Fate::Changed);
    }

    #[test]
    fn a_pdf_has_the_same_sentence_with_its_formulas_spelled_otherwise() {
        let page = r"We minimize $\mathcal{L}(\theta)=\frac{1}{N}\sum_{i}\left\|x_{i}\right\|$ over all $14.2\%$ of the weights.";
        let judged = |now: &str| {
            let paper: Paper = serde_json::from_str(r#"{"id": "2510.05491", "title": ""}"#).unwrap();
            let document = Document { read: ReadFrom::Pdf, ..fulltext::plain(now) };
            let evidence = json!([{"section": "results", "sentence": 0, "source": page, "where": "Results"}]);
            let entry = json!({"paper": {"id": "2510.05491", "title": ""}, "read": "html", "engine": "extractive",
                "digest": {"results": [page]}, "evidence": evidence});
            recheck(&serde_json::from_value(entry).unwrap(), "en", &paper, &document)[0].state
        };
        assert_eq!(judged("We minimize L(θ) = 1 N P i x i over all 14.2% of the weights."), Fate::Reworded);
        assert_eq!(judged("We minimize L(θ) = 1 N P i x i over all 17.2% of the weights."), Fate::Changed);
    }

    #[test]
    fn a_name_that_is_nowhere_any_more_makes_its_sentence_fall() {
        let found = rechecked(&FIRST.join(" ").replace("Adam", "Lion"));
        assert_eq!(found[0].state, Fate::Changed);
        assert_eq!(found[0].changes, [Change { was: "Adam".to_owned(), now: None }]);
    }

    #[test]
    fn sentences_of_an_unread_text_are_not_reported_as_gone() {
        let paper: Paper = serde_json::from_value(
            json!({"id": "2510.05491", "version": 2, "title": "NorMuon", "abstract": "We train models."}),
        )
        .unwrap();
        let found = recheck(&entry("html"), "ko", &paper, &fulltext::abstract_only(&paper.abstract_text));
        assert!(found.iter().all(|one| one.state == Fate::Unread), "{found:?}");
        let found = recheck(&entry("abstract"), "ko", &paper, &fulltext::abstract_only(&paper.abstract_text));
        assert!(found.iter().all(|one| one.state == Fate::Gone || one.state == Fate::Changed), "{found:?}");
    }

    #[test]
    fn a_paragraph_that_moved_is_found_again_by_its_words() {
        use papers_paper::{Paragraph, Place, Section};
        let paragraph = Paragraph {
            sentences: vec![FIRST[1].to_owned()],
            place: Place::of_id("S5.p1"),
            ..Paragraph::default()
        };
        let section =
            Section { heading: "Gains".to_owned(), paragraphs: vec![paragraph], ..Section::default() };
        let document = Document { read: ReadFrom::Html, sections: vec![section], ..Document::default() };
        let paper: Paper =
            serde_json::from_str(r#"{"id": "2510.05491", "version": 2, "title": "NorMuon"}"#).unwrap();
        let now = recheck(&entry("html"), "ko", &paper, &document)[1].now.clone().unwrap();
        assert_eq!((now.anchor.as_deref(), now.place.as_str()), (Some("S5.p1"), "Gains"));
        assert_eq!(now.url.as_deref(), Some("https://arxiv.org/html/2510.05491v2#S5.p1"));
    }
}
