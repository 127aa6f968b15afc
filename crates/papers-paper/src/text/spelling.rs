//! Measures the difference between a typed word and a known one.

/// The maximum number of characters compared: no known name is longer, and the time grows with the product of both lengths.
const MAX_CHARS: usize = 60;

/// Returns the number of characters to insert, remove, replace or exchange with their neighbor between two words.
pub fn changes(a: &str, b: &str) -> usize {
    let start = |word: &str| word.chars().take(MAX_CHARS).collect::<String>();
    strsim::osa_distance(&start(a), &start(b))
}

/// Returns true if a typed word is probably a known one, misspelled.
pub fn resembles(word: &str, known: &str) -> bool {
    3 * changes(word, known) <= word.chars().count().max(3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_are_longer_than_any_name_are_compared_by_their_beginning() {
        assert_eq!(changes("kitten", "sitting"), 3);
        assert_eq!(changes("lnag", "lang"), 1);
        assert_eq!(changes(&"x".repeat(1_000_000), "lang"), MAX_CHARS);
    }
}
