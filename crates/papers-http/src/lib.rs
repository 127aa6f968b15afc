//! URL → bytes: the only use of reqwest. Paced, retried, capped and cached; refuses to follow a redirect to another
//! site, to read more than it was told to, and to keep an answer that its reader cannot use.

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
pub use client::{Client, Gates, Lifetime, Options, Request, Unusable, Watcher};
pub use error::{Fault, HttpError};
pub use limit::{ARXIV_INTERVAL, Gate, PAGE_INTERVAL};
pub use post::{Judgment, Listener, Poster, Question, Waits};
pub use secret::Secret;
pub use service::Service;
pub use url::shown;
