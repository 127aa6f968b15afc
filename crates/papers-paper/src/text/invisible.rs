//! The invisible characters. Callers decide what to do about them.

/// The characters of [`overrides`], as a class of a regular expression without its brackets.
pub const OVERRIDES: &str = r"\u{202a}-\u{202e}\u{2066}-\u{2069}";

/// Returns true for embeddings, overrides and isolates, which make a line look different from what it contains.
pub const fn overrides(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Returns true for direction marks, which text in right-to-left scripts needs.
pub const fn marks_direction(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}')
}

/// Returns true for joiners and variation selectors, which some scripts and emoji need.
pub const fn joins(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}')
}

/// Returns true for characters that are not visible and may contain a message or change the direction of text: controls, including
/// line breaks, and all of the above.
pub fn is_invisible(c: char) -> bool {
    c.is_control()
        || overrides(c)
        || marks_direction(c)
        || joins(c)
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffc}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::pattern;

    #[test]
    fn the_class_and_the_function_agree() {
        let class = pattern(&format!("^[{OVERRIDES}]$"));
        for c in '\u{2000}'..='\u{2fff}' {
            assert_eq!(class.is_match(&c.to_string()), overrides(c), "{c:?}");
        }
    }

    #[test]
    fn letters_are_seen_and_tags_and_fillers_are_not() {
        assert!("aé한中\u{301} \u{a0}\u{3000}👩".chars().all(|c| !is_invisible(c)));
        assert!(
            "\u{0}\u{85}\u{ad}\u{200b}\u{200d}\u{202e}\u{2069}\u{3164}\u{feff}\u{e0041}"
                .chars()
                .all(is_invisible)
        );
    }
}
