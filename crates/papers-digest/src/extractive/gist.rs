//! How well a sentence says what the paper is about.
//!
//! The weights were fitted to what one-line summaries of papers share with each sentence of their abstracts
//! (SciTLDR-A train, Cachola et al. 2020) and rounded; `docs/DIGEST.md` has the figures.

use super::candidate::{Candidate, Turn};
use super::cues::Sign;
use super::score::when;

/// Points for a sentence; about 3 for one that says it well.
pub(super) fn score(c: &Candidate<'_>) -> f64 {
    1.1 * c.centrality
        + 1.4 * c.title
        + when(c.turn == Turn::At, 0.55)
        + when(c.quote.starts_with("We ") || c.quote.starts_with("we "), 0.4)
        + when(c.has(Sign::Announce), 0.25)
        + when(c.has(Sign::Novel), 0.3)
        - when(c.has(Sign::Leans), 0.2)
}
