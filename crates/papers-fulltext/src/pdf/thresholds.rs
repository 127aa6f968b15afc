//! The numbers by which headings are told from text, each with its reason, in one place.
//!
//! They were set on some hundred papers of as many makers; `docs/FULLTEXT.md` tells which. Sizes are parts of the text's font
//! size, distances font sizes, steps from line to line parts of the usual step.

/// The longest heading, in words; longer ones are sentences.
pub(super) const WORDS: usize = 14;
/// The number of words from which a heading is the beginning of a paragraph, if text in the same look follows.
pub(super) const SENTENCE_WORDS: usize = 10;
/// The longest heading of several rows, in words.
pub(super) const ALL_WORDS: usize = 30;
/// The longest heading that only its face tells, in words.
pub(super) const FACED_WORDS: usize = 8;
/// The longest heading that runs into its paragraph, in words; longer ones are emphasis.
pub(super) const RUN_IN_WORDS: usize = 8;
/// A font larger by this much is a heading's: `\large` is 1.2, a scaled font of the same size up to 1.05.
pub(super) const LARGER: f64 = 1.07;
/// A font smaller than this is a table's or a footnote's: `\footnotesize` is 0.8.
pub(super) const SMALLER: f64 = 0.85;
/// A heading that only its look tells is no smaller than this: labels of figures are `\small`, 0.9.
pub(super) const SMALL: f64 = 0.96;
/// A heading in its paragraph has the paragraph's size, up to rounding and the face's own scale.
pub(super) const SAME_SIZE: f64 = 0.08;
/// Two rows of one heading differ less than this, in points.
pub(super) const SAME_POINTS: f64 = 0.3;
/// A row that is set in so far is centered: an indent is 1 to 2.
pub(super) const CENTERED: f64 = 2.0;
/// A row that ends so far before the margin stands alone: a justified line reaches it.
pub(super) const ALONE: f64 = 3.0;
/// Space above a heading; lines of a paragraph differ by less, even with raised signs.
pub(super) const SPACE: f64 = 1.15;
/// The step to a second row of a heading at most: `\large` rows are 1.2 apart.
pub(super) const NEXT_ROW: f64 = 1.6;
/// A paragraph's first row is set in by more than this.
pub(super) const SET_IN: f64 = 0.5;
/// A row with fewer letters says nothing about the text around it.
pub(super) const TELLING: usize = 15;
/// The part of a row's letters that are bold in a bold one: numbers and signs may not be.
pub(super) const MOSTLY: f64 = 0.7;
/// The part of a row's letters that have its face; where it is less, a heading runs into its paragraph.
pub(super) const WHOLLY: f64 = 0.95;
/// The part of a column that a heading's first row fills at least before it needs a second; centered ones are set narrower.
pub(super) const ROOM: f64 = 0.66;
/// The part of the letters of the text's size that makes a face one of the text's: italics of theorems and terms.
pub(super) const TEXT_FACE: f64 = 0.15;
/// The part of bold letters from which on bold is the text's weight and tells nothing.
pub(super) const BOLD_TEXT: f64 = 0.4;
/// The part of letters of formulas from which on a row is none of words.
pub(super) const FORMULA: f64 = 0.25;
/// The part of capitals among its letters that makes a row one of capitals; `of` and `and` may be small.
pub(super) const CAPITALS: f64 = 0.9;
/// Font sizes that a row of running text may end before its margin, and that a label is set in by.
pub(super) const MARGIN: f64 = 2.0;
