//! The program as its users meet it: the built binary, real sockets, real files.

mod cases;
mod cli;
mod demo;
mod fulltext;
mod git;
mod jekyll;
mod llm;
mod network;
mod output;
mod pacing;
mod recordings;
mod reference;
mod sources;
mod support;
mod verify;
