//! Finds the sentences that speak of what the whole paper speaks of: closeness to the paper's weighted vocabulary, in one pass.
//!
//! LexRank asks every sentence about every other; closeness to their sum ranks almost the same and takes linear time.

use super::candidate::Candidate;
use papers_paper::SectionRole;

/// The weight of a word that the abstract uses: authors put there what matters.
const ABSTRACT: f64 = 5.0;

/// Sentences with fewer stems are central by chance.
const SMOOTHING: f64 = 4.0;

/// Sets the centrality of each sentence. `stems`: how many stems there are.
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
