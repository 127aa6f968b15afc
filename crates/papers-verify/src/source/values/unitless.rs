//! Collects numbers without a unit that may have one elsewhere. *A batch size of 16* does not support `16 hours`; a cell with 16
//! does, and so does *the time in hours was 16*.

use std::collections::HashSet;

use crate::number::Number;
use crate::number::decimal::Decimal;
use crate::number::quantity::{Quantity, quantity};
use crate::number::unit::{Dimension, glued, unit};
use crate::text::token::{Kind, Token};

/// Words for quantities, with a unit of their dimension.
const QUANTITIES: [(&str, &str); 27] = [
    ("age", "years"),
    ("aged", "years"),
    ("ages", "years"),
    ("older", "years"),
    ("younger", "years"),
    ("duration", "s"),
    ("time", "s"),
    ("times", "s"),
    ("runtime", "s"),
    ("runtimes", "s"),
    ("latency", "s"),
    ("temperature", "°C"),
    ("memory", "GB"),
    ("cost", "$"),
    ("costs", "$"),
    ("price", "$"),
    ("budget", "$"),
    ("frequency", "Hz"),
    ("energy", "J"),
    ("power", "W"),
    ("weight", "kg"),
    ("precision", "bits"),
    ("quantized", "bits"),
    ("quantization", "bits"),
    ("distance", "m"),
    ("length", "m"),
    ("speed", "m/s"),
];

/// The numbers without a unit.
#[derive(Debug, Default)]
pub(super) struct Unitless {
    /// Those in cells, lists and other lines without prose, whose unit may stand anywhere.
    cells: HashSet<Decimal>,
    /// Those in a sentence that has a unit of a dimension, or speaks of it.
    told: HashSet<(Dimension, Decimal)>,
}

impl Unitless {
    /// Adds the numbers of a line.
    pub(super) fn add(&mut self, tokens: &[Token<'_>], numbers: &[Number]) {
        let bare: Vec<Decimal> = numbers
            .iter()
            .filter(|number| quantity(tokens, number) == Quantity::Bare)
            .flat_map(|number| [Some(number.value), number.also])
            .flatten()
            .collect();
        if bare.is_empty() {
            return;
        }
        if !is_prose(tokens, numbers) {
            self.cells.extend(bare);
            return;
        }
        let dimensions: HashSet<Dimension> = tokens.iter().filter_map(dimension).collect();
        for dimension in dimensions.into_iter().flat_map(Dimension::told_as) {
            self.told.extend(bare.iter().map(|&value| (dimension, value)));
        }
    }

    /// Adds a number whose unit is implied, as in *two decades*.
    pub(super) fn add_cell(&mut self, value: Decimal) {
        self.cells.insert(value);
    }

    /// Returns true if this value may be a measure in this dimension.
    pub(super) fn may_be(&self, value: Decimal, dimension: Dimension) -> bool {
        self.cells.contains(&value) || self.told.contains(&(dimension, value))
    }
}

/// Returns true for a sentence, and false for the cells of a table or a line of one.
fn is_prose(tokens: &[Token<'_>], numbers: &[Number]) -> bool {
    /// The minimum number of words, and of words for each number.
    const WORDS: usize = 6;
    const EACH: usize = 3;
    let is_word = |token: &&Token<'_>| {
        token.kind != Kind::Sign
            && token.text.chars().count() > 1
            && token.text.starts_with(char::is_alphabetic)
    };
    let words = tokens.iter().filter(is_word).count();
    words >= WORDS && words >= EACH * numbers.len()
}

/// Returns the dimension of a unit or of a word for a quantity.
fn dimension(token: &Token<'_>) -> Option<Dimension> {
    let lower = token.text.to_lowercase();
    let told = || unit(QUANTITIES.iter().find(|(word, _)| *word == lower)?.1);
    let first = token.text.split(['-', '/']).next().unwrap_or_default();
    let last = token.text.rsplit('-').next().unwrap_or_default();
    let own = match token.kind {
        Kind::Latin => unit(first).or_else(|| unit(last)),
        Kind::Other => glued(token.text),
        Kind::Sign => unit(token.text),
    };
    own.or_else(told).map(|unit| unit.dimension)
}
