//! Fetches the lists of a day's sources.

use chrono::{DateTime, NaiveDate, Utc};

use super::Session;
use crate::outcome::{self, LATER_HINT};
use crate::report;
use crate::resolve::{self, Lack, Listing, Pending, Scope, Source, SourceError};

impl Session<'_> {
    /// Returns what the sources list, and what they listed before if it was selected and is not posted yet: arXiv's feed shows
    /// papers of a day that no later search finds. Sources that refuse are not asked again in this run.
    pub(super) async fn listing(&mut self, day: NaiveDate, now: DateTime<Utc>) -> Listing {
        let mut listing = self.listed(day, now).await;
        listing.lists.push(self.journal.unposted(day, &self.sources).to_vec());
        let stopped = |source: &&Source| listing.failed.iter().any(|error| error.stops(source));
        self.down.extend(self.daily.sources.iter().filter(stopped).cloned());
        listing
    }

    /// Asks the sources; nothing is listed for a day that has not begun, or if the run is to stop.
    async fn listed(&self, day: NaiveDate, now: DateTime<Utc>) -> Listing {
        if day > self.today {
            return Listing::default();
        }
        let scope = Scope {
            urls: &self.setup.settings.options.urls,
            day,
            now,
            looks: self.journal.days.get(&day).map(|record| record.looks).unwrap_or_default(),
            history: &self.journal.history(),
            cross: self.daily.cross,
        };
        self.setup.progress.stage(&format!("asking for the papers of {day}"));
        let (asked, left): (Vec<_>, Vec<_>) =
            self.daily.sources.iter().cloned().partition(|source| !self.down.contains(source));
        let mut listing = tokio::select! {
            listing = resolve::list_day(self.pipeline.client(), &scope, &asked) => listing,
            why = self.stop.wait() => {
                Listing { failed: vec![SourceError::Interrupted { day, why }], ..Listing::default() }
            }
        };
        self.setup.progress.finish();
        report_sources(&listing.failed);
        for Pending { source, lack } in listing.pending.iter().filter(|_| self.is_requested(day)) {
            if let Lack::Unreadable(count) = *lack {
                let items = report::counted(count, "item");
                tracing::warn!("{items} of the list for {source} on {day} could not be read");
            }
        }
        let left_alone = |from| SourceError::LeftAlone { from, day };
        listing.failed.extend(left.into_iter().map(left_alone));
        listing
    }
}

/// Reports which sources could not be asked, with one hint.
fn report_sources(errors: &[SourceError]) {
    let last = errors.len().saturating_sub(1);
    for (n, error) in errors.iter().enumerate() {
        let hint = match error {
            SourceError::Http { source, .. } => outcome::hint_of_request(source).or(Some(LATER_HINT)),
            SourceError::Query { .. } | SourceError::LeftAlone { .. } | SourceError::Interrupted { .. } => {
                None
            }
        };
        report::failure(&report::causes(error), hint.filter(|_| n == last));
    }
}
