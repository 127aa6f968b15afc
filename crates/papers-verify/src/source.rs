//! Paper and document → what can be looked up in them: the values of all figures, and every name in any spelling.

use std::collections::{HashMap, HashSet};

use memchr::memmem;
use unicode_normalization::UnicodeNormalization;

use super::about::Precision;
use super::decimal::Decimal;
use super::digits;
use super::figure::{Figure, figures};
use super::form::Form;
use super::mark;
use super::plain::push_plain;
use super::quantity::{self, Dimension, Quantity, Side};
use super::token::{Kind, Token, is_other, tokens};
use papers_paper::text::sentence;
use papers_paper::{Document, Paper};

/// The source of a digest, ready to be asked.
#[derive(Debug, Default)]
pub(super) struct Source {
    /// Values of figures that are no percentages and no places in a row.
    counts: HashSet<Decimal>,
    /// The numbers of percentages.
    percents: HashSet<Decimal>,
    /// Places in a row: `third`.
    ordinals: HashSet<Decimal>,
    /// Parts of a whole: `half`, `two thirds`, `3/4`.
    parts: HashSet<Decimal>,
    /// Numbers that words such as `both` imply.
    implied: HashSet<Decimal>,
    /// Numbers within names: 19 for `COVID-19`.
    named: HashSet<Decimal>,
    /// What each value measures where it stands: a set of quantities by their bits.
    kinds: HashMap<Decimal, u16>,
    /// Measures in base units.
    measures: HashSet<(Dimension, Decimal)>,
    /// Measures as they are written.
    written: HashSet<(Dimension, Decimal)>,
    /// On which sides each value stands, by the bits below.
    sides: HashMap<Decimal, u8>,
    /// All text.
    text: Squashed,
    /// Words of capitals, in small letters: `ner`, `moe`, `e2e`.
    acronyms: HashSet<String>,
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
            if mark::is_mark(&tokens, &figure) {
                self.ordinals.insert(figure.value);
                continue;
            }
            let values = [Some(figure.value), figure.also];
            for value in values.into_iter().flatten() {
                match figure.form {
                    Form::Percent => self.percents.insert(value),
                    Form::Ordinal => self.ordinals.insert(value),
                    Form::Fraction => self.parts.insert(value),
                    Form::Implied => self.implied.insert(value),
                    Form::Digits | Form::Word => self.counts.insert(value),
                };
                self.measure(value, &tokens, &figure);
            }
            self.parts.extend(figure.also.filter(|part| part.value() < 1.0));
        }
        self.ordinals.extend(tokens.windows(3).filter_map(month));
        if line.contains("order of magnitude") {
            self.counts.insert(Decimal::whole(10));
            *self.kinds.entry(Decimal::whole(10)).or_default() |= Quantity::Factor.bit();
        }
        for token in tokens.iter().filter(|token| token.kind == Kind::Latin) {
            self.counts.extend(sizes(token.text));
            self.name(token.text);
            if token.text.chars().filter(char::is_ascii_uppercase).count() > 1 {
                self.acronyms.extend(token.text.split('-').map(|part| squash(part.trim_end_matches('s'))));
            }
        }
    }

    /// Notes what a figure measures, and on which side of it the truth is.
    fn measure(&mut self, value: Decimal, tokens: &[Token<'_>], figure: &Figure) {
        let quantity = match quantity::quantity(tokens, figure) {
            Quantity::Bare if is_year(tokens, figure) => Quantity::Year,
            quantity => quantity,
        };
        *self.kinds.entry(value).or_default() |= quantity.bit();
        if let Quantity::Measure(unit) = quantity {
            self.written.insert((unit.dimension, value));
            self.measures.extend(unit.base(value).map(|base| (unit.dimension, base)));
        }
        *self.sides.entry(value).or_default() |= bit(quantity::side(tokens, figure));
    }

    /// Collects the numbers within a name: `best-of-32` and `sub-10ms` count, `COVID-19` and `System-1` do not.
    fn name(&mut self, name: &str) {
        if !name.contains('-') || name.starts_with(|c: char| c.is_ascii_digit()) {
            return;
        }
        let count = if name.contains(char::is_uppercase) { Quantity::Name } else { Quantity::Count };
        for part in name.split('-') {
            let letters = part.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
            let unit = quantity::unit(letters);
            if let (true, Some([number])) = (
                letters.is_empty() || unit.is_some(),
                digits::numbers(part).as_deref().map(<&[digits::Number; 1]>::try_from).and_then(Result::ok),
            ) {
                self.named.insert(number.value);
                *self.kinds.entry(number.value).or_default() |= count.bit();
                if let Some(unit) = unit {
                    self.written.insert((unit.dimension, number.value));
                    self.measures.extend(unit.base(number.value).map(|base| (unit.dimension, base)));
                }
            }
        }
    }

    /// True when the source has this figure, as a number, a percentage or a part.
    pub(super) fn has(&self, value: Decimal, form: Form) -> bool {
        let counted = self.counts.contains(&value) || self.named.contains(&value);
        counted
            || match form {
                Form::Percent => {
                    let share = value.shifted(-2);
                    self.percents.contains(&value) || self.counts.contains(&share) || self.has_part(share)
                }
                Form::Ordinal => self.ordinals.contains(&value),
                Form::Fraction => self.parts.contains(&value) || self.has_share(value),
                Form::Word | Form::Implied => self.implied.contains(&value) || self.counted_off(value),
                Form::Digits => {
                    self.percents.contains(&value)
                        || self.percents.contains(&value.shifted(2))
                        || self.has_part(value)
                }
            }
    }

    /// True when the source has this place in a row.
    pub(super) fn has_place(&self, value: Decimal) -> bool {
        self.ordinals.contains(&value)
    }

    /// True when the source has this measure in whatever unit.
    pub(super) fn has_measure(&self, value: Decimal, quantity: Quantity) -> bool {
        let Quantity::Measure(unit) = quantity else { return false };
        unit.base(value).is_some_and(|base| self.measures.contains(&(unit.dimension, base)))
    }

    /// True when the source has this value as such a quantity, or where nothing says what it measures.
    pub(super) fn has_as(&self, value: Decimal, quantity: Quantity) -> bool {
        const BARE: u16 = Quantity::Bare.bit();
        const COUNT: u16 = Quantity::Count.bit();
        const SHARE: u16 = Quantity::Percent.bit() | Quantity::Points.bit();
        const FACTOR: u16 = Quantity::Factor.bit() | Quantity::Repeat.bit();
        let Some(&seen) = self.kinds.get(&value) else { return true };
        let has = |kinds: u16| seen & kinds != 0;
        match quantity {
            Quantity::Percent => {
                let share = value.shifted(-2);
                has(Quantity::Percent.bit())
                    || has(BARE) && !has(Quantity::Factor.bit() | Quantity::Points.bit())
                    || self.kinds.contains_key(&share)
                    || self.has_part(share)
            }
            Quantity::Points => has(SHARE | BARE),
            Quantity::Factor => has(FACTOR) || has(BARE) && !has(SHARE | COUNT),
            Quantity::Measure(unit) => {
                self.has_measure(value, quantity)
                    || has(BARE) && !self.written.contains(&(unit.dimension, value))
            }
            Quantity::Count => has(COUNT | BARE | FACTOR),
            Quantity::Bare | Quantity::Repeat | Quantity::Year | Quantity::Name => true,
        }
    }

    /// True when the source has this value only on the other side: `p > 0.05` for `p < 0.05`.
    pub(super) fn is_turned(&self, value: Decimal, side: Option<Side>) -> bool {
        let other = match side {
            Some(Side::Least) => Side::Most,
            Some(Side::Most) => Side::Least,
            None => return false,
        };
        self.sides.get(&value).is_some_and(|&sides| sides == bit(Some(other)))
    }

    /// True when a part that the source has in words rounds to this share: 0.667 for two thirds.
    fn has_part(&self, share: Decimal) -> bool {
        self.parts.iter().any(|&part| is_rounded(part, share))
    }

    /// True when the source has a percentage or decimal that this part rounds to.
    fn has_share(&self, part: Decimal) -> bool {
        let percents = self.percents.iter().map(|percent| percent.shifted(-2));
        percents.chain(self.counts.iter().copied()).any(|share| is_rounded(part, share))
    }

    /// True when the source counts to this number: first, second, third.
    fn counted_off(&self, value: Decimal) -> bool {
        let number = value.small().filter(|number| (2..=9).contains(number));
        number.is_some_and(|number| (1..=number).all(|place| self.ordinals.contains(&Decimal::whole(place))))
    }

    /// True when a figure of the source may be spoken of like this by who is not more exact.
    pub(super) fn has_about(&self, value: Decimal, form: Form, precision: Precision) -> bool {
        /// What rounds to a part is not farther from it: a half is from 0.475 to 0.525.
        const PART: f64 = 0.1;
        if precision == Precision::Exact {
            return false;
        }
        let claim = value.value();
        let grain = if form == Form::Fraction { PART * claim } else { value.grain() };
        let of = |figures: &HashSet<Decimal>, times: f64| {
            figures.iter().any(|figure| precision.fits(claim, grain, figure.value() * times))
        };
        match form {
            Form::Percent => of(&self.percents, 1.0) || claim < 100.0 && of(&self.parts, 100.0),
            _ => of(&self.counts, 1.0) || claim < 1.0 && of(&self.percents, 0.01),
        }
    }

    /// The first letters of the words of title and abstract; a space for words that terms are not made of.
    pub(super) fn initials(&self) -> &[u8] {
        &self.initials
    }

    /// True when the source has this name, whatever its case and hyphens.
    pub(super) fn names(&self, name: &str) -> bool {
        self.text.names(name)
    }

    /// True when the source has an acronym of these letters.
    pub(super) fn abbreviates(&self, letters: &str) -> bool {
        self.acronyms.contains(&letters.to_lowercase())
    }

    /// True when a word of the source begins like this.
    pub(super) fn begins(&self, stem: &str) -> bool {
        self.text.find(&squash(stem), Ends::Anywhere)
    }

    /// True when the source has a word of this root with one of these endings.
    pub(super) fn inflects(&self, root: &str, endings: &[&str]) -> bool {
        self.text.words(&squash(root)).any(|ending| endings.contains(&ending))
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

/// True when a share is this part, or this part rounded to two digits or more.
fn is_rounded(part: Decimal, share: Decimal) -> bool {
    let grain = share.grain();
    part == share || grain <= 0.01 && (part.value() - share.value()).abs() <= grain / 2.0
}

/// True for four digits that are a year of our time.
fn is_year(tokens: &[Token<'_>], figure: &Figure) -> bool {
    let digits = tokens.get(figure.tokens.start).map_or("", |token| token.text);
    figure.tokens.len() == 1
        && digits.len() == 4
        && digits.starts_with("19") | digits.starts_with("20")
        && digits.bytes().all(|b| b.is_ascii_digit())
}

/// The bit of a side in a set of sides.
const fn bit(side: Option<Side>) -> u8 {
    match side {
        Some(Side::Least) => 1,
        Some(Side::Most) => 2,
        None => 4,
    }
}

/// 10 for `9 October 2025` and `October 9`.
fn month(words: &[Token<'_>]) -> Option<Decimal> {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let [before, month, after] = words else { return None };
    let digits = |token: &Token<'_>| token.text.starts_with(|c: char| c.is_ascii_digit());
    let number = MONTHS.iter().position(|name| *name == month.text)? + 1;
    (digits(before) || digits(after)).then_some(Decimal::whole(number as u64))
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
                push_folded(&mut self.text, c);
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

    /// What follows this root in the words that begin with it.
    fn words<'a>(&'a self, root: &'a str) -> impl Iterator<Item = &'a str> {
        memmem::find_iter(self.text.as_bytes(), root).filter_map(|at| {
            let word = self.starts.binary_search(&at).ok()?;
            let end = self.starts.get(word + 1).copied().unwrap_or(self.text.len());
            self.text.get(at + root.len()..end)
        })
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
    let mut key = String::with_capacity(name.len());
    name.chars().filter(|c| c.is_alphanumeric()).for_each(|c| push_folded(&mut key, c));
    key
}

/// Appends a letter in lower case, a Latin one without its accents: PDFs lose them, and TeX writes them apart.
fn push_folded(out: &mut String, c: char) {
    match c {
        'ø' | 'Ø' => out.push('o'),
        'ł' | 'Ł' => out.push('l'),
        'À'..='ɏ' | 'Ḁ'..='ỿ' => {
            let plain = std::iter::once(c).nfd().next().unwrap_or(c);
            out.extend(plain.to_lowercase());
        }
        _ => out.extend(c.to_lowercase()),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use papers_fulltext as fulltext;

    /// A source that says nothing but this.
    pub(crate) fn source(text: &str) -> Source {
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
