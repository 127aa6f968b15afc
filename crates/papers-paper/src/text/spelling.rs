//! Measures how far a typed word is from a known one.

/// The characters of a word that are compared: no name that is known is longer, and the comparison takes time that grows with
/// the product of both lengths.
const MAX_CHARS: usize = 60;

/// Returns the number of characters to insert, remove or replace between two words (Levenshtein).
pub fn changes(a: &str, b: &str) -> usize {
    let start = |word: &str| word.chars().take(MAX_CHARS).collect::<String>();
    strsim::levenshtein(&start(a), &start(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_are_longer_than_any_name_are_compared_by_their_beginning() {
        assert_eq!(changes("kitten", "sitting"), 3);
        assert_eq!(changes(&"x".repeat(1_000_000), "lang"), MAX_CHARS);
    }
}
