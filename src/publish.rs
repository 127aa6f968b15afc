//! Post → file: whole or not at all, and never over what already stands. The posts of the site are also the memory of
//! what was published; `state` holds only what they cannot tell.

mod jekyll;
mod post;
mod site;
mod state;

pub use jekyll::{Advice, Builder, advice};
pub use post::{Known, Target, known};
pub use site::{Site, SitePost};
pub use state::{Attempt, DayRecord, Journal, StateFile};
