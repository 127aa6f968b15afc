//! Measures how central each sentence is: its similarity to the paper's weighted vocabulary, in one pass.
//!
//! LexRank compares all pairs of sentences; similarity to the sum of all gives almost the same ranking in linear time.

use super::candidate::Candidate;
use papers_paper::SectionRole;

/// The weight of a word in the abstract, which contains what the authors consider important.
const ABSTRACT: f64 = 5.0;

/// A constant that lowers the centrality of sentences with few stems, which is high by chance.
const SMOOTHING: f64 = 4.0;

/// Sets the centrality of each sentence; `stems` is the number of stems.
pub(super) fn weigh(candidates: &mut [Candidate<'_>], stems: usize) {
    let mut weights = vec![0.0_f64; stems];
    for candidate in candidates.iter() {
        let weight = if candidate.is_in(SectionRole::Abstract) { ABSTRACT } else { 1.0 };
        for stem in candidate.bag.iter() {
            if let Some(sum) = weights.get_mut(stem) {
                *sum += weight;
            }
        }
    }
    let weights: Vec<f64> = weights.into_iter().map(f64::ln_1p).collect();
    let closeness = |candidate: &Candidate<'_>| {
        let sum: f64 = candidate.bag.iter().filter_map(|stem| weights.get(stem)).sum();
        sum / (candidate.bag.len() as f64 + SMOOTHING)
    };
    let scores: Vec<f64> = candidates.iter().map(closeness).collect();
    let most = scores.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    for (candidate, score) in candidates.iter_mut().zip(scores) {
        candidate.centrality = score / most;
    }
}
