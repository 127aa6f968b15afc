//! How well a sentence says what the paper is about.
//!
//! The weights were fitted to what one-line summaries of papers share with each sentence of their abstracts
//! (SciTLDR-A train, Cachola et al. 2020) and rounded; `docs/DIGEST.md` has the figures.

use super::candidate::Candidate;
use super::cues::Sign;
use super::score::when;

/// Points for a sentence of an abstract; others are measured by the same rule.
pub(super) fn score(c: &Candidate<'_>) -> f64 {
    when(c.announces, 0.5)
        + 1.4 * c.title
        + 1.3 * c.centrality
        + when(c.has(Sign::Announce), 0.3)
        + when(c.has(Sign::Novel), 0.3)
        + when(c.quote.starts_with("We "), 0.4)
}
