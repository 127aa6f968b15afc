//! The author of a digest.

/// The code of an undetermined language, by BCP 47.
pub const UNDETERMINED: &str = "und";

/// The author of a digest. The checks depend on it, because the authors make different errors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Writer {
    /// The built-in engine, which quotes sentences of the paper in its language.
    Extractive,
    /// A language model.
    Model {
        /// Provider and model, such as `openai:gpt-4o-mini`; empty if unknown.
        name: String,
        /// The requested language; [`UNDETERMINED`] if unknown.
        lang: String,
    },
}

impl Writer {
    /// The name of the built-in engine in records.
    pub const EXTRACTIVE: &'static str = "extractive";

    /// The value in a record without a digest.
    pub const NOBODY: &'static str = "none";

    /// A model by its name, and the requested language.
    pub fn model(name: impl Into<String>, lang: &str) -> Self {
        let lang = if lang.is_empty() { UNDETERMINED } else { lang };
        Self::Model { name: name.into(), lang: lang.to_owned() }
    }

    /// The name in records.
    pub fn name(&self) -> &str {
        match self {
            Self::Extractive => Self::EXTRACTIVE,
            Self::Model { name, .. } => name,
        }
    }

    /// The language that was asked for; `None` for the built-in engine, which keeps the paper's.
    pub fn lang(&self) -> Option<&str> {
        match self {
            Self::Extractive => None,
            Self::Model { lang, .. } => Some(lang),
        }
    }

    /// Returns true for a language model.
    pub fn is_model(&self) -> bool {
        matches!(self, Self::Model { .. })
    }
}
