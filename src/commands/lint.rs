//! `papers lint`: checks posts and prints faults with line numbers.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::setup::Setup;
use crate::cli::{Global, LintArgs, LintFormat};
use crate::config::File;
use crate::lint::{self, Class, Fault, Rule};
use crate::outcome::Exit;
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

/// Runs the command. A post that cannot be read is reported, and the others are still checked.
pub(super) fn run(global: &Global, args: &LintArgs) -> anyhow::Result<Exit> {
    let mut allowed = Setup::new(global, File::default())?.settings.lint.allow;
    allowed.extend(&args.allow);
    let mut findings = Vec::new();
    let (mut unread, mut absent) = (0, 0);
    let posts = posts(&args.posts)?;
    for path in &posts {
        match disk::read_post(path) {
            Ok(post) => findings.extend(broken(path, &post, &allowed)),
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

fn broken(path: &Path, post: &str, allowed: &[Rule]) -> impl Iterator<Item = Finding> {
    let faults = lint::lint(post).into_iter().filter(|fault| !allowed.contains(&fault.rule));
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
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let hidden = name.starts_with('.') || matches!(&*name, "_site" | "node_modules" | "vendor");
    let markdown = path.extension().is_some_and(|end| end == "md" || end == "markdown");
    !hidden && (markdown || disk::is_folder(path))
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
