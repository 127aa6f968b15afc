//! Plain text: sentences, formulas, cleaning. Knows nothing of papers.

pub mod clean;
pub mod failure;
pub mod math;
pub mod sentence;
