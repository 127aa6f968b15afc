//! The rules: each holds the sentences of a digest against the source, or a digest against itself.

pub(crate) mod address;
pub(crate) mod artifacts;
pub(crate) mod direction;
mod list;
pub(crate) mod names;
pub(crate) mod numbers;
mod polarity;
pub(crate) mod proximity;
pub(crate) mod shape;
pub(crate) mod support;
pub(crate) mod swap;
