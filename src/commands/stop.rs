//! Ctrl-C, SIGTERM and the end of `--max-time`, told to whoever waits for them, however often they look.

use std::time::Duration;

use tokio::sync::watch;

use crate::pipeline::Interruption;

/// Becomes something once, when the run is to stop.
#[derive(Clone)]
pub(super) struct Stop(watch::Receiver<Option<Interruption>>);

impl Stop {
    /// Begins to listen; the run is to take no longer than `longest`.
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

    /// True when the run is to stop.
    pub(super) fn is_set(&self) -> bool {
        self.0.borrow().is_some()
    }

    /// Comes back when the run is to stop, with why.
    pub(super) async fn wait(&self) -> Interruption {
        let mut receiver = self.0.clone();
        match receiver.wait_for(Option::is_some).await.map(|why| *why) {
            Ok(Some(why)) => why,
            _ => std::future::pending().await,
        }
    }
}

/// Comes true when the time is over.
async fn over(longest: Option<Duration>) {
    match longest {
        Some(longest) => tokio::time::sleep(longest).await,
        None => std::future::pending().await,
    }
    tracing::warn!("the time of `--max-time` is over: finished papers are kept");
}

/// Comes true on Ctrl-C or SIGTERM.
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
