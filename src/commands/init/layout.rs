//! Finds the layout that a Jekyll site gives its posts. A post whose layout does not exist is published without one, and Jekyll only
//! warns.

use std::collections::HashMap;

use serde_json::Value;

use super::site::{Builder, Site};
use crate::publish::{config_value, fields, post_files, post_text};
use papers_system::disk;

/// The layout that posts get by default.
const USUAL: &str = "post";

/// The number of posts that are read, from the newest on.
const READ: usize = 20;

/// The themes of GitHub Pages whose only layout is `default`.
const PLAIN: [&str; 12] = [
    "architect", "cayman", "dinky", "leap-day", "merlot", "midnight", "minimal", "modernist", "primer",
    "slate", "tactile", "time-machine",
];

impl Site {
    /// Returns the layout for posts if it is not `post`: that of most existing posts, else that of `defaults` in the settings, else
    /// the one that the theme has.
    pub(super) fn layout(&self) -> Option<&str> {
        self.found_layout.get_or_init(|| self.find_layout()).as_deref()
    }

    fn find_layout(&self) -> Option<String> {
        if self.builder != Builder::Jekyll {
            return None;
        }
        let name =
            self.layout_of_posts().or_else(|| self.layout_by_default()).or_else(|| self.layout_of_theme());
        name.filter(|name| name != USUAL)
    }

    /// Returns the layouts of the site itself if `post` is not among them and no theme could have it.
    pub(super) fn layouts_without_post(&self) -> Option<Vec<String>> {
        let names = self.layouts();
        let lacks = self.builder == Builder::Jekyll && self.theme().is_none() && !self.has_layout(USUAL);
        (lacks && !names.is_empty()).then_some(names)
    }

    /// Returns the layout of more than half of the newest posts.
    fn layout_of_posts(&self) -> Option<String> {
        let files = post_files(&self.folder.join(self.posts_dir())).unwrap_or_default();
        let by_default = self.layout_by_default();
        let mut counts: HashMap<String, usize> = HashMap::new();
        let newest = files.iter().rev().take(READ);
        for file in newest.clone() {
            let fields = post_text(file).map(|text| fields(&text)).unwrap_or_default();
            let own = fields.get("layout").and_then(Value::as_str).map(str::to_owned);
            if let Some(name) = own.or_else(|| by_default.clone()) {
                *counts.entry(name).or_default() += 1;
            }
        }
        let half = newest.len() / 2;
        counts.into_iter().find(|(_, count)| *count > half).map(|(name, _)| name)
    }

    /// Returns the layout that `defaults` in the settings gives to posts. Jekyll prefers the longest path, then a type.
    fn layout_by_default(&self) -> Option<String> {
        let posts = self.folder.join(self.posts_dir());
        let posts = posts.strip_prefix(self.theme_folder()).ok()?;
        let list = config_value(&self.config, "defaults")?.as_array()?;
        let found = list.iter().filter_map(|entry| {
            let scope = entry.get("scope").unwrap_or(&Value::Null);
            let text = |key| scope.get(key).and_then(Value::as_str).unwrap_or_default();
            let (path, kind) = (text("path").trim_matches('/'), text("type"));
            let is_of_posts = posts.starts_with(path) && matches!(kind, "" | "posts");
            // A layout for all pages is not meant for posts if the site has one for posts.
            let is_of_all = path.is_empty() && kind.is_empty();
            let name = entry.get("values")?.get("layout")?.as_str()?;
            let counts = is_of_posts && !(is_of_all && self.has_layout(USUAL));
            counts.then_some(((path.len(), !kind.is_empty()), name))
        });
        found.max_by_key(|(rank, _)| *rank).map(|(_, name)| name.to_owned())
    }

    /// Returns the layout that the theme has in place of `post`.
    fn layout_of_theme(&self) -> Option<String> {
        let theme = self.theme().unwrap_or_default();
        let name = theme.split('@').next().unwrap_or_default();
        let plain = name.strip_prefix("jekyll-theme-").or_else(|| name.strip_prefix("pages-themes/"));
        let found = if self.has_layout(USUAL) {
            None
        } else if name.contains("minimal-mistakes") {
            Some("single")
        } else if plain.is_some_and(|name| PLAIN.contains(&name))
            || theme.is_empty() && self.has_layout("default")
        {
            Some("default")
        } else {
            None
        };
        found.map(str::to_owned)
    }

    /// Returns the names of the site's own layouts.
    fn layouts(&self) -> Vec<String> {
        let files = disk::list(&self.theme_folder().join("_layouts")).unwrap_or_default();
        files.iter().filter_map(|file| Some(file.file_stem()?.to_string_lossy().into_owned())).collect()
    }

    fn has_layout(&self, name: &str) -> bool {
        self.layouts().iter().any(|known| known == name)
    }
}
