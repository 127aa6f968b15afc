//! Finds a post that its owner moved or renamed. Jekyll and Hugo build it at its old address, where a new file would be built,
//! too, so that one of the two would be hidden.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::render::Format;

/// The name of a page in a folder of its own, which has the name of the post (a page bundle of Hugo).
const BUNDLE: &str = "index";

/// Posts by the names that they would have if they had not been moved, without extension.
#[derive(Debug, Clone, Default)]
pub struct Moved {
    paths: HashMap<String, PathBuf>,
}

impl Moved {
    /// Takes note of posts in a format. Names may have a language before their extension, as in Hugo's `NAME.en.md`.
    pub fn of(posts: impl IntoIterator<Item = PathBuf>, format: Format, lang: &str) -> Self {
        let mut paths = HashMap::new();
        for path in posts {
            if let Some(name) = original_name(&path, format, lang).map(str::to_owned) {
                paths.entry(name).or_insert(path);
            }
        }
        Self { paths }
    }

    /// Returns the file at `usual`, or, if there is none, the one that it became.
    pub fn current(&self, usual: PathBuf) -> PathBuf {
        let name = usual.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
        match self.paths.get(name) {
            Some(path) if !usual.exists() => path.clone(),
            _ => usual,
        }
    }
}

/// Returns the name of a post without extension and language, which for a page bundle is that of its folder; `None` for files of
/// other formats.
fn original_name<'a>(path: &'a Path, format: Format, lang: &str) -> Option<&'a str> {
    let extension = path.extension()?.to_str()?;
    if !format.endings().iter().any(|known| known.eq_ignore_ascii_case(extension)) {
        return None;
    }
    let stem = path.file_stem()?.to_str()?;
    let name = stem.strip_suffix(lang).and_then(|name| name.strip_suffix('.')).unwrap_or(stem);
    if name == BUNDLE { path.parent()?.file_name()?.to_str() } else { Some(name) }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("_posts/2025/2025-10-09-daily-papers.md")]
    #[case("_posts/2025-10-09-daily-papers.markdown")]
    #[case("_posts/2025-10-09-daily-papers.qmd")]
    #[case("_posts/2025-10-09-daily-papers.ko.md")]
    #[case("_posts/2025-10-09-daily-papers/index.md")]
    #[case("_posts/2025-10-09-daily-papers/index.ko.md")]
    fn a_post_is_found_under_its_new_name(#[case] path: &str) {
        let moved = Moved::of([PathBuf::from(path)], Format::Jekyll, "ko");
        let usual = Path::new("_posts/2025-10-09-daily-papers.md");
        assert_eq!(moved.current(usual.to_owned()), Path::new(path));
    }

    #[rstest]
    #[case("_posts/2025-10-09-daily-papers.html")]
    #[case("_posts/2025-10-09-daily-papers.fr.md")]
    #[case("_posts/2025-10-09-daily-papers-nlp.md")]
    #[case("_posts/2025-10-09-daily-papers-ko.md")]
    #[case("_posts/2025-10-09-other/index.md")]
    fn other_posts_are_not_taken_for_it(#[case] path: &str) {
        let moved = Moved::of([PathBuf::from(path)], Format::Jekyll, "ko");
        let usual = Path::new("_posts/2025-10-09-daily-papers.md");
        assert_eq!(moved.current(usual.to_owned()), usual);
    }
}
