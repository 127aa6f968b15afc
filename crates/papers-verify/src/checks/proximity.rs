//! Checks whether a number occurs in the source in the claim's context: near the claim's words, names and other numbers. A mere
//! occurrence is not support, because a paper has hundreds of numbers.
//!
//! English claims are matched by their words; Korean, Chinese and Japanese ones by the terms in the lexicon. A match counts more
//! the closer the word is to the number in the claim, and the fewer lines of the source have it.

mod counterpart;
mod places;

use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::Deref;
use std::rc::Rc;

use crate::checks::Certainty;
use crate::checks::address::Texts;
use crate::number::Number;
use crate::number::decimal::Decimal;
use crate::number::precision;
use crate::number::quantity::{self, Quantity};
use crate::sentence::Sentence;
use crate::source::Source;
use crate::source::lines::{Body, Line};
use crate::source::occurrence::Occurrence;
use places::{NUMBER, Term, terms};

pub(crate) use places::Places;

/// Everything that a digest is checked against.
#[derive(Clone, Copy)]
pub(crate) struct Basis<'a> {
    pub(crate) lines: &'a [Line<'a>],
    pub(crate) source: &'a Source,
    pub(crate) texts: &'a Texts<'a>,
    /// Built on first use.
    pub(crate) places: &'a dyn Deref<Target = Places>,
}

impl Basis<'_> {
    /// Returns true if one of these is in a column heading of a table, whose meaning depends on the cells below.
    pub(crate) fn has_heading(&self, spots: &[Occurrence]) -> bool {
        let heads = |spot: &Occurrence| {
            let line = self.lines.get(spot.line as usize);
            line.is_some_and(|line| matches!(line.body, Body::Columns(_)))
        };
        spots.iter().any(heads)
    }
}

/// A term or number of a claim.
struct Thing {
    /// The index of its token.
    at: usize,
    /// The words by which it is found in the source, if it is a term.
    stems: Vec<u64>,
    /// The index of the lines of the source that contain it.
    lines: usize,
    /// Its weight, before its distance from the number is taken into account.
    weight: f32,
}

/// A number of a claim and its occurrences in the source.
struct Placed<'a> {
    number: &'a Number,
    spots: Vec<Occurrence>,
    quantity: Quantity,
    thing: Thing,
}

/// The maximum number of numbers in a sentence whose context is compared. A sentence with more is a table.
pub(crate) const MOST_NUMBERS: usize = 40;

/// A sentence of a digest with the occurrences of its terms and numbers in the source.
pub(crate) struct Claim<'a> {
    basis: Basis<'a>,
    words: Vec<Thing>,
    numbers: Vec<Placed<'a>>,
    lines: LineSets,
}

/// Sets of lines, each once: a sentence may repeat a term many times.
#[derive(Default)]
struct LineSets {
    sets: Vec<Rc<[u32]>>,
    indices: HashMap<Rc<[u32]>, usize>,
}

impl LineSets {
    /// Returns the index of a set, which is added if it is new.
    fn index(&mut self, lines: &[u32]) -> usize {
        if let Some(&at) = self.indices.get(lines) {
            return at;
        }
        let lines: Rc<[u32]> = lines.into();
        self.sets.push(Rc::clone(&lines));
        self.indices.insert(lines, self.sets.len() - 1);
        self.sets.len() - 1
    }

    /// Returns the sets that are not empty, each with the weight of all things that have it.
    fn weighted<'s>(&'s self, things: impl Iterator<Item = (&'s Thing, f32)>) -> Vec<(&'s [u32], f32)> {
        let mut weights: Vec<Option<f32>> = vec![None; self.sets.len()];
        for (thing, weight) in things {
            if let Some(sum) = weights.get_mut(thing.lines) {
                *sum.get_or_insert_default() += weight;
            }
        }
        let sets = self.sets.iter().zip(weights).filter(|(lines, _)| !lines.is_empty());
        sets.filter_map(|(lines, weight)| Some((&**lines, weight?))).collect()
    }
}

/// A sentence with all that it is checked against, and its claim, which is built when it is first used.
pub(crate) struct Claimed<'a> {
    pub(crate) sentence: &'a Sentence<'a>,
    pub(crate) basis: Basis<'a>,
    claim: OnceCell<Claim<'a>>,
}

impl<'a> Claimed<'a> {
    pub(crate) const fn new(sentence: &'a Sentence<'a>, basis: Basis<'a>) -> Self {
        Self { sentence, basis, claim: OnceCell::new() }
    }

    pub(crate) fn claim(&self) -> &Claim<'a> {
        self.claim.get_or_init(|| Claim::new(self.sentence, self.basis))
    }
}

impl<'a> Claim<'a> {
    /// Looks up the terms and numbers of a sentence in the source.
    pub(crate) fn new(sentence: &'a Sentence<'_>, basis: Basis<'a>) -> Self {
        let mut sets = LineSets::default();
        let word = |term: Term| {
            let lines = basis.places.lines_of(&term.stems);
            let weight = term.weight * basis.places.rarity(lines.len());
            Thing { at: term.at, stems: term.stems, weight, lines: sets.index(lines) }
        };
        let words = terms(sentence).into_iter().map(word).collect();
        let numbers = sentence.numbers.iter().filter(|number| number.form.has_quantity());
        let numbers = numbers.filter(|_| sentence.numbers.len() <= MOST_NUMBERS);
        let numbers = numbers.map(|number| placed(sentence, number, basis, &mut sets)).collect();
        Self { basis, words, numbers, lines: sets }
    }

    /// Returns the occurrences of a number of the claim in the source.
    pub(crate) fn spots_of(&self, number: &Number) -> &[Occurrence] {
        let own = self.numbers.iter().find(|own| own.number.tokens == number.tokens);
        own.map_or(&[], |own| &own.spots)
    }

    /// Returns how certain it is that the source has the number only in another context; `None` if it is not.
    /// A number in a column heading applies to all rows and is not judged.
    pub(crate) fn misplaced(&self, number: &Number) -> Option<Certainty> {
        let own = self.numbers.iter().find(|own| own.number.tokens == number.tokens)?;
        if own.spots.is_empty() || self.basis.has_heading(&own.spots) {
            return None;
        }
        self.replaced(own, &self.around(number))
    }

    /// Returns true if these places have about as much of the claim around a number as any line of the source.
    pub(crate) fn is_about(&self, number: &Number, spots: &[Occurrence]) -> bool {
        /// The minimum share, relative to that of the best line.
        const SHARE: f32 = 0.6;
        let around = self.around(number);
        let here = spots.iter().map(|&spot| around.share(spot)).fold(0.0, f32::max);
        let best = around.nearest().map(|line| around.share(Occurrence { line, column: None }));
        here >= SHARE * best.fold(0.0, f32::max)
    }

    /// Collects the other terms and numbers of the claim, weighted by their distance from this number.
    fn around(&self, number: &Number) -> Surroundings<'_> {
        let close =
            |at: usize| closeness(at.abs_diff(number.tokens.start).min(at.abs_diff(number.tokens.end)));
        let is_other =
            |other: &&Placed<'_>| other.number.tokens != number.tokens && other.number.value != number.value;
        let others = self.numbers.iter().filter(is_other).map(|other| &other.thing);
        let things = self.words.iter().chain(others);
        let things = self.lines.weighted(things.map(|thing| (thing, thing.weight * close(thing.at))));
        let all = things.iter().map(|(_, weight)| weight).sum();
        Surroundings { places: self.basis.places, things, all }
    }
}

/// Returns the share of a weight that is left at a distance in tokens.
pub(crate) fn closeness(distance: usize) -> f32 {
    /// The distance at which a weight is halved.
    const HALF: f32 = 10.0;
    HALF / (HALF + distance as f32)
}

/// The weight of a claim that each line of the source has.
struct Weights(Vec<f32>);

impl Weights {
    fn new(places: &Places) -> Self {
        Self(vec![0.0; places.count()])
    }

    fn add(&mut self, lines: &[u32], weight: f32) {
        for &line in lines {
            if let Some(own) = self.0.get_mut(line as usize) {
                *own += weight;
            }
        }
    }

    /// Returns the lines with a third of the highest weight or more, best first.
    fn best(self) -> Vec<(u32, f32)> {
        const LEAST: f32 = 1.0 / 3.0;
        let most = self.0.iter().copied().fold(0.0, f32::max);
        let fits = |&(_, weight): &(u32, f32)| weight > 0.0 && weight >= LEAST * most;
        let mut best: Vec<(u32, f32)> = (0..).zip(self.0).filter(fits).collect();
        best.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        best
    }
}

/// The weight of a word and a number, or of two words, and that of a number right beside a word.
pub(crate) const TWO_WORDS: f32 = 1.2;
pub(crate) const NUMBER_BESIDE: f32 = 0.8;

/// The statements of a claim near one of its tokens, with the lines of the source that have most of them.
pub(crate) struct Passage {
    /// The lines with the share of the weight that each has, best first, down to a third of the best.
    pub(crate) lines: Vec<(u32, f32)>,
    /// The weight of each term by its stems, and of each number.
    pub(crate) stems: HashMap<u64, f32>,
    pub(crate) values: HashMap<Decimal, f32>,
}

impl Claim<'_> {
    /// Returns the lines with most of the claim's terms near a token; none if the source has too few of them.
    ///
    /// `least` is the minimum weight, apart from rarity, at which a line can be identified.
    pub(crate) fn passage(&self, at: usize, least: f32) -> Passage {
        let mut passage = Passage { lines: Vec::new(), stems: HashMap::new(), values: HashMap::new() };
        let mut things = Vec::new();
        let numbers = self.numbers.iter().map(|placed| (&placed.thing, Some(placed.number.value)));
        for (thing, value) in self.words.iter().map(|word| (word, None)).chain(numbers) {
            let weight = thing.weight * closeness(thing.at.abs_diff(at));
            things.push((thing, weight));
            thing.stems.iter().for_each(|&stem| *passage.stems.entry(stem).or_default() += weight);
            passage.values.extend(value.map(|value| (value, weight)));
        }
        let mut own = Weights::new(self.basis.places);
        let (mut all, mut plain) = (0.0, 0.0);
        for (lines, weight) in self.lines.weighted(things.into_iter()) {
            all += weight;
            plain += weight / self.basis.places.rarity(lines.len());
            own.add(lines, weight);
        }
        if plain >= least {
            passage.lines = own.best();
            passage.lines.iter_mut().for_each(|(_, weight)| *weight /= all);
        }
        passage
    }
}

fn placed<'a>(
    sentence: &Sentence<'_>,
    number: &'a Number,
    basis: Basis<'_>,
    sets: &mut LineSets,
) -> Placed<'a> {
    let precision = precision::precision(&sentence.tokens, &number.tokens);
    let quantity = quantity::quantity(&sentence.tokens, number);
    let spots = basis.source.spots(number, quantity, precision);
    let mut lines: Vec<u32> = spots.iter().map(|spot| spot.line).collect();
    lines.sort_unstable();
    lines.dedup();
    let weight = NUMBER * basis.places.rarity(lines.len());
    Placed {
        number,
        spots,
        quantity,
        thing: Thing { at: number.tokens.start, stems: Vec::new(), lines: sets.index(&lines), weight },
    }
}

/// The other terms and numbers around one number of a claim.
struct Surroundings<'a> {
    places: &'a Places,
    /// For each of them, the lines that contain it and its weight.
    things: Vec<(&'a [u32], f32)>,
    all: f32,
}

impl Surroundings<'_> {
    /// Returns the share of the total weight that is near an occurrence.
    fn share(&self, spot: Occurrence) -> f32 {
        let near = self.things.iter().map(|(lines, weight)| weight * self.places.nearness(lines, spot));
        near.sum::<f32>() / self.all.max(f32::EPSILON)
    }

    /// Returns the lines with the highest weight of their own, which nearly always include the one with the largest share.
    fn nearest(&self) -> impl Iterator<Item = u32> {
        const TRIED: usize = 5;
        let mut own = Weights::new(self.places);
        self.things.iter().for_each(|&(lines, weight)| own.add(lines, weight));
        own.best().into_iter().take(TRIED).map(|(line, _)| line)
    }
}
