//! Checks that every number of a sentence is in the source, in any notation.

mod amount;
mod beside;
mod computed;
mod venue;
mod wording;

use crate::checks::list::{counts_its_list, counts_what_follows};
use crate::checks::proximity::Claimed;
use crate::checks::{Certainty, Fault};
use crate::number::Number;
use crate::number::date;
use crate::number::decimal::Decimal;
use crate::number::form::Form;
use crate::number::minus::sign;
use crate::number::months;
use crate::number::precision::{self, Precision, written_grain};
use crate::number::quantity::{self, Quantity};
use crate::number::side::side;
use crate::number::temperature::Temperature;
use crate::sentence::Sentence;
use crate::source::Source;
use crate::text::token::{Around, Kind, Token};
use papers_paper::FindingKind;

pub(crate) use amount::says_amount;
use computed::{follows_from_others, is_made, is_share_of_others};
pub(crate) use wording::is_place;
use wording::{is_decade, is_in_name, is_other_version, is_share, is_told_alike, orders};

/// Returns the numbers of a sentence, as written, that the source does not have, or has only as another quantity or elsewhere.
pub(crate) fn unsupported(claimed: &Claimed<'_>) -> Vec<Fault> {
    let sentence = claimed.sentence;
    let numbers = sentence.numbers.iter().filter(|number| says_amount(sentence, number));
    let misplaced = |number| {
        let judged = !counts_what_follows(sentence, number) && has_place(sentence, number);
        judged.then(|| claimed.claim().misplaced(number)).flatten()
    };
    let found = |number| {
        let (kind, certainty) = match fault_in_context(claimed, number) {
            // A digest may count what the source lists; that some list is as long does not prove that it is meant.
            Some(kind) if claimed.basis.source.has_list_as_long(number) => (kind, Certainty::Low),
            // A digest may call two numbers of the source a doubling.
            Some(kind) if counts_two(number) && orders(sentence, number).is_none() => (kind, Certainty::Low),
            Some(kind) => (kind, Certainty::High),
            None => (FindingKind::MisplacedNumber, misplaced(number)?),
        };
        let may_follow = kind == FindingKind::UnsupportedNumber || is_made(sentence, number);
        let is_supported = |other: &Number| fault_in_context(claimed, other).is_none();
        let follows = may_follow && follows_from_others(claimed, number, is_supported);
        (!follows).then(|| Fault { kind, detail: sentence.shown(number), certainty })
    };
    let months = (0..sentence.tokens.len()).filter_map(|at| {
        let month = months::in_words(&sentence.tokens, at)?;
        let name = sentence.tokens.get(at)?.text.to_owned();
        let lacking = claimed.basis.source.lacks_month(month);
        lacking.then_some(Fault::new(FindingKind::UnsupportedNumber, name))
    });
    let faults: Vec<Fault> = numbers.filter_map(found).chain(months).collect();
    if faults.is_empty() { [dates(claimed), venue::other_years(claimed)].concat() } else { faults }
}

/// Returns the dates that the source does not have as a whole: its day, month and year may all stand somewhere.
fn dates(claimed: &Claimed<'_>) -> Vec<Fault> {
    let sentence = claimed.sentence;
    let shown = |tokens: std::ops::Range<usize>| {
        let start = sentence.tokens.get(tokens.start).map_or(0, |token| token.start);
        let last = sentence.tokens.back(tokens.end, 1);
        sentence.text.get(start..last.map_or(start, Token::end)).unwrap_or_default().to_owned()
    };
    let dates = date::dates(&sentence.tokens, false).into_iter();
    let lacking = dates.filter(|date| claimed.basis.source.lacks_date(date));
    lacking.map(|date| Fault::new(FindingKind::UnsupportedNumber, shown(date.tokens))).collect()
}

/// Returns what is wrong with a number, which may round one of the source in the claim's context: 85.6 for 85.63.
fn fault_in_context(claimed: &Claimed<'_>, number: &Number) -> Option<FindingKind> {
    let (sentence, source) = (claimed.sentence, claimed.basis.source);
    let is_rounded = || {
        let quantity = quantity::quantity(&sentence.tokens, number);
        let spots = source.roundings(&sentence.tokens, number, quantity);
        !spots.is_empty() && claimed.claim().is_about(number, &spots)
    };
    fault(sentence, number, source).filter(|kind| *kind != FindingKind::UnsupportedNumber || !is_rounded())
}

/// Returns what is wrong with a number.
fn fault(sentence: &Sentence<'_>, number: &Number, source: &Source) -> Option<FindingKind> {
    let quantity = quantity::quantity(&sentence.tokens, number);
    let compared = Compared { sentence, number, source, quantity };
    if compared.has_other_rate() {
        return Some(FindingKind::MismatchedNumber);
    }
    if let Some(supported) = compared.as_no_amount() {
        return (!supported).then_some(FindingKind::UnsupportedNumber);
    }
    if compared.is_same() || compared.needs_no_support() {
        return None;
    }
    if compared.readings().any(|value| compared.has(value)) {
        let is_turned = compared.readings().any(|value| compared.is_turned(value));
        return (is_turned || !compared.is_near()).then_some(FindingKind::MismatchedNumber);
    }
    (!compared.is_roughly_there()).then_some(FindingKind::UnsupportedNumber)
}

/// A number of a sentence beside the source.
struct Compared<'c, 's> {
    sentence: &'c Sentence<'s>,
    number: &'c Number,
    source: &'c Source,
    quantity: Quantity,
}

impl Compared<'_, '_> {
    /// Returns the possible values.
    fn readings(&self) -> impl Iterator<Item = Decimal> {
        [Some(self.number.value), self.number.also].into_iter().flatten()
    }

    /// Returns its own quantity, and the one that it shares with a number beside it.
    fn measures(&self) -> impl Iterator<Item = Quantity> {
        [Some(self.quantity), self.sentence.shared_measure(self.number)].into_iter().flatten()
    }

    /// Returns true if the source has a value, as whatever quantity.
    fn has(&self, value: Decimal) -> bool {
        self.source.has(value, self.number.form)
    }

    /// Returns true if the source has the number per something else.
    fn has_other_rate(&self) -> bool {
        let per = quantity::per(&self.sentence.tokens, self.number, self.quantity);
        self.readings().any(|value| self.source.has_other_rate(value, self.quantity, per))
    }

    /// Returns whether the source supports a number that is not an amount: an order of magnitude, a figure of speech, a month, a
    /// version. `None` for an amount.
    fn as_no_amount(&self) -> Option<bool> {
        let Self { sentence, number, source, quantity } = *self;
        if let Some(has) = orders(sentence, number).and_then(|orders| source.has_orders(orders)) {
            return Some(has);
        }
        if number.form == Form::Word && is_told_alike(sentence, number, source) {
            return Some(true);
        }
        if let Some(month) = months::in_digits(&sentence.tokens, number) {
            return Some(!source.lacks_month(month));
        }
        let can_be_version = matches!(quantity, Quantity::Name | Quantity::Bare);
        (can_be_version && is_other_version(sentence, number, source)).then_some(false)
    }

    /// Returns true if the source has the number as the same quantity, with the same sign and on the same side of a comparison.
    fn is_same(&self) -> bool {
        let Self { sentence, number, source, quantity } = *self;
        let is_same = |value: Decimal| {
            source.has_as(value, quantity.of(value, number, &sentence.tokens))
                && !self.is_turned(value)
                && !has_other_sign(sentence, number, value, source)
        };
        let measured = |value| {
            !self.is_turned(value) && self.measures().any(|quantity| source.has_measure(value, quantity))
        };
        self.readings()
            .filter(|&value| self.has(value))
            .any(|value| !number.form.has_quantity() || is_same(value))
            || self.readings().any(measured)
            || Temperature::new(&sentence.tokens, number, quantity)
                .is_some_and(|temperature| source.has_temperature(&temperature))
            || sentence.compound(number).is_some_and(|(dimension, base)| source.has_base(dimension, base))
    }

    /// Returns true if the source has a value only as a bound on the other side.
    fn is_turned(&self, value: Decimal) -> bool {
        let Self { sentence, number, source, quantity } = *self;
        let long = value.value() >= 100.0 * written_grain(&sentence.tokens, number);
        source.is_turned(value, quantity, side(&sentence.tokens, number), long)
    }

    /// Returns true for a number that the source need not have, because the sentence or the source explains it.
    fn needs_no_support(&self) -> bool {
        let Self { sentence, number, source, quantity } = *self;
        counts_its_list(sentence, number)
            || is_in_name(sentence, number, source)
            || is_place(sentence, number, source)
            || is_decade(sentence, number, source)
            || is_share(sentence, number, source)
            || is_share_of_others(sentence, number, source)
            || counts_two(number) && (quantity != Quantity::Factor || is_told_by_others(sentence))
    }

    /// Returns true if the source, which has the number as another quantity, has it roughly as this one: `about 12 s` may mean 12.4 s
    /// although the source counts 12 of something.
    fn is_near(&self) -> bool {
        let Self { number, source, quantity, .. } = *self;
        let precision = self.precision();
        let spots = |precision| source.spots(number, quantity, precision).len();
        match quantity {
            Quantity::Measure(_) => source.has_measure_about(number.value, quantity, precision),
            _ => precision != Precision::Exact && spots(precision) > spots(Precision::Exact),
        }
    }

    /// Returns true if the source has the number rounded or with more decimals.
    fn is_roughly_there(&self) -> bool {
        let Self { number, source, .. } = *self;
        let precision = self.precision();
        number.also.is_some_and(|part| source.has(part, Form::Fraction))
            || self.readings().any(|value| source.has_about(value, number.form, precision))
            || self.measures().any(|quantity| source.has_measure_about(number.value, quantity, precision))
            || source.has_rounded(number.value)
            || source.has_with_more_decimals(number.value, number.form)
    }

    fn precision(&self) -> Precision {
        precision::precision(&self.sentence.tokens, &self.number.tokens)
    }
}

/// Returns true for a bare number, such as a correlation, that the source has only with the other sign. Words such as `drop` and `음의`
/// may stand for a minus.
fn has_other_sign(sentence: &Sentence<'_>, number: &Number, value: Decimal, source: &Source) -> bool {
    number.form == Form::Digits
        && quantity::quantity(&sentence.tokens, number) == Quantity::Bare
        && source.is_negated(value, sign(&sentence.tokens, number))
}

/// Returns true for two in words, which needs no support: of any two things, a text says `A and B` somewhere.
fn counts_two(number: &Number) -> bool {
    number.form == Form::Word && number.value.small() == Some(2)
}

/// Returns true if a sentence has two numbers of which one is about twice the other: `from 0.173 to 0.318`.
fn is_told_by_others(sentence: &Sentence<'_>) -> bool {
    const ABOUT_TWICE: std::ops::RangeInclusive<f64> = 1.7..=2.3;
    let values = || sentence.numbers.iter().map(|number| number.value.value());
    values().any(|one| values().any(|other| ABOUT_TWICE.contains(&(one / other))))
}

/// Returns false for numbers that are not bound to a context: years and months, `pass@1`, and sizes in a transliterated name
/// (`미스트랄-7B`).
fn has_place(sentence: &Sentence<'_>, number: &Number) -> bool {
    let back = |by: usize| sentence.tokens.back(number.tokens.start, by);
    let glued = back(0).is_some_and(|token| !token.spaced);
    let named = glued
        && back(1).is_some_and(|sign| sign.is("-") && !sign.spaced)
        && back(2).is_some_and(|name| name.kind == Kind::Other);
    // `Khan et al. (2022)` and `2026 年 2 月 10 日`.
    let cited = sentence.around(number).0.trim_end_matches([' ', ',', '.', '(']).ends_with("et al");
    let own = sentence.tokens.word(number.tokens.start);
    let is_year = !sentence.has_known_words() && months::is_year(own) && number.tokens.len() == 1;
    let dated = cited || is_year || months::is_date(&sentence.tokens, number);
    // `1인당`, `지난 1년` and `pass@1`.
    let unit = sentence.unit(number);
    let single = number.value.small() == Some(1) && (unit.contains('당') || unit.starts_with('년'));
    !named && !dated && !single && !back(1).is_some_and(|sign| sign.is("@"))
}

#[cfg(test)]
mod tests;
