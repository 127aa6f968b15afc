//! Starts the user's git. The folder of the output determines the repository, whatever variables a hook or deploy script has
//! set. Waits while another git has locked the index.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use super::GitError;
use super::output::output;
use crate::environment::Environment;
use papers_system::disk;

/// The variables that name a repository for hooks, and those that change how file names are read (`git rev-parse
/// --local-env-vars`). `GIT_CONFIG_*` is not removed, because it is meant for every git.
const INHERITED: [&str; 14] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_COMMON_DIR",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_QUARANTINE_PATH",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
    "GIT_SHALLOW_FILE",
    "GIT_GRAFT_FILE",
    "GIT_GLOB_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS",
];

/// In a hook, the variable with the index of the commit in progress.
const INDEX: &str = "GIT_INDEX_FILE";

/// The variable with the repositories in which this program, or those that started it, are committing.
const COMMITTING: &str = "PAPERS_COMMITTING";

/// The files with which git locks the index and the head.
const LOCKS: [&str; 2] = ["index.lock", "HEAD.lock"];

/// The maximum wait for another git's lock on the index. Most commands hold it for a moment, a large `git add` for seconds.
pub(super) const INDEX_PATIENCE: Duration = Duration::from_secs(30);

/// The maximum wait if there is no lock. Either the other git has just ended, or git could not make a lock of its own, as on a
/// full disk.
const FREE_PATIENCE: Duration = Duration::from_secs(1);

/// The pause before the next attempt.
const POLL: Duration = Duration::from_millis(100);

/// Git in one folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Git {
    folder: PathBuf,
    /// The index to stage into, if this process runs in a hook of a commit in the same repository.
    index: Option<PathBuf>,
    committing: OsString,
    /// True if the settings say that the case of letters in file names does not matter, and here it does, as in a copy of a clone
    /// from macOS. Git would stage the file in a folder of another case.
    is_exact: bool,
}

/// The relation of this process to a commit in progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// It was not started by a hook of one in this repository.
    Free,
    /// It was started by a hook of one here. No other commit is possible, and staged files become part of it.
    Hook,
    /// It was started by a run that is committing here, through a hook of another repository.
    Within,
}

impl Git {
    /// Git for a folder.
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder, index: None, committing: OsString::new(), is_exact: false }
    }

    /// Git for the repository at `git_dir`, and whether this process runs in a hook of a commit there.
    pub(super) fn at(self, git_dir: &Path) -> Result<(Self, Place), GitError> {
        let environment = Environment::of_process();
        // An index of this repository lies in its folder, under whatever name.
        let index = environment.value(INDEX).map(|index| disk::real_path(Path::new(index)));
        let index = index.filter(|index| index.parent() == Some(&*disk::real_path(git_dir)));
        let earlier = environment.value(COMMITTING).unwrap_or_default();
        let is_within = std::env::split_paths(earlier).any(|path| path == git_dir);
        let paths = std::env::split_paths(earlier).chain([git_dir.to_owned()]);
        let committing = std::env::join_paths(paths).unwrap_or_else(|_| git_dir.as_os_str().to_owned());
        let place = match (&index, is_within) {
            (Some(_), _) => Place::Hook,
            (None, true) => Place::Within,
            (None, false) => Place::Free,
        };
        // Git itself finds it out in this way when it makes a repository.
        let is_exact = !git_dir.join("hEaD").exists() && {
            let ignores = self.run(&["config", "--type=bool", "core.ignorecase"], &[])?;
            ignores.stdout.starts_with(b"true")
        };
        Ok((Self { index, committing, is_exact, ..self }, place))
    }

    /// Runs git. File names are taken literally, without a meaning for `*` and `:`.
    pub(super) fn run(&self, arguments: &[&str], files: &[PathBuf]) -> Result<Output, GitError> {
        self.finished(arguments, files, Stdio::null())
    }

    /// Like [`run`](Self::run) with text on standard input, for commands that need the index. Waits while another git has
    /// locked it.
    pub(super) fn change(
        &self,
        arguments: &[&str],
        files: &[PathBuf],
        input: Option<&str>,
    ) -> Result<Output, GitError> {
        let mut waited = Duration::ZERO;
        let mut patience = FREE_PATIENCE;
        loop {
            let stdin = match input {
                Some(text) => disk::unnamed(text.as_bytes(), &self.folder)?.into(),
                None => Stdio::null(),
            };
            let output = self.finished(arguments, files, stdin)?;
            if !is_locked_out(&output) || waited >= patience {
                return Ok(output);
            }
            if patience < INDEX_PATIENCE && self.is_locked()? {
                patience = INDEX_PATIENCE;
                tracing::info!(
                    "another git has the index of `{}`; waiting up to {} s",
                    self.folder.display(),
                    patience.as_secs()
                );
            }
            std::thread::sleep(POLL);
            waited += POLL;
        }
    }

    /// Returns true if a git has locked the index or the head.
    fn is_locked(&self) -> Result<bool, GitError> {
        let [index, head] = LOCKS;
        let output = self.run(&["rev-parse", "--git-path", index, "--git-path", head], &[])?;
        let paths = String::from_utf8_lossy(&output.stdout);
        Ok(paths.lines().any(|path| self.folder.join(path).exists()))
    }

    /// Runs git with messages in English.
    pub(super) fn run_plainly(&self, arguments: &[&str]) -> Result<Output, GitError> {
        let mut command = self.command(arguments, &[]);
        command.env("LC_ALL", "C").stdin(Stdio::null());
        output(command).map_err(GitError::Absent)
    }

    fn finished(&self, arguments: &[&str], files: &[PathBuf], stdin: Stdio) -> Result<Output, GitError> {
        let mut command = self.command(arguments, files);
        command.stdin(stdin);
        output(command).map_err(GitError::Absent)
    }

    fn command(&self, arguments: &[&str], files: &[PathBuf]) -> Command {
        let mut command = git();
        command.arg("-C").arg(&self.folder).arg("--literal-pathspecs");
        if self.is_exact {
            command.args(["-c", "core.ignorecase=false"]);
        }
        command.args(arguments);
        if !files.is_empty() {
            command.arg("--").args(files.iter().map(OsString::from));
        }
        for name in INHERITED {
            command.env_remove(name);
        }
        match &self.index {
            Some(index) => command.env(INDEX, index),
            None => command.env_remove(INDEX),
        };
        if !self.committing.is_empty() {
            command.env(COMMITTING, &self.committing);
        }
        command
    }
}

#[expect(clippy::disallowed_methods, reason = "this is where another program is started")]
fn git() -> Command {
    Command::new("git")
}

/// Returns true if git stopped at a lock without doing anything. Its message contains the lock file's name in every language.
fn is_locked_out(output: &Output) -> bool {
    !output.status.success() && names_lock(&String::from_utf8_lossy(&output.stderr))
}

/// Returns true for git's message about a lock of another process.
pub(super) fn names_lock(message: &str) -> bool {
    LOCKS.iter().any(|lock| message.contains(lock))
}
