//! Examines the words of a row to decide whether they may be a heading.

use crate::front::is_front_matter;
use crate::headings::{self, is_caseless};

use super::float::{caption, names_float};
use super::hyphen::is_unspaced;
use super::layout::Row;
use super::thresholds::{CAPITALS, WORDS};

/// Returns true for `Abstract`, also in spaced capitals, in other languages or with a remark: `Abstract (opening paragraph)`.
pub(super) fn is_abstract(text: &str) -> bool {
    const NAMES: &[&str] =
        &["abstract", "résumé", "resumen", "resumo", "аннотация", "초록", "국문초록", "摘要", "要旨"];
    let letters: String = text.chars().take_while(|c| *c != '(').filter(|c| c.is_alphabetic()).collect();
    NAMES.contains(&letters.to_lowercase().as_str())
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
        "theorem", "lemma", "proposition", "corollary", "definition", "proof", "remark", "example",
        "assumption", "claim", "conjecture", "observation", "fact", "step", "case", "algorithm", "problem",
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
    let is_long = |word: &str| {
        word.chars().count() >= LONG || word.chars().filter(|c| is_caseless(*c)).nth(1).is_some()
    };
    let long = title.split(|c: char| !c.is_alphabetic()).any(is_long);
    !long || title.ends_with(['.', '。']) || has_signs(title)
}

/// Returns true for text with math symbols or unbalanced brackets.
pub(super) fn has_signs(title: &str) -> bool {
    let count = |sign: char| title.chars().filter(|c| *c == sign).count();
    title.contains(|c: char| "=<>≤≥[]{}|∼±×∈√∑∫→%".contains(c)) || count('(') != count(')')
}

/// Returns true if the text begins with a capital or a digit, as headings do, or in a script without capitals.
pub(super) fn starts(title: &str) -> bool {
    title.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || is_caseless(c))
}

/// Returns true for text in capitals.
pub(super) fn is_capitals(text: &str) -> bool {
    const FEW: usize = 3;
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).collect();
    let upper = letters.iter().filter(|c| c.is_uppercase()).count();
    upper as f64 >= CAPITALS * letters.len() as f64 && letters.len() > FEW
}

/// The maximum length of a heading in a script without blanks between words, in characters.
const CHARACTERS: usize = 30;

/// Returns true for a few words that are neither a sentence nor the label of a figure.
pub(super) fn may_be_heading(row: &Row, title: &str) -> bool {
    let text = row.line.text.as_str();
    let words = title.split_whitespace().count();
    let letters = title.chars().filter(|c| c.is_alphabetic()).count();
    let spoken = title.split(|c: char| !c.is_alphabetic()).any(|word| {
        let caseless = word.chars().filter(|c| is_caseless(*c)).nth(1).is_some();
        word.chars().count() >= 3 && (word.chars().any(char::is_lowercase) || word.chars().count() > 3)
            || caseless
    });
    let unspaced = title.chars().filter(|c| is_unspaced(*c)).count();
    let sentence = text.ends_with(['.', ',', ';', ':']) && words > 3
        || unspaced > 0 && (text.ends_with(['。', '，', '；', '：', '、']) || text.contains('。'));
    let leader = text.contains(". . .") || text.contains("....");
    let address = title.contains('@') || title.contains("://");
    let statement = is_statement(title) && title.contains(|c: char| c.is_ascii_digit());
    (1..=WORDS).contains(&words)
        && unspaced <= CHARACTERS
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
    fn an_abstract_is_named_in_many_languages() {
        for name in [
            "A B S T R A C T",
            "a b s t r a c t",
            "Résumé",
            "Аннотация",
            "초 록",
            "Abstract (opening paragraph)",
        ] {
            assert!(is_abstract(name), "{name}");
        }
        assert!(!is_abstract("Abstract syntax") && !is_abstract("Resume"));
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
