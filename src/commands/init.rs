//! `papers init`: writes suitable settings, a workflow, templates and timers into a folder. Existing files are kept.

mod choice;
mod files;
mod layout;
mod next;
mod site;

use std::path::Path;

use crate::cli::InitArgs;
use crate::config::language_of_locale;
use crate::environment::Environment;
use crate::outcome::Exit;
use crate::report;
use papers_system::disk;

use super::usage::UsageError;
use choice::Choice;
use files::{Files, SOURCE, TEMPLATES, UNITS};
use next::Next;
use site::{Builder, Site};

/// Runs the command.
pub(super) fn run(args: &InitArgs) -> anyhow::Result<Exit> {
    if args.dir.is_file() {
        return Err(UsageError::NoFolder(args.dir.display().to_string()).into());
    }
    disk::make_folder(&args.dir)?;
    let environment = Environment::of_process();
    let site = Site::of(disk::real(&args.dir)?)?;
    let settled = site.folder.join("papers.toml").exists();
    let choice = Choice {
        lang: site.lang().or_else(|| locale(&environment)),
        timezone: site.timezone().map(str::to_owned).or_else(|| own_zone(&site, &environment)),
        contact: args.contact.clone().or_else(|| if settled { None } else { asked() }),
        templates: args.templates.then_some(TEMPLATES),
    };
    let files = Files { site: &site, choice: &choice, args, program: Environment::program() };
    let mut text = String::new();
    for (name, content) in files.all() {
        let written = disk::write_new(&site.folder.join(&name), &content)?;
        text.push_str(&format!("{} {name}\n", if written { "wrote" } else { "kept " }));
    }
    let is_here = disk::real(Path::new(".")).is_ok_and(|here| here == site.folder);
    let next = Next {
        site: &site,
        elsewhere: (!is_here).then_some(&*args.dir),
        program: &files.program,
        units: &site.folder.join(UNITS),
        source: SOURCE,
        workflow: args.workflow,
        contact: settled || choice.contact.is_some(),
        pages: args.pages,
        templates: choice.templates.filter(|_| settled),
    };
    text.push_str(&files.with_places(&next.text()));
    report::print(&text)?;
    Ok(Exit::Done)
}

/// Returns the language of the user's locale.
fn locale(environment: &Environment) -> Option<String> {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| environment.value(name));
    set.and_then(language_of_locale)
}

/// Returns the system's time zone, for the settings of a new site. If Jekyll used another one, a post of today might be in its
/// future.
fn own_zone(site: &Site, environment: &Environment) -> Option<String> {
    if site.builder != Builder::New {
        return None;
    }
    let named = environment.value("TZ").map(|zone| zone.trim_start_matches(':').to_owned());
    let linked = || {
        let path = disk::real(Path::new("/etc/localtime")).ok()?;
        Some(path.to_str()?.split_once("zoneinfo/")?.1.to_owned())
    };
    named.or_else(linked).filter(|zone| zone.parse::<papers_system::zone::Zone>().is_ok())
}

/// Returns the contact, for which the user is asked at a terminal.
fn asked() -> Option<String> {
    if !report::is_typed() || !report::is_watched() {
        return None;
    }
    report::aside(
        "A mail address or URL at which arXiv can reach you before it blocks you (Enter leaves it out):",
    );
    let line = disk::stdin_lines().next()?.ok()?;
    let answer = String::from_utf8_lossy(&line).trim().to_owned();
    match crate::cli::contact(&answer) {
        Ok(contact) => Some(contact),
        Err(_) if answer.is_empty() => None,
        Err(reason) => {
            tracing::warn!("`{answer}` is left out: {reason}");
            None
        }
    }
}
