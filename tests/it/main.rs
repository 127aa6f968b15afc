//! Tests the program as users run it: the built binary, real sockets, real files.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::case_sensitive_file_extension_comparisons,
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test stops where it is surprised, and lays out files, starts programs and says itself what it skips"
)]

mod cases;
mod cli;
mod daily;
mod demo;
mod depth;
mod digest;
mod faults;
mod forges;
mod formats;
mod fulltext;
mod git;
mod goal;
mod ids;
mod init;
mod jekyll;
mod layout;
mod lint;
mod llm;
mod local;
mod losses;
mod map;
mod mistakes;
mod mutated;
mod network;
mod outages;
mod output;
mod pacing;
mod readers;
mod recordings;
mod reference;
mod refusals;
mod roles;
mod roundup;
mod ship;
mod sources;
mod standin;
mod support;
mod templates;
mod terminal;
mod upgrade;
mod verify;
mod zz;
