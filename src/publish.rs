//! Post → file: whole or not at all, and never over what already stands; file → Git.

mod git;
mod post;

pub use git::{GitError, Repository, Words};
pub use post::{Known, Target, known};
