//! Stages and commits written files with the user's own `git`, and so with their hooks, signature and identity. Only the named
//! files are touched; whatever else is staged stays staged. Nothing is ever pushed.

mod call;
mod error;
mod output;

use std::path::{Path, PathBuf};
use std::process::Output;
use std::time::Duration;

use papers_system::disk::{self, DiskError, FolderLock};

use call::{Git, Place};

pub use error::{GitError, Mark, Reason, Words};

/// The maximum wait for other runs that commit into the same repository, whose hooks may be slow.
const PATIENCE: Duration = Duration::from_secs(600);

/// Files in the repository's folder that show an operation in progress. git itself rejects a partial commit only during a
/// merge. During a rebase it would add the post to the branch that is being rewritten, and staged files to the commit that is
/// being replayed.
const IN_PROGRESS: [&str; 6] =
    ["rebase-merge", "rebase-apply", "MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "BISECT_LOG"];

/// An action on files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Aim {
    Stage,
    Commit,
}

/// The outcome for files that were to be committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Committed {
    /// They were committed; this is the output of git and its hooks.
    Now(Words),
    /// There was nothing to commit.
    Before,
    /// They were staged: this run was started by a hook of a commit in progress, which will contain them.
    Staged,
    /// Nothing was done: this run was started, through other hooks, by a run whose commit into this repository is in progress.
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
    /// Finds the work tree of `path`, which need not exist yet.
    pub fn of(path: &Path) -> Result<Self, GitError> {
        let folder = disk::nearest_folder(path)?;
        let git = Git::new(folder.clone());
        let output = git.run(&["rev-parse", "--show-toplevel", "--absolute-git-dir"], &[])?;
        let text = String::from_utf8_lossy(&output.stdout);
        let Some(git_dir) = text.lines().nth(1).filter(|_| output.status.success()).map(PathBuf::from) else {
            let plain = git.run_plainly(&["rev-parse", "--show-toplevel"])?;
            let reason = Reason::of(&String::from_utf8_lossy(&plain.stderr));
            return Err(GitError::NoWorkTree { folder, reason, words: Words::of(&output) });
        };
        if let Some(line) = text.lines().next().and_then(|top| unpopulated(Path::new(top), &folder)) {
            return Err(GitError::NoWorkTree { folder, reason: Reason::NoSubmodule, words: Words(line) });
        }
        let (git, place) = git.at(&git_dir)?;
        Ok(Self { folder, git_dir, git, place })
    }

    /// Rejects a file that git ignores, because it could never be committed.
    pub fn refuse_ignored(&self, file: &Path) -> Result<(), GitError> {
        let real = [disk::real_path(file)];
        // `check-ignore` always takes paths literally, and rejects the option for it. With `--verbose` it also reports lines
        // that include a file again.
        let check = |how| self.git.run(&["--no-literal-pathspecs", "check-ignore", how], &real);
        if !check("--quiet")?.status.success() {
            return Ok(());
        }
        let words = Words::of(&check("--verbose")?);
        Err(GitError::Ignored { path: file.to_owned(), words })
    }

    /// Returns true if a file is in the index.
    pub fn tracks(&self, file: &Path) -> Result<bool, GitError> {
        let output = self.git.run(&["ls-files"], &[file.to_owned()])?;
        Ok(!output.stdout.is_empty())
    }

    /// Stages only these files.
    pub fn stage(&self, files: &[PathBuf]) -> Result<(), GitError> {
        let _lock = self.lock()?;
        match self.place {
            Place::Within => Ok(()),
            Place::Free | Place::Hook => self.add(Aim::Stage, &real(files)?),
        }
    }

    /// Keeps other runs from committing into the repository until the lock is dropped. A run in a hook is part of another run's
    /// commit and needs no lock.
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

    /// Stages and commits only these files, with their current content. The caller holds the [lock](Self::lock).
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
        // The user's `commit.cleanup` must not remove lines.
        let arguments = ["commit", "--cleanup=whitespace", "--file=-"];
        let output = self.git.change(&arguments, &files, Some(message))?;
        self.succeeded("commit", Aim::Commit, &files, &output)?;
        self.settle(&files)?;
        if !self.git.run(&["symbolic-ref", "--quiet", "HEAD"], &[])?.status.success() {
            tracing::warn!(
                "`{}` is on no branch (a detached HEAD): the next checkout leaves the commit behind; `git switch` to a branch first",
                self.folder.display()
            );
        }
        Ok(Committed::Now(Words::of(&output)))
    }

    /// Updates the index to the commit. Hooks that format and stage files do so in the commit's copy of the index; with the
    /// user's own index, their next commit would undo this.
    fn settle(&self, files: &[PathBuf]) -> Result<(), GitError> {
        let output = self.git.run(&["diff", "--cached", "--quiet"], files)?;
        if !output.status.success() {
            self.git.change(&["reset", "--quiet"], files, None)?;
        }
        Ok(())
    }

    /// Returns true if one of these files, which must exist, has changes to commit. Ignored files have none.
    pub fn differs(&self, files: &[PathBuf]) -> Result<bool, GitError> {
        let files = real(files)?;
        self.refuse_hidden(&files)?;
        let output = self.git.run(&["status", "--porcelain", "--untracked-files=all"], &files)?;
        Ok(!output.stdout.is_empty())
    }

    /// Rejects a repository with an operation in progress or with conflicting files, for example after
    /// `git pull --autostash`. Staging such files would mark them as resolved.
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

    /// Rejects files whose changes git ignores, instead of skipping them silently as git does.
    fn refuse_hidden(&self, files: &[PathBuf]) -> Result<(), GitError> {
        for file in files {
            let output = self.git.run(&["ls-files", "-v"], std::slice::from_ref(file))?;
            let text = String::from_utf8_lossy(&output.stdout);
            let letter = text.split(' ').next().filter(|letter| !letter.is_empty());
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

    /// Says how to finish by hand or with the next run what git refused.
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

/// Returns the line of `.gitmodules` for a submodule that contains the folder. If the folder belongs to the work tree around it all
/// the same, the submodule is not checked out.
fn unpopulated(top: &Path, folder: &Path) -> Option<String> {
    let modules = disk::read_text(&top.join(".gitmodules")).ok()?;
    let folder = disk::real_path(folder);
    let is_above = |line: &&str| {
        let path = line.trim().strip_prefix("path").and_then(|rest| rest.trim_start().strip_prefix('='));
        path.is_some_and(|path| folder.starts_with(disk::real_path(&top.join(path.trim().trim_matches('"')))))
    };
    modules.lines().find(is_above).map(|line| format!(".gitmodules: {}", line.trim()))
}

/// Quotes a path for a shell. It does not begin with `-`, which would be an option.
pub fn in_shell(path: &Path) -> String {
    let path = path.display().to_string();
    let start = if path.starts_with('-') { "./" } else { "" };
    format!("'{start}{}'", path.replace('\'', r"'\''"))
}

/// Resolves symbolic links, which git does not follow.
fn real(files: &[PathBuf]) -> Result<Vec<PathBuf>, DiskError> {
    files.iter().map(|file| disk::real(file)).collect()
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[test]
    fn a_path_is_no_option_to_a_shell() {
        assert_eq!(in_shell(Path::new("-dash")), "'./-dash'");
        assert_eq!(in_shell(Path::new("it's")), r"'it'\''s'");
    }

    #[test]
    fn only_a_git_that_is_not_there_is_a_matter_of_settings() {
        let absent = |kind: io::ErrorKind| GitError::Absent(kind.into());
        let missing = absent(io::ErrorKind::NotFound);
        assert!(missing.is_lasting() && missing.hint().contains("install git"));
        let short = absent(io::ErrorKind::OutOfMemory);
        assert!(!short.is_lasting() && short.hint().contains("again"));
    }
}
