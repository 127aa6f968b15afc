//! Access to the machine: the [`clock`] with its time [`zone`]s, and the [`disk`].
//!
//! All other code uses these modules, so that a run can be repeated at a fixed instant, and no file is ever left incomplete.

pub mod clock;
pub mod disk;
pub mod zone;
