//! Record → stdout or file. Runs take minutes: what stands is read again, under a lock, at the moment of writing.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use anyhow::Context;
use chrono::NaiveDate;

use crate::cli::OutputArgs;
use crate::config::{Figures, Settings};
use crate::publish::{Standing, Target, grown, kept, with_kept};
use crate::render::Renderer;
use crate::report;
use papers_http::Client;
use papers_paper::{Entry, PaperId, Record};
use papers_system::disk::DiskError;

use super::figures;
use super::setup::Setup;

/// Where the result goes, what stood there when the run began, and how it is made.
pub(super) struct Output {
    settings: Settings,
    renderer: Renderer,
    target: Option<Target>,
    standing: Standing,
    /// The keys of papers that the owner of a post keeps when it is written anew.
    kept: HashSet<String>,
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
    #[error(
        "`{path}` was not replaced: it changed while this run was at work; run the command again to replace what stands now"
    )]
    Changed { path: String },
}

impl Output {
    /// Looks at what stands where the result would go, and at the templates.
    pub(super) fn new(args: &OutputArgs, date: NaiveDate, setup: &Setup) -> anyhow::Result<Self> {
        let format = setup.settings.format;
        let usual = if args.json { format!("{date}-daily-papers.json") } else { format.file_name(date) };
        let target = args.output.as_deref().map(|path| Target::new(path, &usual)).transpose()?;
        let standing = match &target {
            Some(target) if !args.json => Standing::at(target, format)?,
            Some(target) => Standing { text: target.text()?, ..Standing::default() },
            None => Standing::default(),
        };
        let kept = if args.replace { keys_kept(&standing, target.as_ref())? } else { HashSet::new() };
        Ok(Self {
            settings: setup.settings.clone(),
            renderer: setup.renderer()?,
            target,
            standing,
            kept,
            json: args.json,
            replace: args.replace,
            images: Vec::new(),
        })
    }

    /// Returns true if the paper stands there already and stays.
    pub(super) fn has(&self, id: &PaperId) -> bool {
        self.stays(id, &self.standing)
    }

    /// Returns true for a paper that the settings keep out of every post.
    pub(super) fn keeps_out(&self, id: &PaperId) -> bool {
        self.settings.skip.contains(&id.key())
    }

    fn stays(&self, id: &PaperId, standing: &Standing) -> bool {
        if self.replace { self.kept.contains(&id.key()) } else { standing.known.has(id) }
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
        match (&self.target, &self.standing.text) {
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
        let Some(target) = &self.target else {
            self.print(record)?;
            return Ok(Vec::new());
        };
        if record.papers.is_empty() && !self.json {
            return Ok(Vec::new());
        }
        let _lock = target.lock()?;
        let standing = match self.json {
            true => Standing { text: target.text()?, ..Standing::default() },
            false => Standing::at(target, self.settings.format)?,
        };
        let stays = |id: PaperId| self.stays(&id, &standing) || self.keeps_out(&id);
        let stays = |entry: &Entry| entry.paper.paper_id().is_some_and(stays);
        let fresh: Vec<Entry> = record.papers.iter().filter(|entry| !stays(entry)).cloned().collect();
        if fresh.is_empty() && !self.json {
            return Ok(Vec::new());
        }
        let record =
            Record { papers: fresh, lang: record.lang.clone(), failed: record.failed.clone(), ..*record };
        let text = self.text(&record, target, &standing)?;
        if standing.text.as_deref() == Some(&*text) {
            return Ok(Vec::new());
        }
        let written = vec![self.written(&record, target, &standing)];
        note(&written)?;
        target.write(&text)?;
        self.tell(record.papers.len(), target, &standing);
        Ok(written)
    }

    fn print(&self, record: &Record) -> anyhow::Result<()> {
        match self.json {
            true => report::print(&json(record)?)?,
            false if record.papers.is_empty() => {}
            false => report::print(&self.renderer.post(&self.settings.post(1), record)?)?,
        }
        Ok(())
    }

    /// The whole file with these papers in it.
    fn text(&self, record: &Record, target: &Target, standing: &Standing) -> anyhow::Result<String> {
        if self.json {
            return json(record);
        }
        match &standing.text {
            Some(text) if !self.replace => {
                let options = self.settings.post(standing.known.next_number);
                let addition = self.renderer.continuation(&options, record)?;
                grown(options.format, text, &addition)
                    .with_context(|| format!("nothing was added to `{}`", target.path().display()))
            }
            text => {
                self.refuse_loss(record, target, standing)?;
                let post = self.renderer.post(&self.settings.post(1), record)?;
                Ok(text.as_ref().map_or_else(|| post.clone(), |text| with_kept(&post, text)))
            }
        }
    }

    fn tell(&self, count: usize, target: &Target, standing: &Standing) {
        let path = target.path().display();
        if standing.text.is_some() && !self.replace && !self.json {
            tracing::info!("added {} to `{path}`", papers(count));
        } else {
            tracing::info!("wrote {} to `{path}`", papers(count));
        }
    }

    /// What changes on the disk. Papers that stood there already count only where no other is new.
    fn written(&self, record: &Record, target: &Target, standing: &Standing) -> Written {
        let is_known = |entry: &Entry| entry.paper.paper_id().is_some_and(|id| standing.known.has(&id));
        let rewritten = !record.papers.is_empty() && record.papers.iter().all(is_known);
        let entries = record.papers.iter().filter(|entry| rewritten || !is_known(entry)).cloned().collect();
        Written {
            images: self.images.clone(),
            path: target.path().to_owned(),
            date: record.date,
            entries,
            rewritten,
        }
    }

    /// `--replace` never loses a paper that stands: one that failed this time keeps the old post in place, one of other
    /// days the file that holds them; nor what was written there since the run began.
    fn refuse_loss(&self, record: &Record, target: &Target, standing: &Standing) -> Result<(), WouldLose> {
        let path = target.path().display().to_string();
        if standing.text != self.standing.text {
            return Err(WouldLose::Changed { path });
        }
        let ids: Vec<PaperId> = record.papers.iter().filter_map(|entry| entry.paper.paper_id()).collect();
        if self.settings.format.grows() && !standing.known.is_within(ids.iter()) {
            return Err(WouldLose::Others { path });
        }
        let failed = record.failed.iter().filter_map(|failure| failure.input.parse::<PaperId>().ok());
        let lost = failed.filter(|id| standing.known.has(id)).map(|id| format!("`{id}`"));
        let papers = lost.collect::<Vec<_>>().join(", ");
        match papers.is_empty() {
            true => Ok(()),
            false => Err(WouldLose::Failed { path, papers }),
        }
    }
}

/// The papers that the owner keeps in what stands; a mark that is about no paper is an error before anything is fetched.
fn keys_kept(standing: &Standing, target: Option<&Target>) -> anyhow::Result<HashSet<String>> {
    let Some((target, text)) = target.zip(standing.text.as_deref()) else { return Ok(HashSet::new()) };
    let kept = kept(text).with_context(|| format!("`{}` was not replaced", target.path().display()))?;
    Ok(kept.iter().map(PaperId::key).collect())
}

fn json(record: &Record) -> anyhow::Result<String> {
    Ok(serde_json::to_string_pretty(record)? + "\n")
}

pub(super) fn papers(count: usize) -> String {
    if count == 1 { "1 paper".to_owned() } else { format!("{count} papers") }
}
