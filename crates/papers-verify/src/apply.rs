//! Applies the findings to a digest: returns what may be published, or the reason why nothing may.

use std::collections::BTreeSet;

use crate::inspector::Report;
use papers_paper::{Action, Digest, Evidence, Finding, FindingKind, SectionName, Summary, Writer};

/// The maximum share of sentences that a digest may lose and still be published.
const MOST_LOST: f64 = 0.5;

/// A digest that may be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The remaining digest.
    pub digest: Digest,
    /// The evidence for its sentences, with their new numbers.
    pub evidence: Vec<Evidence>,
    /// The findings, with the original numbers of sentences.
    pub findings: Vec<Finding>,
}

/// The reasons why a digest may not be published.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejected {
    /// A finding of a kind that rejects.
    #[error("the digest has {}: `{}`", article(.0.kind), .0.detail)]
    Finding(Box<Finding>),
    /// Too many sentences were dropped.
    #[error("{lost} of the digest's {of} sentences cannot be published, the first for {}: `{}`", article(.first.kind), .first.detail)]
    TooMuchLost {
        /// The number of dropped sentences.
        lost: usize,
        /// The original number of sentences.
        of: usize,
        /// The first finding.
        first: Box<Finding>,
    },
    /// The model's digest is empty.
    #[error("the digest says nothing")]
    Empty,
}

/// Returns the name of a kind with its article: `an unsupported number`, `a refusal`.
fn article(kind: FindingKind) -> String {
    let name = kind.name().replace('-', " ");
    let article = if name.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {name}")
}

impl Report {
    /// Removes the sentences from a digest that its findings drop.
    ///
    /// # Errors
    ///
    /// Fails if a finding has the action `Reject`, or if the digest is empty or loses too many sentences.
    pub fn apply(mut self, summary: Summary, writer: &Writer) -> Result<Checked, Rejected> {
        self.findings.sort_by_key(|finding| (finding.section, finding.sentence));
        let Self { findings, trimmed } = self;
        let first = |action: Action| findings.iter().find(|finding| finding.action == action);
        if let Some(finding) = first(Action::Reject) {
            return Err(Rejected::Finding(Box::new(finding.clone())));
        }
        let dropped = Dropped::new(&findings);
        let of = summary.digest.sentences().count();
        let digest = dropped.without(trim(summary.digest, trimmed));
        let lost = of - digest.sentences().count();
        match first(Action::Drop) {
            Some(first) if lost as f64 > MOST_LOST * of as f64 => {
                return Err(Rejected::TooMuchLost { lost, of, first: Box::new(first.clone()) });
            }
            None if of == 0 && writer.is_model() => return Err(Rejected::Empty),
            _ => {}
        }
        let evidence =
            summary.evidence.into_iter().filter_map(|evidence| dropped.renumbered(evidence)).collect();
        Ok(Checked { digest, evidence, findings })
    }
}

/// Replaces items by what is left of them.
fn trim(mut digest: Digest, trimmed: Vec<(SectionName, usize, String)>) -> Digest {
    for (section, index, rest) in trimmed {
        if let Some(item) = digest.sentence_mut(section, index) {
            *item = rest;
        }
    }
    digest
}

/// The sentences to be dropped.
struct Dropped(BTreeSet<(SectionName, usize)>);

impl Dropped {
    fn new(findings: &[Finding]) -> Self {
        let dropped = findings.iter().filter(|finding| finding.action == Action::Drop);
        Self(dropped.filter_map(|finding| finding.section.zip(finding.sentence)).collect())
    }

    fn has(&self, section: SectionName, index: usize) -> bool {
        self.0.contains(&(section, index))
    }

    /// Returns the number of dropped sentences in a section before this one.
    fn before(&self, section: SectionName, index: usize) -> usize {
        self.0.range((section, 0)..(section, index)).count()
    }

    fn without(&self, mut digest: Digest) -> Digest {
        if self.has(SectionName::Tldr, 0) {
            digest.tldr = None;
        }
        for (index, statement) in digest.statements_mut().into_iter().enumerate() {
            if self.has(SectionName::Introduction, index) {
                statement.clear();
            }
        }
        for name in SectionName::LISTS {
            if let Some(sentences) = digest.list_mut(name) {
                self.thin(name, sentences);
            }
        }
        digest
    }

    fn thin(&self, section: SectionName, sentences: &mut Vec<String>) {
        let mut index = 0;
        sentences.retain(|_| {
            index += 1;
            !self.has(section, index - 1)
        });
    }

    /// Returns the evidence with the new number of its sentence; `None` for a dropped one.
    fn renumbered(&self, evidence: Evidence) -> Option<Evidence> {
        if self.has(evidence.section, evidence.sentence) {
            return None;
        }
        if evidence.section == SectionName::Introduction {
            return Some(evidence);
        }
        let gone = self.before(evidence.section, evidence.sentence);
        Some(Evidence { sentence: evidence.sentence - gone, ..evidence })
    }
}
