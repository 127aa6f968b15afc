//! `papers fetch`: identifiers → post or record.

use crate::cli::{FetchArgs, Global};
use crate::outcome::{self, Exit};
use crate::pipeline::{Edition, tell};
use crate::{report, resolve};

use super::commit;
use super::plan::Plan;
use super::setup::{Asked, Setup, digest_flags};
use super::stop::Stop;

/// Runs the command.
pub(super) async fn run(global: &Global, args: FetchArgs) -> anyhow::Result<Exit> {
    let stop = Stop::listen(args.max_time);
    let setup = Setup::new(global, digest_flags(&args.digest, &args.post))?;
    let options = setup.options();
    let date = args.post.date.unwrap_or_else(|| setup.today());
    let mut edition = Edition::open(&args.output.destination(), date, &options, &setup.renderer()?)?;
    commit::check(&args.git, edition.path())?;
    let mut wanted = resolve::arguments(&args.papers)?;
    for id in wanted.ids.iter().filter(|id| edition.keeps_out(id)) {
        tracing::info!("`{id}` is kept out by `[skip]` of the settings");
    }
    wanted.ids.retain(|id| !edition.has(id) && !edition.keeps_out(id));
    tell(&wanted.failed);
    let depth = edition.depth();
    let asked = Asked { network: &args.network, refresh: args.digest.refresh, dry_run: args.dry_run, depth };
    let pipeline = setup.pipeline(options, &asked)?;
    if args.dry_run {
        report::print(&Plan::of(&setup, &pipeline, &wanted.ids).await?.lines(&edition))?;
        return Ok(outcome::exit(wanted.ids.len(), &wanted.failed));
    }
    if edition.streams() {
        let (published, failed) = pipeline.stream(&edition, wanted, stop.wait()).await?;
        return Ok(outcome::exit(published, &failed));
    }
    let made = pipeline.make(&mut edition, wanted, stop.wait()).await;
    let note = |written: &[_]| commit::note(&args.git, &setup, written).map(drop);
    let written = edition.publish(&made.record, note)?;
    commit::finish(&args.git, &setup, edition.path(), &written)?;
    Ok(outcome::exit(made.record.papers.len(), &made.failed))
}
