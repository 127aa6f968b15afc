//! Plain text: sentences, formulas, cleaning. Knows nothing of papers.

pub mod clean;
pub mod failure;
mod latex;
pub mod math;
pub mod sentence;
