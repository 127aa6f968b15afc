//! The machine under the program: the [`clock`] with its time [`zone`]s and the [`disk`], each in one place that tests can hold.
//!
//! Everything else asks these two, so that a run can be repeated at a fixed instant, and no file is ever left half
//! written. Refuses nothing; [`disk::DiskError`] names the path of what failed.

pub mod clock;
pub mod disk;
pub mod zone;
