//! Identifiers → records, and where a paper's pages are. arXiv's own formats end here: the parsers are pure, and only
//! `fetch` and `fallback` ask the network.

mod announcements;
mod atom;
mod cursor;
mod error;
mod fallback;
mod fetch;
mod huggingface;
mod names;
mod oai;
mod page;
mod request;
mod urls;
mod withdrawn;

pub use announcements::{Announced, Announcements, parse_announcements};
pub use atom::{Feed, FeedError, parse_feed};
pub use error::FetchError;
pub use fetch::{Fetched, Plan, plan, records, remember, stream};
pub use huggingface::{DailyList, parse_daily};
pub use page::PageError;
pub use request::{HUGGINGFACE_PAGE, announcements, daily, html, image, paper_of, pdf, search};
pub use urls::Urls;
