//! The client: sends one request at a time to a host, retries it while patience lasts, and caches the answer if its reader
//! accepts it.
//!
//! After a refusal it waits (`host` determines how long, `limit` informs other processes, `tries` determines when to give up).
//! Unreachable hosts are given up soon, and faults of single answers are retried.

mod answer;
mod tries;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use ::url::Url;
use chrono::{DateTime, TimeDelta, Utc};
use reqwest::header::ACCEPT;
use reqwest::redirect::Policy;

use super::cache::{Bucket, Cache};
use super::error::{Fault, HttpError};
use super::host::{Closed, Hosts};
use super::limit::{Entered, Gate, LONG_WAIT, Wait};
use super::redirect;
use super::retry::RETRY_AFTER_CAP;
use super::service::Service;
use super::tls;
use super::url::redacted;
pub(super) use answer::read_body;
use answer::{Answer, judge};
use papers_system::clock::Clock;
use papers_system::disk::DiskError;
use tries::Tries;

/// The time after which a host that does not accept a connection counts as unreachable.
pub(super) const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The time without data after which a connection counts as lost.
const READ_TIMEOUT: Duration = Duration::from_secs(30);

/// The maximum time for an answer. A page of 20 MB at 200 kB/s takes 100 s.
const TOTAL_TIMEOUT: Duration = Duration::from_secs(120);

/// The maximum number of redirects. A longer chain is a cycle.
const MAX_REDIRECTS: usize = 5;

/// The time for which a cached answer is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lifetime {
    /// A day, for answers that may change.
    Day,
    /// Forever, for versions, which never change.
    Forever,
}

impl Lifetime {
    /// The maximum age of an entry; `None` if there is none.
    pub fn age(self) -> Option<TimeDelta> {
        match self {
            Self::Day => Some(TimeDelta::days(1)),
            Self::Forever => None,
        }
    }
}

/// A request.
#[derive(Debug, Clone)]
pub struct Request {
    /// The service, which determines the rate limit.
    pub service: Service,
    /// The URL.
    pub url: Url,
    /// The value of the `Accept` field, without which arXiv answers 406.
    pub accept: &'static str,
    /// The maximum size of an answer in bytes, decompressed.
    pub limit: u64,
    /// True if the client waits after a refusal, because there is no other source; else the caller soon tries another one.
    pub waits: bool,
}

/// The origin of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The cache.
    Cache,
    /// The service.
    Service,
}

/// The reasons why a reader rejects an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unusable {
    /// It is not what was requested, but may be next time: truncated, garbled, or of another paper.
    Again(String),
    /// It is what was requested, but has nothing for the reader.
    Nothing(String),
    /// It may be what was requested, but the reader could not run.
    Unread(String),
}

/// Receives notifications of waits, so that the user can be shown why nothing happens.
pub trait Watcher: std::fmt::Debug + Send + Sync {
    /// A request waits this long, for this reason.
    fn waiting(&self, rest: Duration, why: &str);
}

/// Ignores waits.
impl Watcher for () {
    fn waiting(&self, _: Duration, _: &str) {}
}

/// The options of a client.
#[derive(Debug, Clone)]
pub struct Options {
    /// `papers/VERSION (+URL; mailto:CONTACT)`.
    pub user_agent: String,
    /// True if no requests are sent and only the cache is used.
    pub offline: bool,
    /// True if cached pages are requested again.
    pub refresh: bool,
    /// The total time that a run waits for services that refuse.
    pub patience: Duration,
    /// Dates cache entries.
    pub clock: Clock,
    /// Receives notifications of waits.
    pub watcher: Arc<dyn Watcher>,
}

/// The rate limits of arXiv's hosts.
#[derive(Debug, Clone)]
pub struct Gates {
    /// The one of the API, OAI-PMH and the feeds.
    pub api: Gate,
    /// The one of pages.
    pub pages: Gate,
}

/// An HTTP client with rate limits, retries and a cache.
#[derive(Debug, Clone)]
pub struct Client {
    /// Created for the first request: reading the system's certificates takes longer than a cached paper, and a machine without
    /// them can still use its cache.
    http: Arc<OnceLock<reqwest::Client>>,
    gates: Gates,
    pub(super) hosts: Hosts,
    cache: Cache,
    /// True if it was reported that the cache cannot be written.
    uncached_reported: Arc<AtomicBool>,
    pub(super) options: Options,
}

impl Client {
    /// A client that stores answers in `cache` and observes the rate limits of `gates`.
    pub fn new(options: Options, cache: Cache, gates: Gates) -> Self {
        Self {
            http: Arc::default(),
            gates,
            hosts: Hosts::new(options.patience),
            cache: if options.offline { cache.read_only() } else { cache },
            uncached_reported: Arc::default(),
            options,
        }
    }

    fn http(&self) -> Result<&reqwest::Client, HttpError> {
        if let Some(http) = self.http.get() {
            return Ok(http);
        }
        let http = tls::client(&self.options.user_agent)
            .connect_timeout(CONNECT_TIMEOUT)
            .read_timeout(READ_TIMEOUT)
            .timeout(TOTAL_TIMEOUT)
            .pool_max_idle_per_host(1)
            .redirect(Policy::none())
            .build()
            .map_err(HttpError::Client)?;
        Ok(self.http.get_or_init(|| http))
    }

    /// The same client, using only the cache.
    #[must_use]
    pub fn offline(self) -> Self {
        let options = Options { offline: true, ..self.options };
        Self { cache: self.cache.read_only(), options, ..self }
    }

    /// Returns the cache.
    pub fn cache(&self) -> &Cache {
        &self.cache
    }

    /// Returns true if no requests are sent.
    pub fn is_offline(&self) -> bool {
        self.options.offline
    }

    /// Returns the calendar clock.
    pub fn clock(&self) -> Clock {
        self.options.clock
    }

    /// Returns true if cached pages are requested again.
    pub fn refreshes(&self) -> bool {
        self.options.refresh && !self.options.offline
    }

    /// Returns the cached answer, or else that of the service. Only answers that `read` accepts are used and cached.
    pub async fn fetch<T: Send + 'static>(
        &self,
        request: &Request,
        lifetime: Lifetime,
        read: impl Fn(&[u8], Origin) -> Result<T, Unusable> + Clone + Send + 'static,
    ) -> Result<T, HttpError> {
        let url = redacted(&request.url);
        let now = self.options.clock.now();
        let cached = || self.cache.load(Bucket::Pages, &url, now, lifetime.age());
        let from = |origin| {
            let read = read.clone();
            move |bytes: &[u8]| read(bytes, origin)
        };
        if let Some(body) = if self.refreshes() { None } else { cached() } {
            match judge(from(Origin::Cache), body).await {
                (_, Ok(value)) => return Ok(value),
                (_, Err(_)) => self.cache.forget(Bucket::Pages, &url),
            }
        }
        let (body, value) = self.ask_for_body(request, from(Origin::Service)).await?;
        self.keep(Bucket::Pages, &url, &body);
        Ok(value)
    }

    /// Requests an answer from the service, without the cache.
    pub async fn ask<T: Send + 'static>(
        &self,
        request: &Request,
        read: impl Fn(&[u8]) -> Result<T, Unusable> + Clone + Send + 'static,
    ) -> Result<T, HttpError> {
        self.ask_for_body(request, read).await.map(|(_, value)| value)
    }

    /// Stores an answer. A failure is reported once; it only costs a request next time.
    pub fn keep(&self, bucket: Bucket, url: &str, body: &[u8]) {
        self.report_uncached(self.cache.store(bucket, url, self.options.clock.now(), body));
    }

    /// Like [`keep()`](Self::keep), for the records of one answer, each with the URL that would ask for it alone.
    pub fn keep_records(&self, records: Vec<(String, Vec<u8>)>) {
        self.report_uncached(self.cache.store_records(self.options.clock.now(), records));
    }

    fn report_uncached(&self, stored: Result<(), DiskError>) {
        if let Err(error) = stored
            && !self.uncached_reported.swap(true, Ordering::Relaxed)
        {
            tracing::warn!("{error}: {}; continuing without the cache", error.source);
        }
    }

    async fn ask_for_body<T: Send + 'static>(
        &self,
        request: &Request,
        read: impl Fn(&[u8]) -> Result<T, Unusable> + Clone + Send + 'static,
    ) -> Result<(Vec<u8>, T), HttpError> {
        if self.options.offline {
            return Err(HttpError::Offline { url: redacted(&request.url) });
        }
        let http = self.http()?;
        if let Some(closed) = self.hosts.closed(request.service) {
            return Err(not_asked(request, closed));
        }
        let mut tries = Tries::new(self, request);
        loop {
            let (fault, requested) = match self.attempt(http, request).await? {
                Answer::Body(body) => match judge(read.clone(), body).await {
                    (body, Ok(value)) => {
                        self.end_rest(request.service).await?;
                        return Ok((body, value));
                    }
                    (_, Err(Unusable::Nothing(reason))) => {
                        self.end_rest(request.service).await?;
                        return Err(HttpError::Useless { url: redacted(&request.url), reason });
                    }
                    (_, Err(Unusable::Unread(reason))) => {
                        return Err(HttpError::Unread { url: redacted(&request.url), reason });
                    }
                    (_, Err(Unusable::Again(reason))) => (Fault::Unusable(reason), None),
                },
                Answer::Fault(fault, requested) => (fault, requested),
                Answer::Resting(rest) => return Err(not_asked(request, Closed::Refused(rest))),
            };
            tries.after(fault, requested).await?;
        }
    }

    /// Ends the wait of other processes, because a usable answer came.
    async fn end_rest(&self, service: Service) -> Result<(), HttpError> {
        if self.hosts.succeeded(service)
            && let Some(gate) = self.gate(service)
        {
            gate.rest(service.key(), Duration::ZERO).await?;
        }
        Ok(())
    }

    pub(super) fn gate(&self, service: Service) -> Option<&Gate> {
        match service {
            Service::Api | Service::Oai | Service::Feeds => Some(&self.gates.api),
            Service::Pages => Some(&self.gates.pages),
            Service::Huggingface => None,
        }
    }

    pub(super) fn usual_interval(&self, service: Service) -> Duration {
        self.gate(service).map(Gate::interval).unwrap_or_default()
    }

    /// Makes one attempt, including redirects, each of which is a request that waits for its turn.
    async fn attempt(&self, http: &reqwest::Client, request: &Request) -> Result<Answer, HttpError> {
        let service = request.service;
        let mut url = request.url.clone();
        for _ in 0..=MAX_REDIRECTS {
            let mut permit = match self.enter(request).await? {
                Some(Entered::Resting(rest)) => return Ok(Answer::Resting(rest)),
                Some(Entered::In(permit)) => Some(permit),
                None => None,
            };
            tracing::debug!("asking for `{}`", redacted(&url));
            let sent = http.get(url.clone()).header(ACCEPT, request.accept).send();
            let response = match self.patiently(service, sent).await {
                Ok(response) => response,
                Err(error) => {
                    if let Some(permit) = permit.take().filter(|_| error.is_connect()) {
                        permit.take_back();
                    }
                    return Ok(Answer::Fault(Fault::Connection(error.without_url()), None));
                }
            };
            self.hosts.reached(service);
            if !response.status().is_redirection() {
                return self.patiently(service, Answer::of(request, response)).await;
            }
            url = redirect::target(&url, &response)?;
        }
        Err(HttpError::Redirect { url: redacted(&request.url), target: redacted(&url) })
    }

    /// Waits for the turn; `None` for a service without a rate limit.
    async fn enter(&self, request: &Request) -> Result<Option<Entered>, HttpError> {
        let service = request.service;
        let Some(gate) = self.gate(service) else { return Ok(None) };
        let interval = self.hosts.interval(service, gate.interval());
        let agrees = |rest| (request.waits || rest <= RETRY_AFTER_CAP) && self.hosts.spend(rest);
        let entering = gate.enter(service.key(), interval, agrees, |wait| self.report_wait(service, wait));
        Ok(Some(entering.await?))
    }

    /// Waits for a service, and reports a long wait.
    async fn patiently<T>(&self, service: Service, work: impl Future<Output = T>) -> T {
        let mut work = std::pin::pin!(work);
        tokio::select! {
            done = &mut work => return done,
            () = tokio::time::sleep(LONG_WAIT) => {}
        }
        tracing::info!("{service} has not answered for {} s; waiting", LONG_WAIT.as_secs());
        work.await
    }

    fn report_wait(&self, service: Service, wait: Wait) {
        let (time, why) = match wait {
            Wait::Turn => {
                tracing::info!("waiting for another `papers` process, which talks to {service}");
                return;
            }
            Wait::Rest(rest) => (rest, format!("{service} refuses requests at the moment")),
            Wait::Interval(rest) => {
                let interval = self.hosts.interval(service, self.usual_interval(service));
                (rest, format!("{service} is asked once every {} s", interval.as_secs_f64()))
            }
        };
        self.options.watcher.waiting(time, &why);
        let reports = match wait {
            Wait::Rest(_) | Wait::Turn => true,
            Wait::Interval(_) => time >= LONG_WAIT && self.hosts.is_first_report(service),
        };
        if reports && time >= Duration::from_secs(1) {
            tracing::info!("waiting {:.0} s: {why}", time.as_secs_f64());
        }
    }
}

/// Returns the error for a service that is not asked at the moment.
fn not_asked(request: &Request, closed: Closed) -> HttpError {
    match closed {
        Closed::Refused(rest) => HttpError::Unavailable {
            url: redacted(&request.url),
            attempts: 0,
            come_back: come_back(Some(rest)),
            fault: Fault::Resting,
        },
        Closed::Away(why) => {
            HttpError::Unreached { host: request.url.host_str().unwrap_or_default().to_owned(), why }
        }
    }
}

/// Returns the real time, to which Retry-After dates are compared even if the calendar clock is fixed.
pub(super) fn real_now() -> DateTime<Utc> {
    Clock::System.now()
}

/// Returns the time at which a service says to come back, if it does.
pub(super) fn come_back(later: Option<Duration>) -> Option<DateTime<Utc>> {
    let wait = later.and_then(|wait| TimeDelta::from_std(wait).ok())?;
    real_now().checked_add_signed(wait)
}
