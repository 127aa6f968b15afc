//! The client: one request at a time to a host, asked again while patience lasts, kept when its reader could use it.
//!
//! A refusal is waited out (`host` knows how long, `limit` tells other processes, `tries` when it is enough); a host that
//! cannot be reached is no outage to be patient with; a fault of one answer is asked for again.

mod tries;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use ::url::Url;
use chrono::{DateTime, TimeDelta, Utc};
use reqwest::header::{ACCEPT, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Response, StatusCode};

use super::cache::{Bucket, Cache};
use super::error::{Fault, HttpError};
use super::host::{Closed, Hosts};
use super::limit::{Entered, Gate, LONG_WAIT, Wait};
use super::redirect;
use super::retry::{RETRY_AFTER_CAP, retry_after};
use super::service::Service;
use super::tls;
use super::url::shown;
use papers_system::clock::Clock;
use papers_system::disk::DiskError;
use tries::Tries;

/// A host that does not answer a SYN within this is not there.
pub(super) const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Silence in the middle of an answer that is longer than this is a lost connection.
const READ_TIMEOUT: Duration = Duration::from_secs(30);

/// No answer is worth more: a 20 MB page at 200 kB/s takes 100 s.
const TOTAL_TIMEOUT: Duration = Duration::from_secs(120);

/// A chain of redirects that is longer is a circle.
const MAX_REDIRECTS: usize = 5;

/// A refusal has these words, whatever its status, in an answer no longer than this.
const REFUSAL: &[u8] = b"Rate exceeded";
const MAX_REFUSAL: usize = 1_000;

/// The time for which a cached answer serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lifetime {
    /// A day: what it tells may change.
    Day,
    /// For ever: a version never changes.
    Forever,
}

impl Lifetime {
    /// The age at which an entry no longer serves; `None` for never.
    pub fn age(self) -> Option<TimeDelta> {
        match self {
            Self::Day => Some(TimeDelta::days(1)),
            Self::Forever => None,
        }
    }
}

/// One thing to ask for.
#[derive(Debug, Clone)]
pub struct Request {
    /// The service whose manners hold.
    pub service: Service,
    /// The address to ask.
    pub url: Url,
    /// The Accept field: without one arXiv answers 406.
    pub accept: &'static str,
    /// The most bytes that an answer may have, unpacked.
    pub limit: u64,
    /// True if a refusal is waited out, because nobody else has the answer; else the caller soon turns elsewhere.
    pub waits: bool,
}

/// The reader's word about an answer that it does not take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unusable {
    /// It is not what was asked for, and may be another time: cut off, garbled, somebody else's.
    Again(String),
    /// It is what was asked for, and there is nothing in it for the reader.
    Nothing(String),
    /// It may be what was asked for: the reader could not run.
    Unread(String),
}

/// Told while a request waits, so that somebody can be shown why nothing moves.
pub trait Watcher: std::fmt::Debug + Send + Sync {
    /// A request waits this long, for this reason.
    fn waiting(&self, rest: Duration, why: &str);
}

/// Shows nobody anything.
impl Watcher for () {
    fn waiting(&self, _: Duration, _: &str) {}
}

/// The options of a client.
#[derive(Debug, Clone)]
pub struct Options {
    /// `papers/VERSION (+URL; mailto:CONTACT)`.
    pub user_agent: String,
    /// Asks nobody; serves what the cache has.
    pub offline: bool,
    /// Asks again for pages that the cache has.
    pub refresh: bool,
    /// The time that a run waits for services that refuse, in all.
    pub patience: Duration,
    /// Dates cache entries.
    pub clock: Clock,
    /// Told while a request waits for its turn.
    pub watcher: Arc<dyn Watcher>,
}

/// The gates before arXiv's hosts.
#[derive(Debug, Clone)]
pub struct Gates {
    /// Before the API, OAI-PMH and the feeds.
    pub api: Gate,
    /// Before the pages.
    pub pages: Gate,
}

/// HTTP with manners, patience and memory.
#[derive(Debug, Clone)]
pub struct Client {
    /// Made when somebody is first asked: reading the system's certificates takes longer than a cached paper, and a machine
    /// without them can still read its cache.
    http: Arc<OnceLock<reqwest::Client>>,
    gates: Gates,
    pub(super) hosts: Hosts,
    cache: Cache,
    /// The cache could not be written, and this was said.
    unkept: Arc<AtomicBool>,
    pub(super) options: Options,
}

impl Client {
    /// A client whose answers are kept in `cache` and whose requests to arXiv pass `gates`.
    pub fn new(options: Options, cache: Cache, gates: Gates) -> Result<Self, HttpError> {
        let hosts = Hosts::new(options.patience);
        let unkept = Arc::default();
        if options.offline {
            return Ok(Self {
                http: Arc::default(),
                gates,
                hosts,
                cache: cache.read_only(),
                unkept,
                options,
            });
        }
        Ok(Self { http: Arc::default(), gates, hosts, cache, unkept, options })
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

    /// The same client, asking nobody.
    #[must_use]
    pub fn offline(self) -> Self {
        let options = Options { offline: true, ..self.options };
        Self { cache: self.cache.read_only(), options, ..self }
    }

    /// The cache behind this client.
    pub fn cache(&self) -> &Cache {
        &self.cache
    }

    /// True when nobody is asked.
    pub fn is_offline(&self) -> bool {
        self.options.offline
    }

    /// The calendar clock.
    pub fn clock(&self) -> Clock {
        self.options.clock
    }

    /// Returns true if the cache has an answer that would be used, whatever its reader says to it.
    pub fn has(&self, request: &Request) -> bool {
        let (url, now) = (shown(&request.url), self.options.clock.now());
        let asks_anew = self.options.refresh && !self.options.offline;
        !asks_anew && self.cache.load(Bucket::Pages, &url, now, None).is_some()
    }

    /// Returns the cached answer, else asks the service; only what `read` takes is used and kept.
    pub async fn fetch<T: Send + 'static>(
        &self,
        request: &Request,
        lifetime: Lifetime,
        read: impl Fn(&[u8]) -> Result<T, Unusable> + Clone + Send + 'static,
    ) -> Result<T, HttpError> {
        let url = shown(&request.url);
        let now = self.options.clock.now();
        let kept = || self.cache.load(Bucket::Pages, &url, now, lifetime.age());
        if let Some(body) = if self.options.refresh && !self.options.offline { None } else { kept() } {
            match judge(read.clone(), body).await {
                (_, Ok(value)) => return Ok(value),
                (..) => self.cache.forget(Bucket::Pages, &url),
            }
        }
        let (body, value) = self.ask_for_body(request, read).await?;
        self.keep(Bucket::Pages, &url, &body);
        Ok(value)
    }

    /// Asks the service now, past the cache.
    pub async fn ask<T: Send + 'static>(
        &self,
        request: &Request,
        read: impl Fn(&[u8]) -> Result<T, Unusable> + Clone + Send + 'static,
    ) -> Result<T, HttpError> {
        self.ask_for_body(request, read).await.map(|(_, value)| value)
    }

    /// Stores an answer; a cache that cannot be written costs requests next time, not this run. It is said once.
    pub fn keep(&self, bucket: Bucket, url: &str, body: &[u8]) {
        self.tell_unkept(self.cache.store(bucket, url, self.options.clock.now(), body));
    }

    /// As [`keep()`](Self::keep), for the records of one answer, each with the URL that would ask for it alone.
    pub fn keep_records(&self, records: &[(String, Vec<u8>)]) {
        self.tell_unkept(self.cache.store_records(self.options.clock.now(), records));
    }

    fn tell_unkept(&self, stored: Result<(), DiskError>) {
        if let Err(error) = stored
            && !self.unkept.swap(true, Ordering::Relaxed)
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
            return Err(HttpError::Offline { url: shown(&request.url) });
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
                        return Err(HttpError::Useless { url: shown(&request.url), reason });
                    }
                    (_, Err(Unusable::Unread(reason))) => {
                        return Err(HttpError::Unread { url: shown(&request.url), reason });
                    }
                    (_, Err(Unusable::Again(reason))) => (Fault::Unusable(reason), None),
                },
                Answer::Fault(fault, requested) => (fault, requested),
                Answer::Resting(rest) => return Err(not_asked(request, Closed::Refused(rest))),
            };
            tries.after(fault, requested).await?;
        }
    }

    /// An answer came that could be used: others need not wait any more.
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

    /// One try, redirects included: each of them is a request of its own and waits its turn.
    async fn attempt(&self, http: &reqwest::Client, request: &Request) -> Result<Answer, HttpError> {
        let service = request.service;
        let mut url = request.url.clone();
        for _ in 0..=MAX_REDIRECTS {
            let mut permit = match self.enter(request).await? {
                Some(Entered::Resting(rest)) => return Ok(Answer::Resting(rest)),
                Some(Entered::In(permit)) => Some(permit),
                None => None,
            };
            tracing::debug!("asking for `{}`", shown(&url));
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
                return self.patiently(service, self.read(request, response)).await;
            }
            url = redirect::target(&url, &response)?;
        }
        Err(HttpError::Redirect { url: shown(&request.url), target: shown(&url) })
    }

    /// Waits for the turn; `None` for a service without a gate.
    async fn enter(&self, request: &Request) -> Result<Option<Entered>, HttpError> {
        let service = request.service;
        let Some(gate) = self.gate(service) else { return Ok(None) };
        let interval = self.hosts.interval(service, gate.interval());
        let agrees = |rest| (request.waits || rest <= RETRY_AFTER_CAP) && self.hosts.spend(rest);
        let entering = gate.enter(service.key(), interval, agrees, |wait| self.tell_waiting(service, wait));
        Ok(Some(entering.await?))
    }

    async fn read(&self, request: &Request, response: Response) -> Result<Answer, HttpError> {
        let url = || shown(&request.url);
        let status = response.status();
        if matches!(status, StatusCode::NOT_FOUND | StatusCode::GONE) {
            return Err(HttpError::NotFound { url: url() });
        }
        let field = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
        let requested = field.and_then(|field| retry_after(field, real_now()));
        if is_refusal(status) {
            return Ok(Answer::Fault(Fault::Refused(status.as_u16()), requested));
        }
        match read_body(response, request.limit).await {
            Ok(Some(body)) if says_refused(&body) => {
                Ok(Answer::Fault(Fault::Refused(status.as_u16()), requested))
            }
            Ok(Some(body)) if status == StatusCode::OK => Ok(Answer::Body(body)),
            Ok(Some(body)) if status == StatusCode::BAD_REQUEST => {
                Err(HttpError::Refused { url: url(), status: status.as_u16(), body })
            }
            Ok(Some(body)) if status.is_client_error() && !may_pass(status) => {
                Ok(Answer::Fault(Fault::Denied(status.as_u16(), body), requested))
            }
            Ok(Some(_)) => Ok(Answer::Fault(Fault::Status(status.as_u16()), requested)),
            Ok(None) => Err(HttpError::TooLarge { url: url(), limit: request.limit }),
            Err(error) => Ok(Answer::Fault(Fault::Connection(error.without_url()), None)),
        }
    }

    /// Waits for a service, and says so when it takes long.
    async fn patiently<T>(&self, service: Service, work: impl Future<Output = T>) -> T {
        let mut work = std::pin::pin!(work);
        tokio::select! {
            done = &mut work => return done,
            () = tokio::time::sleep(LONG_WAIT) => {}
        }
        tracing::info!("{service} has not answered for {} s; waiting", LONG_WAIT.as_secs());
        work.await
    }

    fn tell_waiting(&self, service: Service, wait: Wait) {
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
        let told = match wait {
            Wait::Rest(_) | Wait::Turn => true,
            Wait::Interval(_) => time >= LONG_WAIT && self.hosts.first_told(service),
        };
        if told && time >= Duration::from_secs(1) {
            tracing::info!("waiting {:.0} s: {why}", time.as_secs_f64());
        }
    }
}

/// A reader takes the processor for up to seconds: not on the thread that answers the network and listens to signals.
async fn judge<T: Send + 'static>(
    read: impl Fn(&[u8]) -> Result<T, Unusable> + Send + 'static,
    body: Vec<u8>,
) -> (Vec<u8>, Result<T, Unusable>) {
    let work = tokio::task::spawn_blocking(move || {
        let value = read(&body);
        (body, value)
    });
    work.await.unwrap_or_else(|error| (Vec::new(), Err(Unusable::Nothing(error.to_string()))))
}

/// The error of a service that is left alone.
fn not_asked(request: &Request, closed: Closed) -> HttpError {
    match closed {
        Closed::Refused(rest) => HttpError::Unavailable {
            url: shown(&request.url),
            attempts: 0,
            come_back: come_back(Some(rest)),
            fault: Fault::Resting,
        },
        Closed::Away(why) => {
            HttpError::Unreached { host: request.url.host_str().unwrap_or_default().to_owned(), why }
        }
    }
}

/// Retry-After dates are compared with the real time, also when the calendar is fixed.
pub(super) fn real_now() -> DateTime<Utc> {
    Clock::System.now()
}

/// The instant at which a service says to come back, where it says so.
pub(super) fn come_back(later: Option<Duration>) -> Option<DateTime<Utc>> {
    let wait = later.and_then(|wait| TimeDelta::from_std(wait).ok())?;
    real_now().checked_add_signed(wait)
}

enum Answer {
    Body(Vec<u8>),
    Fault(Fault, Option<Duration>),
    Resting(Duration),
}

/// The statuses with which a site refuses to be asked at all. 406 is among them: arXiv throttles with it since September
/// 2026.
fn is_refusal(status: StatusCode) -> bool {
    matches!(status.as_u16(), 406 | 429 | 503)
}

/// The statuses that ask for patience with one answer.
fn may_pass(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 425) || status.is_server_error()
}

/// True for the few words with which arXiv refuses.
fn says_refused(body: &[u8]) -> bool {
    body.len() <= MAX_REFUSAL && memchr::memmem::find(body, REFUSAL).is_some()
}

/// The body, or `None` when it is larger than `limit`; counted after unpacking, so that no bomb goes off.
pub(super) async fn read_body(mut response: Response, limit: u64) -> Result<Option<Vec<u8>>, reqwest::Error> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if (body.len() + chunk.len()) as u64 > limit {
            return Ok(None);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Some(body))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(406, true, false)]
    #[case(429, true, false)]
    #[case(503, true, true)]
    #[case(500, false, true)]
    #[case(408, false, true)]
    #[case(403, false, false)]
    #[case(400, false, false)]
    fn tells_refusals_from_faults(#[case] status: u16, #[case] refuses: bool, #[case] passes: bool) {
        let status = StatusCode::from_u16(status).unwrap();
        assert_eq!((is_refusal(status), may_pass(status)), (refuses, passes));
    }

    #[test]
    fn a_refusal_is_known_by_its_words_and_a_paper_may_quote_them() {
        assert!(says_refused(b"Rate exceeded."));
        assert!(!says_refused(format!("{}Rate exceeded", "x".repeat(MAX_REFUSAL)).as_bytes()));
    }
}
