//! The settings of a run, complete and checked.

use std::collections::HashSet;
use std::path::PathBuf;
use std::time::Duration;

use url::Url;

use super::{ConfigError, Interests, Lint, Profiles};
use crate::pipeline::{Fallback, Figures, Options, Reading, WhenRefused, Writing};
use crate::render::{EvidenceStyle, Feed, Format, PostOptions, Shape};
use papers_arxiv::Urls;
use papers_digest::Limits;
use papers_digest::llm::Llm;
use papers_http::ARXIV_INTERVAL;
use papers_system::zone::Zone;
use papers_verify::Policy;

/// The settings of a run.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Language of the reader: the Alphaxiv link, fixed phrases, and what a model is asked for.
    pub lang: String,
    /// Tags of the post.
    pub tags: Vec<String>,
    /// Categories of the post.
    pub categories: Vec<String>,
    /// The format of the output.
    pub format: Format,
    /// Layout of the post.
    pub layout: String,
    /// Title of the post; `{date}` stands for the day.
    pub title: String,
    /// Time of day in the post's date, `08:15:00` or `08:15:00 +0900`.
    pub time: String,
    /// A folder with templates that replace the built-in ones of the same name.
    pub templates_dir: Option<PathBuf>,
    /// A template that replaces the whole post's.
    pub template: Option<PathBuf>,
    /// The engine that writes the digest.
    pub engine: Writing,
    /// The fate of a paper for which the model fails.
    pub fallback: Fallback,
    /// The configured model, where one is named.
    pub llm: Option<Llm>,
    /// The model that gives second opinions, where one is named.
    pub second: Option<Llm>,
    /// The source from which a paper is read.
    pub read: Reading,
    /// The form in which the post shows what a sentence rests on.
    pub evidence: EvidenceStyle,
    /// The content and shape of a post.
    pub post: Shape,
    /// The owner's own keys for the front matter.
    pub front_matter: toml::Table,
    /// The description of a feed.
    pub feed: Feed,
    /// The use of a paper's first figure.
    pub figures: Figures,
    /// The folder of the copies, below the root of the site.
    pub figures_dir: String,
    /// The number of sentences of each section.
    pub digest: Limits,
    /// The actions for sentences that the checks object to.
    pub verify: Policy,
    /// The rules of `papers lint` that posts may break.
    pub lint: Lint,
    /// The addresses of the services.
    pub urls: Urls,
    /// The fate of a paper whose page the site refuses.
    pub when_refused: WhenRefused,
    /// The least time between two requests to arXiv's API, OAI-PMH and feeds.
    pub interval: Duration,
    /// The least time between two pages of arxiv.org.
    pub page_interval: Duration,
    /// The time that a run waits for services that refuse, in all.
    pub patience: Duration,
    /// A mail address or URL in the User-Agent, so that arXiv can write before it blocks.
    pub contact: Option<String>,
    /// The cache folder.
    pub cache_dir: PathBuf,
    /// The site's posts: where `papers daily` writes, and its memory.
    pub posts_dir: PathBuf,
    /// The folder where `papers daily` keeps what posts cannot tell.
    pub state_dir: PathBuf,
    /// The reader's time zone, in which a day is a day; `None` for the machine's.
    pub timezone: Option<Zone>,
    /// The profiles of the day's posts.
    pub daily: Profiles,
    /// The interests of the reader.
    pub interests: Interests,
    /// Keys of papers that come into no post.
    pub skip: HashSet<String>,
}

impl Settings {
    /// The model that writes the digests; `None` for the built-in engine.
    pub fn writer(&self) -> Result<Option<&Llm>, ConfigError> {
        match (self.engine, &self.llm) {
            (Writing::Llm, None) => Err(ConfigError::NoModel),
            (Writing::Extractive | Writing::None, _) => Ok(None),
            (Writing::Auto | Writing::Llm, llm) => Ok(llm.as_ref()),
        }
    }

    /// Returns the options of the stages.
    pub fn options(&self) -> Options {
        Options {
            lang: self.lang.clone(),
            urls: self.urls.clone(),
            page_interval: self.page_interval,
            read: self.read,
            when_refused: self.when_refused,
            engine: self.engine,
            fallback: self.fallback,
            digest: self.digest.clone(),
            verify: self.verify.clone(),
            figures: self.figures,
            figures_dir: self.figures_dir.clone(),
            state_dir: self.state_dir.clone(),
            skip: self.skip.clone(),
            post: self.post(1),
        }
    }

    /// `papers/VERSION (+REPOSITORY; mailto:CONTACT)`, the form that arXiv asks for, with what is known of both.
    pub fn user_agent(&self) -> String {
        let product = concat!("papers/", env!("CARGO_PKG_VERSION"));
        let repository = Some(env!("CARGO_PKG_REPOSITORY")).filter(|address| !address.is_empty());
        let contact = self.contact.as_ref().map(|contact| {
            if contact.contains("://") { contact.clone() } else { format!("mailto:{contact}") }
        });
        let known: Vec<String> =
            repository.map(|address| format!("+{address}")).into_iter().chain(contact).collect();
        if known.is_empty() { product.to_owned() } else { format!("{product} ({})", known.join("; ")) }
    }

    /// The front matter and form of a post whose first paper has this number.
    pub fn post(&self, first_number: usize) -> PostOptions {
        PostOptions {
            format: self.format,
            layout: self.layout.clone(),
            title: self.title.clone(),
            time: self.time.clone(),
            tags: self.tags.clone(),
            categories: self.categories.clone(),
            evidence: self.evidence,
            quotes: self.digest.quotes,
            shape: self.post.clone(),
            own: self.front_matter.clone(),
            feed: self.feed.clone(),
            first_number,
        }
    }
}

/// The interval that arXiv's terms ask for, unless no address is arXiv's own. The feed does not count: it is asked
/// once a run, and who mirrors the rest need not mirror it.
pub(super) fn least_interval(urls: &Urls) -> Duration {
    let any = [&urls.api, &urls.arxiv, &urls.oai].into_iter().any(is_arxivs);
    if any { ARXIV_INTERVAL } else { Duration::ZERO }
}

/// True for an address of arXiv itself.
pub(super) fn is_arxivs(url: &Url) -> bool {
    url.host_str().is_some_and(|host| host == "arxiv.org" || host.ends_with(".arxiv.org"))
}
