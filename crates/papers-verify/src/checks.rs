//! The checks, each of which compares the sentences of a digest with the source or with each other.
//!
//! | finding | modules |
//! |---|---|
//! | `unsupported-number`, `mismatched-number` | `numbers`, which ignores what `list` explains |
//! | `misplaced-number` | `proximity`, `swap`, `row`, `tally` |
//! | `unsupported-name` | `names` |
//! | `unsupported-address` | `address` |
//! | `unsupported-praise` | `praise` |
//! | `unsupported-sentence` | `support` |
//! | `reversed-claim` | `negation`, `significance`, `direction` with the words of `polarity`, `correlation` |
//! | `empty-section`, `repetition`, `truncation` | `shape` |
//! | `placeholder` | `failure`, `talk`, `task`, `gap`, `shape` |
//! | `refusal` | `failure` |
//! | `markup` | `markup` |
//! | `instruction` | `instruction` |
//! | `wrong-language` | `language` of `text` |
//!
//! [`against_source`] runs those that compare one sentence with the source; the inspector runs the others.

use crate::number::Number;
use crate::sentence::Sentence;
use papers_paper::FindingKind;
use proximity::Claimed;

// Numbers.
mod list;
mod numbers;
pub(crate) mod proximity;
mod row;
mod swap;
mod tally;

// Names and addresses.
pub(crate) mod address;
pub(crate) mod names;

// Statements.
mod correlation;
mod direction;
mod negation;
mod polarity;
mod praise;
mod significance;
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

/// A check of one sentence against the source.
type Check = fn(&Claimed<'_>) -> Vec<Fault>;

/// The checks of numbers. A group runs only if those before it find nothing, because a wrong number may seem misplaced, too.
const NUMBERS: [&[Check]; 3] =
    [&[numbers::unsupported], &[swap::swapped], &[row::of_others, tally::miscounted]];

/// The checks of names, addresses and statements.
const WORDS: [Check; 7] = [
    names::unsupported,
    |claimed| claimed.basis.texts.foreign_addresses(claimed.sentence.text),
    praise::foreign,
    |claimed| Vec::from_iter(negation::added(claimed)),
    |claimed| Vec::from_iter(significance::reversed(claimed)),
    |claimed| Vec::from_iter(direction::reversed(claimed)),
    |claimed| Vec::from_iter(correlation::reversed(claimed)),
];

/// Returns what a sentence says and the source does not.
pub(crate) fn against_source(claimed: &Claimed<'_>) -> Vec<Fault> {
    let run = |checks: &[Check]| checks.iter().flat_map(|check| check(claimed)).collect::<Vec<Fault>>();
    let numbers = NUMBERS.into_iter().map(run).find(|faults| !faults.is_empty());
    numbers.into_iter().flatten().chain(run(&WORDS)).collect()
}
