//! Texts → the network of word filters and memories, by backpropagation and Adam. Every random choice comes from one
//! seeded generator: the same texts give the same weights.

use fastrand::Rng;
use papers::summarize::roles::chain::{Pairs, ROLES, Scores, beliefs};
use papers::summarize::roles::network::{Dense, FILTERS, GATES, INPUTS, MEMORY, OUTPUTS, Shares, WORDS, sigmoid};

/// Width of a word's vector while it is learned.
const WIDTH: usize = 48;
/// Words forgotten at random in each pass, so that the rest must do.
const FORGOTTEN: f32 = 0.25;
/// Numbers of a word's vector dropped at random.
const DROPPED: f32 = 0.3;
/// Numbers of a sentence's vector dropped at random.
const LOST: f32 = 0.45;
/// Texts of each corpus in a step.
const BATCH: usize = 16;
/// Highest rate of learning; it rises over the first steps and falls to nothing.
const RATE: f32 = 3e-3;
/// Steps over which it rises.
const RISE: f32 = 50.0;
/// How much of each weight is taken back in a step, times the rate.
const DECAY: f32 = 1e-2;
/// Longest gradient.
const CLIP: f32 = 5.0;
/// What texts of the second corpus count.
const SECOND: f32 = 0.5;

/// One text: the rows of its words, and what is to be learned of each sentence.
pub struct Lesson {
    pub words: Vec<Vec<(usize, Option<usize>)>>,
    pub places: Vec<[usize; 2]>,
    pub targets: Vec<Scores>,
}

/// Where each group of weights begins in the one vector of all.
const FILTER: usize = WORDS * WIDTH;
const BIAS: usize = FILTER + 3 * WIDTH * FILTERS;
const GATE: usize = BIAS + FILTERS;
const HEADS: usize = GATE + (INPUTS + 1) * GATES;
const HEAD: usize = (OUTPUTS + 1) * ROLES + ROLES * ROLES;
const ALL: usize = HEADS + 2 * HEAD;

/// A network that learns: two heads, one for each corpus with its own scheme of labels.
pub struct Learner {
    weights: Vec<f32>,
    random: Rng,
}

/// What a sentence left behind on its way forward.
struct Sentence {
    /// Vector of each word after dropping, and what was multiplied.
    words: Vec<([f32; WIDTH], [f32; WIDTH])>,
    /// What each filter found at each word.
    found: Vec<[f32; FILTERS]>,
    /// Where each filter found most.
    strongest: [usize; FILTERS],
    input: [f32; INPUTS],
    mask: [f32; INPUTS],
    /// Which rows of words were not forgotten.
    rows: Vec<[Option<usize>; 2]>,
    gates: [f32; GATES],
}

fn axpy(sums: &mut [f32], values: &[f32], factor: f32) {
    for (sum, value) in sums.iter_mut().zip(values) {
        *sum += value * factor;
    }
}

/// A dot product in eight lanes, whose sum does not depend on the compiler.
fn dot(left: &[f32], right: &[f32]) -> f32 {
    let mut lanes = [0.0_f32; 8];
    for (left, right) in left.as_chunks::<8>().0.iter().zip(right.as_chunks::<8>().0) {
        for ((lane, left), right) in lanes.iter_mut().zip(left).zip(right) {
            *lane += left * right;
        }
    }
    let rest = left.len() / 8 * 8;
    lanes.iter().sum::<f32>() + left[rest..].iter().zip(&right[rest..]).map(|(l, r)| l * r).sum::<f32>()
}

impl Learner {
    fn new(seed: u64) -> Self {
        let mut random = Rng::with_seed(seed);
        let mut weights = vec![0.0; ALL];
        let mut fill = |from: usize, to: usize, size: f32| {
            weights[from..to].iter_mut().for_each(|weight| *weight = (random.f32() * 2.0 - 1.0) * size);
        };
        fill(0, FILTER, 0.4);
        fill(FILTER, BIAS, 1.0 / (3.0 * WIDTH as f32).sqrt());
        fill(GATE, HEADS, 1.0 / (INPUTS as f32).sqrt());
        for head in 0..2 {
            fill(HEADS + head * HEAD, HEADS + head * HEAD + OUTPUTS * ROLES, 1.0 / (OUTPUTS as f32).sqrt());
        }
        Self { weights, random }
    }

    /// Ones and noughts that keep the mean.
    fn mask<const N: usize>(&mut self, lost: f32) -> [f32; N] {
        std::array::from_fn(|_| if self.random.f32() < lost { 0.0 } else { 1.0 / (1.0 - lost) })
    }

    fn forward(&mut self, words: &[(usize, Option<usize>)], places: [usize; 2]) -> Sentence {
        let rows: Vec<_> = words.iter().map(|(word, ending)| [Some(*word).filter(|_| self.random.f32() >= FORGOTTEN), *ending]).collect();
        let mut vectors = Vec::with_capacity(rows.len());
        for row in &rows {
            let mask: [f32; WIDTH] = self.mask(DROPPED);
            let mut vector = [0.0; WIDTH];
            row.iter().flatten().for_each(|row| axpy(&mut vector, &self.weights[row * WIDTH..], 1.0));
            vector.iter_mut().zip(&mask).for_each(|(value, mask)| *value *= mask);
            vectors.push((vector, mask));
        }
        let mut found = vec![[0.0; FILTERS]; rows.len()];
        for (at, found) in found.iter_mut().enumerate() {
            found.copy_from_slice(&self.weights[BIAS..BIAS + FILTERS]);
            for place in (0..3).filter(|place| (1..=rows.len()).contains(&(at + place))) {
                for (number, value) in vectors[at + place - 1].0.iter().enumerate().filter(|(_, value)| **value != 0.0) {
                    axpy(found, &self.weights[FILTER + (place * WIDTH + number) * FILTERS..], *value);
                }
            }
            found.iter_mut().for_each(|found| *found = found.max(0.0));
        }
        let mut sentence = Sentence { words: vectors, found, strongest: [0; FILTERS], input: [0.0; INPUTS], mask: self.mask(LOST), rows, gates: [0.0; GATES] };
        sentence.pool(places);
        sentence.gates.copy_from_slice(&self.weights[GATE + INPUTS * GATES..HEADS]);
        for (number, value) in sentence.input.iter().enumerate().filter(|(_, value)| **value != 0.0) {
            axpy(&mut sentence.gates, &self.weights[GATE + number * GATES..], *value);
        }
        for (number, gate) in sentence.gates.iter_mut().enumerate() {
            *gate = if number / MEMORY % 2 == 0 { sigmoid(*gate) } else { gate.tanh() };
        }
        sentence
    }

    /// Adds one text's share to the gradient.
    fn learn(&mut self, lesson: &Lesson, head: usize, weight: f32, gradient: &mut [f32]) {
        let mut sentences: Vec<Sentence> = lesson.words.iter().zip(&lesson.places).map(|(words, places)| self.forward(words, *places)).collect();
        let count = sentences.len();
        let mut states = [vec![[0.0; MEMORY]; count + 1], vec![[0.0; MEMORY]; count + 1]];
        for step in 0..count {
            for (side, at) in [(0, step), (1, count - 1 - step)] {
                let gates = &sentences[at].gates[side * 2 * MEMORY..];
                for number in 0..MEMORY {
                    states[side][step + 1][number] = gates[number] * states[side][step][number] + (1.0 - gates[number]) * gates[MEMORY + number];
                }
            }
        }
        let base = HEADS + head * HEAD;
        let pairs = base + (OUTPUTS + 1) * ROLES;
        let masks: Vec<[f32; 2 * MEMORY]> = (0..count).map(|_| self.mask(LOST)).collect();
        let outputs: Vec<Vec<f32>> = (0..count).map(|at| {
            let remembered = states[0][at + 1].iter().chain(&states[1][count - at]);
            remembered.zip(&masks[at]).map(|(state, mask)| state * mask).chain(sentences[at].input).collect()
        }).collect();
        let scores: Vec<Scores> = outputs.iter().map(|outputs| {
            let mut scores = [0.0; ROLES];
            scores.copy_from_slice(&self.weights[base + OUTPUTS * ROLES..pairs]);
            outputs.iter().enumerate().for_each(|(number, value)| axpy(&mut scores, &self.weights[base + number * ROLES..], *value));
            scores
        }).collect();
        let follows = std::array::from_fn(|row| std::array::from_fn(|column| self.weights[pairs + row * ROLES + column]));
        let believed = beliefs(&scores, &follows);
        for (at, pair) in believed.pairs.iter().enumerate() {
            for (number, believed) in pair.iter().flatten().enumerate() {
                gradient[pairs + number] += weight * (believed - lesson.targets[at][number / ROLES] * lesson.targets[at + 1][number % ROLES]);
            }
        }
        let mut carried = [vec![[0.0; MEMORY]; count], vec![[0.0; MEMORY]; count]];
        let mut inputs = vec![[0.0; INPUTS]; count];
        for at in 0..count {
            let wrong: Scores = std::array::from_fn(|role| weight * (believed.roles[at][role] - lesson.targets[at][role]));
            axpy(&mut gradient[base + OUTPUTS * ROLES..pairs], &wrong, 1.0);
            for (number, value) in outputs[at].iter().enumerate() {
                let place = base + number * ROLES;
                axpy(&mut gradient[place..place + ROLES], &wrong, *value);
                let back = dot(&self.weights[place..place + ROLES], &wrong);
                match number {
                    0..MEMORY => carried[0][at][number] = back * masks[at][number],
                    n if n < 2 * MEMORY => carried[1][at][n - MEMORY] = back * masks[at][n],
                    n => inputs[at][n - 2 * MEMORY] = back,
                }
            }
        }
        let mut turned = vec![[0.0; GATES]; count];
        for (side, carried) in carried.iter().enumerate() {
            let mut carry = [0.0; MEMORY];
            for step in (0..count).rev() {
                let at = if side == 0 { step } else { count - 1 - step };
                let from = side * 2 * MEMORY;
                for number in 0..MEMORY {
                    let (gate, content) = (sentences[at].gates[from + number], sentences[at].gates[from + MEMORY + number]);
                    let back = carry[number] + carried[at][number];
                    turned[at][from + number] = back * (states[side][step][number] - content) * gate * (1.0 - gate);
                    turned[at][from + MEMORY + number] = back * (1.0 - gate) * (1.0 - content * content);
                    carry[number] = back * gate;
                }
            }
        }
        for ((sentence, turned), input) in sentences.iter_mut().zip(&turned).zip(&mut inputs) {
            axpy(&mut gradient[GATE + INPUTS * GATES..HEADS], turned, 1.0);
            for number in 0..INPUTS {
                let place = GATE + number * GATES;
                if sentence.input[number] != 0.0 {
                    axpy(&mut gradient[place..place + GATES], turned, sentence.input[number]);
                }
                input[number] += dot(&self.weights[place..place + GATES], turned);
                input[number] *= sentence.mask[number];
            }
            self.backward(sentence, input, gradient);
        }
    }

    /// From a sentence's vector back to its words.
    fn backward(&self, sentence: &Sentence, input: &[f32; INPUTS], gradient: &mut [f32]) {
        let count = sentence.found.len();
        let mut words = vec![[0.0; WIDTH]; count];
        for (at, found) in sentence.found.iter().enumerate() {
            let turned: [f32; FILTERS] = std::array::from_fn(|filter| {
                let strongest = if sentence.strongest[filter] == at { input[filter] } else { 0.0 };
                if found[filter] > 0.0 { strongest + input[FILTERS + filter] / count as f32 } else { 0.0 }
            });
            axpy(&mut gradient[BIAS..GATE], &turned, 1.0);
            for place in (0..3).filter(|place| (1..=count).contains(&(at + place))) {
                let word = at + place - 1;
                for (number, value) in sentence.words[word].0.iter().enumerate().filter(|(_, value)| **value != 0.0) {
                    let from = FILTER + (place * WIDTH + number) * FILTERS;
                    axpy(&mut gradient[from..from + FILTERS], &turned, *value);
                    words[word][number] += dot(&self.weights[from..from + FILTERS], &turned);
                }
            }
        }
        for ((rows, (_, mask)), word) in sentence.rows.iter().zip(&sentence.words).zip(&words) {
            for row in rows.iter().flatten() {
                for ((gradient, word), mask) in gradient[row * WIDTH..(row + 1) * WIDTH].iter_mut().zip(word).zip(mask) {
                    *gradient += word * mask;
                }
            }
        }
    }
}

impl Sentence {
    fn pool(&mut self, places: [usize; 2]) {
        for filter in 0..FILTERS {
            let column = || self.found.iter().map(|found| found[filter]);
            let strongest = column().enumerate().fold((0, f32::MIN), |best, (at, value)| if value > best.1 { (at, value) } else { best });
            self.strongest[filter] = strongest.0;
            self.input[filter] = strongest.1;
            self.input[FILTERS + filter] = column().sum::<f32>() / self.found.len() as f32;
        }
        places.iter().for_each(|place| self.input[2 * FILTERS + place] = 1.0);
        self.input.iter_mut().zip(&self.mask).for_each(|(value, mask)| *value *= mask);
    }
}

/// The state of Adam (Kingma and Ba 2015) with decoupled decay.
struct Adam {
    mean: Vec<f32>,
    square: Vec<f32>,
    step: i32,
}

impl Adam {
    fn step(&mut self, weights: &mut [f32], gradient: &[f32], rate: f32) {
        self.step += 1;
        let length = gradient.iter().map(|g| f64::from(*g) * f64::from(*g)).sum::<f64>().sqrt();
        #[expect(clippy::cast_possible_truncation, reason = "a length of some units")]
        let shrink = (CLIP / length as f32).min(1.0);
        let (first, second) = (1.0 - 0.9_f32.powi(self.step), 1.0 - 0.999_f32.powi(self.step));
        for (((weight, gradient), mean), square) in weights.iter_mut().zip(gradient).zip(&mut self.mean).zip(&mut self.square) {
            let gradient = gradient * shrink;
            *mean = 0.9 * *mean + 0.1 * gradient;
            *square = 0.999 * *square + 0.001 * gradient * gradient;
            *weight -= rate * (*mean / first / ((*square / second).sqrt() + 1e-8) + DECAY * *weight);
        }
    }
}

/// Trains on both corpora; the weights of the last epochs are averaged.
pub fn train(first: &[Lesson], second: &[Lesson], epochs: usize, seed: u64) -> Trained {
    let mut learner = Learner::new(seed);
    let mut adam = Adam { mean: vec![0.0; ALL], square: vec![0.0; ALL], step: 0 };
    let batches = first.len() / BATCH;
    let total = (epochs * batches) as f32;
    let mut average = vec![0.0; ALL];
    let mut orders: [Vec<usize>; 2] = [(0..first.len()).collect(), (0..second.len()).collect()];
    for epoch in 0..epochs {
        orders.iter_mut().for_each(|order| learner.random.shuffle(order));
        for batch in 0..batches {
            let mut gradient = vec![0.0; ALL];
            for (head, (lessons, share)) in [(first, 1.0), (second, SECOND)].into_iter().enumerate() {
                let chosen: Vec<&Lesson> = orders[head].iter().skip(batch * BATCH).take(BATCH).map(|at| &lessons[*at]).collect();
                let sentences: usize = chosen.iter().map(|lesson| lesson.words.len()).sum();
                chosen.iter().for_each(|lesson| learner.learn(lesson, head, share / sentences as f32, &mut gradient));
            }
            let done = (epoch * batches + batch) as f32;
            adam.step(&mut learner.weights, &gradient, RATE * (done / RISE).min(1.0) * (1.0 - done / total));
        }
        if epoch + 3 >= epochs {
            axpy(&mut average, &learner.weights, 1.0 / 3.0);
        }
    }
    Trained(average)
}

/// Trained weights.
pub struct Trained(Vec<f32>);

impl Trained {
    /// The stored form: what each word gives to each filter, and the rest.
    pub fn stored(&self) -> (Dense, Vec<Shares>, Pairs) {
        let weights = &self.0;
        let shares: Vec<Vec<f32>> = (0..WORDS).map(|row| {
            let mut shares = vec![0.0; 3 * FILTERS];
            for place in 0..3 {
                for number in 0..WIDTH {
                    axpy(&mut shares[place * FILTERS..(place + 1) * FILTERS], &weights[FILTER + (place * WIDTH + number) * FILTERS..], weights[row * WIDTH + number]);
                }
            }
            shares
        }).collect();
        let step = shares.iter().flatten().fold(f32::MIN_POSITIVE, |most, share| share.abs().max(most)) / 127.0;
        #[expect(clippy::cast_possible_truncation, reason = "the step makes every share at most 127")]
        let round = |share: &f32| ((share / step).round() as i8).cast_unsigned();
        let table = shares.iter().map(|shares| std::array::from_fn(|at| round(&shares[at]))).collect();
        let head = &weights[HEADS..HEADS + HEAD];
        let (scores, pairs) = head.split_at((OUTPUTS + 1) * ROLES);
        let follows = std::array::from_fn(|row| std::array::from_fn(|column| pairs[row * ROLES + column]));
        let dense = Dense { step, bias: weights[BIAS..GATE].to_vec(), gates: weights[GATE..HEADS].to_vec(), scores: scores.to_vec() };
        (dense, table, follows)
    }
}
