//! The program as its users meet it: the built binary, real sockets, real files.

mod cases;
mod cli;
mod demo;
mod fulltext;
mod digest;
mod fulltext;
mod gist;
mod git;
mod jekyll;
mod network;
mod output;
mod pacing;
mod recordings;
mod reference;
mod roles;
mod sources;
mod support;
mod verify;
