//! A question with a body → what its listener makes of the answer: POST to a model's server, heard piece by piece, asked
//! again while patience lasts. No gate and no cache: how many questions are under way is the caller's affair, and so is
//! what is kept.

use std::ops::ControlFlow;
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
use super::url::shown;
use super::wait::requested_wait;

/// A digest has a few kilobytes, a long chain of thought some hundred, each token of a stream some hundred bytes more:
/// more is no answer.
const ANSWER_LIMIT: usize = 32_000_000;

/// The time for which a model's server that refuses is asked again. Longer than arXiv's: there is nobody else to ask.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server that takes no connection is most often not running; one that was just started needs some seconds.
const CONNECT_PATIENCE: Duration = Duration::from_secs(10);

/// The pause between questions whether a silent server lives; shorter where it may not be silent for as long.
const PULSE: Duration = Duration::from_secs(15);

/// A server that was alive and misses so many pulses is dead.
const MISSED_PULSES: u32 = 3;

/// A server that lives may keep a question waiting for so many times the limit; after that it is stuck.
const LONGEST_QUEUE: u32 = 6;

/// The largest size of what a server tells about itself; real ones are some kilobytes.
const FACTS_LIMIT: u64 = 4_000_000;

/// One question.
#[derive(Debug)]
pub struct Question<'a> {
    /// Whom.
    pub url: &'a Url,
    /// Header fields beside those that every question has.
    pub headers: &'a [(&'static str, &'a str)],
    /// The header field with the key, and what stands before the key in it.
    pub key: Option<(&'static str, &'static str, &'a Secret)>,
    /// The body, JSON.
    pub body: &'a serde_json::Value,
    /// The time for which an answer may keep silent.
    pub waits: Waits<'a>,
}

/// The times for which an answer may keep silent, before its first word and after.
#[derive(Debug, Clone, Copy)]
pub struct Waits<'a> {
    /// Until the first word: the question may stand in a queue, and models think.
    pub first: Duration,
    /// Between two words from then on.
    pub idle: Duration,
    /// An address that answers as long as the server lives; while it does, the first word may take longer.
    pub pulse: Option<&'a Url>,
}

/// A listener to one answer.
pub trait Listener {
    /// The value that it makes of the answer.
    type Value;

    /// Takes the next piece; `Break` when nothing more needs to be heard.
    fn hear(&mut self, piece: &[u8]) -> ControlFlow<()>;

    /// The amount said so far. While it is 0 the question may stand in a queue; what comes later and says nothing, such as the
    /// comments by which servers keep a connection open, is silence.
    fn words(&self) -> usize;

    /// Judges the answer, once it is over.
    fn judge(self) -> Judgment<Self::Value>;
}

/// The verdict of a listener on an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judgment<T> {
    /// It is what it is; asking again would not change it.
    Final(T),
    /// It may be another next time: why, and after how long where the answer says so.
    Again(String, Option<Duration>),
    /// The server is starting, which may take as long as a first word.
    Starting(String),
}

/// Asks models' servers.
#[derive(Debug, Clone)]
pub struct Poster {
    /// Made when it is first needed: what is kept can be used on a machine without certificates.
    http: Arc<OnceLock<reqwest::Client>>,
    user_agent: String,
}

impl Poster {
    /// A poster that calls itself `user_agent`.
    pub fn new(user_agent: &str) -> Self {
        Self { http: Arc::default(), user_agent: user_agent.to_owned() }
    }

    fn http(&self) -> Result<&reqwest::Client, HttpError> {
        if let Some(http) = self.http.get() {
            return Ok(http);
        }
        let http = reqwest::Client::builder()
            .user_agent(&self.user_agent)
            .connect_timeout(CONNECT_TIMEOUT)
            .redirect(Policy::none())
            .build()
            .map_err(HttpError::Client)?;
        Ok(self.http.get_or_init(|| http))
    }

    /// Asks until a listener takes an answer as final or patience is over. `listen` makes a listener for the status of
    /// each answer.
    pub async fn post<L: Listener>(
        &self,
        question: &Question<'_>,
        listen: impl Fn(u16) -> L,
    ) -> Result<L::Value, HttpError> {
        let mut budget = Budget::of(PATIENCE);
        let begin = Instant::now();
        loop {
            let failed = match self.attempt(question, &listen).await? {
                Ok(value) => return Ok(value),
                Err(failed) => failed,
            };
            let elapsed = failed.patience_used(begin.elapsed(), question.waits.first);
            match budget.after_fault(elapsed, failed.requested) {
                Decision::Wait(wait) => {
                    tracing::debug!(
                        "`{}`: {}; asking again in {:.1} s",
                        shown(question.url),
                        failed.fault,
                        wait.as_secs_f64()
                    );
                    tokio::time::sleep(wait).await;
                }
                Decision::GiveUp(later) => {
                    return Err(HttpError::Unavailable {
                        url: shown(question.url),
                        attempts: budget.attempts(),
                        come_back: come_back(later),
                        fault: failed.fault,
                    });
                }
            }
        }
    }

    /// The JSON that a server tells about itself at an address; `None` where it tells none.
    pub async fn facts(
        &self,
        url: &Url,
        key: Option<(&'static str, &'static str, &Secret)>,
    ) -> Option<serde_json::Value> {
        let request = with_key(self.http().ok()?.get(url.clone()).timeout(CONNECT_TIMEOUT), key);
        let response = request.header(ACCEPT, "application/json").send().await.ok()?;
        if !response.status().is_success() {
            return None;
        }
        let body = read_body(response, FACTS_LIMIT).await.ok()??;
        serde_json::from_slice(&body).ok()
    }

    /// One try: a final value, or a fault that may pass.
    async fn attempt<L: Listener>(
        &self,
        question: &Question<'_>,
        listen: &impl Fn(u16) -> L,
    ) -> Result<Result<L::Value, Failed>, HttpError> {
        tracing::debug!("asking `{}`", shown(question.url));
        let http = self.http()?;
        let mut silence = Silence::new(http, question.waits);
        let response = match silence.bear(0, request(http, question).send()).await {
            Ok(response) => response,
            Err(fault) => return Ok(Err(fault.into())),
        };
        let (status, requested) = (response.status(), requested_wait(response.headers(), real_now()));
        let url = || shown(question.url);
        if status.is_redirection() {
            let target = response.headers().get(reqwest::header::LOCATION);
            let target = target.and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
            return Err(HttpError::Redirect { url: url(), target });
        }
        let mut listener = listen(status.as_u16());
        match hear(response, &mut silence, &mut listener).await {
            Ok(true) => Ok(match listener.judge() {
                Judgment::Final(value) => Ok(value),
                Judgment::Again(why, wait) => {
                    Err(Failed { requested: wait.or(requested), ..Fault::Unusable(why).into() })
                }
                Judgment::Starting(why) => Err(Failed { starting: true, ..Fault::Unusable(why).into() }),
            }),
            Ok(false) => Err(HttpError::TooLarge { url: url(), limit: ANSWER_LIMIT as u64 }),
            Err(fault) => Ok(Err(fault.into())),
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
    with_key(request, question.key)
}

fn with_key(
    request: reqwest::RequestBuilder,
    key: Option<(&'static str, &'static str, &Secret)>,
) -> reqwest::RequestBuilder {
    let Some((name, before, key)) = key else { return request };
    let Ok(mut value) = HeaderValue::from_str(&format!("{before}{}", key.expose())) else { return request };
    value.set_sensitive(true);
    request.header(name, value)
}

/// Tells a listener piece by piece; false when the answer is larger than any answer.
async fn hear(
    mut response: Response,
    silence: &mut Silence<'_>,
    listener: &mut impl Listener,
) -> Result<bool, Fault> {
    let mut size = 0;
    while let Some(piece) = silence.bear(listener.words(), response.chunk()).await? {
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

/// A try that failed in a way that may pass.
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
    /// Returns how much of the patience is used up. A server that takes no connection is not tried for long, one that is starting
    /// for as long as a first word may take. One that took a question and fell silent is not asked again at all: it would take as
    /// long again, and what it did so far may have been paid for.
    fn patience_used(&self, elapsed: Duration, first: Duration) -> Duration {
        match &self.fault {
            Fault::Connection(error) if error.is_connect() && elapsed > CONNECT_PATIENCE => PATIENCE,
            Fault::Silent(_) | Fault::Stalled(_) | Fault::Dead => PATIENCE,
            _ if self.starting && elapsed < first => Duration::ZERO,
            _ => elapsed,
        }
    }
}

/// Bears the silence of one answer as long as that makes sense.
struct Silence<'a> {
    http: &'a reqwest::Client,
    waits: Waits<'a>,
    begin: Instant,
    /// The amount said, and the time at which the last of it came.
    words: usize,
    spoke: Instant,
    /// The time at which the server's pulse was felt last.
    felt: Instant,
    /// None before the server showed that it has a pulse.
    missed: Option<u32>,
}

impl<'a> Silence<'a> {
    fn new(http: &'a reqwest::Client, waits: Waits<'a>) -> Self {
        let begin = Instant::now();
        Self { http, waits, begin, words: 0, spoke: begin, felt: begin, missed: None }
    }

    /// Waits for the next piece, after so many words.
    async fn bear<T>(
        &mut self,
        words: usize,
        next: impl Future<Output = reqwest::Result<T>>,
    ) -> Result<T, Fault> {
        if words > self.words {
            (self.words, self.spoke) = (words, Instant::now());
        }
        let mut next = std::pin::pin!(next);
        loop {
            match timeout_at(self.due(), &mut next).await {
                Ok(heard) => return heard.map_err(|error| Fault::Connection(error.without_url())),
                Err(_) if self.words > 0 => return Err(Fault::Stalled(self.waits.idle)),
                Err(_) => self.feel().await?,
            }
        }
    }

    /// Until when nothing is done about the silence.
    fn due(&self) -> Instant {
        if self.words > 0 {
            return self.spoke + self.waits.idle;
        }
        let (pulse, limit) = (self.felt + PULSE.min(self.waits.first), self.begin + self.waits.first);
        if limit > self.felt { pulse.min(limit) } else { pulse }
    }

    /// After a while of silence: is anybody there?
    async fn feel(&mut self) -> Result<(), Fault> {
        let alive = match self.waits.pulse {
            Some(url) => {
                let pulse = self.http.get(url.clone()).timeout(CONNECT_TIMEOUT).send().await;
                pulse.is_ok_and(|answer| answer.status().is_success())
            }
            None => false,
        };
        self.felt = Instant::now();
        self.missed = if alive { Some(0) } else { self.missed.map(|missed| missed + 1) };
        if self.missed.is_some_and(|missed| missed >= MISSED_PULSES) {
            return Err(Fault::Dead);
        }
        let limit = if self.missed.is_some() { self.waits.first * LONGEST_QUEUE } else { self.waits.first };
        let waited = self.begin.elapsed();
        if waited >= limit { Err(Fault::Silent(waited)) } else { Ok(()) }
    }
}
