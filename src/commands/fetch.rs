//! `papers fetch`: identifiers → post or record.

use crate::cli::{FetchArgs, Global};
use crate::config::{File, LlmFile, Reading, Settings};
use crate::http::Client;
use crate::outcome::{self, Cause, Exit, Failed};
use crate::paper::{Entry, PaperId, Record, SCHEMA};
use crate::pipeline::{Pipeline, Run};
use crate::summarize::EXTRACTIVE;
use crate::{arxiv, report, resolve};

use super::commit;
use super::output::Output;
use super::setup::{Setup, flags};

/// Runs the command.
pub(super) async fn run(global: &Global, args: FetchArgs) -> anyhow::Result<Exit> {
    let given = File {
        engine: args.engine,
        read: args.read,
        unsupported: args.unsupported,
        llm: LlmFile { max_cost: args.max_cost, ..LlmFile::default() },
        ..flags(&args.post)
    };
    let setup = Setup::new(global, given)?;
    let date = args.post.date.unwrap_or_else(|| setup.clock.today());
    let output = Output::new(&args.output, date, &setup)?;
    commit::check(&args.git, output.path())?;
    let mut wanted = resolve::arguments(&args.papers)?;
    wanted.ids.retain(|id| !output.has(id));
    tell(&wanted.failed);
    let client = setup.client(&args.network)?;
    let model = setup.model(&client, args.refresh.is_some())?;
    if args.dry_run {
        report::print(&plan(&client, &setup.settings, &wanted.ids, &output))?;
        return Ok(outcome::exit(wanted.ids.len(), &wanted.failed));
    }
    let lang = setup.settings.lang.clone();
    let pipeline = Pipeline::new(client, setup.settings.clone(), setup.progress.clone()).with_model(model);
    let Run { entries, failed } = digest(&pipeline, &wanted.ids).await;
    tell(&failed);
    wanted.failed.extend(failed);
    tell_language(&lang, &entries);
    let record = Record {
        schema: SCHEMA,
        date,
        lang,
        failed: wanted.failed.iter().map(Failed::failure).collect(),
        papers: entries,
    };
    let published = record.papers.len();
    let written = output.publish(&record)?;
    commit::finish(&args.git, &setup, &written)?;
    Ok(outcome::exit(published, &wanted.failed))
}

async fn digest(pipeline: &Pipeline, ids: &[PaperId]) -> Run {
    if ids.is_empty() {
        return Run::default();
    }
    pipeline.run(ids, interrupted()).await
}

/// Comes true on Ctrl-C or SIGTERM.
async fn interrupted() {
    #[cfg(unix)]
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
    tracing::warn!("interrupted: finished papers are kept");
}

/// Prints what failed, and once what would help.
fn tell(failed: &[Failed]) {
    let told = outcome::told(failed);
    let last = told.len().saturating_sub(1);
    for (n, messages) in told.iter().enumerate() {
        report::failure(messages, hint(failed).filter(|_| n == last));
    }
}

/// The one thing that would help most.
fn hint(failed: &[Failed]) -> Option<&'static str> {
    let any = |cause| failed.iter().any(|one| one.cause == cause);
    if any(Cause::Settings) {
        Some("`docs/MODELS.md` tells the settings of each provider")
    } else if any(Cause::Service) {
        Some("run the same command again later; what was fetched is kept and not asked for again")
    } else if any(Cause::Missing) {
        Some("run once without `--offline`, with the same cache folder")
    } else {
        None
    }
}

/// The built-in engine does not translate; whoever reads another language is told so, once a run.
fn tell_language(lang: &str, entries: &[Entry]) {
    if lang != "en" && entries.iter().any(|entry| entry.engine == EXTRACTIVE) {
        tracing::info!(
            "the built-in engine keeps each paper's own language; links and fixed phrases are in `{lang}`"
        );
    }
}

/// What a run would do.
fn plan(client: &Client, settings: &Settings, ids: &[PaperId], output: &Output) -> String {
    use std::fmt::Write as _;
    let plan = arxiv::plan(client, &settings.urls, ids);
    let forms = match settings.read {
        Reading::Abstract => 0,
        Reading::Html | Reading::Pdf => 1,
        Reading::Auto => 2,
    };
    let pages = forms * ids.len();
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(text, "papers to digest: {} ({} of their records are cached)", ids.len(), plan.cached);
    let _ =
        writeln!(text, "requests to arXiv: {} for records, at most {} for full texts", plan.records, pages);
    let requests = plan.records + pages;
    let seconds = settings.interval.as_secs_f64() * requests.saturating_sub(1) as f64;
    let _ = writeln!(
        text,
        "time: at most about {seconds:.0} s, for arXiv's interval of {} s",
        settings.interval.as_secs_f64()
    );
    let _ = writeln!(text, "tokens and cost: none, the built-in engine is used");
    let _ = writeln!(text, "output: {}", output.description());
    for id in ids {
        let _ = writeln!(text, "  {id}");
    }
    text
}
