//! Reduces text to the set of stems of its content words, so that thousands of sentences can be compared.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::sync::LazyLock;

use foldhash::fast::RandomState;
use rust_stemmers::{Algorithm, Stemmer};
use unicode_segmentation::UnicodeSegmentation;

/// Words that say nothing about the topic.
const STOP: &str = "the and for are that with this from have has was were which can our their its these those not but such been also than \
     into between over both more most other using used use may while when where how all any each they them then there we you \
     what who will would could should does did being about only very via per";

static STOPS: LazyLock<HashSet<&str, RandomState>> = LazyLock::new(|| STOP.split_whitespace().collect());

/// The minimum length of words that indicate a topic, except in scripts that write a word in one or two characters.
const SHORTEST: usize = 3;

/// Numbers the stems of a document, so that sentences are compared by numbers.
pub(super) struct Words<'a> {
    stems: HashMap<Rc<str>, u32, RandomState>,
    known: HashMap<&'a str, Option<u32>, RandomState>,
}

/// The stems of previously read words: papers share most of their words, and stemming takes the most time.
struct Memory {
    stemmer: Stemmer,
    stems: HashMap<String, Option<Rc<str>>, RandomState>,
}

/// The maximum number of words remembered; each takes some hundred bytes.
const REMEMBERED: usize = 10_000;

thread_local! {
    static MEMORY: RefCell<Memory> =
        RefCell::new(Memory { stemmer: Stemmer::create(Algorithm::English), stems: HashMap::default() });
}

impl Memory {
    /// Returns the stem of a word; `None` for one that does not indicate a topic.
    fn stem(&mut self, word: &str) -> Option<Rc<str>> {
        if let Some(known) = self.stems.get(word) {
            return known.clone();
        }
        let lower = word.to_lowercase();
        let short = lower.is_ascii() && lower.len() < SHORTEST;
        let stem = (!short && !STOPS.contains(&*lower)).then(|| Rc::from(self.stemmer.stem(&lower)));
        if self.stems.len() >= REMEMBERED {
            self.stems.clear();
        }
        self.stems.insert(word.to_owned(), stem.clone());
        stem
    }
}

impl<'a> Words<'a> {
    pub(super) fn new() -> Self {
        /// The number of words for which memory is reserved, which few abstracts exceed.
        const USUAL: usize = 220;
        Self {
            stems: HashMap::with_capacity_and_hasher(USUAL, RandomState::default()),
            known: HashMap::with_capacity_and_hasher(USUAL, RandomState::default()),
        }
    }

    /// Returns the stems of a text's content words.
    pub(super) fn bag(&mut self, text: &'a str) -> Bag {
        let mut bag: Vec<u32> = words(text).filter_map(|word| self.stem(word)).collect();
        bag.sort_unstable();
        bag.dedup();
        Bag(bag)
    }

    /// Returns the number of different stems.
    pub(super) fn len(&self) -> usize {
        self.stems.len()
    }

    fn stem(&mut self, word: &'a str) -> Option<u32> {
        if let Some(&known) = self.known.get(word) {
            return known;
        }
        let next = u32::try_from(self.stems.len()).unwrap_or(u32::MAX);
        let stem = MEMORY.with_borrow_mut(|memory| memory.stem(word));
        let stem = stem.map(|stem| *self.stems.entry(stem).or_insert(next));
        self.known.insert(word, stem);
        stem
    }
}

/// Returns the words of a text by Unicode's rules. As no rule looks across a space, the pieces between spaces are split one by
/// one, so that only those that are not ASCII are slow.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let between = if text.is_ascii() { '\0' } else { ' ' };
    text.split(between).flat_map(str::unicode_words)
}

/// The stems of a sentence, each once.
#[derive(Debug, Clone, Default)]
pub(super) struct Bag(Vec<u32>);

impl Bag {
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = usize> {
        self.0.iter().map(|&stem| stem as usize)
    }

    /// Returns true if it has a stem.
    pub(super) fn has(&self, stem: usize) -> bool {
        u32::try_from(stem).is_ok_and(|stem| self.0.binary_search(&stem).is_ok())
    }

    /// Returns the number of common stems.
    pub(super) fn common(&self, other: &Self) -> usize {
        self.0.iter().filter(|stem| other.0.binary_search(stem).is_ok()).count()
    }

    /// Returns the overlap: the share of the shorter one's stems that the other has too.
    pub(super) fn overlap(&self, other: &Self) -> f64 {
        let fewer = self.len().min(other.len()).max(1);
        self.common(other) as f64 / fewer as f64
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn inflections_are_one_stem_and_stop_words_none() {
        let mut words = Words::new();
        let one = words.bag("The models are training on images");
        let other = words.bag("We train a model with an image");
        assert_eq!(one.common(&other), 3);
        assert_eq!((one.len(), words.len()), (3, 3));
    }

    #[test]
    fn a_part_of_a_sentence_overlaps_wholly_with_it() {
        let mut words = Words::new();
        let whole = words.bag("Sparse attention halves memory on long documents");
        let part = words.bag("attention halves memory");
        assert!((whole.overlap(&part) - 1.0).abs() < 1e-9);
        assert!(whole.overlap(&words.bag("")) < 1e-9);
    }

    #[test]
    fn a_word_of_one_character_counts_where_words_are_written_so() {
        assert_eq!(Words::new().bag("光の量").len(), 3);
    }

    proptest! {
        #[test]
        fn words_are_those_of_the_whole_text(text in "[ a1.,:'’_é가光𝛼‐\u{a0}\u{301}-]{0,40}") {
            prop_assert_eq!(words(&text).collect::<Vec<_>>(), text.unicode_words().collect::<Vec<_>>());
        }
    }
}
