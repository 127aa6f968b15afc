//! Finds the positions at which phrases may begin, by an index of their starts by the kinds of the next bytes.

use super::look::{Look, Looks};
use super::set::{Kinds, kind};

/// The bit in which a small letter differs from its capital.
const CASE: u8 = b'a' ^ b'A';

/// The number of kinds of bytes.
const KINDS: usize = Kinds::BITS as usize;

/// The number of first bytes of a start whose kinds are stored.
pub(super) const KNOWN: usize = 4;

/// A possible start of a pattern.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Thread {
    /// The list of the pattern.
    pub(super) list: u8,
    /// The step that matches the first byte.
    pub(super) at: usize,
    /// The assertions before that byte.
    pub(super) looks: Looks,
    /// The kinds of the first bytes.
    pub(super) kinds: [Kinds; KNOWN],
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
    pub(super) fn fits(&self, window: Window) -> bool {
        (window.0 | self.either) & self.known == self.bytes
    }
}

/// The next bytes of a text from a position on, with zeros after its end, which no pattern contains.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window(u64);

impl Window {
    /// Returns the window at a position of a text.
    pub(super) fn at(text: &[u8], at: usize) -> Self {
        let rest = text.get(at..).unwrap_or_default();
        let bytes = rest.first_chunk().copied().unwrap_or_else(|| {
            let mut bytes = [0; Beginning::LENGTH];
            bytes.iter_mut().zip(rest).for_each(|(byte, next)| *byte = *next);
            bytes
        });
        Self(u64::from_le_bytes(bytes))
    }

    /// Returns the kinds of the first bytes. A start after which the text may end allows every kind, also that of the zeros.
    fn kinds(self) -> [usize; KNOWN] {
        let [first, second, third, fourth, ..] = self.0.to_le_bytes();
        [first, second, third, fourth].map(|byte| usize::from(kind(Some(&byte))))
    }
}

impl Thread {
    /// Returns true for a start with few possible combinations of kinds.
    fn is_narrow(&self) -> bool {
        /// The number of places at which a start may be listed.
        const FEW: u32 = 64;
        let combinations = self.kinds.iter().map(|kinds| kinds.count_ones()).product::<u32>();
        combinations <= FEW
    }

    /// Returns the places of the kinds of the first four bytes with which it can begin.
    fn words(&self) -> impl Iterator<Item = usize> + use<> {
        let [first, second, third, fourth] = self.kinds;
        let pairs = |one, other| bits(one).flat_map(move |one| bits(other).map(move |other| (one, other)));
        pairs(first, second).flat_map(move |(first, second)| {
            pairs(third, fourth).map(move |(third, fourth)| word([first, second, third, fourth]))
        })
    }

    /// Returns the places of the kinds of the first two bytes with which it can begin.
    fn pairs(&self) -> impl Iterator<Item = usize> + use<> {
        let [first, second, ..] = self.kinds;
        bits(first).flat_map(move |first| bits(second).map(move |second| pair(first, second)))
    }
}

/// The number of places for the kinds of four bytes, some of which share one.
const WORDS: usize = 1 << 12;

/// Returns the place of the kinds of four bytes.
fn word(kinds: [usize; KNOWN]) -> usize {
    kinds.iter().fold(0, |place, kind| place * 37 + kind) % WORDS
}

/// Returns the place of the kinds of two bytes.
fn pair(first: usize, second: usize) -> usize {
    first * KINDS + second
}

/// The starts of patterns, by the kinds of their first bytes.
#[derive(Debug)]
pub(super) struct Index {
    /// Narrow ones that begin with a word boundary, by four bytes.
    words: Places,
    /// Others that begin with a word boundary, by two bytes.
    edges: Places,
    /// All others, by two bytes.
    others: Places,
}

impl Index {
    pub(super) fn new(threads: &[Thread]) -> Self {
        let (edges, others): (Vec<_>, Vec<_>) =
            threads.iter().partition(|thread| thread.looks.has(Look::Word));
        let (words, edges): (Vec<_>, Vec<_>) = edges.into_iter().partition(Thread::is_narrow);
        let pairs = |threads: &[Thread]| Places::new(KINDS * KINDS, threads, Thread::pairs);
        Self {
            words: Places::new(WORDS, &words, Thread::words),
            edges: pairs(&edges),
            others: pairs(&others),
        }
    }

    /// Returns the starts that are possible with the bytes of a window; `edge` is true at a word boundary.
    pub(super) fn threads(&self, edge: bool, window: Window) -> [&[Thread]; 3] {
        let kinds @ [first, second, ..] = window.kinds();
        let pair = pair(first, second);
        let (words, edges) =
            if edge { (self.words.get(word(kinds)), self.edges.get(pair)) } else { (&[][..], &[][..]) };
        [words, edges, self.others.get(pair)]
    }
}

/// Starts, each of them listed at every place for the kinds with which it can begin.
#[derive(Debug)]
struct Places {
    /// The index at which the starts of each place begin, and those of the place before end.
    starts: Vec<usize>,
    threads: Vec<Thread>,
}

impl Places {
    fn new<I: Iterator<Item = usize>>(
        count: usize,
        threads: &[Thread],
        places: impl Fn(&Thread) -> I,
    ) -> Self {
        let mut starts = vec![0; count];
        let mut end = 0;
        for place in threads.iter().flat_map(&places) {
            starts.get_mut(place).into_iter().for_each(|count| *count += 1);
        }
        for count in &mut starts {
            end += *count;
            *count = end;
        }
        let mut listed = vec![Thread::default(); end];
        for thread in threads.iter().rev() {
            for place in places(thread) {
                if let Some(start) = starts.get_mut(place) {
                    *start -= 1;
                    listed.get_mut(*start).into_iter().for_each(|place| *place = *thread);
                }
            }
        }
        Self { starts, threads: listed }
    }

    fn get(&self, place: usize) -> &[Thread] {
        let start = |place: usize| self.starts.get(place).copied().unwrap_or(self.threads.len());
        self.threads.get(start(place)..start(place + 1)).unwrap_or_default()
    }
}

/// The starts of a single pattern.
#[derive(Debug)]
pub(super) struct Starts {
    threads: Vec<Thread>,
    /// For each kind of the first byte, the kinds of the second one.
    seconds: [Kinds; KINDS],
    /// True if all of them are only possible at the beginning of the text.
    pub(super) anchored: bool,
    /// True if all of them are only possible at a word boundary.
    pub(super) bounded: bool,
}

impl Starts {
    pub(super) fn new(threads: Vec<Thread>) -> Self {
        let mut seconds = [0; KINDS];
        for [first, second, ..] in threads.iter().map(|thread| thread.kinds) {
            for first in bits(first) {
                seconds.get_mut(first).into_iter().for_each(|kinds| *kinds |= second);
            }
        }
        let all = |look| threads.iter().all(|thread| thread.looks.has(look));
        Self { anchored: all(Look::Start), bounded: all(Look::Word), seconds, threads }
    }

    /// Returns true if a match may begin with bytes of these kinds.
    pub(super) fn allow(&self, first: u8, second: u8) -> bool {
        self.seconds.get(usize::from(first)).is_some_and(|kinds| kinds >> second & 1 == 1)
    }

    /// Returns true if a match may begin with the bytes of a window.
    pub(super) fn fit(&self, window: Window) -> bool {
        self.threads.iter().any(|thread| thread.beginning.fits(window))
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
