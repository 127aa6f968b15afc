//! Compiles patterns to steps.

use super::index::{Beginning, Looks, Thread};
use super::parse::{Look, Node, PhraseError, parse};
use super::set::{Kinds, Sets};

/// A step of a pattern.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    /// Matches one byte of a set, by its index in [`Program::sets`].
    Set(usize),
    /// Matches as many bytes of a set as possible, then continues at a step that none of them can match.
    Run(usize, usize),
    /// Checks an assertion.
    Look(Look),
    /// Continues at the first step, or else at the second.
    Split(usize, usize),
    /// Continues at another step.
    Jump(usize),
    /// The pattern matches.
    Match,
}

/// Patterns as steps.
#[derive(Debug, Default)]
pub(super) struct Program {
    steps: Vec<Step>,
    /// For each step, the kinds of bytes that a match from there can begin with.
    firsts: Vec<Kinds>,
    sets: Sets,
}

impl Program {
    pub(super) fn step(&self, at: usize) -> Option<Step> {
        self.steps.get(at).copied()
    }

    pub(super) fn first(&self, at: usize) -> Kinds {
        self.firsts.get(at).copied().unwrap_or_default()
    }

    pub(super) fn fits(&self, set: usize, byte: u8) -> bool {
        self.sets.has(set, byte)
    }

    /// Adds a pattern, and returns its first step.
    pub(super) fn add(&mut self, pattern: &str) -> Result<usize, PhraseError> {
        let node = parse(pattern, &mut self.sets)?;
        Ok(self.add_node(&node))
    }

    /// Adds a pattern; rejects one that can match the empty string, which every text contains.
    pub(super) fn add_filled(&mut self, pattern: &str) -> Result<usize, PhraseError> {
        let node = parse(pattern, &mut self.sets)?;
        if node.may_be_empty() { Err(PhraseError::empty(pattern)) } else { Ok(self.add_node(&node)) }
    }

    fn add_node(&mut self, node: &Node) -> usize {
        let start = self.steps.len();
        self.emit(node);
        self.steps.push(Step::Match);
        self.find_firsts(start, node.depth());
        self.find_runs(start);
        start
    }

    fn emit(&mut self, node: &Node) {
        match node {
            Node::Set(set) => self.steps.push(Step::Set(*set)),
            Node::Look(look) => self.steps.push(Step::Look(*look)),
            Node::All(nodes) => nodes.iter().for_each(|node| self.emit(node)),
            Node::Any(nodes) => self.emit_any(nodes),
            Node::Repeat { node, least, most, greedy } => {
                (0..*least).for_each(|_| self.emit(node));
                match most {
                    Some(most) => self.emit_optional(node, most - least, *greedy),
                    None => self.emit_loop(node, *greedy),
                }
            }
        }
    }

    fn emit_any(&mut self, nodes: &[Node]) {
        let mut ends = Vec::new();
        for (left, node) in (0..nodes.len()).rev().zip(nodes) {
            let split = self.steps.len();
            if left > 0 {
                self.steps.push(Step::Split(split + 1, 0));
            }
            self.emit(node);
            if left > 0 {
                ends.push(self.steps.len());
                self.steps.push(Step::Jump(0));
                self.set_step(split, Step::Split(split + 1, self.steps.len()));
            }
        }
        let end = self.steps.len();
        for jump in ends {
            self.set_step(jump, Step::Jump(end));
        }
    }

    /// Emits a node that may be repeated up to `most` times.
    fn emit_optional(&mut self, node: &Node, most: usize, greedy: bool) {
        let mut splits = Vec::new();
        for _ in 0..most {
            splits.push(self.steps.len());
            self.steps.push(Step::Jump(0));
            self.emit(node);
        }
        let end = self.steps.len();
        for at in splits {
            self.set_step(at, split(greedy, at + 1, end));
        }
    }

    fn emit_loop(&mut self, node: &Node, greedy: bool) {
        let start = self.steps.len();
        self.steps.push(Step::Jump(0));
        self.emit(node);
        self.steps.push(Step::Jump(start));
        self.set_step(start, split(greedy, start + 1, self.steps.len()));
    }

    fn set_step(&mut self, at: usize, step: Step) {
        if let Some(place) = self.steps.get_mut(at) {
            *place = step;
        }
    }

    /// Computes the bytes with which each step of a pattern can begin. Except for loops, all steps lead forward, so that one pass
    /// from the end is sufficient, and one more for each level of nested loops (`depth`).
    fn find_firsts(&mut self, start: usize, depth: usize) {
        self.firsts.resize(self.steps.len(), 0);
        for _ in 0..=depth {
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
            Some(Step::Set(set)) => self.sets.kinds(set),
            Some(Step::Run(set, onward)) => self.sets.kinds(set) | self.first(onward),
            Some(Step::Look(_)) => self.first(at + 1),
            Some(Step::Split(one, other)) => self.first(one) | self.first(other),
            Some(Step::Jump(to)) => self.first(to),
            Some(Step::Match) | None => Kinds::MAX,
        }
    }

    /// Replaces loops of a pattern over bytes that cannot follow the loop by runs, because these can be matched in only one way.
    fn find_runs(&mut self, start: usize) {
        for at in start..self.steps.len() {
            if let (Some(Step::Split(body, onward)), Some(Step::Set(set)), Some(Step::Jump(back))) =
                (self.step(at), self.step(at + 1), self.step(at + 2))
                && (body, back) == (at + 1, at)
                && self.sets.kinds(set) & self.first(onward) == 0
            {
                self.set_step(at, Step::Run(set, onward));
            }
        }
    }

    /// Returns the starts of a pattern: the steps that match the first byte, with the assertions before it.
    pub(super) fn threads(&self, list: u8, start: usize) -> Vec<Thread> {
        let mut threads = Vec::new();
        let (mut left, mut seen) = (vec![(start, Looks::default())], vec![]);
        while let Some((at, looks)) = left.pop() {
            if seen.contains(&(at, looks)) {
                continue;
            }
            seen.push((at, looks));
            match self.step(at) {
                Some(Step::Split(one, other)) => left.extend([(other, looks), (one, looks)]),
                Some(Step::Jump(to)) => left.push((to, looks)),
                Some(Step::Look(look)) => left.push((at + 1, looks.and(look))),
                Some(Step::Run(_, onward)) => left.extend([(onward, looks), (at + 1, looks)]),
                Some(Step::Set(_)) => {
                    let kinds = [self.first(at), self.first(at + 1)];
                    threads.push(Thread { list, at, looks, kinds, beginning: self.beginning(at) });
                }
                Some(Step::Match) | None => {
                    let beginning = Beginning::default();
                    threads.push(Thread { list, at, looks, kinds: [Kinds::MAX; 2], beginning });
                }
            }
        }
        threads
    }

    /// Returns the fixed bytes with which every match from a step on begins.
    fn beginning(&self, mut at: usize) -> Beginning {
        let (mut beginning, mut place) = (Beginning::default(), 0);
        while place < Beginning::LENGTH {
            match self.step(at) {
                Some(Step::Set(set)) => {
                    self.sets.literal(set).into_iter().for_each(|literal| beginning.note(place, literal));
                    place += 1;
                    at += 1;
                }
                Some(Step::Look(_)) => at += 1,
                Some(Step::Jump(to)) => at = to,
                Some(Step::Split(..) | Step::Run(..) | Step::Match) | None => break,
            }
        }
        beginning
    }
}

fn split(greedy: bool, onward: usize, end: usize) -> Step {
    if greedy { Step::Split(onward, end) } else { Step::Split(end, onward) }
}
