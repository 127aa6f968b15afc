//! Checks a sentence against an abstract, for tests.

use crate::checks::address::Texts;
use crate::checks::proximity::{Basis, Claimed, Places};
use crate::sentence::Sentence;
use crate::source::Source;
use crate::source::lines::lines;
use crate::text::plain::plain;

/// Checks a sentence of a digest of a paper that has only this abstract.
pub(crate) fn judge<T>(text: &str, digest: &str, judge: impl FnOnce(&Claimed<'_>) -> T) -> T {
    let paper = serde_json::json!({"id": "2510.06590", "title": "", "abstract": text});
    let (paper, document) = (serde_json::from_value(paper).unwrap(), papers_fulltext::plain(""));
    let lines = lines(&paper, &document);
    let source = Source::new(&paper, &lines);
    let texts = Texts::new(&paper, &lines);
    let places = Box::new(Places::new([digest].into_iter(), &lines, &source));
    let basis = Basis { lines: &lines, source: &source, texts: &texts, places: &places };
    let digest = plain(digest);
    judge(&Claimed::new(&Sentence::new(&digest), basis))
}
