//! Parses patterns, and emits their steps on the way.
//!
//! The syntax is that of the crate `regex` without Unicode: bytes, `.`, `[classes]`, `\w \d \s \b`, `^ $`, `(?:groups)`,
//! `(?-i:case-sensitive groups)`, `|`, and the repetitions `? * + {2} {2,} {2,3}`, with a `?` after them for lazy ones.

use super::look::Look;
use super::program::Program;
use super::set::{ANY, DIGIT, SPACE, Set, WORD};

/// An invalid pattern.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the pattern `{pattern}` is invalid at byte {at}: {what}")]
pub struct PhraseError {
    pattern: String,
    at: usize,
    what: &'static str,
}

impl PhraseError {
    /// The error for a phrase that may be empty and thus is in every text.
    pub(super) fn empty(pattern: &str) -> Self {
        Self { pattern: pattern.to_owned(), at: 0, what: "it can match the empty string" }
    }
}

/// The texts that a pattern or a part of it can match.
#[derive(Debug, Clone, Copy)]
struct Extent {
    /// True if it can match the empty string.
    may_be_empty: bool,
    /// The maximum depth of nested unbounded repetitions of more than one step. The jump back from a single step is reached only after
    /// that step, so its first bytes are never needed.
    loops: usize,
}

impl Extent {
    /// At least one byte.
    const FILLED: Self = Self { may_be_empty: false, loops: 0 };
    /// The empty string.
    const EMPTY: Self = Self { may_be_empty: true, loops: 0 };

    /// Returns the extent of this part followed by another one.
    fn then(self, next: Self) -> Self {
        Self { may_be_empty: self.may_be_empty && next.may_be_empty, loops: self.loops.max(next.loops) }
    }

    /// Returns the extent of this part or another one.
    fn or(self, other: Self) -> Self {
        Self { may_be_empty: self.may_be_empty || other.may_be_empty, loops: self.loops.max(other.loops) }
    }
}

/// Adds a pattern to a program, and returns its first step.
pub(super) fn add(program: &mut Program, pattern: &str) -> Result<usize, PhraseError> {
    emit(program, pattern).map(|(start, _)| start)
}

/// Adds a pattern; rejects one that can match the empty string, which every text contains.
pub(super) fn add_filled(program: &mut Program, pattern: &str) -> Result<usize, PhraseError> {
    match emit(program, pattern)? {
        (_, Extent { may_be_empty: true, .. }) => Err(PhraseError::empty(pattern)),
        (start, _) => Ok(start),
    }
}

fn emit(program: &mut Program, pattern: &str) -> Result<(usize, Extent), PhraseError> {
    let start = program.end();
    let mut parser = Parser { pattern, rest: pattern.as_bytes(), fold: true, program };
    let extent = parser.alternatives()?;
    if !parser.rest.is_empty() {
        return Err(parser.error("an unmatched `)`"));
    }
    program.finish(start, extent.loops);
    Ok((start, extent))
}

struct Parser<'a> {
    pattern: &'a str,
    rest: &'a [u8],
    fold: bool,
    program: &'a mut Program,
}

impl Parser<'_> {
    fn error(&self, what: &'static str) -> PhraseError {
        PhraseError { pattern: self.pattern.to_owned(), at: self.pattern.len() - self.rest.len(), what }
    }

    fn next(&mut self) -> Option<u8> {
        let (next, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*next)
    }

    /// Takes the next byte if it is this one.
    fn takes(&mut self, byte: u8) -> bool {
        let found = self.rest.first() == Some(&byte);
        if found {
            self.next();
        }
        found
    }

    fn alternatives(&mut self) -> Result<Extent, PhraseError> {
        let mut ends = Vec::new();
        let mut start = self.program.end();
        let mut extent = self.sequence()?;
        while self.takes(b'|') {
            ends.push(self.program.end_alternative(start));
            start = self.program.end();
            extent = extent.or(self.sequence()?);
        }
        self.program.join(&ends);
        Ok(extent)
    }

    fn sequence(&mut self) -> Result<Extent, PhraseError> {
        let mut extent = Extent::EMPTY;
        while !matches!(self.rest.first(), None | Some(b'|' | b')')) {
            let start = self.program.end();
            let piece = self.piece()?;
            extent = extent.then(self.repeated(start, piece)?);
        }
        Ok(extent)
    }

    fn piece(&mut self) -> Result<Extent, PhraseError> {
        match self.next() {
            Some(b'(') => self.group(),
            Some(b'[') => {
                let class = self.class()?;
                Ok(self.set(class))
            }
            Some(b'.') => Ok(self.set(ANY)),
            Some(b'^') => Ok(self.look(Look::Start)),
            Some(b'$') => Ok(self.look(Look::End)),
            Some(b'\\') => self.escape(),
            Some(b'*' | b'+' | b'?' | b'{') | None => Err(self.error("nothing to repeat")),
            Some(byte) => Ok(self.literals(byte)),
        }
    }

    fn escape(&mut self) -> Result<Extent, PhraseError> {
        match self.next() {
            Some(b'b') => Ok(self.look(Look::Word)),
            Some(byte) => Ok(match self.escaped(byte)? {
                Some(set) => self.set(set),
                None => self.literals(byte),
            }),
            None => Err(self.error("a backslash at the end")),
        }
    }

    /// Emits a literal, and those after it, up to one that is repeated.
    fn literals(&mut self, first: u8) -> Extent {
        self.program.push_text(first, self.fold);
        while let Some((byte, rest)) = literal(self.rest)
            && !matches!(rest.first(), Some(b'?' | b'*' | b'+' | b'{'))
        {
            self.program.lengthen_text(byte);
            self.rest = rest;
        }
        Extent::FILLED
    }

    fn set(&mut self, set: Set) -> Extent {
        self.program.push_set(set);
        Extent::FILLED
    }

    fn look(&mut self, look: Look) -> Extent {
        self.program.push_look(look);
        Extent::EMPTY
    }

    /// Returns the class of an escape; `None` for an escaped literal.
    fn escaped(&self, byte: u8) -> Result<Option<Set>, PhraseError> {
        let set = match byte.to_ascii_lowercase() {
            b'w' => WORD,
            b'd' => DIGIT,
            b's' => SPACE,
            _ if is_escapable(byte) => return Ok(None),
            _ => return Err(self.error("an unknown escape")),
        };
        Ok(Some(if byte.is_ascii_uppercase() { set.negated() } else { set }))
    }

    fn group(&mut self) -> Result<Extent, PhraseError> {
        let fold = self.fold;
        let case_counts = self.takes(b'?') && self.takes(b'-') && self.takes(b'i');
        if !self.takes(b':') {
            return Err(self.error("an unsupported group; use `(?:…)` or `(?-i:…)`"));
        }
        self.fold = fold && !case_counts;
        let extent = self.alternatives()?;
        self.fold = fold;
        if self.takes(b')') { Ok(extent) } else { Err(self.error("a group without `)`")) }
    }

    /// Parses a class after its opening bracket.
    fn class(&mut self) -> Result<Set, PhraseError> {
        let negated = self.takes(b'^');
        let mut set = Set::default();
        loop {
            match self.next() {
                None => return Err(self.error("a class without `]`")),
                Some(b']') => break,
                Some(byte) if !byte.is_ascii() => {
                    return Err(self.error("a class with a character outside ASCII"));
                }
                Some(b'\\') => {
                    let byte = self.next().unwrap_or_default();
                    match self.escaped(byte)? {
                        Some(escaped) => set = set.and(escaped),
                        None => set = set.with(byte),
                    }
                }
                Some(first) => set = set.and(self.range(first)),
            }
        }
        let set = if self.fold { set.folded() } else { set };
        Ok(if negated { set.negated() } else { set })
    }

    /// Returns a byte of a class, or the range that it begins.
    fn range(&mut self, first: u8) -> Set {
        match self.rest {
            [b'-', last, rest @ ..] if *last != b']' => {
                self.rest = rest;
                Set::range(first, *last)
            }
            _ => Set::single(first),
        }
    }

    /// Applies the repetition that follows a piece, whose steps begin at `start`.
    fn repeated(&mut self, start: usize, piece: Extent) -> Result<Extent, PhraseError> {
        let (least, most) = match self.rest.first() {
            Some(b'?') => (0, Some(1)),
            Some(b'*') => (0, None),
            Some(b'+') => (1, None),
            Some(b'{') => (0, Some(0)),
            _ => return Ok(piece),
        };
        let braces = self.next() == Some(b'{');
        let (least, most) = if braces { self.counts()? } else { (least, most) };
        if most.is_none() && piece.may_be_empty {
            return Err(self.error("an unlimited repetition of a part that can match the empty string"));
        }
        let greedy = !self.takes(b'?');
        let many_steps = self.program.end() - start > 1;
        self.program.repeat(start, least, most, greedy);
        Ok(Extent {
            may_be_empty: piece.may_be_empty || least == 0,
            loops: piece.loops + usize::from(most.is_none() && many_steps),
        })
    }

    /// Parses `2}`, `2,}` or `2,3}`.
    fn counts(&mut self) -> Result<(usize, Option<usize>), PhraseError> {
        let least = self.number();
        let most = if self.takes(b',') { self.number() } else { least };
        match (least, most) {
            (Some(least), most) if self.takes(b'}') && most.is_none_or(|most| most >= least) => {
                Ok((least, most))
            }
            _ => Err(self.error("invalid counts of a repetition")),
        }
    }

    fn number(&mut self) -> Option<usize> {
        let mut number = None;
        while let [digit @ b'0'..=b'9', rest @ ..] = self.rest {
            number = Some(number.unwrap_or(0) * 10 + usize::from(digit - b'0'));
            self.rest = rest;
        }
        number
    }
}

/// Returns the literal at the beginning of a pattern, and what follows it.
fn literal(pattern: &[u8]) -> Option<(u8, &[u8])> {
    match pattern {
        [b'\\', byte, rest @ ..] if is_escapable(*byte) => Some((*byte, rest)),
        [b'(' | b')' | b'[' | b'|' | b'.' | b'^' | b'$' | b'\\' | b'*' | b'+' | b'?' | b'{', ..] | [] => None,
        [byte, rest @ ..] => Some((*byte, rest)),
    }
}

/// Returns true for a byte that is a literal after a backslash.
fn is_escapable(byte: u8) -> bool {
    byte.is_ascii_punctuation() || byte == b' '
}
