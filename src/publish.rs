//! Post → file: whole or not at all, and never over what already stands; file → Git.

mod figure;
mod git;
mod post;

pub use figure::{ImageFormat, Shelf};
pub use git::{GitError, Repository, Words};
pub use post::{Known, Target, known};
