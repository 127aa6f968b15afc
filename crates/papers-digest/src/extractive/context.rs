//! Decides whether a sentence can be understood without its neighbors, and which part of it can be quoted.
//!
//! Labels, list marks and connectives at the beginning are removed. Sentences that begin with a pronoun, refer to a table or a
//! section, consist mostly of citations, or are incomplete are rejected.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use super::cues::{Sign, Signs};
use super::label::label;
use papers_paper::text::phrase::{Phrase, lists};
use papers_paper::text::{speaks_as_role, words_of};

/// The length in words of a sentence that says something and is still readable.
const WORDS: RangeInclusive<usize> = 6..=60;

/// The number of remains of formulas that make a sentence a formula.
const MANY_LOST: usize = 3;

/// The maximum length in bytes of a formula that is read like a word: `$n$`-copula, at rate `$O(\\sqrt{n})$`.
const WORDLIKE: usize = 14;

/// The length in words of such a sentence in an abstract, whose sentences can all be read alone.
const ABSTRACT_WORDS: RangeInclusive<usize> = 3..=250;

/// The signs of sentences that are never quoted.
const NEVER: [Sign; 3] = [Sign::Pointer, Sign::Aside, Sign::Ahead];

/// The degree to which a sentence depends on the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dependence {
    /// It can be understood alone.
    Alone,
    /// It refers to results before it: "These findings suggest …".
    AfterResults,
    /// It says how the purpose in the sentence before it was achieved: "This is achieved by …".
    AfterAim,
    /// It can only be understood after the sentence before it.
    AfterPrevious,
    /// It is never quoted.
    Never,
}

/// Determines the dependence of a sentence without its connective. An abstract (`in_abstract`) has no headings, and no formulas
/// that look like sentences.
pub(super) fn dependence(text: &str, signs: Signs, in_abstract: bool) -> Dependence {
    let refused = signs.any(&NEVER) && !(in_abstract && tells_more(text, signs));
    if !is_statement(text, in_abstract) || refused || !in_abstract && signs.has(Sign::Anaphor) {
        Dependence::Never
    } else if PATTERNS.results.is_match(text) || in_abstract && PATTERNS.work.is_match(text) {
        Dependence::AfterResults
    } else if PATTERNS.means.is_match(text) {
        Dependence::AfterAim
    } else if (PATTERNS.hanging.is_match(text)
        || PATTERNS.adjunct.is_match(text)
        || PATTERNS.object.is_match(text)
        || signs.has(Sign::Anaphor))
        && !PATTERNS.free.is_match(text)
    {
        Dependence::AfterPrevious
    } else {
        Dependence::Alone
    }
}

/// Returns true for a sentence of an abstract that says more than an address, thanks or an outline: "We present X, a tool for …,
/// available at …", "X is an open-source library with tutorials".
fn tells_more(text: &str, signs: Signs) -> bool {
    /// The minimum number of words of such a sentence.
    const FEWEST: usize = 12;
    /// The minimum number of words of one with an address.
    const FEWEST_WITH_ADDRESS: usize = 18;
    let words = words_of(text).count();
    if signs.has(Sign::Pointer) {
        false
    } else if PATTERNS.address.is_match(text) {
        signs.has(Sign::Announce) && words >= FEWEST_WITH_ADDRESS
    } else {
        words >= FEWEST || !signs.has(Sign::Aside)
    }
}

/// Returns true for a sentence that begins with a pronoun or the like that refers to something before it. Such a sentence never
/// begins a section.
pub(super) fn points_back(text: &str) -> bool {
    PATTERNS.hanging.is_match(text) && !PATTERNS.free.is_match(text)
}

/// Returns true for a sentence with a personal pronoun among its first words: "Across three bays it uses …".
pub(super) fn opens_with_pronoun(text: &str) -> bool {
    const FIRST: usize = 6;
    const PRONOUNS: [&str; 5] = ["it", "its", "they", "their", "them"];
    let mut words = words_of(text).take(FIRST);
    words.any(|word| PRONOUNS.iter().any(|pronoun| word.eq_ignore_ascii_case(pronoun)))
}

/// Returns true for a sentence that begins with a demonstrative and a noun ("This solver uses …"), not with a pronoun ("This allows …").
pub(super) fn names_referent(text: &str) -> bool {
    /// Words after a pronoun whose endings do not show that they are not nouns.
    const NO_NOUNS: [&str; 19] = [
        "was", "are", "were", "can", "could", "may", "might", "will", "would", "should", "must", "also",
        "further", "in", "not", "then", "have", "include", "allow",
    ];
    let mut words = words_of(text);
    let (Some(first), Some(next)) = (words.next(), words.next()) else { return false };
    let is_singular = first.eq_ignore_ascii_case("this");
    // "This analysis", "this process", "this bonus".
    let is_verb =
        is_singular && next.ends_with('s') && !["ss", "sis", "us"].iter().any(|end| next.ends_with(end));
    let is_noun = !is_verb && !NO_NOUNS.contains(&next) && !next.ends_with("ly");
    (is_singular || first.eq_ignore_ascii_case("these")) && is_noun || text.starts_with("The resulting ")
}

/// Returns the sentence without list marks, labels and connectives at its beginning; empty if it does not begin like a sentence.
pub(super) fn untied(sentence: &str, in_abstract: bool) -> &str {
    let whole = sentence.trim();
    let mut text = theorem(whole).or_else(|| label(whole).map(|label| label.rest)).unwrap_or(whole);
    if !in_abstract {
        if !begins(text) {
            return "";
        }
        text = after_heading(text).or_else(|| after_title(text)).unwrap_or(text);
    }
    // "(2) Finally, to this end, we …" has three.
    for _ in 0..3 {
        let Some(found) = PATTERNS.tie.find(text) else { break };
        text = text.get(found.end..).unwrap_or_default();
    }
    let acts = |text: &&str| text.starts_with("we ");
    let bridged = PATTERNS.bridge.find(text).and_then(|found| text.get(found.end..)).filter(acts);
    bridged.unwrap_or(text)
}

/// Returns the sentence after a heading that begins its paragraph: "Face encoder: We detect …".
fn after_heading(sentence: &str) -> Option<&str> {
    /// The maximum length of such a heading in words.
    const MAX_WORDS: usize = 8;
    const MARKS: [&str; 3] = [": ", "– ", "— "];
    const VERBS: [&str; 12] =
        ["is", "are", "was", "were", "has", "have", "had", "we", "can", "does", "ask", "find"];
    const SUBJECTS: [&str; 12] =
        ["We", "The", "To", "In", "Our", "For", "Given", "As", "While", "Since", "When", "Here"];
    let (heading, rest) = MARKS.iter().find_map(|mark| sentence.split_once(mark))?;
    let words: Vec<&str> = words_of(heading).collect();
    let names = heading.starts_with(char::is_uppercase)
        && words.len() <= MAX_WORDS
        && !heading.contains([',', ';', '$'])
        && !words.iter().any(|word| VERBS.contains(&word.to_lowercase().as_str()));
    (names && SUBJECTS.contains(&words_of(rest).next()?)).then_some(rest)
}

/// Returns the sentence after a heading that a PDF has in the same line, without a mark between them: "Additional tasks In this work we …".
fn after_title(sentence: &str) -> Option<&str> {
    /// The maximum length of such a heading in words.
    const MAX_WORDS: usize = 12;
    const SUBJECTS: [&str; 4] = [" We ", " Our ", " In this ", " In our "];
    let at = SUBJECTS.iter().filter_map(|subject| sentence.find(subject)).min()?;
    let (title, rest) = sentence.split_at_checked(at)?;
    let is_title = words_of(title).count() <= MAX_WORDS
        && title.ends_with(char::is_alphanumeric)
        && !title.contains([',', '.', ':', ';', '(', '"', '“', '$']);
    // "We" may also be a symbol: "for all We and Oh".
    let acts = words_of(rest)
        .nth(1)
        .is_some_and(|word| word.starts_with(char::is_lowercase) && !["and", "or", "is"].contains(&word));
    (is_title && acts).then(|| rest.trim_start())
}

/// Returns the statement of a theorem without its number, if it can be understood alone.
///
/// A theorem with a source (`Theorem 3. [6] …`, `Theorem 1. (Theorem 2 of …)`) is not the authors' own.
pub(super) fn theorem(sentence: &str) -> Option<&str> {
    if !may_be_theorem(sentence) {
        return None;
    }
    let label = PATTERNS.theorem.find(sentence)?;
    sentence.get(label.end..).filter(|statement| is_stated(statement))
}

/// Returns false for most sentences that do not begin like "Main theorem", "Theorem" or "Corollary", without a regular expression.
fn may_be_theorem(sentence: &str) -> bool {
    sentence.starts_with(['M', 'm', 'T', 't', 'C', 'c'])
}

/// Returns true for the label of a theorem alone, which in the text of a PDF is a separate sentence before the statement.
pub(super) fn is_label_of_theorem(sentence: &str) -> bool {
    sentence.ends_with(['.', ')'])
        && may_be_theorem(sentence)
        && PATTERNS.theorem.find(&format!("{sentence} ")).is_some_and(|label| label.end > sentence.len())
}

/// Returns true for a statement without long formulas, remains of formulas or definitions of symbols.
pub(super) fn is_stated(statement: &str) -> bool {
    let short = statement.split('$').skip(1).step_by(2).all(|formula| formula.len() <= WORDLIKE);
    let proper = statement.starts_with(char::is_uppercase) && !PATTERNS.given.is_match(statement);
    short && proper && lost(statement) == 0
}

/// Returns true for a text that begins like a sentence: with a capital, a digit, a formula, or a name such as `nnU-Net`. The
/// footnote of a PDF, whose number is attached to its first word ("6They", "4a range"), does not.
fn begins(text: &str) -> bool {
    let word = words_of(text).next().unwrap_or_default();
    let after_number = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_word = after_number == "a"
        || after_number.len() > 2
            && after_number.starts_with(char::is_uppercase)
            && after_number.chars().skip(1).all(char::is_lowercase);
    if after_number.len() < word.len() && is_word {
        return false;
    }
    word.starts_with(|c: char| !c.is_alphabetic() || !c.is_lowercase())
        || word.contains(|c: char| c.is_uppercase() || c.is_ascii_digit())
}

/// Returns true for a complete sentence of prose.
fn is_statement(text: &str, in_abstract: bool) -> bool {
    let words = words_of(text).count();
    // Chinese and Japanese have no spaces; a word has two characters on average.
    let dense = text.chars().filter(|c| !c.is_ascii()).count() / 2;
    let ends = in_abstract || text.trim_end_matches(['"', '”', ')', '’']).ends_with(['.', '!', '。']);
    let allowed = if in_abstract { ABSTRACT_WORDS } else { WORDS };
    allowed.contains(&words.max(dense.min(*WORDS.end())))
        && ends
        && is_balanced(text)
        && !is_names(text)
        && !is_derivation(text, in_abstract)
        && !is_debris(text)
        && (in_abstract || lost(text) < MANY_LOST && !equates(text))
        && !PATTERNS.hole.is_match(text)
        && (in_abstract || !PATTERNS.equation.is_match(text))
}

/// Returns true for keywords, in which all longer words are capitalized.
fn is_names(text: &str) -> bool {
    const SHORT: usize = 3;
    const FEWEST: usize = 3;
    let mut long = words_of(text).filter(|word| word.len() > SHORT).peekable();
    let listed = text.matches([',', ';', '·']).count() + 1 >= FEWEST;
    listed && long.peek().is_some() && long.all(|word| word.starts_with(char::is_uppercase))
}

/// Returns true if all brackets are closed; those of item numbers (`i)`, `2)`) are not opened.
fn is_balanced(text: &str) -> bool {
    let (opened, closed) = (text.matches('(').count(), text.matches(')').count());
    opened == closed || opened < closed && opened + PATTERNS.item.count(text) == closed
}

/// Returns true for a sentence with many or long formulas, or a displayed one. A single `$` is money. The formulas of an abstract
/// are what it is about, so it may have any number of them.
fn is_derivation(text: &str, in_abstract: bool) -> bool {
    /// The maximum number of formulas outside of an abstract.
    const MOST: usize = 2;
    /// The maximum share of formulas in the characters, outside of an abstract and in one.
    const SHARE: f64 = 0.35;
    const SHARE_OF_ABSTRACT: f64 = 0.6;
    if text.matches('$').count() == 1 {
        return false;
    }
    let long = |formula: &&str| !in_abstract || formula.len() > WORDLIKE;
    let formulas: Vec<usize> = text.split('$').skip(1).step_by(2).filter(long).map(str::len).collect();
    let share = if in_abstract { SHARE_OF_ABSTRACT } else { SHARE };
    !in_abstract && formulas.len() > MOST
        || text.contains(r"\begin{")
        || formulas.iter().sum::<usize>() as f64 > share * text.len() as f64
}

/// Counts words that are remains of formulas: `O n log n`, `H S ⊗ 1`. Measurements (`p < 0.05`) do not count.
pub(super) fn lost(text: &str) -> usize {
    if !words_of(text).any(|word| is_short(word.trim_matches(MARKS))) {
        return 0;
    }
    let prose: String = text.split('$').step_by(2).collect();
    let words: Vec<&str> = words_of(&prose).map(|word| word.trim_matches(MARKS)).collect();
    let is_number =
        |at: usize| words.get(at).is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    let is_sign = |at: usize| words.get(at).is_some_and(|word| SIGNS.contains(word));
    let is_lost = |at: usize, word: &str| match is_sign(at) {
        true => !is_number(at + 1),
        false => is_letter(word) && !(is_sign(at + 1) && is_number(at + 2)),
    };
    (0..).zip(&words).filter(|(at, word)| is_lost(*at, word)).count()
}

/// Returns true for an equation that is not a formula, as in the text of a PDF: "where E(t) = mV 2 /2 is". A number after the sign is the
/// value of something.
fn equates(text: &str) -> bool {
    let prose: String = text.split('$').step_by(2).collect();
    let words: Vec<&str> = words_of(&prose).collect();
    let is_number = |word: &str| word.contains(|c: char| c.is_ascii_digit());
    words.windows(2).any(|pair| matches!(pair, ["=", value] if !is_number(value)))
}

/// Punctuation around words.
const MARKS: [char; 6] = ['.', ',', ';', ':', '(', ')'];

/// Returns true for a single character other than the article "a", because only those can be symbols.
fn is_short(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(|letter| letter != 'a' && letter != 'A') && letters.next().is_none()
}

/// Symbols between quantities.
const SIGNS: [&str; 18] =
    ["=", "<", ">", "+", "≤", "≥", "∈", "⊗", "∝", "→", "≈", "∼", "⊂", "×", "∑", "∫", "≡", "⇒"];

/// Returns true for a single letter that is a symbol; "a", "A" and "I" are words.
fn is_letter(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_alphabetic)
        && letters.next().is_none()
        && !["a", "A", "I"].contains(&word)
}

/// Returns true for cells of a table, lines of a dialog and remains of a conversion. Formulas are ignored, because they may look like either.
fn is_debris(text: &str) -> bool {
    let prose: String = text.split('$').step_by(2).collect();
    let words: Vec<&str> = words_of(&prose).collect();
    let numbers = words.iter().filter(|word| !word.contains(|c: char| c.is_alphabetic())).count();
    3 * numbers > words.len()
        || speaks_as_role(text)
        || prose.ends_with(['…', ';'])
        || ["??", "\u{fffd}", "|", " … ", "•", ",."].iter().any(|leftover| prose.contains(leftover))
}

/// The patterns of `context.txt`.
struct Patterns {
    theorem: Phrase,
    given: Phrase,
    equation: Phrase,
    item: Phrase,
    hole: Phrase,
    tie: Phrase,
    bridge: Phrase,
    hanging: Phrase,
    free: Phrase,
    object: Phrase,
    adjunct: Phrase,
    results: Phrase,
    work: Phrase,
    means: Phrase,
    address: Phrase,
}

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    let lists = lists(include_str!("context.txt"));
    let list = |name: &str| {
        let lines = lists.iter().find(|(list, _)| *list == name).map(|(_, lines)| lines.join("|"));
        Phrase::constant(&lines.unwrap_or_default())
    };
    Patterns {
        theorem: list("theorem"),
        given: list("given"),
        equation: list("equation"),
        item: list("item"),
        hole: list("hole"),
        tie: list("tie"),
        bridge: list("bridge"),
        hanging: list("hanging"),
        free: list("free"),
        object: list("object"),
        adjunct: list("adjunct"),
        results: list("results"),
        work: list("work"),
        means: list("means"),
        address: list("address"),
    }
});

#[cfg(test)]
mod tests;
