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
mod dead;
mod demo;
mod digest;
mod elsewhere;
mod faults;
mod filled;
mod formats;
mod fulltext;
mod gist;
mod git;
mod ids;
mod init;
mod jekyll;
mod lint;
mod llm;
mod local;
mod look;
mod lost;
mod manners;
mod map;
mod mistakes;
mod mutated;
mod network;
mod output;
mod pacing;
mod readers;
mod recordings;
mod reference;
mod roles;
mod roundup;
mod ship;
mod sources;
mod stages;
mod standin;
mod support;
mod templates;
mod terminal;
mod theory;
mod upgrade;
mod verify;
mod zz;
