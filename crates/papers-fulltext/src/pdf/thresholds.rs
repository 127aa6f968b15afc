//! The thresholds by which headings are distinguished from text, each with its reason.
//!
//! They were set on some hundred papers by as many producers, listed in `docs/FULLTEXT.md`. Sizes are relative to the text's font
//! size, distances are in font sizes, and steps between lines are relative to the leading.

/// The maximum length of a heading, in words; longer ones are sentences.
pub(super) const WORDS: usize = 14;
/// The number of words from which a heading is the start of a paragraph if text in the same look follows.
pub(super) const SENTENCE_WORDS: usize = 10;
/// The maximum length of a heading of several rows, in words.
pub(super) const ALL_WORDS: usize = 30;
/// The maximum length of a heading recognized only by its face, in words.
pub(super) const FACED_WORDS: usize = 8;
/// The maximum length of a run-in heading, in words; longer ones are emphasis.
pub(super) const RUN_IN_WORDS: usize = 8;
/// The minimum size of a heading in a larger font: `\large` is 1.2, a scaled font of the same size up to 1.05.
pub(super) const LARGER: f64 = 1.07;
/// The size below which text is a table's or a footnote's: `\footnotesize` is 0.8.
pub(super) const SMALLER: f64 = 0.85;
/// The minimum size of a heading recognized only by its look: labels of figures are `\small`, 0.9.
pub(super) const SMALL: f64 = 0.96;
/// The tolerance for the size of a run-in heading, which allows for rounding and the scale of the face.
pub(super) const SAME_SIZE: f64 = 0.08;
/// The tolerance for the sizes of two rows of one heading, in points.
pub(super) const SAME_POINTS: f64 = 0.3;
/// The minimum indentation of a centered row: that of a paragraph is 1 to 2.
pub(super) const CENTERED: f64 = 2.0;
/// The minimum distance from the right margin of a row that stands alone: justified lines reach it.
pub(super) const ALONE: f64 = 3.0;
/// The minimum step above a heading; lines of a paragraph are closer, even with superscripts.
pub(super) const SPACE: f64 = 1.15;
/// The maximum step to the second row of a heading: `\large` rows are 1.2 apart.
pub(super) const NEXT_ROW: f64 = 1.6;
/// The minimum indentation of the first row of a paragraph.
pub(super) const SET_IN: f64 = 0.5;
/// The minimum number of letters of a row that says something about the text around it.
pub(super) const TELLING: usize = 15;
/// The minimum share of bold letters in a bold row: numbers and symbols may not be bold.
pub(super) const MOSTLY: f64 = 0.7;
/// The minimum share of letters in the row's face; with fewer, the heading is a run-in one.
pub(super) const WHOLLY: f64 = 0.95;
/// The minimum share of the column that the first of two rows of a heading fills; centered rows are narrower.
pub(super) const ROOM: f64 = 0.66;
/// The minimum share of letters of the text's size in a face of the text: italics of theorems and terms.
pub(super) const TEXT_FACE: f64 = 0.15;
/// The minimum share of bold letters that makes bold the weight of the text, so that it marks no headings.
pub(super) const BOLD_TEXT: f64 = 0.4;
/// The share of math characters from which a row is not one of words.
pub(super) const FORMULA: f64 = 0.25;
/// The minimum share of capitals among the letters of a row in capitals; `of` and `and` may be lowercase.
pub(super) const CAPITALS: f64 = 0.9;
/// The maximum distance of a row of running text from its right margin, and the minimum indentation of a label, in font sizes.
pub(super) const MARGIN: f64 = 2.0;
