//! Determines from a record whether its paper was withdrawn. Each sentence of a comment is judged separately: a paper that was
//! withdrawn from a conference, or a claim that was withdrawn from a paper, does not count. docs/NETWORK.md has the measurement.

use std::sync::LazyLock;

use regex::Regex;

use papers_paper::text::pattern;

/// Words for a paper.
const NOUN: &str = "(?:paper|article|manuscript|submission|preprint|pre-print|work|version|note|document|text|thesis|report|letter|eprint|e-print|draft|survey|entry|contribution)i?s?";
/// The words that may be between the noun and the verb.
const BETWEEN: &str = r"(?:\s+(?:has|have|had|is|was|were|are|be|bee|being|been|beenbeen|to|must|should|needs?|will|requested|asked|now|also|already|therefore|thus|hence|[a-z]+ly|by the authors?))";
/// The participle, including common misspellings.
const PART: &str = "(?:withdr(?:aw|awn|awed|wan|awan|own|on)|retracted)";
/// Active forms of the verb.
const ACT: &str = "(?:withdr(?:aw|ew|awn|awing)|retract(?:ed|ing)?)";

fn object() -> String {
    format!(r"(?:it\b|this\b|all\b|(?:the|this|our|my|that)\s+(?:[\w-]+\s+){{0,2}}(?:{NOUN}|one)\b)")
}

/// "This paper has been withdrawn", "we decided to withdraw it", "must be withdrawn".
static CERTAIN: LazyLock<Regex> = LazyLock::new(|| {
    let object = object();
    pattern(&format!(
        r"(?i)\b(?:this|the|our|my)\s+(?:[\w-]+\s+){{0,2}}{NOUN}{BETWEEN}*\s+{PART}\b|\b(?:like|want|wish|decided?|request|time|better|kindly|going)\s+(?:you\s+)?(?:to\s+)?(?:kindly\s+)?{ACT}\s+{object}|\b(?:must|should|(?:needs?|requested|asked|has|have)\s+to)\s+be\s+{PART}\b"
    ))
});

/// "Withdrawn due to an error", "paper withdrawn", "we withdraw it": about the paper, unless the sentence names another place
/// before.
static LIKELY: LazyLock<[Regex; 2]> = LazyLock::new(|| {
    let object = object();
    let own = format!(r"(?i)\b{NOUN}{BETWEEN}*\s+{PART}\b");
    let bare = format!(
        r"(?i)\b(?:it|this|which){BETWEEN}+\s+{PART}\b|\b{PART}\s+(?:by|due|because|since|as|pending|for|until|after|owing)\b|(?:^|[,:(\[*])\s*{PART}\s*(?:[,)\]!*:-]|$)|^\W*(?:{PART}|withdrawing|withdrew)\b|\b{ACT}\s+{object}|\b(?:decided?|wish|want|like|request|have|had)\s+to\s+{ACT}\W*$|^\W*withdrawal\s+(?:of|due|because|by|request)\b|{NOUN}\s+withdrawal\b|\breasons?\s+(?:for|of)\s+(?:the\s+|this\s+)?withdrawal\b|\brequest(?:ed|s|ing)?\s+(?:a\s+|the\s+|for\s+)*(?:withdrawal|retraction)\b|\bi have {PART}\b"
    );
    [pattern(&own), pattern(&bare)]
});

/// Places from which a paper, or an earlier version, may have been withdrawn.
static ELSEWHERE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:accepted|acceptance|submitted\s+to|submission\s+to|appeared|appear|published|workshop|conference|journal|proceedings|transactions|symposium|versions?\s+\d|v\d)\b",
    )
});

/// "Withdrawn from a conference".
static FROM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(r"(?i)\b(?:{PART}|{ACT})\s+(?:[\w-]+\s+){{0,3}}?from\s+(?:the\s+|this\s+)?([\w-]+)"))
});

/// Words after "withdrawn from" with which the paper is withdrawn altogether.
const GONE: [&str; 7] = ["arxiv", "archive", "publication", "consideration", "this", "site", "website"];

/// "Withdrawn by the authors after acceptance", "we retract our earlier claim".
static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i){PART}\s+(?:by\s+(?:the\s+)?authors?\s+)?(?:after|following)\s+(?:its\s+|the\s+|a\s+)?(?:acceptance|review|being accepted|\d)|{ACT}\s+(?:the|our|my)\s+(?:[\w-]+\s+){{0,2}}(?:claim|statement|theorem|result|conjecture|assertion|lemma)"
    ))
});

/// Statements of an abstract about its own paper, or about nothing else, because there are papers about withdrawals.
static ABSTRACT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)\b(?:this|the|our|present)\s+(?:arxiv\s+|present\s+)?{NOUN}{BETWEEN}*\s+{PART}\b|^\W*(?:(?:this|the|our)\s+)?(?:{NOUN}{BETWEEN}*\s+)?{PART}\b[^.]{{0,200}}\.?$|\b{PART}\s+by\s+(?:the\s+)?(?:authors?|arxiv|submitter)\b|\b(?:authors?|we|i)\s+(?:\w+\s+){{0,4}}{ACT}\s+(?:this|the|our)\s+{NOUN}\b"
    ))
});

static SENTENCE_END: LazyLock<Regex> = LazyLock::new(|| pattern(r"[.!?]\s+|;|\|\|"));

/// Returns true if the comment or the abstract says that the paper was withdrawn.
pub(super) fn is_withdrawn(comment: Option<&str>, abstract_text: &str) -> bool {
    let comment = comment.filter(|comment| has_verb(comment));
    let in_comment = comment.is_some_and(|comment| SENTENCE_END.split(comment).any(states_withdrawal));
    in_comment
        || has_verb(abstract_text)
            && ABSTRACT.is_match(abstract_text)
            && !SENTENCE_END.split(abstract_text).any(is_from_elsewhere)
}

/// Returns true for a sentence of a comment that says that the paper was withdrawn.
fn states_withdrawal(sentence: &str) -> bool {
    if is_from_elsewhere(sentence) || OTHER.is_match(sentence) {
        return false;
    }
    let alone = |found: regex::Match<'_>| {
        sentence.get(..found.start()).is_some_and(|before| !ELSEWHERE.is_match(before))
    };
    CERTAIN.is_match(sentence) || LIKELY.iter().any(|likely| likely.find_iter(sentence).any(alone))
}

fn is_from_elsewhere(sentence: &str) -> bool {
    let place = FROM.captures(sentence).and_then(|found| found.get(1));
    place.is_some_and(|place| !GONE.iter().any(|gone| gone.eq_ignore_ascii_case(place.as_str())))
}

/// Returns true for a text with the stem of one of the verbs. It avoids the long patterns for most texts.
fn has_verb(text: &str) -> bool {
    let bytes = text.as_bytes();
    let has = |word: &[u8]| bytes.windows(word.len()).any(|here| here.eq_ignore_ascii_case(word));
    may_have_verb(bytes) && (has(b"withdr") || has(b"retract"))
}

/// Returns true for bytes with four letters that are common in the verbs and rare in other words. Many bytes are compared at once.
fn may_have_verb(bytes: &[u8]) -> bool {
    let found = bytes.windows(4).fold(0, |found, here| {
        let &[a, b, c, d] = here else { return found };
        let differs =
            |[e, f, g, h]: [u8; 4]| (a | 0x20) ^ e | (b | 0x20) ^ f | (c | 0x20) ^ g | (d | 0x20) ^ h;
        found | u8::from(differs(*b"thdr") == 0) | u8::from(differs(*b"etra") == 0)
    });
    found != 0
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    proptest::proptest! {
        #[test]
        fn a_statement_of_withdrawal_has_one_of_the_verbs(text in "((this|The|our|paper|we|has been|decided to|by|the|authors|this|[.]) |[wW]ithdr[aA]wn |Withdrew |RETRACTED |retract |ſ|x){0,9}") {
            let found = states_withdrawal(&text) || ABSTRACT.is_match(&text);
            proptest::prop_assert!(has_verb(&text) || !found, "{}", text);
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
    #[case(Some("The paper has beenbeen withdrawn: it is wrong"), "x", true)]
    #[case(Some("This paper is withdrwan due to duplication"), "x", true)]
    #[case(Some("Withdrawing while we fix a flaw"), "x", true)]
    #[case(Some("Another version is there, so this is withdrawn"), "x", true)]
    #[case(Some("The draft should be withdrawn"), "x", true)]
    #[case(Some("The reason for withdrawal is a wrong lemma"), "x", true)]
    #[case(Some("Submitted to a journal. We are withdrawing this version"), "x", true)]
    #[case(Some("Accepted at a workshop, but withdrawn because nobody could travel"), "x", false)]
    #[case(Some("Withdrawn by the authors after acceptance"), "x", false)]
    #[case(Some("Minor changes; we retract our earlier claim that two passes suffice"), "x", false)]
    #[case(Some("Versions 1 and 2 have been retracted due to wrong data"), "x", false)]
    #[case(Some("I had to withdraw the paper from the conference"), "x", false)]
    #[case(Some("A new start for the withdrawn paper of 2012"), "x", false)]
    fn tells_withdrawn_papers(
        #[case] comment: Option<&str>,
        #[case] abstract_text: &str,
        #[case] expected: bool,
    ) {
        assert_eq!(is_withdrawn(comment, abstract_text), expected);
    }
}
