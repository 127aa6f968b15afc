//! The interface for rendering prompts. Their wording is in templates that users may replace, which this crate does not know.

use std::error::Error;
use std::fmt::Debug;

use serde_json::Value;

/// The parts of the conversation with a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PromptName {
    /// The task and its rules.
    System,
    /// One paper.
    Paper,
    /// Follows the paper if an answer could not be parsed.
    Repair,
    /// Follows the paper if the checks found faults in an answer.
    Correct,
}

/// A prompt that cannot be rendered, because a template of the user names something that does not exist.
pub type PromptError = Box<dyn Error + Send + Sync>;

/// The prompts, ready to render.
pub trait Prompts: Debug + Send + Sync {
    /// Renders one part, without blank lines around it.
    ///
    /// # Errors
    /// The place where the template asks for something that `context` does not have.
    fn render(&self, name: PromptName, context: &Value) -> Result<String, PromptError>;
}
