//! Classifies the sentences of an abstract or section by role, with a linear-chain model over hashed features. `examples/train`
//! trains it; `docs/ROLES.md` describes the data and the accuracy.

pub mod chain;
pub mod features;
pub mod model;
pub mod network;
pub mod words;

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use chain::Scores;
use features::Group;
use model::Model;
use words::Sentence;

/// The role of a sentence (the labels of CSAbstruct, Cohan et al. 2019).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Previous knowledge, and its gaps.
    Background,
    /// The aim of the paper.
    Objective,
    /// The approach.
    Method,
    /// The outcome and its meaning.
    Result,
    /// None of these.
    Other,
}

impl Role {
    /// All roles, in the order of their weights.
    pub const ALL: [Self; chain::ROLES] =
        [Self::Background, Self::Objective, Self::Method, Self::Result, Self::Other];
}

/// The trained weights.
static WEIGHTS: &[u8] = include_bytes!("roles/weights.bin");

/// The weights are part of the binary, so they must be small.
const _: () = assert!(WEIGHTS.len() <= 1_600_000);

#[expect(clippy::expect_used, reason = "the weights are part of the program and every test reads them")]
static MODEL: LazyLock<Model<'static>> =
    LazyLock::new(|| Model::read(WEIGHTS).expect("weights of this version"));

/// Returns the role of each sentence of a text, in order.
pub fn roles(sentences: &[&str]) -> Vec<Role> {
    predict(&MODEL, sentences, |_| true)
}

/// Returns the probability of each role for each sentence, in the order of [`Role::ALL`].
pub(crate) fn beliefs(sentences: &[Sentence]) -> Vec<Scores> {
    probabilities(&MODEL, sentences, |_| true)
}

/// Returns the role with the highest probability.
pub(crate) fn likeliest(scores: &Scores) -> Role {
    Role::ALL.get(chain::likeliest(scores)).copied().unwrap_or(Role::Other)
}

/// Returns the role of each sentence according to a model: the most probable one of each sentence, given all sentences.
pub fn predict(model: &Model<'_>, sentences: &[&str], wanted: impl Fn(Group) -> bool) -> Vec<Role> {
    let sentences: Vec<Sentence> = sentences.iter().map(|text| Sentence::read(text)).collect();
    probabilities(model, &sentences, wanted).iter().map(likeliest).collect()
}

/// Returns the probability of each role for each sentence, in the order of [`Role::ALL`]. `wanted` selects groups of features.
pub fn probabilities(
    model: &Model<'_>,
    sentences: &[Sentence],
    wanted: impl Fn(Group) -> bool,
) -> Vec<Scores> {
    chain::roles(&model.scores(sentences, wanted), model.follows())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_the_moves_of_an_abstract() {
        let abstract_ = [
            "Spoken language models answer slowly.",
            "In this paper, we propose a framework that thinks while it listens.",
            "The speech is cut into chunks of fixed length.",
            "Experiments show that it interrupts 37.1% more accurately than the baseline.",
            "All rights reserved.",
        ];
        assert_eq!(
            roles(&abstract_),
            [Role::Background, Role::Objective, Role::Method, Role::Result, Role::Other]
        );
    }
}
