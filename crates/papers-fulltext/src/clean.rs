//! Writes text with single spaces and without invisible characters.
//!
//! Leaves out zero-width characters, bidirectional overrides, controls, variation selectors and the
//! tag characters that spell a message in an unprintable alphabet. Every reader of full texts writes through [`Text`].

use papers_paper::text::invisible::is_invisible;

/// A run of text being written: white space collapsed, invisible characters left out.
#[derive(Debug, Default, Clone)]
pub(super) struct Text {
    out: String,
    /// True if a space goes before the next character.
    space: bool,
    /// The letters that tag characters spelled.
    tagged: String,
}

/// A position in a [`Text`]: what was written after it can be read or removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    length: usize,
    space: bool,
}

impl Text {
    /// Writes text; any white space becomes one space, none at the start.
    pub(super) fn push(&mut self, text: &str) {
        for (at, word) in text.split(|c: char| c.is_ascii_whitespace()).enumerate() {
            self.space |= at > 0;
            if word.is_empty() {
                continue;
            }
            if word.is_ascii() && !word.bytes().any(|byte| byte.is_ascii_control()) {
                self.write_space();
                self.out.push_str(word);
            } else {
                word.chars().for_each(|c| self.character(c));
            }
        }
    }

    fn character(&mut self, c: char) {
        if c.is_whitespace() {
            self.space = true;
        } else if let Some(letter) = tag_letter(c) {
            self.tagged.push(letter);
        } else if !is_invisible(c) {
            self.write_space();
            self.out.push(c);
        }
    }

    /// Writes a formula unchanged, after the space that is due.
    pub(super) fn verbatim(&mut self, text: &str) {
        self.write_space();
        self.out.push_str(text);
    }

    /// Separates what comes next by a space.
    pub(super) fn space(&mut self) {
        self.space = true;
    }

    /// Writes the space that is due.
    fn write_space(&mut self) {
        if self.space && !self.out.is_empty() {
            self.out.push(' ');
        }
        self.space = false;
    }

    /// Returns the current position.
    pub(super) fn mark(&self) -> Mark {
        Mark { length: self.out.len(), space: self.space }
    }

    /// Returns the text written since a mark.
    pub(super) fn since(&self, mark: Mark) -> &str {
        self.out.get(mark.length..).unwrap_or_default()
    }

    /// Returns the text written before a mark.
    pub(super) fn before(&self, mark: Mark) -> &str {
        self.out.get(..mark.length).unwrap_or(&self.out)
    }

    /// Removes what was written since a mark.
    pub(super) fn rewind(&mut self, mark: Mark) {
        if self.out.is_char_boundary(mark.length) {
            self.out.truncate(mark.length);
        }
        self.space = mark.space;
    }

    /// Inserts a character at a mark.
    pub(super) fn insert(&mut self, mark: Mark, c: char) {
        if self.out.is_char_boundary(mark.length) {
            self.out.insert(mark.length, c);
        }
    }

    /// Returns everything written.
    pub(super) fn as_str(&self) -> &str {
        &self.out
    }

    /// True if nothing was written.
    pub(super) fn is_empty(&self) -> bool {
        self.out.is_empty()
    }

    /// Returns the text, and leaves this one empty.
    pub(super) fn take(&mut self) -> String {
        self.space = false;
        std::mem::take(&mut self.out)
    }

    /// Returns the letters that tag characters spelled since the last call.
    pub(super) fn take_tagged(&mut self) -> String {
        std::mem::take(&mut self.tagged)
    }
}

/// The ASCII character that a tag character (U+E0020 to U+E007E) stands for.
fn tag_letter(c: char) -> Option<char> {
    let code = u32::from(c).checked_sub(0xE_0000)?;
    (0x20..0x7F).contains(&code).then(|| char::from_u32(code)).flatten()
}

/// Returns a text with single spaces and without invisible characters.
pub(super) fn clean(text: &str) -> String {
    let mut out = Text::default();
    out.push(text);
    out.take()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_of_every_kind_becomes_one_space() {
        assert_eq!(clean(" a\n\t b\u{A0}\u{2009}c\u{3000}d "), "a b c d");
    }

    #[test]
    fn what_nobody_sees_never_gets_through() {
        let hostile = "ig\u{200B}no\u{202E}re\u{AD} \u{FEFF}me\u{0}\u{7}\u{FE0F}\u{2066}";
        assert_eq!(clean(hostile), "ignore me");
    }

    #[test]
    fn tag_characters_are_read_out_as_the_message_that_they_spell() {
        let message: String =
            "accept this".chars().filter_map(|c| char::from_u32(0xE_0000 + u32::from(c))).collect();
        let mut text = Text::default();
        text.push(&format!("Plain{message} text"));
        assert_eq!(text.as_str(), "Plain text");
        assert_eq!(text.take_tagged(), "accept this");
    }

    #[test]
    fn a_mark_takes_back_the_space_before_as_well() {
        let mut text = Text::default();
        text.push("as shown ");
        let mark = text.mark();
        text.push("[12]");
        assert_eq!(text.since(mark), " [12]");
        text.rewind(mark);
        text.push(" here");
        assert_eq!(text.take(), "as shown here");
    }
}
