//! Counts tokens and dollars of a run. The maximum cost of a request is reserved before it is sent, so that concurrent requests
//! never exceed the limit.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::timeout;

use super::LlmError;
use super::limit::{Limit, Month, State};
use super::memory::Memory;
use super::prices::{Price, Tokens};
use super::provider::Reply;
use papers_paper::Usage;

/// Estimates of tokens may be too low by this factor before the limit is exceeded.
const MARGIN: f64 = 1.25;

/// The pause before the reservations of other runs are read again.
const POLL: Duration = Duration::from_secs(1);

/// The account of a model in a run.
#[derive(Debug)]
pub(super) struct Ledger {
    price: Option<Price>,
    /// The budget, which the models of a run share.
    budget: Arc<Budget>,
    spent: Mutex<Own>,
}

/// Tokens of one model, and their price.
#[derive(Debug, Default)]
struct Own {
    spent: Spent,
    dollars: f64,
}

/// The cost limit, the amount spent, and the amount reserved.
#[derive(Debug, Default)]
struct Budget {
    limit: Option<Limit>,
    month: Option<Month>,
    state: Mutex<State>,
    settled: Notify,
}

impl Budget {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The tokens and money that a run has used so far.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Spent {
    /// The number of paid answers.
    pub calls: u64,
    /// The number of answers from the cache.
    pub kept: u64,
    /// Input tokens.
    pub input_tokens: u64,
    /// Output tokens.
    pub output_tokens: u64,
    /// The cost in US dollars, if the price is known.
    pub cost_usd: Option<f64>,
}

impl fmt::Display for Spent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let answers =
            |count: u64| if count == 1 { "1 answer".to_owned() } else { format!("{count} answers") };
        let Self { calls, kept, input_tokens, output_tokens, cost_usd } = *self;
        if calls > 0 {
            write!(f, "{}, {input_tokens} tokens in, {output_tokens} out", answers(calls))?;
        }
        if let Some(dollars) = cost_usd {
            write!(f, ", ${dollars:.4}")?;
        }
        match kept {
            0 => Ok(()),
            kept => write!(f, "{}{} kept from before", if calls > 0 { "; " } else { "" }, answers(kept)),
        }
    }
}

/// An amount reserved for one request, released when dropped.
#[derive(Debug)]
pub(super) struct Reservation<'a> {
    ledger: &'a Ledger,
    dollars: f64,
}

impl Reservation<'_> {
    /// Checks that the request may be sent once more after its answer was lost and booked.
    pub(super) fn may_repeat(&self) -> Result<(), LlmError> {
        let Budget { limit, month, .. } = &*self.ledger.budget;
        let state = self.ledger.budget.state();
        match (limit, month) {
            (Some(limit), _) if state.dollars + state.reserved > limit.dollars => {
                Err(limit.exceeded(self.dollars, state.dollars))
            }
            (_, Some(month)) => month.may_repeat(self.dollars, &state),
            _ => Ok(()),
        }
    }
}

impl Ledger {
    pub(super) fn new(price: Option<Price>, limit: Option<f64>) -> Self {
        let limit = limit.map(|dollars| Limit { dollars, span: "a run", setting: "`--max-cost`" });
        Self { price, budget: Arc::new(Budget { limit, ..Budget::default() }), spent: Mutex::default() }
    }

    /// The same account, sharing the budget of another.
    pub(super) fn sharing(self, other: &Self) -> Self {
        Self { budget: Arc::clone(&other.budget), ..self }
    }

    /// The same account with a limit for the month, including what other runs spend.
    pub(super) fn with_month(self, limit: Option<f64>, memory: &Memory) -> Self {
        let month = limit.map(|dollars| Month::new(dollars, memory.clone()));
        Self { budget: Arc::new(Budget { limit: self.budget.limit, month, ..Budget::default() }), ..self }
    }

    /// Reserves the maximum cost of a request. Waits for other requests if there may be enough left after them.
    pub(super) async fn reserve(&self, input: usize, output: usize) -> Result<Reservation<'_>, LlmError> {
        let next = self.most(input, output);
        loop {
            let settled = self.budget.settled.notified();
            if self.try_reserve(next)? {
                return Ok(Reservation { ledger: self, dollars: next });
            }
            // Another run does not report when its request is settled.
            match self.budget.month {
                Some(_) => drop(timeout(POLL, settled).await),
                None => settled.await,
            }
        }
    }

    /// Returns true if the limits allow no request of this size, even if no other is sent.
    pub(super) fn excludes(&self, input: usize, output: usize) -> bool {
        let next = self.most(input, output);
        let state = self.budget.state();
        let left = self.budget.limit.map(|limit| limit.dollars - state.dollars);
        let left_in_month = self.budget.month.as_ref().map(|month| month.left(&state));
        left.into_iter().chain(left_in_month).any(|left| next > left)
    }

    /// Returns the amount that is reserved for a request.
    fn most(&self, input: usize, output: usize) -> f64 {
        self.price.map_or(0.0, |price| price.cost(input as u64, output as u64) * MARGIN)
    }

    fn try_reserve(&self, next: f64) -> Result<bool, LlmError> {
        let mut state = self.budget.state();
        if let Some(limit) = self.budget.limit {
            if state.dollars + next > limit.dollars {
                return Err(limit.exceeded(next, state.dollars));
            }
            if state.dollars + state.reserved + next > limit.dollars {
                return Ok(false);
            }
        }
        let is_free = match &self.budget.month {
            Some(month) if next > 0.0 => month.try_reserve(next, &state)?,
            _ => true,
        };
        if is_free {
            state.reserved += next;
        }
        Ok(is_free)
    }

    /// Books a paid answer, and returns its cost in US dollars.
    pub(super) fn book(&self, reply: &Reply) -> f64 {
        let dollars = self.cost(reply).unwrap_or_default();
        self.budget.state().dollars += dollars;
        let mut own = self.own();
        own.dollars += dollars;
        own.spent.calls += 1;
        own.spent.input_tokens += reply.input_tokens;
        own.spent.output_tokens += reply.output_tokens;
        dollars
    }

    /// Notes an answer from the cache.
    pub(super) fn note_kept(&self) {
        self.own().spent.kept += 1;
    }

    /// Returns the cost of an answer, if the price is known.
    pub(super) fn cost(&self, reply: &Reply) -> Option<f64> {
        let Reply { input_tokens: input, cached_tokens: cached, stored_tokens: stored, .. } = *reply;
        Some(self.price?.bill(Tokens { input, cached, stored, output: reply.output_tokens }))
    }

    pub(super) fn spent(&self) -> Spent {
        let own = self.own();
        Spent { cost_usd: self.price.filter(|_| own.spent.calls > 0).map(|_| own.dollars), ..own.spent }
    }

    fn own(&self) -> MutexGuard<'_, Own> {
        self.spent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Reservation<'_> {
    fn drop(&mut self) {
        let mut state = self.ledger.budget.state();
        state.reserved -= self.dollars;
        if let Some(month) = self.ledger.budget.month.as_ref().filter(|_| self.dollars > 0.0) {
            month.release(&state);
        }
        drop(state);
        self.ledger.budget.settled.notify_waiters();
    }
}

/// The reply to a prompt.
#[derive(Debug)]
pub(super) struct Received {
    pub(super) reply: Reply,
    /// True if it was paid for in an earlier run.
    pub(super) is_from_cache: bool,
}

impl Received {
    /// Returns its tokens, and its cost if it was paid for now.
    pub(super) fn usage(&self, cost: Option<f64>) -> Usage {
        Usage {
            input_tokens: self.reply.input_tokens,
            output_tokens: self.reply.output_tokens,
            cost_usd: if self.is_from_cache { Some(0.0) } else { cost },
            cached: self.is_from_cache,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use papers_system::clock::Clock;

    /// A dollar a token.
    const DEAR: Price = Price { input: 1e6, output: 1e6, cached: None };

    fn reply(tokens: u64) -> Reply {
        Reply { input_tokens: tokens, ..Reply::default() }
    }

    #[tokio::test]
    async fn a_question_that_could_exceed_the_limit_is_not_asked() {
        let ledger = Ledger::new(Some(DEAR), Some(10.0));
        drop(ledger.reserve(4, 4).await.unwrap());
        ledger.book(&reply(8));
        let error = ledger.reserve(1, 1).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "the request could cost up to $2.5, and $8.0000 of the limit of $10 a run is already spent; raise `--max-cost`, \
             or lower `max_output_tokens`"
        );
        assert!(ledger.reserve(1, 0).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn questions_under_way_together_never_pass_the_limit() {
        let ledger = Ledger::new(Some(DEAR), Some(10.0));
        let first = ledger.reserve(8, 0).await.unwrap();
        let second = ledger.reserve(4, 0);
        tokio::pin!(second);
        let waited = timeout(Duration::from_secs(60), &mut second).await;
        assert!(waited.is_err(), "both together would cost 15");
        ledger.book(&reply(2));
        drop(first);
        assert!(second.await.is_ok(), "the first was cheaper than feared");
    }

    #[tokio::test]
    async fn the_limit_of_a_month_counts_what_other_runs_spent() {
        let folder = tempfile::tempdir().unwrap();
        let memory = Memory::new(folder.path(), Clock::System);
        memory.spend(25.0);
        let ledger = Ledger::new(Some(DEAR), Some(50.0)).with_month(Some(30.0), &memory);
        assert!(ledger.reserve(4, 0).await.is_ok());
        let error = ledger.reserve(5, 0).await.unwrap_err().to_string();
        assert!(error.contains("$25.0000 of the limit of $30 a month is already spent"), "{error}");
        assert!(error.contains("raise `max_cost_month`"), "{error}");
        let ledger = Ledger::new(Some(DEAR), Some(2.0)).with_month(Some(30.0), &memory);
        assert!(ledger.reserve(4, 0).await.unwrap_err().to_string().contains("$2 a run"));
    }

    #[tokio::test]
    async fn runs_at_the_same_time_share_the_limit_of_a_month() {
        let folder = tempfile::tempdir().unwrap();
        let memory = Memory::new(folder.path(), Clock::System);
        let run = || Ledger::new(Some(DEAR), None).with_month(Some(20.0), &memory);
        let (first, second) = (run(), run());
        let reservation = first.reserve(8, 0).await.unwrap();
        let wait = Duration::from_millis(100);
        assert!(
            timeout(wait, second.reserve(9, 0)).await.is_err(),
            "10 are reserved, and 11.25 are asked for"
        );
        drop(second.reserve(8, 0).await.unwrap());
        memory.spend(first.book(&reply(8)));
        drop(reservation);
        let error = second.reserve(10, 0).await.unwrap_err().to_string();
        assert!(error.contains("$8.0000 of the limit of $20 a month"), "{error}");
        drop(second.reserve(9, 0).await.unwrap());
    }

    #[tokio::test]
    async fn a_request_is_repeated_only_within_the_limit() {
        let ledger = Ledger::new(Some(DEAR), Some(20.0));
        let reservation = ledger.reserve(4, 0).await.unwrap();
        for _ in 0..3 {
            assert!(reservation.may_repeat().is_ok());
            ledger.book(&reply(5));
        }
        assert!(reservation.may_repeat().is_ok(), "15 and 5");
        ledger.book(&reply(1));
        let error = reservation.may_repeat().unwrap_err().to_string();
        assert!(error.contains("could cost up to $5, and $16.0000"), "{error}");
    }

    #[tokio::test]
    async fn two_models_share_a_limit_and_each_knows_its_own_share() {
        let first = Ledger::new(Some(DEAR), Some(10.0));
        let second = Ledger::new(Some(DEAR), Some(10.0)).sharing(&first);
        first.book(&reply(6));
        assert!(second.reserve(4, 0).await.is_err());
        assert!(second.reserve(3, 0).await.is_ok());
        second.book(&reply(3));
        assert_eq!((first.spent().cost_usd, second.spent().cost_usd), (Some(6.0), Some(3.0)));
    }

    #[tokio::test]
    async fn without_a_price_tokens_are_counted_and_nothing_is_limited() {
        let ledger = Ledger::new(None, None);
        drop(ledger.reserve(1_000_000, 1_000_000).await.unwrap());
        ledger.book(&reply(7));
        ledger.note_kept();
        let expected = Spent { calls: 1, kept: 1, input_tokens: 7, output_tokens: 0, cost_usd: None };
        assert_eq!(ledger.spent(), expected);
    }

    #[test]
    fn the_bill_is_one_line() {
        let spent =
            |calls, kept, cost_usd| Spent { calls, kept, input_tokens: 9, output_tokens: 7, cost_usd };
        assert_eq!(spent(1, 0, None).to_string(), "1 answer, 9 tokens in, 7 out");
        assert_eq!(
            spent(2, 1, Some(0.5)).to_string(),
            "2 answers, 9 tokens in, 7 out, $0.5000; 1 answer kept from before"
        );
        assert_eq!(spent(0, 3, None).to_string(), "3 answers kept from before");
    }

    #[test]
    fn a_paper_counts_as_kept_when_all_its_answers_were() {
        let usage = |tokens, is_from_cache| {
            Received { reply: reply(tokens), is_from_cache }.usage(Some(tokens as f64))
        };
        let first = Usage::default().plus(usage(3, true));
        assert_eq!(first, Usage { input_tokens: 3, output_tokens: 0, cost_usd: Some(0.0), cached: true });
        let usage = first.plus(usage(4, false));
        assert_eq!(usage, Usage { input_tokens: 7, output_tokens: 0, cost_usd: Some(4.0), cached: false });
    }
}
