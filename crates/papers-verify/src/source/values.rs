//! Collects the values of the numbers in a source, with their quantities and places, and its acronyms.

mod dated;
mod rounded;
pub(crate) mod tally;
mod unitless;

use std::collections::{HashMap, HashSet};

use crate::number::date::{self, Date};
use crate::number::decimal::Decimal;
use crate::number::digits;
use crate::number::form::Form;
use crate::number::mark;
use crate::number::minus::{Sign, sign};
use crate::number::months;
use crate::number::precision::Precision;
use crate::number::quantity::{self, Quantity};
use crate::number::share::share;
use crate::number::shared::{compound, shared};
use crate::number::side::{Side, side};
use crate::number::spelled;
use crate::number::temperature::Temperature;
use crate::number::unit::{Dimension, Unit, unit};
use crate::number::{Number, numbers};
use crate::source::dates;
use crate::source::occurrence::{Occurrence, Seen};
use crate::source::values::rounded::is_share;
use crate::source::values::tally::Tally;
use crate::source::values::unitless::Unitless;
use crate::text::squash::squash;
use crate::text::token::{Kind, Token, tokens};

/// The values of a source.
#[derive(Debug, Default)]
pub(crate) struct Values {
    /// Values of numbers other than percentages and ordinals.
    counts: HashSet<Decimal>,
    /// The numbers of percentages.
    percents: HashSet<Decimal>,
    /// Ordinals: `third`.
    ordinals: HashSet<Decimal>,
    /// Fractions: `half`, `two thirds`, `3/4`.
    parts: HashSet<Decimal>,
    /// Numbers implied by words such as `both`.
    implied: HashSet<Decimal>,
    /// Numbers within names, such as 19 for `COVID-19`.
    named: HashSet<Decimal>,
    /// The occurrences of each value.
    seen: HashMap<Decimal, Seen>,
    /// The values as written of each measurement in base units.
    measures: HashMap<(Dimension, Decimal), Vec<Decimal>>,
    /// Measurements as written.
    written: HashSet<(Dimension, Decimal)>,
    /// The units to which each measurement is related: milliliters for `14 pg/mL`.
    rates: HashMap<(Dimension, Decimal), Vec<Option<Unit>>>,
    /// Its temperatures.
    temperatures: Vec<Temperature>,
    /// The numbers without a unit that may have one elsewhere: in a table, or in their sentence.
    unitless: Unitless,
    /// Its counts of things: 3 for `three benchmarks`.
    tally: Tally,
    /// The numbers of items in its enumerations: 3 for `a, b and c`.
    lists: HashSet<u64>,
    /// The orders of magnitude that it speaks of.
    orders: HashSet<u64>,
    /// Its dates with a day.
    dates: Vec<Date>,
    /// The months of its dates.
    months: HashSet<u64>,
    /// Words in capitals, in lower case: `ner`, `moe`, `e2e`.
    acronyms: HashSet<String>,
}

impl Values {
    /// Collects the values of the plain text at these places.
    pub(super) fn new<'a>(places: impl Iterator<Item = (&'a str, Occurrence)>) -> Self {
        let mut values = Self::default();
        places.for_each(|(line, spot)| values.count(line, spot));
        values
    }

    /// Collects the numbers of a line.
    fn count(&mut self, line: &str, spot: Occurrence) {
        let tokens: Vec<Token<'_>> = tokens(line).collect();
        let numbers = numbers(&tokens);
        self.unitless.add(&tokens, &numbers);
        self.tally.add(&tokens, &numbers);
        for (at, number) in numbers.iter().enumerate() {
            if mark::is_mark(&tokens, number) {
                self.ordinals.insert(number.value);
                continue;
            }
            self.number(&tokens, &numbers, at, spot);
            if let Some(end) = numbers.get(at + 1) {
                if is_range(&tokens, number, end) {
                    self.see(number.value, quantity::quantity(&tokens, end), spot);
                }
                self.parts.extend(share(&tokens, number, end));
            }
        }
        for years in tokens.windows(2).filter_map(dates::decades) {
            self.counts.insert(years);
            self.unitless.add_cell(years);
            self.see(years, Quantity::Bare, spot);
        }
        let named = numbers.iter().flat_map(|number| months::beside(&tokens, number));
        let digits = numbers.iter().filter_map(|number| months::in_digits(&tokens, number));
        for month in named.chain(digits).chain(months::numeric(&tokens)) {
            self.months.insert(month);
            self.ordinals.insert(Decimal::whole(month));
            self.see(Decimal::whole(month), Quantity::Bare, spot);
        }
        self.dates.extend(date::dates(&tokens, true));
        for order in magnitudes(&tokens, &numbers) {
            let power = Decimal::whole(1).shifted(i32::try_from(order).unwrap_or(i32::MAX));
            self.orders.insert(order);
            self.counts.insert(power);
            self.see(power, Quantity::Factor, spot);
        }
        self.lists.extend(enumerations(line));
        for token in tokens.iter().filter(|token| token.kind == Kind::Latin) {
            self.counts.extend(sizes(token.text));
            self.ordinals
                .extend(spelled::place(token.text).or_else(|| quarter(token.text)).map(Decimal::whole));
            for month in months::alone(token.text) {
                self.months.insert(month);
                self.ordinals.insert(Decimal::whole(month));
            }
            self.name(token.text, spot);
            if token.text.chars().filter(char::is_ascii_uppercase).count() > 1 {
                self.acronyms.extend(token.text.split('-').map(|part| squash(part.trim_end_matches('s'))));
            }
        }
    }

    /// Adds a number of a line with all of its possible values.
    fn number(&mut self, tokens: &[Token<'_>], numbers: &[Number], at: usize, spot: Occurrence) {
        let Some(number) = numbers.get(at) else { return };
        let quantity = match quantity::quantity(tokens, number) {
            Quantity::Bare if dates::is_year(tokens, number) => Quantity::Year,
            Quantity::Name if dates::is_day(tokens, number) => Quantity::Bare,
            quantity => quantity,
        };
        let measured = shared(tokens, numbers, at).filter(|_| quantity == Quantity::Bare);
        let quantity = measured.filter(|shared| shared.certain).map_or(quantity, |shared| shared.quantity);
        if let Quantity::Measure(unit) = quantity
            && let Some(base) = unit.base(number.value)
        {
            self.rates
                .entry((unit.dimension, base))
                .or_default()
                .push(quantity::per(tokens, number, quantity));
        }
        self.temperatures.extend(Temperature::new(tokens, number, quantity));
        let (side, sign) = (side(tokens, number), sign(tokens, number));
        for value in [Some(number.value), number.also].into_iter().flatten() {
            match number.form {
                Form::Percent => self.percents.insert(value),
                Form::Ordinal if dates::is_day(tokens, number) => {
                    self.ordinals.insert(value);
                    self.counts.insert(value)
                }
                Form::Ordinal => self.ordinals.insert(value),
                Form::Fraction => self.parts.insert(value),
                Form::Implied => self.implied.insert(value),
                Form::Digits | Form::Word => self.counts.insert(value),
            };
            let quantity = quantity.of(value, number, tokens);
            if quantity == Quantity::Bare && quantity::counts_plural(tokens, number) {
                self.see(value, Quantity::Count, spot);
            }
            if let Some(listed) = measured.filter(|shared| !shared.certain) {
                self.see(value, listed.quantity, spot);
            }
            self.see(value, quantity, spot).note(quantity, side, sign);
        }
        self.parts.extend(number.also.filter(|part| part.value() < 1.0));
        if let Some(sum) = compound(tokens, numbers, at) {
            self.measures.entry(sum).or_default();
        }
    }

    /// Adds an occurrence of a value with a quantity.
    fn see(&mut self, value: Decimal, quantity: Quantity, spot: Occurrence) -> &mut Seen {
        if let Quantity::Measure(unit) = quantity {
            for dimension in unit.dimension.told_as() {
                self.written.insert((dimension, value));
                let Some(base) = unit.base(value) else { continue };
                let values = self.measures.entry((dimension, base)).or_default();
                if !values.contains(&value) {
                    values.push(value);
                }
            }
        }
        let seen = self.seen.entry(value).or_default();
        seen.add(quantity, spot);
        seen
    }

    /// Collects the numbers within a name: those of `best-of-32` and `sub-10ms` are counts, those of `COVID-19` and `System-1` are
    /// not.
    fn name(&mut self, name: &str, spot: Occurrence) {
        if !name.contains('-') || name.starts_with(|c: char| c.is_ascii_digit()) {
            return;
        }
        let count = if name.contains(char::is_uppercase) { Quantity::Name } else { Quantity::Count };
        for part in name.split('-').filter(|part| part.starts_with(|c: char| c.is_ascii_digit())) {
            let letters = part.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
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

    /// Returns true if the source has this number, as a number, a percentage or a fraction.
    pub(crate) fn has(&self, value: Decimal, form: Form) -> bool {
        let counted = self.counts.contains(&value) || self.named.contains(&value);
        counted
            || match form {
                Form::Percent => {
                    let share = value.shifted(-2);
                    self.percents.contains(&value) || self.counts.contains(&share) || self.has_part(share)
                }
                Form::Ordinal => self.ordinals.contains(&value),
                Form::Fraction => {
                    self.parts.contains(&value) || self.has_share(value) || self.has_divisor(value)
                }
                Form::Word | Form::Implied => self.implied.contains(&value) || self.counted_off(value),
                Form::Digits => {
                    self.percents.contains(&value)
                        || self.percents.contains(&value.shifted(2))
                        || self.has_part(value)
                }
            }
    }

    /// Returns true if the source has this ordinal.
    pub(crate) fn has_place(&self, value: Decimal) -> bool {
        self.ordinals.contains(&value)
    }

    /// Returns true if the source has dates, but none in this month, or neither a date nor this number.
    pub(crate) fn lacks_month(&self, month: u64) -> bool {
        match self.months.is_empty() {
            true => !self.has(Decimal::whole(month), Form::Digits) && !self.has_place(Decimal::whole(month)),
            false => !self.months.contains(&month),
        }
    }

    /// Returns true if the source speaks of so many orders of magnitude or has that factor, false if it speaks only of others, and
    /// `None` if it has neither.
    pub(crate) fn has_orders(&self, orders: u64) -> Option<bool> {
        let factor = Decimal::whole(1).shifted(i32::try_from(orders).ok()?);
        let has = self.orders.contains(&orders) || self.has(factor, Form::Digits);
        (has || !self.orders.is_empty()).then_some(has)
    }

    /// Returns true if the source has an amount in the same dimension, such as one in dollars.
    pub(crate) fn has_dimension_of(&self, unit: Unit) -> bool {
        self.written.iter().any(|(dimension, _)| *dimension == unit.dimension)
    }

    /// Returns true if the source has this measurement in any unit.
    pub(crate) fn has_measure(&self, value: Decimal, quantity: Quantity) -> bool {
        let Quantity::Measure(unit) = quantity else { return false };
        unit.base(value).is_some_and(|base| self.has_base(unit.dimension, base))
    }

    /// Returns the only number of things with this stem that the source counts.
    pub(crate) fn only_count(&self, stem: u64) -> Option<u64> {
        self.tally.only(stem)
    }

    /// Returns true if the source has this temperature in another scale.
    pub(crate) fn has_temperature(&self, temperature: &Temperature) -> bool {
        self.temperatures.iter().any(|own| temperature.is(own))
    }

    /// Returns true if the source has this measurement in base units.
    pub(crate) fn has_base(&self, dimension: Dimension, base: Decimal) -> bool {
        self.measures.contains_key(&(dimension, base))
    }

    /// Returns true if the source has this measurement only in relation to other units: `5 mg/dL` for `5 mg/L`.
    pub(crate) fn has_other_rate(&self, value: Decimal, quantity: Quantity, per: Option<Unit>) -> bool {
        let Quantity::Measure(unit) = quantity else { return false };
        let rates = unit.base(value).and_then(|base| self.rates.get(&(unit.dimension, base)));
        per.is_some() && rates.is_some_and(|rates| rates.iter().all(|rate| rate.is_some() && *rate != per))
    }

    /// Returns true if the source has this value with a compatible quantity, or without a known one.
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
                    || has(BARE)
                        && self.unitless.may_be(value, unit.dimension)
                        && !self.written.contains(&(unit.dimension, value))
            }
            Quantity::Count => has(COUNT | BARE | FACTOR),
            Quantity::Repeat => has(COUNT | BARE | FACTOR | Quantity::Name.bit()),
            Quantity::Bare | Quantity::Year | Quantity::Name => true,
        }
    }

    /// Returns true if the source has this value only with the other side: `p > 0.05` for `p < 0.05`. One of three digits or more, which
    /// hardly bounds two things, may also stand without a bound: `more than 1,300 questions` and a table with 1,300.
    pub(crate) fn is_turned(
        &self,
        value: Decimal,
        quantity: Quantity,
        side: Option<Side>,
        long: bool,
    ) -> bool {
        let other = match side {
            Some(Side::Least) => Side::Most,
            Some(Side::Most) => Side::Least,
            None => return false,
        };
        self.seen.get(&value).is_some_and(|seen| seen.is_only(other, quantity, long))
    }

    /// Returns true if the source has this value only with the other sign.
    pub(crate) fn is_negated(&self, value: Decimal, sign: Sign) -> bool {
        let other = match sign {
            Sign::Positive => Sign::Negative,
            Sign::Negative => Sign::Positive,
            Sign::Unclear => return false,
        };
        self.seen.get(&value).is_some_and(|seen| seen.is_always(other))
    }

    /// Returns the occurrences of this number with a compatible quantity; none if the source has it in another notation.
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
            for &value in self.seen.keys() {
                if precision.fits(claim, grain, value.value()) {
                    values.push((value, quantity.kin()));
                } else if number.form == Form::Percent
                    && is_share(value)
                    && precision.fits(claim, grain, value.shifted(2).value())
                {
                    values.push((value, u16::MAX));
                }
            }
        }
        let seen = values.iter().filter_map(|(value, kin)| Some((self.seen.get(value)?, *kin)));
        seen.flat_map(|(seen, kin)| seen.spots(kin)).collect()
    }

    /// Returns true if a fraction of the source rounds to this share: 0.667 for two thirds.
    fn has_part(&self, share: Decimal) -> bool {
        self.parts.iter().any(|&part| is_rounded(part, share))
    }

    /// Returns true if the source has a percentage or decimal to which this fraction rounds.
    fn has_share(&self, part: Decimal) -> bool {
        let percents = self.percents.iter().map(|percent| percent.shifted(-2));
        percents.chain(self.counts.iter().copied()).any(|share| is_rounded(part, share))
    }

    /// Returns true if the source has the factor whose inverse is this fraction: `four-fold lower` for a quarter.
    fn has_divisor(&self, part: Decimal) -> bool {
        const FACTOR: u16 = Quantity::Factor.bit() | Quantity::Repeat.bit();
        let is_inverse = |factor: &Decimal| {
            let inverse = 1.0 / factor.value();
            inverse < 1.0 && (inverse - part.value()).abs() < 1e-6
        };
        self.seen.iter().any(|(factor, seen)| is_inverse(factor) && seen.is_any(FACTOR))
    }

    /// Returns true if the source enumerates up to this number: first, second, third.
    fn counted_off(&self, value: Decimal) -> bool {
        let number = value.small().filter(|number| (2..=9).contains(number));
        number.is_some_and(|number| (1..=number).all(|place| self.ordinals.contains(&Decimal::whole(place))))
    }

    /// Returns true for a count in words that is the length of an enumeration.
    pub(crate) fn has_list_as_long(&self, number: &Number) -> bool {
        let count = number.value.small().filter(|_| number.form == Form::Word);
        count.is_some_and(|count| self.lists.contains(&count))
    }

    /// Returns true if the source has an acronym with these letters.
    pub(crate) fn abbreviates(&self, letters: &str) -> bool {
        self.acronyms.contains(&letters.to_lowercase())
    }
}

/// Returns the numbers of orders of magnitude: one for `an order of magnitude`, three and five for `three to five orders of magnitude`.
fn magnitudes<'a>(tokens: &'a [Token<'_>], numbers: &'a [Number]) -> impl Iterator<Item = u64> {
    let is_order = |at: usize, word: &str| {
        let words = tokens.get(at..at + 3).unwrap_or_default().iter().map(|token| token.text);
        words.eq([word, "of", "magnitude"])
    };
    let one = (0..tokens.len()).any(|at| is_order(at, "order")).then_some(1);
    let several = numbers.iter().enumerate().filter(move |(at, number)| {
        let range = numbers.get(at + 1).filter(|next| is_range(tokens, number, next));
        [Some(*number), range].into_iter().flatten().any(|number| is_order(number.tokens.end, "orders"))
    });
    one.into_iter().chain(several.filter_map(|(_, number)| number.value.small()))
}

/// Returns the numbers of items of the enumerations in a line: 3 for `a, b and c` and `a, b, and c`.
fn enumerations(line: &str) -> impl Iterator<Item = u64> {
    /// The maximum length of an item in bytes.
    const LONGEST: usize = 60;
    let ends = [" and ", " or ", " & "].into_iter().flat_map(|join| line.match_indices(join));
    ends.filter_map(|(at, _)| {
        let before = line.get(..at)?.trim_end_matches(',');
        let commas = before.rsplit(", ").skip(1).zip(before.rsplit(", "));
        let items =
            commas.take_while(|(_, item)| item.len() < LONGEST && !item.contains(". ")).count() as u64;
        (items > 0).then_some(items + 2)
    })
}

/// Returns true if a share is this fraction, or the fraction rounded to two digits or more.
fn is_rounded(part: Decimal, share: Decimal) -> bool {
    let grain = share.grain();
    part == share || grain <= 0.01 && (part.value() - share.value()).abs() <= grain / 2.0
}

/// Returns true for a range such as `2 to 5 times`, in which both numbers have the same quantity.
fn is_range(tokens: &[Token<'_>], start: &Number, end: &Number) -> bool {
    let between = tokens.get(start.tokens.end..end.tokens.start).unwrap_or_default();
    matches!(between, [sign] if matches!(sign.text, "to" | "-" | "–" | "—" | "~"))
}

/// Returns the number of a quarter of a year: `Q3`.
fn quarter(name: &str) -> Option<u64> {
    name.strip_prefix('Q')?.parse().ok().filter(|quarter| (1..=4).contains(quarter))
}

/// Returns the sizes in a name: 15 million for `Honey-Data-15M`.
fn sizes(name: &str) -> impl Iterator<Item = Decimal> {
    let named = !name.starts_with(|c: char| c.is_ascii_digit());
    let size =
        |part| digits::literals(part)?.first().filter(|number| number.scale != 0).map(|number| number.value);
    name.split('-').filter(move |_| named).filter_map(size)
}
