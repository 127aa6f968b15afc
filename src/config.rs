//! Settings: defaults, then `papers.toml`, then `PAPERS_*`, then flags; later wins.

mod daily;
mod environment;
mod error;
mod file;
mod settings;

pub use daily::{Daily, Interests, Names, Profile, Profiles, Repeat};
pub use environment::Environment;
pub use error::ConfigError;
pub use file::{File, Lint, Location, find, read};
pub use settings::{Engine, Fallback, Figures, Reading, Settings};
