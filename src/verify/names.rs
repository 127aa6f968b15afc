//! Every name of a sentence must be in the source: acronyms, coined words, models and data sets, people.
//!
//! A name is told by its capitals or digits. Case, hyphens and plural do not matter, an ordinary word with a capital may
//! be inflected otherwise, and an acronym may be spelled out in title or abstract. Names that every paper on computing
//! could mention claim nothing about this one.

use std::sync::LazyLock;

use rust_stemmers::{Algorithm, Stemmer};

use super::digits;
use super::sentence::Sentence;
use super::source::Source;
use super::token::{Kind, Token};

/// Fields and machines, not claims about a paper.
const GENERIC: [&str; 16] = [
    "ai", "ml", "dl", "nlp", "llm", "llms", "lm", "lms", "gpu", "gpus", "cpu", "api", "apis", "url", "pdf",
    "html",
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
        (is_name(token, begins) && !sentence.is_in_figure(at) && !sentence.is_unit(at)).then_some(name)
    })
}

/// True for what has a digit after a letter, a capital within, or a capital that does not begin the sentence.
fn is_name(token: &Token<'_>, begins: bool) -> bool {
    let text = token.text;
    if token.kind != Kind::Latin
        || text.chars().count() < 2
        || digits::numbers(text).is_some()
        || is_numeral(text)
    {
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
    let lower = name.to_lowercase();
    GENERIC.contains(&lower.as_str())
        || source.names(name)
        || is_inflected(name, source)
        || is_spelled_out(name, source)
        || is_composed(name, source)
}

/// `Iterative` for `iteratively`: a word with one capital may end otherwise in the source.
fn is_inflected(name: &str, source: &Source) -> bool {
    if !name.chars().skip(1).all(char::is_lowercase) {
        return false;
    }
    let stem = STEMMER.stem(&name.to_lowercase()).trim_end_matches('i').to_owned();
    stem.len() >= SHORTEST_STEM && source.begins(&stem)
}

/// `SLM` for `spoken language model` in title or abstract.
fn is_spelled_out(name: &str, source: &Source) -> bool {
    let letters = name.strip_suffix('s').unwrap_or(name).to_lowercase();
    let acronym = letters.len() >= 3 && name.chars().next().is_some_and(char::is_uppercase);
    acronym && letters.bytes().all(|b| b.is_ascii_lowercase()) && {
        memchr::memmem::find(&source.opening.initials(), letters.as_bytes()).is_some()
    }
}

/// `GPT-4o-based`, `Qwen3-8B`: every part with a capital is a name of the source, every size one of its figures.
fn is_composed(name: &str, source: &Source) -> bool {
    let mut parts = name.split('-').peekable();
    let mut several = false;
    while let Some(part) = parts.next() {
        if parts.peek().is_none() && !several {
            return false;
        }
        several = true;
        let size = || {
            let [number] = digits::numbers(part)?.as_slice().try_into().ok()?;
            let digits::Number { value, scale, .. } = number;
            Some(scale != 0 && source.has(value, super::figure::Form::Digits))
        };
        let ordinary = part.chars().all(char::is_lowercase);
        if !(ordinary || size().unwrap_or(false) || is_part(part, source)) {
            return false;
        }
    }
    true
}

/// A part that can stand alone; a bare version number cannot.
fn is_part(part: &str, source: &Source) -> bool {
    !part.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && (GENERIC.contains(&part.to_lowercase().as_str())
            || source.names(part)
            || is_inflected(part, source)
            || is_spelled_out(part, source))
}
