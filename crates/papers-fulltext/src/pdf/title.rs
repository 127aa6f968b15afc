//! Examines the words of a row: whether they may be a heading, and the number before them.

use crate::front::is_front_matter;
use crate::headings;

use super::float::{caption, names_float};
use super::heading::Around;
use super::layout::Row;
use super::look::Look;
use super::thresholds::WORDS;

/// Returns true for `Abstract`, also in spaced capitals.
pub(super) fn is_abstract(text: &str) -> bool {
    let letters: String = text.chars().filter(|c| c.is_alphabetic()).collect();
    letters.eq_ignore_ascii_case("abstract")
}

/// Returns true for the heading of a table of contents.
pub(super) fn is_contents(text: &str) -> bool {
    let lower = text.to_lowercase();
    matches!(lower.as_str(), "contents" | "table of contents" | "list of figures" | "list of tables")
}

/// Returns true for a heading with a known role.
pub(super) fn is_usual(title: &str) -> bool {
    is_abstract(title)
        || headings::is_references(title)
        || headings::opens_appendix(title)
        || !headings::roles(title).is_empty()
}

/// Returns true for the label of a theorem or the like, or of a line of an algorithm, which belongs to the text.
pub(super) fn is_statement(text: &str) -> bool {
    const NAMES: &[&str] = &[
        "theorem",
        "lemma",
        "proposition",
        "corollary",
        "definition",
        "proof",
        "remark",
        "example",
        "assumption",
        "claim",
        "conjecture",
        "observation",
        "fact",
        "step",
        "case",
        "algorithm",
        "problem",
        "property",
    ];
    const WHOLE: &[&str] =
        &["input", "inputs", "output", "outputs", "require", "ensure", "return", "initialize", "where"];
    let lower = text.to_lowercase();
    let first = lower.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    NAMES.contains(&first) || WHOLE.contains(&lower.as_str())
}

/// Returns true for text that is not a heading: only short words, a final dot, math symbols, or unbalanced brackets.
pub(super) fn is_fragment(title: &str) -> bool {
    const LONG: usize = 4;
    let long = title.split(|c: char| !c.is_alphabetic()).any(|word| word.chars().count() >= LONG);
    !long || title.ends_with('.') || has_signs(title)
}

/// Returns true for text with math symbols or unbalanced brackets.
pub(super) fn has_signs(title: &str) -> bool {
    let count = |sign: char| title.chars().filter(|c| *c == sign).count();
    title.contains(|c: char| "=<>≤≥[]{}|∼±×∈√∑∫→%".contains(c)) || count('(') != count(')')
}

/// Returns true if the text begins with a capital or a digit, as headings do.
pub(super) fn starts(title: &str) -> bool {
    title.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
}

/// Returns true for a few words that are neither a sentence nor the label of a figure.
pub(super) fn may_be_heading(row: &Row, title: &str) -> bool {
    let text = row.line.text.as_str();
    let words = title.split_whitespace().count();
    let letters = title.chars().filter(|c| c.is_alphabetic()).count();
    let spoken = title.split(|c: char| !c.is_alphabetic()).any(|word| {
        word.chars().count() >= 3 && (word.chars().any(char::is_lowercase) || word.chars().count() > 3)
    });
    let sentence = text.ends_with(['.', ',', ';', ':']) && words > 3;
    let leader = text.contains(". . .") || text.contains("....");
    let address = title.contains('@') || title.contains("://");
    let statement = is_statement(title) && title.contains(|c: char| c.is_ascii_digit());
    (1..=WORDS).contains(&words)
        && spoken
        && letters * 2 > title.chars().filter(|c| !c.is_whitespace()).count()
        && !(sentence || leader || address || statement || is_front_matter(title) || lists_authors(title))
        && row.line.pieces <= 2
        && caption(text).is_none()
        && !names_float(text)
}

/// Returns true for names with initials, as at the start of a reference: `Futreal, L. Coin, M. Marshall`,
/// `Dobzhansky T, Pavlovsky O.`.
fn lists_authors(title: &str) -> bool {
    let initial = |word: &&str| {
        word.trim_end_matches(',').split_terminator('.').all(|letter| letter.chars().count() == 1)
            && word.ends_with(['.', ','])
    };
    title.contains(", ") && title.split(' ').filter(initial).count() >= 2
}

/// Splits a heading into number and title. A letter without a dot is a number only if the look is that of a heading.
pub(super) fn split_number<'a>(row: &'a Row, look: &Look, around: &Around<'_>) -> (&'a str, &'a str) {
    let text = row.line.text.as_str();
    let title = headings::without_number(text);
    if title.len() < text.len() {
        return text.split_at_checked(text.len() - title.len()).unwrap_or(("", text));
    }
    let Some((number, title)) = text.split_once(' ') else { return ("", text) };
    let letter = number.len() == 1 && number.bytes().all(|b| b.is_ascii_uppercase());
    let numbers = letter && starts(title) && numbers_appendix(number, row, look, around);
    if numbers { (number, title) } else { ("", text) }
}

/// Returns true if a letter may number an appendix. As titles may begin with `A`, among sections without numbers it needs a `B` or
/// the references before it.
fn numbers_appendix(number: &str, row: &Row, look: &Look, around: &Around<'_>) -> bool {
    let usual = around.usual;
    let named = usual.numbered && (look.capitals || usual.heads(row.line.face));
    match number {
        "A" => (look.larger || named) && (usual.numbered || usual.lettered || around.late),
        _ => look.is_strong() || named,
    }
}

/// Returns true for the number of an appendix, `A`, `Appendix B` or `B.2`.
pub(super) fn is_letter(number: &str) -> bool {
    let bare = number.trim().trim_start_matches("Appendix").trim();
    let mut chars = bare.chars();
    let letter = chars.next().is_some_and(|c| c.is_ascii_uppercase());
    letter && chars.next().is_none_or(|c| !c.is_alphanumeric()) && !bare.starts_with(['I', 'V', 'X'])
}

/// Returns true for a heading with a Roman number: `II. METHODS`.
pub(super) fn is_roman(text: &str) -> bool {
    let Some((number, rest)) = text.split_once(". ") else { return false };
    let roman = number.len() >= 2 && number.len() <= 4 && number.bytes().all(|b| b"IVX".contains(&b));
    roman && rest.starts_with(char::is_uppercase) && rest.split_whitespace().count() <= WORDS
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Cold mirrors", false)]
    #[case("d = g(m", true)]
    #[case("Mag.", true)]
    #[case("Wavelength [nm]", true)]
    #[case("nM)", true)]
    fn a_fragment_has_signs_or_no_long_word(#[case] title: &str, #[case] expected: bool) {
        assert_eq!(is_fragment(title), expected, "{title}");
    }

    #[test]
    fn names_with_initials_are_an_entry_of_the_references() {
        assert!(lists_authors("Futreal, L. Coin, M. Marshall, T. Down, R. Wooster"));
        assert!(lists_authors("Paez, P.A. Jänne, J.C. Lee"));
        assert!(lists_authors("Dobzhansky T, Pavlovsky O. An experimental study of interaction between"));
        assert!(!lists_authors("Data, models and methods"));
    }

    #[rstest]
    #[case("Theorem 3", true)]
    #[case("Input", true)]
    #[case("Input features", false)]
    #[case("Examples of use", false)]
    fn labels_of_theorems_and_algorithms_are_known(#[case] text: &str, #[case] expected: bool) {
        assert_eq!(is_statement(text), expected, "{text}");
    }
}
