//! The optional fields that a server accepts. They are learned from its refusals and remembered for the run, because llama.cpp,
//! vLLM, LM Studio and the models of OpenAI's own API all differ.

use std::sync::LazyLock;

use papers_paper::text::pattern;
use regex::Regex;
use serde::{Deserialize, Serialize};

/// The field that specifies the format of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Shape {
    /// By the digest's JSON schema.
    Schema,
    /// As JSON of any kind; for Anthropic, as a tool call.
    Json,
    /// In the prompt only.
    Plain,
}

/// The fields that a server accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a field of its own that a server may refuse")]
pub struct Dialect {
    /// The field that specifies the format of the answer.
    pub shape: Shape,
    /// True if the temperature may be set. Reasoning models have a fixed one.
    pub temperature: bool,
    /// True if `max_tokens` is called `max_completion_tokens`, as OpenAI's newer models require.
    pub completion_tokens: bool,
    /// True if the schema may limit the number of items of a list.
    pub items: bool,
    /// True if the schema may limit the length of a string.
    pub lengths: bool,
    /// True if the effort may be set.
    pub effort: bool,
    /// True if the answer may be streamed.
    pub stream: bool,
    /// True if the token counts of a stream may be requested.
    pub usage: bool,
    /// True if prefixes to be cached by the server may be marked.
    pub cache: bool,
    /// True if the task may be a system message. The templates of some models have none.
    pub system: bool,
    /// The maximum number of output tokens, if the server named one.
    #[serde(default)]
    pub output: Option<usize>,
}

/// Returns the maximum number of output tokens that an error in lower case names. The smallest number is the limit; the others are
/// what was requested.
fn output_limit(said: &str) -> Option<usize> {
    /// A limit below this has no room for a digest.
    const LEAST: usize = 256;
    const MOST: usize = 1_000_000;
    const NAMES: [&str; 6] = [
        "max_tokens", "max_completion_tokens", "maxoutputtokens", "completion tokens", "output tokens",
        "maximum tokens",
    ];
    // Not a part of the name of a model.
    static NUMBER: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(^|[^\w.-])(\d{1,3}(?:,\d{3})+\b|\d+)([\w-]|\.\w)?"));
    if !NAMES.iter().any(|name| said.contains(name)) {
        return None;
    }
    let numbers = NUMBER
        .captures_iter(said)
        .filter(|found| found.get(3).is_none())
        .filter_map(|found| found[2].replace(',', "").parse().ok());
    numbers.filter(|number| (LEAST..=MOST).contains(number)).min()
}

/// Returns true if an error in lower case says that the model takes no system messages.
pub fn rejects_system(said: &str) -> bool {
    let says = |words: &[&str]| words.iter().any(|word| said.contains(word));
    says(&["system", "developer"]) && says(&["role", "instruction", "system message", "system prompt"])
        || says(&["roles must alternate", "user and assistant roles"])
}

impl Dialect {
    /// The full dialect, for an unknown server.
    pub fn full() -> Self {
        Self {
            shape: Shape::Schema,
            temperature: true,
            completion_tokens: false,
            items: true,
            lengths: true,
            effort: true,
            stream: true,
            usage: true,
            cache: true,
            system: true,
            output: None,
        }
    }

    /// Returns the dialect without the field that a refusal with this message names; `None` if nothing is left to omit. If no
    /// field is named, the format of the answer is assumed, which is rejected most often.
    pub fn after(self, refusal: &str) -> Option<Self> {
        // `json_schema` is a name of the form; a fault of the schema itself may be one of its bounds.
        let refusal = refusal.to_lowercase().replace("json_schema", "");
        let says = |words: &[&str]| words.iter().any(|word| refusal.contains(word));
        let output = output_limit(&refusal).filter(|&limit| self.output.is_none_or(|known| limit < known));
        let left = match self {
            _ if output.is_some() => Self { output, ..self },
            Self { completion_tokens: false, .. } if says(&["max_completion_tokens"]) => {
                Self { completion_tokens: true, ..self }
            }
            Self { temperature: true, .. } if says(&["temperature"]) => Self { temperature: false, ..self },
            Self { lengths: true, .. } if says(&["maxlength", "minlength"]) => {
                Self { lengths: false, ..self }
            }
            Self { items: true, .. } if says(&["maxitems", "minitems"]) => Self { items: false, ..self },
            Self { cache: true, .. } if says(&["cache_control"]) => Self { cache: false, ..self },
            Self { usage: true, stream: true, .. } if says(&["stream_options", "include_usage"]) => {
                Self { usage: false, ..self }
            }
            Self { effort: true, .. } if says(&["effort", "think", "reasoning", "chat_template"]) => {
                Self { effort: false, ..self }
            }
            Self { system: true, .. } if rejects_system(&refusal) => Self { system: false, ..self },
            Self { stream: true, .. } if says(&["stream"]) => Self { stream: false, ..self },
            Self { shape: Shape::Schema, items: true, .. }
            | Self { shape: Shape::Schema, lengths: true, .. }
                if says(&["schema", "grammar"]) =>
            {
                Self { items: false, lengths: false, ..self }
            }
            // OpenRouter does not tell which.
            Self { shape: Shape::Plain, temperature: true, .. } if says(&["requested parameters"]) => {
                Self { temperature: false, ..self }
            }
            Self { shape: Shape::Plain, effort: true, .. } if says(&["requested parameters"]) => {
                Self { effort: false, ..self }
            }
            _ => return self.plainer(),
        };
        Some(left)
    }

    fn plainer(self) -> Option<Self> {
        let shape = match self.shape {
            Shape::Schema => Shape::Json,
            Shape::Json => Shape::Plain,
            // Some servers reject unknown fields without naming them.
            Shape::Plain if self.stream && self.usage => return Some(Self { usage: false, ..self }),
            Shape::Plain => return None,
        };
        Some(Self { shape, ..self })
    }

    /// Combines what two requests have learned.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            shape: self.shape.max(other.shape),
            temperature: self.temperature && other.temperature,
            completion_tokens: self.completion_tokens || other.completion_tokens,
            items: self.items && other.items,
            lengths: self.lengths && other.lengths,
            effort: self.effort && other.effort,
            stream: self.stream && other.stream,
            usage: self.usage && other.usage,
            cache: self.cache && other.cache,
            system: self.system && other.system,
            output: self.output.into_iter().chain(other.output).min(),
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Unsupported parameter: 'max_tokens' … Use 'max_completion_tokens' instead.", Dialect { completion_tokens: true, ..Dialect::full() })]
    #[case("Unsupported value: 'temperature' does not support 0", Dialect { temperature: false, ..Dialect::full() })]
    #[case("'response_format.type' must be 'json_object'", Dialect { shape: Shape::Json, ..Dialect::full() })]
    #[case("`temperature` is deprecated for this model.", Dialect { temperature: false, ..Dialect::full() })]
    #[case("For 'array' type, property 'maxItems' is not supported", Dialect { items: false, ..Dialect::full() })]
    #[case("Invalid schema: 'maxLength' is not permitted", Dialect { lengths: false, ..Dialect::full() })]
    #[case("Invalid schema for response_format", Dialect { items: false, lengths: false, ..Dialect::full() })]
    #[case("Unrecognized request argument supplied: reasoning_effort", Dialect { effort: false, ..Dialect::full() })]
    #[case("\"qwen2\" does not support thinking", Dialect { effort: false, ..Dialect::full() })]
    #[case("stream_options: extra fields not permitted", Dialect { usage: false, ..Dialect::full() })]
    #[case("streaming is not supported", Dialect { stream: false, ..Dialect::full() })]
    #[case("system.0.cache_control: Extra inputs are not permitted", Dialect { cache: false, ..Dialect::full() })]
    #[case("System role not supported", Dialect { system: false, ..Dialect::full() })]
    #[case("Developer instruction is not enabled for models/gemma-3-27b-it", Dialect { system: false, ..Dialect::full() })]
    #[case("Unsupported value: 'messages[0].role' does not support 'system' with this model.", Dialect { system: false, ..Dialect::full() })]
    #[case("Conversation roles must alternate user/assistant/user/assistant/...", Dialect { system: false, ..Dialect::full() })]
    #[case("Only user and assistant roles are supported!", Dialect { system: false, ..Dialect::full() })]
    #[case("Extra inputs are not permitted (`stream_options.include_usage`)", Dialect { usage: false, ..Dialect::full() })]
    #[case("unknown type json_schema", Dialect { shape: Shape::Json, ..Dialect::full() })]
    #[case("output_config: Extra inputs are not permitted", Dialect { shape: Shape::Json, ..Dialect::full() })]
    #[case("max_tokens is too large: 16384. This model supports at most 4096 completion tokens, whereas you provided 16384.", Dialect { output: Some(4_096), ..Dialect::full() })]
    #[case("Invalid max_tokens value, the valid range of max_tokens is [1, 8192]", Dialect { output: Some(8_192), ..Dialect::full() })]
    #[case("Range of max_tokens should be [1,8192]", Dialect { output: Some(8_192), ..Dialect::full() })]
    #[case("`max_tokens` must be less than or equal to `8192`, the maximum value for this model", Dialect { output: Some(8_192), ..Dialect::full() })]
    #[case("max_tokens: 16384 > 4096, which is the maximum allowed number of output tokens for claude-3-haiku-20240307", Dialect { output: Some(4_096), ..Dialect::full() })]
    #[case("The maximum tokens you requested exceeds the model limit of 10,000.", Dialect { output: Some(10_000), ..Dialect::full() })]
    #[case("gpt-4-1106 takes no 'max_tokens'; use 'max_completion_tokens'", Dialect { completion_tokens: true, ..Dialect::full() })]
    fn the_field_that_is_refused_is_left_out(#[case] refusal: &str, #[case] expected: Dialect) {
        assert_eq!(Dialect::full().after(refusal), Some(expected));
    }

    #[test]
    fn a_server_that_refuses_everything_is_asked_four_times_in_all() {
        let json = Dialect::full().after("bad request").unwrap();
        let plain = json.after("bad request").unwrap();
        let least = plain.after("bad request").unwrap();
        assert_eq!((json.shape, plain.shape, least.usage), (Shape::Json, Shape::Plain, false));
        assert_eq!(least.after("bad request"), None);
    }

    #[test]
    fn a_router_that_names_no_field_is_asked_with_fewer_of_them() {
        let message = "No endpoints found that can handle the requested parameters.";
        let steps = std::iter::successors(Some(Dialect::full()), |dialect| dialect.after(message));
        let steps: Vec<_> = steps.map(|one| (one.shape, one.temperature, one.effort, one.usage)).collect();
        assert_eq!(
            steps,
            [
                (Shape::Schema, true, true, true),
                (Shape::Json, true, true, true),
                (Shape::Plain, true, true, true),
                (Shape::Plain, false, true, true),
                (Shape::Plain, false, false, true),
                (Shape::Plain, false, false, false)
            ]
        );
    }

    #[test]
    fn a_limit_of_the_output_is_only_lowered() {
        let said = "max_tokens must be at most 8192";
        let known = Dialect { output: Some(8_192), ..Dialect::full() };
        assert_eq!(known.after(said), Dialect::full().after("bad request").map(|plain| plain.and(known)));
        let lower = known.after("max_tokens must be at most 4096").unwrap();
        assert_eq!(lower.and(known).output, Some(4_096));
    }

    #[test]
    fn facts_about_a_server_are_never_forgotten() {
        let learned = Dialect {
            shape: Shape::Plain,
            temperature: false,
            completion_tokens: true,
            items: false,
            lengths: false,
            effort: false,
            stream: false,
            usage: false,
            cache: false,
            system: false,
            output: Some(4_096),
        };
        assert_eq!(learned.and(Dialect::full()), learned);
        assert_eq!(Dialect::full().and(learned), learned);
    }
}
