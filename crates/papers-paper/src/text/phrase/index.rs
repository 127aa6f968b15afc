//! Finds the positions at which phrases may begin, by an index of their starts by the kinds of the next bytes.

use super::look::{Look, Looks};
use super::set::Kinds;

/// The bit in which a small letter differs from its capital.
const CASE: u8 = b'a' ^ b'A';

/// The number of kinds of bytes.
const KINDS: usize = Kinds::BITS as usize;

/// A possible start of a pattern.
#[derive(Debug, Clone, Copy, Default)]
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

    /// Sets the byte at a position; with `fold`, without regard to the case of a letter.
    pub(super) fn note(&mut self, place: usize, byte: u8, fold: bool) {
        let bits = 8 * place;
        let either = if fold && byte.is_ascii_alphabetic() { CASE } else { 0 };
        self.bytes |= u64::from(byte | either) << bits;
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
        if let Some(bytes) = text.first_chunk() {
            return Self(u64::from_le_bytes(*bytes));
        }
        (0..Beginning::LENGTH).fold(Self(0), |window, at| window.next(text.get(at)))
    }

    /// Returns the window moved by one byte, with the new byte at its end.
    pub(super) fn next(self, byte: Option<&u8>) -> Self {
        Self(self.0 >> 8 | u64::from(byte.copied().unwrap_or_default()) << (u64::BITS - 8))
    }
}

impl Thread {
    /// Returns the pairs of kinds with which it can begin, each as one number.
    fn pairs(&self) -> impl Iterator<Item = usize> + use<> {
        let [first, second] = self.kinds;
        bits(first).flat_map(move |first| bits(second).map(move |second| pair(first, second)))
    }
}

/// Returns a pair of kinds as one number.
const fn pair(first: usize, second: usize) -> usize {
    first * KINDS + second
}

/// The starts of patterns, by the kinds of the first two bytes.
#[derive(Debug)]
pub(super) struct Index {
    /// Those that begin with a word boundary.
    edges: Buckets,
    /// The others.
    others: Buckets,
}

impl Index {
    pub(super) fn new(threads: &[Thread]) -> Self {
        let (edges, others): (Vec<_>, Vec<_>) =
            threads.iter().partition(|thread| thread.looks.has(Look::Word));
        let listed = |threads: &[Thread]| Buckets::new(threads, KINDS * KINDS, Thread::pairs);
        Self { edges: listed(&edges), others: listed(&others) }
    }

    /// Returns the starts that are possible at a position; `edge` is true at a word boundary.
    pub(super) fn threads(&self, edge: bool, first: u8, second: u8) -> impl Iterator<Item = &Thread> {
        let pair = pair(first.into(), second.into());
        let edges = if edge { self.edges.get(pair) } else { &[] };
        edges.iter().chain(self.others.get(pair))
    }
}

/// Starts, each of them listed under every key that it has.
#[derive(Debug)]
struct Buckets {
    /// The index at which the starts of each key begin, and those of the key before end.
    starts: Vec<usize>,
    threads: Vec<Thread>,
}

impl Buckets {
    /// Lists starts under their keys, which are below `count`.
    fn new<K: Iterator<Item = usize>>(threads: &[Thread], count: usize, keys: impl Fn(&Thread) -> K) -> Self {
        let mut starts = vec![0; count];
        let mut end = 0;
        for key in threads.iter().flat_map(&keys) {
            starts.get_mut(key).into_iter().for_each(|count| *count += 1);
        }
        for count in &mut starts {
            end += *count;
            *count = end;
        }
        let mut listed = vec![Thread::default(); end];
        for thread in threads.iter().rev() {
            for key in keys(thread) {
                if let Some(start) = starts.get_mut(key) {
                    *start -= 1;
                    listed.get_mut(*start).into_iter().for_each(|place| *place = *thread);
                }
            }
        }
        Self { starts, threads: listed }
    }

    fn get(&self, key: usize) -> &[Thread] {
        let start = |key: usize| self.starts.get(key).copied().unwrap_or(self.threads.len());
        self.threads.get(start(key)..start(key + 1)).unwrap_or_default()
    }
}

/// The starts of a single pattern.
#[derive(Debug)]
pub(super) struct Starts {
    /// By the kind of the first byte. A pattern may be a list of hundreds of phrases.
    threads: Buckets,
    /// For each kind of the first byte, the kinds of the second one.
    seconds: [Kinds; KINDS],
    /// True if all of them are only possible at the beginning of the text.
    pub(super) anchored: bool,
    /// True if all of them are only possible at a word boundary.
    pub(super) bounded: bool,
}

impl Starts {
    pub(super) fn new(threads: &[Thread]) -> Self {
        let mut seconds = [0; KINDS];
        for [first, second] in threads.iter().map(|thread| thread.kinds) {
            for first in bits(first) {
                seconds.get_mut(first).into_iter().for_each(|kinds| *kinds |= second);
            }
        }
        let all = |look| threads.iter().all(|thread| thread.looks.has(look));
        let (anchored, bounded) = (all(Look::Start), all(Look::Word));
        Self {
            threads: Buckets::new(threads, KINDS, |thread| bits(thread.kinds[0])),
            seconds,
            anchored,
            bounded,
        }
    }

    /// Returns true if a match may begin with bytes of these kinds.
    pub(super) fn allow(&self, first: u8, second: u8) -> bool {
        self.seconds.get(usize::from(first)).is_some_and(|kinds| kinds >> second & 1 == 1)
    }

    /// Returns true if a match may begin with the bytes of a window, of which the first is of this kind.
    pub(super) fn fit(&self, first: u8, window: Window) -> bool {
        self.threads.get(first.into()).iter().any(|thread| thread.beginning.fits(window.0))
    }
}

/// Returns the numbers of the bits that are set.
fn bits(mut kinds: Kinds) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let lowest = (kinds != 0).then(|| kinds.trailing_zeros())?;
        kinds &= kinds - 1;
        Some(lowest as usize)
    })
}
