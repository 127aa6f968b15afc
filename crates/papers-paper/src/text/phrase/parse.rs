//! Parses patterns.
//!
//! The syntax is that of the crate `regex` without Unicode: bytes, `.`, `[classes]`, `\w \d \s \b`, `^ $`, `(?:groups)`,
//! `(?-i:case-sensitive groups)`, `|`, and the repetitions `? * + {2} {2,} {2,3}`, with a `?` after them for lazy ones.

use std::iter::Peekable;
use std::slice::Iter;

use super::set::{ANY, DIGIT, SPACE, Set, Sets, WORD};

/// An invalid pattern.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the pattern `{pattern}` cannot be read from its byte {at} on: {what}")]
pub struct PhraseError {
    pattern: String,
    at: usize,
    what: &'static str,
}

impl PhraseError {
    /// The error for a phrase that may be empty and thus is in every text.
    pub(super) fn empty(pattern: &str) -> Self {
        Self { pattern: pattern.to_owned(), at: 0, what: "it may be nothing at all" }
    }
}

/// An assertion about a position between two bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// The beginning of the text.
    Start,
    /// The end of the text.
    End,
    /// A word boundary.
    Word,
}

/// A node of the syntax tree of a pattern.
#[derive(Debug, Clone)]
pub(super) enum Node {
    /// One byte of a set, by its index in [`Sets`].
    Set(usize),
    Look(Look),
    /// A sequence.
    All(Vec<Node>),
    /// Alternatives, the preferred one first.
    Any(Vec<Node>),
    Repeat {
        node: Box<Node>,
        least: usize,
        most: Option<usize>,
        greedy: bool,
    },
}

impl Node {
    /// Returns true if it can match the empty string.
    pub(super) fn may_be_empty(&self) -> bool {
        match self {
            Self::Set(_) => false,
            Self::Look(_) => true,
            Self::All(nodes) => nodes.iter().all(Self::may_be_empty),
            Self::Any(nodes) => nodes.iter().any(Self::may_be_empty),
            Self::Repeat { node, least, .. } => *least == 0 || node.may_be_empty(),
        }
    }

    /// Returns the maximum depth of nested unbounded repetitions.
    pub(super) fn depth(&self) -> usize {
        match self {
            Self::Set(_) | Self::Look(_) => 0,
            Self::All(nodes) | Self::Any(nodes) => nodes.iter().map(Self::depth).max().unwrap_or_default(),
            Self::Repeat { node, most, .. } => node.depth() + usize::from(most.is_none()),
        }
    }
}

/// Parses a pattern.
pub(super) fn parse(pattern: &str, sets: &mut Sets) -> Result<Node, PhraseError> {
    let mut parser = Parser { pattern, rest: pattern.as_bytes().iter().peekable(), fold: true, sets };
    let node = parser.alternatives()?;
    match parser.rest.len() {
        0 => Ok(node),
        _ => Err(parser.error("a bracket that nothing opens")),
    }
}

struct Parser<'a> {
    pattern: &'a str,
    rest: Peekable<Iter<'a, u8>>,
    fold: bool,
    sets: &'a mut Sets,
}

impl Parser<'_> {
    fn error(&self, what: &'static str) -> PhraseError {
        PhraseError { pattern: self.pattern.to_owned(), at: self.pattern.len() - self.rest.len(), what }
    }

    fn next(&mut self) -> Option<u8> {
        self.rest.next().copied()
    }

    /// Takes the next byte if it is this one.
    fn takes(&mut self, byte: u8) -> bool {
        self.rest.next_if(|next| **next == byte).is_some()
    }

    fn alternatives(&mut self) -> Result<Node, PhraseError> {
        let mut nodes = vec![self.sequence()?];
        while self.takes(b'|') {
            nodes.push(self.sequence()?);
        }
        Ok(match nodes.pop() {
            Some(only) if nodes.is_empty() => only,
            last => Node::Any(nodes.into_iter().chain(last).collect()),
        })
    }

    fn sequence(&mut self) -> Result<Node, PhraseError> {
        let mut nodes = Vec::with_capacity(8);
        while let Some(&&byte) = self.rest.peek() {
            if matches!(byte, b'|' | b')') {
                break;
            }
            let node = self.piece()?;
            nodes.push(self.repeated(node)?);
        }
        Ok(Node::All(nodes))
    }

    fn piece(&mut self) -> Result<Node, PhraseError> {
        Ok(match self.next() {
            Some(b'(') => self.group()?,
            Some(b'[') => {
                let class = self.class()?;
                self.set(class)
            }
            Some(b'.') => self.set(ANY),
            Some(b'^') => Node::Look(Look::Start),
            Some(b'$') => Node::Look(Look::End),
            Some(b'\\') => match self.next() {
                Some(b'b') => Node::Look(Look::Word),
                Some(byte) => match self.escaped(byte)? {
                    Some(set) => self.set(set),
                    None => self.literal(byte),
                },
                None => return Err(self.error("an escape of nothing")),
            },
            Some(b'*' | b'+' | b'?' | b'{') | None => return Err(self.error("a repetition of nothing")),
            Some(byte) => self.literal(byte),
        })
    }

    fn literal(&mut self, byte: u8) -> Node {
        Node::Set(self.sets.single(byte, self.fold))
    }

    fn set(&mut self, set: Set) -> Node {
        Node::Set(self.sets.place(set))
    }

    /// Returns the class of an escape; `None` for an escaped literal.
    fn escaped(&self, byte: u8) -> Result<Option<Set>, PhraseError> {
        let set = match byte.to_ascii_lowercase() {
            b'w' => WORD,
            b'd' => DIGIT,
            b's' => SPACE,
            _ if byte.is_ascii_punctuation() || byte == b' ' => return Ok(None),
            _ => return Err(self.error("an escape that is not known")),
        };
        Ok(Some(if byte.is_ascii_uppercase() { set.negated() } else { set }))
    }

    fn group(&mut self) -> Result<Node, PhraseError> {
        let fold = self.fold;
        let case_counts = self.takes(b'?') && self.takes(b'-') && self.takes(b'i');
        if !self.takes(b':') {
            return Err(self.error("a group of another kind than `(?:…)` and `(?-i:…)`"));
        }
        self.fold = fold && !case_counts;
        let node = self.alternatives()?;
        self.fold = fold;
        if self.takes(b')') { Ok(node) } else { Err(self.error("a group that nothing closes")) }
    }

    /// Parses a class after its opening bracket.
    fn class(&mut self) -> Result<Set, PhraseError> {
        let negated = self.takes(b'^');
        let mut set = Set::default();
        loop {
            match self.next() {
                None => return Err(self.error("a class that nothing closes")),
                Some(b']') => break,
                Some(byte) if !byte.is_ascii() => {
                    return Err(self.error("a class of letters that are no ASCII"));
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
        let mut ahead = self.rest.clone();
        match (ahead.next(), ahead.next()) {
            (Some(b'-'), Some(&last)) if last != b']' => {
                self.rest = ahead;
                Set::range(first, last)
            }
            _ => Set::single(first, false),
        }
    }

    /// Applies the repetition that follows a node.
    fn repeated(&mut self, node: Node) -> Result<Node, PhraseError> {
        let (least, most) = match self.rest.peek() {
            Some(b'?') => (0, Some(1)),
            Some(b'*') => (0, None),
            Some(b'+') => (1, None),
            Some(b'{') => (0, Some(0)),
            _ => return Ok(node),
        };
        let braces = self.next() == Some(b'{');
        let (least, most) = if braces { self.counts()? } else { (least, most) };
        if most.is_none() && node.may_be_empty() {
            return Err(self.error("a repetition without end of what may be nothing"));
        }
        let greedy = !self.takes(b'?');
        Ok(Node::Repeat { node: Box::new(node), least, most, greedy })
    }

    /// Parses `2}`, `2,}` or `2,3}`.
    fn counts(&mut self) -> Result<(usize, Option<usize>), PhraseError> {
        let least = self.number();
        let most = if self.takes(b',') { self.number() } else { least };
        match (least, most) {
            (Some(least), most) if self.takes(b'}') && most.is_none_or(|most| most >= least) => {
                Ok((least, most))
            }
            _ => Err(self.error("a repetition that says not how often")),
        }
    }

    fn number(&mut self) -> Option<usize> {
        let mut number = None;
        while let Some(digit) = self.rest.next_if(|byte| byte.is_ascii_digit()) {
            number = Some(number.unwrap_or(0) * 10 + usize::from(digit - b'0'));
        }
        number
    }
}
