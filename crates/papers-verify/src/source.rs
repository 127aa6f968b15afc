//! Lines of a source → what can be looked up in them: the values of all numbers and where they stand, and every name in any
//! spelling.

mod dates;
mod initials;
pub(crate) mod lines;
pub(crate) mod occurrence;

use std::collections::{HashMap, HashSet};

use crate::number::decimal::Decimal;
use crate::number::digits;
use crate::number::form::Form;
use crate::number::mark;
use crate::number::precision::Precision;
use crate::number::quantity::{self, Quantity};
use crate::number::side::{Side, side};
use crate::number::unit::{Dimension, unit};
use crate::number::{Number, numbers};
use crate::source::initials::Initials;
use crate::source::lines::{Body, Line, Piece};
use crate::source::occurrence::{Occurrence, Seen};
use crate::text::plain::push_plain;
use crate::text::squash::{Ends, Squashed, squash};
use crate::text::token::{Kind, Token, tokens};
use papers_paper::Paper;

/// The source of a digest, ready to be asked.
#[derive(Debug, Default)]
pub(crate) struct Source {
    /// Values of numbers that are no percentages and no places in a row.
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
    /// The places of each value, with what it measures there and on which side of it the truth is.
    seen: HashMap<Decimal, Seen>,
    /// The values, as they are written, of each measure in base units.
    measures: HashMap<(Dimension, Decimal), Vec<Decimal>>,
    /// Measures as they are written.
    written: HashSet<(Dimension, Decimal)>,
    /// All text.
    text: Squashed,
    /// Words of capitals, in small letters: `ner`, `moe`, `e2e`.
    acronyms: HashSet<String>,
    /// The first letters of the words of title and abstract, where terms are spelled out.
    initials: Initials,
    /// The plain text of all lines, and where each ends.
    plain: String,
    ends: Vec<usize>,
}

impl Source {
    /// Reads all lines that a digest may rest on.
    pub(crate) fn new(paper: &Paper, lines: &[Line<'_>]) -> Self {
        let mut source = Self {
            initials: Initials::new(&format!("{} . {}", paper.title, paper.summary)),
            ..Self::default()
        };
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

    /// Reads a line, or the part of one that stands at this spot.
    fn line(&mut self, text: &str, spot: Occurrence) {
        let start = self.plain.len();
        push_plain(&mut self.plain, text);
        self.text.push(self.plain.get(start..).unwrap_or_default());
        let plain = std::mem::take(&mut self.plain);
        self.count(plain.get(start..).unwrap_or_default(), spot);
        self.plain = plain;
        self.plain.push(' ');
    }

    /// Reads a cell; a bare number is of the unit that the heading of its column says.
    fn cell(&mut self, piece: &Piece<'_>, line: usize) {
        let spot = Occurrence::of_cell(line, piece.column);
        let bare = piece.text.ends_with(|c: char| c.is_ascii_digit());
        match piece.unit.filter(|_| bare) {
            Some(unit) => self.line(&format!("{} {unit}", piece.text), spot),
            None => self.line(piece.text, spot),
        }
    }

    /// The plain text of each line.
    pub(crate) fn plain_lines(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| self.plain.get(start..end).unwrap_or_default())
    }

    /// The plain text of one line.
    pub(crate) fn plain_line(&self, line: u32) -> &str {
        let line = line as usize;
        let start = line.checked_sub(1).and_then(|line| self.ends.get(line)).copied().unwrap_or_default();
        self.ends.get(line).and_then(|&end| self.plain.get(start..end)).unwrap_or_default()
    }

    /// Collects the numbers of a line.
    fn count(&mut self, line: &str, spot: Occurrence) {
        let tokens: Vec<Token<'_>> = tokens(line).collect();
        let numbers = numbers(&tokens);
        for (at, number) in numbers.iter().enumerate() {
            if mark::is_mark(&tokens, number) {
                self.ordinals.insert(number.value);
                continue;
            }
            self.number(&tokens, number, spot);
            if let Some(end) = numbers.get(at + 1).filter(|next| is_range(&tokens, number, next)) {
                self.see(number.value, quantity::quantity(&tokens, end), spot);
            }
        }
        for month in tokens.windows(3).filter_map(dates::month) {
            self.ordinals.insert(month);
            self.see(month, Quantity::Bare, spot);
        }
        if line.contains("order of magnitude") {
            self.counts.insert(Decimal::whole(10));
            self.see(Decimal::whole(10), Quantity::Factor, spot);
        }
        for token in tokens.iter().filter(|token| token.kind == Kind::Latin) {
            self.counts.extend(sizes(token.text));
            self.name(token.text, spot);
            if token.text.chars().filter(char::is_ascii_uppercase).count() > 1 {
                self.acronyms.extend(token.text.split('-').map(|part| squash(part.trim_end_matches('s'))));
            }
        }
    }

    /// Notes a number, as whatever it may be read.
    fn number(&mut self, tokens: &[Token<'_>], number: &Number, spot: Occurrence) {
        let quantity = match quantity::quantity(tokens, number) {
            Quantity::Bare if dates::is_year(tokens, number) => Quantity::Year,
            quantity => quantity,
        };
        let side = side(tokens, number);
        for value in [Some(number.value), number.also].into_iter().flatten() {
            match number.form {
                Form::Percent => self.percents.insert(value),
                Form::Ordinal => self.ordinals.insert(value),
                Form::Fraction => self.parts.insert(value),
                Form::Implied => self.implied.insert(value),
                Form::Digits | Form::Word => self.counts.insert(value),
            };
            self.see(value, quantity, spot).note(side);
        }
        self.parts.extend(number.also.filter(|part| part.value() < 1.0));
    }

    /// Notes that a value stands there as such a quantity.
    fn see(&mut self, value: Decimal, quantity: Quantity, spot: Occurrence) -> &mut Seen {
        if let Quantity::Measure(unit) = quantity {
            self.written.insert((unit.dimension, value));
            if let Some(base) = unit.base(value) {
                let values = self.measures.entry((unit.dimension, base)).or_default();
                if !values.contains(&value) {
                    values.push(value);
                }
            }
        }
        let seen = self.seen.entry(value).or_default();
        seen.add(quantity, spot);
        seen
    }

    /// Collects the numbers within a name: `best-of-32` and `sub-10ms` count, `COVID-19` and `System-1` do not.
    fn name(&mut self, name: &str, spot: Occurrence) {
        if !name.contains('-') || name.starts_with(|c: char| c.is_ascii_digit()) {
            return;
        }
        let count = if name.contains(char::is_uppercase) { Quantity::Name } else { Quantity::Count };
        for part in name.split('-') {
            let letters = part.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
            let unit = unit(letters);
            if let (true, Some([number])) = (
                letters.is_empty() || unit.is_some(),
                digits::literals(part).as_deref().map(<&[digits::Literal; 1]>::try_from).and_then(Result::ok),
            ) {
                self.named.insert(number.value);
                self.see(number.value, unit.map_or(count, Quantity::Measure), spot);
                self.see(number.value, count, spot);
            }
        }
    }

    /// True when the source has this number, as a number, a percentage or a part.
    pub(crate) fn has(&self, value: Decimal, form: Form) -> bool {
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
    pub(crate) fn has_place(&self, value: Decimal) -> bool {
        self.ordinals.contains(&value)
    }

    /// True when the source has this measure in whatever unit.
    pub(crate) fn has_measure(&self, value: Decimal, quantity: Quantity) -> bool {
        let Quantity::Measure(unit) = quantity else { return false };
        unit.base(value).is_some_and(|base| self.measures.contains_key(&(unit.dimension, base)))
    }

    /// True when the source has this value as such a quantity, or where nothing says what it measures.
    pub(crate) fn has_as(&self, value: Decimal, quantity: Quantity) -> bool {
        const BARE: u16 = Quantity::Bare.bit();
        const COUNT: u16 = Quantity::Count.bit();
        const SHARE: u16 = Quantity::Percent.bit() | Quantity::Points.bit();
        const FACTOR: u16 = Quantity::Factor.bit() | Quantity::Repeat.bit();
        let Some(seen) = self.seen.get(&value) else { return true };
        let has = |kinds: u16| seen.is_any(kinds);
        match quantity {
            Quantity::Percent => {
                let share = value.shifted(-2);
                has(Quantity::Percent.bit())
                    || has(BARE) && !has(Quantity::Factor.bit() | Quantity::Points.bit())
                    || self.seen.contains_key(&share)
                    || self.has_part(share)
            }
            Quantity::Points => has(SHARE | BARE),
            Quantity::Factor => has(FACTOR) || has(BARE) && !has(SHARE | COUNT),
            Quantity::Measure(unit) => {
                self.has_measure(value, quantity)
                    || has(BARE) && !self.written.contains(&(unit.dimension, value))
            }
            Quantity::Count => has(COUNT | BARE | FACTOR),
            Quantity::Repeat => has(COUNT | BARE | FACTOR | Quantity::Name.bit()),
            Quantity::Bare | Quantity::Year | Quantity::Name => true,
        }
    }

    /// True when the source has this value only on the other side: `p > 0.05` for `p < 0.05`.
    pub(crate) fn is_turned(&self, value: Decimal, side: Option<Side>) -> bool {
        let other = match side {
            Some(Side::Least) => Side::Most,
            Some(Side::Most) => Side::Least,
            None => return false,
        };
        self.seen.get(&value).is_some_and(|seen| seen.is_only(other))
    }

    /// Finds where the source has this number as such a quantity, or as what may be one; nowhere for what it has in other ways.
    pub(crate) fn spots(&self, number: &Number, quantity: Quantity, precision: Precision) -> Vec<Occurrence> {
        let readings = [Some(number.value), number.also].into_iter().flatten();
        let mut values: Vec<(Decimal, u16)> = Vec::new();
        for value in readings {
            values.push((value, quantity.kin()));
            match number.form {
                Form::Percent => values.push((value.shifted(-2), u16::MAX)),
                Form::Digits if value.value() < 1.0 => {
                    values.push((value.shifted(2), Quantity::Percent.bit()));
                }
                _ => {}
            }
            if let Quantity::Measure(unit) = quantity {
                let base = unit.base(value).map(|base| (unit.dimension, base));
                let written = base.and_then(|base| self.measures.get(&base)).into_iter().flatten();
                values.extend(written.map(|&value| (value, quantity.bit())));
            }
        }
        if precision != Precision::Exact {
            let (claim, grain) = (number.value.value(), number.value.grain());
            let fits = self.seen.keys().filter(|value| precision.fits(claim, grain, value.value()));
            values.extend(fits.map(|&value| (value, quantity.kin())));
        }
        let seen = values.iter().filter_map(|(value, kin)| Some((self.seen.get(value)?, *kin)));
        seen.flat_map(|(seen, kin)| seen.spots(kin)).collect()
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

    /// True when a number of the source may be spoken of like this by who is not more exact.
    pub(crate) fn has_about(&self, value: Decimal, form: Form, precision: Precision) -> bool {
        /// The largest distance from a part of a value that rounds to it: a half is from 0.475 to 0.525.
        const PART: f64 = 0.1;
        if precision == Precision::Exact {
            return false;
        }
        let claim = value.value();
        let grain = if form == Form::Fraction { PART * claim } else { value.grain() };
        let of = |numbers: &HashSet<Decimal>, times: f64| {
            numbers.iter().any(|number| precision.fits(claim, grain, number.value() * times))
        };
        match form {
            Form::Percent => of(&self.percents, 1.0) || claim < 100.0 && of(&self.parts, 100.0),
            _ => of(&self.counts, 1.0) || claim < 1.0 && of(&self.percents, 0.01),
        }
    }

    /// True when words of the title or abstract have these initials.
    pub(crate) fn spells_out(&self, letters: &str) -> bool {
        self.initials.have(letters)
    }

    /// True when words in a row begin like these parts: `low-rank adaptation` like `lo`, `r`, `a`.
    pub(crate) fn begins_words(&self, parts: &[String]) -> bool {
        let words: Vec<&str> =
            self.plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let begins = |(word, part): (&&str, &String)| {
            word.get(..part.len()).is_some_and(|head| head.eq_ignore_ascii_case(part))
        };
        words.windows(parts.len().max(1)).any(|window| window.iter().zip(parts).all(begins))
    }

    /// True when the source has this name, whatever its case and hyphens.
    pub(crate) fn names(&self, name: &str) -> bool {
        self.text.names(name)
    }

    /// True when the source has an acronym of these letters.
    pub(crate) fn abbreviates(&self, letters: &str) -> bool {
        self.acronyms.contains(&letters.to_lowercase())
    }

    /// True when a word of the source begins like this.
    pub(crate) fn begins(&self, stem: &str) -> bool {
        self.text.find(&squash(stem), Ends::Anywhere)
    }

    /// True when the source has a word of this root with one of these endings.
    pub(crate) fn inflects(&self, root: &str, endings: &[&str]) -> bool {
        self.text.words(&squash(root)).any(|ending| endings.contains(&ending))
    }

    /// True when the source says this as it stands, spaces and signs aside.
    pub(crate) fn quotes(&self, sentence: &str) -> bool {
        let key = squash(sentence);
        !key.is_empty() && self.text.find(&key, Ends::AtWord)
    }
}

/// True when a share is this part, or this part rounded to two digits or more.
fn is_rounded(part: Decimal, share: Decimal) -> bool {
    let grain = share.grain();
    part == share || grain <= 0.01 && (part.value() - share.value()).abs() <= grain / 2.0
}

/// `2 to 5 times`: both ends measure the same.
fn is_range(tokens: &[Token<'_>], start: &Number, end: &Number) -> bool {
    let between = tokens.get(start.tokens.end..end.tokens.start).unwrap_or_default();
    matches!(between, [sign] if matches!(sign.text, "to" | "-" | "–" | "—" | "~"))
}

/// The sizes in a name: 15 million for `Honey-Data-15M`.
fn sizes(name: &str) -> impl Iterator<Item = Decimal> {
    let named = !name.starts_with(|c: char| c.is_ascii_digit());
    let size =
        |part| digits::literals(part)?.first().filter(|number| number.scale != 0).map(|number| number.value);
    name.split('-').filter(move |_| named).filter_map(size)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::source::lines::lines;
    use papers_fulltext as fulltext;

    /// A source that says nothing but this.
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
    fn a_quotation_may_differ_in_signs_and_spaces() {
        let source = source(r"It runs $3\times$ faster. The end.");
        assert!(source.quotes("it runs 3 × faster"));
        assert!(!source.quotes("it runs 4 × faster"));
        assert!(!source.quotes("t runs"));
    }
}
