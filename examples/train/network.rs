//! Trains the network of word filters and recurrent layers by backpropagation. All random numbers come from one seeded generator,
//! so that the same texts give the same weights.

use fastrand::Rng;
use papers_digest::roles::chain::{Pairs, ROLES, Scores, beliefs};
use papers_digest::roles::network::{Dense, FILTERS, GATES, INPUTS, MEMORY, OUTPUTS, Shares, WORDS};

use crate::adam::Adam;
use crate::layout::{ALL, BIAS, FILTER, GATE, HEAD, HEAD_BIAS, PAIRS, WIDTH, add, dot};
use crate::sentence::{LOST, Sentence, mask};

/// The number of texts in a batch.
const BATCH: usize = 16;

/// The maximum learning rate. It increases over the first steps and then decreases to zero.
const RATE: f32 = 3e-3;

/// The number of steps over which it increases.
const RISE: f32 = 50.0;

/// The number of final epochs whose weights are averaged.
const LAST: usize = 3;

/// A text for training: the rows of its words and endings, the positions of its sentences, and their target probabilities.
pub struct Lesson {
    pub words: Vec<Vec<(usize, Option<usize>)>>,
    pub places: Vec<[usize; 2]>,
    pub targets: Vec<Scores>,
}

/// The network during training.
struct Learner {
    weights: Vec<f32>,
    random: Rng,
}

/// The states of each recurrent layer before the first sentence that it reads and after each; the second layer reads from the end.
type States = [Vec<[f32; MEMORY]>; 2];

fn remember(sentences: &[Sentence]) -> States {
    [0, 1].map(|side| {
        let mut states = vec![[0.0; MEMORY]; sentences.len() + 1];
        for step in 0..sentences.len() {
            let (gates, contents) = halves(&sentences[turn(side, step, sentences.len())], side);
            states[step + 1] = std::array::from_fn(|number| {
                gates[number] * states[step][number] + (1.0 - gates[number]) * contents[number]
            });
        }
        states
    })
}

/// Returns the sentence that a recurrent layer reads in a step.
fn turn(side: usize, step: usize, count: usize) -> usize {
    if side == 0 { step } else { count - 1 - step }
}

fn halves(sentence: &Sentence, side: usize) -> (&[f32], &[f32]) {
    sentence.gates[side * 2 * MEMORY..][..2 * MEMORY].split_at(MEMORY)
}

/// Returns the gradients of the gates, given those of the outputs of both recurrent layers.
fn forget(sentences: &[Sentence], states: &States, wrong: &[[f32; OUTPUTS]]) -> Vec<[f32; GATES]> {
    let mut turned = vec![[0.0; GATES]; sentences.len()];
    for (side, states) in states.iter().enumerate() {
        let mut carry = [0.0; MEMORY];
        for step in (0..sentences.len()).rev() {
            let at = turn(side, step, sentences.len());
            let (gates, contents) = halves(&sentences[at], side);
            for number in 0..MEMORY {
                let (gate, content) = (gates[number], contents[number]);
                let back = carry[number] + wrong[at][side * MEMORY + number];
                let from = side * 2 * MEMORY + number;
                turned[at][from] = back * (states[step][number] - content) * gate * (1.0 - gate);
                turned[at][from + MEMORY] = back * (1.0 - gate) * (1.0 - content * content);
                carry[number] = back * gate;
            }
        }
    }
    turned
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
        fill(GATE, HEAD, 1.0 / (INPUTS as f32).sqrt());
        fill(HEAD, HEAD_BIAS, 1.0 / (OUTPUTS as f32).sqrt());
        Self { weights, random }
    }

    /// Returns the gradient of a batch.
    fn study(&mut self, lessons: &[&Lesson]) -> Vec<f32> {
        let mut gradient = vec![0.0; ALL];
        let sentences: usize = lessons.iter().map(|lesson| lesson.words.len()).sum();
        for lesson in lessons {
            self.learn(lesson, 1.0 / sentences as f32, &mut gradient);
        }
        gradient
    }

    /// Adds a text to the gradient, with the weight of each of its sentences, and returns its loss.
    fn learn(&mut self, lesson: &Lesson, weight: f32, gradient: &mut [f32]) -> f32 {
        let count = lesson.words.len();
        let texts = lesson.words.iter().zip(&lesson.places);
        let read = |(words, places): (&Vec<(usize, Option<usize>)>, &[usize; 2])| {
            Sentence::read(&self.weights, &mut self.random, words, *places)
        };
        let sentences: Vec<Sentence> = texts.map(read).collect();
        let states = remember(&sentences);
        let masks: Vec<[f32; 2 * MEMORY]> = (0..count).map(|_| mask(&mut self.random, LOST)).collect();
        let output = |at: usize| -> [f32; OUTPUTS] {
            let remembered = states[0][at + 1].iter().chain(&states[1][count - at]);
            let remembered = remembered.zip(&masks[at]).map(|(state, mask)| state * mask);
            let mut all = remembered.chain(sentences[at].input);
            std::array::from_fn(|_| all.next().unwrap_or(0.0))
        };
        let outputs: Vec<_> = (0..count).map(output).collect();
        let (loss, wrong) = self.blame(lesson, weight, &outputs, gradient);
        let mut wrong: Vec<[f32; OUTPUTS]> =
            wrong.iter().zip(&outputs).map(|(wrong, output)| self.back(wrong, output, gradient)).collect();
        for (wrong, mask) in wrong.iter_mut().zip(&masks) {
            wrong.iter_mut().zip(mask).for_each(|(wrong, mask)| *wrong *= mask);
        }
        let turned = forget(&sentences, &states, &wrong);
        for ((sentence, turned), wrong) in sentences.iter().zip(&turned).zip(&wrong) {
            let input = std::array::from_fn(|number| wrong[2 * MEMORY + number]);
            sentence.learn(&self.weights, turned, input, gradient);
        }
        loss
    }

    /// Returns the loss of a text, and the gradients of its scores.
    fn blame(
        &self,
        lesson: &Lesson,
        weight: f32,
        outputs: &[[f32; OUTPUTS]],
        gradient: &mut [f32],
    ) -> (f32, Vec<Scores>) {
        let score = |output: &[f32; OUTPUTS]| {
            let mut scores = [0.0; ROLES];
            scores.copy_from_slice(&self.weights[HEAD_BIAS..PAIRS]);
            let rows = self.weights[HEAD..HEAD_BIAS].as_chunks::<ROLES>().0;
            output.iter().zip(rows).for_each(|(value, row)| add(&mut scores, row, *value));
            scores
        };
        let scores: Vec<Scores> = outputs.iter().map(score).collect();
        let follows = self.follows();
        let believed = beliefs(&scores, &follows);
        let mut right = 0.0;
        for (at, pair) in believed.pairs.iter().enumerate() {
            for (number, believed) in pair.iter().flatten().enumerate() {
                let (first, second) = (number / ROLES, number % ROLES);
                let target = lesson.targets[at][first] * lesson.targets[at + 1][second];
                gradient[PAIRS + number] += weight * (believed - target);
                right += target * follows[first][second];
            }
        }
        right += scores.iter().zip(&lesson.targets).map(|(scores, target)| dot(scores, target)).sum::<f32>();
        let wrong = |(believed, target): (&Scores, &Scores)| {
            std::array::from_fn(|role| weight * (believed[role] - target[role]))
        };
        (weight * (believed.total - right), believed.roles.iter().zip(&lesson.targets).map(wrong).collect())
    }

    fn follows(&self) -> Pairs {
        let pairs = self.weights[PAIRS..ALL].as_chunks::<ROLES>().0;
        std::array::from_fn(|role| pairs[role])
    }

    /// Backpropagates from the scores of a sentence to its outputs.
    fn back(&self, wrong: &Scores, output: &[f32; OUTPUTS], gradient: &mut [f32]) -> [f32; OUTPUTS] {
        add(&mut gradient[HEAD_BIAS..PAIRS], wrong, 1.0);
        std::array::from_fn(|number| {
            let place = HEAD + number * ROLES;
            add(&mut gradient[place..place + ROLES], wrong, output[number]);
            dot(&self.weights[place..place + ROLES], wrong)
        })
    }
}

/// Trains in batches of texts, and averages the weights of the last epochs.
pub fn train(lessons: &[Lesson], epochs: usize, seed: u64) -> Trained {
    let mut learner = Learner::new(seed);
    let mut adam = Adam::new(ALL);
    let total = (epochs * lessons.len().div_ceil(BATCH)) as f32;
    let mut done = 0.0;
    let mut average = vec![0.0; ALL];
    let mut order: Vec<&Lesson> = lessons.iter().collect();
    for epoch in 0..epochs {
        learner.random.shuffle(&mut order);
        for batch in order.chunks(BATCH) {
            let gradient = learner.study(batch);
            adam.step(
                &mut learner.weights,
                &gradient,
                RATE * f32::min(done / RISE, 1.0) * (1.0 - done / total),
            );
            done += 1.0;
        }
        if epoch + LAST >= epochs {
            add(&mut average, &learner.weights, 1.0 / LAST as f32);
        }
    }
    Trained(average)
}

/// Trained weights.
pub struct Trained(Vec<f32>);

impl Trained {
    /// Returns the stored form: the contribution of each word to each filter, and the other weights.
    pub fn stored(&self) -> (Dense, Vec<Shares>, Pairs) {
        let weights = &self.0;
        let shares: Vec<Vec<f32>> = (0..WORDS)
            .map(|row| {
                let mut shares = vec![0.0; 3 * FILTERS];
                for place in 0..3 {
                    for number in 0..WIDTH {
                        add(
                            &mut shares[place * FILTERS..(place + 1) * FILTERS],
                            &weights[FILTER + (place * WIDTH + number) * FILTERS..],
                            weights[row * WIDTH + number],
                        );
                    }
                }
                shares
            })
            .collect();
        let step =
            shares.iter().flatten().fold(f32::MIN_POSITIVE, |most, share| share.abs().max(most)) / 127.0;
        #[expect(clippy::cast_possible_truncation, reason = "the step makes every share at most 127")]
        let round = |share: &f32| ((share / step).round() as i8).cast_unsigned();
        let table = shares.iter().map(|shares| std::array::from_fn(|at| round(&shares[at]))).collect();
        let (scores, pairs) = weights[HEAD..].split_at(PAIRS - HEAD);
        let follows = std::array::from_fn(|row| std::array::from_fn(|column| pairs[row * ROLES + column]));
        let dense = Dense {
            step,
            bias: weights[BIAS..GATE].to_vec(),
            gates: weights[GATE..HEAD].to_vec(),
            scores: scores.to_vec(),
        };
        (dense, table, follows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lesson() -> Lesson {
        let words = [vec![1, 5, 9, 2], vec![1, 7, 5, 3, 2], vec![1, 2]];
        let words = words.map(|row| row.into_iter().map(|word| (word, Some(word + 20))).collect());
        let targets = vec![[0.7, 0.1, 0.1, 0.05, 0.05], [0.0, 0.0, 1.0, 0.0, 0.0], [0.2; ROLES]];
        Lesson { words: words.into(), places: vec![[0, 12], [1, 11], [2, 10]], targets }
    }

    /// Returns the loss with the same dropout each time.
    fn loss(learner: &mut Learner, gradient: &mut [f32]) -> f32 {
        learner.random = Rng::with_seed(4);
        learner.learn(&lesson(), 1.0, gradient)
    }

    #[test]
    fn the_gradient_is_what_a_small_step_changes() {
        let mut learner = Learner::new(3);
        let mut gradient = vec![0.0; ALL];
        loss(&mut learner, &mut gradient);
        let mut unused = vec![0.0; ALL];
        for (from, to) in [(0, FILTER), (FILTER, BIAS), (BIAS, GATE), (GATE, HEAD), (HEAD, ALL)] {
            let steepest =
                (from..to).max_by(|a, b| gradient[*a].abs().total_cmp(&gradient[*b].abs())).unwrap();
            let weight = learner.weights[steepest];
            let mut at = |value| {
                learner.weights[steepest] = value;
                loss(&mut learner, &mut unused)
            };
            let change = (at(weight + 1e-2) - at(weight - 1e-2)) / 2e-2;
            at(weight);
            assert!((change - gradient[steepest]).abs() < 0.02 * change.abs().max(0.1), "{from}: {change}");
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_weights() {
        let lessons = || (0..BATCH).map(|_| lesson()).collect::<Vec<_>>();
        let train = |seed| train(&lessons(), LAST, seed).0;
        assert_eq!(train(1), train(1));
        assert_ne!(train(1), train(2));
    }
}
