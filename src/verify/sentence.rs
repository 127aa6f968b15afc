//! One sentence of a digest, read into tokens, figures and names.

use super::digits;
use super::figure::{Figure, figures};
use super::token::{Kind, Token, tokens};

/// A sentence of a digest.
pub(super) struct Sentence<'a> {
    /// Its plain form.
    pub(super) text: &'a str,
    /// Its tokens.
    pub(super) tokens: Vec<Token<'a>>,
    /// Its figures.
    pub(super) figures: Vec<Figure>,
}

impl<'a> Sentence<'a> {
    /// Reads the plain form of a sentence.
    pub(super) fn new(text: &'a str) -> Self {
        let tokens: Vec<Token<'_>> = tokens(text).collect();
        let figures = figures(&tokens);
        Self { text, tokens, figures }
    }

    /// True when most of the sentence is in a script without capitals.
    pub(super) fn has_other_script(&self) -> bool {
        self.tokens.iter().any(|token| token.kind == Kind::Other)
    }

    /// A figure as it is written, with what counts it.
    pub(super) fn shown(&self, figure: &Figure) -> String {
        let start = self.tokens.get(figure.tokens.start).map_or(0, |token| token.start);
        let last = self.tokens.get(figure.tokens.end.saturating_sub(1));
        let counter = self.tokens.get(figure.tokens.end).filter(|token| token.kind == Kind::Other);
        let end = counter.or(last).map_or(start, Token::end);
        self.text.get(start..end).unwrap_or_default().to_owned()
    }

    /// What stands before and behind a figure.
    pub(super) fn around(&self, figure: &Figure) -> (&str, &str) {
        let start = self.tokens.get(figure.tokens.start).map_or(0, |token| token.start);
        let end = self.tokens.get(figure.tokens.end.saturating_sub(1)).map_or(start, Token::end);
        (self.text.get(..start).unwrap_or_default(), self.text.get(end..).unwrap_or_default())
    }
}

/// What the sentence says about its tokens.
impl Sentence<'_> {
    /// True for the first word, also of a second sentence, a quotation or what follows a colon.
    pub(super) fn begins_sentence(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|at| self.tokens.get(at));
        before.is_none_or(|sign| matches!(sign.text, "." | "!" | "?" | ":" | "\"" | "“" | "‘" | "•" | "*"))
    }

    /// True when a figure is made of this token.
    pub(super) fn is_in_figure(&self, at: usize) -> bool {
        self.figures.iter().any(|figure| figure.tokens.contains(&at))
    }

    /// True for a unit behind a number: `80 GB`.
    pub(super) fn is_unit(&self, at: usize) -> bool {
        let after_figure = self.figures.iter().any(|figure| figure.tokens.end == at);
        after_figure && self.tokens.get(at).is_some_and(|token| digits::UNITS.contains(&token.text))
    }
}
