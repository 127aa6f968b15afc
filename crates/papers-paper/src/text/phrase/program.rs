//! Patterns as steps, which `parse` emits.

use super::index::{Beginning, Thread};
use super::look::{Look, Looks};
use super::set::{Kinds, Set, Sets, kind};

/// A step of a pattern. Distances are relative to the step, so that steps can be moved and repeated while a pattern is parsed.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    /// Matches bytes of [`Program::texts`], with or without regard to case.
    Text { start: u32, length: u16, fold: bool },
    /// Matches one byte of a set, by its index in [`Program::sets`].
    Set(u16),
    /// Matches as many bytes of a set as possible except for the last `back`, then continues at a step that can only match there.
    Run { set: u16, onward: i32, back: u8 },
    /// Matches at most so many bytes of a set.
    Reach { set: u16, most: u16, greedy: bool },
    /// Checks an assertion.
    Look(Look),
    /// Continues with the next step, or else at another one; in the opposite order if it is not greedy.
    Split { other: i32, greedy: bool },
    /// Continues at another step.
    Jump(i32),
    /// The pattern matches.
    Match,
}

/// Patterns as steps.
#[derive(Debug, Default)]
pub(super) struct Program {
    steps: Vec<Step>,
    /// For each step, the kinds of bytes that a match from there can begin with.
    firsts: Vec<Kinds>,
    texts: Vec<u8>,
    sets: Sets,
}

/// Emits steps.
impl Program {
    /// Returns the index of the next step that is emitted.
    pub(super) fn end(&self) -> usize {
        self.steps.len()
    }

    /// Emits a text of one byte.
    pub(super) fn push_text(&mut self, byte: u8, fold: bool) {
        let start = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.steps.push(Step::Text { start, length: 1, fold });
        self.texts.push(byte);
    }

    /// Adds a byte to the text that was just emitted.
    pub(super) fn lengthen_text(&mut self, byte: u8) {
        if let Some(Step::Text { length, .. }) = self.steps.last_mut() {
            *length += 1;
            self.texts.push(byte);
        }
    }

    pub(super) fn push_set(&mut self, set: Set) {
        let set = self.sets.place(set);
        self.steps.push(Step::Set(set));
    }

    pub(super) fn push_look(&mut self, look: Look) {
        self.steps.push(Step::Look(look));
    }

    /// Ends an alternative, which begins at `start` and is preferred to the next one. Returns its last step, a jump to be
    /// set by [`join()`](Self::join).
    pub(super) fn end_alternative(&mut self, start: usize) -> usize {
        let other = distance(start, self.end() + 2);
        self.steps.insert(start, Step::Split { other, greedy: true });
        self.steps.push(Step::Jump(0));
        self.end() - 1
    }

    /// Sets the jumps at the ends of alternatives to the next step.
    pub(super) fn join(&mut self, jumps: &[usize]) {
        let end = self.end();
        for &jump in jumps {
            self.set_step(jump, Step::Jump(distance(jump, end)));
        }
    }

    /// Repeats the steps from `start` on at least and at most so many times.
    pub(super) fn repeat(&mut self, start: usize, least: usize, most: Option<usize>, greedy: bool) {
        let once = self.steps.split_off(start);
        for _ in 0..least {
            self.steps.extend(&once);
        }
        let length = once.len() + 1;
        if let (Some(most), [Step::Set(set)]) = (most.filter(|most| *most > least), once.as_slice()) {
            let most = u16::try_from(most - least).unwrap_or(u16::MAX);
            self.steps.push(Step::Reach { set: *set, most, greedy });
        } else if let Some(most) = most {
            for left in (least..most).rev().map(|more| more + 1 - least) {
                self.steps.push(Step::Split { other: distance(0, left * length), greedy });
                self.steps.extend(&once);
            }
        } else {
            self.steps.push(Step::Split { other: distance(0, length + 1), greedy });
            self.steps.extend(&once);
            self.steps.push(Step::Jump(distance(length, 0)));
        }
    }

    /// Ends a pattern that begins at `start` and has loops within loops up to this depth.
    pub(super) fn finish(&mut self, start: usize, loops: usize) {
        self.steps.push(Step::Match);
        self.find_firsts(start, loops);
        self.find_runs(start);
    }

    fn set_step(&mut self, at: usize, step: Step) {
        if let Some(place) = self.steps.get_mut(at) {
            *place = step;
        }
    }

    /// Computes the bytes with which each step of a pattern can begin. Except for loops, all steps lead forward, so that one pass
    /// from the end is sufficient, and one more for each level of nested loops.
    fn find_firsts(&mut self, start: usize, loops: usize) {
        self.firsts.resize(self.steps.len(), 0);
        for _ in 0..=loops {
            for at in (start..self.steps.len()).rev() {
                let first = self.first_of(at);
                if let Some(place) = self.firsts.get_mut(at) {
                    *place = first;
                }
            }
        }
    }

    fn first_of(&self, at: usize) -> Kinds {
        match self.step(at) {
            Some(Step::Text { start, .. }) => 1 << kind(self.texts.get(start as usize)),
            Some(Step::Set(set)) => self.sets.kinds(set),
            Some(Step::Run { set, onward, .. }) => self.sets.kinds(set) | self.first(to(at, onward)),
            Some(Step::Reach { set, .. }) => self.sets.kinds(set) | self.first(at + 1),
            Some(Step::Look(_)) => self.first(at + 1),
            Some(Step::Split { other, .. }) => self.first(at + 1) | self.first(to(at, other)),
            Some(Step::Jump(onward)) => self.first(to(at, onward)),
            Some(Step::Match) | None => Kinds::MAX,
        }
    }

    /// Replaces loops of a pattern by runs if they can be matched in only one way: because the bytes of the set cannot follow, or only
    /// as a text after which none of them can: `\w+ly `.
    fn find_runs(&mut self, start: usize) {
        for at in start..self.steps.len() {
            if let Some(&[Step::Split { other: 3, greedy: true }, Step::Set(set), Step::Jump(-2)]) =
                self.steps.get(at..at + 3)
                && let Some(back) = self.back(set, at + 3)
            {
                self.set_step(at, Step::Run { set, onward: 3, back });
            }
        }
    }

    /// Returns how many bytes of a set a step matches before one that is not in the set; `None` if this may vary.
    fn back(&self, set: u16, at: usize) -> Option<u8> {
        if self.sets.kinds(set) & self.first(at) == 0 {
            return Some(0);
        }
        let Some(Step::Text { start, length, .. }) = self.step(at) else { return None };
        let has = |byte: &u8| {
            [byte.to_ascii_lowercase(), byte.to_ascii_uppercase()].map(|byte| self.fits(set, byte))
        };
        let mut text = self.text(start, length).iter().map(has);
        let back = text.by_ref().take_while(|has| *has == [true; 2]).count();
        let ends = match back == usize::from(length) {
            true => self.sets.kinds(set) & self.first(at + 1) == 0,
            false => self.text(start, length).get(back).map(has) == Some([false; 2]),
        };
        u8::try_from(back).ok().filter(|_| ends)
    }
}

/// Gives access to steps.
impl Program {
    pub(super) fn step(&self, at: usize) -> Option<Step> {
        self.steps.get(at).copied()
    }

    pub(super) fn first(&self, at: usize) -> Kinds {
        self.firsts.get(at).copied().unwrap_or_default()
    }

    /// Returns the bytes of a text.
    pub(super) fn text(&self, start: u32, length: u16) -> &[u8] {
        let start = start as usize;
        self.texts.get(start..start + usize::from(length)).unwrap_or_default()
    }

    pub(super) fn fits(&self, set: u16, byte: u8) -> bool {
        self.sets.has(set, byte)
    }

    /// Returns the steps with which a split continues, the preferred one first; `None` for other steps.
    pub(super) fn ways(&self, at: usize) -> Option<(usize, usize)> {
        match self.step(at)? {
            Step::Split { other, greedy: true } => Some((at + 1, to(at, other))),
            Step::Split { other, greedy: false } => Some((to(at, other), at + 1)),
            _ => None,
        }
    }

    /// Returns the starts of a pattern: the steps that match the first byte, with the assertions before it.
    pub(super) fn threads(&self, list: u8, start: usize) -> Vec<Thread> {
        let mut threads = Vec::new();
        let mut left = vec![(start, Looks::default())];
        // For each step, a bit for each set of assertions with which it was reached.
        let mut seen = vec![0_u8; self.end() - start];
        while let Some((at, looks)) = left.pop() {
            match at.checked_sub(start).and_then(|at| seen.get_mut(at)) {
                Some(seen) if *seen >> looks.bits() & 1 == 0 => *seen |= 1 << looks.bits(),
                _ => continue,
            }
            match self.step(at) {
                Some(Step::Split { .. }) => {
                    let ways = self.ways(at).into_iter();
                    left.extend(ways.flat_map(|(one, other)| [(other, looks), (one, looks)]));
                }
                Some(Step::Jump(onward)) => left.push((to(at, onward), looks)),
                Some(Step::Look(look)) => left.push((at + 1, looks.and(look))),
                Some(Step::Run { onward, .. }) => left.extend([(to(at, onward), looks), (at + 1, looks)]),
                Some(Step::Text { .. } | Step::Set(_) | Step::Reach { .. } | Step::Match) | None => {
                    let (kinds, beginning) = self.beginning(at);
                    let (at, covered) = self.covered(at);
                    threads.push(Thread { list, at, covered, looks, kinds, beginning });
                }
            }
        }
        threads
    }

    /// Returns the step after a text that a beginning contains as a whole, and the length of that text; or else the step itself.
    fn covered(&self, at: usize) -> (usize, usize) {
        match self.step(at) {
            Some(Step::Text { length, .. }) if usize::from(length) <= Beginning::LENGTH => {
                (at + 1, length.into())
            }
            _ => (at, 0),
        }
    }

    /// Returns the kinds of the first three bytes of every match from a step on, and those of its first bytes that are fixed.
    fn beginning(&self, mut at: usize) -> ([Kinds; 3], Beginning) {
        let (mut kinds, mut beginning, mut place) = ([Kinds::MAX; 3], Beginning::default(), 0);
        let mut note =
            |place: usize, of: Kinds| kinds.get_mut(place).into_iter().for_each(|kinds| *kinds = of);
        while place < Beginning::LENGTH {
            match self.step(at) {
                Some(Step::Text { start, length, fold }) => {
                    for byte in self.text(start, length).iter().take(Beginning::LENGTH - place) {
                        note(place, 1 << kind(Some(byte)));
                        beginning.note(place, *byte, fold);
                        place += 1;
                    }
                    at += 1;
                }
                Some(Step::Set(set)) => {
                    note(place, self.sets.kinds(set));
                    place += 1;
                    at += 1;
                }
                Some(Step::Look(_)) => at += 1,
                Some(Step::Jump(onward)) => at = to(at, onward),
                Some(Step::Split { .. } | Step::Run { .. } | Step::Reach { .. } | Step::Match) | None => {
                    note(place, self.first(at));
                    break;
                }
            }
        }
        (kinds, beginning)
    }
}

/// Returns the distance between two steps. No program has so many steps that it does not fit.
fn distance(from: usize, to: usize) -> i32 {
    i32::try_from(to.cast_signed() - from.cast_signed()).unwrap_or(i32::MAX)
}

/// Returns the step at a distance from another one.
pub(super) fn to(at: usize, distance: i32) -> usize {
    at.wrapping_add_signed(distance as isize)
}
