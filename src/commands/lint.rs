//! `papers lint`: checks posts and prints faults with line numbers.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::setup::Setup;
use crate::cli::{Global, LintArgs, LintFormat};
use crate::config::File;
use crate::lint::{self, Class, Fault, Rule};
use crate::outcome::Exit;
use crate::publish::{JEKYLL, is_of_tools, post_files};
use crate::report;
use crate::resolve::NoFile;
use papers_system::disk;
use papers_system::disk::DiskError;

/// A fault with its file, in the form of `--json`.
#[derive(Serialize)]
struct Finding {
    file: String,
    class: Class,
    #[serde(flatten)]
    fault: Fault,
}

/// The names of the posts of a site, without their extensions, by the site's folder. A site is read only if a post links to others.
#[derive(Default)]
struct SitePosts(RefCell<HashMap<PathBuf, HashSet<String>>>);

impl SitePosts {
    /// Returns true if the site of a post has a post of this name, or if the folder of the site is not known.
    fn has(&self, path: &Path, name: &str) -> bool {
        let Some(site) = site_of(path) else { return true };
        let mut known = self.0.borrow_mut();
        known.entry(site).or_insert_with_key(|site| post_names(site)).contains(name)
    }
}

/// Returns the folder of the Jekyll site to which a post belongs: that with `_config.yml`, else the one that contains `_posts`.
fn site_of(path: &Path) -> Option<PathBuf> {
    let path = disk::real_path(path);
    let posts = path
        .ancestors()
        .find(|folder| folder.file_name().is_some_and(|name| name == "_posts" || name == "_drafts"))?;
    let above = posts.parent()?;
    let config = above.ancestors().find(|folder| JEKYLL.iter().any(|name| folder.join(name).is_file()));
    Some(config.unwrap_or(above).to_owned())
}

/// Returns the names of all posts in the folders `_posts` of a site.
fn post_names(site: &Path) -> HashSet<String> {
    let files = post_files(site).unwrap_or_default().into_iter();
    let posts = files.filter(|path| path.iter().any(|part| part == "_posts"));
    posts.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect()
}

/// Runs the command. A post that cannot be read is reported, and the others are still checked.
pub(super) fn run(global: &Global, args: &LintArgs) -> anyhow::Result<Exit> {
    let mut allowed = Setup::new(global, File::default())?.settings.lint.allow;
    allowed.extend(&args.allow);
    let mut findings = Vec::new();
    let (mut unread, mut absent) = (0, 0);
    let posts = posts(&args.posts)?;
    let site = SitePosts::default();
    for path in &posts {
        match disk::read_post(path) {
            Ok(post) => findings.extend(broken(path, &post, &site, &allowed)),
            Err(error) if path.exists() => {
                report::error(&error, None);
                unread += 1;
            }
            Err(_) => {
                report::error(&NoFile(path.display().to_string()), None);
                absent += 1;
            }
        }
    }
    if args.json {
        report::print_json(&findings)?;
    } else {
        let lines: String = findings.iter().map(|finding| line(args.format, finding)).collect();
        report::print(&lines)?;
    }
    let rejected = findings.iter().any(|finding| finding.class != Class::Advice);
    Ok(if rejected {
        Exit::Rejected
    } else if absent > 0 && absent == posts.len() {
        Exit::Usage
    } else if absent + unread > 0 {
        Exit::SomeFailed
    } else {
        Exit::Done
    })
}

fn broken(path: &Path, post: &str, site: &SitePosts, allowed: &[Rule]) -> impl Iterator<Item = Finding> {
    let faults = lint::lint_in_site(post, |name| site.has(path, name))
        .into_iter()
        .filter(|fault| !allowed.contains(&fault.rule));
    let file = path.display().to_string();
    faults.map(move |fault| Finding { file: file.clone(), class: fault.rule.class(), fault })
}

/// Returns the named files, and the Markdown files below the named folders.
fn posts(named: &[PathBuf]) -> Result<Vec<PathBuf>, DiskError> {
    let mut posts = Vec::new();
    let mut seen = HashSet::new();
    let mut rest: Vec<PathBuf> = named.iter().rev().cloned().collect();
    while let Some(path) = rest.pop() {
        if disk::is_folder(&path) {
            // Symbolic links may lead in a circle.
            if seen.insert(disk::real_path(&path)) {
                rest.extend(disk::list(&path)?.into_iter().rev().filter(|path| is_wanted(path)));
            }
        } else {
            posts.push(path);
        }
    }
    Ok(posts)
}

/// Returns true for a Markdown file, and for a folder that is not output of Jekyll or npm.
fn is_wanted(path: &Path) -> bool {
    let markdown = path.extension().is_some_and(|end| end == "md" || end == "markdown");
    !is_of_tools(path) && (markdown || disk::is_folder(path))
}

fn line(format: LintFormat, finding: &Finding) -> String {
    let Finding { file, class, fault } = finding;
    match format {
        LintFormat::Text => format!("{}\n", report::visible(&format!("{file}:{fault}")).replace('\n', " ")),
        LintFormat::Github => {
            let level = if *class == Class::Advice { "notice" } else { "error" };
            let (place, title) = (property(file), fault.rule.name());
            format!("::{level} file={place},line={},title={title}::{}\n", fault.line, data(&fault.message))
        }
    }
}

/// Escapes text after the second `::` of a workflow command.
fn data(text: &str) -> String {
    report::visible(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a value between the two `::` of a workflow command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
