//! Tracks the state of each service during a run: its refusals, whether it was ever reached, and how long it is not asked. Has no
//! I/O.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::retry::PATIENCE;
use super::service::Service;

/// The wait after a refusal. The website refuses for about 45 s after a request that came too soon.
const REST: Duration = Duration::from_secs(60);

/// The interval of a service that refused, for the rest of the run: the `Crawl-delay` in arXiv's `robots.txt`.
const SLOW_INTERVAL: Duration = Duration::from_secs(15);

/// For a mirror with a shorter interval than arXiv's, wait and slow interval are shorter too, in these proportions.
const REST_RATIO: u32 = 20;
const SLOW_RATIO: u32 = 5;

/// The minimum wait, and the minimum interval after a refusal.
const MIN_REST: Duration = Duration::from_secs(1);

/// The number of rejected papers in a row after which the site counts as refusing.
const MAX_REJECTED: usize = 2;

/// The number of silent requests in a row after which a service is left alone.
const MAX_SILENT: u32 = 3;

/// The minimum retry budget, even if the run has no patience left, so that a truncated answer is requested again.
const MIN_PATIENCE: Duration = Duration::from_secs(2);

/// The time for which a service that could not be reached is not asked again. Long enough to end a list of papers quickly,
/// short enough for a long run to notice that the network is back.
const OUT_OF_REACH: Duration = Duration::from_secs(60);

/// The services of a run, and its remaining patience with refusals.
#[derive(Debug, Clone)]
pub(super) struct Hosts {
    services: Arc<Mutex<HashMap<Service, Host>>>,
    left: Arc<Mutex<Duration>>,
    /// The current retry budget of a request.
    longest: Duration,
}

/// One service.
#[derive(Debug, Default)]
struct Host {
    reached: bool,
    refusals: u32,
    exhausted: u32,
    rejected: Vec<String>,
    /// Until when it is not asked, because it refused until patience ran out.
    closed: Option<Instant>,
    /// The time at which, and the reason why, it could not be reached.
    away: Option<(Instant, String)>,
    reported: bool,
}

/// The reasons why a service is not asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Closed {
    /// It refused, and is not asked for this long.
    Refused(Duration),
    /// It is unreachable.
    Away(String),
}

impl Hosts {
    /// The initial state; a run waits for `patience` in total after refusals.
    pub(super) fn new(patience: Duration) -> Self {
        let longest = PATIENCE.min(patience.max(MIN_PATIENCE));
        Self { services: Arc::default(), left: Arc::new(Mutex::new(patience)), longest }
    }

    /// Returns the reason why a service is not to be asked at the moment, if there is one.
    pub(super) fn closed(&self, service: Service) -> Option<Closed> {
        let now = Instant::now();
        self.with(service, |host| {
            if let Some((_, why)) = host.away.as_ref().filter(|(until, _)| *until > now) {
                return Some(Closed::Away(why.clone()));
            }
            host.closed.filter(|until| *until > now).map(|until| Closed::Refused(until - now))
        })
    }

    /// Notes a usable answer, which ends the wait but not the slow interval. Returns true if there was a wait.
    pub(super) fn succeeded(&self, service: Service) -> bool {
        self.with(service, |host| {
            let rested = host.refusals > 0;
            (host.reached, host.exhausted, host.closed, host.away) = (true, 0, None, None);
            host.rejected.clear();
            rested
        })
    }

    /// Notes that the service answered anything.
    pub(super) fn reached(&self, service: Service) {
        self.with(service, |host| host.reached = true);
    }

    /// Returns true if the service has answered in this run.
    pub(super) fn was_reached(&self, service: Service) -> bool {
        self.with(service, |host| host.reached)
    }

    /// Notes a refusal, and returns how long to wait if the service does not say so.
    pub(super) fn refused(&self, service: Service, interval: Duration) -> Duration {
        self.with(service, |host| {
            host.refusals += 1;
            grown(interval, REST_RATIO, REST, host.refusals)
        })
    }

    /// Returns the interval of a service, which is longer after a refusal.
    pub(super) fn interval(&self, service: Service, usual: Duration) -> Duration {
        let refusals = self.with(service, |host| host.refusals);
        match refusals {
            0 => usual,
            refusals => usual.max(grown(usual, SLOW_RATIO, SLOW_INTERVAL, refusals)),
        }
    }

    /// Notes that the retry budget ran out; it is halved for the next request until one succeeds.
    pub(super) fn gave_up(&self, service: Service, closed: Option<Duration>) {
        self.with(service, |host| {
            host.exhausted += 1;
            host.closed = closed.map(|time| Instant::now() + time);
        });
    }

    /// Returns the retry budget of the next request.
    pub(super) fn patience(&self, service: Service) -> Duration {
        self.longest / 2u32.saturating_pow(self.with(service, |host| host.exhausted).min(31))
    }

    /// Notes that a single request was rejected. Returns true after so many in a row that the site must be refusing.
    pub(super) fn rejected(&self, service: Service, url: &str) -> bool {
        self.with(service, |host| {
            if !host.rejected.iter().any(|known| known == url) {
                host.rejected.push(url.to_owned());
            }
            host.rejected.len() > MAX_REJECTED
        })
    }

    /// Notes that the service could not be reached.
    pub(super) fn away(&self, service: Service, why: String) {
        self.with(service, |host| host.away = Some((Instant::now() + OUT_OF_REACH, why)));
    }

    /// Notes that a request was given up after so long a silence, which costs patience like a wait after a refusal. Without patience,
    /// or after some such requests in a row, the service is out of reach.
    pub(super) fn silent(&self, service: Service, time: Duration, why: String) {
        let is_patient = self.spend(time);
        if !is_patient || self.with(service, |host| host.exhausted) >= MAX_SILENT {
            self.away(service, why);
        }
    }

    /// Spends this much of the run's patience with refusals; false if there is not enough left.
    pub(super) fn spend(&self, time: Duration) -> bool {
        let mut left = lock(&self.left);
        let rest = left.checked_sub(time);
        *left = rest.unwrap_or(*left);
        rest.is_some()
    }

    /// Returns true if this much of the run's patience with refusals is left.
    pub(super) fn affords(&self, time: Duration) -> bool {
        *lock(&self.left) >= time
    }

    /// Returns true at the first call for a service, for messages that are printed once per run.
    pub(super) fn is_first_report(&self, service: Service) -> bool {
        self.with(service, |host| !std::mem::replace(&mut host.reported, true))
    }

    fn with<T>(&self, service: Service, act: impl FnOnce(&mut Host) -> T) -> T {
        act(lock(&self.services).entry(service).or_default())
    }
}

/// Locks a state, which is consistent even after a panic.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Returns a time proportional to the interval, doubled with each refusal up to a maximum.
fn grown(interval: Duration, ratio: u32, longest: Duration, refusals: u32) -> Duration {
    let first = (interval * ratio).clamp(MIN_REST, longest);
    first.saturating_mul(2u32.saturating_pow(refusals.saturating_sub(1))).min(longest)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[tokio::test(start_paused = true)]
    async fn a_refusal_of_arxiv_rests_a_minute_and_slows_the_rest_of_the_run() {
        let hosts = Hosts::new(600 * SECOND);
        for interval in [3 * SECOND, 15 * SECOND] {
            assert_eq!(hosts.refused(Service::Pages, interval), REST);
            assert_eq!(hosts.interval(Service::Pages, interval), SLOW_INTERVAL);
        }
        assert!(hosts.succeeded(Service::Pages));
        assert_eq!(hosts.interval(Service::Pages, 3 * SECOND), SLOW_INTERVAL, "a success ends the rest only");
        assert_eq!(hosts.interval(Service::Api, 3 * SECOND), 3 * SECOND, "another service keeps its pace");
    }

    #[test]
    fn a_mirror_is_left_alone_in_proportion() {
        let hosts = Hosts::new(Duration::ZERO);
        assert_eq!(hosts.refused(Service::Pages, Duration::ZERO), SECOND);
        assert_eq!(hosts.refused(Service::Pages, Duration::ZERO), 2 * SECOND);
        assert_eq!(hosts.refused(Service::Api, SECOND / 10), 2 * SECOND);
    }

    #[test]
    fn one_paper_that_is_rejected_says_nothing_of_the_site() {
        let hosts = Hosts::new(Duration::ZERO);
        assert!(!hosts.rejected(Service::Pages, "a") && !hosts.rejected(Service::Pages, "a"));
        assert!(!hosts.rejected(Service::Pages, "b") && hosts.rejected(Service::Pages, "c"));
        hosts.succeeded(Service::Pages);
        assert!(!hosts.rejected(Service::Pages, "d"));
    }

    #[tokio::test(start_paused = true)]
    async fn an_unreachable_host_is_tried_again_after_a_minute() {
        let hosts = Hosts::new(Duration::ZERO);
        hosts.away(Service::Api, "no name".to_owned());
        assert_eq!(hosts.closed(Service::Api), Some(Closed::Away("no name".to_owned())));
        tokio::time::sleep(61 * SECOND).await;
        assert_eq!(hosts.closed(Service::Api), None);
    }

    #[tokio::test(start_paused = true)]
    async fn silence_is_borne_three_times_or_until_patience_ends() {
        let bears = |patience, times| {
            let hosts = Hosts::new(patience);
            for _ in 0..times {
                hosts.gave_up(Service::Pages, None);
                hosts.silent(Service::Pages, PATIENCE, "no answer in time".to_owned());
            }
            hosts.closed(Service::Pages).is_none()
        };
        assert!(bears(600 * SECOND, 2) && !bears(600 * SECOND, 3));
        assert!(bears(PATIENCE, 1) && !bears(PATIENCE, 2) && !bears(2 * SECOND, 1));
    }

    #[test]
    fn a_request_is_tried_no_longer_than_a_run_has_patience_and_at_least_twice() {
        let longest = |patience: Duration| Hosts::new(patience).patience(Service::Api);
        assert_eq!(longest(600 * SECOND), PATIENCE);
        assert_eq!(longest(10 * SECOND), 10 * SECOND);
        assert_eq!(longest(Duration::ZERO), MIN_PATIENCE);
    }

    #[test]
    fn patience_with_refusals_is_spent_once_a_run() {
        let hosts = Hosts::new(100 * SECOND);
        assert!(hosts.spend(60 * SECOND) && !hosts.spend(60 * SECOND) && hosts.spend(40 * SECOND));
    }
}
