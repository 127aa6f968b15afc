//! Recognizes the fences around code in Markdown.

/// Returns the mark of the fence of code that begins or ends in this line. It may be indented, as in a list.
pub fn fence(line: &str) -> Option<&'static str> {
    ["```", "~~~"].into_iter().find(|mark| line.trim_start().starts_with(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fence_is_known_by_its_mark() {
        assert_eq!(
            ["  ```sh", "~~~~", "``a``", "text ```"].map(fence),
            [Some("```"), Some("~~~"), None, None]
        );
    }
}
