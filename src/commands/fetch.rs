//! `papers fetch`: identifiers → post or record.

use chrono::NaiveDate;

use crate::cli::{FetchArgs, Global};
use crate::outcome::{self, Cause, Exit, Failed};
use crate::pipeline::{Pipeline, Run};
use crate::report;
use crate::resolve::{self, Wanted};
use papers_digest::EXTRACTIVE;
use papers_paper::{Entry, Record, SCHEMA};

use super::commit;
use super::output::Output;
use super::plan::Plan;
use super::setup::{Setup, digest_flags};
use super::spool::Spool;
use super::stop::Stop;

/// Runs the command.
pub(super) async fn run(global: &Global, args: FetchArgs) -> anyhow::Result<Exit> {
    let mut setup = Setup::new(global, digest_flags(&args.digest, &args.post))?;
    setup.refresh = args.digest.refresh == Some(crate::cli::Refresh::Page);
    let date = args.post.date.map_or_else(|| setup.today(), |day| day.date(setup.today()));
    let mut output = Output::new(&args.output, date, &setup)?;
    commit::check(&args.git, output.path())?;
    ask_for_papers(&args.papers);
    let mut wanted = resolve::arguments(&args.papers)?;
    // Until here Ctrl-C ends the program at once, also while it waits for a list to be typed.
    let stop = Stop::listen(args.max_time);
    for id in wanted.ids.iter().filter(|id| output.keeps_out(id)) {
        tracing::info!("`{id}` is kept out by `[skip]` of the settings");
    }
    wanted.ids.retain(|id| !output.has(id) && !output.keeps_out(id));
    tell(&wanted.failed);
    let client = match args.dry_run {
        true => setup.visiting_client(&args.network)?,
        false => setup.client(&args.network)?,
    };
    let asking = if args.dry_run { client.clone().offline() } else { client.clone() };
    let model = setup.model(asking, args.digest.refresh == Some(crate::cli::Refresh::Digest))?;
    let pipeline =
        Pipeline::new(client.clone(), setup.settings.clone(), setup.progress.clone()).with_model(model);
    if args.dry_run {
        let plan = Plan::of(&setup, &client, pipeline.model(), &wanted.ids).await?;
        report::print(&if args.output.json { plan.json(&output)? } else { plan.lines(&output) })?;
        return Ok(outcome::exit(wanted.ids.len(), &wanted.failed));
    }
    if output.streams() {
        return stream(&pipeline, wanted, &stop, (date, &setup.settings.lang)).await;
    }
    let Run { mut entries, failed } = pipeline.run(&wanted.ids, stop.wait()).await;
    output.copy_figures(&client, &mut entries).await;
    tell(&failed);
    wanted.failed.extend(failed);
    let lang = &setup.settings.lang;
    tell_language(lang, entries.iter().any(is_extractive));
    let record = Record { papers: entries, ..record(date, lang, &wanted.failed) };
    let published = record.papers.len();
    let written = output.publish(&record, |written| commit::note(&args.git, &setup, written).map(drop))?;
    commit::finish(&args.git, &setup, output.path(), &written)?;
    Ok(outcome::exit(published, &wanted.failed))
}

/// Prints the record of papers of which none is held once it is finished.
async fn stream(
    pipeline: &Pipeline,
    mut wanted: Wanted,
    stop: &Stop,
    (date, lang): (NaiveDate, &str),
) -> anyhow::Result<Exit> {
    let mut spool = Spool::new();
    let failed = pipeline.run_each(&wanted.ids, stop.wait(), |entry| spool.push(&entry)).await;
    tell(&failed);
    wanted.failed.extend(failed);
    tell_language(lang, spool.extractive);
    let published = spool.count;
    spool.print(&record(date, lang, &wanted.failed))?;
    Ok(outcome::exit(published, &wanted.failed))
}

/// Says what is waited for where a list is to be typed.
fn ask_for_papers(arguments: &[String]) {
    let typed = arguments.is_empty() || arguments.iter().any(|argument| argument == "-");
    if typed && report::is_typed() {
        report::aside("ids or addresses of papers, one a line; Ctrl-D on an empty line ends the list:");
    }
}

/// A record without its papers.
fn record(date: NaiveDate, lang: &str, failed: &[Failed]) -> Record {
    let failed = failed.iter().map(Failed::failure).collect();
    Record { schema: SCHEMA, date, lang: lang.to_owned(), failed, papers: Vec::new() }
}

/// Prints what failed, and once what would help.
pub(super) fn tell(failed: &[Failed]) {
    let told = outcome::told(failed);
    let last = told.len().saturating_sub(1);
    for (n, messages) in told.iter().enumerate() {
        report::failure(messages, hint(failed).filter(|_| n == last));
    }
}

/// What to look at when no host can be reached.
pub(super) const UNREACHED: &str = "is this machine connected? a proxy is taken from `HTTPS_PROXY`, `HTTP_PROXY` or `ALL_PROXY`; \
where one has certificates of its own, `SSL_CERT_FILE` names them";

/// The one thing that would help most.
fn hint(failed: &[Failed]) -> Option<&'static str> {
    let any = |cause| failed.iter().any(|one| one.cause == cause);
    if any(Cause::Settings) {
        Some("`docs/MODELS.md` tells the settings of each provider")
    } else if any(Cause::Server) {
        Some("`papers` starts no server; docs/MODELS.md tells how each is named")
    } else if any(Cause::Unreached) {
        Some(UNREACHED)
    } else if any(Cause::Service) || any(Cause::Unfinished) {
        Some("run the same command again later; what was fetched is kept and not asked for again")
    } else if any(Cause::Missing) {
        Some("run once without `--offline`, with the same cache folder")
    } else {
        None
    }
}

/// True when the built-in engine wrote the digest.
pub(super) fn is_extractive(entry: &Entry) -> bool {
    entry.engine == EXTRACTIVE
}

/// The built-in engine does not translate; whoever reads another language is told so, once a run.
pub(super) fn tell_language(lang: &str, extractive: bool) {
    if lang != "en" && extractive {
        tracing::info!(
            "the built-in engine keeps each paper's own language; links and fixed phrases are in `{lang}`"
        );
    }
}
