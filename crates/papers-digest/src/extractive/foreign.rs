//! Text in another language than English → what its sentences' places tell, as the phrases of this engine are English.
//!
//! Abstracts are built alike everywhere: what is known, what is done, how, and what came out.

use super::candidate::Candidate;
use super::context::Dependence;
use super::slot::Slot;
use crate::Limits;
use papers_paper::SectionRole;

/// The commonest words of English: a third of any English text.
const COMMON: [&str; 24] = [
    "the", "of", "and", "to", "in", "a", "is", "we", "that", "for", "with", "on", "as", "by", "are", "this",
    "from", "our", "an", "it", "be", "which", "can", "or",
];

/// Bytes of the longest of them.
const LONGEST: usize = 5;

/// Share of them below which a text is not English.
const ENGLISH: f64 = 0.1;

/// Fewer words tell nothing about the language.
const TELLING: usize = 12;

/// True when the text is not English.
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

/// Greek letters are symbols in English papers.
fn is_greek(c: char) -> bool {
    ('\u{370}'..='\u{3ff}').contains(&c)
}

/// The sentences of the abstract by their places: with the first comes what is known, with the last what came out.
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
