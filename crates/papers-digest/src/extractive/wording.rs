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
    let (section, first) = slot.place();
    let list = match slot {
        Slot::Method => &mut digest.method,
        Slot::Results => &mut digest.results,
        Slot::Limitations => &mut digest.limitations,
        Slot::Conclusion => &mut digest.conclusion,
        Slot::Goal => return stated(&mut digest.introduction.goal, text, (section, first), candidate),
        Slot::Motivation => {
            return stated(&mut digest.introduction.motivation, text, (section, first), candidate);
        }
        Slot::Contribution => {
            return stated(&mut digest.introduction.contribution, text, (section, first), candidate);
        }
    };
    list.push(text);
    evidence((section, first + list.len() - 1), candidate)
}

fn stated(
    statement: &mut String,
    text: String,
    place: (SectionName, usize),
    candidate: &Candidate<'_>,
) -> Evidence {
    *statement = text;
    evidence(place, candidate)
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
