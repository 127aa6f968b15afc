//! `papers.toml` → settings. Every key is optional; an unknown one is an error that names line and key.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use etcetera::BaseStrategy;
use etcetera::base_strategy::Xdg;
use papers_paper::PaperId;
use papers_system::zone::Zone;
use serde::{Deserialize, Serialize};
use url::Url;

use super::language::language;
use super::settings::{is_arxivs, least_interval};
use super::zone::timezone;
use super::{Checks, ConfigError, Interests, Profiles, Settings};
use crate::environment::Environment;
use crate::lint::Rule;
use crate::pipeline::{Fallback, Figures, Reading, WhenRefused, Writing};
use crate::render::{EvidenceStyle, Feed, Format, Shape, TAKEN, is_time};
use papers_arxiv::Urls;
use papers_digest::Limits;
use papers_digest::llm::LlmFile;
use papers_http::{ARXIV_INTERVAL, PAGE_INTERVAL, shown};
use papers_paper::Action;
use papers_system::disk;

/// The settings as they are written; also what the environment and the flags make, so that all are laid on each other
/// in one way.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(
    missing_docs,
    reason = "each key is the field of `Settings` of the same name, and is explained there"
)]
pub struct File {
    pub lang: Option<String>,
    pub tags: Option<Vec<String>>,
    pub categories: Option<Vec<String>>,
    pub format: Option<Format>,
    pub layout: Option<String>,
    pub title: Option<String>,
    pub time: Option<String>,
    pub contact: Option<String>,
    pub templates_dir: Option<PathBuf>,
    pub template: Option<PathBuf>,
    pub cache_dir: Option<PathBuf>,
    pub posts_dir: Option<PathBuf>,
    pub state_dir: Option<PathBuf>,
    #[serde(deserialize_with = "timezone")]
    pub timezone: Option<Zone>,
    pub engine: Option<Writing>,
    pub fallback: Option<Fallback>,
    pub read: Option<Reading>,
    pub when_refused: Option<WhenRefused>,
    pub unsupported: Option<Action>,
    pub evidence: Option<EvidenceStyle>,
    pub figures: Option<Figures>,
    pub figures_dir: Option<String>,
    pub post: Option<Shape>,
    pub front_matter: Option<toml::Table>,
    pub feed: Option<Feed>,
    pub digest: Option<Limits>,
    pub verify: Checks,
    pub lint: Option<Lint>,
    pub llm: LlmFile,
    pub arxiv: Arxiv,
    pub huggingface: Huggingface,
    pub daily: Option<Profiles>,
    pub interests: Option<Interests>,
    pub skip: Option<Skip>,
}

/// `[arxiv]`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Arxiv {
    pub api_url: Option<String>,
    pub url: Option<String>,
    pub oai_url: Option<String>,
    pub rss_url: Option<String>,
    pub interval: Option<f64>,
    pub page_interval: Option<f64>,
    pub patience: Option<f64>,
}

/// The time that a run waits for services that refuse, in all: a website's refusal passes in a minute, a longer one is for the
/// next run.
const PATIENCE: Duration = Duration::from_secs(600);

/// `[lint]`
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Lint {
    /// Rules that posts may break.
    pub allow: Vec<Rule>,
}

/// `[huggingface]`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Huggingface {
    pub url: Option<String>,
}

/// `[skip]`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Skip {
    /// arXiv ids of papers that come into no post.
    pub ids: Vec<String>,
}

/// The keys of papers that come into no post.
fn skipped(skip: Option<Skip>) -> Result<HashSet<String>, ConfigError> {
    let key = |text: &String| {
        let id = text.parse::<PaperId>();
        id.map(|id| id.key()).map_err(|error| ConfigError::value("`skip.ids`", text.clone(), error.reason))
    };
    skip.unwrap_or_default().ids.iter().map(key).collect()
}

/// The file of the settings.
#[derive(Debug, Clone, Default)]
pub struct Location {
    /// `--config`: must exist.
    pub named: Option<PathBuf>,
}

/// The file of the settings: the one named, else `papers.toml` here, else the user's `papers/config.toml`.
pub fn find(location: &Location, environment: &Environment) -> Option<PathBuf> {
    if let Some(path) = &location.named {
        return Some(path.clone());
    }
    let here = PathBuf::from("papers.toml");
    let user = folder(environment, "XDG_CONFIG_HOME", Xdg::config_dir).map(|dir| dir.join("config.toml"));
    [Some(here), user].into_iter().flatten().find(|path| path.exists())
}

/// Reads a file of settings. Its relative paths start from the folder that it is in.
pub fn read(path: &Path) -> Result<File, ConfigError> {
    if !path.exists() {
        return Err(ConfigError::NoSettings { path: path.display().to_string() });
    }
    let mut file = parse(&disk::read_text(path)?, path)?;
    renamed(&mut file);
    let folder = path.parent().unwrap_or(Path::new(""));
    for (key, path) in file.paths() {
        refuse_tilde(key, path)?;
        *path = folder.join(&*path);
    }
    Ok(file)
}

/// Refuses a path that begins with `~`, which only a shell understands: it would become a folder of that name.
fn refuse_tilde(key: &str, path: &Path) -> Result<(), ConfigError> {
    if !path.starts_with("~") {
        return Ok(());
    }
    let reason = "`~` is understood by shells only; write the whole path, such as `/home/ada/site`";
    Err(ConfigError::value(format!("`{key}`"), path.display().to_string(), reason))
}

/// Takes settings that stood elsewhere in earlier versions to their place, and says so.
fn renamed(file: &mut File) {
    if let Some(evidence) = file.evidence.take() {
        tracing::info!("the setting `evidence` is under `[post]` now; the old place still works");
        file.post.get_or_insert_default().evidence.get_or_insert(evidence);
    }
}

fn parse(text: &str, path: &Path) -> Result<File, ConfigError> {
    let bad = |source| unusable(text, path, source);
    let file = toml::from_str(text).map_err(bad)?;
    match empty_key(&toml::Value::Table(toml::from_str(text).map_err(bad)?), "") {
        Some(key) => Err(ConfigError::Empty { path: path.display().to_string(), key }),
        None => Ok(file),
    }
}

/// The error of a file that is no settings. A line that may hold a key is named and not shown.
fn unusable(text: &str, path: &Path, source: toml::de::Error) -> ConfigError {
    const ENDINGS: [&str; 6] = ["key", "keys", "token", "secret", "secrets", "password"];
    let is_telling = |word: &str| ENDINGS.iter().any(|ending| word.ends_with(ending));
    let path = path.display().to_string();
    let before = source.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    let number = before.matches('\n').count() + 1;
    let line = text.lines().nth(number - 1).unwrap_or_default().to_lowercase();
    if line.contains("sk-") || line.split(|c: char| !c.is_alphanumeric()).any(is_telling) {
        ConfigError::Hidden { path, line: number }
    } else {
        ConfigError::File { path, source: Box::new(source.into()) }
    }
}

/// The first key whose text is empty. What a model's server or a theme takes beside our fields is their own affair.
fn empty_key(value: &toml::Value, key: &str) -> Option<String> {
    use toml::Value;
    match value {
        Value::String(text) if text.trim().is_empty() => Some(key.to_owned()),
        Value::Array(values) => values.iter().find_map(|value| empty_key(value, key)),
        Value::Table(table) if !["llm.extra", "front_matter"].contains(&key) => {
            table.iter().find_map(|(inner, value)| {
                let key = if key.is_empty() { inner.clone() } else { format!("{key}.{inner}") };
                empty_key(value, &key)
            })
        }
        _ => None,
    }
}

/// A folder of this program below one of the user's base folders.
fn folder(environment: &Environment, variable: &str, usual: impl Fn(&Xdg) -> PathBuf) -> Option<PathBuf> {
    let named = environment.value(variable).map(PathBuf::from).filter(|path| path.is_absolute());
    let usual = || Xdg::new().ok().map(|base| usual(&base));
    Some(named.or_else(usual)?.join("papers"))
}

impl File {
    /// The paths that are set, with their keys.
    fn paths(&mut self) -> impl Iterator<Item = (&'static str, &mut PathBuf)> {
        let bib = self.interests.as_mut().and_then(|interests| interests.bib.as_mut());
        let own = [
            ("templates_dir", self.templates_dir.as_mut()),
            ("template", self.template.as_mut()),
            ("cache_dir", self.cache_dir.as_mut()),
            ("posts_dir", self.posts_dir.as_mut()),
            ("state_dir", self.state_dir.as_mut()),
            ("llm.api_key_file", self.llm.api_key_file.as_mut()),
            ("interests.bib", bib),
        ];
        own.into_iter().filter_map(|(key, path)| Some((key, path?)))
    }

    /// These settings, with those of `later` in place of them where it has any.
    #[must_use]
    pub fn under(self, later: Self) -> Self {
        Self {
            lang: later.lang.or(self.lang),
            tags: later.tags.or(self.tags),
            categories: later.categories.or(self.categories),
            format: later.format.or(self.format),
            layout: later.layout.or(self.layout),
            title: later.title.or(self.title),
            time: later.time.or(self.time),
            contact: later.contact.or(self.contact),
            templates_dir: later.templates_dir.or(self.templates_dir),
            template: later.template.or(self.template),
            cache_dir: later.cache_dir.or(self.cache_dir),
            posts_dir: later.posts_dir.or(self.posts_dir),
            state_dir: later.state_dir.or(self.state_dir),
            timezone: later.timezone.or(self.timezone),
            engine: later.engine.or(self.engine),
            fallback: later.fallback.or(self.fallback),
            read: later.read.or(self.read),
            when_refused: later.when_refused.or(self.when_refused),
            unsupported: later.unsupported.or(self.unsupported),
            evidence: later.evidence.or(self.evidence),
            figures: later.figures.or(self.figures),
            figures_dir: later.figures_dir.or(self.figures_dir),
            post: later.post.or(self.post),
            front_matter: later.front_matter.or(self.front_matter),
            feed: later.feed.or(self.feed),
            digest: later.digest.or(self.digest),
            verify: self.verify.under(later.verify),
            lint: later.lint.or(self.lint),
            llm: self.llm.under(later.llm),
            arxiv: Arxiv {
                api_url: later.arxiv.api_url.or(self.arxiv.api_url),
                url: later.arxiv.url.or(self.arxiv.url),
                oai_url: later.arxiv.oai_url.or(self.arxiv.oai_url),
                rss_url: later.arxiv.rss_url.or(self.arxiv.rss_url),
                interval: later.arxiv.interval.or(self.arxiv.interval),
                page_interval: later.arxiv.page_interval.or(self.arxiv.page_interval),
                patience: later.arxiv.patience.or(self.arxiv.patience),
            },
            huggingface: Huggingface { url: later.huggingface.url.or(self.huggingface.url) },
            daily: later.daily.or(self.daily),
            interests: later.interests.or(self.interests),
            skip: later.skip.or(self.skip),
        }
    }

    /// The whole settings, with defaults where nothing is said.
    pub fn complete(mut self, environment: &Environment) -> Result<Settings, ConfigError> {
        self.paths().try_for_each(|(key, path)| refuse_tilde(key, path))?;
        let urls = urls(&self.arxiv, self.huggingface.url.as_deref())?;
        let mut post = self.post.unwrap_or_default();
        let evidence = self.evidence.or(post.evidence.take()).unwrap_or_default();
        let variable = |name: &str| environment.value(name).map(str::to_owned);
        let second = self.verify.second(&self.llm, variable)?;
        let mut verify = self.verify.policy;
        if let Some(unsupported) = self.unsupported {
            verify = verify.with_unsupported(unsupported);
        }
        let usual_cache = || folder(environment, "XDG_CACHE_HOME", Xdg::cache_dir);
        let cache_dir = self.cache_dir.or_else(usual_cache).ok_or_else(|| {
            ConfigError::value(
                "cache_dir",
                "",
                "there is no home folder; set `PAPERS_CACHE_DIR` or give `--cache-dir`",
            )
        })?;
        let usual_state =
            || folder(environment, "XDG_STATE_HOME", |xdg| xdg.state_dir().unwrap_or_else(|| xdg.data_dir()));
        let state_dir = self.state_dir.or_else(usual_state).unwrap_or_else(|| cache_dir.join("state"));
        Ok(Settings {
            lang: language(self.lang)?,
            tags: self.tags.unwrap_or_else(|| vec!["papers".to_owned()]),
            categories: self.categories.unwrap_or_default(),
            format: self.format.unwrap_or_default(),
            layout: self.layout.unwrap_or_else(|| "post".to_owned()),
            title: self.title.unwrap_or_else(|| "Daily Papers — {date}".to_owned()),
            time: time(self.time)?,
            templates_dir: self.templates_dir,
            template: self.template,
            engine: self.engine.unwrap_or_default(),
            fallback: self.fallback.unwrap_or_default(),
            llm: self.llm.complete(variable)?,
            second,
            read: self.read.unwrap_or_default(),
            evidence,
            post,
            front_matter: front_matter(self.front_matter)?,
            feed: feed(self.feed)?,
            figures: self.figures.unwrap_or_default(),
            figures_dir: figures_dir(self.figures_dir)?,
            digest: self.digest.unwrap_or_default(),
            verify,
            when_refused: self.when_refused.unwrap_or_default(),
            lint: self.lint.unwrap_or_default(),
            interval: interval(self.arxiv.interval, &urls)?,
            page_interval: page_interval((self.arxiv.interval, self.arxiv.page_interval), &urls)?,
            patience: seconds("patience", self.arxiv.patience)?.unwrap_or(PATIENCE),
            urls,
            contact: contact(self.contact)?,
            cache_dir,
            posts_dir: self.posts_dir.unwrap_or_else(|| PathBuf::from("_posts")),
            state_dir,
            timezone: self.timezone,
            daily: self.daily.unwrap_or_default(),
            interests: self.interests.unwrap_or_default(),
            skip: skipped(self.skip)?,
        })
    }
}

/// Keys of the owner's own; those that have a setting are refused.
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

/// A feed's addresses are those of the web.
fn feed(feed: Option<Feed>) -> Result<Feed, ConfigError> {
    let feed = feed.unwrap_or_default();
    for (key, value) in [("feed.home_page_url", &feed.home_page_url), ("feed.feed_url", &feed.feed_url)] {
        if let Some(value) = value {
            address(key, value, "https://example.org/")?;
        }
    }
    Ok(feed)
}

/// Reads the addresses of the services.
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

/// The address that is set, else the service's own.
fn url(key: &str, value: Option<&str>, own: &Url) -> Result<Url, ConfigError> {
    value.map_or_else(|| Ok(own.clone()), |value| address(key, value, own.as_str().trim_end_matches('/')))
}

/// Reads an address of the web; `example` shows the form of one.
fn address(key: &str, value: &str, example: &str) -> Result<Url, ConfigError> {
    let url = value.parse::<Url>().ok();
    let safe = url.as_ref().map_or_else(|| without_credentials(value), shown);
    url.filter(|url| matches!(url.scheme(), "http" | "https")).ok_or_else(|| {
        ConfigError::value(format!("`{key}`"), safe, format!("expected an address like `{example}`"))
    })
}

/// Returns what follows a user's name and password, where a text that is no URL has them.
fn without_credentials(text: &str) -> String {
    text.rsplit_once('@').map_or(text, |(_, rest)| rest).to_owned()
}

fn interval(seconds: Option<f64>, urls: &Urls) -> Result<Duration, ConfigError> {
    let Some(seconds) = seconds else { return Ok(ARXIV_INTERVAL) };
    checked("interval", seconds, least_interval(urls))
}

/// That of the settings; else what `robots.txt` of arxiv.org asks for, and for a mirror the interval of its API.
fn page_interval((api, pages): (Option<f64>, Option<f64>), urls: &Urls) -> Result<Duration, ConfigError> {
    let own = is_arxivs(&urls.arxiv);
    match pages {
        Some(seconds) => checked("page_interval", seconds, if own { ARXIV_INTERVAL } else { Duration::ZERO }),
        None if own => Ok(PAGE_INTERVAL),
        None => interval(api, urls),
    }
}

fn checked(key: &str, seconds: f64, least: Duration) -> Result<Duration, ConfigError> {
    let interval = self::seconds(key, Some(seconds))?.unwrap_or_default();
    if interval < least {
        return Err(ConfigError::value(
            format!("`arxiv.{key}`"),
            seconds.to_string(),
            "arXiv's terms allow one request every 3 seconds; less is for a mirror of your own only",
        ));
    }
    Ok(interval)
}

/// A number of seconds; no longer than a year, so that it can be added to any time.
fn seconds(key: &str, seconds: Option<f64>) -> Result<Option<Duration>, ConfigError> {
    const MAX_DURATION: Duration = Duration::from_secs(365 * 24 * 3600);
    let Some(seconds) = seconds else { return Ok(None) };
    let time = Duration::try_from_secs_f64(seconds).ok().filter(|time| *time <= MAX_DURATION);
    time.map(Some).ok_or_else(|| {
        ConfigError::value(format!("`arxiv.{key}`"), seconds.to_string(), "expected a number of seconds")
    })
}

/// A folder within the site, written with `/`.
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

fn time(time: Option<String>) -> Result<String, ConfigError> {
    let time = time.unwrap_or_else(|| "08:15:00".to_owned());
    if is_time(&time) {
        Ok(time)
    } else {
        Err(ConfigError::value("`time`", time, "expected a time of day like `08:15:00` or `08:15:00 +0900`"))
    }
}

/// A contact goes into a header field: one line of visible ASCII.
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
    use crate::report;

    /// The keys that may stand in a table, as serde names them when it meets a strange one.
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

    /// A key's value that is no use is an error that tells its line or its name; nothing panics, nothing is empty.
    #[test]
    fn every_value_of_every_key_is_taken_or_refused_by_name() {
        let values = [
            "2025-01-01",
            "-1",
            "0",
            "1e308",
            "9223372036854775807",
            "true",
            "[1]",
            "[[]]",
            "{}",
            "'x'",
            "'\\u0000'",
            "'../..'",
        ];
        let tables = [
            "",
            "[post]",
            "[feed]",
            "[digest]",
            "[verify]",
            "[llm]",
            "[arxiv]",
            "[huggingface]",
            "[daily]",
            "[interests]",
            "[skip]",
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
        assert_eq!(complete(own).unwrap().post(1).own.len(), 3);
        let said = complete("[front_matter]\nmath = true\ntitle = 'x'").unwrap_err();
        assert!(said.contains("`front_matter.title`") && said.contains("setting of its own"), "{said}");
    }

    #[test]
    fn evidence_works_where_it_stood_before_and_flags_win_over_both() {
        let evidence = |file: File| file.complete(&Environment::from([("HOME", "/h")])).unwrap().evidence;
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

    #[test]
    fn a_line_that_may_hold_a_key_is_not_quoted() {
        let error =
            parse("lang = 'ko'\n[llm]\napi_key = 'sk-123456'\n", Path::new("papers.toml")).unwrap_err();
        let shown = format!("{error} {:?}", std::error::Error::source(&error).map(ToString::to_string));
        assert!(shown.contains("line 3") && !shown.contains("123456"), "{shown}");
        let error = parse("lang = 'ko'\nlanguage = 'ko'\n", Path::new("papers.toml")).unwrap_err();
        assert!(matches!(error, ConfigError::File { .. }));
    }

    #[test]
    fn an_empty_text_is_refused_with_its_key() {
        for (text, key) in [
            ("title = ' '", "`title`"),
            ("tags = ['papers', '']", "`tags`"),
            ("[daily.nlp]\nquery = ''", "`daily.nlp.query`"),
        ] {
            let said = complete(text).unwrap_err();
            assert!(said.contains(key) && said.contains("papers.toml"), "{said}");
        }
        assert!(complete("[llm]\nmodel = 'm'\nextra = { stop = '' }").is_ok());
    }
}
