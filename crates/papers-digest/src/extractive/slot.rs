//! The seven parts of a digest: what each wants, how much of it, and where it stands.

use super::candidate::Candidate;
use super::score;
use super::stand::Standing;
use crate::Limits;
use papers_paper::SectionName;

/// A part of the digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    Goal,
    Motivation,
    Contribution,
    Method,
    Results,
    Limitations,
    Conclusion,
}

impl Slot {
    /// In the order in which they choose: first what only few sentences can say.
    pub(super) const ALL: [Self; 7] = [
        Self::Goal,
        Self::Limitations,
        Self::Motivation,
        Self::Results,
        Self::Method,
        Self::Contribution,
        Self::Conclusion,
    ];

    /// How well a sentence fits, in points; none where it could not be understood.
    pub(super) fn score(self, candidate: &Candidate<'_>) -> f64 {
        let only = match candidate.standing {
            Standing::AfterResults => Self::Conclusion,
            Standing::AfterAim => Self::Method,
            _ => self,
        };
        if only != self {
            return 0.0;
        }
        match self {
            Self::Goal => score::goal(candidate),
            Self::Motivation => score::motivation(candidate),
            Self::Contribution => score::contribution(candidate),
            Self::Method => score::method(candidate),
            Self::Results => score::results(candidate),
            Self::Limitations => score::limitations(candidate),
            Self::Conclusion => score::conclusion(candidate),
        }
    }

    /// How many sentences it takes at most.
    pub(super) const fn limit(self, limits: &Limits) -> usize {
        match self {
            Self::Goal | Self::Motivation | Self::Contribution => 1,
            Self::Method => limits.method,
            Self::Results => limits.results,
            Self::Limitations => limits.limitations,
            Self::Conclusion => limits.conclusion,
        }
    }

    /// Section of the digest and index of its first sentence there.
    pub(super) const fn place(self) -> (SectionName, usize) {
        match self {
            Self::Goal => (SectionName::Introduction, 0),
            Self::Motivation => (SectionName::Introduction, 1),
            Self::Contribution => (SectionName::Introduction, 2),
            Self::Method => (SectionName::Method, 0),
            Self::Results => (SectionName::Results, 0),
            Self::Limitations => (SectionName::Limitations, 0),
            Self::Conclusion => (SectionName::Conclusion, 0),
        }
    }
}
