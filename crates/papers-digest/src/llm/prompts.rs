//! The interface that renders prompts: their wording stands in templates that users may replace, which this crate does not know.

use std::error::Error;
use std::fmt::Debug;

use serde_json::Value;

/// The parts of what a model is told.
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

/// A prompt that cannot be rendered: a template of the user's that asks for what is not there.
pub type PromptError = Box<dyn Error + Send + Sync>;

/// The prompts, ready to render.
pub trait Prompts: Debug + Send + Sync {
    /// Renders one part, without blank lines around it.
    ///
    /// # Errors
    /// Where the template asks for something that `context` does not have.
    fn render(&self, name: PromptName, context: &Value) -> Result<String, PromptError>;
}
