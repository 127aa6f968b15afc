//! The one home of the file system: errors name the path, and a file is written whole or not at all.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// A file operation that failed.
#[derive(Debug, thiserror::Error)]
#[error("cannot {action} `{}`", path.display())]
pub struct DiskError {
    /// The action that was tried: `read`, `write`, …
    pub action: &'static str,
    /// On which path.
    pub path: PathBuf,
    /// The system's own error.
    #[source]
    pub source: io::Error,
}

impl DiskError {
    /// Returns true if a file could not be read.
    pub fn is_read(&self) -> bool {
        self.action == "read"
    }
}

/// The durability of a write: whether it survives a power cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// Data and folder entry are on the disk before the call returns: posts and state.
    Synced,
    /// The file is whole or absent, but a power cut may take it back: caches, which heal themselves.
    Whole,
}

fn failed<'a>(action: &'static str, path: &'a Path) -> impl FnOnce(io::Error) -> DiskError + 'a {
    move |source| DiskError { action, path: path.to_owned(), source }
}

/// The bytes of a file; `None` when there is no such file.
#[expect(clippy::disallowed_methods, reason = "this is the home of the file system")]
pub fn read(path: &Path) -> Result<Option<Vec<u8>>, DiskError> {
    found(fs::read(path)).map_err(failed("read", path))
}

/// The text of a file that must exist. A byte order mark is taken off; bytes that are not UTF-8 are an error.
pub fn read_text(path: &Path) -> Result<String, DiskError> {
    let text = read_post(path)?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// The text of a post, byte for byte: its byte order mark stays, because the post is written back.
#[expect(clippy::disallowed_methods, reason = "this is the home of the file system")]
pub fn read_post(path: &Path) -> Result<String, DiskError> {
    let text = fs::read(path).and_then(|bytes| {
        String::from_utf8(bytes).map_err(|error| {
            let line =
                error.as_bytes().iter().take(error.utf8_error().valid_up_to()).filter(|&&b| b == b'\n');
            let words = format!(
                "line {} is not UTF-8; convert the file (`iconv -t UTF-8`) or move it away",
                line.count() + 1
            );
            io::Error::new(io::ErrorKind::InvalidData, words)
        })
    });
    text.map_err(failed("read", path))
}

/// Returns true for a folder, also behind a symbolic link.
pub fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// Returns true for a file that users other than its owner may read.
pub fn is_open_to_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0)
}

/// Lets nobody but the owner read a file.
pub fn make_private(path: &Path) -> Result<(), DiskError> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).map_err(failed("protect", path))
}

/// All of standard input.
pub fn read_stdin() -> Result<Vec<u8>, DiskError> {
    let mut bytes = Vec::new();
    io::stdin().read_to_end(&mut bytes).map_err(failed("read", Path::new("standard input")))?;
    Ok(bytes)
}

/// A file line by line, as bytes without the line's end, for files larger than memory.
#[expect(clippy::disallowed_methods, reason = "this is the home of the file system")]
pub fn lines(path: &Path) -> Result<impl Iterator<Item = Result<Vec<u8>, DiskError>> + use<>, DiskError> {
    let file = File::open(path).map_err(failed("read", path))?;
    let path = path.to_owned();
    Ok(BufReader::new(file).split(b'\n').map(move |line| line.map_err(failed("read", &path))))
}

/// The first line of a file, without its end, and the size of the file; `None` when there is no such file or no whole line.
#[expect(clippy::disallowed_methods, reason = "this is the home of the file system")]
pub fn first_line(path: &Path) -> Result<Option<(Vec<u8>, u64)>, DiskError> {
    let read = || {
        let file = File::open(path)?;
        let size = file.metadata()?.len();
        let mut line = Vec::new();
        BufReader::new(file).read_until(b'\n', &mut line)?;
        Ok((line.pop() == Some(b'\n')).then_some((line, size)))
    };
    found(read()).map(Option::flatten).map_err(failed("read", path))
}

/// A part of a file; `None` when there is no such file or it ends before.
#[expect(clippy::disallowed_methods, reason = "this is the home of the file system")]
pub fn read_part(path: &Path, start: u64, length: usize) -> Result<Option<Vec<u8>>, DiskError> {
    use std::os::unix::fs::FileExt;
    let read = || {
        let mut bytes = vec![0; length];
        File::open(path)?.read_exact_at(&mut bytes, start)?;
        Ok(bytes)
    };
    found(read()).map_err(failed("read", path))
}

/// Takes the absence of a file, or of what is read from it, out of the errors.
fn found<T>(read: io::Result<T>) -> io::Result<Option<T>> {
    match read {
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::UnexpectedEof) => {
            Ok(None)
        }
        other => other.map(Some),
    }
}

/// Standard input line by line, as bytes without the line's end: for what is answered before all of it is there.
pub fn stdin_lines() -> impl Iterator<Item = Result<Vec<u8>, DiskError>> {
    io::stdin().lock().split(b'\n').map(|line| line.map_err(failed("read", Path::new("standard input"))))
}

/// Puts a whole file in place of what stood there: a new file beside it, then one rename. Whoever is killed in
/// between leaves the old file as it was. Folders are made as needed; an existing file keeps its permissions.
pub fn write(path: &Path, bytes: &[u8], durability: Durability) -> Result<(), DiskError> {
    write_with(path, durability, |file| file.write_all(bytes))
}

/// Writes a file that does not exist yet; false, and nothing is touched, where there is something of that name.
pub fn write_new(path: &Path, text: &str) -> Result<bool, DiskError> {
    if fs::symlink_metadata(path).is_ok() {
        return Ok(false);
    }
    write(path, text.as_bytes(), Durability::Synced)?;
    Ok(true)
}

/// As [`write()`], with the content given by a function; tests use it to die in the middle.
pub fn write_with(
    path: &Path,
    durability: Durability,
    fill: impl FnOnce(&mut File) -> io::Result<()>,
) -> Result<(), DiskError> {
    let real = destination(path).map_err(failed("write", path))?;
    let folder = folder_of(&real);
    make_folder(folder)?;
    place(&real, folder, durability, fill).map_err(failed("write", path))
}

/// Follows symbolic links, also to a file that is not there yet.
fn destination(path: &Path) -> io::Result<PathBuf> {
    /// As many as Linux follows.
    const MAX_LINKS: usize = 40;
    let mut at = path.to_owned();
    for _ in 0..MAX_LINKS {
        match fs::read_link(&at) {
            Ok(target) => at = folder_of(&at).join(target),
            Err(_) => return Ok(at),
        }
    }
    Err(io::Error::other("its symbolic links lead in a circle"))
}

fn place(
    path: &Path,
    folder: &Path,
    durability: Durability,
    fill: impl FnOnce(&mut File) -> io::Result<()>,
) -> io::Result<()> {
    sweep_once(folder);
    let mut part = new_part(folder)?;
    fill(part.as_file_mut())?;
    part.as_file().set_permissions(permissions_for(path))?;
    if durability == Durability::Synced {
        part.as_file().sync_all()?;
    }
    part.persist(path)?;
    if durability == Durability::Synced {
        sync_folder(folder)?;
    }
    Ok(())
}

/// The name of a file that is being written begins and ends so.
const PART: (&str, &str) = (".papers-", ".part");

/// Makes a file for what is being written. Its writer holds its lock, which ends with the process: so the parts of killed
/// runs can be told from those of others at work. Whoever removed it between the making and the locking took it for such a
/// part; then another is made.
fn new_part(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    /// A sweep is over in a moment; that several meet the same file in a row does not happen.
    const TRIES: usize = 8;
    for _ in 0..TRIES {
        let part = tempfile::Builder::new().prefix(PART.0).suffix(PART.1).tempfile_in(folder)?;
        // Where there are no locks, nothing is swept either.
        let locked = part.as_file().lock().is_ok();
        if !locked || part.path().exists() {
            return Ok(part);
        }
    }
    Err(io::Error::other("its temporary file was removed again and again"))
}

/// Removes the parts that killed runs left in a folder, the first time that this process writes there.
fn sweep_once(folder: &Path) {
    static SWEPT: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
    let is_first = SWEPT.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned());
    if is_first {
        sweep(folder);
    }
}

/// Removes the files that were being written in a folder when their processes ended. What cannot be removed stays.
pub fn sweep(folder: &Path) {
    let is_part = |path: &PathBuf| {
        let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        name.starts_with(PART.0) && name.ends_with(PART.1)
    };
    for part in list(folder).unwrap_or_default().into_iter().filter(is_part) {
        #[expect(clippy::disallowed_methods, reason = "this is the home of the file system")]
        let ownerless = File::open(&part).ok().filter(|file| file.try_lock().is_ok());
        // The lock is held until the file is gone; see `new_part`.
        if ownerless.is_some() && remove(&part).is_ok() {
            tracing::debug!("removed `{}`, which a killed run left", part.display());
        }
    }
}

/// Those of the file that is replaced, else those that a new file gets from the user's umask: a temporary file is
/// private, and a web server has to read the post.
fn permissions_for(path: &Path) -> fs::Permissions {
    use std::os::unix::fs::PermissionsExt;
    let new = |_| fs::Permissions::from_mode(0o666 & !umask());
    fs::metadata(path).map_or_else(new, |metadata| metadata.permissions())
}

/// The process's umask, which Linux tells in `/proc`; the usual 022 elsewhere.
fn umask() -> u32 {
    const USUAL: u32 = 0o022;
    #[expect(clippy::disallowed_methods, reason = "this is the home of the file system")]
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("Umask:"));
    line.and_then(|octal| u32::from_str_radix(octal.trim(), 8).ok()).unwrap_or(USUAL)
}

#[expect(clippy::disallowed_methods, reason = "this is the home of the file system")]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// The path without links and dots, as far as it exists; the rest is joined as it stands.
pub fn real_path(path: &Path) -> PathBuf {
    let full = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let found = full.ancestors().find_map(|above| Some((above, fs::canonicalize(above).ok()?)));
    match found {
        Some((above, real)) => {
            let rest = full.strip_prefix(above).unwrap_or(Path::new(""));
            // Not `join`: joining nothing leaves a slash behind.
            real.components().chain(rest.components()).collect()
        }
        None => full,
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The file itself, wherever symbolic links lead.
pub fn real(path: &Path) -> Result<PathBuf, DiskError> {
    fs::canonicalize(path).map_err(failed("find", path))
}

/// The folder of a path, or the nearest one above it that exists already.
pub fn nearest_folder(path: &Path) -> Result<PathBuf, DiskError> {
    let full = std::path::absolute(path).map_err(failed("find", path))?;
    let found = full.ancestors().skip(1).find(|folder| folder.is_dir());
    real(found.unwrap_or(Path::new("/")))
}

/// A file without a name that holds these bytes, for another program to read.
pub fn unnamed(bytes: &[u8]) -> Result<File, DiskError> {
    let fill = || {
        let mut file = tempfile::tempfile()?;
        file.write_all(bytes)?;
        file.rewind()?;
        Ok(file)
    };
    fill().map_err(failed("write", Path::new("a temporary file")))
}

/// Bytes that are kept for a while: in memory as long as they are few, else in a file without a name, which the system
/// removes with the process.
pub type Spooled = tempfile::SpooledTempFile;

/// An empty place for bytes.
pub fn spooled() -> Spooled {
    /// The size of some hundred records.
    const FEW: usize = 1 << 20;
    tempfile::spooled_tempfile(FEW)
}

/// That standard output takes no more.
pub fn not_printed(source: io::Error) -> DiskError {
    failed("write to", Path::new("standard output"))(source)
}

/// That bytes cannot be kept, or not be had back.
pub fn not_spooled(source: io::Error) -> DiskError {
    failed("use", Path::new("a temporary file"))(source)
}

/// Makes a folder and those above it.
#[expect(clippy::disallowed_methods, reason = "this is the home of the file system")]
pub fn make_folder(folder: &Path) -> Result<(), DiskError> {
    fs::create_dir_all(folder).map_err(failed("create the folder", folder))
}

/// The lock of a folder, given back when this is dropped or its process dies. It leaves no file behind.
#[derive(Debug)]
pub struct FolderLock {
    /// `None` on a file system without locks.
    _folder: Option<File>,
}

/// The pause before a lock that another process has is tried again: a writer has it for some milliseconds.
const POLL: Duration = Duration::from_millis(10);

/// After so many tries, some two seconds, whoever waits is told so.
const TOLD_AFTER: u32 = 200;

/// Takes the lock of a folder, which is made when needed: whoever changes a file in it reads what stands, adds to it and puts
/// it back under this lock. Waits for another process as long as `patience`.
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

/// The folder in which the file at the end of these symbolic links is, or will be.
pub fn folder_at(path: &Path) -> Result<PathBuf, DiskError> {
    let real = destination(path).map_err(failed("find", path))?;
    Ok(real_path(folder_of(&real)))
}

/// Opens a file to lock it and to keep a line in it, and makes it when needed.
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

/// Removes a file; one that is not there is no error.
#[expect(clippy::disallowed_methods, reason = "this is the home of the file system")]
pub fn remove(path: &Path) -> Result<(), DiskError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed("remove", path)(error)),
        _ => Ok(()),
    }
}

/// Removes a folder with all that is in it; one that is not there is no error.
#[expect(clippy::disallowed_methods, reason = "this is the home of the file system")]
pub fn remove_folder(path: &Path) -> Result<(), DiskError> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed("remove", path)(error)),
        _ => Ok(()),
    }
}

/// The files and folders in a folder, sorted by name; empty when there is no such folder.
#[expect(clippy::disallowed_methods, reason = "this is the home of the file system")]
pub fn list(folder: &Path) -> Result<Vec<PathBuf>, DiskError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed("list", folder)(error)),
    };
    let mut paths = Vec::new();
    for entry in entries {
        paths.push(entry.map_err(failed("list", folder))?.path());
    }
    paths.sort();
    Ok(paths)
}

/// Keeps this many files of a folder, those written last, and removes the others.
pub fn keep_newest(folder: &Path, count: usize) -> Result<(), DiskError> {
    let paths = list(folder)?;
    let Some(surplus) = paths.len().checked_sub(count).filter(|surplus| *surplus > 0) else { return Ok(()) };
    let written = |path: &PathBuf| fs::metadata(path).and_then(|metadata| metadata.modified()).ok();
    let mut by_age: Vec<_> = paths.into_iter().map(|path| (written(&path), path)).collect();
    by_age.sort();
    by_age.iter().take(surplus).try_for_each(|(_, path)| remove(path))
}

/// Number of files below a folder and their bytes.
pub fn size(folder: &Path) -> Result<(u64, u64), DiskError> {
    let mut total = (0, 0);
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for path in list(&folder)? {
            match fs::symlink_metadata(&path) {
                Ok(metadata) if metadata.is_dir() => folders.push(path),
                Ok(metadata) => total = (total.0 + 1, total.1 + metadata.len()),
                Err(_) => {} // removed since it was listed
            }
        }
    }
    Ok(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_write_leaves_the_old_file_and_no_litter() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("post.md");
        write(&path, b"old", Durability::Synced).unwrap();
        let error = write_with(&path, Durability::Synced, |file| {
            file.write_all(b"half of the ne")?;
            Err(io::Error::other("disk full"))
        });
        assert!(error.unwrap_err().to_string().contains("post.md"));
        assert_eq!(read(&path).unwrap().unwrap(), b"old");
        assert_eq!(list(folder.path()).unwrap(), [path]);
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "what a killed run left is made by hand")]
    fn parts_of_killed_runs_are_swept_and_those_at_work_are_not() {
        let folder = tempfile::tempdir().unwrap();
        let [dead, mine, other] =
            [".papers-dead.part", ".papers-notes.md", ".part"].map(|n| folder.path().join(n));
        for path in [&dead, &mine, &other] {
            File::create(path).unwrap();
        }
        let alive = new_part(folder.path()).unwrap();
        write(&folder.path().join("post.md"), b"new", Durability::Whole).unwrap();
        assert!(!dead.exists());
        assert!(mine.exists() && other.exists() && alive.path().exists());
        let path = alive.path().to_owned();
        std::mem::forget(alive.into_file());
        File::create(&path).unwrap();
        sweep(folder.path());
        assert!(!path.exists());
    }

    #[test]
    fn writers_and_sweepers_do_not_get_in_each_others_way() {
        let folder = tempfile::tempdir().unwrap();
        std::thread::scope(|scope| {
            for name in ["a", "b", "c", "d"] {
                let path = folder.path().join(name);
                scope
                    .spawn(move || (0..200).for_each(|_| write(&path, b"whole", Durability::Whole).unwrap()));
                scope.spawn(|| (0..200).for_each(|_| sweep(folder.path())));
            }
        });
        assert_eq!(list(folder.path()).unwrap().len(), 4);
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

    #[test]
    fn a_new_file_is_readable_by_others_and_an_old_one_keeps_its_mode() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/er/post.md");
        write(&path, b"new", Durability::Whole).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o666 & !umask());
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        write(&path, b"newer", Durability::Whole).unwrap();
        assert_eq!(mode(&path), 0o640);
    }

    #[test]
    fn writes_through_a_symbolic_link() {
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().join("real.md"), folder.path().join("link.md"));
        write(&real, b"old", Durability::Whole).unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        write(&link, b"new", Durability::Whole).unwrap();
        assert_eq!(read(&real).unwrap().unwrap(), b"new");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }

    #[test]
    fn a_link_to_nothing_gets_its_target_and_one_in_a_circle_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::os::unix::fs::symlink("second.md", at("first.md")).unwrap();
        std::os::unix::fs::symlink("new/real.md", at("second.md")).unwrap();
        write(&at("first.md"), b"new", Durability::Whole).unwrap();
        assert_eq!(read(&at("new/real.md")).unwrap().unwrap(), b"new");
        assert!(fs::symlink_metadata(at("first.md")).unwrap().is_symlink());
        std::os::unix::fs::symlink("circle.md", at("circle.md")).unwrap();
        let error = write(&at("circle.md"), b"new", Durability::Whole).unwrap_err();
        assert!(error.source.to_string().contains("circle"), "{}", error.source);
    }

    #[test]
    fn text_that_is_not_utf_8_is_told_with_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("post.md");
        write(&path, b"---\n---\ncaf\xe9\n", Durability::Whole).unwrap();
        let error = read_text(&path).unwrap_err();
        assert!(error.source.to_string().starts_with("line 3 is not UTF-8"), "{}", error.source);
    }

    #[test]
    fn the_real_path_is_the_same_before_and_after_the_folder_is_made() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("site/./_posts");
        let before = real_path(&path);
        make_folder(&path).unwrap();
        assert_eq!(real_path(&path).as_os_str(), before.as_os_str());
        std::os::unix::fs::symlink(folder.path().join("site"), folder.path().join("link")).unwrap();
        assert_eq!(real_path(&folder.path().join("link/_posts")), before);
    }

    #[test]
    fn counts_files_and_bytes_below_a_folder() {
        let folder = tempfile::tempdir().unwrap();
        write(&folder.path().join("a/b/one"), b"123", Durability::Whole).unwrap();
        write(&folder.path().join("two"), b"45", Durability::Whole).unwrap();
        assert_eq!(size(folder.path()).unwrap(), (2, 5));
        assert_eq!(size(&folder.path().join("absent")).unwrap(), (0, 0));
    }
}
