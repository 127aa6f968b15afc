//! Whether a record says that its paper was withdrawn.

use std::sync::LazyLock;

use regex::Regex;

use papers_paper::text::pattern;

/// The words of real withdrawals: "This paper has been withdrawn by the author", "Withdrawn due to an error", "This
/// submission is withdrawn". A comment that merely begins with the word counts; an abstract has to speak of itself.
static SAYS_SO: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)\b(?:this|the|our)\s+(?:arxiv\s+)?(?:paper|article|manuscript|submission|preprint|work|version|note|eprint|e-print)\s+",
        r"(?:has\s+been|is|was|have\s+been|is\s+being|is\s+now|has\s+now\s+been)\s+(?:temporarily\s+)?(?:withdrawn|retracted)\b",
        r"|\bwithdrawn\s+by\s+(?:the\s+)?(?:authors?|arxiv|submitter)\b",
        r"|\b(?:authors?|we)\s+(?:have\s+|has\s+)?(?:withdrawn?|withdrew|retract(?:ed)?)\s+(?:this|the)\s+(?:paper|article|manuscript|submission|preprint)\b",
    ))
});

/// True when the comment or the abstract says that the paper was withdrawn.
pub(super) fn is_withdrawn(comment: Option<&str>, summary: &str) -> bool {
    let comment = comment.unwrap_or_default();
    let begins = comment.trim_start().to_lowercase();
    begins.starts_with("withdrawn")
        || begins.starts_with("retracted")
        || SAYS_SO.is_match(comment)
        || SAYS_SO.is_match(summary)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(
        Some("This paper has been withdrawn by the author due to a crucial sign error in equation 1"),
        "x",
        true
    )]
    #[case(Some("withdrawn"), "x", true)]
    #[case(Some("Paper withdrawn by the authors"), "x", true)]
    #[case(None, "This paper has been withdrawn.", true)]
    #[case(None, "This submission has been withdrawn by arXiv administrators", true)]
    #[case(None, "We study how much energy is withdrawn from the grid.", false)]
    #[case(Some("12 pages"), "Funds withdrawn by customers are modelled.", false)]
    #[case(None, "We study papers that were withdrawn or retracted.", false)]
    fn tells_withdrawn_papers(#[case] comment: Option<&str>, #[case] summary: &str, #[case] expected: bool) {
        assert_eq!(is_withdrawn(comment, summary), expected);
    }
}
