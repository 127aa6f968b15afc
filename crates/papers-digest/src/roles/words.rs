//! Reduces a sentence to hashes of its words and a few properties of its form. Any Unicode is accepted; only the first `MAX_CHARS`
//! characters are read.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use papers_paper::text::words_of;

/// The number of characters of a sentence that are read: four times the longest in the training data. Longer ones are remains of
/// tables, whose end is irrelevant.
const MAX_CHARS: usize = 4_000;

/// Words that indicate a role, grouped by what they indicate. A sentence has a cue if it contains one of its words.
const CUES: [&str; 16] = [
    "we our us authors",
    "paper article work study survey thesis chapter report research",
    "however but unfortunately although despite yet while though nevertheless",
    "propose proposes proposed introduce introduces introduced present presents presented develop develops developed describe describes described",
    "show shows showed shown demonstrate demonstrates demonstrated find found reveal revealed indicate indicated suggest suggests suggested results result findings conclude concluded",
    "outperform outperforms outperformed achieve achieves achieved improve improves improved better superior accuracy significantly effective state",
    "experiments experimental experiment evaluate evaluated evaluation simulation simulations dataset datasets benchmark benchmarks",
    "aim aims goal objective purpose investigate examine explore address study seek focus focuses",
    "use used using uses based apply applied employ employed adopt consists trained algorithm method approach",
    "problem challenge challenging difficult lack limited need important existing traditional recent recently years widely many often become increasing",
    "rights reserved elsevier copyright ieee published publication http www wiley springer available acm permission license doi",
    "was were had",
    "is are has have",
    "can could may might should will would must",
    "been",
    "implications future discussed discuss discusses conclusion finally",
];

/// The words of [`CUES`] by their hashes, ascending, each with one bit for each of its cues.
static CUES_OF: LazyLock<Vec<(u64, u32)>> = LazyLock::new(|| {
    let mut found = BTreeMap::new();
    for (cue, words) in CUES.iter().enumerate() {
        for word in words.split(' ') {
            *found.entry(hash_of(word)).or_insert(0) |= 1 << cue;
        }
    }
    found.into_iter().collect()
});

/// Returns the cues of a word with this hash, one bit per cue.
fn cues_of(word: u64) -> u32 {
    let place = CUES_OF.binary_search_by_key(&word, |(hash, _)| *hash);
    place.ok().and_then(|place| CUES_OF.get(place)).map_or(0, |(_, cues)| *cues)
}

/// One word, number or sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// The hash of the word in lower case. All numbers have the same.
    pub hash: u64,
    /// The hash of the first five letters of a longer word: roughly its stem.
    pub prefix: Option<u64>,
    /// The hash of the last three letters of a word of at least five: tense and part of speech.
    pub suffix: Option<u64>,
    /// True for words and numbers, false for signs.
    pub is_word: bool,
}

/// The properties of a sentence from which features are computed.
#[derive(Debug, Clone, Default)]
pub struct Sentence {
    /// Words, numbers and signs in order.
    pub words: Vec<Word>,
    /// The cues that occur, one bit per cue.
    pub cues: u32,
    /// The kind of the first character.
    pub first: u64,
    /// The kind of the last character.
    pub last: u64,
    /// The number of words with at least two capitals, such as acronyms and names of systems; at most 3.
    pub names: usize,
}

/// Mixes a value into a hash.
pub(super) const fn mix(hash: u64, value: u64) -> u64 {
    (hash.rotate_left(23) ^ value).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// Returns the hash of some letters.
fn hash(letters: impl Iterator<Item = char>) -> u64 {
    letters.fold(0xCBF2_9CE4_8422_2325, |hash, letter| mix(hash, u64::from(letter)))
}

/// Returns the hash of a word in lower case.
pub(super) fn hash_of(word: &str) -> u64 {
    hash(word.chars())
}

impl Word {
    fn of(text: &str) -> Self {
        let length = text.chars().count();
        Self {
            hash: hash_of(text),
            prefix: (length > 5).then(|| hash(text.chars().take(5))),
            suffix: (length > 4).then(|| hash(text.chars().rev().take(3))),
            is_word: text.starts_with(char::is_alphanumeric),
        }
    }
}

/// The kinds of characters, which separate words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Letter,
    Digit,
    Sign,
    Space,
}

fn kind(character: char) -> Kind {
    match character {
        c if c.is_alphabetic() => Kind::Letter,
        c if c.is_numeric() => Kind::Digit,
        c if c.is_whitespace() || c.is_control() => Kind::Space,
        _ => Kind::Sign,
    }
}

impl Sentence {
    /// Reads a sentence.
    pub fn read(text: &str) -> Self {
        let mut sentence = Self { first: edge(text.trim_start().chars().next()), ..Self::default() };
        sentence.last = edge(text.trim_end().chars().next_back());
        let (mut word, mut before) = (String::new(), Kind::Space);
        for character in text.chars().take(MAX_CHARS) {
            let kind = kind(character);
            if kind != before || kind == Kind::Sign {
                sentence.push(&mut word);
            }
            match kind {
                Kind::Letter if character.is_ascii() => word.push(character.to_ascii_lowercase()),
                Kind::Letter => word.extend(character.to_lowercase()),
                Kind::Digit if word.is_empty() => word.push('0'),
                Kind::Sign => word.push(character),
                Kind::Digit | Kind::Space => {}
            }
            before = kind;
        }
        sentence.push(&mut word);
        let capitals = |word: &&str| word.chars().filter(|c| c.is_uppercase()).nth(1).is_some();
        sentence.names = words_of(text).filter(capitals).take(3).count();
        sentence
    }

    fn push(&mut self, word: &mut String) {
        if !word.is_empty() {
            let read = Word::of(word);
            self.cues |= cues_of(read.hash);
            self.words.push(read);
            word.clear();
        }
    }
}

fn edge(character: Option<char>) -> u64 {
    match character {
        None => 0,
        Some('.') => 1,
        Some(c) if c.is_uppercase() => 2,
        Some(c) if c.is_alphabetic() => 3,
        Some(c) if c.is_numeric() => 4,
        Some(_) => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hashes(text: &str) -> Vec<u64> {
        Sentence::read(text).words.iter().map(|word| word.hash).collect()
    }

    #[test]
    fn words_are_in_lower_case_numbers_alike_and_signs_alone() {
        let expected = ["we", "gain", "0", ".", "0", "%", "(", "top", "-", "0", ")", "."].map(hash_of);
        assert_eq!(hashes("We gain 37.1% (top-5)."), expected);
    }

    #[test]
    fn a_stem_and_an_ending_are_told_of_longer_words_only() {
        let sentence = Sentence::read("outperforming outperformed used");
        let [first, second, short] = sentence.words[..] else { panic!("three words") };
        assert_eq!(first.prefix, second.prefix);
        assert_ne!(first.suffix, second.suffix);
        assert_eq!((short.prefix, short.suffix), (None, None));
    }

    #[test]
    fn cues_edges_and_names_are_seen() {
        let sentence = Sentence::read("However, BERT and LSTMs were slow!");
        assert_ne!(sentence.cues & (1 << 2), 0, "however");
        assert_ne!(sentence.cues & (1 << 11), 0, "were");
        assert_eq!((sentence.first, sentence.last, sentence.names), (2, 5, 2));
    }

    #[test]
    fn any_text_is_read() {
        for odd in
            ["", " ", "\u{0}\u{200b}\u{feff}", "İstanbul ǅ ß ﬁ", "👩‍🔬", "한국어 문장", "a\u{301}\u{301}"]
        {
            Sentence::read(odd);
        }
        assert!(Sentence::read("").words.is_empty());
        assert_eq!(Sentence::read(&"word ".repeat(100_000)).words.len(), MAX_CHARS / 5);
    }
}
