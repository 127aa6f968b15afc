//! Determines the days that a run looks at.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};

use super::folder::PostFolder;
use super::source_names;
use crate::calendar;
use crate::cli::DailyArgs;
use crate::commands::setup::Setup;
use crate::commands::usage::UsageError;
use crate::config::Daily;
use crate::publish::{DayRecord, Journal, Site};
use crate::resolve::Source;

/// The number of days before today whose lists may have grown since any earlier run.
const GROWING_DAYS: u64 = 3;

/// Returns the days to check, oldest first: those named, else today, those that an earlier run could not finish, those without a
/// run, those whose selected papers are not posted yet, those whose lists may have grown since, and those whose papers are lost.
pub(super) fn wanted(
    args: &DailyArgs,
    setup: &Setup,
    daily: &Daily,
    journal: &Journal,
    (site, posts): (&Site, &PostFolder),
) -> Result<Vec<NaiveDate>, UsageError> {
    let (today, now) = (setup.today(), setup.clock.now());
    if let Some(from) = args.from {
        let from = from.date(today);
        let to = args.to.map_or(today, |day| day.date(today));
        return if from <= to {
            Ok(calendar::days(from, to))
        } else {
            Err(UsageError::BackwardRange { from, to })
        };
    }
    if let Some(day) = args.edition.post.date {
        return Ok(vec![day.date(today)]);
    }
    // arXiv announces a day's papers together; the list of Hugging Face grows until its day ends in UTC.
    let grows = daily.sources.contains(&Source::Huggingface);
    let has_grown = |day, then| grows && calendar::has_closed_since(day, then, now);
    let skip = &setup.settings.options.skip;
    let is_lost = |day, record: &DayRecord| !posts.lost(site, day, record, skip).is_empty();
    let reopens = |day, record: &DayRecord| has_grown(day, record.at) || is_lost(day, record);
    let unfinished = journal.unfinished(today, daily.give_up_after, reopens);
    let missed = journal.without_run(today, daily.give_up_after);
    let sources = source_names(daily);
    let unposted = journal.days_unposted(today, &sources);
    // The record of a day with a post is lost, or was made on another machine.
    let is_unknown = |day: &NaiveDate| {
        grows
            && !journal.days.contains_key(day)
            && !calendar::is_long_settled(*day, now)
            && posts.is_made(site, *day)
    };
    let oldest = today.checked_sub_days(Days::new(GROWING_DAYS)).unwrap_or(today);
    let recent = calendar::days(oldest, today).into_iter().filter(is_unknown);
    let days: BTreeSet<NaiveDate> =
        unfinished.into_iter().chain(missed).chain(unposted).chain(recent).chain([today]).collect();
    Ok(days.into_iter().collect())
}
