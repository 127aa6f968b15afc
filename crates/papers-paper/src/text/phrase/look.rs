//! Assertions about a position between two bytes.

/// An assertion about a position between two bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// The beginning of the text.
    Start,
    /// The end of the text.
    End,
    /// A word boundary.
    Word,
}

/// Assertions at one position, one bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Looks(u8);

impl Looks {
    pub(super) const fn and(self, look: Look) -> Self {
        Self(self.0 | 1 << look as u8)
    }

    /// Returns one bit for each assertion.
    pub(super) const fn bits(self) -> u8 {
        self.0
    }

    pub(super) const fn has(self, look: Look) -> bool {
        self.0 >> look as u8 & 1 == 1
    }
}
