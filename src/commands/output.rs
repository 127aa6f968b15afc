//! Record → stdout or file.

use std::path::{Path, PathBuf};

use anyhow::Context;
use chrono::NaiveDate;

use crate::cli::OutputArgs;
use crate::config::{Figures, Settings};
use crate::publish::{Known, Target, grown, held};
use crate::render::Renderer;
use crate::report;
use papers_http::Client;
use papers_paper::{Entry, PaperId, Record};
use papers_system::disk::DiskError;

use super::figures;
use super::setup::Setup;

/// Where the result goes, what stands there, and how it is made.
pub(super) struct Output {
    settings: Settings,
    renderer: Renderer,
    target: Option<Target>,
    standing: Option<String>,
    known: Known,
    json: bool,
    replace: bool,
    images: Vec<PathBuf>,
}

/// A file with what was written into it, for git and its commit message.
#[derive(Debug, Clone)]
pub(super) struct Written {
    pub(super) path: PathBuf,
    /// The post's day.
    pub(super) date: NaiveDate,
    /// The papers that are new in it; all of them where it was rewritten.
    pub(super) entries: Vec<Entry>,
    /// Images that were copied for it.
    pub(super) images: Vec<PathBuf>,
    /// True when the file was written anew and has no paper that it did not have.
    pub(super) rewritten: bool,
}

/// A replaced file would lose papers that stand in it.
#[derive(Debug, thiserror::Error)]
enum WouldLose {
    #[error("`{path}` was not replaced: it holds {papers}, which could not be made anew")]
    Failed { path: String, papers: String },
    #[error(
        "`{path}` was not replaced: it holds papers that this run does not have; without `--replace` it grows"
    )]
    Others { path: String },
}

impl Output {
    /// Looks at what stands where the result would go, and at the templates.
    pub(super) fn new(args: &OutputArgs, date: NaiveDate, setup: &Setup) -> anyhow::Result<Self> {
        let format = setup.settings.format;
        let usual = if args.json { format!("{date}-daily-papers.json") } else { format.file_name(date) };
        let target = args.output.as_deref().map(|path| Target::new(path, &usual)).transpose()?;
        let text = target.as_ref().map(Target::text).transpose()?.flatten();
        // A file without text is no post yet: it gets front matter as a new one does.
        let standing = text.filter(|text| !text.trim().is_empty());
        let known =
            standing.as_deref().filter(|_| !args.json).map(|text| held(format, text)).unwrap_or_default();
        Ok(Self {
            settings: setup.settings.clone(),
            renderer: setup.renderer()?,
            target,
            standing,
            known,
            json: args.json,
            replace: args.replace,
            images: Vec::new(),
        })
    }

    /// True when the paper stands there already and stays.
    pub(super) fn has(&self, id: &PaperId) -> bool {
        !self.replace && self.known.has(id)
    }

    /// True where the record is all that is wanted, and wanted on standard output: then nothing asks for its papers
    /// again.
    pub(super) fn streams(&self) -> bool {
        self.json && self.target.is_none() && self.settings.figures != Figures::Copy
    }

    /// The file that is written; `None` for standard output.
    pub(super) fn path(&self) -> Option<&Path> {
        self.target.as_ref().map(Target::path)
    }

    /// Copies the papers' first figures beside the post, where the settings ask for it.
    pub(super) async fn copy_figures(&mut self, client: &Client, entries: &mut [Entry]) {
        if self.settings.figures == Figures::Copy {
            let post = self.path().filter(|_| !self.json).map(Path::to_owned);
            self.images = figures::copy(client, &self.settings, post.as_deref(), entries).await;
        }
    }

    /// For `--dry-run`.
    pub(super) fn description(&self) -> String {
        match (&self.target, &self.standing) {
            (None, _) => "standard output".to_owned(),
            (Some(target), None) => format!("`{}`, a new file", target.path().display()),
            (Some(target), Some(_)) if self.replace || self.json => {
                format!("`{}`, written anew", target.path().display())
            }
            (Some(target), Some(_)) => format!("`{}`, added below what stands", target.path().display()),
        }
    }

    /// Prints or writes the papers of a record. Where there is nothing to add, nothing is touched. `note` hears what is
    /// written just before it is, so that a run that is killed between the two leaves a note too many, not one too few.
    pub(super) fn publish(
        &self,
        record: &Record,
        note: impl Fn(&[Written]) -> Result<(), DiskError>,
    ) -> anyhow::Result<Vec<Written>> {
        if self.json {
            let mut text = serde_json::to_string_pretty(record)?;
            text.push('\n');
            note(&self.written(record, true))?;
            let changed = self.put(&text, record.papers.len())?;
            return Ok(self.written(record, changed));
        }
        let fresh: Vec<Entry> = record.papers.iter().filter(|entry| !self.stands(entry)).cloned().collect();
        if fresh.is_empty() {
            return Ok(Vec::new());
        }
        let added = fresh.len();
        let record =
            Record { papers: fresh, lang: record.lang.clone(), failed: record.failed.clone(), ..*record };
        let changed = match (&self.target, &self.standing) {
            (Some(target), Some(standing)) if !self.replace => {
                let options = self.settings.post(self.known.next_number);
                let addition = self.renderer.continuation(&options, &record)?;
                let whole = grown(options.format, standing, &addition)
                    .with_context(|| format!("nothing was added to `{}`", target.path().display()))?;
                note(&self.written(&record, true))?;
                target.write(&whole)?;
                tracing::info!("added {} to `{}`", papers(added), target.path().display());
                true
            }
            _ => {
                self.refuse_loss(&record)?;
                let text = self.renderer.post(&self.settings.post(1), &record)?;
                note(&self.written(&record, true))?;
                self.put(&text, added)?
            }
        };
        Ok(self.written(&record, changed))
    }

    /// What changed on the disk, if anything did. Papers that stood there already count only where no other is new.
    fn written(&self, record: &Record, changed: bool) -> Vec<Written> {
        let is_known = |entry: &Entry| entry.paper.paper_id().is_some_and(|id| self.known.has(&id));
        let rewritten = !record.papers.is_empty() && record.papers.iter().all(is_known);
        let entries = record.papers.iter().filter(|entry| rewritten || !is_known(entry)).cloned().collect();
        let written = |target: &Target| Written {
            images: self.images.clone(),
            path: target.path().to_owned(),
            date: record.date,
            entries,
            rewritten,
        };
        self.target.as_ref().filter(|_| changed).map(written).into_iter().collect()
    }

    fn stands(&self, entry: &Entry) -> bool {
        entry.paper.paper_id().is_some_and(|id| self.has(&id))
    }

    /// `--replace` never loses a paper that stands: one that failed this time keeps the old post in place, one of other
    /// days the file that holds them.
    fn refuse_loss(&self, record: &Record) -> Result<(), WouldLose> {
        let Some(target) = &self.target else { return Ok(()) };
        let ids: Vec<PaperId> = record.papers.iter().filter_map(|entry| entry.paper.paper_id()).collect();
        if self.settings.format.grows() && !self.known.is_within(ids.iter()) {
            return Err(WouldLose::Others { path: target.path().display().to_string() });
        }
        let failed = record.failed.iter().filter_map(|failure| failure.input.parse::<PaperId>().ok());
        let lost: Vec<String> = failed.filter(|id| self.known.has(id)).map(|id| format!("`{id}`")).collect();
        match lost.is_empty() {
            true => Ok(()),
            false => {
                Err(WouldLose::Failed { path: target.path().display().to_string(), papers: lost.join(", ") })
            }
        }
    }

    /// Prints or writes the text; false for a file that holds it already.
    fn put(&self, text: &str, count: usize) -> anyhow::Result<bool> {
        match &self.target {
            None => report::print(text)?,
            Some(_) if self.standing.as_deref() == Some(text) => return Ok(false),
            Some(target) => {
                target.write(text)?;
                tracing::info!("wrote {} to `{}`", papers(count), target.path().display());
            }
        }
        Ok(true)
    }
}

pub(super) fn papers(count: usize) -> String {
    if count == 1 { "1 paper".to_owned() } else { format!("{count} papers") }
}
