//! `[llm]` → the configured model: its server, key and limits.

mod room;

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use url::Url;

use super::prices::{Price, Prices};
use papers_http::{Secret, redacted};
use papers_system::disk::{self, DiskError};
pub use room::Room;

/// The number of concurrent requests: below every provider's lowest limit, and enough to keep up with arXiv.
const CONCURRENCY: usize = 4;

/// The maximum silence within an answer in seconds. A small model without a GPU writes about one token a second.
const TIMEOUT: f64 = 60.0;

/// The maximum silence before the first word in seconds: requests wait in queues, and models reason.
const FIRST_WORD_TIMEOUT: f64 = 600.0;

/// The interfaces that servers speak.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Provider {
    /// OpenAI and OpenAI-compatible servers.
    #[default]
    Openai,
    /// Anthropic.
    Anthropic,
    /// Google's Gemini.
    Gemini,
    /// Ollama's native interface; its OpenAI-compatible one cannot set the window.
    Ollama,
}

impl Provider {
    /// The name in settings and records.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Openai => "openai",
            Self::Anthropic => "anthropic",
            Self::Gemini => "gemini",
            Self::Ollama => "ollama",
        }
    }

    /// The provider with this name.
    pub fn named(name: &str) -> Option<Self> {
        let all = [Self::Openai, Self::Anthropic, Self::Gemini, Self::Ollama];
        all.into_iter().find(|one| one.name() == name)
    }

    /// Returns ends of addresses that are copied from elsewhere and belong to single requests or another format.
    const fn wrong_ends(self) -> &'static [&'static str] {
        match self {
            Self::Openai => &["/chat/completions", "/completions", "/responses"],
            Self::Anthropic => &["/v1/messages", "/v1"],
            Self::Gemini => &["/models", "/openai"],
            Self::Ollama => &["/api/chat", "/api/generate", "/api", "/v1"],
        }
    }

    const fn base_url(self) -> &'static str {
        match self {
            Self::Openai => "https://api.openai.com/v1",
            Self::Anthropic => "https://api.anthropic.com",
            Self::Gemini => "https://generativelanguage.googleapis.com/v1beta",
            Self::Ollama => "http://127.0.0.1:11434",
        }
    }

    /// The variable from which the provider's own tools take the key.
    const fn key_variable(self) -> Option<&'static str> {
        match self {
            Self::Openai => Some("OPENAI_API_KEY"),
            Self::Anthropic => Some("ANTHROPIC_API_KEY"),
            Self::Gemini => Some("GEMINI_API_KEY"),
            Self::Ollama => None,
        }
    }
}

/// The reasoning effort of a model, with the same names for all providers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Effort {
    /// No reasoning, where the provider allows it.
    None,
    /// Little reasoning, which is enough for a digest.
    Low,
    /// The default of most models.
    Medium,
    /// Much reasoning, at about ten times the price.
    High,
}

impl Effort {
    /// The name in settings, which most providers use too.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// Settings of a model that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file of the key cannot be read.
    #[error(transparent)]
    Disk(#[from] DiskError),
    /// A value that is not one of those possible.
    #[error("{place} cannot be `{value}`: {reason}")]
    Value {
        /// The key.
        place: String,
        /// The value that is set.
        value: String,
        /// The values that are possible.
        reason: String,
    },
    /// The provider requires a key.
    #[error("there is no key for {provider}: set `{variable}`, or `api_key_file` under `[llm]`")]
    NoKey {
        /// The provider that the key is for.
        provider: &'static str,
        /// The variable that should contain it.
        variable: &'static str,
    },
    /// The key is not valid in a header field.
    #[error("the model's key is empty or has characters that no key has")]
    BadKey,
    /// A cost limit for a model with unknown prices.
    #[error("the price of `{model}` is not known, so its cost cannot be limited")]
    NoPrice {
        /// The model.
        model: String,
    },
}

impl SettingsError {
    /// A value that cannot be used.
    fn value(place: impl Into<String>, value: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::Value { place: place.into(), value: value.into(), reason: reason.into() }
    }
}

/// `[llm]` in the settings file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "each key is the field of `Llm` of the same name, and is explained there")]
pub struct LlmFile {
    pub provider: Option<Provider>,
    pub base_url: Option<String>,
    pub model: Option<String>,
    pub api_key_file: Option<PathBuf>,
    pub concurrency: Option<NonZeroUsize>,
    pub context_tokens: Option<usize>,
    pub max_output_tokens: Option<usize>,
    pub temperature: Option<f64>,
    pub timeout: Option<f64>,
    pub first_word_timeout: Option<f64>,
    pub effort: Option<Effort>,
    pub sentence_chars: Option<NonZeroUsize>,
    pub max_cost: Option<f64>,
    pub max_cost_month: Option<f64>,
    pub prices: BTreeMap<String, Price>,
    pub extra: serde_json::Map<String, serde_json::Value>,
}

/// A configured model.
#[derive(Debug, Clone)]
pub struct Llm {
    /// The interface that the server speaks.
    pub provider: Provider,
    /// The address of the server; `openai` ends in `/v1`, `gemini` in `/v1beta`, the others are the host alone.
    pub base_url: Url,
    /// The model's name, as the server knows it.
    pub model: String,
    /// The maximum number of concurrent requests.
    pub concurrency: NonZeroUsize,
    /// The model's window in tokens for prompt, text and answer; `None` for the one that the server reports, else the default.
    pub context_tokens: Option<usize>,
    /// The maximum number of tokens of an answer; `None` for a share of the window.
    pub max_output_tokens: Option<usize>,
    /// The temperature; 0 for the most likely words, which copies numbers most reliably.
    pub temperature: f64,
    /// The maximum silence within an answer.
    pub timeout: Duration,
    /// The maximum silence before its first word.
    pub first_word_timeout: Duration,
    /// The reasoning effort; `None` for the model's own default.
    pub effort: Option<Effort>,
    /// The maximum length of a sentence in characters; `None` for the default of the language.
    pub sentence_chars: Option<usize>,
    /// The maximum cost of a run in US dollars.
    pub max_cost: Option<f64>,
    /// The maximum cost of all runs of a calendar month in US dollars.
    pub max_cost_month: Option<f64>,
    /// The prices of tokens.
    pub prices: Prices,
    /// Fields that are added to the body of every request, such as `options = { num_gpu = 1 }`. Tables are merged.
    pub extra: serde_json::Map<String, serde_json::Value>,
    key: Option<Secret>,
    api_key_file: Option<PathBuf>,
}

impl LlmFile {
    /// Returns these settings, overridden by those that `later` sets. Prices and extra fields are merged.
    #[must_use]
    pub fn under(mut self, later: Self) -> Self {
        self.prices.extend(later.prices);
        merge(&mut self.extra, &later.extra);
        Self {
            provider: later.provider.or(self.provider),
            base_url: later.base_url.or(self.base_url),
            model: later.model.or(self.model),
            api_key_file: later.api_key_file.or(self.api_key_file),
            concurrency: later.concurrency.or(self.concurrency),
            context_tokens: later.context_tokens.or(self.context_tokens),
            max_output_tokens: later.max_output_tokens.or(self.max_output_tokens),
            temperature: later.temperature.or(self.temperature),
            timeout: later.timeout.or(self.timeout),
            first_word_timeout: later.first_word_timeout.or(self.first_word_timeout),
            effort: later.effort.or(self.effort),
            sentence_chars: later.sentence_chars.or(self.sentence_chars),
            max_cost: later.max_cost.or(self.max_cost),
            max_cost_month: later.max_cost_month.or(self.max_cost_month),
            prices: self.prices,
            extra: self.extra,
        }
    }

    /// Returns the configured model; `None` if none is named. A key in the environment alone does not enable a model: it may be
    /// there for another program, and requests cost money. `variable` looks up an environment variable.
    pub fn complete(self, variable: impl Fn(&str) -> Option<String>) -> Result<Option<Llm>, SettingsError> {
        let Some(model) = self.model else { return Ok(None) };
        let provider = self.provider.unwrap_or_default();
        let key = ["PAPERS_LLM_API_KEY"].into_iter().chain(provider.key_variable());
        let llm = Llm {
            provider,
            base_url: base_url(self.base_url.as_deref().unwrap_or(provider.base_url()), provider)?,
            model,
            concurrency: self.concurrency.or(NonZeroUsize::new(CONCURRENCY)).unwrap_or(NonZeroUsize::MIN),
            context_tokens: self.context_tokens,
            max_output_tokens: self.max_output_tokens,
            temperature: self.temperature.unwrap_or_default(),
            timeout: seconds("timeout", self.timeout.unwrap_or(TIMEOUT))?,
            first_word_timeout: seconds(
                "first_word_timeout",
                self.first_word_timeout.unwrap_or(FIRST_WORD_TIMEOUT),
            )?,
            effort: self.effort,
            sentence_chars: self.sentence_chars.map(NonZeroUsize::get),
            max_cost: self.max_cost.map(|limit| dollars("max_cost", limit)).transpose()?,
            max_cost_month: self.max_cost_month.map(|limit| dollars("max_cost_month", limit)).transpose()?,
            prices: Prices::with(checked(self.prices)?),
            extra: self.extra,
            key: key.into_iter().find_map(variable).map(|key| Secret::new(&key)),
            api_key_file: self.api_key_file,
        };
        llm.fits()?;
        Ok(Some(llm))
    }
}

/// Copies the fields of one JSON object into another, recursively where both have an object.
pub fn merge(
    into: &mut serde_json::Map<String, serde_json::Value>,
    from: &serde_json::Map<String, serde_json::Value>,
) {
    use serde_json::Value;
    for (name, value) in from {
        match (into.get_mut(name), value) {
            (Some(Value::Object(inner)), Value::Object(more)) => merge(inner, more),
            _ => drop(into.insert(name.clone(), value.clone())),
        }
    }
}

impl Llm {
    /// The name in records: `openai:gpt-4o-mini`.
    pub fn name(&self) -> String {
        format!("{}:{}", self.provider.name(), self.model)
    }

    /// The price of the model's tokens, if known.
    pub fn price(&self) -> Option<Price> {
        self.prices.of(&self.model)
    }

    /// Checks that a cost limit can be enforced, and returns the key. Ollama costs nothing.
    pub fn ready(&self) -> Result<Option<Secret>, SettingsError> {
        match (self.max_cost.or(self.max_cost_month), self.price()) {
            (Some(_), None) if self.provider != Provider::Ollama => {
                Err(SettingsError::NoPrice { model: self.model.clone() })
            }
            _ => self.key(),
        }
    }

    /// Returns the file of the key, unless the key comes from the environment.
    pub fn key_file(&self) -> Option<&Path> {
        self.api_key_file.as_deref().filter(|_| self.key.is_none())
    }

    /// Returns the key from the environment, else from `api_key_file`. A server of one's own may need none.
    fn key(&self) -> Result<Option<Secret>, SettingsError> {
        let key = match (&self.key, &self.api_key_file) {
            (Some(key), _) => Some(key.clone()),
            (None, Some(path)) => {
                if disk::is_open_to_others(path) {
                    tracing::warn!("others can read the key in `{0}`: run `chmod 600 {0}`", path.display());
                }
                Some(Secret::new(&disk::read_text(path)?))
            }
            (None, None) => None,
        };
        match key {
            Some(key) if !key.is_empty() && key.fits_header() => Ok(Some(key)),
            Some(_) => Err(SettingsError::BadKey),
            None if self.is_hosted() => Err(SettingsError::NoKey {
                provider: self.provider.name(),
                variable: self.provider.key_variable().unwrap_or("PAPERS_LLM_API_KEY"),
            }),
            None => Ok(None),
        }
    }

    /// Returns advice for a server of one's own that accepts no connection.
    pub fn start_advice(&self) -> String {
        match self.provider {
            Provider::Ollama => "; is Ollama running? `ollama serve` starts it".to_owned(),
            _ => format!("; is its server running? `base_url` is `{}`", redacted(&self.base_url)),
        }
    }

    /// Returns true for the provider's own URL, which requires a key.
    pub fn is_hosted(&self) -> bool {
        self.provider.key_variable().is_some()
            && Url::parse(self.provider.base_url())
                .is_ok_and(|own| own.host_str() == self.base_url.host_str())
    }
}

fn base_url(text: &str, provider: Provider) -> Result<Url, SettingsError> {
    // What may hold a password or a key is not shown.
    let shown = text.split('?').next().filter(|text| !text.contains('@')).unwrap_or("…@…");
    let bad = |reason: &str| SettingsError::value("`llm.base_url`", shown, reason);
    let url: Option<Url> = text.trim_end_matches('/').parse().ok();
    let Some(url) = url.filter(|url| matches!(url.scheme(), "http" | "https")) else {
        return Err(bad("expected `http://` or `https://`, and a host"));
    };
    if !url.username().is_empty() || url.password().is_some() {
        return Err(bad("a key belongs in `PAPERS_LLM_API_KEY`"));
    }
    let path = url.path().trim_end_matches('/');
    match provider.wrong_ends().iter().find(|&&end| path.ends_with(end)) {
        Some(end) => Err(bad(&format!("leave out `{end}`"))),
        None => Ok(url),
    }
}

fn seconds(name: &str, seconds: f64) -> Result<Duration, SettingsError> {
    let bad =
        || SettingsError::value(format!("`llm.{name}`"), seconds.to_string(), "expected a number of seconds");
    Duration::try_from_secs_f64(seconds).ok().filter(|timeout| !timeout.is_zero()).ok_or_else(bad)
}

/// Checks a cost limit. A limit that is not a number would never be exceeded.
fn dollars(name: &str, dollars: f64) -> Result<f64, SettingsError> {
    let bad = || {
        SettingsError::value(format!("`llm.{name}`"), dollars.to_string(), "expected a number of US dollars")
    };
    Some(dollars).filter(|dollars| dollars.is_finite() && *dollars >= 0.0).ok_or_else(bad)
}

/// Checks prices. Each answer at a negative one would raise the budget.
fn checked(prices: BTreeMap<String, Price>) -> Result<BTreeMap<String, Price>, SettingsError> {
    for (model, price) in &prices {
        let named = [("input", Some(price.input)), ("output", Some(price.output)), ("cached", price.cached)];
        for (name, price) in named {
            price.map(|price| dollars(&format!("prices.\"{model}\".{name}"), price)).transpose()?;
        }
    }
    Ok(prices)
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn llm(toml: &str, environment: &[(&str, &str)]) -> Result<Option<Llm>, SettingsError> {
        toml::from_str::<LlmFile>(toml).unwrap().complete(|name| {
            environment.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
        })
    }

    pub(super) fn configured(toml: &str, environment: &[(&str, &str)]) -> Llm {
        llm(toml, environment).unwrap().unwrap()
    }

    #[test]
    fn a_key_alone_configures_nothing() {
        let environment = [("OPENAI_API_KEY", "sk-1")];
        assert!(llm("", &environment).unwrap().is_none());
    }

    #[test]
    fn the_programs_own_variable_comes_before_the_providers() {
        let both = [("OPENAI_API_KEY", "sk-1"), ("PAPERS_LLM_API_KEY", "sk-2")];
        assert_eq!(configured("model = 'm'", &both).key().unwrap(), Some(Secret::new("sk-2")));
        let one = [("ANTHROPIC_API_KEY", "sk-3"), ("OPENAI_API_KEY", "sk-1")];
        let claude = configured("provider = 'anthropic'\nmodel = 'm'", &one);
        assert_eq!(claude.key().unwrap(), Some(Secret::new("sk-3")));
    }

    #[test]
    fn a_hosted_model_needs_a_key_and_a_server_of_ones_own_does_not() {
        let none = [];
        let error = configured("provider = 'gemini'\nmodel = 'm'", &none).key().unwrap_err();
        assert!(error.to_string().contains("`GEMINI_API_KEY`"), "{error}");
        assert_eq!(
            configured("model = 'm'\nbase_url = 'http://localhost:8000/v1/'", &none).key().unwrap(),
            None
        );
        assert_eq!(configured("provider = 'ollama'\nmodel = 'm'", &none).key().unwrap(), None);
    }

    #[test]
    fn a_key_comes_from_a_file_too_and_is_never_shown() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        disk::write(&path, b"sk-file\n", disk::Durability::Whole).unwrap();
        let toml = format!("model = 'm'\napi_key_file = '{}'", path.display());
        let from_file = configured(&toml, &[]);
        assert_eq!(from_file.key().unwrap(), Some(Secret::new("sk-file")));
        let from_environment = configured("model = 'm'", &[("OPENAI_API_KEY", "sk-1")]);
        assert!(!format!("{from_environment:?}").contains("sk-1"));
    }

    #[test]
    fn a_password_in_the_address_is_refused_and_not_repeated() {
        let error = |url: &str| {
            let error = llm(&format!("model = 'm'\nbase_url = '{url}'"), &[]).unwrap_err().to_string();
            assert!(!error.contains("hunter2"), "{error}");
            error
        };
        assert!(error("http://user:hunter2@host/v1").contains("PAPERS_LLM_API_KEY"));
        assert!(error("ftp://user:hunter2@host/v1").contains("expected `http://` or `https://`"));
        assert!(error("ftp://host/v1?key=hunter2").contains("`ftp://host/v1`"));
        assert!(error("//host/v1?key=hunter2").contains("`//host/v1`"));
        assert!(
            error("http://host/v1/chat/completions/?key=hunter2").contains("leave out `/chat/completions`")
        );
        assert!(error("http://host/v1'\nprovider = 'ollama").contains("leave out `/v1`"));
    }

    #[test]
    fn a_query_in_the_address_is_kept_and_its_values_not_shown() {
        let llm = configured("model = 'm'\nbase_url = 'http://host/v1/?api-version=hunter2'", &[]);
        assert_eq!(llm.base_url.query(), Some("api-version=hunter2"));
        let advice = llm.start_advice();
        assert!(advice.contains("http://host/v1/?api-version=***"), "{advice}");
    }

    #[test]
    fn tables_of_extra_fields_are_merged_at_every_depth() {
        let object = |text: &str| serde_json::from_str::<serde_json::Map<_, _>>(text).unwrap();
        let mut into = object(r#"{"a": {"b": {"c": 1, "d": [1, 2]}}, "e": 1}"#);
        merge(&mut into, &object(r#"{"a": {"b": {"d": [3]}, "f": 2}, "e": {"g": 1}}"#));
        assert_eq!(into, object(r#"{"a": {"b": {"c": 1, "d": [3]}, "f": 2}, "e": {"g": 1}}"#));
    }

    #[test]
    fn a_limit_that_limits_nothing_is_refused() {
        for limit in ["nan", "inf", "-0.5"] {
            let error = llm(&format!("model = 'm'\nmax_cost = {limit}"), &[]);
            assert!(error.unwrap_err().to_string().contains("`llm.max_cost`"), "{limit}");
        }
        assert_eq!(configured("model = 'm'\nmax_cost = 0", &[]).max_cost, Some(0.0));
        let error = llm("model = 'm'\n[prices]\nm = { input = 1.0, output = -1.0 }", &[]).unwrap_err();
        assert!(error.to_string().contains("`llm.prices.\"m\".output` cannot be `-1`"), "{error}");
    }
}
