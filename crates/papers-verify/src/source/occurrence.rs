//! The places of a value in the source, with its quantity and the side of it on which the truth is.

use crate::number::quantity::Quantity;
use crate::number::side::Side;

/// A place of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Occurrence {
    /// The line.
    pub(crate) line: u32,
    /// The line with the headings of its column, in a table.
    pub(crate) column: Option<u32>,
}

impl Occurrence {
    /// A place in a line.
    pub(crate) fn of_line(line: usize) -> Self {
        Self::of_cell(line, None)
    }

    /// A place in a cell of a row.
    pub(crate) fn of_cell(line: usize, column: Option<usize>) -> Self {
        let number = |line: usize| u32::try_from(line).unwrap_or(u32::MAX);
        Self { line: number(line), column: column.map(number) }
    }
}

/// All that is known of one value.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// The quantities that it is, by their bits.
    kinds: u16,
    /// On which sides it stands, by the bits below.
    sides: u8,
    spots: Vec<(u16, Occurrence)>,
}

impl Seen {
    /// Adds a place.
    pub(crate) fn add(&mut self, quantity: Quantity, spot: Occurrence) {
        self.kinds |= quantity.bit();
        match self.spots.last_mut().filter(|(_, last)| *last == spot) {
            Some((kinds, _)) => *kinds |= quantity.bit(),
            None => self.spots.push((quantity.bit(), spot)),
        }
    }

    /// Adds a side.
    pub(crate) fn note(&mut self, side: Option<Side>) {
        self.sides |= bit(side);
    }

    /// True where it is one of these quantities.
    pub(crate) fn is_any(&self, kinds: u16) -> bool {
        self.kinds & kinds != 0
    }

    /// True where it is only ever on this side.
    pub(crate) fn is_only(&self, side: Side) -> bool {
        self.sides == bit(Some(side))
    }

    /// Returns the places where it is one of these quantities.
    pub(crate) fn spots(&self, kinds: u16) -> impl Iterator<Item = Occurrence> {
        self.spots.iter().filter(move |(own, _)| own & kinds != 0).map(|&(_, spot)| spot)
    }
}

/// The bit of a side in a set of sides.
const fn bit(side: Option<Side>) -> u8 {
    match side {
        Some(Side::Least) => 1,
        Some(Side::Most) => 2,
        None => 4,
    }
}
