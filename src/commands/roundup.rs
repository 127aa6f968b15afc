//! `papers roundup`: lists the papers in the posts of a week in one table.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use chrono::{Days, NaiveDate};

use crate::cli::{Global, RoundupArgs};
use crate::config::File;
use crate::outcome::Exit;
use crate::publish::{
    Built, JekyllConfig, Linking, Pending, Target, WrongEnding, day_of, listed, post_files, post_text,
};
use crate::render::{CommitContext, Format, Listed, ROUNDUP, RoundupContext};
use crate::report;
use crate::resolve::NoFile;
use papers_system::clock;
use papers_system::disk::{self, DiskError};

use super::commit;
use super::setup::Setup;
use super::usage::UsageError;

/// Runs the command.
pub(super) fn run(global: &Global, args: &RoundupArgs) -> anyhow::Result<Exit> {
    let flags = File { lang: args.lang.clone(), format: args.format, ..File::default() };
    let setup = Setup::new(global, flags)?;
    if !matches!(
        setup.settings.options.post.format,
        Format::Jekyll | Format::Hugo | Format::Zola | Format::Markdown
    ) {
        return Err(UsageError::NoPosts.into());
    }
    let sunday = args.week.flatten().unwrap_or_else(|| clock::last_sunday(setup.today()));
    let usual = format!("{sunday}-weekly-papers.md");
    args.output
        .as_deref()
        .map_or(Ok(()), |path| WrongEnding::check(path, setup.settings.options.post.format, false))?;
    let target = args.output.as_deref().map(|path| Target::new(path, &usual)).transpose()?;
    let own = target.as_ref().map(Target::path);
    commit::check(&args.git, own)?;
    if let Some(posts) = args.posts.as_ref().filter(|posts| !disk::is_folder(posts)) {
        return Err(NoFile(posts.display().to_string()).into());
    }
    let posts = args.posts.as_ref().unwrap_or(&setup.settings.posts_dir);
    let papers = papers(&setup, posts, sunday, own)?;
    if papers.is_empty() {
        tracing::info!(
            "no post in `{}` from the week {} names a paper",
            posts.display(),
            sunday.format("%G-W%V")
        );
        return Ok(Exit::Done);
    }
    let options = &setup.settings.options;
    let context = RoundupContext::of(&options.post, &options.lang, &section(posts), sunday, &papers)?;
    let text = setup.renderer(&[ROUNDUP])?.roundup(&context)?;
    let Some(target) = target else {
        report::print(&text)?;
        return Ok(Exit::Done);
    };
    let note = |rewritten| {
        let context = CommitContext::of_roundup(&context, rewritten);
        let post = disk::real_path(target.path());
        commit::note_post(&args.git, &setup, Pending { post, images: Vec::new(), context })
    };
    let written = write(&target, &text, args.replace, note)?;
    if written.is_some() {
        setup.warn_of_date(target.path().parent().unwrap_or(Path::new(".")), sunday);
    }
    commit::finish_posts(&args.git, &setup, Some(target.path()), written.as_slice())?;
    Ok(Exit::Done)
}

/// Returns the folder of posts relative to Zola's `content`, with a slash at the end; empty if it is not below one.
fn section(posts: &Path) -> String {
    let below = below(posts, "content");
    below.components().map(|part| format!("{}/", part.as_os_str().to_string_lossy())).collect()
}

/// Returns the path of a folder relative to the folder `above` that contains it; empty if there is none.
fn below(folder: &Path, above: &str) -> PathBuf {
    disk::real_path(folder).components().skip_while(|part| part.as_os_str() != above).skip(1).collect()
}

/// Writes the table unless the file has other content. Returns what to commit; `None` if it was written before.
fn write(
    target: &Target,
    text: &str,
    replace: bool,
    note: impl Fn(bool) -> Pending,
) -> anyhow::Result<Option<Pending>> {
    let _lock = target.lock()?;
    let path = target.path().display().to_string();
    let existing = target.text()?;
    match &existing {
        Some(existing) if existing == text => return Ok(None),
        Some(_) if !replace => return Err(UsageError::Exists(path).into()),
        _ => {}
    }
    let noted = note(existing.is_some());
    target.write(text)?;
    tracing::info!("wrote `{path}`");
    Ok(Some(noted))
}

/// Returns the papers of the week that ends on `sunday`, by day. A paper in several posts is listed once, as in the first. Posts of
/// which the site generator makes no page are left out.
fn papers(
    setup: &Setup,
    folder: &Path,
    sunday: NaiveDate,
    own: Option<&Path>,
) -> Result<Vec<Listed>, DiskError> {
    let options = &setup.settings.options.post;
    let jekyll = JekyllConfig::of(folder);
    let linking = Linking {
        format: options.format,
        jekyll: jekyll.as_ref(),
        zone: setup.settings.timezone,
        now: setup.clock.now(),
        day: sunday,
        time: &options.time,
    };
    let monday = sunday - Days::new(6);
    let files = post_files(folder)?.into_iter();
    let mut posts: Vec<(NaiveDate, PathBuf)> =
        files.filter_map(|path| Some((day(&path, options.format)?, path))).collect();
    posts.retain(|(day, path)| (monday..=sunday).contains(day) && Some(path.as_path()) != own);
    // The day's own post comes before copies of it in other languages, whose names are longer.
    posts.sort_by_cached_key(|(day, path)| (*day, path.with_extension(""), path.clone()));
    let above = if options.format == Format::Jekyll { below(folder, "_posts") } else { PathBuf::new() };
    let mut seen = HashSet::new();
    let mut papers = Vec::new();
    for (day, path) in posts {
        let text = post_text(&path)?;
        let name = above.join(path.strip_prefix(folder).unwrap_or(&path));
        let built = linking.built(&name, day, &text);
        if built == Built::No {
            tracing::debug!("`{}` is left out: the site has no page of it", path.display());
            continue;
        }
        let new = listed(&name, day, &text).into_iter().filter(|paper| seen.insert(paper.id.key()));
        papers.extend(new.map(|paper| Listed { linked: built == Built::Yes, ..paper }));
    }
    Ok(papers)
}

/// Returns the day in the name of a post, or of its folder for Hugo and Zola: `2025-10-09-daily-papers/index.md`.
fn day(path: &Path, format: Format) -> Option<NaiveDate> {
    let bundles = matches!(format, Format::Hugo | Format::Zola);
    let bundle = || {
        let is_index = bundles && path.file_stem().is_some_and(|stem| stem == "index");
        is_index.then(|| path.parent()?.to_str().map(|folder| format!("{folder}.md"))).flatten()
    };
    day_of(path).or_else(|| day_of(Path::new(&bundle()?)))
}
