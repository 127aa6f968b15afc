//! The amount of text that fits into a model's window, and the maximum length of the sentences of its answer.

use super::{Llm, Provider, SettingsError};

/// The number of tokens used of a hosted model's window. Papers with appendix rarely fill it, and all current models have a
/// larger one.
const HOSTED_CONTEXT_TOKENS: usize = 65_536;

/// The window assumed for a server of one's own that does not report it.
const CONTEXT_TOKENS: usize = 32_768;

/// The window of Ollama, which reserves memory for all of it: with a larger one the model may not fit.
const OLLAMA_CONTEXT_TOKENS: usize = 16_384;

/// The largest window that is used by default. A larger one costs more, and no paper needs it.
const LARGEST_CONTEXT_TOKENS: usize = 131_072;

/// The maximum number of tokens of an answer. A digest in Korean has about a thousand, with reasoning ten times as many.
const MAX_OUTPUT_TOKENS: usize = 16_384;

/// By default an answer may take one part in this many of the window; the paper needs the rest.
const OUTPUT_SHARE: usize = 4;

/// The minimum number of tokens for prompt and abstract.
const LEAST_INPUT_TOKENS: usize = 2_048;

/// The maximum length of a sentence of a digest in characters: twice that of the reference post, whose longest has 107 Hangul
/// syllables. Other scripts need more characters to say the same.
const SENTENCE_CHARS: usize = 480;
const DENSE_SENTENCE_CHARS: usize = 240;

/// Languages whose scripts need fewer characters.
const DENSE: [&str; 3] = ["ko", "ja", "zh"];

/// A model's window and the part of it that an answer may take, in tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// Prompt, text and answer.
    pub window: usize,
    /// The answer, including reasoning.
    pub output: usize,
}

impl Llm {
    /// Returns the room for paper and answer. `reported` is the window that the server reports.
    pub fn room(&self, reported: Option<usize>) -> Room {
        let usual = match self.provider {
            Provider::Ollama => OLLAMA_CONTEXT_TOKENS,
            _ if self.is_hosted() => HOSTED_CONTEXT_TOKENS,
            _ => CONTEXT_TOKENS,
        };
        let reported = reported.map(|window| window.clamp(LEAST_INPUT_TOKENS, LARGEST_CONTEXT_TOKENS));
        let window = self.context_tokens.or(reported).unwrap_or(usual);
        let output = self.max_output_tokens.unwrap_or(MAX_OUTPUT_TOKENS.min(window / OUTPUT_SHARE));
        Room { window, output }
    }

    /// Returns the maximum length of a sentence in a language, in characters.
    pub fn longest_sentence(&self, lang: &str) -> usize {
        let base = lang.split('-').next().unwrap_or(lang).to_lowercase();
        let usual = if DENSE.contains(&base.as_str()) { DENSE_SENTENCE_CHARS } else { SENTENCE_CHARS };
        self.sentence_chars.unwrap_or(usual)
    }

    /// Checks that the window has room for a paper beside the answer.
    pub(super) fn fits(&self) -> Result<(), SettingsError> {
        let Room { window, output } = self.room(None);
        let least = output.saturating_add(LEAST_INPUT_TOKENS);
        if window >= least {
            return Ok(());
        }
        let reason =
            format!("an answer of {output} tokens, `max_output_tokens`, needs a window of {least} at least");
        Err(SettingsError::value("`llm.context_tokens`", window.to_string(), reason))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{configured, llm};
    use super::*;

    #[test]
    fn a_window_too_small_for_the_answer_is_refused() {
        let toml = "model = 'm'\ncontext_tokens = 4096\nmax_output_tokens = 4096";
        let error = llm(toml, &[]).unwrap_err().to_string();
        assert!(error.contains("`max_output_tokens`, needs a window of 6144"), "{error}");
    }

    #[test]
    fn the_room_follows_what_is_set_then_what_the_server_tells_then_what_is_usual() {
        let of = |toml: &str, told| {
            let Room { window, output } = configured(&format!("model = 'm'\n{toml}"), &[]).room(told);
            (window, output)
        };
        assert_eq!(of("", None), (65_536, 16_384));
        let own = "base_url = 'http://localhost:8000/v1'";
        assert_eq!(of(own, None), (32_768, 8_192));
        assert_eq!(of(own, Some(8_192)), (8_192, 2_048));
        assert_eq!(of(own, Some(10_000_000)), (131_072, 16_384));
        assert_eq!(of("provider = 'ollama'", None), (16_384, 4_096));
        assert_eq!(of("context_tokens = 9000\nmax_output_tokens = 500", Some(4_096)), (9_000, 500));
    }
}
