//! Determines which submissions a day's search asks for: those that arXiv announces on the day, and older ones that it announces
//! late, because of a holiday or because a moderator held them. Submissions are visible only when they are announced. Pure.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Days, Duration, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::submissions;

/// The maximum number of days between the list of a submission's own day and the one that announces it late. Of 202 papers of
/// October 2025, 15 were late, by up to eight days.
const LATE_DAYS: u64 = 10;

/// The keys of the papers that the lists of a day showed, by the queries of these lists.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown(BTreeMap<String, BTreeSet<String>>);

impl Shown {
    /// Adds a list, which may be empty.
    pub fn add(&mut self, query: String, papers: impl IntoIterator<Item = String>) {
        self.0.entry(query).or_default().extend(papers);
    }

    /// Adds all lists of another look at the same day.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        for (query, papers) in other.0 {
            self.add(query, papers);
        }
        self
    }

    /// Returns true if there is no list.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The lists of days that were asked for, with the time of the last look.
pub type History<'a> = BTreeMap<NaiveDate, (DateTime<Utc>, &'a Shown)>;

/// The submissions that a day's search asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// The time of the first submission.
    pub from: DateTime<Utc>,
    /// The time of the last submission.
    pub to: DateTime<Utc>,
    /// The time of the first submission that is announced on the day unless it is late.
    regular: DateTime<Utc>,
    /// The submissions of earlier days whose lists were asked for before all of them were announced.
    earlier: Vec<(DateTime<Utc>, DateTime<Utc>)>,
    /// The papers that other days showed.
    shown: BTreeSet<String>,
}

impl Window {
    /// Returns the window of a day; `None` at weekends, on which nothing is announced. It reaches back only to days whose lists were
    /// asked for with the same query, because all papers of other days would seem late.
    pub fn new(day: NaiveDate, query: &str, history: &History<'_>) -> Option<Self> {
        let (regular, to) = submissions(day)?;
        let oldest = day.checked_sub_days(Days::new(LATE_DAYS))?;
        let lists = history.iter().filter(|(other, _)| **other != day && **other >= oldest);
        let lists: Vec<_> =
            lists.filter_map(|(other, (at, shown))| Some((*other, *at, shown.0.get(query)?))).collect();
        let is_early = |other: NaiveDate, at: DateTime<Utc>| {
            other.checked_add_days(Days::new(LATE_DAYS)).is_some_and(|end| at.date_naive() <= end)
        };
        let earlier: Vec<_> = lists
            .iter()
            .filter(|(other, at, _)| *other < day && is_early(*other, *at))
            .filter_map(|(other, ..)| submissions(*other))
            .collect();
        let from = earlier.iter().map(|(from, _)| *from).chain([regular]).min()?;
        let shown = lists.iter().flat_map(|(.., papers)| papers.iter().cloned()).collect();
        Some(Self { from, to, regular, earlier, shown })
    }

    /// Returns true if a submission in the window belongs to the day's list: it is announced on this day, or an earlier day should
    /// have shown it and did not.
    pub fn admits(&self, key: &str, submitted: Option<DateTime<Utc>>) -> bool {
        let Some(time) = submitted.filter(|time| self.from <= *time && *time < self.regular) else {
            return true;
        };
        let was_due =
            self.earlier.iter().any(|(from, to)| *from <= time && time < *to + Duration::minutes(1));
        was_due && !self.shown.contains(key)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::calendar::tests::{at, day};

    /// Reads days with the times of their looks and the papers that they showed: `2025-10-08 2025-10-09T12:00:00Z 2510.00001`.
    fn looks(days: &[&str]) -> BTreeMap<NaiveDate, (DateTime<Utc>, Shown)> {
        let look = |text: &&str| {
            let mut words = text.split(' ');
            let (date, time) = (day(words.next().unwrap()), at(words.next().unwrap()));
            let mut shown = Shown::default();
            shown.add("q".to_owned(), words.map(str::to_owned));
            (date, (time, shown))
        };
        days.iter().map(look).collect()
    }

    /// Returns the window of a day after these looks.
    fn window(date: &str, query: &str, days: &[&str]) -> Option<Window> {
        let looks = looks(days);
        Window::new(day(date), query, &looks.iter().map(|(day, (at, shown))| (*day, (*at, shown))).collect())
    }

    #[test]
    fn a_holiday_that_showed_nothing_is_made_up_for_on_the_next_working_day() {
        let past = [
            "2025-11-26 2025-11-26T12:00:00Z 2511.00001",
            "2025-11-27 2025-11-28T12:00:00Z",
            "2025-11-28 2025-11-29T12:00:00Z",
        ];
        let window = window("2025-12-01", "q", &past).unwrap();
        assert_eq!((window.from, window.to), (at("2025-11-24T19:00:00Z"), at("2025-11-28T18:59:00Z")));
        assert!(window.admits("2511.00009", Some(at("2025-11-26T18:59:30Z"))));
        assert!(window.admits("2511.00008", Some(at("2025-11-25T10:00:00Z"))), "held on the Wednesday");
        assert!(!window.admits("2511.00001", Some(at("2025-11-25T10:00:00Z"))), "shown on the Wednesday");
    }

    #[rstest]
    #[case::never_asked(&[], false)]
    #[case::asked_when_all_was_announced(&["2025-10-07 2025-10-30T12:00:00Z"], false)]
    #[case::asked_in_time(&["2025-10-07 2025-10-07T12:00:00Z"], true)]
    #[case::shown_there(&["2025-10-07 2025-10-07T12:00:00Z 2510.00001"], false)]
    #[case::another_day_asked(&["2025-10-08 2025-10-08T12:00:00Z"], false)]
    #[case::shown_on_another_day(
        &["2025-10-07 2025-10-07T12:00:00Z", "2025-10-10 2025-10-10T12:00:00Z 2510.00001"],
        false
    )]
    #[case::shown_on_this_day(
        &["2025-10-07 2025-10-07T12:00:00Z", "2025-10-09 2025-10-09T12:00:00Z 2510.00001"],
        true
    )]
    #[case::long_ago(&["2025-09-26 2025-09-26T12:00:00Z"], false)]
    fn an_older_submission_is_late_if_its_own_day_did_not_show_it(
        #[case] days: &[&str],
        #[case] expected: bool,
    ) {
        let own = window("2025-10-09", "q", days).unwrap();
        let time = at("2025-10-06T10:00:00Z");
        assert_eq!(own.from <= time && own.admits("2510.00001", Some(time)), expected);
        assert!(own.admits("2510.00001", Some(at("2025-10-07T18:00:00Z"))), "the day's own");
        let other = window("2025-10-09", "other", days).unwrap();
        assert_eq!(other.from, at("2025-10-07T18:00:00Z"), "another query shows other papers");
    }

    #[test]
    fn nothing_is_asked_for_at_weekends() {
        assert_eq!(window("2025-10-11", "q", &[]), None);
    }
}
