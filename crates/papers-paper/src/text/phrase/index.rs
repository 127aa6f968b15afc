//! Finds where phrases may begin: the ways into all patterns, by the kinds of the next bytes.

use super::parse::Look;
use super::set::{Kinds, Literal};

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
    /// The kinds of the first two bytes.
    pub(super) kinds: [Kinds; 2],
    /// The bytes with which it begins, as far as there is no choice.
    pub(super) beginning: Beginning,
}

/// The first bytes of a way, as many as are compared at once.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Beginning {
    bytes: u64,
    /// The bit that tells capitals from small letters, where the case is ignored.
    either: u64,
    /// The bytes that are known.
    known: u64,
}

impl Beginning {
    /// The number of bytes that are compared.
    pub(super) const LENGTH: usize = size_of::<u64>();

    /// Notes the byte at a place, in either case or as it is.
    pub(super) fn note(&mut self, place: usize, Literal { byte, either }: Literal) {
        let bits = 8 * place;
        self.bytes |= u64::from(byte) << bits;
        self.either |= u64::from(either) << bits;
        self.known |= u64::from(u8::MAX) << bits;
    }

    /// Returns true if these bytes of a text begin so.
    pub(super) fn fits(&self, window: u64) -> bool {
        (window | self.either) & self.known == self.bytes
    }
}

/// The next bytes of a text from a place on; zeros after its end, which no pattern has.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window(pub(super) u64);

impl Window {
    /// The window at the beginning of a text.
    pub(super) fn new(text: &[u8]) -> Self {
        (0..Beginning::LENGTH).fold(Self(0), |window, at| window.next(text.get(at)))
    }

    /// The window one place on, which begins to see a byte.
    pub(super) fn next(self, byte: Option<&u8>) -> Self {
        Self(self.0 >> 8 | u64::from(byte.copied().unwrap_or_default()) << (u64::BITS - 8))
    }
}

impl Thread {
    /// True for a way that leads nowhere but at the beginning of the text.
    pub(super) fn is_anchored(&self) -> bool {
        self.looks.has(Look::Start)
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
            let [first, second] = thread.kinds;
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
