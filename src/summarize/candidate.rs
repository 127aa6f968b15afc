//! `Document` → sentences that could stand in a digest, each with all that selection looks at.

use std::collections::{HashMap, HashSet};

use rust_stemmers::{Algorithm, Stemmer};
use unicode_segmentation::UnicodeSegmentation;

use super::cues;
use super::roles::{Role, roles};
use crate::paper::{Document, Section, SectionRole};

/// Shorter sentences say too little, longer ones are not read.
const WORDS: std::ops::RangeInclusive<usize> = 6..=55;

/// A sentence with more formulas than this is a derivation.
const MOST_FORMULAS: usize = 4;

/// A sentence and what is known of it.
pub(super) struct Candidate<'a> {
    /// The sentence as the paper has it.
    pub(super) text: &'a str,
    pub(super) section: &'a Section,
    pub(super) role: Role,
    /// Place in its section, from 0 to 1.
    pub(super) position: f64,
    /// Stems of its content words.
    pub(super) stems: HashSet<String>,
    /// How much of what the paper speaks about it speaks of, from 0 to 1.
    pub(super) centrality: f64,
    /// True when a reader understands it without its neighbors.
    pub(super) stands_alone: bool,
}

impl Candidate<'_> {
    /// True when the sentence is from a section with this role.
    pub(super) fn is_in(&self, role: SectionRole) -> bool {
        self.section.is(role)
    }

    /// Share of common words: 1 for the same sentence.
    pub(super) fn overlap(&self, other: &Self) -> f64 {
        let common = self.stems.intersection(&other.stems).count();
        let fewer = self.stems.len().min(other.stems.len()).max(1);
        common as f64 / fewer as f64
    }
}

/// All sentences of the main text, in reading order. Appendix, references and thanks have none.
pub(super) fn candidates(document: &Document) -> Vec<Candidate<'_>> {
    let stemmer = Stemmer::create(Algorithm::English);
    let main = |section: &&Section| !section.appendix && !section.is(SectionRole::Backmatter);
    let mut candidates = Vec::new();
    for section in document.sections.iter().filter(main) {
        let sentences: Vec<&str> = section
            .paragraphs
            .iter()
            .flat_map(|paragraph| &paragraph.sentences)
            .map(String::as_str)
            .collect();
        let count = sentences.len().max(1);
        for (index, (text, role)) in sentences.iter().zip(roles(&sentences)).enumerate() {
            candidates.push(Candidate {
                text,
                section,
                role,
                position: index as f64 / count as f64,
                stems: stems(&stemmer, text),
                centrality: 0.0,
                stands_alone: stands_alone(text),
            });
        }
    }
    weigh(&mut candidates);
    candidates
}

fn stems(stemmer: &Stemmer, text: &str) -> HashSet<String> {
    let words =
        text.unicode_words().map(str::to_lowercase).filter(|word| word.chars().count() > 2 && !is_stop(word));
    words.map(|word| stemmer.stem(&word).into_owned()).collect()
}

fn is_stop(word: &str) -> bool {
    const STOP: &str = " the and for are that with this from have has was were which can our their its these those not but \
                        such been also than into between over both more most other using used use may while when where how \
                        all any each they them then there we you ";
    STOP.contains(&format!(" {word} "))
}

/// A sentence is central when the words of the abstract and the frequent words of the paper are in it.
fn weigh(candidates: &mut [Candidate<'_>]) {
    let mut weights: HashMap<&str, f64> = HashMap::new();
    for candidate in candidates.iter() {
        let weight = if candidate.is_in(SectionRole::Abstract) { 5.0 } else { 1.0 };
        for stem in &candidate.stems {
            *weights.entry(stem).or_default() += weight;
        }
    }
    let score = |candidate: &Candidate<'_>| {
        let sum: f64 =
            candidate.stems.iter().filter_map(|stem| weights.get(stem.as_str())).map(|w| w.ln_1p()).sum();
        sum / (candidate.stems.len() as f64 + 4.0)
    };
    let scores: Vec<f64> = candidates.iter().map(score).collect();
    let most = scores.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    for (candidate, score) in candidates.iter_mut().zip(scores) {
        candidate.centrality = score / most;
    }
}

/// A whole statement that leans on no neighbor: no pronoun without its noun, no pointer to a table, no fragment.
fn stands_alone(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let begins =
        text.starts_with(|c: char| c.is_uppercase() || c == '$' || c.is_ascii_digit() || !c.is_ascii());
    let ends = text.ends_with(['.', '!', '。'])
        || text.ends_with(".)")
        || text.ends_with(".”")
        || text.ends_with(".\"");
    WORDS.contains(&words)
        && begins
        && ends
        && text.matches('(').count() == text.matches(')').count()
        && text.matches('$').count() <= 2 * MOST_FORMULAS
        && !cues::HANGING.is_match(text)
        && !cues::POINTER.is_match(text)
        && !cues::OTHER.is_match(text)
}
