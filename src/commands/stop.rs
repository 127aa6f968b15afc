//! Ends a run on Ctrl-C, SIGTERM or after `--max-time`. Any number of tasks can wait for it.

use std::time::Duration;

use tokio::sync::watch;

use crate::pipeline::Interruption;

/// The signal that the run is to stop.
#[derive(Clone)]
pub(super) struct Stop(watch::Receiver<Option<Interruption>>);

impl Stop {
    /// Begins to listen for signals, and limits the run to `longest`.
    pub(super) fn listen(longest: Option<Duration>) -> Self {
        let (sender, receiver) = watch::channel(None);
        tokio::spawn(async move {
            let why = tokio::select! {
                () = interrupted() => Interruption::Signal,
                () = over(longest) => Interruption::Time,
            };
            sender.send_replace(Some(why));
        });
        Self(receiver)
    }

    /// Returns true if the run is to stop.
    pub(super) fn is_set(&self) -> bool {
        self.0.borrow().is_some()
    }

    /// Completes with the reason when the run is to stop.
    pub(super) async fn wait(&self) -> Interruption {
        let mut receiver = self.0.clone();
        match receiver.wait_for(Option::is_some).await.map(|why| *why) {
            Ok(Some(why)) => why,
            _ => std::future::pending().await,
        }
    }
}

/// Completes when the time is over.
async fn over(longest: Option<Duration>) {
    match longest {
        Some(longest) => tokio::time::sleep(longest).await,
        None => std::future::pending().await,
    }
    tracing::warn!("the time of `--max-time` is over: finished papers are kept");
}

/// Completes on Ctrl-C or SIGTERM.
async fn interrupted() {
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
    tracing::warn!("interrupted: finished papers are kept; run the same command again to go on");
}
