//! What a language model is told: the templates under `templates/prompt/`, each of which the user may replace by one
//! of the same name. They render as plain text: nothing is escaped, because a model reads what stands there.

use serde::Serialize;

use super::registry::{PROMPTS, Registry};
use super::{TemplateError, TemplateSource};

/// The parts of what is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PromptName {
    /// The task and its rules.
    System,
    /// One paper.
    Paper,
    /// Follows the paper when an answer could not be read.
    Repair,
    /// Follows the paper when an answer says what the paper does not.
    Correct,
}

impl PromptName {
    const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Paper => "paper",
            Self::Repair => "repair",
            Self::Correct => "correct",
        }
    }
}

/// The prompts, ready to render.
#[derive(Debug)]
pub struct Prompts {
    registry: Registry,
}

impl Prompts {
    /// Takes the built-in prompts with the caller's in their places.
    pub fn new(overrides: &[TemplateSource]) -> Result<Self, TemplateError> {
        Ok(Self { registry: Registry::new(&PROMPTS, overrides)? })
    }

    /// Renders one part, without blank lines around it.
    pub fn render(&self, name: PromptName, context: &impl Serialize) -> Result<String, TemplateError> {
        Ok(self.registry.render(name.name(), context)?.trim().to_owned())
    }
}
