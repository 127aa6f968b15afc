//! Finds citations in text without markup, such as that of a PDF, by their form and context.
//!
//! `[12]` is a citation if the reference list has that number, unless it is an interval, an index or the noun of its sentence.
//! `(Smith et al., 2020)` in brackets of its own always is one. `(Fig. 3)` and `[PRL 86, 3316 (2001)]` are removed in the same way
//! where a sentence is quoted.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use regex::{Match, Regex};

use super::{DROPPED, KEPT, is_needed, tidy};
use crate::text::pattern;

/// The minimum length of a word before a citation. A shorter one may be the name of an array: `x[3]`.
const MIN_WORD: usize = 3;

/// Numbers in square brackets, possibly with a place in the last reference: `[3, 5–7]`, `[4, Thm. 2]`.
static NUMBERS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"\[\s*(\d{1,3}(?:\s*(?:,|;|–|-|—)\s*\d{1,3})*)",
        r"(?:,\s*(?:Thm|Theorem|Lemma|Prop|Proposition|Cor|Corollary|Def|Sec|Section|Ch|Chap|Chapter|pp?|Pag|page|Fig|Table|Eqs?)\b[^\[\]]{0,24})?\s*\]"
    ))
});

/// Words before two numbers that are not references.
static PAIR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:intervals?|range[sd]?|segments?|domains?|box|cube|matrix|vector|array|list|sequence|tuple|over|within|set|lies|values?)\s*$",
    )
});

/// Signs before and after a part of a formula.
const SIGNS: [char; 15] = ['=', '∈', '⊂', '⊆', '×', '∪', '→', '<', '>', '≤', '≥', '+', '^', '_', '∼'];

/// Authors and year in brackets of their own, or several of them separated by semicolons.
static AUTHORS: LazyLock<Regex> = LazyLock::new(|| {
    const NAME: &str = r"(?:(?:van|von|de|der|den|la|le|di|da|del) )*\p{Lu}[\p{L}'’.-]*";
    const YEAR: &str = r"\(?(?:19|20)\d\d[a-z]?\)?(?:, ?(?:[a-z]\b|(?:19|20)\d\d[a-z]?))*";
    let one = format!(r"{NAME}(?:(?:,? (?:and|&)|,)? {NAME})*(?:,? et al\.?,?|,| (?:and|&) {NAME}) {YEAR}");
    pattern(&format!(
        r"[(\[](?:(?:see|see also|e\.g\.|i\.e\.|cf\.|for example),? )?{one}(?:[;,] ?{one})*[)\]]"
    ))
});

/// Words that name a place of the paper.
const PLACES: [&str; 18] = [
    "fig", "figs", "figure", "figures", "table", "tables", "tab", "section", "sections", "sec", "eq", "eqs",
    "equation", "appendix", "supplementary", "supplemental", "supplement", "suppl",
];

/// Words that name a place only with a number: `S1 Text`, `Movie 2`, but not "(text and video)".
const NUMBERED: [&str; 10] =
    ["panel", "panels", "movie", "video", "file", "text", "dataset", "box", "chapter", "algorithm"];

/// Words around the name of a place.
const AROUND: [&str; 22] = [
    "see", "also", "and", "or", "to", "in", "of", "the", "e", "g", "i", "cf", "shown", "extended", "data",
    "left", "right", "top", "bottom", "material", "information", "online",
];

/// The maximum length of the number of a place: `12`, `4A`, `S10`, `VIII`.
const MAX_LABEL: usize = 4;

/// Removes citations by number. `most` is the largest number of the reference list.
pub fn without_numbers(text: &str, most: u32) -> Cow<'_, str> {
    let is_citation = |found: &Match<'_>| {
        let listed = numbers(found.as_str()).all(|number| (1..=most).contains(&number));
        listed && !is_interval(text, *found) && !is_index(text, *found)
    };
    without(text, NUMBERS.find_iter(text).filter(is_citation).map(|found| found.range()))
}

/// Removes authors and years in brackets.
pub fn without_authors(text: &str) -> Cow<'_, str> {
    if may_cite(text) {
        without(text, AUTHORS.find_iter(text).map(|found| found.range()))
    } else {
        Cow::Borrowed(text)
    }
}

/// Returns false for most texts without authors and year in brackets: compiling their pattern takes longer than the rest of a digest.
fn may_cite(text: &str) -> bool {
    /// The maximum length of the authors in bytes.
    const LONGEST: usize = 300;
    let marks = [",", " and ", " & ", " et al"];
    text.match_indices(['(', '[']).any(|(at, _)| {
        let inside =
            text.get(at + 1..).filter(|inside| inside.starts_with(char::is_alphabetic)).unwrap_or_default();
        let ends = |c: char| c.is_ascii_digit() || matches!(c, ')' | ']');
        let end = inside.char_indices().take_while(|(at, _)| *at < LONGEST).find(|(_, c)| ends(*c));
        let (authors, year) = inside.split_at(end.map_or(0, |(at, _)| at));
        (year.starts_with("19") || year.starts_with("20")) && marks.iter().any(|mark| authors.contains(mark))
    })
}

/// Removes places of the paper in round brackets (`(Fig. 3)`, `(see Table 2 and Figure 4A)`), and places in journals in square ones
/// (`[J. Fluid Mech. 407, 27 (2000); PRL 86, 3316 (2001)]`), by which abstracts cite.
pub fn without_places(text: &str) -> Cow<'_, str> {
    if !text.contains(['(', '[']) {
        return Cow::Borrowed(text);
    }
    let mut open: Vec<usize> = Vec::new();
    let closed = text.match_indices(['(', ')']).filter_map(|(at, bracket)| {
        if bracket == "(" {
            open.push(at);
            return None;
        }
        let start = open.pop()?;
        open.is_empty().then_some(start..at + 1)
    });
    let places = closed.filter(|range| text.get(range.clone()).is_some_and(is_place));
    let mut parts: Vec<Range<usize>> = places.chain(journals(text)).collect();
    parts.sort_by_key(|part| part.start);
    without(text, parts.into_iter())
}

/// Returns the ranges of square brackets with places in journals or identifiers of preprints.
fn journals(text: &str) -> impl Iterator<Item = Range<usize>> {
    /// The maximum length of such brackets in bytes.
    const LONGEST: usize = 300;
    text.match_indices('[').filter_map(|(start, _)| {
        let inside = text.get(start + 1..)?;
        let end = inside.bytes().take(LONGEST).position(|byte| matches!(byte, b'[' | b']'))?;
        let cited = inside.get(..end).filter(|_| inside.as_bytes().get(end) == Some(&b']'))?;
        let year =
            cited.strip_suffix(')').and_then(|cited| cited.rsplit_once('(')).map_or("", |cited| cited.1);
        let is_year = year.len() == 4 && year.parse::<u32>().is_ok_and(|year| (1900..2100).contains(&year));
        let names = cited.starts_with(char::is_alphabetic) && is_year || cited.starts_with("arXiv:");
        names.then_some(start..start + end + 2)
    })
}

/// Returns true for a text that has only names of places, their numbers, and words around them, and no measurement.
fn is_place(text: &str) -> bool {
    const MEASURING: [char; 8] = ['<', '>', '=', '≤', '≥', '≈', '±', '%'];
    let is = |word: &str, list: &[&str]| list.iter().any(|known| word.eq_ignore_ascii_case(known));
    let words = || text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let numbered = words().any(|word| word.contains(|c: char| c.is_ascii_digit()));
    let names = |word: &str| is(word, &PLACES) || numbered && is(word, &NUMBERED);
    !text.contains(MEASURING)
        && words().any(names)
        && words().all(|word| names(word) || is_label(word) || is(word, &AROUND))
}

/// Returns true for the number of a place.
fn is_label(word: &str) -> bool {
    let roman = || word.chars().all(|c| "IVX".contains(c));
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    word.len() <= MAX_LABEL && (letters <= 1 || letters < word.len() && letters <= 2 || roman())
}

/// Removes these parts of a text, each with the space before it, unless the sentence needs it as a noun.
fn without(text: &str, parts: impl Iterator<Item = Range<usize>>) -> Cow<'_, str> {
    let mut out = String::new();
    let mut end = 0;
    for part in parts {
        if part.start < end {
            continue; // It is within the part before.
        }
        out.push_str(text.get(end..part.start).unwrap_or_default());
        if is_needed(&out) && !is_behind(&out, text.get(part.end..).unwrap_or_default()) {
            out.push_str(text.get(part.clone()).unwrap_or_default());
            out.push(KEPT);
        } else {
            out.push(DROPPED);
        }
        end = part.end;
    }
    if end == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(text.get(end..).unwrap_or_default());
    Cow::Owned(tidy(&out))
}

/// Returns true for a citation between two sentences, which belongs to the first: "It is old. `[3]` They wash".
fn is_behind(before: &str, after: &str) -> bool {
    before.ends_with(". ") && after.starts_with(' ') && after.trim_start().starts_with(char::is_uppercase)
}

/// Returns the numbers of the references, without a place in the last one.
fn numbers(citation: &str) -> impl Iterator<Item = u32> {
    let head = citation.split(char::is_alphabetic).next().unwrap_or_default();
    head.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse().ok())
}

/// Returns true for two numbers after a word or sign that precedes an interval, or before a sign that follows one.
fn is_interval(text: &str, found: Match<'_>) -> bool {
    let before = text.get(..found.start()).unwrap_or_default();
    let after = text.get(found.end()..).unwrap_or_default().trim_start();
    let pair = numbers(found.as_str()).count() > 1 && PAIR.is_match(before);
    pair || before.trim_end().ends_with(SIGNS) || after.starts_with(SIGNS)
}

/// Returns true if brackets directly follow a name of one or two letters, a bracket or a number.
fn is_index(text: &str, found: Match<'_>) -> bool {
    let before = text.get(..found.start()).unwrap_or_default();
    let word: String = before.chars().rev().take_while(|c| c.is_alphanumeric()).collect();
    let touched = before.chars().next_back().is_some_and(|c| !c.is_whitespace());
    let is_word = word.len() >= MIN_WORD && word.chars().all(char::is_alphabetic);
    touched && !is_word && !before.ends_with(['.', ',', ';', '”', '"', '’', '(', ')', DROPPED])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    proptest! {
        #[test]
        fn authors_are_searched_for_wherever_they_may_be(
            text in "[(\\[]?(see |e\\.g\\., |We )?((van |É)?[A-Z]a?(,? et al\\.?,?|,| and B| & B|, C)? ?[(]?(2020|199|1987)?[a)]{0,2}[;,]? ?){1,4}[)\\]]?",
        ) {
            prop_assert!(may_cite(&text) || !AUTHORS.is_match(&text), "{}", text);
        }
    }

    #[test]
    fn brackets_without_authors_are_not_searched() {
        assert!(may_cite("Dust is old (Smith et al. (2020))."));
        for text in [
            "It won in May (ICML 2020).",
            "Two farms (Spain, 300 panels) in 2020 (May).",
            "In (a, b) of 2020.",
        ] {
            assert!(!may_cite(text), "{text}");
        }
    }

    #[rstest]
    #[case("Dust is old [12].", "Dust is old.")]
    #[case("Dust [1, 2, 3, 4, 5], it is said, [6] is old [3, 5–7].", "Dust, it is said, is old.")]
    #[case("Smith et al. [4] clean panels[7] by hand.", "Smith et al. clean panels by hand.")]
    #[case("Dust is old (see e.g. [4], [5]) and dry [8, Thm. 2].", "Dust is old and dry.")]
    #[case("As shown in [11], dust is old.", "As shown in [11], dust is old.")]
    #[case("Brushes were introduced in [3] and [4].", "Brushes were introduced in [3] and [4].")]
    #[case("[5] cleans panels.", "[5] cleans panels.")]
    #[case("Dust is old. [5] It stays. [6] cleans it.", "Dust is old. It stays. [6] cleans it.")]
    #[case("It lies in [1, 2] always.", "It lies in [1, 2] always.")]
    #[case("The unit interval [0, 1] is closed.", "The unit interval [0, 1] is closed.")]
    #[case(
        "The values [1, 3] of x[2] and A = [1, 2; 3, 4] stay.",
        "The values [1, 3] of x[2] and A = [1, 2; 3, 4] stay."
    )]
    #[case("He said “it are [sic] old” in [2020].", "He said “it are [sic] old” in [2020].")]
    #[case("Weights of [30, 40] stay.", "Weights of [30, 40] stay.")]
    fn citations_by_number_go_and_all_else_stays(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(without_numbers(text, 20), expected);
    }

    #[rstest]
    #[case("Dust is old (Smith et al., 2020).", "Dust is old.")]
    #[case(
        "Dust [Kimmig et al., 2017] is old (see Smith and Jones, 2019a; van der Berg, 2020).",
        "Dust is old."
    )]
    #[case("Smith et al. (2020) clean panels.", "Smith et al. (2020) clean panels.")]
    #[case("As shown by (Smith, 2020), dust is old.", "As shown by (Smith, 2020), dust is old.")]
    #[case("We met in May (ICML 2020).", "We met in May (ICML 2020).")]
    #[case(
        "We use two farms (Spain, 300 panels) in 2020 (May).",
        "We use two farms (Spain, 300 panels) in 2020 (May)."
    )]
    fn authors_and_years_in_brackets_go(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(without_authors(text), expected);
    }

    #[rstest]
    #[case("Washing doubled the output (Fig. 3).", "Washing doubled the output.")]
    #[case(
        "It follows the theory of dust [J. Fluid Mech. 407, 27 (2000); PRL 86, 3316 (2001)].",
        "It follows the theory of dust."
    )]
    #[case(
        "It improves on washing [arXiv:2510.06590] by night (Fig. 3).",
        "It improves on washing by night."
    )]
    #[case(
        "It is by [Smith, Dust 3 (2001)] and in [0, 1] (2001).",
        "It is by [Smith, Dust 3 (2001)] and in [0, 1] (2001)."
    )]
    #[case(
        "Washing (Figure 4C, 4F, and 4G) doubled the output (see S2 Table).",
        "Washing doubled the output."
    )]
    #[case(
        "It rose to 0.25 (95% CI: 0.17–0.36) (Figure 2) in May.",
        "It rose to 0.25 (95% CI: 0.17–0.36) in May."
    )]
    #[case("It rose (Supplementary Fig. S10b; Table IV).", "It rose.")]
    #[case("It rose (p < 0.05, Fig. 3).", "It rose (p < 0.05, Fig. 3).")]
    #[case("As shown in (Fig. 3), it rose.", "As shown in (Fig. 3), it rose.")]
    #[case("It rose (in 2020) and fell (data set A).", "It rose (in 2020) and fell (data set A).")]
    #[case(
        "Both are known (see the text file formats of old).",
        "Both are known (see the text file formats of old)."
    )]
    fn places_in_brackets_go(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(without_places(text), expected);
    }
}
