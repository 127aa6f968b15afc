//! Finds a time zone of the settings by its name, and suggests the one that was probably meant.

use papers_paper::text::spelling::changes;
use papers_system::zone::Zone;
use serde::{Deserialize, Deserializer};

use crate::environment::Environment;

/// Abbreviations of time zones, which are not in the database.
const ABBREVIATIONS: [(&str, &str); 13] = [
    ("kst", "Asia/Seoul"),
    ("jst", "Asia/Tokyo"),
    ("ist", "Asia/Kolkata"),
    ("sgt", "Asia/Singapore"),
    ("hkt", "Asia/Hong_Kong"),
    ("pst", "America/Los_Angeles"),
    ("pdt", "America/Los_Angeles"),
    ("cst", "America/Chicago"),
    ("cdt", "America/Chicago"),
    ("edt", "America/New_York"),
    ("bst", "Europe/London"),
    ("cest", "Europe/Berlin"),
    ("aest", "Australia/Sydney"),
];

impl Environment {
    /// Returns what is wrong with a `TZ` that names an unknown time zone, for which the system's clock is in UTC.
    pub fn unknown_zone(&self) -> Option<String> {
        let name = self.value("TZ")?.trim_start_matches(':');
        let is_place = name.contains('/') && name.starts_with(|c: char| c.is_ascii_alphabetic());
        // Variants of the database that other programs may have.
        let is_variant = name.starts_with("posix/") || name.starts_with("right/");
        let reason = zone(name).err().filter(|_| is_place && !is_variant)?;
        Some(format!("`TZ` cannot be `{name}`, and days are those of UTC: {reason}"))
    }
}

/// Finds a time zone by its name in the time zone database, in upper or lower case.
pub(super) fn zone(name: &str) -> Result<Zone, String> {
    let name = name.trim();
    if let Some(zone) = Zone::in_any_case(name) {
        return Ok(zone);
    }
    let folded = name.to_lowercase().replace(' ', "_");
    let meant = match ABBREVIATIONS.iter().find(|(short, _)| *short == folded) {
        Some((_, zone)) => (*zone).to_owned(),
        None => offset(&folded).or_else(|| of_city(&folded)).unwrap_or_else(|| nearest(&folded)),
    };
    Err(format!("there is no such time zone; was `{meant}` meant?"))
}

/// Returns the name of an offset in whole hours from UTC, `+9` or `utc+09:00`. In the database it has the opposite sign.
fn offset(name: &str) -> Option<String> {
    let hours = name.trim_start_matches("utc").trim_start_matches("gmt");
    let (sign, hours) =
        hours.strip_prefix('+').map(|rest| ('-', rest)).or_else(|| Some(('+', hours.strip_prefix('-')?)))?;
    let hours = hours
        .strip_suffix(":00")
        .or(hours.strip_suffix("00").filter(|rest| !rest.is_empty()))
        .unwrap_or(hours);
    let hours: u8 = hours.parse().ok()?;
    let zone = format!("Etc/GMT{sign}{hours}");
    zone.parse::<Zone>().ok().map(|_| zone)
}

/// Finds the zone of a city.
fn of_city(name: &str) -> Option<String> {
    let city = |zone: &&str| zone.to_lowercase().rsplit('/').next() == Some(name);
    Zone::names().find(city).map(str::to_owned)
}

/// Finds the zone whose name or city differs least.
fn nearest(name: &str) -> String {
    let distance = |zone: &&str| {
        let folded = zone.to_lowercase();
        let city = folded.rsplit('/').next().unwrap_or_default();
        changes(name, &folded).min(changes(name, city))
    };
    Zone::names().min_by_key(distance).unwrap_or_default().to_owned()
}

/// Reads `timezone` from a settings file.
pub(super) fn timezone<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Zone>, D::Error> {
    let name = String::deserialize(deserializer)?;
    let named = |reason| serde::de::Error::custom(format!("`timezone` cannot be `{name}`: {reason}"));
    zone(&name).map(Some).map_err(named)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Seoul", "`Asia/Seoul`")]
    #[case("KST", "`Asia/Seoul`")]
    #[case("new york", "`America/New_York`")]
    #[case("Asia/Soul", "`Asia/Seoul`")]
    #[case("UTC+9", "`Etc/GMT-9`")]
    #[case("+09:00", "`Etc/GMT-9`")]
    #[case("GMT-5", "`Etc/GMT+5`")]
    #[case("Europe/Berln", "`Europe/Berlin`")]
    fn a_time_zone_that_is_none_is_answered_with_what_was_meant(#[case] name: &str, #[case] expected: &str) {
        let said = zone(name).unwrap_err();
        assert!(said.contains(expected), "{said}");
    }

    #[test]
    fn time_zones_are_taken_in_any_case() {
        assert_eq!(zone("asia/seoul").map(Zone::name), Ok("Asia/Seoul"));
        assert_eq!(zone(" UTC ").map(Zone::name), Ok("UTC"));
        assert!(zone(&"x".repeat(1_000_000)).is_err() && zone("").is_err());
        assert!(ABBREVIATIONS.iter().all(|(_, name)| name.parse::<Zone>().is_ok()));
    }
}
