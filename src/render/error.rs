//! Errors of rendering.

use thiserror::Error;

/// An invalid template, with the place of the error.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{}: {reason}", place(.path, *.line, *.column))]
pub struct TemplateError {
    /// The template's file, or the name of the built-in one.
    pub path: String,
    /// Line, counted from 1, if known.
    pub line: Option<usize>,
    /// Column, counted from 1, if known.
    pub column: Option<usize>,
    /// The fault, and what to do.
    pub reason: String,
    /// The words of the parser or helper.
    #[source]
    pub cause: Option<Words>,
}

/// The words of a template's parser, or of a helper.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct Words(pub(super) String);

impl TemplateError {
    /// Creates an error without a place in the file.
    pub(super) const fn new(path: String, reason: String) -> Self {
        Self { path, line: None, column: None, reason, cause: None }
    }

    /// Adds line and column.
    pub(super) fn at(self, (line, column): (Option<usize>, Option<usize>)) -> Self {
        Self { line, column, ..self }
    }

    /// Adds the words of the parser or helper.
    pub(super) fn caused_by(self, cause: Option<Words>) -> Self {
        Self { cause, ..self }
    }
}

/// The reasons why a record cannot be rendered.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RenderError {
    /// A template uses something that does not exist.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// The posts of a template do not show which papers they have.
    #[error(
        "the templates write no link to a paper, such as `[{{{{title}}}}]({{{{url}}}})`: later runs recognize papers by their links, and \
         would add this one again"
    )]
    Unlinked,
    /// The identifier of a paper is invalid.
    #[error("the record names a paper `{id}`, which is no arXiv identifier")]
    Identifier {
        /// The text in the record.
        id: String,
    },
    /// The time of day in the settings is invalid.
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
