//! Recognizes the form of a word: coined, ordinary, a symbol of a formula.

use crate::number::digits;
use crate::number::spelled;

/// Returns true for Latin letters that are not a number in digits, words or Roman numerals.
pub(super) fn can_be_name(text: &str) -> bool {
    let roman = text.len() <= 4 && text.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
    text.chars().count() > 1
        && text.contains(|c: char| c.is_ascii_alphabetic())
        && digits::literals(text).is_none()
        && text.split('-').next().and_then(spelled::english).is_none()
        && !roman
}

/// Returns true for a symbol of a formula: `Σ_t`, `ΔT`, `U_max`, `t_6`, `X^T`.
pub(super) fn is_symbol(text: &str) -> bool {
    const LONGEST: usize = 2;
    let is_matrix = |base: &str| base.len() <= LONGEST && base.bytes().all(|b| b.is_ascii_uppercase());
    if text.strip_suffix("^T").is_some_and(is_matrix) {
        return true;
    }
    let short = |part: &str| part.chars().count() <= LONGEST;
    let greek = |c: char| ('Α'..='ω').contains(&c);
    let letter = |part: &str| part.chars().count() == 1;
    let indexed = |(base, index): (&str, &str)| {
        let figure = short(index) && index.bytes().all(|b| b.is_ascii_digit());
        letter(base) && (figure || index.chars().all(|c| c.is_ascii_lowercase()))
    };
    if text.split_once('_').is_some_and(indexed) || is_raised(text) {
        return true;
    }
    text.starts_with(greek) && short(text)
        || text.contains('_') && text.split('_').all(short) && !text.contains(|c: char| c.is_ascii_digit())
}

/// Returns true for a letter with an index and an exponent, `x_i^K`, and for a Greek one with either: `βi^2`. `D^3` may be a name.
fn is_raised(text: &str) -> bool {
    let Some((base, exponent)) = text.rsplit_once('^') else { return false };
    let (letter, index) = base.split_once('_').unwrap_or((base, ""));
    let greek = letter.starts_with(|c: char| !c.is_ascii());
    let short = |part: &str, most: usize| part.chars().count() <= most;
    (greek || !index.is_empty())
        && short(letter, 2)
        && short(index, 3)
        && short(exponent.trim_start_matches('-'), 1)
}

/// Returns true for a word with a digit or an inner capital.
pub(super) fn is_coined(name: &str) -> bool {
    name.contains(|c: char| c.is_ascii_digit()) || name.chars().skip(1).any(char::is_uppercase)
}

/// Returns true for a word without capitals after its first letter.
pub(super) fn is_ordinary(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_alphabetic) && word.chars().skip(1).all(char::is_lowercase)
}

/// Returns true for capitals that are also a common word, which any source has: `IS`.
pub(super) fn is_common_word(name: &str) -> bool {
    const WORDS: &str = " AM AN AND ANY ARE AS AT BE BUT BY CAN DO FOR HAS HE HOW IF IN IS IT ITS MAY NO NOT OF ON OR OUR SO THE TO UP WAS WE WHO ";
    name.bytes().all(|byte| byte.is_ascii_uppercase()) && WORDS.contains(&format!(" {name} "))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    #[rstest]
    #[case("Σ_t", true)]
    #[case("ΔT", true)]
    #[case("U_max", true)]
    #[case("t_6", true)]
    #[case("X^T", true)]
    #[case("UU^T", true)]
    #[case("x_i^K", true)]
    #[case("βi^2", true)]
    #[case("D^3", false)]
    #[case("D^3QE", false)]
    #[case("GPT_4", false)]
    fn symbols_of_formulas_are_told_from_names(#[case] text: &str, #[case] expected: bool) {
        assert_eq!(is_symbol(text), expected);
    }

    #[rstest]
    #[case("LoRA", true)]
    #[case("IV", false)]
    #[case("12", false)]
    #[case("twenty-one", false)]
    #[case("x", false)]
    fn numbers_and_letters_are_no_names(#[case] text: &str, #[case] expected: bool) {
        assert_eq!(can_be_name(text), expected);
    }
}
