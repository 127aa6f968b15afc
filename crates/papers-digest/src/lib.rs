//! `Document` → digest and what each of its sentences rests on. The built-in engine chooses sentences of the paper and
//! never writes one; what the text does not say stays empty.

mod engine;
mod extractive;
pub mod llm;
pub mod roles;

use serde::{Deserialize, Serialize};

pub use engine::{Digesting, Engine, EngineError, Extractive, Inspect, Text, Written};
pub use extractive::{digest, features_of, move_features, quotation};
pub use papers_paper::Summary;
use papers_paper::{STATEMENTS, SectionName};
pub use roles::{Role, roles};

/// The largest number of sentences of each section. Goal, motivation and contribution are one each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Sentences on the method.
    pub method: usize,
    /// Sentences on the results.
    pub results: usize,
    /// Sentences on the limitations.
    pub limitations: usize,
    /// Sentences of the conclusion.
    pub conclusion: usize,
    /// Sentences in all that are quoted from the body of a paper that is under no Creative Commons license.
    pub quotes: usize,
}

impl Limits {
    /// The most sentences of a section that is a list; of the others each has its place.
    pub const fn of(&self, name: SectionName) -> usize {
        match name {
            SectionName::Tldr | SectionName::Introduction => 1,
            SectionName::Method => self.method,
            SectionName::Results => self.results,
            SectionName::Limitations => self.limitations,
            SectionName::Conclusion => self.conclusion,
        }
    }
}

impl Limits {
    /// The most sentences of a digest that has its one-line summary too.
    pub fn sentences(&self) -> usize {
        let lists = SectionName::LISTS.into_iter().map(|name| self.of(name));
        1 + STATEMENTS.len() + lists.sum::<usize>()
    }
}

impl Default for Limits {
    /// Those of the reference post, and of quotations what a review would take.
    fn default() -> Self {
        Self { method: 3, results: 3, limitations: 2, conclusion: 2, quotes: 8 }
    }
}
