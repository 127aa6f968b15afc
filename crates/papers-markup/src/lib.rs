//! The text of an HTML page → tags, text and characters, in one pass and without a tree.
//!
//! [`Tokens`] splits a page by the rules of the HTML standard's tokenizer; [`decode`] resolves character references.
//! Pages are read by `papers-fulltext` (papers) and `papers-arxiv` (abs pages). There is nothing to refuse: a damaged
//! page has fewer tokens.

mod entity;
mod token;

pub use entity::decode;
pub use token::{Tag, Token, Tokens};
