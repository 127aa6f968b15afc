//! The reasons why an edition cannot be written.

use std::error::Error;

use crate::publish::{Misread, NoPlace, NotAFeed, Unplaced};
use crate::render::RenderError;
use papers_system::disk::DiskError;

/// The reasons why an edition cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum EditionError {
    /// The path is something else than a post.
    #[error(transparent)]
    Place(#[from] NoPlace),
    /// The existing file cannot be read.
    #[error(transparent)]
    Misread(#[from] Misread),
    /// The file cannot be written.
    #[error(transparent)]
    Disk(#[from] DiskError),
    /// The record cannot be rendered.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// It is unclear which sections the owner keeps.
    #[error("`{path}` was not replaced")]
    Unplaced {
        /// The file.
        path: String,
        /// The reason.
        #[source]
        source: Unplaced,
    },
    /// No papers can be added to the existing file.
    #[error("nothing was added to `{path}`")]
    NotGrown {
        /// The file.
        path: String,
        /// The reason.
        #[source]
        source: NotAFeed,
    },
    /// With `--replace`: papers failed that the existing post has.
    #[error("`{path}` was not replaced: it has {papers}, which could not be digested again")]
    Failed {
        /// The file.
        path: String,
        /// The papers.
        papers: String,
    },
    /// With `--replace`: the existing file has papers that this run did not make.
    #[error(
        "`{path}` was not replaced: it has papers that this run does not have; without `--replace` the new ones are added"
    )]
    Others {
        /// The file.
        path: String,
    },
    /// With `--replace`: the existing post has papers that may be missing only because a list is not complete.
    #[error("`{path}` was not replaced: it has {papers}, and not all lists of its day are complete")]
    Unlisted {
        /// The file.
        path: String,
        /// The papers.
        papers: String,
    },
    /// With `--replace`: the file changed during the run.
    #[error(
        "`{path}` was not replaced: it changed during this run; run the command again to replace its current content"
    )]
    Changed {
        /// The file.
        path: String,
    },
    /// The record cannot be written as JSON.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// Standard output cannot be written.
    #[error(transparent)]
    Print(#[from] std::io::Error),
}

impl EditionError {
    /// Returns true if the file that the command names does not allow what the command asks for.
    pub fn is_about_file(&self) -> bool {
        use EditionError as E;
        matches!(
            self,
            E::Place(_) | E::Misread(_) | E::Unplaced { .. } | E::NotGrown { .. } | E::Others { .. }
        )
    }

    /// Returns the inner error of a transparent variant.
    pub fn inner(&self) -> &(dyn Error + 'static) {
        match self {
            Self::Place(error) => error,
            Self::Misread(error) => error,
            Self::Disk(error) => error,
            Self::Render(error) => error,
            Self::Print(error) => error,
            own => own,
        }
    }
}
