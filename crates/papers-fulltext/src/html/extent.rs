//! The size, position and clipping of a box, which decide whether its text is out of sight.

use super::css;
use super::length::{fraction, length, number};
use super::thresholds::{FAINT, FLAT, NARROW, OFF_BOX, OFF_PAGE, ROOM, STEP, THIN};

/// The treatment of text that does not fit into its box.
#[derive(Debug, Clone, Copy, Default, PartialEq, PartialOrd)]
enum Cut {
    #[default]
    Seen,
    Scrolled,
    Never,
}

impl Cut {
    fn max(self, other: Self) -> Self {
        if other > self { other } else { self }
    }

    fn of(value: &str) -> Self {
        match value {
            "visible" => Self::Seen,
            "auto" | "scroll" => Self::Scrolled,
            _ => Self::Never,
        }
    }
}

/// Lengths in pixels and ways of clipping, each as far as a declaration gives it. Of several declarations, the one that hides more
/// counts, because it is not known which of them are valid.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Extent {
    width: Option<f32>,
    height: Option<f32>,
    cut: Cut,
    placed: bool,
    /// The distance by which `left` and the like move the box if it is placed.
    offset: f32,
    /// The distance by which margins, paddings and indents move its text.
    margin: f32,
}

fn least(one: Option<f32>, other: Option<f32>) -> Option<f32> {
    one.zip(other).map(|(one, other)| one.min(other)).or(one).or(other)
}

impl Extent {
    /// Adds the declarations of another block.
    pub(super) fn add(&mut self, other: &Self) {
        self.width = least(self.width, other.width);
        self.height = least(self.height, other.height);
        self.cut = self.cut.max(other.cut);
        self.placed |= other.placed;
        self.offset = self.offset.max(other.offset);
        self.margin = self.margin.max(other.margin);
    }

    /// Returns true if text in this box is out of sight.
    pub(super) fn hides(&self) -> bool {
        let below = |length: Option<f32>, least: f32| length.is_some_and(|length| length < least);
        let empty = below(self.width, FLAT) && below(self.height, FLAT);
        let shut = self.cut != Cut::Seen && (below(self.width, THIN) || below(self.height, THIN));
        let clipped = self.cut == Cut::Never && (below(self.width, NARROW) || below(self.height, ROOM));
        empty || shut || clipped || self.shift() >= OFF_PAGE
    }

    /// Returns true if it may hide text, alone or with other declarations.
    pub(super) fn matters(&self) -> bool {
        let small = |length: Option<f32>| length.is_some_and(|length| length < ROOM);
        self.cut != Cut::Seen || self.placed || self.shift() > 0.0 || small(self.height) || small(self.width)
    }

    /// Returns the distance by which the text is moved, as a part of [`OFF_PAGE`]; small steps count as none.
    pub(super) fn shift(&self) -> f32 {
        let far = |step: f32| if step < STEP { 0.0 } else { step };
        let offset = if self.placed { far(self.offset) * OFF_PAGE / OFF_BOX } else { 0.0 };
        offset + far(self.margin)
    }

    /// Reads a declaration; returns false for other properties.
    pub(super) fn declare(&mut self, name: &str, value: &str) -> bool {
        match name {
            "width" | "max-width" | "inline-size" | "max-inline-size" | "flex-basis" => {
                self.width = least(self.width, length(value));
            }
            "height" | "max-height" | "block-size" | "max-block-size" => {
                self.height = least(self.height, length(value));
            }
            "flex" => {
                let parts: Vec<&str> = words(value).collect();
                if let ["0", _, basis] | ["0", basis] = parts.as_slice() {
                    self.width = least(self.width, length(basis));
                }
            }
            "line-height" if length(value).is_some_and(|height| height.abs() < FAINT) => {
                self.height = Some(0.0);
            }
            "line-height" => {}
            "overflow" | "overflow-x" | "overflow-y" | "overflow-block" | "overflow-inline" => {
                self.cut = words(value).map(Cut::of).fold(self.cut, Cut::max);
            }
            "contain" if !value.contains("strict") && !value.contains("size") => {
                let paints = value.contains("paint") || value.contains("content");
                self.cut = if paints { Cut::Never } else { self.cut };
            }
            // Nothing in a paper stays where it is while the page scrolls.
            "position" if value == "fixed" => self.margin = OFF_PAGE,
            "position" => self.placed |= !matches!(value, "static" | "sticky"),
            "left" | "right" => self.offset = self.offset.max(farthest(value)),
            // LaTeXML raises and lowers whole boxes.
            "top" | "bottom" => self.offset = self.offset.max(farthest(value) * OFF_BOX / OFF_PAGE),
            _ if name.starts_with("inset") => self.offset = self.offset.max(farthest(value)),
            _ if name.starts_with("margin")
                || name.starts_with("padding")
                || matches!(name, "text-indent" | "vertical-align") =>
            {
                self.margin = self.margin.max(farthest(value));
            }
            _ => return false,
        }
        true
    }
}

/// Returns the longest length of a value.
fn farthest(value: &str) -> f32 {
    // Most values are one length, and a page has tens of thousands of them.
    if !value.contains(' ') {
        return length(value).map_or(0.0, f32::abs);
    }
    words(value).filter_map(length).map(f32::abs).fold(0.0, f32::max)
}

/// Splits a value into words, keeping brackets together.
pub(super) fn words(value: &str) -> impl Iterator<Item = &str> {
    css::split(value, ' ').into_iter().filter(|word| !word.is_empty())
}

/// Returns true for a grid with a row or column that takes no space, in which text is squeezed.
pub(super) fn is_shut_grid(value: &str) -> bool {
    value.replace("minmax(0", "minmax(").split([' ', '/', ',', '(', ')']).any(|part| match number(part) {
        Some((share, "fr")) => share < FAINT,
        Some((size, "")) => size == 0.0,
        Some((..)) => length(part).is_some_and(|size| size < THIN),
        None => false,
    })
}

/// Returns the factor by which a value of `scale`, `zoom` or `transform` shrinks text.
pub(super) fn factor(value: &str) -> f32 {
    let scales = value.split_once("scale").map_or(value, |(_, rest)| {
        rest.split_once('(').and_then(|(_, inside)| inside.split_once(')')).map_or("", |(inside, _)| inside)
    });
    let factors = scales.split([' ', ',']).filter_map(fraction);
    factors.map(f32::abs).fold(1.0, f32::min)
}
