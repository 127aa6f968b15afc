//! Recognizes acronyms of what the source has in other words or in the order of another language, and words of an acronym that it
//! has.

use super::form::is_ordinary;
use super::has_name;
use crate::sentence::Sentence;
use crate::source::Source;

/// Returns true for an acronym of `acronyms.txt` that stands for something that the source has. The letters are in lower case.
fn is_known(letters: &str, source: &Source) -> bool {
    let lines = include_str!("acronyms.txt").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(": ")).any(|(long, short)| {
        let has = |word: &str| match word.contains(char::is_uppercase) {
            true => has_name(word, source),
            false => source.begins(word),
        };
        short.split(' ').any(|short| short.to_lowercase() == letters) && long.split(' ').any(has)
    })
}

/// Returns true for the acronym of a language that puts the noun first, if the source has the same letters in another order (`IRM`,
/// `VIH`, `ARNm`) or words with these initials in reverse (`VCM` for *mean corpuscular volume*).
pub(super) fn is_turned(name: &str, source: &Source) -> bool {
    const LETTERS: std::ops::RangeInclusive<usize> = 2..=6;
    let is_acronym = |word: &str| {
        word.bytes().all(|b| b.is_ascii_alphabetic())
            && word.bytes().filter(u8::is_ascii_uppercase).count() > 1
    };
    let sorted = |word: &str| {
        let mut letters = word.as_bytes().to_vec();
        letters.sort_unstable();
        letters
    };
    if !LETTERS.contains(&name.len()) || !is_acronym(name) {
        return false;
    }
    let letters = sorted(name);
    let is_same = |word: &str| word.len() == name.len() && is_acronym(word) && sorted(word) == letters;
    let reversed: String = name.to_lowercase().chars().rev().collect();
    source.words().any(|word| is_same(word.trim_end_matches('s'))) || source.spells_out(&reversed)
}

/// Returns true if the word belongs to a sequence of capitalized words whose initials are an acronym of the source:
/// `Named Entity Recognition` for `NER`, `End-to-End` for `E2E`.
pub(super) fn is_term(sentence: &Sentence<'_>, at: usize, source: &Source) -> bool {
    /// The maximum number of words in an acronym.
    const LONGEST: usize = 6;
    let starts = at.saturating_sub(LONGEST - 1)..=at;
    starts.into_iter().any(|start| {
        (at + 1..=start + LONGEST).any(|end| {
            let words: Option<Vec<&str>> =
                (start..end).map(|at| sentence.tokens.get(at).map(|token| token.text)).collect();
            words.is_some_and(|words| is_acronym(&words, source))
        })
    })
}

/// Returns true if the initials of these words are a name in the source.
fn is_acronym(words: &[&str], source: &Source) -> bool {
    const SMALL: [&str; 12] = ["of", "to", "and", "the", "in", "for", "on", "with", "by", "a", "an", "or"];
    let parts: Vec<&str> = words.iter().flat_map(|word| word.split('-')).collect();
    let small = |word: &&str| SMALL.contains(word);
    let capital = |word: &&str| word.starts_with(|c: char| c.is_ascii_uppercase());
    let ends = [parts.first(), parts.last()].into_iter().flatten().all(|word| !small(word));
    let fits = |word: &&str| small(word) || is_ordinary(word) || word.chars().all(|c| c.is_ascii_lowercase());
    let capitals = parts.iter().filter(|word| capital(word)).count();
    if !ends || !parts.iter().all(fits) || capitals * 2 < parts.len() {
        return false;
    }
    let initial = |word: &&str| word.chars().next();
    let all: String = parts.iter().filter_map(initial).collect();
    let large: String = parts.iter().filter(|word| !small(word)).filter_map(initial).collect();
    let digit: String =
        parts.iter().filter_map(|word| if *word == "to" { Some('2') } else { initial(word) }).collect();
    [all, large, digit].iter().any(|acronym| acronym.len() > 1 && source.abbreviates(acronym))
}

/// Returns true if the source has an acronym spelled out: `SLM` as `spoken language model` in title or abstract, `LoRA` as
/// `low-rank adaptation` or `LLM` as `language models` anywhere.
pub(super) fn is_spelled_out(name: &str, source: &Source) -> bool {
    let letters = name.strip_suffix('s').unwrap_or(name).to_lowercase();
    let capital = name.chars().next().is_some_and(char::is_uppercase);
    let alphabetic = letters.trim_end_matches(|c: char| c.is_ascii_digit());
    let acronym = alphabetic.len() > 1 && alphabetic.bytes().all(|b| b.is_ascii_lowercase());
    is_known(&letters, source)
        || capital && acronym && source.spells_out(&letters)
        || has_spelled_parts(name, source)
}

/// Returns true for acronyms such as `LoRA` and `ViT`, in which capitals may be followed by more letters of their word.
fn has_spelled_parts(name: &str, source: &Source) -> bool {
    /// The maximum length of an acronym.
    const LONGEST: usize = 9;
    let capitals = name.chars().filter(char::is_ascii_uppercase).count();
    let starts = name.starts_with(|c: char| c.is_ascii_uppercase());
    if !starts || capitals < 2 || capitals == name.len() || name.len() > LONGEST {
        return false;
    }
    let mut parts: Vec<String> = Vec::new();
    for c in name.chars() {
        match parts.last_mut().filter(|_| c.is_ascii_lowercase()) {
            Some(part) => part.push(c),
            None => parts.push(c.to_string()),
        }
    }
    name.chars().all(|c| c.is_ascii_alphabetic()) && source.begins_words(&parts)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::source::tests::source;

    #[rstest]
    #[case("0.82 (95% CI, 0.79 - 0.84)", "ic", true)]
    #[case("with 95% confidence intervals", "ktc", true)]
    #[case("a cine of 95%", "ic", false)]
    #[case("with atmospheric carbon dioxide", "co2", true)]
    #[case("the gross domestic product", "pib", true)]
    #[case("the gross profit", "pib", false)]
    fn a_listed_acronym_needs_what_it_stands_for(
        #[case] text: &str,
        #[case] letters: &str,
        #[case] expected: bool,
    ) {
        assert_eq!(is_known(letters, &source(text)), expected);
    }

    #[rstest]
    #[case("MRI of HIV patients and mRNA", "IRM", true)]
    #[case("MRI of HIV patients and mRNA", "VIH", true)]
    #[case("MRI of HIV patients and mRNA", "ARNm", true)]
    #[case("The mean corpuscular volume rose.", "VCM", true)]
    #[case("MRI of patients", "IRN", false)]
    #[case("It is not on.", "NO", false)]
    fn an_acronym_may_be_turned_around(#[case] text: &str, #[case] name: &str, #[case] expected: bool) {
        assert_eq!(is_turned(name, &source(text)), expected);
    }

    #[test]
    fn every_line_has_both_sides() {
        let lines = include_str!("acronyms.txt").lines();
        for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
            assert!(
                line.split_once(": ").is_some_and(|(long, short)| !long.is_empty() && !short.is_empty()),
                "{line}"
            );
        }
    }
}
