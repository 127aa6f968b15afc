//! Settings: defaults, then `papers.toml`, then `PAPERS_*`, then flags. Later sources override earlier ones.

mod checks;
mod complete;
mod daily;
mod error;
mod file;
mod language;
mod read;
mod settings;
mod shown;
mod table;
mod variables;
mod zone;

pub use checks::Checks;
pub use daily::{Daily, Interests, Names, Profile, Profiles};
pub use error::ConfigError;
pub use file::{File, Lint};
pub use language::language_of_locale;
pub use read::{find, passed_over, read};
pub use settings::Settings;
pub use shown::{Origin, Origins, Setting};
