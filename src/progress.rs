//! What a person at a terminal sees while the program waits; elsewhere every call does nothing, so that callers never
//! ask whether anybody looks.

use std::sync::LazyLock;
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use papers_http::Watcher;

/// All bars share one screen; `report` clears it while it prints a line.
static SCREEN: LazyLock<MultiProgress> =
    LazyLock::new(|| MultiProgress::with_draw_target(ProgressDrawTarget::hidden()));

/// Runs something that prints, with the bars out of its way.
pub fn suspend<T>(print: impl FnOnce() -> T) -> T {
    SCREEN.suspend(print)
}

/// A bar over the papers of a run.
#[derive(Debug, Clone, Default)]
pub struct Progress {
    bar: Option<ProgressBar>,
}

impl Watcher for Progress {
    fn waiting(&self, rest: Duration, why: &str) {
        if let Some(bar) = &self.bar {
            bar.set_message(format!("waiting {:.1} s: {why}", rest.as_secs_f64()));
        }
    }
}

/// How often the bar's clock moves.
const TICK: Duration = Duration::from_millis(200);

impl Progress {
    /// Nothing is shown.
    pub fn hidden() -> Self {
        Self::default()
    }

    /// A bar on the terminal behind stderr; nothing where stderr is no terminal.
    pub fn on_terminal() -> Self {
        SCREEN.set_draw_target(ProgressDrawTarget::stderr());
        if SCREEN.is_hidden() {
            return Self::hidden();
        }
        let bar = SCREEN.add(ProgressBar::new(0));
        bar.set_style(style("{bar:20} {pos}/{len} papers · {msg}"));
        bar.enable_steady_tick(TICK);
        Self { bar: Some(bar) }
    }

    /// There are this many papers.
    pub fn papers(&self, count: usize) {
        if let Some(bar) = &self.bar {
            bar.set_length(count as u64);
            bar.reset_eta();
        }
    }

    /// A line of its own for one paper, which goes away with the value.
    pub fn line(&self, paper: impl std::fmt::Display) -> Line {
        let paper = paper.to_string();
        let spinner = self.bar.as_ref().map(|_| {
            let spinner = SCREEN.add(ProgressBar::new_spinner());
            spinner.enable_steady_tick(TICK);
            spinner
        });
        Line { paper, spinner }
    }

    /// Something is being done now.
    pub fn stage(&self, what: &str) {
        if let Some(bar) = &self.bar {
            bar.set_message(what.to_owned());
        }
    }

    /// One paper is done.
    pub fn paper_done(&self) {
        if let Some(bar) = &self.bar {
            // Before the first nothing tells how long they take.
            if bar.position() == 0 {
                bar.set_style(style("{bar:20} {pos}/{len} papers · {msg} · about {eta} left"));
            }
            bar.inc(1);
        }
    }

    /// Nothing more is to come; the bar goes away.
    pub fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

/// What is being done with one paper.
#[derive(Debug)]
pub struct Line {
    paper: String,
    spinner: Option<ProgressBar>,
}

impl Line {
    /// This is being done now.
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
