//! Verifying: a digest against the text → an entry of the record, or what is wrong with it.

use std::sync::Arc;

use tokio::task::{JoinError, spawn_blocking};

use super::opinion::{Doubts, Inspected};
use super::refill::refill;
use super::{Figures, Options, Outcome, Pipeline};
use crate::outcome::{Cause, Failed};
use papers_digest::{self as summarize, Summary, Text, Written};
use papers_fulltext as fulltext;
use papers_http::HttpError;
use papers_paper::{
    Action, Document, Entry, Evidence, Figure, Finding, FindingKind, Paper, PaperId, ReadFrom, Stage, Usage,
    Writer,
};
use papers_verify as verify;

impl Pipeline {
    /// Checks what an engine wrote, and asks the second model, if there is one, about what stands. Checking takes the processor for
    /// some milliseconds: not on the thread that answers the network.
    pub(super) async fn checked(&self, text: Arc<Text>, writer: Writer, written: Written) -> Outcome {
        let failed =
            |error: &JoinError| Failed::new(text.paper.id.clone(), Stage::Verify, Cause::Unexpected, error);
        let (whole, by, options) = (Arc::clone(&text), writer.clone(), Arc::clone(&self.options));
        let draft = spawn_blocking(move || draft(&whole, &by, written, &options));
        let draft = draft.await.map_err(|error| failed(&error))?;
        let doubts = match self.second_about(&writer) {
            Some(second) => self.doubts(second, &draft.inspected(&text)).await,
            None => Doubts::default(),
        };
        let (whole, options) = (Arc::clone(&text), Arc::clone(&self.options));
        let settled = spawn_blocking(move || settle(&whole, &writer, draft, doubts, &options));
        settled.await.map_err(|error| failed(&error))?
    }

    /// Finds what is wrong with the digest of a saved entry, whoever wrote it, in a record of this language; and returns what it
    /// was held against.
    pub async fn findings(&self, entry: &Entry, lang: &str) -> Result<(ReadFrom, Vec<Finding>), HttpError> {
        let document = self.source(entry).await?;
        let Some(writer) = entry.writer(lang) else { return Ok((document.read, Vec::new())) };
        let mut findings =
            verify::inspect(&entry.paper, &document, &entry.digest, &writer, &self.options.verify);
        if let Some(second) = self.second_about(&writer) {
            let (paper, digest) = (&entry.paper, &entry.digest);
            let evidence = verify::ledger(paper, &document, digest);
            let about =
                Inspected { paper, document: &document, digest, findings: &findings, evidence: &evidence };
            findings.extend(self.doubts(second, &about).await.findings);
        }
        findings.sort_by_key(|finding| (finding.section, finding.sentence));
        findings.retain(|finding| !is_accounted_for(finding, entry));
        Ok((document.read, findings))
    }

    /// The text that the entry carries, else what the cache or arXiv gives.
    async fn source(&self, entry: &Entry) -> Result<Document, HttpError> {
        match &entry.text {
            Some(text) => Ok(Document { read: entry.read, ..fulltext::plain(text) }),
            None => self.read(&entry.paper).await.map_err(|error| error.0),
        }
    }
}

/// Returns true for a section that is empty because the run that made the record found it so, or emptied it: its post says
/// so.
fn is_accounted_for(finding: &Finding, entry: &Entry) -> bool {
    let explains = |earlier: &Finding| {
        let emptied = earlier.kind == FindingKind::EmptySection || earlier.action == Action::Drop;
        earlier.section == finding.section && emptied
    };
    finding.kind == FindingKind::EmptySection && entry.findings.iter().any(explains)
}

/// What an engine wrote, inspected.
struct Draft {
    written: Written,
    evidence: Vec<Evidence>,
    report: verify::Report,
}

impl Draft {
    fn inspected<'a>(&'a self, text: &'a Text) -> Inspected<'a> {
        Inspected {
            paper: &text.paper,
            document: &text.document,
            digest: &self.written.digest,
            findings: &self.report.findings,
            evidence: &self.evidence,
        }
    }
}

/// Text and what was written about it → the same with its evidence and what is wrong with it.
fn draft(text: &Text, writer: &Writer, mut written: Written, options: &Options) -> Draft {
    let Text { paper, document } = text;
    let digest = &written.digest;
    let report = verify::report(paper, document, digest, writer, &options.verify);
    let evidence = written.evidence.take().unwrap_or_else(|| verify::ledger(paper, document, digest));
    Draft { written, evidence, report }
}

/// A draft and what a second model doubts of it → checked entry.
fn settle(text: &Text, writer: &Writer, draft: Draft, doubts: Doubts, options: &Options) -> Outcome {
    let Text { paper, document } = text;
    let Draft { written: Written { digest, usage, omitted, read_share, .. }, evidence, mut report } = draft;
    report.findings.extend(doubts.findings);
    let checked = report
        .apply(Summary { digest, evidence }, writer)
        .map_err(|error| Failed::new(paper.id.clone(), Stage::Verify, Cause::Rejected, &error))?;
    // A sentence of the paper fits only among sentences of its language.
    let checked = if writer.lang().is_some_and(|lang| verify::speaks(paper, document, lang)) {
        refill(checked, || summarize::quotation(paper, document, &options.digest))
    } else {
        checked
    };
    let mut evidence = checked.evidence;
    if let Some(id) = paper.paper_id() {
        verify::locate(&mut evidence, document, &id);
    }
    let mut findings = checked.findings;
    findings.extend(document.hidden.iter().map(|text| hidden_text(text)));
    Ok(Entry {
        engine: writer.name().to_owned(),
        second_opinion: doubts.by,
        digest: checked.digest,
        evidence,
        findings,
        usage: usage.plus(doubts.usage),
        omitted,
        read_share,
        ..undigested(paper.clone(), Some(document), options)
    })
}

/// The entry of a paper that nobody digests, with what its text tells where it was read.
pub(super) fn undigested(paper: Paper, document: Option<&Document>, options: &Options) -> Entry {
    let figure = document.and_then(|document| document.figure.clone());
    Entry {
        read: document.map_or(ReadFrom::Abstract, |document| document.read),
        engine: Writer::NOBODY.to_owned(),
        second_opinion: None,
        read_version: document.and_then(|document| read_version(&paper, document)),
        license: paper.license.clone().or_else(|| document.and_then(|document| document.license.clone())),
        digest: papers_paper::Digest::default(),
        evidence: Vec::new(),
        findings: Vec::new(),
        usage: Usage::default(),
        omitted: Vec::new(),
        read_share: None,
        figure: figure.filter(|figure| is_wanted(options, figure)),
        text: None,
        paper,
    }
}

/// The version that the source itself tells, else that of the record, under which the page was asked for.
fn read_version(paper: &Paper, document: &Document) -> Option<u32> {
    let stamped = document.stamp.as_ref().and_then(|stamp| stamp.parse::<PaperId>().ok()?.version());
    stamped.or(paper.version)
}

/// Hidden text never reaches a digest; that there is some is told.
fn hidden_text(text: &str) -> Finding {
    Finding {
        section: None,
        sentence: None,
        kind: FindingKind::HiddenText,
        detail: text.to_owned(),
        action: Action::Drop,
    }
}

/// Returns true for an image that arXiv itself serves, where images are asked for: no post shows what another host can
/// change.
fn is_wanted(options: &Options, figure: &Figure) -> bool {
    options.figures != Figures::None && papers_arxiv::image(&options.urls, &figure.url).is_some()
}
