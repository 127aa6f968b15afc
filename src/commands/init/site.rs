//! Inspects the folder of a site: what builds it, its settings, and whether its pages show formulas. Only reads files; nothing is
//! run.

use std::cell::OnceCell;
use std::path::{Component, Path, PathBuf};
use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use crate::config::language_of_locale;
use crate::publish::{HUGO, HUGO_OR_ZOLA, JEKYLL, config_value, site_config};
use papers_paper::text::pattern;
use papers_system::disk::{self, DiskError};

/// The site generator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Builder {
    /// None yet: the folder is empty, and `papers init` writes a small site for Jekyll.
    New,
    Jekyll,
    Hugo,
    Zola,
    /// Unknown: there are files, but none of a known site generator.
    Unknown,
}

/// The pages that show formulas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Formulas {
    /// All pages.
    Always,
    /// Pages whose front matter has this key.
    Switch(String),
    /// All pages once this setting of the site is on.
    Setting(String),
    /// None: nothing that loads MathJax or KaTeX was found.
    Never,
}

/// A site.
#[derive(Debug)]
pub(super) struct Site {
    /// The folder in which `papers` runs, with its settings and workflow.
    pub(super) folder: PathBuf,
    /// The folder that the generator builds, relative to that: usually empty, or [`DOCS`].
    source: &'static str,
    pub(super) builder: Builder,
    pub(super) config: Value,
    /// The layout for posts, for which the newest posts are read.
    pub(super) found_layout: OnceCell<Option<String>>,
    /// The pages that show formulas, for which all templates are read.
    found_formulas: OnceCell<Formulas>,
}

/// The folder of a repository that GitHub Pages can build instead of its root.
const DOCS: &str = "docs";

/// The files in which Hugo's settings of languages may be.
const LANGUAGES: [&str; 3] =
    ["config/_default/languages.toml", "config/_default/languages.yaml", "config/_default/languages.yml"];

impl Site {
    /// Inspects a folder, and its folder `docs` if it has no site itself.
    pub(super) fn of(folder: PathBuf) -> Result<Self, DiskError> {
        let site = Self::built_from(folder, "")?;
        if !matches!(site.builder, Builder::New | Builder::Unknown) {
            return Ok(site);
        }
        let docs = Self::built_from(site.folder.clone(), DOCS)?;
        Ok(if docs.config.is_null() { site } else { docs })
    }

    /// Inspects what builds `source` in a folder.
    fn built_from(folder: PathBuf, source: &'static str) -> Result<Self, DiskError> {
        let mut site = Self {
            folder,
            source,
            builder: Builder::Unknown,
            config: Value::Null,
            found_layout: OnceCell::new(),
            found_formulas: OnceCell::new(),
        };
        let pages = site.pages();
        let first = |names: &[&str]| names.iter().find_map(|name| site_config(&pages.join(name)));
        let (jekyll, hugo, either) = (first(&JEKYLL), first(&HUGO), first(&HUGO_OR_ZOLA));
        let gems = text(&pages.join("Gemfile"));
        // Its settings have Jekyll's name.
        let is_hexo = text(&pages.join("package.json")).contains("\"hexo\"");
        (site.builder, site.config) = if is_hexo {
            (Builder::Unknown, Value::Null)
        } else if let Some(config) = jekyll {
            (Builder::Jekyll, config)
        } else if let Some(config) = hugo {
            (Builder::Hugo, config)
        } else if let Some(config) = either.as_ref().filter(|config| config.get("base_url").is_some()) {
            (Builder::Zola, config.clone())
        } else if let Some(config) =
            either.as_ref().filter(|config| config_value(config, "baseurl").is_some())
        {
            (Builder::Hugo, config.clone())
        } else if disk::is_folder(&pages.join("_posts")) || gems.contains("jekyll") {
            (Builder::Jekyll, Value::Null)
        } else if source.is_empty() && is_empty(&site.folder)? {
            (Builder::New, Value::Null)
        } else {
            (Builder::Unknown, Value::Null)
        };
        Ok(site)
    }

    /// Returns the folder with the generator's settings.
    fn pages(&self) -> PathBuf {
        self.folder.join(self.source)
    }

    /// Returns the folder with templates.
    pub(super) fn theme_folder(&self) -> PathBuf {
        self.pages().join(self.jekyll_source().unwrap_or_default())
    }

    /// Returns true if the folder in which `papers` runs is part of the site.
    pub(super) fn is_published(&self) -> bool {
        self.source.is_empty() && self.jekyll_source().is_none()
    }

    /// Returns a text from the site's settings by its key, in upper or lower case.
    fn setting(&self, key: &str) -> Option<&str> {
        config_value(&self.config, key).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty())
    }

    /// Returns the language in the site's settings.
    pub(super) fn lang(&self) -> Option<String> {
        let keys = ["lang", "locale", "languageCode", "defaultContentLanguage", "default_language"];
        keys.iter().find_map(|key| language_of_locale(self.setting(key)?))
    }

    /// Returns the time zone in the site's settings.
    pub(super) fn timezone(&self) -> Option<&str> {
        self.setting("timezone")
    }

    /// Returns the folder of posts, relative to the site's.
    pub(super) fn posts_dir(&self) -> String {
        let content = self.content_dir();
        let posts = match self.builder {
            Builder::New | Builder::Unknown => "_posts".to_owned(),
            Builder::Jekyll => {
                let above = [self.jekyll_source(), self.setting("collections_dir")];
                let mut posts = String::new();
                for folder in above.into_iter().flatten() {
                    posts.push_str(&format!("{}/", folder.trim_start_matches("./").trim_matches('/')));
                }
                posts + "_posts"
            }
            Builder::Hugo | Builder::Zola => {
                let usual = ["posts", "post", "blog"].map(|name| format!("{content}/{name}"));
                let there = usual.iter().find(|name| disk::is_folder(&self.pages().join(name)));
                there.cloned().unwrap_or_else(|| format!("{content}/posts"))
            }
        };
        if self.source.is_empty() { posts } else { format!("{}/{posts}", self.source) }
    }

    /// Returns the folder below the settings in which Jekyll finds pages, if the settings name one.
    fn jekyll_source(&self) -> Option<&str> {
        let named = self.setting("source").filter(|_| self.builder == Builder::Jekyll)?;
        let is_below = Path::new(named)
            .components()
            .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        (is_below && !named.trim_matches(['.', '/']).is_empty()).then_some(named)
    }

    /// Returns Hugo's folder of content. Each language may have its own; then it is that of the default language.
    fn content_dir(&self) -> String {
        let lang = self.setting("defaultContentLanguage").unwrap_or("en");
        let own = |languages: &Value| {
            let dir = config_value(config_value(languages, lang)?, "contentDir")?.as_str()?;
            Some(dir.trim_matches('/').to_owned())
        };
        let apart = || LANGUAGES.iter().find_map(|name| site_config(&self.pages().join(name)));
        let hugo = self.builder == Builder::Hugo;
        let named = config_value(&self.config, "languages").and_then(own);
        let named = named.or_else(|| own(&apart()?)).filter(|_| hugo);
        named.unwrap_or_else(|| self.setting("contentDir").unwrap_or("content").trim_matches('/').to_owned())
    }

    /// Returns the name of the theme, if the settings have it.
    pub(super) fn theme(&self) -> Option<&str> {
        let module = || config_value(&self.config, "module")?.get("imports")?.get(0)?.get("path")?.as_str();
        let list = || config_value(&self.config, "theme")?.get(0)?.as_str();
        let named = self.setting("theme").or_else(|| self.setting("remote_theme"));
        named.or_else(list).or_else(module)
    }

    /// Returns the list of files that are excluded from the built site, if the settings have one.
    pub(super) fn excludes(&self) -> Option<Vec<&str>> {
        let list = config_value(&self.config, "exclude")?.as_array()?;
        Some(list.iter().filter_map(Value::as_str).collect())
    }

    /// Returns true if the settings declare a taxonomy of this name, which Zola requires if a post uses it.
    pub(super) fn has_taxonomy(&self, name: &str) -> bool {
        let list = config_value(&self.config, "taxonomies").and_then(Value::as_array);
        list.is_some_and(|list| list.iter().any(|one| one.get("name").and_then(Value::as_str) == Some(name)))
    }

    /// Returns the root of the git repository that the folder is in.
    pub(super) fn repository(&self) -> Option<&Path> {
        self.folder.ancestors().find(|folder| folder.join(".git").exists())
    }

    /// Returns true for a site with a Gemfile.
    pub(super) fn has_gems(&self) -> bool {
        self.pages().join("Gemfile").is_file()
    }

    /// Returns true if Jekyll's kramdown makes each end of a line a line break.
    pub(super) fn hard_wraps(&self) -> bool {
        let kramdown =
            config_value(&self.config, "kramdown").and_then(|table| config_value(table, "hard_wrap"));
        self.builder == Builder::Jekyll && kramdown.and_then(Value::as_bool) == Some(true)
    }

    /// Returns the name of the converter of Markdown, if it is not kramdown.
    pub(super) fn converter(&self) -> Option<&str> {
        let jekyll = self.builder == Builder::Jekyll;
        self.setting("markdown").filter(|name| jekyll && !name.to_lowercase().contains("kramdown"))
    }

    /// Returns the pages that show formulas.
    pub(super) fn formulas(&self) -> &Formulas {
        self.found_formulas.get_or_init(|| self.find_formulas())
    }

    fn find_formulas(&self) -> Formulas {
        if self.builder == Builder::New {
            return Formulas::Always;
        }
        let theme = self.theme().unwrap_or_default().to_lowercase();
        let mut found = theme.contains("chirpy").then(|| Formulas::Switch("math".to_owned()));
        let pages: Vec<(PathBuf, String)> =
            templates(&self.theme_folder()).into_iter().map(|path| (path.clone(), text(&path))).collect();
        for (path, page) in &pages {
            let lower = page.to_lowercase();
            let loads = LIBRARY.is_match(&lower);
            // Hugo's pages that have a shortcode, which posts do not use.
            let is_of_shortcode = lower.contains(".hasshortcode") && !SWITCH.is_match(page);
            if !loads || is_of_shortcode || !is_used(path, &pages) {
                continue;
            }
            let key = |pattern: &Regex| Some(pattern.captures(page)?.get(1)?.as_str().to_owned());
            found = match (key(&SWITCH), key(&SETTING)) {
                (Some(key), _) => Some(Formulas::Switch(key)),
                (None, Some(key)) if !self.is_on(&key) => found.or(Some(Formulas::Setting(self.full(&key)))),
                _ => found.filter(|found| !matches!(found, Formulas::Setting(_))).or(Some(Formulas::Always)),
            };
        }
        found.unwrap_or(Formulas::Never)
    }

    /// Returns the whole name of a setting that a template uses.
    fn full(&self, key: &str) -> String {
        match self.builder {
            Builder::Hugo => format!("params.{key}"),
            Builder::Zola => format!("extra.{key}"),
            _ => key.to_owned(),
        }
    }

    /// Returns true if the site's settings have this on.
    fn is_on(&self, key: &str) -> bool {
        let full = self.full(key);
        let value = full.split('.').try_fold(&self.config, |table, key| config_value(table, key));
        !matches!(value, None | Some(Value::Null | Value::Bool(false)))
    }
}

/// The name of a library in a template. `katex-render.js` of Blowfish, on all pages, only calls it.
static LIBRARY: LazyLock<Regex> = LazyLock::new(|| pattern("mathjax|katex(?:[^-]|$)"));

/// The front matter key on which a template loads MathJax or KaTeX.
static SWITCH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?:\bpage\.(?:extra\.)?|(?:[^\w.]|\b[Pp]age)\.Params\.|\.Param\s+")((?i:use_?)?(?i:mathjax|math|katex|latex))\b"#,
    )
});

/// The setting of the site on which a template loads MathJax or KaTeX.
static SETTING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:\bconfig\.extra\.|\b[Ss]ite\.Params\.|\bsite\.)((?:\w+\.)?(?i:use_?)?(?i:mathjax|math|katex|latex)(?:\.\w+)?)\b",
    )
});

/// Returns true for a template that pages use. One for shortcodes or code is used by few, and one that others include only if one
/// of them names it.
fn is_used(path: &Path, pages: &[(PathBuf, String)]) -> bool {
    const SPECIAL: [&str; 3] = ["shortcodes", "_shortcodes", "_markup"];
    const INCLUDED: [&str; 4] = ["_includes", "partials", "_partials", "macros"];
    let is_in = |names: &[&str]| path.iter().any(|part| names.iter().any(|name| part == *name));
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let named = |text: &str| {
        text.match_indices(&*stem).any(|(at, _)| {
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            let after = text.get(at + stem.len()..).and_then(|after| after.chars().next());
            matches!(before, Some('/' | '"' | '\'' | ' ')) && matches!(after, Some('.' | '"' | '\'' | ' '))
        })
    };
    let is_included = || pages.iter().any(|(other, text)| other != path && named(text));
    !is_in(&SPECIAL) && (!is_in(&INCLUDED) || is_included())
}

/// Returns true for a folder without files of a site. Dot files, except the settings of Eleventy, a README and a license are in
/// every repository and do not count.
fn is_empty(folder: &Path) -> Result<bool, DiskError> {
    let other = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        name.starts_with('.') && !name.starts_with(".eleventy")
            || ["readme", "license", "licence"].iter().any(|usual| name.starts_with(usual))
    };
    Ok(disk::list(folder)?.iter().all(other))
}

fn text(path: &Path) -> String {
    disk::read_text(path).unwrap_or_default()
}

/// Reads the templates of a site and of its themes.
fn templates(folder: &Path) -> Vec<PathBuf> {
    /// The maximum number of files in a folder, more than any theme has. Larger folders are not searched.
    const MAX_FILES: usize = 2000;
    let mut rest: Vec<PathBuf> =
        ["_includes", "_layouts", "layouts", "templates", "themes"].map(|name| folder.join(name)).into();
    let mut found = Vec::new();
    while let Some(path) = rest.pop() {
        if found.len() + rest.len() > MAX_FILES {
            break;
        }
        if disk::is_folder(&path) {
            rest.extend(disk::list(&path).unwrap_or_default());
        } else if path.extension().is_some_and(|end| end == "html" || end == "liquid") {
            found.push(path);
        }
    }
    found
}
