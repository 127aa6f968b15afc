//! Finds the positions at which phrases may begin, by an index of their starts by the kinds of the next bytes.

use super::parse::Look;
use super::set::{Kinds, Literal};

/// The number of kinds of bytes.
const KINDS: usize = Kinds::BITS as usize;

/// Assertions at one position, one bit each.
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

/// A possible start of a pattern.
#[derive(Debug, Clone, Copy)]
pub(super) struct Thread {
    /// The list of the pattern.
    pub(super) list: u8,
    /// The step that matches the first byte.
    pub(super) at: usize,
    /// The assertions before that byte.
    pub(super) looks: Looks,
    /// The kinds of the first two bytes.
    pub(super) kinds: [Kinds; 2],
    /// The bytes with which it begins, as far as they are fixed.
    pub(super) beginning: Beginning,
}

/// The first bytes of a start, which are compared at once.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Beginning {
    bytes: u64,
    /// The case bit of each letter for which case is ignored.
    either: u64,
    /// A mask of the bytes that are known.
    known: u64,
}

impl Beginning {
    /// The number of bytes that are compared.
    pub(super) const LENGTH: usize = size_of::<u64>();

    /// Sets the byte at a position, with or without regard to case.
    pub(super) fn note(&mut self, place: usize, Literal { byte, either }: Literal) {
        let bits = 8 * place;
        self.bytes |= u64::from(byte) << bits;
        self.either |= u64::from(either) << bits;
        self.known |= u64::from(u8::MAX) << bits;
    }

    /// Returns true if the text in the window begins like this.
    pub(super) fn fits(&self, window: u64) -> bool {
        (window | self.either) & self.known == self.bytes
    }
}

/// The next bytes of a text from a position on, with zeros after its end, which no pattern contains.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window(pub(super) u64);

impl Window {
    /// Returns the window at the beginning of a text.
    pub(super) fn new(text: &[u8]) -> Self {
        (0..Beginning::LENGTH).fold(Self(0), |window, at| window.next(text.get(at)))
    }

    /// Returns the window moved by one byte, with the new byte at its end.
    pub(super) fn next(self, byte: Option<&u8>) -> Self {
        Self(self.0 >> 8 | u64::from(byte.copied().unwrap_or_default()) << (u64::BITS - 8))
    }
}

impl Thread {
    /// Returns true for a start that is only possible at the beginning of the text.
    pub(super) fn is_anchored(&self) -> bool {
        self.looks.has(Look::Start)
    }
}

/// The starts of patterns, by the kinds of the first two bytes.
#[derive(Debug)]
pub(super) struct Index {
    /// Those that begin with a word boundary.
    edges: Pairs,
    /// The others.
    others: Pairs,
}

impl Index {
    pub(super) fn new(threads: &[Thread]) -> Self {
        let (edges, others): (Vec<_>, Vec<_>) =
            threads.iter().partition(|thread| thread.looks.has(Look::Word));
        Self { edges: Pairs::new(edges), others: Pairs::new(others) }
    }

    /// Returns the starts that are possible at a position; `edge` is true at a word boundary.
    pub(super) fn threads(&self, edge: bool, first: u8, second: u8) -> impl Iterator<Item = &Thread> {
        let edges = if edge { self.edges.get(first, second) } else { &[] };
        edges.iter().chain(self.others.get(first, second))
    }
}

/// Starts, each of them listed under every pair of kinds with which it can begin.
#[derive(Debug)]
struct Pairs {
    /// The end of the starts of each pair; they begin at the end of those of the pair before.
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
