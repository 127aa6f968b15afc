//! Reads a sentence of a digest: its tokens, numbers and language.

use crate::number::decimal::Decimal;
use crate::number::digits;
use crate::number::foreign;
use crate::number::form::Form;
use crate::number::quantity::{Quantity, quantity};
use crate::number::shared::{compound, shared};
use crate::number::unit::{self, Dimension};
use crate::number::{Number, numbers};
use crate::text::language::{self, Asked, Dominant};
use crate::text::token::{Around, Kind, Token, is_other, tokens};

/// A sentence of a digest.
pub(crate) struct Sentence<'a> {
    /// Its plain form.
    pub(crate) text: &'a str,
    /// Its tokens.
    pub(crate) tokens: Vec<Token<'a>>,
    /// Its numbers.
    pub(crate) numbers: Vec<Number>,
    /// The main script of the whole sentence.
    language: Dominant,
    /// The main script outside of parentheses, which may contain long glosses in another language.
    outside: Dominant,
}

impl<'a> Sentence<'a> {
    /// Reads the plain form of a sentence in an unknown language.
    pub(crate) fn new(text: &'a str) -> Self {
        Self::of(text, Asked::Unknown)
    }

    /// Reads the plain form of a sentence of a digest in this language.
    pub(crate) fn of(text: &'a str, asked: Asked) -> Self {
        let tokens: Vec<Token<'_>> = tokens(text).collect();
        let mut numbers = numbers(&tokens);
        let outside = language::dominant(&language::without_parentheses(text), asked);
        if outside != Dominant::English {
            foreign::add(&tokens, &mut numbers);
        }
        if outside == Dominant::OtherLatin {
            for number in &mut numbers {
                read_decimal_comma(&tokens, number);
            }
        }
        Self { text, tokens, numbers, language: language::dominant(text, asked), outside }
    }

    /// Returns a number as written, with its counter.
    pub(crate) fn shown(&self, number: &Number) -> String {
        let start = self.tokens.get(number.tokens.start).map_or(0, |token| token.start);
        let last = self.tokens.get(number.tokens.end.saturating_sub(1));
        let glued =
            |token: &&Token<'_>| token.kind == Kind::Other && !(token.spaced && number.form != Form::Word);
        let counter = self.tokens.get(number.tokens.end).filter(glued);
        let end = counter.or(last).map_or(start, Token::end);
        self.text.get(start..end).unwrap_or_default().to_owned()
    }

    /// Returns the word after a number, or the one hyphenated to it: `차원`, `layer`.
    pub(crate) fn unit(&self, number: &Number) -> &str {
        let own = self.tokens.get(number.tokens.start).and_then(|token| token.text.split_once('-'));
        let next = self.tokens.get(number.tokens.end).filter(|token| token.kind != Kind::Sign);
        own.map(|(_, unit)| unit).or(next.map(|token| token.text)).unwrap_or_default()
    }

    /// Returns what a number measures, by its own unit or one that stands once after several: `18 and 21 weeks`.
    pub(crate) fn quantity(&self, number: &Number) -> Quantity {
        let own = quantity(&self.tokens, number);
        let measured = || self.shared_measure(number);
        if own == Quantity::Bare { measured().unwrap_or(own) } else { own }
    }

    /// Returns the measure of a number whose unit stands once after several.
    pub(crate) fn shared_measure(&self, number: &Number) -> Option<Quantity> {
        let at = self.numbers.iter().position(|other| other == number)?;
        shared(&self.tokens, &self.numbers, at).map(|shared| shared.quantity)
    }

    /// Returns the measure in base units of which a number is a part, as in `2 h 30 min`.
    pub(crate) fn compound(&self, number: &Number) -> Option<(Dimension, Decimal)> {
        let at = self.numbers.iter().position(|other| other == number)?;
        compound(&self.tokens, &self.numbers, at)
    }

    /// Returns the text before and after a number.
    pub(crate) fn around(&self, number: &Number) -> (&str, &str) {
        let start = self.tokens.get(number.tokens.start).map_or(0, |token| token.start);
        let end = self.tokens.get(number.tokens.end.saturating_sub(1)).map_or(start, Token::end);
        (self.text.get(..start).unwrap_or_default(), self.text.get(end..).unwrap_or_default())
    }
}

/// Adds the value of a number with a decimal comma and three decimals, such as `0,825` or `4,125` in German.
fn read_decimal_comma(tokens: &[Token<'_>], number: &mut Number) {
    let token = tokens.word(number.tokens.start);
    let is_whole = |digits: &str| digits.bytes().all(|b| b.is_ascii_digit());
    let has_decimals = token.split_once(',').is_some_and(|(whole, decimals)| {
        decimals.len() == 3 && whole.len() <= 3 && is_whole(whole) && is_whole(decimals)
    });
    if has_decimals && number.also.is_none() {
        number.also = Some(number.value.shifted(-3));
    }
}

/// Properties of the tokens.
impl Sentence<'_> {
    /// Returns true if a capital makes this word a name. At the beginning of an English sentence, that is only a proper subject. In
    /// German and other Latin-script languages it is never certain, because nouns are capitalized or names are translated; in
    /// scripts without capitals it always is.
    pub(crate) fn capital_tells(&self, at: usize) -> bool {
        match self.main_script(at) {
            Dominant::English => !self.begins_sentence(at) || self.is_proper_subject(at),
            Dominant::OtherLatin => false,
            Dominant::OtherScript => true,
        }
    }

    /// Returns true for English, Korean, Chinese and Japanese, whose words are compared with those of the source.
    pub(crate) fn has_known_words(&self) -> bool {
        match self.outside {
            Dominant::English => true,
            Dominant::OtherLatin => false,
            Dominant::OtherScript => self.text.contains(is_other),
        }
    }

    /// Returns true for a sentence in a language in Latin script other than English.
    pub(crate) fn is_european(&self) -> bool {
        self.outside == Dominant::OtherLatin
    }

    /// Returns true for a word of a language in Latin script other than English.
    pub(crate) fn is_other_latin(&self, at: usize) -> bool {
        self.main_script(at) == Dominant::OtherLatin
    }

    /// Returns the main script of the part of the sentence with this word.
    fn main_script(&self, at: usize) -> Dominant {
        if self.is_gloss(at) { self.language } else { self.outside }
    }

    /// Returns true for a word within parentheses.
    pub(crate) fn is_gloss(&self, at: usize) -> bool {
        let before = self.tokens.get(..at).unwrap_or_default();
        let count = |sign: &str| before.iter().filter(|token| token.is(sign)).count();
        count("(") > count(")")
    }

    /// Returns true for the first word, also of a second sentence, of a quotation, or after a colon.
    fn begins_sentence(&self, at: usize) -> bool {
        let before = self.tokens.word_back(at, 1);
        // `steps: (1) It collects`.
        let marked = before == ")" && self.tokens.word_back(at, 3) == "(";
        marked || matches!(before, "" | "." | "!" | "?" | ":" | "\"" | "“" | "‘" | "•" | "*")
    }

    /// Returns true for a first word that is a subject without an article, as names are (`Heptapod achieves`, `Concerto, a model`)
    /// and common nouns rarely.
    fn is_proper_subject(&self, at: usize) -> bool {
        let word = |at: usize| self.tokens.word(at);
        let apposition = word(at + 1) == "," && matches!(word(at + 2), "a" | "an" | "which");
        (apposition || DOES.contains(&word(at + 1))) && !is_plain_noun(&word(at).to_lowercase())
    }

    /// Returns true for a unit after a number: `80 GB`.
    pub(crate) fn is_unit(&self, at: usize) -> bool {
        let after_number = self.numbers.iter().any(|number| number.tokens.end == at);
        let is_known = |text: &str| digits::UNITS.contains(&text) || unit::unit(text).is_some();
        after_number && self.tokens.get(at).is_some_and(|token| is_known(token.text))
    }
}

/// Verbs after names in digests.
const DOES: [&str; 32] = [
    "achieves", "addresses", "adopts", "attains", "automates", "beats", "boosts", "combines", "employs",
    "enables", "enhances", "exceeds", "extends", "generates", "improves", "integrates", "introduces", "is",
    "learns", "leverages", "mitigates", "offers", "outperforms", "predicts", "presents", "proposes",
    "provides", "reaches", "reduces", "surpasses", "unifies", "uses",
];

/// Returns true for nouns that need no article, for pronouns, and for connectives.
fn is_plain_noun(word: &str) -> bool {
    const ENDINGS: [&str; 15] = [
        "tion", "sion", "ment", "ness", "ity", "ty", "ing", "ance", "ence", "cy", "sis", "ism", "ics",
        "ware", "ly",
    ];
    const WORDS: [&str; 48] = [
        "it", "this", "that", "he", "she", "each", "everything", "nothing", "there", "here", "what", "which",
        "who", "another", "either", "neither", "work", "research", "data", "code", "memory", "speech",
        "text", "noise", "evidence", "all", "however", "moreover", "furthermore", "instead", "meanwhile",
        "thus", "hence", "then", "overall", "besides", "nevertheless", "nonetheless", "therefore", "today",
        "now", "further", "also", "together", "indeed", "next", "later", "still",
    ];
    WORDS.contains(&word) || ENDINGS.iter().any(|ending| word.ends_with(ending))
}
