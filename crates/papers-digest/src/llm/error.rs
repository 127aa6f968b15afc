//! The reasons why a model wrote no digest.

use std::sync::Arc;

use super::answer::Fault;
use super::judge::{Refusal, RefusalKind};
use super::prompts::PromptError;
use super::settings::Llm;
use papers_http::{HttpError, redacted};

/// The reasons why a model wrote no digest.
#[derive(Debug, thiserror::Error)]
pub enum LlmError {
    /// The server refuses the request, for all papers or only for this one.
    #[error("{}: {message}", refusal_message(*kind, model, server))]
    Refused {
        /// The kind of refusal.
        kind: RefusalKind,
        /// Provider and model.
        model: String,
        /// The URL of the server.
        server: String,
        /// The server's message, with the key masked.
        message: String,
    },
    /// The server gave no answer.
    #[error("`{model}` cannot be asked{advice}")]
    Unreachable {
        /// Provider and model.
        model: String,
        /// The setting that would help; empty if there is none.
        advice: String,
        /// True for a local server that accepts no connection.
        down: bool,
        /// The failure of the request.
        #[source]
        source: HttpError,
    },
    /// The answer is not a digest, even after a second attempt.
    #[error("`{model}` gave no digest{}", room_advice(fault))]
    Answer {
        /// Provider and model.
        model: String,
        /// The fault of the answer.
        #[source]
        fault: Fault,
    },
    /// The answer is neither yes nor no.
    #[error("`{model}` says neither yes nor no: “{answer}”")]
    Undecided {
        /// Provider and model.
        model: String,
        /// The beginning of the answer.
        answer: String,
    },
    /// The request could exceed the cost limit.
    #[error(
        "the request could cost up to ${}, and ${spent:.4} of the limit of ${limit} {span} is already spent; \
         raise {setting}, or lower `max_output_tokens`",
        rough(*next)
    )]
    Cost {
        /// The maximum cost of the answer.
        next: f64,
        /// The cost of the run so far.
        spent: f64,
        /// The cost limit.
        limit: f64,
        /// The period of the limit: `a run`, `a month`.
        span: &'static str,
        /// The name of its setting.
        setting: &'static str,
    },
    /// The same question led to no digest on several days.
    #[error(
        "`{model}` gave no digest on {days} days and is not asked the same again; `--refresh digest` asks: {error}"
    )]
    Fruitless {
        /// Provider and model.
        model: String,
        /// The number of days on which it was asked.
        days: usize,
        /// The fault of the last answer.
        error: String,
    },
    /// Offline, and the answer is not cached.
    #[error("the cache has no answer of `{0}`")]
    NotCached(String),
    /// A prompt cannot be rendered.
    #[error(transparent)]
    Prompt(PromptError),
    /// The run is ending, and the request was not sent.
    #[error("the run ended before `{0}` was asked")]
    Ending(String),
    /// An earlier error has stopped the run.
    #[error(transparent)]
    Stopped(Arc<LlmError>),
}

impl LlmError {
    /// A refusal of the server.
    pub(super) fn refused(llm: &Llm, refusal: &Refusal) -> Self {
        Self::Refused {
            kind: refusal.kind,
            model: llm.name(),
            server: redacted(&llm.base_url),
            message: refusal.message.clone(),
        }
    }

    /// Returns true if the next paper would fail in the same way: key, model, quota, server. A server that is slow for one paper
    /// may be fast for the next.
    pub fn stops_run(&self) -> bool {
        match self {
            Self::Refused { kind, .. } => {
                matches!(
                    kind,
                    RefusalKind::Key
                        | RefusalKind::Model
                        | RefusalKind::Address
                        | RefusalKind::Quota
                        | RefusalKind::Page(_)
                        | RefusalKind::Redirect
                )
            }
            Self::Unreachable { source, .. } => {
                !source.is_timeout() && !matches!(source, HttpError::TooLarge { .. })
            }
            Self::Prompt(_) | Self::Stopped(_) => true,
            Self::Answer { .. }
            | Self::Undecided { .. }
            | Self::Fruitless { .. }
            | Self::Cost { .. }
            | Self::NotCached(_)
            | Self::Ending(_) => false,
        }
    }
}

/// Rounds dollars up to two digits, so that papers of about the same length have one message.
fn rough(dollars: f64) -> f64 {
    if dollars <= 0.0 {
        return 0.0;
    }
    let unit = 10_f64.powf(dollars.log10().floor() - 1.0);
    let rounded = (dollars / unit - 1e-9).ceil();
    // Dividing by a whole number leaves no noise in the last digits.
    if unit < 1.0 { rounded / unit.recip().round() } else { rounded * unit.round() }
}

/// Names the setting that gives an answer more room.
fn room_advice(fault: &Fault) -> &'static str {
    match fault {
        Fault::CutOff => "; raise `max_output_tokens`",
        Fault::Full => "; lower `context_tokens`",
        Fault::Thoughts => "; set `effort = \"low\"`, or raise `max_output_tokens`",
        _ => "",
    }
}

/// Returns a URL without its query.
fn path(url: &str) -> &str {
    url.split('?').next().unwrap_or_default()
}

fn refusal_message(kind: RefusalKind, model: &str, server: &str) -> String {
    match kind {
        RefusalKind::Key => format!("the key for `{model}` is refused"),
        RefusalKind::Model | RefusalKind::Address
            if model.starts_with("openai:") && !path(server).trim_end_matches('/').ends_with("/v1") =>
        {
            format!("there is no `{model}` at `{server}`; the address of such a server usually ends in `/v1`")
        }
        RefusalKind::Model => format!("there is no `{model}` at `{server}`"),
        RefusalKind::Address => {
            format!("`{server}` is not the address of a server for `{model}`; correct `base_url`")
        }
        RefusalKind::Quota => format!("the quota of the account for `{model}` is exhausted"),
        RefusalKind::Length => format!("the paper is too long for `{model}`; lower `context_tokens`"),
        RefusalKind::Content => format!("the content filter of `{model}` rejects the text"),
        RefusalKind::Field => format!("`{model}` rejects a field of the request"),
        RefusalKind::Redirect => format!("`{server}` redirects the requests for `{model}`"),
        RefusalKind::Page(status @ 200..300) => {
            format!(
                "`{server}` is no server of `{model}` (status {status}); correct `base_url`, or log in where the network asks for it"
            )
        }
        RefusalKind::Page(status) => {
            format!("`{server}` lets no request through to `{model}` (status {status})")
        }
        RefusalKind::Other(status) => format!("`{model}` refuses with status {status}"),
    }
}
