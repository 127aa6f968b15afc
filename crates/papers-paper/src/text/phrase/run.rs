//! Runs patterns over a text by backtracking, with a limited number of steps.

use std::ops::Range;

use super::index::{Ahead, Index, Starts, Window};
use super::look::Look;
use super::program::{Program, Step, to};
use super::set::{is_word, kind};

/// The number of steps for a text of any length.
const STEPS: usize = 20_000;

/// The number of additional steps for each byte: real sentences take ten. A text that exceeds it was made to slow down its reader.
const STEPS_PER_BYTE: usize = 200;

/// The number of bytes of a run that count as one step.
const BYTES_A_STEP: usize = 8;

/// A run over a text.
pub(super) struct Run<'a> {
    program: &'a Program,
    text: &'a [u8],
    steps_left: usize,
    /// The alternatives that are still to be tried, as step and position.
    ways: Vec<(usize, usize)>,
}

impl<'a> Run<'a> {
    pub(super) fn new(program: &'a Program, text: &'a [u8]) -> Self {
        let steps_left = STEPS.saturating_add(STEPS_PER_BYTE.saturating_mul(text.len()));
        Self { program, text, steps_left, ways: Vec::new() }
    }

    /// Returns a bit for each list that has a phrase in the text.
    pub(super) fn shown(&mut self, index: &Index) -> u64 {
        let mut shown = 0;
        let mut ahead = Ahead::new(self.text, 0);
        let mut after_word = false;
        for (at, byte) in self.text.iter().enumerate() {
            let in_word = is_word(*byte);
            for threads in
                index.threads(in_word != after_word, ahead).into_iter().filter(|some| !some.is_empty())
            {
                let window = Window::new(self.text.get(at..).unwrap_or_default());
                for thread in threads.iter().filter(|thread| thread.beginning.fits(window.0)) {
                    let sought = shown >> thread.list & 1 == 0 && !thread.looks.has(Look::End);
                    let here = sought && (at == 0 || !thread.looks.has(Look::Start));
                    let found = here && self.end(thread.at, at + thread.covered).is_some();
                    shown |= u64::from(found) << thread.list;
                }
            }
            after_word = in_word;
            ahead = ahead.next(self.text.get(at + 3));
        }
        shown
    }

    /// Returns the first match from a position on of the pattern whose first step is `start`.
    pub(super) fn find(&mut self, start: usize, starts: &Starts, from: usize) -> Option<Range<usize>> {
        let last = if starts.anchored { 0 } else { self.text.len() };
        let mut ahead = Ahead::new(self.text, from);
        // Not `find_map()`, which calls its closure for each byte, in three times as many instructions.
        for at in from..=last {
            if starts.allow(ahead)
                && (!starts.bounded || self.holds(Look::Word, at))
                && starts.fit(ahead, Window::new(self.text.get(at..).unwrap_or_default()))
                && let Some(end) = self.end(start, at)
            {
                return Some(at..end);
            }
            ahead = ahead.next(self.text.get(at + 3));
        }
        None
    }

    /// Returns the end of a match that continues with a step at a position, if there is one.
    fn end(&mut self, step: usize, at: usize) -> Option<usize> {
        self.ways.clear();
        let (mut step, mut at) = (step, at);
        loop {
            self.steps_left = self.steps_left.checked_sub(1)?;
            let next = match self.program.step(step)? {
                Step::Text { start, length, fold } => {
                    let fits = self.has(self.program.text(start, length), fold, at);
                    at += usize::from(length);
                    fits.then_some(step + 1)
                }
                Step::Set(set) => {
                    let fits = self.fits(set, at);
                    at += 1;
                    fits.then_some(step + 1)
                }
                Step::Run { set, onward, back } => {
                    let length = self.run(set, at, usize::MAX);
                    at += length.saturating_sub(back.into());
                    (length >= back.into()).then(|| to(step, onward))
                }
                Step::Reach { set, most, greedy } => {
                    let length = self.run(set, at, most.into());
                    self.reach(step + 1, at, length, greedy);
                    None
                }
                Step::Look(look) => self.holds(look, at).then_some(step + 1),
                Step::Jump(onward) => Some(to(step, onward)),
                Step::Split { .. } => self.choose(step, at),
                Step::Match => return Some(at),
            };
            if let Some(next) = next {
                step = next;
            } else {
                (step, at) = self.ways.pop()?;
            }
        }
    }

    /// Returns true if the text has these bytes at a position; with `fold`, without regard to case.
    fn has(&self, bytes: &[u8], fold: bool, at: usize) -> bool {
        let here = self.text.get(at..).and_then(|rest| rest.get(..bytes.len()));
        here.is_some_and(|here| if fold { here.eq_ignore_ascii_case(bytes) } else { here == bytes })
    }

    fn fits(&self, set: u16, at: usize) -> bool {
        self.text.get(at).is_some_and(|&byte| self.program.fits(set, byte))
    }

    /// Counts the consecutive bytes that are in a set, up to a number.
    fn run(&mut self, set: u16, at: usize, most: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or_default();
        let length = rest.iter().take(most).take_while(|byte| self.program.fits(set, **byte)).count();
        self.steps_left = self.steps_left.saturating_sub(length / BYTES_A_STEP);
        length
    }

    /// Stores the ways to continue with a step after up to so many bytes, the preferred one last.
    fn reach(&mut self, onward: usize, at: usize, length: usize, greedy: bool) {
        let (first, before) = (self.program.first(onward), self.ways.len());
        for at in at..=at + length {
            if first >> kind(self.text.get(at)) & 1 == 1 {
                self.ways.push((onward, at));
            }
        }
        if !greedy && let Some(own) = self.ways.get_mut(before..) {
            own.reverse();
        }
    }

    /// Returns the first of the ways of a split that is possible with the next byte, and stores the others if they are possible too.
    fn choose(&mut self, split: usize, at: usize) -> Option<usize> {
        let kind = kind(self.text.get(at));
        let allows = |step: usize| self.program.first(step) >> kind & 1 == 1;
        let (mut one, mut other) = self.program.ways(split)?;
        while !allows(one) {
            match self.program.ways(other) {
                Some(ways) => (one, other) = ways,
                None => return allows(other).then_some(other),
            }
        }
        if allows(other) {
            self.ways.push((other, at));
        }
        Some(one)
    }

    fn holds(&self, look: Look, at: usize) -> bool {
        let is_word =
            |at: Option<usize>| at.and_then(|at| self.text.get(at)).is_some_and(|&byte| is_word(byte));
        match look {
            Look::Start => at == 0,
            Look::End => at == self.text.len(),
            Look::Word => is_word(at.checked_sub(1)) != is_word(Some(at)),
        }
    }
}
