//! Reads from header fields how long a service asks to wait.

use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::header::{HeaderMap, RETRY_AFTER};

use super::retry::retry_after;

/// The quotas that model servers report: the remaining amount, and the time of the reset. This is OpenAI's form
/// (<https://platform.openai.com/docs/guides/rate-limits>), which others copy.
const QUOTAS: [(&str, &str); 2] = [
    ("x-ratelimit-remaining-requests", "x-ratelimit-reset-requests"),
    ("x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens"),
];

/// Returns the requested wait: `retry-after-ms`, else `Retry-After`, else the longest reset of an exhausted quota.
pub(super) fn requested_wait(headers: &HeaderMap, now: DateTime<Utc>) -> Option<Duration> {
    let field = |name: &str| headers.get(name)?.to_str().ok();
    let milliseconds = || field("retry-after-ms")?.trim().parse::<f64>().ok();
    let precise = milliseconds().and_then(|ms| Duration::try_from_secs_f64(ms / 1000.0).ok());
    let usual = || retry_after(field(RETRY_AFTER.as_str())?, now);
    precise.or_else(usual).or_else(|| {
        let used_up = QUOTAS.iter().filter(|(left, _)| field(left).is_some_and(|left| left.trim() == "0"));
        used_up.filter_map(|(_, reset)| span(field(reset)?)).max()
    })
}

/// Parses a duration like `250ms`, `1.5s`, `6m0s` or `1h2m3s`.
fn span(text: &str) -> Option<Duration> {
    let mut total = 0.0;
    let mut rest = text.trim();
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, after) = rest.split_at_checked(digits)?;
        let letters = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
        let (unit, next) = after.split_at_checked(letters)?;
        let seconds = match unit {
            "ms" => 0.001,
            "s" => 1.0,
            "m" => 60.0,
            "h" => 3600.0,
            "d" => 86_400.0,
            _ => return None,
        };
        total += number.parse::<f64>().ok()? * seconds;
        rest = next;
    }
    Duration::try_from_secs_f64(total).ok()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("250ms", Some(250))]
    #[case("1.5s", Some(1500))]
    #[case("6m0s", Some(360_000))]
    #[case("1h2m3s", Some(3_723_000))]
    #[case("", None)]
    #[case("12", None)]
    #[case("soon", None)]
    #[case("1y", None)]
    fn reads_spans(#[case] text: &str, #[case] milliseconds: Option<u64>) {
        assert_eq!(span(text), milliseconds.map(Duration::from_millis));
    }

    #[rstest]
    #[case(&[("retry-after-ms", "1500"), ("retry-after", "60")], Some(1500))]
    #[case(&[("retry-after", "2"), ("x-ratelimit-remaining-tokens", "0"), ("x-ratelimit-reset-tokens", "9s")], Some(2000))]
    #[case(&[("x-ratelimit-remaining-tokens", "0"), ("x-ratelimit-reset-tokens", "9s")], Some(9000))]
    #[case(&[("x-ratelimit-remaining-tokens", "5"), ("x-ratelimit-reset-tokens", "9s")], None)]
    #[case(&[], None)]
    fn the_most_precise_field_is_believed(
        #[case] fields: &[(&str, &str)],
        #[case] milliseconds: Option<u64>,
    ) {
        let headers = fields
            .iter()
            .map(|(name, value)| {
                (name.parse::<reqwest::header::HeaderName>().unwrap(), value.parse().unwrap())
            })
            .collect();
        let now = "2026-11-06T08:49:00Z".parse().unwrap();
        assert_eq!(requested_wait(&headers, now), milliseconds.map(Duration::from_millis));
    }
}
