//! Splits scientific text into sentences, which abbreviations, initials, decimals, URLs and `$math$` do not end.
//!
//! Takes one pass and linear time, and changes no characters. Full-text readers, digests and checks all use it, so that they have
//! the same sentences.

mod words;

use std::collections::VecDeque;

use words::{BEFORE_NUMBERS, LEADING, OPENERS, SPACED, TRAILING};

/// The maximum length of a formula `$…$`. A `$` without a partner within it is a dollar sign.
const MAX_FORMULA: usize = 2_000;
/// The maximum length of a bracket within which sentences do not end. A longer one was not closed by mistake.
const MAX_BRACKET: usize = 400;
/// The maximum number of nested brackets. Deeper nesting is not prose.
const DEEPEST_BRACKET: usize = 64;

/// Splits text into trimmed, non-empty sentences, in order.
pub fn sentences(text: &str) -> Vec<String> {
    slices(text).into_iter().map(str::to_owned).collect()
}

/// Splits text into trimmed, non-empty sentences that borrow from it, in order.
pub fn slices(text: &str) -> Vec<&str> {
    let formulas = formulas(text);
    let brackets = brackets(text, &formulas);
    let (mut formulas, mut brackets) = (Cursor::over(&formulas), Cursor::over(&brackets));
    let mut found = Vec::new();
    let (mut start, mut position, mut held_to) = (0, 0, 0);
    loop {
        if position > start {
            position += rest(text, position).bytes().take_while(|&byte| is_plain(byte)).count();
        }
        let Some(c) = rest(text, position).chars().next() else { break };
        if let Some(end) = formulas.partner(position) {
            position = end;
            continue;
        }
        held_to = brackets.partner(position).unwrap_or(0).max(held_to);
        let at = position;
        position += c.len_utf8();
        if c.is_whitespace() && at == start {
            start = position;
        }
        if let Some(stop) = stop(text, start, at, c) {
            position = stop.end;
            if stop.ends_sentence && stop.end >= held_to {
                push(text, start, stop.end, &mut found);
                start = stop.end;
            }
        }
    }
    push(text, start, text.len(), &mut found);
    found
}

/// Returns true for an ASCII byte that neither ends a sentence nor opens a formula or bracket.
fn is_plain(byte: u8) -> bool {
    !matches!(byte, b'.' | b'!' | b'?' | b'\n' | b'$' | b'(' | b'[' | 0x80..)
}

fn push<'a>(text: &'a str, start: usize, end: usize, found: &mut Vec<&'a str>) {
    let sentence = text.get(start..end).unwrap_or_default().trim();
    if !sentence.is_empty() {
        found.push(sentence);
    }
}

fn rest(text: &str, from: usize) -> &str {
    text.get(from..).unwrap_or_default()
}

/// A line break, or a sequence of full stops with the closing quotes and brackets after them.
struct Stop {
    end: usize,
    ends_sentence: bool,
}

/// Returns the stop that begins at `at` in the sentence that begins at `start`, if there is one.
fn stop(text: &str, start: usize, at: usize, c: char) -> Option<Stop> {
    if c == '\n' {
        return Some(Stop { end: at + 1, ends_sentence: line_ends(text, at) });
    }
    if !is_stop(c) {
        return None;
    }
    let end = closed(text, at);
    let follows = rest(text, end);
    let before = text.get(start..at).unwrap_or_default();
    let spaced = follows.is_empty() || follows.starts_with(char::is_whitespace);
    let korean = before.ends_with(['다', '요', '까']) && follows.starts_with(is_hangul);
    let glued = c == '.' && (korean || is_glued(before, follows));
    let wide = !matches!(c, '.' | '!' | '?' | '…');
    let next = skip(follows, char::is_whitespace);
    let within = is_within_ellipsis(before, text.get(at..end).unwrap_or_default(), next);
    let ends_sentence = wide || glued || spaced && !within && ends(before, c, next);
    Some(Stop { end, ends_sentence })
}

/// Returns the text without the skipped characters at its beginning.
fn skip(text: &str, is_skipped: impl Fn(char) -> bool) -> &str {
    let left = text.trim_start_matches(is_skipped);
    examine(text.len() - left.len());
    left
}

/// Counts the examined bytes. Does nothing outside of tests, which use it to check that the work is linear.
#[cfg(not(test))]
const fn examine(_bytes: usize) {}

#[cfg(test)]
use tests::examine;

/// Returns true if a sentence without a full stop ends with its line, before a blank line or a new list item.
fn line_ends(text: &str, at: usize) -> bool {
    let follows = skip(rest(text, at + 1), |c| matches!(c, ' ' | '\t' | '\r'));
    let item = ["- ", "* ", "• ", "· ", "‣ ", "– "].iter().any(|bullet| follows.starts_with(bullet));
    follows.starts_with('\n') || item
}

/// Returns the end of the sequence of full stops, closing quotes and closing brackets that begins at `at`.
fn closed(text: &str, at: usize) -> usize {
    let tail = rest(text, at);
    let kept = skip(tail, |c| is_stop(c) || is_closer(c));
    at + tail.len() - kept.len()
}

/// Returns true for a full stop, question mark or exclamation mark of any script, and for an ellipsis.
pub const fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '．' | '｡')
        || matches!(
            c,
            '\u{589}' | '\u{61f}' | '\u{6d4}' | '\u{964}' | '\u{965}' | '\u{104b}' | '\u{17d4}' | '\u{1362}'
        )
}

fn is_closer(c: char) -> bool {
    matches!(c, '"' | '\'' | ')' | ']' | '}' | '”' | '’' | '»' | '」' | '』' | '）' | '】' | '*' | '_')
}

fn is_hangul(c: char) -> bool {
    ('가'..='힣').contains(&c)
}

/// Returns true if a stop after `before` ends the sentence when `follows` comes next.
fn ends(before: &str, stop: char, follows: &str) -> bool {
    let word = last_word(before);
    if follows.is_empty() {
        return true;
    }
    if before.is_empty() {
        return false;
    }
    let next = skip(follows, is_opener);
    if !opens(next) || stop == '?' && goes_on_with_item(before, follows) {
        return false;
    }
    let spaced = SPACED.iter().any(|spaced| before.ends_with(spaced));
    stop != '.' || !spaced && !is_abbreviation(word, next) && !is_number_of_item(before, word)
}

/// Returns true for a part of an ellipsis with spaces, and for an ellipsis within a list: "x1, . . . , xn", "x1, ... xn".
fn is_within_ellipsis(before: &str, stops: &str, next: &str) -> bool {
    let listed = || [", ", ", . ", ", . . "].iter().any(|list| before.ends_with(list));
    // ".NET" is a name, and "... but" the rest of a quote.
    let other = |c: char| c == '.' || c.is_uppercase() || c.is_ascii_digit();
    let goes_on = || next.strip_prefix('.').is_some_and(|rest| !rest.starts_with(other));
    matches!(stops, "." | ".." | "...") && (listed() || goes_on())
}

/// Returns true if the next item of a list of questions follows: "We ask: (1) Why? (2) How?"
fn goes_on_with_item(before: &str, follows: &str) -> bool {
    /// The maximum length of an item in bytes.
    const ITEM: usize = 400;
    let number =
        follows.trim_start().strip_prefix('(').and_then(|mark| mark.split_once(')')).map(|mark| mark.0);
    let number = number.filter(|number| number.len() <= 2).and_then(|number| number.parse::<u8>().ok());
    let from = before.len().saturating_sub(ITEM);
    let item =
        rest(before, (from..=before.len()).find(|&at| before.is_char_boundary(at)).unwrap_or_default());
    number.is_some_and(|number| item.contains(&format!("({})", number.saturating_sub(1))))
}

/// Returns true if the space after a full stop was forgotten: "as before.However, it".
fn is_glued(before: &str, follows: &str) -> bool {
    if !follows.starts_with(char::is_uppercase) || !before.ends_with(char::is_lowercase) {
        return false;
    }
    let opener: &str = follows.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let word = last_word(before);
    rest(follows, opener.len()).starts_with([' ', ','])
        && opener.len() > 1
        && word.len() > 1
        && word.chars().all(char::is_lowercase)
        && OPENERS.contains(&opener.to_lowercase().as_str())
}

/// Returns the word directly before the stop, without the brackets and quotes before it.
fn last_word(before: &str) -> &str {
    let separates = |c: char| c.is_whitespace() || is_opener(c) || matches!(c, '/' | '—' | '–' | ',');
    let cut = before.rfind(separates);
    let word = cut.map_or(before, |at| rest(before, at));
    examine(word.len());
    word.trim_start_matches(separates)
}

fn is_opener(c: char) -> bool {
    matches!(c, '"' | '\'' | '(' | '[' | '{' | '“' | '‘' | '«' | '「' | '『' | '（' | '【' | '`' | '*' | '_')
}

/// Returns true if a sentence can begin like this: not with a small letter, unless the word is a name such as `nnU-Net`.
fn opens(next: &str) -> bool {
    let word = next.split(char::is_whitespace).next().unwrap_or_default();
    examine(word.len());
    match word.chars().next() {
        None => true,
        Some(first) if first.is_lowercase() => {
            word.chars().skip(1).take(12).any(|c| c.is_uppercase() || c.is_ascii_digit())
        }
        Some(first) => !matches!(first, ',' | ';' | ':' | ')' | ']' | '}' | '%' | '=' | '<' | '>' | '+'),
    }
}

fn is_abbreviation(word: &str, next: &str) -> bool {
    let folded = word.to_ascii_lowercase();
    if LEADING.contains(&folded.as_str()) {
        return true;
    }
    let single = word.chars().count() == 1 && word.starts_with(char::is_uppercase);
    if BEFORE_NUMBERS.contains(&folded.as_str()) && !single {
        return next.starts_with(|c: char| c.is_ascii_digit());
    }
    let dotted = word.contains('.') && word.split(['.', '-']).all(|part| part.is_empty() || is_letter(part));
    if !(single || dotted || TRAILING.contains(&folded.as_str())) {
        return false;
    }
    let first = next.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let ends_freely = folded == "etc" || folded == "i.i.d";
    let opening = OPENERS.contains(&first.to_lowercase().as_str()) && !is_letter(first) || first == "I";
    !(opening || first == "A" && !single || ends_freely && first.starts_with(char::is_uppercase))
}

fn is_letter(part: &str) -> bool {
    let mut chars = part.chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
}

/// Returns true if the word numbers a list item at the start of a sentence or after a semicolon: `2.`, `iv.` or `b.`
fn is_number_of_item(before: &str, word: &str) -> bool {
    let list = before.trim_end_matches(|c: char| c.is_ascii_digit());
    if (1..=2).contains(&(before.len() - list.len())) && list.trim_end_matches(' ').ends_with([';', '；']) {
        return true;
    }
    if before.len() > word.len() + 4 {
        return false;
    }
    let first = skip(before, is_opener) == word;
    let number = !word.is_empty() && word.len() <= 3 && word.chars().all(|c| c.is_ascii_digit());
    let roman = !word.is_empty() && word.len() <= 4 && word.chars().all(|c| "ivxIVX".contains(c));
    first && (number || roman || is_letter(word))
}

/// Iterates over sorted pairs of the offset of an opener and that after its closer.
struct Cursor<'a> {
    ahead: std::slice::Iter<'a, (usize, usize)>,
}

impl<'a> Cursor<'a> {
    fn over(pairs: &'a [(usize, usize)]) -> Self {
        Self { ahead: pairs.iter() }
    }

    /// Returns the offset after the closer of the opener at `position`; positions must not decrease.
    fn partner(&mut self, position: usize) -> Option<usize> {
        while let Some(&(open, end)) = self.ahead.as_slice().first() {
            if open > position {
                return None;
            }
            self.ahead.next();
            if open == position {
                return Some(end);
            }
        }
        None
    }
}

/// Finds `$…$` and `$$…$$`: the offset of the opener and that after the closer, in order.
fn formulas(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut ahead = dollars(text).into_iter().peekable();
    while let Some((open, width)) = ahead.next() {
        let Some(&(close, closing)) = ahead.peek() else { break };
        let inner = text.get(open + width..close).unwrap_or_default();
        let fits = width == closing && !inner.is_empty() && inner.len() <= MAX_FORMULA;
        let priced = inner.starts_with(|c: char| c.is_ascii_digit())
            && rest(text, close + 1).starts_with(|c: char| c.is_ascii_digit());
        let spaced = inner.starts_with(char::is_whitespace) || inner.ends_with(char::is_whitespace);
        let amount = width == 1 && (priced || spaced);
        if fits && !amount && !inner.contains("\n\n") {
            found.push((open, close + closing));
            ahead.next();
        }
    }
    found
}

/// Finds the offsets of unescaped `$` and `$$`, with their width.
fn dollars(text: &str) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for at in memchr::memchr_iter(b'$', text.as_bytes()) {
        let before = text.get(..at).unwrap_or_default();
        let slashes = before.len() - before.trim_end_matches('\\').len();
        match found.last_mut() {
            _ if slashes % 2 == 1 => {}
            Some((last, width)) if *width == 1 && *last + 1 == at => *width = 2,
            _ => found.push((at, 1)),
        }
    }
    found
}

/// Finds round and square brackets that are closed soon: the offset of the opener and that after the closer, in order.
fn brackets(text: &str, formulas: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut open: VecDeque<(usize, u8)> = VecDeque::new();
    let mut formulas = Cursor::over(formulas);
    let mut skip_to = 0;
    let signs = |&(_, byte): &(usize, u8)| matches!(byte, b'$' | b'(' | b'[' | b')' | b']');
    for (at, byte) in text.bytes().enumerate().filter(signs) {
        skip_to = formulas.partner(at).unwrap_or(skip_to);
        if at < skip_to {
            continue;
        }
        while open.front().is_some_and(|&(from, _)| at - from > MAX_BRACKET) {
            open.pop_front();
        }
        match byte {
            b'(' if open.len() < DEEPEST_BRACKET => open.push_back((at, b')')),
            b'[' if open.len() < DEEPEST_BRACKET => open.push_back((at, b']')),
            b')' | b']' if open.back().is_some_and(|&(_, partner)| partner == byte) => {
                found.extend(open.pop_back().map(|(from, _)| (from, at + 1)));
            }
            _ => {}
        }
    }
    found.sort_unstable();
    found
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("We follow Smith et al. (2020) here.|It works.")]
    #[case("This extends Smith et al. and others.|We differ.")]
    #[case("It was shown by Smith et al.|We extend it.")]
    #[case("As Fig. 3 shows, Eq. (2) holds.|See Sec. 4.")]
    #[case("Models, e.g. BERT, are big, i.e. slow.|They are i.i.d. samples, resp. draws vs. noise.")]
    #[case("Samples are i.i.d.|The loss is 0.5.|We use J. R. Smith's data.")]
    #[case("It gains 3.5 % on v1.2.|See https://example.org/a.b?c=d.|It helps.")]
    #[case("Let $x. Y$ be a point.|Then $f(x) = 1. 5$ holds.|So does $$a. B$$ too.")]
    #[case("About ($\\sim$2,200) speak it.|We test ($\\sim$600).")]
    #[case("A $35 Firewall costs $5 more.|It is cheap.")]
    #[case("He said \"It works.\"|Then it broke.|“Why?”|Who knows.")]
    #[case("We test it (see Fig. 2).|It holds.")]
    #[case("This (which failed. Badly.) is over.|Now we rest.")]
    #[case("(We omit this. It is long.)|Next comes that.")]
    #[case("Does it scale?|Yes!|It does … as expected.")]
    #[case("We ask: (1) Does it scale? (2) How far? and (3) Why?|We answer all.|Is it (1)?|(3) It is.")]
    #[case("It waits...|Then it goes... or so.")]
    #[case("Given the sets {n1, . . . , nk} and T1, ... TN, we join them.|It waits . . .|Then it goes.")]
    #[case("They are at 1, 2, ....|For any other, it holds.")]
    #[case("With its children t1 . . .tr it runs on Java.|.NET is older.")]
    #[case("It has rules ... .|They hold.|... but not always.")]
    #[case("이 방법은 0.5 빠르다.|결과는 좋다.|우리는 GPT-4o를 쓴다.")]
    #[case("これは文です。|次の文です！|終わり")]
    #[case("1. First, we train.|2. Then we test.|It ends.")]
    #[case("1. 训练模型；2. 测试模型；3. 合并。|结束。")]
    #[case("It beats nnU-Net.|nnU-Net is older.|vLLM is fast.")]
    #[case("We list cats, dogs, etc. and more.|We list cats, etc.|Dogs follow.")]
    #[case("This is Plan B.|The plan is good.")]
    #[case("In the U.S. Congress it passed.|In the U.S.|We checked.")]
    #[case("Paper No. 5 is lost.|There is no.|The end.")]
    #[case("It ends with $x^2$.|The next one too.")]
    #[case("It is by R. P. Thompson and P. Smith, see p. 5.|So with probability p.|We agree.")]
    #[case("It ends so [12].|Next [13, Thm. 2].|Done.")]
    #[case(
        "Models, e. g. BERT, i. e. encoders, are big.|They are old, cf. p. 5 and pp. 6–8.|So with probability p.|Done."
    )]
    #[case("It fails on example.org and asyncio.Task in v1.2.|In Phys. Rev. Lett. 12 it holds.")]
    #[case("Wie in Abb. 3, vgl. Tab. 2, z.B. Wasser, d. h. H2O.|Es gilt.")]
    #[case(
        "Sec. 4.2.|The next one (cf. Dr. Smith et al., Fig. 2b) is by J.-P. Dupont and A. B. Smith.|We agree."
    )]
    #[case(
        "It costs approx. 3.5 ms vs. 10 ms for E. coli, i.e. less.|“It works … well,” they say.|Is it so?|[4] says yes."
    )]
    #[case("Roughly approx. 5 of 10, cf. Tab. 2, Alg. 1 and Thm. 4.1.|Good.")]
    fn splits_where_a_sentence_ends(#[case] marked: &str) {
        let expected: Vec<&str> = marked.split('|').collect();
        assert_eq!(slices(&expected.join(" ")), expected);
    }

    #[rstest]
    #[case("빠르다.그러나 0.5다.끝", &["빠르다.", "그러나 0.5다.", "끝"])]
    #[case("これは文です。次の文です！（終わり。）", &["これは文です。", "次の文です！", "（終わり。）"])]
    #[case("As before.However, it fails.", &["As before.", "However, it fails."])]
    #[case("例如，它很快。结果很好！", &["例如，它很快。", "结果很好！"])]
    #[case("Models, e.g.\nBERT, are big", &["Models, e.g.\nBERT, are big"])]
    #[case("A heading\n\nThen text.\r\n\r\n  More", &["A heading", "Then text.", "More"])]
    #[case("A first line\nwrapped here. And on.", &["A first line\nwrapped here.", "And on."])]
    #[case("Two items:\n- one\n- two", &["Two items:", "- one", "- two"])]
    #[case(" \n ", &[])]
    #[case("...", &["..."])]
    fn splits_without_a_space_and_at_lines(#[case] text: &str, #[case] expected: &[&str]) {
        assert_eq!(sentences(text), expected);
    }

    #[test]
    fn loses_no_character_but_white_space() {
        let text = "  A. b? (c. D!) $e. F$ 다.가 … .. . ,. \"x.\" [y.] \n\n- z \\$ $";
        let kept: String = slices(text).concat().split_whitespace().collect();
        assert_eq!(kept, text.split_whitespace().collect::<String>());
    }

    thread_local! {
        /// The number of bytes examined on this thread.
        static EXAMINED: Cell<usize> = const { Cell::new(0) };
    }

    pub(super) fn examine(bytes: usize) {
        EXAMINED.set(EXAMINED.get() + bytes);
    }

    /// A text of twice the length takes about twice the work, whatever it contains.
    #[test]
    fn hostile_text_takes_work_in_proportion_to_its_length() {
        let units = [
            ".", ". ", "(", "(. ", "$", "a.", "(a. ", " ", ". ,", "$a. B", "[.", "\n", "\n ", "et al. ",
            "다.",
        ];
        let work = |text: &str| {
            EXAMINED.set(0);
            slices(text);
            EXAMINED.get()
        };
        for (unit, before) in units.into_iter().flat_map(|unit| ["", " ", "("].map(|before| (unit, before))) {
            let text = |length: usize| before.repeat(length) + &unit.repeat(length / unit.len());
            let (once, twice) = (work(&text(2_000)), work(&text(4_000)));
            assert!(twice <= 2 * once + once / 4 + 100, "{before:?}{unit:?}: {once}, then {twice}");
        }
    }
}
