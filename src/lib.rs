//! `papers` turns arXiv identifiers into a structured, checked digest post for a Jekyll blog.
//!
//! ```text
//! ids ──resolve──▶ PaperId ──arxiv──▶ Paper ──fulltext──▶ Document ──digest──▶ Digest ──verify──▶ Checked ──render──▶ post ──publish──▶ file
//! ```
//!
//! Each arrow is a module here or a crate of this workspace; [`pipeline`] is the whole way, a line a stage.
//! [`papers_paper`] holds what travels along it. One paper's failure never stops the others, and nothing of a failed
//! paper is published.
//!
//! The stages decide as pure functions: no network, disk, clock or environment. Those live in one place each: [`papers_http`],
//! [`papers_system`] and [`environment`].

#[cfg(not(unix))]
compile_error!(
    "`papers` builds on Unix only: PDFs are read under `setrlimit`, files are locked and have modes (`isolate`, `papers-system`)"
);

// The pipeline.
pub mod pipeline;
pub mod resolve;

pub mod render;

pub mod lint;
pub mod publish;

// What became of it, and of the day.
pub mod calendar;
pub mod outcome;

// The way in: the command line and the settings.
pub mod cli;
pub mod commands;
pub mod config;

// The one home each of the network, the disk, the clock, what is printed and what is shown.
pub mod environment;
pub mod isolate;
pub mod progress;
pub mod report;
