//! The client: one request at a time to arXiv, asked again while patience lasts, kept when its reader could use it.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use reqwest::header::{ACCEPT, LOCATION, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Response, StatusCode};
use tokio::time::Instant;
use url::Url;

use super::cache::{Bucket, Cache};
use super::error::{Fault, HttpError};
use super::limit::Gate;
use super::retry::{Budget, Decision, retry_after};
use papers_system::clock::Clock;

/// A host that does not answer a SYN within this is not there.
pub(super) const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Silence in the middle of an answer that is longer than this is a lost connection.
const READ_TIMEOUT: Duration = Duration::from_secs(30);

/// No answer is worth more: a 20 MB page at 200 kB/s takes 100 s.
const TOTAL_TIMEOUT: Duration = Duration::from_secs(120);

/// A chain of redirects that is longer is a circle.
const MOST_REDIRECTS: usize = 5;

/// Who is asked, and with it which manners hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Service {
    /// API, pages, feeds and OAI-PMH share one gate: arXiv's terms hold over all of them together.
    Arxiv,
    /// Hugging Face.
    Huggingface,
}

/// How long a cached answer serves.
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
    /// Whose manners hold.
    pub service: Service,
    /// What.
    pub url: Url,
    /// The Accept field: without one arXiv answers 406.
    pub accept: &'static str,
    /// The most bytes that an answer may have, unpacked.
    pub limit: u64,
}

/// The reader's word that an answer is of no use and should be asked for again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unusable(pub String);

/// Told while a request waits, so that somebody can be shown why nothing moves.
pub trait Watcher: std::fmt::Debug + Send + Sync {
    /// A request waits this long, for this reason.
    fn waiting(&self, rest: Duration, why: &str);
}

/// Shows nobody anything.
impl Watcher for () {
    fn waiting(&self, _: Duration, _: &str) {}
}

/// How a client is set up.
#[derive(Debug, Clone)]
pub struct Options {
    /// `papers/VERSION (+URL; mailto:CONTACT)`.
    pub user_agent: String,
    /// Asks nobody; serves what the cache has.
    pub offline: bool,
    /// Dates cache entries.
    pub clock: Clock,
    /// Told while a request waits for its turn.
    pub watcher: Arc<dyn Watcher>,
}

/// HTTP with manners, patience and memory.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    gate: Gate,
    cache: Cache,
    options: Options,
}

impl Client {
    /// A client whose answers are kept in `cache` and whose requests to arXiv pass `gate`.
    pub fn new(options: Options, cache: Cache, gate: Gate) -> Result<Self, HttpError> {
        let http = reqwest::Client::builder()
            .user_agent(&options.user_agent)
            .connect_timeout(CONNECT_TIMEOUT)
            .read_timeout(READ_TIMEOUT)
            .timeout(TOTAL_TIMEOUT)
            .pool_max_idle_per_host(1)
            .redirect(Policy::none())
            .build()
            .map_err(HttpError::Client)?;
        let cache = if options.offline { cache.read_only() } else { cache };
        Ok(Self { http, gate, cache, options })
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

    /// What a cached answer says, else what the service says; `read` is asked whether it can use the bytes.
    pub async fn fetch<T>(
        &self,
        request: &Request,
        lifetime: Lifetime,
        read: impl Fn(&[u8]) -> Result<T, Unusable>,
    ) -> Result<T, HttpError> {
        let url = request.url.as_str();
        let now = self.options.clock.now();
        if let Some(body) = self.cache.load(Bucket::Pages, url, now, lifetime.age()) {
            match read(&body) {
                Ok(value) => return Ok(value),
                Err(_) => self.cache.forget(Bucket::Pages, url),
            }
        }
        let (body, value) = self.ask_for_body(request, read).await?;
        self.keep(Bucket::Pages, url, &body);
        Ok(value)
    }

    /// What the service says now, past the cache.
    pub async fn ask<T>(
        &self,
        request: &Request,
        read: impl Fn(&[u8]) -> Result<T, Unusable>,
    ) -> Result<T, HttpError> {
        self.ask_for_body(request, read).await.map(|(_, value)| value)
    }

    /// Stores an answer; a cache that cannot be written costs a request next time, not this run.
    pub fn keep(&self, bucket: Bucket, url: &str, body: &[u8]) {
        if let Err(error) = self.cache.store(bucket, url, self.options.clock.now(), body) {
            tracing::warn!("{error}: {}; going on without the cache", error.source);
        }
    }

    async fn ask_for_body<T>(
        &self,
        request: &Request,
        read: impl Fn(&[u8]) -> Result<T, Unusable>,
    ) -> Result<(Vec<u8>, T), HttpError> {
        let url = request.url.as_str();
        if self.options.offline {
            return Err(HttpError::Offline { url: url.to_owned() });
        }
        let mut budget = Budget::new();
        let begin = Instant::now();
        loop {
            let (fault, wished) = match self.attempt(request).await {
                Ok(Answer::Body(body)) => match read(&body) {
                    Ok(value) => return Ok((body, value)),
                    Err(Unusable(reason)) => (Fault::Unusable(reason), None),
                },
                Ok(Answer::Fault(fault, wished)) => (fault, wished),
                Err(error) => return Err(error),
            };
            match budget.after_fault(begin.elapsed(), wished) {
                Decision::Wait(wait) => {
                    tracing::debug!("`{url}`: {fault}; asking again in {:.1} s", wait.as_secs_f64());
                    self.options.watcher.waiting(wait, &format!("{fault}; asking again"));
                    tokio::time::sleep(wait).await;
                }
                Decision::GiveUp(later) => {
                    return Err(HttpError::Unavailable {
                        url: url.to_owned(),
                        attempts: budget.attempts(),
                        come_back: come_back(later),
                        fault,
                    });
                }
            }
        }
    }

    /// One try, redirects included: each of them is a request of its own and waits its turn.
    async fn attempt(&self, request: &Request) -> Result<Answer, HttpError> {
        let mut url = request.url.clone();
        for _ in 0..=MOST_REDIRECTS {
            let _permit = match request.service {
                Service::Arxiv => Some(self.gate.enter(|rest| self.tell_waiting(rest)).await?),
                Service::Huggingface => None,
            };
            tracing::debug!("asking for `{url}`");
            let response = match self.http.get(url.clone()).header(ACCEPT, request.accept).send().await {
                Ok(response) => response,
                Err(error) => return Ok(Answer::Fault(Fault::Connection(error.without_url()), None)),
            };
            if !response.status().is_redirection() {
                return self.read(request, response).await;
            }
            url = redirect_target(&url, &response)?;
        }
        Err(HttpError::Redirect { url: request.url.to_string(), target: url.to_string() })
    }

    async fn read(&self, request: &Request, response: Response) -> Result<Answer, HttpError> {
        let url = || request.url.to_string();
        let status = response.status();
        match status {
            StatusCode::NOT_FOUND | StatusCode::GONE => return Err(HttpError::NotFound { url: url() }),
            _ if may_pass(status) => {
                let field = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
                let wished = field.and_then(|field| retry_after(field, real_now()));
                return Ok(Answer::Fault(Fault::Status(status.as_u16()), wished));
            }
            _ => {}
        }
        match read_body(response, request.limit).await {
            Ok(Some(body)) if status.is_success() => Ok(Answer::Body(body)),
            Ok(Some(body)) => Err(HttpError::Refused { url: url(), status: status.as_u16(), body }),
            Ok(None) => Err(HttpError::TooLarge { url: url(), limit: request.limit }),
            Err(error) => Ok(Answer::Fault(Fault::Connection(error.without_url()), None)),
        }
    }

    fn tell_waiting(&self, rest: Duration) {
        let interval = self.gate.interval().as_secs_f64();
        self.options.watcher.waiting(rest, &format!("arXiv allows one request every {interval} s"));
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
}

/// The statuses that ask for patience. 406 is among them: arXiv throttles with it since September 2026.
fn may_pass(status: StatusCode) -> bool {
    matches!(status.as_u16(), 406 | 408 | 425 | 429) || status.is_server_error()
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

fn redirect_target(from: &Url, response: &Response) -> Result<Url, HttpError> {
    let field = response.headers().get(LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let refused = || HttpError::Redirect { url: from.to_string(), target: field.to_owned() };
    let target = from.join(field).map_err(|_| refused())?;
    if same_site(from, &target) { Ok(target) } else { Err(refused()) }
}

/// The same host and port, or two hosts below one registered name (`arxiv.org` and `export.arxiv.org`), and never
/// from https to http.
fn same_site(from: &Url, to: &Url) -> bool {
    if from.scheme() == "https" && to.scheme() != "https" || !matches!(to.scheme(), "http" | "https") {
        return false;
    }
    let (Some(a), Some(b)) = (from.host_str(), to.host_str()) else { return false };
    if a == b {
        // http://host → https://host changes the port by its nature.
        return from.port() == to.port();
    }
    let names = matches!((from.host(), to.host()), (Some(url::Host::Domain(_)), Some(url::Host::Domain(_))));
    names && registered(a) == registered(b) && from.port().is_none() && to.port().is_none()
}

/// The last two labels of a host: enough for arxiv.org and huggingface.co, which are all that is asked.
fn registered(host: &str) -> Vec<&str> {
    host.rsplit('.').take(2).collect()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("https://arxiv.org/pdf/1", "https://arxiv.org/pdf/1v2", true)]
    #[case("http://arxiv.org/a", "https://arxiv.org/a", true)]
    #[case("https://arxiv.org/a", "http://arxiv.org/a", false)]
    #[case("https://export.arxiv.org/a", "https://arxiv.org/a", true)]
    #[case("https://arxiv.org/a", "https://evil.org/a", false)]
    #[case("https://arxiv.org/a", "https://arxiv.org.evil.org/a", false)]
    #[case("http://127.0.0.1:80/a", "http://10.0.0.1/a", false)]
    #[case("http://127.0.0.1:8099/a", "http://127.0.0.1:9000/a", false)]
    #[case("https://arxiv.org/a", "file:///etc/passwd", false)]
    fn follows_redirects_only_on_the_same_site(#[case] from: &str, #[case] to: &str, #[case] follows: bool) {
        assert_eq!(same_site(&from.parse().unwrap(), &to.parse().unwrap()), follows);
    }

    #[rstest]
    #[case(406, true)]
    #[case(429, true)]
    #[case(503, true)]
    #[case(500, true)]
    #[case(403, false)]
    #[case(400, false)]
    fn asks_again_only_where_it_may_help(#[case] status: u16, #[case] again: bool) {
        assert_eq!(may_pass(StatusCode::from_u16(status).unwrap()), again);
    }
}
