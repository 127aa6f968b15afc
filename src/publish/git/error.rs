//! The reasons why git cannot stage or commit, in its own words, with advice.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::process::Output;

use super::{call, in_shell};
use papers_system::disk::DiskError;

/// The reasons why git cannot stage or commit.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// There is no `git`, or this machine cannot start it now.
    #[error("`git` cannot be started")]
    Absent(#[source] io::Error),
    /// The folder is not in a work tree, or in one that git refuses to use.
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
    /// The user told git to ignore changes of the file.
    #[error("git ignores changes to `{}`, because it is marked `{}`", file.display(), mark.name())]
    Hidden {
        /// The post.
        file: PathBuf,
        /// The mark.
        mark: Mark,
        /// The folder.
        folder: PathBuf,
    },
    /// The user told git to ignore the file.
    #[error("git ignores `{}`", path.display())]
    Ignored {
        /// The post.
        path: PathBuf,
        /// The line of `.gitignore` that ignores it.
        #[source]
        words: Words,
    },
    /// A merge, a rebase or a similar operation is in progress; staged files would become part of it.
    #[error("nothing was staged or committed in `{}`: something else is in progress", folder.display())]
    Busy {
        /// The folder.
        folder: PathBuf,
        /// Advice on how to complete what could not be done.
        remedy: String,
        /// The operation in progress, as in `git status`.
        #[source]
        words: Words,
    },
    /// A command failed; the written files are kept.
    #[error("`git {command}` failed in `{}`", folder.display())]
    Failed {
        /// `add` or `commit`.
        command: &'static str,
        /// The folder.
        folder: PathBuf,
        /// Advice on how to complete what could not be done.
        remedy: String,
        /// Git's own words.
        #[source]
        words: Words,
    },
    /// Git has not ended, perhaps because a hook waits for an answer that nobody gives.
    #[error(
        "git, or a hook that it runs, has been at work for {minutes} minutes, and is no longer waited for"
    )]
    Endless {
        /// The time that it had.
        minutes: u64,
    },
    /// A written file cannot be found any more, or the message cannot be passed to git.
    #[error(transparent)]
    Disk(#[from] DiskError),
}

impl GitError {
    /// Returns true for errors that a later run does not solve, because the folder is wrong.
    pub fn is_lasting(&self) -> bool {
        match self {
            Self::Absent(error) => is_missing(error),
            Self::NoWorkTree { .. } | Self::Ignored { .. } => true,
            _ => false,
        }
    }

    /// Returns true if another git process has locked the index, so that nothing else can be committed either.
    pub fn is_locked_out(&self) -> bool {
        matches!(self, Self::Failed { words, .. } if call::names_lock(&words.0))
    }

    /// Returns advice on what to do.
    pub fn hint(&self) -> String {
        match self {
            Self::Absent(error) if is_missing(error) => {
                "install git, or leave out `--stage` and `--commit`".to_owned()
            }
            Self::Absent(_) => "run the same command again; what was written stays".to_owned(),
            Self::NoWorkTree { reason, .. } => reason.hint().to_owned(),
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
            Self::Endless { .. } => {
                "what was written stays, and the next run with `--commit` commits it; find out what git waits for, and end it"
                    .to_owned()
            }
            Self::Disk(_) => "what was written stays; stage and commit it by hand".to_owned(),
        }
    }
}

/// Returns true if there is no program to start, and not just too little memory or too many open files.
fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied)
}

/// The reasons why git cannot work in a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// It is in no repository.
    NoRepository,
    /// The repository belongs to another user, and git does not trust it.
    Ownership,
    /// It is in a bare repository, or in `.git` itself.
    NoFiles,
    /// It is the place of a submodule that is not checked out.
    NoSubmodule,
}

impl Reason {
    /// Reads the reason from git's message, which is in English.
    pub(super) fn of(words: &str) -> Self {
        if words.contains("dubious ownership") {
            Self::Ownership
        } else if words.contains("must be run in a work tree") {
            Self::NoFiles
        } else {
            Self::NoRepository
        }
    }

    const fn hint(self) -> &'static str {
        match self {
            Self::NoRepository => {
                "write into a clone of the site's repository; `git init` makes one (`GIT_DIR` is not followed: the folder of \
                 the output decides)"
            }
            Self::Ownership => {
                "another user owns it; if you trust it, run the `git config` command that git names"
            }
            Self::NoFiles => {
                "this is a bare repository or the inside of `.git`, where no posts can be; write into a clone: `git clone` \
                 or `git worktree add` makes one"
            }
            Self::NoSubmodule => {
                "the folder is a submodule that is not checked out: `git submodule update --init`, or \
                 `submodules: true` for the checkout of a workflow"
            }
        }
    }
}

/// The flags that make git ignore changes of a file, so that `git add` silently skips it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// `git update-index --assume-unchanged`.
    AssumeUnchanged,
    /// `git update-index --skip-worktree`, or a sparse checkout.
    SkipWorktree,
}

impl Mark {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::AssumeUnchanged => "assume-unchanged",
            Self::SkipWorktree => "skip-worktree",
        }
    }

    /// Reads the flag from the letter of `git ls-files -v`.
    pub(super) fn of(letter: &str) -> Option<Self> {
        match letter {
            "S" | "s" => Some(Self::SkipWorktree),
            letter => letter.chars().all(|c| c.is_ascii_lowercase()).then_some(Self::AssumeUnchanged),
        }
    }
}

/// The output of git, unchanged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words(pub(super) String);

impl Words {
    pub(super) fn of(output: &Output) -> Self {
        let text =
            [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).trim().to_owned());
        let text: Vec<String> = text.into_iter().filter(|one| !one.is_empty()).collect();
        if text.is_empty() {
            Self(format!("it said nothing ({})", output.status))
        } else {
            Self(text.join("\n"))
        }
    }
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Words {}
