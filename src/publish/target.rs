//! Finds the file to which a post is written. Rejects paths that cannot be one, and files with the extension of another format.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::Moved;
use crate::render::Format;
use papers_system::disk::{self, DiskError, Durability, FolderLock};

/// The maximum wait for other processes that write into the same folder. Each needs some milliseconds.
const PATIENCE: Duration = Duration::from_secs(60);

/// The file extensions of a record.
const JSON: &[&str] = &["json"];

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

    /// Returns the file that this one became, if its owner renamed it or moved it to a folder of its name or year.
    pub fn current(self, format: Format, lang: &str) -> Result<Self, DiskError> {
        let name = self.path.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
        let folder = self.path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
        let year = name.split('-').next().unwrap_or_default();
        if self.path.exists() {
            return Ok(self);
        }
        let mut posts = Vec::new();
        for folder in [folder.to_owned(), folder.join(name), folder.join(year)] {
            posts.extend(disk::list(&folder)?);
        }
        Ok(Self { path: Moved::of(posts, format, lang).current(self.path) })
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

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

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
    #[case("posts/post.qmd", Format::Jekyll, false, "")]
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
