//! The notations of numbers.

/// The notation of a number.
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
    /// As an ordinal: `third`, `두 번째`.
    Ordinal,
    /// As a fraction below one: `half`, `two thirds`, `3분의 2`.
    Fraction,
}

impl Form {
    /// Returns true for a number that can have a quantity and a context.
    pub(crate) const fn has_quantity(self) -> bool {
        matches!(self, Self::Digits | Self::Percent | Self::Word)
    }
}
