//! The forward and backward pass of a sentence, between its words and its gates.

use fastrand::Rng;
use papers_digest::roles::network::{FILTERS, GATES, INPUTS, MEMORY, sigmoid};

use crate::layout::{BIAS, FILTER, GATE, GATE_BIAS, HEAD, WIDTH, add, dot};

/// The share of words dropped at random in each pass.
const FORGOTTEN: f32 = 0.15;

/// The dropout rate of word vectors.
const DROPPED: f32 = 0.15;

/// The dropout rate of sentence vectors.
pub const LOST: f32 = 0.25;

/// The intermediate results of a sentence, for the backward pass.
pub struct Sentence {
    /// The rows of each word and its ending, without the dropped ones.
    rows: Vec<[Option<usize>; 2]>,
    /// The vector of each word after dropout, and its mask.
    words: Vec<([f32; WIDTH], [f32; WIDTH])>,
    /// The output of each filter at each word.
    found: Vec<[f32; FILTERS]>,
    /// The word with the maximum of each filter.
    strongest: [usize; FILTERS],
    /// The inputs of the sentence, after dropout.
    pub input: [f32; INPUTS],
    mask: [f32; INPUTS],
    /// The gates and candidate values of both recurrent layers.
    pub gates: [f32; GATES],
}

/// Returns a dropout mask: zeros at random, and elsewhere a factor that keeps the mean.
pub fn mask<const N: usize>(random: &mut Rng, lost: f32) -> [f32; N] {
    std::array::from_fn(|_| if random.f32() < lost { 0.0 } else { 1.0 / (1.0 - lost) })
}

/// Returns the words that a filter at one word covers, with their positions in it.
fn seen(at: usize, count: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..3).filter(move |place| (1..=count).contains(&(at + place))).map(move |place| (place, at + place - 1))
}

/// Returns the non-zero values with their indices, so that dropped ones cost nothing.
fn present(values: &[f32]) -> impl Iterator<Item = (usize, f32)> {
    values.iter().copied().enumerate().filter(|(_, value)| *value != 0.0)
}

impl Sentence {
    /// Runs the forward pass with these weights.
    pub fn read(
        weights: &[f32],
        random: &mut Rng,
        words: &[(usize, Option<usize>)],
        places: [usize; 2],
    ) -> Self {
        let rows: Vec<_> = words
            .iter()
            .map(|(word, ending)| [Some(*word).filter(|_| random.f32() >= FORGOTTEN), *ending])
            .collect();
        let words: Vec<_> = rows.iter().map(|rows| vector(weights, random, rows)).collect();
        let found = filter(weights, &words);
        let mask = mask(random, LOST);
        let mut sentence = Self {
            rows,
            words,
            found,
            strongest: [0; FILTERS],
            input: [0.0; INPUTS],
            mask,
            gates: [0.0; GATES],
        };
        sentence.pool(places);
        sentence.open(weights);
        sentence
    }

    fn pool(&mut self, places: [usize; 2]) {
        for filter in 0..FILTERS {
            let column = || self.found.iter().map(|found| found[filter]);
            let more = |best: (usize, f32), (at, value): (usize, f32)| {
                if value > best.1 { (at, value) } else { best }
            };
            let strongest = column().enumerate().fold((0, f32::MIN), more);
            self.strongest[filter] = strongest.0;
            self.input[filter] = strongest.1;
            self.input[FILTERS + filter] = column().sum::<f32>() / self.found.len() as f32;
        }
        for place in places {
            self.input[2 * FILTERS + place] = 1.0;
        }
        self.input.iter_mut().zip(&self.mask).for_each(|(value, mask)| *value *= mask);
    }

    fn open(&mut self, weights: &[f32]) {
        self.gates.copy_from_slice(&weights[GATE_BIAS..HEAD]);
        for (number, value) in present(&self.input) {
            add(&mut self.gates, &weights[GATE + number * GATES..], value);
        }
        for (number, gate) in self.gates.iter_mut().enumerate() {
            *gate = if (number / MEMORY).is_multiple_of(2) { sigmoid(*gate) } else { gate.tanh() };
        }
    }

    /// Backpropagates from gates and inputs to the words.
    pub fn learn(
        &self,
        weights: &[f32],
        gates: &[f32; GATES],
        mut input: [f32; INPUTS],
        gradient: &mut [f32],
    ) {
        add(&mut gradient[GATE_BIAS..HEAD], gates, 1.0);
        for (number, value) in present(&self.input) {
            add(&mut gradient[GATE + number * GATES..][..GATES], gates, value);
        }
        for (number, (input, mask)) in input.iter_mut().zip(&self.mask).enumerate() {
            *input = (*input + dot(&weights[GATE + number * GATES..][..GATES], gates)) * mask;
        }
        let mut words = vec![[0.0; WIDTH]; self.words.len()];
        for at in 0..self.found.len() {
            let filters = self.filters(at, &input);
            add(&mut gradient[BIAS..GATE], &filters, 1.0);
            for (place, word) in seen(at, self.words.len()) {
                for (number, value) in present(&self.words[word].0) {
                    let from = FILTER + (place * WIDTH + number) * FILTERS;
                    add(&mut gradient[from..from + FILTERS], &filters, value);
                    words[word][number] += dot(&weights[from..from + FILTERS], &filters);
                }
            }
        }
        for ((rows, (_, mask)), word) in self.rows.iter().zip(&self.words).zip(&words) {
            let word: [f32; WIDTH] = std::array::from_fn(|number| word[number] * mask[number]);
            rows.iter().flatten().for_each(|row| add(&mut gradient[row * WIDTH..][..WIDTH], &word, 1.0));
        }
    }

    /// Returns the gradient of each filter at one word: that of the maximum applies to its word only, that of the mean to all.
    fn filters(&self, at: usize, input: &[f32; INPUTS]) -> [f32; FILTERS] {
        std::array::from_fn(|filter| {
            let strongest = if self.strongest[filter] == at { input[filter] } else { 0.0 };
            let mean = input[FILTERS + filter] / self.found.len() as f32;
            if self.found[at][filter] > 0.0 { strongest + mean } else { 0.0 }
        })
    }
}

fn vector(weights: &[f32], random: &mut Rng, rows: &[Option<usize>; 2]) -> ([f32; WIDTH], [f32; WIDTH]) {
    let mask: [f32; WIDTH] = mask(random, DROPPED);
    let mut vector = [0.0; WIDTH];
    rows.iter().flatten().for_each(|row| add(&mut vector, &weights[row * WIDTH..], 1.0));
    vector.iter_mut().zip(&mask).for_each(|(value, mask)| *value *= mask);
    (vector, mask)
}

fn filter(weights: &[f32], words: &[([f32; WIDTH], [f32; WIDTH])]) -> Vec<[f32; FILTERS]> {
    let one = |at| {
        let mut found = [0.0; FILTERS];
        found.copy_from_slice(&weights[BIAS..GATE]);
        for (place, word) in seen(at, words.len()) {
            for (number, value) in present(&words[word].0) {
                add(&mut found, &weights[FILTER + (place * WIDTH + number) * FILTERS..], value);
            }
        }
        found.map(|found| found.max(0.0))
    };
    (0..words.len()).map(one).collect()
}
