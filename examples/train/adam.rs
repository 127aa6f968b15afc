//! Gradients → steps: Adam (Kingma and Ba 2015) with decay apart from the gradient (Loshchilov and Hutter 2019).

/// How much of each weight is taken back in a step, times the rate.
const DECAY: f32 = 1e-2;

/// Longest gradient; a longer one is made this long.
const LONGEST: f32 = 5.0;

/// How much of the running means of gradients and of their squares stays in a step, as published.
const KEPT: (f32, f32) = (0.9, 0.999);

/// How much of the new gradient and its square comes in.
const NEW: (f32, f32) = (0.1, 0.001);

/// What is remembered of the gradients.
pub struct Adam {
    mean: Vec<f32>,
    square: Vec<f32>,
    step: i32,
}

impl Adam {
    /// For so many weights.
    pub fn new(weights: usize) -> Self {
        Self { mean: vec![0.0; weights], square: vec![0.0; weights], step: 0 }
    }

    /// Goes one step against the gradient.
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
