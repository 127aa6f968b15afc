//! Arranges the sentences of a list in lines. If a list has more sentences than lines, adjacent sentences of the abstract share
//! one.

use super::candidate::Candidate;
use super::choice::Choice;
use super::context::Dependence;
use super::slot::Slot;
use papers_paper::SectionName;

/// The maximum length in words of a line with several sentences, unless the second depends on the first.
const LINE: usize = 90;

/// The same where a sentence would be left out otherwise, and for a statement of the introduction.
pub(super) const LONGEST: usize = 180;

impl Choice<'_> {
    /// Returns the sentences of a part that share a line with the one before them, so that it has at most `most` lines if possible.
    /// Those that continue the one before are joined first, then those that make the shortest lines.
    pub(super) fn joined(&self, slot: Slot, most: usize) -> Vec<usize> {
        let own = self.own(slot);
        let surplus = own.len().saturating_sub(most);
        if slot.place().0 == SectionName::Introduction {
            return own.into_iter().skip(1).take(surplus).collect();
        }
        let mut joined = self.continuing(slot);
        joined.truncate(surplus);
        while joined.len() < surplus {
            let free = own.iter().copied().filter(|index| !joined.contains(index));
            let Some((_, next)) = free.filter_map(|next| Some((self.line(&own, &joined, next)?, next))).min()
            else {
                break;
            };
            joined.push(next);
        }
        joined
    }

    /// Returns the number of lines of a part with at most `most` lines if possible.
    pub(super) fn lines(&self, slot: Slot, most: usize) -> usize {
        self.count(slot) - self.joined(slot, most).len()
    }

    /// Returns how good a line is that a sentence of the abstract would share with the one before it there, the best first: whether
    /// it is longer than usual, whether the two are apart in the abstract, and its number of words.
    fn line(&self, own: &[usize], joined: &[usize], next: usize) -> Option<(bool, bool, usize)> {
        let at = own.iter().position(|&index| index == next)?;
        let before = *own.get(at.checked_sub(1)?)?;
        if !self.is_in_abstract(before) || !self.is_in_abstract(next) {
            return None;
        }
        let from = (0..at).rev().find(|&at| own.get(at).is_some_and(|index| !joined.contains(index)))?;
        let later = own.iter().skip(at + 1).take_while(|index| joined.contains(index));
        let line = own.get(from..=at).into_iter().flatten().chain(later);
        let words = line.filter_map(|&index| self.candidates.get(index)).map(|c| c.words).sum();
        (words <= LONGEST).then_some((words > LINE, before + 1 != next, words))
    }

    /// Returns the sentences of a part, in reading order.
    fn own(&self, slot: Slot) -> Vec<usize> {
        let own = self.chosen.iter().filter(|chosen| chosen.0 == slot);
        let mut own: Vec<usize> = own.map(|chosen| chosen.1).collect();
        own.sort_unstable();
        own
    }

    /// Returns the sentences of a list that continue the one before them there.
    pub(super) fn continuing(&self, slot: Slot) -> Vec<usize> {
        let continues = |index: &usize| {
            let needs = |c: &Candidate<'_>| c.dependence != Dependence::Alone || c.is_tied();
            let after = index.checked_sub(1).is_some_and(|before| self.chosen.contains(&(slot, before)));
            after && self.is_in_abstract(*index) && self.is(*index, needs)
        };
        self.own(slot).into_iter().filter(continues).collect()
    }
}
