//! Adam (Kingma and Ba 2015) with decoupled weight decay (Loshchilov and Hutter 2019).

/// The weight decay per step, relative to the learning rate.
const DECAY: f32 = 1e-2;

/// The maximum norm of the gradient; a larger one is clipped.
const LONGEST: f32 = 5.0;

/// The decay rates of the running means of gradients and of their squares, as published.
const KEPT: (f32, f32) = (0.9, 0.999);

/// The shares of the new gradient and of its square.
const NEW: (f32, f32) = (0.1, 0.001);

/// The state of the optimizer.
pub struct Adam {
    mean: Vec<f32>,
    square: Vec<f32>,
    step: i32,
}

impl Adam {
    /// Creates the state for a number of weights.
    pub fn new(weights: usize) -> Self {
        Self { mean: vec![0.0; weights], square: vec![0.0; weights], step: 0 }
    }

    /// Takes a step against the gradient.
    pub fn step(&mut self, weights: &mut [f32], gradient: &[f32], rate: f32) {
        self.step += 1;
        let length = gradient.iter().map(|g| f64::from(*g) * f64::from(*g)).sum::<f64>().sqrt();
        #[expect(clippy::cast_possible_truncation, reason = "a length of some units")]
        let shrink = (LONGEST / length as f32).min(1.0);
        let (first, second) = (1.0 - KEPT.0.powi(self.step), 1.0 - KEPT.1.powi(self.step));
        let moments = self.mean.iter_mut().zip(&mut self.square);
        for ((weight, gradient), (mean, square)) in weights.iter_mut().zip(gradient).zip(moments) {
            let gradient = gradient * shrink;
            *mean = KEPT.0 * *mean + NEW.0 * gradient;
            *square = KEPT.1 * *square + NEW.1 * gradient * gradient;
            *weight -= rate * (*mean / first / ((*square / second).sqrt() + 1e-8) + DECAY * *weight);
        }
    }
}
