//! Reports which posts are the memory of a run.

use std::path::Path;

use crate::cli::{DailyArgs, OutputArgs};
use crate::publish::{Site, StateFile};
use papers_system::disk::{self, DiskError};

use super::super::setup::Setup;
use super::folder::PostFolder;

/// Reports posts whose papers count as published, or do not, where the user may not expect it.
pub(super) fn report(
    setup: &Setup,
    args: &DailyArgs,
    posts: &PostFolder,
    file: &StateFile,
) -> Result<(), DiskError> {
    let OutputArgs { output, json, .. } = &args.edition.output;
    if output.is_none() {
        report_earlier_folders(file, &posts.folder())?;
    } else if !json {
        report_shared_memory(&posts.post(setup.today()), &posts.folder(), &setup.settings.posts_dir);
    }
    Ok(())
}

/// Reports that a new file beside the folder of posts does not get their papers, which count as published.
fn report_shared_memory(file: &Path, folder: &Path, posts_dir: &Path) {
    let (above, below) = (disk::real_path(folder), disk::real_path(posts_dir));
    if above != below && below.starts_with(above) && disk::is_folder(posts_dir) && !file.exists() {
        tracing::info!(
            "papers of posts in `{}` are left out of `{}`, because all posts below its folder count; in a folder of its own it has \
             the same papers",
            posts_dir.display(),
            file.display()
        );
    }
}

/// Warns of posts in a folder that the settings named before, because their papers do not count any more.
fn report_earlier_folders(file: &StateFile, folder: &Path) -> Result<(), DiskError> {
    for earlier in file.earlier_folders(Path::new(".")) {
        if !earlier.starts_with(disk::real_path(folder)) && !Site::read(&earlier)?.posts().is_empty() {
            tracing::warn!(
                "the posts in `{}` do not count for `{}`, so that their papers may be posted again: move them there",
                earlier.display(),
                folder.display()
            );
        }
    }
    Ok(())
}
