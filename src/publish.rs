//! Post → file: whole or not at all, and never over what already stands; file → Git.

mod figure;
mod git;
mod grow;
mod listing;
mod post;

pub use figure::{ImageFormat, Shelf};
pub use git::{GitError, Repository, Words};
pub use grow::{NotAFeed, grown, held};
pub use listing::{day_of, listed};
pub use post::{Known, Target, known};
