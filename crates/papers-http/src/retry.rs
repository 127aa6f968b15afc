//! Decides whether to retry, and when. It is a value, not a loop, so that it can be tested without waiting.

use std::time::Duration;

use chrono::{DateTime, Utc};

/// The time for which a refusing service is tried before the caller turns to another.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// The maximum Retry-After that is waited for. Longer ones mean "come back later".
pub const RETRY_AFTER_CAP: Duration = Duration::from_secs(60);

/// The maximum Retry-After that is believed. A larger number is a mistake.
const MAX_RETRY_AFTER: Duration = Duration::from_secs(30 * 86_400);

/// The first wait. Each following one is twice as long.
const FIRST_WAIT: Duration = Duration::from_secs(1);

/// The maximum wait, unless the service asks for a longer one.
const MAX_WAIT: Duration = Duration::from_secs(15);

/// The decisions after a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Retry after this time.
    Wait(Duration),
    /// Give up; with the time after which the service said to come back, if it did.
    GiveUp(Option<Duration>),
}

/// The retry budget of a request.
#[derive(Debug)]
pub struct Budget {
    patience: Duration,
    attempts: u32,
    rng: fastrand::Rng,
}

impl Budget {
    /// A budget of this time.
    pub fn of(patience: Duration) -> Self {
        Self { patience, attempts: 0, rng: fastrand::Rng::new() }
    }

    /// The number of faults so far.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Decides after a fault, `elapsed` after the first attempt. While the budget lasts, a Retry-After up to
    /// [`RETRY_AFTER_CAP`] is waited for, even if it ends after the budget.
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

    /// Returns a random time between 75 and 125 % of the wait, so that many clients do not retry simultaneously.
    fn jittered(&mut self, wait: Duration) -> Duration {
        wait.mul_f64(0.75 + self.rng.f64() / 2.0)
    }
}

/// Parses a Retry-After field: seconds, or an HTTP date (RFC 9110, 10.2.3). A date in the past gives zero, more than a month a
/// month, and anything else `None`.
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
        let mut budget = Budget::of(PATIENCE);
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
        assert_eq!(Budget::of(PATIENCE).after_fault(PATIENCE, None), Decision::GiveUp(None));
    }

    #[test]
    fn honors_retry_after_up_to_the_cap() {
        assert_eq!(
            Budget::of(PATIENCE).after_fault(SECOND, Some(RETRY_AFTER_CAP)),
            Decision::Wait(RETRY_AFTER_CAP)
        );
        let later = RETRY_AFTER_CAP + SECOND;
        assert_eq!(Budget::of(PATIENCE).after_fault(SECOND, Some(later)), Decision::GiveUp(Some(later)));
    }

    #[test]
    fn a_retry_after_of_zero_is_no_invitation_to_hammer() {
        let Decision::Wait(wait) = Budget::of(PATIENCE).after_fault(SECOND, Some(Duration::ZERO)) else {
            panic!()
        };
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
