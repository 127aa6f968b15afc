//! Notes which posts were written under `--commit` but are not committed yet, one file per post in the state folder. If git
//! refused the commit, or the run was killed before it, the next run into the same folder commits them. Posts do not depend on
//! these files.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::state::name_of;
use crate::render::CommitContext;
use papers_system::disk::{self, DiskError, Durability};

/// The notes about the posts of one folder.
#[derive(Debug, Clone)]
pub struct Uncommitted {
    folder: PathBuf,
}

/// A post that is to be committed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// The post, by its real path.
    pub post: PathBuf,
    /// The images copied for it, by their real paths.
    pub images: Vec<PathBuf>,
    /// The content of the future commit message.
    pub context: CommitContext,
}

impl Pending {
    /// Returns its files that still exist; none if the post does not.
    pub fn files(&self) -> Vec<PathBuf> {
        let files = std::iter::once(&self.post).chain(&self.images);
        files.filter(|file| self.post.is_file() && file.is_file()).cloned().collect()
    }
}

impl Uncommitted {
    /// The notes about the posts in the folder of this one, which are the same for all paths to it.
    pub fn beside(state_dir: &Path, post: &Path) -> Self {
        let folder = disk::real_path(post.parent().unwrap_or(Path::new("")));
        Self { folder: state_dir.join(format!("uncommitted-{}", name_of(&folder))) }
    }

    /// Notes a post, in addition to what an earlier run noted about it. If this fails, the post is committed all the same.
    pub fn note(&self, new: Pending) -> Pending {
        let path = self.path(&new.post);
        let Some(pending) = joined(read(&path), new.clone()) else { return new };
        let text = serde_json::to_vec_pretty(&pending).map_err(std::io::Error::from);
        let text = text.map_err(|source| DiskError { action: "write", path: path.clone(), source });
        if let Err(error) = text.and_then(|text| disk::write(&path, &text, Durability::Synced)) {
            tracing::debug!("{error}: {}; the next run will not know of it", error.source);
        }
        pending
    }

    /// Reads all notes. Temporary files of killed runs are skipped.
    pub fn all(&self) -> Vec<Pending> {
        let paths = disk::list(&self.folder).unwrap_or_default();
        let is_note = |path: &&PathBuf| path.extension().is_some_and(|ending| ending == "json");
        paths.iter().filter(is_note).filter_map(|path| read(path)).collect()
    }

    /// Reads the current note about a post, to which other runs may have added.
    pub fn of(&self, post: &Path) -> Option<Pending> {
        read(&self.path(post))
    }

    /// Removes the note about a post that is committed or gone, unless another run has changed it meanwhile.
    pub fn forget(&self, pending: &Pending) {
        let path = self.path(&pending.post);
        if read(&path).is_some_and(|noted| noted != *pending) {
            return;
        }
        if let Err(error) = disk::remove(&path) {
            tracing::debug!("{error}: {}", error.source);
        }
    }

    fn path(&self, post: &Path) -> PathBuf {
        self.folder.join(format!("{}.json", name_of(post)))
    }
}

fn read(path: &Path) -> Option<Pending> {
    serde_json::from_slice(&disk::read(path).ok()??).ok()
}

fn joined(earlier: Option<Pending>, new: Pending) -> Option<Pending> {
    let Some(earlier) = earlier else { return Some(new) };
    let mut images = earlier.images;
    images.extend(new.images);
    images.sort();
    images.dedup();
    let context = CommitContext::together([earlier.context, new.context])?;
    Some(Pending { post: new.post, images, context })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::CommitPaper;

    fn pending(post: &Path, id: &str) -> Pending {
        let day = "2025-10-09".to_owned();
        let paper =
            CommitPaper { id: id.to_owned(), title: String::new(), url: String::new(), day: day.clone() };
        let context = CommitContext {
            count: 1,
            first_day: day.clone(),
            last_day: day,
            rewritten: false,
            roundup: None,
            papers: vec![paper],
        };
        Pending { post: post.to_owned(), images: Vec::new(), context }
    }

    #[test]
    fn a_post_that_grows_keeps_what_was_noted_and_names_each_paper_once() {
        let folder = tempfile::tempdir().unwrap();
        let post = folder.path().join("_posts/2025-10-09-daily-papers.md");
        let notes = Uncommitted::beside(&folder.path().join("state"), &post);
        assert!(notes.all().is_empty());
        for id in ["2510.06590", "2510.06917", "2510.06917"] {
            notes.note(pending(&post, id));
        }
        let all = notes.all();
        let ids: Vec<&str> = all[0].context.papers.iter().map(|paper| paper.id.as_str()).collect();
        assert_eq!((all.len(), all[0].context.count), (1, 2));
        assert_eq!(ids, ["2510.06590", "2510.06917"]);
        assert!(all[0].files().is_empty(), "the post is gone");
        notes.forget(&all[0]);
        assert!(notes.all().is_empty());
    }

    #[test]
    fn a_damaged_note_counts_as_none_and_a_folder_knows_only_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let (here, there) = (folder.path().join("here/a.md"), folder.path().join("there/a.md"));
        let notes = Uncommitted::beside(folder.path(), &here);
        notes.note(pending(&here, "2510.06590"));
        assert!(Uncommitted::beside(folder.path(), &there).all().is_empty());
        let half = notes.folder.join(".papers-x.part");
        disk::write(&half, &disk::read(&notes.path(&here)).unwrap().unwrap(), Durability::Whole).unwrap();
        assert_eq!(notes.all().len(), 1, "a file under another name is no note");
        disk::write(&notes.path(&here), b"{\"post\": \"", Durability::Whole).unwrap();
        assert!(notes.all().is_empty());
        assert_eq!(notes.note(pending(&here, "2510.06917")).context.count, 1);
    }

    #[test]
    fn a_post_is_returned_even_if_it_cannot_be_noted() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        disk::write(&file, b"", Durability::Whole).unwrap();
        let new = pending(Path::new("/site/a.md"), "2510.06590");
        assert_eq!(Uncommitted::beside(&file, &new.post).note(new.clone()), new);
    }
}
