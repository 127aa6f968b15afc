//! Stores what later runs need and the cache does not contain: the dollars of a month, and questions that led to no digest. It is a
//! file in the state folder, whose loss costs only money.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::{Path, PathBuf};

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use papers_system::clock::Clock;
use papers_system::disk::{self, DiskError, Durability, Notice};

/// The version of the file's format.
const VERSION: u32 = 1;

/// The number of days on which a question may lead to no digest before it is not asked any more.
const ENOUGH_DAYS: usize = 2;

/// The number of days after which failures are forgotten, because the model behind a name may have changed.
const KEPT_DAYS: u64 = 100;

/// The beginning of the names of files in which runs note the dollars that they have reserved.
const RESERVED: &str = "models-";

/// The memory of models in a state folder.
#[derive(Debug, Clone)]
pub struct Memory {
    path: PathBuf,
    clock: Clock,
    read_only: bool,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Form {
    version: u32,
    #[serde(default)]
    months: BTreeMap<String, f64>,
    #[serde(default)]
    fruitless: BTreeMap<String, Fruitless>,
}

/// A question whose answers led to no digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fruitless {
    /// The paper.
    pub paper: String,
    /// Provider and model.
    pub model: String,
    /// The days on which it was asked.
    pub days: BTreeSet<NaiveDate>,
    /// The fault of the last answer.
    pub error: String,
}

impl Fruitless {
    /// Returns true if the question is not asked any more.
    pub fn is_given_up(&self) -> bool {
        self.days.len() >= ENOUGH_DAYS
    }
}

impl Memory {
    /// The memory in a state folder.
    pub fn new(state_dir: &Path, clock: Clock) -> Self {
        Self { path: state_dir.join("models.json"), clock, read_only: false }
    }

    /// The same memory, read-only.
    #[must_use]
    pub fn read_only(self) -> Self {
        Self { read_only: true, ..self }
    }

    /// Returns the questions that are not asked any more.
    pub fn given_up(&self) -> Vec<Fruitless> {
        self.read().fruitless.into_values().filter(Fruitless::is_given_up).collect()
    }

    /// Returns the failure of a question that is not asked any more.
    pub(super) fn fruitless(&self, question: &str) -> Option<Fruitless> {
        self.read().fruitless.remove(question).filter(Fruitless::is_given_up)
    }

    /// Notes that a question led to no digest today.
    pub(super) fn failed(&self, question: &str, paper: &str, model: &str, error: String) {
        let today = self.clock.today();
        let oldest = today.checked_sub_days(Days::new(KEPT_DAYS)).unwrap_or(NaiveDate::MIN);
        self.change(|form| {
            form.fruitless.retain(|_, kept| kept.days.last().is_some_and(|last| *last >= oldest));
            let new = || Fruitless {
                paper: paper.to_owned(),
                model: model.to_owned(),
                days: BTreeSet::new(),
                error: String::new(),
            };
            let kept = form.fruitless.entry(question.to_owned()).or_insert_with(new);
            kept.days.insert(today);
            kept.error = error;
        });
    }

    /// Notes that a question led to a digest.
    pub(super) fn succeeded(&self, question: &str) {
        if self.read().fruitless.contains_key(question) {
            self.change(|form| drop(form.fruitless.remove(question)));
        }
    }

    /// Returns the dollars spent this month.
    pub(super) fn spent(&self) -> f64 {
        self.read().months.get(&self.month()).copied().unwrap_or_default()
    }

    /// Notes dollars spent.
    pub(super) fn spend(&self, dollars: f64) {
        if dollars > 0.0 {
            self.change(|form| *form.months.entry(self.month()).or_default() += dollars);
        }
    }

    /// Returns the dollars that all runs have reserved, under the lock.
    pub(super) fn reserved(&self) -> f64 {
        let notices = disk::notices(self.folder(), RESERVED);
        notices.iter().filter_map(|line| line.parse::<f64>().ok()).filter(|dollars| dollars.is_finite()).sum()
    }

    /// Creates the notice of a run's reservations, under the lock.
    pub(super) fn notice(&self) -> Option<Notice> {
        let notice = Notice::new(self.folder(), RESERVED);
        notice.inspect_err(|error| tracing::debug!("{error}: {}", error.source)).ok()
    }

    /// Runs `change` while no other process changes the memory, unless the state folder cannot be written.
    pub(super) fn locked<T>(&self, change: impl FnOnce() -> T) -> T {
        let _lock = self.lock().inspect_err(|error| tracing::debug!("{error}: {}", error.source));
        change()
    }

    fn lock(&self) -> Result<File, DiskError> {
        let path = self.path.with_extension("lock");
        let lock = disk::open_lock(&path)?;
        lock.lock().map_err(|source| DiskError { action: "lock", path, source })?;
        Ok(lock)
    }

    fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(&self.path)
    }

    fn month(&self) -> String {
        self.clock.today().format("%Y-%m").to_string()
    }

    fn read(&self) -> Form {
        let form = disk::read(&self.path)
            .ok()
            .flatten()
            .and_then(|bytes| serde_json::from_slice::<Form>(&bytes).ok());
        form.filter(|form| form.version == VERSION).unwrap_or_default()
    }

    /// Changes the file, under a lock.
    fn change(&self, change: impl FnOnce(&mut Form)) {
        if self.read_only {
            return;
        }
        if let Err(error) = self.try_change(change) {
            tracing::warn!("{error}: {}; what models cost and fail at is not remembered", error.source);
        }
    }

    fn try_change(&self, change: impl FnOnce(&mut Form)) -> Result<(), DiskError> {
        let _lock = self.lock()?;
        let mut form = self.read();
        form.version = VERSION;
        change(&mut form);
        let text = serde_json::to_string_pretty(&form).unwrap_or_default() + "\n";
        disk::write(&self.path, text.as_bytes(), Durability::Synced)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn memory(folder: &tempfile::TempDir, now: &str) -> Memory {
        Memory::new(folder.path(), Clock::Fixed(now.parse().unwrap()))
    }

    #[test]
    fn a_question_is_given_up_after_two_days_and_not_after_two_tries() {
        let folder = tempfile::tempdir().unwrap();
        let fail = |now: &str| memory(&folder, now).failed("q", "2510.06590", "m", "a loop".to_owned());
        fail("2025-10-09T08:00:00Z");
        fail("2025-10-09T20:00:00Z");
        let later = memory(&folder, "2025-10-11T08:00:00Z");
        assert_eq!(later.fruitless("q"), None);
        fail("2025-10-10T08:00:00Z");
        assert_eq!(later.fruitless("q").unwrap().days.len(), 2);
        assert_eq!(later.given_up().len(), 1);
        later.succeeded("q");
        assert_eq!(later.fruitless("q"), None);
    }

    #[test]
    fn the_cost_of_a_month_is_remembered_for_that_month() {
        let folder = tempfile::tempdir().unwrap();
        memory(&folder, "2025-10-09T08:00:00Z").spend(0.25);
        memory(&folder, "2025-10-31T08:00:00Z").spend(0.5);
        memory(&folder, "2025-10-31T08:00:00Z").read_only().spend(9.0);
        assert!((memory(&folder, "2025-10-31T09:00:00Z").spent() - 0.75).abs() < 1e-9);
        assert!(memory(&folder, "2025-11-01T00:00:00Z").spent().abs() < 1e-9);
    }
}
