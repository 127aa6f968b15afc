//! The history of a profile's days: the outcome of each, which papers failed how often, and which were selected and are not posted
//! yet.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::calendar::{History, Looks, Shown, State};
use papers_paper::{Candidate, PaperId};

/// The number of newest days that are kept with their papers, so that the file stays small. Days are counted, because a clock that
/// is ahead for a while would make all of them old.
const KEPT_DAYS: usize = 100;

/// The number of newest days for which the papers that lists showed are kept: they tell only which papers are announced late.
const SHOWN_DAYS: usize = 30;

/// The history of one profile, or of some sources.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Journal {
    /// The days that were checked.
    #[serde(default)]
    pub days: BTreeMap<NaiveDate, DayRecord>,
    /// Papers that failed, by their keys.
    #[serde(default)]
    pub failures: BTreeMap<String, Attempt>,
    /// Papers that were selected for a day and are not posted yet, by the sources that listed them. A later list may not have
    /// them any more.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub unposted: BTreeMap<NaiveDate, BTreeMap<String, Vec<Candidate>>>,
}

/// The outcome of the last check of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayRecord {
    /// The state of the day.
    pub state: State,
    /// The time of the check.
    pub at: DateTime<Utc>,
    /// The reason for the state, as in the line that is printed for the day.
    pub note: String,
    /// True if a source could not be asked, whatever the state is.
    #[serde(default)]
    pub incomplete: bool,
    /// True if the sources have not all answered since the day was settled, so that its complete lists are not known.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unseen: bool,
    /// The lists of Hugging Face that were seen.
    #[serde(default)]
    pub looks: Looks,
    /// The papers that arXiv's lists showed, so that later searches recognize those that are announced late.
    #[serde(default, skip_serializing_if = "Shown::is_empty")]
    pub shown: Shown,
    /// The keys of the papers that were written to the day's post.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub posted: BTreeSet<String>,
}

/// A paper that failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// The day whose post it belongs to.
    pub day: NaiveDate,
    /// The time of its first failure.
    pub first: DateTime<Utc>,
    /// The time of its last failure.
    #[serde(default)]
    pub last: DateTime<Utc>,
    /// The number of failures.
    pub attempts: u32,
    /// The last error.
    pub error: String,
    /// True if it is not retried any more.
    #[serde(default)]
    pub given_up: bool,
}

impl Journal {
    /// Records that a paper failed. One that was given up before was tried because the user named its day, or because it was
    /// listed again: it begins anew.
    pub fn failed(&mut self, id: &PaperId, day: NaiveDate, at: DateTime<Utc>, error: String) {
        let earlier = self.failures.remove(&id.key()).filter(|attempt| !attempt.given_up);
        let (day, first, attempts) =
            earlier.map_or((day, at, 0), |earlier| (earlier.day, earlier.first, earlier.attempts));
        let attempt = Attempt { day, first, last: at, attempts: attempts + 1, error, given_up: false };
        self.failures.insert(id.key(), attempt);
    }

    /// Removes the failures of a paper, because it is published now.
    pub fn succeeded(&mut self, id: &PaperId) {
        self.failures.remove(&id.key());
    }

    /// Replaces the papers that were selected from these sources for a day and are not posted yet.
    pub fn set_unposted(&mut self, day: NaiveDate, sources: &str, papers: Vec<Candidate>) {
        let lists = self.unposted.entry(day).or_default();
        if papers.is_empty() {
            lists.remove(sources);
        } else {
            lists.insert(sources.to_owned(), papers);
        }
        self.unposted.retain(|_, lists| !lists.is_empty());
    }

    /// Returns the papers that were selected from these sources for a day and are not posted yet.
    pub fn unposted(&self, day: NaiveDate, sources: &str) -> &[Candidate] {
        self.unposted.get(&day).and_then(|lists| lists.get(sources)).map_or(&[], Vec::as_slice)
    }

    /// Returns the days before `today` with papers that were selected from these sources and are not posted yet.
    pub fn days_unposted(&self, today: NaiveDate, sources: &str) -> impl Iterator<Item = NaiveDate> {
        self.unposted
            .range(..today)
            .filter(move |(_, lists)| lists.contains_key(sources))
            .map(|(day, _)| *day)
    }

    /// Returns the papers of a day that failed and are to be retried.
    pub fn retries(&self, day: NaiveDate) -> Vec<PaperId> {
        self.failures_of(day, false)
    }

    /// Returns the papers of a day that failed and are not retried any more.
    pub fn given_up(&self, day: NaiveDate) -> Vec<PaperId> {
        self.failures_of(day, true)
    }

    fn failures_of(&self, day: NaiveDate, given_up: bool) -> Vec<PaperId> {
        let wanted = |attempt: &Attempt| attempt.day == day && attempt.given_up == given_up;
        let failures = self.failures.iter().filter(|(_, attempt)| wanted(attempt));
        failures.filter_map(|(key, _)| key.parse().ok()).collect()
    }

    /// Gives up papers that failed again since a run `began`, if their first failure is at least `after` days old. Returns them.
    pub fn give_up(&mut self, after: u32, began: DateTime<Utc>) -> Vec<(String, Attempt)> {
        let patience = TimeDelta::days(i64::from(after));
        let mut given_up = Vec::new();
        for (key, attempt) in &mut self.failures {
            if !attempt.given_up && attempt.last >= began && attempt.last - attempt.first >= patience {
                attempt.given_up = true;
                given_up.push((key.clone(), attempt.clone()));
            }
        }
        given_up
    }

    /// Returns the days before `today` that should be checked again, because they had no papers yet or something failed; oldest
    /// first. They are at most `within` days old; after days without a run, at most `within` days older than the first of those, so
    /// that a pause costs no day its last check. Days whose complete lists were never seen are checked until they are, and days with
    /// papers to retry until those are given up. `reopens` also selects finished days.
    pub fn unfinished(
        &self,
        today: NaiveDate,
        within: u32,
        reopens: impl Fn(NaiveDate, &DayRecord) -> bool,
    ) -> Vec<NaiveDate> {
        let missed = self.last_before(today).and_then(|last| last.succ_opt()).unwrap_or(today);
        let oldest = missed.checked_sub_days(Days::new(u64::from(within))).unwrap_or(NaiveDate::MIN);
        let open = |day: &NaiveDate, record: &DayRecord| {
            let unsure = matches!(record.state, State::Waiting | State::Failed | State::Stalled);
            unsure || record.incomplete || reopens(*day, record)
        };
        let known = self.days.range(..today).filter(|(day, record)| **day >= oldest || record.unseen);
        let again = known.filter(|(day, record)| open(day, record)).map(|(day, _)| *day);
        let retried = self.failures.values().filter(|attempt| !attempt.given_up && attempt.day < today);
        let days: BTreeSet<NaiveDate> = again.chain(retried.map(|attempt| attempt.day)).collect();
        days.into_iter().collect()
    }

    /// Returns the days without any run among the last `within` days before `today`. None are missed before the first run.
    pub fn without_run(&self, today: NaiveDate, within: u32) -> impl Iterator<Item = NaiveDate> {
        let first = self.days.keys().next().copied().unwrap_or(today);
        let oldest = today.checked_sub_days(Days::new(u64::from(within))).unwrap_or(NaiveDate::MIN);
        let days = first.max(oldest).iter_days().take_while(move |day| *day < today);
        days.filter(|day| !self.days.contains_key(day))
    }

    /// Returns what arXiv's lists showed on each day.
    pub fn history(&self) -> History<'_> {
        self.days.iter().map(|(day, record)| (*day, (record.at, &record.shown))).collect()
    }

    /// Returns the last day before `today` that was checked.
    pub fn last_before(&self, today: NaiveDate) -> Option<NaiveDate> {
        self.days.range(..today).next_back().map(|(day, _)| *day)
    }

    /// Returns the journal without what is too old to be kept.
    pub(super) fn without_old(mut self) -> Self {
        let newest = |count: usize| self.days.keys().rev().nth(count - 1).copied().unwrap_or(NaiveDate::MIN);
        let (oldest, recent) = (newest(KEPT_DAYS), newest(SHOWN_DAYS));
        self.days.retain(|day, _| *day >= oldest);
        self.failures.retain(|_, attempt| attempt.day >= oldest);
        self.unposted.retain(|day, _| *day >= oldest);
        for (_, record) in self.days.range_mut(..recent) {
            record.shown = Shown::default();
        }
        self
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::calendar::tests::{at, day};

    fn id(text: &str) -> PaperId {
        text.parse().unwrap()
    }

    fn record(state: State) -> DayRecord {
        DayRecord {
            state,
            at: at("2025-10-09T00:00:00Z"),
            note: "why".to_owned(),
            incomplete: false,
            unseen: false,
            looks: Looks::default(),
            shown: Shown::default(),
            posted: BTreeSet::new(),
        }
    }

    pub(in super::super) fn journal(days: &[(&str, State)]) -> Journal {
        let mut journal = Journal::default();
        for &(date, state) in days {
            journal.days.insert(day(date), record(state));
        }
        journal
    }

    #[test]
    fn old_days_are_forgotten_unless_only_the_clock_says_so() {
        let first = day("2025-10-01");
        let mut journal = Journal::default();
        for date in first.iter_days().take(KEPT_DAYS - 1) {
            journal.days.insert(date, record(State::Failed));
        }
        journal.days.insert(day("2030-01-01"), record(State::Waiting));
        journal.failed(&id("2510.06590"), first, at("2025-10-01T08:00:00Z"), "no".to_owned());
        assert_eq!(journal.clone().without_old(), journal);
        journal.days.insert(day("2030-01-02"), record(State::Waiting));
        let kept = journal.without_old();
        assert_eq!((kept.days.len(), kept.days.keys().next()), (KEPT_DAYS, Some(&day("2025-10-02"))));
        assert!(kept.failures.is_empty());
    }

    #[test]
    fn a_day_stays_open_until_its_papers_are_given_up() {
        let mut journal = journal(&[("2025-10-09", State::Fresh)]);
        let paper = id("2510.06590");
        journal.failed(&paper, day("2025-10-09"), at("2025-10-09T08:05:00Z"), "no".to_owned());
        journal.failed(&paper, day("2025-10-09"), at("2025-10-16T08:03:00Z"), "no".to_owned());
        assert_eq!(journal.give_up(7, at("2025-10-16T08:00:00Z")), []);
        assert_eq!(journal.unfinished(day("2025-10-17"), 7, |_, _| false), [day("2025-10-09")]);
        journal.failed(&paper, day("2025-10-09"), at("2025-10-17T08:03:00Z"), "no".to_owned());
        assert_eq!(journal.give_up(7, at("2025-10-17T08:00:00Z")).len(), 1);
        assert_eq!(journal.unfinished(day("2025-10-18"), 7, |_, _| false), []);
    }

    #[test]
    fn a_failed_paper_is_tried_again_until_it_is_given_up_once() {
        let mut journal = Journal::default();
        let paper = id("2510.06590v2");
        journal.failed(&paper, day("2025-10-09"), at("2025-10-09T08:00:00Z"), "no".to_owned());
        journal.failed(&paper, day("2025-10-09"), at("2025-10-10T08:00:00Z"), "still no".to_owned());
        assert_eq!(journal.retries(day("2025-10-09")), [id("2510.06590")]);
        assert_eq!(journal.retries(day("2025-10-10")), []);
        let fails = |journal: &mut Journal, time: &str| {
            journal.failed(&paper, day("2025-10-09"), at(time), "never".to_owned());
            journal.give_up(7, at(time))
        };
        assert!(fails(&mut journal, "2025-10-16T07:59:59Z").is_empty());
        let told = fails(&mut journal, "2025-10-16T08:00:00Z");
        assert_eq!((told[0].0.as_str(), told[0].1.attempts), ("2510.06590", 4));
        assert_eq!(journal.given_up(day("2025-10-09")), [id("2510.06590")]);
        assert!(journal.retries(day("2025-10-09")).is_empty());
        assert!(journal.give_up(7, at("2025-10-16T08:00:00Z")).is_empty(), "it is told once");
        assert!(fails(&mut journal, "2025-10-20T08:00:00Z").is_empty(), "it begins anew");
        assert_eq!(journal.retries(day("2025-10-09")), [id("2510.06590")]);
    }

    #[test]
    fn a_paper_is_given_up_only_when_it_was_tried_again() {
        let mut journal = Journal::default();
        journal.failed(&id("2510.06590"), day("2025-10-09"), at("2025-10-09T08:00:00Z"), "no".to_owned());
        assert!(journal.give_up(7, at("2025-11-09T08:00:00Z")).is_empty());
    }

    #[test]
    fn after_a_pause_the_days_before_it_are_checked_once_more() {
        let mut journal = journal(&[("2025-10-02", State::Failed), ("2025-10-09", State::Waiting)]);
        let unfinished = |journal: &Journal| journal.unfinished(day("2025-12-09"), 7, |_, _| false);
        assert_eq!(unfinished(&journal), [day("2025-10-09")]);
        journal.days.insert(day("2025-12-08"), record(State::Fresh));
        assert!(unfinished(&journal).is_empty());
    }

    #[test]
    fn a_day_is_checked_until_its_complete_lists_were_seen() {
        let unseen = |state| DayRecord { unseen: true, ..record(state) };
        let mut journal = journal(&[("2025-10-08", State::Failed), ("2025-10-10", State::Fresh)]);
        let unfinished = |journal: &Journal| journal.unfinished(day("2025-11-08"), 7, |_, _| false);
        journal.days.insert(day("2025-10-09"), unseen(State::Failed));
        journal.days.insert(day("2025-10-11"), unseen(State::Fresh));
        journal.days.insert(day("2025-11-07"), record(State::Fresh));
        assert_eq!(unfinished(&journal), [day("2025-10-09")]);
    }

    #[test]
    fn days_without_a_run_are_those_between_the_first_one_and_today() {
        let journal = journal(&[("2025-10-03", State::Fresh), ("2025-10-07", State::Quiet)]);
        let missed = |today: &str, within| journal.without_run(day(today), within).collect::<Vec<_>>();
        assert_eq!(missed("2025-10-09", 4), [day("2025-10-05"), day("2025-10-06"), day("2025-10-08")]);
        assert_eq!(missed("2025-10-09", 100).first(), Some(&day("2025-10-04")));
        assert!(missed("2025-10-09", 0).is_empty());
        assert!(Journal::default().without_run(day("2025-10-09"), 7).next().is_none());
    }

    #[test]
    fn a_clock_set_back_gives_nothing_up() {
        let mut journal = Journal::default();
        journal.failed(&id("2510.06590"), day("2025-10-09"), at("2030-01-01T00:00:00Z"), "no".to_owned());
        assert!(journal.give_up(7, at("2025-10-09T08:00:00Z")).is_empty());
        assert!(journal.unfinished(day("2025-10-09"), 7, |_, _| false).is_empty());
    }

    #[test]
    fn unfinished_days_are_those_that_a_later_run_may_cure() {
        let mut journal = journal(&[
            ("2025-10-01", State::Failed),
            ("2025-10-03", State::Failed),
            ("2025-10-04", State::Quiet),
            ("2025-10-06", State::Fresh),
            ("2025-10-07", State::Stalled),
            ("2025-10-08", State::Waiting),
            ("2025-10-09", State::Waiting),
        ]);
        let unfinished = |journal: &Journal| {
            journal
                .unfinished(day("2025-10-09"), 7, |_, _| false)
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
        };
        assert_eq!(unfinished(&journal), ["2025-10-03", "2025-10-07", "2025-10-08"]);
        journal.failed(&id("2510.06590"), day("2025-10-06"), at("2025-10-06T08:00:00Z"), "no".to_owned());
        assert_eq!(unfinished(&journal), ["2025-10-03", "2025-10-06", "2025-10-07", "2025-10-08"]);
        let grown = journal.unfinished(day("2025-10-09"), 7, |one, record| {
            one == day("2025-10-04") && record.state == State::Quiet
        });
        assert_eq!(grown.len(), 5, "{grown:?}");
    }

    #[test]
    fn the_last_day_is_before_today_whatever_the_clock_said_once() {
        let journal = journal(&[
            ("2025-12-29", State::Fresh),
            ("2025-12-30", State::Fresh),
            ("2030-01-01", State::Fresh),
        ]);
        assert_eq!(journal.last_before(day("2025-12-31")), Some(day("2025-12-30")));
        assert_eq!(journal.last_before(day("2025-12-30")), Some(day("2025-12-29")));
        assert_eq!(Journal::default().last_before(day("2025-12-31")), None);
    }
}
