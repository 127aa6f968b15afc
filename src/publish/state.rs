//! Stores in the state file what posts do not show: the journals of its profiles. Nothing that was published is lost with the file;
//! an unreadable file is reported and replaced.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::journal::Journal;
use papers_system::disk::{self, DiskError, Durability};

/// The version of the file's format.
const VERSION: u32 = 1;

/// The number of bytes of the hash in the file's name; enough to tell the sites of one user apart.
const HASH_BYTES: usize = 6;

/// The state file of one site.
#[derive(Debug, Clone)]
pub struct StateFile {
    path: PathBuf,
}

#[derive(Debug, Serialize, Deserialize)]
struct Form {
    version: u32,
    /// The folder of posts, by its real path.
    posts: PathBuf,
    journals: BTreeMap<String, Journal>,
}

impl StateFile {
    /// The state file for a folder of posts, which is the same for all paths to it.
    pub fn new(state_dir: &Path, posts_dir: &Path) -> Self {
        Self { path: state_dir.join(format!("daily-{}.json", name_of(&disk::real_path(posts_dir)))) }
    }

    /// The lock file of the run that works on these posts.
    pub fn lock(&self) -> PathBuf {
        self.path.with_extension("lock")
    }

    /// Returns the other folders of posts below `root` with a state file, if this one has none: the settings may have named them
    /// before.
    pub fn earlier_folders(&self, root: &Path) -> Vec<PathBuf> {
        let state_dir = self.path.parent().filter(|_| !self.path.exists());
        let files = state_dir.and_then(|folder| disk::list(folder).ok()).unwrap_or_default();
        let root = disk::real_path(root);
        let form = |file: PathBuf| serde_json::from_slice::<Form>(&disk::read(&file).ok()??).ok();
        files
            .into_iter()
            .filter_map(form)
            .map(|form| form.posts)
            .filter(|posts| posts.starts_with(&root))
            .collect()
    }

    /// Reads a journal. A file that is unreadable or of another version counts as empty.
    pub fn load(&self, name: &JournalName) -> Journal {
        let mut journals = self.read();
        // Earlier versions had one journal for all sources of a profile.
        let known = journals.remove(&name.text()).or_else(|| journals.remove(name.profile()));
        known.unwrap_or_default()
    }

    /// Reads the journals of a profile, or all.
    pub fn of_profile(&self, profile: Option<&str>) -> Vec<Journal> {
        let wanted = profile.map(|profile| JournalName::new(Some(profile), None));
        let belongs = |name: &str| wanted.as_ref().is_none_or(|wanted| wanted.has(name));
        self.read().into_iter().filter(|(name, _)| belongs(name)).map(|(_, journal)| journal).collect()
    }

    fn read(&self) -> BTreeMap<String, Journal> {
        self.stored().unwrap_or_else(|why| {
            tracing::warn!("{why}");
            BTreeMap::new()
        })
    }

    /// Returns the journals in the file, or why it is not used.
    fn stored(&self) -> Result<BTreeMap<String, Journal>, String> {
        let bytes = disk::read(&self.path)
            .map_err(|error| format!("{error}: {}; continuing without it", error.source))?;
        let Some(bytes) = bytes else { return Ok(BTreeMap::new()) };
        let why = match serde_json::from_slice::<Form>(&bytes) {
            Ok(form) if form.version == VERSION => return Ok(form.journals),
            Ok(form) => format!("has version {}, not {VERSION}", form.version),
            Err(error) => format!("is damaged ({error})"),
        };
        let path = self.path.display();
        Err(format!("`{path}` {why}; it is replaced by a new one, the posts show what was published"))
    }

    /// Saves a journal, if it changed.
    pub fn save(&self, name: &JournalName, journal: &Journal, posts_dir: &Path) -> Result<(), DiskError> {
        let mut journals = self.stored().unwrap_or_default();
        let kept = journal.clone().without_old();
        if journals.get(&name.text()) == Some(&kept) {
            return Ok(());
        }
        journals.insert(name.text(), kept);
        let form = Form { version: VERSION, posts: disk::real_path(posts_dir), journals };
        let text = serde_json::to_string_pretty(&form).map(|text| text + "\n");
        let text = text.map_err(|error| DiskError {
            action: "write",
            path: self.path.clone(),
            source: error.into(),
        })?;
        disk::write(&self.path, text.as_bytes(), Durability::Synced)
    }
}

/// Returns a file name for the data of a path: the beginning of its hash in hexadecimal digits.
pub(super) fn name_of(path: &Path) -> String {
    let hash = Sha256::digest(path.as_os_str().as_encoded_bytes());
    let start = hash.iter().take(HASH_BYTES).fold(0u64, |start, byte| start << 8 | u64::from(*byte));
    format!("{start:012x}")
}

/// The name of a journal: its profile, and its sources if the command line names others than the settings. One source may be down
/// or late while another is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalName {
    profile: Option<String>,
    sources: Option<String>,
}

impl JournalName {
    /// The name for a profile and sources.
    pub fn new(profile: Option<&str>, sources: Option<String>) -> Self {
        Self { profile: profile.map(str::to_owned), sources }
    }

    /// The name of the profile's own journal. That of a profile named `daily` has a point, which no other name has.
    fn profile(&self) -> &str {
        match self.profile.as_deref() {
            None => "daily",
            Some("daily") => "daily.daily",
            Some(name) => name,
        }
    }

    fn text(&self) -> String {
        self.sources.iter().fold(self.profile().to_owned(), |name, sources| format!("{name}: {sources}"))
    }

    /// Returns true for the name of a journal of the same profile.
    fn has(&self, name: &str) -> bool {
        name.split(": ").next() == Some(self.profile())
    }
}

#[cfg(test)]
mod tests {
    use super::super::journal::tests::journal;
    use super::*;
    use crate::calendar::State;
    use crate::calendar::tests::day;
    use papers_paper::{Candidate, Extras};

    fn own() -> JournalName {
        JournalName::new(None, None)
    }

    #[test]
    fn a_saved_state_is_loaded_only_for_its_profile_and_sources() {
        let folder = tempfile::tempdir().unwrap();
        let file = StateFile::new(folder.path(), Path::new("_posts"));
        let save = |name: &JournalName, journal: &Journal| {
            file.save(name, journal, Path::new("_posts")).unwrap();
        };
        let kept = journal(&[("2025-10-09", State::Waiting)]);
        save(&own(), &kept);
        let others = JournalName::new(None, Some("cs.CL, cs.LG".to_owned()));
        assert_eq!(file.load(&others), kept, "an earlier version kept them together");
        for other in [others, JournalName::new(Some("nlp"), None), JournalName::new(Some("daily"), None)] {
            save(&other, &Journal::default());
            assert_eq!(file.load(&other), Journal::default());
        }
        assert_eq!(file.load(&own()), kept);
        assert_eq!((file.of_profile(None).len(), file.of_profile(Some("nlp")).len()), (4, 1));
    }

    #[test]
    fn a_damaged_file_and_one_of_another_version_are_begun_anew() {
        let folder = tempfile::tempdir().unwrap();
        let file = StateFile::new(folder.path(), Path::new("_posts"));
        for text in
            ["{\"version\": 1, \"journ", "{\"version\": 99, \"posts\": \"\", \"journals\": {}}", "\0\0"]
        {
            disk::write(&file.path, text.as_bytes(), Durability::Whole).unwrap();
            assert_eq!(file.load(&own()), Journal::default(), "{text}");
            let kept = journal(&[("2025-10-09", State::Fresh)]);
            file.save(&own(), &kept, Path::new("_posts")).unwrap();
            assert_eq!(file.load(&own()), kept, "{text}");
        }
    }

    #[test]
    fn sites_do_not_share_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = |posts: &str| StateFile::new(folder.path(), Path::new(posts)).path;
        assert_ne!(path("/srv/a/_posts"), path("/srv/b/_posts"));
        assert_eq!(path("/srv/a/_posts"), path("/srv/a/_posts/"));
    }

    #[test]
    fn a_new_folder_knows_those_that_had_posts_before() {
        let folder = tempfile::tempdir().unwrap();
        let (root, state) = (disk::real_path(folder.path()), folder.path().join("state"));
        let (old, new) = (root.join("_posts"), root.join("posts"));
        let file = |posts: &Path| StateFile::new(&state, posts);
        assert!(file(&new).earlier_folders(&root).is_empty());
        file(&old).save(&own(), &journal(&[("2025-10-09", State::Fresh)]), &old).unwrap();
        assert_eq!(file(&new).earlier_folders(&root), std::slice::from_ref(&old));
        assert!(file(&new).earlier_folders(&root.join("other")).is_empty(), "that is another site");
        assert!(file(&old).earlier_folders(&root).is_empty());
    }

    #[test]
    fn papers_that_are_not_posted_are_kept_for_the_sources_that_listed_them() {
        let folder = tempfile::tempdir().unwrap();
        let file = StateFile::new(folder.path(), Path::new("_posts"));
        let (eighth, ninth) = (day("2025-10-08"), day("2025-10-09"));
        let paper = Candidate {
            id: "2510.06590".parse().unwrap(),
            title: "A title".to_owned(),
            abstract_text: String::new(),
            authors: Vec::new(),
            categories: Vec::new(),
            extras: Extras { upvotes: Some(3), ..Extras::default() },
        };
        let mut journal = Journal::default();
        journal.set_unposted(eighth, "cs.CL", vec![paper.clone()]);
        file.save(&own(), &journal, Path::new("_posts")).unwrap();
        let mut journal = file.load(&own());
        assert_eq!(journal.unposted(eighth, "cs.CL"), [paper]);
        assert!(journal.unposted(eighth, "Hugging Face").is_empty());
        assert_eq!(journal.days_unposted(ninth, "cs.CL").collect::<Vec<_>>(), [eighth]);
        journal.set_unposted(eighth, "cs.CL", Vec::new());
        file.save(&own(), &journal, Path::new("_posts")).unwrap();
        assert!(!disk::read_text(&file.path).unwrap().contains("unposted"));
    }
}
