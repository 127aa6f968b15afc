//! Settings: defaults, then `papers.toml`, then `PAPERS_*`, then flags; later wins.

mod checks;
mod daily;
mod error;
mod file;
mod language;
mod settings;
mod shown;
mod variables;
mod zone;

pub use checks::Checks;
pub use daily::{Daily, Interests, Names, Profile, Profiles};
pub use error::ConfigError;
pub use file::{File, Lint, Location, find, read};
pub use language::language_of_locale;
pub use settings::Settings;
pub use shown::{Origin, Said, Setting};
