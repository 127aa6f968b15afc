//! Sentences of one abstract or section → what each of them does, by cue phrases and position.

use serde::{Deserialize, Serialize};

use super::cues;

/// What a sentence does (the labels of CSAbstruct, Cohan et al. 2019).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// What was known, and what is wrong with it.
    Background,
    /// What the paper sets out to do.
    Objective,
    /// How it was done.
    Method,
    /// What came out, and what it means.
    Result,
    /// None of these.
    Other,
}

/// The role of each sentence, given in their order.
pub fn roles(sentences: &[&str]) -> Vec<Role> {
    let mut announced = false;
    let mut labels = Vec::with_capacity(sentences.len());
    for (index, sentence) in sentences.iter().enumerate() {
        let late = index * 2 >= sentences.len();
        let role = role(sentence, announced, late);
        announced |= matches!(role, Role::Objective | Role::Method);
        labels.push(role);
    }
    labels
}

fn role(sentence: &str, announced: bool, late: bool) -> Role {
    if cues::OTHER.is_match(sentence) {
        Role::Other
    } else if cues::RESULT.is_match(sentence) {
        Role::Result
    } else if cues::GOAL.is_match(sentence) || (!announced && cues::CONTRIBUTION.is_match(sentence)) {
        Role::Objective
    } else if cues::METHOD.is_match(sentence) || (announced && !late) {
        Role::Method
    } else if announced {
        Role::Result
    } else {
        Role::Background
    }
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
            "Code is available at https://example.org.",
        ];
        assert_eq!(
            roles(&abstract_),
            [Role::Background, Role::Objective, Role::Method, Role::Result, Role::Other]
        );
    }
}
