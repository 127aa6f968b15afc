//! Writes text with single spaces and without invisible characters.
//!
//! Removes zero-width characters, bidirectional overrides, controls, variation selectors and tag characters, which can encode a
//! message in invisible letters. All readers of full texts write with [`Text`].

use papers_paper::text::invisible::{Pile, Turn, carried, is_invisible, operator, reorders, turn};

/// The minimum number of invisible characters in a row that are reported; one or two are used in emoji.
const MIN_ROW: usize = 4;
/// The maximum number of embeddings and overrides within each other, as in Unicode's rules.
const MAX_TURNS: usize = 125;
/// The maximum number of reports that are kept.
const MAX_REPORTS: usize = 32;

/// Text that is written with whitespace collapsed and invisible characters removed.
#[derive(Debug, Default, Clone)]
pub(super) struct Text {
    out: String,
    /// True if a space goes before the next character.
    space: bool,
    /// The sign that goes between two digits that would become one number.
    between: Option<char>,
    pile: Pile,
    /// The letters encoded by tag characters.
    tagged: String,
    /// The number of invisible characters directly before, and the bytes that they carry.
    row: usize,
    carried: Vec<u8>,
    /// The embeddings and overrides that are open.
    turns: Vec<(char, Mark)>,
    /// The passages to be reported.
    reports: Vec<String>,
}

/// A position in a [`Text`], so that the text after it can be read or removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    length: usize,
    space: bool,
}

impl Text {
    /// Writes text. Any whitespace becomes one space, and none at the start.
    pub(super) fn push(&mut self, text: &str) {
        for (at, word) in text.split(|c: char| c.is_ascii_whitespace()).enumerate() {
            if at > 0 {
                self.space = true;
                self.end_row();
            }
            let Some(first) = word.chars().next() else { continue };
            if word.bytes().all(|byte| byte.is_ascii_graphic()) {
                self.before(first);
                self.out.push_str(word);
            } else {
                word.chars().for_each(|c| self.character(c));
            }
        }
    }

    fn character(&mut self, c: char) {
        if c.is_whitespace() {
            self.space = true;
            self.end_row();
        } else if let Some(turn) = turn(c) {
            self.turn(turn);
        } else if let Some(letter) = tag_letter(c) {
            self.tagged.push(letter);
        } else if is_invisible(c) {
            self.between = self.between.or(operator(c));
            self.row += usize::from(!c.is_control());
            self.carried.extend(carried(c));
        } else if !self.pile.overflows(c) {
            self.before(c);
            self.out.push(c);
        }
    }

    /// Writes a formula unchanged, after the pending space.
    pub(super) fn verbatim(&mut self, text: &str) {
        self.before('$');
        self.out.push_str(text);
    }

    /// Adds a space before the next text.
    pub(super) fn space(&mut self) {
        self.space = true;
    }

    /// Adds a space before the next text if digits would meet, as after the index in `log<sub>2</sub>3`.
    pub(super) fn part_digits(&mut self) {
        self.between = Some(' ');
    }

    /// Writes what goes before the next character.
    fn before(&mut self, next: char) {
        let between = self.between.take().filter(|_| next.is_ascii_digit());
        self.end_row();
        if self.space {
            if !self.out.is_empty() {
                self.out.push(' ');
            }
        } else if self.out.ends_with(|c: char| c.is_ascii_digit()) {
            self.out.extend(between);
        }
        self.space = false;
    }

    /// Reports a row of invisible characters, with the letters that they carry.
    fn end_row(&mut self) {
        let row = std::mem::take(&mut self.row);
        if row == 0 {
            return;
        }
        let carried = std::mem::take(&mut self.carried);
        if row < MIN_ROW {
            return;
        }
        let letters: String =
            carried.iter().map(|byte| char::from(*byte)).filter(|c| matches!(c, ' '..='~')).collect();
        let spells = letters.len() >= MIN_ROW && 2 * letters.len() > carried.len();
        self.report(if spells { letters } else { format!("{row} invisible characters") });
    }

    /// Keeps a passage to be reported.
    fn report(&mut self, passage: String) {
        if self.reports.len() < MAX_REPORTS {
            self.reports.push(passage);
        }
    }

    /// Begins or ends an embedding or override. Text that it shows in another order is reported, and its place is marked as unknown.
    fn turn(&mut self, turn: Turn) {
        match turn {
            Turn::Begin(begin) if self.turns.len() < MAX_TURNS => self.turns.push((begin, self.mark())),
            Turn::Begin(_) => {}
            Turn::End => {
                let Some((begin, mark)) = self.turns.pop() else { return };
                let turned = self.since(mark).trim();
                if reorders(begin, turned) {
                    self.report(turned.to_owned());
                    self.rewind(mark);
                    self.before(char::REPLACEMENT_CHARACTER);
                    self.out.push(char::REPLACEMENT_CHARACTER);
                }
            }
        }
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
    pub(super) fn until(&self, mark: Mark) -> &str {
        self.out.get(..mark.length).unwrap_or(&self.out)
    }

    /// Returns the character directly before a mark; `None` if a space is there.
    pub(super) fn last_before(&self, mark: Mark) -> Option<char> {
        self.until(mark).chars().next_back().filter(|c| !mark.space && !c.is_whitespace())
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

    /// Returns true if nothing was written.
    pub(super) fn is_empty(&self) -> bool {
        self.out.is_empty()
    }

    /// Returns the text, and leaves this one empty.
    pub(super) fn take(&mut self) -> String {
        while !self.turns.is_empty() {
            self.turn(Turn::End);
        }
        self.end_row();
        self.between = None;
        self.space = false;
        std::mem::take(&mut self.out)
    }

    /// Returns the letters that tag characters encoded since the last call.
    pub(super) fn take_tagged(&mut self) -> String {
        std::mem::take(&mut self.tagged)
    }

    /// Returns what else is to be reported since the last call: text in another order, and rows of invisible characters.
    pub(super) fn take_reports(&mut self) -> Vec<String> {
        std::mem::take(&mut self.reports)
    }
}

/// Returns the ASCII character encoded by a tag character (U+E0020 to U+E007E).
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
    fn invisible_text_never_gets_through() {
        let hostile = "ig\u{200B}no\u{200E}re\u{AD} \u{FEFF}me\u{0}\u{7}\u{FE0F}\u{2066}";
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

    fn read(text: &str) -> (String, Vec<String>) {
        let mut out = Text::default();
        out.push(text);
        (out.take(), out.take_reports())
    }

    #[test]
    fn text_that_is_seen_in_another_order_is_told_and_not_read() {
        for text in ["of \u{202e}51.29\u{202c} percent", "of \u{2067}\u{202e}51.29\u{202c}\u{2069} percent"] {
            let (text, reports) = read(text);
            assert_eq!(
                (text.as_str(), reports.first().map(String::as_str)),
                ("of \u{fffd} percent", Some("51.29"))
            );
        }
        assert_eq!(read("to \u{202e}its end").0, "to \u{fffd}");
        for seen in [
            "a \u{2068}name\u{2069} b",
            "a \u{202a}51 of 92\u{202c} b",
            "\u{202b}הערך 12\u{202c} b",
            "a\u{202c} b",
        ] {
            let (text, reports) = read(seen);
            assert_eq!((text.matches(char::REPLACEMENT_CHARACTER).count(), reports.len()), (0, 0), "{text}");
        }
    }

    #[test]
    fn rows_of_invisible_characters_are_told() {
        let selectors: String =
            "praise".chars().filter_map(|c| char::from_u32(0xE_0100 - 16 + u32::from(c))).collect();
        assert_eq!(read(&format!("A{selectors} b")), ("A b".into(), vec!["praise".into()]));
        for hidden in [
            "\u{fe00}\u{fe05}".repeat(30),
            "\u{3164}\u{115f}\u{1160}\u{ffa0}".into(),
            "\u{200b}\u{200d}".repeat(20),
        ] {
            let (text, reports) = read(&format!("A{hidden} b"));
            assert_eq!((text.as_str(), reports.len()), ("A b", 1), "{reports:?}");
        }
        assert_eq!(read("❤\u{fe0f} 👩\u{200d}🔬 pre\u{ad}vious").1, Vec::<String>::new());
    }

    #[test]
    fn an_invisible_operator_is_written_between_digits() {
        assert_eq!(
            clean("2\u{2062}30 x f\u{2061}(x) 7\u{2064}3 a\u{2062}3 2 \u{2062}3"),
            "2×30 x f(x) 7+3 a3 2 3"
        );
    }

    #[test]
    fn a_pile_of_accents_is_cut() {
        assert!(clean(&format!("Z{}ebra e\u{301}\u{302}", "\u{301}".repeat(3_000))).len() < 40);
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
