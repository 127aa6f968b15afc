//! Finds the settings of site generators, and where their sites have static files.

use std::path::{Path, PathBuf};

use serde_json::Value;
use url::Url;

use crate::render::Format;
use papers_system::disk;

/// The settings files of Hugo.
pub const HUGO: [&str; 6] = [
    "hugo.toml",
    "hugo.yaml",
    "hugo.yml",
    "hugo.json",
    "config/_default/hugo.toml",
    "config/_default/config.toml",
];

/// The settings files of Jekyll.
pub const JEKYLL: [&str; 3] = ["_config.yml", "_config.yaml", "_config.toml"];

/// The settings files that Hugo or Zola may have.
pub const HUGO_OR_ZOLA: [&str; 5] = ["zola.toml", "config.toml", "config.yaml", "config.yml", "config.json"];

/// Parses the settings of a site; `None` if there is no such file, null if it is invalid, which the site generator will report.
pub fn site_config(path: &Path) -> Option<Value> {
    let text = disk::read_text(path).ok()?;
    let ending = path.extension().unwrap_or_default();
    let toml =
        || toml::from_str::<toml::Table>(&text).ok().and_then(|table| serde_json::to_value(table).ok());
    let config = match ending.to_str() {
        Some("toml") => toml(),
        Some("json") => serde_json::from_str(&text).ok(),
        _ => serde_saphyr::from_str(&text).ok(),
    };
    Some(config.unwrap_or_default())
}

/// Finds a key in upper or lower case, as Hugo reads both `baseURL` and `baseurl`.
pub fn config_value<'a>(config: &'a Value, key: &str) -> Option<&'a Value> {
    config.as_object()?.iter().find(|(known, _)| known.eq_ignore_ascii_case(key)).map(|(_, value)| value)
}

/// Finds the site of Hugo or Zola that has a file: its folder, its settings file and the settings.
pub(super) fn config_above(file: &Path) -> Option<(&Path, PathBuf, Value)> {
    let names = HUGO.iter().chain(&HUGO_OR_ZOLA);
    file.ancestors().skip(1).find_map(|folder| {
        names.clone().map(|name| folder.join(name)).find_map(|path| {
            let config = site_config(&path)?;
            Some((folder, path, config))
        })
    })
}

/// The folder of a site whose files are published unchanged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Statics {
    /// The folder.
    pub(super) folder: PathBuf,
    /// The part of a link before the path of a file in the folder, without a slash at the end. Empty for Hugo, whose links are completed
    /// by `relref`.
    pub(super) address: String,
}

impl Statics {
    /// Finds the folder of the site to which a post belongs. `None` outside a site, and if the pages of all languages are in folders
    /// of their own, so that links to the start page do not lead to the static files.
    pub(super) fn of(post: &Path, format: Format) -> Option<Self> {
        let post = disk::real_path(post);
        let (root, _, config) = config_above(&post)?;
        if format == Format::Zola {
            let base = config_value(&config, "base_url").and_then(Value::as_str).unwrap_or_default();
            let path = Url::parse(base).map(|url| url.path().trim_end_matches('/').to_owned());
            return Some(Self { folder: root.join("static"), address: path.unwrap_or_default() });
        }
        let in_folders = config_value(&config, "defaultContentLanguageInSubdir").and_then(Value::as_bool);
        let folder = config_value(&config, "staticDir").and_then(Value::as_str).unwrap_or("static");
        (in_folders != Some(true)).then(|| Self { folder: root.join(folder), address: String::new() })
    }
}
