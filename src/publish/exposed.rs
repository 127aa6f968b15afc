//! Finds out whether a file that must stay secret is published with a site, or will be committed with it.

use std::path::Path;

use serde_json::Value;

use super::{HUGO, HUGO_OR_ZOLA, JEKYLL, Repository, config_value, site_config};
use papers_system::disk;

/// The way in which a file becomes public.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exposure {
    /// The site generator copies it into the built site.
    Published,
    /// Git has it.
    Tracked,
    /// The next `git add` of its folder adds it.
    Untracked,
}

impl Exposure {
    /// Finds the way in which a file becomes public, the worst one first.
    pub fn of(file: &Path) -> Option<Self> {
        let file = disk::real_path(file);
        if is_published(&file) {
            return Some(Self::Published);
        }
        let repository = Repository::of(&file).ok()?;
        if repository.tracks(&file).ok()? {
            return Some(Self::Tracked);
        }
        let files = [file];
        repository.differs(&files).ok()?.then_some(Self::Untracked)
    }

    /// Returns a warning about the file with an API key.
    pub fn message(self, file: &Path) -> String {
        let file = file.display();
        let what = match self {
            Self::Published => format!("`{file}` becomes part of the built site"),
            Self::Tracked => format!("git has `{file}`"),
            Self::Untracked => format!("git does not ignore `{file}`"),
        };
        let also = match self {
            Self::Published => "",
            Self::Tracked => ", and revoke the key if it was pushed",
            Self::Untracked => ", or name it in `.gitignore`",
        };
        format!(
            "{what}, which holds an API key: move it out of the site, such as to `~/.config/papers/llm.key`{also}"
        )
    }
}

/// Returns true for a file that a site generator copies: Jekyll nearly all below the root, Hugo and Zola those below some folders.
fn is_published(file: &Path) -> bool {
    file.ancestors().skip(1).any(|folder| {
        let first = |names: &[&str]| names.iter().find_map(|name| site_config(&folder.join(name)));
        let Ok(path) = file.strip_prefix(folder) else { return false };
        if let Some(config) = first(&JEKYLL) {
            return is_copied_by_jekyll(&config, path);
        }
        let is_other = first(&HUGO).or_else(|| first(&HUGO_OR_ZOLA)).is_some();
        is_other && ["static", "content"].iter().any(|name| path.starts_with(name))
    })
}

/// Returns true for a path that Jekyll copies: no part of it begins or ends with a special character or is excluded by its name or
/// by a simple pattern such as `*.key`.
fn is_copied_by_jekyll(config: &Value, path: &Path) -> bool {
    let source = config_value(config, "source").and_then(Value::as_str).unwrap_or_default();
    let Ok(path) = path.strip_prefix(source.trim_start_matches("./").trim_matches('/')) else { return false };
    let excluded = config_value(config, "exclude").and_then(Value::as_array);
    let excluded: Vec<&str> = excluded.into_iter().flatten().filter_map(Value::as_str).collect();
    let is_special = |name: &str| name.starts_with(['.', '_', '#', '~']) || name.ends_with('~');
    let is_excluded = |whole: &Path| {
        let name = whole.to_string_lossy();
        excluded.iter().map(|pattern| pattern.trim_matches('/')).any(|pattern| {
            let suffix = pattern.trim_start_matches("**/").strip_prefix('*');
            pattern == name || suffix.is_some_and(|suffix| name.ends_with(suffix))
        })
    };
    !path.iter().any(|part| is_special(&part.to_string_lossy())) && !path.ancestors().any(is_excluded)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use papers_system::disk::Durability;

    #[rstest]
    #[case(&[("_config.yml", "title: x\n")], "llm.key", true)]
    #[case(&[("_config.yml", "title: x\n")], "keys/llm.key", true)]
    #[case(&[("_config.yml", "title: x\n")], ".llm.key", false)]
    #[case(&[("_config.yml", "title: x\n")], "_keys/llm.key", false)]
    #[case(&[("_config.yml", "exclude: [llm.key]\n")], "llm.key", false)]
    #[case(&[("_config.yml", "exclude: [keys/]\n")], "keys/llm.key", false)]
    #[case(&[("_config.yml", "exclude: ['*.key']\n")], "llm.key", false)]
    #[case(&[("_config.yml", "source: src\n")], "llm.key", false)]
    #[case(&[("_config.yml", "source: src\n")], "src/llm.key", true)]
    #[case(&[("hugo.toml", "baseURL = 'x'\n")], "llm.key", false)]
    #[case(&[("hugo.toml", "baseURL = 'x'\n")], "static/llm.key", true)]
    #[case(&[("config.toml", "base_url = 'x'\n")], "content/llm.key", true)]
    #[case(&[("notes.txt", "x")], "llm.key", false)]
    fn a_key_in_a_site_is_published(
        #[case] files: &[(&str, &str)],
        #[case] key: &str,
        #[case] expected: bool,
    ) {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files.iter().chain(&[(key, "sk")]) {
            disk::write(&folder.path().join(name), text.as_bytes(), Durability::Whole).unwrap();
        }
        let exposure = Exposure::of(&folder.path().join(key));
        assert_eq!(exposure == Some(Exposure::Published), expected, "{exposure:?}");
    }
}
