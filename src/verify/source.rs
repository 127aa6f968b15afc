//! Paper and document → what can be looked up in them: the values of all figures, and every name in any spelling.

use std::collections::HashSet;

use memchr::memmem;

use super::decimal::Decimal;
use super::digits;
use super::figure::{Form, figures};
use super::plain::push_plain;
use super::token::{Kind, Token, is_other, tokens};
use crate::paper::{Document, Paper};

/// The source of a digest, ready to be asked.
#[derive(Debug, Default)]
pub(super) struct Source {
    /// Values of figures, percentages by their number.
    values: HashSet<Decimal>,
    /// The numbers of percentages.
    percents: HashSet<Decimal>,
    /// All text.
    text: Squashed,
    /// Title and abstract, where terms are spelled out.
    pub(super) opening: Squashed,
}

impl Source {
    /// Reads the title and abstract of the record and all text of the document but what the page hides.
    pub(super) fn new(paper: &Paper, document: &Document) -> Self {
        let mut source = Self::default();
        let mut line = String::new();
        for text in [&paper.title, &paper.summary] {
            source.opening.push(&super::plain::plain(text));
        }
        let headings = document.sections.iter().map(|section| section.heading.as_str());
        let captions = document.captions.iter().map(|caption| caption.text.as_str());
        let sentences = document.sentences().map(|(_, sentence)| sentence);
        for text in [paper.title.as_str(), &paper.summary]
            .into_iter()
            .chain(headings)
            .chain(captions)
            .chain(sentences)
        {
            line.clear();
            push_plain(&mut line, text);
            source.text.push(&line);
            source.count(&line);
        }
        source
    }

    /// Collects the figures of a line.
    fn count(&mut self, line: &str) {
        let tokens: Vec<Token<'_>> = tokens(line).collect();
        for figure in figures(&tokens) {
            let values = [Some(figure.value), figure.also];
            for value in values.into_iter().flatten() {
                self.values.insert(value);
                if figure.form == Form::Percent {
                    self.percents.insert(value);
                }
            }
        }
        for token in tokens.iter().filter(|token| token.kind == Kind::Latin) {
            self.values.extend(implied(token.text));
        }
    }

    /// True when the source has this figure, as a number, a percentage or a fraction.
    pub(super) fn has(&self, value: Decimal, form: Form) -> bool {
        self.values.contains(&value)
            || match form {
                Form::Percent => self.values.contains(&value.shifted(-2)),
                _ => self.percents.contains(&value.shifted(2)),
            }
    }

    /// True when a figure of the source becomes this one by rounding, or by leaving out its last digits.
    pub(super) fn has_about(&self, value: Decimal, form: Form) -> bool {
        let figures = if form == Form::Percent { &self.percents } else { &self.values };
        let (about, grain) = (value.value(), value.grain());
        figures
            .iter()
            .map(|figure| figure.value() - about)
            .any(|more| (more.abs() <= grain / 2.0) || (0.0..grain).contains(&more))
    }

    /// True when the source has this name, whatever its case and hyphens.
    pub(super) fn names(&self, name: &str) -> bool {
        self.text.names(name)
    }

    /// True when a word of the source begins like this.
    pub(super) fn begins(&self, stem: &str) -> bool {
        self.text.find(&squash(stem), Ends::Anywhere)
    }

    /// True when the source says this as it stands, spaces and signs aside.
    pub(super) fn quotes(&self, sentence: &str) -> bool {
        let key = squash(sentence);
        !key.is_empty() && self.text.find(&key, Ends::AtWord)
    }
}

/// The values that a name implies: 2 for `2D`, 15 million for `Honey-Data-15M`, 8 for `FP8`.
fn implied(name: &str) -> impl Iterator<Item = Decimal> {
    let part = |part: &str| {
        if let Some(dimensions) = part.strip_suffix(['D', 'd']) {
            return Decimal::parse(dimensions).filter(|_| !dimensions.is_empty());
        }
        let bits = ["FP", "INT", "BF", "fp", "int", "bf"].iter().find_map(|format| part.strip_prefix(format));
        if let Some(bits) = bits {
            return Decimal::parse(bits).filter(|_| !bits.is_empty());
        }
        digits::numbers(part)?.first().filter(|number| number.scale != 0).map(|number| number.value)
    };
    let named = !name.starts_with(|c: char| c.is_ascii_digit()) || name.contains(['D', 'd']);
    name.split('-').filter(move |_| named).filter_map(part)
}

/// Text without spaces and signs, in small letters, that remembers where its words begin.
#[derive(Debug, Default)]
pub(super) struct Squashed {
    text: String,
    /// Offsets of words, ascending.
    starts: Vec<usize>,
}

/// Where a match may end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ends {
    /// At the end of a word.
    AtWord,
    /// Within a word.
    Anywhere,
}

impl Squashed {
    /// Appends a line.
    pub(super) fn push(&mut self, line: &str) {
        let mut before = None;
        for c in line.chars() {
            let kind = c.is_alphanumeric().then(|| is_other(c));
            if kind.is_some() {
                if kind != before {
                    self.starts.push(self.text.len());
                }
                self.text.extend(c.to_lowercase());
            }
            before = kind;
        }
    }

    /// True when the text has this name; a plural is the same name.
    pub(super) fn names(&self, name: &str) -> bool {
        let key = squash(name);
        let singular = key.strip_suffix('s').filter(|singular| singular.len() > 1);
        self.find(&key, Ends::AtWord)
            || singular.is_some_and(|singular| self.find(singular, Ends::AtWord))
            || self.find(&format!("{key}s"), Ends::AtWord)
    }

    /// The first letter of every word, in order.
    pub(super) fn initials(&self) -> Vec<u8> {
        self.starts.iter().filter_map(|&start| self.text.as_bytes().get(start).copied()).collect()
    }

    fn find(&self, key: &str, ends: Ends) -> bool {
        let starts = |at: usize| at == self.text.len() || self.starts.binary_search(&at).is_ok();
        !key.is_empty()
            && memmem::find_iter(self.text.as_bytes(), key)
                .any(|at| starts(at) && (ends == Ends::Anywhere || starts(at + key.len())))
    }
}

/// A name without spaces and signs, in small letters.
fn squash(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
