//! Summarizes posts and journal: the state of each day, and what needs attention. Pure.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::path::PathBuf;

use chrono::NaiveDate;
use serde::Serialize;

use crate::calendar::{self, State};
use crate::publish::{Attempt, DayRecord, Journal, Site, SitePost};

/// The version of the JSON form.
const SCHEMA: u32 = 1;

/// The output of `--json`.
#[derive(Debug, Serialize)]
pub(super) struct Status {
    pub(super) schema: u32,
    /// The days, oldest first, today last.
    pub(super) days: Vec<Day>,
    /// Papers that failed, whether they are retried or given up.
    pub(super) failures: Vec<Failure>,
    /// Papers that were replaced or withdrawn after they were published.
    pub(super) changes: Vec<Change>,
    /// Advice to the user, one line per item.
    pub(super) advice: Vec<String>,
    #[serde(skip)]
    published: BTreeMap<String, NaiveDate>,
}

/// One day.
#[derive(Debug, Serialize)]
pub(super) struct Day {
    pub(super) date: NaiveDate,
    /// `null` if nothing is known about the day.
    pub(super) state: Option<State>,
    /// The number of papers that its posts link to.
    pub(super) papers: usize,
    pub(super) posts: Vec<PathBuf>,
    /// The note of its last run.
    pub(super) note: Option<String>,
}

/// A paper that failed.
#[derive(Debug, Serialize)]
pub(super) struct Failure {
    pub(super) id: String,
    #[serde(flatten)]
    pub(super) attempt: Attempt,
}

/// A paper that changed after it was published.
#[derive(Debug, Serialize)]
pub(super) struct Change {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) posted: NaiveDate,
    /// The new version.
    pub(super) version: Option<u32>,
    pub(super) updated: Option<NaiveDate>,
    pub(super) withdrawn: bool,
}

impl Status {
    /// Summarizes some days, for one profile or for the whole site.
    pub(super) fn of(
        site: &Site,
        journal: &Journal,
        range: RangeInclusive<NaiveDate>,
        profile: Option<&str>,
    ) -> Self {
        let mut posts: BTreeMap<NaiveDate, Vec<&SitePost>> = BTreeMap::new();
        for post in site.posts().iter().filter(|post| !post.papers.is_empty() && belongs(post, profile)) {
            if let Some(day) = post.day.filter(|day| range.contains(day)) {
                posts.entry(day).or_default().push(post);
            }
        }
        let of = |date| day(date, posts.get(&date).map_or(&[][..], Vec::as_slice), journal.days.get(&date));
        let days: Vec<Day> = calendar::days(*range.start(), *range.end()).into_iter().map(of).collect();
        let failures = journal.failures.iter().filter(|(_, attempt)| attempt.day >= *range.start());
        let failures: Vec<Failure> =
            failures.map(|(id, attempt)| Failure { id: id.clone(), attempt: attempt.clone() }).collect();
        let advice = advice(&days, journal, profile);
        Self { schema: SCHEMA, days, failures, changes: Vec::new(), advice, published: published(&posts) }
    }

    /// The keys of the papers published on these days, each with its first day.
    pub(super) fn published(&self) -> &BTreeMap<String, NaiveDate> {
        &self.published
    }
}

fn belongs(post: &SitePost, profile: Option<&str>) -> bool {
    let stem = post.path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    profile.is_none_or(|name| stem.ends_with(&format!("-daily-papers-{name}")))
}

fn day(date: NaiveDate, posts: &[&SitePost], record: Option<&DayRecord>) -> Day {
    let papers = posts.iter().map(|post| post.papers.len()).sum();
    let recorded = record.map(|record| record.state);
    Day {
        date,
        // The journal may say `fresh` although the post has been removed since.
        state: if papers > 0 { Some(State::Fresh) } else { recorded.filter(|state| *state != State::Fresh) },
        papers,
        posts: posts.iter().map(|post| post.path.clone()).collect(),
        note: record.map(|record| record.note.clone()),
    }
}

fn published(posts: &BTreeMap<NaiveDate, Vec<&SitePost>>) -> BTreeMap<String, NaiveDate> {
    let mut published = BTreeMap::new();
    for (day, posts) in posts {
        for key in posts.iter().flat_map(|post| &post.papers) {
            published.entry(key.clone()).or_insert(*day);
        }
    }
    published
}

/// Lists what the user should do. That today is still waiting needs no action.
fn advice(days: &[Day], journal: &Journal, profile: Option<&str>) -> Vec<String> {
    let command = profile.map_or_else(|| "papers daily".to_owned(), |name| format!("papers daily {name}"));
    let today = days.last().map(|day| day.date);
    let mut advice = Vec::new();
    for day in days {
        let unsettled = journal.days.get(&day.date).is_some_and(|record| record.incomplete);
        let is_over = Some(day.date) != today;
        let troubled = match day.state {
            Some(State::Failed | State::Stalled) => true,
            Some(State::Waiting) => is_over,
            Some(State::Fresh) => is_over && unsettled,
            Some(State::Quiet) | None => false,
        };
        if troubled {
            let word = day.state.map_or("", State::word);
            let note = day.note.as_deref().unwrap_or_default();
            advice.push(format!("{} {word}: {note}: `{command} --date {}`", day.date, day.date));
        }
    }
    for (from, to) in gaps(days) {
        advice.push(if from == to {
            format!("{from}: no run was made: `{command} --date {from}`")
        } else {
            format!("{from} to {to}: no run was made: `{command} --from {from} --to {to}`")
        });
    }
    advice
}

/// Returns the ranges of days without any run, between days with one. Ranges do not begin on a weekend.
fn gaps(days: &[Day]) -> Vec<(NaiveDate, NaiveDate)> {
    let known = |day: &&Day| day.state.is_some();
    let first = days.iter().find(known).map(|day| day.date);
    let last = days.iter().rev().find(known).map(|day| day.date);
    let mut gaps: Vec<(NaiveDate, NaiveDate)> = Vec::new();
    let mut open = false;
    for day in days.iter().filter(|day| Some(day.date) > first && Some(day.date) < last) {
        let missing = day.state.is_none() && (open || !calendar::is_weekend(day.date));
        match gaps.last_mut().filter(|_| open && missing) {
            Some(gap) => gap.1 = day.date,
            None if missing => gaps.push((day.date, day.date)),
            None => {}
        }
        open = missing;
    }
    gaps
}

/// Merges the journals of several profiles. Each day gets the state that needs most attention.
pub(super) fn joined(journals: impl Iterator<Item = Journal>) -> Journal {
    let weight = |state: State| match state {
        State::Failed => 4,
        State::Stalled => 3,
        State::Waiting => 2,
        State::Quiet => 1,
        State::Fresh => 0,
    };
    let mut all = Journal::default();
    for journal in journals {
        for (day, record) in journal.days {
            match all.days.get(&day) {
                Some(known) if weight(known.state) >= weight(record.state) => {}
                _ => drop(all.days.insert(day, record)),
            }
        }
        all.failures.extend(journal.failures);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use papers_system::disk::{self, Durability};

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn site(posts: &[&str]) -> (tempfile::TempDir, Site) {
        let folder = tempfile::tempdir().unwrap();
        for (number, name) in posts.iter().enumerate() {
            let text = format!("# 1. [A](https://arxiv.org/abs/2510.{number:05})\n");
            disk::write(&folder.path().join(name), text.as_bytes(), Durability::Whole).unwrap();
        }
        let site = Site::read(folder.path()).unwrap();
        (folder, site)
    }

    fn journal(days: &[(&str, State)]) -> Journal {
        let mut journal = Journal::default();
        for (day, state) in days {
            let at = "2025-10-09T00:00:00Z".parse().unwrap();
            let record = DayRecord {
                state: *state,
                at,
                note: "why".to_owned(),
                incomplete: false,
                unseen: false,
                looks: calendar::Looks::default(),
                shown: calendar::Shown::default(),
                posted: std::collections::BTreeSet::new(),
            };
            journal.days.insert(date(day), record);
        }
        journal
    }

    fn status(posts: &[&str], days: &[(&str, State)], profile: Option<&str>) -> Status {
        let (_folder, site) = site(posts);
        Status::of(&site, &journal(days), date("2025-10-06")..=date("2025-10-10"), profile)
    }

    #[test]
    fn posts_say_more_than_the_journal() {
        let status = status(
            &["2025-10-06-daily-papers.md", "2025-10-06-mine.md"],
            &[("2025-10-06", State::Failed), ("2025-10-07", State::Fresh), ("2025-10-08", State::Quiet)],
            None,
        );
        let seen: Vec<_> = status.days.iter().map(|day| (day.state, day.papers)).collect();
        assert_eq!(
            seen,
            [(Some(State::Fresh), 2), (None, 0), (Some(State::Quiet), 0), (None, 0), (None, 0)],
            "a post that was removed is not fresh any more"
        );
        assert_eq!(status.published().len(), 2);
    }

    #[test]
    fn a_profile_sees_its_own_posts() {
        let posts = ["2025-10-06-daily-papers.md", "2025-10-06-daily-papers-nlp.md"];
        assert_eq!(status(&posts, &[], Some("nlp")).days[0].papers, 1);
        assert_eq!(status(&posts, &[], None).days[0].papers, 2);
    }

    #[test]
    fn tells_what_to_do_for_days_that_need_it() {
        let days = [
            ("2025-10-06", State::Failed),
            ("2025-10-07", State::Stalled),
            ("2025-10-08", State::Quiet),
            ("2025-10-10", State::Waiting),
        ];
        let advice = status(&[], &days, Some("nlp")).advice;
        assert_eq!(
            advice,
            [
                "2025-10-06 failed: why: `papers daily nlp --date 2025-10-06`",
                "2025-10-07 stalled: why: `papers daily nlp --date 2025-10-07`",
                "2025-10-09: no run was made: `papers daily nlp --date 2025-10-09`",
            ]
        );
    }

    #[test]
    fn a_gap_of_several_days_is_one_line_and_weekends_alone_are_none() {
        let days = |known: &[&str]| {
            let (_folder, site) = site(&[]);
            let known: Vec<_> = known.iter().map(|&day| (day, State::Quiet)).collect();
            Status::of(&site, &journal(&known), date("2025-10-01")..=date("2025-10-14"), None).advice
        };
        let advice = days(&["2025-10-02", "2025-10-07"]);
        assert_eq!(
            advice,
            ["2025-10-03 to 2025-10-06: no run was made: `papers daily --from 2025-10-03 --to 2025-10-06`"]
        );
        assert!(days(&["2025-10-10", "2025-10-13"]).is_empty());
        assert!(days(&[]).is_empty());
    }

    #[test]
    fn the_worst_state_of_a_day_among_profiles_counts() {
        let one = journal(&[("2025-10-06", State::Quiet), ("2025-10-07", State::Failed)]);
        let other = journal(&[("2025-10-06", State::Waiting), ("2025-10-07", State::Fresh)]);
        let all = joined([one, other].into_iter());
        let states: Vec<_> = all.days.values().map(|record| record.state).collect();
        assert_eq!(states, [State::Waiting, State::Failed]);
    }
}
