//! Files that were written → the user's Git repository, by the user's own `git`: hooks, signing, identity and words are
//! as they have them. Only the named files are touched; what else is staged stays staged. Nothing is ever pushed.

mod call;

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::time::Duration;

use papers_system::disk::{self, DiskError, FolderLock};

use call::{Git, Place};

/// The time for which other runs may commit into the same repository, one after the other: each may have slow hooks.
const PATIENCE: Duration = Duration::from_secs(600);

/// Git, or what is around it, refuses.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// There is no `git`.
    #[error("`git` cannot be started")]
    Absent(#[source] std::io::Error),
    /// The folder is in no work tree, or in one that git will not touch.
    #[error("git cannot work in `{}`", folder.display())]
    NoWorkTree {
        /// The folder of the output.
        folder: PathBuf,
        /// The reason.
        reason: Reason,
        /// Git's own words.
        #[source]
        words: Words,
    },
    /// The user told git not to look at the file.
    #[error("git ignores changes to `{}`, because it is marked `{}`", file.display(), mark.name())]
    Hidden {
        /// The post.
        file: PathBuf,
        /// The mark.
        mark: Mark,
        /// The folder.
        folder: PathBuf,
    },
    /// The user told git to leave the file out.
    #[error("git ignores `{}`", path.display())]
    Ignored {
        /// The post.
        path: PathBuf,
        /// The line of `.gitignore` that says so.
        #[source]
        words: Words,
    },
    /// The user is in the middle of a merge, a rebase or the like; what is staged would become part of it.
    #[error("nothing was staged or committed in `{}`: something else is in progress", folder.display())]
    Busy {
        /// The folder.
        folder: PathBuf,
        /// The way to do what is left undone.
        remedy: String,
        /// The operation in progress, as `git status` tells it.
        #[source]
        words: Words,
    },
    /// A command failed; the files stand as they were written.
    #[error("`git {command}` failed in `{}`", folder.display())]
    Failed {
        /// `add` or `commit`.
        command: &'static str,
        /// The folder.
        folder: PathBuf,
        /// The way to do what is left undone.
        remedy: String,
        /// Git's own words.
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
        matches!(self, Self::Absent(_) | Self::NoWorkTree { .. } | Self::Ignored { .. })
    }

    /// Says what to do about it.
    pub fn hint(&self) -> String {
        match self {
            Self::Absent(_) => "install git, or leave out `--stage` and `--commit`".to_owned(),
            Self::NoWorkTree { folder, reason, .. } => reason.hint(folder),
            Self::Hidden { file, mark, folder } => format!(
                "what was written stays; `git -C {} update-index --no-{} -- {}`, and the next run with `--commit` commits it",
                in_shell(folder),
                mark.name(),
                in_shell(file)
            ),
            Self::Ignored { .. } => {
                "take that line out of `.gitignore`, or leave out `--stage` and `--commit`".to_owned()
            }
            Self::Failed { remedy, .. } | Self::Busy { remedy, .. } => {
                format!("what was written stays{remedy}")
            }
            Self::Disk(_) => "what was written stays; stage and commit it by hand".to_owned(),
        }
    }
}

/// The reasons why git cannot work in a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// It is in no repository.
    NoRepository,
    /// The repository is another user's, and git does not trust it.
    Ownership,
    /// It is in a bare repository, or in `.git` itself.
    NoFiles,
}

impl Reason {
    /// Reads the reason from git's words, which are English here.
    fn of(words: &str) -> Self {
        if words.contains("dubious ownership") {
            Self::Ownership
        } else if words.contains("must be run in a work tree") {
            Self::NoFiles
        } else {
            Self::NoRepository
        }
    }

    fn hint(self, folder: &Path) -> String {
        match self {
            Self::NoRepository => {
                "write into a clone of the site's repository; `git init` makes one (`GIT_DIR` is not followed: the folder of \
                 the output decides)"
                    .to_owned()
            }
            Self::Ownership => format!(
                "another user owns it; when you trust it: `git config --global --add safe.directory {}`",
                in_shell(folder)
            ),
            Self::NoFiles => {
                "this is a bare repository or the inside of `.git`, where no posts can be; write into a clone: `git clone` \
                 or `git worktree add` makes one"
                    .to_owned()
            }
        }
    }
}

/// The marks that keep a file from git's eyes, so that `git add` passes it over without a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// `git update-index --assume-unchanged`.
    AssumeUnchanged,
    /// `git update-index --skip-worktree`, or a sparse checkout.
    SkipWorktree,
}

impl Mark {
    const fn name(self) -> &'static str {
        match self {
            Self::AssumeUnchanged => "assume-unchanged",
            Self::SkipWorktree => "skip-worktree",
        }
    }

    /// Reads the letter of `git ls-files -v`.
    fn of(letter: &str) -> Option<Self> {
        match letter {
            "S" | "s" => Some(Self::SkipWorktree),
            letter => letter.chars().all(|c| c.is_ascii_lowercase()).then_some(Self::AssumeUnchanged),
        }
    }
}

/// The names in the folder of a repository while an operation is in progress. git itself refuses a partial commit in a merge
/// only: in a rebase it would put the post into the branch that is being rewritten, and what is staged into the commit that is
/// being made again.
const IN_PROGRESS: [&str; 6] =
    ["rebase-merge", "rebase-apply", "MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "BISECT_LOG"];

/// The things that can be done with files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Aim {
    Stage,
    Commit,
}

/// The words of git, as they came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words(String);

impl Words {
    fn of(output: &Output) -> Self {
        let said =
            [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).trim().to_owned());
        let said: Vec<String> = said.into_iter().filter(|text| !text.is_empty()).collect();
        if said.is_empty() {
            Self(format!("it said nothing ({})", output.status))
        } else {
            Self(said.join("\n"))
        }
    }
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Words {}

/// The outcome for files that were to be committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Committed {
    /// They are in a commit now; git and its hooks said this.
    Now(Words),
    /// There was nothing to commit.
    Before,
    /// They are staged: this run was started by a hook of a commit that is being made, which takes them.
    Staged,
    /// Nothing was done: this run was started, by way of other hooks, by one whose commit is being made here.
    Later,
}

/// A work tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repository {
    /// A folder in it, where git is started.
    folder: PathBuf,
    git_dir: PathBuf,
    git: Git,
    place: Place,
}

impl Repository {
    /// The one that `path` lies in, or will when it is written.
    pub fn of(path: &Path) -> Result<Self, GitError> {
        let folder = disk::nearest_folder(path)?;
        let git = Git::new(folder.clone());
        let output = git.run(&["rev-parse", "--show-toplevel", "--absolute-git-dir"], &[])?;
        let said = String::from_utf8_lossy(&output.stdout);
        let Some(git_dir) = said.lines().nth(1).filter(|_| output.status.success()).map(PathBuf::from) else {
            let plain = git.run_plainly(&["rev-parse", "--show-toplevel"])?;
            let reason = Reason::of(&String::from_utf8_lossy(&plain.stderr));
            return Err(GitError::NoWorkTree { folder, reason, words: Words::of(&output) });
        };
        let (git, place) = git.at(&git_dir);
        Ok(Self { folder, git_dir, git, place })
    }

    /// Refuses a file that git ignores: it could be written and never be committed.
    pub fn refuse_ignored(&self, file: &Path) -> Result<(), GitError> {
        let real = [disk::real_path(file)];
        // `check-ignore` reads paths as they are, and refuses to be told so. With `--verbose` it tells of lines that take a
        // file in again, too.
        let check = |how| self.git.run(&["--no-literal-pathspecs", "check-ignore", how], &real);
        if !check("--quiet")?.status.success() {
            return Ok(());
        }
        let words = Words::of(&check("--verbose")?);
        Err(GitError::Ignored { path: file.to_owned(), words })
    }

    /// Stages these files and nothing else.
    pub fn stage(&self, files: &[PathBuf]) -> Result<(), GitError> {
        let _lock = self.lock()?;
        match self.place {
            Place::Within => Ok(()),
            Place::Free | Place::Hook => self.add(Aim::Stage, &real(files)?),
        }
    }

    /// Keeps other runs from committing in the repository, until the lock is dropped. A run in a hook is part of the commit that
    /// another one makes, and needs none.
    pub fn lock(&self) -> Result<Option<FolderLock>, DiskError> {
        match self.place {
            Place::Free => disk::lock_folder(&self.git_dir, PATIENCE).map(Some),
            Place::Hook | Place::Within => Ok(None),
        }
    }

    fn add(&self, aim: Aim, files: &[PathBuf]) -> Result<(), GitError> {
        self.refuse_busy(aim, files)?;
        self.refuse_hidden(files)?;
        let output = self.git.change(&["add"], files, None)?;
        self.succeeded("add", aim, files, &output)
    }

    /// Stages and commits these files as they stand and nothing else; the caller has the [lock](Self::lock).
    pub fn commit(&self, files: &[PathBuf], message: &str) -> Result<Committed, GitError> {
        let files = real(files)?;
        if self.place == Place::Within {
            return Ok(Committed::Later);
        }
        self.add(Aim::Commit, &files)?;
        if !self.differs(&files)? {
            return Ok(Committed::Before);
        }
        if self.place == Place::Hook {
            return Ok(Committed::Staged);
        }
        // A user's `commit.cleanup` must not take away lines.
        let arguments = ["commit", "--cleanup=whitespace", "--file=-"];
        let output = self.git.change(&arguments, &files, Some(message))?;
        self.succeeded("commit", Aim::Commit, &files, &output)?;
        self.settle(&files)?;
        Ok(Committed::Now(Words::of(&output)))
    }

    /// Brings the index up to the commit. A hook that formats files and stages them does so in the index of the commit,
    /// which is a copy; the user's own would undo the hook's work with their next commit.
    fn settle(&self, files: &[PathBuf]) -> Result<(), GitError> {
        let output = self.git.run(&["diff", "--cached", "--quiet"], files)?;
        if !output.status.success() {
            self.git.change(&["reset", "--quiet"], files, None)?;
        }
        Ok(())
    }

    /// Returns true if there is something to commit in one of these files, which must exist; ignored ones have nothing.
    pub fn differs(&self, files: &[PathBuf]) -> Result<bool, GitError> {
        let files = real(files)?;
        self.refuse_hidden(&files)?;
        let output = self.git.run(&["status", "--porcelain", "--untracked-files=all"], &files)?;
        Ok(!output.stdout.is_empty())
    }

    /// Refuses a repository in which something is in progress, or in which a merge of any kind, such as the end of
    /// `git pull --autostash`, left files in conflict: to stage those would call them resolved.
    fn refuse_busy(&self, aim: Aim, files: &[PathBuf]) -> Result<(), GitError> {
        let arguments: Vec<&str> = std::iter::once("rev-parse")
            .chain(IN_PROGRESS.iter().flat_map(|name| ["--git-path", name]))
            .collect();
        let output = self.git.run(&arguments, &[])?;
        let paths = String::from_utf8_lossy(&output.stdout);
        let unmerged = self.git.run(&["diff", "--name-only", "--diff-filter=U"], &[])?;
        if unmerged.stdout.is_empty() && !paths.lines().any(|path| self.folder.join(path).exists()) {
            return Ok(());
        }
        let status = self.git.run(&["status", "--untracked-files=no"], &[])?;
        let remedy = self.remedy(aim, files);
        Err(GitError::Busy { folder: self.folder.clone(), remedy, words: Words::of(&status) })
    }

    /// Refuses files that git does not look at, rather than passing them over as git does.
    fn refuse_hidden(&self, files: &[PathBuf]) -> Result<(), GitError> {
        for file in files {
            let output = self.git.run(&["ls-files", "-v"], std::slice::from_ref(file))?;
            let said = String::from_utf8_lossy(&output.stdout);
            let letter = said.split(' ').next().filter(|letter| !letter.is_empty());
            if let Some(mark) = letter.and_then(Mark::of) {
                return Err(GitError::Hidden { file: file.clone(), mark, folder: self.folder.clone() });
            }
        }
        Ok(())
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

    /// Says how to do what git refused, by hand or by the next run.
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
}

/// A path as a shell reads it back.
pub fn in_shell(path: &Path) -> String {
    format!("'{}'", path.display().to_string().replace('\'', r"'\''"))
}

/// Finds where the files really are: git does not follow symbolic links.
fn real(files: &[PathBuf]) -> Result<Vec<PathBuf>, DiskError> {
    files.iter().map(|file| disk::real(file)).collect()
}
