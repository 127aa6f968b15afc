//! The program as its users meet it: the built binary, real sockets, real files.

mod cli;
mod demo;
mod jekyll;
mod network;
mod output;
mod pacing;
mod recordings;
mod reference;
mod roles;
mod support;
