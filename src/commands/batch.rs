//! `papers batch`: exports the questions of a run for a provider's batch API, and imports the answers into the cache.

use std::path::Path;

use crate::cli::{BatchCommand, ExportArgs, Global, ImportArgs, NetworkArgs};
use crate::config::{ConfigError, File};
use crate::outcome::{self, Exit};
use crate::pipeline::{Pipeline, Writing, report_failures};
use crate::report::{self, counted};
use crate::resolve;
use papers_digest::llm::{Frame, Lost, Open, Returned};
use papers_system::disk::{self, DiskError};

use super::setup::Setup;
use super::stop::Stop;

/// Runs the command.
pub(super) async fn run(global: &Global, command: BatchCommand) -> anyhow::Result<Exit> {
    match command {
        BatchCommand::Export(args) => Box::pin(export(global, args)).await,
        BatchCommand::Import(args) => import(global, &args),
    }
}

/// The output so far.
struct Printed {
    frame: Frame,
    count: usize,
    repairs: usize,
    input_tokens: usize,
    /// The error because of which nothing more can be printed.
    error: Option<std::io::Error>,
}

impl Printed {
    fn print(&mut self, open: &Open) {
        let before = if self.count == 0 { self.frame.open } else { self.frame.between };
        if self.error.is_none() {
            self.error = report::print(&format!("{before}{}", open.line)).err();
        }
        self.count += 1;
        self.repairs += usize::from(open.repairs);
        self.input_tokens += open.input_tokens;
    }

    fn finish(self) -> std::io::Result<()> {
        let Self { frame, count, repairs, input_tokens, error } = self;
        if let Some(error) = error {
            return Err(error);
        }
        if count > 0 {
            report::print(frame.close)?;
        }
        let questions = counted(count, "question");
        let again = match repairs {
            0 => String::new(),
            repairs => format!(", {repairs} of them about answers that are no good yet"),
        };
        tracing::info!("{questions}{again}, about {input_tokens} tokens in");
        Ok(())
    }
}

async fn export(global: &Global, args: ExportArgs) -> anyhow::Result<Exit> {
    let stop = Stop::listen(args.max_time);
    let flags = File { engine: Some(Writing::Llm), lang: args.lang, read: args.read, ..File::default() };
    let setup = Setup::new(global, flags)?;
    let mut wanted = resolve::arguments(&args.papers)?;
    report_failures(&wanted.failed);
    let client = setup.client(&args.network)?;
    let model = setup.batch_model(client.clone())?;
    let frame = model.frame().ok_or_else(|| ConfigError::NoBatches(model.name()))?;
    let pipeline = Pipeline::new(client, setup.options(), setup.progress.clone());
    let mut printed = Printed { frame, count: 0, repairs: 0, input_tokens: 0, error: None };
    let failed = pipeline.questions(&model, &wanted.ids, stop.wait(), |open| printed.print(&open)).await;
    report_failures(&failed);
    wanted.failed.extend(failed);
    let count = printed.count;
    printed.finish()?;
    Ok(outcome::exit(count, &wanted.failed))
}

fn import(global: &Global, args: &ImportArgs) -> anyhow::Result<Exit> {
    let setup = Setup::new(global, File { engine: Some(Writing::Llm), ..File::default() })?;
    // Offline a cache is not written to.
    let model = setup.batch_model(setup.client(&NetworkArgs { offline: false })?)?;
    let mut returned = Returned::default();
    for path in &args.answers {
        for line in lines(path)? {
            model.take(&line?, &mut returned);
        }
    }
    model.settle_batch(&returned);
    tracing::info!("{}", summary(&returned));
    for (reason, lost) in &returned.failed {
        report::failure(
            &[format!("{} without an answer{}: {reason}", counted(lost.count, "line"), named(lost))],
            None,
        );
    }
    Ok(if returned.failed.is_empty() { Exit::Done } else { Exit::SomeFailed })
}

/// Lists the first lines that were lost: ` (`2510_06590-…`, …)`.
fn named(lost: &Lost) -> String {
    let names: Vec<String> = lost.first.iter().map(|id| format!("`{id}`")).collect();
    let more = if usize::try_from(lost.count).is_ok_and(|count| count > names.len()) { ", …" } else { "" };
    if names.is_empty() { String::new() } else { format!(" ({}{more})", names.join(", ")) }
}

type Lines = Box<dyn Iterator<Item = Result<Vec<u8>, DiskError>>>;

/// Reads the lines of a file, or of standard input for `-`.
fn lines(path: &Path) -> Result<Lines, DiskError> {
    if path == Path::new("-") {
        return Ok(Box::new(disk::stdin_lines()));
    }
    Ok(Box::new(disk::lines(path)?))
}

/// Says how many answers were imported, with their tokens and cost.
fn summary(returned: &Returned) -> String {
    let Returned { new, known, input_tokens: input, output_tokens: output, cost_usd, .. } = returned;
    let answers = counted(*new, "new answer");
    let cost = cost_usd.map_or_else(String::new, |dollars| format!(", ${dollars:.4}"));
    let known = if *known == 0 { String::new() } else { format!("; {known} were there before") };
    format!("{answers}, {input} tokens in, {output} out{cost}{known}")
}
