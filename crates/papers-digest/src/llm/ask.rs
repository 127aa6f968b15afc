//! Prompt → reply: from the cache where it was paid for before, else from the server, within the budget, in the
//! dialect that the server understands. A reply is kept the moment it arrives.

use std::sync::{Arc, PoisonError};

use serde_json::Value;
use sha2::{Digest as _, Sha256};
use url::Url;

use super::dialect::Dialect;
use super::judge::{Refusal, RefusalKind, judge};
use super::provider::{Prompt, Reply, speech};
use super::{LlmError, Model, tokens};
use papers_http::{Bucket, HttpError, Judgment, Question};
use papers_paper::Paper;

impl Model {
    /// The reply to a prompt, and whether it was kept from before.
    pub(super) async fn ask(&self, name: &str, prompt: &Prompt) -> Result<(Reply, bool), LlmError> {
        if !self.refresh
            && let Some(reply) = self.kept(name)
        {
            self.ledger.note_kept();
            return Ok((reply, true));
        }
        if self.access.client.is_offline() {
            return Err(LlmError::NotCached(self.name()));
        }
        match self.ask_server(name, prompt).await {
            Err(error) if error.stops_run() => Err(LlmError::Stopped(self.stop(error))),
            other => Ok((other?, false)),
        }
    }

    /// Remembers the first error that stops the run; it is everybody's answer from now on.
    fn stop(&self, error: LlmError) -> Arc<LlmError> {
        match error {
            LlmError::Stopped(first) => first,
            error => Arc::clone(self.stopped.get_or_init(|| Arc::new(error))),
        }
    }

    async fn ask_server(&self, name: &str, prompt: &Prompt) -> Result<Reply, LlmError> {
        let sent = tokens::estimate(&prompt.system) + tokens::estimate(&prompt.user);
        let _reservation = self.ledger.reserve(sent, prompt.output_tokens).await?;
        loop {
            if let Some(first) = self.stopped.get() {
                return Err(LlmError::Stopped(Arc::clone(first)));
            }
            let dialect = self.dialect();
            match self.post(prompt, dialect).await.map_err(|source| self.unreachable(source))? {
                Ok(reply) => {
                    self.ledger.book(&reply);
                    self.keep(name, &reply);
                    return Ok(reply);
                }
                Err(refusal) => self.learn(dialect, &refusal)?,
            }
        }
    }

    async fn post(&self, prompt: &Prompt, dialect: Dialect) -> Result<Result<Reply, Refusal>, HttpError> {
        let speech = speech(self.llm.provider);
        let mut body = speech.body(&self.llm, prompt, dialect);
        if let Value::Object(fields) = &mut body {
            fields.extend(self.llm.extra.clone());
        }
        let (field, before) = speech.key();
        let question = Question {
            url: &self.url(&speech.path(&self.llm.model)),
            headers: speech.headers(),
            key: self.access.key.as_ref().map(|key| (field, before, key)),
            body: &body,
            timeout: self.llm.timeout,
        };
        self.access.poster.post(&question, |status, body| self.masked(judge(speech, status, body))).await
    }

    /// The address of a question; the base URL keeps its own path, such as `/v1`.
    fn url(&self, path: &str) -> Url {
        let mut url = self.llm.base_url.clone();
        url.set_path(&format!("{}{path}", url.path().trim_end_matches('/')));
        url
    }

    fn unreachable(&self, source: HttpError) -> LlmError {
        LlmError::Unreachable { model: self.name(), source }
    }

    fn dialect(&self) -> Dialect {
        *self.dialect.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A judgment without the key in its words: servers quote what they refuse.
    fn masked(&self, judgment: Judgment<Result<Reply, Refusal>>) -> Judgment<Result<Reply, Refusal>> {
        let Some(key) = &self.access.key else { return judgment };
        match judgment {
            Judgment::Final(Err(refusal)) => {
                Judgment::Final(Err(Refusal { message: key.mask(&refusal.message), ..refusal }))
            }
            Judgment::Again(why, wait) => Judgment::Again(key.mask(&why), wait),
            reply @ Judgment::Final(Ok(_)) => reply,
        }
    }

    /// A refusal of a field is a lesson, while there is something to leave out; any other is an error.
    fn learn(&self, used: Dialect, refusal: &Refusal) -> Result<(), LlmError> {
        let next = (refusal.kind == RefusalKind::Field).then(|| used.after(&refusal.message)).flatten();
        let Some(next) = next else { return Err(LlmError::refused(&self.llm, refusal)) };
        tracing::debug!("`{}` does not take a field ({}); asking without it", self.name(), refusal.message);
        let mut dialect = self.dialect.lock().unwrap_or_else(PoisonError::into_inner);
        *dialect = dialect.and(next);
        Ok(())
    }
}

/// Kept answers.
impl Model {
    /// The name of an answer: whatever could make it another one is in it.
    pub(super) fn answer_name(&self, paper: &Paper, prompt: &Prompt) -> String {
        let parameters = serde_json::json!({
            "system": prompt.system,
            "user": prompt.user,
            "output_tokens": prompt.output_tokens,
            "temperature": self.llm.temperature,
            "extra": self.llm.extra,
        });
        let hash = Sha256::digest(parameters.to_string());
        let version = paper.version.map_or_else(String::new, |version| format!("v{version}"));
        format!("answer://{}/{}{version}/{}/{hash:x}", self.name(), paper.id, self.prompter.lang())
    }

    /// An answer that was paid for before, whenever that was.
    pub(super) fn kept(&self, name: &str) -> Option<Reply> {
        let body =
            self.access.client.cache().load(Bucket::Answers, name, self.access.client.clock().now(), None)?;
        serde_json::from_slice(&body).ok()
    }

    fn keep(&self, name: &str, reply: &Reply) {
        if let Ok(body) = serde_json::to_vec(reply) {
            self.access.client.keep(Bucket::Answers, name, &body);
        }
    }

    pub(super) fn forget_answers(&self, names: &[String]) {
        for name in names {
            self.access.client.cache().forget(Bucket::Answers, name);
        }
    }
}
