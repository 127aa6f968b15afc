//! Paper and document → what can be looked up in them: the values of all figures, and every name in any spelling.

use std::collections::HashSet;

use memchr::memmem;

use super::decimal::Decimal;
use super::digits;
use super::figure::{Form, figures};
use super::plain::push_plain;
use super::spelled::{self, Spelled};
use super::token::{Kind, Token, is_other, tokens};
use crate::paper::{Document, Paper};
use crate::text::sentence;

/// The source of a digest, ready to be asked.
#[derive(Debug, Default)]
pub(super) struct Source {
    /// Values of figures that are no percentages and no places in a row.
    counts: HashSet<Decimal>,
    /// The numbers of percentages.
    percents: HashSet<Decimal>,
    /// Places in a row: `third`.
    ordinals: HashSet<Decimal>,
    /// All text.
    text: Squashed,
    /// The first letters of the words of title and abstract, where terms are spelled out.
    initials: Vec<u8>,
}

impl Source {
    /// Reads the title and abstract of the record and all text of the document but what the page hides.
    pub(super) fn new(paper: &Paper, document: &Document) -> Self {
        let mut source = Self::default();
        let mut line = String::new();
        source.initials = initials(&format!("{} . {}", paper.title, paper.summary));
        for text in lines(paper, document) {
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
                match figure.form {
                    Form::Percent => self.percents.insert(value),
                    Form::Ordinal => self.ordinals.insert(value),
                    Form::Digits | Form::Word | Form::Implied => self.counts.insert(value),
                };
            }
        }
        self.counts.extend(tokens.windows(2).filter_map(fraction).flatten());
        if line.contains("order of magnitude") {
            self.counts.insert(Decimal::whole(10));
        }
        for token in tokens.iter().filter(|token| token.kind == Kind::Latin) {
            self.counts.extend(sizes(token.text));
        }
    }

    /// True when the source has this figure, as a number, a percentage or a fraction.
    pub(super) fn has(&self, value: Decimal, form: Form) -> bool {
        let written = self.counts.contains(&value) || self.percents.contains(&value);
        written
            || match form {
                Form::Percent => self.counts.contains(&value.shifted(-2)),
                Form::Ordinal => self.ordinals.contains(&value),
                Form::Digits | Form::Word | Form::Implied => {
                    self.percents.contains(&value.shifted(2)) || self.counted_off(value)
                }
            }
    }

    /// True when the source counts to this number: first, second, third.
    fn counted_off(&self, value: Decimal) -> bool {
        let number = value.small().filter(|number| (2..=9).contains(number));
        number.is_some_and(|number| (1..=number).all(|place| self.ordinals.contains(&Decimal::whole(place))))
    }

    /// True when a figure of the source becomes this one by rounding, or by leaving out its last digits.
    pub(super) fn has_about(&self, value: Decimal, form: Form) -> bool {
        /// The next figure of the same length is not this one with its last digits left out.
        const WHOLE: f64 = 1.0 - 1e-6;
        let figures = if form == Form::Percent { &self.percents } else { &self.counts };
        let (about, grain) = (value.value(), value.grain());
        let mut more = figures.iter().map(|figure| figure.value() - about);
        more.any(|more| more.abs() <= grain / 2.0 || (0.0..grain * WHOLE).contains(&more))
    }

    /// The first letters of the words of title and abstract; a space for words that terms are not made of.
    pub(super) fn initials(&self) -> &[u8] {
        &self.initials
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

/// All that a digest may rest on, line by line; what the page hides is no part of it.
fn lines<'a>(paper: &'a Paper, document: &'a Document) -> impl Iterator<Item = &'a str> {
    [paper.title.as_str(), &paper.summary].into_iter().chain(body(document))
}

/// The same, sentence by sentence.
pub(super) fn sentences<'a>(paper: &'a Paper, document: &'a Document) -> impl Iterator<Item = &'a str> {
    let summary = sentence::slices(&paper.summary);
    std::iter::once(paper.title.as_str()).chain(summary).chain(body(document))
}

fn body(document: &Document) -> impl Iterator<Item = &str> {
    let headings = document.sections.iter().map(|section| section.heading.as_str());
    let captions = document.captions.iter().map(|caption| caption.text.as_str());
    let sentences = document.sentences().map(|(_, sentence)| sentence);
    headings.chain(captions).chain(sentences)
}

/// The first letter of every word of a text; a space for small words and signs, so that no acronym reaches over them.
fn initials(text: &str) -> Vec<u8> {
    const SMALL: &str = " a an the of and or to in on for with by from at as is are be we our it its that this which while can ";
    let line = super::plain::plain(text).replace('-', " ").to_lowercase();
    let mut initials = Vec::new();
    for token in tokens(&line) {
        let small = token.kind != Kind::Latin || SMALL.contains(&format!(" {} ", token.text));
        initials.push(token.text.as_bytes().first().copied().filter(|_| !small).unwrap_or(b' '));
    }
    initials
}

/// 1 and 3 for `a third`, 1 and 4 for `a quarter`.
fn fraction(words: &[Token<'_>]) -> Option<[Decimal; 2]> {
    let [count, part] = words else { return None };
    let counted = ["a", "one", "two", "three"].iter().position(|&count_word| count_word == count.text)?;
    let part = match spelled::english(part.text)? {
        Spelled::Ordinal(number) => number,
        Spelled::Quarter => 4,
        _ => return None,
    };
    Some([Decimal::whole(counted.max(1) as u64), Decimal::whole(part)])
}

/// The sizes in a name: 15 million for `Honey-Data-15M`.
fn sizes(name: &str) -> impl Iterator<Item = Decimal> {
    let named = !name.starts_with(|c: char| c.is_ascii_digit());
    let size =
        |part| digits::numbers(part)?.first().filter(|number| number.scale != 0).map(|number| number.value);
    name.split('-').filter(move |_| named).filter_map(size)
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

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::fulltext;

    /// A source that says nothing but this.
    pub(in crate::verify) fn source(text: &str) -> Source {
        let paper = serde_json::json!({"id": "2510.06590", "title": "", "abstract": text});
        Source::new(&serde_json::from_value(paper).unwrap(), &fulltext::plain(""))
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
    fn a_quotation_may_differ_in_signs_and_spaces() {
        let source = source(r"It runs $3\times$ faster. The end.");
        assert!(source.quotes("it runs 3 × faster"));
        assert!(!source.quotes("it runs 4 × faster"));
        assert!(!source.quotes("t runs"));
    }

    #[test]
    fn acronyms_reach_over_no_small_word_or_sign() {
        assert_eq!(source("Spoken language models, and a tiny robot").initials(), b" slm   tr".as_slice());
    }
}
