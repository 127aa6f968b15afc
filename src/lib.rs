//! `papers` turns arXiv identifiers into a structured, checked digest post for a Jekyll blog.
//!
//! ```text
//! ids ──resolve──▶ PaperId ──arxiv──▶ Paper ──fulltext──▶ Document ──summarize──▶ Digest ──verify──▶ Checked ──render──▶ post ──publish──▶ file
//! ```
//!
//! Each arrow is the module of that name; [`pipeline`] is the whole way, a line a stage. [`paper`] holds what travels
//! along it. One paper's failure never stops the others, and nothing of a failed paper is published.
//!
//! What the stages decide they decide as pure functions: no network, disk, clock or environment. Those live in one
//! module each: [`http`], [`disk`], [`clock`] and [`config`].

// The pipeline.
pub mod pipeline;
pub mod resolve;

pub mod arxiv;
pub mod flow;
pub mod fulltext;
pub mod summarize;
pub mod verify;

pub mod render;

pub mod lint;
pub mod publish;

// What travels along it, and what it is made of.
pub mod paper;
pub mod text;

// What became of it, and of the day.
pub mod calendar;
pub mod outcome;

// The way in: the command line and the settings.
pub mod cli;
pub mod commands;
pub mod config;

// The one home each of the network, the disk, the clock, what is printed and what is shown.
pub mod clock;
pub mod disk;
pub mod http;
pub mod isolate;
pub mod progress;
pub mod report;
