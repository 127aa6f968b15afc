//! Recognizes words in brackets that explain the words before them, and name nothing else.

use super::form::is_ordinary;
use super::support::is_supported;
use crate::sentence::Sentence;
use crate::source::Source;
use crate::text::lexicon;
use crate::text::token::{Around, Kind};

/// Words that name nothing, with which translated terms are glossed: `基准（Benchmark）`.
const GLOSSES: [&str; 7] = ["Agent", "Ground", "Metric", "Multi-agent", "Prompt", "Token", "Truth"];

/// The same, without a translation beside them: `多个 Benchmark 上`.
const COMMON: [&str; 2] = ["Baseline", "Benchmark"];

/// Returns true for a word that names nothing, in brackets behind a word in another script, or anywhere.
pub(super) fn is_common(sentence: &Sentence<'_>, at: usize) -> bool {
    let before = sentence.tokens.get(..at).unwrap_or_default();
    let word = sentence.tokens.word(at);
    let singular = word.strip_suffix('s').unwrap_or(word);
    let follows_term = || {
        let open = before.iter().rposition(|token| token.kind != Kind::Latin);
        open.is_some_and(|open| {
            before.word(open) == "(" && before.back(open, 1).is_some_and(|term| term.kind == Kind::Other)
        })
    };
    COMMON.contains(&singular) || GLOSSES.contains(&singular) && follows_term()
}

/// Returns true for an acronym in brackets with the initials of the words before it, which say the same: `component analysis (CA)`.
pub(super) fn is_abbreviation(sentence: &Sentence<'_>, at: usize) -> bool {
    let token = |at: usize| sentence.tokens.get(at);
    let Some(name) = token(at).map(|token| token.text.trim_end_matches('s').to_lowercase()) else {
        return false;
    };
    let bracketed = token(at + 1).is_some_and(|sign| sign.is(")"));
    let Some(open) =
        at.checked_sub(1).filter(|&open| bracketed && token(open).is_some_and(|sign| sign.is("(")))
    else {
        return false;
    };
    let words = sentence
        .tokens
        .get(..open)
        .unwrap_or_default()
        .iter()
        .rev()
        .take_while(|token| token.kind == Kind::Latin);
    let parts = words.flat_map(|token| token.text.rsplit('-'));
    let initials: Vec<char> =
        parts.filter_map(|part| part.chars().next()).flat_map(char::to_lowercase).collect();
    let count = name.chars().count();
    count > 1 && initials.len() >= count && initials.iter().take(count).rev().copied().eq(name.chars())
}

/// Returns true for a capitalized word in brackets behind an acronym of the source that begins as the words there do: the words of
/// `SHAP (Shapley Additive Explanations)`.
pub(super) fn is_expansion(sentence: &Sentence<'_>, at: usize, source: &Source) -> bool {
    /// The maximum number of words in an expansion.
    const LONGEST: usize = 8;
    let before = sentence.tokens.get(..at).unwrap_or_default();
    let Some(open) = before.iter().rposition(|token| token.is("(")).filter(|open| at - open <= LONGEST)
    else {
        return false;
    };
    let (acronym, first) = (sentence.tokens.word_back(open, 1), sentence.tokens.word(open + 1));
    let within = before.get(open + 1..).unwrap_or_default().iter().all(|token| token.kind == Kind::Latin);
    let initial = |word: &str| word.chars().next().map(|c| c.to_ascii_lowercase());
    let is_acronym = acronym.chars().filter(char::is_ascii_uppercase).count() > 1;
    within
        && is_acronym
        && is_supported(acronym, source)
        && initial(acronym) == initial(first)
        && sentence.tokens.word(at).split('-').all(is_ordinary)
}

/// Returns true for an acronym in brackets behind a translated term whose English words the source has: `径向基函数（RBF）` for *radial
/// basis function*. One of the words must be a translation of the term's, because any initials stand somewhere in a long text.
pub(super) fn is_translated(sentence: &Sentence<'_>, at: usize, source: &Source) -> bool {
    const LENGTHS: std::ops::RangeInclusive<usize> = 3..=6;
    /// The maximum number of characters of a term for each letter of its acronym.
    const PER_LETTER: usize = 4;
    let back = |by: usize| sentence.tokens.back(at, by);
    let name = sentence.tokens.word(at).trim_end_matches('s');
    let is_acronym = LENGTHS.contains(&name.len()) && name.bytes().all(|b| b.is_ascii_uppercase());
    let closed = matches!(sentence.tokens.word(at + 1), ")" | ",");
    let term = back(2).filter(|term| term.kind == Kind::Other);
    let (true, Some(term)) = (is_acronym && closed && back(1).is_some_and(|sign| sign.is("(")), term) else {
        return false;
    };
    let before = sentence.text.get(..term.end()).unwrap_or_default();
    let start = before.char_indices().rev().nth(PER_LETTER * name.len()).map_or(0, |(start, _)| start);
    let term = before.get(start..).unwrap_or_default();
    let stems: Vec<u64> = lexicon::terms(term).flatten().copied().collect();
    !stems.is_empty() && source.spells_out_anywhere(name, &stems)
}
