//! Finds where phrases may begin: the ways into all patterns, by the kinds of the next bytes.

use super::parse::Look;
use super::set::Kinds;

/// The number of kinds of bytes.
const KINDS: usize = Kinds::BITS as usize;

/// Conditions on one place, a bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Looks(u8);

impl Looks {
    pub(super) const fn and(self, look: Look) -> Self {
        Self(self.0 | 1 << look as u8)
    }

    pub(super) const fn has(self, look: Look) -> bool {
        self.0 >> look as u8 & 1 == 1
    }
}

/// A way into a pattern.
#[derive(Debug, Clone, Copy)]
pub(super) struct Thread {
    /// The list of the pattern.
    pub(super) list: u8,
    /// The step that takes the first byte.
    pub(super) at: usize,
    /// The conditions that must hold before that byte.
    pub(super) looks: Looks,
    /// The kinds of the first three bytes.
    pub(super) kinds: [Kinds; 3],
}

impl Thread {
    /// True for a way that leads nowhere but at the beginning of the text.
    pub(super) fn is_anchored(&self) -> bool {
        self.looks.has(Look::Start)
    }

    /// True where the third byte fits.
    pub(super) fn takes_third(&self, kind: u8) -> bool {
        let [.., third] = self.kinds;
        third >> kind & 1 == 1
    }
}

/// The ways into patterns, by the kinds of the first two bytes.
#[derive(Debug)]
pub(super) struct Index {
    /// Those that want a word to begin or end.
    edges: Pairs,
    /// Those that do not.
    others: Pairs,
}

impl Index {
    pub(super) fn new(threads: &[Thread]) -> Self {
        let (edges, others): (Vec<_>, Vec<_>) =
            threads.iter().partition(|thread| thread.looks.has(Look::Word));
        Self { edges: Pairs::new(edges), others: Pairs::new(others) }
    }

    /// The ways that may lead on from a place; `edge`: where a word begins or ends.
    pub(super) fn threads(&self, edge: bool, first: u8, second: u8) -> impl Iterator<Item = &Thread> {
        let edges = if edge { self.edges.get(first, second) } else { &[] };
        edges.iter().chain(self.others.get(first, second))
    }
}

/// Threads, each at every pair of kinds with which it can begin.
#[derive(Debug)]
struct Pairs {
    /// The ends of the threads of each pair; they begin where those of the pair before it end.
    ends: Vec<usize>,
    threads: Vec<Thread>,
}

impl Pairs {
    fn new(threads: Vec<Thread>) -> Self {
        let mut lists: Vec<Vec<Thread>> = vec![Vec::new(); KINDS * KINDS];
        for thread in threads {
            let [first, second, _] = thread.kinds;
            for pair in bits(first).flat_map(|first| bits(second).map(move |second| first * KINDS + second)) {
                lists.get_mut(pair).into_iter().for_each(|list| list.push(thread));
            }
        }
        let ends = lists.iter().scan(0, |end, list| {
            *end += list.len();
            Some(*end)
        });
        Self { ends: ends.collect(), threads: lists.concat() }
    }

    fn get(&self, first: u8, second: u8) -> &[Thread] {
        let pair = usize::from(first) * KINDS + usize::from(second);
        let end = |pair: usize| self.ends.get(pair).copied().unwrap_or_default();
        let start = pair.checked_sub(1).map_or(0, end);
        self.threads.get(start..end(pair)).unwrap_or_default()
    }
}

fn bits(kinds: Kinds) -> impl Iterator<Item = usize> + Clone {
    (0..KINDS).filter(move |bit| kinds >> bit & 1 == 1)
}
