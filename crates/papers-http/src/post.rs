//! A question with a body → what its reader makes of the answer: POST to a model's server, asked again while patience
//! lasts. No gate and no cache: how many questions are under way is the caller's affair, and so is what is kept.

use std::time::Duration;

use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderValue};
use reqwest::redirect::Policy;
use tokio::time::Instant;
use url::Url;

use super::client::{CONNECT_TIMEOUT, come_back, read_body, real_now};
use super::error::{Fault, HttpError};
use super::retry::{Budget, Decision};
use super::secret::Secret;
use super::wish::wished;

/// A digest has a few kilobytes, a long chain of thought some hundred: more is no answer.
const ANSWER_LIMIT: u64 = 8_000_000;

/// How long a model's server that refuses is asked again. Longer than arXiv's: there is nobody else to ask.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server that takes no connection is most often not running, and a wait does not start it.
const CONNECT_PATIENCE: Duration = Duration::from_secs(5);

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
    /// The longest that one answer may take: models think.
    pub timeout: Duration,
}

/// What the reader makes of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judgment<T> {
    /// It is what it is; asking again would not change it.
    Final(T),
    /// It may be another next time: why, and after how long where the answer says so.
    Again(String, Option<Duration>),
}

/// Asks models' servers.
#[derive(Debug, Clone)]
pub struct Poster {
    http: reqwest::Client,
}

impl Poster {
    /// A poster that calls itself `user_agent`.
    pub fn new(user_agent: &str) -> Result<Self, HttpError> {
        let http = reqwest::Client::builder()
            .user_agent(user_agent)
            .connect_timeout(CONNECT_TIMEOUT)
            .redirect(Policy::none())
            .build()
            .map_err(HttpError::Client)?;
        Ok(Self { http })
    }

    /// Asks until `judge` takes an answer as final or patience is over. `judge` sees the status and the body of every
    /// answer that came whole.
    pub async fn post<T>(
        &self,
        question: &Question<'_>,
        judge: impl Fn(u16, &[u8]) -> Judgment<T>,
    ) -> Result<T, HttpError> {
        let mut budget = Budget::of(PATIENCE);
        let begin = Instant::now();
        loop {
            let (fault, wished) = match self.attempt(question, &judge).await? {
                Ok(value) => return Ok(value),
                Err(fault) => fault,
            };
            let elapsed = if is_hopeless(&fault, begin.elapsed()) { PATIENCE } else { begin.elapsed() };
            match budget.after_fault(elapsed, wished) {
                Decision::Wait(wait) => {
                    tracing::debug!(
                        "`{}`: {fault}; asking again in {:.1} s",
                        question.url,
                        wait.as_secs_f64()
                    );
                    tokio::time::sleep(wait).await;
                }
                Decision::GiveUp(later) => {
                    return Err(HttpError::Unavailable {
                        url: question.url.to_string(),
                        attempts: budget.attempts(),
                        come_back: come_back(later),
                        fault,
                    });
                }
            }
        }
    }

    /// One try: a final value, or a fault that may pass.
    async fn attempt<T>(
        &self,
        question: &Question<'_>,
        judge: &impl Fn(u16, &[u8]) -> Judgment<T>,
    ) -> Result<Result<T, (Fault, Option<Duration>)>, HttpError> {
        let lost = |error: reqwest::Error| Ok(Err((Fault::Connection(error.without_url()), None)));
        tracing::debug!("asking `{}`", question.url);
        let response = match self.request(question).send().await {
            Ok(response) => response,
            Err(error) => return lost(error),
        };
        let (status, wish) = (response.status(), wished(response.headers(), real_now()));
        let url = || question.url.to_string();
        if status.is_redirection() {
            let target = response.headers().get(reqwest::header::LOCATION);
            let target = target.and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
            return Err(HttpError::Redirect { url: url(), target });
        }
        match read_body(response, ANSWER_LIMIT).await {
            Ok(Some(body)) => Ok(match judge(status.as_u16(), &body) {
                Judgment::Final(value) => Ok(value),
                Judgment::Again(why, wait) => Err((Fault::Unusable(why), wait.or(wish))),
            }),
            Ok(None) => Err(HttpError::TooLarge { url: url(), limit: ANSWER_LIMIT }),
            Err(error) => lost(error),
        }
    }

    fn request(&self, question: &Question<'_>) -> reqwest::RequestBuilder {
        let mut request = self
            .http
            .post(question.url.clone())
            .timeout(question.timeout)
            .header(CONTENT_TYPE, "application/json")
            .header(ACCEPT, "application/json")
            .body(question.body.to_string());
        for (name, value) in question.headers {
            request = request.header(*name, *value);
        }
        if let Some((name, before, key)) = question.key
            && let Ok(mut value) = HeaderValue::from_str(&format!("{before}{}", key.expose()))
        {
            value.set_sensitive(true);
            request = request.header(name, value);
        }
        request
    }
}

/// A server that takes no connection is not tried for long. One that took a question and did not answer in time is not
/// asked again at all: it would take as long again, and what it did so far may have been paid for.
fn is_hopeless(fault: &Fault, elapsed: Duration) -> bool {
    match fault {
        Fault::Connection(error) if error.is_connect() => elapsed > CONNECT_PATIENCE,
        Fault::Connection(error) => error.is_timeout(),
        _ => false,
    }
}
