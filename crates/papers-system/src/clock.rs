//! The only module that reads the time.
//!
//! There are two clocks. [`Clock`] dates posts and cache entries, and can be fixed (`PAPERS_NOW`), so that a run can be
//! repeated. [`Ticker`] paces requests; it never follows a fixed clock, because arXiv's interval is real time.

use std::time::Duration;

use chrono::{DateTime, Datelike, Days, FixedOffset, Local, NaiveDate, Utc, Weekday};
use tokio::time::Instant;

use super::zone::Zone;

/// The calendar clock.
#[derive(Debug, Clone, Copy, Default)]
pub enum Clock {
    /// The machine's clock, in its time zone.
    #[default]
    System,
    /// A fixed instant, whose offset is the time zone.
    Fixed(DateTime<FixedOffset>),
}

impl Clock {
    /// Returns the current instant in UTC.
    #[expect(clippy::disallowed_methods, reason = "this is the home of the clock")]
    pub fn now(&self) -> DateTime<Utc> {
        match self {
            Self::System => Utc::now(),
            Self::Fixed(instant) => instant.to_utc(),
        }
    }

    /// Returns the calendar day in a time zone, or else in the system's.
    pub fn today_in(&self, zone: Option<Zone>) -> NaiveDate {
        zone.map_or_else(|| self.today(), |zone| zone.day(self.now()))
    }

    /// Returns the calendar day in the system's time zone.
    #[expect(clippy::disallowed_methods, reason = "this is the home of the clock")]
    pub fn today(&self) -> NaiveDate {
        match self {
            Self::System => Local::now().date_naive(),
            Self::Fixed(instant) => instant.date_naive(),
        }
    }
}

/// Returns the last Sunday, which may be today.
pub fn last_sunday(today: NaiveDate) -> NaiveDate {
    today - Days::new(u64::from(today.weekday().num_days_from_sunday()))
}

/// Returns the Sunday of a week, given as `2025-W41` or as any of its days.
pub fn sunday_of(text: &str) -> Result<NaiveDate, String> {
    let bad =
        || format!("`{text}` is no week: expected one like `2025-W41`, or a day in it like `2025-10-09`");
    let (year, week) = if let Some((year, week)) = text.split_once("-W") {
        year.parse().ok().zip(week.parse().ok()).ok_or_else(bad)?
    } else {
        let week = text.parse::<NaiveDate>().map_err(|_| bad())?.iso_week();
        (week.year(), week.week())
    };
    NaiveDate::from_isoywd_opt(year, week, Weekday::Sun).ok_or_else(bad)
}

/// Real time since the epoch. Within a process it only moves forward, even if the machine's clock is set back. In tests it
/// stands still while tokio's clock is paused.
#[derive(Debug, Clone, Copy)]
pub struct Ticker {
    epoch: Duration,
    start: Instant,
}

impl Ticker {
    /// Starts at the machine's time.
    #[expect(clippy::disallowed_methods, reason = "this is the home of the clock")]
    pub fn start() -> Self {
        let epoch = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Self { epoch, start: Instant::now() }
    }

    /// Returns the time since the epoch.
    pub fn now(&self) -> Duration {
        self.epoch + self.start.elapsed()
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("2025-W41", Some("2025-10-12"))]
    #[case("2025-10-06", Some("2025-10-12"))]
    #[case("2025-10-12", Some("2025-10-12"))]
    #[case("2026-W53", Some("2027-01-03"))]
    #[case("2025-12-31", Some("2026-01-04"))]
    #[case("2025-W53", None)]
    #[case("yesterday", None)]
    fn a_week_is_named_by_its_number_or_a_day(#[case] text: &str, #[case] expected: Option<&str>) {
        assert_eq!(sunday_of(text).ok().map(|day| day.to_string()).as_deref(), expected);
    }

    #[rstest]
    #[case("2025-10-12", "2025-10-12")]
    #[case("2025-10-13", "2025-10-12")]
    #[case("2025-10-18", "2025-10-12")]
    fn the_last_sunday_may_be_today(#[case] today: &str, #[case] expected: &str) {
        assert_eq!(last_sunday(today.parse().unwrap()).to_string(), expected);
    }

    #[test]
    fn a_fixed_clock_keeps_the_day_of_its_own_offset() {
        let clock = Clock::Fixed("2025-10-09T01:00:00+09:00".parse().unwrap());
        assert_eq!(clock.today().to_string(), "2025-10-09");
        assert_eq!(clock.now().to_rfc3339(), "2025-10-08T16:00:00+00:00");
    }

    #[rstest::rstest]
    #[case::no_zone("2025-10-09T01:00:00+09:00", None, "2025-10-09")]
    #[case::behind("2025-10-09T01:00:00+09:00", Some("America/New_York"), "2025-10-08")]
    #[case::before_summer_time("2025-03-09T06:59:59Z", Some("America/New_York"), "2025-03-09")]
    #[case::last_hour_of_winter_time("2025-03-09T04:59:59Z", Some("America/New_York"), "2025-03-08")]
    #[case::last_hour_of_summer_time("2025-11-03T04:59:59Z", Some("America/New_York"), "2025-11-02")]
    #[case::leap_day("2024-02-28T15:00:00Z", Some("Asia/Seoul"), "2024-02-29")]
    #[case::new_year("2025-12-31T15:00:00Z", Some("Asia/Seoul"), "2026-01-01")]
    fn a_day_is_a_day_of_the_zone(#[case] now: &str, #[case] zone: Option<&str>, #[case] day: &str) {
        let zone = zone.map(|name| name.parse().unwrap());
        assert_eq!(Clock::Fixed(now.parse().unwrap()).today_in(zone).to_string(), day);
    }

    #[tokio::test(start_paused = true)]
    async fn the_ticker_follows_a_paused_clock() {
        let ticker = Ticker::start();
        let before = ticker.now();
        tokio::time::sleep(Duration::from_secs(3)).await;
        assert_eq!(ticker.now(), before + Duration::from_secs(3));
    }
}
