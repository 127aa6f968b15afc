//! Determines the role of a section from its heading.
//!
//! Phrases are looked up in the heading, the most specific first, and each word counts once: "Data
//! availability" is back matter and not data, "Experimental setup" a method and not a result. Words that
//! headings of many kinds contain ("model", "data", "comparison") count only if nothing more specific matches. An abstract and back
//! matter have names: they are headed "Funding statement", and "Funding rates" are a subject of the body.

mod names;
mod phrases;

use std::borrow::Cow;

use papers_paper::SectionRole::{
    self, Abstract, Background, Backmatter, Conclusion, Discussion, Introduction, Limitations, Method,
};
use phrases::{BACK_MATTER, SETUP, STRONG, WEAK};

/// Returns the roles that a heading expresses, in the order of its words; empty if it expresses none.
pub fn roles(heading: &str) -> Vec<SectionRole> {
    classify(heading).roles
}

/// Returns the roles of a subsection: those of the enclosing section, unless its heading names another role as its subject, as
/// "Results on synthetic data" does and "Comparison of methods" does not.
///
/// Subsections of background, back matter, limitations or an abstract keep that role, unless their heading is about limitations. A
/// "Summary" in a discussion is also a conclusion.
pub(super) fn roles_inside(heading: &str, around: &[SectionRole]) -> Vec<SectionRole> {
    let HeadingRoles { roles: own, outright } = classify(heading);
    if around.is_empty() {
        return own;
    }
    let keeps_outer_role = keeps_role(heading, &own, around);
    if !outright.is_empty() && !keeps_outer_role {
        outright
    } else if around == [Discussion] && own == [Conclusion] {
        vec![Discussion, Conclusion]
    } else {
        around.to_vec()
    }
}

/// Returns true for a heading that keeps the role of the enclosing section whatever it names.
fn keeps_role(heading: &str, own: &[SectionRole], around: &[SectionRole]) -> bool {
    let sticky = [Background, Backmatter, Limitations, Abstract];
    let bare = without_number(heading).to_lowercase();
    match around {
        // An introduction may list the limitations of others: `Limitation 1: …`.
        [Introduction] => {
            bare.strip_prefix("limitation ").is_some_and(|rest| rest.starts_with(char::is_numeric))
        }
        // A method section may describe the evaluation; its outcome has another heading.
        [Method] => bare.trim_end_matches('s') == "evaluation",
        _ => around.iter().all(|role| sticky.contains(role)) && !own.contains(&Limitations),
    }
}

/// The roles of a heading, and those that are its subject.
#[derive(Default)]
struct HeadingRoles {
    roles: Vec<SectionRole>,
    /// The roles that the heading names as its subject, rather than in passing.
    outright: Vec<SectionRole>,
}

/// A match of a phrase: the range of its words, and its role.
#[derive(Clone, Copy)]
struct PhraseMatch {
    start: usize,
    end: usize,
    role: SectionRole,
}

/// The reliability of a list of phrases.
#[derive(Clone, Copy)]
enum Strength {
    Strong,
    Setup,
    Weak,
}

/// Classifies a heading by the first list with a matching phrase.
fn classify(heading: &str) -> HeadingRoles {
    let lower = heading.to_lowercase();
    let mut words = split_words(&lower);
    let subject_end = words.iter().position(|word| is_preposition(word)).unwrap_or(words.len());
    let first = words.iter().position(|word| !is_filler(word)).unwrap_or(0);
    for (phrases, strength) in [(STRONG, Strength::Strong), (SETUP, Strength::Setup), (WEAK, Strength::Weak)]
    {
        let mut found = matches_of(&lower, &mut words, phrases);
        found.retain(|found| found.role != Limitations || !is_compound(&words, found));
        found.sort_by_key(|found| found.start);
        if found.iter().any(|found| found.start < subject_end) {
            found.retain(|found| found.start < subject_end || matches!(found.role, Conclusion | Limitations));
        }
        let roles = distinct(&found);
        if roles.is_empty() {
            continue;
        }
        let is_outright = match strength {
            Strength::Strong => found.iter().any(|found| found.start == first || found.end == subject_end),
            // Only filler and matched words are left, so that the phrase is the whole subject.
            Strength::Setup => words.iter().take(subject_end).all(|word| is_filler(word)),
            Strength::Weak => false,
        };
        found.retain(|found| is_outright && found.start < subject_end);
        return HeadingRoles { roles, outright: distinct(&found) };
    }
    HeadingRoles::default()
}

/// Returns the words of a heading in lowercase.
fn split_words(lower: &str) -> Vec<&str> {
    lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

/// Finds phrases and blanks their words. An abstract or back matter is found only if the phrases, and words that names of such
/// sections have, are the whole heading.
fn matches_of<'a>(
    lower: &'a str,
    words: &mut Vec<&'a str>,
    phrases: &[(&str, SectionRole)],
) -> Vec<PhraseMatch> {
    let found = take_matches(words, phrases, |_| true);
    if !found.iter().any(|found| matches!(found.role, Abstract | Backmatter)) {
        return found;
    }
    let rest = &*words;
    let has = |wanted: SectionRole| found.iter().any(|found| found.role == wanted);
    let is_abstract =
        found.iter().all(|found| found.role == Abstract) && rest.iter().all(|word| is_filler(word));
    let is_back = rest.iter().all(|word| may_name_back_matter(word));
    if (is_abstract || !has(Abstract)) && (is_back || !has(Backmatter)) {
        return found;
    }
    // Only the first list has these roles.
    *words = split_words(lower);
    take_matches(words, phrases, |role| match role {
        Abstract => is_abstract,
        Backmatter => is_back,
        _ => true,
    })
}

/// Returns true for a word that names of back matter have beside their phrase: `Funding sources`, `Availability of data and materials`.
fn may_name_back_matter(word: &str) -> bool {
    // A letter is the number of an appendix, or an `s` after an apostrophe.
    word.chars().nth(1).is_none() || is_filler(word) || is_preposition(word) || BACK_MATTER.contains(&word)
}

/// Returns true if the word before names the thing that is limited, which is then a subject of the paper: `Power limitations`.
fn is_compound(words: &[&str], found: &PhraseMatch) -> bool {
    const OF_A_PAPER: &[&str] = &[
        "study", "model", "method", "methodological", "data", "work", "research", "potential", "possible",
        "known", "current", "present", "general", "technical", "practical", "important", "several", "some",
        "key", "other", "strengths", "challenges", "scope", "ethical", "their", "its", "this", "or",
        "dataset", "design", "inherent", "major", "theoretical", "experimental", "computational",
        "remaining", "existing", "evaluation", "system",
    ];
    let before = found.start.checked_sub(1).and_then(|before| words.get(before)).copied().unwrap_or_default();
    let is_noun = found.end == found.start + 1;
    is_noun
        && !(before.is_empty() || is_filler(before) || is_preposition(before) || OF_A_PAPER.contains(&before))
}

/// Returns the distinct roles of the matches, in order.
fn distinct(found: &[PhraseMatch]) -> Vec<SectionRole> {
    let mut roles = Vec::new();
    for PhraseMatch { role, .. } in found {
        if !roles.contains(role) {
            roles.push(*role);
        }
    }
    roles
}

/// Returns true for a preposition, because the words after it only qualify the subject of the heading.
fn is_preposition(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "of", "on", "with", "for", "in", "to", "from", "by", "under", "against", "using", "over", "between",
        "via", "without", "across", "at", "as", "through", "during", "versus", "vs",
    ];
    WORDS.contains(&word)
}

/// Returns true for numbers, matched words and words that say nothing about a section's role.
fn is_filler(word: &str) -> bool {
    matches!(
        word,
        "a" | "an" | "the" | "our" | "and" | "main" | "overall" | "additional" | "further" | "more"
    ) || word.chars().all(char::is_numeric)
        || (word.len() <= 4 && word.chars().all(|c| "ivx".contains(c)))
}

/// Finds phrases, and blanks their words so that each word counts once.
fn take_matches(
    words: &mut [&str],
    phrases: &[(&str, SectionRole)],
    wanted: impl Fn(SectionRole) -> bool,
) -> Vec<PhraseMatch> {
    let mut found = Vec::new();
    let initials = words.iter().fold(0, |all, word| all | initial(word));
    let possible = phrases.iter().filter(|(phrase, role)| initials & initial(phrase) != 0 && wanted(*role));
    for (phrase, role) in possible {
        let found_at =
            (0..words.len()).find_map(|start| Some((start, length_at(words.get(start..)?, phrase)?)));
        if let Some((start, length)) = found_at {
            found.push(PhraseMatch { start, end: start + length, role: *role });
            words.iter_mut().skip(start).take(length).for_each(|word| *word = "");
        }
    }
    found
}

/// Returns a bit for the first letter of a text; a few letters share a bit. Other scripts have all, because their phrases may be
/// within a word.
fn initial(text: &str) -> u32 {
    text.bytes().next().map_or(0, |letter| if letter.is_ascii() { 1 << (letter & 31) } else { u32::MAX })
}

/// Returns the number of words of a phrase if the words begin with it.
fn length_at(words: &[&str], phrase: &str) -> Option<usize> {
    if words.first()?.as_bytes().first() != phrase.as_bytes().first() && phrase.is_ascii() {
        return None;
    }
    let mut words = words.iter();
    let mut length = 0;
    for pattern in phrase.split(' ') {
        if !matches(words.next()?, pattern) {
            return None;
        }
        length += 1;
    }
    Some(length)
}

fn matches(word: &str, pattern: &str) -> bool {
    if pattern.starts_with(is_caseless) {
        // Chinese and Japanese put no blanks between words.
        return word.contains(pattern);
    }
    match pattern.strip_suffix('*') {
        Some(stem) => word.starts_with(stem),
        None => word == pattern,
    }
}

/// Returns true for the heading of a list of references. Some journals give it in two languages.
pub fn is_references(heading: &str) -> bool {
    let heading = without_number(heading).trim_end_matches([':', '.']).to_lowercase();
    let mut parts = heading.split('/').map(str::trim);
    let named =
        |part: &str| names::REFERENCES.contains(&part) || names::REFERENCES.contains(&&*unspaced(part));
    parts.clone().all(named) || heading.contains(" / ") && parts.next_back().is_some_and(named)
}

/// Returns true for the heading of a table of contents, or of a list of figures and the like.
pub(super) fn is_contents(heading: &str) -> bool {
    let heading = heading.trim_end_matches([':', '.']).to_lowercase();
    names::CONTENTS.contains(&&*heading) || names::CONTENTS.contains(&&*unspaced(&heading))
}

/// Returns a heading without the blanks that Chinese, Japanese and Korean papers put between its characters: `目 录`.
fn unspaced(heading: &str) -> Cow<'_, str> {
    let is_spaced = heading.starts_with(is_caseless) && heading.contains([' ', '\u{3000}']);
    if is_spaced { heading.replace([' ', '\u{3000}'], "").into() } else { heading.into() }
}

/// Returns true for a letter of a script without capitals, such as Chinese or Arabic.
pub(super) fn is_caseless(c: char) -> bool {
    c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase()
}

/// Returns true for a heading after which everything belongs to the appendix.
pub(super) fn opens_appendix(heading: &str) -> bool {
    let lower = heading.trim_start().to_lowercase();
    let first = lower.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    match first {
        "appendix" | "appendices" | "appendixes" | "annexe" | "annexes" | "anhang" => true,
        "supplementary" | "supplemental" | "supporting" => {
            ["material", "information", "appendix", "note"].iter().any(|word| lower.contains(word))
                || lower.split_whitespace().count() == 1
        }
        _ => false,
    }
}

/// Returns a heading without the number before it: `2.1 Setup`, `IV. RESULTS`, `A. Proofs`, `Appendix B: Data`, `§3 Model`.
pub fn without_number(heading: &str) -> &str {
    let heading = heading.trim();
    if let Some(title) = after_chapter(heading) {
        return title;
    }
    let bare = heading.strip_prefix('§').map_or(heading, str::trim_start);
    let after_word = strip_section_word(bare);
    let Some((number, rest)) = split_first_word(after_word.unwrap_or(bare)) else {
        return after_word.filter(|rest| !rest.is_empty()).unwrap_or(heading);
    };
    let rest = rest.trim_start_matches([':', '.', '—', '–', '-', ')', ' ', '\u{A0}']);
    let numbered = after_word.is_some() || is_number(number, rest);
    if numbered && !rest.is_empty() { rest } else { heading }
}

/// Returns a title after the number of a Chinese, Japanese or Korean chapter: `第三章 实验`, `제2장 서론`, `一、引言`.
fn after_chapter(heading: &str) -> Option<&str> {
    /// The longest number, in characters.
    const DIGITS: usize = 4;
    let is_digit = |c: char| c.is_numeric() || "一二三四五六七八九十百".contains(c);
    let bare = heading.trim_start_matches(['第', '제']);
    let rest = bare.trim_start().trim_start_matches(is_digit);
    let number = bare.len() - rest.len();
    let ends: &[char] =
        if bare.len() < heading.len() { &['章', '节', '節', '部', '장', '절'] } else { &['、'] };
    let title =
        rest.trim_start().strip_prefix(ends)?.trim_start_matches([' ', '\u{3000}', ':', '：', '、', '.']);
    let counts = (1..=DIGITS).contains(&bare.get(..number)?.trim().chars().count());
    (counts && !title.is_empty()).then_some(title)
}

/// Strips `Appendix`, `Section` or `Chapter` before a number or letter.
fn strip_section_word(heading: &str) -> Option<&str> {
    let (word, rest) = heading.split_once(' ')?;
    if !["appendix", "section", "chapter"].contains(&word.to_lowercase().as_str()) {
        return None;
    }
    let (number, title) = split_first_word(rest)?;
    let plain = number.trim_end_matches([':', '.', ')']);
    let short =
        plain.len() <= 4 && plain.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase() || c == '.');
    (short && !title.trim().is_empty()).then_some(rest)
}

fn split_first_word(heading: &str) -> Option<(&str, &str)> {
    heading.split_once([' ', '\u{A0}'])
}

/// Returns true if `word`, the first of a heading, is its number; `rest` is the text after it.
fn is_number(word: &str, rest: &str) -> bool {
    let closed = word.ends_with(['.', ')', ':']);
    let body = word.trim_start_matches('(').trim_end_matches(['.', ')', ':']);
    if body.is_empty() {
        return false;
    }
    let mut parts = body.split('.');
    let first = parts.next().unwrap_or_default();
    let digits = |part: &str| !part.is_empty() && part.len() <= 3 && part.bytes().all(|b| b.is_ascii_digit());
    let tail = parts.all(digits);
    let dotted = body.contains('.');
    let capital = rest.chars().find(|c| c.is_alphabetic()).is_none_or(|c| !c.is_lowercase());
    if digits(first) {
        return tail && (closed || dotted || capital);
    }
    let letter = first.len() == 1 && first.bytes().all(|b| b.is_ascii_uppercase());
    let roman = !first.is_empty() && first.len() <= 5 && first.bytes().all(|b| b"IVXL".contains(&b));
    tail && (letter || roman) && (closed || dotted)
}

#[cfg(test)]
mod tests;
