//! Reads which papers the posts of a site published, and when. All posts count, hand-written ones included, because a link to a
//! paper tells readers about it.

use std::collections::{HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::{Repeat, day_of, known};
use papers_paper::PaperId;
use papers_paper::text::decoded;
use papers_system::disk::{self, DiskError};

/// The extensions of posts in Jekyll, Hugo (Org, AsciiDoc), Quarto, and generators with MDX.
const FORMATS: [&str; 13] = [
    "md", "markdown", "mkd", "mkdn", "mkdown", "html", "textile", "org", "adoc", "asciidoc", "qmd", "rmd",
    "mdx",
];

/// One post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SitePost {
    /// Its file.
    pub path: PathBuf,
    /// The day in its file name.
    pub day: Option<NaiveDate>,
    /// Keys of the papers that it links to, sorted.
    pub papers: Vec<String>,
}

/// All posts of a site.
#[derive(Debug, Clone, Default)]
pub struct Site {
    posts: Vec<SitePost>,
    /// Posts by their files.
    places: HashMap<PathBuf, usize>,
    /// Posts by the keys of their papers.
    by_paper: HashMap<String, Vec<usize>>,
}

impl Site {
    /// Reads the posts in a folder and below it; none if it does not exist.
    pub fn read(folder: &Path) -> Result<Self, DiskError> {
        let mut site = Self::default();
        for path in post_files(folder)? {
            site.learn(&path)?;
        }
        Ok(site)
    }

    /// Reads a post that was written since the others were read.
    pub fn learn(&mut self, path: &Path) -> Result<(), DiskError> {
        self.add(path.to_owned(), &post_text(path)?);
        Ok(())
    }

    fn add(&mut self, path: PathBuf, text: &str) {
        let mut papers: Vec<String> = known(text).keys().map(str::to_owned).collect();
        papers.sort_unstable();
        let place = self.places.get(&path).copied().unwrap_or(self.posts.len());
        for key in &papers {
            self.by_paper.entry(key.clone()).or_default().push(place);
        }
        let post = SitePost { day: day_of(&path), path, papers };
        if let Some(known) = self.posts.get_mut(place) {
            *known = post;
        } else {
            self.places.insert(post.path.clone(), place);
            self.posts.push(post);
        }
    }

    /// Returns all posts, by path.
    pub fn posts(&self) -> &[SitePost] {
        &self.posts
    }

    /// Returns the papers of one post.
    pub fn papers_in(&self, path: &Path) -> &[String] {
        self.places.get(path).and_then(|&place| self.posts.get(place)).map_or(&[], |post| &post.papers)
    }

    /// Returns true if any post has the paper with this key.
    pub fn has(&self, key: &str) -> bool {
        self.by_paper.contains_key(key)
    }

    /// Returns true if a post other than `own` has the paper, so that it may not be posted again on `day`.
    pub fn has_elsewhere(&self, id: &PaperId, own: &Path, day: NaiveDate, repeat: Repeat) -> bool {
        let posts = self.by_paper.get(&id.key()).map_or(&[][..], Vec::as_slice);
        let others = posts.iter().filter_map(|&index| self.posts.get(index)).filter(|post| post.path != own);
        others.into_iter().any(|post| match (repeat, post.day) {
            (Repeat::Days(days), Some(posted)) => (day - posted).num_days().unsigned_abs() < u64::from(days),
            _ => true,
        })
    }
}

/// Lists the posts in a folder and below it; none if it does not exist.
pub fn post_files(folder: &Path) -> Result<Vec<PathBuf>, DiskError> {
    let mut files = Vec::new();
    collect(folder, &mut HashSet::new(), &mut files)?;
    Ok(files)
}

/// Collects the posts of a folder. A folder is read only once, because symbolic links may form a cycle.
fn collect(folder: &Path, seen: &mut HashSet<PathBuf>, files: &mut Vec<PathBuf>) -> Result<(), DiskError> {
    if !seen.insert(disk::real_path(folder)) {
        return Ok(());
    }
    for path in disk::list(folder)? {
        if is_of_tools(&path) {
            continue;
        }
        if path.is_dir() {
            collect(&path, seen, files)?;
        } else if has_post_format(&path) && path.is_file() {
            files.push(path);
        }
    }
    Ok(())
}

/// Returns true for a hidden file or folder, and for a folder of programs or of a built site. Nobody writes posts there.
pub fn is_of_tools(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with('.') || matches!(&*name, "_site" | "node_modules" | "vendor")
}

/// Reads a post. It may have been removed since it was listed, and need not be UTF-8. A pointer of Git LFS is an error, because
/// the papers of the post would count as new.
pub fn post_text(path: &Path) -> Result<String, DiskError> {
    let bytes = disk::read(path)?.unwrap_or_default();
    let text = if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        decoded(&bytes)
    } else {
        String::from_utf8_lossy(&bytes).into_owned()
    };
    if is_pointer(&text) {
        let source = io::Error::other("it is a pointer of Git LFS; `git lfs pull` fetches the file");
        return Err(DiskError { action: "read", path: path.to_owned(), source });
    }
    Ok(text)
}

/// Returns true for a pointer to a file that Git LFS stores and has not fetched.
pub(super) fn is_pointer(text: &str) -> bool {
    text.starts_with("version https://git-lfs.github.com/spec/")
}

/// Returns true for a file with the extension of a post.
pub(super) fn has_post_format(path: &Path) -> bool {
    let format = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    FORMATS.iter().any(|known| format.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use papers_system::disk::Durability;

    fn link(id: &str) -> String {
        format!("# 1. [A](https://arxiv.org/abs/{id})\n")
    }

    fn site(posts: &[(&str, &[u8])]) -> (tempfile::TempDir, Site) {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in posts {
            disk::write(&folder.path().join(name), text, Durability::Whole).unwrap();
        }
        let site = Site::read(folder.path()).unwrap();
        (folder, site)
    }

    #[test]
    fn folders_that_links_lead_to_again_are_read_once() {
        let (folder, _) = site(&[("more/2025-10-08-a.md", link("2510.06590").as_bytes())]);
        for name in ["one", "two", "three"] {
            std::os::unix::fs::symlink(folder.path(), folder.path().join("more").join(name)).unwrap();
        }
        assert_eq!(post_files(folder.path()).unwrap(), [folder.path().join("more/2025-10-08-a.md")]);
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn has(site: &Site, id: &str) -> bool {
        let id: PaperId = id.parse().unwrap();
        site.has_elsewhere(&id, Path::new("own.md"), day("2025-10-09"), Repeat::Never)
    }

    #[test]
    fn any_post_counts_wherever_it_stands_and_whoever_wrote_it() {
        let (_folder, site) = site(&[
            ("2025-10-08-daily-papers.md", link("2510.06590").as_bytes()),
            ("2019/2019-1-2-mine.markdown", b"I read <https://www.alphaxiv.org/overview/1901.00001v3>."),
            ("notes.html", b"<a href='https://huggingface.co/papers/2510.06917'>x</a> \xff not UTF-8"),
            ("picture.png", link("2510.04212").as_bytes()),
        ]);
        assert!(has(&site, "2510.06590v2") && has(&site, "1901.00001") && has(&site, "2510.06917"));
        assert!(!has(&site, "2510.04212"), "a picture is no post");
        assert_eq!(site.posts().len(), 3);
        assert!(site.posts().iter().any(|post| post.day == Some(day("2019-01-02"))));
    }

    #[test]
    fn posts_of_other_generators_and_encodings_count_and_files_of_tools_do_not() {
        let wide: Vec<u8> =
            format!("\u{feff}{}", link("2510.00005")).encode_utf16().flat_map(u16::to_le_bytes).collect();
        let (_folder, site) = site(&[
            ("a.mdx", link("2510.00001").as_bytes()),
            ("a.Rmd", link("2510.00002").as_bytes()),
            ("a.org", b"* [[https://arxiv.org/abs/2510.00003][A]]"),
            ("a.adoc", b"== https://arxiv.org/abs/2510.00004[A]"),
            ("wide.md", &wide),
            ("node_modules/x/README.md", link("2510.00006").as_bytes()),
            ("_site/a.html", link("2510.00007").as_bytes()),
            (".trash/a.md", link("2510.00008").as_bytes()),
        ]);
        let known: Vec<u32> = (1..=8).filter(|n| has(&site, &format!("2510.0000{n}"))).collect();
        assert_eq!(known, [1, 2, 3, 4, 5]);
    }

    #[test]
    fn a_post_that_git_lfs_has_not_fetched_cannot_be_read() {
        let folder = tempfile::tempdir().unwrap();
        let pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12\n";
        disk::write(&folder.path().join("2025-10-08-daily-papers.md"), pointer, Durability::Whole).unwrap();
        let error = Site::read(folder.path()).unwrap_err();
        assert!(error.source.to_string().contains("git lfs pull"), "{error}");
    }

    #[test]
    fn a_folder_that_does_not_exist_has_no_posts() {
        assert!(Site::read(Path::new("/nonexistent/_posts")).unwrap().posts().is_empty());
    }

    #[test]
    fn a_posts_own_papers_are_not_published_elsewhere() {
        let (folder, site) = site(&[("2025-10-09-daily-papers.md", link("2510.06590").as_bytes())]);
        let own = folder.path().join("2025-10-09-daily-papers.md");
        let id: PaperId = "2510.06590".parse().unwrap();
        assert!(!site.has_elsewhere(&id, &own, day("2025-10-09"), Repeat::Never));
        assert_eq!(site.papers_in(&own), ["2510.06590"]);
    }

    #[rstest]
    #[case("2025-10-10", 7, true)]
    #[case("2025-10-15", 7, true)]
    #[case("2025-10-16", 7, false)]
    #[case("2025-10-05", 7, true)]
    #[case("2025-10-09", 0, false)]
    fn a_paper_may_come_again_after_the_days_given(
        #[case] date: &str,
        #[case] days: u32,
        #[case] expected: bool,
    ) {
        let (_folder, site) = site(&[("2025-10-09-daily-papers.md", link("2510.06590").as_bytes())]);
        let id: PaperId = "2510.06590".parse().unwrap();
        let own = Path::new("own.md");
        assert_eq!(site.has_elsewhere(&id, own, day(date), Repeat::Days(days)), expected);
    }

    #[test]
    fn a_post_without_a_day_keeps_its_papers_for_ever() {
        let (_folder, site) = site(&[("about.md", link("2510.06590").as_bytes())]);
        let id: PaperId = "2510.06590".parse().unwrap();
        assert!(site.has_elsewhere(&id, Path::new("own.md"), day("2035-01-01"), Repeat::Days(1)));
    }
}
