//! Measures how central each sentence is: its similarity to the paper's weighted vocabulary, in one pass.
//!
//! LexRank compares all pairs of sentences; similarity to the sum of all gives almost the same ranking in linear time.

use super::words::Bag;

/// The weight of a word in the abstract, which contains what the authors consider important.
const ABSTRACT: f64 = 5.0;

/// A constant that lowers the centrality of sentences with few stems, which is high by chance.
const SMOOTHING: f64 = 4.0;

/// Returns the centrality of each sentence, from 0 to 1, given its stems and whether it is in the abstract. `stems` is the number of
/// different stems.
pub(super) fn centralities<'a>(
    sentences: impl Iterator<Item = (&'a Bag, bool)> + Clone,
    stems: usize,
) -> Vec<f64> {
    let mut weights = vec![0.0_f64; stems];
    for (bag, in_abstract) in sentences.clone() {
        let weight = if in_abstract { ABSTRACT } else { 1.0 };
        for stem in bag.iter() {
            if let Some(sum) = weights.get_mut(stem) {
                *sum += weight;
            }
        }
    }
    let weights: Vec<f64> = weights.into_iter().map(f64::ln_1p).collect();
    let closeness = |(bag, _): (&Bag, bool)| {
        let sum: f64 = bag.iter().filter_map(|stem| weights.get(stem)).sum();
        sum / (bag.len() as f64 + SMOOTHING)
    };
    let scores: Vec<f64> = sentences.map(closeness).collect();
    let most = scores.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    scores.into_iter().map(|score| score / most).collect()
}
