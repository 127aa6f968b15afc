//! `papers init`: a folder → settings, a workflow, templates and timers in it. What is there already is kept.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::cli::InitArgs;
use crate::config::Environment;
use crate::disk::{self, DiskError};
use crate::outcome::Exit;
use crate::render::BUILT_IN;
use crate::report;

/// Where a site keeps its templates: Jekyll leaves folders with an underscore alone.
const TEMPLATES: &str = "_templates";

/// Where the units of systemd go: Jekyll leaves folders with a dot alone.
const UNITS: &str = ".papers";

/// What every site gets.
const SETTINGS: [(&str, &str); 2] = [
    ("papers.toml", include_str!("../../templates/init/papers.toml")),
    (".github/workflows/papers.yml", include_str!("../../templates/init/papers.yml")),
];

/// What an empty folder needs beside them to be a site that Jekyll builds.
const SITE: [(&str, &str); 4] = [
    (".gitignore", "_site/\n.jekyll-cache/\n"),
    ("_config.yml", include_str!("../../templates/init/_config.yml")),
    ("_layouts/post.html", include_str!("../../templates/init/post.html")),
    ("index.html", include_str!("../../templates/init/index.html")),
];

const SERVICE: &str = include_str!("../../templates/init/papers.service");
const TIMER: &str = include_str!("../../templates/init/papers.timer");
const NEXT: &str = include_str!("../../templates/init/next.txt");

/// Where the workflow gets the program from: what `repository` in Cargo.toml says, else a place to be filled in.
const SOURCE: &str = match env!("CARGO_PKG_REPOSITORY").as_bytes() {
    [] => "https://github.com/OWNER/papers",
    _ => env!("CARGO_PKG_REPOSITORY"),
};

/// Runs the command.
pub(super) fn run(args: &InitArgs) -> anyhow::Result<Exit> {
    disk::make_folder(&args.dir)?;
    let site = Site { folder: disk::real(&args.dir)?, program: Environment::program() };
    let mut files: Vec<(String, String)> = Vec::new();
    if is_empty(&site.folder)? {
        files.extend(SITE.map(|(name, text)| (name.to_owned(), text.to_owned())));
    }
    files.extend(SETTINGS.map(|(name, text)| (name.to_owned(), site.filled(text))));
    if args.templates {
        files.extend(BUILT_IN.map(|(_, name, text)| (format!("{TEMPLATES}/{name}"), text.to_owned())));
    }
    if args.systemd {
        files.push((format!("{UNITS}/papers.service"), site.filled(&site.escaped(SERVICE))));
        files.push((format!("{UNITS}/papers.timer"), site.filled(&site.escaped(TIMER))));
    }
    let mut text = String::new();
    for (name, content) in files {
        let written = disk::write_new(&site.folder.join(&name), &settings(&name, content, args.templates))?;
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{} {name}", if written { "wrote" } else { "kept " });
    }
    report::print(&(text + &site.next()))?;
    Ok(Exit::Done)
}

/// The settings name the templates where there are some.
fn settings(name: &str, content: String, templates: bool) -> String {
    match templates && name == "papers.toml" {
        true => content.replace("#templates_dir", "templates_dir"),
        false => content,
    }
}

/// True for a folder with nothing in it but what begins with a dot, such as `.git`.
fn is_empty(folder: &Path) -> Result<bool, DiskError> {
    let hidden =
        |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    Ok(disk::list(folder)?.iter().all(hidden))
}

struct Site {
    folder: PathBuf,
    program: PathBuf,
}

impl Site {
    fn filled(&self, text: &str) -> String {
        text.replace("@MINUTE@", &self.minute().to_string())
            .replace("@SOURCE@", SOURCE)
            .replace("@VERSION@", env!("CARGO_PKG_VERSION"))
            .replace("@SITE@", &self.folder.display().to_string())
            .replace("@PROGRAM@", &self.program.display().to_string())
    }

    /// The same with paths as systemd reads them: `%` begins a specifier.
    fn escaped(&self, text: &str) -> String {
        let doubled = |path: &Path| path.display().to_string().replace('%', "%%");
        text.replace("@SITE@", &doubled(&self.folder)).replace("@PROGRAM@", &doubled(&self.program))
    }

    /// A minute that is this folder's own, away from the full hour, so that not all sites ask arXiv at once.
    fn minute(&self) -> u32 {
        const FIRST: u32 = 5;
        const MINUTES: u32 = 50;
        let sum = self
            .folder
            .to_string_lossy()
            .bytes()
            .fold(0, |sum: u32, byte| sum.wrapping_mul(31) + u32::from(byte));
        FIRST + sum % MINUTES
    }

    /// What is left for the user to do.
    fn next(&self) -> String {
        let in_cron = |path: &Path| quoted(path).replace('%', "\\%");
        let text = NEXT
            .replace("@CRON_SITE@", &in_cron(&self.folder))
            .replace("@CRON_PROGRAM@", &in_cron(&self.program))
            .replace("@UNITS@", &quoted(&self.folder.join(UNITS)));
        self.filled(&text)
    }
}

/// A path as a shell reads it back.
fn quoted(path: &Path) -> String {
    format!("'{}'", path.display().to_string().replace('\'', r"'\''"))
}
