//! The built-in engine: chooses sentences of the paper and never writes one. What the text does not say stays empty.
//!
//! ```text
//! Document ─candidate─▶ sentences with role, signs, centrality ─score─▶ points for each part ─select─▶ Summary
//!               │ roles, cues, stand, central                       weights
//! ```

mod candidate;
mod central;
mod context;
mod cues;
mod foreign;
mod label;
mod quotes;
mod score;
mod select;
mod slot;
mod weights;
mod words;

use super::{Limits, Summary};
use papers_paper::{Document, Paper, allows_copies};

/// The digest of a document, from its own sentences. The title helps to find what the paper is about.
pub fn digest(title: &str, document: &Document, limits: &Limits) -> Summary {
    let candidates = candidate::candidates(title, document);
    select::summary(&candidates, limits)
}

/// As [`digest()`], with no more sentences of the body than the paper's license and the limits let be quoted.
pub fn quotation(paper: &Paper, document: &Document, limits: &Limits) -> Summary {
    let summary = digest(&paper.title, document, limits);
    let license = paper.license.as_deref().or(document.license.as_deref());
    if allows_copies(license) { summary } else { quotes::within(summary, limits.quotes) }
}
