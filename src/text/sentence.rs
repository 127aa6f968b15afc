//! Text → sentences, as scientists write them.

/// Splits text into trimmed, non-empty sentences, in order.
pub fn sentences(text: &str) -> Vec<String> {
    text.split(". ").map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned).collect()
}
