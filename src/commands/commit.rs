//! Stages or commits what was written, or prints a commit message.

use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::sleep;

use crate::cli::GitArgs;
use crate::outcome::Interruption;
use crate::pipeline::WrittenFile;
use crate::publish::{Committed, GitError, Pending, Repository, Target, Uncommitted};
use crate::render::{COMMIT, CommitContext};
use crate::report;
use papers_system::disk::{self, DiskError};

use super::setup::Setup;
use super::stop::{Stop, Stopped};

/// Checks, before anything is fetched, whether Git can commit what will be written to `output`.
pub(super) fn check(git: &GitArgs, output: Option<&Path>) -> Result<(), GitError> {
    match output.filter(|_| git.stage || git.commit) {
        Some(path) => Repository::of(path)?.refuse_ignored(path),
        None => Ok(()),
    }
}

/// Stages or commits what was written, or prints a commit message, according to the options. If nothing is new, `--commit`
/// commits only posts in the folder of `output` that earlier runs could not commit.
pub(super) fn finish(
    git: &GitArgs,
    setup: &Setup,
    output: Option<&Path>,
    written: &[WrittenFile],
) -> anyhow::Result<()> {
    finish_posts(git, setup, output, &note(git, setup, written)?)
}

/// The time that git gets after a signal. `docker stop` waits for ten seconds.
const GRACE: Duration = Duration::from_secs(4);

/// The maximum time of git and the hooks that it runs. Later runs wait for this one, so that without a limit a hook that hangs
/// would end all posts, and nobody would notice.
const PATIENCE: Duration = Duration::from_secs(1800);

/// The words about a run that gave up a commit, and about what to do.
const COMMITTING: &str =
    "while git was at work: what was written is kept, and the next run with `--commit` commits it";

/// The same for `--stage`.
const STAGING: &str = "while git was at work: what was written is kept, but may not be staged";

/// Like [`finish`], but gives up soon after a signal, and after [`PATIENCE`] in any case: git may wait for another git, or for a
/// hook of the user's. What is not committed by then is noted for the next run.
pub(super) async fn finish_in_time(
    git: &GitArgs,
    setup: &Setup,
    output: Option<&Path>,
    written: &[WrittenFile],
    stop: &Stop,
) -> anyhow::Result<()> {
    let (sender, done) = oneshot::channel();
    let work = {
        let (git, setup) = (git.clone(), setup.clone());
        let (output, written) = (output.map(Path::to_owned), written.to_vec());
        move || drop(sender.send(finish(&git, &setup, output.as_deref(), &written)))
    };
    if !git.commit && !git.stage || thread::Builder::new().spawn(work).is_err() {
        return finish(git, setup, output, written);
    }
    let what = if git.commit { COMMITTING } else { STAGING };
    in_time(done, stop.wait_for_signal(), what).await
}

/// Waits until git is done, or until some time after a signal.
async fn in_time(
    done: oneshot::Receiver<anyhow::Result<()>>,
    signal: impl Future<Output = ()>,
    what: &'static str,
) -> anyhow::Result<()> {
    let late = async {
        signal.await;
        sleep(GRACE).await;
    };
    tokio::select! {
        done = done => done?,
        () = late => Err(Stopped { why: Interruption::Signal, what }.into()),
        () = sleep(PATIENCE) => Err(GitError::Endless { minutes: PATIENCE.as_secs() / 60 }.into()),
    }
}

/// Like [`finish`], for posts that are noted as uncommitted.
pub(super) fn finish_posts(
    git: &GitArgs,
    setup: &Setup,
    output: Option<&Path>,
    posts: &[Pending],
) -> anyhow::Result<()> {
    if let Some(output) = output.filter(|_| git.commit) {
        let earlier = earlier(setup, output, posts)?;
        // One by one, so that a post that a hook always rejects does not block others.
        let mut caught_up = Ok(());
        for post in &earlier {
            let result = catch_up(setup, post);
            // Do not wait again for an index that is still locked.
            if result.as_ref().is_err_and(|error| error.downcast_ref().is_some_and(GitError::is_locked_out)) {
                return result;
            }
            caught_up = caught_up.and(result);
        }
        commit(setup, posts)?;
        caught_up?;
    } else if let Some(first) = posts.first().filter(|_| git.stage) {
        Repository::of(&first.post)?.stage(&files(posts))?;
    }
    if git.message {
        report::print(&message(setup, posts)?)?;
    }
    Ok(())
}

/// Notes what is written and to be committed, so that the next run commits it if this one is killed before.
fn note(git: &GitArgs, setup: &Setup, written: &[WrittenFile]) -> Result<Vec<Pending>, DiskError> {
    let mut posts = Vec::new();
    for one in written {
        let Some(context) = CommitContext::of(one.date, &one.entries, one.rewritten) else { continue };
        let images = one.images.iter().map(|image| disk::real(image)).collect::<Result<_, _>>()?;
        let post = Pending { post: disk::real_path(&one.path), images, context };
        posts.push(note_post(git, setup, post));
    }
    Ok(posts)
}

/// Returns the function that notes what is about to be written, for [`Edition::publish`](crate::pipeline::Edition::publish).
pub(super) fn noting(git: &GitArgs, setup: &Setup) -> impl Fn(&[WrittenFile]) -> Result<(), DiskError> {
    |written| note(git, setup, written).map(drop)
}

/// Notes one post that is to be committed.
pub(super) fn note_post(git: &GitArgs, setup: &Setup, post: Pending) -> Pending {
    if git.commit { notes(setup, &post.post).note(post) } else { post }
}

/// Reads the notes of other runs in the folder of `output`. It takes the lock, because a note is written before its post, and one
/// without a post would look as if the post had been removed.
fn earlier(setup: &Setup, output: &Path, posts: &[Pending]) -> Result<Vec<Pending>, DiskError> {
    if notes(setup, output).all().is_empty() {
        return Ok(Vec::new());
    }
    let _lock = Target::file(output.to_owned()).lock()?;
    let (there, gone): (Vec<_>, Vec<_>) = notes(setup, output)
        .all()
        .into_iter()
        .filter(|noted| posts.iter().all(|post| post.post != noted.post))
        .partition(|noted| !noted.files().is_empty());
    for post in &gone {
        notes(setup, &post.post).forget(post);
    }
    Ok(there)
}

fn notes(setup: &Setup, output: &Path) -> Uncommitted {
    Uncommitted::beside(&setup.settings.options.state_dir, output)
}

/// Commits a post of an earlier run, unless it was committed or removed meanwhile.
fn catch_up(setup: &Setup, post: &Pending) -> anyhow::Result<()> {
    let files = post.files();
    if files.is_empty() || !Repository::of(&post.post)?.differs(&files)? {
        notes(setup, &post.post).forget(post);
        return Ok(());
    }
    tracing::info!("`{}` of an earlier run was not committed yet", post.post.display());
    commit(setup, std::slice::from_ref(post))
}

fn commit(setup: &Setup, posts: &[Pending]) -> anyhow::Result<()> {
    let Some(first) = posts.first() else { return Ok(()) };
    let repository = Repository::of(&first.post)?;
    let _lock = repository.lock()?;
    // While this run waited, others may have added to the posts.
    let now = |post: &Pending| notes(setup, &post.post).of(&post.post).unwrap_or_else(|| post.clone());
    let posts: Vec<Pending> = posts.iter().map(now).collect();
    // Not inside `info!`, which does nothing at all under `--quiet`.
    match repository.commit(&files(&posts), &message(setup, &posts)?)? {
        Committed::Now(words) => tracing::info!("{words}"),
        Committed::Before => {}
        Committed::Staged => {
            tracing::info!(
                "this is a hook of a commit that is being made: what was written is staged for it"
            );
            return Ok(());
        }
        Committed::Later => {
            tracing::info!(
                "this run was started by one that commits there; the next run commits what was written"
            );
            return Ok(());
        }
    }
    for post in &posts {
        notes(setup, &post.post).forget(post);
    }
    Ok(())
}

fn files(posts: &[Pending]) -> Vec<PathBuf> {
    posts.iter().flat_map(Pending::files).collect()
}

fn message(setup: &Setup, posts: &[Pending]) -> anyhow::Result<String> {
    match CommitContext::together(posts.iter().map(|post| post.context.clone())) {
        Some(context) => Ok(setup.renderer(&[COMMIT])?.commit(&context)?),
        None => Ok(String::new()),
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use super::*;

    async fn ends(signal: impl Future<Output = ()>) -> anyhow::Error {
        let (_sender, done) = oneshot::channel();
        in_time(done, signal, COMMITTING).await.unwrap_err()
    }

    #[tokio::test(start_paused = true)]
    async fn a_git_that_does_not_end_is_waited_for_half_an_hour_or_some_seconds_after_a_signal() {
        let error = ends(pending()).await;
        assert!(matches!(error.downcast_ref(), Some(GitError::Endless { minutes: 30 })), "{error}");
        let error = ends(sleep(Duration::from_secs(60))).await;
        assert!(error.is::<Stopped>(), "{error}");
    }
}
