//! What can be wrong with settings.

use papers_digest::llm::SettingsError;
use papers_system::disk::DiskError;

/// Settings that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error(transparent)]
    Disk(#[from] DiskError),
    /// The file is not TOML, has an unknown key, or a value of the wrong type; the source tells line and key.
    #[error("the settings in `{path}` cannot be used")]
    File {
        /// Which file.
        path: String,
        /// Where and what.
        #[source]
        source: Box<toml::de::Error>,
    },
    /// The same on a line that may hold a model's key, which is not shown.
    #[error(
        "line {line} of `{path}` cannot be used; it is not shown, because it may hold a key: those come from the environment or from `api_key_file`"
    )]
    Hidden {
        /// Which file.
        path: String,
        /// Which line, from 1.
        line: usize,
    },
    /// A key without text would be taken for a name that is empty.
    #[error("`{key}` in `{path}` is empty; leave the key out for its default")]
    Empty {
        /// Which file.
        path: String,
        /// Which key, with those of its tables.
        key: String,
    },
    /// A value that is not one of those possible.
    #[error("{place} cannot be `{value}`: {reason}")]
    Value {
        /// The variable or key.
        place: String,
        /// What it is set to.
        value: String,
        /// What it could be.
        reason: String,
    },
    /// `engine = "llm"`, and no model is named.
    #[error("no language model is configured")]
    NoModel,
    /// The model's settings cannot be used.
    #[error(transparent)]
    Llm(#[from] SettingsError),
}

impl ConfigError {
    /// A value that cannot be used.
    pub fn value(place: impl Into<String>, value: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::Value { place: place.into(), value: value.into(), reason: reason.into() }
    }
}
