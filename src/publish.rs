//! Post → file: whole or not at all, and never over what already stands.

mod post;

pub use post::{Known, Target, known};
