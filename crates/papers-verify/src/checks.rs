//! The checks, each of which compares the sentences of a digest with the source or with each other.

use crate::number::Number;
use crate::sentence::Sentence;
use papers_paper::FindingKind;

// Numbers.
mod list;
pub(crate) mod numbers;
pub(crate) mod proximity;
pub(crate) mod row;
pub(crate) mod swap;
pub(crate) mod tally;

// Names and addresses.
pub(crate) mod address;
pub(crate) mod names;

// Statements.
pub(crate) mod correlation;
pub(crate) mod direction;
pub(crate) mod negation;
mod polarity;
pub(crate) mod significance;
pub(crate) mod support;

// The form of a sentence, and texts that state nothing of the paper.
pub(crate) mod failure;
pub(crate) mod gap;
pub(crate) mod instruction;
pub(crate) mod markup;
pub(crate) mod shape;
pub(crate) mod talk;
pub(crate) mod task;

/// Something that is wrong with a sentence.
#[derive(Debug, Clone)]
pub(crate) struct Fault {
    pub(crate) kind: FindingKind,
    pub(crate) detail: String,
    pub(crate) certainty: Certainty,
}

/// The reliability of a check in a case like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Certainty {
    /// Too often wrong for a sentence to be dropped; it is marked instead.
    Low,
    High,
}

impl Fault {
    /// Creates the fault of a number that the source has, but not for what the sentence says of it.
    pub(crate) fn misplaced(sentence: &Sentence<'_>, number: &Number, certainty: Certainty) -> Self {
        Self { kind: FindingKind::MisplacedNumber, detail: sentence.shown(number), certainty }
    }

    /// Creates a fault of high certainty.
    pub(crate) const fn new(kind: FindingKind, detail: String) -> Self {
        Self { kind, detail, certainty: Certainty::High }
    }
}
