//! What was written → staged, committed, or a commit message on standard output.

use std::path::{Path, PathBuf};

use crate::cli::GitArgs;
use crate::publish::{GitError, Repository};
use crate::render::CommitContext;
use crate::report;

use super::output::Written;
use super::setup::Setup;

/// Looks, before anything is fetched, whether Git can take what will be written to `output`.
pub(super) fn check(git: &GitArgs, output: Option<&Path>) -> Result<(), GitError> {
    match output.filter(|_| git.stage || git.commit) {
        Some(path) => Repository::of(path).map(drop),
        None => Ok(()),
    }
}

/// Does with what was written what the options ask for: nothing when nothing is new.
pub(super) fn finish(git: &GitArgs, setup: &Setup, written: &[Written]) -> anyhow::Result<()> {
    let Some(first) = written.first().filter(|_| git.stage || git.message || git.commit) else {
        return Ok(());
    };
    let message = message(setup, written)?;
    let files: Vec<PathBuf> =
        written.iter().flat_map(|one| std::iter::once(&one.path).chain(&one.images)).cloned().collect();
    if git.commit {
        // Not inside `info!`, which does nothing at all under `--quiet`.
        let words = Repository::of(&first.path)?.commit(&files, &message)?;
        tracing::info!("{words}");
    } else if git.stage {
        Repository::of(&first.path)?.stage(&files)?;
    }
    if git.message {
        report::print(&message)?;
    }
    Ok(())
}

fn message(setup: &Setup, written: &[Written]) -> anyhow::Result<String> {
    let posts = written.iter().map(|one| (one.date, one.entries.as_slice()));
    let rewritten = written.iter().all(|one| one.rewritten);
    match CommitContext::of(posts, rewritten) {
        Some(context) => Ok(setup.renderer()?.commit(&context)?),
        None => Ok(String::new()),
    }
}
