//! The layout of the network's weights in one vector, and two vector operations.

use papers_digest::roles::chain::ROLES;
use papers_digest::roles::network::{FILTERS, GATES, INPUTS, OUTPUTS, WORDS};

/// The width of a word's vector during training.
pub const WIDTH: usize = 48;

/// The offset of the filters: a row for each element of a word's vector, at each of three positions. Word vectors come before.
pub const FILTER: usize = WORDS * WIDTH;

/// The offset of the bias of the filters.
pub const BIAS: usize = FILTER + 3 * WIDTH * FILTERS;

/// The offset of the gates: a row for each input, then their bias.
pub const GATE: usize = BIAS + FILTERS;

/// The offset of the bias of the gates.
pub const GATE_BIAS: usize = GATE + INPUTS * GATES;

/// The offset of the scores: a row for each output, then their bias, then the scores of pairs of roles.
pub const HEAD: usize = GATE_BIAS + GATES;

/// The offset of the bias of the scores.
pub const HEAD_BIAS: usize = HEAD + OUTPUTS * ROLES;

/// The offset of the scores of pairs of roles.
pub const PAIRS: usize = HEAD_BIAS + ROLES;

/// The number of weights.
pub const ALL: usize = PAIRS + ROLES * ROLES;

/// Adds values, multiplied by a factor, to sums.
pub fn add(sums: &mut [f32], values: &[f32], factor: f32) {
    for (sum, value) in sums.iter_mut().zip(values) {
        *sum += value * factor;
    }
}

/// Returns the dot product, computed in eight lanes so that it can be vectorized.
pub fn dot(left: &[f32], right: &[f32]) -> f32 {
    let mut lanes = [0.0_f32; 8];
    let ((left, left_rest), (right, right_rest)) = (left.as_chunks::<8>(), right.as_chunks::<8>());
    for (left, right) in left.iter().zip(right) {
        for ((lane, left), right) in lanes.iter_mut().zip(left).zip(right) {
            *lane += left * right;
        }
    }
    let rest: f32 = left_rest.iter().zip(right_rest).map(|(left, right)| left * right).sum();
    lanes.iter().sum::<f32>() + rest
}
