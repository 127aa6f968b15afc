//! Files that were written → the user's Git repository, by the user's own `git`: hooks, signing, identity and words are
//! as they have them. Only the named files are touched; what else is staged stays staged. Nothing is ever pushed.

use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use papers_system::disk::{self, DiskError};

/// Git, or what is around it, refuses.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// There is no `git`.
    #[error("`git` cannot be started")]
    Absent(#[source] std::io::Error),
    /// The folder is in no work tree, or in one that git will not touch.
    #[error("git cannot work in `{}`", folder.display())]
    NoWorkTree {
        /// Where the output goes.
        folder: PathBuf,
        /// Why.
        #[source]
        words: Words,
    },
    /// The user is in the middle of a merge, a rebase or the like; what is staged would become part of it.
    #[error("nothing was staged or committed in `{}`: something else is in progress", folder.display())]
    Busy {
        /// Where.
        folder: PathBuf,
        /// How what is left undone gets done.
        remedy: String,
        /// What is in progress, as `git status` tells it.
        #[source]
        words: Words,
    },
    /// A command failed; the files stand as they were written.
    #[error("`git {command}` failed in `{}`", folder.display())]
    Failed {
        /// `add` or `commit`.
        command: &'static str,
        /// Where.
        folder: PathBuf,
        /// How what is left undone gets done.
        remedy: String,
        /// Why.
        #[source]
        words: Words,
    },
    /// A written file cannot be found again, or the message cannot be handed over.
    #[error(transparent)]
    Disk(#[from] DiskError),
}

impl GitError {
    /// True for what no later run cures: the place, not the day, is wrong.
    pub const fn is_lasting(&self) -> bool {
        matches!(self, Self::Absent(_) | Self::NoWorkTree { .. })
    }

    /// What to do about it.
    pub fn hint(&self) -> String {
        match self {
            Self::Absent(_) => "install git, or leave out `--stage` and `--commit`".to_owned(),
            Self::NoWorkTree { .. } => {
                "write into a clone of the site's repository; `git init` makes one".to_owned()
            }
            Self::Failed { remedy, .. } | Self::Busy { remedy, .. } => {
                format!("what was written stays{remedy}")
            }
            Self::Disk(_) => "what was written stays; stage and commit it by hand".to_owned(),
        }
    }
}

/// What stands in the folder of a repository while something is in progress. git itself refuses a partial commit in a
/// merge only: in a rebase it would put the post into the branch that is being rewritten, and what is staged into the
/// commit that is being made again.
const IN_PROGRESS: [&str; 6] =
    ["rebase-merge", "rebase-apply", "MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "BISECT_LOG"];

/// What is done with files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Aim {
    Stage,
    Commit,
}

/// What git said, word for word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words(String);

impl Words {
    fn of(output: &Output) -> Self {
        let said =
            [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).trim().to_owned());
        let said: Vec<String> = said.into_iter().filter(|text| !text.is_empty()).collect();
        match said.is_empty() {
            true => Self(format!("it said nothing ({})", output.status)),
            false => Self(said.join("\n")),
        }
    }
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Words {}

/// A work tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repository {
    /// A folder in it, where git is started.
    folder: PathBuf,
}

impl Repository {
    /// The one that `path` lies in, or will when it is written.
    pub fn of(path: &Path) -> Result<Self, GitError> {
        let folder = disk::nearest_folder(path)?;
        let repository = Self { folder };
        let output = repository.git(&["rev-parse", "--show-toplevel"], &[], Stdio::null())?;
        if output.status.success() {
            return Ok(repository);
        }
        Err(GitError::NoWorkTree { folder: repository.folder, words: Words::of(&output) })
    }

    /// Stages these files and nothing else.
    pub fn stage(&self, files: &[PathBuf]) -> Result<(), GitError> {
        self.add(Aim::Stage, &real(files)?)
    }

    fn add(&self, aim: Aim, files: &[PathBuf]) -> Result<(), GitError> {
        self.refuse_busy(aim, files)?;
        let output = self.git(&["add"], files, Stdio::null())?;
        self.succeeded("add", aim, files, &output)
    }

    /// Stages and commits these files as they stand and nothing else; gives what git and its hooks said, `None` when all of
    /// it is committed already.
    pub fn commit(&self, files: &[PathBuf], message: &str) -> Result<Option<Words>, GitError> {
        let files = real(files)?;
        self.add(Aim::Commit, &files)?;
        if !self.differs(&files)? {
            return Ok(None);
        }
        let message = disk::unnamed(message.as_bytes())?;
        // A user's `commit.cleanup` must not take away lines.
        let arguments = ["commit", "--cleanup=whitespace", "--file=-"];
        let output = self.git(&arguments, &files, message.into())?;
        self.succeeded("commit", Aim::Commit, &files, &output)?;
        Ok(Some(Words::of(&output)))
    }

    /// True when there is something to commit in one of these files, which must exist; ignored ones have nothing.
    pub fn differs(&self, files: &[PathBuf]) -> Result<bool, GitError> {
        let output =
            self.git(&["status", "--porcelain", "--untracked-files=all"], &real(files)?, Stdio::null())?;
        Ok(!output.stdout.is_empty())
    }

    fn refuse_busy(&self, aim: Aim, files: &[PathBuf]) -> Result<(), GitError> {
        let arguments: Vec<&str> = std::iter::once("rev-parse")
            .chain(IN_PROGRESS.iter().flat_map(|name| ["--git-path", name]))
            .collect();
        let output = self.git(&arguments, &[], Stdio::null())?;
        let paths = String::from_utf8_lossy(&output.stdout);
        if !paths.lines().any(|path| self.folder.join(path).exists()) {
            return Ok(());
        }
        let status = self.git(&["status", "--untracked-files=no"], &[], Stdio::null())?;
        let remedy = self.remedy(aim, files);
        Err(GitError::Busy { folder: self.folder.clone(), remedy, words: Words::of(&status) })
    }

    fn succeeded(
        &self,
        command: &'static str,
        aim: Aim,
        files: &[PathBuf],
        output: &Output,
    ) -> Result<(), GitError> {
        if output.status.success() {
            return Ok(());
        }
        let remedy = self.remedy(aim, files);
        Err(GitError::Failed { command, folder: self.folder.clone(), remedy, words: Words::of(output) })
    }

    /// How what git refused gets done, by hand or by the next run.
    fn remedy(&self, aim: Aim, files: &[PathBuf]) -> String {
        let names: Vec<String> = files.iter().map(|file| in_shell(file)).collect();
        let command = |word| format!("git -C {} {word} -- {}", in_shell(&self.folder), names.join(" "));
        match aim {
            Aim::Stage => format!("; when git is content: `{}`", command("add")),
            Aim::Commit => format!(
                ", and the next run with `--commit` commits it; or by hand, when git is content: `{} && {}`",
                command("add"),
                command("commit")
            ),
        }
    }

    /// Runs the user's git. File names are taken as they are written: `*` and `:` mean nothing in them.
    #[expect(clippy::disallowed_methods, reason = "this is where another program is started")]
    fn git(&self, arguments: &[&str], files: &[PathBuf], input: Stdio) -> Result<Output, GitError> {
        let mut command = Command::new("git");
        command.arg("-C").arg(&self.folder).arg("--literal-pathspecs").args(arguments);
        if !files.is_empty() {
            command.arg("--").args(files.iter().map(OsString::from));
        }
        command.stdin(input).output().map_err(GitError::Absent)
    }
}

/// A path as a shell reads it back.
pub fn in_shell(path: &Path) -> String {
    format!("'{}'", path.display().to_string().replace('\'', r"'\''"))
}

/// Where the files really are: git does not follow symbolic links.
fn real(files: &[PathBuf]) -> Result<Vec<PathBuf>, DiskError> {
    files.iter().map(|file| disk::real(file)).collect()
}
