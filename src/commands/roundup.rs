//! `papers roundup`: the posts of a week → one table of its papers.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use chrono::{Days, NaiveDate};

use crate::cli::{Global, RoundupArgs};
use crate::config::File;
use crate::outcome::Exit;
use crate::publish::{Target, day_of, listed, post_files, post_text};
use crate::render::{Listed, RoundupContext};
use crate::report;
use papers_system::clock;
use papers_system::disk::DiskError;

use super::setup::Setup;

/// A file that is there already holds something else.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` exists and holds something else; `--replace` writes it anew")]
struct Exists(String);

/// Runs the command.
pub(super) fn run(global: &Global, args: &RoundupArgs) -> anyhow::Result<Exit> {
    let setup = Setup::new(global, File { lang: args.lang.clone(), ..File::default() })?;
    let sunday = args.week.flatten().unwrap_or_else(|| clock::last_sunday(setup.today()));
    let usual = format!("{sunday}-weekly-papers.md");
    let target = args.output.as_deref().map(|path| Target::new(path, &usual)).transpose()?;
    let own = target.as_ref().map(Target::path);
    let papers = papers(&args.posts, sunday, own)?;
    if papers.is_empty() {
        tracing::info!("no post in `{}` from the week of {sunday} names a paper", args.posts.display());
        return Ok(Exit::Done);
    }
    let context = RoundupContext::of(&setup.settings.post(1), &setup.settings.lang, sunday, &papers)?;
    let text = setup.renderer()?.roundup(&context)?;
    match target {
        Some(target) => write(&target, &text, args.replace)?,
        None => report::print(&text)?,
    }
    Ok(Exit::Done)
}

fn write(target: &Target, text: &str, replace: bool) -> anyhow::Result<()> {
    let path = target.path().display().to_string();
    match target.text()? {
        Some(standing) if standing == text => return Ok(()),
        Some(_) if !replace => return Err(Exists(path).into()),
        _ => target.write(text)?,
    }
    tracing::info!("wrote `{path}`");
    Ok(())
}

/// The papers of the week that ends on `sunday`, by day, each once: where several posts name it, as in the first.
fn papers(folder: &Path, sunday: NaiveDate, own: Option<&Path>) -> Result<Vec<Listed>, DiskError> {
    let monday = sunday - Days::new(6);
    let mut posts: Vec<(NaiveDate, PathBuf)> =
        post_files(folder)?.into_iter().filter_map(|path| Some((day_of(&path)?, path))).collect();
    posts.retain(|(day, path)| (monday..=sunday).contains(day) && Some(path.as_path()) != own);
    posts.sort();
    let mut seen = HashSet::new();
    let mut papers = Vec::new();
    for (day, path) in posts {
        let name = path.strip_prefix(folder).unwrap_or(&path);
        let new = listed(name, day, &post_text(&path)?).into_iter();
        papers.extend(new.filter(|paper| seen.insert(paper.id.key())));
    }
    Ok(papers)
}
