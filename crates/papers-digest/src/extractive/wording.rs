//! A chosen sentence → its words in the digest, and the evidence for them.

use papers_paper::text::cite::bare;
use papers_paper::{Digest, Evidence, SectionName, SectionRole};

use super::candidate::Candidate;
use super::slot::Slot;

/// The sentence as the digest quotes it.
pub(super) fn quoted(candidate: &Candidate<'_>) -> String {
    capitalized(&bare::without_authors(candidate.quote))
}

/// Adds a sentence to the digest and returns its evidence. One that continues the sentence before it keeps its connective.
pub(super) fn add(
    digest: &mut Digest,
    slot: Slot,
    (candidate, continued): (&Candidate<'_>, bool),
) -> Evidence {
    let text = match continued && candidate.is_tied() {
        true => bare::without_authors(candidate.text).to_string(),
        false => quoted(candidate),
    };
    let (section, index) = slot.place();
    let index = if let Some(list) = digest.list_mut(section) {
        list.push(text);
        list.len() - 1
    } else {
        digest.sentence_mut(section, index).into_iter().for_each(|statement| statement.clone_from(&text));
        index
    };
    evidence((section, index), candidate)
}

/// Returns the evidence for a sentence at this place of the digest.
pub(super) fn evidence((section, sentence): (SectionName, usize), candidate: &Candidate<'_>) -> Evidence {
    let place = match candidate.section.is(SectionRole::Abstract) {
        true => Evidence::ABSTRACT.to_owned(),
        false => candidate.section.heading.clone(),
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
