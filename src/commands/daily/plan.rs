//! `--dry-run`: what a day would take.

use chrono::NaiveDate;

use super::Session;
use crate::commands::fetch;
use crate::commands::output::Output;
use crate::paper::PaperId;

/// The day's papers, requests, seconds and file.
pub(super) fn plan(session: &Session<'_>, day: NaiveDate, ids: &[PaperId], output: &Output) -> String {
    format!("{day}\n{}", fetch::plan(&session.client, &session.setup.settings, ids, output))
}
