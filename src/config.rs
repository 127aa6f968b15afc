//! Settings: defaults, then `papers.toml`, then `PAPERS_*`, then flags; later wins.

mod daily;
mod environment;
mod error;
mod file;
mod llm;
mod prices;
mod settings;

pub use daily::{Daily, Interests, Names, Profile, Profiles, Repeat};
pub use environment::Environment;
pub use error::ConfigError;
pub use file::{File, Lint, Location, find, read};
pub use llm::{Fallback, Llm, LlmFile, Provider};
pub use prices::{AS_OF as PRICES_AS_OF, Price, Prices};
pub use settings::{Engine, Figures, Reading, Settings, Urls};
