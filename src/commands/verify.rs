//! `papers verify`: the digests of a saved record, whoever made them, against the papers' text.

use std::fmt::Write as _;

use serde::Serialize;

use crate::cli::{Global, VerifyArgs};
use crate::config::File;
use crate::outcome::Exit;
use crate::pipeline::Pipeline;
use crate::report;
use papers_digest::EXTRACTIVE;
use papers_fulltext as fulltext;
use papers_http::HttpError;
use papers_paper::{Action, Document, Entry, Finding, FindingKind};
use papers_verify as verify;

use super::render::load;
use super::setup::Setup;

/// What was found in one digest.
#[derive(Serialize)]
struct Checked {
    id: String,
    read: papers_paper::ReadFrom,
    findings: Vec<Finding>,
}

/// Runs the command.
pub(super) async fn run(global: &Global, args: &VerifyArgs) -> anyhow::Result<Exit> {
    let record = load(&args.record)?;
    let setup = Setup::new(global, File::default())?;
    let pipeline =
        Pipeline::new(setup.client(&args.network)?, setup.settings.clone(), setup.progress.clone());
    let mut checked = Vec::new();
    for entry in &record.papers {
        let document = source(&pipeline, entry).await?;
        let lang = asked(entry, &record.lang);
        let mut findings =
            verify::inspect(&entry.paper, &document, &entry.digest, lang, &setup.settings.verify);
        findings.retain(|finding| !is_accounted_for(finding, entry));
        checked.push(Checked { id: entry.paper.id.clone(), read: document.read, findings });
    }
    setup.progress.finish();
    let text =
        if args.json { format!("{}\n", serde_json::to_string_pretty(&checked)?) } else { lines(&checked) };
    report::print(&text)?;
    let clean = checked.iter().all(|one| one.findings.is_empty());
    Ok(if clean { Exit::Done } else { Exit::Rejected })
}

/// The language that was asked of a model. The built-in engine keeps the paper's, whatever the reader's; a record that
/// others made may name neither engine nor language.
fn asked<'a>(entry: &Entry, lang: &'a str) -> Option<&'a str> {
    let lang = if lang.is_empty() { verify::UNDETERMINED } else { lang };
    (entry.engine != EXTRACTIVE).then_some(lang)
}

/// True for a section that is empty because the run that made the record found it so, or emptied it: its post says so.
fn is_accounted_for(finding: &Finding, entry: &Entry) -> bool {
    let explains = |earlier: &Finding| {
        let emptied = earlier.kind == FindingKind::EmptySection || earlier.action == Action::Drop;
        earlier.section == finding.section && emptied
    };
    finding.kind == FindingKind::EmptySection && entry.findings.iter().any(explains)
}

/// The text that the record carries, else what the cache or arXiv gives.
async fn source(pipeline: &Pipeline, entry: &Entry) -> Result<Document, HttpError> {
    let document = match &entry.text {
        Some(text) => Document { read: entry.read, ..fulltext::plain(text) },
        None => return pipeline.read(&entry.paper).await.map_err(|error| error.0),
    };
    Ok(document)
}

fn lines(checked: &[Checked]) -> String {
    let mut text = String::new();
    for one in checked {
        for finding in &one.findings {
            let place = finding.section.map_or_else(String::new, |section| {
                let number = finding.sentence.map_or_else(String::new, |n| format!(" {}", n + 1));
                format!(" {}{number}:", format!("{section:?}").to_lowercase())
            });
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{}:{place} {}: {}", one.id, finding.kind.name(), finding.detail);
        }
    }
    text
}
