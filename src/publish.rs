//! Writes posts to files, completely or not at all and without losing existing content, and commits them with Git. The posts
//! of the site are also the memory of what was published; `state` stores in a `journal` only what they cannot contain.

// The posts of a site, and which papers they have.
mod built;
mod existing;
mod fences;
mod generator;
mod known;
mod listing;
mod moved;
mod site;

// What is written: a post, its images, and what is kept beside them.
mod figure;
mod grow;
mod journal;
mod keep;
mod ledgers;
mod state;
mod target;
mod unended;

// Git.
mod git;
mod uncommitted;

// Advice and settings.
mod exposed;
mod hugo;
mod jekyll;
mod repeat;

pub use built::{Built, Linking, fields};
pub use existing::{Existing, Misread};
pub use exposed::Exposure;
pub use figure::{ImageFolder, ImageFormat};
pub use generator::{HUGO, HUGO_OR_ZOLA, JEKYLL, config_value, site_config};
pub use git::{Committed, GitError, Repository, Words, in_shell};
pub use grow::{NotAFeed, grown, held};
pub use hugo::omitted;
pub use jekyll::{Advice, JekyllConfig, advice};
pub use journal::{Attempt, DayRecord, Journal};
pub use keep::{Unplaced, kept, with_kept};
pub use known::{Known, known};
pub use ledgers::Ledgers;
pub use listing::{day_of, level, listed};
pub use moved::Moved;
pub use repeat::Repeat;
pub use site::{Site, SitePost, is_of_tools, post_files, post_text};
pub use state::{JournalName, StateFile};
pub use target::{NoPlace, Target, WrongEnding};
pub use uncommitted::{Pending, Uncommitted};
