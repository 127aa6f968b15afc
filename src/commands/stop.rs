//! Ctrl-C and SIGTERM, told to whoever waits for them, however often they look.

use tokio::sync::watch;

/// Becomes true once, when the run is to stop.
#[derive(Clone)]
pub(super) struct Stop(watch::Receiver<bool>);

impl Stop {
    /// Begins to listen.
    pub(super) fn listen() -> Self {
        let (sender, receiver) = watch::channel(false);
        tokio::spawn(async move {
            interrupted().await;
            sender.send_replace(true);
        });
        Self(receiver)
    }

    /// True when the run is to stop.
    pub(super) fn is_set(&self) -> bool {
        *self.0.borrow()
    }

    /// Comes back when the run is to stop.
    pub(super) async fn wait(&self) {
        if self.0.clone().wait_for(|stop| *stop).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

/// Comes true on Ctrl-C or SIGTERM.
pub(super) async fn interrupted() {
    #[cfg(unix)]
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
    tracing::warn!("interrupted: finished papers are kept");
}
