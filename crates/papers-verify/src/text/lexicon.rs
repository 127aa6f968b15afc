//! Translates Korean, Chinese and Japanese words for what papers count and measure to the English words of a source.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use crate::text::words;

/// A term with the stems of its English words.
type Term = (&'static str, Vec<u64>);

/// Terms by their first character, the longest first.
static TERMS: LazyLock<HashMap<char, Vec<Term>>> = LazyLock::new(|| {
    let mut terms: HashMap<char, Vec<Term>> = HashMap::new();
    for line in include_str!("lexicon.txt").lines().filter(|line| !line.starts_with('#')) {
        let Some((english, foreign)) = line.split_once(':') else { continue };
        let stems: Vec<u64> = english.split_whitespace().map(words::stem).collect();
        for term in foreign.split_whitespace() {
            let Some(first) = term.chars().next() else { continue };
            let known = terms.entry(first).or_default();
            match known.iter_mut().find(|(other, _)| *other == term) {
                Some((_, all)) => all.extend(&stems),
                None => known.push((term, stems.clone())),
            }
        }
    }
    for known in terms.values_mut() {
        known.sort_by_key(|(term, _)| std::cmp::Reverse(term.len()));
        for (_, stems) in known {
            stems.sort_unstable();
            stems.dedup();
        }
    }
    terms
});

/// Returns the stems of possible English words for each term in a run.
pub(crate) fn terms(run: &str) -> impl Iterator<Item = &'static [u64]> {
    places(run).into_iter().map(|(_, stems)| stems)
}

/// Returns the same with the byte range of each term.
pub(crate) fn places(run: &str) -> Vec<(Range<usize>, &'static [u64])> {
    let mut found = Vec::new();
    let mut rest = run;
    while let Some(first) = rest.chars().next() {
        let start = run.len() - rest.len();
        let known = TERMS.get(&first).into_iter().flatten();
        let term = known.map(|(term, stems)| (*term, stems)).find(|(term, _)| rest.starts_with(*term));
        let length = term.map_or(first.len_utf8(), |(term, _)| term.len());
        found.extend(term.map(|(_, stems)| (start..start + length, stems.as_slice())));
        rest = rest.get(length..).unwrap_or_default();
    }
    found
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("정확도를", "accuracy")]
    #[case("층을", "layers")]
    #[case("在基准上的准确率", "benchmarks")]
    #[case("データセットで", "dataset")]
    fn terms_lead_to_english_words(#[case] run: &str, #[case] word: &str) {
        assert!(terms(run).any(|stems| stems.contains(&words::stem(word))), "{run}");
    }

    #[test]
    fn every_line_of_the_list_has_both_sides() {
        for line in include_str!("lexicon.txt").lines().filter(|line| !line.starts_with('#')) {
            let (english, foreign) = line.split_once(':').unwrap();
            assert!(english.is_ascii() && foreign.split_whitespace().count() > 0, "{line}");
        }
    }
}
