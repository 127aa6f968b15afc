//! Prepares a run: settings, clock, client, pipeline and models, from the options of a command.

mod model;
mod templates;

use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::cli::{EditionArgs, Global, NetworkArgs, OutputArgs, PostArgs, Refresh};
use crate::config::{self, ConfigError, File, Settings};
use crate::environment::Environment;
use crate::pipeline::{Depth, Options, Pipeline};
use crate::progress::Progress;
use crate::publish::{JekyllConfig, WrongEnding, advice, omitted};
use crate::render::Format;
use crate::report;
use crate::resolve::{Interests, bibliography};
use papers_digest::llm::LlmFile;
use papers_http::{self as http, Cache, Client, Gate, Gates, HttpError};
use papers_paper::PaperId;
use papers_system::clock::Clock;
use papers_system::disk;

use super::usage::UsageError;

/// The things that a command works with.
#[derive(Clone)]
pub(super) struct Setup {
    pub(super) settings: Settings,
    pub(super) clock: Clock,
    pub(super) progress: Progress,
}

/// The options of a run that makes posts.
pub(super) struct Asked<'a> {
    pub(super) edition: &'a EditionArgs,
    /// True if nothing is requested or written.
    pub(super) dry_run: bool,
    /// The last stage that papers go through.
    pub(super) depth: Depth,
}

impl Setup {
    /// Reads the settings of a run: the file, the environment, the flags.
    pub(super) fn new(global: &Global, flags: File) -> Result<Self, ConfigError> {
        let environment = Environment::of_process();
        let found = config::find(global.config.as_deref(), &environment);
        if let Some(above) = config::passed_over(found.as_deref()) {
            tracing::info!(
                "the settings in `{}` are not used: run `papers` there, or name them with `--config`",
                above.display()
            );
        }
        let file = found.map_or_else(|| Ok(File::default()), |path| config::read(&path))?;
        let flags = File { cache_dir: global.cache_dir.clone(), ..flags };
        let settings = file.under(environment.settings()?).under(flags).complete(&environment);
        let settings = settings.map_err(|error| environment.named(error))?;
        for (name, meant) in environment.misspelled() {
            tracing::warn!("the variable `{name}` sets nothing; was `{meant}` meant?");
        }
        for name in environment.unusable_proxies() {
            tracing::warn!(
                "`{name}` is no address of a proxy such as `http://proxy.example.org:3128`; it is ignored"
            );
        }
        if settings.timezone.is_none()
            && let Some(reason) = environment.unknown_zone()
        {
            tracing::warn!("{reason}");
        }
        let shown = !global.no_progress && global.verbosity() == report::Verbosity::Normal;
        let progress = if shown { Progress::on_terminal() } else { Progress::hidden() };
        Ok(Self { settings, clock: environment.clock()?, progress })
    }

    /// Checks what the commands need beside valid values, so that `papers config` rejects the same settings as they do: a model,
    /// templates and prompts that can be used, a folder of posts, interests that can be read.
    pub(super) fn check(&self) -> anyhow::Result<()> {
        self.settings.writer()?;
        self.post_renderer(false)?;
        self.prompts()?;
        self.check_posts_dir()?;
        self.interests()?;
        Ok(())
    }

    /// Returns the reader's calendar day.
    pub(super) fn today(&self) -> NaiveDate {
        self.clock.today_in(self.settings.timezone)
    }

    /// Warns of what Jekyll or Hugo does with the date of a new post in a folder.
    pub(super) fn warn_of_date(&self, posts_dir: &Path, day: NaiveDate) {
        let (post, now) = (&self.settings.options.post, self.clock.now());
        match post.format {
            Format::Jekyll => {
                let Some(config) = JekyllConfig::of(posts_dir) else { return };
                for advice in advice(&config, day, &post.time, now) {
                    tracing::warn!("{}", advice.message(&config, day, self.settings.timezone));
                }
            }
            Format::Hugo => {
                let moment = post.instant_on(day).unwrap_or_default();
                if let Some(advice) = omitted(posts_dir, day, &moment, now) {
                    tracing::warn!("{advice}");
                }
            }
            _ => {}
        }
    }

    /// Warns of what Jekyll or Hugo does with the date of a new post. Jekyll builds posts only in a folder `_posts`.
    pub(super) fn warn_of_new_post(&self, post: &Path, day: NaiveDate) {
        let post = disk::real_path(post);
        let is_jekylls = self.settings.options.post.format == Format::Jekyll;
        let is_built = |folder: &&Path| !is_jekylls || folder.iter().any(|part| part == "_posts");
        if let Some(folder) = post.parent().filter(is_built) {
            self.warn_of_date(folder, day);
        }
    }

    /// Returns the options of the stages.
    pub(super) fn options(&self) -> Arc<Options> {
        Arc::new(self.settings.options.clone())
    }

    /// Makes the pipeline of a run. In a dry run it only reads the cache, and asks no model.
    pub(super) fn pipeline(&self, options: Arc<Options>, asked: &Asked<'_>) -> anyhow::Result<Pipeline> {
        let cache = Cache::new(self.settings.cache_dir.clone());
        let cache = if asked.dry_run { cache.read_only() } else { cache };
        let refresh = asked.edition.digest.refresh;
        if asked.edition.network.offline && refresh == Some(Refresh::Page) {
            return Err(UsageError::OfflineRefresh.into());
        }
        let client = self.client_over(cache, &asked.edition.network, refresh == Some(Refresh::Page))?;
        let asking = if asked.dry_run { client.clone().offline() } else { client.clone() };
        let pipeline = Pipeline::new(client, options, self.progress.clone()).with_depth(asked.depth);
        if asked.depth < Depth::Digest {
            return Ok(pipeline);
        }
        let anew = refresh == Some(Refresh::Digest);
        let Some(model) = self.model(asking.clone(), anew)? else { return Ok(pipeline) };
        // Sentences that the built-in engine copied need no second opinion, and both models share one cost limit.
        let second = self.second(asking, anew)?.map(|second| second.sharing(&model));
        Ok(pipeline.with_second(second).with_engine(Box::new(model)))
    }

    /// Makes a client with the settings' cache, rate limits and `User-Agent`.
    pub(super) fn client(&self, network: &NetworkArgs) -> Result<Client, HttpError> {
        self.client_over(Cache::new(self.settings.cache_dir.clone()), network, false)
    }

    fn client_over(&self, cache: Cache, network: &NetworkArgs, refresh: bool) -> Result<Client, HttpError> {
        let gate = |file: &str, interval| Gate::new(cache.root().join(file), interval);
        let gates = Gates {
            api: gate("arxiv.lock", self.settings.interval),
            pages: gate("arxiv-pages.lock", self.settings.options.page_interval),
        };
        if !network.offline && !cache.is_read_only() {
            gates.api.prepare()?;
        }
        let options = http::Options {
            user_agent: self.settings.user_agent(),
            offline: network.offline,
            refresh,
            patience: self.settings.patience,
            clock: self.clock,
            watcher: Arc::new(self.progress.clone()),
        };
        Ok(Client::new(options, cache, gates))
    }

    /// Rejects an `--output` whose extension is that of another format.
    pub(super) fn check_ending(&self, output: &OutputArgs) -> Result<(), WrongEnding> {
        output.output.as_deref().map_or(Ok(()), |path| self.check_file(path, output.json))
    }

    /// Rejects a `posts_dir` that is a file of another kind, such as the settings themselves.
    pub(super) fn check_posts_dir(&self) -> Result<(), ConfigError> {
        let path = &self.settings.posts_dir;
        self.check_file(path, false)
            .map_err(|error| ConfigError::value("posts_dir", path.display().to_string(), error.to_string()))
    }

    /// Rejects a file whose extension is that of another format. With a template of the user's, any but that of settings is
    /// possible.
    fn check_file(&self, path: &Path, json: bool) -> Result<(), WrongEnding> {
        let format = self.settings.options.post.format;
        if self.settings.template.is_some() && !json {
            WrongEnding::check_own(path, format)
        } else {
            WrongEnding::check(path, format, json)
        }
    }

    /// Returns the interests of the settings that need no request, and the papers to ask for.
    pub(super) fn interests(&self) -> Result<(Interests, Vec<PaperId>), ConfigError> {
        let settings = &self.settings.interests;
        let keywords = settings.keywords.iter().map(|(word, weight)| (word.clone(), *weight)).collect();
        let library = settings.bib.as_deref().map(library).transpose()?.unwrap_or_default();
        let asked = settings.liked.iter().map(|text| liked_id(text)).collect::<Result<_, _>>()?;
        Ok((Interests { keywords, liked: bibliography(&library) }, asked))
    }
}

/// Reads the BibTeX file of the reader's library.
fn library(path: &Path) -> Result<String, ConfigError> {
    disk::read_text(path).map_err(|error| {
        ConfigError::value("`interests.bib`", path.display().to_string(), error.source.to_string())
    })
}

fn liked_id(text: &str) -> Result<PaperId, ConfigError> {
    text.parse().map_err(|error| ConfigError::value("`interests.liked`", text, format!("{error}")))
}

/// Converts the options of a post into settings.
pub(super) fn post_flags(post: &PostArgs) -> File {
    File {
        lang: post.lang.clone(),
        format: post.format,
        title: post.title.clone(),
        tags: (!post.tags.is_empty()).then(|| post.tags.clone()),
        template: post.template.clone(),
        evidence: post.evidence,
        figures: post.figures,
        ..File::default()
    }
}

/// Converts the options of a post and its digests into settings.
pub(super) fn edition_flags(EditionArgs { digest, post, .. }: &EditionArgs) -> File {
    File {
        engine: digest.engine,
        read: digest.read,
        unsupported: digest.unsupported,
        llm: LlmFile { max_cost: digest.max_cost, ..LlmFile::default() },
        ..post_flags(post)
    }
}
