//! `papers` turns arXiv identifiers into a structured, checked digest post for a Jekyll blog.

pub mod arxiv;
pub mod clock;
pub mod config;
pub mod disk;
pub mod http;
pub mod outcome;
pub mod paper;
pub mod progress;
pub mod publish;
pub mod report;
pub mod resolve;
pub mod summarize;
pub mod text;
pub mod verify;
