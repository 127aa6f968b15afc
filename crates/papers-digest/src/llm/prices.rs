//! What models cost. Prices change and models come: the user's own entries come first, and a model that stands
//! nowhere has no price rather than a wrong one.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use papers_paper::text::pattern;

/// When the built-in prices were read off; checked against the table that LiteLLM 1.108.7 ships.
pub const AS_OF: &str = "2026-11";

/// US dollars per million tokens, input and output, without discounts for caching or batches.
const BUILT_IN: [(&str, f64, f64); 31] = [
    ("gpt-4o", 2.50, 10.00),
    ("gpt-4o-mini", 0.15, 0.60),
    ("gpt-4.1", 2.00, 8.00),
    ("gpt-4.1-mini", 0.40, 1.60),
    ("gpt-4.1-nano", 0.10, 0.40),
    ("gpt-5", 1.25, 10.00),
    ("gpt-5-mini", 0.25, 2.00),
    ("gpt-5-nano", 0.05, 0.40),
    ("gpt-5.4", 2.50, 15.00),
    ("gpt-5.4-mini", 0.75, 4.50),
    ("gpt-5.4-nano", 0.20, 1.25),
    ("gpt-5.6", 4.00, 20.00),
    ("gpt-5.6-terra", 2.00, 12.00),
    ("gpt-5.6-luna", 0.20, 1.20),
    ("claude-haiku-4-5", 1.00, 5.00),
    ("claude-haiku-5-5", 0.10, 0.50),
    ("claude-sonnet-4-5", 3.00, 15.00),
    ("claude-sonnet-5", 2.00, 10.00),
    ("claude-sonnet-5-5", 2.00, 10.00),
    ("claude-opus-4-5", 5.00, 25.00),
    ("claude-opus-5", 5.00, 25.00),
    ("claude-opus-5-5", 4.00, 20.00),
    ("gemini-2.5-flash", 0.30, 2.50),
    ("gemini-2.5-flash-lite", 0.10, 0.40),
    ("gemini-2.5-pro", 1.25, 10.00),
    ("gemini-3.5-flash-lite", 0.30, 2.50),
    ("gemini-3.8-flash", 0.75, 3.75),
    ("gemini-4-argon", 2.00, 10.00),
    ("deepseek-chat", 0.28, 0.42),
    ("deepseek-v4-flash", 0.30, 1.20),
    ("mistral-small-latest", 0.15, 0.60),
];

/// US dollars per million tokens.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Price {
    /// Of tokens sent.
    pub input: f64,
    /// Of tokens received, thoughts included.
    pub output: f64,
}

impl Price {
    /// What so many tokens cost, in US dollars.
    pub fn cost(&self, input_tokens: u64, output_tokens: u64) -> f64 {
        (self.input * input_tokens as f64 + self.output * output_tokens as f64) / 1e6
    }
}

/// The prices of models by name.
#[derive(Debug, Clone)]
pub struct Prices(BTreeMap<String, Price>);

impl Prices {
    /// The built-in prices with the user's in their places.
    pub fn with(own: BTreeMap<String, Price>) -> Self {
        let built_in = BUILT_IN.map(|(name, input, output)| (name.to_owned(), Price { input, output }));
        let mut prices = BTreeMap::from(built_in);
        prices.extend(own);
        Self(prices)
    }

    /// The price of a model: under its whole name, else without the router's prefix (`openai/gpt-4o`) and without
    /// the date of its edition (`gpt-4o-2024-08-06`).
    pub fn of(&self, model: &str) -> Option<Price> {
        let bare = model.rsplit_once('/').map_or(model, |(_, name)| name);
        let found = self.0.get(model).or_else(|| self.0.get(bare)).or_else(|| self.0.get(undated(bare)));
        found.copied()
    }
}

/// A name without an edition at its end: a date or `latest`.
fn undated(name: &str) -> &str {
    EDITION.find(name).and_then(|edition| name.get(..edition.start())).unwrap_or(name)
}

static EDITION: LazyLock<Regex> = LazyLock::new(|| pattern(r"-(?:latest|20\d\d-?\d\d-?\d\d)$"));

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("gpt-4o-mini", Some(0.15))]
    #[case("gpt-4o-mini-2024-07-18", Some(0.15))]
    #[case("openai/gpt-4o-mini", Some(0.15))]
    #[case("anthropic/claude-sonnet-4-5-20250929", Some(3.00))]
    #[case("claude-haiku-4-5-latest", Some(1.00))]
    #[case("mine", Some(7.0))]
    #[case("gpt-4o-audio-preview", None)]
    #[case("gpt-5-pro", None)]
    #[case("llama3.1:8b", None)]
    fn a_model_has_its_own_price_or_none(#[case] model: &str, #[case] input: Option<f64>) {
        let own = [("mine".to_owned(), Price { input: 7.0, output: 9.0 })].into();
        assert_eq!(Prices::with(own).of(model).map(|price| price.input), input);
    }

    #[test]
    fn the_users_price_comes_before_the_built_in_one() {
        let own = [("gpt-4o".to_owned(), Price { input: 1.0, output: 2.0 })].into();
        let price = Prices::with(own).of("gpt-4o-2024-08-06").unwrap();
        assert!((price.cost(1_000_000, 500_000) - 2.0).abs() < 1e-9);
    }
}
