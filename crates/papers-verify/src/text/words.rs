//! Reduces words to hashed stems, so that `improving` and `improves` are the same word and a source is read only once.

/// Words that are shorter than this or in this list indicate no topic.
const SHORTEST: usize = 3;

const SMALL: &str = " the and for are that with this from have has was were which can our their its these those not but \
                     such been also than into between over both more most other using used use may while when where how \
                     all any each they them then there via by an as at be is it of on or to we in a paper work study ";

/// Returns the stems of the words of a sentence that indicate its topic.
pub(crate) fn stems(sentence: &str) -> impl Iterator<Item = u64> {
    let words = sentence.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| word.len() >= SHORTEST && tells(word)).map(stem)
}

/// Returns the stems of all words of two letters or more.
pub(crate) fn all(line: &str) -> impl Iterator<Item = u64> {
    line.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 1).map(stem)
}

/// Returns false for numbers and for words that occur in any sentence.
pub(crate) fn tells(word: &str) -> bool {
    const LONGEST_SMALL: usize = 7;
    let small = || word.len() <= LONGEST_SMALL && SMALL.contains(&format!(" {} ", word.to_lowercase()));
    !word.starts_with(|c: char| c.is_ascii_digit()) && !small()
}

/// Returns the hash of the first letters of a word in lower case and singular, a simple and fast approximation of its stem.
pub(crate) fn stem(word: &str) -> u64 {
    const LETTERS: usize = 6;
    const SINGULAR: usize = 3;
    let singular = word.strip_suffix(['s', 'S']).filter(|word| word.len() >= SINGULAR).unwrap_or(word);
    let mut hash = Fnv::default();
    if singular.is_ascii() {
        singular.bytes().take(LETTERS).for_each(|byte| hash.add(byte.to_ascii_lowercase()));
    } else {
        for c in singular.chars().take(LETTERS).flat_map(char::to_lowercase) {
            c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| hash.add(byte));
        }
    }
    hash.0
}

/// The Fowler–Noll–Vo hash, which is the same in every run and fast for a few bytes.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    fn add(&mut self, byte: u8) {
        const PRIME: u64 = 0x100_0000_01b3;
        self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(PRIME);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for (one, other) in [("improves", "improving"), ("Models", "model"), ("Ünders", "ünder")] {
            assert_eq!(stem(one), stem(other), "{one}");
        }
        assert_ne!(stem("model"), stem("mode"));
    }

    #[test]
    fn small_words_and_numbers_say_nothing() {
        assert_eq!(stems("The 80GB of it is with Model").collect::<Vec<_>>(), [stem("model")]);
        assert_eq!(all("The model").count(), 2);
    }
}
