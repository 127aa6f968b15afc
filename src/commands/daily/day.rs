//! Makes the post of one day: lists and selects papers, digests them, writes the post, records the day's state.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::Session;
use super::line::{self, DayOutcome};
use crate::calendar::{self, Facts, State};
use crate::commands::commit;
use crate::commands::plan::Plan;
use crate::outcome::Failed;
use crate::pipeline::{Edition, EditionError, RunResult, WrittenFile};
use crate::publish::DayRecord;
use crate::report;
use crate::resolve::{self, Listing, Requested, Source, SourceError};
use papers_paper::{Candidate, Entry, PaperId};

impl Session<'_> {
    /// Makes one day's post, if there are papers for it.
    pub(super) async fn day(&mut self, day: NaiveDate) -> anyhow::Result<DayOutcome> {
        let now = self.setup.clock.now();
        let settled = calendar::is_settled(day, now);
        let Listing { lists, failed: source_errors, pending: pending_sources, huggingface, shown } =
            self.listing(day, now).await;
        let listed = resolve::merge(lists);
        let mut edition = self.open(day, &listed)?;
        let chosen = self.chosen(day, listed, &edition).await;
        // Before anything is requested, so that nothing that was selected is lost if this run is killed.
        self.journal.set_unposted(day, &self.sources, chosen.unposted);
        self.save();
        for id in &chosen.settled {
            self.journal.succeeded(id);
        }
        if !chosen.wanted.ids.is_empty() {
            let complete = source_errors.is_empty() && pending_sources.is_empty();
            check_removed(&edition, &chosen.wanted.ids, complete)?;
        }
        // A feed also holds other days, so that only the selected papers that it already has count for this one.
        let already_posted = self.site.papers_in(&self.posts.post(day)).len().max(chosen.already_posted);
        let below_minimum = already_posted == 0 && !settled && chosen.selected < self.daily.min_papers;
        let made = if below_minimum {
            RunResult::default()
        } else {
            self.make(day, chosen.wanted, &mut edition).await?
        };
        let written = self.publish(day, &edition, &made)?;
        let added = made.record.papers.len();
        let facts = Facts {
            published: already_posted + added,
            listed: chosen.listed,
            failed: made.failed.len() + chosen.given_up,
            source_failed: !source_errors.is_empty(),
            settled,
            rest: self.expects_nothing(day),
        };
        let outcome = DayOutcome {
            day,
            state: calendar::state(&facts),
            facts,
            added,
            already_posted: if self.args.edition.output.replace { 0 } else { already_posted },
            selected: chosen.selected,
            min_papers: self.daily.min_papers,
            failed: made.failed,
            given_up: chosen.given_up,
            source_errors,
            pending_sources,
            huggingface,
            shown,
            written,
            error: None,
        };
        self.record(&outcome, &made.record.papers);
        Ok(outcome)
    }

    /// Opens the day's edition. If the post cannot be read, a later run selects from the papers that are `listed` now.
    fn open(&mut self, day: NaiveDate, listed: &[Candidate]) -> Result<Edition, EditionError> {
        let destination = self.posts.output(day, self.args.edition.output.output.as_deref());
        let edition = Edition::open(&destination, day, &self.options, &self.renderer);
        if edition.is_err() {
            self.journal.set_unposted(day, &self.sources, listed.to_vec());
        }
        edition
    }

    /// Runs the pipeline, or only prints the plan of a dry run.
    async fn make(
        &mut self,
        day: NaiveDate,
        wanted: Requested,
        edition: &mut Edition,
    ) -> anyhow::Result<RunResult> {
        if wanted.ids.is_empty() {
            return Ok(RunResult::default());
        }
        self.warn_of_many(&wanted.ids);
        if self.args.dry_run {
            let plan = Plan::of(self.setup, &self.pipeline, &wanted.ids).await?;
            if self.args.edition.output.json {
                let mut value = json!({ "date": day });
                merge(&mut value, plan.value(edition));
                self.plans.push(value);
            } else {
                report::print(&format!("{day}\n{}", plan.lines(edition)))?;
            }
            return Ok(RunResult::default());
        }
        edition.check_writable()?;
        Ok(self.pipeline.make(edition, wanted, self.stop.wait()).await)
    }

    /// Warns if `top` may have been forgotten: a category has hundreds of papers a day, which take hours.
    fn warn_of_many(&self, ids: &[PaperId]) {
        const MANY: usize = 100;
        if ids.len() > MANY && self.daily.top.is_none() {
            let seconds = self.setup.settings.options.page_interval.as_secs() * ids.len() as u64;
            tracing::warn!(
                "{} papers are selected, which takes at least {} minutes; `--top` or `[daily] top` keeps the best of them",
                ids.len(),
                seconds / 60
            );
        }
    }

    /// Writes the finished papers, and warns if Jekyll would hide or misdate a new post.
    fn publish(
        &mut self,
        day: NaiveDate,
        edition: &Edition,
        made: &RunResult,
    ) -> anyhow::Result<Vec<WrittenFile>> {
        if made.record.papers.is_empty() {
            return Ok(Vec::new());
        }
        let is_new = !self.posts.post(day).exists();
        let note = commit::noting(&self.args.edition.git, self.setup);
        let written = edition.publish(&made.record, note)?;
        if !self.args.edition.output.json {
            written.iter().try_for_each(|post| self.site.learn(&post.path))?;
            if is_new {
                self.setup.warn_of_date(&self.posts.folder(), day);
            }
        }
        Ok(written)
    }

    /// Returns true on days for which no papers are expected: weekends, holidays of the settings and, if all sources are arXiv's,
    /// holidays of arXiv.
    fn expects_nothing(&self, day: NaiveDate) -> bool {
        let only_arxiv = self.daily.sources.iter().all(Source::is_arxiv);
        calendar::is_weekend(day)
            || self.daily.holidays.contains(&day)
            || (only_arxiv && calendar::is_arxiv_holiday(day))
    }

    /// Records what failed or succeeded, and the state of the day.
    pub(super) fn record(&mut self, outcome: &DayOutcome, entries: &[Entry]) {
        let at = self.setup.clock.now();
        if outcome.day > self.today || self.args.dry_run {
            return;
        }
        let mut done = BTreeSet::new();
        for id in entries.iter().filter_map(|entry| entry.paper.paper_id()) {
            self.journal.succeeded(&id);
            done.insert(id.key());
        }
        for (id, failed) in tried(outcome) {
            self.journal.failed(&id, outcome.day, at, failed.messages.join(": "));
            done.insert(id.key());
        }
        let mut unposted = self.journal.unposted(outcome.day, &self.sources).to_vec();
        unposted.retain(|paper| !done.contains(&paper.id.key()));
        self.journal.set_unposted(outcome.day, &self.sources, unposted);
        let known = self.journal.days.contains_key(&outcome.day) && !self.is_requested(outcome.day);
        if known && outcome.added == 0 && !outcome.source_errors.is_empty() {
            // No source could be asked about a day that was checked automatically: keep its previous state.
            return;
        }
        let unsettled = outcome.state != State::Fresh && !outcome.facts.settled;
        let stopped = self.stop.why().is_some();
        let before = self.journal.days.remove(&outcome.day);
        let (looks, shown, posted) =
            before.map(|record| (record.looks, record.shown, record.posted)).unwrap_or_default();
        let settled = calendar::is_settled(outcome.day, at);
        let record = DayRecord {
            state: outcome.state,
            looks: outcome.huggingface.map_or(looks, |length| looks.and(length, settled)),
            shown: shown.and(outcome.shown.clone()),
            posted: self.posted(posted, outcome, entries),
            at,
            unseen: !settled
                || outcome.error.is_some()
                || !outcome.source_errors.iter().all(SourceError::is_answer),
            note: line::reason(outcome),
            incomplete: unsettled
                || stopped
                || outcome.error.is_some()
                || !outcome.source_errors.is_empty()
                || !outcome.pending_sources.is_empty(),
        };
        self.journal.days.insert(outcome.day, record);
    }

    /// Returns the papers that the day's post has from this profile, given those before. Papers that failed are not among them,
    /// because they are recorded as failures.
    fn posted(&self, before: BTreeSet<String>, outcome: &DayOutcome, entries: &[Entry]) -> BTreeSet<String> {
        let rewritten = self.args.edition.output.replace && outcome.added > 0;
        let mut posted = if rewritten { BTreeSet::new() } else { before };
        posted.extend(entries.iter().filter_map(|entry| Some(entry.paper.paper_id()?.key())));
        for (id, _) in tried(outcome) {
            posted.remove(&id.key());
        }
        posted
    }
}

/// Returns the papers that failed for a reason that may be their own. A paper that was not tried, for example because the network
/// was down, is still to be posted.
fn tried(outcome: &DayOutcome) -> impl Iterator<Item = (PaperId, &Failed)> {
    let tried = outcome.failed.iter().filter(|failed| failed.cause.is_of_paper());
    tried.filter_map(|failed| Some((failed.input.parse().ok()?, failed)))
}

/// Names the papers that `--replace` removes from the post, because they are not among those of this run. While a list is not
/// complete, that is an error.
fn check_removed(edition: &Edition, papers: &[PaperId], complete: bool) -> Result<(), EditionError> {
    let Some(path) = edition.path().map(|path| path.display().to_string()) else { return Ok(()) };
    let removed = edition.removed(papers).join(", ");
    if removed.is_empty() {
        return Ok(());
    }
    if !complete {
        return Err(EditionError::Unlisted { path, papers: removed });
    }
    tracing::warn!("`--replace` removes {removed} from `{path}`: not among the papers that are selected now");
    Ok(())
}

/// Puts the fields of one JSON object into another.
fn merge(into: &mut Value, fields: Value) {
    if let (Some(into), Value::Object(fields)) = (into.as_object_mut(), fields) {
        into.extend(fields);
    }
}
