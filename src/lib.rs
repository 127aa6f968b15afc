//! `papers` turns arXiv identifiers into a structured, checked digest post for a Jekyll blog.

pub mod clock;
pub mod disk;
pub mod http;
pub mod paper;
pub mod progress;
pub mod report;
pub mod text;
