//! `PAPERS_*` → settings, as a file would make them.

use std::path::PathBuf;

use chrono_tz::Tz;

use super::meant::zone;
use super::{ConfigError, File};
use crate::environment::Environment;
use papers_digest::llm::LlmFile;

/// The variables that are settings, and their keys in the settings file.
pub const VARIABLES: [(&str, &str); 40] = [
    ("PAPERS_LANG", "lang"),
    ("PAPERS_LAYOUT", "layout"),
    ("PAPERS_TITLE", "title"),
    ("PAPERS_TIME", "time"),
    ("PAPERS_CONTACT", "contact"),
    ("PAPERS_TEMPLATES_DIR", "templates_dir"),
    ("PAPERS_CACHE_DIR", "cache_dir"),
    ("PAPERS_POSTS_DIR", "posts_dir"),
    ("PAPERS_STATE_DIR", "state_dir"),
    ("PAPERS_TIMEZONE", "timezone"),
    ("PAPERS_ENGINE", "engine"),
    ("PAPERS_FALLBACK", "fallback"),
    ("PAPERS_FORMAT", "format"),
    ("PAPERS_READ", "read"),
    ("PAPERS_WHEN_REFUSED", "when_refused"),
    ("PAPERS_UNSUPPORTED", "unsupported"),
    ("PAPERS_EVIDENCE", "post.evidence"),
    ("PAPERS_FIGURES", "figures"),
    ("PAPERS_FIGURES_DIR", "figures_dir"),
    ("PAPERS_ARXIV_API_URL", "arxiv.api_url"),
    ("PAPERS_ARXIV_URL", "arxiv.url"),
    ("PAPERS_OAI_URL", "arxiv.oai_url"),
    ("PAPERS_RSS_URL", "arxiv.rss_url"),
    ("PAPERS_ARXIV_INTERVAL", "arxiv.interval"),
    ("PAPERS_ARXIV_PAGE_INTERVAL", "arxiv.page_interval"),
    ("PAPERS_ARXIV_PATIENCE", "arxiv.patience"),
    ("PAPERS_HUGGINGFACE_URL", "huggingface.url"),
    ("PAPERS_LLM_PROVIDER", "llm.provider"),
    ("PAPERS_LLM_BASE_URL", "llm.base_url"),
    ("PAPERS_LLM_MODEL", "llm.model"),
    ("PAPERS_LLM_API_KEY_FILE", "llm.api_key_file"),
    ("PAPERS_LLM_CONCURRENCY", "llm.concurrency"),
    ("PAPERS_LLM_CONTEXT_TOKENS", "llm.context_tokens"),
    ("PAPERS_LLM_MAX_OUTPUT_TOKENS", "llm.max_output_tokens"),
    ("PAPERS_LLM_TEMPERATURE", "llm.temperature"),
    ("PAPERS_LLM_TIMEOUT", "llm.timeout"),
    ("PAPERS_LLM_FIRST_WORD_TIMEOUT", "llm.first_word_timeout"),
    ("PAPERS_LLM_EFFORT", "llm.effort"),
    ("PAPERS_LLM_MAX_COST", "llm.max_cost"),
    ("PAPERS_LLM_MAX_COST_MONTH", "llm.max_cost_month"),
];

impl Environment {
    /// The settings that these variables make.
    pub fn settings(&self) -> Result<File, ConfigError> {
        let text = |name: &str| self.value(name).map(str::to_owned);
        let path = |name: &str| self.value(name).map(PathBuf::from);
        let mut file = File {
            lang: text("PAPERS_LANG"),
            layout: text("PAPERS_LAYOUT"),
            title: text("PAPERS_TITLE"),
            time: text("PAPERS_TIME"),
            contact: text("PAPERS_CONTACT"),
            templates_dir: path("PAPERS_TEMPLATES_DIR"),
            cache_dir: path("PAPERS_CACHE_DIR"),
            posts_dir: path("PAPERS_POSTS_DIR"),
            state_dir: path("PAPERS_STATE_DIR"),
            timezone: self.zone("PAPERS_TIMEZONE")?,
            engine: self.parsed("PAPERS_ENGINE")?,
            fallback: self.parsed("PAPERS_FALLBACK")?,
            llm: self.llm()?,
            format: self.parsed("PAPERS_FORMAT")?,
            read: self.parsed("PAPERS_READ")?,
            when_refused: self.parsed("PAPERS_WHEN_REFUSED")?,
            unsupported: self.parsed("PAPERS_UNSUPPORTED")?,
            evidence: self.parsed("PAPERS_EVIDENCE")?,
            figures: self.parsed("PAPERS_FIGURES")?,
            figures_dir: text("PAPERS_FIGURES_DIR"),
            ..File::default()
        };
        file.arxiv.api_url = text("PAPERS_ARXIV_API_URL");
        file.arxiv.url = text("PAPERS_ARXIV_URL");
        file.arxiv.oai_url = text("PAPERS_OAI_URL");
        file.arxiv.rss_url = text("PAPERS_RSS_URL");
        file.arxiv.interval = self.seconds("PAPERS_ARXIV_INTERVAL")?;
        file.arxiv.page_interval = self.seconds("PAPERS_ARXIV_PAGE_INTERVAL")?;
        file.arxiv.patience = self.seconds("PAPERS_ARXIV_PATIENCE")?;
        file.huggingface.url = text("PAPERS_HUGGINGFACE_URL");
        Ok(file)
    }

    fn llm(&self) -> Result<LlmFile, ConfigError> {
        let text = |name: &str| self.value(name).map(str::to_owned);
        Ok(LlmFile {
            provider: self.parsed("PAPERS_LLM_PROVIDER")?,
            base_url: text("PAPERS_LLM_BASE_URL"),
            model: text("PAPERS_LLM_MODEL"),
            api_key_file: self.value("PAPERS_LLM_API_KEY_FILE").map(PathBuf::from),
            concurrency: self.number("PAPERS_LLM_CONCURRENCY", "expected a number of calls, 1 or more")?,
            context_tokens: self.number("PAPERS_LLM_CONTEXT_TOKENS", "expected a number of tokens")?,
            max_output_tokens: self.number("PAPERS_LLM_MAX_OUTPUT_TOKENS", "expected a number of tokens")?,
            temperature: self.number("PAPERS_LLM_TEMPERATURE", "expected a number")?,
            timeout: self.number("PAPERS_LLM_TIMEOUT", "expected a number of seconds")?,
            first_word_timeout: self.seconds("PAPERS_LLM_FIRST_WORD_TIMEOUT")?,
            effort: self.parsed("PAPERS_LLM_EFFORT")?,
            max_cost: self.number("PAPERS_LLM_MAX_COST", "expected a number of US dollars")?,
            max_cost_month: self.number("PAPERS_LLM_MAX_COST_MONTH", "expected a number of US dollars")?,
            ..LlmFile::default()
        })
    }

    /// The fixed clock of `PAPERS_NOW`.
    pub fn clock(&self) -> Result<papers_system::clock::Clock, ConfigError> {
        const NAME: &str = "PAPERS_NOW";
        let Some(value) = self.value(NAME) else { return Ok(papers_system::clock::Clock::System) };
        let instant = chrono::DateTime::parse_from_rfc3339(value).map_err(|_| {
            ConfigError::value(NAME, value, "expected an instant like `2025-10-09T08:15:00+09:00`")
        })?;
        Ok(papers_system::clock::Clock::Fixed(instant))
    }

    /// A value of an enumeration, spelled as in the settings file.
    fn parsed<T: serde::de::DeserializeOwned>(&self, name: &str) -> Result<Option<T>, ConfigError> {
        let Some(value) = self.value(name) else { return Ok(None) };
        let parsed = serde_json::from_value(serde_json::Value::String(value.to_owned()));
        let reason =
            |error: serde_json::Error| error.to_string().replace(&format!("unknown variant `{value}`, "), "");
        parsed.map(Some).map_err(|error| ConfigError::value(name, value, reason(error)))
    }

    fn zone(&self, name: &str) -> Result<Option<Tz>, ConfigError> {
        let Some(value) = self.value(name) else { return Ok(None) };
        zone(value).map(Some).map_err(|reason| ConfigError::value(name, value, reason))
    }

    fn number<T: std::str::FromStr>(&self, name: &str, expected: &str) -> Result<Option<T>, ConfigError> {
        let Some(value) = self.value(name) else { return Ok(None) };
        value.parse().map(Some).map_err(|_| ConfigError::value(name, value, expected))
    }

    fn seconds(&self, name: &str) -> Result<Option<f64>, ConfigError> {
        self.number(name, "expected a number of seconds")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The list of variables has each that is read here, and no other.
    #[test]
    fn every_variable_that_is_a_setting_is_listed() {
        let source = include_str!("variables.rs");
        let (_, read) = source.split_once("impl Environment").unwrap();
        let (read, _) = read.split_once("mod tests").unwrap();
        let read = read.split('"').filter(|text| text.starts_with("PAPERS_") && *text != "PAPERS_NOW");
        let read: std::collections::BTreeSet<&str> = read.collect();
        assert_eq!(read, VARIABLES.iter().map(|(name, _)| *name).collect());
    }
}
