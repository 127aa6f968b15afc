//! Determines the state of a day, when its lists are complete, and which submissions arXiv announces on it. Pure: the
//! caller passes the time.

mod window;

use chrono::{DateTime, Datelike, Days, Duration, NaiveDate, NaiveTime, Utc, Weekday};
use papers_system::zone::Zone;
use serde::{Deserialize, Serialize};

pub use window::{History, Shown, Window};

/// The states of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// A post holds papers of this day.
    Fresh,
    /// Too early: the list is empty, or shorter than required, and may still grow.
    Waiting,
    /// Nothing to publish, as on a weekend or holiday, or if all papers are published already.
    Quiet,
    /// A working day that is over, but nothing was announced.
    Stalled,
    /// The sources could not be asked, or every paper failed.
    Failed,
}

impl State {
    /// All states, in the order of a legend.
    pub const ALL: [Self; 5] = [Self::Fresh, Self::Waiting, Self::Quiet, Self::Stalled, Self::Failed];

    /// The name in output and records.
    pub fn word(self) -> &'static str {
        match self {
            Self::Fresh => "fresh",
            Self::Waiting => "waiting",
            Self::Quiet => "quiet",
            Self::Stalled => "stalled",
            Self::Failed => "failed",
        }
    }
}

/// The facts about a day after its sources were asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Facts {
    /// The number of papers of this day that its post has now.
    pub published: usize,
    /// The number of papers that the sources list, before selection.
    pub listed: usize,
    /// The number of papers that failed, now or for so long that they are not tried again.
    pub failed: usize,
    /// True if a source could not be asked.
    pub source_failed: bool,
    /// True if the lists will not grow any more; see [`is_settled`].
    pub settled: bool,
    /// True if the sources list nothing on such a day: a weekend or a holiday.
    pub rest: bool,
}

/// Returns the state of a day. A day with published papers is fresh, even if others failed; the exit code shows that.
pub fn state(facts: &Facts) -> State {
    let Facts { published, listed, failed, source_failed, settled, rest } = *facts;
    if published > 0 {
        State::Fresh
    } else if source_failed || failed > 0 {
        State::Failed
    } else if rest && listed == 0 {
        State::Quiet
    } else if !settled {
        State::Waiting
    } else if rest || listed > 0 {
        State::Quiet
    } else {
        State::Stalled
    }
}

/// Returns true if a day's lists are complete: the day is over everywhere on Earth (UTC−12), which gives arXiv's feed eight
/// more hours to be late.
pub fn is_settled(day: NaiveDate, now: DateTime<Utc>) -> bool {
    settled(day).is_some_and(|settled| now >= settled)
}

/// Returns true if a day's lists have been complete for a day, so that the runs of every day have seen them so.
pub fn is_long_settled(day: NaiveDate, now: DateTime<Utc>) -> bool {
    is_settled(day, now - Duration::days(1))
}

/// Returns the time from which a day's lists are complete.
pub fn settled(day: NaiveDate) -> Option<DateTime<Utc>> {
    Some(over(day)? + SETTLING)
}

/// The time from the end of a day in UTC until it is over everywhere.
const SETTLING: Duration = Duration::hours(12);

/// Returns the end of a day in UTC.
fn over(day: NaiveDate) -> Option<DateTime<Utc>> {
    Some(day.checked_add_days(Days::new(1))?.and_time(NaiveTime::MIN).and_utc())
}

/// Returns true if a list that is filled until its day ends in UTC may have grown since it was last asked for, `then`: the day
/// ended or was settled in between. The end alone is too early for a list that is late, and settling too late for readers in Asia.
pub fn has_closed_since(day: NaiveDate, then: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    let Some(over) = over(day) else { return false };
    // A look in the future had a wrong clock, so that it may have been at any time.
    [over, over + SETTLING].into_iter().any(|time| (then < time || then > now) && time <= now)
}

/// The lengths of the lists that Hugging Face gave for a day. An answer may be empty or cut off for a temporary reason.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Looks {
    /// The length of the longest list.
    pub most: usize,
    /// The length of the last one since the day was settled.
    pub settled: Option<usize>,
}

impl Looks {
    /// Adds one more list.
    #[must_use]
    pub fn and(self, length: usize, settled: bool) -> Self {
        Self { most: self.most.max(length), settled: if settled { Some(length) } else { self.settled } }
    }

    /// Returns true if a list of a settled day is complete: it is as long as the longest, or the look before gave as many papers.
    /// An empty one has to be seen twice, and is never complete where there were papers.
    pub fn complete(self, length: usize) -> bool {
        let again = self.settled == Some(length);
        if length == 0 { again && self.most == 0 } else { again || length >= self.most }
    }
}

/// Returns true on Saturdays and Sundays.
pub fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// Returns true if arXiv announces nothing on a day because this day or the one before is a holiday at Cornell
/// (<https://info.arxiv.org/help/availability.html>). It affects only the state of a day with an empty list.
pub fn is_arxiv_holiday(day: NaiveDate) -> bool {
    is_cornell_holiday(day) || day.pred_opt().is_some_and(is_cornell_holiday)
}

fn is_cornell_holiday(day: NaiveDate) -> bool {
    let (month, date) = (day.month(), day.day());
    let week = (date - 1) / 7 + 1;
    let last_week = day.checked_add_days(Days::new(7)).is_some_and(|next| next.month() != month);
    match (month, date, day.weekday()) {
        (1, 1, _) | (6, 19, _) | (7, 4, _) | (12, 24..=26 | 31, _) | (11, 23..=29, Weekday::Fri) => true,
        (1, _, Weekday::Mon) => week == 3,  // Martin Luther King
        (5, _, Weekday::Mon) => last_week,  // Memorial Day
        (9, _, Weekday::Mon) => week == 1,  // Labor Day
        (11, _, Weekday::Thu) => week == 4, // Thanksgiving; its Friday is above
        _ => false,
    }
}

/// Returns the first and last time of the submissions that arXiv announces on a day; `None` at weekends. Submissions until 14:00
/// in Ithaca are mailed at 20:00 and are in the feeds of the next day; those of Friday and the weekend follow on Monday evening
/// (<https://info.arxiv.org/help/availability.html>).
pub fn submissions(day: NaiveDate) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    let (from, to) = match day.weekday() {
        Weekday::Sat | Weekday::Sun => return None,
        Weekday::Mon => (4, 3),
        Weekday::Tue => (4, 1),
        Weekday::Wed | Weekday::Thu | Weekday::Fri => (2, 1),
    };
    Some((deadline(day, from)?, deadline(day, to)? - Duration::minutes(1)))
}

/// Returns 14:00 in Ithaca on the day this many days before `day`.
fn deadline(day: NaiveDate, before: u64) -> Option<DateTime<Utc>> {
    let local = day.checked_sub_days(Days::new(before))?.and_hms_opt(14, 0, 0)?;
    "America/New_York".parse::<Zone>().ok()?.first(local)
}

/// Returns the first and last of the days between two that are not `made`; `None` if there are none.
pub fn gap(
    before: NaiveDate,
    after: NaiveDate,
    made: impl Fn(NaiveDate) -> bool,
) -> Option<(NaiveDate, NaiveDate)> {
    let mut days = days(before.succ_opt()?, after.pred_opt()?);
    days.retain(|day| !made(*day));
    days.first().copied().zip(days.last().copied())
}

/// Returns the days from `first` to `last`, inclusive, oldest first.
pub fn days(first: NaiveDate, last: NaiveDate) -> Vec<NaiveDate> {
    first.iter_days().take_while(|day| *day <= last).collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use rstest::rstest;

    use super::*;

    pub(crate) fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    pub(crate) fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[rstest]
    #[case::written(Facts { published: 3, ..Facts::default() }, State::Fresh)]
    #[case::written_though_a_source_failed(Facts { published: 3, source_failed: true, ..Facts::default() }, State::Fresh)]
    #[case::nobody_answered(Facts { source_failed: true, rest: true, ..Facts::default() }, State::Failed)]
    #[case::every_paper_failed(Facts { listed: 2, failed: 2, ..Facts::default() }, State::Failed)]
    #[case::too_few_so_far(Facts { listed: 2, ..Facts::default() }, State::Waiting)]
    #[case::too_few_on_a_weekend(Facts { listed: 2, rest: true, ..Facts::default() }, State::Waiting)]
    #[case::empty_so_far(Facts::default(), State::Waiting)]
    #[case::nothing_new_so_far(Facts { listed: 9, ..Facts::default() }, State::Waiting)]
    #[case::nothing_new(Facts { listed: 9, settled: true, ..Facts::default() }, State::Quiet)]
    #[case::weekend(Facts { rest: true, ..Facts::default() }, State::Quiet)]
    #[case::weekend_over(Facts { rest: true, settled: true, ..Facts::default() }, State::Quiet)]
    #[case::nothing_on_a_working_day(Facts { settled: true, ..Facts::default() }, State::Stalled)]
    fn the_state_follows_from_the_facts(#[case] facts: Facts, #[case] expected: State) {
        assert_eq!(state(&facts), expected);
    }

    #[test]
    fn a_day_is_settled_when_it_is_over_everywhere() {
        let thursday = day("2025-10-09");
        assert!(!is_settled(thursday, at("2025-10-10T11:59:59Z")));
        assert!(is_settled(thursday, at("2025-10-10T12:00:00Z")));
        assert!(!is_settled(NaiveDate::MAX, at("2025-10-10T12:00:00Z")));
    }

    #[rstest]
    #[case::before_its_end("2025-10-09T11:17:00Z", "2025-10-09T23:59:59Z", false)]
    #[case::after_its_end("2025-10-09T11:17:00Z", "2025-10-10T00:00:00Z", true)]
    #[case::both_looks_after_its_end("2025-10-10T00:00:00Z", "2025-10-10T11:59:59Z", false)]
    #[case::settled("2025-10-10T00:00:00Z", "2025-10-10T12:00:00Z", true)]
    #[case::long_over("2025-10-10T12:00:00Z", "2025-10-16T00:00:00Z", false)]
    #[case::by_a_clock_that_was_ahead("2025-10-11T00:00:00Z", "2025-10-10T13:00:00Z", true)]
    fn a_list_is_looked_at_again_when_its_day_has_ended_and_when_it_is_settled(
        #[case] then: &str,
        #[case] now: &str,
        #[case] expected: bool,
    ) {
        assert_eq!(has_closed_since(day("2025-10-09"), at(then), at(now)), expected);
    }

    #[rstest]
    #[case::first(&[], 3, true)]
    #[case::longer(&[(1, false), (2, true)], 3, true)]
    #[case::shorter(&[(3, false)], 1, false)]
    #[case::shorter_before_it_was_settled(&[(3, false), (1, false)], 1, false)]
    #[case::shorter_twice(&[(3, false), (1, true)], 1, true)]
    #[case::shorter_in_another_way(&[(3, false), (1, true)], 2, false)]
    #[case::empty(&[(0, false)], 0, false)]
    #[case::empty_twice(&[(0, false), (0, true)], 0, true)]
    #[case::empty_where_there_were_papers(&[(3, false), (0, true)], 0, false)]
    fn one_bad_answer_does_not_complete_a_list(
        #[case] earlier: &[(usize, bool)],
        #[case] length: usize,
        #[case] expected: bool,
    ) {
        let looks = earlier.iter().fold(Looks::default(), |looks, &(n, settled)| looks.and(n, settled));
        assert_eq!(looks.complete(length), expected);
    }

    #[rstest]
    #[case::thursday("2025-10-09", "2025-10-07T18:00:00Z", "2025-10-08T17:59:00Z")]
    #[case::monday("2025-10-06", "2025-10-02T18:00:00Z", "2025-10-03T17:59:00Z")]
    #[case::tuesday("2025-10-07", "2025-10-03T18:00:00Z", "2025-10-06T17:59:00Z")]
    #[case::clocks_go_back_between("2025-11-04", "2025-10-31T18:00:00Z", "2025-11-03T18:59:00Z")]
    #[case::clocks_go_forward_between("2025-03-11", "2025-03-07T19:00:00Z", "2025-03-10T17:59:00Z")]
    #[case::leap_day("2024-03-01", "2024-02-28T19:00:00Z", "2024-02-29T18:59:00Z")]
    #[case::year_end("2026-01-02", "2025-12-31T19:00:00Z", "2026-01-01T18:59:00Z")]
    fn a_day_announces_what_came_in_between_two_deadlines(
        #[case] date: &str,
        #[case] from: &str,
        #[case] to: &str,
    ) {
        assert_eq!(submissions(day(date)), Some((at(from), at(to))));
    }

    #[test]
    fn a_year_of_windows_leaves_no_minute_out_and_has_none_twice() {
        let windows: Vec<_> =
            days(day("2024-01-01"), day("2025-01-31")).into_iter().filter_map(submissions).collect();
        for pair in windows.windows(2) {
            assert_eq!(pair[0].1 + Duration::minutes(1), pair[1].0);
        }
        assert_eq!(submissions(day("2025-10-11")), None);
        assert_eq!(submissions(day("2025-10-12")), None);
    }

    #[rstest]
    #[case("2025-11-27", true)]
    #[case("2025-11-28", true)]
    #[case("2025-11-20", false)]
    #[case("2025-01-20", true)]
    #[case("2025-01-21", true)]
    #[case("2025-05-26", true)]
    #[case("2025-09-01", true)]
    #[case("2025-12-25", true)]
    #[case("2026-01-01", true)]
    #[case("2026-01-02", true)]
    #[case("2025-10-09", false)]
    fn knows_the_days_on_which_arxiv_rests(#[case] date: &str, #[case] expected: bool) {
        assert_eq!(is_arxiv_holiday(day(date)), expected);
    }

    #[rstest]
    #[case::year_end("2025-12-30", "2026-01-02", Some(("2025-12-31", "2026-01-01")))]
    #[case::next_day("2025-12-30", "2025-12-31", None)]
    #[case::same_day("2025-12-30", "2025-12-30", None)]
    #[case::weekend("2025-10-10", "2025-10-13", Some(("2025-10-11", "2025-10-12")))]
    fn days_between_are_a_gap(
        #[case] before: &str,
        #[case] after: &str,
        #[case] expected: Option<(&str, &str)>,
    ) {
        let none = |_| false;
        assert_eq!(gap(day(before), day(after), none), expected.map(|(from, to)| (day(from), day(to))));
    }

    #[test]
    fn days_that_are_made_are_no_gap() {
        let (before, after) = (day("2025-10-06"), day("2025-10-10"));
        let made = |days: &'static [&str]| move |one: NaiveDate| days.contains(&&*one.to_string());
        assert_eq!(gap(before, after, made(&["2025-10-07", "2025-10-08", "2025-10-09"])), None);
        let eighth = Some((day("2025-10-08"), day("2025-10-08")));
        assert_eq!(gap(before, after, made(&["2025-10-07", "2025-10-09"])), eighth);
    }

    #[test]
    fn a_range_has_both_ends_and_every_day_between() {
        let range = days(day("2024-02-27"), day("2024-03-01"));
        assert_eq!(range.len(), 4, "2024 has a leap day: {range:?}");
        assert!(days(day("2025-10-10"), day("2025-10-09")).is_empty());
    }
}
