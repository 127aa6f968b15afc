//! `--dry-run`: what a day would take.

use chrono::NaiveDate;

use super::Session;
use crate::commands::output::Output;
use crate::commands::plan::Plan;
use crate::paper::PaperId;

/// The day's papers, requests, seconds, tokens, cost and file.
pub(super) async fn plan(
    session: &Session<'_>,
    day: NaiveDate,
    ids: &[PaperId],
    output: &Output,
) -> anyhow::Result<String> {
    let plan = Plan::of(session.setup, &session.client, session.pipeline.model(), ids).await?;
    Ok(format!("{day}\n{}", plan.lines(output)))
}
