//! Pacing: one request to arXiv at a time, their starts at least an interval apart, over all `papers` processes that
//! share a cache folder.
//!
//! The gate is a file. Whoever holds its lock may talk to arXiv, and holds it until the answer has been read; the
//! time of the last start stands in it. A process that dies gives the lock back with its file descriptors.

use std::fs::{File, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Mutex, OwnedMutexGuard};

use papers_system::clock::Ticker;
use papers_system::disk::{self, DiskError};

/// arXiv's terms: no more than one request every three seconds
/// (<https://info.arxiv.org/help/api/tou.html>).
pub const ARXIV_INTERVAL: Duration = Duration::from_secs(3);

/// Added to the interval: the first request sets up a connection and arrives later than it started, the second does
/// not, so that starts three seconds apart may arrive less than three seconds apart.
const SLACK: Duration = Duration::from_millis(50);

/// How often a taken lock is tried again: short against the interval, long against a system call.
const POLL: Duration = Duration::from_millis(50);

/// The gate before a service.
#[derive(Debug, Clone)]
pub struct Gate {
    path: PathBuf,
    interval: Duration,
    ticker: Ticker,
    turn: Arc<Mutex<()>>,
}

/// The right to have one request under way; dropping it lets the next one in.
#[derive(Debug)]
pub struct Permit {
    _turn: OwnedMutexGuard<()>,
    _lock: File,
}

impl Gate {
    /// A gate whose file is `path` (made when first needed) and whose starts are `interval` apart.
    pub fn new(path: PathBuf, interval: Duration) -> Self {
        Self { path, interval, ticker: Ticker::start(), turn: Arc::default() }
    }

    /// The least time between two starts.
    pub fn interval(&self) -> Duration {
        self.interval
    }

    /// Waits for its turn and for the interval, then notes the start. `waiting` is told how long it will be.
    pub async fn enter(&self, waiting: impl Fn(Duration)) -> Result<Permit, DiskError> {
        let turn = Arc::clone(&self.turn).lock_owned().await;
        let mut lock = self.lock().await?;
        let rest = self.rest(&mut lock);
        if !rest.is_zero() {
            waiting(rest);
            tokio::time::sleep(rest).await;
        }
        self.note_start(&mut lock).map_err(|source| self.error("write", source))?;
        Ok(Permit { _turn: turn, _lock: lock })
    }

    async fn lock(&self) -> Result<File, DiskError> {
        let file = disk::open_lock(&self.path)?;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                Err(TryLockError::WouldBlock) => tokio::time::sleep(POLL).await,
                Err(TryLockError::Error(source)) => return Err(self.error("lock", source)),
            }
        }
    }

    /// What is left of the interval. A start in the future means that the machine's clock was set back: the
    /// interval is then waited once, not the difference.
    fn rest(&self, lock: &mut File) -> Duration {
        let mut text = String::new();
        let start = match lock.rewind().and_then(|()| lock.read_to_string(&mut text)) {
            Ok(_) => text.trim().parse().map(Duration::from_micros).unwrap_or_default(),
            Err(_) => return self.interval,
        };
        let apart = if self.interval.is_zero() { self.interval } else { self.interval + SLACK };
        (start + apart).saturating_sub(self.ticker.now()).min(apart)
    }

    fn note_start(&self, lock: &mut File) -> io::Result<()> {
        lock.rewind()?;
        // Of fixed width, so that an older, longer line never shows behind it.
        lock.write_all(format!("{:020}\n", self.ticker.now().as_micros()).as_bytes())
    }

    fn error(&self, action: &'static str, source: io::Error) -> DiskError {
        DiskError { action, path: self.path.clone(), source }
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::Instant;

    use super::*;

    fn gate(folder: &tempfile::TempDir) -> Gate {
        Gate::new(folder.path().join("arxiv.lock"), ARXIV_INTERVAL)
    }

    #[tokio::test(start_paused = true)]
    async fn starts_are_exactly_the_interval_apart() {
        let folder = tempfile::tempdir().unwrap();
        let gate = gate(&folder);
        let begin = Instant::now();
        drop(gate.enter(|_| panic!("the first request waits for nothing")).await.unwrap());
        for n in 1..=3u32 {
            drop(gate.enter(|_| {}).await.unwrap());
            // The file holds whole microseconds.
            let off = begin.elapsed().abs_diff((ARXIV_INTERVAL + SLACK) * n);
            assert!(off < Duration::from_millis(2), "start {n} was {off:?} off");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn one_request_is_under_way_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let gate = gate(&folder);
        let permit = gate.enter(|_| {}).await.unwrap();
        let second = tokio::time::timeout(Duration::from_secs(100), gate.enter(|_| {})).await;
        assert!(second.is_err(), "a second request started while the first was under way");
        drop(permit);
        gate.enter(|_| {}).await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn another_gate_on_the_same_file_waits_too() {
        let folder = tempfile::tempdir().unwrap();
        let permit = gate(&folder).enter(|_| {}).await.unwrap();
        let other = gate(&folder);
        assert!(tokio::time::timeout(Duration::from_secs(10), other.enter(|_| {})).await.is_err());
        drop(permit);
        drop(other.enter(|_| {}).await.unwrap());
    }

    #[tokio::test(start_paused = true)]
    async fn a_clock_set_back_costs_one_interval_at_most() {
        let folder = tempfile::tempdir().unwrap();
        let gate = gate(&folder);
        let future = gate.ticker.now() + Duration::from_secs(86_400);
        disk::write(&gate.path, format!("{:020}\n", future.as_micros()).as_bytes(), disk::Durability::Whole)
            .unwrap();
        let begin = Instant::now();
        drop(gate.enter(|_| {}).await.unwrap());
        assert!(begin.elapsed() <= ARXIV_INTERVAL + SLACK + Duration::from_millis(2));
    }
}
