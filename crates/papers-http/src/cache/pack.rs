//! Stores many entries in one file: the records of one answer of arXiv's API, which would take longer to write as separate files
//! than to request.
//!
//! The first line of a pack has the URLs of its entries and their lengths as JSON. The entries follow, in the format of separate
//! files. A pack is written atomically, and only changed to remove entries. The name of a pack begins with the time of its answer,
//! because the latest entry of a URL counts, and ends with a hash of its first line.

use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use chrono::{DateTime, Utc};

use super::{Header, hash, header};
use papers_system::disk::{self, DiskError, Durability};

/// The packs in a folder.
#[derive(Debug, Clone)]
pub(super) struct Packs {
    folder: PathBuf,
    /// Read on first use. Packs that other processes write later are ignored.
    index: Arc<OnceLock<Mutex<Index>>>,
}

/// The places of all entries by a hash of their URLs. Each entry contains its URL, so that hash collisions are detected.
#[derive(Debug, Default)]
struct Index {
    files: Vec<PathBuf>,
    places: HashMap<u64, Place>,
}

#[derive(Debug, Clone, Copy)]
struct Place {
    file: u32,
    start: u32,
    length: u32,
}

/// A URL and the bytes of its entry.
pub(super) type Packed = (String, Vec<u8>);

/// The first line of a pack: URLs and lengths.
type Contents = Vec<(String, u32)>;

impl Packs {
    /// Creates the packs of a folder, which is created when something is stored.
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder, index: Arc::default() }
    }

    /// Returns the folder.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns the bytes at the place of a URL's entry.
    pub(super) fn read(&self, url: &str) -> Option<Vec<u8>> {
        let (path, place) = self.index().find(url)?;
        disk::read_part(&path, place.start.into(), place.length as usize).ok()?
    }

    /// Ignores an unusable entry from now on.
    pub(super) fn forget(&self, url: &str) {
        self.index().places.remove(&key(url));
    }

    /// Writes entries into a new pack.
    pub(super) fn write(&self, now: DateTime<Utc>, entries: &[Packed]) -> Result<(), DiskError> {
        let bytes = packed(entries);
        let line = bytes.split(|&byte| byte == b'\n').next().unwrap_or_default();
        let name: String = hash(line).chars().take(12).collect();
        let path = self.folder.join(format!("{}-{name}", now.format("%Y%m%dT%H%M%S%.6fZ")));
        disk::write(&path, &bytes, Durability::Whole)?;
        let lengths = entries.iter().map(|(url, entry)| (&**url, short(entry.len())));
        self.index().insert(path, short(line.len() + 1), lengths);
        Ok(())
    }

    /// Counts the packs and the entries in them.
    pub(super) fn count(&self) -> Result<(u64, u64), DiskError> {
        let paths = disk::list(&self.folder)?;
        let entries = paths.iter().filter_map(|path| Some(contents(path)?.0.len() as u64));
        Ok((paths.len() as u64, entries.sum()))
    }

    /// Removes the entries whose header meets a condition; damaged ones have none. Returns their number.
    pub(super) fn remove_where(&self, goes: impl Fn(Option<Header>) -> bool) -> Result<u64, DiskError> {
        let mut removed = 0;
        for path in disk::list(&self.folder)? {
            let bytes = disk::read(&path)?.unwrap_or_default();
            let Some(mut entries) = unpacked(&bytes) else {
                disk::remove(&path)?;
                removed += 1;
                continue;
            };
            let before = entries.len();
            entries.retain(|(_, entry)| !goes(header(entry)));
            removed += (before - entries.len()) as u64;
            if entries.is_empty() {
                disk::remove(&path)?;
            } else if entries.len() < before {
                disk::write(&path, &packed(&entries), Durability::Whole)?;
            }
        }
        Ok(removed)
    }

    fn index(&self) -> MutexGuard<'_, Index> {
        let index = self.index.get_or_init(|| Mutex::new(Index::read(&self.folder)));
        index.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Index {
    /// Reads the first lines of all packs in a folder.
    fn read(folder: &Path) -> Self {
        let mut index = Self::default();
        disk::list(folder).unwrap_or_default().into_iter().for_each(|path| index.add(path));
        index
    }

    /// Adds a pack. A damaged one has no entries, and is removed by `papers cache prune`.
    fn add(&mut self, path: PathBuf) {
        let Some((contents, start)) = contents(&path) else { return };
        self.insert(path, start, contents.iter().map(|(url, length)| (&**url, *length)));
    }

    /// Adds the entries of a pack, given by URL and length. The first one begins at `start`.
    fn insert<'a>(&mut self, path: PathBuf, mut start: u32, entries: impl Iterator<Item = (&'a str, u32)>) {
        let Ok(file) = u32::try_from(self.files.len()) else { return };
        for (url, length) in entries {
            self.places.insert(key(url), Place { file, start, length });
            start = start.saturating_add(length);
        }
        self.files.push(path);
    }

    fn find(&self, url: &str) -> Option<(PathBuf, Place)> {
        let place = self.places.get(&key(url))?;
        Some((self.files.get(place.file as usize)?.clone(), *place))
    }
}

/// Returns a length or position in a pack, which has some MB at most.
fn short(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn key(url: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    url.hash(&mut hasher);
    hasher.finish()
}

/// Returns the contents of a pack according to its first line, and where the entries begin; `None` if its size does not match.
fn contents(path: &Path) -> Option<(Contents, u32)> {
    let (line, size) = disk::first_line(path).ok()??;
    let contents: Contents = serde_json::from_slice(&line).ok()?;
    let start = u32::try_from(line.len()).ok()?.checked_add(1)?;
    let end = contents.iter().try_fold(start, |end, (_, length)| end.checked_add(*length))?;
    (u64::from(end) == size).then_some((contents, start))
}

/// Returns the bytes of a pack.
fn packed(entries: &[Packed]) -> Vec<u8> {
    let contents: Vec<(&str, usize)> = entries.iter().map(|(url, entry)| (&**url, entry.len())).collect();
    // A list always has a JSON form; a pack without one would count as damaged.
    let mut bytes = serde_json::to_vec(&contents).unwrap_or_default();
    bytes.push(b'\n');
    for (_, entry) in entries {
        bytes.extend_from_slice(entry);
    }
    bytes
}

/// Returns the entries of a pack; `None` if it is damaged.
fn unpacked(bytes: &[u8]) -> Option<Vec<Packed>> {
    let end = bytes.iter().position(|&byte| byte == b'\n')?;
    let (line, mut rest) = bytes.split_at_checked(end + 1)?;
    let contents: Contents = serde_json::from_slice(line).ok()?;
    let entry = |(url, length): (String, u32)| {
        let (entry, after) = rest.split_at_checked(length as usize)?;
        rest = after;
        Some((url, entry.to_vec()))
    };
    contents.into_iter().map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{at, cache};
    use super::super::{Bucket, Cache};
    use super::*;
    use chrono::TimeDelta;

    const DAY: Option<TimeDelta> = Some(TimeDelta::days(1));

    fn url(n: usize) -> String {
        format!("https://export.arxiv.org/api/query?id_list=2510.{n:05}")
    }

    /// Returns answers for this number of URLs, each of which contains its URL.
    fn answers(count: usize, word: &str) -> Vec<Packed> {
        (0..count).map(|n| (url(n), format!("{word} {n}\n").into_bytes())).collect()
    }

    fn load(cache: &Cache, n: usize, now: &str) -> Option<String> {
        cache.load(Bucket::Records, &url(n), at(now), DAY).map(|body| String::from_utf8(body).unwrap())
    }

    /// Opens the cache like another process.
    fn again(cache: &Cache) -> Cache {
        Cache::new(cache.root().to_owned())
    }

    fn packs(cache: &Cache) -> Vec<PathBuf> {
        disk::list(&cache.root().join("records-v1").join("packs")).unwrap()
    }

    fn entries(cache: &Cache) -> u64 {
        cache.info().unwrap()[0].entries
    }

    #[test]
    fn many_answers_are_one_file_and_few_are_files_of_their_own() {
        let (_folder, cache) = cache();
        cache.store_records(at("2025-10-09T00:00:00Z"), answers(3, "few")).unwrap();
        assert!(packs(&cache).is_empty());
        cache.store_records(at("2025-10-09T00:00:01Z"), answers(200, "many")).unwrap();
        assert_eq!(packs(&cache).len(), 1);
        for cache in [&cache, &again(&cache)] {
            assert_eq!(load(cache, 0, "2025-10-09T23:00:00Z").unwrap(), "many 0\n", "the later holds");
            assert_eq!(load(cache, 199, "2025-10-09T23:00:00Z").unwrap(), "many 199\n");
            assert_eq!(load(cache, 199, "2025-10-10T00:00:01Z"), None, "too old");
            assert_eq!(load(cache, 200, "2025-10-09T23:00:00Z"), None);
            assert_eq!(entries(cache), 203);
        }
    }

    #[test]
    fn the_later_answer_holds_in_whatever_form_it_was_kept() {
        let (_folder, cache) = cache();
        let now = "2025-10-09T23:00:00Z";
        cache.store_records(at("2025-10-09T03:00:00Z"), answers(40, "later")).unwrap();
        cache.store_records(at("2025-10-09T01:00:00Z"), answers(50, "earlier")).unwrap();
        assert_eq!(load(&again(&cache), 7, now).unwrap(), "later 7\n");
        assert_eq!(load(&again(&cache), 45, now).unwrap(), "earlier 45\n");
        cache.store(Bucket::Records, &url(7), at("2025-10-09T04:00:00Z"), b"alone").unwrap();
        assert_eq!(load(&again(&cache), 7, now).unwrap(), "alone");
    }

    #[test]
    fn a_damaged_entry_is_not_served_and_the_others_are() {
        let (_folder, cache) = cache();
        let now = "2025-10-09T00:00:00Z";
        cache.store_records(at(now), answers(30, "record")).unwrap();
        let path = packs(&cache).remove(0);
        let whole = disk::read(&path).unwrap().unwrap();
        let text = String::from_utf8(whole.clone()).unwrap();
        disk::write(&path, text.replace("record 7\n", "RECORD 7\n").as_bytes(), Durability::Whole).unwrap();
        assert_eq!(load(&again(&cache), 7, now), None);
        assert_eq!(load(&again(&cache), 8, now).unwrap(), "record 8\n");
        assert_eq!(again(&cache).prune(at(now), |_| true).unwrap(), 1);
        assert_eq!(entries(&cache), 29);
        for damage in [&whole[..whole.len() - 1], b"", b"[]", b"no list\n", b"[[\"x\",4294967295]]\n"] {
            disk::write(&path, damage, Durability::Whole).unwrap();
            assert_eq!(load(&again(&cache), 8, now), None);
            assert_eq!(again(&cache).prune(at(now), |_| true).unwrap(), 1);
            assert!(packs(&cache).is_empty());
        }
    }

    #[test]
    fn entries_are_removed_one_by_one() {
        let (_folder, cache) = cache();
        let now = "2025-10-09T00:00:00Z";
        cache.store_records(at(now), answers(30, "record")).unwrap();
        assert_eq!(cache.clear_where(|of| of == url(7)).unwrap(), 1);
        // This process uses the old places, and is not misled.
        for cache in [&cache, &again(&cache)] {
            assert_eq!(load(cache, 7, now), None);
            assert!(load(cache, 29, now).is_none_or(|body| body == "record 29\n"));
        }
        assert_eq!(load(&again(&cache), 29, now).unwrap(), "record 29\n");
        assert_eq!(cache.prune(at("2025-10-11T00:00:00Z"), |_| true).unwrap(), 29);
        assert!(packs(&cache).is_empty());
        cache.store_records(at(now), answers(30, "record")).unwrap();
        cache.clear().unwrap();
        assert_eq!(load(&cache, 3, now), None);
    }

    #[test]
    fn a_read_only_cache_serves_packs_of_any_age_and_writes_none() {
        let (_folder, cache) = cache();
        cache.store_records(at("2025-10-09T00:00:00Z"), answers(20, "record")).unwrap();
        let cache = again(&cache).read_only();
        cache.store_records(at("2026-10-09T00:00:00Z"), answers(20, "new")).unwrap();
        assert_eq!(load(&cache, 3, "2026-10-09T00:00:00Z").unwrap(), "record 3\n");
        assert_eq!(packs(&cache).len(), 1);
    }
}
