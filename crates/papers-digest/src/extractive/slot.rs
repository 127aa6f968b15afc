//! The seven parts of a digest: what each wants, how much of it, and where it stands.

use super::context::Dependence;
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

    /// True where a sentence that stands so could be understood in this part.
    pub(super) fn understands(self, dependence: Dependence) -> bool {
        match dependence {
            Dependence::AfterResults => self == Self::Conclusion,
            Dependence::AfterAim => self == Self::Method,
            Dependence::Alone | Dependence::AfterPrevious => true,
            Dependence::Never => false,
        }
    }

    /// The name of its list in the table of weights.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Goal => "goal",
            Self::Motivation => "motivation",
            Self::Contribution => "contribution",
            Self::Method => "method",
            Self::Results => "results",
            Self::Limitations => "limitations",
            Self::Conclusion => "conclusion",
        }
    }

    /// The largest number of sentences it takes.
    pub(super) const fn limit(self, limits: &Limits) -> usize {
        limits.of(self.place().0)
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
