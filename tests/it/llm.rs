//! Digests by language models, over real sockets: every provider, every way in which a model answers badly, and what
//! it costs.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests look into files and JSON that they know"
)]

mod answers;
mod cost;
mod fake;
mod hidden;
mod providers;
mod servers;
mod standin;
