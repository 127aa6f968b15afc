//! Checks whether a number occurs in the source in the claim's context: near the claim's words, names and other numbers. A mere
//! occurrence is not support, because a paper has hundreds of numbers.
//!
//! English claims are matched by their words; Korean, Chinese and Japanese ones by the terms in the lexicon. A match counts more
//! the closer the word is to the number in the claim, and the fewer lines of the source have it.

mod counterpart;

use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::Deref;
use std::rc::Rc;

use crate::checks::Certainty;
use crate::checks::address::Written;
use crate::number::Number;
use crate::number::decimal::Decimal;
use crate::number::precision;
use crate::number::quantity::{self, Quantity};
use crate::sentence::Sentence;
use crate::source::Source;
use crate::source::lines::{Body, Line};
use crate::source::occurrence::Occurrence;
use crate::text::lexicon;
use crate::text::plain::plain;
use crate::text::token::{Kind, Token};
use crate::text::words;

/// Everything that a digest is checked against.
#[derive(Clone, Copy)]
pub(crate) struct Basis<'a> {
    pub(crate) lines: &'a [Line<'a>],
    pub(crate) source: &'a Source,
    pub(crate) written: &'a Written<'a>,
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

/// An index of the terms of a digest's claims: which lines of the source contain them.
#[derive(Debug, Default)]
pub(crate) struct Places {
    /// The indices of the terms with a stem.
    of: HashMap<u64, Vec<u32>>,
    /// The index of the term with these stems.
    terms: HashMap<Vec<u64>, u32>,
    /// The lines that contain each term, ascending.
    lines: Vec<Vec<u32>>,
    /// The group of each line, and the heading or caption above it.
    groups: Vec<(usize, Option<u32>)>,
}

/// A word or name of a claim.
#[derive(Debug)]
struct Term {
    /// The index of its token in the claim.
    at: usize,
    stems: Vec<u64>,
    weight: f32,
}

/// The weights of an English word, a name, a word of another language and a number.
const WORD: f32 = 1.0;
const NAME: f32 = 1.5;
const FOREIGN: f32 = 0.8;
const NUMBER: f32 = 1.2;

/// Returns the words and names of a sentence.
fn terms(sentence: &Sentence<'_>) -> Vec<Term> {
    let number = |at: usize| sentence.numbers.iter().any(|number| number.tokens.contains(&at));
    let mut terms = Vec::new();
    for (at, token) in sentence.tokens.iter().enumerate() {
        match token.kind {
            Kind::Latin if !number(at) => latin(at, token, &mut terms),
            Kind::Other => terms.extend(lexicon::terms(token.text).map(|stems| Term {
                at,
                stems: stems.to_vec(),
                weight: FOREIGN,
            })),
            _ => {}
        }
    }
    terms
}

fn latin(at: usize, token: &Token<'_>, terms: &mut Vec<Term>) {
    for part in token.text.split(|c: char| !c.is_alphanumeric()) {
        let coined = part.chars().skip(1).any(|c| c.is_uppercase() || c.is_ascii_digit());
        let short = part.len() < 2 || part.len() == 2 && !coined;
        if !short && words::tells(part) {
            let weight = if coined { NAME } else { WORD };
            terms.push(Term { at, stems: vec![words::stem(part)], weight });
        }
    }
}

impl Places {
    /// Indexes the terms of the claims, in one pass over the lines of the source.
    pub(crate) fn new<'a>(
        claims: impl Iterator<Item = &'a str>,
        lines: &[Line<'_>],
        source: &Source,
    ) -> Self {
        let above = |line: &Line<'_>| line.above.and_then(|above| u32::try_from(above).ok());
        let groups = lines.iter().map(|line| (line.group, above(line))).collect();
        let mut places = Self { groups, ..Self::default() };
        for claim in claims {
            for term in terms(&Sentence::new(&plain(claim))) {
                places.want(term.stems);
            }
        }
        for (at, line) in (0_u32..).zip(source.plain_lines()) {
            words::all(line).for_each(|stem| places.note(stem, at));
        }
        places
    }

    /// Records that a line contains a stem.
    fn note(&mut self, stem: u64, line: u32) {
        for &term in self.of.get(&stem).into_iter().flatten() {
            let Some(lines) = self.lines.get_mut(term as usize) else { continue };
            if lines.last() != Some(&line) {
                lines.push(line);
            }
        }
    }

    fn want(&mut self, stems: Vec<u64>) {
        if self.terms.contains_key(&stems) {
            return;
        }
        let Ok(at) = u32::try_from(self.lines.len()) else { return };
        for &stem in &stems {
            self.of.entry(stem).or_default().push(at);
        }
        self.terms.insert(stems, at);
        self.lines.push(Vec::new());
    }

    fn lines_of(&self, stems: &[u64]) -> &[u32] {
        let at = self.terms.get(stems).copied();
        at.and_then(|at| self.lines.get(at as usize)).map_or(&[], Vec::as_slice)
    }

    /// Returns the weight of a term that this many lines contain: the fewer, the higher.
    fn rarity(&self, lines: usize) -> f32 {
        ((self.groups.len() + 1) as f32 / (lines + 1) as f32).ln().max(0.1)
    }

    /// Returns how near an occurrence is to these lines: 1 in its own line or column heading, less beside or below.
    fn nearness(&self, lines: &[u32], spot: Occurrence) -> f32 {
        const BESIDE: f32 = 0.75;
        const ABOVE: f32 = 0.6;
        let has = |line: u32| lines.binary_search(&line).is_ok();
        if has(spot.line) || spot.column.is_some_and(has) {
            return 1.0;
        }
        let Some(&(group, above)) = self.groups.get(spot.line as usize) else { return 0.0 };
        let beside = |line: Option<u32>| {
            line.is_some_and(|line| {
                has(line) && self.groups.get(line as usize).is_some_and(|other| other.0 == group)
            })
        };
        if beside(spot.line.checked_sub(1)) || beside(spot.line.checked_add(1)) {
            return BESIDE;
        }
        if above.is_some_and(has) { ABOVE } else { 0.0 }
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
        Self(vec![0.0; places.groups.len()])
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
    pub(crate) fn passage(&self, at: usize) -> Passage {
        /// The minimum weight, apart from rarity, at which a line can be identified: a word and a number, or two words.
        const LEAST: f32 = 1.2;
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
        if plain >= LEAST {
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
