//! Minimizes a smooth function with L-BFGS. There is no randomness.

use std::collections::VecDeque;

/// The number of steps remembered.
const MEMORY: usize = 6;

/// The relative gain below which the search ends.
const ENOUGH: f64 = 1e-5;

/// Minimizes a function that returns its value and gradient, in at most `rounds` steps from the given point.
pub fn minimize(
    mut weights: Vec<f32>,
    rounds: usize,
    objective: impl Fn(&[f32]) -> (f64, Vec<f32>),
) -> Vec<f32> {
    let (mut loss, mut gradient) = objective(&weights);
    let mut steps: VecDeque<Step> = VecDeque::new();
    for _ in 0..rounds {
        let direction = direction(&gradient, &steps);
        let (moved, next, next_gradient) = search(&weights, &direction, loss, &gradient, &objective);
        let step = Step::new(difference(&moved, &weights), difference(&next_gradient, &gradient));
        if step.curvature > 0.0 {
            steps.push_back(step);
        }
        if steps.len() > MEMORY {
            steps.pop_front();
        }
        let gain = (loss - next) / loss.abs();
        (weights, loss, gradient) = (moved, next, next_gradient);
        if gain < ENOUGH {
            break;
        }
    }
    weights
}

/// A previous step, with the change of the gradient.
struct Step {
    moved: Vec<f32>,
    turned: Vec<f32>,
    curvature: f64,
}

impl Step {
    fn new(moved: Vec<f32>, turned: Vec<f32>) -> Self {
        let curvature = dot(&moved, &turned);
        Self { moved, turned, curvature }
    }
}

/// Computes the direction by the two-loop recursion (Nocedal and Wright, Numerical Optimization, algorithm 7.4).
#[expect(clippy::cast_possible_truncation, reason = "weights are f32, only sums are wider")]
fn direction(gradient: &[f32], steps: &VecDeque<Step>) -> Vec<f32> {
    let mut direction: Vec<f32> = gradient.iter().map(|gradient| -gradient).collect();
    let mut shares = Vec::new();
    for step in steps.iter().rev() {
        let share = dot(&step.moved, &direction) / step.curvature;
        shift(&mut direction, &step.turned, -share as f32);
        shares.push(share);
    }
    let scale = steps.back().map_or(1.0 / dot(gradient, gradient).sqrt(), |step| {
        step.curvature / dot(&step.turned, &step.turned)
    });
    for direction in &mut direction {
        *direction *= scale as f32;
    }
    for (step, share) in steps.iter().zip(shares.iter().rev()) {
        let correction = share - dot(&step.turned, &direction) / step.curvature;
        shift(&mut direction, &step.moved, correction as f32);
    }
    direction
}

/// Searches along a direction, halving the step until the loss decreases enough.
fn search(
    from: &[f32],
    direction: &[f32],
    loss: f64,
    gradient: &[f32],
    objective: &impl Fn(&[f32]) -> (f64, Vec<f32>),
) -> (Vec<f32>, f64, Vec<f32>) {
    let slope = dot(gradient, direction);
    let mut length = 1.0_f32;
    loop {
        let mut moved = from.to_vec();
        shift(&mut moved, direction, length);
        let (next, next_gradient) = objective(&moved);
        if next <= loss + 1e-4 * f64::from(length) * slope || length < 1e-4 {
            return (moved, next, next_gradient);
        }
        length /= 2.0;
    }
}

/// Returns the sum of the products of two vectors.
pub fn dot(left: &[f32], right: &[f32]) -> f64 {
    left.iter().zip(right).map(|(left, right)| f64::from(*left) * f64::from(*right)).sum()
}

fn difference(left: &[f32], right: &[f32]) -> Vec<f32> {
    left.iter().zip(right).map(|(left, right)| left - right).collect()
}

fn shift(vector: &mut [f32], direction: &[f32], length: f32) {
    for (value, direction) in vector.iter_mut().zip(direction) {
        *value += length * direction;
    }
}
