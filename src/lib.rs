//! `papers` turns arXiv identifiers into a structured, checked digest post for a Jekyll blog.

pub mod arxiv;
pub mod cli;
pub mod clock;
pub mod commands;
pub mod config;
pub mod disk;
pub mod fulltext;
pub mod http;
pub mod isolate;
pub mod lint;
pub mod outcome;
pub mod paper;
pub mod pipeline;
pub mod progress;
pub mod publish;
pub mod render;
pub mod report;
pub mod resolve;
pub mod summarize;
pub mod text;
pub mod verify;
