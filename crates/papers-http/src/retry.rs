//! Decides whether to ask again, and after how long: a value, not a loop, so that it can be tested without waiting.

use std::time::Duration;

use chrono::{DateTime, Utc};

/// The time for which a refusing service is tried before the caller turns elsewhere.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// The longest Retry-After that is waited for. Longer ones mean "come back later", not "hold on".
pub const RETRY_AFTER_CAP: Duration = Duration::from_secs(60);

/// No service means to be left alone for longer: a larger number is a mistake, and clocks do not reach that far.
const MAX_RETRY_AFTER: Duration = Duration::from_secs(30 * 86_400);

/// The first wait; each next one is twice as long.
const FIRST_WAIT: Duration = Duration::from_secs(1);

/// No single wait is longer, unless the service names one.
const MAX_WAIT: Duration = Duration::from_secs(15);

/// The decisions after a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Ask again after this long.
    Wait(Duration),
    /// Stop asking; where the service said when to come back, after how long.
    GiveUp(Option<Duration>),
}

/// One request's budget of patience.
#[derive(Debug)]
pub struct Budget {
    patience: Duration,
    attempts: u32,
    rng: fastrand::Rng,
}

impl Budget {
    /// A budget of [`PATIENCE`].
    pub fn new() -> Self {
        Self::of(PATIENCE)
    }

    /// A budget of this much patience.
    pub fn of(patience: Duration) -> Self {
        Self { patience, attempts: 0, rng: fastrand::Rng::new() }
    }

    /// The number of faults so far.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Decides after a fault, `elapsed` after the first try. A Retry-After up to [`RETRY_AFTER_CAP`] is waited for
    /// while patience lasts, even if the wait outlasts it.
    pub fn after_fault(&mut self, elapsed: Duration, retry_after: Option<Duration>) -> Decision {
        self.attempts += 1;
        if elapsed >= self.patience {
            return Decision::GiveUp(retry_after);
        }
        match retry_after {
            Some(wait) if wait > RETRY_AFTER_CAP => Decision::GiveUp(Some(wait)),
            Some(wait) => Decision::Wait(wait.max(self.jittered(FIRST_WAIT))),
            None => {
                let wait = FIRST_WAIT * 2u32.saturating_pow(self.attempts - 1);
                Decision::Wait(self.jittered(wait.min(MAX_WAIT)))
            }
        }
    }

    /// Between three quarters and five quarters, so that many clients do not come back in step.
    fn jittered(&mut self, wait: Duration) -> Duration {
        wait.mul_f64(0.75 + self.rng.f64() / 2.0)
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self::new()
    }
}

/// Reads a Retry-After field in both of its forms: seconds, or an HTTP date (RFC 9110, 10.2.3). A date in the past
/// is zero; what is neither is `None`, and more than a month is a month.
pub fn retry_after(field: &str, now: DateTime<Utc>) -> Option<Duration> {
    let field = field.trim();
    if let Ok(seconds) = field.parse::<u64>() {
        return Some(Duration::from_secs(seconds).min(MAX_RETRY_AFTER));
    }
    let date: DateTime<Utc> = httpdate::parse_http_date(field).ok()?.into();
    Some((date - now).to_std().unwrap_or_default().min(MAX_RETRY_AFTER))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn waits_longer_each_time_within_its_jitter() {
        let mut budget = Budget::new();
        for expected in [1.0, 2.0, 4.0, 8.0, 15.0, 15.0] {
            let Decision::Wait(wait) = budget.after_fault(SECOND, None) else { panic!("gave up early") };
            assert!(
                (expected * 0.75..=expected * 1.25).contains(&wait.as_secs_f64()),
                "{wait:?} for {expected}"
            );
        }
    }

    #[test]
    fn gives_up_when_patience_is_over() {
        assert_eq!(Budget::new().after_fault(PATIENCE, None), Decision::GiveUp(None));
    }

    #[test]
    fn honors_retry_after_up_to_the_cap() {
        assert_eq!(Budget::new().after_fault(SECOND, Some(RETRY_AFTER_CAP)), Decision::Wait(RETRY_AFTER_CAP));
        let later = RETRY_AFTER_CAP + SECOND;
        assert_eq!(Budget::new().after_fault(SECOND, Some(later)), Decision::GiveUp(Some(later)));
    }

    #[test]
    fn a_retry_after_of_zero_is_no_invitation_to_hammer() {
        let Decision::Wait(wait) = Budget::new().after_fault(SECOND, Some(Duration::ZERO)) else { panic!() };
        assert!(wait >= SECOND / 2);
    }

    #[test]
    fn reads_both_forms_of_retry_after() {
        let now: DateTime<Utc> = "2026-11-06T08:49:00Z".parse().unwrap();
        assert_eq!(retry_after(" 120 ", now), Some(SECOND * 120));
        assert_eq!(retry_after("Fri, 06 Nov 2026 08:49:37 GMT", now), Some(SECOND * 37));
        assert_eq!(retry_after("Fri, 06 Nov 2020 08:49:37 GMT", now), Some(Duration::ZERO));
        assert_eq!(retry_after("soon", now), None);
        for endless in [&u64::MAX.to_string(), "Fri, 31 Dec 9999 23:59:59 GMT"] {
            assert_eq!(retry_after(endless, now), Some(MAX_RETRY_AFTER));
        }
    }
}
