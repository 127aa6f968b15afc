//! The prices of models. The user's own entries override the built-in ones, and an unknown model has no price rather than a
//! wrong one.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use papers_paper::text::pattern;

/// The month of the built-in prices, which were checked against the table of LiteLLM 1.108.7.
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
    /// The price of input tokens.
    pub input: f64,
    /// The price of output tokens, including reasoning.
    pub output: f64,
    /// The price of input tokens from the server's cache; `None` for the provider's usual share of `input`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cached: Option<f64>,
}

/// The price of a token that Anthropic writes to its cache for five minutes, relative to `input`.
const STORED: f64 = 1.25;

/// The price of a token from the server's cache, relative to `input`, by the beginning of the model's name; the first that fits
/// counts. From the table of [`AS_OF`]. Other models have no known discount.
const CACHED: [(&str, f64); 12] = [
    ("gpt-4o", 0.5),
    ("gpt-4.1", 0.25),
    ("gpt-5", 0.1),
    ("claude-sonnet-5-5", 0.05),
    ("claude-opus-5-5", 0.05),
    ("claude-", 0.1),
    ("gemini-2.5", 0.1),
    ("gemini-3", 0.1),
    ("gemini-4", 0.05),
    ("deepseek-v4", 0.02),
    ("deepseek-", 0.1),
    ("mistral-small", 0.1),
];

/// The numbers of tokens of an answer, by price.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tokens {
    /// Input tokens, including the next two.
    pub input: u64,
    /// Input tokens from the server's cache.
    pub cached: u64,
    /// Input tokens written to the server's cache.
    pub stored: u64,
    /// Output tokens.
    pub output: u64,
}

impl Price {
    /// Returns the cost of these numbers of tokens in US dollars.
    pub fn cost(&self, input_tokens: u64, output_tokens: u64) -> f64 {
        (self.input * input_tokens as f64 + self.output * output_tokens as f64) / 1e6
    }

    /// Returns the cost of an answer in US dollars, with discounts and surcharges for the server's cache.
    pub fn bill(&self, tokens: Tokens) -> f64 {
        let Tokens { input, cached, stored, output } = tokens;
        let cached_price = self.cached.unwrap_or(self.input);
        let saved = (self.input - cached_price) * cached.min(input) as f64;
        let surcharge = self.input * (STORED - 1.0) * stored.min(input) as f64;
        self.cost(input, output) + (surcharge - saved) / 1e6
    }
}

/// The prices of models by name.
#[derive(Debug, Clone)]
pub struct Prices(BTreeMap<String, Price>);

impl Prices {
    /// The built-in prices, overridden by the user's.
    pub fn with(own: BTreeMap<String, Price>) -> Self {
        let built_in =
            BUILT_IN.map(|(name, input, output)| (name.to_owned(), Price { input, output, cached: None }));
        let mut prices = BTreeMap::from(built_in);
        prices.extend(own);
        Self(prices)
    }

    /// Finds the price of a model by its whole name, else without the router's prefix (`openai/gpt-4o`), else also without
    /// the date at its end (`gpt-4o-2024-08-06`).
    pub fn of(&self, model: &str) -> Option<Price> {
        let bare = model.rsplit_once('/').map_or(model, |(_, name)| name);
        let found = self.0.get(model).or_else(|| self.0.get(bare)).or_else(|| self.0.get(undated(bare)));
        let share = CACHED.iter().find(|(start, _)| bare.starts_with(start)).map_or(1.0, |(_, share)| *share);
        found.map(|price| Price { cached: price.cached.or(Some(price.input * share)), ..*price })
    }
}

/// Removes a date or `latest` from the end of a name.
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
        let own = [("mine".to_owned(), Price { input: 7.0, output: 9.0, cached: None })].into();
        assert_eq!(Prices::with(own).of(model).map(|price| price.input), input);
    }

    #[rstest]
    #[case("gpt-4o-mini", 0.075)]
    #[case("claude-haiku-4-5", 0.1)]
    #[case("claude-sonnet-5-5", 0.1)]
    #[case("deepseek-v4-flash", 0.006)]
    #[case("deepseek-chat", 0.028)]
    fn tokens_from_the_servers_cache_have_the_price_of_the_first_name_that_fits(
        #[case] model: &str,
        #[case] expected: f64,
    ) {
        let cached = Prices::with(BTreeMap::new()).of(model).unwrap().cached.unwrap();
        assert!((cached - expected).abs() < 1e-9, "{model}: {cached}");
    }

    #[test]
    fn the_users_price_comes_before_the_built_in_one() {
        let own = [("gpt-4o".to_owned(), Price { input: 1.0, output: 2.0, cached: None })].into();
        let price = Prices::with(own).of("gpt-4o-2024-08-06").unwrap();
        assert!((price.cost(1_000_000, 500_000) - 2.0).abs() < 1e-9);
    }

    #[test]
    fn cached_input_costs_less_and_stored_input_more() {
        let price = Prices::with(BTreeMap::new()).of("claude-haiku-4-5").unwrap();
        let tokens = Tokens { input: 1_000_000, cached: 600_000, stored: 200_000, output: 0 };
        assert!((price.bill(tokens) - (0.2 + 0.06 + 0.25)).abs() < 1e-9, "{}", price.bill(tokens));
        let own = [("mine".to_owned(), Price { input: 1.0, output: 2.0, cached: Some(0.5) })].into();
        let tokens = Tokens { input: 1_000_000, cached: 1_000_000, ..Tokens::default() };
        assert!((Prices::with(own).of("mine").unwrap().bill(tokens) - 0.5).abs() < 1e-9);
        let unknown = [("mine".to_owned(), Price { input: 1.0, output: 2.0, cached: None })].into();
        assert!((Prices::with(unknown).of("mine").unwrap().bill(tokens) - 1.0).abs() < 1e-9, "no discount");
    }
}
