//! Restores the requested order of entries. Each is passed on as soon as all before it are done.

use std::collections::HashMap;
use std::slice;

use super::Outcome;
use crate::outcome::Failed;
use papers_paper::{Entry, PaperId};

/// The outcomes that are not passed on yet, and the failures.
pub(super) struct Order<'a, F> {
    next: slice::Iter<'a, PaperId>,
    early: HashMap<PaperId, Outcome>,
    finished: F,
    failed: Vec<Failed>,
}

impl<'a, F: FnMut(Entry)> Order<'a, F> {
    /// The order of these papers. `finished` receives their entries.
    pub(super) fn new(ids: &'a [PaperId], finished: F) -> Self {
        Self { next: ids.iter(), early: HashMap::new(), finished, failed: Vec::new() }
    }

    /// Stores the outcome of a paper, and passes on all entries whose turn it is.
    pub(super) fn put(&mut self, id: PaperId, outcome: Outcome) {
        if self.next.as_slice().first() != Some(&id) {
            self.early.insert(id, outcome);
            return;
        }
        self.next.next();
        self.hand_on(outcome);
        while let Some(outcome) = self.next.as_slice().first().and_then(|id| self.early.remove(id)) {
            self.next.next();
            self.hand_on(outcome);
        }
    }

    /// Passes on the rest, and returns the failures in the requested order. Papers without an outcome failed.
    pub(super) fn finish(mut self, not_reached: impl Fn(&PaperId) -> Failed) -> Vec<Failed> {
        while let Some(id) = self.next.next() {
            let outcome = self.early.remove(id).unwrap_or_else(|| Err(not_reached(id)));
            self.hand_on(outcome);
        }
        self.failed
    }

    fn hand_on(&mut self, outcome: Outcome) {
        match outcome {
            Ok(entry) => (self.finished)(entry),
            Err(failed) => self.failed.push(failed),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;
    use crate::outcome::Cause;
    use papers_paper::Stage;

    fn ids(count: u32) -> Vec<PaperId> {
        (0..count).map(|n| format!("2510.{n:05}").parse().unwrap()).collect()
    }

    fn outcome(id: &PaperId) -> (PaperId, Outcome) {
        let paper = format!(r#"{{"paper": {{"id": "{id}", "title": "T"}}}}"#);
        (id.clone(), Ok(serde_json::from_str(&paper).unwrap()))
    }

    fn failed(id: &PaperId) -> Failed {
        Failed::new(id.to_string(), Stage::Fetch, Cause::InvalidInput, &std::io::Error::other("lost"))
    }

    #[test]
    fn entries_are_handed_on_in_order_and_no_later_than_their_turn() {
        let ids = ids(5);
        let given = RefCell::new(Vec::new());
        let mut order = Order::new(&ids, |entry: Entry| given.borrow_mut().push(entry.paper.id));
        let mut put = |at: usize, given_then: usize| {
            let (id, outcome) = outcome(&ids[at]);
            order.put(id, outcome);
            assert_eq!(given.borrow().len(), given_then, "after {at}");
        };
        put(1, 0);
        put(0, 2);
        put(2, 3);
        put(4, 3);
        order.put(ids[3].clone(), Err(failed(&ids[3])));
        assert_eq!(*given.borrow(), ["2510.00000", "2510.00001", "2510.00002", "2510.00004"]);
        assert_eq!(order.finish(failed)[0].input, "2510.00003");
    }

    #[test]
    fn papers_not_reached_fail_and_early_ones_are_kept() {
        let ids = ids(3);
        let mut given = 0;
        let mut order = Order::new(&ids, |_| given += 1);
        let (id, outcome) = outcome(&ids[1]);
        order.put(id, outcome);
        let inputs: Vec<String> = order.finish(failed).into_iter().map(|failed| failed.input).collect();
        assert_eq!(inputs, ["2510.00000", "2510.00002"]);
        assert_eq!(given, 1);
    }
}
