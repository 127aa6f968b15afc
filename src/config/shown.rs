//! Lists the effective settings with the origin of each, for `papers config`. API keys are never listed.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use serde::Serialize;
use toml::{Table, Value};

use super::variables::variable;
use super::{ConfigError, Daily, Profile, Settings};
use crate::environment::Environment;
use crate::publish::Repeat;
use crate::resolve::Source;
use papers_digest::llm::Llm;
use papers_http::redacted;
use papers_system::zone::Zone;

/// An effective setting.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// Its name, including its table: `lang`, `daily.top`.
    pub key: String,
    /// Its value; `None` if it is not set and has no default.
    pub value: Option<Value>,
    /// Its origin.
    pub origin: Origin,
}

/// The origin of a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The default.
    Default,
    /// The settings file.
    File(PathBuf),
    /// A variable of the environment.
    Variable(&'static str),
    /// An option of the command line.
    Flag(&'static str),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Variable(name) | Self::Flag(name) => f.write_str(name),
        }
    }
}

/// The places where settings were given.
#[derive(Debug)]
pub struct Origins<'a> {
    /// The settings file with its contents.
    pub file: Option<(PathBuf, Table)>,
    /// The environment.
    pub environment: &'a Environment,
    /// True if `--cache-dir` was given.
    pub cache_flag: bool,
}

impl Origins<'_> {
    /// Lists all effective settings.
    pub fn settings(&self, settings: &Settings) -> Result<Vec<Setting>, ConfigError> {
        let mut values = values(settings);
        for name in std::iter::once(None).chain(settings.daily.names().map(Some)) {
            let table = name.map_or_else(|| "daily".to_owned(), |name| format!("daily.{name}"));
            values.extend(under(&table, daily(&settings.daily.complete(name, Profile::default())?)));
        }
        let with_origin =
            |(key, value): (String, Option<Value>)| Setting { origin: self.origin(&key), key, value };
        Ok(values.into_iter().map(with_origin).collect())
    }

    fn origin(&self, key: &str) -> Origin {
        if self.cache_flag && key == "cache_dir" {
            return Origin::Flag("--cache-dir");
        }
        let is_set = |name: &&'static str| self.environment.value(name).is_some();
        let old = (key == "post.evidence").then_some("evidence");
        if let Some(name) = variable(old.unwrap_or(key)).filter(is_set) {
            return Origin::Variable(name);
        }
        if self.is_in_file(key) || old.is_some_and(|old| self.is_in_file(old)) {
            return self.file.as_ref().map_or(Origin::Default, |(path, _)| Origin::File(path.clone()));
        }
        // A profile takes what it does not set from `[daily]`.
        match key.strip_prefix("daily.").and_then(|rest| rest.split_once('.')) {
            Some((_, inner)) => self.origin(&format!("daily.{inner}")),
            None => Origin::Default,
        }
    }

    fn is_in_file(&self, key: &str) -> bool {
        let Some((_, table)) = &self.file else { return false };
        let mut keys = key.split('.');
        let first = keys.next().and_then(|key| table.get(key));
        keys.try_fold(first, |value, key| Some(Some(value?.get(key)?))).flatten().is_some()
    }
}

type Values = Vec<(String, Option<Value>)>;

fn value(of: impl Serialize) -> Option<Value> {
    Value::try_from(of).ok()
}

fn seconds(time: Duration) -> Option<Value> {
    value(time.as_secs_f64())
}

fn named<const N: usize>(values: [(&str, Option<Value>); N]) -> Values {
    values.map(|(key, value)| (key.to_owned(), value)).into()
}

/// Puts the name of a table before the names of its values.
fn under(table: &str, values: Values) -> Values {
    values.into_iter().map(|(key, value)| (format!("{table}.{key}"), value)).collect()
}

/// Lists the values of something that is serialized as a table.
fn table(name: &str, of: impl Serialize) -> Values {
    let table = match value(of) {
        Some(Value::Table(table)) => table,
        _ => Table::new(),
    };
    table.into_iter().map(|(key, value)| (format!("{name}.{key}"), Some(value))).collect()
}

fn values(settings: &Settings) -> Values {
    let mut skipped: Vec<&String> = settings.options.skip.iter().collect();
    skipped.sort();
    [
        post(settings),
        run(settings),
        table("post", &settings.options.post.shape),
        named([("post.evidence", value(settings.options.post.evidence))]),
        table("front_matter", &settings.options.post.own),
        table("feed", &settings.options.post.feed),
        table("digest", &settings.options.digest),
        second(settings.second.as_ref()),
        table("verify", &settings.options.verify),
        table("lint", &settings.lint),
        llm(settings.llm.as_ref()),
        services(settings),
        named([
            ("interests.keywords", value(&settings.interests.keywords)),
            ("interests.liked", value(&settings.interests.liked)),
            ("interests.bib", value(&settings.interests.bib)),
            ("skip.ids", value(skipped)),
        ]),
    ]
    .concat()
}

fn post(settings: &Settings) -> Values {
    let options = &settings.options;
    let post = &options.post;
    named([
        ("lang", value(&options.lang)),
        ("format", value(post.format)),
        ("layout", value(&post.layout)),
        ("title", value(&post.title)),
        ("time", value(&post.time)),
        ("tags", value(&post.tags)),
        ("categories", value(&post.categories)),
        ("figures", value(options.figures)),
        ("figures_dir", value(&options.figures_dir)),
        ("templates_dir", value(&settings.templates_dir)),
        ("template", value(&settings.template)),
    ])
}

fn run(settings: &Settings) -> Values {
    named([
        ("engine", value(settings.options.engine)),
        ("fallback", value(settings.options.fallback)),
        ("read", value(settings.options.read)),
        ("when_refused", value(settings.options.when_refused)),
        ("contact", value(&settings.contact)),
        ("cache_dir", value(&settings.cache_dir)),
        ("posts_dir", value(&settings.posts_dir)),
        ("state_dir", value(&settings.options.state_dir)),
        ("timezone", value(settings.timezone.map(Zone::name))),
    ])
}

/// Lists the services. URLs are without user and password, which that of a mirror may have.
fn services(settings: &Settings) -> Values {
    let urls = &settings.options.urls;
    named([
        ("arxiv.api_url", value(redacted(&urls.api))),
        ("arxiv.url", value(redacted(&urls.arxiv))),
        ("arxiv.oai_url", value(redacted(&urls.oai))),
        ("arxiv.rss_url", value(redacted(&urls.rss))),
        ("arxiv.interval", seconds(settings.interval)),
        ("arxiv.page_interval", seconds(settings.options.page_interval)),
        ("arxiv.patience", seconds(settings.patience)),
        ("huggingface.url", value(redacted(&urls.huggingface))),
    ])
}

/// Lists the settings of the model. Of `extra` only the names are listed, because the values may be secret.
fn llm(llm: Option<&Llm>) -> Values {
    let Some(llm) = llm else { return named([("llm.model", None)]) };
    named([
        ("llm.provider", value(llm.provider)),
        ("llm.model", value(&llm.model)),
        ("llm.base_url", value(redacted(&llm.base_url))),
        ("llm.concurrency", value(llm.concurrency)),
        ("llm.context_tokens", value(llm.context_tokens)),
        ("llm.max_output_tokens", value(llm.max_output_tokens)),
        ("llm.temperature", value(llm.temperature)),
        ("llm.timeout", seconds(llm.timeout)),
        ("llm.first_word_timeout", seconds(llm.first_word_timeout)),
        ("llm.effort", value(llm.effort)),
        ("llm.sentence_chars", value(llm.sentence_chars)),
        ("llm.max_cost", value(llm.max_cost)),
        ("llm.max_cost_month", value(llm.max_cost_month)),
        ("llm.extra", value(llm.extra.keys().collect::<Vec<_>>())),
    ])
}

/// Lists the model that gives second opinions.
fn second(second: Option<&Llm>) -> Values {
    named([
        ("verify.model", value(second.map(Llm::name))),
        ("verify.base_url", value(second.map(|second| redacted(&second.base_url)))),
    ])
}

fn daily(daily: &Daily) -> Values {
    let source = |source: &Source| match source {
        Source::Huggingface => Some("hf".to_owned()),
        Source::Category(category) => Some(category.clone()),
        Source::Query(_) => None,
    };
    let query = daily.sources.iter().find_map(|source| match source {
        Source::Query(query) => Some(query),
        _ => None,
    });
    let repeat = match daily.repeat {
        Repeat::Never => value("never"),
        Repeat::Days(days) => value(days),
    };
    named([
        ("source", value(daily.sources.iter().filter_map(source).collect::<Vec<_>>())),
        ("query", value(query)),
        ("cross", value(daily.cross)),
        ("top", value(daily.top)),
        ("min_papers", value(daily.min_papers)),
        ("min_upvotes", value(daily.filter.min_upvotes)),
        ("include", value(&daily.filter.include)),
        ("exclude", value(&daily.filter.exclude)),
        ("authors", value(&daily.filter.authors)),
        ("categories", value(&daily.filter.categories)),
        ("repeat", repeat),
        ("give_up_after", value(daily.give_up_after)),
        ("holidays", value(daily.holidays.iter().map(ToString::to_string).collect::<Vec<_>>())),
        ("title", value(&daily.title)),
        ("tags", value(&daily.tags)),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::File;

    const FILE: &str = "lang = 'en'\nevidence = 'links'\n[daily]\ntop = 3\n[daily.nlp]\nsource = 'cs.CL'\n";

    fn shown(variables: &[(&str, &str)]) -> Vec<Setting> {
        let home = [("HOME", "/h"), ("XDG_CACHE_HOME", "/c"), ("XDG_STATE_HOME", "/s")];
        let environment: Environment = home.iter().chain(variables).copied().collect();
        let file: File = toml::from_str(FILE).unwrap();
        let settings = file.under(environment.settings().unwrap()).complete(&environment).unwrap();
        let file = Some((PathBuf::from("papers.toml"), FILE.parse().unwrap()));
        Origins { file, environment: &environment, cache_flag: false }.settings(&settings).unwrap()
    }

    fn line(settings: &[Setting], key: &str) -> String {
        let setting = settings.iter().find(|setting| setting.key == key).unwrap();
        format!("{} {}", setting.value.as_ref().map(ToString::to_string).unwrap_or_default(), setting.origin)
    }

    #[test]
    fn each_setting_tells_where_it_comes_from() {
        let settings = shown(&[("PAPERS_TITLE", "T"), ("PAPERS_LANG", "ja")]);
        assert_eq!(line(&settings, "lang"), "\"ja\" PAPERS_LANG");
        assert_eq!(line(&settings, "title"), "\"T\" PAPERS_TITLE");
        assert_eq!(line(&settings, "layout"), "\"post\" default");
        assert_eq!(line(&settings, "post.evidence"), "\"links\" papers.toml");
        assert_eq!(line(&settings, "daily.top"), "3 papers.toml");
        assert_eq!(line(&settings, "daily.nlp.source"), "[\"cs.CL\"] papers.toml");
        assert_eq!(line(&settings, "daily.nlp.top"), "3 papers.toml");
        assert_eq!(line(&settings, "daily.nlp.cross"), "true default");
        assert_eq!(line(&settings, "contact"), " default");
    }

    /// Values that may contain a key are not shown: that of a model, the password of a mirror, custom fields.
    #[test]
    fn no_key_is_shown() {
        let settings = shown(&[
            ("PAPERS_LLM_MODEL", "m"),
            ("PAPERS_LLM_API_KEY", "sk-secret"),
            ("PAPERS_ARXIV_URL", "https://ada:secret@mirror.example"),
        ]);
        assert_eq!(line(&settings, "llm.model"), "\"m\" PAPERS_LLM_MODEL");
        assert!(!format!("{settings:?}").contains("secret"), "{settings:?}");
    }

    /// Every key of the settings file is shown.
    #[test]
    fn nothing_is_left_out() {
        let settings = shown(&[("PAPERS_LLM_MODEL", "m")]);
        let error = toml::from_str::<File>("strange = 1").unwrap_err().to_string();
        let known = error.split_once("expected").unwrap().1.split('`').skip(1).step_by(2);
        // `unsupported` is shown as what it sets under `[verify]`; the owner of a site has front matter, or none.
        for key in known.filter(|key| !["unsupported", "evidence", "verify", "front_matter"].contains(key)) {
            let within = format!("{key}.");
            let found =
                settings.iter().any(|setting| setting.key == *key || setting.key.starts_with(&within));
            assert!(found, "`{key}` is not shown");
        }
    }
}
