//! Indexes the terms of a digest's claims: which lines of the source contain them, and how near an occurrence is to these.

use std::collections::HashMap;

use crate::sentence::Sentence;
use crate::source::Source;
use crate::source::lines::Line;
use crate::source::occurrence::Occurrence;
use crate::text::lexicon;
use crate::text::plain::plain;
use crate::text::token::{Kind, Token};
use crate::text::words;

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
pub(super) struct Term {
    /// The index of its token in the claim.
    pub(super) at: usize,
    pub(super) stems: Vec<u64>,
    pub(super) weight: f32,
}

/// The weights of an English word, a name, a word of another language and a number.
const WORD: f32 = 1.0;
const NAME: f32 = 1.5;
const FOREIGN: f32 = 0.8;
pub(super) const NUMBER: f32 = 1.2;

/// Returns the words and names of a sentence.
pub(super) fn terms(sentence: &Sentence<'_>) -> Vec<Term> {
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

    /// Adds a term to the index.
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

    pub(super) fn lines_of(&self, stems: &[u64]) -> &[u32] {
        let at = self.terms.get(stems).copied();
        at.and_then(|at| self.lines.get(at as usize)).map_or(&[], Vec::as_slice)
    }

    /// Returns the number of lines of the source.
    pub(super) fn count(&self) -> usize {
        self.groups.len()
    }

    /// Returns the weight of a term that this many lines contain: the fewer, the higher.
    pub(super) fn rarity(&self, lines: usize) -> f32 {
        ((self.groups.len() + 1) as f32 / (lines + 1) as f32).ln().max(0.1)
    }

    /// Returns how near an occurrence is to these lines: 1 in its own line or column heading, less beside or below.
    pub(super) fn nearness(&self, lines: &[u32], spot: Occurrence) -> f32 {
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
