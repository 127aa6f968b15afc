//! Every figure of a sentence must be in the source, in any form in which figures are written.

use super::figure::{Figure, Form};
use super::sentence::Sentence;
use super::source::Source;

/// The figures of a sentence that the source does not have, as they are written.
pub(super) fn unsupported(sentence: &Sentence<'_>, source: &Source) -> Vec<String> {
    let figures = sentence.figures.iter();
    let missing =
        figures.filter(|figure| !is_marker(sentence, figure) && !is_supported(sentence, figure, source));
    missing.map(|figure| sentence.shown(figure)).collect()
}

fn is_supported(sentence: &Sentence<'_>, figure: &Figure, source: &Source) -> bool {
    let readings = || [Some(figure.value), figure.also].into_iter().flatten();
    counts_nothing(figure)
        || readings().any(|value| source.has(value, figure.form))
        || (figure.about && readings().any(|value| source.has_about(value, figure.form)))
        || counts_its_list(sentence, figure)
}

/// `one`, `a single`, `the first` and `두 번째` speak of something and claim no amount.
fn counts_nothing(figure: &Figure) -> bool {
    match figure.form {
        Form::Word => figure.value.small().is_some_and(|number| number <= 1),
        Form::Ordinal => figure.value.small().is_some_and(|number| number <= 2),
        Form::Digits | Form::Percent => false,
    }
}

/// `(1)`, `2)` and the `3.` that begins an item number what follows.
fn is_marker(sentence: &Sentence<'_>, figure: &Figure) -> bool {
    let sign = |at: Option<usize>, sign: &str| {
        at.and_then(|at| sentence.tokens.get(at)).is_some_and(|token| token.is(sign))
    };
    let (before, after) = (figure.tokens.start.checked_sub(1), Some(figure.tokens.end));
    let small = figure.form == Form::Digits && figure.value.small().is_some_and(|number| number < 20);
    small
        && ((sign(after, ")") && (before.is_none() || sign(before, "(")))
            || (before.is_none() && sign(after, ".")))
}

/// True when the sentence lists as many things as it says: `A, B, C의 세 단계`, `two losses (A and B)`.
fn counts_its_list(sentence: &Sentence<'_>, figure: &Figure) -> bool {
    /// Longer lists are not counted by eye.
    const LONGEST: u64 = 9;
    let Some(number) = figure.value.small().filter(|number| (2..=LONGEST).contains(number)) else {
        return false;
    };
    let (before, after) = sentence.around(figure);
    let behind = after.find(['(', ':']).and_then(|at| after.get(at + 1..)).unwrap_or_default();
    let inside = behind.split([')', ';']).next().unwrap_or_default();
    [before, inside].into_iter().any(|list| items(list) == number)
}

/// How many things a text lists.
fn items(list: &str) -> u64 {
    const SIGNS: [&str; 4] = [",", "、", "·", ";"];
    const WORDS: [&str; 8] = [" and ", " or ", "와 ", "과 ", " 및 ", "하고 ", " 또는 ", "이고 "];
    let list = list.replace(", and ", ", ").replace(", or ", ", ").replace(", 및 ", ", ");
    let signs: usize = SIGNS.iter().map(|sign| list.matches(sign).count()).sum();
    let words: usize = WORDS.iter().map(|word| list.matches(word).count()).sum();
    if signs + words == 0 { 0 } else { (signs + words + 1) as u64 }
}
