//! Checks the form of a digest: nothing empty, repeated or incomplete.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use papers_paper::Digest;
use papers_paper::SectionName;
use papers_paper::text::phrase::lists;
use papers_paper::text::{sentence, words_of};

use crate::text::language;
use crate::text::plain::folded;

/// The overlap of letter triples above which two sentences count as the same.
const SAME: f64 = 0.8;

/// The share of word triples from the sentences before above which a model's sentence says nothing new. Of 721 sentences of
/// faithful digests (Korean, and the reference post), the highest share is 0.31.
const RETOLD: f64 = 0.6;

/// The number of consecutive words whose repetition is a loop.
const LOOP_WORDS: usize = 4;

/// The number of occurrences that make a loop.
const LOOP_TIMES: usize = 3;

/// The share of sentences with a full stop above which one without it is considered incomplete.
const USUALLY: f64 = 0.7;

/// Returns the sections without text.
pub(crate) fn empty(digest: &Digest) -> impl Iterator<Item = SectionName> {
    let silent = |name: &SectionName| digest.section(*name).iter().all(|text| text.trim().is_empty());
    SectionName::ALL.into_iter().filter(silent)
}

/// A sentence that repeats an earlier one, or repeats the same words again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Repeat<'a> {
    /// The index of its item.
    pub(crate) item: usize,
    /// The sentence.
    pub(crate) sentence: &'a str,
    /// The sentence that it repeats.
    pub(crate) earlier: &'a str,
}

/// Returns the repetitions in a digest, by sentence over all items. A model's sentence may also repeat parts of several others.
pub(crate) fn repetitions<'a>(items: &[&'a str], by_model: bool) -> Vec<Repeat<'a>> {
    /// The maximum number of earlier sentences or items with which one is compared; no digest has as many.
    const MOST: usize = 400;
    let mut said: Vec<Said<'a>> = Vec::new();
    let mut words_said = Words::default();
    let mut found = Vec::new();
    for (item, text) in items.iter().enumerate() {
        let before = said.len();
        for sentence in sentence::slices(text) {
            let now = Said::new(sentence);
            let earlier = said
                .iter()
                .rev()
                .take(MOST)
                .rev()
                .find(|before| now.repeats(before))
                .map(|before| before.sentence);
            let retold = by_model && words_said.retell(sentence);
            let itself = || (retold || now.loops()).then_some(sentence);
            found.extend(earlier.or_else(itself).map(|earlier| Repeat { item, sentence, earlier }));
            said.push(now);
        }
        // An item of two sentences may repeat another of one sentence.
        if said.len() > before + 1 {
            let whole = triples(text);
            let is_like = |earlier: &&&str| are_alike(&triples(earlier), &whole);
            let earlier = items.iter().take(item).skip(item.saturating_sub(MOST)).find(is_like);
            found.extend(earlier.map(|earlier| Repeat { item, sentence: text, earlier }));
        }
    }
    found
}

/// An earlier sentence.
struct Said<'a> {
    sentence: &'a str,
    words: Vec<&'a str>,
    /// The words as one text in lower case, without full stop.
    folded: String,
    triples: Vec<Triple>,
}

impl<'a> Said<'a> {
    fn new(sentence: &'a str) -> Self {
        let words: Vec<&str> = words_of(sentence).collect();
        let folded = words.join(" ").trim_end_matches(['.', '。']).to_lowercase();
        Self { sentence, words, folded, triples: triples(sentence) }
    }

    fn repeats(&self, earlier: &Self) -> bool {
        self.is_like(earlier) || self.is_within(earlier) || self.is_of_template(earlier)
    }

    /// Returns true for a loop: the same consecutive words or letters again and again.
    fn loops(&self) -> bool {
        let mut rows: Vec<&[&str]> = self.words.windows(LOOP_WORDS).collect();
        rows.sort_unstable();
        let bare = |word| str::trim_matches(word, |c: char| !c.is_alphanumeric());
        rows.windows(LOOP_TIMES).any(|same| same.first() == same.last())
            || echoes(&self.folded.split(' ').map(bare).collect::<Vec<_>>())
            || stutters(self.sentence)
    }

    fn is_like(&self, earlier: &Self) -> bool {
        are_alike(&self.triples, &earlier.triples)
    }

    /// Returns true for a sentence that is contained in an earlier one.
    fn is_within(&self, earlier: &Self) -> bool {
        /// The minimum length; shorter sentences are contained in others by chance.
        const FEWEST: usize = 6;
        self.words.len() >= FEWEST && earlier.folded.contains(&self.folded)
    }

    /// Returns true if two long sentences differ only in a word or two in the middle, without numbers or names, as if a template
    /// was filled in again.
    fn is_of_template(&self, earlier: &Self) -> bool {
        const FEWEST: usize = 10;
        const DIFFERENT: usize = 2;
        let common =
            |pairs: &mut dyn Iterator<Item = (&&str, &&str)>| pairs.take_while(|(a, b)| a == b).count();
        let head = common(&mut self.words.iter().zip(&earlier.words));
        let shorter = self.words.len().min(earlier.words.len());
        let tail = common(&mut self.words.iter().rev().zip(earlier.words.iter().rev())).min(shorter - head);
        let plain = |words: &[&str]| {
            let own = words.get(head..words.len() - tail).unwrap_or_default();
            own.len() <= DIFFERENT
                && !own.iter().any(|word| word.contains(|c: char| c.is_uppercase() || c.is_numeric()))
        };
        shorter >= FEWEST && plain(&self.words) && plain(&earlier.words)
    }
}

/// The words of a digest that were read so far.
#[derive(Default)]
struct Words {
    triples: HashSet<[String; 3]>,
    numbers: HashSet<String>,
}

impl Words {
    /// Adds a sentence. Returns true if most of its word triples and all of its numbers occurred before.
    fn retell(&mut self, sentence: &str) -> bool {
        /// The minimum number of triples; a few are repeated by chance.
        const FEWEST: usize = 6;
        let fold = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let words: Vec<String> =
            sentence.split_whitespace().map(fold).filter(|word| !word.is_empty()).collect();
        let triples: Vec<[String; 3]> =
            words.windows(3).filter_map(|three| three.to_vec().try_into().ok()).collect();
        let known = triples.iter().filter(|triple| self.triples.contains(*triple)).count();
        let numbers = words.into_iter().filter(|word| word.contains(char::is_numeric));
        let new_numbers = numbers.filter(|number| self.numbers.insert(number.clone())).count();
        self.triples.extend(triples.iter().cloned());
        triples.len() >= FEWEST && known as f64 > RETOLD * triples.len() as f64 && new_numbers == 0
    }
}

/// Returns true for an item that is not a statement: a word or two, a heading, or the title of the paper.
pub(crate) fn is_fragment(text: &str, title: &str) -> bool {
    /// The minimum number of words in a statement: subject, verb and object.
    const WORDS: usize = 4;
    /// The minimum number of letters in scripts that write without spaces or attach particles to words.
    const LETTERS: usize = 8;
    is_short(text, WORDS, LETTERS) && !ends_in_stop(text) || are_alike(&triples(text), &triples(title))
}

/// Returns true if the rest of an item says nothing: `Gerne!`.
pub(crate) fn is_scrap(text: &str) -> bool {
    /// The number of words or letters below which no statement is left.
    const FEWEST: usize = 3;
    is_short(text, FEWEST, FEWEST)
}

/// Returns true for a text with fewer words than this; in scripts that join words, with fewer letters.
fn is_short(text: &str, words: usize, letters: usize) -> bool {
    match text.chars().any(joins_words) {
        true => text.chars().filter(|c| c.is_alphanumeric()).count() < letters,
        false => text.split_whitespace().count() < words,
    }
}

/// Returns true for letters of scripts that write without spaces, or attach particles to words: those of East Asia, Thai, Lao, Tibetan,
/// Burmese and Khmer.
fn joins_words(c: char) -> bool {
    c.is_alphabetic()
        && (c > '\u{2e7f}'
            || matches!(c, '\u{e00}'..='\u{fff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'))
}

/// Three consecutive letters, packed into one number.
type Triple = u64;

/// Returns the different triples of consecutive letters, sorted.
fn triples(text: &str) -> Vec<Triple> {
    /// The number of bits per letter.
    const LETTER: u32 = 21;
    const ALL: Triple = (1 << (3 * LETTER)) - 1;
    let mut triples = Vec::with_capacity(text.len());
    let mut last = 0;
    folded(text).for_each(|letter| {
        last = (last << LETTER | Triple::from(letter)) & ALL;
        triples.push(last);
    });
    triples.drain(..triples.len().min(2));
    triples.sort_unstable();
    triples.dedup();
    triples
}

/// Returns true if two texts have more than the share [`SAME`] of their triples in common.
fn are_alike(one: &[Triple], other: &[Triple]) -> bool {
    let total = one.len() + other.len();
    // Four fifths of the different ones are four ninths of all.
    let least = total * 4 / 9;
    if one.len().min(other.len()) < least {
        return false;
    }
    let mut rest = other.iter().peekable();
    let mut common = 0;
    for (at, triple) in one.iter().enumerate() {
        if common + one.len() - at < least {
            return false;
        }
        while rest.next_if(|other| *other < triple).is_some() {}
        common += usize::from(rest.next_if(|other| *other == triple).is_some());
    }
    common as f64 / (total - common) as f64 > SAME
}

/// Returns true if a word follows itself three times, or a row of words twice; the last row may lack the word that joins it to the next:
/// `it is fast and it is fast and it is fast`.
fn echoes(words: &[&str]) -> bool {
    const MOST: usize = 12;
    let is_word = |word: &&str| word.chars().filter(|c| c.is_alphabetic()).nth(1).is_some();
    let fits = |row: &[&str]| {
        let count = row.iter().filter(|word| is_word(word)).count();
        count == row.len() || count > 2
    };
    let again = |length: usize| match length {
        1 => 3,
        2 | 3 => 2 * length,
        _ => 2 * length - 1,
    };
    repeats(words, 1..=MOST, again, fits)
}

/// Returns true for a text in a script without spaces in which some letters follow themselves: `更好更好，更好更好`, or a longer
/// row of them three times.
fn stutters(text: &str) -> bool {
    const LETTERS: std::ops::RangeInclusive<usize> = 2..=24;
    const LONG: usize = 4;
    if !text.contains(joins_words) {
        return false;
    }
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    repeats(
        &letters,
        LETTERS,
        |length| length * if length < LONG { 3 } else { 2 },
        |row| row.iter().filter(|c| joins_words(**c)).count() * 2 > row.len(),
    )
}

/// Returns true if a row of these lengths that fits follows itself, for so many of its elements.
fn repeats<T: PartialEq>(
    all: &[T],
    lengths: std::ops::RangeInclusive<usize>,
    again: impl Fn(usize) -> usize,
    fits: impl Fn(&[T]) -> bool,
) -> bool {
    lengths.into_iter().any(|length| {
        let mut same = 0;
        all.iter().zip(all.iter().skip(length)).enumerate().any(|(at, (one, next))| {
            same = if one == next { same + 1 } else { 0 };
            same >= again(length) && all.get(at + 1..=at + length).is_some_and(&fits)
        })
    })
}

/// Returns true if most sentences end with a full stop, so that one without it is noticeable. In Korean, where sentences also end
/// in nouns, with a full stop or without, only the verb ending `-다.` counts.
pub(crate) fn end_in_stops(sentences: &[&str]) -> bool {
    let ends = |text: &&&str| {
        let korean = text.contains(|c: char| ('가'..='힣').contains(&c));
        ends_in_stop(text) && (!korean || text.chars().rev().find(|c| c.is_alphabetic()) == Some('다'))
    };
    let ended = sentences.iter().filter(ends).count();
    let all_but_one = sentences.len() > 2 && ended + 1 == sentences.len();
    all_but_one || sentences.len() > 3 && ended as f64 > USUALLY * sentences.len() as f64
}

/// Returns the end of an incomplete sentence: its last words, or the bracket that is not closed.
pub(crate) fn truncation(text: &str, lang: &str, stops_usual: bool) -> Option<String> {
    let text = text.trim();
    if let Some(open) = open_bracket(text) {
        return Some(format!("`{open}` stays open"));
    }
    let cut = text.starts_with("...")
        || text.starts_with('…')
        || text.ends_with([',', ':', ';', '-', '–', '(', '[', '/', '、', '…', '·'])
        || text.ends_with("...")
        || (!ends_in_stop(text) && stops_usual)
        || ends_in_small_word(text, lang);
    cut.then(|| tail(text))
}

/// Returns true for a text that ends with a full stop, possibly before quotation marks or brackets, or with a displayed formula.
fn ends_in_stop(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '”', '’', '\'', ')', ']', '」', '』', '*', '`', ' ']);
    bare.ends_with(|c| sentence::is_stop(c) && c != '…') || text.ends_with("$$") || text.ends_with('|')
}

/// The words that need another one behind them, by language.
static ENDS: LazyLock<HashMap<&str, Vec<String>>> = LazyLock::new(|| {
    let words =
        |lines: Vec<String>| lines.iter().flat_map(|line| line.split(' ')).map(str::to_owned).collect();
    lists(include_str!("ends.txt")).into_iter().map(|(lang, lines)| (lang, words(lines))).collect()
});

/// Returns true if the last word requires another one after it, even before a full stop for some. Words in Latin letters at the end of
/// a sentence in another script are English.
fn ends_in_small_word(text: &str, lang: &str) -> bool {
    let code = language::code(lang);
    let bare = text.trim_end_matches(['.', '。']);
    let is_stopped = bare.len() < text.len();
    let last = bare.split_whitespace().next_back().unwrap_or_default();
    let own = if last.is_ascii() && !language::is_latin(&code) { "en" } else { code.as_str() };
    let ends = |word: &String| {
        let (word, counts) = word.strip_suffix('.').map_or((word.as_str(), !is_stopped), |word| (word, true));
        counts
            && match (own, word.strip_prefix('_')) {
                (_, Some(word)) => last == word,
                ("ja" | "ko" | "zh", None) => bare.ends_with(word),
                (_, None) => last == word,
            }
    };
    ENDS.get(own).is_some_and(|words| words.iter().any(ends))
}

/// Returns the bracket or quotation mark that is not closed, outside of formulas.
fn open_bracket(text: &str) -> Option<char> {
    const PAIRS: [(char, char); 5] = [('(', ')'), ('[', ']'), ('“', '”'), ('「', '」'), ('『', '』')];
    let mut outside = true;
    let visible: Vec<char> = text
        .chars()
        .filter(|&c| {
            outside ^= c == '$';
            outside
        })
        .collect();
    let count = |wanted: char| visible.iter().filter(|&&c| c == wanted).count();
    let open = PAIRS.into_iter().find(|&(open, close)| count(open) > count(close)).map(|(open, _)| open);
    open.or_else(|| opens_quotation(&visible).then_some('"'))
}

/// Returns true if the last of an odd number of straight quotation marks begins a word. The sign for inches does not.
fn opens_quotation(text: &[char]) -> bool {
    let mut marks = text.iter().enumerate().filter(|(_, c)| **c == '"').map(|(at, _)| at);
    let count = marks.clone().count();
    let begins = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| text.get(at));
        before.is_none_or(|c| c.is_whitespace() || *c == '(')
            && text.get(at + 1).is_some_and(|c| c.is_alphanumeric())
    };
    count % 2 == 1 && marks.next_back().is_some_and(begins)
}

/// Returns the first words of a text.
pub(crate) fn head(text: &str) -> String {
    const WORDS: usize = 8;
    let mut words = text.split_whitespace();
    let head: Vec<&str> = words.by_ref().take(WORDS).collect();
    let rest = if words.next().is_some() { " …" } else { "" };
    format!("{}{rest}", head.join(" "))
}

/// Returns the last words of a text.
fn tail(text: &str) -> String {
    const WORDS: usize = 4;
    let words: Vec<&str> = text.split_whitespace().collect();
    let (_, tail) = words.split_at(words.len().saturating_sub(WORDS));
    format!("… {}", tail.join(" "))
}

#[cfg(test)]
mod tests;
