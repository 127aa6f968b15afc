//! The failures between a URL and its bytes.

use std::time::Duration;

use chrono::{DateTime, Utc};

use papers_system::disk::DiskError;

/// A request that gave no usable answer.
#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    /// `--offline`, and the cache does not have it.
    #[error("`{}` is not in the cache, and `--offline` allows no requests", brief(url))]
    Offline {
        /// The address that was asked for.
        url: String,
    },
    /// The service says that there is no such thing (404, 410).
    #[error("`{}` does not exist", brief(url))]
    NotFound {
        /// The address that was asked for.
        url: String,
    },
    /// The service refuses this request and would refuse it again.
    #[error("`{}` was answered with status {status}", brief(url))]
    Refused {
        /// The address that was asked for.
        url: String,
        /// The HTTP status.
        status: u16,
        /// The body that the service wrote.
        body: Vec<u8>,
    },
    /// The service could not be had within the budget of patience.
    #[error("`{}` gave no usable answer in {attempts} {}{}", brief(url), if *attempts == 1 { "try" } else { "tries" }, come_back.map(|at| format!("; it says to come back at {}", at.format("%Y-%m-%d %H:%M:%S UTC"))).unwrap_or_default())]
    Unavailable {
        /// The address that was asked for.
        url: String,
        /// The number of tries.
        attempts: u32,
        /// The time at which the service says to come back, where it does.
        come_back: Option<DateTime<Utc>>,
        /// The fault of the last try.
        #[source]
        fault: Fault,
    },
    /// The host cannot be reached: its name is unknown, it takes no connection, or it cannot prove who it is.
    #[error("`{host}` cannot be reached: {why}")]
    Unreached {
        /// The host.
        host: String,
        /// The reason.
        why: String,
    },
    /// The answer is what was asked for, and holds nothing for its reader.
    #[error("`{}` is of no use: {reason}", brief(url))]
    Useless {
        /// The address that was asked for.
        url: String,
        /// The reader's words.
        reason: String,
    },
    /// The answer came, and what reads it could not run.
    #[error("`{}` could not be read here: {reason}", brief(url))]
    Unread {
        /// The address that was asked for.
        url: String,
        /// The reader's words.
        reason: String,
    },
    /// The answer is larger than it can reasonably be.
    #[error("the answer of `{}` is larger than {} MB", brief(url), limit / 1_000_000)]
    TooLarge {
        /// The address that was asked for.
        url: String,
        /// The cap, in bytes.
        limit: u64,
    },
    /// A redirect to another site, to less safety, or in a circle.
    #[error("`{}` redirects to `{target}`, which is not followed", brief(url))]
    Redirect {
        /// The address that was asked for.
        url: String,
        /// The address that it points to.
        target: String,
    },
    /// The client could not be made.
    #[error("the HTTP client cannot start")]
    Client(#[source] reqwest::Error),
    /// The lock file that paces requests cannot be used.
    #[error(
        "the cache folder (`cache_dir`, `--cache-dir`) cannot be used, so requests to arXiv cannot be paced"
    )]
    Pacing(#[from] DiskError),
}

impl HttpError {
    /// True when the fault lies with the service or the way to it, so that another source or a later run may help.
    pub fn is_outage(&self) -> bool {
        matches!(
            self,
            Self::Unavailable { .. }
                | Self::Refused { .. }
                | Self::Redirect { .. }
                | Self::TooLarge { .. }
                | Self::Unreached { .. }
        )
    }

    /// True when the service was there and took too long; asked for less, it may answer.
    pub fn is_timeout(&self) -> bool {
        match self {
            Self::Unavailable { fault: Fault::Connection(error), .. } => {
                error.is_timeout() && !error.is_connect()
            }
            Self::Unavailable { fault, .. } => matches!(fault, Fault::Silent(_) | Fault::Stalled(_)),
            _ => false,
        }
    }

    /// True when the host could not be reached at all.
    pub fn is_unreached(&self) -> bool {
        matches!(self, Self::Unreached { .. })
    }

    /// True when the host took no connection at all.
    pub fn is_absent(&self) -> bool {
        match self {
            Self::Unavailable { fault: Fault::Connection(error), .. } => error.is_connect(),
            Self::Unreached { .. } => true,
            _ => false,
        }
    }

    /// True when the answer was not had or not read, so that nothing is known of what it says.
    pub fn is_refusal(&self) -> bool {
        self.is_outage() && !matches!(self, Self::TooLarge { .. }) || matches!(self, Self::Unread { .. })
    }

    /// True when the service answered that it could not now, and did not say to come back later.
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

/// A URL as a message shows it: a batch names up to two hundred ids.
fn brief(url: &str) -> String {
    const MAX_CHARS: usize = 100;
    if url.chars().count() <= MAX_CHARS {
        url.to_owned()
    } else {
        url.chars().take(MAX_CHARS).chain(['…']).collect()
    }
}

/// The faults of one try.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// A status that may pass: 408, 425 and 5xx; or a success that is no whole answer.
    #[error("status {0}")]
    Status(u16),
    /// The site refuses to be asked: arXiv throttles with 406, 429 and 503 alike.
    #[error("it refuses requests at the moment (status {0})")]
    Refused(u16),
    /// This one thing is refused, with what the service wrote.
    #[error("status {0}")]
    Denied(u16, Vec<u8>),
    /// No word of an answer came within this time.
    #[error("no answer in time: silent for {} s", .0.as_secs())]
    Silent(Duration),
    /// An answer stopped in its middle for this time.
    #[error("no complete answer in time: it paused for {} s", .0.as_secs())]
    Stalled(Duration),
    /// A server that was alive while it kept a question waiting is no longer.
    #[error("the server died before it answered")]
    Dead,
    /// It refused before, and is left alone.
    #[error("it refused earlier requests and is not asked again")]
    Resting,
    /// No connection, a connection lost, or a time-out.
    #[error("{}", connection_words(.0))]
    Connection(#[source] reqwest::Error),
    /// An answer that its reader cannot use: cut off, garbled, or a page with no entries where some were announced.
    #[error("{0}")]
    Unusable(String),
}

impl Fault {
    /// True for silence.
    pub fn is_timeout(&self) -> bool {
        matches!(self, Self::Connection(error) if error.is_timeout())
    }
}

fn connection_words(error: &reqwest::Error) -> &'static str {
    if error.is_connect() {
        unreached_words(error)
    } else if error.is_timeout() {
        "no answer in time"
    } else if error.is_body() || error.is_decode() {
        "the answer was cut off"
    } else {
        "the connection broke"
    }
}

/// Says why there is no connection, as far as the causes tell: they are strings of libraries, and a cause that is not known is
/// told as it is, by the chain of errors.
fn unreached_words(error: &reqwest::Error) -> &'static str {
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
