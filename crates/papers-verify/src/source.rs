//! Indexes the lines of a source: the values of all numbers and their places, and all names in any spelling.

mod dates;
mod initials;
pub(crate) mod lines;
pub(crate) mod occurrence;
mod values;

use std::cell::OnceCell;
use std::ops::{Deref, Range};

use crate::number::months;
use crate::source::initials::Initials;
use crate::source::lines::{Body, Line, Piece, is_scale};
use crate::source::occurrence::Occurrence;
use crate::source::values::Values;
pub(crate) use crate::source::values::tally;
use crate::text::plain::push_plain;
use crate::text::squash::{Ends, Squashed, exact, has_exactly, squash};
use crate::text::words;
use papers_paper::Paper;

/// The source of a digest, indexed for searching. Its [`Values`] are computed on first use, because sentences that are quoted
/// verbatim do not need them.
#[derive(Debug, Default)]
pub(crate) struct Source {
    /// All text.
    text: Squashed,
    /// The plain text of all lines, and the end of each.
    plain: String,
    ends: Vec<usize>,
    /// The ranges of the lines, or of parts of lines, in the plain text.
    spots: Vec<(Range<usize>, Occurrence)>,
    values: OnceCell<Values>,
    /// The plain text in the form in which quotations are compared.
    exact: OnceCell<String>,
    /// Title and abstract, in which terms are spelled out, and the initials of their words.
    head: String,
    initials: OnceCell<Initials>,
}

impl Deref for Source {
    type Target = Values;

    fn deref(&self) -> &Values {
        let place =
            |(range, spot): &(Range<usize>, Occurrence)| Some((self.plain.get(range.clone())?, *spot));
        self.values.get_or_init(|| Values::new(self.spots.iter().filter_map(place)))
    }
}

impl Source {
    /// Reads all lines of a source.
    pub(crate) fn new(paper: &Paper, lines: &[Line<'_>]) -> Self {
        let head = format!("{} . {}", paper.title, paper.abstract_text);
        let mut source = Self { head, ..Self::default() };
        for (at, line) in lines.iter().enumerate() {
            match &line.body {
                Body::Text(text) => source.line(text, Occurrence::of_line(at)),
                Body::Columns(headings) => {
                    headings.iter().for_each(|heading| source.line(heading, Occurrence::of_line(at)));
                }
                Body::Row(pieces) => pieces.iter().for_each(|piece| source.cell(piece, at)),
            }
            source.plain.push('\n');
            source.ends.push(source.plain.len());
        }
        source
    }

    /// Reads a line, or the part of one at this place.
    fn line(&mut self, text: &str, spot: Occurrence) {
        let start = self.plain.len();
        push_plain(&mut self.plain, text);
        self.text.push(self.plain.get(start..).unwrap_or_default());
        self.spots.push((start..self.plain.len(), spot));
        self.plain.push(' ');
    }

    /// Reads a cell. A number without unit has that of its column heading; with a scale, it is also read as it stands.
    fn cell(&mut self, piece: &Piece<'_>, line: usize) {
        let spot = Occurrence::of_cell(line, piece.column);
        let unit = piece.unit.filter(|_| piece.text.ends_with(|c: char| c.is_ascii_digit()));
        if let Some(unit) = unit {
            let times = if unit.starts_with("10") { "×" } else { "" };
            self.line(&format!("{} {times}{unit}", piece.text), spot);
        }
        if unit.is_none_or(is_scale) {
            self.line(piece.text, spot);
        }
    }

    /// Returns the plain text of each line.
    pub(crate) fn plain_lines(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| self.plain.get(start..end).unwrap_or_default())
    }

    /// Returns the plain text of one line.
    pub(crate) fn plain_line(&self, line: u32) -> &str {
        let line = line as usize;
        let start = line.checked_sub(1).and_then(|line| self.ends.get(line)).copied().unwrap_or_default();
        self.ends.get(line).and_then(|&end| self.plain.get(start..end)).unwrap_or_default()
    }

    /// Returns true if words of the title or abstract have these initials.
    pub(crate) fn spells_out(&self, letters: &str) -> bool {
        self.initials.get_or_init(|| Initials::new(&self.head)).have(letters)
    }

    /// Returns true if consecutive words begin with these parts: `low-rank adaptation` with `lo`, `r`, `a`.
    pub(crate) fn begins_words(&self, parts: &[String]) -> bool {
        let words: Vec<&str> = self.words().collect();
        let begins = |(word, part): (&&str, &String)| {
            word.get(..part.len()).is_some_and(|head| head.eq_ignore_ascii_case(part))
        };
        words.windows(parts.len().max(1)).any(|window| window.iter().zip(parts).all(begins))
    }

    /// Returns true if consecutive words anywhere have these initials, and one of them has one of these stems.
    pub(crate) fn spells_out_anywhere(&self, letters: &str, stems: &[u64]) -> bool {
        let words: Vec<&str> = self.words().collect();
        let fits = |(word, letter): (&&str, char)| {
            word.starts_with(|c: char| c.eq_ignore_ascii_case(&letter)) && word.len() > 1
        };
        words.windows(letters.len().max(1)).any(|window| {
            window.iter().zip(letters.chars()).all(fits)
                && window.iter().any(|word| stems.contains(&words::stem(word)))
        })
    }

    /// Returns true if the source has this name, whatever its case and hyphens.
    pub(crate) fn names(&self, name: &str) -> bool {
        self.text.names(name)
    }

    /// Returns true if the source has this word in the same letters, and not only in others of the same case-folded form.
    pub(crate) fn writes(&self, word: &str) -> bool {
        self.words().any(|one| one.trim_end_matches(|c: char| c.is_ascii_digit()) == word)
    }

    /// Returns the words of the source as written.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
    }

    /// Returns true if the source has this text.
    pub(crate) fn has_text(&self, text: &str) -> bool {
        self.plain.contains(text)
    }

    /// Returns true for the name of a month whose number the source has, as in `2014-05-01`.
    pub(crate) fn has_month(&self, name: &str) -> bool {
        months::named(name).is_some_and(|month| !self.lacks_month(month))
    }

    /// Returns true if a word of the source begins like this.
    pub(crate) fn begins(&self, stem: &str) -> bool {
        self.text.find(&squash(stem), Ends::Anywhere)
    }

    /// Returns true if the source has a word with this root and one of these endings.
    pub(crate) fn inflects(&self, root: &str, endings: &[&str]) -> bool {
        self.text.words(&squash(root)).any(|ending| endings.contains(&ending))
    }

    /// Returns true if the source has this name with a number attached: `InternVL3.5`, `YOLOv8`.
    pub(crate) fn has_version(&self, name: &str) -> bool {
        let number = |ending: &str| {
            ending.strip_prefix('v').unwrap_or(ending).starts_with(|c: char| c.is_ascii_digit())
        };
        self.text.words(&squash(name)).any(number)
    }

    /// Returns true if the source contains this text, ignoring spaces and punctuation, but not the marks of numbers.
    pub(crate) fn quotes(&self, sentence: &str) -> bool {
        let key = squash(sentence);
        !key.is_empty()
            && self.text.find(&key, Ends::AtWord)
            && has_exactly(self.exact.get_or_init(|| exact(&self.plain)), &exact(sentence))
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::source::lines::lines;
    use papers_fulltext as fulltext;

    /// Creates a source with only this text.
    pub(crate) fn source(text: &str) -> Source {
        let paper = serde_json::json!({"id": "2510.06590", "title": "", "abstract": text});
        let (paper, document) = (serde_json::from_value(paper).unwrap(), fulltext::plain(""));
        Source::new(&paper, &lines(&paper, &document))
    }

    #[test]
    fn names_end_where_words_end() {
        let source = source("GPT-4o, Qwen-2.5 7B and ImageNets.");
        for name in ["GPT-4o", "gpt4o", "Qwen2.5-7B", "ImageNet", "GPT-4os"] {
            assert!(source.names(name), "{name}");
        }
        for name in ["GPT-4", "PT-4o", "Qwen2.5-7", "Image", "", "-"] {
            assert!(!source.names(name), "{name}");
        }
    }

    #[test]
    fn initials_anywhere_need_a_word_of_the_term() {
        let source = source("We train graph neural networks.");
        let spells = |letters: &str, word: &str| source.spells_out_anywhere(letters, &[words::stem(word)]);
        assert!(spells("GNN", "network"));
        assert!(!spells("GNN", "function"));
        assert!(!spells("GNF", "network"));
    }

    #[test]
    fn a_quotation_may_differ_in_signs_and_spaces() {
        let source = source(r"It runs $3\times$ faster. The end.");
        assert!(source.quotes("it runs 3 × faster"));
        assert!(!source.quotes("it runs 4 × faster"));
        assert!(!source.quotes("t runs"));
    }

    #[test]
    fn a_quotation_has_the_numbers_of_its_source() {
        let source = source(
            "It is 3.5 times faster, at -2 dB and 40% of the cost (p < 0.05). The ratio is 1:8, or 9–10 in all. It costs $5 a day.",
        );
        for quoted in [
            "it is 3.5 times faster",
            "at −2 dB and 40 % of the cost",
            "p < 0.05",
            "or 9-10 in all",
            "The ratio is 1:8",
        ] {
            assert!(source.quotes(quoted), "{quoted}");
        }
        for changed in [
            "it is 35 times faster",
            "5 times faster",
            "it is 3",
            "at 2 dB and 40% of the cost",
            "2 dB and 40% of the cost",
            "at -2 dB and 40 of the cost",
            "p > 0.05",
            "p < 005",
            "the ratio is 18",
            "or 910 in all",
            "it costs €5 a day",
        ] {
            assert!(!source.quotes(changed), "{changed}");
        }
    }
}
