//! Starts the user's git: the folder of the output decides the repository, whatever a hook or a deploy script left in the
//! environment, and an index that another git has is waited for.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use super::GitError;
use crate::environment::Environment;
use papers_system::disk;

/// The variables by which git tells its hooks about their own repository, and those that change how file names are read (`git
/// rev-parse --local-env-vars`). `GIT_CONFIG_*` is not here: whoever sets that means every git.
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

/// The index of the commit that is being made, in a hook of it.
const INDEX: &str = "GIT_INDEX_FILE";

/// The repositories in which commits of this program and of those that started it are being made.
const COMMITTING: &str = "PAPERS_COMMITTING";

/// The time for which another git may have the index: what it does there takes a moment, a large `git add` some seconds.
pub(super) const INDEX_PATIENCE: Duration = Duration::from_secs(30);

/// The pause before a taken index is tried again.
const POLL: Duration = Duration::from_millis(100);

/// Git in one folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Git {
    folder: PathBuf,
    /// The index to stage into, in a hook of the same repository's commit.
    index: Option<PathBuf>,
    committing: OsString,
}

/// The operations that start a hook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Not by a commit of this repository.
    Free,
    /// By a commit that is being made here, so that no other can be; what is staged becomes part of it.
    Hook,
    /// By a run whose commit is being made here, by way of another repository's hook.
    Within,
}

impl Git {
    /// Git that works in a folder.
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder, index: None, committing: OsString::new() }
    }

    /// Git for the repository at `git_dir`, and whether this process runs in a hook of a commit there.
    pub(super) fn at(self, git_dir: &Path) -> (Self, Place) {
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
        (Self { index, committing, ..self }, place)
    }

    /// Runs git. File names are taken as they are written: `*` and `:` mean nothing in them.
    pub(super) fn run(&self, arguments: &[&str], files: &[PathBuf]) -> Result<Output, GitError> {
        self.command(arguments, files).stdin(Stdio::null()).output().map_err(GitError::Absent)
    }

    /// As [`run`](Self::run), for what needs the index, with text for standard input: waits for another git that has it.
    pub(super) fn change(
        &self,
        arguments: &[&str],
        files: &[PathBuf],
        input: Option<&str>,
    ) -> Result<Output, GitError> {
        let mut waited = Duration::ZERO;
        loop {
            let stdin = match input {
                Some(text) => disk::unnamed(text.as_bytes())?.into(),
                None => Stdio::null(),
            };
            let output = self.command(arguments, files).stdin(stdin).output().map_err(GitError::Absent)?;
            if !is_locked_out(&output) || waited >= INDEX_PATIENCE {
                return Ok(output);
            }
            if waited.is_zero() {
                let seconds = INDEX_PATIENCE.as_secs();
                tracing::info!(
                    "another git has the index of `{}`; waiting up to {seconds} s",
                    self.folder.display()
                );
            }
            std::thread::sleep(POLL);
            waited += POLL;
        }
    }

    /// Runs git with words that are the same in every language.
    pub(super) fn run_plainly(&self, arguments: &[&str]) -> Result<Output, GitError> {
        self.command(arguments, &[])
            .env("LC_ALL", "C")
            .stdin(Stdio::null())
            .output()
            .map_err(GitError::Absent)
    }

    fn command(&self, arguments: &[&str], files: &[PathBuf]) -> Command {
        let mut command = git();
        command.arg("-C").arg(&self.folder).arg("--literal-pathspecs").args(arguments);
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

/// Returns true if git stopped at a lock before it did anything. The names of the files are in its words in every language.
fn is_locked_out(output: &Output) -> bool {
    let said = String::from_utf8_lossy(&output.stderr);
    !output.status.success() && ["index.lock", "HEAD.lock"].iter().any(|lock| said.contains(lock))
}
