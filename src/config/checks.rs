//! `[verify]`: what is done about each kind of finding, and the model that gives second opinions.

use std::fmt;

use serde::de::value::StrDeserializer;
use serde::de::{self, IntoDeserializer, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::ConfigError;
use papers_digest::llm::{Llm, LlmFile, Provider, SettingsError};
use papers_paper::FindingKind;
use papers_verify::Policy;

/// The variable with the key of `[llm]`'s server, which is not sent to any other server.
const OWN_KEY: &str = "PAPERS_LLM_API_KEY";

/// `[verify]` in the settings file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checks {
    /// The action for each kind of finding.
    pub policy: Policy,
    /// The model that gives second opinions: `NAME` at `[llm]`'s server, or `PROVIDER:NAME`.
    pub model: Option<String>,
    /// The address of its server, if it is not `[llm]`'s or the provider's own.
    pub base_url: Option<String>,
}

impl Checks {
    /// Returns these settings, overridden by those that `later` sets.
    #[must_use]
    pub fn under(self, later: Self) -> Self {
        Self {
            policy: if later.policy == Policy::default() { self.policy } else { later.policy },
            model: later.model.or(self.model),
            base_url: later.base_url.or(self.base_url),
        }
    }

    /// Returns the model that gives second opinions; `None` if none is named. `variable` looks up an environment variable.
    pub fn second(
        &self,
        llm: &LlmFile,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Option<Llm>, ConfigError> {
        let Some(model) = &self.model else { return Ok(None) };
        let usual = llm.provider.unwrap_or_default();
        let named = model.split_once(':').and_then(|(name, rest)| Some((Provider::named(name)?, rest)));
        let (provider, model) = named.unwrap_or((usual, model));
        let is_own = provider == usual && self.base_url.is_none();
        let model = Some(model.to_owned());
        let file = match is_own {
            true => LlmFile { model, ..llm.clone() },
            false => LlmFile { model, base_url: self.base_url.clone(), ..elsewhere(llm, provider) },
        };
        let second = file.complete(|name| variable(name).filter(|_| is_own || name != OWN_KEY));
        second.map_err(|error| self.placed(error).into())
    }

    /// Replaces the name of a key of `[llm]` in an error by that of `[verify]`.
    fn placed(&self, error: SettingsError) -> SettingsError {
        match error {
            SettingsError::Value { place, value, reason } if self.base_url.is_some() => {
                SettingsError::Value {
                    place: place.replace("llm.base_url", "verify.base_url"),
                    value,
                    reason,
                }
            }
            other => other,
        }
    }
}

/// Returns the settings of `[llm]` that also apply to a model at another server: limits, prices and timeouts.
fn elsewhere(llm: &LlmFile, provider: Provider) -> LlmFile {
    LlmFile {
        provider: Some(provider),
        concurrency: llm.concurrency,
        timeout: llm.timeout,
        first_word_timeout: llm.first_word_timeout,
        max_cost: llm.max_cost,
        max_cost_month: llm.max_cost_month,
        prices: llm.prices.clone(),
        ..LlmFile::default()
    }
}

/// The keys of the table.
enum Key {
    Model,
    BaseUrl,
    Kind(FindingKind),
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        let text: StrDeserializer<'_, de::value::Error> = name.as_str().into_deserializer();
        match (name.as_str(), FindingKind::deserialize(text)) {
            ("model", _) => Ok(Self::Model),
            ("base_url", _) => Ok(Self::BaseUrl),
            (_, Ok(kind)) if FindingKind::CHOSEN.contains(&kind) => Ok(Self::Kind(kind)),
            (_, Ok(_)) => Err(de::Error::custom(format!("nothing can be chosen for `{name}`"))),
            _ => {
                let kinds = FindingKind::CHOSEN.map(|kind| format!("`{}`", kind.name())).join(", ");
                let known = format!("expected one of `model`, `base_url`, {kinds}");
                Err(de::Error::custom(format!("unknown field `{name}`, {known}")))
            }
        }
    }
}

impl<'de> Deserialize<'de> for Checks {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Keys)
    }
}

/// Reads the table.
struct Keys;

impl<'de> Visitor<'de> for Keys {
    type Value = Checks;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("kinds of findings and what is done about them")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Checks, A::Error> {
        let mut checks = Checks::default();
        while let Some(key) = map.next_key()? {
            match key {
                Key::Model => checks.model = Some(map.next_value()?),
                Key::BaseUrl => checks.base_url = Some(map.next_value()?),
                Key::Kind(kind) => checks.policy = checks.policy.with(kind, map.next_value()?),
            }
        }
        Ok(checks)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use papers_paper::Action;

    #[test]
    fn reads_the_kinds_by_their_names_and_the_model_beside_them() {
        let text =
            "unsupported-number = \"mark\"\nmodel = \"m\"\nmarkup = \"reject\"\ndoubted-sentence = \"drop\"";
        let Checks { policy, model, base_url } = toml::from_str(text).unwrap();
        assert_eq!(policy.action(FindingKind::UnsupportedNumber), Action::Mark);
        assert_eq!(policy.action(FindingKind::Markup), Action::Reject);
        assert_eq!(policy.action(FindingKind::DoubtedSentence), Action::Drop);
        assert_eq!((model.as_deref(), base_url), (Some("m"), None));
    }

    #[test]
    fn refuses_kinds_that_do_not_exist_or_leave_no_choice() {
        for wrong in [
            "unsupported-figure = \"drop\"",
            "hidden-text = \"keep\"",
            "markup = \"trim\"",
            "markup = \"dropped\"",
        ] {
            let error = toml::from_str::<Checks>(wrong).unwrap_err();
            assert!(error.to_string().contains(wrong.split(' ').next().unwrap()), "{error}");
        }
    }

    #[test]
    fn settings_that_a_later_source_omits_stay() {
        let of = |text: &str| toml::from_str::<Checks>(text).unwrap();
        let both = of("markup = \"keep\"\nbase_url = \"http://h/v1\"").under(of("model = \"m\""));
        assert_eq!(both, of("markup = \"keep\"\nbase_url = \"http://h/v1\"\nmodel = \"m\""));
    }

    fn second(checks: &str, llm: &str) -> Result<Option<Llm>, ConfigError> {
        let checks: Checks = toml::from_str(checks).unwrap();
        let keys = [(OWN_KEY, "sk-llm"), ("ANTHROPIC_API_KEY", "sk-claude")];
        let variable =
            |name: &str| keys.iter().find(|(key, _)| *key == name).map(|(_, key)| (*key).to_owned());
        checks.second(&toml::from_str(llm).unwrap(), variable)
    }

    fn shown(checks: &str, llm: &str) -> (String, String, bool) {
        let second = second(checks, llm).unwrap().unwrap();
        let key = second.ready().ok().flatten();
        (second.name(), second.base_url.to_string(), key == Some(papers_http::Secret::new("sk-llm")))
    }

    #[test]
    fn a_bare_name_is_asked_at_the_server_of_the_digests() {
        let own = "provider = \"ollama\"\nbase_url = \"http://box:11434\"\nmodel = \"qwen3:8b\"";
        let expected = ("ollama:bespoke-minicheck:7b".to_owned(), "http://box:11434/".to_owned(), true);
        assert_eq!(shown("model = \"bespoke-minicheck:7b\"", own), expected);
        assert_eq!(shown("model = \"ollama:bespoke-minicheck:7b\"", own), expected);
        let hosted = ("openai:gpt-5".to_owned(), "https://api.openai.com/v1".to_owned(), true);
        assert_eq!(shown("model = \"gpt-5\"", ""), hosted);
    }

    #[test]
    fn another_server_gets_neither_the_key_nor_the_fields_of_the_first() {
        let own = "model = \"m\"\nbase_url = \"http://box/v1\"\nmax_cost = 1.0\nextra = { service_tier = \"flex\" }";
        let elsewhere = second("model = \"anthropic:claude-haiku-5-5\"", own).unwrap().unwrap();
        assert!(elsewhere.extra.is_empty() && elsewhere.max_cost == Some(1.0));
        assert!(elsewhere.base_url.as_str().starts_with("https://api.anthropic.com"));
        assert_eq!(elsewhere.ready().unwrap(), Some(papers_http::Secret::new("sk-claude")));
        let (_, address, has_key) = shown("model = \"m\"\nbase_url = \"http://other/v1\"", "model = \"m\"");
        assert_eq!((address.as_str(), has_key), ("http://other/v1", false));
    }

    #[test]
    fn no_model_means_no_opinion_and_a_wrong_address_is_named() {
        assert!(second("markup = \"drop\"", "model = \"m\"").unwrap().is_none());
        let error = second("model = \"m\"\nbase_url = \"ftp://h\"", "").unwrap_err().to_string();
        assert!(error.contains("`verify.base_url`"), "{error}");
    }
}
