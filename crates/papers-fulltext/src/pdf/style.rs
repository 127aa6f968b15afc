//! The look of letters, as a set of flags.

/// The look of letters; a set of flags.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Style(pub(super) u8);

impl Style {
    /// Neither filled nor stroked: the layer of text over a scan, or a message to machines.
    pub(super) const UNDRAWN: Self = Self(2);
    /// Bold.
    pub(super) const BOLD: Self = Self(4);
    /// From a font of formulas.
    pub(super) const MATH: Self = Self(8);

    /// True when all flags of `other` are set.
    pub(super) fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    pub(super) fn with(self, other: Self, set: bool) -> Self {
        if set { Self(self.0 | other.0) } else { self }
    }
}
