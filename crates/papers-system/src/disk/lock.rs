//! Locks between processes: on the folder that a process writes to, and on files.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Seek, Write};
use std::path::Path;
use std::time::Duration;

use super::{DiskError, failed, folder_of, list, make_folder, read, remove};

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

/// A line that other processes can read as long as this one lives. Its file is locked, and removed with this value.
#[derive(Debug)]
pub struct Notice {
    file: tempfile::NamedTempFile,
}

/// The end of the names of notices.
const NOTICE: &str = ".run";

impl Notice {
    /// Creates a notice in a folder, in a file whose name begins with `prefix`. The caller holds a lock under which all processes
    /// create and read notices.
    pub fn new(folder: &Path, prefix: &str) -> Result<Self, DiskError> {
        make_folder(folder)?;
        let file = tempfile::Builder::new().prefix(prefix).suffix(NOTICE).tempfile_in(folder);
        let file = file.map_err(failed("write to", folder))?;
        file.as_file().lock().map_err(failed("lock", file.path()))?;
        Ok(Self { file })
    }

    /// Replaces the line.
    pub fn set(&mut self, line: &str) -> Result<(), DiskError> {
        let path = self.file.path().to_owned();
        let file = self.file.as_file_mut();
        let mut write = || {
            file.set_len(0)?;
            file.rewind()?;
            file.write_all(line.as_bytes())
        };
        write().map_err(failed("write", &path))
    }
}

/// Returns the notices of all processes that live, including this one, and removes those of processes that were killed.
pub fn notices(folder: &Path, prefix: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for path in list(folder).unwrap_or_default() {
        let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        if !name.starts_with(prefix) || !name.ends_with(NOTICE) {
            continue;
        }
        #[expect(clippy::disallowed_methods, reason = "this is the home of the file system")]
        let opened = File::open(&path);
        let Ok(file) = opened else { continue };
        match file.try_lock() {
            Ok(()) => {
                if let Err(error) = remove(&path) {
                    tracing::debug!("{error}: {}", error.source);
                }
            }
            Err(TryLockError::WouldBlock) => {
                lines.extend(read(&path).ok().flatten().and_then(|line| String::from_utf8(line).ok()));
            }
            Err(TryLockError::Error(_)) => {}
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::super::list;
    use super::*;

    #[test]
    fn a_notice_is_read_as_long_as_its_process_lives() {
        let folder = tempfile::tempdir().unwrap();
        let mut first = Notice::new(folder.path(), "a-").unwrap();
        let mut other = Notice::new(folder.path(), "b-").unwrap();
        other.set("9").unwrap();
        first.set("1.25").unwrap();
        first.set("2").unwrap();
        assert_eq!(notices(folder.path(), "a-"), ["2"]);
        // A killed process leaves a file without a lock.
        let killed = folder.path().join("a-killed.run");
        super::super::write(&killed, b"7", super::super::Durability::Whole).unwrap();
        assert_eq!(notices(folder.path(), "a-"), ["2"]);
        assert!(!killed.exists());
        drop(first);
        assert!(notices(folder.path(), "a-").is_empty());
        assert_eq!(notices(folder.path(), "b-"), ["9"]);
    }

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
