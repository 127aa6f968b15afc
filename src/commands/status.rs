//! `papers status`: shows what was published when, and what needs attention, from posts and state file. Uses the network only
//! with `--check`.

mod picture;
mod summary;

use chrono::{Days, NaiveDate};

use crate::cli::{Global, NetworkArgs, StatusArgs};
use crate::config::{File, Profile};
use crate::outcome::Exit;
use crate::publish::{Journal, Site, StateFile};
use crate::report;
use papers_arxiv as arxiv;
use papers_digest::llm::{Fruitless, Memory};
use papers_paper::{Paper, PaperId};

use super::setup::Setup;
use summary::{Change, Status};

/// Runs the command.
pub(super) async fn run(global: &Global, args: &StatusArgs) -> anyhow::Result<Exit> {
    let setup = Setup::new(global, File::default())?;
    let profile = args.profile.as_deref();
    // An unknown profile is an error, not an empty calendar.
    setup.settings.daily.complete(profile, Profile::default())?;
    let site = Site::read(&setup.settings.posts_dir)?;
    let journal = journal(&setup, profile);
    let today = setup.today();
    let first = today.checked_sub_days(Days::new(u64::from(args.days.max(1)) - 1)).unwrap_or(today);
    let mut status = Status::of(&site, &journal, first..=today, profile);
    status.advice.extend(given_up(&setup));
    status.changes = changes(&setup, &status, args.check).await?;
    if args.json {
        report::print_json(&status)?;
    } else {
        report::print_colored(&picture::picture(&status, &setup.settings.posts_dir))?;
    }
    Ok(Exit::Done)
}

/// Lists papers about which a model is not asked the same question again, one line each.
fn given_up(setup: &Setup) -> impl Iterator<Item = String> {
    let memory = Memory::new(&setup.settings.options.state_dir, setup.clock);
    memory.given_up().into_iter().map(|Fruitless { paper, model, days, error }| {
        format!(
            "{paper}: `{model}` gave no digest on {} days and is not asked again ({error}); change a setting, or \
             `papers fetch --refresh digest {paper}`",
            days.len()
        )
    })
}

/// Returns the journal of a profile, or of all of them together.
fn journal(setup: &Setup, profile: Option<&str>) -> Journal {
    let file = StateFile::new(&setup.settings.options.state_dir, &setup.settings.posts_dir);
    summary::joined(file.of_profile(profile).into_iter())
}

/// Returns published papers that were replaced or withdrawn since, according to their records.
async fn changes(setup: &Setup, status: &Status, check: bool) -> anyhow::Result<Vec<Change>> {
    let papers = status.published();
    let ids: Vec<PaperId> = papers.keys().filter_map(|key| key.parse().ok()).collect();
    let client = setup.client(&NetworkArgs { offline: !check })?;
    let records = arxiv::records(&client, &setup.settings.options.urls, &ids).await;
    let mut missed = 0;
    let mut changes = Vec::new();
    for (id, record) in records {
        match (record, papers.get(&id.key())) {
            (Ok(paper), Some(&day)) => changes.extend(change(&paper, day)),
            (Err(_), _) => missed += 1,
            (Ok(_), None) => {}
        }
    }
    if check && missed > 0 {
        tracing::warn!("{missed} of {} records could not be had; the others were checked", ids.len());
    }
    Ok(changes)
}

/// Finds out what happened to a paper since its post of `day`.
fn change(paper: &Paper, day: NaiveDate) -> Option<Change> {
    let replaced = paper.version.filter(|&version| version > 1).zip(paper.updated.map(|at| at.date_naive()));
    let replaced = replaced.filter(|(_, updated)| *updated > day);
    (paper.withdrawn || replaced.is_some()).then(|| Change {
        id: paper.id.clone(),
        title: paper.title.clone(),
        posted: day,
        version: replaced.map(|(version, _)| version),
        updated: replaced.map(|(_, updated)| updated),
        withdrawn: paper.withdrawn,
    })
}
