//! Errors of requests.

use std::time::Duration;

use chrono::{DateTime, Utc};

use papers_system::disk::DiskError;

/// The reasons why a request gave no usable answer.
#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    /// Offline, and the cache does not have the answer.
    #[error("`{}` is not in the cache, and `--offline` allows no requests", brief(url))]
    Offline {
        /// The address that was asked for.
        url: String,
    },
    /// The service says that it does not exist (404, 410).
    #[error("`{}` does not exist", brief(url))]
    NotFound {
        /// The address that was asked for.
        url: String,
    },
    /// The service rejects this one request.
    #[error("`{}` was answered with status {status}", brief(url))]
    Rejected {
        /// The address that was asked for.
        url: String,
        /// The HTTP status.
        status: u16,
        /// The body of the answer.
        body: Vec<u8>,
    },
    /// The service gave no usable answer within the retry budget.
    #[error("`{}` gave no usable answer in {attempts} {}{}", brief(url), if *attempts == 1 { "try" } else { "tries" }, come_back.map(|at| format!("; it says to come back at {}", at.format("%Y-%m-%d %H:%M:%S UTC"))).unwrap_or_default())]
    Unavailable {
        /// The address that was asked for.
        url: String,
        /// The number of attempts.
        attempts: u32,
        /// The time at which the service says to come back, if it does.
        come_back: Option<DateTime<Utc>>,
        /// The fault of the last attempt.
        #[source]
        fault: Fault,
    },
    /// The host is unreachable: its name is unknown, it accepts no connection, or its certificate is not trusted.
    #[error("`{host}` cannot be reached: {why}")]
    Unreached {
        /// The host.
        host: String,
        /// The reason.
        why: String,
    },
    /// The answer is what was requested, but has nothing for its reader.
    #[error("`{}` cannot be used: {reason}", brief(url))]
    Useless {
        /// The address that was asked for.
        url: String,
        /// The reader's words.
        reason: String,
    },
    /// The answer came, but its reader could not run.
    #[error("`{}` could not be read here: {reason}", brief(url))]
    Unread {
        /// The address that was asked for.
        url: String,
        /// The reader's words.
        reason: String,
    },
    /// The answer is too large.
    #[error("the answer of `{}` is larger than {} MB", brief(url), limit / 1_000_000)]
    TooLarge {
        /// The address that was asked for.
        url: String,
        /// The limit in bytes.
        limit: u64,
    },
    /// A redirect to another site, from https to http, or in a cycle.
    #[error("`{}` redirects to `{target}`, which is not followed", brief(url))]
    Redirect {
        /// The address that was asked for.
        url: String,
        /// The URL to which it points.
        target: String,
    },
    /// The run is ending, and no more requests are sent.
    #[error("`{}` is not asked any more, because the run is ending", brief(url))]
    Ending {
        /// The address that was to be asked.
        url: String,
    },
    /// The client could not be created.
    #[error("the HTTP client cannot start")]
    Client(#[source] reqwest::Error),
    /// The lock file of the rate limit cannot be used.
    #[error(
        "the cache folder (`cache_dir`, `--cache-dir`) cannot be used, so requests to arXiv cannot be paced"
    )]
    Pacing(#[from] DiskError),
}

impl HttpError {
    /// Returns true if the service or the connection is at fault, so that another source or a later run may help.
    pub fn is_outage(&self) -> bool {
        matches!(
            self,
            Self::Unavailable { .. }
                | Self::Rejected { .. }
                | Self::Redirect { .. }
                | Self::TooLarge { .. }
                | Self::Unreached { .. }
        )
    }

    /// Returns true if the service took too long; a smaller request may succeed.
    pub fn is_timeout(&self) -> bool {
        match self {
            Self::Unavailable { fault: Fault::Connection(error), .. } => {
                error.is_timeout() && !error.is_connect()
            }
            Self::Unavailable { fault, .. } => matches!(fault, Fault::Silent(_) | Fault::Stalled(_)),
            _ => false,
        }
    }

    /// Returns true if the host is unreachable.
    pub fn is_unreached(&self) -> bool {
        matches!(self, Self::Unreached { .. })
    }

    /// Returns true if the host accepted no connection.
    pub fn is_absent(&self) -> bool {
        match self {
            Self::Unavailable { fault: Fault::Connection(error), .. } => error.is_connect(),
            Self::Unreached { .. } => true,
            _ => false,
        }
    }

    /// Returns true if nothing can be requested before this machine is changed: its cache folder is full or cannot be written to,
    /// or it has no certificates.
    pub fn is_of_machine(&self) -> bool {
        matches!(self, Self::Pacing(_) | Self::Client(_))
    }

    /// Returns true if the answer was not received or not read, so that its content is unknown.
    pub fn is_refusal(&self) -> bool {
        let unknown = matches!(self, Self::Unread { .. }) || self.is_of_machine();
        unknown || self.is_outage() && !matches!(self, Self::TooLarge { .. })
    }

    /// Returns true if the service failed temporarily, and did not say when to come back.
    pub fn is_refusal_for_now(&self) -> bool {
        matches!(
            self,
            Self::Unavailable { fault: Fault::Unusable(_) | Fault::Status(_), come_back: None, .. }
        )
    }

    /// Returns the time at which the service says to come back.
    pub fn come_back(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::Unavailable { come_back, .. } => *come_back,
            _ => None,
        }
    }
}

/// Shortens a URL for a message. That of a batch has up to two hundred ids.
fn brief(url: &str) -> String {
    const MAX_CHARS: usize = 100;
    if url.chars().count() <= MAX_CHARS {
        url.to_owned()
    } else {
        url.chars().take(MAX_CHARS).chain(['…']).collect()
    }
}

/// The faults of one attempt.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// A temporary status: 408, 425 or 5xx; or a success other than 200.
    #[error("status {0}")]
    Status(u16),
    /// The site refuses all requests. arXiv uses 406, 429 and 503 for this.
    #[error("it refuses requests at the moment (status {0})")]
    Refused(u16),
    /// The service rejects this one request, with the body of the answer.
    #[error("status {0}")]
    Rejected(u16, Vec<u8>),
    /// No part of an answer came within this time.
    #[error("no answer in time: silent for {} s", .0.as_secs())]
    Silent(Duration),
    /// No further part of an answer came within this time.
    #[error("no complete answer in time: it paused for {} s", .0.as_secs())]
    Stalled(Duration),
    /// A server that passed health checks while a request waited does not any more.
    #[error("the server died before it answered")]
    Dead,
    /// The service refused before and is not asked at the moment.
    #[error("it refused earlier requests and is not asked again")]
    Resting,
    /// No connection, a lost connection, or a timeout.
    #[error("{}", connection_message(.0))]
    Connection(#[source] reqwest::Error),
    /// An answer that its reader rejects: truncated, garbled, or a page without the announced entries.
    #[error("{0}")]
    Unusable(String),
}

impl Fault {
    /// Returns true for silence.
    pub fn is_timeout(&self) -> bool {
        matches!(self, Self::Connection(error) if error.is_timeout())
    }
}

/// The message when a proxy asks for authorization.
pub(crate) const PROXY_WANTS_NAME: &str =
    "the proxy asks for a name and a password, as in `http://NAME:PASSWORD@proxy.example.org:3128`";

fn connection_message(error: &reqwest::Error) -> &'static str {
    if error.is_connect() {
        unreached_message(error)
    } else if error.is_timeout() {
        "no answer in time"
    } else if error.is_body() || error.is_decode() {
        "the answer was cut off"
    } else {
        "the connection broke"
    }
}

/// Explains why there is no connection, if the cause is known. Causes are strings of libraries; unknown ones are shown unchanged
/// in the chain of errors.
fn unreached_message(error: &reqwest::Error) -> &'static str {
    let mut words = String::new();
    let mut next = std::error::Error::source(error);
    while let Some(cause) = next {
        words.push_str(&cause.to_string().to_lowercase());
        words.push(' ');
        next = cause.source();
    }
    let has = |marks: &[&str]| marks.iter().any(|mark| words.contains(mark));
    if has(&["dns error", "failed to lookup", "name or service"]) {
        "its name cannot be resolved"
    } else if has(&["certificate", "unknownissuer", "tls", "handshake"]) {
        "its certificate is not trusted, or it speaks no TLS"
    } else if has(&["proxy auth"]) {
        PROXY_WANTS_NAME
    } else if has(&["refused"]) {
        "it takes no connection"
    } else if has(&["proxy", "tunnel"]) {
        "the proxy makes no connection to it"
    } else if error.is_timeout() {
        "it did not answer"
    } else {
        "no connection"
    }
}
