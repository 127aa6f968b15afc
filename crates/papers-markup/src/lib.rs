//! Splits an HTML page into tags and text, in one pass and without a tree.
//!
//! [`Tokens`] follows the rules of the HTML standard's tokenizer; [`decode`] decodes character references. Used by
//! `papers-fulltext` (papers) and `papers-arxiv` (abs pages). There are no errors: a damaged page has fewer tokens.

mod entity;
mod token;

pub use entity::decode;
pub use token::{Tag, Token, Tokens};
