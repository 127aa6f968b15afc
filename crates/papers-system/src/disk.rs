//! The only module that accesses the file system. Errors name the path, and a file is written completely or not at all.

mod lock;
mod write;

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Seek, Write};
use std::path::{Path, PathBuf};

pub use lock::{FolderLock, Notice, lock_folder, notices, open_lock};
use write::destination;
pub use write::{write, write_new};

/// A file operation that failed.
#[derive(Debug, thiserror::Error)]
#[error("cannot {action} `{}`", path.display())]
pub struct DiskError {
    /// The action that failed: `read`, `write`, …
    pub action: &'static str,
    /// The path.
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
    /// Data and folder entry are on the disk before the call returns. For posts and state.
    Synced,
    /// The file is complete or absent, but may be lost in a power cut. For caches, which are fetched again.
    Whole,
}

fn failed<'a>(action: &'static str, path: &'a Path) -> impl FnOnce(io::Error) -> DiskError + 'a {
    move |source| DiskError { action, path: path.to_owned(), source }
}

/// Reads the bytes of a file; `None` if there is no such file.
#[expect(clippy::disallowed_methods, reason = "this is the home of the file system")]
pub fn read(path: &Path) -> Result<Option<Vec<u8>>, DiskError> {
    found(fs::read(path)).map_err(failed("read", path))
}

/// Reads the text of a file, which must exist, without its byte order mark. Bytes that are not UTF-8 are an error.
pub fn read_text(path: &Path) -> Result<String, DiskError> {
    let text = read_post(path)?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// Reads the text of a post byte for byte. Its byte order mark is kept, because the post is written back.
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

/// Returns true for a file or pipe that can be read, such as the shell's `<(…)`.
pub fn is_readable(path: &Path) -> bool {
    path.exists() && !path.is_dir()
}

/// Returns true for a file that users other than its owner may read.
pub fn is_open_to_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0)
}

/// Makes a file readable by its owner only.
pub fn make_private(path: &Path) -> Result<(), DiskError> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).map_err(failed("protect", path))
}

/// Reads all of standard input.
pub fn read_stdin() -> Result<Vec<u8>, DiskError> {
    let mut bytes = Vec::new();
    io::stdin().read_to_end(&mut bytes).map_err(failed("read", Path::new("standard input")))?;
    Ok(bytes)
}

/// Reads a file line by line, as bytes without line ends, for files that are larger than memory.
#[expect(clippy::disallowed_methods, reason = "this is the home of the file system")]
pub fn lines(path: &Path) -> Result<impl Iterator<Item = Result<Vec<u8>, DiskError>> + use<>, DiskError> {
    let file = File::open(path).map_err(failed("read", path))?;
    let path = path.to_owned();
    Ok(BufReader::new(file).split(b'\n').map(move |line| line.map_err(failed("read", &path))))
}

/// Reads the first line of a file, without its end, and the size of the file; `None` if there is no such file or no whole line.
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

/// Reads a part of a file; `None` if there is no such file or it ends before.
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

/// Turns the error for a missing file, or for one that ends too early, into `None`.
fn found<T>(read: io::Result<T>) -> io::Result<Option<T>> {
    match read {
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::UnexpectedEof) => {
            Ok(None)
        }
        other => other.map(Some),
    }
}

/// Reads standard input line by line, as bytes without line ends, so that each line can be answered before the next arrives.
pub fn stdin_lines() -> impl Iterator<Item = Result<Vec<u8>, DiskError>> {
    io::stdin().lock().split(b'\n').map(|line| line.map_err(failed("read", Path::new("standard input"))))
}

/// Resolves links and dots in a path as far as it exists; the rest is appended unchanged.
pub fn real_path(path: &Path) -> PathBuf {
    let full = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let found = full.ancestors().find_map(|above| Some((above, fs::canonicalize(above).ok()?)));
    match found {
        Some((above, real)) => {
            let rest = full.strip_prefix(above).unwrap_or(Path::new(""));
            // Not `join`: joining an empty path would append a slash.
            real.components().chain(rest.components()).collect()
        }
        None => full,
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Resolves a path with symbolic links to an existing file.
pub fn real(path: &Path) -> Result<PathBuf, DiskError> {
    fs::canonicalize(path).map_err(failed("find", path))
}

/// Returns the folder of a path, or the nearest existing one above it.
pub fn nearest_folder(path: &Path) -> Result<PathBuf, DiskError> {
    let full = std::path::absolute(path).map_err(failed("find", path))?;
    let found = full.ancestors().skip(1).find(|folder| folder.is_dir());
    real(found.unwrap_or(Path::new("/")))
}

/// Creates a file without a name that contains these bytes, as input of another program. If the folder of temporary files
/// (`TMPDIR`) cannot be used, it is in `folder`.
pub fn unnamed(bytes: &[u8], folder: &Path) -> Result<File, DiskError> {
    let fill = || {
        let mut file = tempfile::tempfile().or_else(|_| tempfile::tempfile_in(folder))?;
        file.write_all(bytes)?;
        file.rewind()?;
        Ok(file)
    };
    fill().map_err(failed("write", &folder.join("a temporary file")))
}

/// A temporary store for bytes: in memory while they are few, then in a file without a name, which the system removes with
/// the process.
pub type Spooled = tempfile::SpooledTempFile;

/// Creates an empty temporary store.
pub fn spooled() -> Spooled {
    /// The size of a few hundred records.
    const FEW: usize = 1 << 20;
    tempfile::spooled_tempfile(FEW)
}

/// Returns the error for standard output that cannot be written.
pub fn not_printed(source: io::Error) -> DiskError {
    failed("write to", Path::new("standard output"))(source)
}

/// Returns the error for a temporary store that cannot be used.
pub fn not_spooled(source: io::Error) -> DiskError {
    failed("use", Path::new("a temporary file"))(source)
}

/// Creates a folder and those above it.
#[expect(clippy::disallowed_methods, reason = "this is the home of the file system")]
pub fn make_folder(folder: &Path) -> Result<(), DiskError> {
    fs::create_dir_all(folder).map_err(failed("create the folder", folder))
}

/// Checks that a file can be written, or created with the folders above it, by creating a file without a name beside it.
pub fn check_writable(path: &Path) -> Result<(), DiskError> {
    let real = destination(path).map_err(failed("write", path))?;
    let folder = folder_of(&real).ancestors().find(|folder| folder.exists()).unwrap_or(Path::new("."));
    tempfile::tempfile_in(folder).map(drop).map_err(failed("write", path))
}

/// Returns the folder of the file that a path leads to through symbolic links, whether or not it exists yet.
pub fn folder_at(path: &Path) -> Result<PathBuf, DiskError> {
    let real = destination(path).map_err(failed("find", path))?;
    Ok(real_path(folder_of(&real)))
}

/// Removes a file. It is not an error if it does not exist.
#[expect(clippy::disallowed_methods, reason = "this is the home of the file system")]
pub fn remove(path: &Path) -> Result<(), DiskError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed("remove", path)(error)),
        _ => Ok(()),
    }
}

/// Removes a folder and its contents. It is not an error if it does not exist.
#[expect(clippy::disallowed_methods, reason = "this is the home of the file system")]
pub fn remove_folder(path: &Path) -> Result<(), DiskError> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed("remove", path)(error)),
        _ => Ok(()),
    }
}

/// Lists the files and folders in a folder, sorted by name; none if there is no such folder.
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

/// Removes all files of a folder but the `count` newest.
pub fn keep_newest(folder: &Path, count: usize) -> Result<(), DiskError> {
    let paths = list(folder)?;
    let Some(surplus) = paths.len().checked_sub(count).filter(|surplus| *surplus > 0) else { return Ok(()) };
    let written = |path: &PathBuf| fs::metadata(path).and_then(|metadata| metadata.modified()).ok();
    let mut by_age: Vec<_> = paths.into_iter().map(|path| (written(&path), path)).collect();
    by_age.sort();
    by_age.iter().take(surplus).try_for_each(|(_, path)| remove(path))
}

/// Counts the files below a folder and their bytes.
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
