//! Digests by language models, over real sockets: every provider, every way in which a model answers badly, and what
//! it costs.

mod answers;
mod batch;
mod cost;
pub mod fake;
mod forms;
mod hidden;
mod providers;
mod second;
mod servers;
mod standin;
mod streams;
