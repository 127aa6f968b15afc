//! One run at a time writes the posts of a site: the second waits until the first is done, and says so.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::time::Duration;

use crate::commands::stop::Stop;
use papers_system::disk::{self, DiskError};

/// How often a taken lock is tried again: a run takes seconds to hours.
const POLL: Duration = Duration::from_millis(200);

/// The user did not want to wait.
#[derive(Debug, thiserror::Error)]
#[error("interrupted while another run was at work on the same posts")]
struct Interrupted;

/// Takes the lock, after whoever has it. A process that dies gives it back.
pub(super) async fn take(path: &Path, stop: &Stop) -> anyhow::Result<File> {
    let file = disk::open_lock(path)?;
    let mut told = false;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) if stop.is_set() => return Err(Interrupted.into()),
            Err(TryLockError::WouldBlock) => {
                if !told {
                    tracing::info!("another run is at work on the same posts; waiting until it is done");
                    told = true;
                }
                tokio::time::sleep(POLL).await;
            }
            Err(TryLockError::Error(source)) => {
                return Err(DiskError { action: "lock", path: path.to_owned(), source }.into());
            }
        }
    }
}
