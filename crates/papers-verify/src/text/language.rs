//! Recognizes whether a sentence is in the requested language: by its script, and for Latin script by common words.

use std::collections::HashMap;
use std::sync::LazyLock;

use papers_paper::UNDETERMINED;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The minimum number of letters; shorter texts may be all names.
const FEWEST_LETTERS: usize = 12;

/// The maximum number of Latin letters per letter of its own script in a sentence with names.
const LATIN_A_LETTER: usize = 6;

/// The minimum number of common words that determine a language.
const FEWEST_WORDS: usize = 3;

/// Returns the language of a sentence that is not in `lang`; `None` if it may be. Names with a capital or digit that the source has may
/// be as long as they are.
pub(crate) fn foreign(text: &str, lang: &str, has: impl Fn(&str) -> bool) -> Option<&'static str> {
    let code = code(lang);
    // Glosses and quotations in parentheses may be in any language.
    let outside = without_parentheses(text);
    let letters = Letters::of(&outside);
    if letters.total() < FEWEST_LETTERS {
        return None;
    }
    match script(&code)? {
        Script::Latin => foreign_latin(&outside, &code, &letters),
        own => {
            let named =
                || outside.split(|c: char| !c.is_alphanumeric()).filter(|word| is_named(word) && has(word));
            letters
                .foreign_to(own)
                .filter(|_| {
                    let latin = letters.latin.saturating_sub(named().map(str::len).sum());
                    Letters { latin, ..letters }.foreign_to(own).is_some()
                })
                .or_else(|| slips_into_english(text).then_some("English"))
        }
    }
}

/// Returns true for a word in Latin script that is written like a name.
fn is_named(word: &str) -> bool {
    word.is_ascii() && word.contains(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit())
}

/// Returns the first word in a script that is neither Latin nor that of the language, unless the source has the word. Parentheses and
/// formulas may hold any; Greek letters are symbols in short rows, and a Chinese character may be one, but not a kana.
pub(crate) fn stray(text: &str, lang: &str, has: impl Fn(&str) -> bool) -> Option<String> {
    const FEWEST: usize = 2;
    const GREEK: usize = 4;
    let own = script(&code(lang))?;
    let outside = without_parentheses(text);
    let is_foreign = |c: char| {
        let mut letters = Letters::default();
        letters.count(c);
        (c.is_alphabetic() || is_combining_mark(c)) && letters.latin + letters.in_script(own) == 0
    };
    let mut words = outside.split('$').step_by(2).flat_map(|prose| prose.split(|c: char| !is_foreign(c)));
    let is_stray = |word: &&str| {
        let letters = Letters::of(word);
        let fewest = match letters {
            Letters { greek: 1.., .. } => GREEK,
            // A long vowel mark is also written as a dash.
            Letters { kana: 1.., .. } if *word != "ー" => 1,
            _ => FEWEST,
        };
        letters.not_latin() >= fewest && !has(word)
    };
    words.find(is_stray).map(str::to_owned)
}

/// Returns true for a language in Latin script.
pub(crate) fn is_latin(lang: &str) -> bool {
    script(&code(lang)) == Some(Script::Latin)
}

/// Returns the code of a language without its region.
pub(crate) fn code(lang: &str) -> String {
    lang.split(['-', '_']).next().unwrap_or_default().to_lowercase()
}

/// Returns true for a language with a known script.
pub(crate) fn is_known(lang: &str) -> bool {
    script(&code(lang)).is_some()
}

/// The knowledge of the language of a digest before its sentences are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    /// English.
    English,
    /// Another language in Latin script, or one whose script is not known here.
    OtherLatin,
    /// A language in another script.
    OtherScript,
    /// Nothing.
    Unknown,
}

impl Asked {
    /// Reads the code of the requested language. Without one, the digest as a whole may tell, which has more words than a sentence.
    pub(crate) fn new<'a>(lang: Option<&str>, texts: impl Iterator<Item = &'a str>) -> Self {
        let code = lang.map(code).filter(|code| !code.is_empty() && code != UNDETERMINED);
        match code.as_deref().map(|code| (code, script(code))) {
            Some(("en", _)) => Self::English,
            Some((_, Some(Script::Latin) | None)) => Self::OtherLatin,
            Some(_) => Self::OtherScript,
            None => match dominant(&texts.collect::<Vec<_>>().join(" "), Self::Unknown) {
                Dominant::OtherLatin => Self::OtherLatin,
                _ => Self::Unknown,
            },
        }
    }
}

/// Returns true if a sentence of another script continues in English: with consecutive words in lower case, including common ones,
/// unlike names and terms. After a marker such as `(2)`, it may be the English original of a translation.
fn slips_into_english(text: &str) -> bool {
    const WORDS: usize = 6;
    const SMALL: usize = 2;
    let english = |word: &str| {
        word.len() > 1 && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'-') || word == "a"
    };
    let small = |row: &[&str]| {
        let english = LANGUAGES.find("en");
        row.iter().filter(|word| english.is_some_and(|english| LANGUAGES.of(word) & english.bit != 0)).count()
    };
    let counted = |&(at, _): &(usize, &str)| {
        let inside = text.get(at + 1..).and_then(|rest| rest.split(')').next());
        at > 0 && inside.is_some_and(|inside| inside.bytes().all(|b| b.is_ascii_digit()))
    };
    let end = text.match_indices('(').find(counted).map_or(text.len(), |(at, _)| at);
    let text = without_parentheses(text.get(..end).unwrap_or_default());
    let words: Vec<&str> =
        text.split_whitespace().map(|word| word.trim_matches([',', '.', ';', ':'])).collect();
    words.split(|word| !english(word)).any(|row| row.len() >= WORDS && small(row) >= SMALL)
}

/// The main script of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dominant {
    /// English, or too few words to exclude it.
    English,
    /// Another language in Latin script.
    OtherLatin,
    /// Another script, possibly with names in Latin letters.
    OtherScript,
}

/// Returns the main script of a sentence. A few letters of another script are sufficient, because names in Latin letters are long.
/// A sentence in Latin script is in the language of the digest, if that is known; its own words tell only if there are enough.
pub(crate) fn dominant(text: &str, asked: Asked) -> Dominant {
    let letters = Letters::of(text);
    if letters.not_latin() * LATIN_A_LETTER > letters.latin {
        Dominant::OtherScript
    } else if asked == Asked::OtherLatin {
        Dominant::OtherLatin
    } else if foreign_latin(text, "en", &letters).is_none() {
        Dominant::English
    } else {
        Dominant::OtherLatin
    }
}

/// Returns the text outside of parentheses, or all of a text that is one parenthesis. A list marker within a parenthesis, as in
/// `(it has: 1) data)`, does not close it.
pub(crate) fn without_parentheses(text: &str) -> String {
    let mut depth = 0_usize;
    let mut outside = String::with_capacity(text.len());
    let mut left = text.matches(')').count();
    let mut opened = text.matches('(').count();
    for (at, c) in text.char_indices() {
        depth += usize::from(c == '(');
        opened -= usize::from(c == '(');
        if depth == 0 {
            outside.push(c);
        }
        if c == ')' {
            left -= 1;
            let mark = left > opened && ends_in_mark(text.get(..at).unwrap_or_default());
            depth = depth.saturating_sub(usize::from(!mark));
        }
    }
    if outside.contains(char::is_alphabetic) { outside } else { text.to_owned() }
}

/// Returns true for text that ends in a number after a space.
fn ends_in_mark(text: &str) -> bool {
    let rest = text.trim_end_matches(|c: char| c.is_ascii_digit());
    rest.len() < text.len() && rest.ends_with(' ')
}

/// A writing system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Korean,
    Japanese,
    Chinese,
    Cyrillic,
    Arabic,
    Devanagari,
    Greek,
    Hebrew,
    Thai,
}

/// Returns the script of a language; `None` for unknown codes.
fn script(code: &str) -> Option<Script> {
    Some(match code {
        "ko" => Script::Korean,
        "ja" => Script::Japanese,
        "zh" => Script::Chinese,
        "ru" | "uk" | "bg" | "be" | "mk" | "kk" => Script::Cyrillic,
        "ar" | "fa" | "ur" => Script::Arabic,
        "hi" | "mr" | "ne" => Script::Devanagari,
        "el" => Script::Greek,
        "he" => Script::Hebrew,
        "th" => Script::Thai,
        "en" | "de" | "fr" | "es" | "pt" | "it" | "nl" | "sv" | "da" | "no" | "nb" | "nn" | "fi" | "pl"
        | "cs" | "sk" | "hu" | "ro" | "tr" | "id" | "ms" | "vi" | "ca" | "hr" | "sl" | "et" | "lv" | "lt" => {
            Script::Latin
        }
        _ => return None,
    })
}

/// The number of letters of each script in a text.
#[derive(Debug, Clone, Copy, Default)]
struct Letters {
    latin: usize,
    hangul: usize,
    han: usize,
    kana: usize,
    cyrillic: usize,
    arabic: usize,
    devanagari: usize,
    greek: usize,
    hebrew: usize,
    thai: usize,
}

impl Letters {
    /// Counts the letters outside of formulas.
    fn of(text: &str) -> Self {
        let mut letters = Self::default();
        for (at, piece) in text.split('$').enumerate() {
            if at.is_multiple_of(2) {
                piece.chars().for_each(|c| letters.count(c));
            }
        }
        letters
    }

    fn count(&mut self, c: char) {
        let counter = match c {
            'a'..='z' | 'A'..='Z' | 'À'..='ɏ' | 'Ḁ'..='ỿ' => &mut self.latin,
            '가'..='힣' | 'ㄱ'..='ㆎ' => &mut self.hangul,
            '一'..='鿿' | '㐀'..='䶿' => &mut self.han,
            'ぁ'..='ヿ' => &mut self.kana,
            'Ѐ'..='ӿ' => &mut self.cyrillic,
            '\u{600}'..='\u{6ff}' => &mut self.arabic,
            '\u{900}'..='\u{97f}' => &mut self.devanagari,
            'Ͱ'..='Ͽ' => &mut self.greek,
            '\u{590}'..='\u{5ff}' => &mut self.hebrew,
            '\u{e00}'..='\u{e7f}' => &mut self.thai,
            _ => return,
        };
        *counter += 1;
    }

    fn total(&self) -> usize {
        self.latin + self.not_latin()
    }

    fn not_latin(&self) -> usize {
        self.hangul
            + self.han
            + self.kana
            + self.cyrillic
            + self.arabic
            + self.devanagari
            + self.greek
            + self.hebrew
            + self.thai
    }

    /// Returns the number of letters that this script uses.
    const fn in_script(&self, script: Script) -> usize {
        match script {
            Script::Latin => self.latin,
            Script::Korean => self.hangul,
            Script::Japanese => self.kana + self.han,
            Script::Chinese => self.han,
            Script::Cyrillic => self.cyrillic,
            Script::Arabic => self.arabic,
            Script::Devanagari => self.devanagari,
            Script::Greek => self.greek,
            Script::Hebrew => self.hebrew,
            Script::Thai => self.thai,
        }
    }

    /// Returns the language of the text if it is not in this script. A single word in a neighboring script does not count.
    fn foreign_to(&self, own: Script) -> Option<&'static str> {
        let neighbors = match own {
            Script::Korean => self.han + self.kana,
            Script::Japanese => self.hangul,
            Script::Chinese => self.kana + self.hangul,
            _ => 0,
        };
        let letters = match own {
            Script::Japanese if self.kana == 0 => 0,
            own => self.in_script(own),
        };
        let too_few = letters == 0 || letters * LATIN_A_LETTER < self.latin;
        (too_few || neighbors > 1).then(|| self.most())
    }

    /// Returns the script of most letters.
    fn most(&self) -> &'static str {
        let counts = [
            (self.latin, "Latin letters"),
            (self.hangul, "Korean"),
            (self.han + self.kana, if self.kana > 0 { "Japanese" } else { "Chinese characters" }),
            (self.cyrillic, "Cyrillic letters"),
            (self.arabic, "Arabic letters"),
        ];
        counts.into_iter().max_by_key(|&(count, _)| count).map_or("another script", |(_, name)| name)
    }
}

/// The languages that models use instead of the requested one.
const OTHERS: [&str; 7] = ["en", "de", "fr", "es", "pt", "it", "nl"];

/// A language in Latin script.
#[derive(Debug, Clone, Copy)]
struct Language {
    code: &'static str,
    name: &'static str,
    /// The bit that stands for it.
    bit: u32,
}

/// The languages of `common.txt`, and the languages of each of its words, one bit each.
struct Languages {
    all: Vec<Language>,
    common: HashMap<&'static str, u32>,
}

static LANGUAGES: LazyLock<Languages> = LazyLock::new(|| {
    let lines = include_str!("common.txt").lines().filter(|line| !line.starts_with('#'));
    let heads = lines.filter_map(|line| line.split_once(':'));
    let mut languages = Languages { all: Vec::new(), common: HashMap::new() };
    for (at, (head, words)) in (0..u32::BITS).zip(heads) {
        let bit = 1 << at;
        let (code, name) = head.split_once(' ').unwrap_or((head, head));
        languages.all.push(Language { code, name, bit });
        for word in words.split_whitespace() {
            *languages.common.entry(word).or_default() |= bit;
        }
    }
    languages
});

impl Languages {
    fn find(&self, code: &str) -> Option<Language> {
        self.all.iter().find(|language| language.code == code).copied()
    }

    /// Returns the languages in which a word is common, one bit each.
    fn of(&self, word: &str) -> u32 {
        self.common.get(word).copied().unwrap_or_default()
    }
}

/// Returns the language of a sentence in Latin script that is not in this one.
fn foreign_latin(text: &str, code: &str, letters: &Letters) -> Option<&'static str> {
    if letters.not_latin() > letters.latin {
        return Some(letters.most());
    }
    let own = LANGUAGES.find(code)?;
    let words = common_words(text);
    let others = OTHERS.iter().filter(|other| **other != code).filter_map(|other| LANGUAGES.find(other));
    let counts = others.map(|other| (hits(&words, other, own), hits(&words, own, other), other.name));
    counts.filter(|&(count, own, _)| count >= FEWEST_WORDS && count > 2 * own).max().map(|(.., name)| name)
}

/// Returns the languages of each common word outside of formulas, one bit each; what an apostrophe joins are two words. Labels and units
/// of one letter are none: `Gruppe A`, `mg/L`.
fn common_words(text: &str) -> Vec<u32> {
    let prose = text.split('$').step_by(2).collect::<Vec<_>>().join(" ");
    let prose = if prose.is_ascii() { prose } else { prose.nfc().collect() };
    let is_label = |run: &str, word: &str| {
        word.chars().nth(1).is_none() && (run.contains('/') || word.starts_with(char::is_uppercase))
    };
    let words = prose.split_whitespace().enumerate().flat_map(|(at, run)| {
        let words = run.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
        words.filter(move |word| at == 0 || !is_label(run, word))
    });
    words.map(|word| LANGUAGES.of(&word.to_lowercase())).filter(|languages| *languages != 0).collect()
}

/// Counts the words that are common in one language and not in another.
fn hits(words: &[u32], of: Language, not: Language) -> usize {
    words.iter().filter(|languages| *languages & (of.bit | not.bit) == of.bit).count()
}

/// Returns true for a sentence without a common word of its language, most of whose words in lower case an English source has. Such a
/// sentence may have too few common words of English: `NorMuon combines orthogonalization with adaptive learning rates.`
pub(crate) fn is_left_in_english(text: &str, lang: &str, has: impl Fn(&str) -> bool) -> bool {
    /// The minimum number of words, and the minimum length of a word. Shorter ones may be words of several languages.
    const WORDS: usize = 4;
    const LETTERS: usize = 4;
    let code = code(lang);
    let own = LANGUAGES.find(&code).filter(|_| code != "en");
    let Some((own, english)) = own.zip(LANGUAGES.find("en")) else { return false };
    let outside = without_parentheses(text);
    let is_lowercase =
        |word: &&str| word.len() >= LETTERS && word.bytes().all(|byte| byte.is_ascii_lowercase());
    let words: Vec<&str> = outside.split(|c: char| !c.is_alphanumeric()).filter(is_lowercase).collect();
    let known = || words.iter().filter(|word| has(word)).count();
    words.len() >= WORDS && hits(&common_words(&outside), own, english) == 0 && 4 * known() >= 3 * words.len()
}

#[cfg(test)]
mod tests;
