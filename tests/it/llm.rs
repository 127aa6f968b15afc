//! Tests digests by language models over real sockets: every provider, all kinds of bad answers, and the cost.

mod answers;
mod batch;
mod cost;
pub mod fake;
mod forms;
mod hidden;
mod providers;
mod quirks;
mod second;
mod servers;
mod standin;
mod streams;
