//! The checks, each of which compares the sentences of a digest with the source or with each other.

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
