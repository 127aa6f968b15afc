//! Prepares text for the checks: in plain form, as tokens, as stems of words, without spaces; and recognizes its language.

pub(crate) mod language;
pub(crate) mod lexicon;
pub(crate) mod plain;
pub(crate) mod quoted;
pub(crate) mod sign;
pub(crate) mod squash;
pub(crate) mod token;
pub(crate) mod words;
