//! The rate limit: one request to a host at a time, with a minimum interval between their starts, for all `papers` processes that
//! share a cache folder; and the wait after a service refused.
//!
//! The gate is a file. The holder of its lock may talk to the host, until the answer has been read. The file contains the time of
//! the last start, and until when each service is not asked, so that other processes respect both. The lock of a process that
//! ends is released by the system.

use std::collections::BTreeMap;
use std::fs::{File, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Mutex, OwnedMutexGuard};

use papers_system::clock::Ticker;
use papers_system::disk::{self, DiskError};

/// Waits of this length are reported on stderr, even without a terminal.
pub(super) const LONG_WAIT: Duration = Duration::from_secs(4);

/// arXiv's terms: no more than one request every three seconds to API, OAI-PMH and feeds
/// (<https://info.arxiv.org/help/api/tou.html>).
pub const ARXIV_INTERVAL: Duration = Duration::from_secs(3);

/// The `Crawl-delay` in arXiv's `robots.txt`. Pages that are requested sooner are refused for about 45 s.
pub const PAGE_INTERVAL: Duration = Duration::from_secs(15);

/// Added to the interval. The first request arrives later because it sets up a connection, so that starts three seconds apart
/// may arrive less than three seconds apart.
const SLACK: Duration = Duration::from_millis(50);

/// The pause between attempts to take the lock.
const POLL: Duration = Duration::from_millis(50);

/// The maximum wait that is written. A longer one in the file is ignored: the machine's clock was set back, or another program
/// wrote to the file.
const MAX_REST: Duration = Duration::from_secs(600);

/// The gate of a host.
#[derive(Debug, Clone)]
pub struct Gate {
    path: PathBuf,
    interval: Duration,
    ticker: Ticker,
    turn: Arc<Mutex<()>>,
}

/// The reasons for a wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wait {
    /// The interval since the last request.
    Interval(Duration),
    /// The wait after a refusal.
    Rest(Duration),
    /// Another process has held the lock for [`LONG_WAIT`].
    Turn,
}

/// The outcomes of waiting at the gate.
#[derive(Debug)]
pub(super) enum Entered {
    /// A request may be sent.
    In(Permit),
    /// The wait for the service is longer than the caller accepts.
    Resting(Duration),
}

/// The permit for one request. Dropping it admits the next one.
#[derive(Debug)]
pub(super) struct Permit {
    _turn: OwnedMutexGuard<()>,
    lock: File,
    before: State,
}

/// The content of the file.
#[derive(Debug, Clone, Default, PartialEq)]
struct State {
    start: Duration,
    rests: BTreeMap<String, Duration>,
}

impl Gate {
    /// A gate with the file `path`, which is created when needed, and this interval between starts.
    pub fn new(path: PathBuf, interval: Duration) -> Self {
        Self { path, interval, ticker: Ticker::start(), turn: Arc::default() }
    }

    /// The minimum time between two starts.
    pub fn interval(&self) -> Duration {
        self.interval
    }

    /// Creates the file, so that an unusable folder is reported before any request.
    pub fn prepare(&self) -> Result<(), DiskError> {
        disk::open_lock(&self.path).map(drop)
    }

    /// Waits for its turn, for the service after a refusal if `agrees` accepts the time, and for the interval; then notes the
    /// start. `waiting` is called before each wait.
    pub(super) async fn enter(
        &self,
        service: &str,
        interval: Duration,
        mut agrees: impl FnMut(Duration) -> bool,
        waiting: impl Fn(Wait),
    ) -> Result<Entered, DiskError> {
        loop {
            let turn = Arc::clone(&self.turn).lock_owned().await;
            let mut lock = self.lock(|| waiting(Wait::Turn)).await?;
            let state = State::read(&mut lock);
            let rest = self.rest_left(state.rests.get(service).copied().unwrap_or_default());
            if !rest.is_zero() {
                // Other processes may ask other services meanwhile.
                drop((turn, lock));
                if !agrees(rest) {
                    return Ok(Entered::Resting(rest));
                }
                waiting(Wait::Rest(rest));
                tokio::time::sleep(rest).await;
                continue;
            }
            let apart = if interval.is_zero() { interval } else { interval + SLACK };
            // If the start is in the future, the machine's clock was set back; then one interval is waited.
            let rest = self.left(state.start + apart).min(apart);
            if !rest.is_zero() {
                waiting(Wait::Interval(rest));
                tokio::time::sleep(rest).await;
            }
            let noted = State { start: self.ticker.now(), rests: self.unexpired(&state) };
            noted.write(&mut lock).map_err(|source| self.error("write", source))?;
            return Ok(Entered::In(Permit { _turn: turn, lock, before: state }));
        }
    }

    /// Keeps all processes from asking a service for this time; zero ends a wait.
    pub(super) async fn rest(&self, service: &str, time: Duration) -> Result<(), DiskError> {
        let _turn = self.turn.lock().await;
        let mut lock = self.lock(|| {}).await?;
        let state = State::read(&mut lock);
        let mut rests = self.unexpired(&state);
        if time.is_zero() {
            rests.remove(service);
        } else {
            rests.insert(service.to_owned(), self.ticker.now() + time.min(MAX_REST));
        }
        let noted = State { rests, ..state.clone() };
        if noted == state {
            return Ok(());
        }
        noted.write(&mut lock).map_err(|source| self.error("write", source))
    }

    /// Takes the lock of the file. `on_long_wait` is called once if another process holds it for long.
    async fn lock(&self, on_long_wait: impl Fn()) -> Result<File, DiskError> {
        let file = disk::open_lock(&self.path)?;
        let mut waited = Duration::ZERO;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                Err(TryLockError::WouldBlock) => tokio::time::sleep(POLL).await,
                Err(TryLockError::Error(source)) => return Err(self.error("lock", source)),
            }
            if waited < LONG_WAIT && waited + POLL >= LONG_WAIT {
                on_long_wait();
            }
            waited += POLL;
        }
    }

    fn left(&self, until: Duration) -> Duration {
        until.saturating_sub(self.ticker.now())
    }

    fn rest_left(&self, until: Duration) -> Duration {
        Some(self.left(until)).filter(|left| *left <= MAX_REST).unwrap_or_default()
    }

    /// Returns the waits that are not over yet.
    fn unexpired(&self, state: &State) -> BTreeMap<String, Duration> {
        let rests = state.rests.iter().filter(|(_, until)| !self.rest_left(**until).is_zero());
        rests.map(|(service, until)| (service.clone(), *until)).collect()
    }

    fn error(&self, action: &'static str, source: io::Error) -> DiskError {
        DiskError { action, path: self.path.clone(), source }
    }
}

impl Permit {
    /// Withdraws the start, because nothing reached the host.
    pub(super) fn take_back(mut self) {
        // At worst the next request waits an interval that it need not wait.
        let _ = self.before.write(&mut self.lock);
    }
}

impl State {
    /// Parses the file: the last start in the first line, then a service and the end of its wait in each line, in microseconds.
    /// Invalid lines are ignored.
    fn read(file: &mut File) -> Self {
        let mut text = String::new();
        if file.rewind().and_then(|()| file.read_to_string(&mut text)).is_err() {
            return Self::default();
        }
        let time = |text: &str| text.trim().parse().map(Duration::from_micros).ok();
        let mut lines = text.lines();
        let start = lines.next().and_then(time).unwrap_or_default();
        let rest = |line: &str| {
            let (service, until) = line.split_once(' ')?;
            Some((service.to_owned(), time(until)?))
        };
        Self { start, rests: lines.filter_map(rest).collect() }
    }

    /// Writes the new content before the file is shortened, so that a process that is killed in between leaves the start.
    fn write(&self, file: &mut File) -> io::Result<()> {
        let mut text = format!("{:020}\n", self.start.as_micros());
        for (service, until) in &self.rests {
            text.push_str(&format!("{service} {:020}\n", until.as_micros()));
        }
        file.rewind()?;
        file.write_all(text.as_bytes())?;
        file.set_len(text.len() as u64)
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::Instant;

    use super::*;

    fn gate(folder: &tempfile::TempDir) -> Gate {
        Gate::new(folder.path().join("arxiv.lock"), ARXIV_INTERVAL)
    }

    async fn enter(gate: &Gate) -> Permit {
        match gate.enter("api", gate.interval(), |_| true, |_| {}).await.unwrap() {
            Entered::In(permit) => permit,
            Entered::Resting(rest) => panic!("resting {rest:?}"),
        }
    }

    #[tokio::test(start_paused = true)]
    async fn starts_are_exactly_the_interval_apart() {
        let folder = tempfile::tempdir().unwrap();
        let gate = gate(&folder);
        let begin = Instant::now();
        drop(enter(&gate).await);
        assert!(begin.elapsed().is_zero(), "the first request waits for nothing");
        for n in 1..=3u32 {
            drop(enter(&gate).await);
            // The file holds whole microseconds.
            let off = begin.elapsed().abs_diff((ARXIV_INTERVAL + SLACK) * n);
            assert!(off < Duration::from_millis(2), "start {n} was {off:?} off");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn one_request_is_under_way_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let gate = gate(&folder);
        let permit = enter(&gate).await;
        let second = tokio::time::timeout(Duration::from_secs(100), enter(&gate)).await;
        assert!(second.is_err(), "a second request started while the first was under way");
        drop(permit);
        enter(&gate).await;
    }

    #[tokio::test(start_paused = true)]
    async fn another_gate_on_the_same_file_waits_too() {
        let folder = tempfile::tempdir().unwrap();
        let permit = enter(&gate(&folder)).await;
        let other = gate(&folder);
        assert!(tokio::time::timeout(Duration::from_secs(10), enter(&other)).await.is_err());
        drop(permit);
        drop(enter(&other).await);
    }

    #[tokio::test(start_paused = true)]
    async fn a_long_turn_of_another_process_is_told_once() {
        let folder = tempfile::tempdir().unwrap();
        let _permit = enter(&gate(&folder)).await;
        let other = gate(&folder);
        let told = std::cell::RefCell::new(Vec::new());
        let begin = Instant::now();
        let entering = other.enter(
            "api",
            Duration::ZERO,
            |_| true,
            |wait| told.borrow_mut().push((wait, begin.elapsed())),
        );
        assert!(tokio::time::timeout(Duration::from_secs(60), entering).await.is_err());
        let [(Wait::Turn, after)] = told.borrow()[..] else { panic!("{told:?}") };
        assert!(after <= Duration::from_secs(5), "told after {after:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_rest_holds_for_another_process_and_for_that_service_alone() {
        let folder = tempfile::tempdir().unwrap();
        let minute = Duration::from_secs(60);
        gate(&folder).rest("api", minute).await.unwrap();
        let other = gate(&folder);
        let begin = Instant::now();
        let refused = other.enter("api", Duration::ZERO, |_| false, |_| {}).await.unwrap();
        assert!(matches!(refused, Entered::Resting(rest) if rest > minute / 2), "{refused:?}");
        assert!(matches!(other.enter("oai", Duration::ZERO, |_| false, |_| {}).await, Ok(Entered::In(_))));
        assert!(begin.elapsed() < Duration::from_secs(1));
        drop(enter(&other).await);
        assert!(begin.elapsed() >= Duration::from_secs(59), "{:?}", begin.elapsed());
    }

    #[tokio::test(start_paused = true)]
    async fn a_rest_can_be_ended_and_a_start_taken_back() {
        let folder = tempfile::tempdir().unwrap();
        let gate = gate(&folder);
        gate.rest("api", Duration::from_secs(60)).await.unwrap();
        gate.rest("api", Duration::ZERO).await.unwrap();
        let begin = Instant::now();
        enter(&gate).await.take_back();
        drop(enter(&gate).await);
        assert!(begin.elapsed() < Duration::from_secs(1), "{:?}", begin.elapsed());
    }

    #[tokio::test(start_paused = true)]
    async fn a_clock_set_back_costs_one_interval_at_most() {
        let folder = tempfile::tempdir().unwrap();
        let gate = gate(&folder);
        let future = gate.ticker.now() + Duration::from_secs(86_400);
        disk::write(&gate.path, format!("{:020}\n", future.as_micros()).as_bytes(), disk::Durability::Whole)
            .unwrap();
        let begin = Instant::now();
        drop(enter(&gate).await);
        assert!(begin.elapsed() <= ARXIV_INTERVAL + SLACK + Duration::from_millis(2));
        let rest = format!("{:020}\napi {:020}\noai {}\n", 0, future.as_micros(), u64::MAX);
        disk::write(&gate.path, rest.as_bytes(), disk::Durability::Whole).unwrap();
        for service in ["api", "oai"] {
            let entered = gate.enter(service, Duration::ZERO, |_| false, |_| {}).await.unwrap();
            assert!(matches!(entered, Entered::In(_)), "{service} rests for a day");
        }
    }
}
