//! Where a day's post goes, and the folder whose posts are the memory.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::cli::OutputArgs;
use crate::config::Settings;

/// Where the posts are.
pub(super) struct Place {
    /// Every day's post in one file, when `--output` names a file.
    file: Option<PathBuf>,
    folder: PathBuf,
    /// What follows the day in a post's name: `daily-papers`, or `daily-papers-nlp` for a profile.
    slug: String,
    json: bool,
    replace: bool,
}

impl Place {
    /// The place that `--output` names, else the site's posts.
    pub(super) fn new(output: &OutputArgs, settings: &Settings, profile: Option<&str>) -> Self {
        let given = output.output.as_deref();
        let file = given.filter(|path| is_file(path)).map(Path::to_owned);
        let folder = match (&file, given) {
            (Some(file), _) => {
                file.parent().map(|parent| if parent == Path::new("") { Path::new(".") } else { parent })
            }
            (None, Some(folder)) if !output.json => Some(folder),
            _ => None,
        };
        Self {
            folder: folder.unwrap_or(&settings.posts_dir).to_owned(),
            slug: profile.map_or_else(|| "daily-papers".to_owned(), |name| format!("daily-papers-{name}")),
            json: output.json,
            replace: output.replace,
            file,
        }
    }

    /// The folder of the posts.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The day's post.
    pub(super) fn post(&self, day: NaiveDate) -> PathBuf {
        let named = self.file.as_ref().filter(|_| !self.json).cloned();
        named.unwrap_or_else(|| self.folder.join(format!("{day}-{}.md", self.slug)))
    }

    /// Where the day's result goes: the post, or for `--json` what `--output` names, else standard output.
    pub(super) fn output(&self, day: NaiveDate, given: Option<&Path>) -> OutputArgs {
        let record = |path: &Path| match is_file(path) {
            true => path.to_owned(),
            false => path.join(format!("{day}-{}.json", self.slug)),
        };
        let output = if self.json { given.map(record) } else { Some(self.post(day)) };
        OutputArgs { output, replace: self.replace, json: self.json }
    }
}

fn is_file(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    matches!(extension, "md" | "markdown" | "json") && !path.is_dir()
}
