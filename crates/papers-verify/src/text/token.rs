//! Splits plain text into tokens: Latin words including hyphenated parts, words of other scripts, and signs.
//!
//! A change of script ends a token, because Korean particles are attached to names and numbers (`SHANKS는`, `7종`).

use unicode_normalization::char::is_combining_mark;

use crate::text::sign::{is_han, is_word_like_numeral};

/// One token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    /// The kind of token.
    pub(crate) kind: Kind,
    /// Its text.
    pub(crate) text: &'a str,
    /// Its offset in the text, in bytes.
    pub(crate) start: usize,
    /// True if it is preceded by whitespace or the beginning of the text.
    pub(crate) spaced: bool,
}

impl Token<'_> {
    /// Returns true for this sign.
    pub(crate) fn is(&self, sign: &str) -> bool {
        self.kind == Kind::Sign && self.text == sign
    }

    /// Returns the offset of its end, in bytes.
    pub(crate) fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// Access to the tokens around a given one. Beyond the ends of the text, `back` returns `None`, and the others an empty text.
pub(crate) trait Around<'a> {
    /// Returns the token that is so many places before the one at an index.
    fn back(&self, at: usize, by: usize) -> Option<&Token<'a>>;

    /// Returns the text of the token at an index.
    fn word(&self, at: usize) -> &'a str;

    /// Returns the text of the token that is so many places before the one at an index.
    fn word_back(&self, at: usize, by: usize) -> &'a str;
}

impl<'a> Around<'a> for [Token<'a>] {
    fn back(&self, at: usize, by: usize) -> Option<&Token<'a>> {
        self.get(at.checked_sub(by)?)
    }

    fn word(&self, at: usize) -> &'a str {
        self.get(at).map_or("", |token| token.text)
    }

    fn word_back(&self, at: usize, by: usize) -> &'a str {
        self.back(at, by).map_or("", |token| token.text)
    }
}

/// The kinds of tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Letters and digits of scripts with capitals, joined by hyphens and the like: `GPT-4o`, `37.1`, `three-stage`.
    Latin,
    /// A run of Hangul, Han or kana.
    Other,
    /// Any other character.
    Sign,
}

/// Returns the tokens of a text.
pub(crate) fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = text.get(start..)?;
        let word = rest.trim_start();
        let spaced = start == 0 || word.len() < rest.len();
        start += rest.len() - word.len();
        let (kind, len) = first(word)?;
        let token = Token { kind, text: word.get(..len)?, start, spaced };
        start += len;
        Some(token)
    })
}

/// Returns kind and length of the token at the beginning of a text.
fn first(text: &str) -> Option<(Kind, usize)> {
    let c = text.chars().next()?;
    Some(if is_other(c) {
        (Kind::Other, other(text))
    } else if is_latin(c) {
        (Kind::Latin, bound(text.get(..latin(text))?, text))
    } else {
        (Kind::Sign, c.len_utf8())
    })
}

/// Returns true for letters of scripts without capitals, which may be attached to other words.
pub(crate) fn is_other(c: char) -> bool {
    matches!(c, '가'..='힣' | 'ᄀ'..='ᇿ' | 'ㄱ'..='ㆎ' | 'ぁ'..='ヿ' | '一'..='鿿' | '㐀'..='䶿' | '々')
}

/// Returns the length of a run. In Chinese, a numeral is a separate run: `在`, `五`, `个基准上`. The `百` of `百分之` belongs to the percent
/// sign, and the `千` of `千克` to the unit.
fn other(text: &str) -> usize {
    let is_numeral = |at: usize, c: char| is_han(c) && !text.get(at..).is_some_and(is_word_like_numeral);
    let mut chars = text.char_indices();
    let numeral = chars.next().is_some_and(|(at, c)| is_numeral(at, c));
    chars.find(|&(at, c)| !is_other(c) || is_numeral(at, c) != numeral).map_or(text.len(), |(at, _)| at)
}

/// Returns the length of a token, or of the lower bound in `[0,1]`, which is not a decimal with a comma.
fn bound(token: &str, text: &str) -> usize {
    let is_last = text.get(token.len()..).is_some_and(|rest| rest.starts_with(']'));
    match token.split_once(',').filter(|_| is_last) {
        Some((lower, upper)) if upper.len() != 3 => lower.len(),
        _ => token.len(),
    }
}

/// Returns true for letters of scripts without capitals to which digits and names may be attached (`وGitHub`): Hebrew, Arabic, the
/// scripts of India and of South-East Asia.
fn is_caseless(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{109f}' | '\u{1780}'..='\u{17ff}') && (c.is_alphabetic() || is_mark(c))
}

/// Returns true for a vowel sign or tone mark of such a script.
fn is_mark(c: char) -> bool {
    c > '\u{590}' && is_combining_mark(c)
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphanumeric() || (!c.is_ascii() && c.is_alphanumeric() && !is_other(c))
}

/// Returns the length of a Latin token, including joiners between letters or digits.
fn latin(text: &str) -> usize {
    let mut chars = text.char_indices().peekable();
    let mut before = ' ';
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map_or(' ', |&(_, next)| next);
        let digits = before.is_ascii_digit() && next.is_ascii_digit();
        let joined = match c {
            // Ranges have two hyphens in TeX.
            '-' if next == '-' && before.is_ascii_digit() => {
                text.get(at + 2..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
            }
            '-' if before == '-' => next.is_ascii_digit(),
            '-' | '_' | '@' | '\'' => is_latin(next),
            '^' => is_latin(next) || next == '-',
            '.' | ',' => digits,
            // `1.5e+6`
            '+' => {
                matches!(before, 'e' | 'E')
                    && text.starts_with(|c: char| c.is_ascii_digit())
                    && next.is_ascii_digit()
            }
            _ => is_latin(c) || is_mark(c),
        };
        let parts = before.is_ascii_alphanumeric() && is_caseless(c)
            || c.is_ascii_alphanumeric() && is_caseless(before);
        if !joined || parts {
            return at;
        }
        before = c;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        tokens(text).map(|token| token.text).collect()
    }

    #[test]
    fn a_change_of_script_ends_a_token() {
        assert_eq!(
            texts("SHANKS는 GenEval과 7종을 쓴다."),
            ["SHANKS", "는", "GenEval", "과", "7", "종을", "쓴다", "."]
        );
    }

    #[test]
    fn numerals_among_characters_are_tokens() {
        assert_eq!(texts("在五个基准上提高百分之二十"), ["在", "五", "个基准上提高百分之", "二十"]);
        assert_eq!(texts("1億5千万枚"), ["1", "億", "5", "千万", "枚"]);
    }

    #[test]
    fn joiners_hold_names_and_numbers_together() {
        assert_eq!(
            texts("Qwen2.5-7B, pass@1 (D^3QE)."),
            ["Qwen2.5-7B", ",", "pass@1", "(", "D^3QE", ")", "."]
        );
        assert_eq!(
            texts("1,500.5 1, 2 10^-4 e.g. it's-"),
            ["1,500.5", "1", ",", "2", "10^-4", "e", ".", "g", ".", "it's", "-"]
        );
        assert_eq!(
            texts("[0,1] [1,000] (37,1)"),
            ["[", "0", ",", "1", "]", "[", "1,000", "]", "(", "37,1", ")"]
        );
    }

    #[test]
    fn marks_belong_to_their_letters_and_digits_and_names_are_apart() {
        assert_eq!(texts("وGitHub وبـBERT"), ["و", "GitHub", "وبـ", "BERT"]);
        assert_eq!(texts("ใช้3ล้าน และ करोड़"), ["ใช้", "3", "ล้าน", "และ", "करोड़"]);
    }

    #[test]
    fn tokens_know_where_they_stand() {
        let all: Vec<Token<'_>> = tokens("약 3%").collect();
        let places: Vec<(usize, bool)> = all.iter().map(|token| (token.start, token.spaced)).collect();
        assert_eq!(places, [(0, true), (4, true), (5, false)]);
    }
}
