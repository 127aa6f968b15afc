//! The model: reads and writes the weights, and computes the scores of sentences. Each row of the table has one weight per role as
//! a signed byte; the row of a feature is given by its hash, so that several features may share one. Most rows have small weights
//! and occur many times, so that each different one is stored once.

use std::collections::HashMap;

use super::chain::{Pairs, ROLES, Scores, plus};
use super::features::{Group, features};
use super::network::{DENSE, Dense, Network, Shares, WORDS};
use super::words::Sentence;

/// The first bytes of the format, including its version, which changes with the layout and the features.
const MAGIC: [u8; 4] = *b"rol2";

/// The number of rows in the table of features, as a power of two.
const BITS: u32 = 17;

/// The number of rows in the table of features.
pub const ROWS: usize = 1 << BITS;

/// The number of floats before the tables: the scale of the table of features, the scores of pairs of roles, the network.
const NUMBERS: usize = 1 + ROLES * ROLES + DENSE;

/// The number of features of an average sentence. Sums over more are scaled down, because a longer sentence is not more certain.
const USUAL: f32 = 150.0;

/// A linear model over features, and a network, whose scores are added.
#[derive(Debug, Clone)]
pub struct Model<'a> {
    step: f32,
    follows: Pairs,
    /// For each row of the table, its place among the different rows, as a little-endian number.
    places: &'a [[u8; 2]],
    /// The different rows.
    rows: &'a [[u8; ROLES]],
    network: Network<'a>,
}

/// Returns the row of a feature.
pub fn row(feature: u64) -> usize {
    let spread = (feature ^ (feature >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    usize::try_from(spread >> (u64::BITS - BITS)).unwrap_or(0)
}

/// Returns the factor for a sum of this many weights.
pub fn damping(features: usize) -> f32 {
    (USUAL / features.max(1) as f32).sqrt().min(3.0)
}

impl<'a> Model<'a> {
    /// Reads a model; `None` if it is not of this version.
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        let (magic, rest) = bytes.split_first_chunk()?;
        let (numbers, rest) = rest.split_first_chunk::<{ 4 * NUMBERS }>()?;
        let (words, rest) = rest.split_first_chunk::<{ WORDS * size_of::<Shares>() }>()?;
        let (places, rows) = rest.split_first_chunk::<{ 2 * ROWS }>()?;
        let mut numbers = numbers.as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes));
        let step = numbers.next()?;
        let follows = std::array::from_fn(|_| std::array::from_fn(|_| numbers.next().unwrap_or(0.0)));
        let network = Network { dense: Dense::read(numbers), table: words.as_chunks().0 };
        let (places, rows) = (places.as_chunks().0, rows.as_chunks().0);
        (*magic == MAGIC).then_some(Self { step, follows, places, rows, network })
    }

    /// Writes a model. Weights of features are rounded to multiples of 1/127 of the largest. `None` if more rows are different than
    /// two bytes can number.
    pub fn write(weights: &[Scores], follows: &Pairs, dense: &Dense, words: &[Shares]) -> Option<Vec<u8>> {
        let largest =
            weights.iter().flatten().fold(f32::MIN_POSITIVE, |largest, weight| weight.abs().max(largest));
        let step = largest / 127.0;
        let numbers = std::iter::once(step).chain(follows.iter().flatten().copied()).chain(dense.numbers());
        let mut bytes = MAGIC.to_vec();
        bytes.extend(numbers.flat_map(f32::to_le_bytes));
        bytes.extend(words.iter().flatten());
        let mut rows: Vec<[u8; ROLES]> = Vec::new();
        let mut known = HashMap::new();
        for weights in weights {
            #[expect(clippy::cast_possible_truncation, reason = "the step makes every weight at most 127")]
            let row = weights.map(|weight| ((weight / step).round() as i8).cast_unsigned());
            let place = *known.entry(row).or_insert_with(|| {
                rows.push(row);
                rows.len() - 1
            });
            bytes.extend(u16::try_from(place).ok()?.to_le_bytes());
        }
        bytes.extend(rows.iter().flatten());
        Some(bytes)
    }

    /// Returns the scores of each sentence of a text.
    pub fn scores(&self, sentences: &[Sentence], wanted: impl Fn(Group) -> bool) -> Vec<Scores> {
        let network = self.network.scores(sentences);
        let sum = |(features, network): (&Vec<u64>, &Scores)| plus(&self.sum(features), network);
        features(sentences, wanted).iter().zip(&network).map(sum).collect()
    }

    /// Returns the scores of a sentence with these features.
    fn sum(&self, features: &[u64]) -> Scores {
        let mut sums = [0_i32; ROLES];
        for weights in features.iter().filter_map(|feature| self.weights(row(*feature))) {
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum += i32::from(weight.cast_signed());
            }
        }
        let factor = self.step * damping(features.len());
        sums.map(|sum| sum as f32 * factor)
    }

    /// Returns a row of the table.
    fn weights(&self, row: usize) -> Option<&[u8; ROLES]> {
        self.rows.get(usize::from(u16::from_le_bytes(*self.places.get(row)?)))
    }

    /// Returns the scores of pairs of consecutive roles.
    pub fn follows(&self) -> &Pairs {
        &self.follows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written() -> Vec<u8> {
        let mut weights = vec![[0.0; ROLES]; ROWS];
        weights[7] = [1.27, -1.27, 0.01, 0.0, 0.5];
        let dense = Dense::read((0..).take(DENSE).map(|number| number as f32));
        Model::write(&weights, &[[0.25; ROLES]; ROLES], &dense, &vec![[3; size_of::<Shares>()]; WORDS])
            .unwrap()
    }

    #[test]
    fn a_written_model_is_read_back() {
        let bytes = written();
        let model = Model::read(&bytes).unwrap();
        assert_eq!(model.weights(7), Some(&[127, -127, 1, 0, 50].map(i8::cast_unsigned)));
        assert_eq!((model.weights(6), model.weights(ROWS - 1)), (Some(&[0; ROLES]), Some(&[0; ROLES])));
        assert_eq!(model.rows.len(), 2);
        assert_eq!(*model.follows(), [[0.25; ROLES]; ROLES]);
        assert_eq!(model.network.dense.numbers().last(), Some((DENSE - 1) as f32));
        assert_eq!(model.network.table.last(), Some(&[3; size_of::<Shares>()]));
    }

    #[test]
    fn another_version_is_not_read() {
        let mut bytes = written();
        bytes[3] = b'1';
        assert!(Model::read(&bytes).is_none());
    }

    #[test]
    #[expect(clippy::float_cmp, reason = "these numbers are exact in binary")]
    fn a_longer_sentence_is_not_more_certain() {
        assert!(damping(600) < damping(150) && damping(150) < damping(40));
        assert_eq!(damping(0), damping(1));
    }

    #[test]
    fn rows_spread_over_the_table() {
        let rows: std::collections::HashSet<usize> = (0..1_000).map(row).collect();
        assert!(rows.len() > 980 && rows.iter().all(|row| *row < ROWS));
    }
}
