//! Reads English number words, alone or in a hyphenated word: `twenty-one`, `two thirds`, `three-stage`.

use super::Reader;
use super::decimal::Decimal;
use super::form::Form;
use super::spelled::{self, Spelled};
use crate::text::token::{Kind, Token};

impl Reader<'_> {
    /// Reads English number words, alone or in a hyphenated word.
    pub(super) fn words(&mut self, at: usize) -> usize {
        let roman = self.word(at).and_then(|word| spelled::roman(word, || self.is_behind_row(at)));
        if let Some(place) = roman.filter(|_| !self.is_bracketed(at)) {
            self.push(Decimal::whole(place), None, Form::Ordinal, at..at + 1);
            return at + 1;
        }
        let (spelled, end) = self.spelled(at);
        if let Some(part) = self.part(&spelled, at, end) {
            self.push(part, None, Form::Fraction, at..end);
            return end;
        }
        if let Some(value) = spelled::sum(&spelled).filter(|_| !spelled.is_empty()) {
            let (form, end) = match self.percent(end) {
                Some(after) => (Form::Percent, after),
                None => (form_of(&spelled), end),
            };
            self.push(value, None, form, at..end);
            return end;
        }
        self.within(at);
        at + 1
    }

    /// Returns true for a numeral behind a word such as `phase`, also as one of several: `phases I and II`, `Phase I/II`.
    fn is_behind_row(&self, at: usize) -> bool {
        /// The maximum number of tokens between.
        const BETWEEN: usize = 4;
        let is_between = |token: &&Token<'_>| {
            matches!(
                token.text,
                "I" | "II" | "III" | "IV" | "V" | "/" | "-" | "–" | "," | "and" | "or" | "to"
            )
        };
        let before = self.tokens.get(..at).unwrap_or_default().iter().rev();
        let word = before.take(BETWEEN + 1).find(|token| !is_between(token));
        word.is_some_and(|word| spelled::is_row(word.text))
    }

    /// Returns true for a number in brackets such as `(IV)`, which is a list marker.
    fn is_bracketed(&self, at: usize) -> bool {
        self.before(at).is_some_and(|sign| sign.is("("))
            && self.token(at + 1).is_some_and(|sign| sign.is(")"))
    }

    /// Returns consecutive number words, and the index after them.
    fn spelled(&self, at: usize) -> (Vec<Spelled>, usize) {
        let mut end = at;
        let mut spelled = Vec::new();
        while let Some(word) = self.word(end).filter(|_| end == at || !self.begins_anew(end)) {
            if word == "a" && spelled == [Spelled::Half] {
                end += 1;
                continue;
            }
            let parts: Option<Vec<Spelled>> = word.split('-').map(spelled::english).collect();
            let Some(parts) = parts else { break };
            spelled.extend(parts);
            end += 1;
        }
        (spelled, end)
    }

    /// Returns the fraction of number words: `half`, `two thirds`, or `fifth` in `a fifth of` and `by a fifth`.
    fn part(&self, spelled: &[Spelled], at: usize, end: usize) -> Option<Decimal> {
        match *spelled {
            [Spelled::Ordinal(parts)] if self.is_share(at, end) => Decimal::ratio(1, parts),
            _ => spelled::part_of_whole(spelled),
        }
    }

    /// Returns true for an ordinal that is a share: `a fifth of`, `by a fifth.`, `over a third in all`. A noun behind it would be
    /// counted.
    fn is_share(&self, at: usize, end: usize) -> bool {
        const BEFORE: [&str; 14] = [
            "by", "than", "over", "about", "nearly", "almost", "to", "roughly", "approximately", "around",
            "under", "below", "only", "just",
        ];
        const BEHIND: [&str; 14] = [
            "and", "or", "but", "in", "on", "at", "to", "from", "for", "with", "when", "compared", "overall",
            "less",
        ];
        let article = self.before(at).is_some_and(|word| matches!(word.text, "a" | "A" | "an" | "An"));
        let measured = || {
            let word = at.checked_sub(2).and_then(|at| self.word(at));
            word.is_some_and(|word| BEFORE.contains(&word))
        };
        let ends = || {
            let next = self.token(end);
            next.is_none_or(|next| next.kind == Kind::Sign || BEHIND.contains(&next.text))
        };
        article && (matches!(self.word(end), Some("of" | "the")) || measured() && ends())
    }

    /// Returns true if a number word begins another number: `five three-stage` is two numbers, not eight.
    fn begins_anew(&self, at: usize) -> bool {
        let count = |at: usize| self.word(at).and_then(spelled::english);
        match (at.checked_sub(1).and_then(count), count(at)) {
            (Some(Spelled::Count(before)), Some(Spelled::Count(now))) => before < 20 || now >= 10,
            (Some(Spelled::Half), None)
            | (_, Some(Spelled::Scale(_) | Spelled::Dozen))
            | (Some(Spelled::Count(1)), Some(Spelled::Ordinal(3..) | Spelled::Half | Spelled::Quarter))
            | (Some(Spelled::Count(_)), Some(Spelled::Parts(_)))
            | (Some(Spelled::Scale(_)), Some(Spelled::Count(_))) => false,
            _ => true,
        }
    }

    /// Reads number words in a hyphenated word: `three-stage`, `best-of-three`.
    fn within(&mut self, at: usize) {
        let is_idiom = |word: &str| word.starts_with("double-edged");
        let Some(word) = self.word(at).filter(|word| word.contains('-') && !is_idiom(word)) else { return };
        let found: Vec<Spelled> = word.split('-').filter_map(spelled::english).collect();
        for one in found {
            if let Some(value) = spelled::sum(&[one]) {
                self.push(value, None, form_of(&[one]), at..at + 1);
            }
        }
    }
}

/// Returns the form of number words.
fn form_of(words: &[Spelled]) -> Form {
    match words {
        [Spelled::Ordinal(_)] => Form::Ordinal,
        [Spelled::Implied(_)] => Form::Implied,
        _ => Form::Word,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use crate::number::tests::read;

    #[rstest]
    #[case("two hundred and three-stage twenty-one", &["200w", "3w", "21w"])]
    #[case("half a million", &["500000w"])]
    #[case("twice as fast, doubling, tenfold", &["2w", "2w", "10w"])]
    #[case("stage IV, Phase III and (IV) of VI", &["4.", "3."])]
    #[case("phases I and II, Phase I/II, type II, grades V to VI", &["1.", "2.", "1.", "2.", "2.", "5.", "6."])]
    #[case("I like the II and V of it", &[])]
    #[case("five three-stage models", &["5w", "3w"])]
    #[case("a fifth of users, a fifth model, one fifth", &["0.2/", "5.", "0.2/"])]
    #[case("by a fifth. It is over a quarter, and an eighth of all", &["0.2/", "0.25/", "0.125/"])]
    #[case("by a fifth party, to a fifth", &["5.", "0.2/"])]
    #[case("a tenth the size, about a fifth", &["0.1/", "0.2/"])]
    #[case("the 3rd of 5 stages", &["3.", "5"])]
    fn number_words_are_summed_until_another_number_begins(#[case] text: &str, #[case] expected: &[&str]) {
        assert_eq!(read(text), expected);
    }
}
