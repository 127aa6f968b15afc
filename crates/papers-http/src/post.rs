//! POSTs a request to a model's server, streams the answer to a [`Listener`],
//! and retries transient failures. There is no rate limit and no cache here:
//! the caller decides how many requests run at once and what is kept.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use ::url::Url;
use reqwest::Response;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderValue};
use reqwest::redirect::Policy;
use tokio::time::{Instant, timeout_at};

use super::client::{CONNECT_TIMEOUT, come_back, read_body, real_now};
use super::error::{Fault, HttpError};
use super::retry::{Budget, Decision};
use super::secret::Secret;
use super::tls;
use super::url::redacted;
use super::wait::requested_wait;

/// The maximum size of an answer, in bytes. A digest has a few kilobytes, a long
/// chain of thought a few hundred, and streaming adds some hundred bytes per token.
const ANSWER_LIMIT: usize = 32_000_000;

/// The retry budget for a model's server. Longer than arXiv's, because there is no other source to turn to.
const PATIENCE: Duration = Duration::from_secs(60);

/// The retry budget for connecting: a server is usually not running, but one that is starting needs some seconds.
const CONNECT_PATIENCE: Duration = Duration::from_secs(10);

/// The interval between health checks of a silent server; shorter if the request's own time limit is shorter.
const HEALTH_CHECK_INTERVAL: Duration = Duration::from_secs(15);

/// A server that once passed a health check counts as dead after this many failed ones in a row.
const MAX_FAILED_CHECKS: u32 = 3;

/// While a server passes health checks, the first word may take this many times the limit.
const MAX_QUEUE_FACTOR: u32 = 6;

/// The maximum size of a server's description of itself, in bytes; real ones have some kilobytes.
const FACTS_LIMIT: u64 = 4_000_000;

/// A request to a model's server.
#[derive(Debug)]
pub struct Question<'a> {
    /// The endpoint.
    pub url: &'a Url,
    /// Header fields in addition to those that every request has.
    pub headers: &'a [(&'static str, &'a str)],
    /// The header field with the key, if the server needs one.
    pub authorization: Option<Authorization<'a>>,
    /// The JSON body.
    pub body: &'a serde_json::Value,
    /// The time for which the server may be silent.
    pub waits: Waits<'a>,
    /// True while the server has the request and has not answered completely; stays so if it is aborted.
    pub under_way: &'a AtomicBool,
}

/// A header field with a key.
#[derive(Debug, Clone, Copy)]
pub struct Authorization<'a> {
    /// The name of the field.
    pub field: &'static str,
    /// The text before the key, such as `Bearer `.
    pub prefix: &'static str,
    /// The key.
    pub key: &'a Secret,
}

/// The times for which a server may be silent, before the first word of its answer and between words.
#[derive(Debug, Clone, Copy)]
pub struct Waits<'a> {
    /// Before the first word, which includes queueing and the model's thinking.
    pub first: Duration,
    /// Between words after that.
    pub idle: Duration,
    /// A URL for health checks; while it answers, the first word may take longer.
    pub pulse: Option<&'a Url>,
}

/// Receives the answer to one request, chunk by chunk.
pub trait Listener {
    /// The result that it parses from the answer.
    type Value;

    /// Takes the next chunk; `Break` if no more is needed.
    fn hear(&mut self, piece: &[u8]) -> ControlFlow<()>;

    /// The length of the answer so far, in bytes of its text. While it is 0, the request may still be queued. Bytes that
    /// add nothing to it, such as the comments by which servers keep a connection open, count as silence.
    fn received(&self) -> usize;

    /// Decides what to do with the complete answer.
    fn judge(self) -> Judgment<Self::Value>;

    /// Decides what to do if the connection failed within the answer: a result, or the fault, which may be retried.
    fn broken(self, fault: Fault) -> Result<Self::Value, Fault>;
}

/// A listener's decision about an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judgment<T> {
    /// A result; a retry would give the same.
    Final(T),
    /// Retry: the reason, and the delay if the answer names one.
    Again(String, Option<Duration>),
    /// Retry: the server is still starting, and may take as long for it as for a first word.
    Starting(String),
}

/// A client for models' servers.
#[derive(Debug, Clone)]
pub struct Poster {
    /// Created on first use, so that cached answers can be used on a machine without TLS certificates.
    http: Arc<OnceLock<reqwest::Client>>,
    user_agent: String,
    /// True if no more requests are sent.
    closed: Arc<AtomicBool>,
}

impl Poster {
    /// A client that sends this `User-Agent`.
    pub fn new(user_agent: &str) -> Self {
        Self { http: Arc::default(), user_agent: user_agent.to_owned(), closed: Arc::default() }
    }

    /// Sends no more requests, not even those that failed once more. Answers that arrive are still read.
    pub fn close(&self) {
        self.closed.store(true, Ordering::Relaxed);
    }

    fn http(&self) -> Result<&reqwest::Client, HttpError> {
        if let Some(http) = self.http.get() {
            return Ok(http);
        }
        let http = tls::client(&self.user_agent)
            .connect_timeout(CONNECT_TIMEOUT)
            .redirect(Policy::none())
            .build()
            .map_err(HttpError::Client)?;
        Ok(self.http.get_or_init(|| http))
    }

    /// Sends a request until a listener accepts the answer as final or the retry budget
    /// is used up. `listen` creates a listener for an answer with this HTTP status.
    pub async fn post<L: Listener>(
        &self,
        question: &Question<'_>,
        listen: impl Fn(u16) -> L,
    ) -> Result<L::Value, HttpError> {
        let mut budget = Budget::of(PATIENCE);
        let begin = Instant::now();
        loop {
            if self.closed.load(Ordering::Relaxed) {
                return Err(HttpError::Ending { url: redacted(question.url) });
            }
            question.under_way.store(true, Ordering::Relaxed);
            let attempt = self.attempt(question, &listen).await;
            question.under_way.store(false, Ordering::Relaxed);
            let failed = match attempt? {
                Ok(value) => return Ok(value),
                Err(failed) => failed,
            };
            let elapsed = failed.budget_used(begin.elapsed(), question.waits.first);
            match budget.after_fault(elapsed, failed.requested) {
                Decision::Wait(wait) => {
                    tracing::debug!(
                        "`{}`: {}; asking again in {:.1} s",
                        redacted(question.url),
                        failed.fault,
                        wait.as_secs_f64()
                    );
                    tokio::time::sleep(wait).await;
                }
                Decision::GiveUp(later) => {
                    return Err(HttpError::Unavailable {
                        url: redacted(question.url),
                        attempts: budget.attempts(),
                        come_back: come_back(later),
                        fault: failed.fault,
                    });
                }
            }
        }
    }

    /// The JSON at this URL with which a server describes itself; `None` if there is none.
    pub async fn facts(
        &self,
        url: &Url,
        authorization: Option<Authorization<'_>>,
    ) -> Option<serde_json::Value> {
        let request = authorized(self.http().ok()?.get(url.clone()).timeout(CONNECT_TIMEOUT), authorization);
        let response = request.header(ACCEPT, "application/json").send().await.ok()?;
        if !response.status().is_success() {
            return None;
        }
        let body = read_body(response, FACTS_LIMIT).await.ok()??;
        serde_json::from_slice(&body).ok()
    }

    /// Makes one attempt. The inner error can be retried, the outer one cannot.
    async fn attempt<L: Listener>(
        &self,
        question: &Question<'_>,
        listen: &impl Fn(u16) -> L,
    ) -> Result<Result<L::Value, Failed>, HttpError> {
        tracing::debug!("asking `{}`", redacted(question.url));
        let http = self.http()?;
        let mut watchdog = Watchdog::new(http, question.waits);
        let response = match watchdog.wait_for(0, request(http, question).send()).await {
            Ok(response) => response,
            Err(fault) => return Ok(Err(fault.into())),
        };
        let (status, requested) = (response.status(), requested_wait(response.headers(), real_now()));
        let url = || redacted(question.url);
        if status.is_redirection() {
            let target = response.headers().get(reqwest::header::LOCATION);
            let target = target.and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
            return Err(HttpError::Redirect { url: url(), target });
        }
        let mut listener = listen(status.as_u16());
        match stream(response, &mut watchdog, &mut listener).await {
            Ok(true) => Ok(match listener.judge() {
                Judgment::Final(value) => Ok(value),
                Judgment::Again(why, wait) => {
                    Err(Failed { requested: wait.or(requested), ..Fault::Unusable(why).into() })
                }
                Judgment::Starting(why) => Err(Failed { starting: true, ..Fault::Unusable(why).into() }),
            }),
            Ok(false) => Err(HttpError::TooLarge { url: url(), limit: ANSWER_LIMIT as u64 }),
            Err(fault) => Ok(listener.broken(fault).map_err(Failed::from)),
        }
    }
}

fn request(http: &reqwest::Client, question: &Question<'_>) -> reqwest::RequestBuilder {
    let mut request = http
        .post(question.url.clone())
        .header(CONTENT_TYPE, "application/json")
        .header(ACCEPT, "text/event-stream, application/json")
        .body(question.body.to_string());
    for (name, value) in question.headers {
        request = request.header(*name, *value);
    }
    authorized(request, question.authorization)
}

fn authorized(
    request: reqwest::RequestBuilder,
    authorization: Option<Authorization<'_>>,
) -> reqwest::RequestBuilder {
    let Some(Authorization { field, prefix, key }) = authorization else { return request };
    let Ok(mut value) = HeaderValue::from_str(&format!("{prefix}{}", key.expose())) else { return request };
    value.set_sensitive(true);
    request.header(field, value)
}

/// Streams the response to a listener; false if it is larger than [`ANSWER_LIMIT`].
async fn stream(
    mut response: Response,
    watchdog: &mut Watchdog<'_>,
    listener: &mut impl Listener,
) -> Result<bool, Fault> {
    let mut size = 0;
    while let Some(piece) = watchdog.wait_for(listener.received(), response.chunk()).await? {
        size += piece.len();
        if size > ANSWER_LIMIT {
            return Ok(false);
        }
        if listener.hear(&piece).is_break() {
            break;
        }
    }
    Ok(true)
}

/// An attempt that failed and can be retried.
struct Failed {
    fault: Fault,
    requested: Option<Duration>,
    starting: bool,
}

impl From<Fault> for Failed {
    fn from(fault: Fault) -> Self {
        Self { fault, requested: None, starting: false }
    }
}

impl Failed {
    /// Returns how much of the retry budget is used up. A refused connection is retried briefly, a server
    /// that is starting for as long as a first word may take. A server that accepted the request and then
    /// fell silent is not retried: it would take as long again, and the tokens so far may already be billed.
    fn budget_used(&self, elapsed: Duration, first: Duration) -> Duration {
        match &self.fault {
            Fault::Connection(error) if error.is_connect() && elapsed > CONNECT_PATIENCE => PATIENCE,
            Fault::Silent(_) | Fault::Stalled(_) | Fault::Dead => PATIENCE,
            _ if self.starting && elapsed < first => Duration::ZERO,
            _ => elapsed,
        }
    }
}

/// Ends an attempt whose server is silent for too long.
struct Watchdog<'a> {
    http: &'a reqwest::Client,
    waits: Waits<'a>,
    begin: Instant,
    /// The length of the answer so far, and the time of its last piece.
    received: usize,
    last_received: Instant,
    /// The time of the last health check.
    last_check: Instant,
    /// Failed health checks in a row; `None` until one has succeeded.
    failed_checks: Option<u32>,
}

impl<'a> Watchdog<'a> {
    fn new(http: &'a reqwest::Client, waits: Waits<'a>) -> Self {
        let begin = Instant::now();
        Self { http, waits, begin, received: 0, last_received: begin, last_check: begin, failed_checks: None }
    }

    /// Waits for `next`, or until a timeout; `received` is the length of the answer before.
    async fn wait_for<T>(
        &mut self,
        received: usize,
        next: impl Future<Output = reqwest::Result<T>>,
    ) -> Result<T, Fault> {
        if received > self.received {
            (self.received, self.last_received) = (received, Instant::now());
        }
        let mut next = std::pin::pin!(next);
        loop {
            match timeout_at(self.deadline(), &mut next).await {
                Ok(heard) => return heard.map_err(|error| Fault::Connection(error.without_url())),
                Err(_) if self.received > 0 => return Err(Fault::Stalled(self.waits.idle)),
                Err(_) => self.check_health().await?,
            }
        }
    }

    /// The time of the next health check or timeout.
    fn deadline(&self) -> Instant {
        if self.received > 0 {
            return self.last_received + self.waits.idle;
        }
        // After the limit, only health checks keep the attempt alive.
        let (pulse, limit) =
            (self.last_check + HEALTH_CHECK_INTERVAL.min(self.waits.first), self.begin + self.waits.first);
        if limit > self.last_check { pulse.min(limit) } else { pulse }
    }

    /// Checks whether the server is alive; an error if it is dead, or silent for too long.
    async fn check_health(&mut self) -> Result<(), Fault> {
        let alive = match self.waits.pulse {
            Some(url) => {
                let pulse = self.http.get(url.clone()).timeout(CONNECT_TIMEOUT).send().await;
                pulse.is_ok_and(|answer| answer.status().is_success())
            }
            None => false,
        };
        self.last_check = Instant::now();
        self.failed_checks = if alive { Some(0) } else { self.failed_checks.map(|failed| failed + 1) };
        if self.failed_checks.is_some_and(|failed| failed >= MAX_FAILED_CHECKS) {
            return Err(Fault::Dead);
        }
        let limit =
            if self.failed_checks.is_some() { self.waits.first * MAX_QUEUE_FACTOR } else { self.waits.first };
        let waited = self.begin.elapsed();
        if waited >= limit { Err(Fault::Silent(waited)) } else { Ok(()) }
    }
}
