//! Errors in settings.

use crate::outcome::KEYS_HINT;
use papers_digest::llm::SettingsError;
use papers_paper::text::spelling::{changes, resembles};
use papers_system::disk::DiskError;

/// An error of the TOML parser, reworded for the owner of a site.
#[derive(Debug, thiserror::Error)]
#[error("{}", in_plain_words(.0))]
pub struct Fault(toml::de::Error);

impl From<toml::de::Error> for Fault {
    fn from(error: toml::de::Error) -> Self {
        Self(error)
    }
}

/// Rewords the last line of the message, in which the TOML parser names Rust types. The lines before it quote the file.
fn in_plain_words(error: &toml::de::Error) -> String {
    const WORDS: [(&str, &str); 12] = [
        ("unknown variant ", "it cannot be "),
        ("a nonzero usize", "a whole number of 1 or more"),
        ("a nonzero u32", "a whole number of 1 or more"),
        ("expected usize", "expected a whole number"),
        ("expected u32", "expected a whole number"),
        ("expected u8", "expected a whole number"),
        ("expected f64", "expected a number"),
        ("expected a boolean", "expected `true` or `false`"),
        ("expected a string", "expected a text in quotes"),
        ("expected a map", "expected a table in `{ }`"),
        ("wanted string or table", "expected a text in quotes"),
        ("expected a sequence", "expected a list in `[ ]`"),
    ];
    let text = error.to_string();
    let quoted = text.trim_end().rsplit_once('\n').map_or(0, |(before, _)| before.len());
    let (quoted, message) = text.split_at_checked(quoted).unwrap_or(("", &text));
    if let Some(suggestion) = suggestion(message) {
        return format!("{quoted}\n{suggestion}");
    }
    let message = WORDS
        .iter()
        .fold(message.to_owned(), |message, (type_name, words)| message.replace(type_name, words));
    format!("{quoted}{message}")
}

/// Suggests an existing key in place of an unknown one that is spelled similarly.
fn suggestion(message: &str) -> Option<String> {
    let (_, named) = message.split_once("unknown field `")?;
    let (key, known) = named.split_once('`')?;
    let nearest = known.split('`').skip(1).step_by(2).min_by_key(|known| changes(key, known))?;
    resembles(key, nearest).then(|| format!("there is no setting `{key}`; was `{nearest}` meant?"))
}

/// Settings that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error(transparent)]
    Disk(#[from] DiskError),
    /// The file is not TOML, or has an unknown key or a value of the wrong type. The source names line and key.
    #[error("the settings in `{path}` cannot be used")]
    File {
        /// The file.
        path: String,
        /// The place and the fault.
        #[source]
        source: Box<Fault>,
    },
    /// `--config` names a file that does not exist.
    #[error("no such file: `{path}`")]
    NoSettings {
        /// The file.
        path: String,
    },
    /// The settings file is a link to a file that does not exist, as on a disk that is not mounted.
    #[error("`{path}` is a symbolic link to a file that does not exist")]
    Dangling {
        /// The link.
        path: String,
    },
    /// The named template does not exist.
    #[error("no such file: `{path}`, which the settings or `--template` name as a template")]
    NoTemplate {
        /// The file.
        path: String,
    },
    /// The named folder of templates does not exist.
    #[error("no such folder: `{path}`, which `templates_dir` names; `papers init --templates` writes one")]
    NoTemplates {
        /// The folder.
        path: String,
    },
    /// An error in a line that may contain a model's key; the line is not shown.
    #[error(
        "line {line} of `{path}` cannot be used; it is not shown, because it may hold a key: those come from the environment or from `api_key_file`"
    )]
    Hidden {
        /// The file.
        path: String,
        /// The line, from 1.
        line: usize,
    },
    /// A key with an empty value.
    #[error("`{key}` in `{path}` is empty; leave the key out for its default")]
    Empty {
        /// The file.
        path: String,
        /// The key, including its tables.
        key: String,
    },
    /// An invalid value.
    #[error("{place} cannot be `{value}`: {reason}")]
    Value {
        /// The variable or key.
        place: String,
        /// The value that is set.
        value: String,
        /// The reason, with the possible values.
        reason: String,
    },
    /// `engine = "llm"`, and no model is named.
    #[error("no language model is configured")]
    NoModel,
    /// The provider has no batch API.
    #[error("`{0}` has no batches")]
    NoBatches(String),
    /// The model's settings cannot be used.
    #[error(transparent)]
    Llm(#[from] SettingsError),
}

impl ConfigError {
    /// An error for an invalid value.
    pub fn value(place: impl Into<String>, value: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::Value { place: place.into(), value: value.into(), reason: reason.into() }
    }

    /// Returns advice, if the message does not say everything.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::NoSettings { .. } => Some(
                "`--config` names a file that must exist; without it `papers.toml` is read where there is one",
            ),
            Self::NoModel => Some(MODELS),
            Self::NoBatches(_) => {
                Some("use an OpenAI-compatible server, such as vLLM: `provider = \"openai\"`")
            }
            Self::Llm(SettingsError::NoKey { .. } | SettingsError::BadKey | SettingsError::Disk(_)) => {
                Some(KEYS_HINT)
            }
            Self::Llm(SettingsError::NoPrice { .. }) => Some(
                "put `\"MODEL\" = { input = …, output = … }`, US dollars per million tokens, under `[llm.prices]`",
            ),
            _ => None,
        }
    }
}

/// Example settings for the providers, in three lines.
const MODELS: &str = "\
OpenAI, or a compatible server: PAPERS_LLM_MODEL=gpt-5.6-luna OPENAI_API_KEY=… [PAPERS_LLM_BASE_URL=http://…/v1]
Anthropic, Gemini: PAPERS_LLM_PROVIDER=anthropic PAPERS_LLM_MODEL=claude-haiku-5-5 ANTHROPIC_API_KEY=… (gemini, GEMINI_API_KEY)
Ollama: PAPERS_LLM_PROVIDER=ollama PAPERS_LLM_MODEL=qwen3:8b; all of these can stand under [llm] in papers.toml: docs/MODELS.md";
