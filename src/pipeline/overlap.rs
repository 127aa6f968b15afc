//! Runs two stages concurrently: one item at a time in the first, several in the second. A run takes as long as the slower
//! stage, not as both together. Knows neither papers nor models.

use futures_util::stream::poll_fn;
use futures_util::{Stream, StreamExt};
use tokio::sync::mpsc;

/// The maximum number of items that the first stage is ahead of the second. More would only take memory.
const AHEAD: usize = 8;

/// Applies `work` to the items of `source`, up to `concurrency` at a time, while `source` continues. `finished` receives each
/// result when it is done, in any order. If the call is dropped, it has received all results that were done.
pub async fn overlap<T, W: Future>(
    source: impl Stream<Item = T>,
    concurrency: usize,
    work: impl Fn(T) -> W,
    mut finished: impl FnMut(W::Output),
) {
    let (sender, mut receiver) = mpsc::channel(AHEAD);
    let first = async move {
        let mut source = std::pin::pin!(source);
        while let Some(item) = source.next().await {
            if sender.send(item).await.is_err() {
                break;
            }
        }
    };
    let second = poll_fn(|context| receiver.poll_recv(context))
        .map(work)
        .buffer_unordered(concurrency)
        .for_each(|result| {
            finished(result);
            std::future::ready(())
        });
    tokio::join!(first, second);
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use futures_util::stream;
    use rstest::rstest;
    use tokio::time::{Instant, sleep};

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    /// So many papers, one every `interval`, as arXiv's gate lets them through: the first at once.
    fn papers(count: u32, interval: Duration) -> impl Stream<Item = u32> {
        stream::iter(0..count).then(move |n| async move {
            if n > 0 {
                sleep(interval).await;
            }
            n
        })
    }

    /// Measures how long ten papers take, and how long the longer of the two chains alone does.
    async fn measured(interval: Duration, latency: Duration, concurrency: usize) -> (Duration, Duration) {
        let begin = Instant::now();
        let mut done = Vec::new();
        let work = async |n| {
            sleep(latency).await;
            n
        };
        overlap(papers(10, interval), concurrency, work, |n| done.push(n)).await;
        done.sort_unstable();
        assert_eq!(done, (0..10).collect::<Vec<_>>());
        let rounds = 10_u32.div_ceil(u32::try_from(concurrency).unwrap());
        (begin.elapsed(), (interval * 9).max(latency * rounds))
    }

    #[rstest]
    #[case(3 * SECOND, SECOND, 4, 28 * SECOND)]
    #[case(3 * SECOND, 60 * SECOND, 4, 183 * SECOND)]
    #[case(SECOND / 10, SECOND, 1, 10 * SECOND)]
    #[case::pages_of_arxiv(15 * SECOND, SECOND, 4, 136 * SECOND)]
    #[case::from_the_cache(Duration::ZERO, SECOND, 4, 3 * SECOND)]
    #[case::from_the_cache_one_slot(Duration::ZERO, SECOND, 1, 10 * SECOND)]
    #[tokio::test(start_paused = true)]
    async fn ten_papers_take_hardly_longer_than_the_longer_chain(
        #[case] interval: Duration,
        #[case] latency: Duration,
        #[case] concurrency: usize,
        #[case] expected: Duration,
    ) {
        let (took, chain) = measured(interval, latency, concurrency).await;
        // A timer of tokio's goes off up to a millisecond late.
        assert!(took.abs_diff(expected) < Duration::from_millis(50), "{took:?}");
        assert!(took <= chain.mul_f64(1.1), "{took:?} for a chain of {chain:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_paper_holds_up_nobody_and_what_is_finished_is_told_at_once() {
        let mut done = Vec::new();
        let work = async |n| {
            sleep(if n == 0 { 1000 * SECOND } else { SECOND }).await;
            n
        };
        let run = overlap(papers(10, SECOND), 2, work, |n| done.push(n));
        assert!(tokio::time::timeout(20 * SECOND, run).await.is_err(), "the first is still under way");
        assert_eq!(done, (1..10).collect::<Vec<_>>());
    }
}
