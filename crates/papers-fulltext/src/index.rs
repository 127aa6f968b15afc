//! Marks indices and exponents in running text, so that they are not read as part of the number or name beside them.
//!
//! The readers of HTML and PDF both use it.

/// Returns true for an index that would continue the number or name before it: `10_3` is not 103, nor `Llama2_65B` a model with 265
/// billion parameters.
pub(super) fn continues_number(before: Option<char>, index: &str) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let mut chars = index.chars();
    digit(before)
        && match chars.next() {
            Some('+' | '-' | '−') => digit(chars.next()),
            first => first == Some('.') || digit(first),
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_would_be_read_as_one_number_is_marked() {
        for index in ["3", "65B", ".5", "-0.3", "1.5"] {
            assert!(continues_number(Some('2'), index), "{index}");
            assert!(!continues_number(Some('O'), index) && !continues_number(None, index), "{index}");
        }
        assert!(!["max", "±0.3", "", "-", "(GiB)"].iter().any(|index| continues_number(Some('2'), index)));
    }
}
