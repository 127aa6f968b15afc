//! Trains the linear chain by minimizing its cross-entropy with L-BFGS. There is no randomness: the same examples give the same
//! weights.

use papers_digest::roles::chain::{Beliefs, Pairs, ROLES, Scores, beliefs};
use papers_digest::roles::model::{ROWS, damping};

use super::lbfgs::{dot, minimize};

/// A text for training.
pub struct Example {
    /// Rows of the table, for each sentence.
    pub rows: Vec<Vec<usize>>,
    /// The probability of each role, for each sentence.
    pub targets: Vec<Scores>,
}

/// All weights as one vector: the table row by row, then the pairs.
#[derive(Clone)]
pub struct Weights(Vec<f32>);

impl Weights {
    fn rows(&self) -> &[Scores] {
        self.0.as_chunks().0
    }

    /// Returns the scores of pairs of consecutive roles.
    pub fn follows(&self) -> Pairs {
        let pairs = self.rows().last_chunk::<ROLES>();
        pairs.copied().unwrap_or_default()
    }

    /// Returns all weights multiplied by a factor.
    pub fn times(&self, factor: f32) -> Self {
        Self(self.0.iter().map(|weight| weight * factor).collect())
    }

    /// Returns the weights of all features.
    pub fn features(&self) -> &[Scores] {
        &self.rows()[..ROWS]
    }

    /// Returns the scores and marginals of a text.
    pub fn beliefs(&self, rows: &[Vec<usize>]) -> (Vec<Scores>, Beliefs) {
        let scores: Vec<Scores> = rows.iter().map(|rows| self.scores(rows)).collect();
        let beliefs = beliefs(&scores, &self.follows());
        (scores, beliefs)
    }

    fn scores(&self, rows: &[usize]) -> Scores {
        let mut sums = [0.0; ROLES];
        for row in rows {
            for (sum, weight) in sums.iter_mut().zip(self.rows()[*row]) {
                *sum += weight;
            }
        }
        sums.map(|sum| sum * damping(rows.len()))
    }
}

/// Learns the weights from examples; `strength` is that of the L2 regularization.
pub fn learn(examples: &[Example], strength: f32, rounds: usize) -> Weights {
    let objective = |weights: &[f32]| objective(&Weights(weights.to_vec()), examples, strength);
    Weights(minimize(vec![0.0; (ROWS + ROLES) * ROLES], rounds, objective))
}

/// Returns the loss and its gradient.
fn objective(weights: &Weights, examples: &[Example], strength: f32) -> (f64, Vec<f32>) {
    let mut gradient = weights.times(strength).0;
    let mut loss = 0.5 * dot(&gradient, &weights.0);
    for example in examples {
        loss += f64::from(add(weights, example, &mut gradient));
    }
    (loss, gradient)
}

/// Adds an example to the gradient, and returns its loss.
fn add(weights: &Weights, example: &Example, gradient: &mut [f32]) -> f32 {
    let (scores, beliefs) = weights.beliefs(&example.rows);
    let (table, pairs) = gradient.split_at_mut(ROWS * ROLES);
    let mut right = 0.0;
    for (sentence, (believed, target)) in beliefs.roles.iter().zip(&example.targets).enumerate() {
        let factor = damping(example.rows[sentence].len());
        let share: Scores = std::array::from_fn(|role| factor * (believed[role] - target[role]));
        right += (0..ROLES).map(|role| target[role] * scores[sentence][role]).sum::<f32>();
        for row in &example.rows[sentence] {
            for (gradient, share) in table[row * ROLES..].iter_mut().zip(share) {
                *gradient += share;
            }
        }
    }
    let follows = weights.follows();
    for (sentence, believed) in beliefs.pairs.iter().enumerate() {
        for (first, second) in (0..ROLES).flat_map(|first| (0..ROLES).map(move |second| (first, second))) {
            let target = example.targets[sentence][first] * example.targets[sentence + 1][second];
            right += target * follows[first][second];
            pairs[first * ROLES + second] += believed[first][second] - target;
        }
    }
    beliefs.total - right
}

#[cfg(test)]
mod tests {
    use super::*;

    fn examples() -> Vec<Example> {
        let sure = |role: usize| std::array::from_fn(|other| if other == role { 1.0 } else { 0.0 });
        let rows = vec![vec![3, 8], vec![5], vec![8, 11]];
        vec![Example { rows, targets: vec![sure(0), sure(2), sure(3)] }]
    }

    #[test]
    fn learns_what_it_was_shown_and_again_the_same() {
        let learned = learn(&examples(), 0.01, 30);
        let (_, beliefs) = learned.beliefs(&examples()[0].rows);
        for (believed, role) in beliefs.roles.iter().zip([0, 2, 3]) {
            assert!(believed[role] > 0.9, "{believed:?}");
        }
        assert_eq!(learned.0, learn(&examples(), 0.01, 30).0);
    }

    #[test]
    fn a_strong_pull_keeps_weights_small() {
        let learned = learn(&examples(), 1e6, 30);
        assert!(learned.0.iter().all(|weight| weight.abs() < 1e-3));
    }
}
