//! The table of weights: bytes ↔ scores of the roles of a sentence. A row holds a weight for each role as one signed
//! byte, and a feature's hash says which row is its own; two features may share one.

use super::chain::{Pairs, ROLES, Scores};

/// First bytes of the format and its version: another layout or other features need another version.
const MAGIC: [u8; 4] = *b"rol1";

/// Rows, as a power of two. Half as many cost a tenth of a percent of accuracy, twice as many gain nothing.
const BITS: u32 = 18;

/// Rows of the table.
pub const ROWS: usize = 1 << BITS;

/// Bytes before the table: magic, one step for all weights, and the scores of pairs of roles.
const HEAD: usize = 4 + 4 + 4 * ROLES * ROLES;

/// Bytes of a whole model.
pub const SIZE: usize = HEAD + ROWS * ROLES;

/// Features of an average sentence. Sums over more are scaled down, for a long sentence is not more certain by its length.
const USUAL: f32 = 150.0;

/// A table of weights in its stored form.
#[derive(Debug, Clone)]
pub struct Model<'a> {
    step: f32,
    follows: Pairs,
    table: &'a [[u8; ROLES]],
}

/// The row of a feature.
pub fn row(feature: u64) -> usize {
    let spread = (feature ^ (feature >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    usize::try_from(spread >> (u64::BITS - BITS)).unwrap_or(0)
}

/// By what the sum of so many weights is multiplied.
pub fn damping(features: usize) -> f32 {
    (USUAL / features.max(1) as f32).sqrt().min(3.0)
}

impl<'a> Model<'a> {
    /// Reads a model; `None` when these bytes are not one of this version.
    pub fn read(bytes: &'a [u8; SIZE]) -> Option<Self> {
        let (magic, rest) = bytes.split_first_chunk::<4>()?;
        let (step, rest) = rest.split_first_chunk::<4>()?;
        let (follows, table) = rest.split_first_chunk::<{ 4 * ROLES * ROLES }>()?;
        let mut numbers = follows.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes));
        let follows = std::array::from_fn(|_| std::array::from_fn(|_| numbers.next().unwrap_or(0.0)));
        (*magic == MAGIC).then_some(Self {
            step: f32::from_le_bytes(*step),
            follows,
            table: table.as_chunks::<ROLES>().0,
        })
    }

    /// The bytes of a model. Weights are rounded to steps of the largest of them / 127.
    pub fn write(weights: &[Scores], follows: &Pairs) -> Vec<u8> {
        let largest =
            weights.iter().flatten().fold(f32::MIN_POSITIVE, |largest, weight| weight.abs().max(largest));
        let step = largest / 127.0;
        let mut bytes = MAGIC.to_vec();
        bytes.extend(step.to_le_bytes());
        bytes.extend(follows.iter().flatten().flat_map(|score| score.to_le_bytes()));
        #[expect(clippy::cast_possible_truncation, reason = "the step makes every weight at most 127")]
        bytes.extend(weights.iter().flatten().map(|weight| ((weight / step).round() as i8).cast_unsigned()));
        bytes
    }

    /// The scores of a sentence with these features.
    pub fn scores(&self, features: &[u64]) -> Scores {
        let mut sums = [0_i32; ROLES];
        for weights in features.iter().filter_map(|feature| self.table.get(row(*feature))) {
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum += i32::from(weight.cast_signed());
            }
        }
        let factor = self.step * damping(features.len());
        sums.map(|sum| sum as f32 * factor)
    }

    /// The scores of roles that follow each other.
    pub fn follows(&self) -> &Pairs {
        &self.follows
    }
}
