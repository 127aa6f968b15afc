//! Remembers what a run has learned of each service: how it refused, whether it was ever reached, and how long it is left alone.
//! Pure state behind a lock; `client` asks it what to do.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::retry::PATIENCE;
use super::service::Service;

/// The rest after a refusal: the website refuses for some 45 s after a request that came too soon.
const REST: Duration = Duration::from_secs(60);

/// The interval of a service that refused, for what is left of the run: the `Crawl-delay` of arXiv's `robots.txt`.
const SLOW_INTERVAL: Duration = Duration::from_secs(15);

/// A mirror with a shorter interval than arXiv's has a shorter rest and slow interval too, in these proportions.
const REST_RATIO: u32 = 20;
const SLOW_RATIO: u32 = 5;

/// The shortest rest, and the shortest interval after a refusal.
const MIN_REST: Duration = Duration::from_secs(1);

/// Papers in a row that are denied, after which it is the site that denies, not the paper.
const MAX_DENIED: usize = 2;

/// However little patience a run has with refusals, one more try of an answer that was cut off is worth these seconds.
const MIN_PATIENCE: Duration = Duration::from_secs(2);

/// The time for which a service that could not be reached counts as out of reach. Long enough that a list of papers ends at once,
/// short enough that a run of hours finds a network that came back.
const OUT_OF_REACH: Duration = Duration::from_secs(60);

/// All services of a run, and what is left of its patience with refusals.
#[derive(Debug, Clone)]
pub(super) struct Hosts {
    services: Arc<Mutex<HashMap<Service, Host>>>,
    left: Arc<Mutex<Duration>>,
    /// The longest that one request is tried.
    longest: Duration,
}

/// One service.
#[derive(Debug, Default)]
struct Host {
    reached: bool,
    refusals: u32,
    exhausted: u32,
    denied: Vec<String>,
    /// Left alone until then, because it refused to the end of patience.
    closed: Option<Instant>,
    /// Not reached, and why.
    away: Option<(Instant, String)>,
    told: bool,
}

/// Reasons why a service is not asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Closed {
    /// It refused, and is left alone for this long.
    Refused(Duration),
    /// It cannot be reached.
    Away(String),
}

impl Hosts {
    /// Nothing is known yet; refusals are waited out for `patience` in all.
    pub(super) fn new(patience: Duration) -> Self {
        let longest = PATIENCE.min(patience.max(MIN_PATIENCE));
        Self { services: Arc::default(), left: Arc::new(Mutex::new(patience)), longest }
    }

    /// Returns the reason for which a service is to be left alone at the moment.
    pub(super) fn closed(&self, service: Service) -> Option<Closed> {
        let now = Instant::now();
        self.with(service, |host| {
            if let Some((_, why)) = host.away.as_ref().filter(|(until, _)| *until > now) {
                return Some(Closed::Away(why.clone()));
            }
            host.closed.filter(|until| *until > now).map(|until| Closed::Refused(until - now))
        })
    }

    /// An answer that could be used: the rest is over, the slow pace is not. True when there was a rest.
    pub(super) fn succeeded(&self, service: Service) -> bool {
        self.with(service, |host| {
            let rested = host.refusals > 0;
            (host.reached, host.exhausted, host.closed, host.away) = (true, 0, None, None);
            host.denied.clear();
            rested
        })
    }

    /// The service answered, whatever it was.
    pub(super) fn reached(&self, service: Service) {
        self.with(service, |host| host.reached = true);
    }

    /// True when the service has answered in this run.
    pub(super) fn was_reached(&self, service: Service) -> bool {
        self.with(service, |host| host.reached)
    }

    /// Notes a refusal; gives how long the service is left alone where it does not say so itself.
    pub(super) fn refused(&self, service: Service, interval: Duration) -> Duration {
        self.with(service, |host| {
            host.refusals += 1;
            grown(interval, (REST_RATIO, REST), host.refusals)
        })
    }

    /// The interval of a service: slower after a refusal.
    pub(super) fn interval(&self, service: Service, usual: Duration) -> Duration {
        let refusals = self.with(service, |host| host.refusals);
        match refusals {
            0 => usual,
            refusals => usual.max(grown(usual, (SLOW_RATIO, SLOW_INTERVAL), refusals)),
        }
    }

    /// Patience ran out; the next request has half of it, until one succeeds.
    pub(super) fn gave_up(&self, service: Service, closed: Option<Duration>) {
        self.with(service, |host| {
            host.exhausted += 1;
            host.closed = closed.map(|time| Instant::now() + time);
        });
    }

    /// Returns the time for which the next request may be tried.
    pub(super) fn patience(&self, service: Service) -> Duration {
        self.longest / 2u32.saturating_pow(self.with(service, |host| host.exhausted).min(31))
    }

    /// A single thing was denied; true when so many in a row were that it must be the site.
    pub(super) fn denied(&self, service: Service, url: &str) -> bool {
        self.with(service, |host| {
            if !host.denied.iter().any(|known| known == url) {
                host.denied.push(url.to_owned());
            }
            host.denied.len() > MAX_DENIED
        })
    }

    /// The service could not be reached.
    pub(super) fn away(&self, service: Service, why: String) {
        self.with(service, |host| host.away = Some((Instant::now() + OUT_OF_REACH, why)));
    }

    /// Takes this much of the run's patience with refusals; false when there is not so much left.
    pub(super) fn spend(&self, time: Duration) -> bool {
        let mut left = lock(&self.left);
        let rest = left.checked_sub(time);
        *left = rest.unwrap_or(*left);
        rest.is_some()
    }

    /// Returns true if so much of the run's patience with refusals is left.
    pub(super) fn affords(&self, time: Duration) -> bool {
        *lock(&self.left) >= time
    }

    /// True the first time: what is said once a run about a service.
    pub(super) fn first_told(&self, service: Service) -> bool {
        self.with(service, |host| !std::mem::replace(&mut host.told, true))
    }

    fn with<T>(&self, service: Service, act: impl FnOnce(&mut Host) -> T) -> T {
        act(lock(&self.services).entry(service).or_default())
    }
}

/// Nothing that is held can be left half-changed.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A time in proportion to the interval, twice as long with each refusal, up to the longest.
fn grown(interval: Duration, (ratio, longest): (u32, Duration), refusals: u32) -> Duration {
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
    fn one_paper_that_is_denied_says_nothing_of_the_site() {
        let hosts = Hosts::new(Duration::ZERO);
        assert!(!hosts.denied(Service::Pages, "a") && !hosts.denied(Service::Pages, "a"));
        assert!(!hosts.denied(Service::Pages, "b") && hosts.denied(Service::Pages, "c"));
        hosts.succeeded(Service::Pages);
        assert!(!hosts.denied(Service::Pages, "d"));
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_out_of_reach_is_tried_again_after_a_minute() {
        let hosts = Hosts::new(Duration::ZERO);
        hosts.away(Service::Api, "no name".to_owned());
        assert_eq!(hosts.closed(Service::Api), Some(Closed::Away("no name".to_owned())));
        tokio::time::sleep(61 * SECOND).await;
        assert_eq!(hosts.closed(Service::Api), None);
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
