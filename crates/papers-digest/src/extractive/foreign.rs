//! Selects sentences of texts in languages other than English by their position, because the phrases of this engine are English.
//!
//! Abstracts have a similar structure in all languages: background, purpose, method, outcome.

use super::candidate::Candidate;
use super::context::Dependence;
use super::slot::Slot;
use crate::Limits;
use papers_paper::SectionRole;

/// The most common words of English, which are a third of any English text.
const COMMON: [&str; 24] = [
    "the", "of", "and", "to", "in", "a", "is", "we", "that", "for", "with", "on", "as", "by", "are", "this",
    "from", "our", "an", "it", "be", "which", "can", "or",
];

/// The length of the longest of them in bytes.
const LONGEST: usize = 5;

/// The minimum share of them in an English text.
const ENGLISH: f64 = 0.1;

/// The minimum number of words for recognizing the language.
const TELLING: usize = 12;

/// Returns true if the text is not in English.
pub(super) fn is_foreign(candidates: &[Candidate<'_>]) -> bool {
    let (mut common, mut all, mut other_script) = (0_usize, 0_usize, 0_usize);
    for word in candidates.iter().flat_map(|candidate| candidate.text.split_whitespace()) {
        all += 1;
        other_script += usize::from(word.chars().any(|c| c.is_alphabetic() && c > '\u{24f}' && !is_greek(c)));
        let known = || COMMON.iter().any(|known| word.eq_ignore_ascii_case(known));
        common += usize::from(word.len() <= LONGEST && known());
    }
    2 * other_script > all || all >= TELLING && (common as f64) < ENGLISH * all as f64
}

/// Returns true for Greek letters, which are symbols in English papers.
fn is_greek(c: char) -> bool {
    ('\u{370}'..='\u{3ff}').contains(&c)
}

/// Selects sentences of the abstract by position: the first ones are background, the last ones the outcome.
pub(super) fn choose(candidates: &[Candidate<'_>], limits: &Limits) -> Vec<(Slot, usize)> {
    let quoted = |c: &Candidate<'_>| c.is_in(SectionRole::Abstract) && c.dependence != Dependence::Never;
    let found: Vec<usize> =
        (0..).zip(candidates).filter(|(_, c)| quoted(c)).map(|(index, _)| index).collect();
    let (slots, middle): (&[Slot], &[usize]) = match found.as_slice() {
        [] => return Vec::new(),
        [_] => (&[Slot::Goal], &[]),
        [_, _] => (&[Slot::Goal, Slot::Results], &[]),
        [_, _, middle @ .., _] => (&[Slot::Motivation, Slot::Goal], middle),
    };
    let mut chosen: Vec<(Slot, usize)> = slots.iter().copied().zip(found.iter().copied()).collect();
    chosen.extend(middle.iter().take(limits.method).map(|&index| (Slot::Method, index)));
    if found.len() > 2 {
        chosen.extend(found.last().map(|&last| (Slot::Results, last)));
    }
    chosen.retain(|(slot, _)| slot.limit(limits) > 0);
    chosen
}
