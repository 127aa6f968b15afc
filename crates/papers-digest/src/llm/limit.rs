//! Limits on the cost of a run and of a calendar month. Runs at the same time share the limit of the month: each notes what it
//! has reserved in a file of the state folder.

use std::sync::{Mutex, PoisonError};

use super::LlmError;
use super::memory::Memory;
use papers_system::disk::Notice;

/// A limit on the cost.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limit {
    pub(super) dollars: f64,
    /// The period of the limit.
    pub(super) span: &'static str,
    /// The name of its setting.
    pub(super) setting: &'static str,
}

impl Limit {
    /// Returns the error of a request that could cost `next`, when `spent` dollars are spent.
    pub(super) fn exceeded(&self, next: f64, spent: f64) -> LlmError {
        let Self { dollars: limit, span, setting } = *self;
        LlmError::Cost { next, spent, limit, span, setting }
    }
}

/// The dollars that a run has spent and reserved.
#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) dollars: f64,
    pub(super) reserved: f64,
}

/// The limit of a month.
#[derive(Debug)]
pub(super) struct Month {
    limit: Limit,
    memory: Memory,
    /// The dollars of the month before this run.
    before: f64,
    /// The dollars that this run has reserved, for the others; `None` before the first reservation.
    notice: Mutex<Option<Notice>>,
}

impl Month {
    pub(super) fn new(dollars: f64, memory: Memory) -> Self {
        let limit = Limit { dollars, span: "a month", setting: "`max_cost_month`" };
        Self { limit, before: memory.spent(), memory, notice: Mutex::default() }
    }

    /// Reserves dollars, if they are left; false if they may be left after other requests. `own` is the state of this run.
    pub(super) fn try_reserve(&self, next: f64, own: &State) -> Result<bool, LlmError> {
        self.memory.locked(|| {
            let spent = self.spent(own);
            if spent + next > self.limit.dollars {
                return Err(self.limit.exceeded(next, spent));
            }
            if spent + self.reserved(own) + next > self.limit.dollars {
                return Ok(false);
            }
            self.note(own.reserved + next);
            Ok(true)
        })
    }

    /// Notes what this run has reserved after the end of a request.
    pub(super) fn release(&self, own: &State) {
        self.memory.locked(|| self.note(own.reserved));
    }

    /// Checks that a request for which `next` dollars are reserved may be sent once more.
    pub(super) fn may_repeat(&self, next: f64, own: &State) -> Result<(), LlmError> {
        let (spent, reserved) = self.memory.locked(|| (self.spent(own), self.reserved(own)));
        if spent + reserved > self.limit.dollars { Err(self.limit.exceeded(next, spent)) } else { Ok(()) }
    }

    /// Returns the dollars that are not spent.
    pub(super) fn left(&self, own: &State) -> f64 {
        self.limit.dollars - self.spent(own)
    }

    /// Returns the dollars spent by all runs. If the state folder cannot be written, at least those of this run count.
    fn spent(&self, own: &State) -> f64 {
        self.memory.spent().max(self.before + own.dollars)
    }

    fn reserved(&self, own: &State) -> f64 {
        self.memory.reserved().max(own.reserved)
    }

    fn note(&self, reserved: f64) {
        let mut notice = self.notice.lock().unwrap_or_else(PoisonError::into_inner);
        if notice.is_none() {
            *notice = self.memory.notice();
        }
        if let Some(notice) = &mut *notice
            && let Err(error) = notice.set(&reserved.to_string())
        {
            tracing::debug!("{error}: {}", error.source);
        }
    }
}
