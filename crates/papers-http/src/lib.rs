//! Fetches URLs; the only crate that uses reqwest. Requests are rate-limited, retried and cached. Rejects redirects to other
//! sites and answers that are larger than allowed, and caches only answers that their reader accepts.

mod cache;
mod client;
mod error;
mod host;
mod limit;
mod post;
mod redirect;
mod retry;
mod secret;
mod service;
mod tls;
mod url;
mod wait;

pub use cache::{Bucket, Cache, CacheInfo};
pub use client::{Client, Gates, Lifetime, Options, Origin, Request, Unusable, Watcher};
pub use error::{Fault, HttpError};
pub use limit::{ARXIV_INTERVAL, Gate, PAGE_INTERVAL};
pub use post::{Authorization, Judgment, Listener, Poster, Question, Waits};
pub use secret::Secret;
pub use service::Service;
pub use tls::{PROXY_VARIABLES, is_proxy};
pub use url::redacted;
