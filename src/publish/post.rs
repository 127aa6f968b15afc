//! Finds where a post is written, and which papers an existing post has.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::Duration;

use regex::Regex;

use papers_paper::PaperId;
use papers_paper::text::pattern;
use papers_system::disk::{self, DiskError, Durability, FolderLock};

/// The maximum wait for other processes that write into the same folder. Each needs some milliseconds.
const PATIENCE: Duration = Duration::from_secs(60);

/// Extensions of text files, whatever the format.
const TEXTS: [&str; 11] =
    ["md", "markdown", "mkd", "txt", "text", "html", "htm", "json", "xml", "atom", "bib"];

/// A file to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    path: PathBuf,
}

/// The papers of a post.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    papers: HashSet<String>,
    /// The number of the next paper.
    pub next_number: usize,
}

impl Known {
    /// Returns true if the post links to this paper, in any version.
    pub fn has(&self, id: &PaperId) -> bool {
        self.papers.contains(&id.key())
    }

    /// The keys of all papers that the post links to, unordered.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.papers.iter().map(String::as_str)
    }

    /// Returns true if all papers of the post are among these.
    pub fn is_within<'a>(&self, ids: impl Iterator<Item = &'a PaperId>) -> bool {
        let keys: HashSet<String> = ids.map(PaperId::key).collect();
        self.papers.is_subset(&keys)
    }

    /// The papers to which these URLs lead, numbered from 1.
    pub(super) fn of_links<'a>(links: impl Iterator<Item = &'a str>) -> Self {
        let papers: HashSet<String> =
            links.filter_map(|link| Some(link.parse::<PaperId>().ok()?.key())).collect();
        Self { next_number: papers.len() + 1, papers }
    }
}

/// A path that cannot be written to.
#[derive(Debug, thiserror::Error)]
#[error("`{}` exists, and is neither a folder nor a file like `{usual}`", path.display())]
pub struct NoPlace {
    path: PathBuf,
    usual: String,
}

impl Target {
    /// Like [`Target::named`], but rejects a path that is something else: a device, a pipe, or a file with another extension,
    /// which would be taken for a folder.
    pub fn new(output: &Path, usual: &str) -> Result<Self, NoPlace> {
        let target = Self::named(output, usual);
        let folder = Some(output).filter(|output| *output != target.path);
        let taken = folder.filter(|folder| folder.exists() && !folder.is_dir());
        let taken = taken.or_else(|| Some(target.path()).filter(|file| file.exists() && !file.is_file()));
        if let Some(path) = taken {
            return Err(NoPlace { path: path.to_owned(), usual: usual.to_owned() });
        }
        Ok(target)
    }

    /// The file that `--output` means: the path itself if it has the extension of `usual` or of another text file, else `usual`
    /// in that folder. `ada.github.io` is a folder.
    pub fn named(output: &Path, usual: &str) -> Self {
        let ending =
            |path: &Path| path.extension().map(|e| e.to_string_lossy().into_owned()).unwrap_or_default();
        let (given, usual_ending) = (ending(output), ending(Path::new(usual)));
        let is_file = given == usual_ending || TEXTS.contains(&given.to_ascii_lowercase().as_str());
        let path = if is_file && !output.is_dir() { output.to_owned() } else { output.join(usual) };
        Self { path }
    }

    /// This very file.
    pub fn file(path: PathBuf) -> Self {
        Self { path }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Keeps other processes from writing into the target's folder until the lock is dropped. To change a file, read it under
    /// this lock.
    pub fn lock(&self) -> Result<FolderLock, DiskError> {
        disk::lock_folder(&disk::folder_at(&self.path)?, PATIENCE)
    }

    /// Reads the file; `None` if there is none.
    pub fn text(&self) -> Result<Option<String>, DiskError> {
        if self.path.exists() { disk::read_post(&self.path).map(Some) } else { Ok(None) }
    }

    /// Writes the text to the file, completely or not at all.
    pub fn write(&self, text: &str) -> Result<(), DiskError> {
        disk::write(&self.path, text.as_bytes(), Durability::Synced)
    }
}

/// Link targets in Markdown (inline, reference, autolink) and HTML. Bare URLs are not links to kramdown: one in the
/// text of a digest does not mean that the post is about that paper.
static LINK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r#"(?:\]\(\s*<?|(?m:^\s{0,3}\[[^\]\n]+\]:\s*<?)|<|href\s*=\s*["']?)(https?://[^\s)>"']+)"#)
});

/// A heading of a paper: `# 3. …`, at any level.
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?m)^#{1,6}[ \t]+(\d{1,6})\.[ \t]"));

/// Reads what a post holds: the papers that it links to, and the number after the highest one in its headings.
pub fn known(post: &str) -> Known {
    let linked = Known::of_links(LINK.captures_iter(post).filter_map(|link| Some(link.get(1)?.as_str())));
    let numbers =
        NUMBERED.captures_iter(post).filter_map(|heading| heading.get(1)?.as_str().parse::<usize>().ok());
    Known { next_number: numbers.max().map_or(linked.next_number, |highest| highest + 1), ..linked }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn id(text: &str) -> PaperId {
        text.parse().unwrap()
    }

    #[rstest]
    #[case("# 1. [A](https://arxiv.org/abs/2510.06590)")]
    #[case("> [Alphaxiv](https://www.alphaxiv.org/ko/overview/2510.06590v2)")]
    #[case("see <https://arxiv.org/pdf/2510.06590>")]
    #[case("<a class=x href=\"https://huggingface.co/papers/2510.06590\">")]
    #[case("[1]: https://arxiv.org/abs/2510.06590v1 \"A title\"")]
    fn knows_a_paper_by_any_link(#[case] post: &str) {
        assert!(known(post).has(&id("2510.06590v3")), "{post}");
    }

    #[rstest]
    #[case("the code of https://arxiv.org/abs/2510.06590 is public")]
    #[case("[A](https://example.org/abs/2510.06590)")]
    #[case("2510.06590")]
    fn mentions_are_not_links(#[case] post: &str) {
        assert!(!known(post).has(&id("2510.06590")), "{post}");
    }

    #[rstest]
    #[case("", 1)]
    #[case(
        "# 1. [A](https://arxiv.org/abs/2510.06590)\n## Method\n# 7. [B](https://arxiv.org/abs/2510.06917)",
        8
    )]
    #[case("- [A](https://arxiv.org/abs/2510.06590)", 2)]
    #[case("1. one\n2. two\n", 1)]
    fn numbers_go_on_after_the_highest(#[case] post: &str, #[case] next: usize) {
        assert_eq!(known(post).next_number, next);
    }

    #[rstest]
    #[case("post.md", "post.md")]
    #[case("a/post.markdown", "a/post.markdown")]
    #[case("_posts", "_posts/2025-10-09-daily-papers.md")]
    #[case("x.txt", "x.txt")]
    #[case("a/Feed.XML", "a/Feed.XML")]
    #[case("ada.github.io", "ada.github.io/2025-10-09-daily-papers.md")]
    #[case("v1.2", "v1.2/2025-10-09-daily-papers.md")]
    fn a_folder_gets_a_dated_file(#[case] output: &str, #[case] expected: &str) {
        assert_eq!(
            Target::named(Path::new(output), "2025-10-09-daily-papers.md").path(),
            Path::new(expected)
        );
    }
}
