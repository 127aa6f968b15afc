//! Post → file: whole or not at all, and never over what already stands; file → Git. The posts of the site are also the
//! memory of what was published; `state` holds only what they cannot tell.

mod git;
mod jekyll;
mod post;
mod site;
mod state;

pub use git::{GitError, Repository, Words};
pub use jekyll::{Advice, Builder, advice};
pub use post::{Known, Target, known};
pub use site::{Site, SitePost};
pub use state::{Attempt, DayRecord, Journal, StateFile};
