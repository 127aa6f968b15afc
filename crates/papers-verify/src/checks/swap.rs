//! Judges whether two numbers of a sentence have changed places: what the claim binds to one of them, the source binds to the
//! other. A thing is bound to the number nearest to it, where another is not nearly as near: `8 GPUs and 16 layers`; in a table, to
//! the cells of its row or column.

use std::cell::OnceCell;
use std::ops::Range;

use crate::checks::numbers::says_amount;
use crate::checks::proximity::{Basis, Claimed};
use crate::number::decimal::Decimal;
use crate::number::precision::Precision;
use crate::number::quantity::{self, Quantity};
use crate::number::{Number, numbers};
use crate::source::lines::{Body, Line};
use crate::source::occurrence::Occurrence;
use crate::text::lexicon;
use crate::text::plain::plain;
use crate::text::squash::squash;
use crate::text::token::{Kind, Token, tokens};
use crate::text::words;

/// The form in which a thing is found.
enum Key {
    /// A name, folded.
    Name(String),
    /// A word, or the words that a word of another language may stand for.
    Stems(Vec<u64>),
    /// Another number.
    Value(Decimal),
}

/// A text read for what stands how far from what.
struct View<'a> {
    text: &'a str,
    tokens: Vec<Token<'a>>,
    numbers: Vec<Number>,
}

/// A piece of a text, by its bytes.
type Span = (usize, usize);

impl<'a> View<'a> {
    fn new(text: &'a str) -> Self {
        let tokens: Vec<Token<'a>> = tokens(text).collect();
        let numbers = numbers(&tokens);
        Self { text, tokens, numbers }
    }

    fn span(&self, number: &Number) -> Option<Span> {
        let first = self.tokens.get(number.tokens.start)?;
        let last = self.tokens.get(number.tokens.end.checked_sub(1)?)?;
        Some((first.start, last.end()))
    }

    fn spans_of(&self, value: Decimal) -> Vec<Span> {
        let own = self.numbers.iter().filter(|number| number.value == value || number.also == Some(value));
        own.filter_map(|number| self.span(number)).collect()
    }

    fn spans(&self, key: &Key) -> Vec<Span> {
        if let Key::Value(value) = key {
            return self.spans_of(*value);
        }
        let latin = self.tokens.iter().filter(|token| token.kind == Kind::Latin);
        let is_it = |token: &&Token<'_>| match key {
            Key::Name(name) => squash(token.text).trim_end_matches('s') == name,
            Key::Stems(stems) => words::all(token.text).any(|stem| stems.contains(&stem)),
            Key::Value(_) => false,
        };
        latin.filter(is_it).map(|token| (token.start, token.end())).collect()
    }

    /// The distance from a thing to the nearest of some places; `None` if there are none.
    fn distance(&self, thing: Span, places: &[Span]) -> Option<usize> {
        let apart = |place: &Span| {
            let between = if place.0 >= thing.1 { thing.1..place.0 } else { place.1..thing.0.max(place.1) };
            self.text.get(between).map(width)
        };
        places.iter().filter_map(apart).min()
    }
}

/// The width of what stands between two things: so many characters of other scripts, twice as much for a Latin word, and more for
/// what parts one from another.
fn width(between: &str) -> usize {
    const BREAK: usize = 6;
    const PARTS: &str = " and or to from than while whereas but ahead over versus vs against with ";
    const RUNS: [&str; 14] =
        ["와", "과", "및", "보다", "和", "与", "與", "及", "到", "至", "而", "比", "と", "から"];
    let of = |token: Token<'_>| match token.kind {
        Kind::Latin if token.text != "with" && PARTS.contains(&format!(" {} ", token.text)) => BREAK,
        Kind::Latin => 2,
        Kind::Sign if matches!(token.text, "," | ";" | ":" | "(" | ")" | "/" | "、") => BREAK,
        Kind::Sign => 1,
        Kind::Other => {
            let parted = RUNS.iter().any(|run| token.text.starts_with(run) || token.text.ends_with(run));
            token.text.chars().count() + if parted { BREAK } else { 0 }
        }
    };
    tokens(between).map(of).sum()
}

/// So much nearer a number must be than another for a thing to be bound to it, and so near at all.
const NEARER: usize = 2;
const FARTHEST: usize = 16;

fn is_bound(own: Option<usize>, other: Option<usize>) -> bool {
    own.is_some_and(|own| own <= FARTHEST && other.is_none_or(|other| own + NEARER <= other))
}

/// The numbers of a sentence that have changed places with another of its numbers.
pub(crate) fn swapped(claimed: &Claimed<'_>) -> Vec<Number> {
    let sentence = claimed.sentence;
    let judged = |number: &&Number| number.form.has_quantity() && says_amount(sentence, number);
    let numbers: Vec<&Number> = sentence.numbers.iter().filter(judged).collect();
    if numbers.len() < 2 || is_listed(&sentence.tokens) {
        return Vec::new();
    }
    let claim = View::new(sentence.text);
    let sides: Vec<Side<'_>> =
        numbers.into_iter().map(|number| Side::new(number, claim.span(number), claimed)).collect();
    let mut swapped = Vec::new();
    for (at, one) in sides.iter().enumerate() {
        for other in sides.iter().skip(at + 1) {
            let may_swap =
                one.number.value != other.number.value && one.quantity.bit() == other.quantity.bit();
            if may_swap && (Pair { one, other }).is_crossed(&claim) {
                swapped.extend([one.number.clone(), other.number.clone()]);
            }
        }
    }
    swapped
}

/// True for lists that belong together item by item, where the nearest is not what belongs to a number.
fn is_listed(tokens: &[Token<'_>]) -> bool {
    const WORDS: [&str; 5] = ["respectively", "각각", "分别", "分別", "それぞれ"];
    tokens.iter().any(|token| WORDS.iter().any(|word| token.text.contains(word)))
}

/// A number of the claim, and the source around its occurrences.
struct Side<'a> {
    number: &'a Number,
    /// Its place in the claim.
    span: Option<Span>,
    quantity: Quantity,
    basis: Basis<'a>,
    places: OnceCell<Vec<Place<'a>>>,
}

/// The source around an occurrence of a number.
enum Place<'a> {
    Line(View<'a>),
    /// The headings of a cell's row and column.
    Cell(Vec<&'a str>),
}

impl<'a> Side<'a> {
    fn new(number: &'a Number, span: Option<Span>, claimed: &Claimed<'a>) -> Self {
        let quantity = quantity::quantity(&claimed.sentence.tokens, number);
        Self { number, span, quantity, basis: claimed.basis, places: OnceCell::new() }
    }

    fn places(&self) -> &[Place<'a>] {
        /// Occurrences of a number that are looked at.
        const MOST: usize = 24;
        self.places.get_or_init(|| {
            let spots = self.basis.source.spots(self.number, self.quantity, Precision::Exact);
            spots.iter().take(MOST).filter_map(|spot| self.place(spot)).collect()
        })
    }

    /// Reads the source around an occurrence; `None` where the nearest is not what belongs to a number.
    fn place(&self, spot: &Occurrence) -> Option<Place<'a>> {
        match &self.basis.lines.get(spot.line as usize)?.body {
            Body::Row(pieces) => {
                let column = spot.column.and_then(|column| self.basis.lines.get(column as usize));
                let rows = pieces.iter().filter(|piece| piece.column.is_none()).map(|piece| piece.text);
                Some(Place::Cell(rows.chain(column.into_iter().flat_map(Line::texts)).collect()))
            }
            Body::Text(_) => {
                let line = View::new(self.basis.source.plain_line(spot.line));
                (!is_listed(&line.tokens)).then_some(Place::Line(line))
            }
            Body::Columns(_) => None,
        }
    }

    /// True if the source binds a thing to this number rather than to another.
    fn binds(&self, key: &Key, other: &Side<'_>) -> bool {
        self.places().iter().any(|place| match place {
            Place::Cell(headings) => {
                headings.iter().any(|heading| !View::new(&plain(heading)).spans(key).is_empty())
            }
            Place::Line(line) => {
                let (own, other) = (line.spans_of(self.number.value), line.spans_of(other.number.value));
                line.spans(key)
                    .into_iter()
                    .any(|thing| is_bound(line.distance(thing, &own), line.distance(thing, &other)))
            }
        })
    }
}

/// Two numbers of a claim.
struct Pair<'p, 'a> {
    one: &'p Side<'a>,
    other: &'p Side<'a>,
}

impl Pair<'_, '_> {
    /// True if nothing that the claim binds to one number is bound to it in the source, and things of both are bound to the other.
    fn is_crossed(&self, claim: &View<'_>) -> bool {
        let (mut straight, mut of_one, mut of_other) = (0, 0, 0);
        for (key, span) in self.things(claim) {
            let near = |side: &Side<'_>| claim.distance(span, side.span.as_slice());
            let (one, other) = (near(self.one), near(self.other));
            let (own, turned, crossed) = if is_bound(one, other) {
                (self.one, self.other, &mut of_one)
            } else if is_bound(other, one) {
                (self.other, self.one, &mut of_other)
            } else {
                continue;
            };
            match (own.binds(&key, turned), turned.binds(&key, own)) {
                (true, false) => straight += 1,
                (false, true) => *crossed += 1,
                _ => {}
            }
        }
        straight == 0 && of_one > 0 && of_other > 0
    }

    /// The things of a claim beside the two numbers.
    fn things(&self, claim: &View<'_>) -> Vec<(Key, Span)> {
        let mut things = Vec::new();
        for number in &claim.numbers {
            let is_own = [self.one, self.other].into_iter().any(|side| side.number.value == number.value);
            if let Some(span) = claim.span(number).filter(|_| !is_own && number.form.has_quantity()) {
                things.push((Key::Value(number.value), span));
            }
        }
        for (at, token) in claim.tokens.iter().enumerate() {
            let in_number = claim.numbers.iter().any(|number| number.tokens.contains(&at));
            match token.kind {
                Kind::Latin if !in_number => things.extend(latin(token)),
                Kind::Other => {
                    let span = |range: Range<usize>| (token.start + range.start, token.start + range.end);
                    let terms = lexicon::places(token.text).into_iter();
                    things.extend(terms.map(|(range, stems)| (Key::Stems(stems.to_vec()), span(range))));
                }
                _ => {}
            }
        }
        things
    }
}

/// A name or word of the claim.
fn latin(token: &Token<'_>) -> Option<(Key, Span)> {
    let coined = token.text.chars().skip(1).any(|c| !c.is_lowercase());
    let key = if coined {
        Key::Name(squash(token.text).trim_end_matches('s').to_owned())
    } else if words::tells(token.text) && token.text.len() > 2 {
        Key::Stems(vec![words::stem(token.text)])
    } else {
        return None;
    };
    Some((key, (token.start, token.end())))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::trial::judge;

    fn found(text: &str, digest: &str) -> usize {
        judge(text, digest, |claimed| swapped(claimed).len())
    }

    const GPUS: &str = "It uses 8 GPUs and 16 layers.";
    const SCORES: &str = "GPT-4 reaches 52.7% accuracy, ahead of Qwen3 with 44.6%.";

    #[rstest]
    #[case(GPUS, "16개의 GPU와 8개의 층을 사용하였다.")]
    #[case(GPUS, "There are 16 GPUs and 8 layers.")]
    #[case(GPUS, "使用了16个GPU和8个层。")]
    #[case(SCORES, "GPT-4는 44.6%로, Qwen3의 52.7%를 능가한다.")]
    #[case(SCORES, "GPT-4达到44.6%，优于Qwen3的52.7%。")]
    #[case(SCORES, "GPT-4 has 44.6%, and Qwen3 has 52.7%.")]
    fn numbers_that_changed_places_are_found(#[case] text: &str, #[case] digest: &str) {
        assert_eq!(found(text, digest), 2);
    }

    #[rstest]
    #[case(GPUS, "8개의 GPU와 16개의 층을 사용하였다.")]
    #[case(GPUS, "There are 16 layers and 8 GPUs.")]
    #[case(SCORES, "Qwen3의 44.6%보다 높은 52.7%를 GPT-4가 달성하였다.")]
    #[case(SCORES, "Qwen3 has 44.6%, GPT-4 52.7%.")]
    #[case("GPT-4 and Qwen3 reach 52.7% and 44.6%, respectively.", "GPT-4 has 52.7%, Qwen3 has 44.6%.")]
    #[case("We add 1 GPU to 3 layers.", "(1) layers, (3) GPU")]
    #[case(SCORES, "GPT-4 and Qwen3 reach 52.7% and 44.6%, respectively.")]
    fn numbers_in_their_places_pass(#[case] text: &str, #[case] digest: &str) {
        assert_eq!(found(text, digest), 0);
    }
}
