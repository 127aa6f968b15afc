//! The author of a digest.

/// The code of a language that nobody named, by BCP 47.
pub const UNDETERMINED: &str = "und";

/// The author of a digest. The checks ask for what each of them can get wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Writer {
    /// The built-in engine, which takes sentences of the paper as they are, in the paper's language.
    Extractive,
    /// A language model.
    Model {
        /// Provider and model, such as `openai:gpt-4o-mini`; empty where nobody knows.
        name: String,
        /// The language that it was asked for; [`UNDETERMINED`] where nobody knows.
        lang: String,
    },
}

impl Writer {
    /// The name of the built-in engine in records.
    pub const EXTRACTIVE: &'static str = "extractive";

    /// The word in a record in the place of a name where there is no digest.
    pub const NOBODY: &'static str = "none";

    /// A model by its name, and the language that it was asked for.
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
