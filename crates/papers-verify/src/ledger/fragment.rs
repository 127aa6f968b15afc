//! Creates the text fragment with which a browser highlights a sentence of a page: `We%20need%20fewer%20steps,more%20than%20Adam`.
//!
//! The paragraph's anchor leads near the sentence. The fragment leads to the sentence itself, even if arXiv has regenerated the
//! page and the anchor has moved. If a browser does not find the words, it uses the anchor.

/// The minimum number of words from the beginning, and the number of words from the end: few, so that the URL is short.
const FIRST: usize = 4;
const LAST: usize = 3;

/// Returns the fragment of a sentence on a page with these sentences, which include it. `None` for a sentence with a formula, which
/// is not text on the page, and for one whose beginning also occurs in another sentence, whatever its length.
pub(crate) fn fragment(sentence: &str, page: &[&str]) -> Option<String> {
    if sentence.contains(['$', '\\']) {
        return None;
    }
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let others = || page.iter().filter(|other| **other != sentence);
    let unique = |begin: &String| !others().any(|other| other.contains(begin.as_str()));
    let begin = |count: usize| words.get(..count).map(|words| words.join(" "));
    let whole = words.len() < FIRST + LAST;
    let counts = if whole { words.len()..=words.len() } else { FIRST..=words.len() - LAST };
    let begin = counts.filter_map(begin).find(unique)?;
    let end = words.get(words.len().saturating_sub(LAST)..).filter(|_| !whole).map(|words| words.join(" "));
    Some(match end {
        Some(end) => format!("{},{}", encoded(&begin), encoded(&end)),
        None => encoded(&begin),
    })
}

/// Encodes text for a URL, without punctuation at its ends, and with the characters escaped that separate the parts of a fragment.
fn encoded(text: &str) -> String {
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    text.bytes().fold(String::new(), |mut out, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(
        "It needs 21.74% fewer steps, and less memory, than Adam.",
        Some("It%20needs%2021.74%25%20fewer,memory%2C%20than%20Adam")
    )]
    #[case("We train well-known models.", Some("We%20train%20well%2Dknown%20models"))]
    #[case("The loss $L$ falls by half in all of the runs.", None)]
    #[case(
        "학습은 모든 실험에서 (예외 없이) 안정적으로 끝까지 이어졌다.",
        Some(
            "%ED%95%99%EC%8A%B5%EC%9D%80%20%EB%AA%A8%EB%93%A0%20%EC%8B%A4%ED%97%98%EC%97%90%EC%84%9C%20%28%EC%98%88%EC%99%B8,%EC%95%88%EC%A0%95%EC%A0%81%EC%9C%BC%EB%A1%9C%20%EB%81%9D%EA%B9%8C%EC%A7%80%20%EC%9D%B4%EC%96%B4%EC%A1%8C%EB%8B%A4"
        )
    )]
    fn a_sentence_without_formulas_has_a_fragment(#[case] sentence: &str, #[case] expected: Option<&str>) {
        assert_eq!(fragment(sentence, &[sentence]).as_deref(), expected);
    }

    #[test]
    fn the_first_words_are_those_of_no_other_sentence() {
        let page = [
            "In this paper we present a lamp that needs no oil.",
            "In this paper we present a clock that needs no key.",
        ];
        let of = |at: usize| fragment(page[at], &page);
        assert_eq!(of(0).as_deref(), Some("In%20this%20paper%20we%20present%20a%20lamp,needs%20no%20oil"));
        // A sentence that is the beginning of another cannot be distinguished from it.
        let page =
            ["We train small models on a single card.", "We train small models on a single card. And so on."];
        assert_eq!(fragment(page[0], &page), None);
    }
}
