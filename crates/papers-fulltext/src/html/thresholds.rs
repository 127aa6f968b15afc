//! The sizes, distances and opacities at which styled text becomes invisible, each with its reason.

/// Text below this size in pixels is unreadable; LaTeXML's smallest real sizes (50 %, nested twice) are 4.
pub(super) const READABLE: f32 = 3.0;
/// The shift in pixels beyond which text is off the page; LaTeXML's own shifts are smaller.
pub(super) const OFF_PAGE: f32 = 900.0;
/// The same for a box moved by `left` and the like, which LaTeXML moves by less than a line. The margin of a page is some 300 wide.
pub(super) const OFF_BOX: f32 = 400.0;
/// Steps below this are indents and do not add up.
pub(super) const STEP: f32 = 50.0;
/// A box smaller than this in pixels is empty.
pub(super) const FLAT: f32 = 1.01;
/// A box that cuts its text off shows no line if it is smaller than this, half the height of small letters.
pub(super) const THIN: f32 = 6.0;
/// The width in pixels below which a box that clips its text shows hardly a word.
pub(super) const NARROW: f32 = 60.0;
/// The height in pixels below which such a box shows hardly a paragraph. LaTeXML clips nothing.
pub(super) const ROOM: f32 = 100.0;
/// Opacity and scale below this make text invisible.
pub(super) const FAINT: f32 = 0.05;
/// With a letter spacing below this, in pixels, letters overlap; LaTeXML's `\not` uses -3.
pub(super) const CRAMMED: f32 = -6.0;
/// With a letter spacing above this, in pixels, letters are off the page.
pub(super) const SPREAD: f32 = 100.0;
/// A line through text that is thicker than this, in pixels, covers it.
pub(super) const THICK: f32 = 4.0;
