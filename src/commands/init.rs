//! `papers init`: a folder → settings, a workflow, templates and timers in it. What is there already is kept.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::cli::InitArgs;
use crate::environment::Environment;
use crate::outcome::Exit;
use crate::publish::in_shell;
use crate::render::BUILT_IN;
use crate::report;
use papers_system::disk::{self, DiskError};

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

/// Where the workflow gets the program from: what `repository` in Cargo.toml says. While that is empty the workflow stops
/// with a sentence that tells what to fill in.
const SOURCE: &str = env!("CARGO_PKG_REPOSITORY");

/// Runs the command.
pub(super) fn run(args: &InitArgs) -> anyhow::Result<Exit> {
    disk::make_folder(&args.dir)?;
    let site = Site { folder: disk::real(&args.dir)?, program: Environment::program() };
    let mut text = String::new();
    for (name, content) in site.files(args)? {
        let written = disk::write_new(&site.folder.join(&name), &content)?;
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{} {name}", if written { "wrote" } else { "kept " });
    }
    text.push_str(&site.next());
    if !site.excludes_settings()? {
        let _ = writeln!(
            text,
            "- Keep papers.toml out of the built site: in _config.yml, `exclude: [papers.toml]`."
        );
    }
    if args.templates && text.contains("kept  papers.toml") {
        let _ = writeln!(
            text,
            "- Set `templates_dir = \"{TEMPLATES}\"` in papers.toml, so that the templates are used."
        );
    }
    report::print(&text)?;
    Ok(Exit::Done)
}

/// The settings name the templates where there are some.
fn with_templates(settings: String, templates: bool) -> String {
    if templates { settings.replace("#templates_dir", "templates_dir") } else { settings }
}

/// Where the workflow gets the program, or what to fill in so that it can.
fn installs(source: &str) -> String {
    match source {
        "" => "Before that, write the address of the repository of papers behind SOURCE in that file: this build of the\n  \
               program does not know it."
            .to_owned(),
        source => format!("It installs papers from {source}."),
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
    /// The files to write, by their names in the site.
    fn files(&self, args: &InitArgs) -> Result<Vec<(String, String)>, DiskError> {
        let mut files: Vec<(String, String)> = Vec::new();
        if is_empty(&self.folder)? {
            files.extend(SITE.map(|(name, text)| (name.to_owned(), text.to_owned())));
        }
        let settings = SETTINGS.map(|(name, text)| (name.to_owned(), self.filled(text)));
        files.extend(settings.map(|(name, text)| (name, with_templates(text, args.templates))));
        if args.templates {
            files.extend(BUILT_IN.map(|(_, name, text)| (format!("{TEMPLATES}/{name}"), text.to_owned())));
        }
        if args.systemd {
            files.push((format!("{UNITS}/papers.service"), self.filled(&self.escaped(SERVICE))));
            files.push((format!("{UNITS}/papers.timer"), self.filled(&self.escaped(TIMER))));
        }
        Ok(files)
    }

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

    /// True when Jekyll's settings name ours already.
    fn excludes_settings(&self) -> Result<bool, DiskError> {
        let settings = disk::read(&self.folder.join("_config.yml"))?.unwrap_or_default();
        Ok(String::from_utf8_lossy(&settings).contains("papers.toml"))
    }

    /// What is left for the user to do.
    fn next(&self) -> String {
        let in_cron = |path: &Path| in_shell(path).replace('%', "\\%");
        let text = NEXT
            .replace("@CRON_SITE@", &in_cron(&self.folder))
            .replace("@CRON_PROGRAM@", &in_cron(&self.program))
            .replace("@INSTALLS@", &installs(SOURCE))
            .replace("@UNITS@", &in_shell(&self.folder.join(UNITS)));
        self.filled(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_told_only_where_one_is_known() {
        assert_eq!(installs("https://example.org/p"), "It installs papers from https://example.org/p.");
        assert!(installs("").contains("behind SOURCE") && !installs("").contains("http"));
    }
}
