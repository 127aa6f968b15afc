//! Second opinions: asks another model whether the sentences of a model's digest are supported by their passages. Errors are
//! reported once and remove no sentence.

use std::sync::atomic::Ordering;

use futures_util::future::join_all;

use super::Pipeline;
use super::passage::passage;
use papers_digest::llm::{Claim, LlmError, Model, Spent};
use papers_paper::text::{quote, silence};
use papers_paper::{
    Action, Digest, Document, Evidence, Finding, FindingKind, Paper, SectionName, Usage, Writer,
};

/// The answers of a second model about a digest.
#[derive(Debug, Clone, Default)]
pub(super) struct Doubts {
    /// The sentences that it finds unsupported.
    pub(super) findings: Vec<Finding>,
    /// The tokens and cost of the requests.
    pub(super) usage: Usage,
    /// The model, if it answered.
    pub(super) by: Option<String>,
    /// True if the run ended before it was asked about every sentence.
    pub(super) is_unfinished: bool,
}

/// A digest with its evidence and the findings of the checks.
#[derive(Clone, Copy)]
pub(super) struct Inspected<'a> {
    pub(super) paper: &'a Paper,
    pub(super) document: &'a Document,
    pub(super) digest: &'a Digest,
    pub(super) findings: &'a [Finding],
    pub(super) evidence: &'a [Evidence],
}

/// A sentence of a digest in question.
struct Asked {
    section: SectionName,
    /// Its index in the section.
    sentence: usize,
    claim: Claim,
}

impl Pipeline {
    /// Adds a model for second opinions.
    #[must_use]
    pub fn with_second(self, second: Option<Model>) -> Self {
        Self { second, ..self }
    }

    /// Returns the model that gives second opinions.
    pub fn second(&self) -> Option<&Model> {
        self.second.as_ref()
    }

    /// Returns the model that is asked about the digests of this writer. Sentences that the built-in engine copied need no second
    /// opinion.
    pub(super) fn second_about(&self, writer: &Writer) -> Option<&Model> {
        self.second.as_ref().filter(|_| writer.is_model())
    }

    /// Asks about each sentence that passed the checks.
    pub(super) async fn doubts(&self, second: &Model, about: &Inspected<'_>) -> Doubts {
        let asked = claims(about);
        let answers = join_all(asked.iter().map(|asked| second.opinion(about.paper, &asked.claim))).await;
        let mut doubts = Doubts::default();
        for (Asked { section, sentence, claim }, answer) in asked.into_iter().zip(answers) {
            let supported = match answer {
                Ok(opinion) => {
                    doubts.usage = doubts.usage.plus(opinion.usage);
                    opinion.supported
                }
                Err(error) => Err(error),
            };
            if supported.is_ok() {
                doubts.by = Some(second.name());
            }
            match supported {
                Ok(true) => {}
                Ok(false) => doubts.findings.push(Finding {
                    section: Some(section),
                    sentence: Some(sentence),
                    kind: FindingKind::DoubtedSentence,
                    detail: format!("{} does not find it in “{}”", second.name(), quote(&claim.passage)),
                    action: self.options.verify.action(FindingKind::DoubtedSentence),
                }),
                Err(LlmError::Ending(_)) => doubts.is_unfinished = true,
                Err(error) => self.report_no_opinion(about.paper, &error),
            }
        }
        doubts
    }

    fn report_no_opinion(&self, paper: &Paper, error: &LlmError) {
        if self.opinion_reported.swap(true, Ordering::Relaxed) {
            return;
        }
        let causes = crate::report::causes(error).join(": ");
        tracing::warn!(
            "`{}`: no second opinion of a sentence, which stands: {causes}; others like it are not told",
            paper.id
        );
    }

    /// Logs the cost of second opinions.
    pub(super) fn log_cost_of_opinions(&self) {
        let Some(second) = &self.second else { return };
        let spent = second.spent();
        if spent != Spent::default() {
            tracing::info!("`{}`, second opinions: {spent}", second.name());
        }
    }
}

/// Returns the sentences in question, each with its passage. Rejected digests, sentences that are removed anyway, and statements
/// that the paper does not say something are excluded.
fn claims(about: &Inspected<'_>) -> Vec<Asked> {
    let Inspected { paper, document, digest, findings, evidence } = *about;
    if findings.iter().any(|finding| finding.action == Action::Reject) {
        return Vec::new();
    }
    let goes = |section, sentence| {
        findings.iter().any(|finding| {
            matches!(finding.action, Action::Drop | Action::Trim)
                && (finding.section, finding.sentence) == (Some(section), Some(sentence))
        })
    };
    let passed = digest.sentences().filter(|&(section, sentence, text)| {
        !text.trim().is_empty() && !silence::is_stated(text) && !goes(section, sentence)
    });
    let claim = |(section, sentence, text): (SectionName, usize, &str)| {
        let of_it = |one: &&Evidence| (one.section, one.sentence) == (section, sentence);
        let passage = passage(paper, document, section, evidence.iter().find(of_it));
        let claim = Claim { sentence: text.to_owned(), passage };
        (!claim.passage.is_empty()).then_some(Asked { section, sentence, claim })
    };
    passed.filter_map(claim).collect()
}
