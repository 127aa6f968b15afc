//! The program as its users meet it: the built binary, real sockets, real files.

mod cases;
mod cli;
mod demo;
mod formats;
mod fulltext;
mod git;
mod init;
mod jekyll;
mod network;
mod output;
mod pacing;
mod recordings;
mod reference;
mod roundup;
mod sources;
mod support;
mod templates;
mod verify;
