//! Settings: defaults, then `papers.toml`, then `PAPERS_*`, then flags; later wins.

mod environment;
mod error;
mod file;
mod settings;

pub use environment::Environment;
pub use error::ConfigError;
pub use file::{File, Location, find, read};
pub use settings::{Engine, Figures, Reading, Settings, Unsupported, Urls};
