//! Gets the reply to a prompt: from the cache, or else from the server, within the budget and with the fields that the server
//! accepts. A reply is cached as soon as it arrives.

use std::borrow::Cow;
use std::iter::successors;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::TimeDelta;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use url::Url;

use super::batch::{line_id, line_url};
use super::dialect::Dialect;
use super::hear::Hearing;
use super::judge::{Refusal, RefusalKind, is_busy};
use super::ledger::{Received, Reservation};
use super::provider::{Asking, Prompt, Reply, speech};
use super::settings::{Provider, merge};
use super::{LlmError, Model};
use papers_http::{Authorization, Bucket, Fault, HttpError, Judgment, Listener, Question, Waits, redacted};
use papers_paper::Paper;

/// The number of days for which the fields that a server rejects are remembered.
const LEARNED_DAYS: i64 = 30;

impl Model {
    /// Returns the reply to a prompt. `name` is its name in the cache, `fence` the line around the paper's text, which no answer
    /// repeats.
    pub(super) async fn ask(&self, name: &str, prompt: &Prompt, fence: &str) -> Result<Received, LlmError> {
        if !self.refresh
            && let Some(reply) = self.kept(name)
        {
            self.ledger.note_kept();
            return Ok(Received { reply, is_from_cache: true });
        }
        if self.silent || self.access.client.is_offline() {
            return Err(LlmError::NotCached(self.name()));
        }
        match self.ask_server(name, prompt, fence).await {
            Err(error) if error.stops_run() => Err(LlmError::Stopped(self.stop(error))),
            other => Ok(Received { reply: other?, is_from_cache: false }),
        }
    }

    /// Stores the first error that stops the run, which all following requests return.
    pub(super) fn stop(&self, error: LlmError) -> Arc<LlmError> {
        match error {
            LlmError::Stopped(first) => first,
            error => Arc::clone(self.stopped.get_or_init(|| Arc::new(error))),
        }
    }

    async fn ask_server(&self, name: &str, prompt: &Prompt, fence: &str) -> Result<Reply, LlmError> {
        let sent = prompt.tokens();
        let _lane = self.lanes.enter().await;
        let reservation = self.ledger.reserve(sent, prompt.output_tokens).await?;
        let mut learned = self.dialect();
        let under_way =
            UnderWay { model: self, sent, asked: AtomicBool::new(false), heard: Mutex::default() };
        loop {
            if let Some(first) = self.stopped.get() {
                return Err(LlmError::Stopped(Arc::clone(first)));
            }
            let (dialect, answers) = (learned.and(self.dialect()), self.lanes.answers());
            let hearer = Hearer { reservation: &reservation, under_way: &under_way };
            match self.post(prompt, dialect, fence, hearer).await {
                Ok(Ok(mut reply)) => {
                    self.publish(dialect);
                    self.book(&mut reply, sent);
                    self.keep(name, &reply);
                    return Ok(reply);
                }
                Ok(Err(Declined::Server(refusal))) => learned = self.learned(prompt, dialect, &refusal)?,
                Ok(Err(Declined::Limit(error))) => return Err(error),
                // A server that answers other requests is busy, not broken: the retry budget starts again.
                Err(source) if source.is_refusal_for_now() && self.lanes.answers() > answers => {}
                Err(HttpError::Ending { .. }) => return Err(LlmError::Ending(self.name())),
                Err(HttpError::Redirect { target, .. }) => return Err(self.moved(dialect, &target)),
                Err(source) => return Err(self.unreachable(source)),
            }
        }
    }

    /// Books a reply. Tokens that the server did not report are estimated, to enforce the cost limit.
    fn book(&self, reply: &mut Reply, sent: usize) {
        if reply.input_tokens == 0 {
            reply.input_tokens = sent as u64;
        }
        let dollars = self.ledger.book(reply);
        self.access.memory.spend(dollars);
    }

    async fn post(
        &self,
        prompt: &Prompt,
        dialect: Dialect,
        fence: &str,
        hearer: Hearer<'_>,
    ) -> Result<Result<Reply, Declined>, HttpError> {
        let speech = speech(self.llm.provider);
        let (path, query) = speech.path(&self.llm.model, dialect.stream);
        let pulse = self.pulse();
        let question = Question {
            url: &self.url(&path, query),
            headers: speech.headers(),
            authorization: self.authorization(),
            body: &self.body(prompt, dialect),
            waits: Waits {
                first: self.llm.first_word_timeout,
                idle: self.llm.timeout,
                pulse: pulse.as_ref(),
            },
            under_way: &hearer.under_way.asked,
        };
        let hearing = |status| Hearing::new(speech, status, fence, &self.lanes);
        let listen = |status| Paid { hearing: hearing(status), hearer, is_judged: false };
        Box::pin(self.access.poster.post(&question, listen)).await
    }

    /// Returns the header field with the key, if there is one.
    pub(super) fn authorization(&self) -> Option<Authorization<'_>> {
        let (field, prefix) = speech(self.llm.provider).key();
        self.access.key.as_ref().map(|key| Authorization { field, prefix, key })
    }

    /// Returns the body of a request, including the user's own fields.
    pub(super) fn body(&self, prompt: &Prompt, dialect: Dialect) -> Value {
        let prompt =
            &*if dialect.system { Cow::Borrowed(prompt) } else { Cow::Owned(prompt.without_system()) };
        let asking = Asking { llm: &self.llm, prompt, dialect };
        let mut body = speech(self.llm.provider).body(&asking);
        if let Value::Object(fields) = &mut body {
            merge(fields, &self.llm.extra);
        }
        body
    }

    /// Returns the URL of a request. The path of the base URL, such as `/v1`, and its query, such as Azure's `api-version`, are kept.
    pub(super) fn url(&self, path: &str, query: Option<&str>) -> Url {
        let mut url = self.llm.base_url.clone();
        url.set_path(&format!("{}{path}", url.path().trim_end_matches('/')));
        let queries: Vec<&str> = self.llm.base_url.query().into_iter().chain(query).collect();
        url.set_query(Some(queries.join("&").as_str()).filter(|query| !query.is_empty()));
        url
    }

    /// Returns the error of a redirect, with the `base_url` that avoids it if the new address has the path of such a server.
    fn moved(&self, dialect: Dialect, target: &str) -> LlmError {
        let (path, query) = speech(self.llm.provider).path(&self.llm.model, dialect.stream);
        let message = match self.url(&path, query).join(target) {
            Ok(mut url) => match url.path().trim_end_matches('/').strip_suffix(&path).map(str::to_owned) {
                Some(base)
                    if base != self.llm.base_url.path() || url.origin() != self.llm.base_url.origin() =>
                {
                    url.set_path(&base);
                    url.set_query(None);
                    format!("set `base_url` to `{}`", redacted(&url).trim_end_matches('/'))
                }
                _ => format!("it leads to `{}`; correct `base_url`", redacted(&url)),
            },
            Err(_) => "correct `base_url`".to_owned(),
        };
        LlmError::refused(&self.llm, &Refusal { kind: RefusalKind::Redirect, message })
    }

    /// Returns the error with the setting that would help.
    fn unreachable(&self, source: HttpError) -> LlmError {
        let down = source.is_absent() && !self.llm.is_hosted();
        let advice = match &source {
            _ if down => self.llm.start_advice(),
            HttpError::Unavailable { fault, .. } => self.advice(fault),
            _ => String::new(),
        };
        LlmError::Unreachable { model: self.name(), advice, down, source }
    }

    fn advice(&self, fault: &Fault) -> String {
        let fewer = |before: &str| match self.lanes.busiest() {
            ..=1 => String::new(),
            open => format!("{before}lower `concurrency` ({open} at a time)"),
        };
        match fault {
            Fault::Silent(_) => format!("; raise `first_word_timeout`{}", fewer(", or ")),
            Fault::Stalled(_) => "; raise `timeout`".to_owned(),
            Fault::Dead => {
                "; its own log tells why; where memory was short, lower `context_tokens`".to_owned()
            }
            Fault::Unusable(why) if is_busy(why) => fewer("; "),
            _ => String::new(),
        }
    }

    fn dialect(&self) -> Dialect {
        *self.dialect.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns what earlier runs have learned, for questions of a batch, whose refusals come too late; other questions learn it
    /// anew, because servers change.
    pub(super) fn learned_before(&self) -> Dialect {
        let (now, age) = (self.access.client.clock().now(), Some(TimeDelta::days(LEARNED_DAYS)));
        let kept = self.access.client.cache().load(Bucket::Answers, &self.dialect_name(), now, age);
        let learned = kept.and_then(|body| serde_json::from_slice(&body).ok());
        learned.map_or_else(|| self.dialect(), |learned: Dialect| learned.and(self.dialect()))
    }

    pub(super) fn keep_dialect(&self, dialect: Dialect) {
        if let Ok(body) = serde_json::to_vec(&dialect) {
            self.access.client.keep(Bucket::Answers, &self.dialect_name(), &body);
        }
    }

    fn dialect_name(&self) -> String {
        format!("dialect://{}/{}", self.name(), redacted(&self.llm.base_url))
    }

    /// Returns the dialect without the field that a refusal names; an error for any other refusal, and if nothing is left to omit
    /// that this request has.
    fn learned(&self, prompt: &Prompt, used: Dialect, refusal: &Refusal) -> Result<Dialect, LlmError> {
        let after = |dialect: &Dialect| dialect.after(&refusal.message);
        let request = |dialect: Dialect| {
            (speech(self.llm.provider).path(&self.llm.model, dialect.stream), self.body(prompt, dialect))
        };
        let next = match refusal.kind {
            RefusalKind::Field => {
                let sent = request(used);
                successors(after(&used), after).find(|next| request(*next) != sent)
            }
            // A proxy that knows only Gemini's other address does not mention models.
            RefusalKind::Model | RefusalKind::Address
                if used.stream
                    && self.llm.provider == Provider::Gemini
                    && !refusal.message.to_lowercase().contains("model") =>
            {
                Some(Dialect { stream: false, ..used })
            }
            _ => None,
        };
        let Some(next) = next else { return Err(LlmError::refused(&self.llm, refusal)) };
        tracing::debug!("`{}` does not take a field ({}); asking without it", self.name(), refusal.message);
        Ok(next)
    }

    /// Sends later requests in a dialect that the server has answered. If a request is rejected even without any of the fields,
    /// they were not the reason, and requests for other papers keep them.
    fn publish(&self, answered: Dialect) {
        let learned = {
            let mut dialect = self.dialect.lock().unwrap_or_else(PoisonError::into_inner);
            let learned = dialect.and(answered);
            if learned == *dialect {
                return;
            }
            *dialect = learned;
            learned
        };
        self.keep_dialect(learned);
    }
}

/// The reasons why a request got no reply.
enum Declined {
    /// The server refuses it.
    Server(Refusal),
    /// An answer was lost, and another one could exceed the cost limit.
    Limit(LlmError),
}

/// The model and the budget for which an answer is heard.
#[derive(Clone, Copy)]
struct Hearer<'a> {
    reservation: &'a Reservation<'a>,
    under_way: &'a UnderWay<'a>,
}

/// A request that may be aborted. The server counts it, and so it is booked.
struct UnderWay<'a> {
    model: &'a Model,
    sent: usize,
    /// True while the server has the request and has not answered completely.
    asked: AtomicBool,
    /// The tokens of the answer so far, if it was aborted.
    heard: Mutex<Option<Reply>>,
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        if self.asked.load(Ordering::Relaxed) {
            let heard = self.heard.get_mut().unwrap_or_else(PoisonError::into_inner).take();
            self.model.book(&mut heard.unwrap_or_default(), self.sent);
        }
    }
}

/// Books answers that are lost, and masks the key in messages, because servers quote what they refuse.
struct Paid<'a> {
    hearing: Hearing<'a>,
    hearer: Hearer<'a>,
    /// True if the answer came to an end, of whatever kind.
    is_judged: bool,
}

impl Drop for Paid<'_> {
    fn drop(&mut self) {
        if !self.is_judged {
            *self.hearer.under_way.heard.lock().unwrap_or_else(PoisonError::into_inner) = self.hearing.lost();
        }
    }
}

impl Paid<'_> {
    /// Books an answer that is not used, because the server counts it. An error if the request may not be repeated.
    fn book_lost(&self) -> Result<(), LlmError> {
        let Hearer { reservation, under_way } = self.hearer;
        let Some(mut lost) = self.hearing.lost() else { return Ok(()) };
        under_way.model.book(&mut lost, under_way.sent);
        reservation.may_repeat()
    }
}

impl Listener for Paid<'_> {
    type Value = Result<Reply, Declined>;

    fn hear(&mut self, piece: &[u8]) -> ControlFlow<()> {
        self.hearing.hear(piece)
    }

    fn received(&self) -> usize {
        self.hearing.received()
    }

    fn judge(mut self) -> Judgment<Self::Value> {
        self.is_judged = true;
        let mask = |text: String| match &self.hearer.under_way.model.access.key {
            Some(key) => key.mask(&text),
            None => text,
        };
        match self.hearing.judge() {
            Judgment::Final(Ok(reply)) => Judgment::Final(Ok(reply)),
            // The address is right, and whatever stands in front of the server will let the next request through.
            Judgment::Final(Err(Refusal { kind: RefusalKind::Page(status @ 200..300), message }))
                if self.hearer.under_way.model.lanes.answers() > 0 =>
            {
                Judgment::Again(format!("status {status}: {}", mask(message)), None)
            }
            Judgment::Final(Err(refusal)) => {
                let refusal = Refusal { message: mask(refusal.message), ..refusal };
                Judgment::Final(Err(Declined::Server(refusal)))
            }
            Judgment::Again(why, wait) => match self.book_lost() {
                Ok(()) => Judgment::Again(mask(why), wait),
                Err(error) => Judgment::Final(Err(Declined::Limit(error))),
            },
            Judgment::Starting(why) => Judgment::Starting(mask(why)),
        }
    }

    fn broken(mut self, fault: Fault) -> Result<Self::Value, Fault> {
        self.is_judged = true;
        // What fails after a complete answer does not matter.
        if self.hearing.is_complete() {
            return match self.judge() {
                Judgment::Final(value) => Ok(value),
                Judgment::Again(..) | Judgment::Starting(_) => Err(fault),
            };
        }
        self.book_lost().map_or_else(|error| Ok(Err(Declined::Limit(error))), |()| Err(fault))
    }
}

/// The cache of answers.
impl Model {
    /// Returns the name of an answer, which depends on everything that influences it. The room does not: a complete answer would be
    /// the same with a larger one. The address does not, because servers move; the model's file does, where the server tells it.
    pub(super) fn answer_name(&self, paper: &Paper, prompt: &Prompt) -> String {
        let mut parameters = serde_json::json!({
            "system": prompt.system,
            "user": prompt.whole_user(),
            "sentence": self.bounds.sentence,
            "temperature": self.llm.temperature,
            "effort": self.llm.effort,
            "extra": self.llm.extra,
        });
        if let (Value::Object(parameters), Some(file)) = (&mut parameters, self.model_file()) {
            parameters.insert("file".to_owned(), Value::String(file));
        }
        let hash = Sha256::digest(parameters.to_string());
        let version = paper.version.map_or_else(String::new, |version| format!("v{version}"));
        format!("answer://{}/{}{version}/{}/{hash:x}", self.name(), paper.id, self.prompter.lang())
    }

    /// Returns a cached answer of any age, whether it was requested alone or in a batch.
    pub(super) fn kept(&self, name: &str) -> Option<Reply> {
        self.kept_at(name).or_else(|| self.kept_line(&line_id(name)))
    }

    pub(super) fn kept_at(&self, url: &str) -> Option<Reply> {
        let now = self.access.client.clock().now();
        let body = self.access.client.cache().load(Bucket::Answers, url, now, None)?;
        serde_json::from_slice(&body).ok()
    }

    pub(super) fn keep(&self, name: &str, reply: &Reply) {
        if let Ok(body) = serde_json::to_vec(reply) {
            self.access.client.keep(Bucket::Answers, name, &body);
        }
    }

    pub(super) fn forget_answers(&self, names: &[String]) {
        for name in names {
            for url in [name.clone(), line_url(&line_id(name))] {
                self.access.client.cache().forget(Bucket::Answers, &url);
            }
        }
    }
}
