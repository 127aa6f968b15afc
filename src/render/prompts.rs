//! Renders the prompts of a language model: the templates under `templates/prompt/`, or the user's of the same name. Nothing is
//! escaped, because prompts are plain text.

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
    /// Loads the built-in prompts, with the caller's in place of those of the same name.
    pub fn new(overrides: &[TemplateSource]) -> Result<Self, TemplateError> {
        Ok(Self { registry: Registry::new(&PROMPTS, overrides)? })
    }
}

impl papers_digest::llm::Prompts for Prompts {
    fn render(&self, name: PromptName, context: &Value) -> Result<String, PromptError> {
        Ok(self.registry.render(template(name), context)?.trim().to_owned())
    }
}
