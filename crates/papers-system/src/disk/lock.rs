//! Locks between processes: on the folder that a process writes to, and on files.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;
use std::time::Duration;

use super::{DiskError, failed, folder_of, make_folder};

/// The lock of a folder. It is released when this value is dropped or the process ends, and leaves no file behind.
#[derive(Debug)]
pub struct FolderLock {
    /// `None` on a file system without locks.
    _folder: Option<File>,
}

/// The pause before another attempt to take a lock. Writers hold it for some milliseconds.
const POLL: Duration = Duration::from_millis(10);

/// The number of attempts after which the user is told about the wait: about two seconds.
const TOLD_AFTER: u32 = 200;

/// Takes the lock of a folder, and creates the folder if needed. To change a file in it, a process reads, changes and writes
/// the file under this lock. Waits for other processes as long as `patience`.
pub fn lock_folder(folder: &Path, patience: Duration) -> Result<FolderLock, DiskError> {
    make_folder(folder)?;
    #[expect(clippy::disallowed_methods, reason = "this is the home of the file system")]
    let file = File::open(folder).map_err(failed("open", folder))?;
    let tries = u32::try_from(patience.as_millis() / POLL.as_millis()).unwrap_or(u32::MAX);
    for tried in 0..tries {
        match file.try_lock() {
            Ok(()) => return Ok(FolderLock { _folder: Some(file) }),
            Err(TryLockError::WouldBlock) => std::thread::sleep(POLL),
            Err(TryLockError::Error(error)) => {
                tracing::debug!("`{}` cannot be locked: {error}", folder.display());
                return Ok(FolderLock { _folder: None });
            }
        }
        if tried == TOLD_AFTER {
            tracing::info!("waiting for another process that writes in `{}`", folder.display());
        }
    }
    let words = format!("another process has held it for {} s", patience.as_secs());
    Err(failed("lock", folder)(io::Error::new(io::ErrorKind::TimedOut, words)))
}

/// Opens a file that serves as a lock and stores a line, and creates it if needed.
pub fn open_lock(path: &Path) -> Result<File, DiskError> {
    make_folder(folder_of(path))?;
    OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)
        .map_err(failed("open", path))
}

#[cfg(test)]
mod tests {
    use super::super::list;
    use super::*;

    #[test]
    fn a_folder_has_one_writer_at_a_time_and_nobody_waits_for_ever() {
        let folder = tempfile::tempdir().unwrap();
        let short = Duration::from_millis(50);
        let lock = lock_folder(folder.path(), short).unwrap();
        let error = lock_folder(folder.path(), short).unwrap_err();
        assert_eq!(error.source.kind(), io::ErrorKind::TimedOut);
        drop(lock);
        lock_folder(folder.path(), short).unwrap();
        assert!(list(folder.path()).unwrap().is_empty(), "the lock is no file");
    }
}
