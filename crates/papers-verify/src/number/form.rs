//! The forms of numbers.

/// The forms in which a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// In digits.
    Digits,
    /// In digits, with a percent sign or word.
    Percent,
    /// In words.
    Word,
    /// In a word that only implies it: `both`, `dual`.
    Implied,
    /// As a place in a row: `third`, `두 번째`.
    Ordinal,
    /// As a part of a whole: `half`, `two thirds`, `3분의 2`; the value is below one.
    Fraction,
}

impl Form {
    /// Returns true for a number that stands on its own and has a quantity and a place.
    pub(crate) const fn has_quantity(self) -> bool {
        matches!(self, Self::Digits | Self::Percent | Self::Word)
    }
}
