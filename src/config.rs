//! Settings: defaults, then `papers.toml`, then `PAPERS_*`, then flags; later wins.

mod daily;
mod environment;
mod error;
mod file;
mod meant;
mod settings;
mod shown;

pub use daily::{Daily, Interests, Names, Profile, Profiles, Repeat};
pub use environment::{Environment, VARIABLES};
pub use error::ConfigError;
pub use file::{File, Lint, Location, find, read};
pub use meant::language_of_locale;
pub use settings::{Engine, Fallback, Figures, Reading, Settings, WhenRefused};
pub use shown::{Origin, Said, Setting};
