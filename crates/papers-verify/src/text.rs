//! Text as the checks compare it: in plain form, as tokens, as stems of words, without spaces, and in which language it is.

pub(crate) mod language;
pub(crate) mod lexicon;
pub(crate) mod plain;
pub(crate) mod sign;
pub(crate) mod squash;
pub(crate) mod token;
pub(crate) mod words;
