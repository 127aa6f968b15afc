//! `papers recheck`: what the sentences of a post or record rest on, against the newest versions of the papers.

use std::fmt::Write as _;
use std::path::Path;

use crate::cli::{Global, RecheckArgs};
use crate::config::File;
use crate::outcome::{self, Exit};
use crate::pipeline::{Again, Pipeline, tell};
use crate::publish::Ledgers;
use crate::report::{self, counted, visible};
use crate::resolve::NoFile;
use papers_paper::Record;
use papers_system::disk;
use papers_verify::{Change, Fate, Rechecked};

use super::render::load;
use super::setup::Setup;

/// A post or record of which nobody knows what it rests on.
#[derive(Debug, thiserror::Error)]
#[error(
    "there is no evidence for the sentences of `{name}`: it is not a record with evidence, and `{state}` has none for a post at this path"
)]
pub(super) struct NoLedger {
    name: String,
    state: String,
}

/// Runs the command.
pub(super) async fn run(global: &Global, args: &RecheckArgs) -> anyhow::Result<Exit> {
    let setup = Setup::new(global, File::default())?;
    let record = ledger(&args.file, &setup.settings.state_dir)?;
    let pipeline = Pipeline::new(setup.client(&args.network)?, setup.options(), setup.progress.clone());
    let (again, failed) = pipeline.recheck(&record).await;
    setup.progress.finish();
    tell(&failed);
    let text = if args.json { format!("{}\n", serde_json::to_string_pretty(&again)?) } else { lines(&again) };
    report::print(&text)?;
    let fell = again.iter().any(Again::fell);
    Ok(if fell { Exit::Rejected } else { outcome::exit(again.len(), &failed) })
}

/// The ledger that the state keeps of a post, else the record itself.
fn ledger(name: &str, state: &Path) -> anyhow::Result<Record> {
    let none = || NoLedger { name: name.to_owned(), state: state.display().to_string() };
    let has_evidence = |record: &Record| record.papers.iter().any(|entry| !entry.evidence.is_empty());
    if name != "-" {
        let path = Path::new(name);
        if !path.exists() {
            return Err(NoFile(name.to_owned()).into());
        }
        let text = disk::read_post(path)?;
        if let Some(record) = Ledgers::beside(state).of(path, &text) {
            return Ok(Some(record).filter(has_evidence).ok_or_else(none)?);
        }
        if !text.trim_start().starts_with(['{', '[']) {
            return Err(none().into());
        }
    }
    Ok(Some(load(name)?).filter(has_evidence).ok_or_else(none)?)
}

fn lines(again: &[Again]) -> String {
    let mut text = String::new();
    for one in again {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{}", head(one));
        for sentence in one.sentences.iter().filter(|one| !matches!(one.state, Fate::Stands | Fate::Unknown))
        {
            text.push_str(&block(sentence));
        }
    }
    text
}

/// `2510.05491 v1 → v2: 2 of 9 sentences no longer supported`.
fn head(one: &Again) -> String {
    let version = |version: Option<u32>| version.map_or_else(String::new, |version| format!(" v{version}"));
    let id = &one.id;
    if one.withdrawn {
        return format!("{id}{}: withdrawn", version(one.version));
    }
    let count = |is: &dyn Fn(Fate) -> bool| one.sentences.iter().filter(|one| is(one.state)).count();
    if one.read.is_none() {
        let stand = count(&|state| state == Fate::Stands);
        return format!(
            "{id}{}: still the newest version; {} supported by it",
            version(one.version),
            counted(stand, "sentence")
        );
    }
    let fell = count(&Fate::fell);
    let of = counted(one.sentences.len(), "sentence");
    let mut head = format!("{id}{} →{}: {fell} of {of} no longer supported", version(one.version), version(one.newest));
    for (state, words) in [(Fate::Unread, "could not be checked"), (Fate::Unknown, "have no evidence")] {
        let number = count(&|one| one == state);
        if number > 0 {
            let _ = write!(head, ", {number} {words}");
        }
    }
    head
}

/// A sentence with what became of it: its own words, those of the paper then, and those of the paper now.
fn block(one: &Rechecked) -> String {
    let section = one.section.names().key;
    let changes: Vec<String> = one.changes.iter().map(change).collect();
    let changes = if changes.is_empty() { String::new() } else { format!(": {}", changes.join(", ")) };
    let mut text = format!("  {section} {} {}{changes}\n", one.sentence + 1, one.state.word());
    let now = one.now.as_ref().map(|now| {
        let url = now.url.as_deref().map_or_else(String::new, |url| format!(" ({url})"));
        format!("{}{url}", now.source)
    });
    for (label, words) in
        [("digest:", Some(&one.text)), ("was:   ", one.was.as_ref()), ("now:   ", now.as_ref())]
    {
        if let Some(words) = words {
            // Papers and digests are anybody's.
            let _ = writeln!(text, "    {label} {}", visible(words));
        }
    }
    text
}

/// `21.74% → 18.2%`, or `21.74% is missing`.
fn change(change: &Change) -> String {
    match &change.now {
        Some(now) => format!("{} → {now}", change.was),
        None => format!("{} is missing", change.was),
    }
}
