//! Every name of a sentence must be in the source: acronyms, coined words, models and data sets, people.
//!
//! A name is told by its capitals or digits. Case, hyphens and plural do not matter, an ordinary word with a capital may
//! be inflected otherwise, and an acronym may be spelled out. No name is so common that it needs no source: of the digests
//! that were measured none used one that its paper did not, spelled out or not.

use std::sync::LazyLock;

use rust_stemmers::{Algorithm, Stemmer};

use super::digits;
use super::figure::Form;
use super::sentence::Sentence;
use super::source::Source;
use super::spelled;
use super::token::{Kind, Token};

/// What acronyms too short or too irregular for their initials stand for, as words of the source begin.
const SPELLED_OUT: [(&str, &str); 9] = [
    ("ai", "artificialintelligence"),
    ("ml", "machinelearning"),
    ("dl", "deeplearning"),
    ("rl", "reinforcementlearning"),
    ("cv", "computervision"),
    ("lm", "languagemodel"),
    ("llm", "languagemodel"),
    ("qa", "questionanswer"),
    ("sota", "stateoftheart"),
];

/// Stems as short as this begin too many words.
const SHORTEST_STEM: usize = 3;

static STEMMER: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::English));

/// The names of a sentence that the source does not have, each once.
pub(super) fn unsupported(sentence: &Sentence<'_>, source: &Source) -> Vec<String> {
    let mut missing: Vec<String> = Vec::new();
    for name in names(sentence) {
        if !is_supported(name, source) && !missing.iter().any(|one| one == name) {
            missing.push(name.to_owned());
        }
    }
    missing
}

/// The names of a sentence, without figures and the capital that begins a sentence.
pub(super) fn names<'a>(sentence: &'a Sentence<'_>) -> impl Iterator<Item = &'a str> {
    let korean = sentence.has_other_script();
    let tokens = sentence.tokens.iter().enumerate();
    tokens.filter_map(move |(at, token)| {
        let begins = !korean && sentence.begins_sentence(at);
        let name = token.text.strip_suffix("'s").unwrap_or(token.text);
        (is_name(token, begins) && !sentence.is_unit(at)).then_some(name)
    })
}

/// True for what has a digit after a letter, a capital within, or a capital that does not begin the sentence.
fn is_name(token: &Token<'_>, begins: bool) -> bool {
    let text = token.text;
    let number =
        digits::numbers(text).is_some() || text.split('-').next().and_then(spelled::english).is_some();
    if token.kind != Kind::Latin || text.chars().count() < 2 || number || is_numeral(text) {
        return false;
    }
    let digit = text.contains(|c: char| c.is_ascii_digit());
    let capitals = text.chars().filter(|c| c.is_uppercase()).count();
    let inside = text.chars().skip(1).any(char::is_uppercase);
    digit || inside || (capitals > 0 && !begins)
}

/// Roman numerals count parts.
fn is_numeral(text: &str) -> bool {
    text.len() <= 4 && text.chars().all(|c| matches!(c, 'I' | 'V' | 'X'))
}

fn is_supported(name: &str, source: &Source) -> bool {
    source.names(name)
        || is_inflected(name, source)
        || is_spelled_out(name, source)
        || is_composed(name, source)
}

/// `Iterative` for `iteratively`: a word with one capital may end otherwise in the source.
fn is_inflected(name: &str, source: &Source) -> bool {
    if !name.split('-').all(is_ordinary) {
        return false;
    }
    let stem = STEMMER.stem(&name.to_lowercase()).trim_end_matches('i').to_owned();
    stem.len() >= SHORTEST_STEM && source.begins(&stem)
}

/// True for a word with no capital but its first.
fn is_ordinary(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_alphabetic) && word.chars().skip(1).all(char::is_lowercase)
}

/// `SLM` for `spoken language model` in title or abstract, `LLM` for `language models` anywhere.
fn is_spelled_out(name: &str, source: &Source) -> bool {
    /// Two letters begin some two words in any abstract.
    const SHORTEST: usize = 3;
    let letters = name.strip_suffix('s').unwrap_or(name).to_lowercase();
    let known = SPELLED_OUT.iter().any(|(short, long)| *short == letters && source.begins(long));
    let capital = name.chars().next().is_some_and(char::is_uppercase);
    let acronym = capital && letters.len() >= SHORTEST && letters.bytes().all(|b| b.is_ascii_lowercase());
    known || (acronym && memchr::memmem::find(source.initials(), letters.as_bytes()).is_some())
}

/// `GPT-4o-based`, `Qwen3-8B`: every coined part is a name of the source, every size one of its figures. Of ordinary
/// words with a capital one may stand in such a name; two that the source does not join are another name.
fn is_composed(name: &str, source: &Source) -> bool {
    if !name.contains('-') {
        return false;
    }
    let mut titled = 0;
    name.split('-').all(|part| {
        let lower = part.chars().all(char::is_lowercase);
        titled += usize::from(!lower && is_ordinary(part));
        titled < 2 && (lower || is_size(part, source) || is_part(part, source))
    })
}

/// The `8B` of `Qwen3-8B`.
fn is_size(part: &str, source: &Source) -> bool {
    let numbers = digits::numbers(part).unwrap_or_default();
    !numbers.is_empty()
        && numbers.iter().all(|number| number.scale != 0 && source.has(number.value, Form::Digits))
}

/// A part that can stand alone; a bare version number cannot.
fn is_part(part: &str, source: &Source) -> bool {
    let version = part.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    !version && (source.names(part) || is_inflected(part, source) || is_spelled_out(part, source))
}
