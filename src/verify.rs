//! `Digest` against `Document` → findings, and what is left to publish.
//!
//! A digest that a model wrote is believed only where the paper bears it out: every figure ([`numbers`]) and every name
//! ([`names`]) must be in the source, an English sentence close to one of its passages ([`support`]), and the whole must
//! have the shape of a digest ([`shape`], [`language`], [`residue`]). What is done about a finding is the [`Policy`]'s.
//!
//! Sentences that the built-in engine took from the paper are checked for what can be wrong with those: orders to the
//! reader, and saying a thing twice. Pure; `docs/VERIFY.md` has the measured rates.

mod apply;
mod decimal;
mod digits;
mod figure;
mod language;
mod names;
mod numbers;
mod plain;
mod policy;
mod residue;
mod sentence;
mod shape;
mod source;
mod spelled;
mod token;

use crate::paper::{Digest, Document, Finding, FindingKind, Paper, SectionName, Treatment};
use crate::summarize::Summary;

use sentence::Sentence;
use source::Source;

pub use apply::{Checked, Rejected};
pub use language::UNDETERMINED;
pub use policy::{Action, Policy};

/// Checks a digest and does what the policy says: drops, marks or keeps sentences, or rejects the digest.
///
/// `lang` is the language asked of a model, [`UNDETERMINED`] when nobody knows it; `None` for the built-in engine, which
/// keeps the paper's own sentences.
///
/// # Errors
///
/// A finding whose kind rejects, a digest that says nothing, or one that loses too many of its sentences.
pub fn check(
    paper: &Paper,
    document: &Document,
    summary: Summary,
    lang: Option<&str>,
    policy: &Policy,
) -> Result<Checked, Rejected> {
    let findings = inspect(paper, document, &summary.digest, lang, policy);
    apply::apply(summary, findings, lang.is_some())
}

/// What is wrong with a digest, in its order; the action of each finding is what the policy would do about it.
pub fn inspect(
    paper: &Paper,
    document: &Document,
    digest: &Digest,
    lang: Option<&str>,
    policy: &Policy,
) -> Vec<Finding> {
    let source = Source::new(paper, document);
    let texts: Vec<(SectionName, usize, &str)> = digest.sentences().collect();
    let inspector = Inspector { source: &source, lang, policy, texts: &texts };
    let mut findings = inspector.findings();
    if lang.is_some() {
        findings.extend(shape::empty(digest).map(|section| inspector.empty(section)));
    }
    findings.sort_by_key(|finding| (finding.section, finding.sentence));
    findings
}

/// One digest under inspection.
struct Inspector<'a> {
    source: &'a Source,
    lang: Option<&'a str>,
    policy: &'a Policy,
    texts: &'a [(SectionName, usize, &'a str)],
}

impl Inspector<'_> {
    fn findings(&self) -> Vec<Finding> {
        let texts: Vec<&str> = self.texts.iter().map(|&(_, _, text)| text).collect();
        let mut repeated: Vec<Option<&str>> = vec![None; texts.len()];
        for (at, earlier) in shape::repetitions(&texts) {
            if let Some(slot) = repeated.get_mut(at) {
                *slot = Some(earlier);
            }
        }
        let stops_usual = shape::end_in_stops(&texts);
        let mut findings = Vec::new();
        for (&(section, index, text), earlier) in self.texts.iter().zip(repeated) {
            let mut found: Vec<(FindingKind, String)> = self.wrong(text, stops_usual);
            found.extend(earlier.map(|earlier| (FindingKind::Repetition, earlier.to_owned())));
            findings.extend(
                found.into_iter().map(|(kind, detail)| self.finding(Some((section, index)), kind, detail)),
            );
        }
        findings
    }

    /// What is wrong with one sentence.
    fn wrong(&self, text: &str, stops_usual: bool) -> Vec<(FindingKind, String)> {
        let mut found = Vec::new();
        found.extend(residue::instruction(text).map(|words| (FindingKind::Instruction, words)));
        if let Some(lang) = self.lang {
            if let Some(failed) = residue::failed(text) {
                // What is no digest has no figures and names to check.
                found.push(failed);
                return found;
            }
            found.extend(residue::markup(text).map(|markup| (FindingKind::Markup, markup)));
            found.extend(
                language::foreign(text, lang).map(|name| (FindingKind::WrongLanguage, name.to_owned())),
            );
            found.extend(shape::truncation(text, stops_usual).map(|tail| (FindingKind::Truncation, tail)));
        }
        found.extend(self.unsupported(text));
        found
    }

    /// What the source does not have.
    fn unsupported(&self, text: &str) -> Vec<(FindingKind, String)> {
        let plain = plain::plain(text);
        if self.source.quotes(&plain) {
            return Vec::new();
        }
        let sentence = Sentence::new(&plain);
        let figures = numbers::unsupported(&sentence, self.source).into_iter();
        let names = names::unsupported(&sentence, self.source).into_iter();
        let figures = figures.map(|figure| (FindingKind::UnsupportedNumber, figure));
        figures.chain(names.map(|name| (FindingKind::UnsupportedName, name))).collect()
    }

    fn empty(&self, section: SectionName) -> Finding {
        let detail = "says nothing".to_owned();
        Finding { section: Some(section), ..self.finding(None, FindingKind::EmptySection, detail) }
    }

    fn finding(&self, place: Option<(SectionName, usize)>, kind: FindingKind, detail: String) -> Finding {
        let (section, sentence) = place.map_or((None, None), |(section, index)| (Some(section), Some(index)));
        Finding { section, sentence, kind, detail, action: self.treatment(kind) }
    }

    fn treatment(&self, kind: FindingKind) -> Treatment {
        match self.policy.action(kind) {
            // There is no sentence to drop or mark.
            Action::Drop | Action::Mark if kind == FindingKind::EmptySection => Treatment::Kept,
            Action::Mark => Treatment::Marked,
            Action::Keep => Treatment::Kept,
            // The built-in engine follows no orders: a sentence that gives some says nothing about the rest.
            Action::Reject if self.lang.is_none() => Treatment::Dropped,
            Action::Reject => Treatment::Rejected,
            Action::Drop => Treatment::Dropped,
        }
    }
}
