//! Computes the probabilities of roles (or other classes) in a linear chain from the scores of each sentence and of consecutive roles, by the
//! forward-backward algorithm. Takes time linear in the number of sentences.

/// The number of roles.
pub const ROLES: usize = 5;

/// One number per role.
pub type Scores<const N: usize = ROLES> = [f32; N];

/// One number per pair of consecutive roles.
pub type Pairs<const N: usize = ROLES> = [Scores<N>; N];

/// The marginal probabilities of a chain.
#[derive(Debug, Clone, Default)]
pub struct Beliefs<const N: usize = ROLES> {
    /// The probability of each role, for each sentence.
    pub roles: Vec<Scores<N>>,
    /// The probability of each pair of roles, for each sentence except the last and its successor.
    pub pairs: Vec<Pairs<N>>,
    /// The logarithm of the partition function, which normalizes the scores.
    pub total: f32,
}

/// Returns ln Σ exp, without overflow.
fn sum<const N: usize>(scores: &Scores<N>) -> f32 {
    let highest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    highest + scores.iter().map(|score| (score - highest).exp()).sum::<f32>().ln()
}

/// Returns the sum of two scores, role by role.
pub fn plus<const N: usize>(left: &Scores<N>, right: &Scores<N>) -> Scores<N> {
    std::array::from_fn(|role| left.get(role).unwrap_or(&0.0) + right.get(role).unwrap_or(&0.0))
}

fn transposed<const N: usize>(pairs: &Pairs<N>) -> Pairs<N> {
    std::array::from_fn(|row| pairs.map(|pair| pair.get(row).copied().unwrap_or(0.0)))
}

/// Returns the messages from one side, without the sentence's own scores.
fn pass<'a, const N: usize>(
    scores: impl Iterator<Item = &'a Scores<N>>,
    follows: &Pairs<N>,
) -> Vec<Scores<N>> {
    let mut messages = Vec::new();
    let mut message = [0.0; N];
    for own in scores {
        messages.push(message);
        let here = plus(&message, own);
        message = follows.map(|pair| sum(&plus(&here, &pair)));
    }
    messages
}

/// The scores of a chain up to each sentence, and the messages from those after it.
struct Messages<const N: usize> {
    left: Vec<Scores<N>>,
    right: Vec<Scores<N>>,
    total: f32,
}

impl<const N: usize> Messages<N> {
    fn new(scores: &[Scores<N>], follows: &Pairs<N>) -> Self {
        let forward = pass(scores.iter(), &transposed(follows));
        let mut right = pass(scores.iter().rev(), follows);
        right.reverse();
        let left: Vec<_> = forward.iter().zip(scores).map(|(message, own)| plus(message, own)).collect();
        let total = left.last().map_or(0.0, sum);
        Self { left, right, total }
    }

    fn probability(&self, score: f32) -> f32 {
        (score - self.total).exp()
    }

    fn roles(&self) -> Vec<Scores<N>> {
        let role = |(left, right): (&Scores<N>, _)| plus(left, right).map(|score| self.probability(score));
        self.left.iter().zip(&self.right).map(role).collect()
    }
}

/// Computes the probability of each role, for each sentence, from the scores of each sentence and of each pair of consecutive roles
/// (first, then second).
pub fn roles<const N: usize>(scores: &[Scores<N>], follows: &Pairs<N>) -> Vec<Scores<N>> {
    Messages::new(scores, follows).roles()
}

/// Computes all marginals, like [`roles()`], for training.
pub fn beliefs<const N: usize>(scores: &[Scores<N>], follows: &Pairs<N>) -> Beliefs<N> {
    let messages = Messages::new(scores, follows);
    let right = scores.iter().zip(&messages.right).skip(1).map(|(own, message)| plus(own, message));
    let pair = |(left, right): (&Scores<N>, Scores<N>)| {
        let mut pairs = *follows;
        for (pairs, left) in pairs.iter_mut().zip(left) {
            *pairs = plus(pairs, &right).map(|score| messages.probability(score + left));
        }
        pairs
    };
    let pairs = messages.left.iter().zip(right).map(pair).collect();
    Beliefs { roles: messages.roles(), pairs, total: messages.total }
}

/// Returns the index of the role with the highest score; the first if several are equal.
pub fn likeliest<const N: usize>(scores: &Scores<N>) -> usize {
    let best = |best: (usize, f32), (role, score): (usize, &f32)| {
        if *score > best.1 { (role, *score) } else { best }
    };
    scores.iter().enumerate().fold((0, f32::NEG_INFINITY), best).0
}

#[cfg(test)]
mod tests {
    use super::*;

    const FOLLOWS: Pairs = [
        [0.3, -0.2, 0.5, 0.0, 0.1],
        [-0.4, 0.2, 0.9, 0.3, -0.1],
        [0.0, 0.1, 0.6, 0.8, -0.7],
        [0.2, -0.9, 0.1, 0.4, 0.5],
        [0.0, 0.0, -0.3, 0.2, 1.1],
    ];

    fn scores() -> Vec<Scores> {
        vec![[1.0, 0.0, -0.5, 0.2, 0.0], [0.1, 0.4, 0.3, -1.0, 0.0], [-0.3, 0.0, 0.9, 1.2, 0.6]]
    }

    /// Returns every sequence of three roles with its weight.
    fn sequences() -> Vec<([usize; 3], f32)> {
        let scores = scores();
        let weight = |[a, b, c]: [usize; 3]| {
            (scores[0][a] + scores[1][b] + scores[2][c] + FOLLOWS[a][b] + FOLLOWS[b][c]).exp()
        };
        (0..125).map(|n| [n / 25, n / 5 % 5, n % 5]).map(|roles| (roles, weight(roles))).collect()
    }

    #[test]
    fn beliefs_are_those_of_all_sequences_counted_one_by_one() {
        let beliefs = beliefs(&scores(), &FOLLOWS);
        let total: f32 = sequences().iter().map(|(_, weight)| weight).sum();
        assert!((beliefs.total - total.ln()).abs() < 1e-4);
        let share = |wanted: &dyn Fn(&[usize; 3]) -> bool| {
            sequences().iter().filter(|(roles, _)| wanted(roles)).map(|(_, weight)| weight).sum::<f32>()
                / total
        };
        for role in 0..ROLES {
            for sentence in 0..3 {
                let expected = share(&|roles| roles[sentence] == role);
                assert!((beliefs.roles[sentence][role] - expected).abs() < 1e-4);
            }
            for next in 0..ROLES {
                let expected = share(&|roles| roles[1] == role && roles[2] == next);
                assert!((beliefs.pairs[1][role][next] - expected).abs() < 1e-4);
            }
        }
    }

    #[test]
    fn no_sentences_are_no_beliefs_and_a_thousand_stay_finite() {
        assert!(beliefs(&[], &FOLLOWS).roles.is_empty());
        let long = beliefs(&vec![[30.0, -30.0, 0.0, 5.0, 1.0]; 1_000], &FOLLOWS);
        assert!(long.roles.iter().flatten().all(|probability| (0.0..=1.01).contains(probability)));
    }

    #[test]
    fn the_first_of_equals_is_likeliest() {
        assert_eq!(likeliest(&[0.1, 0.4, 0.4, 0.0, 0.1]), 1);
        assert_eq!(likeliest(&[f32::NAN; ROLES]), 0);
    }
}
