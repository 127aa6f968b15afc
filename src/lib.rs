//! `papers` turns arXiv identifiers into a structured, checked digest post for a Jekyll blog.
//!
//! ```text
//! ids ──resolve──▶ PaperId ──arxiv──▶ Paper ──fulltext──▶ Document ──digest──▶ Digest ──verify──▶ Checked ──render──▶ post ──publish──▶ file
//! ```
//!
//! Each arrow is a module here or a crate of this workspace. [`pipeline`] shows all stages, and [`papers_paper`] has the data types
//! between them. One paper's failure never stops the others, and nothing of a failed paper is published.
//!
//! Most stages are pure functions: they use no network, disk, clock or environment. Only [`papers_http`], [`papers_system`] and
//! [`environment`] access these.

#[cfg(not(unix))]
compile_error!(
    "`papers` builds on Unix only: PDFs are read under `setrlimit`, files are locked and have modes (`isolate`, `papers-system`)"
);

// The pipeline, and those of its stages that are not crates of their own.
pub mod pipeline;
pub mod publish;
pub mod render;
pub mod resolve;

// The checks of finished posts.
pub mod lint;

// The outcome of a run, and of a day.
pub mod calendar;
pub mod outcome;

// The command line and the settings.
pub mod cli;
pub mod commands;
pub mod config;

// The environment, child processes and output.
pub mod environment;
pub mod isolate;
pub mod progress;
pub mod report;
