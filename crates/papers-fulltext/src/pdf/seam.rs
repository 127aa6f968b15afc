//! Separates words that are set so close that the gaps between them are hardly wider than those between letters.

use std::collections::HashSet;

use super::glyph::{FACE_SEAM, SEAMS};
use super::layout::Row;

/// The number of letters of the longest words; a longer run is several words.
const MAX_WORD_LETTERS: usize = 22;
/// With this many seams between words, a row is so tight that words are parted from numbers and signs too.
const TIGHT_ROW: usize = 3;
/// The signs that may stand between a word and the space after it.
const CLOSING: [char; 11] = ['.', ',', ';', ':', '!', '?', ')', ']', '”', '’', '"'];
/// Words of one or two letters. Any other such run may be part of a formula, or of a word whose letters are set apart.
const SHORT: &[&str] = &[
    "a", "an", "as", "at", "be", "by", "do", "he", "if", "in", "is", "it", "my", "no", "of", "on", "or",
    "so", "to", "up", "us", "we",
];

/// Replaces the seams of rows by spaces or nothing. A seam between words that the paper writes elsewhere separates words, and so
/// do all seams between letters in a row in which most are like this, or which has a word of too many letters.
pub(super) fn resolve(rows: &mut [Row]) {
    if !rows.iter().any(|row| has_seam(&row.line.text)) {
        return;
    }
    let known: HashSet<String> = rows.iter().flat_map(|row| whole_words(&row.line.text)).collect();
    for row in rows.iter_mut().filter(|row| has_seam(&row.line.text)) {
        resolve_row(row, &known);
    }
}

fn has_seam(text: &str) -> bool {
    /// The first byte of seams and of few other characters.
    const FIRST: u8 = 0xEF;
    text.as_bytes().contains(&FIRST) && text.contains(SEAMS)
}

/// Returns the words of a line that have no seam and are not split at its end.
fn whole_words(text: &str) -> impl Iterator<Item = String> {
    let body = text.strip_suffix('-').and_then(|body| body.rsplit_once(' ')).map_or(text, |(body, _)| body);
    let runs = body.split_whitespace().filter(|run| !has_seam(run));
    runs.flat_map(|run| run.split(|c: char| !c.is_alphabetic()))
        .filter(|word| word.len() > 2)
        .map(str::to_lowercase)
}

fn resolve_row(row: &mut Row, known: &HashSet<String>) {
    let text = &row.line.text;
    let parts: Vec<&str> = text.split(SEAMS).collect();
    let mut end = 0;
    let seams = parts.windows(2).map(|pair| match pair {
        [before, after] => {
            end += before.len();
            let faces = text.get(end..).is_some_and(|rest| rest.starts_with(FACE_SEAM));
            let lead = text.get(..end).unwrap_or_default();
            end += FACE_SEAM.len_utf8();
            match Seam::between(before, after, known) {
                _ if is_listed(lead, after) => Seam::Listed,
                Seam::Unknown if faces && leads_to_formula(before, after, known) => Seam::Words,
                seam => seam,
            }
        }
        _ => Seam::Inner,
    });
    let seams: Vec<Seam> = seams.collect();
    let count = |kind: Seam| seams.iter().filter(|seam| **seam == kind).count();
    let most = count(Seam::Words) >= count(Seam::Unknown).max(1);
    let tight = is_overlong(text) || (most && count(Seam::Words) >= TIGHT_ROW);
    let mut resolved = String::with_capacity(text.len());
    let (mut bold, mut faced) = (row.line.bold_start, row.line.face_start);
    let mut at = 0;
    for (index, part) in parts.iter().enumerate() {
        resolved.push_str(part);
        at += part.len();
        let Some(seam) = seams.get(index) else { break };
        let parts_words = match seam {
            Seam::Words | Seam::Listed => true,
            Seam::Unknown => most || tight,
            Seam::Sign => tight,
            Seam::Inner => false,
        };
        resolved.extend(parts_words.then_some(' '));
        let shorter = FACE_SEAM.len_utf8() - usize::from(parts_words);
        for (end, original) in [(&mut bold, row.line.bold_start), (&mut faced, row.line.face_start)] {
            *end -= if original > at { shorter } else { 0 };
        }
        at += FACE_SEAM.len_utf8();
    }
    (row.line.text, row.line.bold_start, row.line.face_start) = (resolved, bold, faced);
}

/// Returns true for a word of the paper before one or two letters of another face, which are a variable with its index: `followTi`.
/// Only the plural of a name may have such an ending.
fn leads_to_formula(before: &str, after: &str, known: &HashSet<String>) -> bool {
    let word = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase();
    let is_word =
        if word.len() > 2 { known.contains(&word) } else { SHORT.contains(&word.as_str()) && word.len() > 1 };
    let variable: usize = after.chars().take_while(|c| c.is_alphabetic()).count();
    is_word
        && (1..=2).contains(&variable)
        && after.strip_prefix('s').is_none_or(|rest| rest.starts_with(char::is_alphabetic))
}

/// Returns true for the comma at the end of a text, if it separates two numbers of a list: TeX sets a small gap after it in
/// formulas. In `15,000` it separates thousands, unless the numbers are all that braces or brackets hold, or the first is 0.
fn is_listed(before: &str, after: &str) -> bool {
    const GROUP: usize = 3;
    let Some(head) = before.strip_suffix(',') else { return false };
    let next = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if next == 0 || !head.ends_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let lead = head.trim_end_matches(|c: char| c.is_ascii_digit() || c == ',' || SEAMS.contains(&c));
    let numbers =
        head.get(lead.len()..).unwrap_or_default().split(',').map(|number| number.trim_matches(SEAMS));
    let mut groups = numbers.map(|number| (number.len(), number.starts_with('0')));
    let first = groups.next().is_some_and(|(length, zero)| length <= GROUP && !zero);
    let thousands = first && groups.all(|(length, _)| length == GROUP) && next == GROUP;
    !thousands || lead.trim_end().ends_with(['{', '['])
}

/// Returns true for a text with a word of too many letters that has a seam.
fn is_overlong(text: &str) -> bool {
    text.split(|c: char| !c.is_alphabetic() && !SEAMS.contains(&c)).any(|run| {
        run.contains(SEAMS) && run.chars().filter(|c| !SEAMS.contains(c)).count() > MAX_WORD_LETTERS
    })
}

/// The kinds of seams, as far as the texts on both sides tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seam {
    /// Between two words of the paper, or a word and a number.
    Words,
    /// Between letters that are not words of the paper.
    Unknown,
    /// Beside a number or a sign.
    Sign,
    /// After the comma between two numbers, which is not a separator of thousands.
    Listed,
    /// Within a number, or before punctuation.
    Inner,
}

impl Seam {
    fn between(before: &str, after: &str, known: &HashSet<String>) -> Self {
        let closed = before.trim_end_matches(CLOSING);
        let opened = after.trim_start_matches(['(', '[', '“', '‘', '"']);
        let not_run = |c: char| !c.is_alphanumeric();
        let last = closed.rsplit(not_run).next().unwrap_or_default();
        let first = opened.split(not_run).next().unwrap_or_default();
        let is_word = |word: &str| {
            let word = word.to_lowercase();
            if word.len() > 2 { known.contains(&word) } else { SHORT.contains(&word.as_str()) }
        };
        let is_letters = |run: &str| !run.is_empty() && run.chars().all(char::is_alphabetic);
        let is_number = |run: &str| !run.is_empty() && run.bytes().all(|byte| byte.is_ascii_digit());
        let is_inner = is_number(last) && is_number(first) || after.starts_with(CLOSING);
        let is_bare = closed.len() == before.len() && opened.len() == after.len();
        let is_beside =
            |number: &str, word: &str| is_bare && is_number(number) && word.len() > 2 && is_word(word);
        if is_letters(last) && is_letters(first) {
            if is_word(last) && is_word(first) { Self::Words } else { Self::Unknown }
        } else if is_beside(last, first) || is_beside(first, last) {
            Self::Words
        } else if is_inner {
            Self::Inner
        } else {
            Self::Sign
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::pdf::glyph::SEAM;
    use crate::pdf::layout::Column;
    use crate::pdf::line::Line;

    fn row(text: &str) -> Row {
        let text = text.replace('|', &SEAM.to_string()).replace('~', &FACE_SEAM.to_string());
        let line = Line { bold_start: text.len(), face_start: text.len(), text, ..Line::default() };
        Row { page: 1, column: Column::Whole, line, gap: 0.0, left: 0.0, right: 468.0, height: 792.0 }
    }

    #[rstest]
    #[case("from|the mirror", "from the mirror")]
    #[case("We test how|the|zyg|mirror|is cold", "We test how the zyg mirror is cold")]
    #[case("a mir|ror", "a mirror")]
    #[case("S|p|a|c|e|d", "Spaced")]
    #[case("f|x + q", "fx + q")]
    #[case(
        "the 15,|000 of the mirror|, [0,|1], {s1,|s2}, test|)",
        "the 15,000 of the mirror, [0, 1], {s1,s2}, test)"
    )]
    #[case("how|we|see|the|[69]|test, of 15,|000|mirror|.", "how we see the [69] test, of 15,000 mirror.")]
    #[case(
        "see 17,|2668 and {123,|456,|789} or 12,|345,|678 or 10,000,|000",
        "see 17, 2668 and {123, 456, 789} or 12,345,678 or 10,000,000"
    )]
    #[case("the mirror~Ti of it~s zy~go", "the mirror Ti of its zygo")]
    #[case("see|12 or 700|test", "see 12 or 700 test")]
    #[case("how the|zyg|mirror:|it (is|“cold", "how the zyg mirror: it (is “cold")]
    #[case("potentially|missing|out|on|specialization", "potentially missing out on specialization")]
    fn seams_between_words_of_the_paper_part_them(#[case] text: &str, #[case] expected: &str) {
        let mut rows = vec![row("It is cold: the mirror, how we see and test from here."), row(text)];
        resolve(&mut rows);
        let line = &rows[1].line;
        assert_eq!(line.text, expected);
        assert_eq!([line.bold_start, line.face_start], [expected.len(); 2]);
    }
}
