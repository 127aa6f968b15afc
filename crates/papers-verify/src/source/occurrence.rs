//! The occurrences of a value in the source, with quantities and sides.

use crate::number::minus::Sign;
use crate::number::quantity::Quantity;
use crate::number::side::Side;

/// An occurrence of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Occurrence {
    /// The line.
    pub(crate) line: u32,
    /// The line with its column headings, in a table.
    pub(crate) column: Option<u32>,
}

impl Occurrence {
    /// Creates an occurrence in a line.
    pub(crate) fn of_line(line: usize) -> Self {
        Self::of_cell(line, None)
    }

    /// Creates an occurrence in a cell of a row.
    pub(crate) fn of_cell(line: usize, column: Option<usize>) -> Self {
        let number = |line: usize| u32::try_from(line).unwrap_or(u32::MAX);
        Self { line: number(line), column: column.map(number) }
    }
}

/// The occurrences of one value.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// The set of its quantities.
    kinds: u16,
    /// The set of its sides, for each quantity.
    sides: [u8; 16],
    /// The set of its signs.
    signs: u8,
    spots: Vec<(u16, Occurrence)>,
}

impl Seen {
    /// Adds an occurrence.
    pub(crate) fn add(&mut self, quantity: Quantity, spot: Occurrence) {
        self.kinds |= quantity.bit();
        match self.spots.last_mut().filter(|(_, last)| *last == spot) {
            Some((kinds, _)) => *kinds |= quantity.bit(),
            None => self.spots.push((quantity.bit(), spot)),
        }
    }

    /// Adds the side that it has as this quantity, and a sign.
    pub(crate) fn note(&mut self, quantity: Quantity, side: Option<Side>, sign: Sign) {
        if let Some(sides) = self.sides.get_mut(quantity.bit().trailing_zeros() as usize) {
            *sides |= bit(side);
        }
        self.signs |= bit_of(sign);
    }

    /// Returns true if it is one of these quantities anywhere.
    pub(crate) fn is_any(&self, kinds: u16) -> bool {
        self.kinds & kinds != 0
    }

    /// Returns true if it is always on this side, or, if it is `long`, on this one but never on the other. All quantities count unless
    /// it has this one.
    pub(crate) fn is_only(&self, side: Side, quantity: Quantity, long: bool) -> bool {
        let own = self.sides.get(quantity.bit().trailing_zeros() as usize).copied().unwrap_or_default();
        let sides = if own == 0 { self.sides.iter().fold(0, |all, sides| all | sides) } else { own };
        sides & !(if long { bit(None) } else { 0 }) == bit(Some(side))
    }

    /// Returns true if it always has this sign.
    pub(crate) fn is_always(&self, sign: Sign) -> bool {
        self.signs == bit_of(sign)
    }

    /// Returns the occurrences with one of these quantities.
    pub(crate) fn spots(&self, kinds: u16) -> impl Iterator<Item = Occurrence> {
        self.spots.iter().filter(move |(own, _)| own & kinds != 0).map(|&(_, spot)| spot)
    }
}

/// Returns the bit of a sign in a set of signs.
const fn bit_of(sign: Sign) -> u8 {
    match sign {
        Sign::Positive => 1,
        Sign::Negative => 2,
        Sign::Unclear => 4,
    }
}

/// Returns the bit of a side in a set of sides.
const fn bit(side: Option<Side>) -> u8 {
    match side {
        Some(Side::Least) => 1,
        Some(Side::Most) => 2,
        None => 4,
    }
}
