//! All that a digest is held against.

use std::ops::Deref;

use super::address::Written;
use super::lines::Line;
use super::place::Places;
use super::source::Source;

/// The source, read for each kind of question.
#[derive(Clone, Copy)]
pub(super) struct Basis<'a> {
    pub(super) lines: &'a [Line<'a>],
    pub(super) source: &'a Source,
    pub(super) written: &'a Written,
    /// Read once something has to be placed.
    pub(super) places: &'a dyn Deref<Target = Places>,
}
