//! Plain text: sentences and words. Knows nothing of papers.

pub mod sentence;
