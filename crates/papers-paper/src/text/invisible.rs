//! The invisible characters, and visible ones that look different from what they are. Callers decide what to do about them.

use unicode_normalization::char::is_combining_mark;

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

/// Returns the sign that an invisible operator of a formula stands for. Between digits it must be written: `2⁢30` is not 230.
pub const fn operator(c: char) -> Option<char> {
    Some(match c {
        '\u{2062}' => '×',
        '\u{2063}' => ',',
        '\u{2064}' => '+',
        _ => return None,
    })
}

/// Returns the byte that a variation selector can carry; a row of them can spell a message.
pub fn carried(c: char) -> Option<u8> {
    let code = u32::from(c);
    let byte = match c {
        '\u{fe00}'..='\u{fe0f}' => code - 0xfe00,
        '\u{e0100}'..='\u{e01ef}' => code - 0xe0100 + 16,
        _ => return None,
    };
    u8::try_from(byte).ok()
}

/// The accents on the current letter. No script needs more than a few; a pile of them covers the lines around it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Pile(usize);

impl Pile {
    /// The maximum number of accents on a letter.
    const MOST: usize = 8;

    /// Takes the next character; returns true for an accent that is too many.
    pub fn overflows(&mut self, c: char) -> bool {
        let accent = c >= '\u{300}' && is_combining_mark(c);
        self.0 = if accent { self.0 + 1 } else { 0 };
        self.0 > Self::MOST
    }
}

/// The beginning of an embedding, override or isolate, or the end of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// The character that begins it.
    Begin(char),
    /// The innermost one ends.
    End,
}

/// Returns what a character of [`overrides`] does; `None` for others.
pub const fn turn(c: char) -> Option<Turn> {
    match c {
        '\u{202c}' | '\u{2069}' => Some(Turn::End),
        _ if overrides(c) => Some(Turn::Begin(c)),
        _ => None,
    }
}

/// Returns true if a text is seen in another order than it is stored in, because this character was before it: letters and digits
/// after an override, numbers and words of a left-to-right script after the beginning of a right-to-left part.
pub fn reorders(begin: char, text: &str) -> bool {
    let written = text.chars().filter(|c| c.is_alphanumeric()).count();
    let rightward = text.contains(is_right_to_left);
    match begin {
        '\u{202e}' => written > 1,
        '\u{202d}' => written > 1 && rightward,
        '\u{202b}' | '\u{2067}' => !rightward && text.split_whitespace().nth(1).is_some(),
        _ => false,
    }
}

/// Returns true for letters of the scripts that are written from right to left.
const fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}'
        | '\u{1e800}'..='\u{1efff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::pattern;

    #[test]
    fn controls_that_reorder_a_text_are_recognized() {
        assert!(reorders('\u{202e}', "51.29") && !reorders('\u{202e}', "5"));
        assert!(reorders('\u{202d}', "הערך 5") && !reorders('\u{202d}', "51.29"));
        assert!(
            reorders('\u{2067}', "12 of 15")
                && !reorders('\u{2067}', "הערך 12")
                && !reorders('\u{2068}', "12 of 15")
        );
        assert_eq!(
            ['\u{202c}', '\u{202e}', 'a'].map(turn),
            [Some(Turn::End), Some(Turn::Begin('\u{202e}')), None]
        );
    }

    #[test]
    fn a_letter_has_a_few_accents() {
        let mut pile = Pile::default();
        let kept =
            format!("Z{}a\u{301}", "\u{301}".repeat(3_000)).chars().filter(|c| !pile.overflows(*c)).count();
        assert_eq!(kept, 1 + 8 + 2);
    }

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
