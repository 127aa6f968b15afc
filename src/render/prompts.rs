//! The prompts of a language model: the templates under `templates/prompt/`, each of which the user may replace by one of the
//! same name. They render as plain text: nothing is escaped, because a model reads what stands there.

use papers_digest::llm::{PromptError, PromptName};
use serde_json::Value;

use super::registry::{PROMPTS, Registry};
use super::{TemplateError, TemplateSource};

const fn template(name: PromptName) -> &'static str {
    match name {
        PromptName::System => "system",
        PromptName::Paper => "paper",
        PromptName::Repair => "repair",
        PromptName::Correct => "correct",
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
}

impl papers_digest::llm::Prompts for Prompts {
    fn render(&self, name: PromptName, context: &Value) -> Result<String, PromptError> {
        Ok(self.registry.render(template(name), context)?.trim().to_owned())
    }
}
