//! Limits the number of concurrent requests. It begins with that of the settings, or of the server's slots if they are fewer, is
//! halved when the server is busy, and grows again while it answers.

use std::sync::{Mutex, PoisonError};

use tokio::sync::Notify;

/// The number of answers in a row after which one more request is allowed.
const GOOD_ANSWERS: usize = 8;

/// The limit of a run.
#[derive(Debug)]
pub(super) struct Lanes {
    state: Mutex<State>,
    freed: Notify,
}

#[derive(Debug)]
struct State {
    most: usize,
    open: usize,
    taken: usize,
    /// The largest number of requests at a time so far.
    peak: usize,
    good: usize,
    answers: u64,
}

/// The permit for one request, returned when dropped.
#[derive(Debug)]
pub(super) struct Lane<'a>(&'a Lanes);

impl Lanes {
    pub(super) fn new(most: usize) -> Self {
        let state = State { most, open: most, taken: 0, peak: 0, good: 0, answers: 0 };
        Self { state: Mutex::new(state), freed: Notify::new() }
    }

    /// Waits for a permit.
    pub(super) async fn enter(&self) -> Lane<'_> {
        loop {
            let freed = self.freed.notified();
            if self.with(|state| {
                let free = state.taken < state.open;
                state.taken += usize::from(free);
                state.peak = state.peak.max(state.taken);
                free
            }) {
                return Lane(self);
            }
            freed.await;
        }
    }

    /// Notes the number of requests that the server processes concurrently.
    pub(super) fn limit(&self, slots: usize) {
        self.with(|state| {
            state.most = state.most.min(slots.max(1));
            state.open = state.open.min(state.most);
        });
    }

    /// Halves the limit, because the server is busy.
    pub(super) fn narrow(&self) {
        let open = self.with(|state| {
            state.open = (state.open / 2).max(1);
            state.good = 0;
            state.open
        });
        tracing::debug!("the server is busy; {open} questions at a time from now on");
    }

    /// Notes an answer.
    pub(super) fn answered(&self) {
        self.with(|state| {
            state.answers += 1;
            state.good += 1;
            if state.good >= GOOD_ANSWERS && state.open < state.most {
                state.open += 1;
                state.good = 0;
            }
        });
        self.freed.notify_waiters();
    }

    /// Returns the number of answers so far.
    pub(super) fn answers(&self) -> u64 {
        self.with(|state| state.answers)
    }

    /// Returns the largest number of requests at a time so far.
    pub(super) fn busiest(&self) -> usize {
        self.with(|state| state.peak)
    }

    fn with<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Lane<'_> {
    fn drop(&mut self) {
        self.0.with(|state| state.taken -= 1);
        self.0.freed.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    async fn waits(lanes: &Lanes) -> bool {
        tokio::time::timeout(Duration::from_secs(1), lanes.enter()).await.is_err()
    }

    #[tokio::test(start_paused = true)]
    async fn a_busy_server_gets_half_and_a_willing_one_more_again() {
        let lanes = Lanes::new(4);
        lanes.narrow();
        assert_eq!(lanes.with(|state| state.open), 2);
        let (_first, second) = (lanes.enter().await, lanes.enter().await);
        assert!(waits(&lanes).await);
        drop(second);
        assert!(!waits(&lanes).await);
        (0..GOOD_ANSWERS).for_each(|_| lanes.answered());
        assert_eq!(lanes.with(|state| state.open), 3);
        (0..100).for_each(|_| lanes.answered());
        assert_eq!(lanes.with(|state| state.open), 4, "never more than the settings allow");
    }

    #[tokio::test(start_paused = true)]
    async fn a_server_of_one_slot_gets_one_question_at_a_time() {
        let lanes = Lanes::new(4);
        lanes.limit(1);
        let _lane = lanes.enter().await;
        assert!(waits(&lanes).await);
        (0..100).for_each(|_| lanes.answered());
        assert_eq!(lanes.with(|state| state.open), 1);
    }
}
