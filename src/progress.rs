//! Progress output for interactive terminals. Elsewhere all calls do nothing, so that callers need not check. Lines are cut to the
//! terminal's width.

use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use papers_http::Watcher;

/// The bars of the process. `report` clears them while it prints a line.
static SCREEN: LazyLock<MultiProgress> =
    LazyLock::new(|| MultiProgress::with_draw_target(ProgressDrawTarget::hidden()));

/// Runs a function that prints, with the bars cleared.
pub fn suspend<T>(print: impl FnOnce() -> T) -> T {
    SCREEN.suspend(print)
}

/// The interval between updates of the clocks.
const TICK: Duration = Duration::from_millis(200);

/// The template of the bar while the number of papers is unknown.
const BEFORE: &str = "{spinner} {wide_msg}";

/// The template of the bar. With 80 columns, about 35 are left for the message.
const PAPERS: &str = "{bar:12} {pos}/{len} papers{prefix} · {wide_msg}";

/// The template of the line of one paper.
const PAPER: &str = "{spinner} {wide_msg}";

/// The progress bar of a run. Nothing is drawn before the first call.
#[derive(Debug, Clone, Default)]
pub struct Progress {
    shown: Option<Arc<Mutex<Shown>>>,
}

/// The bar that is drawn at the moment.
#[derive(Debug, Default)]
struct Shown {
    bar: Option<ProgressBar>,
    /// The current step.
    stage: String,
    /// The reason for the current wait, and the time on the bar's clock at which it ends.
    wait: Option<(String, Duration)>,
    left: Left,
}

impl Watcher for Progress {
    fn waiting(&self, rest: Duration, why: &str) {
        if let Some(mut shown) = self.lock() {
            let now = shown.bar().elapsed();
            shown.wait = Some((why.to_owned(), now + rest));
            shown.draw();
        }
    }
}

impl Progress {
    /// A progress that shows nothing.
    pub fn hidden() -> Self {
        Self::default()
    }

    /// A bar on stderr; nothing if stderr is not a terminal.
    pub fn on_terminal() -> Self {
        SCREEN.set_draw_target(ProgressDrawTarget::stderr());
        if SCREEN.is_hidden() {
            return Self::hidden();
        }
        let shown = Arc::default();
        let watched = Arc::downgrade(&shown);
        match std::thread::Builder::new().spawn(move || redraw(&watched)) {
            Ok(_) => Self { shown: Some(shown) },
            Err(_) => Self::hidden(),
        }
    }

    /// Begins a bar for this many papers, which take about as long as `plan`.
    pub fn papers(&self, count: usize, plan: Duration) {
        if let Some(mut shown) = self.lock() {
            shown.left = Left { papers: count, plan, ..Left::default() };
            let bar = shown.bar();
            bar.set_style(style(PAPERS));
            bar.set_length(count as u64);
            bar.reset_elapsed();
            shown.wait = None;
            shown.draw();
        }
    }

    /// Adds a line for one paper, which is removed when the returned value is dropped.
    pub fn line(&self, paper: impl std::fmt::Display) -> Line {
        let paper = paper.to_string();
        let spinner = self.shown.as_ref().map(|_| {
            let spinner = SCREEN.add(ProgressBar::new_spinner().with_style(style(PAPER)));
            spinner.enable_steady_tick(TICK);
            spinner
        });
        Line { paper, spinner }
    }

    /// Shows the current step.
    pub fn stage(&self, what: &str) {
        if let Some(mut shown) = self.lock() {
            what.clone_into(&mut shown.stage);
            shown.wait = None;
            shown.draw();
        }
    }

    /// Counts one more paper as done.
    pub fn paper_done(&self) {
        if let Some(mut shown) = self.lock() {
            let now = shown.bar().elapsed();
            shown.left.done += 1;
            shown.left.last = now;
            shown.bar().inc(1);
            shown.draw();
        }
    }

    /// Removes the bar.
    pub fn finish(&self) {
        if let Some(mut shown) = self.lock() {
            if let Some(bar) = &shown.bar {
                bar.finish_and_clear();
            }
            *shown = Shown::default();
        }
    }

    fn lock(&self) -> Option<MutexGuard<'_, Shown>> {
        self.shown.as_ref().map(|shown| shown.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

/// Redraws the bars regularly, so that their clocks move, as long as there are any.
fn redraw(shown: &Weak<Mutex<Shown>>) {
    while let Some(shown) = shown.upgrade() {
        let mut shown = shown.lock().unwrap_or_else(PoisonError::into_inner);
        if shown.bar.is_some() {
            shown.draw();
        }
        drop(shown);
        std::thread::sleep(TICK);
    }
}

impl Shown {
    fn bar(&mut self) -> &ProgressBar {
        self.bar.get_or_insert_with(|| SCREEN.add(ProgressBar::new(0).with_style(style(BEFORE))))
    }

    fn draw(&mut self) {
        let now = self.bar().elapsed();
        let message = match &self.wait {
            Some((why, until)) if *until > now => {
                format!("waiting {} s: {why}", until.saturating_sub(now).as_secs() + 1)
            }
            _ => self.stage.clone(),
        };
        let left = self.left.text(now);
        let bar = self.bar();
        bar.set_prefix(left);
        bar.set_message(message);
        bar.tick();
    }
}

/// The estimated time of a run: as planned, or longer if the finished papers took longer than planned.
#[derive(Debug, Default)]
struct Left {
    papers: usize,
    plan: Duration,
    done: usize,
    /// The time at which the last of them was done.
    last: Duration,
}

impl Left {
    /// The time from `now` to the end; it only counts down until the next paper is done.
    fn time(&self, now: Duration) -> Duration {
        let paced = self.last.mul_f64(self.papers as f64 / self.done.max(1) as f64);
        self.plan.max(paced).saturating_sub(now)
    }

    /// The remaining time as text, with a separator from the number of papers; empty if it is short.
    fn text(&self, now: Duration) -> String {
        const MOMENT: u64 = 3;
        const MINUTE: u64 = 60;
        const HOUR: u64 = 60 * MINUTE;
        match self.time(now).as_secs() {
            ..MOMENT => String::new(),
            seconds @ ..MINUTE => format!(", about {seconds} s left"),
            seconds @ ..HOUR => format!(", about {} min left", seconds.div_ceil(MINUTE)),
            seconds => format!(", about {} h left", seconds.div_ceil(HOUR)),
        }
    }
}

/// The step that is being done with one paper.
#[derive(Debug)]
pub struct Line {
    paper: String,
    spinner: Option<ProgressBar>,
}

impl Line {
    /// Shows the current step of this paper.
    pub fn stage(&self, what: &str) {
        tracing::debug!("`{}`: {what}", self.paper);
        if let Some(spinner) = &self.spinner {
            spinner.set_message(format!("{}: {what}", self.paper));
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if let Some(spinner) = &self.spinner {
            spinner.finish_and_clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[rstest]
    #[case::begins_with_the_plan(0, 0, 0, ", about 3 min left")]
    #[case::counts_down(0, 0, 120, ", about 15 s left")]
    #[case::goes_on_counting_down(0, 0, 500, "")]
    #[case::keeps_to_the_plan_when_the_first_was_quick(1, 1, 1, ", about 3 min left")]
    #[case::learns_that_papers_take_longer(2, 60, 60, ", about 4 min left")]
    #[case::is_over(10, 140, 140, "")]
    fn the_time_left(#[case] done: usize, #[case] last: u64, #[case] now: u64, #[case] expected: &str) {
        let left = Left { papers: 10, plan: seconds(135), done, last: seconds(last) };
        assert_eq!(left.text(seconds(now)), expected);
    }

    #[test]
    fn between_two_papers_the_time_left_never_grows() {
        let left = Left { papers: 10, plan: seconds(135), done: 3, last: seconds(100) };
        let times: Vec<Duration> = (100..400).map(|now| left.time(seconds(now))).collect();
        assert!(times.is_sorted_by(|a, b| a >= b), "{times:?}");
    }

    #[test]
    fn hours_are_told_as_hours() {
        let left = Left { papers: 1000, plan: seconds(14985), ..Left::default() };
        assert_eq!(left.text(Duration::ZERO), ", about 5 h left");
    }

    #[test]
    fn nothing_is_drawn_before_there_is_something_to_say() {
        assert!(Shown::default().bar.is_none());
        let hidden = Progress::hidden();
        hidden.papers(3, Duration::ZERO);
        hidden.paper_done();
        assert!(hidden.shown.is_none());
    }
}
