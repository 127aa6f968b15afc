//! Words the selected sentences of a digest, and adds their evidence.

use crate::Summary;
use papers_paper::text::cite::bare;
use papers_paper::{Evidence, SectionName, SectionRole};

use super::acronym::Explainer;
use super::candidate::Candidate;
use super::slot::Slot;

/// Returns the sentence as quoted by the digest.
pub(super) fn quoted(candidate: &Candidate<'_>) -> String {
    capitalized(&without_citations(candidate.quote))
}

/// Returns a sentence without citations and places in brackets, which lead nowhere in a digest.
fn without_citations(text: &str) -> String {
    bare::without_places(&bare::without_authors(text)).into_owned()
}

/// A selected sentence, and its relation to the one before it in the digest.
pub(super) struct Selected<'a> {
    pub(super) candidate: &'a Candidate<'a>,
    /// True if it continues that sentence and so keeps its connective.
    pub(super) continued: bool,
    /// True if it shares a line with that sentence.
    pub(super) joined: bool,
}

/// Adds a sentence and its evidence to the digest.
pub(super) fn add(summary: &mut Summary, slot: Slot, selected: &Selected<'_>, explainer: &mut Explainer<'_>) {
    let Selected { candidate, continued, joined } = *selected;
    let text =
        if continued && candidate.is_tied() { without_citations(candidate.text) } else { quoted(candidate) };
    let text = explainer.explain(&text);
    let (section, index) = slot.place();
    let place = match summary.digest.list_mut(section) {
        Some(list) => {
            list.extend((!joined).then(String::new));
            list.len().saturating_sub(1)
        }
        None => index,
    };
    let Some(line) = summary.digest.sentence_mut(section, place) else { return };
    if joined && !line.is_empty() {
        line.push(' ');
    }
    line.push_str(&text);
    summary.evidence.push(evidence(section, place, candidate));
}

/// Returns the evidence for a sentence at this place of the digest.
pub(super) fn evidence(section: SectionName, sentence: usize, candidate: &Candidate<'_>) -> Evidence {
    let place = if candidate.section.is(SectionRole::Abstract) {
        Evidence::ABSTRACT.to_owned()
    } else {
        candidate.section.heading.clone()
    };
    Evidence::new(section, sentence, candidate.text.to_owned(), place)
}

/// Capitalizes the first letter, unless the text begins with a name such as `nnU-Net`.
fn capitalized(text: &str) -> String {
    let word = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    if !word.chars().all(char::is_lowercase) {
        return text.to_owned();
    }
    let mut letters = text.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    first + letters.as_str()
}
