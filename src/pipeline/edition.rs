//! Prints a record or post, or writes it to a file. Since runs take minutes, an existing file is read again, under a lock, when
//! it is written.

mod error;

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;

use super::{Depth, Figures, Options, figures};
use crate::outcome::Failed;
use crate::publish::{Existing, Ledgers, Misread, Target, grown, held, kept, level, with_kept};
use crate::render::{Format, HeadingLevel, PostOptions, Renderer};
use crate::report::{self, counted};
use papers_http::Client;
use papers_paper::{Entry, PaperId, Record, SCHEMA};
use papers_system::disk::DiskError;

pub use error::EditionError;

/// The place and form in which an edition is written.
#[derive(Debug, Clone, Default)]
pub struct Destination {
    /// A file or folder; `None` for standard output.
    pub path: Option<PathBuf>,
    /// True if an existing post is rewritten.
    pub replace: bool,
    /// True if the record is written instead of the post.
    pub json: bool,
}

/// An edition of a post: its destination, what existed there when the run began, and how it is rendered.
#[derive(Debug)]
pub struct Edition {
    options: Arc<Options>,
    renderer: Arc<Renderer>,
    date: NaiveDate,
    target: Option<Target>,
    existing: Existing,
    /// The keys of papers whose sections the owner of the post keeps when it is rewritten.
    kept: HashSet<String>,
    json: bool,
    replace: bool,
    images: Vec<PathBuf>,
}

/// A written file, with the facts for git and its commit message.
#[derive(Debug, Clone)]
pub struct WrittenFile {
    /// The file.
    pub path: PathBuf,
    /// The post's day.
    pub date: NaiveDate,
    /// The papers that are new in it; all of them if it was rewritten.
    pub entries: Vec<Entry>,
    /// The images copied for it.
    pub images: Vec<PathBuf>,
    /// True if the file was rewritten and has no new paper.
    pub rewritten: bool,
}

impl Edition {
    /// Prepares the edition of a day, and reads the existing file at its destination.
    pub fn open(
        destination: &Destination,
        date: NaiveDate,
        options: &Arc<Options>,
        renderer: &Arc<Renderer>,
    ) -> Result<Self, EditionError> {
        let Destination { path, replace, json } = destination;
        let format = options.post.format;
        let usual = if *json { format!("{date}-daily-papers.json") } else { format.file_name(date) };
        let target = path.as_deref().map(|path| Target::new(path, &usual)).transpose()?;
        let target = match target {
            // The path is a folder, in which the post of the day may have another name by now.
            Some(target) if !json && !format.grows() && path.as_deref() != Some(target.path()) => {
                Some(target.current(format, &options.lang)?)
            }
            target => target,
        };
        let existing = match &target {
            Some(target) => existing(target, format, *json)?,
            None => Existing::default(),
        };
        if existing.text.is_some() && !json && !replace {
            Self::check_links(options, renderer)?;
        }
        let kept = if *replace { keys_kept(&existing, target.as_ref())? } else { HashSet::new() };
        Ok(Self {
            options: Arc::clone(options),
            renderer: Arc::clone(renderer),
            date,
            target,
            existing,
            kept,
            json: *json,
            replace: *replace,
            images: Vec::new(),
        })
    }

    /// Rejects templates whose posts do not link to their papers. Papers are added only to posts that show which ones they have.
    pub fn check_links(options: &Options, renderer: &Renderer) -> Result<(), EditionError> {
        let format = options.post.format;
        Ok(renderer.check_links(&options.post, |post, id| held(format, post).has(id))?)
    }

    /// Returns how far papers must be processed for it.
    pub fn depth(&self) -> Depth {
        Depth::of_post(&self.options, &self.renderer, self.json)
    }

    /// Returns true if the existing post has the paper and keeps it.
    pub fn has(&self, id: &PaperId) -> bool {
        self.stays(id, &self.existing)
    }

    /// Returns true if the existing post has the paper, also if the post is rewritten.
    pub fn had(&self, id: &PaperId) -> bool {
        self.existing.known.has(id)
    }

    /// Returns true for a paper that the settings keep out of every post.
    pub fn keeps_out(&self, id: &PaperId) -> bool {
        self.options.skip.contains(&id.key())
    }

    fn stays(&self, id: &PaperId, existing: &Existing) -> bool {
        if self.replace { self.kept.contains(&id.key()) } else { existing.known.has(id) }
    }

    /// Returns the papers of the existing post that `--replace` would remove if it had only these and those that its owner keeps. A
    /// file that collects several days is never replaced by fewer papers.
    pub fn removed(&self, papers: &[PaperId]) -> Vec<String> {
        if !self.replace || self.json || self.options.post.format.grows() {
            return Vec::new();
        }
        let stays = |key: &&str| self.kept.contains(*key) || papers.iter().any(|id| id.key() == **key);
        let mut removed: Vec<String> =
            self.existing.known.keys().filter(|key| !stays(key)).map(|key| format!("`{key}`")).collect();
        removed.sort_unstable();
        removed
    }

    /// Returns true if only the record is printed, so that its papers are not needed afterwards.
    pub fn streams(&self) -> bool {
        self.json && self.target.is_none() && self.options.figures != Figures::Copy
    }

    /// Returns the file that is written; `None` for standard output.
    pub fn path(&self) -> Option<&Path> {
        self.target.as_ref().map(Target::path)
    }

    /// Returns the path of its post if there is none yet.
    pub fn new_post(&self) -> Option<PathBuf> {
        self.path().filter(|post| !self.json && !post.exists()).map(Path::to_owned)
    }

    /// Checks that its file can be written, so that a folder that is read-only is noticed before papers are fetched.
    pub fn check_writable(&self) -> Result<(), EditionError> {
        Ok(self.target.as_ref().map_or(Ok(()), Target::check_writable)?)
    }

    /// Copies the papers' first figures beside the post, if the settings say so.
    pub(super) async fn copy_figures(&mut self, client: &Client, entries: &mut [Entry]) {
        if self.options.figures == Figures::Copy {
            let post = self.path().filter(|_| !self.json).map(Path::to_owned);
            figures::copy(client, &self.options, post.as_deref(), entries, &mut self.images).await;
        }
    }

    /// Returns the record of its papers.
    pub(super) fn record(&self, papers: Vec<Entry>, failed: &[Failed]) -> Record {
        let failed = failed.iter().map(Failed::failure).collect();
        Record { schema: SCHEMA, date: self.date, lang: self.options.lang.clone(), papers, failed }
    }

    /// Returns where and how it would be written, for `--dry-run`.
    pub fn description(&self) -> String {
        match (&self.target, &self.existing.text) {
            (None, _) => "standard output".to_owned(),
            (Some(target), None) => format!("`{}`, a new file", target.path().display()),
            (Some(target), Some(_)) if self.replace || self.json => {
                format!("`{}`, written anew", target.path().display())
            }
            (Some(target), Some(_)) => {
                format!("`{}`, added below the existing papers", target.path().display())
            }
        }
    }

    /// Prints or writes the papers of a record. If there is nothing to add, nothing is changed. `note` is called just before a
    /// file is written, so that a run that is killed in between leaves a surplus note rather than none.
    pub fn publish(
        &self,
        record: &Record,
        note: impl Fn(&[WrittenFile]) -> Result<(), DiskError>,
    ) -> Result<Vec<WrittenFile>, EditionError> {
        let Some(target) = &self.target else {
            self.print(record)?;
            return Ok(Vec::new());
        };
        if record.papers.is_empty() && !self.json {
            return Ok(Vec::new());
        }
        let _lock = target.lock()?;
        let existing = existing(target, self.options.post.format, self.json)?;
        let stays = |id: PaperId| self.stays(&id, &existing) || self.keeps_out(&id);
        let stays = |entry: &Entry| entry.paper.paper_id().is_some_and(stays);
        let fresh: Vec<Entry> = record.papers.iter().filter(|entry| !stays(entry)).cloned().collect();
        if fresh.is_empty() && !self.json {
            return Ok(Vec::new());
        }
        let record =
            Record { papers: fresh, lang: record.lang.clone(), failed: record.failed.clone(), ..*record };
        let text = self.text(&record, target, &existing)?;
        if existing.text.as_deref() == Some(&*text) {
            return Ok(Vec::new());
        }
        let written = vec![self.written(&record, target, &existing)];
        note(&written)?;
        if !self.json {
            Ledgers::beside(&self.options.state_dir).keep(target.path(), &record);
        }
        target.write(&text)?;
        self.log(record.papers.len(), target, &existing);
        Ok(written)
    }

    fn print(&self, record: &Record) -> Result<(), EditionError> {
        if self.json {
            report::print(&json(record)?)?;
        } else if !record.papers.is_empty() {
            report::print(&self.renderer.post(&self.options.post, record)?)?;
        }
        Ok(())
    }

    /// Returns the text of the whole file with these papers.
    fn text(&self, record: &Record, target: &Target, existing: &Existing) -> Result<String, EditionError> {
        if self.json {
            return json(record);
        }
        let mut options = self.options.post.clone();
        match &existing.text {
            Some(text) if !self.replace => {
                options.first_number = existing.known.next_number;
                keep_level(&mut options, text);
                let addition = self.renderer.continuation(&options, record)?;
                let path = target.path().display().to_string();
                grown(options.format, text, &addition)
                    .map_err(|source| EditionError::NotGrown { path, source })
            }
            text => {
                self.refuse_loss(record, target, existing)?;
                if let Some(text) = text.as_ref().filter(|_| !self.kept.is_empty()) {
                    keep_level(&mut options, text);
                }
                let post = self.renderer.post(&options, record)?;
                Ok(text.as_ref().map_or_else(|| post.clone(), |text| with_kept(&post, text)))
            }
        }
    }

    fn log(&self, count: usize, target: &Target, existing: &Existing) {
        let path = target.path().display();
        if existing.text.is_some() && !self.replace && !self.json {
            tracing::info!("added {} to `{path}`", counted(count, "paper"));
        } else {
            tracing::info!("wrote {} to `{path}`", counted(count, "paper"));
        }
    }

    /// Returns what changes on the disk. Papers that existed before count only if no other is new.
    fn written(&self, record: &Record, target: &Target, existing: &Existing) -> WrittenFile {
        let is_known = |entry: &Entry| entry.paper.paper_id().is_some_and(|id| existing.known.has(&id));
        let rewritten = !record.papers.is_empty() && record.papers.iter().all(is_known);
        let entries = record.papers.iter().filter(|entry| rewritten || !is_known(entry)).cloned().collect();
        WrittenFile {
            images: self.images.clone(),
            path: target.path().to_owned(),
            date: record.date,
            entries,
            rewritten,
        }
    }

    /// Checks that `--replace` loses nothing: no paper of the post that failed this time, no papers of other days in a file that
    /// collects them, and no changes made since the run began.
    fn refuse_loss(&self, record: &Record, target: &Target, existing: &Existing) -> Result<(), EditionError> {
        let path = target.path().display().to_string();
        if existing.text != self.existing.text {
            return Err(EditionError::Changed { path });
        }
        let ids: Vec<PaperId> = record.papers.iter().filter_map(|entry| entry.paper.paper_id()).collect();
        if self.options.post.format.grows() && !existing.known.is_within(ids.iter()) {
            return Err(EditionError::Others { path });
        }
        let failed = record.failed.iter().filter_map(|failure| failure.input.parse::<PaperId>().ok());
        let lost = failed.filter(|id| existing.known.has(id)).map(|id| format!("`{id}`"));
        let papers = lost.collect::<Vec<_>>().join(", ");
        if papers.is_empty() { Ok(()) } else { Err(EditionError::Failed { path, papers }) }
    }
}

/// Reads the existing file at a target. The papers of a record are not looked for, because it is written anew.
fn existing(target: &Target, format: Format, is_record: bool) -> Result<Existing, Misread> {
    if is_record {
        Ok(Existing { text: target.text()?, ..Existing::default() })
    } else {
        Existing::at(target, format)
    }
}

/// Keeps the level of the existing headings: new papers with deeper ones would become parts of those before them.
fn keep_level(options: &mut PostOptions, existing: &str) {
    if let Some(Ok(level)) = level(existing).map(HeadingLevel::try_from) {
        options.shape.heading_level = level;
    }
}

/// Returns the papers that the owner keeps in the existing post. A mark outside of all papers is an error, before anything is
/// fetched.
fn keys_kept(existing: &Existing, target: Option<&Target>) -> Result<HashSet<String>, EditionError> {
    let Some((target, text)) = target.zip(existing.text.as_deref()) else { return Ok(HashSet::new()) };
    let path = || target.path().display().to_string();
    let kept = kept(text).map_err(|source| EditionError::Unplaced { path: path(), source })?;
    Ok(kept.iter().map(PaperId::key).collect())
}

fn json(record: &Record) -> Result<String, EditionError> {
    Ok(serde_json::to_string_pretty(record)? + "\n")
}
