//! `papers fetch`: makes a post or record from identifiers.

use crate::cli::{FetchArgs, Global};
use crate::outcome::{self, Exit};
use crate::pipeline::{Edition, report_failures};
use crate::{report, resolve};

use super::commit;
use super::plan::Plan;
use super::setup::{Asked, Setup, edition_flags};
use super::stop::Stop;

/// Runs the command.
pub(super) async fn run(global: &Global, args: FetchArgs) -> anyhow::Result<Exit> {
    let setup = Setup::new(global, edition_flags(&args.edition))?;
    setup.check_ending(&args.edition.output)?;
    args.edition.output.warn_of_no_effect();
    let options = setup.options();
    let date = args.edition.post.date.map_or_else(|| setup.today(), |day| day.date(setup.today()));
    let output = &args.edition.output;
    let renderer = setup.post_renderer(output.json)?;
    let mut edition = Edition::open(&output.destination(), date, &options, &renderer)?;
    commit::check(&args.edition.git, edition.path())?;
    ask_for_papers(&args.papers);
    let mut wanted = resolve::arguments(&args.papers)?;
    // Until here Ctrl-C ends the program at once, even while it waits for the user to type a list.
    let stop = Stop::listen(args.edition.max_time);
    for id in wanted.ids.iter().filter(|id| edition.keeps_out(id)) {
        tracing::info!("`{id}` is kept out by `[skip]` of the settings");
    }
    wanted.ids.retain(|id| !edition.has(id) && !edition.keeps_out(id));
    report_failures(&wanted.failed);
    let depth = edition.depth();
    let asked = Asked { edition: &args.edition, dry_run: args.dry_run, depth };
    let pipeline = setup.pipeline(options, &asked)?;
    if args.dry_run {
        let plan = Plan::of(&setup, &pipeline, &wanted.ids).await?;
        if args.edition.output.json {
            report::print_json(&plan.value(&edition))?;
        } else {
            report::print(&plan.lines(&edition))?;
        }
        return Ok(outcome::exit(wanted.ids.len(), &wanted.failed));
    }
    if edition.streams() {
        let (published, failed) = pipeline.stream(&edition, wanted, stop.wait()).await?;
        return Ok(outcome::exit(published, &failed));
    }
    if !wanted.ids.is_empty() {
        edition.check_writable()?;
    }
    let new_post = edition.new_post();
    let made = pipeline.make(&mut edition, wanted, stop.wait()).await;
    let written = edition.publish(&made.record, commit::noting(&args.edition.git, &setup))?;
    if let Some(post) = new_post.filter(|_| !written.is_empty()) {
        setup.warn_of_new_post(&post, date);
    }
    commit::finish_in_time(&args.edition.git, &setup, edition.path(), &written, &stop).await?;
    Ok(outcome::exit(made.record.papers.len(), &made.failed))
}

/// Prompts for a list if the user is to type it.
fn ask_for_papers(arguments: &[String]) {
    let typed = arguments.is_empty() || arguments.iter().any(|argument| argument == "-");
    if typed && report::is_typed() {
        report::aside("ids or addresses of papers, one a line; Ctrl-D on an empty line ends the list:");
    }
}
