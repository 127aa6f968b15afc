//! The failures between a record and a post.

use thiserror::Error;

/// A template that cannot be used, and where in it the trouble is.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{}: {reason}", place(.path, *.line, *.column))]
pub struct TemplateError {
    /// The template's file, or the name of the built-in one.
    pub path: String,
    /// Line, counted from 1, where it is known.
    pub line: Option<usize>,
    /// Column, counted from 1, where it is known.
    pub column: Option<usize>,
    /// The fault.
    pub reason: String,
}

/// A record that cannot become a post.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RenderError {
    /// A template asks for something that is not there.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// A paper's identifier is none.
    #[error("the record names a paper `{id}`, which is no arXiv identifier")]
    Identifier {
        /// The text in the record.
        id: String,
    },
    /// The time of day in the settings is none.
    #[error("`{time}` is no time of day: expected a form like `08:15:00` or `08:15:00 +0900`")]
    Time {
        /// The text in the settings.
        time: String,
    },
}

fn place(path: &str, line: Option<usize>, column: Option<usize>) -> String {
    match (line, column) {
        (Some(line), Some(column)) => format!("template `{path}` line {line} column {column}"),
        (Some(line), None) => format!("template `{path}` line {line}"),
        _ => format!("template `{path}`"),
    }
}
