//! Recognizes numbers that a sentence computes from two others of its own, or from one of its own and one
//! beside that in the source: a share, a difference, a sum, a ratio.

use super::amount::says_amount;
use super::beside::{Operand, beside};
use crate::checks::proximity::{Basis, Claimed};
use crate::number::Number;
use crate::number::decimal::Decimal;
use crate::number::form::Form;
use crate::number::precision::{self, Precision, written_grain};
use crate::number::quantity::{Quantity, quantity};
use crate::sentence::Sentence;
use crate::source::Source;
use crate::source::lines::{Body, Line};
use crate::source::occurrence::Occurrence;
use crate::text::token::Token;

/// Returns true for a share that follows from two other numbers, the first of them right before it: `177 of 1,287 subjects
/// (14%)`. The source must have both.
pub(super) fn is_share_of_others(sentence: &Sentence<'_>, number: &Number, source: &Source) -> bool {
    let counted = |number: &&Number| {
        number.form == Form::Digits && number.value.grain() >= 1.0 && source.has(number.value, Form::Digits)
    };
    let at = sentence.numbers.iter().position(|other| other == number).unwrap_or_default();
    let part = at.checked_sub(1).and_then(|at| sentence.numbers.get(at)).filter(counted);
    let is_whole = |part: &Number, whole: &Number| {
        let share = 100.0 * part.value.value() / whole.value.value();
        let off = (share - number.value.value()).abs();
        share < 100.0 && off <= number.value.grain() / 2.0 && off <= 0.1 * share
    };
    let wholes = || sentence.numbers.iter().filter(counted);
    number.form == Form::Percent && part.is_some_and(|part| wholes().any(|whole| is_whole(part, whole)))
}

/// Returns true for a number that may be computed although the source has it elsewhere: one that hardly follows from two others by chance,
/// and a factor or measure in words, which compares two others.
pub(super) fn is_made(sentence: &Sentence<'_>, number: &Number) -> bool {
    let compares =
        || matches!(sentence.quantity(number), Quantity::Factor | Quantity::Repeat | Quantity::Measure(_));
    is_long(&sentence.tokens, number) || number.form == Form::Word && compares()
}

/// Returns true for a number of three digits or more, which hardly follows from two others by chance.
fn is_long(tokens: &[Token<'_>], number: &Number) -> bool {
    number.value.value() >= 100.0 * written_grain(tokens, number)
}

/// A way to compute a number from two others.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Made {
    Difference,
    Sum,
    Ratio,
    /// A share of a whole: 56.2 million for 68.9 % of 81.6 million.
    Share,
}

/// Returns true for a number that follows from two others of the sentence, which a passage of the source has: `52.7% and 44.6%, 8.1 points
/// more`, `from 12.4 s to 436 s, 35 times as long`, `12 men and 5 women, 17 in all`.
pub(super) fn follows_from_others(
    claimed: &Claimed<'_>,
    number: &Number,
    is_supported: impl Fn(&Number) -> bool,
) -> bool {
    /// The maximum number of other numbers; among many, some two would give any result by chance.
    const MOST: usize = 6;
    let sentence = claimed.sentence;
    let own = quantity(&sentence.tokens, number);
    let kinds = kinds(sentence, number, own);
    if kinds.is_empty() || sentence.numbers.len() > MOST + 1 {
        return false;
    }
    let operands: Vec<Operand> = sentence
        .numbers
        .iter()
        .enumerate()
        .filter(|(_, other)| other.tokens != number.tokens && other.value != number.value)
        .filter(|(_, other)| is_supported(other))
        .filter_map(|(at, other)| operand(claimed, other, at))
        .collect();
    let at = sentence.numbers.iter().position(|other| other.tokens == number.tokens).unwrap_or_default();
    let made = Outcome { sentence, number, own, at };
    let compares = |kind: &&Made| matches!(kind, Made::Difference | Made::Ratio);
    operands.iter().any(|one| {
        operands.iter().any(|other| {
            kinds.iter().any(|&kind| made.is(kind, one, other))
                && in_one_passage(claimed.basis, &one.spots, &other.spots)
        }) || beside(claimed, one).iter().any(|other| {
            let mut fitting = kinds.iter().filter(compares);
            fitting.any(|&kind| made.is(kind, one, other) || made.is(kind, other, one))
        })
    })
}

/// Returns a number as an operand, if the source has it.
fn operand(claimed: &Claimed<'_>, number: &Number, at: usize) -> Option<Operand> {
    let (sentence, source) = (claimed.sentence, claimed.basis.source);
    let stated = number.form.has_quantity() && says_amount(sentence, number);
    let quantity = sentence.quantity(number);
    if !stated {
        return None;
    }
    let mut spots = source.spots(number, quantity, Precision::Exact);
    if spots.is_empty() {
        spots = source.roundings(&sentence.tokens, number, quantity);
    }
    let is_decimal = written_grain(&sentence.tokens, number) < 1.0;
    Some(Operand { value: number.value.value(), quantity, at: Some(at), is_decimal, spots })
}

/// Returns what a number may be made of, by what it measures and the words around it.
fn kinds(sentence: &Sentence<'_>, number: &Number, quantity: Quantity) -> Vec<Made> {
    let unit = sentence.unit(number);
    let points = unit.starts_with('점') || unit.starts_with('点') || unit.starts_with("分点");
    let is_decimal = written_grain(&sentence.tokens, number) < 1.0;
    match (number.form, quantity) {
        (Form::Fraction, _) | (Form::Digits | Form::Word, Quantity::Factor | Quantity::Repeat) => {
            vec![Made::Ratio]
        }
        (_, Quantity::Points) => vec![Made::Difference],
        (Form::Digits | Form::Word, Quantity::Measure(_)) => vec![Made::Difference, Made::Sum],
        (Form::Digits | Form::Word, Quantity::Bare) if points || is_decimal => vec![Made::Difference],
        (Form::Digits | Form::Word, Quantity::Bare | Quantity::Count) => vec![Made::Sum, Made::Share],
        _ => Vec::new(),
    }
}

/// A number that may be the result.
struct Outcome<'a> {
    sentence: &'a Sentence<'a>,
    number: &'a Number,
    own: Quantity,
    at: usize,
}

impl Outcome<'_> {
    /// Returns true if two numbers make this one.
    fn is(&self, kind: Made, one: &Operand, other: &Operand) -> bool {
        if kind == Made::Share {
            let is_whole = matches!(other.quantity, Quantity::Bare | Quantity::Count) && other.value > 1.0;
            let part = one.value / 100.0 * other.value;
            let is_sure = is_long(&self.sentence.tokens, self.number);
            return one.quantity == Quantity::Percent && is_whole && is_sure && self.is_told(part);
        }
        if one.at == other.at || !self.is_alike(kind, one, other) {
            return false;
        }
        let value = |operand: &Operand| operand.value * scale(operand.quantity);
        match kind {
            Made::Difference => self.is_told(value(one) - value(other)),
            Made::Share => false,
            Made::Sum => self.is_total(one, other) && self.is_told(value(one) + value(other)),
            Made::Ratio => {
                let ratio = value(one) / value(other);
                let is_part = self.number.form == Form::Fraction;
                ratio.is_finite() && (self.is_told(ratio) || is_part && self.is_told(1.0 - ratio))
            }
        }
    }

    /// Returns true for numbers of the same quantity, which the result has too unless it is a ratio.
    fn is_alike(&self, kind: Made, one: &Operand, other: &Operand) -> bool {
        let unit =
            |quantity: Quantity| if let Quantity::Measure(unit) = quantity { Some(unit) } else { None };
        let dimension = |quantity: Quantity| unit(quantity).map(|unit| unit.dimension);
        let same = one.quantity.bit() == other.quantity.bit()
            && dimension(one.quantity) == dimension(other.quantity);
        // `0.4초인` has a unit that is not read.
        let untold = [one, other].iter().any(|part| part.quantity == Quantity::Bare);
        let alike = same || kind == Made::Ratio && untold;
        let fits = match (self.own, one.quantity) {
            _ if kind == Made::Ratio => true,
            (Quantity::Measure(_), quantity) => dimension(self.own) == dimension(quantity),
            (_, quantity) if kind == Made::Sum => matches!(quantity, Quantity::Count | Quantity::Bare),
            (_, quantity) => matches!(quantity, Quantity::Percent | Quantity::Points | Quantity::Bare),
        };
        let decimal =
            kind != Made::Difference || one.is_decimal || other.is_decimal || self.own != Quantity::Bare;
        let dated = matches!(one.quantity, Quantity::Year | Quantity::Name);
        let sums = kind == Made::Sum
            && [one, other].iter().all(|part| matches!(part.quantity, Quantity::Count | Quantity::Bare));
        (alike || sums) && fits && decimal && !dated
    }

    /// Returns true if the result, as it is written, is this value.
    fn is_told(&self, value: f64) -> bool {
        /// The maximum relative difference of a fraction, and of one that is called rough.
        const PART: f64 = 0.03;
        const ROUGH_PART: f64 = 0.1;
        let tokens = &self.sentence.tokens;
        let factor = scale(self.own);
        let claim = self.number.value.value() * factor;
        let grain = written_grain(tokens, self.number) * factor;
        let precision = precision::precision(tokens, &self.number.tokens);
        let off = (value - claim).abs();
        if self.number.form == Form::Fraction {
            let within = if precision == Precision::Exact { PART } else { ROUGH_PART };
            return off <= within * claim || precision.fits(claim, within * claim, value);
        }
        value > 0.0 && (off <= grain / 2.0 * (1.0 + 1e-9) || precision.fits(claim, grain, value))
    }

    /// Returns true if the sentence calls a number a total, or states it directly before its parts.
    fn is_total(&self, one: &Operand, other: &Operand) -> bool {
        const WORDS: [&str; 33] = [
            "모두", "총", "합", "전체", "共", "总", "總", "合計", "合计", "計", "全部で", "total", "in all",
            "altogether", "combined", "together", "sum of", "insgesamt", "zusammen", "au total", "en tout",
            "ensemble", "en conjunto", "juntos", "al todo", "complessiv", "totale", "всего", "в сумме",
            "итого", "łącznie", "toplam", "tổng",
        ];
        let text = self.sentence.text.to_lowercase();
        let (Some(one), Some(other)) = (one.at, other.at) else { return false };
        let listed = one.min(other) == self.at + 1 && one.abs_diff(other) == 1;
        listed || WORDS.iter().any(|word| text.contains(word))
    }
}

/// Returns the value of one unit in base units.
fn scale(quantity: Quantity) -> f64 {
    let Quantity::Measure(unit) = quantity else { return 1.0 };
    unit.base(Decimal::whole(1)).map_or(1.0, Decimal::value)
}

/// Returns true if two numbers occur together: in a paragraph, or in rows of a table.
fn in_one_passage(basis: Basis<'_>, one: &[Occurrence], other: &[Occurrence]) -> bool {
    /// The maximum number of occurrences of each that are compared, and of lines between them.
    const MOST: usize = 24;
    const BETWEEN: u32 = 2;
    let line = |spot: &Occurrence| basis.lines.get(spot.line as usize);
    let is_row = |spot: &Occurrence| line(spot).is_some_and(|line| matches!(line.body, Body::Row(_)));
    let together = |one: &Occurrence, other: &Occurrence| {
        let same = |of: fn(&Line<'_>) -> Option<usize>| {
            line(one).and_then(of).is_some_and(|own| line(other).and_then(of) == Some(own))
        };
        one.line.abs_diff(other.line) <= BETWEEN
            || same(|line| Some(line.group))
            || is_row(one)
                && is_row(other)
                && (one.column.is_some() && one.column == other.column || same(|line| line.above))
    };
    one.iter().take(MOST).any(|one| other.iter().take(MOST).any(|other| together(one, other)))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use crate::checks::numbers::unsupported;
    use crate::trial::judge;

    fn found(text: &str, digest: &str) -> Vec<String> {
        judge(text, digest, |claimed| unsupported(claimed).into_iter().map(|fault| fault.detail).collect())
    }

    const SCORES: &str = "The accuracy is 52.7% for Alpha and 44.6% for Beta.";
    const BLEU: &str = "Dropout lowers BLEU from 25.8 to 24.6.";
    const LATENCY: &str = "Latency rises from 12.40 s to 436.19 s.";
    const PEOPLE: &str = "There were 12 fellows and 5 keynote speakers.";

    #[rstest]
    #[case(SCORES, "알파(52.7%)는 베타(44.6%)보다 8.1%포인트 높다.")]
    #[case(SCORES, "Alpha (52.7%) beats Beta (44.6%) by 8.1 points.")]
    #[case(SCORES, "Alpha（52.7%）比Beta（44.6%）高8.1个百分点。")]
    #[case(SCORES, "Alpha (52,7 %) liegt 8,1 Prozentpunkte vor Beta (44,6 %), also nicht viel.")]
    #[case(SCORES, "Alpha (52.7%) beats Beta (44.6%) by about eight points.")]
    #[case(BLEU, "드롭아웃을 빼면 BLEU가 25.8에서 24.6으로 1.2점 낮아진다.")]
    #[case(BLEU, "Without dropout BLEU falls by 1.2, from 25.8 to 24.6.")]
    #[case(LATENCY, "지연 시간이 12.4초에서 436.19초로 약 35배 늘었다.")]
    #[case(
        "The median rose by 54% under the drug and by 26% under placebo. Two doses were given. Two nurses did so.",
        "The median rose by 54% versus 26% under placebo, more than twice as much."
    )]
    #[case(
        "Survival was 5.1 years versus 8.1 years. Three hospitals took part.",
        "Survival differed by three years (5.1 versus 8.1 years)."
    )]
    #[case(LATENCY, "Latency rises by 423.8 s, from 12.4 s to 436.19 s.")]
    #[case(
        "The big model has 213M parameters, the base model 65M.",
        "큰 모델(213M)은 기본 모델(65M)의 3.3배이다."
    )]
    #[case(
        "The base model has 0.4 s per step, the big model 1.0 s.",
        "큰 모델은 1.0초로 0.4초인 기본 모델보다 2.5배 느리다."
    )]
    #[case("It costs 33 for Alpha and 231 for Beta.", "알파의 비용은 33으로 베타(231)의 약 7분의 1이다.")]
    #[case(
        "Accuracy drops from 98.0% to 30.9%.",
        "It loses more than two thirds of its accuracy (98.0% to 30.9%)."
    )]
    #[case(
        "It held 68.9% of the 81.6 million articles.",
        "It held 68.9% of 81.6 million articles, or 56.2 million."
    )]
    #[case(SCORES, "Alpha (52.7%) beats Beta by 8.1 points.")]
    #[case(SCORES, "Alpha는 52.7%로 Beta보다 8.1%포인트 높다.")]
    #[case(LATENCY, "지연이 35배 늘어 436.19초가 되었다.")]
    #[case(PEOPLE, "펠로 12명과 기조연설자 5명, 모두 17명이었다.")]
    #[case(PEOPLE, "There were 17 honorees, 12 fellows and 5 keynote speakers.")]
    #[case("Twenty-three did three and 44 did all.", "Twenty-three did three and 44 did all, 67 in total.")]
    fn a_number_that_follows_from_two_others_passes(#[case] text: &str, #[case] digest: &str) {
        assert_eq!(found(text, digest), [""; 0]);
    }

    #[rstest]
    #[case(SCORES, "알파(52.7%)는 베타(44.6%)보다 9.1%포인트 높다.")]
    #[case(SCORES, "Alpha (52.7%) beats Beta (44.6%) by 8.1%.")]
    #[case(SCORES, "Alpha beats Beta by 8.1 points.")]
    #[case(SCORES, "Alpha (52.7%) beats Beta by 7.1 points.")]
    #[case(BLEU, "드롭아웃을 빼면 BLEU가 25.8에서 24.6으로 1.3점 낮아진다.")]
    #[case(LATENCY, "지연 시간이 12.4초에서 436.19초로 약 45배 늘었다.")]
    #[case(LATENCY, "Latency rises by 423.8 ms, from 12.4 s to 436.19 s.")]
    #[case(PEOPLE, "펠로 12명과 기조연설자 5명, 모두 18명이었다.")]
    #[case(PEOPLE, "There were 12 fellows, 5 keynote speakers and 17 guests.")]
    fn another_result_is_found(#[case] text: &str, #[case] digest: &str) {
        assert_eq!(found(text, digest).len(), 1, "{:?}", found(text, digest));
    }
}
