//! One sentence forward, from its words to its gates, and backward.

use fastrand::Rng;
use papers_digest::roles::network::{FILTERS, GATES, INPUTS, MEMORY, sigmoid};

use crate::layout::{BIAS, FILTER, GATE, GATE_BIAS, HEAD, WIDTH, add, dot};

/// Words forgotten at random in each pass, so that the rest must do.
const FORGOTTEN: f32 = 0.15;

/// Numbers of a word's vector dropped at random.
const DROPPED: f32 = 0.15;

/// Numbers of a sentence's vector dropped at random.
pub const LOST: f32 = 0.25;

/// What a sentence left behind on its way forward.
pub struct Sentence {
    /// Rows of each word and its ending, without those that were forgotten.
    rows: Vec<[Option<usize>; 2]>,
    /// Vector of each word after dropping, and what it was multiplied by.
    words: Vec<([f32; WIDTH], [f32; WIDTH])>,
    /// What each filter found at each word.
    found: Vec<[f32; FILTERS]>,
    /// Where each filter found most.
    strongest: [usize; FILTERS],
    /// What is known of the sentence by itself, after dropping.
    pub input: [f32; INPUTS],
    mask: [f32; INPUTS],
    /// Gates and contents of both memories.
    pub gates: [f32; GATES],
}

/// Noughts at random, and what keeps the mean elsewhere.
pub fn mask<const N: usize>(random: &mut Rng, lost: f32) -> [f32; N] {
    std::array::from_fn(|_| if random.f32() < lost { 0.0 } else { 1.0 / (1.0 - lost) })
}

/// The words that a filter at one word sees, with their places in it.
fn seen(at: usize, count: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..3).filter(move |place| (1..=count).contains(&(at + place))).map(move |place| (place, at + place - 1))
}

/// The numbers that are not nought: what was dropped costs nothing.
fn present(values: &[f32]) -> impl Iterator<Item = (usize, f32)> {
    values.iter().copied().enumerate().filter(|(_, value)| *value != 0.0)
}

impl Sentence {
    /// Reads a sentence with these weights.
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

    /// From how wrong gates and input were back to the words.
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

    /// How wrong each filter was at one word: the strongest finding bears what was said of it, all share the mean.
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
