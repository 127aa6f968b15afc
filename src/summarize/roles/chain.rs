//! Scores of each role for each sentence → probabilities, when roles follow each other as they do in abstracts: the
//! forward and backward pass of a linear chain. Time is linear in sentences.

/// Number of roles.
pub const ROLES: usize = 5;

/// A number for each role.
pub type Scores = [f32; ROLES];

/// A number for each pair of roles that follow each other.
pub type Pairs = [Scores; ROLES];

/// What a chain believes.
#[derive(Debug, Clone, Default)]
pub struct Beliefs {
    /// Probability of each role, for each sentence.
    pub roles: Vec<Scores>,
    /// Probability of each pair of roles, for each sentence but the last and the one after it.
    pub pairs: Vec<Pairs>,
    /// Logarithm of the sum over all sequences of roles, by which scores are made probabilities.
    pub total: f32,
}

/// ln Σ exp, without overflow.
fn sum(scores: &Scores) -> f32 {
    let highest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    highest + scores.iter().map(|score| (score - highest).exp()).sum::<f32>().ln()
}

/// The sum of two, role by role.
pub fn plus(left: &Scores, right: &Scores) -> Scores {
    std::array::from_fn(|role| left.get(role).unwrap_or(&0.0) + right.get(role).unwrap_or(&0.0))
}

fn transposed(pairs: &Pairs) -> Pairs {
    std::array::from_fn(|row| pairs.map(|pair| pair.get(row).copied().unwrap_or(0.0)))
}

/// Scores of what comes from one side, each sentence's own score apart.
fn pass<'a>(scores: impl Iterator<Item = &'a Scores>, follows: &Pairs) -> Vec<Scores> {
    let mut messages = Vec::new();
    let mut message = [0.0; ROLES];
    for own in scores {
        messages.push(message);
        let here = plus(&message, own);
        message = follows.map(|pair| sum(&plus(&here, &pair)));
    }
    messages
}

/// The beliefs, from the scores of each sentence and of each pair of roles in sequence (first, then second).
pub fn beliefs(scores: &[Scores], follows: &Pairs) -> Beliefs {
    let forward = pass(scores.iter(), &transposed(follows));
    let mut backward = pass(scores.iter().rev(), follows);
    backward.reverse();
    let left: Vec<Scores> = forward.iter().zip(scores).map(|(message, own)| plus(message, own)).collect();
    let total = left.last().map_or(0.0, sum);
    let probability = |score: f32| (score - total).exp();
    let roles = left.iter().zip(&backward).map(|(left, right)| plus(left, right).map(probability)).collect();
    let right = scores.iter().zip(&backward).skip(1).map(|(own, message)| plus(own, message));
    let pair = |(left, right): (&Scores, Scores)| {
        let mut pairs = *follows;
        for (pairs, left) in pairs.iter_mut().zip(left) {
            *pairs = plus(pairs, &right).map(|score| probability(score + left));
        }
        pairs
    };
    Beliefs { roles, pairs: left.iter().zip(right).map(pair).collect(), total }
}

/// The likeliest role of a sentence, as its index; the first of equals.
pub fn likeliest(scores: &Scores) -> usize {
    let best = |best: (usize, f32), (role, score): (usize, &f32)| {
        if *score > best.1 { (role, *score) } else { best }
    };
    scores.iter().enumerate().fold((0, f32::NEG_INFINITY), best).0
}
