//! Tests `papers daily` and `papers status` over real sockets and files: sources, memory, days.

mod dates;
mod days;
mod late;
mod memory;
mod missed;
mod month;
mod posts;
mod recorded;
mod sources;
mod status;
mod unposted;
pub mod world;
