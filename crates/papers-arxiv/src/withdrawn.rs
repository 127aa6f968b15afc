//! Whether a record says that its paper was withdrawn.

use std::sync::LazyLock;

use memchr::memchr2_iter;
use regex::Regex;

use papers_paper::text::pattern;

/// What an author calls what was posted.
const NOUN: &str = "(?:paper|article|manuscript|submission|preprint|pre-print|work|version|note|document|text|thesis|report|letter|eprint|e-print|draft|survey|entry)s?";
/// What may stand between it and the verb.
const BETWEEN: &str = r"(?:\s+(?:has|have|had|is|was|were|are|be|being|been|now|also|hereby|temporarily|administratively|therefore|thus|voluntarily))*";
const VERB: &str = "(?:withdrawn|withdrawed|retracted)";
const DECIDE: &str = r"(?:withdraw|withdrew|withdrawn|retract|retracted)";

/// The words of real comments: "This paper has been withdrawn", "paper withdrawn, because …", "12 pages. Withdrawn due to an
/// error", "We decided to withdraw this paper".
static COMMENT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)\b{NOUN}{BETWEEN}\s+{VERB}\b|\b{VERB}\s+(?:by|due|because|since|as|pending|for|until)\b|(?:^|[.;,:(\[*])\s*{VERB}\s*(?:[.;,)\]!*]|$)|^\W*{VERB}\b|\b(?:authors?|we|i)\b[^.]{{0,60}}\b{DECIDE}\s+(?:the|this|our|my|it)\b"
    ))
});

/// An abstract has to speak of itself, or to say nothing else: papers are written about withdrawals too.
static ABSTRACT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)\b(?:this|the|our|present)\s+(?:arxiv\s+|present\s+)?{NOUN}{BETWEEN}\s+{VERB}\b|^\W*(?:{NOUN}{BETWEEN}\s+)?{VERB}\b[^.]{{0,200}}\.?$|\b{VERB}\s+by\s+(?:the\s+)?(?:authors?|arxiv|submitter)\b|\b(?:authors?|we|i)\s+(?:\w+\s+){{0,4}}{DECIDE}\s+(?:this|the|our)\s+{NOUN}\b"
    ))
});

/// A paper may be withdrawn from a journal or conference and stay on arXiv.
static FROM: LazyLock<Regex> = LazyLock::new(|| pattern(&format!(r"(?i)\b{VERB}\s+from\s+(?:the\s+)?(\w+)")));

/// What being withdrawn from means that the paper is gone.
const GONE: [&str; 5] = ["arxiv", "archive", "publication", "consideration", "this"];

/// True when the comment or the abstract says that the paper was withdrawn.
pub(super) fn is_withdrawn(comment: Option<&str>, summary: &str) -> bool {
    let comment = comment.unwrap_or_default();
    if !says_so(comment) && !says_so(summary) {
        return false;
    }
    let from = |word: &str| GONE.iter().any(|gone| gone.eq_ignore_ascii_case(word));
    let elsewhere =
        FROM.captures(comment).and_then(|found| found.get(1)).is_some_and(|word| !from(word.as_str()));
    !elsewhere && COMMENT.is_match(comment) || ABSTRACT.is_match(summary)
}

/// True for a text with the beginning of one of the verbs; the patterns are long, and few texts have one.
fn says_so(text: &str) -> bool {
    let bytes = text.as_bytes();
    let stands = |word: &[u8], at: usize| {
        bytes.get(at..at + word.len()).is_some_and(|here| here.eq_ignore_ascii_case(word))
    };
    memchr2_iter(b'w', b'W', bytes).any(|at| stands(b"withdr", at))
        || memchr2_iter(b'c', b'C', bytes).any(|at| at >= 5 && stands(b"retract", at - 5))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    proptest::proptest! {
        #[test]
        fn what_says_so_has_one_of_the_verbs(text in "((this|The|our|paper|we|has been|decided to|by|the|authors|this|[.]) |[wW]ithdr[aA]wn |Withdrew |RETRACTED |retract |ſ|x){0,9}") {
            let found = COMMENT.is_match(&text) || ABSTRACT.is_match(&text);
            proptest::prop_assert!(says_so(&text) || !found, "{}", text);
        }
    }

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
    #[case(None, "Withdrawn.", true)]
    #[case(Some("paper withdrawn"), "x", true)]
    #[case(Some("Paper has been withdrawn"), "x", true)]
    #[case(Some("Manuscript withdrawn, because the results are wrong"), "x", true)]
    #[case(Some("This document is withdrawn due to an error"), "x", true)]
    #[case(Some("This paper has been administratively withdrawn"), "x", true)]
    #[case(Some("This paper had been withdrawn"), "x", true)]
    #[case(Some("We decided to withdraw this paper"), "x", true)]
    #[case(Some("6 pages, 3 figures. Withdrawn due to an error"), "x", true)]
    #[case(Some("Withdrawn from ICML 2020"), "x", false)]
    #[case(Some("12 pages; paper withdrawn from a journal and sent to another"), "x", false)]
    #[case(Some("Withdrawn from arXiv by the authors"), "x", true)]
    #[case(Some("A study of retracted papers"), "We look at papers retracted by their authors.", false)]
    fn tells_withdrawn_papers(#[case] comment: Option<&str>, #[case] summary: &str, #[case] expected: bool) {
        assert_eq!(is_withdrawn(comment, summary), expected);
    }
}
