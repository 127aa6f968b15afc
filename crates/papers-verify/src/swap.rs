//! Judges whether two numbers of a sentence have changed places: what the claim binds to one of them, the source binds to the
//! other. A thing is bound to the number nearest to it, where another is not nearly as near: `8 GPUs and 16 layers`; in a table, to
//! the cells of its row or column.

use std::ops::Range;

use super::decimal::Decimal;
use super::figure::{Figure, figures};
use super::lexicon;
use super::lines::{Body, Line};
use super::numbers::says_amount;
use super::occurrence::Occurrence;
use super::plain::plain;
use super::precision::Precision;
use super::proximity::{Basis, Claimed};
use super::quantity::{self, Quantity};
use super::squash::squash;
use super::token::{Kind, Token, tokens};
use super::words;

/// What a thing is found by.
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
    figures: Vec<Figure>,
}

/// A piece of a text, by its bytes.
type Span = (usize, usize);

impl<'a> View<'a> {
    fn new(text: &'a str) -> Self {
        let tokens: Vec<Token<'a>> = tokens(text).collect();
        let figures = figures(&tokens);
        Self { text, tokens, figures }
    }

    fn span(&self, figure: &Figure) -> Option<Span> {
        let first = self.tokens.get(figure.tokens.start)?;
        let last = self.tokens.get(figure.tokens.end.checked_sub(1)?)?;
        Some((first.start, last.end()))
    }

    fn spans_of(&self, value: Decimal) -> Vec<Span> {
        let own = self.figures.iter().filter(|figure| figure.value == value || figure.also == Some(value));
        own.filter_map(|figure| self.span(figure)).collect()
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

    /// How far a thing is from the nearest of some places; nothing for none.
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
pub(super) fn swapped(claimed: &Claimed<'_>) -> Vec<Figure> {
    let sentence = claimed.sentence;
    let judged = |figure: &&Figure| figure.form.is_number() && says_amount(sentence, figure);
    let numbers: Vec<&Figure> = sentence.figures.iter().filter(judged).collect();
    if numbers.len() < 2 || is_listed(&sentence.tokens) {
        return Vec::new();
    }
    let claim = View::new(sentence.text);
    let mut swapped = Vec::new();
    for (at, one) in numbers.iter().enumerate() {
        for other in numbers.iter().skip(at + 1).filter(|other| other.value != one.value) {
            let pair =
                Pair { one: Side::new(one, claimed), other: Side::new(other, claimed), basis: claimed.basis };
            if pair.one.quantity.bit() == pair.other.quantity.bit() && pair.is_crossed(&claim) {
                swapped.extend([(*one).clone(), (*other).clone()]);
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

/// One of two numbers.
struct Side<'a> {
    figure: &'a Figure,
    quantity: Quantity,
    spots: Vec<Occurrence>,
}

impl<'a> Side<'a> {
    fn new(figure: &'a Figure, claimed: &Claimed<'_>) -> Self {
        let quantity = quantity::quantity(&claimed.sentence.tokens, figure);
        let spots = claimed.basis.source.spots(figure, quantity, Precision::Exact);
        Self { figure, quantity, spots }
    }
}

struct Pair<'a> {
    one: Side<'a>,
    other: Side<'a>,
    basis: Basis<'a>,
}

impl Pair<'_> {
    /// True if nothing that the claim binds to one number is bound to it in the source, and things of both are bound to the other.
    fn is_crossed(&self, claim: &View<'_>) -> bool {
        let (mut straight, mut crossed) = (0, [0, 0]);
        for (key, span) in self.things(claim) {
            let near = |side: &Side<'_>| {
                claim.distance(span, &claim.span(side.figure).into_iter().collect::<Vec<_>>())
            };
            let (one, other) = (near(&self.one), near(&self.other));
            let (own, turned, at) = if is_bound(one, other) {
                (&self.one, &self.other, 0)
            } else if is_bound(other, one) {
                (&self.other, &self.one, 1)
            } else {
                continue;
            };
            match (self.binds(&key, own, turned), self.binds(&key, turned, own)) {
                (true, false) => straight += 1,
                (false, true) => {
                    if let Some(crossed) = crossed.get_mut(at) {
                        *crossed += 1;
                    }
                }
                _ => {}
            }
        }
        straight == 0 && crossed.iter().all(|&side| side > 0)
    }

    /// The things of a claim beside the two numbers.
    fn things(&self, claim: &View<'_>) -> Vec<(Key, Span)> {
        let mut things = Vec::new();
        for figure in &claim.figures {
            let is_own = [&self.one, &self.other].into_iter().any(|side| side.figure.value == figure.value);
            if let Some(span) = claim.span(figure).filter(|_| !is_own && figure.form.is_number()) {
                things.push((Key::Value(figure.value), span));
            }
        }
        for (at, token) in claim.tokens.iter().enumerate() {
            let in_figure = claim.figures.iter().any(|figure| figure.tokens.contains(&at));
            match token.kind {
                Kind::Latin if !in_figure => things.extend(latin(token)),
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

    /// True if the source binds a thing to one number rather than to the other.
    fn binds(&self, key: &Key, own: &Side<'_>, other: &Side<'_>) -> bool {
        /// Occurrences of a number that are looked at.
        const MOST: usize = 24;
        own.spots.iter().take(MOST).any(|spot| {
            match self.basis.lines.get(spot.line as usize).map(|line| &line.body) {
                Some(Body::Row(pieces)) => {
                    let column = spot.column.and_then(|column| self.basis.lines.get(column as usize));
                    let rows = pieces.iter().filter(|piece| piece.column.is_none()).map(|piece| piece.text);
                    rows.chain(column.into_iter().flat_map(Line::texts))
                        .any(|heading| !View::new(&plain(heading)).spans(key).is_empty())
                }
                Some(Body::Text(_)) => {
                    let line = View::new(self.basis.source.plain_line(spot.line));
                    if is_listed(&line.tokens) {
                        return false;
                    }
                    let (own, other) = (line.spans_of(own.figure.value), line.spans_of(other.figure.value));
                    line.spans(key)
                        .into_iter()
                        .any(|thing| is_bound(line.distance(thing, &own), line.distance(thing, &other)))
                }
                _ => false,
            }
        })
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
