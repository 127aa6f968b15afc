//! The sizes, distances and opacities at which styled text becomes invisible, each with its reason.

/// Text below this size in pixels is unreadable; LaTeXML's smallest real sizes (50 %, nested twice) are 4.
pub(super) const READABLE: f32 = 3.0;
/// The shift in pixels beyond which text is off the page; LaTeXML's own shifts are smaller.
pub(super) const OFF_PAGE: f32 = 900.0;
/// Opacity and scale below this make text invisible.
pub(super) const FAINT: f32 = 0.05;
/// With a letter spacing below this, in pixels, letters overlap; LaTeXML's `\not` uses -3.
pub(super) const CRAMMED: f32 = -6.0;
/// With a letter spacing above this, in pixels, letters are off the page.
pub(super) const SPREAD: f32 = 100.0;
