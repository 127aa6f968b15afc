//! Digests by language models, over real sockets: every provider, every way in which a model answers badly, and what
//! it costs.

mod answers;
mod cost;
pub mod fake;
mod hidden;
mod providers;
mod servers;
mod standin;
mod streams;
