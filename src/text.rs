//! Plain text: sentences, words, formulas. Knows nothing of papers.

pub mod math;
pub mod sentence;
