//! The options of a post; its content comes from the record.

use std::sync::LazyLock;

use super::{EvidenceStyle, Feed, Format, RenderError, Shape};
use chrono::{Duration, NaiveDate, NaiveTime};
use papers_digest::Limits;
use papers_paper::text::phrase::Phrase;
use papers_system::zone::Zone;

/// The front matter and format of a post.
#[derive(Debug, Clone, PartialEq)]
pub struct PostOptions {
    /// The format of the output.
    pub format: Format,
    /// Layout of the post.
    pub layout: String,
    /// Title; `{date}` stands for the post's day.
    pub title: String,
    /// Time of day, `08:15:00` or `08:15:00 +0900`.
    pub time: String,
    /// The time zone of a time without an offset; `None` for UTC.
    pub zone: Option<Zone>,
    /// Tags in order.
    pub tags: Vec<String>,
    /// Categories in order; Jekyll makes folders of them.
    pub categories: Vec<String>,
    /// The form in which the post shows the evidence of each sentence.
    pub evidence: EvidenceStyle,
    /// The maximum number of sentences quoted as evidence from the body of a paper without a Creative Commons license.
    pub quotes: usize,
    /// The optional contents of a post, and their form.
    pub shape: Shape,
    /// The owner's own keys in the front matter.
    pub own: toml::Table,
    /// The description of a feed.
    pub feed: Feed,
    /// Number of the first paper; more than 1 when papers are appended to a post.
    pub first_number: usize,
}

impl Default for PostOptions {
    fn default() -> Self {
        Self {
            format: Format::default(),
            layout: "post".to_owned(),
            title: "Daily Papers — {date}".to_owned(),
            time: "08:15:00".to_owned(),
            zone: None,
            tags: vec!["papers".to_owned()],
            categories: Vec::new(),
            evidence: EvidenceStyle::None,
            quotes: Limits::default().quotes,
            shape: Shape::default(),
            own: toml::Table::new(),
            feed: Feed::default(),
            first_number: 1,
        }
    }
}

/// The word that stands for the post's day in the title and in the owner's front matter.
pub(super) const DATE: &str = "{date}";

static TIME: LazyLock<Phrase> =
    LazyLock::new(|| Phrase::constant(r"^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?: [+-][01]\d:?[0-5]\d)?$"));

/// Returns true for a time of day that front matter may have: `08:15:00`, `08:15`, `08:15:00 +0900`.
pub fn is_time(text: &str) -> bool {
    TIME.is_match(text.trim())
}

impl PostOptions {
    /// Returns the title with the day in it.
    pub fn title_on(&self, date: NaiveDate) -> String {
        self.title.replace(DATE, &date.to_string())
    }

    /// Returns day and time in the form that Jekyll reads without quotes: `2025-10-09 08:15:00`.
    pub fn moment_on(&self, date: NaiveDate) -> Result<String, RenderError> {
        if is_time(&self.time) {
            Ok(format!("{date} {}", self.time.trim()))
        } else {
            Err(RenderError::Time { time: self.time.clone() })
        }
    }

    /// Returns day and time as TOML and JSON Feed require them: `2025-10-09T08:15:00+09:00`. A time without an offset is in
    /// [`zone`](Self::zone), or else in UTC, as site generators assume.
    pub fn instant_on(&self, date: NaiveDate) -> Result<String, RenderError> {
        self.moment_on(date)?;
        let time = self.time.trim();
        let (time, offset) = match time.split_once(' ') {
            Some((time, offset)) => (time, offset.to_owned()),
            None => (time, self.offset_on(date, time)),
        };
        let seconds = if time.matches(':').count() == 1 { ":00" } else { "" };
        let colon = |offset: &str| {
            format!("{}:{}", offset.get(..3).unwrap_or_default(), offset.get(3..).unwrap_or_default())
        };
        let offset = if offset.len() == "+0900".len() { colon(&offset) } else { offset };
        Ok(format!("{date}T{time}{seconds}{offset}"))
    }

    /// Returns the offset of the time zone at a time of a day: `+0900`, or `Z` for UTC.
    fn offset_on(&self, date: NaiveDate, time: &str) -> String {
        let clock = NaiveTime::parse_from_str(time, "%H:%M:%S")
            .or_else(|_| NaiveTime::parse_from_str(time, "%H:%M"))
            .unwrap_or_default();
        let local = date.and_time(clock);
        // A time that the clocks skip is an hour later.
        let instant = |zone: &Zone| zone.first(local).or_else(|| zone.first(local + Duration::hours(1)));
        let minutes = self.zone.and_then(|zone| Some((local - instant(&zone)?.naive_utc()).num_minutes()));
        match minutes.unwrap_or_default() {
            0 => "Z".to_owned(),
            minutes => {
                let sign = if minutes < 0 { '-' } else { '+' };
                let minutes = minutes.abs();
                format!("{sign}{:02}{:02}", minutes / 60, minutes % 60)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2025, 10, 9).unwrap()
    }

    #[test]
    fn the_title_names_the_day() {
        assert_eq!(PostOptions::default().title_on(day()), "Daily Papers — 2025-10-09");
    }

    #[rstest]
    #[case("08:15:00", "2025-10-09T08:15:00Z")]
    #[case("08:15", "2025-10-09T08:15:00Z")]
    #[case("08:15:00 +0900", "2025-10-09T08:15:00+09:00")]
    #[case("08:15:00 -03:30", "2025-10-09T08:15:00-03:30")]
    fn the_moment_has_an_offset_where_one_is_wanted(#[case] time: &str, #[case] expected: &str) {
        let options = PostOptions { time: time.to_owned(), ..PostOptions::default() };
        assert_eq!(options.instant_on(day()).unwrap(), expected);
        assert!(chrono::DateTime::parse_from_rfc3339(expected).is_ok());
    }

    #[rstest]
    #[case("Asia/Seoul", "2025-10-09", "08:15:00", "2025-10-09T08:15:00+09:00")]
    #[case("America/St_Johns", "2025-10-09", "08:15", "2025-10-09T08:15:00-02:30")]
    #[case("Europe/Berlin", "2025-07-09", "08:15:00", "2025-07-09T08:15:00+02:00")]
    #[case("Europe/Berlin", "2025-12-09", "08:15:00", "2025-12-09T08:15:00+01:00")]
    #[case("Europe/London", "2025-12-09", "08:15:00", "2025-12-09T08:15:00Z")]
    #[case("Asia/Seoul", "2025-10-09", "08:15:00 +0200", "2025-10-09T08:15:00+02:00")]
    fn a_time_without_an_offset_is_in_the_time_zone(
        #[case] zone: &str,
        #[case] day: &str,
        #[case] time: &str,
        #[case] expected: &str,
    ) {
        let zone = Some(zone.parse().unwrap());
        let options = PostOptions { time: time.to_owned(), zone, ..PostOptions::default() };
        assert_eq!(options.instant_on(day.parse().unwrap()).unwrap(), expected);
    }

    #[rstest]
    #[case("08:15:00", Some("2025-10-09 08:15:00"))]
    #[case("08:15:00 +0900", Some("2025-10-09 08:15:00 +0900"))]
    #[case("24:00:00", None)]
    #[case("8 o'clock", None)]
    #[case("08:15:00\nlayout: x", None)]
    fn only_times_of_day_reach_the_front_matter(#[case] time: &str, #[case] expected: Option<&str>) {
        let options = PostOptions { time: time.to_owned(), ..PostOptions::default() };
        assert_eq!(options.moment_on(day()).ok().as_deref(), expected);
    }
}
