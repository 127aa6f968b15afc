//! Checks the settings that were read and fills in the defaults.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use etcetera::BaseStrategy;
use etcetera::base_strategy::Xdg;
use papers_paper::PaperId;
use url::Url;

use super::file::{Arxiv, Skip};
use super::language::language;
use super::read::refuse_shell;
use super::settings::{is_arxivs, least_interval};
use super::{ConfigError, File, Settings};
use crate::environment::Environment;
use crate::pipeline::Options;
use crate::render::{Feed, PostOptions, TAKEN, is_time};
use papers_arxiv::Urls;
use papers_http::{ARXIV_INTERVAL, PAGE_INTERVAL, redacted};

/// The total time that a run waits for services that refuse. A website's refusal usually ends after a minute; longer ones are
/// left for the next run.
const PATIENCE: Duration = Duration::from_secs(600);

impl File {
    /// Checks the settings and fills in the defaults.
    pub fn complete(mut self, environment: &Environment) -> Result<Settings, ConfigError> {
        self.paths().try_for_each(|(key, path)| refuse_shell(key, path))?;
        let urls = urls(&self.arxiv, self.huggingface.url.as_deref())?;
        let variable = |name: &str| environment.value(name).map(str::to_owned);
        let second = self.verify.second(&self.llm, variable)?;
        let cache_dir = self.cache_folder(environment)?;
        let digest = self.digest.take().unwrap_or_default();
        let options = Options {
            post: self.post_options(digest.quotes)?,
            lang: language(self.lang)?,
            engine: self.engine.unwrap_or_default(),
            fallback: self.fallback.unwrap_or_default(),
            read: self.read.unwrap_or_default(),
            when_refused: self.when_refused.unwrap_or_default(),
            figures: self.figures.unwrap_or_default(),
            figures_dir: figures_dir(self.figures_dir)?,
            digest,
            verify: match self.unsupported {
                Some(action) => self.verify.policy.with_unsupported(action),
                None => self.verify.policy,
            },
            page_interval: page_interval(&self.arxiv, &urls)?,
            state_dir: self.state_dir.unwrap_or_else(|| state_folder(environment, &cache_dir)),
            skip: skipped(self.skip)?,
            urls,
        };
        Ok(Settings {
            interval: interval(&self.arxiv, &options.urls)?,
            patience: seconds("patience", self.arxiv.patience)?.unwrap_or(PATIENCE),
            options,
            templates_dir: self.templates_dir,
            template: self.template,
            llm: self.llm.complete(variable)?,
            second,
            lint: self.lint.unwrap_or_default(),
            contact: contact(self.contact)?,
            cache_dir,
            posts_dir: self.posts_dir.unwrap_or_else(|| PathBuf::from("_posts")),
            timezone: self.timezone,
            daily: self.daily.unwrap_or_default(),
            interests: self.interests.unwrap_or_default(),
        })
    }

    /// Takes the options of a post out of these settings.
    fn post_options(&mut self, quotes: usize) -> Result<PostOptions, ConfigError> {
        let default = PostOptions::default();
        let mut shape = self.post.take().unwrap_or_default();
        let in_table = shape.evidence.take();
        Ok(PostOptions {
            format: self.format.unwrap_or_default(),
            layout: self.layout.take().unwrap_or(default.layout),
            title: self.title.take().unwrap_or(default.title),
            time: time(self.time.take().unwrap_or(default.time))?,
            zone: self.timezone,
            tags: self.tags.take().unwrap_or(default.tags),
            categories: self.categories.take().unwrap_or_default(),
            evidence: self.evidence.or(in_table).unwrap_or_default(),
            quotes,
            shape,
            own: front_matter(self.front_matter.take())?,
            feed: feed(self.feed.take())?,
            first_number: 1,
        })
    }

    /// Returns the cache folder.
    fn cache_folder(&mut self, environment: &Environment) -> Result<PathBuf, ConfigError> {
        let usual = || environment.folder("XDG_CACHE_HOME", Xdg::cache_dir);
        self.cache_dir.take().or_else(usual).ok_or_else(|| {
            let reason = "there is no home folder; set `PAPERS_CACHE_DIR` or give `--cache-dir`";
            ConfigError::value("cache_dir", "", reason)
        })
    }
}

/// Returns the default of the state folder.
fn state_folder(environment: &Environment, cache_dir: &Path) -> PathBuf {
    let base = |xdg: &Xdg| xdg.state_dir().unwrap_or_else(|| xdg.data_dir());
    environment.folder("XDG_STATE_HOME", base).unwrap_or_else(|| cache_dir.join("state"))
}

/// Reads the ids of papers that are never posted.
fn skipped(skip: Option<Skip>) -> Result<HashSet<String>, ConfigError> {
    let key = |text: &String| {
        let id = text.parse::<PaperId>();
        id.map(|id| id.key()).map_err(|error| ConfigError::value("`skip.ids`", text.clone(), error.reason))
    };
    skip.unwrap_or_default().ids.iter().map(key).collect()
}

/// Rejects keys of `[front_matter]` that have a setting of their own.
fn front_matter(own: Option<toml::Table>) -> Result<toml::Table, ConfigError> {
    let own = own.unwrap_or_default();
    match TAKEN.into_iter().find(|key| own.contains_key(*key)) {
        Some(key) => Err(ConfigError::value(
            format!("`front_matter.{key}`"),
            own.get(key).map(ToString::to_string).unwrap_or_default(),
            format!("`{key}` is a setting of its own, outside `[front_matter]`"),
        )),
        None => Ok(own),
    }
}

/// Checks the URLs of a feed.
fn feed(feed: Option<Feed>) -> Result<Feed, ConfigError> {
    let feed = feed.unwrap_or_default();
    for (key, value) in [("feed.home_page_url", &feed.home_page_url), ("feed.feed_url", &feed.feed_url)] {
        if let Some(value) = value {
            address(key, value, "https://example.org/")?;
        }
    }
    Ok(feed)
}

/// Reads the URLs of the services.
fn urls(arxiv: &Arxiv, huggingface: Option<&str>) -> Result<Urls, ConfigError> {
    let own = Urls::default();
    Ok(Urls {
        api: url("arxiv.api_url", arxiv.api_url.as_deref(), &own.api)?,
        arxiv: url("arxiv.url", arxiv.url.as_deref(), &own.arxiv)?,
        oai: url("arxiv.oai_url", arxiv.oai_url.as_deref(), &own.oai)?,
        rss: url("arxiv.rss_url", arxiv.rss_url.as_deref(), &own.rss)?,
        huggingface: url("huggingface.url", huggingface, &own.huggingface)?,
    })
}

/// Returns the URL that is set, else the service's own.
fn url(key: &str, value: Option<&str>, own: &Url) -> Result<Url, ConfigError> {
    value.map_or_else(|| Ok(own.clone()), |value| address(key, value, own.as_str().trim_end_matches('/')))
}

/// Parses a URL with http or https. `example` shows a valid one in the error message.
fn address(key: &str, value: &str, example: &str) -> Result<Url, ConfigError> {
    let url = value.parse::<Url>().ok();
    let safe = url.as_ref().map_or_else(|| without_credentials(value), redacted);
    url.filter(|url| matches!(url.scheme(), "http" | "https")).ok_or_else(|| {
        ConfigError::value(format!("`{key}`"), safe, format!("expected an address like `{example}`"))
    })
}

/// Removes user and password from a text that is not a valid URL.
fn without_credentials(text: &str) -> String {
    text.rsplit_once('@').map_or(text, |(_, rest)| rest).to_owned()
}

/// Returns the interval between requests to arXiv's API.
fn interval(arxiv: &Arxiv, urls: &Urls) -> Result<Duration, ConfigError> {
    let Some(seconds) = arxiv.interval else { return Ok(ARXIV_INTERVAL) };
    checked("interval", seconds, least_interval(urls))
}

/// Returns the interval between pages: the one that is set, else the one in arxiv.org's `robots.txt`; for a mirror, the
/// interval of its API.
fn page_interval(arxiv: &Arxiv, urls: &Urls) -> Result<Duration, ConfigError> {
    let own = is_arxivs(&urls.arxiv);
    match arxiv.page_interval {
        Some(seconds) => checked("page_interval", seconds, if own { ARXIV_INTERVAL } else { Duration::ZERO }),
        None if own => Ok(PAGE_INTERVAL),
        None => interval(arxiv, urls),
    }
}

/// Checks an interval against the minimum that arXiv allows.
fn checked(key: &str, seconds: f64, least: Duration) -> Result<Duration, ConfigError> {
    let interval = self::seconds(key, Some(seconds))?.unwrap_or_default();
    if interval < least {
        return Err(ConfigError::value(
            format!("`arxiv.{key}`"),
            seconds.to_string(),
            "it must be at least 3, because arXiv's terms allow one request every 3 seconds; less is accepted only if `api_url`, `url` and `oai_url` (for `page_interval` only `url`) name a mirror of your own",
        ));
    }
    Ok(interval)
}

/// Converts seconds to a duration of at most a year, so that adding it to any time cannot overflow.
fn seconds(key: &str, seconds: Option<f64>) -> Result<Option<Duration>, ConfigError> {
    const MAX_DURATION: Duration = Duration::from_secs(365 * 24 * 3600);
    let Some(seconds) = seconds else { return Ok(None) };
    let time = Duration::try_from_secs_f64(seconds).ok().filter(|time| *time <= MAX_DURATION);
    time.map(Some).ok_or_else(|| {
        ConfigError::value(format!("`arxiv.{key}`"), seconds.to_string(), "expected a number of seconds")
    })
}

/// Checks a folder within the site, written with `/`.
fn figures_dir(folder: Option<String>) -> Result<String, ConfigError> {
    let folder = folder.unwrap_or_else(|| "assets/papers".to_owned());
    let plain =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c));
    if folder.split('/').all(|part| plain(part) && !part.starts_with('.')) {
        Ok(folder)
    } else {
        Err(ConfigError::value(
            "`figures_dir`",
            folder,
            "expected a folder within the site like `assets/papers`",
        ))
    }
}

/// Checks the time of day of posts.
fn time(time: String) -> Result<String, ConfigError> {
    if is_time(&time) {
        Ok(time)
    } else {
        Err(ConfigError::value("`time`", time, "expected a time of day like `08:15:00` or `08:15:00 +0900`"))
    }
}

/// Checks that the contact fits into a header field: one line of visible ASCII.
fn contact(contact: Option<String>) -> Result<Option<String>, ConfigError> {
    match contact {
        Some(text) if !text.bytes().all(|b| b.is_ascii_graphic()) => {
            Err(ConfigError::value("`contact`", text, "expected a mail address or a URL"))
        }
        other => Ok(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::read::{parse, renamed};
    use crate::render::EvidenceStyle;
    use crate::report;

    /// Returns the possible keys of a table, as in serde's error about an unknown one.
    fn keys(table: &str) -> Vec<String> {
        let Err(error) = parse(&format!("{table}\nstrange = 1"), Path::new("papers.toml")) else {
            panic!("{table}")
        };
        let said = report::causes(&error).concat();
        let expected = said.split_once("expected").unwrap().1;
        expected.split('`').skip(1).step_by(2).map(str::to_owned).collect()
    }

    fn complete(text: &str) -> Result<Settings, String> {
        let file = parse(text, Path::new("papers.toml"));
        let environment = Environment::from([("HOME", "/home/ada")]);
        let settings = file.and_then(|file| {
            file.daily.clone().unwrap_or_default().complete(None, crate::config::Profile::default())?;
            file.complete(&environment)
        });
        settings.map_err(|error| report::causes(&error).join("\n"))
    }

    /// An invalid value of a key is an error with its line or name; nothing panics or is empty.
    #[test]
    fn every_value_of_every_key_is_taken_or_refused_by_name() {
        let values = [
            "2025-01-01", "-1", "0", "1e308", "9223372036854775807", "true", "[1]", "[[]]", "{}", "'x'",
            "'\\u0000'", "'../..'",
        ];
        let tables = [
            "", "[post]", "[feed]", "[digest]", "[verify]", "[llm]", "[arxiv]", "[huggingface]", "[daily]",
            "[interests]", "[skip]",
        ];
        for (table, key) in
            tables.iter().flat_map(|table| keys(table).into_iter().map(move |key| (table, key)))
        {
            let model = if *table == "[llm]" && key != "model" { "model = 'm'\n" } else { "" };
            let of = |value: &str| complete(&format!("{table}\n{model}{key} = {value}\n"));
            for value in values {
                if let Err(said) = of(value) {
                    assert!(said.contains("line ") || said.contains(&key), "{table} {key} = {value}: {said}");
                }
            }
            let is_free = key == "extra" || key == "front_matter";
            assert!(is_free || of("2025-01-01").is_err(), "{table} {key} takes a date");
            assert!(of("''").is_err() && of("['']").is_err(), "{table} {key} takes an empty text");
        }
    }

    #[test]
    fn front_matter_takes_any_key_but_those_with_a_setting() {
        let own = "[front_matter]\nmath = true\nsubtitle = ''\nimage = { path = '/a.png' }";
        assert_eq!(complete(own).unwrap().options.post.own.len(), 3);
        let said = complete("[front_matter]\nmath = true\ntitle = 'x'").unwrap_err();
        assert!(said.contains("`front_matter.title`") && said.contains("setting of its own"), "{said}");
    }

    #[test]
    fn evidence_works_where_it_stood_before_and_flags_win_over_both() {
        let evidence = |file: File| {
            let settings = file.complete(&Environment::from([("HOME", "/h")])).unwrap();
            settings.options.post.evidence
        };
        let mut file = parse("evidence = 'comments'", Path::new("papers.toml")).unwrap();
        renamed(&mut file);
        assert_eq!(evidence(file.clone()), EvidenceStyle::Comments);
        let flags = File { evidence: Some(EvidenceStyle::Footnotes), ..File::default() };
        assert_eq!(evidence(file.under(flags)), EvidenceStyle::Footnotes);
        assert_eq!(
            evidence(parse("[post]\nevidence = 'comments'", Path::new("")).unwrap()),
            EvidenceStyle::Comments
        );
    }
}
