//! Finds where a post is written, and which papers an existing post has.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::Duration;

use regex::Regex;

use super::fences::fences;
use crate::render::Format;
use papers_paper::PaperId;
use papers_paper::text::pattern;
use papers_system::disk::{self, DiskError, Durability, FolderLock};

/// The maximum wait for other processes that write into the same folder. Each needs some milliseconds.
const PATIENCE: Duration = Duration::from_secs(60);

/// File extensions for text in any format.
const PLAIN: [&str; 2] = ["txt", "text"];

/// File extensions of no format of the program, which are unusual for folders.
const OTHERS: [&str; 11] =
    ["pdf", "docx", "odt", "epub", "tex", "rst", "adoc", "jsonl", "yaml", "yml", "toml"];

/// File extensions of settings, which no template makes.
const SETTINGS: [&str; 3] = ["toml", "yaml", "yml"];

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
pub enum NoPlace {
    /// It is a device, a pipe, or a file with another extension.
    #[error("`{}` exists, and is neither a folder nor a file like `{usual}`", path.display())]
    Other {
        /// The path.
        path: PathBuf,
        /// The usual name of the file.
        usual: String,
    },
    /// It is a link to a folder that is not there, such as one on a disk that is not mounted.
    #[error("`{}` is a symbolic link to a folder that does not exist", path.display())]
    Lost {
        /// The path.
        path: PathBuf,
    },
}

/// A file whose extension is that of another format.
#[derive(Debug, thiserror::Error)]
#[error("`{}` does not fit what is written: {made} makes `.{ending}`; {}", path.display(), makers(path))]
pub struct WrongEnding {
    path: PathBuf,
    made: String,
    ending: &'static str,
}

impl WrongEnding {
    /// Rejects a file whose extension is that of another format, or of none.
    pub fn check(output: &Path, format: Format, json: bool) -> Result<(), Self> {
        let fitting = if json { JSON } else { format.endings() };
        let given = ending(output);
        let fits = fitting.iter().chain(&PLAIN).any(|known| *known == given);
        match fitting.first() {
            Some(&ending) if is_file(output) && !fits => {
                let made = if json { "`--json`".to_owned() } else { option(format) };
                Err(Self { path: output.to_owned(), made, ending })
            }
            _ => Ok(()),
        }
    }

    /// Rejects a file whose extension is that of settings, such as `papers.toml`. A template of the user's makes any other.
    pub fn check_own(output: &Path, format: Format) -> Result<(), Self> {
        if SETTINGS.contains(&ending(output).as_str()) { Self::check(output, format, false) } else { Ok(()) }
    }
}

/// The file extensions of a record.
const JSON: &[&str] = &["json"];

/// Says which options create files with this extension.
fn makers(path: &Path) -> String {
    let given = ending(path);
    let record = (given == "json").then(|| "`--json`".to_owned());
    let formats = Format::ALL.into_iter().filter(|format| format.endings().contains(&given.as_str()));
    let makers: Vec<String> = record.into_iter().chain(formats.map(option)).collect();
    if makers.is_empty() {
        format!("no format makes `.{given}`")
    } else {
        format!("`.{given}` is made by {}", makers.join(", "))
    }
}

/// Returns the option that selects a format.
fn option(format: Format) -> String {
    format!("`--format {}`", format!("{format:?}").to_lowercase())
}

/// Returns the extension of a file in lower case, without the dot.
fn ending(path: &Path) -> String {
    path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase()).unwrap_or_default()
}

/// Returns true for a name with a known file extension, unless it is a folder.
fn is_file(output: &Path) -> bool {
    let given = ending(output);
    let known = Format::ALL.iter().flat_map(|format| format.endings()).chain(&PLAIN).chain(&OTHERS);
    known.into_iter().any(|known| *known == given) && !output.is_dir()
}

impl Target {
    /// Like [`Target::named`], but rejects a path that is something else: a device, a pipe, or a file with another extension,
    /// which would be taken for a folder.
    pub fn new(output: &Path, usual: &str) -> Result<Self, NoPlace> {
        let target = Self::named(output, usual);
        let folder = Some(output).filter(|output| *output != target.path);
        if let Some(path) = folder.filter(|folder| folder.is_symlink() && !folder.exists()) {
            return Err(NoPlace::Lost { path: path.to_owned() });
        }
        let taken = folder.filter(|folder| folder.exists() && !folder.is_dir());
        let taken = taken.or_else(|| Some(target.path()).filter(|file| file.exists() && !file.is_file()));
        if let Some(path) = taken {
            return Err(NoPlace::Other { path: path.to_owned(), usual: usual.to_owned() });
        }
        Ok(target)
    }

    /// Returns the file that `--output` means: the path itself if it has a known file extension, else the file `usual` in that
    /// folder. `ada.github.io` is a folder.
    pub fn named(output: &Path, usual: &str) -> Self {
        let path = if is_file(output) { output.to_owned() } else { output.join(usual) };
        Self { path }
    }

    /// Returns exactly this file.
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

    /// Checks that the file can be written.
    pub fn check_writable(&self) -> Result<(), DiskError> {
        disk::check_writable(&self.path)
    }

    /// Writes the text to the file, completely or not at all.
    pub fn write(&self, text: &str) -> Result<(), DiskError> {
        disk::write(&self.path, text.as_bytes(), Durability::Synced)
    }
}

/// Link targets in Markdown (inline, reference, autolink) and in HTML. Bare URLs are not links to
/// kramdown, and mere mentions in any format: a post that names a paper in its text is not about it. Escaped characters and code
/// within a line are matched first, without a target, because they make no link: `\[1\](https://…)` of an abstract is text.
static LINK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"\\.|`[^`\n]+`|",
        r#"(?:\]\(\s*<?|(?m:^\s{0,3}\[[^\]\n]+\]:\s*<?)|<|href\s*=\s*["']?)((?:https?:)?//[^\s)>"']+)"#
    ))
});

/// A Liquid tag, not in code within a line.
static TAG: LazyLock<Regex> = LazyLock::new(|| pattern(r"\\.|`[^`\n]+`|(\{%.*?%\})"));

/// A URL among the parameters of a tag.
static VALUE: LazyLock<Regex> = LazyLock::new(|| pattern(r#"=\s*["']((?:https?:)?//[^\s"']+)"#));

/// A heading of a paper: `# 3. …`, at any level.
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?m)^#{1,6}[ \t]+(\d{1,6})\.[ \t]"));

/// Returns what a post contains: the papers that it links to, and the number after the highest one in its headings.
pub fn known(post: &str) -> Known {
    // An unterminated fence is no code to kramdown.
    let (fences, _) = fences(post);
    let shown = |at: usize| !fences.iter().any(|fence| fence.contains(&at));
    let found = |pattern: &'static Regex| {
        let groups = pattern.captures_iter(post).filter_map(|found| found.get(1));
        groups.filter(|group| shown(group.start())).map(|group| group.as_str())
    };
    let tags = found(&TAG).flat_map(|tag| VALUE.captures_iter(tag));
    let values = tags.filter_map(|value| Some(value.get(1)?.as_str()));
    let linked = Known::of_links(found(&LINK).chain(values));
    let numbers = found(&NUMBERED).filter_map(|number| number.parse::<usize>().ok());
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
    #[case("[A](//arxiv.org/abs/2510.06590) and <a href=//arxiv.org/abs/2510.06590>B</a>")]
    #[case("{% include paper.html url='https://arxiv.org/abs/2510.06590' %}")]
    #[case("# 1. [A \\[b\\] `c`](https://arxiv.org/abs/2510.06590)")]
    #[case("# 1. [A \\\\](https://arxiv.org/abs/2510.06590)")]
    #[case("```\ncode without an end\n\n# 1. [A](https://arxiv.org/abs/2510.06590)")]
    #[case("{% include p.html url=\"https://arxiv.org/abs/2510.06590\" code=\"https://github.com/a/b\" %}")]
    #[case("{% include p.html code=\"https://github.com/a/b\" url=\"https://arxiv.org/abs/2510.06590\" %}")]
    #[case("{% include p.html t=\"50% of\" url=\"https://arxiv.org/abs/2510.06590\" %}")]
    fn knows_a_paper_by_any_link(#[case] post: &str) {
        assert!(known(post).has(&id("2510.06590v3")), "{post}");
    }

    #[rstest]
    #[case("the code of https://arxiv.org/abs/2510.06590 is public")]
    #[case("[A](https://example.org/abs/2510.06590)")]
    #[case("2510.06590")]
    #[case("its entry has url = \"https://arxiv.org/abs/2510.06590\"")]
    #[case("see \\[1\\](https://arxiv.org/abs/2510.06590)")]
    #[case("see \\<https://arxiv.org/abs/2510.06590>")]
    #[case("the form `[A](https://arxiv.org/abs/2510.06590)` of links")]
    #[case("```\n# 2. [A](https://arxiv.org/abs/2510.06590)\n```\n")]
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
    #[case("# 1. [A](https://arxiv.org/abs/2510.06590)\n```\n# 7. [B](x)\n```\n", 2)]
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
    #[case("post.pdf", "post.pdf")]
    fn a_folder_gets_a_dated_file(#[case] output: &str, #[case] expected: &str) {
        assert_eq!(
            Target::named(Path::new(output), "2025-10-09-daily-papers.md").path(),
            Path::new(expected)
        );
    }

    #[rstest]
    #[case("post.md", Format::Jekyll, false, "")]
    #[case("_posts", Format::Jekyll, false, "")]
    #[case("POST.MARKDOWN", Format::Zola, false, "")]
    #[case("notes.txt", Format::Bibtex, false, "")]
    #[case("feed.rss", Format::Atom, false, "")]
    #[case("record.json", Format::Jekyll, true, "")]
    #[case("feed.json", Format::Jsonfeed, false, "")]
    #[case(
        "out.json",
        Format::Jekyll,
        false,
        "`--format jekyll` makes `.md`; `.json` is made by `--json`, `--format jsonfeed`"
    )]
    #[case(
        "out.bib",
        Format::Hugo,
        false,
        "`--format hugo` makes `.md`; `.bib` is made by `--format bibtex`"
    )]
    #[case(
        "post.md",
        Format::Jekyll,
        true,
        "`--json` makes `.json`; `.md` is made by `--format jekyll`, `--format hugo`"
    )]
    #[case("post.PDF", Format::Mail, false, "`--format mail` makes `.html`; no format makes `.pdf`")]
    fn a_file_is_what_its_name_says(
        #[case] output: &str,
        #[case] format: Format,
        #[case] json: bool,
        #[case] told: &str,
    ) {
        let error = WrongEnding::check(Path::new(output), format, json).err();
        assert_eq!(error.is_some(), !told.is_empty());
        let message = error.map(|error| error.to_string()).unwrap_or_default();
        assert!(message.contains(told), "{message}");
    }

    #[rstest]
    #[case("page.adoc", true)]
    #[case("out.bib", true)]
    #[case("papers.toml", false)]
    #[case("_config.yml", false)]
    #[case("site.YAML", false)]
    fn a_template_of_the_user_makes_anything_but_settings(#[case] output: &str, #[case] fits: bool) {
        assert_eq!(WrongEnding::check_own(Path::new(output), Format::Jekyll).is_ok(), fits);
    }
}
