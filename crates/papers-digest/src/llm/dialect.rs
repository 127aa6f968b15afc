//! What a server takes of the fields that not every server knows. Learned from its refusals, and remembered for the
//! run: llama.cpp, vLLM, LM Studio and the models behind OpenAI's own API all differ.

/// How the form of the answer is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    /// By the digest's JSON schema.
    Schema,
    /// As JSON of any kind; for Anthropic, as a tool call.
    Json,
    /// In words only.
    Plain,
}

/// The fields that a server takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    /// How the form of the answer is asked for.
    pub shape: Shape,
    /// Whether the temperature may be set: models that think have one of their own.
    pub temperature: bool,
    /// Whether `max_tokens` is called `max_completion_tokens`, as OpenAI's newer models want it.
    pub completion_tokens: bool,
}

impl Dialect {
    /// The whole dialect, for a server about which nothing is known.
    pub fn full() -> Self {
        Self { shape: Shape::Schema, temperature: true, completion_tokens: false }
    }

    /// What is left after a refusal in these words; `None` when nothing is left to leave out.
    pub fn after(self, refusal: &str) -> Option<Self> {
        let refusal = refusal.to_lowercase();
        if !self.completion_tokens && refusal.contains("max_completion_tokens") {
            return Some(Self { completion_tokens: true, ..self });
        }
        if self.temperature && refusal.contains("temperature") {
            return Some(Self { temperature: false, ..self });
        }
        let shape = match self.shape {
            Shape::Schema => Shape::Json,
            Shape::Json => Shape::Plain,
            Shape::Plain => return None,
        };
        Some(Self { shape, ..self })
    }

    /// What two calls have learned together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            shape: self.shape.max(other.shape),
            temperature: self.temperature && other.temperature,
            completion_tokens: self.completion_tokens || other.completion_tokens,
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
    #[case("output_config: Extra inputs are not permitted", Dialect { shape: Shape::Json, ..Dialect::full() })]
    fn the_field_that_is_refused_is_left_out(#[case] refusal: &str, #[case] expected: Dialect) {
        assert_eq!(Dialect::full().after(refusal), Some(expected));
    }

    #[test]
    fn a_server_that_refuses_everything_is_asked_three_times_in_all() {
        let json = Dialect::full().after("bad request").unwrap();
        let plain = json.after("bad request").unwrap();
        assert_eq!((json.shape, plain.shape, plain.after("bad request")), (Shape::Json, Shape::Plain, None));
    }

    #[test]
    fn what_was_learned_is_never_unlearned() {
        let learned = Dialect { shape: Shape::Plain, temperature: false, completion_tokens: true };
        assert_eq!(learned.and(Dialect::full()), learned);
        assert_eq!(Dialect::full().and(learned), learned);
    }
}
