//! Collects how many of which things a source counts: three for *three public benchmarks*.

use std::collections::{HashMap, HashSet};

use crate::number::Number;
use crate::number::form::Form;
use crate::number::unit::unit;
use crate::text::token::{Kind, Token};
use crate::text::words;

/// The counts that are compared.
const COUNTS: std::ops::RangeInclusive<u64> = 2..=200;

/// The counts of each thing, by the stem of its plural.
#[derive(Debug, Default)]
pub(super) struct Tally {
    counts: HashMap<u64, HashSet<u64>>,
}

impl Tally {
    /// Adds the counts of a line.
    pub(super) fn add(&mut self, tokens: &[Token<'_>], numbers: &[Number]) {
        let mut next: Option<(&Number, Vec<u64>)> = None;
        for number in numbers.iter().rev() {
            let own = things(tokens, number);
            let listed = next.filter(|(next, _)| own.is_empty() && is_listed(tokens, number, next));
            let own = listed.map_or(own, |(_, things)| things);
            if let Some(count) = count(number) {
                for &stem in &own {
                    self.counts.entry(stem).or_default().insert(count);
                }
            }
            next = Some((number, own));
        }
    }

    /// Returns the only count of a thing, if it is always the same.
    pub(super) fn only(&self, stem: u64) -> Option<u64> {
        let counts = self.counts.get(&stem)?;
        counts.iter().next().copied().filter(|_| counts.len() == 1)
    }
}

/// Returns true for the 3 of `3 and 6 models`.
fn is_listed(tokens: &[Token<'_>], number: &Number, next: &Number) -> bool {
    let between = tokens.get(number.tokens.end..next.tokens.start).unwrap_or_default();
    matches!(between, [join] if matches!(join.text, "and" | "or" | "to" | "," | "-" | "–" | "/"))
}

/// Returns the count that a number may be.
pub(crate) fn count(number: &Number) -> Option<u64> {
    let is_count = matches!(number.form, Form::Digits | Form::Word) && number.also.is_none();
    number.value.small().filter(|count| is_count && COUNTS.contains(count))
}

/// Returns the stems of the plurals right after a number: `scenarios` of `three very different scenarios`.
pub(crate) fn things(tokens: &[Token<'_>], number: &Number) -> Vec<u64> {
    /// The maximum number of words up to a plural.
    const REACH: usize = 4;
    let behind = tokens.get(number.tokens.end..).unwrap_or_default().iter().take(REACH);
    let words = behind.take_while(|token| token.kind == Kind::Latin && words::tells(token.text));
    let plurals = words.filter(|token| {
        let ordinary = token.text.bytes().all(|byte| byte.is_ascii_lowercase());
        ordinary
            && unit(token.text).is_none()
            && token.text.len() > 3
            && token.text.ends_with('s')
            && !token.text.ends_with("ss")
    });
    plurals.take(1).map(|token| words::stem(token.text)).collect()
}
