//! Where each group of the network's weights begins in the one vector of all, and the two sums that all of it is made of.

use papers_digest::roles::chain::ROLES;
use papers_digest::roles::network::{FILTERS, GATES, INPUTS, OUTPUTS, WORDS};

/// Width of a word's vector while it is learned.
pub const WIDTH: usize = 48;

/// Filters: a row for each number of a word's vector, at each of three places. Vectors of words come before.
pub const FILTER: usize = WORDS * WIDTH;

/// Bias of the filters.
pub const BIAS: usize = FILTER + 3 * WIDTH * FILTERS;

/// Gates: a row for each input, then their bias.
pub const GATE: usize = BIAS + FILTERS;

/// Bias of the gates.
pub const GATE_BIAS: usize = GATE + INPUTS * GATES;

/// Scores: a row for each output, their bias, the scores of pairs of roles.
pub const HEAD: usize = GATE_BIAS + GATES;

/// Bias of the scores.
pub const HEAD_BIAS: usize = HEAD + OUTPUTS * ROLES;

/// The scores of pairs of roles.
pub const PAIRS: usize = HEAD_BIAS + ROLES;

/// All weights.
pub const ALL: usize = PAIRS + ROLES * ROLES;

/// Adds values, multiplied, to as many sums as there are.
pub fn add(sums: &mut [f32], values: &[f32], factor: f32) {
    for (sum, value) in sums.iter_mut().zip(values) {
        *sum += value * factor;
    }
}

/// A dot product in eight lanes, so that the processor can go through them at once.
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
