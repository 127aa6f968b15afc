//! The context in which a row may be a heading.

use super::layout::Row;
use super::usual::Usual;

/// The context of a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around<'a> {
    /// The distance from the row before, in multiples of the leading.
    pub(super) gap: f64,
    /// True if the row before is a heading, so that no space is needed.
    pub(super) headed: bool,
    /// True after the start of the references.
    pub(super) late: bool,
    pub(super) before: Option<&'a Row>,
    pub(super) after: Option<&'a Row>,
    pub(super) usual: &'a Usual,
}
