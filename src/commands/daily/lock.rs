//! One run at a time writes the posts of a site: the second waits until the first is done, and says so.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::time::Duration;

use crate::commands::stop::Stop;
use papers_system::disk;

/// The pause before a taken lock is tried again: a run takes seconds to hours.
const POLL: Duration = Duration::from_millis(200);

/// The user did not want to wait.
#[derive(Debug, thiserror::Error)]
#[error("interrupted while another run was at work on the same posts; run the same command again to go on")]
pub(in crate::commands) struct Interrupted;

/// Takes the lock, after whoever has it. A process that dies gives it back. Where there can be none, as in a folder that cannot be
/// written, the run goes on without: what it writes is merged with what stands in any case.
pub(super) async fn take(path: &Path, stop: &Stop) -> Result<Option<File>, Interrupted> {
    let file = match disk::open_lock(path) {
        Ok(file) => file,
        Err(error) => {
            tracing::warn!("{error}: {}; continuing without a lock", error.source);
            return Ok(None);
        }
    };
    let mut told = false;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Some(file)),
            Err(TryLockError::WouldBlock) if stop.is_set() => return Err(Interrupted),
            Err(TryLockError::WouldBlock) => {
                if !told {
                    tracing::info!("another run is at work on the same posts; waiting until it is done");
                    told = true;
                }
                tokio::time::sleep(POLL).await;
            }
            Err(TryLockError::Error(error)) => {
                tracing::warn!("`{}` cannot be locked: {error}; continuing without a lock", path.display());
                return Ok(None);
            }
        }
    }
}
